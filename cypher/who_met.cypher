// name: who_met
// question: Whom did a person, state or organisation meet, and when is that reported?
// param person (entity): the one that is asked about
// param limit = 100: most rows
// example: person=Richard Nixon, limit=3
//   met          statements   first        last         sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Mao Zedong            1   1972-02-29   1972-02-29   American President Richard Nixon met Chinese
//                                                       Chairman Mao Zedong in Beijing a few hours
//                                                       after his arrival.
//   Zhou Enlai            1   1972-02-29   1972-02-29   Chinese Premier Zhou Enlai negotiated with
//                                                       him almost daily.
MATCH (a:Entity)-[r:MET_WITH]-(b:Entity)
WHERE called(a, $person)
RETURN b.name AS met, r.statements AS statements, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY statements DESC, met, r.id
LIMIT $limit
