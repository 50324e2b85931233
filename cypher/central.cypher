// name: central
// question: Who has relations with the most others?
// param limit = 20: most rows
MATCH (a:Entity)-[r]-(b:Entity)
WITH a, count(DISTINCT b) AS others, count(DISTINCT r) AS relations
RETURN a.name AS name, a.kind AS kind, others, relations, a.mentions AS mentions
ORDER BY others DESC, relations DESC, mentions DESC, name, a.id
LIMIT $limit
