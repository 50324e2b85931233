// name: quoted
// question: Who is quoted, and as saying what?
// param speaker = "": part of the speaker's name, as the articles give it
// param limit = 100: most rows
// example: limit=3
//   speaker     China
//   source      Soviet Union
//   relation    ATTACKS
//   target      China
//   negated     false
//   modality    asserted
//   published   1969-03-09
//   sentence    China rejected the charge and said that Soviet soldiers had fired first on Chinese
//               soil.
//
//   speaker     He
//   source      Egypt
//   relation    ATTACKS
//   target      Israel
//   negated     false
//   modality    hypothetical
//   published   1972-07-19
//   sentence    He repeated that Egypt would fight Israel if it could not regain the Sinai by talks.
//
//   speaker     President Bill Clinton
//   source      United States
//   relation    AGREED_WITH
//   target      Vietnam
//   negated     false
//   modality    future
//   published   1995-07-12
//   sentence    The United States will establish full diplomatic relations with Vietnam, President
//               Bill Clinton announced on Tuesday, twenty years after the fall of Saigon.
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE s.attribution <> '' AND toLower(s.attribution) CONTAINS toLower($speaker)
RETURN s.attribution AS speaker, a.name AS source, s.relation AS relation, b.name AS target,
       s.negated AS negated, s.modality AS modality, x.published AS published, s.sentence AS sentence
ORDER BY speaker, published, source, relation, target, s.id
LIMIT $limit
