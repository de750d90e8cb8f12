// Which deciders of an account are not covered, and which deciding seats are vacant?
//
// Rows: one for each gap: gap, id and name of the person or seat, areas (what they decide or
//   approve), known (by how many of ours). DARK: nobody of ours knows them or is led to
//   them within two handshakes. THIN: fewer of ours know them than depth asks. VACANT: a
//   seat that decides and that nobody holds.
//
// In Neo4j Browser run these lines first, with your values, and then the rest:
//   :param workspace => 'demo'
//   :param account => 'a-brackwell'
//   :param day => date('2026-03-01')
//   :param depth => 1
//
// A stated tie is the newest claim that stands on the day, of level KNOWS or better,
// not a CONFLICT, made or confirmed within a year. What one says of the other counts
// for both until the other says something. Contacts (ATTENDED) are not looked at:
// how strong a tie is by them, kith computes.
//
// Somebody is a detractor when that is any colleague's newest judgement that stands
// on the day and is about this account or none.
//
// Parts in decisions are those recorded (DECIDES), of a person or of the seat they hold;
// kith falls back on assessments where nothing is recorded.

CALL () {
  // The seats of the account: in its organization and in all that is part of it.
  MATCH (account:Account&KithNode {kWorkspace: $workspace, id: $account})-[f:FOR]->(root:Organization)
  WHERE coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
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
        MATCH (seat)<-[h:HOLDS]-(:Person)
        WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
      }
      AND coalesce(head([(d:Detail {property: 'occupancy'})-[:OF]->(seat)
        WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value]), seat.occupancy) = 'VACANT'
    RETURN collect(seat) AS vacant
  }
  // Who is ours: who holds a seat in an organization of ours.
  CALL () {
    MATCH (top:Organization {kWorkspace: $workspace, ours: true})
      ((:Organization)<-[p:PART_OF]-(part:Organization)
        WHERE coalesce(p.from <= $day, true) AND coalesce($day < p.to, true)
          AND coalesce(part.from <= $day, true) AND coalesce($day < part.to, true)){0,50}
      (:Organization)<-[i:IN]-(seat:Position)<-[h:HOLDS]-(us:Person)
    WHERE coalesce(top.from <= $day, true) AND coalesce($day < top.to, true)
      AND coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
      AND coalesce(seat.from <= $day, true) AND coalesce($day < seat.to, true)
      AND coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
    RETURN collect(DISTINCT us) AS ours
  }
  // Their people: who holds one of these seats and none of ours.
  CALL (seats, ours) {
    UNWIND seats AS seat
    MATCH (seat)<-[h:HOLDS]-(them:Person)
    WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
      AND coalesce(them.from <= $day, true) AND coalesce($day < them.to, true)
      AND NOT them IN ours AND NOT coalesce(them.placeholder, false)
    RETURN collect(DISTINCT them) AS people
  }
  // Reporting lines between their seats, over vacant ones as if they were not there.
  CALL (seats, vacant) {
    UNWIND seats AS low
    MATCH (low)-[r:REPORTS_TO]->(high:Position)
    WHERE r.kind <> 'SOLID' AND high IN seats AND coalesce(r.from <= $day, true) AND coalesce($day < r.to, true)
    RETURN low, high
  UNION
    UNWIND seats AS low
    MATCH (low)
      (()-[s:REPORTS_TO {kind: 'SOLID'}]->(empty:Position)
        WHERE empty IN vacant AND coalesce(s.from <= $day, true) AND coalesce($day < s.to, true)){0,20}
      ()-[r:REPORTS_TO {kind: 'SOLID'}]->(high:Position)
    WHERE high IN seats AND NOT high IN vacant AND low <> high AND coalesce(r.from <= $day, true) AND coalesce($day < r.to, true)
    RETURN low, high
  }
  WITH account, ours, seats, vacant, people, collect([low, high]) AS lines
  // What each of them decides or approves that is open.
  UNWIND people AS them
  CALL (account, them, seats) {
    MATCH (account)<-[f:FOR]-(area:DecisionArea)<-[x:DECIDES]-(by:Person|Position)
    WHERE x.part IN ['DECIDER', 'APPROVER', 'VETO', 'SIGN_OFF']
      AND NOT coalesce(head([(d:Detail {property: 'state'})-[:OF]->(area)
          WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value]), area.state, 'OPEN')
        IN ['DECIDED', 'DROPPED']
      AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
      AND coalesce(area.from <= $day, true) AND coalesce($day < area.to, true)
      AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
      AND (by = them OR by IN seats AND EXISTS {
        MATCH (them)-[h:HOLDS]->(by)
        WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
      })
    WITH DISTINCT area.id AS area
    ORDER BY area
    RETURN collect(area) AS areas
  }
  WITH account, ours, them, people, lines, areas
  WHERE size(areas) > 0
  // Who can put us in touch with each of them: by a stated tie, a stated influence or a reporting line.
  CALL (them, ours, people, lines) {
    CALL (them, ours, people, lines) {
      MATCH (from:Person)-[k:KNOWS]-(them)
      WHERE from <> them AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
      WITH from, k, startNode(k) = from AS own, coalesce(k.on, k.from, date('0001-01-01')) AS made
      WITH from, own, coalesce($day < k.to, true) AS stands,
        CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END AS made,
        CASE WHEN k.kind = 'CONFLICT' THEN 0 ELSE coalesce({MET: 1, KNOWS: 2, WORKS_WELL: 3, TRUSTED: 4}[k.level], 0) END AS level
      ORDER BY made DESC, level
      WITH from, collect({own: own, stands: stands, made: made, level: level}) AS claims
      WITH from, CASE WHEN any(c IN claims WHERE c.own) THEN [c IN claims WHERE c.own] ELSE claims END AS claims
      WITH from, head([c IN claims WHERE c.stands]) AS newest
      WHERE newest.level >= 2 AND newest.made >= $day - duration('P365D')
      RETURN from
    UNION
      MATCH (from:Person)-[f:INFLUENCES]->(them)
      WHERE f.weight >= 0.35 AND coalesce(f.kind, '') <> 'CONFLICT' AND from <> them
        AND NOT from IN ours
        AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
        AND coalesce(from.from <= $day, true) AND coalesce($day < from.to, true)
      RETURN from
    UNION
      MATCH (them)-[h:HOLDS]->(seat:Position)
      WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
      UNWIND lines AS line
      WITH them, people, CASE WHEN line[0] = seat THEN line[1] WHEN line[1] = seat THEN line[0] END AS other
      MATCH (other)<-[h:HOLDS]-(from:Person)
      WHERE from IN people AND from <> them AND coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
      RETURN from
    }
    RETURN collect(from) AS contacts
  }
  // Those of ours among them are direct. To the others one of ours may lead; a detractor, and
  // who must not be contacted, does not lead on.
  CALL (account, ours, contacts) {
    UNWIND contacts AS carrier
    WITH account, ours, carrier
    WHERE NOT carrier IN ours AND NOT coalesce(carrier.doNotContact, false)
      AND NOT EXISTS {
        MATCH (carrier)<-[:ABOUT]-(j:Assessment {stance: 'DETRACTOR'})
        WHERE j.on <= $day AND $day < coalesce(j.expires, j.on + duration('P180D'))
          AND (NOT EXISTS { (j)-[:ABOUT]->(:Account|DecisionArea) }
            OR EXISTS { (j)-[:ABOUT]->(account) }
            OR EXISTS { (j)-[:ABOUT]->(:DecisionArea)-[:FOR]->(account) })
          AND NOT EXISTS {
            MATCH (carrier)<-[:ABOUT]-(newer:Assessment)
            WHERE newer.on <= $day AND $day < coalesce(newer.expires, newer.on + duration('P180D')) AND newer.stance <> 'UNKNOWN'
              AND (NOT EXISTS { (newer)-[:ABOUT]->(:Account|DecisionArea) }
                OR EXISTS { (newer)-[:ABOUT]->(account) }
                OR EXISTS { (newer)-[:ABOUT]->(:DecisionArea)-[:FOR]->(account) })
              AND coalesce(head([(j)-[:AUTHOR]->(a) | a.id]), '') = coalesce(head([(newer)-[:AUTHOR]->(a) | a.id]), '')
              AND (newer.on > j.on OR newer.on = j.on AND newer.id < j.id)
          }
      }
    CALL (ours, carrier) {
      MATCH (us:Person)-[k:KNOWS]-(carrier)
      WHERE us <> carrier AND us IN ours AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
      WITH us, k, startNode(k) = us AS own, coalesce(k.on, k.from, date('0001-01-01')) AS made
      WITH us, own, coalesce($day < k.to, true) AS stands,
        CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END AS made,
        CASE WHEN k.kind = 'CONFLICT' THEN 0 ELSE coalesce({MET: 1, KNOWS: 2, WORKS_WELL: 3, TRUSTED: 4}[k.level], 0) END AS level
      ORDER BY made DESC, level
      WITH us, collect({own: own, stands: stands, made: made, level: level}) AS claims
      WITH us, CASE WHEN any(c IN claims WHERE c.own) THEN [c IN claims WHERE c.own] ELSE claims END AS claims
      WITH us, head([c IN claims WHERE c.stands]) AS newest
      WHERE newest.level >= 2 AND newest.made >= $day - duration('P365D')
      RETURN us
    }
    RETURN collect([us, carrier]) AS through
  }
  WITH *, [us IN contacts WHERE us IN ours] AS direct
  WITH them, areas, size(direct) AS known,
    CASE WHEN size(direct) + size(through) = 0 THEN 'DARK' WHEN size(direct) < $depth THEN 'THIN' END AS gap
  WHERE gap IS NOT NULL
  RETURN gap, them.id AS id, them.name AS name, areas, known
