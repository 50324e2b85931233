// name: accused
// question: Who blames whom, and for what?
// param limit = 100: most rows
// example: limit=3
//   accuser                  accused        published
//     sentence
//     article
//   ──────────────────────────────────────────────────
//   Acheson                  Soviet Union   1950-02-15
//     Dean Acheson, the American secretary of state, accused the Soviet Union last month of
//     detaching China's northern provinces.
//     China and Soviet Union sign 30-year alliance
//   Alexander Solzhenitsyn   the West       1975-08-02
//     The exiled writer Alexander Solzhenitsyn accused the West of betraying eastern Europe.
//     Thirty-five leaders sign Helsinki accords
//   Benjamin Netanyahu       Iran           2018-05-09
//     Israeli Prime Minister Benjamin Netanyahu had accused Iran a week earlier of lying about a
//     secret weapons programme.
//     Trump pulls United States out of Iran nuclear deal
MATCH (x:Article)<-[:STATED_IN]-(s:Statement {relation: 'ACCUSES'})-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE asserted(s)
RETURN a.name AS accuser, b.name AS accused, s.sentence AS sentence, x.published AS published, x.title AS article
ORDER BY accuser, accused, published, s.id
LIMIT $limit
