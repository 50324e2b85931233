// name: aid
// question: Who gives help, money, goods or weapons to whom?
// param limit = 100: most rows
// example: limit=4
//   source         target    articles   first        last         sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Kuwait         Iraq             3   1982-03-02   1988-08-21   Kuwait lent Iraq two billion
//                                                                 dollars.
//   Soviet Union   Egypt            2   1972-07-19   1973-10-26   The Soviet Union has armed Egypt
//                                                                 since 1955.
//   China          Vietnam          1   1972-02-29   1972-02-29   China sends arms to Vietnam.
//   Finland        Ukraine          1   2023-04-05   2023-04-05   Finland has sent weapons to
//                                                                 Ukraine.
MATCH (a:Entity)-[r:AIDS]->(b:Entity)
RETURN a.name AS source, b.name AS target, r.articles AS articles, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, source, target, r.id
LIMIT $limit
