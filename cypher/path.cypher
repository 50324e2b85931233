// name: path
// question: By which relations are two entities connected, on the shortest ways?
// param a (entity): one of the two
// param b (entity): one of the two
// param limit = 10: most rows
// example: a=Fidel Castro, b=China, limit=3
//   names                               relations              steps
//   ────────────────────────────────────────────────────────────────
//   Fidel Castro, Soviet Union, China   ACCUSES, ACCUSES           2
//   Fidel Castro, Soviet Union, China   ACCUSES, AGREED_WITH       2
//   Fidel Castro, Soviet Union, China   ACCUSES, ALLIED_WITH       2
MATCH (a:Entity), (b:Entity)
WHERE called(a, $a)
  AND called(b, $b)
  AND a.id <> b.id
MATCH p = allShortestPaths((a)-[:RELATION*..6]-(b))
RETURN DISTINCT [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relations, length(p) AS steps
ORDER BY steps, names, relations
LIMIT $limit
