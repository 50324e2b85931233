// name: central
// question: Who has relations with the most others, in all or in one family of relations?
// param family = "any": cooperation, conflict, standing (neither: leaders, members, requests) or any
// param limit = 20: most rows
// example: family=conflict, limit=5
//   name            kind      others   relations   mentions
//   ───────────────────────────────────────────────────────
//   United States   country       13          16        200
//   Iran            country       11          19         94
//   Soviet Union    country       10          14        157
//   Saudi Arabia    country        7          13         61
//   Iraq            country        7          10         44
MATCH (a:Entity)-[r]-(b:Entity)
WHERE family(r, $family)
WITH a, count(DISTINCT b) AS others, count(DISTINCT r) AS relations
RETURN a.name AS name, a.kind AS kind, others, relations, a.mentions AS mentions
ORDER BY others DESC, relations DESC, mentions DESC, name, a.id
LIMIT $limit
