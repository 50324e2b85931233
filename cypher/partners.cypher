// name: partners
// question: Who works with, helps or backs an entity, or is backed by it, and how?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=Egypt, limit=4
//   partner         relations     statements   first        last
//   ──────────────────────────────────────────────────────────────────
//   Israel          AGREED_WITH            2   1974-03-19   1979-04-01
//   Soviet Union    AIDS                   2   1972-07-19   1973-10-26
//   United States   PARTNERSHIP            1   1991-03-01   1991-03-01
MATCH (a:Entity)-[r:RELATION]-(b:Entity)
WHERE r.score > 0 AND called(a, $entity)
WITH b, type(r) AS relation, r
ORDER BY relation
WITH b, collect(DISTINCT relation) AS relations, sum(r.statements) AS statements,
     min(r.first_seen) AS first, max(r.last_seen) AS last
RETURN b.name AS partner, relations, statements, first, last
ORDER BY statements DESC, partner, b.id
LIMIT $limit
