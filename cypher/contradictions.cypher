// name: contradictions
// question: What do some articles assert that others, or the same, deny?
// param limit = 100: most rows
// example: limit=3
//   source         relation   target   asserted   denied   denied_by              published
//     said
//     denial
//   ────────────────────────────────────────────────────────────────────────────────────────
//   Soviet Union   SUPPORTS   China           1        1   Harbour Press Agency   1960-09-05
//     China and the Soviet Union signed a treaty of friendship, alliance and mutual assistance in
//     the Kremlin on Tuesday, ending two months of negotiations.
//     When Chinese and Indian soldiers clashed on the border last autumn, the Soviet Union did not
//     support China.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.negated > 0
MATCH (x:Article)<-[:STATED_IN]-(s:Statement {negated: true})-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r)
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.statements AS asserted, r.negated AS denied,
       r.sentence AS said, s.sentence AS denial,
       CASE WHEN s.attribution = '' THEN x.source ELSE s.attribution END AS denied_by, x.published AS published
ORDER BY denied DESC, source, relation, target, published, s.id
LIMIT $limit
