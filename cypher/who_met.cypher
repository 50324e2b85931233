// name: who_met
// question: Whom did a person, state or organisation meet, when was it, and when is it reported?
// param person (entity): the one that is asked about
// param limit = 100: most rows
// example: person=Richard Nixon, limit=3
//   met          articles   first        last         when   sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Mao Zedong          1   1972-02-29   1972-02-29          American President Richard Nixon met
//                                                            Chinese Chairman Mao Zedong in Beijing
//                                                            a few hours after his arrival.
//   Zhou Enlai          1   1972-02-29   1972-02-29          Chinese Premier Zhou Enlai negotiated
//                                                            with him almost daily.
MATCH (a:Entity)<-[:SOURCE|TARGET]-(s:Statement {relation: 'MET_WITH'})-[:SOURCE|TARGET]->(b:Entity),
      (s)-[:STATED_IN]->(x:Article)
WHERE called(a, $person) AND a.id <> b.id AND asserted(s) AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH b, x, s, CASE WHEN s.when_precision <> 'unknown' THEN substring(toString(s.when_from), 0,
                   CASE s.when_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 ELSE 10 END) END AS day
ORDER BY day
WITH b, x, collect({day: day, sentence: s.sentence, confidence: s.confidence, id: s.id}) AS said,
     collect(DISTINCT day) AS days
UNWIND said AS one
WITH b, x, one, reduce(day = coalesce(one.day, days[0]), other IN days |
                       CASE WHEN other STARTS WITH day THEN other ELSE day END) AS day
ORDER BY one.day IS NULL, one.confidence DESC, x.published, one.id
WITH b, day, CASE WHEN day IS NULL THEN x.id END AS article, count(DISTINCT x) AS articles,
     min(x.published) AS first, max(x.published) AS last, collect(one.sentence)[0] AS sentence
RETURN b.name AS met, articles, first, last, day AS when, sentence
ORDER BY articles DESC, met, coalesce(when, toString(first)), sentence, b.id
LIMIT $limit
