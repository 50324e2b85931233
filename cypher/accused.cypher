// name: accused
// question: Who blames whom, and for what?
// param limit = 100: most rows
MATCH (x:Article)<-[:STATED_IN]-(s:Statement {relation: 'ACCUSES'})-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE NOT s.negated AND s.modality = 'asserted'
RETURN a.name AS accuser, b.name AS accused, s.sentence AS sentence, x.published AS published, x.title AS article
ORDER BY accuser, accused, published, s.id
LIMIT $limit
