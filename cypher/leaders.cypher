// name: leaders
// question: Who leads which country or body, who did before, and since when is that seen?
// param kind (country|organisation|any) = "any": country, organisation or any
// param former (yes|no|any) = "any": yes, no or any
// param limit = 100: most rows
// example: kind=country, limit=3
//   leader               leads           former   articles   since        last
//     sentence
//   ────────────────────────────────────────────────────────────────────────────────
//   Anwar Sadat          Egypt           false           4   1972-07-19   1979-04-01
//     Egyptian President Anwar Sadat ordered the Soviet advisers out of Egypt on Tuesday.
//   Jimmy Carter         United States   false           3   1978-09-19   1979-11-15
//     American President Jimmy Carter had met both men by turns for thirteen days.
//   Benjamin Netanyahu   Israel          false           2   2015-07-15   2018-05-09
//     Israeli Prime Minister Benjamin Netanyahu accused Iran of deceit.
MATCH (p:Person)-[r:LEADER_OF]->(b:Entity)
WHERE ($kind = 'any' OR b.kind = $kind) AND ($former = 'any' OR r.former = ($former = 'yes'))
RETURN p.name AS leader, b.name AS leads, r.former AS former, r.articles AS articles,
       r.first_seen AS since, r.last_seen AS last, r.sentence AS sentence
ORDER BY former, articles DESC, leader, leads, r.id
LIMIT $limit
