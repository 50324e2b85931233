// name: denied
// question: What do articles say is not so, and who says it?
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param limit = 100: most rows
// example: limit=3
//   source           relation   target         said_by
//     sentence
//     article
//   ───────────────────────────────────────────────────────────────
//   China            ATTACKS    Soviet Union   Zhou
//     Zhou said afterwards that China had not attacked the Soviet Union.
//     Kosygin and Zhou meet at Beijing airport
//   Czechoslovakia   REQUESTS   Soviet Union   The foreign ministry
//     The foreign ministry in Prague denied that Czechoslovakia had asked the Soviet Union for help.
//     Soviet-led armies occupy Czechoslovakia
//   Iran             ATTACKS    Saudi Arabia   Iran
//     Saudi Arabia accused Iran in 2019 of attacking its oil plants, and Iran denied it.
//     Saudi Arabia and Iran restore relations
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE s.negated AND told(s, x)
RETURN a.name AS source, s.relation AS relation, b.name AS target,
       CASE WHEN s.attribution = '' THEN x.source ELSE s.attribution END AS said_by,
       s.sentence AS sentence, titled(x) AS article
ORDER BY source, relation, target, x.id, s.id
LIMIT $limit
