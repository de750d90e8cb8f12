// Who can introduce us to somebody, over at most three handshakes?
//
// Rows: one for each route, the likeliest first: people (from one of ours to the target),
//   names, likelihood (between 0 and 1, to rank by and not to bet on).
//
// In Neo4j Browser run these lines first, with your values, and then the rest:
//   :param workspace => 'demo'
//   :param target => 'p-julia-moreau'
//   :param day => date('2026-03-01')
//   :param limit => 20
//
// The first handshake counts .15 + .75 × what the tie is worth, or half of the best it ever
// was where it worked once. Each further one counts what a tie or a stated influence
// is worth × .8 × the stance of who introduces (what each is worth stands with the table
// of stances below), × .6 for a gatekeeper, × .85 for each level skipped upwards beyond one,
// and less the oftener they were asked in 90 days. What a tie is worth is in
// docs/analyses.md; so does what a reporting line is worth, and an employment that is or
// was shared with the target.
//
// People who must not be contacted and placeholders are on no route, ours neither.
// Detractors, who were asked three times or have an open request to the same target
// introduce nobody; nobody asks or approaches a person from whom, or from whose account,
// they are excluded.

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
MATCH (target:Person {kWorkspace: $workspace, id: $target})
WHERE NOT target IN ours AND NOT coalesce(target.doNotContact, false)
// Who worked with the target, now or before, and what a tie is worth that this implies.
CALL (target) {
  MATCH (target)-[h:HOLDS]->(seat:Position)-[i:IN]->(unit:Organization)
  WHERE h.from < i.to AND i.from < h.to
  WITH target, seat, unit, CASE WHEN h.from > i.from THEN h.from ELSE i.from END AS begin,
    reduce(least = $day + duration('P1D'), x IN [h, i] | CASE WHEN x.to < least THEN x.to ELSE least END) AS end
  WITH target, seat, unit, end, CASE begin WHEN date('0001-01-01') THEN end - duration('P365D') ELSE begin END AS begin
  WHERE begin < end
  WITH target, seat, unit, begin, end, end - duration('P1D') AS last
  // Who led them or reported to them, who had the same manager, who sat in the same unit or firm.
  CALL (seat, unit, begin, end, last) {
    MATCH (seat)-[r:REPORTS_TO {kind: 'SOLID'}]->(other:Position)
    RETURN other, null AS there, [r] AS lines, 3.0 AS rate, 0.6 AS worth
  UNION ALL
    MATCH (seat)<-[r:REPORTS_TO {kind: 'SOLID'}]-(other:Position)
    RETURN other, null AS there, [r] AS lines, 3.0 AS rate, 0.5 AS worth
  UNION ALL
    MATCH (seat)-[r:REPORTS_TO {kind: 'SOLID'}]->(:Position)<-[q:REPORTS_TO {kind: 'SOLID'}]-(other:Position)
    WHERE other <> seat
    RETURN other, null AS there, [r, q] AS lines, 3.0 AS rate, 0.4 AS worth
  UNION ALL
    // A firm of up to a thousand seats, and the more for it the fewer they are.
    WITH unit, last, coalesce(head(COLLECT {
        MATCH (unit)-[w:WITHIN]->(top:Organization)
        WHERE w.from <= last < w.to AND NOT EXISTS { (top)-[p:WITHIN]->(up) WHERE up <> top AND p.from <= last < p.to }
        RETURN top
      }), unit) AS firm
    WITH unit, firm, [firm] + COLLECT {
        MATCH (part:Organization)-[w:WITHIN]->(firm)
        WHERE part <> firm AND w.from <= last < w.to
        RETURN part
      } AS parts, last
    WITH unit, firm, parts, COUNT {
        UNWIND parts AS part
        MATCH (part)<-[i:IN]-(s:Position)
        WHERE all(x IN [part, i, s] WHERE x.from <= last < x.to)
      } AS size
    UNWIND CASE WHEN unit <> firm THEN [[unit, 0.8]] ELSE [] END + CASE WHEN size > 1000 THEN []
      ELSE [part IN parts | [part, 0.8 * (50.0 / CASE WHEN size > 50 THEN size ELSE 50 END) ^ 0.7]] END AS place
    WITH place[0] AS there, place[1] AS rate
    MATCH (there)<-[:IN]-(other:Position)
    RETURN DISTINCT other, there, [] AS lines, rate, 0.4 AS worth
  }
  MATCH (other)<-[h:HOLDS]-(person:Person)
  MATCH (other)-[i:IN]->(o:Organization)
  WHERE person <> target AND (there IS NULL OR o = there) AND h.from < i.to AND i.from < h.to
  WITH target, person, lines, rate, worth, begin, end, CASE WHEN h.from > i.from THEN h.from ELSE i.from END AS since,
    reduce(least = $day + duration('P1D'), x IN [h, i] | CASE WHEN x.to < least THEN x.to ELSE least END) AS until
  WITH target, person, rate, worth,
    reduce(most = CASE since WHEN date('0001-01-01') THEN until - duration('P365D') ELSE since END,
      from IN [begin] + [l IN lines | l.from] | CASE WHEN from > most THEN from ELSE most END) AS begin,
    reduce(least = until, to IN [end] + [l IN lines | l.to] | CASE WHEN to < least THEN to ELSE least END) AS end
  WHERE begin < end
  WITH target, person, max(reduce(most = 0.4, w IN [worth * (1 - exp(-rate * duration.inDays(begin, end).days / 365.25))] |
      CASE WHEN w < most OR worth > 0.4 AND end > $day THEN w ELSE most END)) AS worth
  WHERE NOT EXISTS {
      MATCH (target)-[k:KNOWS {level: 'NONE'}]-(person)
      WHERE all(x IN [k, target, person] WHERE x.from <= $day < x.to) AND coalesce(k.on <= $day, true)
    }
  RETURN collect({with: person, worth: worth}) AS shared
}
// Those who may know the target, and those who may know these.
CALL (ours, vacant, target, shared) {
  CALL (target, vacant) {
    MATCH (target)-[:KNOWS|INFLUENCES]-(near:Person)
    RETURN near
  UNION
    MATCH (target)-[:ATTENDED]->(:Interaction)<-[:ATTENDED]-(near:Person)
    RETURN near
  UNION
    // Reporting lines, over vacant seats as if they were not there.
    MATCH (target)-[:HOLDS]->(:Position)
      (()-[:REPORTS_TO]-(empty:Position) WHERE empty IN vacant){0,20}
      (:Position)-[:REPORTS_TO]-(:Position)<-[:HOLDS]-(near:Person)
    RETURN near
  }
  WITH ours, target, shared, near
  WHERE near <> target AND NOT near IN ours
  WITH ours, shared, collect(DISTINCT near) AS near
  RETURN near + [s IN shared WHERE NOT s.with IN near AND NOT s.with IN ours | s.with] AS nears
}
CALL (ours, vacant, target, nears) {
  UNWIND nears AS near
  CALL (near, vacant) {
    MATCH (near)-[:KNOWS|INFLUENCES]-(far:Person)
    RETURN far
  UNION
    MATCH (near)-[:ATTENDED]->(:Interaction)<-[:ATTENDED]-(far:Person)
    RETURN far
  UNION
    // Reporting lines, over vacant seats as if they were not there.
    MATCH (near)-[:HOLDS]->(:Position)
      (()-[:REPORTS_TO]-(empty:Position) WHERE empty IN vacant){0,20}
      (:Position)-[:REPORTS_TO]-(:Position)<-[:HOLDS]-(far:Person)
    RETURN far
  }
  WITH ours, target, nears, far
  WHERE far <> target AND NOT far IN ours AND NOT far IN nears
  RETURN collect(DISTINCT far) AS fars
}
// Handshakes, and by person: who of ours asks them, and to whom they introduce.
CALL (ours, vacant, target, shared, nears, fars) {
  UNWIND [[target, 0]] + [n IN nears | [n, 1]] + [n IN fars | [n, 2]] AS place
  WITH ours, vacant, target, shared, place[0] AS to, place[1] AS step
  // In which accounts they sit, and how high.
  WITH ours, vacant, target, shared, to, step, COLLECT {
      MATCH (to)-[h:HOLDS]->(:Position)-[i:IN]->()-[w:WITHIN]->()<-[f:FOR]-(account:Account)
      WHERE all(x IN [to, h, i, w, f, account] WHERE x.from <= $day < x.to)
      RETURN DISTINCT account
    } AS accounts, [p IN [to] WHERE p.from <= $day < p.to | {place: p, level: 0}]
      + [(to)-[h:HOLDS]->(p:Position)-[a:AT]->() WHERE all(x IN [to, h, a] WHERE x.from <= $day < x.to)
        | {place: p, level: coalesce(a.level, 0)}] AS seats
  WITH *, [s IN seats | s.place] AS places,
    reduce(most = 0, s IN seats | CASE WHEN s.level > most THEN s.level ELSE most END) AS level
  CALL (ours, vacant, target, shared, to, step, places) {
    CALL (ours, target, to, step) {
      // What is said of the tie.
      MATCH (from:Person)-[k:KNOWS]-(to)
      WHERE from <> to AND from <> target AND CASE WHEN from IN ours THEN step > 0 ELSE step < 2 END
        AND k.from <= $day AND coalesce(k.on <= $day, true)
      WITH from, k, coalesce(k.on, k.from) AS made
      RETURN from, from IN ours AS us, null AS contact, {
          own: startNode(k) = from, id: k.id, begins: k.from, ends: k.to, conflict: coalesce(k.kind = 'CONFLICT', false),
          made: CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END,
          worth: CASE WHEN k.kind = 'CONFLICT' THEN 0.0
            ELSE coalesce({MET: 0.2, KNOWS: 0.4, WORKS_WELL: 0.65, TRUSTED: 0.85}[k.level], 0.0) END
        } AS claim
    UNION ALL
      // Contacts: of those of a day, by one channel and begun by one side, the heaviest.
      MATCH (from:Person)-[:ATTENDED]->(i:Interaction)<-[:ATTENDED]-(to)
      WHERE from <> to AND from <> target AND CASE WHEN from IN ours THEN step > 0 ELSE step < 2 END AND i.on <= $day
      WITH DISTINCT from, i, from IN ours AS us,
        reduce(room = COUNT { (i)<-[:ATTENDED]-() }, n IN [i.people] | CASE WHEN n > room THEN n ELSE room END) AS room,
        {SITE_VISIT: [1.5, 75], WORKSHOP: [1.5, 75], MEAL: [1.5, 75], MEETING: [1.0, 75], VIDEO: [0.8, 75],
          CALL: [0.5, 45], MAIL: [0.15, 30], CHAT: [0.1, 30], TICKET: [0.05, 30]}[i.channel] AS kind
      WHERE kind IS NOT NULL
      WITH from, us, i.on AS on, i.channel AS channel, kind[1] AS half, room > 30 AS event,
        CASE WHEN kind[1] > 30 OR NOT us OR NOT coalesce(i.startedBy, '') IN ['OURS', 'THEIRS'] THEN 'joint'
          WHEN i.startedBy = 'OURS' THEN 'sent' ELSE 'got' END AS begun,
        kind[0] / sqrt(room - 1) * CASE WHEN date('0001-01-01') < i.from <= i.on AND i.count > 1 THEN
          CASE WHEN i.count > duration.inDays(i.from, i.on).days THEN duration.inDays(i.from, i.on).days + 1 ELSE i.count END
          ELSE 1 END AS weight
      WITH from, us, on, channel, half, event, begun, max(weight) AS weight
      RETURN from, us, {on: on, event: event, begun: begun, half: half, weight: weight} AS contact, null AS claim
    }
    WITH from, us, claim, contact
    ORDER BY claim.made DESC, claim.worth, claim.conflict DESC, claim.id, contact.on DESC
    WITH from, us, collect(claim) AS claims, collect(contact) AS met
    WITH from, us, met, claims,
      // How surely contacts are noticed, and how many days apart they were agreed to be.
      CASE WHEN us THEN [(from)<-[a:ABOUT]-(c:Capture)
        WHERE all(x IN [a, c] WHERE x.from <= $day < x.to) | c.mode] ELSE [] END AS noticed,
      [(from)-[x:PAIRED_WITH]->(place) WHERE place IN places AND x.cadenceDays > 0
          AND all(y IN [from, x] WHERE y.from <= $day < y.to) | x.cadenceDays] AS paces
    WITH from, us, met, claims,
      CASE WHEN 'MAILBOX' IN noticed THEN 1.0 WHEN 'HAND' IN noticed THEN 0.5 ELSE 0.0 END AS noticed,
      reduce(most = 90, d IN [reduce(least = null, d IN paces | CASE WHEN least <= d THEN least ELSE d END)] |
        CASE WHEN 2 * d > most THEN 2 * d ELSE most END) AS window
    // How strong the tie is, and was on the days of contacts and claims.
    UNWIND [$day] + CASE WHEN us
      THEN [c IN claims | c.made] + [m IN met | m.on] ELSE [] END AS at
    WITH DISTINCT from, us, at, noticed, window, met, claims
    WITH from, us, at, noticed, window,
      [c IN claims WHERE c.made <= at AND c.begins <= at < c.ends] AS claims,
      [m IN met WHERE m.on <= at AND (NOT m.event OR size([e IN met WHERE e.event AND e.on <= at]) > 2) |
        {on: m.on, begun: m.begun, left: m.weight * (0.75 * 2.0 ^ (-duration.inDays(m.on, at).days / (1.0 * m.half))
          + 0.25 * 2.0 ^ (-duration.inDays(m.on, at).days / (6.0 * m.half)))}] AS met
    WITH from, us, at, noticed, window, coalesce(head([c IN claims WHERE c.own]), head(claims)) AS claim, head(met).on AS last,
      reduce(x = 0.0, m IN met | x + CASE m.begun WHEN 'joint' THEN m.left ELSE 0.0 END) AS joint,
      reduce(x = 0.0, m IN met | x + CASE m.begun WHEN 'sent' THEN m.left ELSE 0.0 END) AS sent,
      reduce(x = 0.0, m IN met | x + CASE m.begun WHEN 'got' THEN m.left ELSE 0.0 END) AS got
    WITH *, joint + got + CASE WHEN sent > got THEN got + (sent - got) / 4 ELSE sent END AS heard
    WITH *, heard / (heard + 2) AS access,
      3 * 2.0 ^ (-duration.inDays(claim.made, at).days / 180.0) AS told
    WITH *, 2 * noticed + CASE WHEN access >= claim.worth THEN joint + sent + got ELSE 0.0 END AS seen
    WITH *, CASE WHEN claim IS NULL THEN access WHEN seen = 0 THEN claim.worth
        ELSE (seen * access + told * claim.worth) / (seen + told) END AS strength,
      coalesce(last >= $day - duration({days: window})
        OR claim.made >= $day - duration({days: CASE WHEN noticed = 0 AND window < 365 THEN 365 ELSE window END}),
        false) AS fresh
    WITH from, us, max(strength) AS peak, head(collect(CASE WHEN at = $day THEN
      {strength: strength, fresh: fresh, last: last, claim: claim} END)) AS now
    // A claim that is a year old and was never confirmed says nothing; a tie that worked once is worth half.
    WITH from, us, peak, now, NOT us AND coalesce(now.claim.conflict, false) AS odds
    WHERE odds OR now.last IS NOT NULL OR coalesce(now.claim.made >= $day - duration('P365D'), us)
    WITH from, us, odds, CASE WHEN odds THEN 0.0
      WHEN us AND peak >= 0.35 AND peak / 2 > now.strength AND NOT (now.fresh AND now.strength >= 0.35)
      THEN peak / 2 ELSE now.strength END AS worth
    WHERE odds OR worth >= 0.1
    RETURN from, us, worth, odds, false AS guess
  UNION ALL
    // What is said of influence: the newest claim counts, of those of a day the most modest.
    MATCH (from:Person)-[f:INFLUENCES]->(to)
    WHERE step < 2 AND from <> to AND from <> target AND NOT from IN ours AND coalesce(f.on <= $day, true)
      AND all(x IN [f, from, to] WHERE x.from <= $day < x.to)
    WITH from, f.id AS id, coalesce(f.kind = 'CONFLICT', false) AS conflict, f.confirmedOn AS confirmed,
      coalesce(f.on, f.from) AS made, coalesce(f.weight, 0.0) AS weight
    WITH from, id, conflict, CASE WHEN conflict THEN 0.0 ELSE weight END AS weight,
      CASE WHEN made < confirmed AND confirmed <= $day THEN confirmed ELSE made END AS made
    ORDER BY made DESC, weight, conflict DESC, id
    WITH from, head(collect(weight)) AS worth
    WHERE worth >= 0.1
    RETURN from, false AS us, worth, false AS odds, false AS guess
  UNION ALL
    // Reporting lines of the day both ways, over vacant seats as if they were not there.
    MATCH (to)-[mine:HOLDS]->(seat:Position)
    WHERE step < 2 AND seat IN places AND mine.from <= $day < mine.to
    CALL (seat, vacant) {
      MATCH (seat)-[r:REPORTS_TO]-(other:Position)
      WHERE r.kind <> 'SOLID'
      RETURN other, [r] AS lines, 0.4 AS value
    UNION ALL
      MATCH (seat)
        (()-[s:REPORTS_TO {kind: 'SOLID'}]->(empty:Position) WHERE empty IN vacant){0,20}
        ()-[r:REPORTS_TO {kind: 'SOLID'}]->(other:Position)
      RETURN other, s + [r] AS lines, CASE s WHEN [] THEN 0.6 ELSE 0.4 END AS value
    UNION ALL
      MATCH (seat)<-[r:REPORTS_TO {kind: 'SOLID'}]-()
        ((empty:Position)<-[s:REPORTS_TO {kind: 'SOLID'}]-() WHERE empty IN vacant){0,20}
        (other:Position)
      RETURN other, reverse([r] + s) AS lines, CASE s WHEN [] THEN 0.5 ELSE 0.4 END AS value
    }
    MATCH (from:Person)-[h:HOLDS]->(other)-[a:AT]->()
    WHERE from <> to AND from <> target AND NOT from IN ours AND NOT coalesce(from.placeholder, false)
      AND all(x IN [from, h, a] + lines WHERE x.from <= $day < x.to)
    WITH from, value, reduce(since = mine.from, d IN [h.from, head(lines).from] |
      CASE WHEN d > since THEN d ELSE since END) AS since
    WITH from, value * (1 - exp(-3 * CASE since WHEN date('0001-01-01') THEN 365 ELSE duration.inDays(since, $day).days + 1 END
      / 365.25)) AS value
    RETURN from, false AS us, CASE WHEN value < 0.1 THEN 0.1 ELSE value END AS worth, false AS odds, false AS guess
  UNION ALL
    // What they shared with the target.
    UNWIND CASE step WHEN 0 THEN shared ELSE [] END AS s
    WITH s
    WHERE NOT s.with IN ours
    RETURN s.with AS from, false AS us, s.worth AS worth, false AS odds, true AS guess
  UNION ALL
    RETURN null AS from, true AS us, null AS worth, false AS odds, false AS guess
  }
  // The best of it counts, what is only implied not where the two are at odds.
  WITH to, places, accounts, level, from, us, max(CASE WHEN NOT guess AND NOT odds THEN worth END) AS known,
    max(CASE WHEN guess THEN worth END) AS implied, max(CASE WHEN odds THEN 1 ELSE 0 END) AS odds
  WITH to, places, accounts, level, from, us,
    CASE WHEN odds = 0 AND implied > coalesce(known, 0.0) THEN implied ELSE known END AS worth
  WHERE from IS NULL OR worth >= 0.1
  WITH CASE WHEN us THEN to ELSE from END AS person,
    head(collect(CASE WHEN from IS NULL THEN {level: level, accounts: accounts, places: places} END)) AS place,
    collect(CASE WHEN us AND from IS NOT NULL AND NOT coalesce(from.doNotContact, false) AND NOT coalesce(from.placeholder, false)
      THEN {us: from, likely: 0.15 + 0.75 * worth} END) AS askers,
    collect(CASE WHEN NOT us THEN {to: to, worth: worth, level: level, accounts: accounts} END) AS targets
  WHERE size(targets) > 0
  RETURN person, place.level AS level, place.accounts AS accounts, place.places AS places, askers, targets
}
// Who introduces us: nobody who must not be contacted, is asked too often or already, or is a detractor.
WITH *, COUNT {
    MATCH (person)<-[:INTRODUCER]-(n:Introduction)
    WHERE n.asked <= $day AND n.asked > $day - duration('P90D')
  } AS asks
