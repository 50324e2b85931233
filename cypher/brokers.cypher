// name: brokers
// question: Who is on good terms with both of two at one time?
// param a (entity): one of the two
// param b (entity): the other
// param limit = 50: most rows
// example: a=Iran, b=United States, limit=5
//   broker    kind      with_a        with_b        reports
//   ───────────────────────────────────────────────────────
//   Algeria   country   cooperative   cooperative         5
//   Oman      country   cooperative   cooperative         4
MATCH (a:Entity)-[s:STANCE]-(n:Entity)
WHERE called(a, $a) AND s.label IN ['allied', 'partner', 'cooperative'] AND shown(s, a, n)
MATCH (n)-[t:STANCE]-(b:Entity)
WHERE called(b, $b) AND t.label IN ['allied', 'partner', 'cooperative'] AND shown(t, n, b) AND meet(s, t)
RETURN n.name AS broker, n.kind AS kind, s.label AS with_a, t.label AS with_b, s.reports + t.reports AS reports
ORDER BY reports DESC, broker, n.id
LIMIT $limit
