// name: between
// question: How do two entities stand to each other?
// param a: its name, an alias, its ISO code or its id
// param b: its name, an alias, its ISO code or its id
MATCH (a:Entity)-[r]->(b:Entity)
WHERE ((toLower(a.name) = toLower($a) OR $a IN a.aliases OR a.iso3 = $a OR a.id = $a)
    AND (toLower(b.name) = toLower($b) OR $b IN b.aliases OR b.iso3 = $b OR b.id = $b))
   OR ((toLower(a.name) = toLower($b) OR $b IN a.aliases OR a.iso3 = $b OR a.id = $b)
    AND (toLower(b.name) = toLower($a) OR $a IN b.aliases OR b.iso3 = $a OR b.id = $a))
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.statements AS statements, r.articles AS articles,
       r.negated AS negated, r.first_seen AS first, r.last_seen AS last, r.sentence AS sentence
ORDER BY statements DESC, relation, source, target, r.id