WHERE asks < 3 AND NOT coalesce(person.doNotContact, false) AND NOT coalesce(person.placeholder, false)
  AND NOT EXISTS {
    MATCH (person)<-[:INTRODUCER]-(n:Introduction)-[:TARGET]->(target)
    WHERE n.asked <= $day AND NOT coalesce(n.declined <= $day, false)
      AND NOT coalesce(n.made <= $day, false) AND NOT coalesce(n.done <= $day, false)
  }
// What colleagues judge of them, the newest first: by the worst of what each last said they are more or less willing.
WITH *, COLLECT {
    MATCH (person)<-[x:ABOUT]-(j:Assessment)
    WHERE all(y IN [x, j, person] WHERE y.from <= $day < y.to) AND j.on <= $day
    WITH j, CASE WHEN j.on < j.confirmedOn <= $day THEN j.confirmedOn ELSE j.on END AS said,
      [(j)-[:ABOUT]->(a:Account) | a] + [(j)-[:ABOUT]->(:DecisionArea)-[:FOR]->(a:Account) | a] AS about
    ORDER BY said DESC, j.id
    WHERE $day < coalesce(j.expires, said + duration('P180D')) AND (about = [] OR any(a IN about WHERE a IN accounts))
    RETURN {stance: j.stance, roles: coalesce(j.roles, []), author: coalesce([(j)-[:AUTHOR]->(by) | by.id][0], '')}
  } AS judgements
