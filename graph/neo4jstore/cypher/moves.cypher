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

MATCH (p:Person {kWorkspace: $workspace})-[h:HOLDS]->(:Position)
UNWIND [h.from, h.to] AS on
WITH DISTINCT p, on
WHERE $from <= on AND on < $to
WITH p, on, on - duration('P1D') AS eve
WITH p, on,
  COLLECT {
    MATCH (p)-[h:HOLDS]->(seat:Position)-[i:IN]->(o:Organization)
    WHERE coalesce(h.from <= eve, true) AND coalesce(eve < h.to, true)
      AND coalesce(i.from <= eve, true) AND coalesce(eve < i.to, true)
      AND coalesce(o.from <= eve, true) AND coalesce(eve < o.to, true)
      AND coalesce(p.from <= eve, true) AND coalesce(eve < p.to, true)
    RETURN DISTINCT seat.id
  } AS before,
  COLLECT {
    MATCH (p)-[h:HOLDS]->(seat:Position)-[i:IN]->(o:Organization)
    WHERE coalesce(h.from <= on, true) AND coalesce(on < h.to, true)
      AND coalesce(i.from <= on, true) AND coalesce(on < i.to, true)
      AND coalesce(o.from <= on, true) AND coalesce(on < o.to, true)
      AND coalesce(p.from <= on, true) AND coalesce(on < p.to, true)
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
    MATCH (p)-[h:HOLDS]->(seat:Position)-[i:IN]->(o:Organization)
    WHERE left < on
      AND coalesce(h.from <= eve, true) AND coalesce(eve < h.to, true)
      AND coalesce(i.from <= eve, true) AND coalesce(eve < i.to, true)
      AND coalesce(o.from <= eve, true) AND coalesce(eve < o.to, true)
      AND coalesce(p.from <= eve, true) AND coalesce(eve < p.to, true)
    RETURN DISTINCT seat.id
  } END AS before
WITH p, on, left, before, after,
  COLLECT { UNWIND before AS seat WITH seat WHERE NOT seat IN after RETURN seat ORDER BY seat } AS ended,
  COLLECT { UNWIND after AS seat WITH seat WHERE NOT seat IN before RETURN seat ORDER BY seat } AS began
WHERE size(ended) + size(began) > 0
  // Leaving is part of the move to what comes within ninety days.
  AND NOT (after = [] AND EXISTS {
    MATCH (p)-[h:HOLDS]->(:Position)-[i:IN]->(o:Organization)
    WHERE on < h.from AND h.from <= on + duration('P90D') AND h.from < $to
      AND coalesce(i.from <= h.from, true) AND coalesce(h.from < i.to, true)
      AND coalesce(o.from <= h.from, true) AND coalesce(h.from < o.to, true)
      AND coalesce(p.from <= h.from, true) AND coalesce(h.from < p.to, true)
  })
RETURN p.id AS person, p.name AS name,
  CASE WHEN before = [] THEN 'JOINED' WHEN after = [] THEN 'LEFT' ELSE 'MOVED' END AS kind,
  on, CASE WHEN before <> [] THEN left END AS left, ended, began
ORDER BY on DESC, person;
