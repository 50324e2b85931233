// name: escalation
// question: Which rungs of the ladder from help to force did two entities climb, and when?
// param a (entity): one of the two
// param b (entity): the other
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param min_reports = 0: fewest independent articles that assert the same of the two
// param limit = 100: most rows
// example: a=Iraq, b=Kuwait
//   published    source   relation   target   score   rung                   lowest
//     sentence
//   ───────────────────────────────────────────────────────────────────────────────
//   1982-03-02   Kuwait   AIDS       Iraq        10   material cooperation       10
//     Kuwait lent Iraq two billion dollars.
//   1984-05-20   Kuwait   AIDS       Iraq        10   material cooperation       10
//     Kuwait lent Iraq another billion, and Iraq praised Kuwait as a brother.
//   1984-05-20   Iraq     SUPPORTS   Kuwait       5   verbal cooperation          5
//     Kuwait lent Iraq another billion, and Iraq praised Kuwait as a brother.
//   1988-08-21   Kuwait   AIDS       Iraq        10   material cooperation        5
//     Saudi Arabia and Kuwait lent Iraq billions.
//   1990-08-03   Iraq     ATTACKS    Kuwait      -9   material conflict          -9
//     Iraqi troops invaded Kuwait before dawn on Thursday.
//   1990-08-09   Iraq     ATTACKS    Kuwait      -9   material conflict          -9
//     Iraq invaded Kuwait last week and has declared it annexed.
MATCH (a:Entity)-[r:RELATION]->(b:Entity)
WHERE r.score <> 0 AND r.articles >= $min_reports AND ((called(a, $a) AND called(b, $b)) OR (called(a, $b) AND called(b, $a)))
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a), (s)-[:TARGET]->(b)
WHERE s.relation = type(r) AND asserted(s) AND x.published IS NOT NULL AND told(s, x)
  AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }
WITH x.published AS published, a.name AS source, s.relation AS relation, b.name AS target, r.score AS score,
     min(s.sentence) AS sentence
ORDER BY published, score DESC, source, relation, target
WITH collect({published: published, source: source, relation: relation, target: target, score: score,
              sentence: sentence}) AS steps
UNWIND range(0, size(steps) - 1) AS i
WITH i, steps[i] AS step, reduce(low = 10.0, e IN steps[0..i + 1] | CASE WHEN e.score < low THEN e.score ELSE low END) AS lowest
RETURN step.published AS published, step.source AS source, step.relation AS relation, step.target AS target,
       step.score AS score,
       CASE WHEN step.score > 5 THEN 'material cooperation' WHEN step.score > 0 THEN 'verbal cooperation'
            WHEN step.score > -5 THEN 'verbal conflict' ELSE 'material conflict' END AS rung,
       lowest, step.sentence AS sentence
ORDER BY i
LIMIT $limit
