// name: copied
// question: Which articles were printed again by the most others?
// param limit = 100: most rows
// example: limit=3
//   published    publisher              copies   publishers   first_copy   last_copy
//     article
//   ─────────────────────────────────────────────────────────────────────────────────
//   1973-11-20   Continental Dispatch        2            2   1973-11-21   1973-11-22
//     Arab producers halt oil for United States
//   1973-10-26   Meridian Wire               1            1   1973-10-27   1973-10-27
//     Truce takes hold in Sinai
MATCH (copy:Article)-[:COPY_OF]->(x:Article)
WITH x, count(copy) AS copies, count(DISTINCT toLower(copy.source)) AS publishers, min(copy.published) AS first_copy,
     max(copy.published) AS last_copy
RETURN x.published AS published, x.source AS publisher, titled(x) AS article, copies, publishers, first_copy, last_copy
ORDER BY copies DESC, published, publisher, article, x.id
LIMIT $limit
