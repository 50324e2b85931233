// name: single_source
// question: Which relations does only one publisher tell?
// param least = 1: fewest sentences
// param limit = 100: most rows
// example: limit=3
//   publisher    Meridian Wire
//   source       Henry Kissinger
//   relation     REPRESENTS
//   target       United States
//   statements   2
//   articles     2
//   last         1973-10-26
//   sentence     Henry Kissinger, the American national security adviser, had prepared the visit in
//                secret talks with Zhou.
//
//   publisher    Northgate News Service
//   source       Margaret Thatcher
//   relation     LEADER_OF
//   target       United Kingdom
//   statements   2
//   articles     2
//   last         1982-06-16
//   sentence     British Prime Minister Margaret Thatcher thanked Ronald Reagan, the American
//                president.
//
//   publisher    Harbour Press Agency
//   source       Saudi Arabia
//   relation     SANCTIONS
//   target       Iran
//   statements   2
//   articles     2
//   last         2016-01-05
//   sentence     Saudi Arabia broke off relations with Iran in April.
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.sources = 1 AND r.statements >= $least
MATCH (a)<-[:SOURCE]-(s:Statement)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s)
MATCH (s)-[:STATED_IN]->(x:Article)
WHERE NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH a, r, b, min(x.source) AS publisher
RETURN publisher, a.name AS source, type(r) AS relation, b.name AS target,
       r.statements AS statements, r.articles AS articles, r.last_seen AS last, r.sentence AS sentence
ORDER BY statements DESC, articles DESC, source, relation, target, r.id
LIMIT $limit
