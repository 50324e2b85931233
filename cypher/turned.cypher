// name: turned
// question: Who turned from friends to adversaries, and since when?
// param limit = 100: most rows
// example: limit=3
//   one    other    before        now       since        reports
//   ────────────────────────────────────────────────────────────
//   Iraq   Kuwait   cooperative   hostile   1990-08-09         6
MATCH (a:Entity)-[s:STANCE]->(b:Entity)
WHERE s.infers = 'HOSTILITY_TOWARD' AND s.before IN ['allied', 'partner', 'cooperative'] AND shown(s, a, b)
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       s.before AS before, s.label AS now, s.since AS since, s.reports AS reports
ORDER BY since DESC, one, other, a.id, b.id
LIMIT $limit
