// name: officials
// question: Who leads, represents or works for a state or body, and when is that seen?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=Egypt, limit=3
//   name                 relation    articles   since        last
//     sentence
//   ───────────────────────────────────────────────────────────────────
//   Anwar Sadat          LEADER_OF          4   1972-07-19   1979-04-01
//     Egyptian President Anwar Sadat ordered the Soviet advisers out of Egypt on Tuesday.
//   Gamal Abdel Nasser   LEADER_OF          1   1956-11-07   1956-11-07
//     Egyptian President Gamal Abdel Nasser asked the United Nations for troops.
MATCH (p:Person)-[r:LEADER_OF|REPRESENTS|WORKS_FOR|MEMBER_OF]->(b:Entity)
WHERE called(b, $entity)
RETURN p.name AS name, type(r) AS relation, r.articles AS articles, r.first_seen AS since, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY articles DESC, last IS NULL, last DESC, name, relation, r.id
LIMIT $limit
