// name: escalation
// question: Which rungs of the ladder from help to force did two entities climb, and when?
// param a (entity): one of the two
// param b (entity): the other
// param limit = 100: most rows
// example: a=China, b=Soviet Union, limit=3
//   published    source         relation      target         score   rung                   lowest
//     sentence
//   ──────────────────────────────────────────────────────────────────────────────────────────────
//   1950-02-15   China          ALLIED_WITH   Soviet Union     9.5   material cooperation      9.5
//     The two countries are now allies.
//   1950-02-15   China          SUPPORTS      Soviet Union       5   verbal cooperation          5
//     China and the Soviet Union signed a treaty of friendship, alliance and mutual assistance in
//     the Kremlin on Tuesday, ending two months of negotiations.
//   1950-02-15   Soviet Union   SUPPORTS      China              5   verbal cooperation          5
//     China and the Soviet Union signed a treaty of friendship, alliance and mutual assistance in
//     the Kremlin on Tuesday, ending two months of negotiations.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.score <> 0 AND ((called(a, $a) AND called(b, $b)) OR (called(a, $b) AND called(b, $a)))
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s) AND x.published IS NOT NULL
  AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH x.published AS published, a.name AS source, s.relation AS relation, b.name AS target, r.score AS score,
     min(s.sentence) AS sentence
ORDER BY published, score DESC, source, relation, target
WITH collect({published: published, source: source, relation: relation, target: target, score: score,
              sentence: sentence}) AS steps
UNWIND range(0, size(steps) - 1) AS i
WITH i, steps[i] AS step, reduce(low = 10.0, e IN steps[0..i + 1] | CASE WHEN e.score < low THEN e.score ELSE low END) AS lowest
RETURN step.published AS published, step.source AS source, step.relation AS relation, step.target AS target,
       step.score AS score,
       CASE WHEN step.score > 5 THEN 'material cooperation' WHEN step.score > 0 THEN 'verbal cooperation'
            WHEN step.score > -5 THEN 'verbal conflict' ELSE 'material conflict' END AS rung,
       lowest, step.sentence AS sentence
ORDER BY i
LIMIT $limit
