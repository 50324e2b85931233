// name: reconciled
// question: Who turned from adversaries to friends, and since when?
// param limit = 100: most rows
// example: limit=3
//   one       other      before    now       since        reports
//   ─────────────────────────────────────────────────────────────
//   Eritrea   Ethiopia   hostile   partner   2018-07-17        10
MATCH (a:Entity)-[s:STANCE]->(b:Entity)
WHERE s.label IN ['allied', 'partner', 'cooperative'] AND s.before IN ['at war', 'hostile', 'tense']
  AND shown(s, a, b)
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       s.before AS before, s.label AS now, s.since AS since, s.reports AS reports
ORDER BY since DESC, one, other, a.id, b.id
LIMIT $limit
