// name: hostilities
// question: Who acts, or speaks, against a country, and against whom does it?
// param country (entity): the one that is asked about
// param limit = 100: most rows
// example: country=Iraq, limit=3
//   source   relation   target   articles   statements   first        last
//     sentence
//   ────────────────────────────────────────────────────────────────────────────
//   Iran     ATTACKS    Iraq            2            2   1980-09-24   1990-08-09
//     Iranian planes struck back at Iraq within hours.
//   Iraq     ATTACKS    Iran            2            2   1980-09-24   1988-08-21
//     Iraqi troops pushed into Iran at several points on Tuesday.
//   Iraq     ATTACKS    Kuwait          2            2   1990-08-03   1990-08-09
//     Iraqi troops invaded Kuwait before dawn on Thursday.
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.score < 0
  AND (called(a, $country)
    OR called(b, $country))
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.articles AS articles, r.statements AS statements,
       r.first_seen AS first, r.last_seen AS last, r.sentence AS sentence
ORDER BY articles DESC, abs(r.score) DESC, statements DESC, source, relation, target, r.id
LIMIT $limit
