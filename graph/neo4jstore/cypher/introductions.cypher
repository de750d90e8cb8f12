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
// A handshake is a stated tie: the newest claim that stands on the day, not a CONFLICT,
// made or confirmed within a year; among theirs also a stated influence. The first
// counts .15 + .75 × claim, or half the best claim there ever was of a tie that worked
// once; each further one claim × stance of who introduces × .8. Claims are worth .2 for
// MET, .4 for KNOWS, .65 for WORKS_WELL and .85 for TRUSTED. kith also weighs contacts,
// careers, gatekeepers, levels and how often somebody was asked.
//
// Detractors, and people who must not be contacted, introduce nobody; nobody asks or
// approaches a person from whom they are excluded.

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
MATCH (target:Person&KithNode {kWorkspace: $workspace, id: $target})
WHERE NOT target IN ours AND NOT coalesce(target.doNotContact, false)
// Who of theirs introduces us to the target.
CALL (target, ours, target) {
  CALL (target, ours, target) {
    MATCH (from:Person)-[k:KNOWS]-(target)
    WHERE NOT from IN ours AND NOT from IN [target, target] AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
    WITH from, k, startNode(k) = from AS own, coalesce(k.on, k.from, date('0001-01-01')) AS made
    WITH from, own, coalesce($day < k.to, true) AS stands,
      CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END AS made,
      CASE WHEN k.kind = 'CONFLICT' THEN 0.0
        ELSE coalesce({MET: 0.2, KNOWS: 0.4, WORKS_WELL: 0.65, TRUSTED: 0.85}[k.level], 0.0) END AS worth
    ORDER BY made DESC, worth
    WITH from, collect({own: own, stands: stands, made: made, worth: worth}) AS claims
    WITH from, CASE WHEN any(c IN claims WHERE c.own) THEN [c IN claims WHERE c.own] ELSE claims END AS claims
    WITH from, head([c IN claims WHERE c.stands]) AS newest
    WHERE newest.made >= $day - duration('P365D')
    RETURN from, newest.worth AS worth
  UNION
    MATCH (from:Person)-[f:INFLUENCES]->(target)
    WHERE NOT from IN ours AND NOT from IN [target, target] AND coalesce(f.kind, '') <> 'CONFLICT'
      AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
      AND coalesce(from.from <= $day, true) AND coalesce($day < from.to, true)
    RETURN from, f.weight AS worth
  }
  WITH from AS last, max(worth) AS worth
  WHERE worth >= 0.1 AND NOT coalesce(last.doNotContact, false) AND NOT coalesce(last.placeholder, false)
    AND NOT EXISTS {
      MATCH (last)-[x:EXCLUDES]->(target)
      WHERE coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
    }
  // the worst of what colleagues last said of them, in the accounts where they sit or in general
  CALL (last) {
    WITH last, COLLECT {
      MATCH (last)-[h:HOLDS]->(:Position)-[i:IN]->(:Organization)
        (()-[p:PART_OF]->(:Organization)
          WHERE coalesce(p.from <= $day, true) AND coalesce($day < p.to, true)){0,50}
        (:Organization)<-[f:FOR]-(account:Account)
      WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
        AND coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
        AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
      RETURN account
    } AS accounts
    OPTIONAL MATCH (last)<-[:ABOUT]-(j:Assessment)
    WHERE j.on <= $day AND $day < coalesce(j.expires, j.on + duration('P180D')) AND j.stance <> 'UNKNOWN'
      AND (NOT EXISTS { (j)-[:ABOUT]->(:Account|DecisionArea) }
        OR EXISTS {
          MATCH (j)-[:ABOUT]->(account:Account)
          WHERE account IN accounts
        }
        OR EXISTS {
          MATCH (j)-[:ABOUT]->(:DecisionArea)-[:FOR]->(account:Account)
          WHERE account IN accounts
        })
    WITH j
    ORDER BY j.on DESC, j.id
    WITH coalesce(head([(j)-[:AUTHOR]->(a) | a.id]), '') AS author, head(collect(j.stance)) AS stance
    RETURN coalesce(min({CHAMPION: 1.0, SUPPORTER: 0.9, NEUTRAL: 0.7, SCEPTIC: 0.4, DETRACTOR: 0.0}[stance]), 0.7) AS stance
  }
  WITH last, worth, stance
  WHERE stance > 0
  RETURN last, worth * stance * 0.8 AS lastLikely
}
// Who of ours knows them, or knows another who introduces us to them.
CALL (target, ours, last, lastLikely) {
  CALL (ours, last) {
    MATCH (us:Person)-[k:KNOWS]-(last)
    WHERE us IN ours AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
    WITH us, k, startNode(k) = us AS own, coalesce(k.on, k.from, date('0001-01-01')) AS made
    WITH us, k, own, coalesce($day < k.to, true) AS stands,
      CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END AS made,
      CASE WHEN k.kind = 'CONFLICT' THEN 0.0
        ELSE coalesce({MET: 0.2, KNOWS: 0.4, WORKS_WELL: 0.65, TRUSTED: 0.85}[k.level], 0.0) END AS worth
    ORDER BY made DESC, worth
    WITH us, collect({own: own, stands: stands, made: made, worth: worth,
                      held: made > date('0001-01-01') AND coalesce(made < k.to, true)}) AS claims
    WITH us, CASE WHEN any(c IN claims WHERE c.own) THEN [c IN claims WHERE c.own] ELSE claims END AS claims
    WITH us, head([c IN claims WHERE c.stands]) AS newest,
      reduce(best = 0.0, c IN claims | CASE WHEN c.held AND c.worth > best THEN c.worth ELSE best END) AS best
    WHERE coalesce(newest.made >= $day - duration('P365D'), true)
    WITH us, coalesce(newest.worth, 0.0) AS now, best
    WITH us, CASE WHEN now < 0.35 AND best >= 0.35 AND best / 2 > now THEN best / 2 ELSE now END AS worth
    WHERE worth >= 0.1
    RETURN us, 0.15 + 0.75 * worth AS usLikely
  }
  RETURN [us, last, target] AS route, usLikely * lastLikely AS likelihood
UNION ALL
  CALL (target, ours, last) {
    CALL (target, ours, last) {
      MATCH (from:Person)-[k:KNOWS]-(last)
      WHERE NOT from IN ours AND NOT from IN [target, last] AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
      WITH from, k, startNode(k) = from AS own, coalesce(k.on, k.from, date('0001-01-01')) AS made
      WITH from, own, coalesce($day < k.to, true) AS stands,
        CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END AS made,
        CASE WHEN k.kind = 'CONFLICT' THEN 0.0
          ELSE coalesce({MET: 0.2, KNOWS: 0.4, WORKS_WELL: 0.65, TRUSTED: 0.85}[k.level], 0.0) END AS worth
      ORDER BY made DESC, worth
      WITH from, collect({own: own, stands: stands, made: made, worth: worth}) AS claims
      WITH from, CASE WHEN any(c IN claims WHERE c.own) THEN [c IN claims WHERE c.own] ELSE claims END AS claims
      WITH from, head([c IN claims WHERE c.stands]) AS newest
      WHERE newest.made >= $day - duration('P365D')
      RETURN from, newest.worth AS worth
    UNION
      MATCH (from:Person)-[f:INFLUENCES]->(last)
      WHERE NOT from IN ours AND NOT from IN [target, last] AND coalesce(f.kind, '') <> 'CONFLICT'
        AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
        AND coalesce(from.from <= $day, true) AND coalesce($day < from.to, true)
      RETURN from, f.weight AS worth
    }
    WITH from AS before, max(worth) AS worth
    WHERE worth >= 0.1 AND NOT coalesce(before.doNotContact, false) AND NOT coalesce(before.placeholder, false)
      AND NOT EXISTS {
        MATCH (before)-[x:EXCLUDES]->(last)
        WHERE coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
      }
    // the worst of what colleagues last said of them, in the accounts where they sit or in general
    CALL (before) {
      WITH before, COLLECT {
        MATCH (before)-[h:HOLDS]->(:Position)-[i:IN]->(:Organization)
          (()-[p:PART_OF]->(:Organization)
            WHERE coalesce(p.from <= $day, true) AND coalesce($day < p.to, true)){0,50}
          (:Organization)<-[f:FOR]-(account:Account)
        WHERE coalesce(h.from <= $day, true) AND coalesce($day < h.to, true)
          AND coalesce(i.from <= $day, true) AND coalesce($day < i.to, true)
          AND coalesce(f.from <= $day, true) AND coalesce($day < f.to, true)
        RETURN account
      } AS accounts
      OPTIONAL MATCH (before)<-[:ABOUT]-(j:Assessment)
      WHERE j.on <= $day AND $day < coalesce(j.expires, j.on + duration('P180D')) AND j.stance <> 'UNKNOWN'
        AND (NOT EXISTS { (j)-[:ABOUT]->(:Account|DecisionArea) }
          OR EXISTS {
            MATCH (j)-[:ABOUT]->(account:Account)
            WHERE account IN accounts
          }
          OR EXISTS {
            MATCH (j)-[:ABOUT]->(:DecisionArea)-[:FOR]->(account:Account)
            WHERE account IN accounts
          })
      WITH j
      ORDER BY j.on DESC, j.id
      WITH coalesce(head([(j)-[:AUTHOR]->(a) | a.id]), '') AS author, head(collect(j.stance)) AS stance
      RETURN coalesce(min({CHAMPION: 1.0, SUPPORTER: 0.9, NEUTRAL: 0.7, SCEPTIC: 0.4, DETRACTOR: 0.0}[stance]), 0.7) AS stance
    }
    WITH before, worth, stance
    WHERE stance > 0
    RETURN before, worth * stance * 0.8 AS beforeLikely
  }
  CALL (ours, before) {
    MATCH (us:Person)-[k:KNOWS]-(before)
    WHERE us IN ours AND coalesce(k.from <= $day, true) AND coalesce(k.on <= $day, true)
    WITH us, k, startNode(k) = us AS own, coalesce(k.on, k.from, date('0001-01-01')) AS made
    WITH us, k, own, coalesce($day < k.to, true) AS stands,
      CASE WHEN made < k.confirmedOn AND k.confirmedOn <= $day THEN k.confirmedOn ELSE made END AS made,
      CASE WHEN k.kind = 'CONFLICT' THEN 0.0
        ELSE coalesce({MET: 0.2, KNOWS: 0.4, WORKS_WELL: 0.65, TRUSTED: 0.85}[k.level], 0.0) END AS worth
    ORDER BY made DESC, worth
    WITH us, collect({own: own, stands: stands, made: made, worth: worth,
                      held: made > date('0001-01-01') AND coalesce(made < k.to, true)}) AS claims
    WITH us, CASE WHEN any(c IN claims WHERE c.own) THEN [c IN claims WHERE c.own] ELSE claims END AS claims
    WITH us, head([c IN claims WHERE c.stands]) AS newest,
      reduce(best = 0.0, c IN claims | CASE WHEN c.held AND c.worth > best THEN c.worth ELSE best END) AS best
    WHERE coalesce(newest.made >= $day - duration('P365D'), true)
    WITH us, coalesce(newest.worth, 0.0) AS now, best
    WITH us, CASE WHEN now < 0.35 AND best >= 0.35 AND best / 2 > now THEN best / 2 ELSE now END AS worth
    WHERE worth >= 0.1
    RETURN us, 0.15 + 0.75 * worth AS usLikely
  }
  RETURN [us, before, last, target] AS route, usLikely * beforeLikely * lastLikely AS likelihood
}
WITH route, likelihood
WHERE NOT EXISTS {
  MATCH (us)-[x:EXCLUDES]->(other:Person)
  WHERE us = route[0] AND other IN route AND coalesce(x.from <= $day, true) AND coalesce($day < x.to, true)
}
RETURN [p IN route | p.id] AS people, [p IN route | p.name] AS names, likelihood
ORDER BY likelihood DESC, size(people), people
LIMIT $limit;
