// name: turned
// question: Who turned from partners to adversaries, when, and how did it go month by month?
// param limit = 100: most rows
// example: limit=3
//   one     other           first_friendly   last_friendly   first_hostile   last_hostile
//     trend
//   ─────────────────────────────────────────────────────────────────────────────────────
//   Iran    United States   1979-11-15       1981-01-21      1988-08-21      1988-08-21
//     1979-11 9.5, 1981-01 4.5, 1988-08 -9.0
//   Iraq    Kuwait          1988-08-21       1988-08-21      1990-08-09      1990-08-09
//     1988-08 10.0, 1990-08 -9.0
//   China   Vietnam         1969-03-09       1969-03-09      1995-07-12      1995-07-12
//     1969-03 10.0, 1995-07 -4.0
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
WHERE first_friendly < first_hostile AND last_hostile > last_friendly
RETURN CASE WHEN p.name <= q.name THEN p.name ELSE q.name END AS one,
       CASE WHEN p.name <= q.name THEN q.name ELSE p.name END AS other,
       first_friendly, last_friendly, first_hostile, last_hostile, trend
ORDER BY first_hostile, one, other, p.id, q.id
LIMIT $limit
