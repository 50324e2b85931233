// name: together
// question: Which articles name both of two entities, and what does each say of the two?
// param a (entity): one of the two
// param b (entity): the other
// param limit = 100: most rows
// example: a=Egypt, b=Israel, limit=3
//   published    publisher                mentions_a   mentions_b   relations
//     article
//   ─────────────────────────────────────────────────────────────────────────
//   1956-07-29   Meridian Wire                     6            1
//     Nasser seizes Suez Canal company; London and Paris freeze Egyptian funds
//   1956-11-07   Meridian Wire                     5            3   ATTACKS
//     Britain and France halt Suez operation under pressure
//   1972-07-19   Northgate News Service           10            3   ATTACKS
//     Sadat orders Soviet advisers out of Egypt
MATCH (a:Entity)-[m:MENTIONED_IN]->(x:Article)<-[n:MENTIONED_IN]-(b:Entity)
WHERE called(a, $a) AND called(b, $b) AND a.id <> b.id
OPTIONAL MATCH (x)<-[:STATED_IN]-(s:Statement)-[:SOURCE|TARGET]->(a), (s)-[:SOURCE|TARGET]->(b)
WITH x, m, n, s
ORDER BY s.relation
WITH x, m.mentions AS mentions_a, n.mentions AS mentions_b, collect(DISTINCT s.relation) AS relations
RETURN x.published AS published, x.source AS publisher, x.title AS article, mentions_a, mentions_b, relations
ORDER BY published, publisher, article, x.id
LIMIT $limit
