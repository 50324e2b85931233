// name: copied
// question: Which articles were printed again by the most others?
// param limit = 100: most rows
// example: limit=3
//   published    publisher              copies   publishers   first_copy   last_copy
//     article
//   ─────────────────────────────────────────────────────────────────────────────────
//   1968-08-24   Continental Dispatch        1            1   1968-08-25   1968-08-25
//     Soviet-led armies occupy Czechoslovakia
MATCH (copy:Article)-[:COPY_OF]->(x:Article)
WITH x, count(copy) AS copies, count(DISTINCT copy.source) AS publishers, min(copy.published) AS first_copy,
     max(copy.published) AS last_copy
RETURN x.published AS published, x.source AS publisher, x.title AS article, copies, publishers, first_copy, last_copy
ORDER BY copies DESC, published, publisher, article, x.id
LIMIT $limit
