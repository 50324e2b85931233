// name: who_met
// question: Whom did a person, state or organisation meet, when is that reported, and when does the sentence say it was?
// param person (entity): the one that is asked about
// param limit = 100: most rows
// example: person=Richard Nixon, limit=3
//   met          statements   first        last         when   sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Mao Zedong            1   1972-02-29   1972-02-29          American President Richard Nixon met
//                                                              Chinese Chairman Mao Zedong in
//                                                              Beijing a few hours after his
//                                                              arrival.
//   Zhou Enlai            1   1972-02-29   1972-02-29          Chinese Premier Zhou Enlai negotiated
//                                                              with him almost daily.
MATCH (a:Entity)-[r:MET_WITH]-(b:Entity)
WHERE called(a, $person)
OPTIONAL MATCH (a)<-[:SOURCE|TARGET]-(s:Statement {relation: 'MET_WITH'})-[:SOURCE|TARGET]->(b)
WHERE s.sentence = r.sentence AND s.when_from IS NOT NULL AND s.when_precision <> 'unknown'
WITH b, r, min(substring(toString(s.when_from), 0,
                         CASE s.when_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END)) AS day
RETURN b.name AS met, r.statements AS statements, r.first_seen AS first, r.last_seen AS last, day AS when,
       r.sentence AS sentence
ORDER BY statements DESC, met, r.id
LIMIT $limit
