// name: reconciled
// question: Who turned from adversaries to partners, when, and how did it go month by month?
// param limit = 100: most rows
// example: limit=3
//   one              Argentina
//   other            United Kingdom
//   first_hostile    1982-05-01
//   last_hostile     1982-05-01
//   first_friendly   1982-06-16
//   last_friendly    1982-06-16
//   trend            1982-05 -6.0, 1982-06 4.5
//
//   one              Afghanistan
//   other            Soviet Union
//   first_hostile    1989-02-16
//   last_hostile     1989-02-16
//   first_friendly   1989-05-17
//   last_friendly    1989-05-17
//   trend            1989-02 -9.0, 1989-05 6.5
//
//   one              Qatar
//   other            Saudi Arabia
//   first_hostile    2017-06-12
//   last_hostile     2017-06-12
//   first_friendly   2021-01-06
//   last_friendly    2021-01-06
//   trend            2017-06 -13.0, 2021-01 5.0
MATCH (a:Entity)-[r]->(b:Entity)
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
