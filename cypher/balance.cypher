// name: balance
// question: Taken together, are two entities friends or foes?
// param limit = 100: most rows
// example: limit=4
//   one       other           balance   statements
//   ──────────────────────────────────────────────
//   Iran      Iraq              -36.5            6
//   Eritrea   Ethiopia          -21.5            5
//   Iran      Saudi Arabia      -17.5            6
//   China     United States     -15.5            3
MATCH (a:Entity)-[r:RELATION]-(b:Entity)
WHERE a.id < b.id AND r.score <> 0
WITH a, b, sum(toInteger(round(r.score * 10)) * r.statements) AS tenths, sum(r.statements) AS statements
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       tenths / 10.0 AS balance, statements
ORDER BY balance, one, other, a.id, b.id
LIMIT $limit
