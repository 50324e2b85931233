// name: single_source
// question: Which relations does only one publisher tell?
// param least = 1: fewest sentences
// param limit = 100: most rows
// example: limit=3
//   publisher    Harbour Press Agency
//   source       Isaias Afwerki
//   relation     CITIZEN_OF
//   target       Eritrea
//   statements   3
//   articles     3
//   last         2018-07-10
//   sentence     Ethiopian Prime Minister Meles Zenawi and Eritrean President Isaias Afwerki were
//                comrades in arms who together overthrew the dictator Mengistu Haile Mariam in 1991.
//
//   publisher    Harbour Press Agency
//   source       Isaias Afwerki
//   relation     LEADER_OF
//   target       Eritrea
//   statements   3
//   articles     3
//   last         2018-07-10
//   sentence     Ethiopian Prime Minister Meles Zenawi and Eritrean President Isaias Afwerki were
//                comrades in arms who together overthrew the dictator Mengistu Haile Mariam in 1991.
//
//   publisher    Meridian Wire
//   source       Anthony Eden
//   relation     CITIZEN_OF
//   target       United Kingdom
//   statements   2
//   articles     2
//   last         1956-11-07
//   sentence     British Prime Minister Anthony Eden condemned the seizure and told President Dwight
//                Eisenhower in a message that his government might in the end have to use force.
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.sources = 1 AND r.statements >= $least
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s)
  AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH a, r, b, min(x.source) AS publisher
RETURN publisher, a.name AS source, type(r) AS relation, b.name AS target,
       r.statements AS statements, r.articles AS articles, r.last_seen AS last, r.sentence AS sentence
ORDER BY statements DESC, articles DESC, source, relation, target, r.id
LIMIT $limit
