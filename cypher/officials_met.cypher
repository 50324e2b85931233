// name: officials_met
// question: Whom did the officials of a state or body meet, month by month?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=United States, limit=4
//   month     official          met                      articles   sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   1972-02   Henry Kissinger   Zhou Enlai                      1   Henry Kissinger, Nixon's
//                                                                   national security adviser, had
//                                                                   prepared the visit in secret
//                                                                   talks with Zhou last July.
//   1972-02   William Rogers    Ji Pengfei                      1   William Rogers, the American
//                                                                   secretary of state, met Foreign
//                                                                   Minister Ji Pengfei.
//   1975-08   Gerald Ford       Leonid Brezhnev                 1   Ford met Brezhnev on Wednesday
//                                                                   and was to see him again, but
//                                                                   they did not settle their
//                                                                   dispute over long-range
//                                                                   missiles.
//   1981-01   Ronald Reagan     United States Congress          1   Reagan announced the news at a
//                                                                   lunch with members of Congress.
MATCH (p:Person)-[:LEADER_OF|REPRESENTS|WORKS_FOR]->(c:Entity)
WHERE called(c, $entity)
WITH DISTINCT p
MATCH (p)<-[:SOURCE|TARGET]-(s:Statement {relation: 'MET_WITH'})-[:SOURCE|TARGET]->(o:Entity),
      (s)-[:STATED_IN]->(x:Article)
WHERE o.id <> p.id AND asserted(s)
RETURN substring(toString(x.published), 0, 7) AS month, p.name AS official, o.name AS met, count(DISTINCT x) AS articles,
       min(s.sentence) AS sentence
ORDER BY month, official, met
LIMIT $limit
