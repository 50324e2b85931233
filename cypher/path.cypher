// name: path
// question: By which relations are two entities connected, on the shortest ways?
// param a: its name, an alias, its ISO code or its id
// param b: its name, an alias, its ISO code or its id
// param limit = 10: most rows
MATCH (a:Entity), (b:Entity)
WHERE (toLower(a.name) = toLower($a) OR $a IN a.aliases OR a.iso3 = $a OR a.id = $a)
  AND (toLower(b.name) = toLower($b) OR $b IN b.aliases OR b.iso3 = $b OR b.id = $b)
  AND a.id <> b.id
MATCH p = allShortestPaths((a)-[:
    LEADER_OF|MEMBER_OF|WORKS_FOR|CITIZEN_OF|BASED_IN|PART_OF|REPRESENTS
    |MET_WITH|AGREED_WITH|SUPPORTS|PARTNERSHIP|ALLIED_WITH|AIDS|TRADES_WITH|CONCEDES_TO|WITHDRAWS_FROM
    |REQUESTS|ACCUSES|REJECTS|THREATENS
    |PROTESTS_AGAINST|SANCTIONS|MOBILIZES_AGAINST|COERCES|ATTACKS|HOSTILITY_TOWARD|RIVAL_OF*..6]-(b))
WITH [n IN nodes(p) | n.name] AS names, [r IN relationships(p) | type(r)] AS relations, length(p) AS steps,
     [r IN relationships(p) | r.id] AS ids
RETURN names, relations, steps
ORDER BY steps, names, relations, ids
LIMIT $limit
