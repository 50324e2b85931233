// name: central
// question: Who has relations with the most others, in all or in one family of relations?
// param family (cooperation|conflict|standing|any) = "any": cooperation, conflict, standing (neither: leaders, members, requests) or any
// param limit = 20: most rows
// example: family=conflict, limit=5
//   name            kind      others   relations   mentions
//   ───────────────────────────────────────────────────────
//   Soviet Union    country       11          16         41
//   United States   country        9          15         72
//   Iran            country        8          15         37
//   Iraq            country        8          11         25
//   Israel          country        5           6         25
MATCH (a:Entity)-[r:RELATION]-(b:Entity)
WHERE family(r, $family)
WITH a, count(DISTINCT b) AS others, count(DISTINCT r) AS relations
RETURN a.name AS name, a.kind AS kind, others, relations, a.mentions AS mentions
ORDER BY others DESC, relations DESC, mentions DESC, name, a.id
LIMIT $limit
