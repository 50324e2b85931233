// name: brokers
// question: Who, of neither side, works with both of two blocs or states, their members and their officials?
// param a (entity): one bloc, state or body
// param b (entity): the other
// param limit = 50: most rows
// example: a=Egypt, b=Israel, limit=5
//   broker          kind      with_a        with_b           statements
//   ───────────────────────────────────────────────────────────────────
//   Jimmy Carter    person    Anwar Sadat   Menachem Begin            5
//   United States   country   Egypt         Israel                    2
MATCH (x:Entity)
WHERE called(x, $a)
OPTIONAL MATCH (m:Entity)-[:MEMBER_OF|PART_OF|LEADER_OF|REPRESENTS|WORKS_FOR|CITIZEN_OF]->(x)
WITH collect(DISTINCT x.id) + collect(DISTINCT m.id) AS one
MATCH (y:Entity)
WHERE called(y, $b)
OPTIONAL MATCH (m:Entity)-[:MEMBER_OF|PART_OF|LEADER_OF|REPRESENTS|WORKS_FOR|CITIZEN_OF]->(y)
WITH one, collect(DISTINCT y.id) + collect(DISTINCT m.id) AS other
MATCH (p:Entity)-[r:RELATION]-(n:Entity)
WHERE p.id IN one AND r.score > 0 AND NOT n.id IN one AND NOT n.id IN other
WITH other, n, collect(DISTINCT p.name) AS with_a, sum(r.statements) AS a_statements
MATCH (n)-[r:RELATION]-(q:Entity)
WHERE q.id IN other AND r.score > 0
WITH n, with_a, a_statements, q, r
ORDER BY q.name
WITH n, with_a, a_statements, collect(DISTINCT q.name) AS with_b, sum(r.statements) AS b_statements
UNWIND with_a AS name
WITH n, name, a_statements, with_b, b_statements
ORDER BY name
WITH n, collect(name) AS with_a, a_statements, with_b, b_statements
RETURN n.name AS broker, n.kind AS kind, with_a, with_b, a_statements + b_statements AS statements
ORDER BY statements DESC, broker, n.id
LIMIT $limit
