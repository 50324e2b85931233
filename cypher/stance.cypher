// name: stance
// question: What is reported of two entities month by month, in weights, and how do they stand now?
// param a (entity): one of the two
// param b (entity): the other
// param limit = 100: most rows
// example: a=Eritrea, b=Ethiopia
//   month     cooperation_reported   conflict_reported   stance_now   since
//   ────────────────────────────────────────────────────────────────────────────
//   1998-06                      0                 7.2   partner      2018-07-17
//   1999-02                      0                 5.4   partner      2018-07-17
//   2018-07                    5.4                   0   partner      2018-07-17
MATCH (a:Entity)-[s:STANCE]-(b:Entity)
WHERE called(a, $a) AND called(b, $b) AND shown(s, a, b)
UNWIND range(0, size(s.months) - 1) AS i
RETURN s.months[i] AS month, s.cooperation_by_month[i] AS cooperation_reported,
       s.conflict_by_month[i] AS conflict_reported,
       s.label AS stance_now, s.since AS since
ORDER BY month
LIMIT $limit
