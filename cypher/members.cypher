// name: members
// question: Who belongs to an organisation?
// param organisation (entity): the one that is asked about
// param limit = 100: most rows
// example: organisation=NATO, limit=3
//   member    kind      articles   sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Finland   country          1   Finland became the 31st member of NATO on Tuesday.
//   France    country          1   The United States, Britain, France and nine other states founded
//                                  NATO in Washington on Monday.
//   Sweden    country          1   Sweden became the 32nd member of NATO on Thursday.
MATCH (m:Entity)-[r:MEMBER_OF]->(o:Entity)
WHERE called(o, $organisation)
RETURN m.name AS member, m.kind AS kind, r.articles AS articles, r.sentence AS sentence
ORDER BY articles DESC, member, r.id
LIMIT $limit
