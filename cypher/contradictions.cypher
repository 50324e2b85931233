// name: contradictions
// question: What do some articles assert that others, or the same, deny?
// param limit = 100: most rows
// example: limit=3
//   source   relation   target         asserted   denied   denied_by        published
//     said
//     denial
//   ──────────────────────────────────────────────────────────────────────────────────
//   China    ATTACKS    Soviet Union          2        1   Zhou             1969-09-12
//     Chinese guns shelled a Soviet post the same day.
//     Zhou said afterwards that China had not attacked the Soviet Union.
//   Iraq     ATTACKS    Iran                  2        1   Saddam Hussein   1980-09-24
//     Iraqi troops pushed into Iran at several points on Tuesday.
//     Iraqi President Saddam Hussein denied that Iraq had attacked Iran first.
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.negated > 0
MATCH (x:Article)<-[:STATED_IN]-(s:Statement {negated: true})-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r)
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.statements AS asserted, r.negated AS denied,
       r.sentence AS said, s.sentence AS denial,
       CASE WHEN s.attribution = '' THEN x.source ELSE s.attribution END AS denied_by, x.published AS published
ORDER BY denied DESC, source, relation, target, published, s.id
LIMIT $limit
