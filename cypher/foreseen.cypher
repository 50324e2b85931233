// name: foreseen
// question: What is said to be possible, planned, demanded or still to come?
// param limit = 100: most rows
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE NOT s.negated AND s.modality <> 'asserted'
RETURN s.modality AS modality, a.name AS source, s.relation AS relation, b.name AS target,
       s.sentence AS sentence, x.title AS article
ORDER BY modality, source, relation, target, x.id, s.id
LIMIT $limit
