// name: triangles
// question: Which three are at one time each partners or adversaries of the others, and is it balanced?
// param kind (country|person|organisation|any) = "country": country, person, organisation or any
// param limit = 50: most rows
// example: limit=4
//   first                    second                 third           balanced   reports
//     because
//   ──────────────────────────────────────────────────────────────────────────────────
//   Kuwait + United States   United States − Iraq   Iraq − Kuwait   true            14
//     f95e01fa3d73984a, a712f5833e61a8ff, 320bad5e9e5de00b, e0969e6d9d10bd68, d4cad95d8691e4f6,
//     f39a77235d2a48ed, 660a941150133d2f, a964aba99ff32a7c, c41d986a202e62d4
MATCH (a:Entity)-[r:STANCE]-(b:Entity)-[s:STANCE]-(c:Entity)-[t:STANCE]-(a)
WHERE a.id < b.id AND b.id < c.id AND r.infers IS NOT NULL AND s.infers IS NOT NULL AND t.infers IS NOT NULL
  AND shown(r, a, b) AND shown(s, b, c) AND shown(t, c, a)
  AND meet(r, s) AND meet(s, t) AND meet(t, r)
  AND ($kind = 'any' OR (a.kind = $kind AND b.kind = $kind AND c.kind = $kind))
WITH a, b, c, r, s, t,
     [x IN [r, s, t] WHERE x.infers = 'HOSTILITY_TOWARD' | 1] AS hostile
RETURN a.name + mark(r) + b.name AS first, b.name + mark(s) + c.name AS second, c.name + mark(t) + a.name AS third,
       size(hostile) % 2 = 0 AS balanced, r.reports + s.reports + t.reports AS reports,
       r.because + s.because + t.because AS because
ORDER BY balanced, reports DESC, first, a.id, b.id, c.id
LIMIT $limit
