// name: timeline
// question: What is said of an entity, day by day?
// param entity (entity): the one that is asked about
// param since (day) = "": first day, month or year of the articles, as in 1979-03-26 or 1979; empty for any
// param until (day) = "": last day, month or year of the articles; empty for any
// param relation (relations) = "any": name, family, quad class or PLOVER root, or any
// param source = "any": publisher, or any
// param kind (person|country|organisation|any) = "any": kind of the other, or any
// param min_reports = 0: fewest independent articles that assert the same of the two
// param limit = 100: most rows
// example: entity=Cuba, limit=3
//   published    source          relation    target          sentence
//   ────────────────────────────────────────────────────────────────────────────────────────────────
//   1961-01-04   United States   SANCTIONS   Cuba            The United States broke off relations
//                                                            with Cuba on Tuesday evening.
//   1961-01-04   Fidel Castro    LEADER_OF   Cuba            Cuban Prime Minister Fidel Castro had
//                                                            demanded that the American embassy cut
//                                                            its staff.
//   1961-01-04   Cuba            ACCUSES     United States   Cuba accused the United States of
//                                                            preparing an invasion.
MATCH (x:Article)<-[:STATED_IN]-(s:Statement)-[:SOURCE]->(a:Entity), (s)-[:TARGET]->(b:Entity)
WHERE x.published IS NOT NULL AND asserted(s) AND told(s, x) AND supported(s, a, b)
  AND ((called(a, $entity) AND ($kind = 'any' OR b.kind = $kind))
    OR (called(b, $entity) AND ($kind = 'any' OR a.kind = $kind)))
RETURN x.published AS published, a.name AS source, s.relation AS relation, b.name AS target,
       s.sentence AS sentence
ORDER BY published, x.id, s.start, s.id
LIMIT $limit