WITH *, [j IN judgements WHERE j.stance <> 'UNKNOWN'] AS stances
// generated: worth of stances
WITH *, {CHAMPION: 1.0, SUPPORTER: 0.9, NEUTRAL: 0.7, SCEPTIC: 0.4, DETRACTOR: 0.0} AS worths, 0.7 AS unjudged
// end of worth of stances
WITH *, coalesce(reduce(least = null, i IN range(0, size(stances) - 1) |
    CASE WHEN any(k IN range(0, i - 1) WHERE stances[k].author = stances[i].author)
      OR least <= worths[stances[i].stance] THEN least
      ELSE worths[stances[i].stance] END), unjudged) AS stance
WHERE stance > 0
// A gatekeeper is less willing, and so is who was asked lately.
WITH *, CASE WHEN COUNT {
      UNWIND places AS place
      MATCH (place)-[x:DECIDES {part: 'GATEKEEPER'}]->(area:DecisionArea)
      WHERE all(y IN [x, area] WHERE y.from <= $day < y.to)
    } > 0 OR 'GATEKEEPER' IN coalesce(head([j IN judgements WHERE size(j.roles) > 0]).roles, [])
    THEN 0.6 ELSE 1.0 END AS gate
UNWIND targets AS next
WITH target, person, accounts, askers, next,
  next.worth * stance * gate / (1 + asks / 3.0) * 0.8
    * CASE WHEN level > 0 AND next.level > level + 1 THEN 0.85 ^ (next.level - level - 1) ELSE 1.0 END AS likely
