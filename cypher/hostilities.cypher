// name: hostilities
// question: Who acts, or speaks, against a country, and against whom does it?
// param country: its name, an alias, its ISO code or its id
// param limit = 100: most rows
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.score < 0
  AND ((toLower(a.name) = toLower($country) OR $country IN a.aliases OR a.iso3 = $country OR a.id = $country)
    OR (toLower(b.name) = toLower($country) OR $country IN b.aliases OR b.iso3 = $country OR b.id = $country))
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.statements AS statements,
       r.first_seen AS first, r.last_seen AS last, r.sentence AS sentence
ORDER BY statements DESC, source, relation, target, r.id
LIMIT $limit
