// name: leaders
// question: Who leads which country or body, who did before, and since when is that seen?
// param kind (country|organisation|any) = "any": country, organisation or any
// param former (yes|no|any) = "any": yes, no or any
// param limit = 100: most rows
// example: kind=country, limit=3
//   leader               leads           former   ended   articles   since        last
//     sentence
//   ────────────────────────────────────────────────────────────────────────────────────────
//   Benjamin Netanyahu   Israel          false                   2   2015-07-15   2018-05-09
//     Israeli Prime Minister Benjamin Netanyahu accused Iran of deceit.
//   Abiy Ahmed           Ethiopia        false                   1   2018-07-10   2018-07-10
//     Ethiopian Prime Minister Abiy Ahmed met Eritrean President Isaias Afwerki in Asmara.
//   Donald Trump         United States   false                   1   2018-05-09   2018-05-09
//     American President Donald Trump took the United States out of the nuclear deal and renewed its
//     sanctions against Iran.
MATCH (p:Person)-[r:LEADER_OF]->(b:Entity)
WHERE ($kind = 'any' OR b.kind = $kind) AND ($former = 'any' OR r.former = ($former = 'yes'))
RETURN p.name AS leader, b.name AS leads, r.former AS former,
       CASE WHEN r.former THEN r.until END AS ended, r.articles AS articles,
       r.first_seen AS since, r.last_seen AS last, r.sentence AS sentence
ORDER BY former, articles DESC, leader, leads, r.id
LIMIT $limit
