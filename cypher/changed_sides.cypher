// name: changed_sides
// question: Who stands otherwise to whom than before, and since when?
// param since (day) = "": first day, month or year, as in 1979-03-26 or 1979; empty for any
// param limit = 100: most rows
// example: limit=4
//   one       other           before        now       since        cooperation   conflict
//   ─────────────────────────────────────────────────────────────────────────────────────
//   Iran      United States   mixed         hostile   2018-08-08         0.194      1.927
//   Eritrea   Ethiopia        hostile       partner   2018-07-17         1.853          0
//   Iraq      United States   tense         hostile   1991-01-18             0      2.003
//   Iraq      Kuwait          cooperative   hostile   1990-08-09         0.558      1.852
MATCH (a:Entity)-[s:STANCE]->(b:Entity)
WHERE s.before IS NOT NULL AND shown(s, a, b)
  AND ($since = '' OR toString(s.since) >= $since)
RETURN CASE WHEN a.name <= b.name THEN a.name ELSE b.name END AS one,
       CASE WHEN a.name <= b.name THEN b.name ELSE a.name END AS other,
       s.before AS before, s.label AS now, s.since AS since, s.cooperation AS cooperation, s.conflict AS conflict
ORDER BY since DESC, one, other, a.id, b.id
LIMIT $limit
