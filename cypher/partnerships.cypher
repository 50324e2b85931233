// name: partnerships
// question: Which states and organisations work together, and since when?
// param limit = 100: most rows
// example: limit=3
//   source         relation      target         articles   since
//     sentence
//   ─────────────────────────────────────────────────────────────────
//   Kuwait         AIDS          Iraq                  3   1982-03-02
//     Kuwait lent Iraq two billion dollars.
//   Soviet Union   AIDS          Egypt                 2   1972-07-19
//     The Soviet Union has armed Egypt since 1955.
//   China          ALLIED_WITH   Soviet Union          2   1950-02-15
//     China and the Soviet Union signed a treaty of alliance in the Kremlin on Tuesday.
MATCH (a:Entity)-[r:PARTNERSHIP|ALLIED_WITH|AGREED_WITH|TRADES_WITH|AIDS|SUPPORTS]->(b:Entity)
WHERE NOT a:Person AND NOT b:Person
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.articles AS articles,
       r.first_seen AS since, r.sentence AS sentence
ORDER BY articles DESC, r.score DESC, source, relation, target, r.id
LIMIT $limit
