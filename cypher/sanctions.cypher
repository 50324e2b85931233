// name: sanctions
// question: Who punishes whom with sanctions, embargoes or expulsions?
// param limit = 100: most rows
// example: limit=3
//   source          target     articles   first        last         sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   United States   Cuba              2   1961-01-04   2014-12-18   The United States broke off
//                                                                   diplomatic relations with Cuba
//                                                                   on Tuesday evening, less than
//                                                                   three weeks before President
//                                                                   Dwight Eisenhower leaves office.
//   Arab League     Egypt             1   1979-04-01   1979-04-01   The Arab League suspended Egypt
//                                                                   on Saturday and its members
//                                                                   agreed to recall their
//                                                                   ambassadors from Cairo, five
//                                                                   days after President Anwar Sadat
//                                                                   signed a peace treaty with
//                                                                   Israel in Washington.
//   Argentina       Rex Hunt          1   1982-05-01   1982-05-01   Argentina invaded the islands on
//                                                                   April 2 and expelled the British
//                                                                   governor, Rex Hunt.
MATCH (a:Entity)-[r:SANCTIONS]->(b:Entity)
RETURN a.name AS source, b.name AS target, r.articles AS articles, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, source, target, r.id
LIMIT $limit
