// name: timeline
// question: What is said of an entity, day by day?
// param entity: its name, an alias, its ISO code or its id
// param limit = 100: most rows
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE x.published IS NOT NULL AND NOT s.negated AND s.modality = 'asserted'
  AND ((toLower(a.name) = toLower($entity) OR $entity IN a.aliases OR a.iso3 = $entity OR a.id = $entity)
    OR (toLower(b.name) = toLower($entity) OR $entity IN b.aliases OR b.iso3 = $entity OR b.id = $entity))
RETURN x.published AS published, a.name AS source, s.relation AS relation, b.name AS target,
       s.sentence AS sentence
ORDER BY published, x.id, s.start, s.id
LIMIT $limit
