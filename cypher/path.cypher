// name: path
// question: By which relations are two entities connected, on the shortest ways?
// param a: its name, an alias, its ISO code or its id
// param b: its name, an alias, its ISO code or its id
// param limit = 10: most rows
MATCH (a:Entity), (b:Entity)
WHERE (toLower(a.name) = toLower($a) OR $a IN a.aliases OR a.iso3 = $a OR a.id = $a)
  AND (toLower(b.name) = toLower($b) OR $b IN b.aliases OR b.iso3 = $b OR b.id = $b)
  AND a.id <> b.id
MATCH p = allShortestPaths((a)-[:RELATION*..6]-(b))
RETURN DISTINCT [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relations, length(p) AS steps
ORDER BY steps, names, relations
LIMIT $limit
