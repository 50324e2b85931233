// name: corroborated
// question: Which relations are told by several publishers?
// param least = 2: fewest publishers
// param limit = 100: most rows
// example: limit=4
//   source              relation     target          publishers   articles   first        last
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Acheson             CITIZEN_OF   United States            3          3   1949-04-05   1951-09-02
//   Acheson             REPRESENTS   United States            3          3   1949-04-05   1951-09-02
//   Fidel Castro        CITIZEN_OF   Cuba                     3          3   1961-01-04   1968-08-24
//   Mikhail Gorbachev   CITIZEN_OF   Soviet Union             3          3   1987-12-09   1991-03-01
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.sources >= $least
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.sources AS publishers, r.articles AS articles,
       r.first_seen AS first, r.last_seen AS last
ORDER BY publishers DESC, articles DESC, source, relation, target, r.id
LIMIT $limit
