// Which seats of an account are vacant, since when, and what is decided there?
//
// Rows: one for each vacant seat, by id: seat, title, level, since (the day after the last
//   holder, null when none is known), last (who that was), expected, areas (decision areas
//   in which the seat has a part), reports (how many seats report to it).
//
// In Neo4j Browser run these lines first, with your values, and then the rest:
//   :param workspace => 'demo'
//   :param account => 'a-brackwell'
//   :param day => date('2026-03-01')

// The seats of the account: in its organization and in all that is part of it.
MATCH (account:Account {kWorkspace: $workspace, id: $account})-[f:FOR]->(root:Organization)
MATCH (root)<-[w:WITHIN]-(:Organization)<-[i:IN]-(seat:Position)
WHERE all(x IN [account, f, w, i, seat] WHERE x.from <= $day < x.to)
WITH account, collect(DISTINCT seat) AS seats
// Those that are vacant: nobody holds them, and that is what is said of them.
CALL (seats) {
  UNWIND seats AS seat
  WITH seat
  WHERE EXISTS { (seat)-[a:AT {occupancy: 'VACANT'}]->() WHERE a.from <= $day < a.to }
    AND NOT EXISTS { (seat)<-[h:HOLDS]-(p:Person) WHERE all(x IN [h, p] WHERE x.from <= $day < x.to) }
  RETURN collect(seat) AS vacant
}
UNWIND vacant AS seat
// Who held it last.
CALL (seat) {
  OPTIONAL MATCH (seat)<-[h:HOLDS]-(p:Person)
  WHERE h.to <= $day
  RETURN h.to AS since, p.name AS last
  ORDER BY since DESC, p.id
  LIMIT 1
}
// What is decided there, and who reports there.
CALL (seat, seats) {
  OPTIONAL MATCH (seat)-[x:DECIDES]->(area:DecisionArea)
  WHERE all(y IN [x, area] WHERE y.from <= $day < y.to)
  WITH seat, seats, area
  ORDER BY area.id
  WITH seat, seats, collect(DISTINCT area.id) AS areas
  OPTIONAL MATCH (seat)<-[r:REPORTS_TO {kind: 'SOLID'}]-(low:Position)
  WHERE low IN seats AND r.from <= $day < r.to
  RETURN areas, count(low) AS reports
}
MATCH (seat)-[a:AT]->()
WHERE a.from <= $day < a.to
RETURN seat.id AS seat, a.title AS title, a.level AS level, since, last, coalesce(seat.expected, false) AS expected,
  areas, reports
ORDER BY seat;
