// name: members
// question: Who belongs to an organisation?
// param organisation (entity): the one that is asked about
// param limit = 100: most rows
// example: organisation=NATO, limit=3
//   member    kind      articles   sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   Finland   country          1   Finland became the 31st member of NATO on Tuesday, and its flag
//                                  was raised in front of the alliance's headquarters in Brussels.
//   Sweden    country          1   Sweden became the 32nd member of NATO on Thursday, when Prime
//                                  Minister Ulf Kristersson presented the documents to Antony
//                                  Blinken, the US secretary of state.
MATCH (m:Entity)-[r:MEMBER_OF]->(o:Entity)
WHERE called(o, $organisation)
RETURN m.name AS member, m.kind AS kind, r.articles AS articles, r.sentence AS sentence
ORDER BY articles DESC, member, r.id
LIMIT $limit
