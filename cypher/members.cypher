// name: members
// question: Who belongs to an organisation?
// param organisation: its name, an alias, its ISO code or its id
// param limit = 100: most rows
MATCH (m:Entity)-[r:MEMBER_OF]->(o:Entity)
WHERE (toLower(o.name) = toLower($organisation) OR $organisation IN o.aliases OR o.iso3 = $organisation OR o.id = $organisation)
RETURN m.name AS member, m.kind AS kind, r.articles AS articles, r.sentence AS sentence
ORDER BY articles DESC, member, r.id
LIMIT $limit
