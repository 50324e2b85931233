// name: allies
// question: Who stands on the side of an entity, and how?
// param entity: its name, an alias, its ISO code or its id
// param limit = 100: most rows
MATCH (a:Entity)-[r]-(b:Entity)
WHERE r.score > 0
  AND (toLower(a.name) = toLower($entity) OR $entity IN a.aliases OR a.iso3 = $entity OR a.id = $entity)
WITH b, type(r) AS relation, r.statements AS statements
ORDER BY relation
WITH b, collect(DISTINCT relation) AS relations, sum(statements) AS statements
RETURN b.name AS ally, relations, statements
ORDER BY statements DESC, ally, b.id
LIMIT $limit
