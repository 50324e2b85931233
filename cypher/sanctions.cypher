// name: sanctions
// question: Who punishes whom with sanctions, embargoes or expulsions?
// param limit = 100: most rows
// example: limit=3
//   source         target         articles   first        last
//     sentence
//   ────────────────────────────────────────────────────────────────
//   Saudi Arabia   Iran                  2   1988-08-21   2016-01-05
//     Saudi Arabia broke off relations with Iran in April.
//   Anwar Sadat    Soviet Union          1   1972-07-19   1972-07-19
//     Egyptian President Anwar Sadat ordered the Soviet advisers out of Egypt on Tuesday.
//   Arab League    Egypt                 1   1979-04-01   1979-04-01
//     The Arab League, of which Egypt is a founding member, suspended it on Saturday.
MATCH (a:Entity)-[r:SANCTIONS]->(b:Entity)
RETURN a.name AS source, b.name AS target, r.articles AS articles, r.first_seen AS first, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, source, target, r.id
LIMIT $limit
