// name: sanctions
// question: Who punishes whom with sanctions, embargoes or expulsions?
// param limit = 100: most rows
MATCH (a:Entity)-[r:SANCTIONS]->(b:Entity)
RETURN a.name AS source, b.name AS target, r.articles AS articles, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, source, target, r.id
LIMIT $limit
