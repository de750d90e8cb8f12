// Whose departure, on our side or theirs, cuts us off from somebody at an account?
//
// Rows: one for each person on whom somebody hangs, by how many: person, name, ours, lost
//   (the people of theirs to whom every chain of at most two handshakes leads through
//   that person).
//
// In Neo4j Browser run these lines first, with your values, and then the rest:
//   :param workspace => 'demo'
//   :param account => 'a-brackwell'
//   :param day => date('2026-03-01')
//
// A tie works when it is worth .35 or more and they were in touch: within 90 days or twice
// what was agreed, or a year after a claim where contacts would not be noticed. It is worth
// what its contacts are, by channel, people in the room and age, blended with the newest
// claim that stands; docs/analyses.md says how. What one says of the other counts for both
// on the days on which the other says nothing.
//
// Somebody is a detractor when that is any colleague's newest judgement that stands on the
// day and is about this account or none.

// Who is ours: who holds a seat at a company of ours, or in a part that is.
CALL () {
  MATCH (us:Person)-[h:HOLDS]->(:Position)-[a:AT {kWorkspace: $workspace, ours: true}]->()
  WHERE all(x IN [us, h, a] WHERE x.from <= $day < x.to)
  RETURN collect(DISTINCT us) AS ours
}
// The vacant seats: nobody holds them, and that is what is said of them.
CALL () {
  MATCH (seat:Position)-[a:AT {kWorkspace: $workspace, occupancy: 'VACANT'}]->()
  WHERE a.from <= $day < a.to
  WITH DISTINCT seat, [(seat)<-[h:HOLDS]-(p:Person) WHERE all(x IN [h, p] WHERE x.from <= $day < x.to) | p] AS holders
  WHERE holders = []
  RETURN collect(seat) AS vacant
}
// The seats of the account: in its organization and in all that is part of it.
MATCH (account:Account {kWorkspace: $workspace, id: $account})-[f:FOR]->(root:Organization)
MATCH (root)<-[w:WITHIN]-(:Organization)<-[i:IN]-(seat:Position)
WHERE all(x IN [account, f, w, i, seat] WHERE x.from <= $day < x.to)
WITH ours, vacant, account, collect(DISTINCT seat) AS seats
// Their people: who holds one of these seats and none of ours.
CALL (seats, ours) {
  UNWIND seats AS seat
  MATCH (seat)<-[h:HOLDS]-(them:Person)
  WHERE all(x IN [h, them] WHERE x.from <= $day < x.to)
    AND NOT them IN ours AND NOT coalesce(them.placeholder, false)
  RETURN collect(DISTINCT them) AS people
}
WITH *, people AS wanted
// Whom the wanted know outside: one of ours may know these as well.
CALL (ours, people, wanted) {
  CALL (people, wanted) {
    UNWIND wanted AS them
    MATCH (them)-[:KNOWS|INFLUENCES]-(other:Person)
    RETURN other
  UNION ALL
    UNWIND wanted AS them
    MATCH (them)-[:ATTENDED]->(:Interaction)<-[:ATTENDED]-(other:Person)
    RETURN other
  UNION ALL
    UNWIND people AS other
    RETURN other
  }
  WITH collect(DISTINCT other) AS others
  RETURN [other IN others WHERE NOT other IN ours AND NOT other IN wanted] AS others
}
// Handshakes from one person to another, and by them: who of ours leads to a person, and to whom that
// person leads.
CALL (ours, vacant, seats, people, wanted, others) {
  CALL (ours, vacant, seats, people, wanted, others) {
    // Ties that work, from anybody to the wanted and from ours to the others.
    UNWIND [to IN wanted | [to, true]] + [to IN others | [to, false]] AS pair
    WITH ours, pair[0] AS to, pair[1] AS fromAll
    WITH *, [p IN [to] WHERE p.from <= $day < p.to] + [(to)-[h:HOLDS]->(p:Position)-[a:AT]->()
      WHERE all(x IN [to, h, a] WHERE x.from <= $day < x.to) | p] AS places
    CALL (ours, to, fromAll, places) {
      CALL (ours, to, fromAll) {
        // What is said of the tie.
        MATCH (from:Person)-[k:KNOWS]-(to)
        WHERE from <> to AND (fromAll OR from IN ours) AND k.from <= $day AND coalesce(k.on <= $day, true)
        WITH from, k, coalesce(k.on, k.from) AS made
        RETURN from, from IN ours AS us, null AS contact, {
            own: startNode(k) = from, id: k.id,
            stands: $day < k.to, conflict: coalesce(k.kind = 'CONFLICT', false),
            made: CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END,
            worth: CASE WHEN k.kind = 'CONFLICT' THEN 0.0
              ELSE coalesce({MET: 0.2, KNOWS: 0.4, WORKS_WELL: 0.65, TRUSTED: 0.85}[k.level], 0.0) END
          } AS claim
      UNION ALL
        // Contacts: of those of a day, by one channel and begun by one side, the heaviest.
        MATCH (from:Person)-[:ATTENDED]->(i:Interaction)<-[:ATTENDED]-(to)
        WHERE from <> to AND (fromAll OR from IN ours) AND i.on <= $day
        WITH DISTINCT from, i, from IN ours AS us,
          reduce(room = COUNT { (i)<-[:ATTENDED]-() }, n IN [i.people] | CASE WHEN n > room THEN n ELSE room END) AS room,
          {SITE_VISIT: [1.5, 75], WORKSHOP: [1.5, 75], MEAL: [1.5, 75], MEETING: [1.0, 75], VIDEO: [0.8, 75],
            CALL: [0.5, 45], MAIL: [0.15, 30], CHAT: [0.1, 30], TICKET: [0.05, 30]}[i.channel] AS kind
        WHERE kind IS NOT NULL
        WITH from, us, i.on AS on, i.channel AS channel, kind[1] AS half, room > 30 AS event,
          CASE WHEN kind[1] > 30 OR NOT us OR NOT coalesce(i.startedBy, '') IN ['OURS', 'THEIRS'] THEN 'joint'
            WHEN i.startedBy = 'OURS' THEN 'sent' ELSE 'got' END AS begun,
          kind[0] / sqrt(room - 1) * CASE WHEN date('0001-01-01') < i.from <= i.on AND i.count > 1 THEN
            CASE WHEN i.count > duration.inDays(i.from, i.on).days
              THEN duration.inDays(i.from, i.on).days + 1 ELSE i.count END
            ELSE 1 END AS weight
        WITH from, us, on, channel, half, event, begun, max(weight) AS weight, duration.inDays(on, $day).days AS age
        RETURN from, us, {on: on, event: event, begun: begun,
          left: weight * (0.75 * 2.0 ^ (-age / (1.0 * half)) + 0.25 * 2.0 ^ (-age / (6.0 * half)))} AS contact, null AS claim
      }
      WITH from, us, claim, contact
      ORDER BY claim.made DESC, claim.worth, claim.conflict DESC, claim.id, contact.on DESC
      WITH from, us, collect(claim) AS claims, collect(contact) AS met
      WITH from, us, head([c IN claims WHERE c.stands AND (c.own OR none(o IN claims WHERE o.own AND o.stands))]) AS claim,
        [m IN met WHERE NOT m.event OR size([e IN met WHERE e.event]) > 2] AS met
      // How surely contacts are noticed, and how many days apart they were agreed to be.
      WITH from, us, claim, met,
        CASE WHEN us THEN [(from)<-[a:ABOUT]-(c:Capture)
          WHERE all(x IN [a, c] WHERE x.from <= $day < x.to) | c.mode] ELSE [] END AS noticed,
        [(from)-[x:PAIRED_WITH]->(place) WHERE place IN places AND x.cadenceDays > 0
          AND all(y IN [from, x] WHERE y.from <= $day < y.to) | x.cadenceDays] AS paces
      WITH from, us, claim, head(met).on AS last,
        CASE WHEN 'MAILBOX' IN noticed THEN 1.0 WHEN 'HAND' IN noticed THEN 0.5 ELSE 0.0 END AS noticed,
        reduce(most = 90, d IN [reduce(least = null, d IN paces | CASE WHEN least <= d THEN least ELSE d END)] |
          CASE WHEN 2 * d > most THEN 2 * d ELSE most END) AS window,
        reduce(x = 0.0, m IN met | x + CASE m.begun WHEN 'joint' THEN m.left ELSE 0.0 END) AS joint,
        reduce(x = 0.0, m IN met | x + CASE m.begun WHEN 'sent' THEN m.left ELSE 0.0 END) AS sent,
        reduce(x = 0.0, m IN met | x + CASE m.begun WHEN 'got' THEN m.left ELSE 0.0 END) AS got
      WITH *, joint + got + CASE WHEN sent > got THEN got + (sent - got) / 4 ELSE sent END AS heard
      WITH *, heard / (heard + 2) AS access,
        3 * 2.0 ^ (-duration.inDays(claim.made, $day).days / 180.0) AS told
      WITH *, 2 * noticed + CASE WHEN access >= claim.worth THEN joint + sent + got ELSE 0.0 END AS seen
      WITH *, CASE WHEN claim IS NULL THEN access WHEN seen = 0 THEN claim.worth
          ELSE (seen * access + told * claim.worth) / (seen + told) END AS strength
      WHERE strength >= 0.35 AND (us OR NOT coalesce(claim.conflict, false))
        AND (last >= $day - duration({days: window})
          OR claim.made >= $day - duration({days: CASE WHEN noticed = 0 AND window < 365 THEN 365 ELSE window END}))
      RETURN from
    }
    RETURN from, to
  UNION ALL
    // What is said of influence: the newest claim counts, of those of a day the most modest.
    UNWIND wanted AS to
    MATCH (from:Person)-[f:INFLUENCES]->(to)
    WHERE from <> to AND NOT from IN ours AND coalesce(f.on <= $day, true)
      AND all(x IN [f, from] WHERE x.from <= $day < x.to)
    WITH from, to, f.id AS id, coalesce(f.kind = 'CONFLICT', false) AS conflict, f.confirmedOn AS confirmed,
      coalesce(f.on, f.from) AS made, coalesce(f.weight, 0.0) AS weight
    WITH from, to, id, conflict, CASE WHEN conflict THEN 0.0 ELSE weight END AS weight,
      CASE WHEN made < confirmed AND confirmed <= $day THEN confirmed ELSE made END AS made
    ORDER BY made DESC, weight, conflict DESC, id
    WITH from, to, head(collect(weight)) AS weight
    WHERE weight >= 0.35
    RETURN from, to
  UNION ALL
    // Reporting lines both ways, over vacant seats as if they were not there.
    CALL (seats, vacant) {
      UNWIND seats AS low
      MATCH (low)-[r:REPORTS_TO]->(high:Position)
      WHERE r.kind <> 'SOLID' AND high IN seats AND r.from <= $day < r.to
      RETURN low, high
    UNION ALL
      UNWIND seats AS low
      MATCH (low)
        (()-[s:REPORTS_TO {kind: 'SOLID'}]->(empty:Position)
          WHERE empty IN vacant AND empty IN seats AND s.from <= $day < s.to){0,20}
        ()-[r:REPORTS_TO {kind: 'SOLID'}]->(high:Position)
      WHERE high IN seats AND low <> high AND r.from <= $day < r.to
      RETURN low, high
    }
    MATCH (low)<-[l:HOLDS]-(one:Person)
    WHERE one IN people AND l.from <= $day < l.to
    MATCH (high)<-[h:HOLDS]-(two:Person)
    WHERE two IN people AND one <> two AND h.from <= $day < h.to
    UNWIND [[one, two], [two, one]] AS pair
    WITH pair[0] AS from, pair[1] AS to, wanted
    WHERE to IN wanted
    RETURN from, to
  UNION ALL
    UNWIND wanted AS to
    RETURN null AS from, to
  }
  WITH to, from, coalesce(from IN ours, true) AS us
  WITH CASE WHEN us THEN to ELSE from END AS person, collect(DISTINCT CASE WHEN us THEN from END) AS ourside,
    collect(DISTINCT CASE WHEN NOT us THEN to END) AS further
  RETURN person, ourside, further
}
// Chains of at most two handshakes. A detractor, and who must not be contacted, does not lead on.
CALL (account, people, wanted, person, ourside, further) {
  WITH person, ourside
  WHERE person IN wanted
  RETURN person AS them, ourside AS by, null AS via
UNION ALL
  WITH account, people, person, ourside, further
  WHERE size(ourside) > 0 AND size(further) > 0 AND NOT coalesce(person.doNotContact, false)
  // The accounts in which to look at judgements: this one, and those where an outsider sits.
  WITH person, ourside, further, CASE WHEN person IN people THEN [account] ELSE [account] + COLLECT {
      MATCH (person)-[h:HOLDS]->(:Position)-[i:IN]->()-[w:WITHIN]->()<-[f:FOR]-(other:Account)
      WHERE all(x IN [person, h, i, w, f, other] WHERE x.from <= $day < x.to)
      RETURN DISTINCT other
    } END AS accounts
  WITH person, ourside, further, COLLECT {
      MATCH (person)<-[x:ABOUT]-(j:Assessment)
      WHERE all(y IN [x, j, person] WHERE y.from <= $day < y.to) AND j.on <= $day AND j.stance <> 'UNKNOWN'
      WITH j, CASE WHEN j.on < j.confirmedOn <= $day THEN j.confirmedOn ELSE j.on END AS said,
        [(j)-[:ABOUT]->(a:Account) | a] + [(j)-[:ABOUT]->(:DecisionArea)-[:FOR]->(a:Account) | a] AS about
      WHERE $day < coalesce(j.expires, said + duration('P180D')) AND (about = [] OR any(a IN about WHERE a IN accounts))
      WITH j, [(j)-[:AUTHOR]->(by) | by.id][0] AS author
      ORDER BY said DESC, j.id
      WITH author, head(collect(j.stance)) AS stance
      RETURN stance
    } AS stances
  // generated: who takes us further
  WHERE NOT 'DETRACTOR' IN stances
  // end of who takes us further
  UNWIND further AS them
  RETURN them, ourside AS by, person AS via
}
// On whom every chain rests.
UNWIND by AS us
WITH them, collect(CASE WHEN via IS NULL THEN [us] ELSE [us, via] END) AS chains
UNWIND range(0, size(chains[0]) - 1) AS place
WITH them, place, chains[0][place] AS critical, chains
WHERE all(chain IN chains WHERE critical IN chain)
WITH critical, place = 0 AS ours, them.id AS lost
ORDER BY lost
WITH critical, ours, collect(lost) AS lost
RETURN critical.id AS person, critical.name AS name, ours, lost
ORDER BY size(lost) DESC, person;
