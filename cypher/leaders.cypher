// name: leaders
// question: Who leads which country or body, and since when is that seen? Former leaders are left out.
// param kind = "any": country, organisation or any
// param limit = 100: most rows
// example: kind=country, limit=3
//   leader               leads    articles   since        last
//     sentence
//   ────────────────────────────────────────────────────────────────
//   Anwar Sadat          Egypt           3   1972-07-19   1978-09-19
//     Egyptian President Anwar Sadat said on Tuesday that he had ordered the Soviet military
//     advisers out of Egypt, a blow to the Soviet Union in the Arab world.
//   Benjamin Netanyahu   Israel          3   2015-07-15   2020-09-16
//     Israeli Prime Minister Benjamin Netanyahu condemned the deal as a historic mistake.
//   Hassan Rouhani       Iran            3   2015-07-15   2018-05-09
//     Iranian President Hassan Rouhani praised the result on television, and he denied once more
//     that Iran had ever sought a nuclear weapon.
MATCH (p:Person)-[r:LEADER_OF]->(b:Entity)
WHERE ($kind = 'any' OR b.kind = $kind) AND NOT r.former
RETURN p.name AS leader, b.name AS leads, r.articles AS articles, r.first_seen AS since, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, leader, leads, r.id
LIMIT $limit
