// name: turned
// question: Who turned from partners to adversaries, when, and how did it go month by month?
// param limit = 100: most rows
// example: limit=3
//   one              Iraq
//   other            Kuwait
//   first_friendly   1988-08-21
//   last_friendly    1988-08-21
//   first_hostile    1990-08-09
//   last_hostile     1990-08-09
//   trend            1988-08 10.0, 1990-08 -9.0
//
//   one              Iraq
//   other            Saudi Arabia
//   first_friendly   1988-08-21
//   last_friendly    1988-08-21
//   first_hostile    1991-03-01
//   last_hostile     1991-03-01
//   trend            1988-08 10.0, 1991-03 -9.0
//
//   one              China
//   other            Vietnam
//   first_friendly   1972-02-29
//   last_friendly    1972-02-29
//   first_hostile    1995-07-12
//   last_hostile     1995-07-12
//   trend            1972-02 10.0, 1995-07 -9.0
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
WHERE first_friendly < first_hostile AND last_hostile > last_friendly
RETURN CASE WHEN p.name <= q.name THEN p.name ELSE q.name END AS one,
       CASE WHEN p.name <= q.name THEN q.name ELSE p.name END AS other,
       first_friendly, last_friendly, first_hostile, last_hostile, trend
ORDER BY first_hostile, one, other, p.id, q.id
LIMIT $limit
