// name: foreseen
// question: What is said to be possible, planned, demanded or still to come?
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param limit = 100: most rows
// example: limit=3
//   modality   source         relation         target
//     sentence
//     article
//   ───────────────────────────────────────────────────
//   future     Israel         WITHDRAWS_FROM   Egypt
//     Israel is to withdraw from Egypt's Sinai peninsula.
//     Sadat and Begin sign accords at White House
//   future     Saudi Arabia   AIDS             Eritrea
//     Saudi Arabia is to give both money.
//     Ethiopia and Eritrea end state of war
//   future     Saudi Arabia   AIDS             Ethiopia
//     Saudi Arabia is to give both money.
//     Ethiopia and Eritrea end state of war
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE NOT s.negated AND s.modality <> 'asserted' AND told(s, x)
RETURN s.modality AS modality, a.name AS source, s.relation AS relation, b.name AS target,
       s.sentence AS sentence, titled(x) AS article
ORDER BY modality, source, relation, target, x.id, s.id
LIMIT $limit
