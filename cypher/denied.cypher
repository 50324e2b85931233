// name: denied
// question: What do articles say is not so, and who says it?
// param limit = 100: most rows
// example: limit=3
//   relation      target          said_by
//     source
//     sentence
//     article
//   ───────────────────────────────────────────
//   MET_WITH      Syria           Meridian Wire
//     Israel
//     Syria, whose president Hafez al-Assad died in June, has no talks with Israel at present.
//     Camp David talks end without agreement
//   AGREED_WITH   Ronald Reagan   Meridian Wire
//     Mikhail Gorbachev
//     The two leaders did not agree on Reagan's plan for a missile shield in space.
//     Reagan and Gorbachev sign treaty to scrap missiles
//   MET_WITH      Israel          Meridian Wire
//     Palestine Liberation Organization
//     Until January an Israeli law had forbidden its citizens to meet PLO members.
//     Rabin and Arafat seal accord with a handshake
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE s.negated
RETURN a.name AS source, s.relation AS relation, b.name AS target,
       CASE WHEN s.attribution = '' THEN x.source ELSE s.attribution END AS said_by,
       s.sentence AS sentence, x.title AS article
ORDER BY source, relation, target, x.id, s.id
LIMIT $limit
