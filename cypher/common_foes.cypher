// name: common_foes
// question: Who shares a foe with whom, without being hostile to each other?
// param limit = 100: most rows
// example: limit=4
//   one                other            foe
//   ────────────────────────────────────────────────
//   Alexander Dubcek   Anwar Sadat      Soviet Union
//   Alexander Dubcek   China            Soviet Union
//   Alexander Dubcek   Czechoslovakia   Soviet Union
//   Alexander Dubcek   Dean Acheson     Soviet Union
MATCH (a:Entity)-[r1:RELATION]-(f:Entity)-[r2:RELATION]-(b:Entity)
WHERE a.id < b.id AND r1.score < 0 AND r2.score < 0
WITH DISTINCT a, b, f
WHERE NOT EXISTS { MATCH (a)-[r3:RELATION]-(b) WHERE r3.score < 0 }
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       f.name AS foe
ORDER BY one, other, foe, a.id, b.id, f.id
LIMIT $limit
