// name: accused
// question: Who blames whom, and for what?
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param source = "any": publisher, or any
// param limit = 100: most rows
// example: limit=3
//   accuser              accused         published
//     sentence
//     article
//   ───────────────────────────────────────────────
//   Benjamin Netanyahu   Iran            2015-07-15
//     Israeli Prime Minister Benjamin Netanyahu accused Iran of deceit.
//     Iran and United States settle nuclear dispute
//   China                Soviet Union    1968-08-24
//     China condemned the Soviet Union, too.
//     Soviet-led armies occupy Czechoslovakia
//   Cuba                 United States   1961-01-04
//     Cuba accused the United States of preparing an invasion.
//     United States breaks with Cuba
MATCH (x:Article)<-[:STATED_IN]-(s:Statement {relation: 'ACCUSES'})-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE asserted(s) AND reported(x)
RETURN a.name AS accuser, b.name AS accused, s.sentence AS sentence, x.published AS published, titled(x) AS article
ORDER BY accuser, accused, published, s.id
LIMIT $limit
