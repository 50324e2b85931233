// name: common_foes
// question: Who shares an adversary with whom at one time, without being hostile to each other?
// param limit = 100: most rows
// example: limit=4
//   one            other           foe    reports
//   ─────────────────────────────────────────────
//   Kuwait         United States   Iraq        10
//   Kuwait         Saudi Arabia    Iraq         9
//   Saudi Arabia   United States   Iraq         7
MATCH (a:Entity)-[s:STANCE]-(f:Entity)-[t:STANCE]-(b:Entity)
WHERE a.id < b.id AND s.infers = 'HOSTILITY_TOWARD' AND t.infers = 'HOSTILITY_TOWARD'
  AND shown(s, a, f) AND shown(t, f, b)
  AND meet(s, t)
  AND NOT EXISTS { MATCH (a)-[u:STANCE]-(b) WHERE u.infers = 'HOSTILITY_TOWARD' }
  AND NOT EXISTS { MATCH (a)-[:LEADER_OF|REPRESENTS|PART_OF]-(b) }
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       f.name AS foe, s.reports + t.reports AS reports
ORDER BY reports DESC, one, other, foe, a.id, b.id, f.id
LIMIT $limit
