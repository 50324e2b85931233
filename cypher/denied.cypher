// name: denied
// question: What do articles say is not so, and who says it?
// param limit = 100: most rows
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE s.negated
RETURN a.name AS source, s.relation AS relation, b.name AS target,
       CASE WHEN s.attribution = '' THEN x.source ELSE s.attribution END AS said_by,
       s.sentence AS sentence, x.title AS article
ORDER BY source, relation, target, x.id, s.id
LIMIT $limit