UNION ALL
  // The seats of the account: in its organization and in all that is part of it.
  MATCH (account:Account&KithNode {kWorkspace: $workspace, id: $account})-[f:FOR]->(root:Organization)
  WHERE coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
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
        MATCH (seat)<-[h:HOLDS]-(:Person)
        WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
      }
      AND coalesce(head([(d:Detail {property: 'occupancy'})-[:OF]->(seat)
        WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value]), seat.occupancy) = 'VACANT'
    RETURN collect(seat) AS vacant
  }
  UNWIND vacant AS seat
  MATCH (seat)-[x:DECIDES]->(area:DecisionArea)-[f:FOR]->(account)
  WHERE x.part IN ['DECIDER', 'APPROVER', 'VETO', 'SIGN_OFF']
    AND NOT coalesce(head([(d:Detail {property: 'state'})-[:OF]->(area)
      WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value]), area.state, 'OPEN')
      IN ['DECIDED', 'DROPPED']
    AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
    AND coalesce(area.from <= $day, true) AND coalesce($day < area.to, true)
    AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
  WITH DISTINCT seat, area.id AS area
  ORDER BY area
  RETURN 'VACANT' AS gap, seat.id AS id, seat.title AS name, collect(area) AS areas, 0 AS known
}
RETURN gap, id, name, areas, known
ORDER BY gap, id;
