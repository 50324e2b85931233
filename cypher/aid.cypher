// name: aid
// question: Who gives help, money, goods or weapons to whom?
// param limit = 100: most rows
// example: limit=4
//   source          target         articles   first        last
//     sentence
//   ─────────────────────────────────────────────────────────────────
//   Soviet Union    Egypt                 2   1972-07-19   1978-09-19
//     The Soviet Union has armed Egypt since 1955, and its pilots have defended Egyptian cities
//     against Israel.
//   China           Vietnam               1   1969-03-09   1969-03-09
//     North Vietnam, which receives arms from both China and the Soviet Union, kept silent.
//   Edward Gierek   Poland                1   1975-08-02   1975-08-02
//     Schmidt and Edward Gierek of Poland agreed on a loan for Warsaw and on exit permits for ethnic
//     Germans.
//   George Bush     Saudi Arabia          1   1990-08-09   1990-08-09
//     President George Bush said on Wednesday that he was sending American troops to Saudi Arabia to
//     defend it against Iraq, which invaded Kuwait last week and has now declared it annexed.
MATCH (a:Entity)-[r:AIDS]->(b:Entity)
RETURN a.name AS source, b.name AS target, r.articles AS articles, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, source, target, r.id
LIMIT $limit
