// name: foreseen
// question: What is said to be possible, planned, demanded or still to come?
// param limit = 100: most rows
// example: limit=3
//   modality   source          relation    target
//     sentence
//     article
//   ──────────────────────────────────────────────────────────
//   demanded   George Bush     SANCTIONS   United States
//     Moscow urged him to stop American deliveries to the guerrillas instead.
//     Last Soviet soldiers leave Afghanistan
//   demanded   George Shultz   MET_WITH    Eduard Shevardnadze
//     The Soviet Union condemned the United States and called off a meeting between Foreign Minister
//     Eduard Shevardnadze and George Shultz, the American secretary of state.
//     American jets bomb Libya
//   demanded   Soviet Union    SANCTIONS   Afghanistan
//     President George Bush, in office for less than a month, called on the Soviet Union to stop all
//     arms deliveries to Kabul.
//     Last Soviet soldiers leave Afghanistan
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE NOT s.negated AND s.modality <> 'asserted'
RETURN s.modality AS modality, a.name AS source, s.relation AS relation, b.name AS target,
       s.sentence AS sentence, x.title AS article
ORDER BY modality, source, relation, target, x.id, s.id
LIMIT $limit
