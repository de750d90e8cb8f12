// Who changed seats in a period: who joined, who left, who moved?
//
// Rows: one for each person and day, latest first: person, name, kind (JOINED: no seat
//   before, LEFT: none after, or MOVED),
//   on, left (the first day without the old seats), ended and began (seats, by id).
//
// In Neo4j Browser run these lines first, with your values, and then the rest:
//   :param workspace => 'demo'
//   :param from => date('2026-01-01')
//   :param to => date('2026-04-01')
//
// The period is [from, to). A first seat within ninety days of leaving the last one is
// part of the same move. What happened to a firm as a whole shows as moves of all its
// people; kith lists it as one event. kith judges moves by the companies left and entered:
// a company entered within ninety days of leaving another one is one move there also for
// somebody who holds a seat elsewhere throughout, and here two.

MATCH (p:Person)-[h:HOLDS {kWorkspace: $workspace}]->(:Position)
WHERE h.id IS NOT NULL
UNWIND [h.from, h.to] AS on
WITH DISTINCT p, on
WHERE $from <= on < $to
WITH p, on, on - duration('P1D') AS eve
WITH p, on,
  COLLECT {
    MATCH (p)-[h:HOLDS]->(seat:Position)-[a:AT]->()
    WHERE all(x IN [p, h, a] WHERE x.from <= eve < x.to)
    RETURN DISTINCT seat.id
  } AS before,
  COLLECT {
    MATCH (p)-[h:HOLDS]->(seat:Position)-[a:AT]->()
    WHERE all(x IN [p, h, a] WHERE x.from <= on < x.to)
    RETURN DISTINCT seat.id
  } AS after
// Without a seat the day before: when they left the last one.
CALL (p, on, before) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(:Position)
  WHERE before = [] AND h.to <= on
  RETURN max(h.to) AS last
}
WITH p, on, after, before,
  CASE WHEN after <> [] AND last >= on - duration('P90D') THEN last ELSE on END AS left
WITH p, on, after, before, left, left - duration('P1D') AS eve
WITH p, on, after, left,
  CASE WHEN before <> [] THEN before ELSE COLLECT {
    MATCH (p)-[h:HOLDS]->(seat:Position)-[a:AT]->()
    WHERE left < on AND all(x IN [p, h, a] WHERE x.from <= eve < x.to)
    RETURN DISTINCT seat.id
  } END AS before
WITH p, on, left, before, after,
  COLLECT { UNWIND before AS seat WITH seat WHERE NOT seat IN after RETURN seat ORDER BY seat } AS ended,
  COLLECT { UNWIND after AS seat WITH seat WHERE NOT seat IN before RETURN seat ORDER BY seat } AS began
WHERE size(ended) + size(began) > 0
  // Leaving is part of the move to what comes within ninety days.
  AND NOT (after = [] AND EXISTS {
    MATCH (p)-[h:HOLDS]->(:Position)-[a:AT]->()
    WHERE on < h.from <= on + duration('P90D') AND h.from < $to AND all(x IN [p, a] WHERE x.from <= h.from < x.to)
  })
RETURN p.id AS person, p.name AS name,
  CASE WHEN before = [] THEN 'JOINED' WHEN after = [] THEN 'LEFT' ELSE 'MOVED' END AS kind,
  on, CASE WHEN before <> [] THEN left END AS left, ended, began
ORDER BY on DESC, person;
