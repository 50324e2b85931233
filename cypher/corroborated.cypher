// name: corroborated
// question: Which relations are told by several publishers?
// param least = 2: fewest publishers
// param limit = 100: most rows
// example: limit=4
//   source         relation    target          publishers   articles   first        last
//   ──────────────────────────────────────────────────────────────────────────────────────────
//   Anwar Sadat    LEADER_OF   Egypt                    4          4   1972-07-19   1979-04-01
//   Jimmy Carter   LEADER_OF   United States            3          3   1978-09-19   1979-11-15
//   Soviet Union   ACCUSES     China                    3          3   1969-03-09   1972-02-29
//   Kuwait         AIDS        Iraq                     2          3   1982-03-02   1988-08-21
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.sources >= $least
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.sources AS publishers, r.articles AS articles,
       r.first_seen AS first, r.last_seen AS last
ORDER BY publishers DESC, articles DESC, source, relation, target, r.id
LIMIT $limit
