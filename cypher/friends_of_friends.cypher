// name: friends_of_friends
// question: With whom do an entity's partners work although it has no relation with them itself?
// param entity (entity): the one that is asked about
// param limit = 50: most rows
// example: entity=Egypt, limit=4
//   name           kind      shared   friends
//   ─────────────────────────────────────────────────────────────
//   China          country        2   Soviet Union, United States
//   Algeria        country        1   United States
//   Cuba           country        1   United States
//   Fidel Castro   person         1   Soviet Union
MATCH (a:Entity)-[r1:RELATION]-(f:Entity)-[r2:RELATION]-(b:Entity)
WHERE called(a, $entity) AND r1.score > 0 AND r2.score > 0 AND b.id <> a.id AND NOT EXISTS { MATCH (a)-[r3:RELATION]-(b) }
WITH DISTINCT b, f
ORDER BY f.name, f.id
WITH b, collect(f.name) AS friends
RETURN b.name AS name, b.kind AS kind, size(friends) AS shared, friends
ORDER BY shared DESC, name, b.id
LIMIT $limit
