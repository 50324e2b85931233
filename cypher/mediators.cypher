// name: mediators
// question: Who is on good terms with both sides of a conflict while it lasts?
// param limit = 100: most rows
// example: limit=4
//   mediator   one    other           reports
//   ─────────────────────────────────────────
//   Oman       Iran   United States         4
MATCH (a:Entity)-[c:STANCE]->(b:Entity)
WHERE c.infers = 'HOSTILITY_TOWARD' AND shown(c, a, b)
MATCH (a)-[s:STANCE]-(m:Entity)-[t:STANCE]-(b)
WHERE s.label IN ['allied', 'partner', 'cooperative'] AND t.label IN ['allied', 'partner', 'cooperative']
  AND shown(s, a, m) AND shown(t, m, b) AND meet(s, t) AND meet(s, c) AND meet(t, c)
RETURN m.name AS mediator, CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       s.reports + t.reports AS reports
ORDER BY reports DESC, mediator, one, other, m.id, a.id, b.id
LIMIT $limit
