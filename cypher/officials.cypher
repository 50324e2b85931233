// name: officials
// question: Who leads, represents or works for a state or body, and when is that seen?
// param entity (entity): the one that is asked about
// param limit = 100: most rows
// example: entity=Egypt, limit=3
//   name                 relation     articles   since        last
//     sentence
//   ────────────────────────────────────────────────────────────────────
//   Ahmed Hussein        REPRESENTS          1   1956-07-29   1956-07-29
//     Secretary of State John Foster Dulles informed the Egyptian ambassador, Ahmed Hussein, on July
//     19.
//   Gamal Abdel Nasser   LEADER_OF           1   1956-07-29   1956-07-29
//     Egypt's President Gamal Abdel Nasser has nationalised the Suez Canal Company, and Britain and
//     France answered on Saturday by freezing Egyptian assets in their banks.
//   Anwar Sadat          LEADER_OF           3   1972-07-19   1978-09-19
//     Egyptian President Anwar Sadat said on Tuesday that he had ordered the Soviet military
//     advisers out of Egypt, a blow to the Soviet Union in the Arab world.
MATCH (p:Person)-[r:LEADER_OF|REPRESENTS|WORKS_FOR|MEMBER_OF]->(b:Entity)
WHERE called(b, $entity)
RETURN p.name AS name, type(r) AS relation, r.articles AS articles, r.first_seen AS since, r.last_seen AS last,
       r.sentence AS sentence
ORDER BY since, name, relation, r.id
LIMIT $limit