WHERE NOT EXISTS {
  MATCH (person)-[x:EXCLUDES]->(other)
  WHERE (other = next.to OR other IN next.accounts) AND all(y IN [x, person, other] WHERE y.from <= $day < y.to)
}
// Routes: who introduces us to the target, and who introduces us to these.
WITH target, CASE WHEN next.to = target THEN person ELSE next.to END AS last,
  collect(CASE WHEN next.to = target
    THEN {likely: likely, askers: askers, accounts: accounts + next.accounts} END) AS lasts,
  collect(CASE WHEN next.to <> target
    THEN {person: person, likely: likely, askers: askers, accounts: accounts} END) AS befores
UNWIND lasts AS final
UNWIND [final {.*, people: [last]}] + [b IN befores | {people: [b.person, last], askers: b.askers,
  likely: b.likely * final.likely, accounts: b.accounts + final.accounts}] AS lead
UNWIND lead.askers AS asker
WITH asker.us AS us, asker.likely * lead.likely AS likelihood, lead.accounts AS accounts,
  [asker.us] + lead.people + [target] AS route
WHERE NOT EXISTS {
  MATCH (us)-[x:EXCLUDES]->(other)
  WHERE (other IN tail(route) OR other IN accounts) AND all(y IN [x, other] WHERE y.from <= $day < y.to)
}
RETURN [p IN route | p.id] AS people, [p IN route | p.name] AS names, likelihood
ORDER BY likelihood DESC, size(people), people
LIMIT $limit;
