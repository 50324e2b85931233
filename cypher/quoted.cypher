// name: quoted
// question: Who is quoted, and as saying what?
// param speaker = "": part of the speaker's name, as the articles give it
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param limit = 100: most rows
// example: limit=3
//   speaker              source          relation      target           negated   modality
//     published
//     sentence
//   ──────────────────────────────────────────────────────────────────────────────────────
//   American officials   United States   ATTACKS       Cuba             false     possible
//     1962-10-29
//     American officials had said that the United States could invade Cuba within days.
//   Anthony Eden         Israel          PARTNERSHIP   United Kingdom   true      asserted
//     1956-11-07
//     British Prime Minister Anthony Eden denied that Britain had colluded with Israel.
//   Bill Clinton         United States   SUPPORTS      Vietnam          false     asserted
//     1995-07-12
//     American President Bill Clinton said that the United States recognised Vietnam.
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE s.attribution <> '' AND toLower(s.attribution) CONTAINS toLower($speaker) AND told(s, x)
RETURN s.attribution AS speaker, a.name AS source, s.relation AS relation, b.name AS target,
       s.negated AS negated, s.modality AS modality, x.published AS published, s.sentence AS sentence
ORDER BY speaker, published, source, relation, target, s.id
LIMIT $limit
