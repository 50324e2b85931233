// name: evidence
// question: Which sentences say how two entities stand to each other?
// param a: its name, an alias, its ISO code or its id
// param b: its name, an alias, its ISO code or its id
// param limit = 100: most rows
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE ((toLower(a.name) = toLower($a) OR $a IN a.aliases OR a.iso3 = $a OR a.id = $a)
    AND (toLower(b.name) = toLower($b) OR $b IN b.aliases OR b.iso3 = $b OR b.id = $b))
   OR ((toLower(a.name) = toLower($b) OR $b IN a.aliases OR a.iso3 = $b OR a.id = $b)
    AND (toLower(b.name) = toLower($a) OR $a IN b.aliases OR b.iso3 = $a OR b.id = $a))
RETURN x.published AS published, a.name AS source, s.relation AS relation, b.name AS target,
       s.negated AS negated, s.modality AS modality, s.attribution AS attribution,
       s.sentence AS sentence, s.trigger AS trigger, s.rule AS rule, x.title AS article
ORDER BY published, x.id, s.start, s.id
LIMIT $limit
