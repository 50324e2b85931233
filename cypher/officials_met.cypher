// name: officials_met
// question: Whom did the officials of a state or body meet, month by month?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=United States, limit=4
//   month     official          met            articles   sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   1949-04   Dean Acheson      Ernest Bevin          1   Dean Acheson, the American secretary of
//                                                         state, met Ernest Bevin, the British
//                                                         foreign secretary, before the ceremony.
//   1972-02   Henry Kissinger   Zhou Enlai            1   Henry Kissinger, the American national
//                                                         security adviser, had prepared the visit
//                                                         in secret talks with Zhou.
//   1972-02   Richard Nixon     Mao Zedong            1   American President Richard Nixon met
//                                                         Chinese Chairman Mao Zedong in Beijing a
//                                                         few hours after his arrival.
//   1972-02   Richard Nixon     Zhou Enlai            1   Chinese Premier Zhou Enlai negotiated with
//                                                         him almost daily.
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
