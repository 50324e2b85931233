// name: who_met
// question: Whom did a person, state or organisation meet, and when is that reported?
// param person: its name, an alias, its ISO code or its id
// param limit = 100: most rows
MATCH (a:Entity)-[r:MET_WITH]-(b:Entity)
WHERE (toLower(a.name) = toLower($person) OR $person IN a.aliases OR a.iso3 = $person OR a.id = $person)
RETURN b.name AS met, r.statements AS statements, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY statements DESC, met, r.id
LIMIT $limit
