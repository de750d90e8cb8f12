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
// docs/analyses.md. kith also knows reporting lines, and who may know the target from a
// former employment.
//
// People who must not be contacted and placeholders are on no route, ours neither.
// Detractors, who were asked three times or have an open request to the same target
// introduce nobody; nobody asks or approaches a person from whom, or from whose account,
// they are excluded.

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
    AND coalesce(us.from <= $day, true) AND coalesce($day < us.to, true)
  RETURN collect(DISTINCT us) AS ours
}
MATCH (target:Person&KithNode {kWorkspace: $workspace, id: $target})
WHERE NOT target IN ours AND NOT coalesce(target.doNotContact, false)
// Those who may know the target, and those who may know these.
CALL (ours, target) {
  CALL (target) {
    MATCH (target)-[:KNOWS|INFLUENCES]-(near:Person)
    RETURN near
  UNION
    MATCH (target)-[:ATTENDED]->(:Interaction)<-[:ATTENDED]-(near:Person)
    RETURN near
  }
  WITH ours, target, near
  WHERE near <> target AND NOT near IN ours
  RETURN collect(DISTINCT near) AS nears
}
CALL (ours, target, nears) {
  UNWIND nears AS near
  CALL (near) {
    MATCH (near)-[:KNOWS|INFLUENCES]-(far:Person)
    RETURN far
  UNION
    MATCH (near)-[:ATTENDED]->(:Interaction)<-[:ATTENDED]-(far:Person)
    RETURN far
  }
  WITH ours, target, nears, far
  WHERE far <> target AND NOT far IN ours AND NOT far IN nears
  RETURN collect(DISTINCT far) AS fars
}
// Handshakes, and by person: who of ours asks them, and to whom they introduce.
CALL (ours, target, nears, fars) {
  UNWIND [[target, 0]] + [n IN nears | [n, 1]] + [n IN fars | [n, 2]] AS place
  WITH ours, target, place[0] AS to, place[1] AS step
  // In which accounts they sit, and how high.
  WITH ours, target, to, step, COLLECT {
      MATCH (to)-[h:HOLDS]->(:Position)-[i:IN]->(unit:Organization)
        (()-[p:PART_OF]->(up:Organization)
          WHERE coalesce(p.from <= $day, true) AND coalesce($day < p.to, true)
            AND coalesce(up.from <= $day, true) AND coalesce($day < up.to, true)){0,50}
        (:Organization)<-[f:FOR]-(account:Account)
      WHERE coalesce(to.from <= $day, true) AND coalesce($day < to.to, true)
        AND coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
        AND coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
        AND coalesce(unit.from <= $day, true) AND coalesce($day < unit.to, true)
        AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
        AND coalesce(account.from <= $day, true) AND coalesce($day < account.to, true)
      RETURN DISTINCT account
    } AS accounts, COLLECT {
      MATCH (to)-[h:HOLDS]->(seat:Position)
      WHERE coalesce(to.from <= $day, true) AND coalesce($day < to.to, true)
        AND coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
        AND EXISTS {
          MATCH (seat)-[i:IN]->(o:Organization)
          WHERE coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
            AND coalesce(o.from <= $day, true) AND coalesce($day < o.to, true)
        }
      RETURN coalesce(toInteger(head([(d:Detail {property: 'level'})-[:OF]->(seat)
        WHERE coalesce(d.from <= $day, true) AND coalesce($day < d.to, true) | d.value])), seat.level, 0) AS level
      ORDER BY level DESC
    } AS levels
  CALL (ours, target, to, step) {
    CALL (ours, target, to, step) {
      // What is said of the tie.
      MATCH (from:Person)-[k:KNOWS]-(to)
      WHERE from <> to AND from <> target AND CASE WHEN from IN ours THEN step > 0 ELSE step < 2 END
        AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
      WITH from, k, coalesce(k.on, k.from, date('0001-01-01')) AS made
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
        kind[0] / sqrt(room - 1) * CASE WHEN i.from <= i.on AND i.count > 1 THEN
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
        WHERE coalesce(a.from <= $day, true) AND coalesce($day < a.to, true)
          AND coalesce(c.from <= $day, true) AND coalesce($day < c.to, true) | c.mode] ELSE [] END AS noticed,
      CASE WHEN coalesce(from.from <= $day, true) AND coalesce($day < from.to, true)
          AND coalesce(to.from <= $day, true) AND coalesce($day < to.to, true) THEN
        [(from)-[x:PAIRED_WITH]->(to)
          WHERE x.cadenceDays > 0 AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true) | x.cadenceDays]
        + [(from)-[x:PAIRED_WITH]->(seat:Position)<-[h:HOLDS]-(to)
          WHERE x.cadenceDays > 0 AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
            AND coalesce(h.from <= $day, true) AND coalesce($day < h.to, true) AND EXISTS {
              MATCH (seat)-[i:IN]->(o:Organization)
              WHERE coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
                AND coalesce(o.from <= $day, true) AND coalesce($day < o.to, true)
            } | x.cadenceDays]
        ELSE [] END AS paces
    WITH from, us, met, claims,
      CASE WHEN 'MAILBOX' IN noticed THEN 1.0 WHEN 'HAND' IN noticed THEN 0.5 ELSE 0.0 END AS noticed,
      reduce(most = 90, d IN [reduce(least = null, d IN paces | CASE WHEN least <= d THEN least ELSE d END)] |
        CASE WHEN 2 * d > most THEN 2 * d ELSE most END) AS window
    // How strong the tie is, and was on the days of contacts and claims.
    UNWIND [$day] + CASE WHEN us
      THEN [c IN claims | c.made] + [m IN met | m.on] ELSE [] END AS at
    WITH DISTINCT from, us, at, noticed, window, met, claims
    WITH from, us, at, noticed, window,
      [c IN claims WHERE c.made <= at AND coalesce(c.begins <= at, true) AND coalesce(at < c.ends, true)] AS claims,
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
    WHERE (now.last IS NOT NULL OR coalesce(now.claim.made >= $day - duration('P365D'), us))
      AND (us OR NOT coalesce(now.claim.conflict, false))
    WITH from, us, CASE WHEN us AND peak >= 0.35 AND peak / 2 > now.strength AND NOT (now.fresh AND now.strength >= 0.35)
      THEN peak / 2 ELSE now.strength END AS worth
    WHERE worth >= 0.1
    RETURN from, us, worth
  UNION ALL
    // What is said of influence: the newest claim counts, of those of a day the most modest.
    MATCH (from:Person)-[f:INFLUENCES]->(to)
    WHERE step < 2 AND from <> to AND from <> target AND NOT from IN ours AND coalesce(f.on <= $day, true)
      AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
      AND coalesce(from.from <= $day, true) AND coalesce($day < from.to, true)
      AND coalesce(to.from <= $day, true) AND coalesce($day < to.to, true)
    WITH from, f.id AS id, coalesce(f.kind = 'CONFLICT', false) AS conflict, f.confirmedOn AS confirmed,
      coalesce(f.on, f.from, date('0001-01-01')) AS made, coalesce(f.weight, 0.0) AS weight
    WITH from, id, conflict, CASE WHEN conflict THEN 0.0 ELSE weight END AS weight,
      CASE WHEN made < confirmed AND confirmed <= $day THEN confirmed ELSE made END AS made
    ORDER BY made DESC, weight, conflict DESC, id
    WITH from, head(collect(weight)) AS worth
    WHERE worth >= 0.1
    RETURN from, false AS us, worth
  UNION ALL
    RETURN null AS from, true AS us, null AS worth
  }
  WITH to, accounts, coalesce(head(levels), 0) AS level, from, us, max(worth) AS worth
  WITH CASE WHEN us THEN to ELSE from END AS person,
    head(collect(CASE WHEN from IS NULL THEN {level: level, accounts: accounts} END)) AS place,
    collect(CASE WHEN us AND from IS NOT NULL AND NOT coalesce(from.doNotContact, false) AND NOT coalesce(from.placeholder, false)
      THEN {us: from, likely: 0.15 + 0.75 * worth} END) AS askers,
    collect(CASE WHEN NOT us THEN {to: to, worth: worth, level: level, accounts: accounts} END) AS targets
  WHERE size(targets) > 0
  RETURN person, place.level AS level, place.accounts AS accounts, askers, targets
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
    WHERE coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
      AND coalesce(j.from <= $day, true) AND coalesce($day < j.to, true)
      AND coalesce(person.from <= $day, true) AND coalesce($day < person.to, true)
      AND j.on <= $day
      AND $day < coalesce(j.expires,
        CASE WHEN j.on < j.confirmedOn AND j.confirmedOn <= $day THEN j.confirmedOn ELSE j.on END + duration('P180D'))
      AND (NOT EXISTS { (j)-[:ABOUT]->(:Account|DecisionArea) }
        OR EXISTS { MATCH (j)-[:ABOUT]->(a:Account) WHERE a IN accounts }
        OR EXISTS { MATCH (j)-[:ABOUT]->(:DecisionArea)-[:FOR]->(a:Account) WHERE a IN accounts })
    WITH j
    ORDER BY CASE WHEN j.on < j.confirmedOn AND j.confirmedOn <= $day THEN j.confirmedOn ELSE j.on END DESC, j.id
    RETURN {stance: j.stance, roles: coalesce(j.roles, []), author: coalesce(head([(j)-[:AUTHOR]->(by) | by.id]), '')}
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
WITH *, CASE WHEN EXISTS {
      MATCH (person)-[x:DECIDES {part: 'GATEKEEPER'}]->(area:DecisionArea)
      WHERE coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
        AND coalesce(area.from <= $day, true) AND coalesce($day < area.to, true)
        AND coalesce(person.from <= $day, true) AND coalesce($day < person.to, true)
    } OR EXISTS {
      MATCH (person)-[h:HOLDS]->(seat:Position)-[x:DECIDES {part: 'GATEKEEPER'}]->(area:DecisionArea)
      WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
        AND coalesce(area.from <= $day, true) AND coalesce($day < area.to, true)
        AND coalesce(person.from <= $day, true) AND coalesce($day < person.to, true)
        AND EXISTS {
          MATCH (seat)-[i:IN]->(o:Organization)
          WHERE coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
            AND coalesce(o.from <= $day, true) AND coalesce($day < o.to, true)
        }
        AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
    } OR 'GATEKEEPER' IN coalesce(head([j IN judgements WHERE size(j.roles) > 0]).roles, [])
    THEN 0.6 ELSE 1.0 END AS gate
UNWIND targets AS next
WITH target, person, accounts, askers, next,
  next.worth * stance * gate / (1 + asks / 3.0) * 0.8
    * CASE WHEN level > 0 AND next.level > level + 1 THEN 0.85 ^ (next.level - level - 1) ELSE 1.0 END AS likely
WHERE NOT EXISTS {
  MATCH (person)-[x:EXCLUDES]->(other)
  WHERE (other = next.to OR other IN next.accounts) AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
    AND coalesce(person.from <= $day, true) AND coalesce($day < person.to, true)
    AND coalesce(other.from <= $day, true) AND coalesce($day < other.to, true)
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
  WHERE (other IN tail(route) OR other IN accounts) AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
    AND coalesce(other.from <= $day, true) AND coalesce($day < other.to, true)
}
RETURN [p IN route | p.id] AS people, [p IN route | p.name] AS names, likelihood
ORDER BY likelihood DESC, size(people), people
LIMIT $limit;
