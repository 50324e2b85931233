// name: partners
// question: Which states and organisations work together, and since when?
// param limit = 100: most rows
MATCH (a:Entity)-[r:PARTNERSHIP|ALLIED_WITH|AGREED_WITH|TRADES_WITH|AIDS|SUPPORTS]->(b:Entity)
WHERE NOT a:Person AND NOT b:Person
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.articles AS articles,
       r.first_seen AS since, r.sentence AS sentence
ORDER BY articles DESC, source, relation, target, r.id
LIMIT $limit
