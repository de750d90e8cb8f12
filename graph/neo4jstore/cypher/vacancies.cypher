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
MATCH (account:Account&KithNode {kWorkspace: $workspace, id: $account})-[f:FOR]->(root:Organization)
WHERE coalesce(account.from <= $day, true) AND coalesce($day < account.to, true)
  AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
  AND coalesce(root.from <= $day, true) AND coalesce($day < root.to, true)
MATCH (root)
  ((:Organization)<-[p:PART_OF]-(part:Organization)
    WHERE coalesce(p.from <= $day, true) AND coalesce($day < p.to, true)
      AND coalesce(part.from <= $day, true) AND coalesce($day < part.to, true)){0,50}
  (unit:Organization)<-[i:IN]-(seat:Position)
WHERE coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
  AND coalesce(seat.from <= $day, true) AND coalesce($day < seat.to, true)
WITH account, collect(DISTINCT seat) AS seats
// Those that are vacant: nobody holds them, and that is what is said of them.
CALL (seats) {
  UNWIND seats AS seat
  WITH seat
  WHERE NOT EXISTS {
      MATCH (seat)<-[h:HOLDS]-(holder:Person)
      WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
        AND coalesce(holder.from <= $day, true) AND coalesce($day < holder.to, true)
    }
    AND coalesce(head([(d:Detail {property: 'occupancy'})-[:OF]->(seat)
      WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value]), seat.occupancy) = 'VACANT'
  RETURN collect(seat) AS vacant
}
UNWIND vacant AS seat
// Who held it last.
CALL (seat) {
  OPTIONAL MATCH (seat)<-[h:HOLDS]-(p:Person)
  WHERE h.to <= $day
  RETURN h.to AS since, p.name AS last
  ORDER BY coalesce(since, date('0001-01-01')) DESC, p.id
  LIMIT 1
}
// What is decided there, and who reports there.
CALL (seat, seats) {
  OPTIONAL MATCH (seat)-[x:DECIDES]->(area:DecisionArea)
  WHERE coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
    AND coalesce(area.from <= $day, true) AND coalesce($day < area.to, true)
  WITH seat, seats, area
  ORDER BY area.id
  WITH seat, seats, collect(DISTINCT area.id) AS areas
  OPTIONAL MATCH (seat)<-[r:REPORTS_TO {kind: 'SOLID'}]-(low:Position)
  WHERE low IN seats AND coalesce(r.from <= $day, true) AND coalesce($day < r.to, true)
  RETURN areas, count(low) AS reports
}
RETURN seat.id AS seat,
  coalesce(head([(d:Detail {property: 'title'})-[:OF]->(seat)
    WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value]), seat.title) AS title,
  coalesce(toInteger(head([(d:Detail {property: 'level'})-[:OF]->(seat)
    WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value])), seat.level) AS level,
  since, last, coalesce(seat.expected, false) AS expected, areas, reports
ORDER BY seat;
