// name: evidence
// question: Which sentences say how two entities stand to each other, in all or in one relation?
// param a (entity): one of the two
// param b (entity): the other
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param min_reports = 0: fewest independent articles that assert the same of the two
// param limit = 100: most rows
// example: a=Egypt, b=Israel, limit=2
//   published    source   relation   target   negated   modality       attribution   trigger
//     rule
//     sentence
//     article
//   ────────────────────────────────────────────────────────────────────────────────────────
//   1956-11-07   Israel   ATTACKS    Egypt    false     asserted                     invaded
//     example:invaded
//     Israel invaded Egypt on October 29 and drove across the Sinai peninsula.
//     Britain and France halt Suez operation
//   1972-07-19   Egypt    ATTACKS    Israel   false     hypothetical   He            fight
//     example:fight
//     He repeated that Egypt would fight Israel if talks failed.
//     Sadat orders Soviet advisers out of Egypt
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE ((called(a, $a) AND called(b, $b)) OR (called(a, $b) AND called(b, $a)))
  AND told(s, x) AND supported(s, a, b)
RETURN x.published AS published, a.name AS source, s.relation AS relation, b.name AS target,
       s.negated AS negated, s.modality AS modality, s.attribution AS attribution,
       s.sentence AS sentence, s.trigger AS trigger, s.rule AS rule, titled(x) AS article
ORDER BY published, x.id, s.start, s.id
LIMIT $limit
