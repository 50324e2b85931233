// name: leaders
// question: Who leads what?
// param limit = 100: most rows
MATCH (p:Person)-[r:LEADER_OF]->(b:Entity)
RETURN p.name AS leader, b.name AS leads, r.articles AS articles, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, leader, leads, r.id
LIMIT $limit
