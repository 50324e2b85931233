// name: mediators
// question: Who talks to both sides of a conflict?
// param limit = 100: most rows
// example: limit=4
//   mediator   one            other
//   ───────────────────────────────────────
//   Algeria    Iran           United States
//   China      Iran           Saudi Arabia
//   China      Iran           United States
//   China      Saudi Arabia   United States
MATCH (a:Entity)-[c:RELATION]-(b:Entity)
WHERE a.id < b.id AND c.score < 0
WITH DISTINCT a, b
MATCH (a)-[:MET_WITH|AGREED_WITH]-(m:Entity)-[:MET_WITH|AGREED_WITH]-(b)
WITH DISTINCT a, b, m
RETURN m.name AS mediator,
       CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other
ORDER BY mediator, one, other, m.id, a.id, b.id
LIMIT $limit
