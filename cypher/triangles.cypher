// name: triangles
// question: Which three all act toward each other, as friends or foes, and is their triangle balanced?
// param kind = "country": country, person, organisation or any
// param limit = 50: most rows
// example: limit=4
//   sides                                                                       hostile   balanced
//   ──────────────────────────────────────────────────────────────────────────────────────────────
//   Algeria + Iran, Algeria + United States, Iran + United States                     0   true
//   Egypt + Soviet Union, Egypt + United States, Soviet Union + United States         0   true
//   Iran + Syria, Iran + United States, Syria + United States                         0   true
//   Soviet Union + Syria, Soviet Union + United States, Syria + United States         0   true
MATCH (a:Entity)-[r1:RELATION]-(b:Entity)-[r2:RELATION]-(c:Entity)-[r3:RELATION]-(a)
WHERE r1.score <> 0 AND r2.score <> 0 AND r3.score <> 0 AND a.id < b.id AND b.id < c.id
  AND ($kind = 'any' OR (a.kind = $kind AND b.kind = $kind AND c.kind = $kind))
WITH DISTINCT a, b, c
MATCH (x:Entity)-[r:RELATION]-(y:Entity)
WHERE r.score <> 0 AND x.id IN [a.id, b.id, c.id] AND y.id IN [a.id, b.id, c.id]
  AND (x.name < y.name OR (x.name = y.name AND x.id < y.id))
WITH a, b, c, x, y, sum(toInteger(round(r.score * 10)) * r.statements) AS tenths
ORDER BY x.name, y.name
WITH a, b, c, collect(x.name + CASE WHEN tenths < 0 THEN ' − ' WHEN tenths > 0 THEN ' + ' ELSE ' ± ' END + y.name) AS sides,
     sum(CASE WHEN tenths < 0 THEN 1 ELSE 0 END) AS hostile
RETURN sides, hostile, hostile % 2 = 0 AS balanced
ORDER BY balanced DESC, hostile, sides, a.id, b.id, c.id
LIMIT $limit
