// name: adversaries
// question: Whose adversary is an entity, inferred from all that is reported of the two?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=Iraq, limit=5
//   adversary       stance    since        cooperation   conflict   belief   reports   last
//   ─────────────────────────────────────────────────────────────────────────────────────────────
//   Kuwait          hostile   1990-08-09         0.558      1.852    0.979         6   1990-08-09
//   United States   hostile   1991-01-18             0      2.003        1         4   1991-03-01
//   Saudi Arabia    hostile   1991-03-01         0.384      1.823    0.979         3   1991-03-01
MATCH (a:Entity)-[s:STANCE]-(b:Entity)
WHERE s.infers = 'HOSTILITY_TOWARD' AND called(a, $entity) AND shown(s, a, b)
RETURN b.name AS adversary, s.label AS stance, s.since AS since, s.cooperation AS cooperation,
       s.conflict AS conflict, s.belief AS belief, s.reports AS reports, s.as_of AS last
ORDER BY reports DESC, conflict DESC, adversary, b.id
LIMIT $limit
