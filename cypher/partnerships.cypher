// name: partnerships
// question: Which states and organisations work together, and since when?
// param limit = 100: most rows
// example: limit=3
//   source         relation      target         articles   since
//     sentence
//   ─────────────────────────────────────────────────────────────────
//   China          ALLIED_WITH   Soviet Union          3   1950-02-15
//     The two countries are now allies.
//   Ethiopia       SUPPORTS      Eritrea               2   1998-06-07
//     Ethiopia and Eritrea signed a peace agreement on Tuesday to end a border war that has killed
//     tens of thousands of their soldiers since May 1998.
//   Soviet Union   AIDS          Egypt                 2   1972-07-19
//     The Soviet Union has armed Egypt since 1955, and its pilots have defended Egyptian cities
//     against Israel.
MATCH (a:Entity)-[r:PARTNERSHIP|ALLIED_WITH|AGREED_WITH|TRADES_WITH|AIDS|SUPPORTS]->(b:Entity)
WHERE NOT a:Person AND NOT b:Person
RETURN a.name AS source, type(r) AS relation, b.name AS target, r.articles AS articles,
       r.first_seen AS since, r.sentence AS sentence
ORDER BY articles DESC, source, relation, target, r.id
LIMIT $limit
