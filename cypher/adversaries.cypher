// name: adversaries
// question: Who stands against an entity, or has it against them, and how?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=Iraq, limit=5
//   adversary       relations          statements   first        last
//   ───────────────────────────────────────────────────────────────────────
//   Iran            ACCUSES, ATTACKS            5   1980-09-24   1990-08-09
//   United States   ACCUSES, ATTACKS            2   1990-08-09   1991-03-01
//   Israel          ATTACKS                     1   1991-03-01   1991-03-01
//   Kuwait          ATTACKS                     1   1990-08-09   1990-08-09
//   Saudi Arabia    ATTACKS                     1   1991-03-01   1991-03-01
MATCH (a:Entity)-[r:RELATION]-(b:Entity)
WHERE r.score < 0 AND called(a, $entity)
WITH b, type(r) AS relation, r
ORDER BY relation
WITH b, collect(DISTINCT relation) AS relations, sum(r.statements) AS statements,
     min(r.first_seen) AS first, max(r.last_seen) AS last
RETURN b.name AS adversary, relations, statements, first, last
ORDER BY statements DESC, adversary, b.id
LIMIT $limit
