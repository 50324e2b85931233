// name: between
// question: How do two entities stand to each other?
// param a (entity): one of the two
// param b (entity): one of the two
// example: a=Egypt, b=Israel
//   source   relation      target   statements   articles   negated   first        last
//     sentence
//   ─────────────────────────────────────────────────────────────────────────────────────────
//   Israel   AGREED_WITH   Egypt             2          2         0   1974-03-19   1979-04-01
//     With the help of Henry Kissinger, Egypt and Israel agreed in January to separate their forces.
//   Egypt    ATTACKS       Israel            1          1         0   1973-10-26   1973-10-26
//     Egypt and Syria attacked Israel on October 6, the Jewish day of atonement.
//   Israel   ATTACKS       Egypt             1          1         0   1956-11-07   1956-11-07
//     Israel invaded Egypt on October 29 and drove across the Sinai peninsula.
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE (called(a, $a)
    AND called(b, $b))
   OR (called(a, $b)
    AND called(b, $a))
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.statements AS statements, r.articles AS articles,
       r.negated AS negated, r.first_seen AS first, r.last_seen AS last, r.sentence AS sentence
ORDER BY articles DESC, abs(r.score) DESC, statements DESC, relation, source, target, r.id
