// name: reconciled
// question: Who turned from adversaries to partners, when, and how did it go month by month?
// param limit = 100: most rows
// example: limit=3
//   one            other           first_hostile   last_hostile   first_friendly   last_friendly
//     trend
//   ────────────────────────────────────────────────────────────────────────────────────────────
//   Fidel Castro   Soviet Union    1962-10-29      1962-10-29     1968-08-24       1968-08-24
//     1962-10 -3.0, 1968-08 5.0
//   Egypt          Israel          1956-11-07      1973-10-26     1974-03-19       1979-04-01
//     1956-11 -9.0, 1973-10 -9.0, 1974-03 2.5, 1979-04 2.5
//   Saudi Arabia   United States   1973-11-20      1973-11-20     1974-03-19       1974-03-19
//     1973-11 -6.0, 1974-03 4.5
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.score <> 0
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s) AND x.published IS NOT NULL
  AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH CASE WHEN a.id < b.id THEN a ELSE b END AS p, CASE WHEN a.id < b.id THEN b ELSE a END AS q,
     substring(toString(x.published), 0, 7) AS month, sum(toInteger(round(r.score * 10))) AS tenths,
     min(CASE WHEN r.score > 0 THEN x.published END) AS first_friendly,
     max(CASE WHEN r.score > 0 THEN x.published END) AS last_friendly,
     min(CASE WHEN r.score < 0 THEN x.published END) AS first_hostile,
     max(CASE WHEN r.score < 0 THEN x.published END) AS last_hostile
ORDER BY month
WITH p, q, collect(month + ' ' + toString(tenths / 10.0)) AS trend,
     min(first_friendly) AS first_friendly, max(last_friendly) AS last_friendly,
     min(first_hostile) AS first_hostile, max(last_hostile) AS last_hostile
WHERE first_hostile < first_friendly AND last_friendly > last_hostile
RETURN CASE WHEN p.name <= q.name THEN p.name ELSE q.name END AS one,
       CASE WHEN p.name <= q.name THEN q.name ELSE p.name END AS other,
       first_hostile, last_hostile, first_friendly, last_friendly, trend
ORDER BY first_friendly, one, other, p.id, q.id
LIMIT $limit
