// name: partners
// question: Whose partner is an entity, inferred from all that is reported of the two?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=United States, limit=4
//   partner   stance    since        cooperation   conflict   belief   reports   last
//   ───────────────────────────────────────────────────────────────────────────────────────
//   Kuwait    partner   1991-03-05         1.691          0    0.991         4   1991-03-05
MATCH (a:Entity)-[s:STANCE]-(b:Entity)
WHERE s.infers = 'PARTNERSHIP' AND called(a, $entity) AND shown(s, a, b)
RETURN b.name AS partner, s.label AS stance, s.since AS since, s.cooperation AS cooperation,
       s.conflict AS conflict, s.belief AS belief, s.reports AS reports, s.as_of AS last
ORDER BY reports DESC, cooperation DESC, partner, b.id
LIMIT $limit
