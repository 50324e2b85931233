// name: quoted
// question: Who is quoted, and as saying what?
// param speaker = "": part of the speaker's name, as the articles give it
// param limit = 100: most rows
// example: limit=3
//   speaker     source         relation   target           negated   modality       published
//     sentence
//   ──────────────────────────────────────────────────────────────────────────────────────────
//   China       Soviet Union   ATTACKS    China            false     asserted       1969-03-09
//     China rejected the charge and said that Soviet soldiers had fired first on Chinese soil.
//   Diplomats   Zhou Enlai     MET_WITH   Alexei Kosygin   false     asserted       1969-09-12
//     Diplomats said that the two premiers had discussed a ceasefire on the border, new negotiations
//     and the return of ambassadors.
//   He          Egypt          ATTACKS    Israel           false     hypothetical   1972-07-19
//     He repeated that Egypt would fight Israel if it could not regain the Sinai by talks.
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE s.attribution <> '' AND toLower(s.attribution) CONTAINS toLower($speaker)
RETURN s.attribution AS speaker, a.name AS source, s.relation AS relation, b.name AS target,
       s.negated AS negated, s.modality AS modality, x.published AS published, s.sentence AS sentence
ORDER BY speaker, published, source, relation, target, s.id
LIMIT $limit
