// name: paths
// question: By which chains of at most so many relations are two entities connected, in all or in one family of relations?
// param a (entity): one of the two
// param b (entity): the other
// param steps = 2: most relations in a chain, up to 4
// param family (cooperation|conflict|standing|any) = "any": cooperation, conflict, standing (neither: leaders, members, requests) or any
// param limit = 50: most rows
// example: a=Egypt, b=Israel, limit=5
//   steps   names                          relations
//   ─────────────────────────────────────────────────────────
//       1   Egypt, Israel                  AGREED_WITH
//       1   Egypt, Israel                  ATTACKS
//       2   Egypt, Syria, Israel           SANCTIONS, ATTACKS
//       2   Egypt, United States, Israel   PARTNERSHIP, AIDS
MATCH (a:Entity), (b:Entity)
WHERE called(a, $a) AND called(b, $b) AND a.id <> b.id
CALL {
  WITH a, b MATCH p = (a)-[:RELATION]-(b) RETURN p
  UNION ALL WITH a, b WITH a, b WHERE $steps > 1 MATCH p = (a)-[:RELATION*2]-(b) RETURN p
  UNION ALL WITH a, b WITH a, b WHERE $steps > 2 MATCH p = (a)-[:RELATION*3]-(b) RETURN p
  UNION ALL WITH a, b WITH a, b WHERE $steps > 3 MATCH p = (a)-[:RELATION*4]-(b) RETURN p
}
WITH p
WHERE all(r IN relationships(p) WHERE family(r, $family))
  AND all(n IN nodes(p) WHERE single(m IN nodes(p) WHERE m.id = n.id))
RETURN DISTINCT length(p) AS steps, [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relations
ORDER BY steps, names, relations
LIMIT $limit
