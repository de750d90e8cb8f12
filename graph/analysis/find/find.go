// Package find answers the questions that package analysis words: each function
// takes a view and a query and returns the report of that question.
package find

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/cadence"
	"github.com/kithgraph/kith/graph/analysis/internal/care"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/handover"
	"github.com/kithgraph/kith/graph/analysis/internal/influence"
	"github.com/kithgraph/kith/graph/analysis/internal/introductions"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/internal/moves"
	"github.com/kithgraph/kith/graph/analysis/internal/pairings"
	"github.com/kithgraph/kith/graph/analysis/internal/promises"
	"github.com/kithgraph/kith/graph/analysis/internal/stakeholders"
	"github.com/kithgraph/kith/graph/analysis/internal/strength"
	"github.com/kithgraph/kith/graph/view"
)

// Strength answers: how well do we know these people, and who of us?
//
// Definition: with E the contacts of a pair, each weighted by channel and room
// and decayed at two paces, x = E_joint + E_in + min(E_in, E_out) +
// ¼·max(0, E_out − E_in) and access = x/(x+2); strength blends access with the
// newest claim m as (v_obs·access + v_st·m)/(v_obs + v_st), where v_st halves
// every 180 days and evidence below the claim weighs only as much as contacts
// of the person are noticed.
//
// Shape: one tie per pair of one of ours with one of theirs of which anything
// is known, from ours to theirs, strongest first, ties by ID. Findings: T1 for
// each tie that is cooling, T2 unverified, T3 disputed.
//
// Units: Access, AccessBack and Strength in [0,1); days; counts of contacts.
//
// Errors: invalid query; not found when the account or person is not there.
//
// Cost: O(contacts and claims of the people asked about), independent of the
// rest of the workspace.
//
// Source: tie-decay form of Ahmad, Porter and Beguerisse-Díaz (2018),
// arXiv:1805.00193; the constants are conventions.
func Strength(v *view.View, q analysis.StrengthQuery) (*analysis.StrengthReport, error) {
	return strength.Answer(knows.NewReader(v), q)
}

// Stakeholders answers: who is who at this account, how do they stand to us,
// what part do they play, and who of us knows them?
//
// Definition: stance(p) is the worst of each colleague's newest unexpired
// judgement; roles are recorded parts, else the newest judgement; KnownBy = {x
// ours : band(x→p) > NONE}.
//
// Shape: one entry per person of theirs with a seat in the account's
// organizations, by ID. No findings: see [Coverage] and [SinglePoints].
//
// Units: Level 1 to 5; DirectDepth in people.
//
// Errors: not found when there is no such account.
//
// Cost: O(seats, contacts and claims of the account's people).
//
// Source: the definitions of [Strength] and of the buying centre (Webster and
// Wind, 1972).
func Stakeholders(v *view.View, accountID graph.ID) (*analysis.StakeholdersReport, error) {
	return stakeholders.Answer(knows.NewReader(v), accountID)
}

// Coverage answers: where are we not covered at this account?
//
// Definition: the depth of a person is the number of our people with a working
// tie to them; each gap is a rule of [Rules] (G1 to G11) held against the
// account's [Policy].
//
// Shape: one cell per level and function that has a seat or is expected; one
// entry per person, area and key contact; findings worst first, within a
// severity by budget, then name, ties by ID.
//
// Units: counts of people; levels 1 to 5; shares in [0,1]; days.
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(seats + ties of the account's people + contacts behind them), three
// times over for robustness, and one bounded introduction search per gap in the
// cover of a decider.
//
// Source: density, authority and quality of contacts after Palmatier (2008),
// doi:10.1509/jmkg.72.4.76; forms after McDonald and Rogers (1998).
func Coverage(v *view.View, q analysis.CoverageQuery) (*analysis.CoverageReport, error) {
	return coverage.Answer(knows.NewReader(v), q)
}

// SinglePoints answers: whose departure, on our side or theirs, cuts us off?
//
// Definition: Critical_H(D) = the people x ≠ D such that every chain of at most
// H handshakes from one of ours to D passes x; Loss_H(x) = {D : x ∈
// Critical_H(D)}, and likewise for ties and for pairs. Handshakes are working
// ties of ours, and from one of theirs to the next ties or influences of at
// least 0.35 and reporting lines; a detractor is reached and does not carry. The
// resilience of a decision area is the size of a smallest set of people, its own
// deciders apart, without whom it is not reached. A way weakens without x when x
// is on the best one, directly or by introduction, and the next best one is less
// likely by a word, or less than half as likely.
//
// Shape: one point per person with a loss, single points of failure first,
// then by the largest budget lost, the number of deciders and of people, ties
// by ID; one target per person who decides or approves, by ID; one resilience
// per open area, by ID. Findings: P1 for each single point of failure.
//
// Units: handshakes; departures; money by currency, never added across; an area
// is lost when all its deciders are (rule ANY) or one is (ALL).
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(T·H·b) searches for T people with b arcs within the horizon, O(T·H²·b)
// with pairs; three times over, to say whether each finding is robust. O(H^k)
// searches for an area that k departures cut off, k at most [MaxDepartures].
//
// Source: horizon after Friedkin (1983), doi:10.2307/2578364; chains that share
// nobody after Menger (1927), by bipartite matching at two handshakes and by
// flow at any; dominators after Georgiadis, Tarjan and Werneck (2006).
func SinglePoints(v *view.View, q analysis.SinglePointsQuery) (*analysis.SinglePointsReport, error) {
	return losses.Answer(knows.NewReader(v), q)
}

// Scenario answers: if these people leave, whom and what do we lose, and what
// remains?
//
// Definition: of the graph of [SinglePoints], all chains that pass a leaver are
// gone; a person is lost who is reached within the horizon before and not after.
// Nobody takes a leaver's place: a seat that they leave carries nothing until
// somebody sits there.
//
// Shape: everybody who leaves, everybody who decides and stays, every open area,
// each by ID. No findings: what it says has not happened.
//
// Units: handshakes; people; money by currency, never added across.
//
// Errors: invalid query; not found when the account, a person or an organization
// is not there.
//
// Cost: O(T·H·b) searches for T people with b arcs within the horizon, twice,
// and one bounded introduction search for each decider lost.
//
// Source: as [SinglePoints]. To find the worst set of a size is hard (critical
// node problem, Arulselvan et al., 2009, doi:10.1016/j.cor.2008.08.016); to
// work out a given one is not.
func Scenario(v *view.View, q analysis.ScenarioQuery) (*analysis.ScenarioReport, error) {
	return losses.AnswerScenario(knows.NewReader(v), q)
}

// Introductions answers: who can introduce us to this person, and whom should
// we ask?
//
// Definition: p(route) = Π of its handshakes; one of ours to a contact is .15 +
// .75·s, with s at least half its peak; a contact to the next is the strongest
// of tie, influence and reporting line of the day, and to the target also of
// shared employment, times the carrier's stance
// (champion 1, supporter .9, neutral and unknown .7, sceptic .4), .6 for a
// gatekeeper, .85 for each level skipped upwards beyond one, 1/(1 + n/3) for n
// asks in 90 days and .8 for the further handshake. Detractors, people asked
// three times or with an open ask to the same target, exclusions and people who
// must not be contacted are on no route.
//
// Shape: one entry per person to ask, by falling probability, then fewer
// handshakes, ties by the IDs on the route; exact, not sampled. Finding: I1
// where no route leads to the target.
//
// Units: probabilities in (0,1], uncalibrated until outcomes are recorded;
// handshakes.
//
// Errors: invalid query, also when the target is one of ours or a seeker is
// not; not found when a person is not there.
//
// Cost: O(b log b) in the facts b within the hops before the target, whatever
// the size of the workspace.
//
// Source: Dodds, Muhamad and Watts (2003), doi:10.1126/science.1081058, for few
// hops and friction; Levin, Walter and Murnighan (2011),
// doi:10.1287/orsc.1100.0576, for dormant ties.
func Introductions(v *view.View, q analysis.IntroductionsQuery) (*analysis.IntroductionsReport, error) {
	return introductions.Answer(knows.NewReader(v), q)
}

// Moves answers: who changed employer or seat, whom do we lose and whom do we
// gain?
//
// Definition: a move is a day d on which the seats that a person holds differ
// from those of d − 1. It is judged by the companies (the topmost organizations)
// that are wholly left, with no seat there any more, and wholly entered, with none
// there before, whatever is held elsewhere besides: one left and one entered is
// CHANGED_FIRM, only left LEFT, only entered JOINED; else PROMOTED where a seat
// taken is of a higher level than all held in its company before, and
// CHANGED_SEAT where none is. A company entered within 90 days after one was left,
// with no other left or entered between, is part of the same move. A holding of
// the same seat that is only entered anew is no move.
//
// Shape: one entry per person and day, latest first, ties by ID; moves of at
// least 20 people, half of a firm or more, between the same two firms on one
// day are one [FirmEvent] and not listed. Findings: M1 for somebody of theirs
// whom we know or who has a part in a decision and wholly left a company, unless
// only the one left is no account's; and for one of ours with working ties who
// left; M2 for somebody we know who wholly entered an account's company.
//
// Units: days; levels 1 to 5.
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(holdings of the account's seats), or of all people without an
// account, plus the ties of those who moved.
//
// Source: two-sided handover after Palmatier, Scheer and Steenkamp (2007),
// doi:10.1509/jmkr.44.2.185.
func Moves(v *view.View, q analysis.MovesQuery) (*analysis.MovesReport, error) {
	return moves.Answer(knows.NewReader(v), q)
}

// CardOfMove answers: a contact moved; what do we keep, what do we gain, what do
// we lose, and what is to be done?
//
// Definition: kept = our ties to them now; gained = {D at the account joined :
// every chain of two handshakes to D passes them}; lost = Loss_2 of [SinglePoints]
// at the account left on the day before, and the gaps of [Coverage] there that
// are on the day of leaving and were not the day before. To cover anew: deciders
// lost, whoever followed on their seats, and others of weight who are lost. For
// thirty days after leaving, and while somebody of ours is in touch with them, they are asked first.
//
// Shape: one card for one move; lists as their fields say. Findings: M1 and M2
// as in [Moves].
//
// Units: days; strength in [0,1]; money by currency.
//
// Errors: invalid query, also for one of ours, whose move is a [Handover]; not
// found when there is no such person or no such move.
//
// Cost: that of [SinglePoints] at both accounts and of [Coverage] at the one left,
// twice, without robustness, and of one bounded introduction search for each step.
//
// Source: handover on the customer's side after Palmatier, Scheer and Steenkamp
// (2007), doi:10.1509/jmkr.44.2.185.
func CardOfMove(v *view.View, q analysis.MoveCardQuery) (*analysis.MoveCardReport, error) {
	return moves.AnswerCard(knows.NewReader(v), q)
}

// Handover answers: if this one of ours leaves or changes, or has left, what has
// to be handed over, to whom, and is it a good moment?
//
// Definition: their working ties at each account, exclusive where nobody else of
// ours has one, with the strongest other tie and who should take over; pairings,
// open promises and what hangs on them by [SinglePoints]. A moment is bad within
// 90 days of a renewal or decision, while a contact of theirs changes too, or
// while a problem is open. A change may be welcome where promises of theirs were
// late, where contacts came to think worse of us, or where they met nobody new
// for half a year. Both are shown, and no sum is drawn.
//
// Shape: one entry per account, the gravest first, ties by ID. Findings: M1 for
// each account with ties, once they have left.
//
// Units: days; strength in [0,1); money by currency.
//
// Errors: invalid query, also for somebody who is not one of ours and was not in
// the year before; not found when the person or account is not there.
//
// Cost: that of [SinglePoints] at each account, without robustness, and one
// bounded introduction search for each tie to hand over.
//
// Source: loyalty to the salesperson is two-sided after Palmatier, Scheer and
// Steenkamp (2007), doi:10.1509/jmkr.44.2.185; a change can also help: Schmitz,
// Friess, Alavi and Habel (2020), doi:10.1177/0022242920924389.
func Handover(v *view.View, q analysis.HandoverQuery) (*analysis.HandoverReport, error) {
	return handover.Answer(knows.NewReader(v), q)
}

// Influence answers: who shapes what is decided at this account, how do they
// stand to us, and whose mind should we learn or change?
//
// Definition: the view of B is (1 − Σ L_BA)·own(B) + Σ L_BA·view(A) with L_BA =
// d·w_BA / max(1, Σ w) and d = ½, w the stated influence of A on B, else 0.3 of
// a boss on a report and of a recorded influencer or approver on a decider.
// Influence(A) is the share of the decision that comes to rest in A's own view:
// start at a decider, keep asking whose view shaped that one, and so often you
// stop at A. Shares of an area add up to one. Areas together weigh as their
// budgets. The swing of a change of A's own view by x is x·Influence(A).
//
// Shape: areas by ID; people by falling share, ties by ID, with a Rank that only
// tells apart who is ahead at d = .3, .5 and .7 alike; levers by falling swing.
// Findings: G7 for each area without an ally among those who shape it most.
//
// Units: shares in [0,1]; Best and Worst in [−1,1]; pairs of people.
//
// Errors: invalid query; not found when the account is not there or has no such
// open area.
//
// Cost: O(arcs behind the deciders · log) per area, one bounded introduction
// search per lever, and O(people · arcs) for the brokers where asked for.
//
// Source: Friedkin and Johnsen (1990), doi:10.1080/0022250X.1990.9990069; as
// PageRank walked backwards Proskurnikov, Tempo and Cao (2016),
// arXiv:1609.04598; brokers by Brandes (2001), doi:10.1080/0022250X.2001.9990249.
func Influence(v *view.View, q analysis.InfluenceQuery) (*analysis.InfluenceReport, error) {
	return influence.Answer(knows.NewReader(v), q)
}

// Pairings answers: who of ours should look after whom at this account, at eye
// level and day by day, and what would the next best be?
//
// Definition: everybody of theirs with a part in a decision that matters, or at
// level 3 and above, wants a peer, and a decider somebody else besides, day by
// day. A pairing costs 6 points per level by which ours is the senior and 12 by
// which ours is the junior (day by day instead: 12 for somebody who does not work
// on the account, or only as its sponsor), 4 for a neighbouring and 12 for another
// function, 30 without a shared language, 4 and 8 for more than 3 and 6 hours
// between the time zones, 6 where ours is already the only tie to another decider,
// −20·s for a tie, −10 where the two are paired today, and 2·j² for the j pairings
// that ours carries already. Leaving it open costs 60 for a decider or approver,
// 40 for an influencer or gatekeeper, 25 for a buyer, user or initiator and 8 for
// anybody else. Exclusions and conflicts are absolute. The whole with the fewest
// points is proposed; of several, one in which the two counterparts of fewer
// deciders have a manager in common. The runner-up is who comes when the owner
// does not, with everything else arranged anew; and why not somebody is by how much
// the whole is dearer when they have to. Where one of ours with a capacity looks after
// a seat that several hold, that is kept as one place, and the fewest points are not
// claimed.
//
// Shape: one entry per demand, by falling level and ID; one per level. Findings:
// G8 for pairings that are asleep.
//
// Units: points, whole numbers; levels.
//
// Errors: invalid query, also when the one asked about is not one of ours; not
// found when the account or that person is not there.
//
// Cost: O(demands · (candidates² + ties)), see [MaxPairingCandidates].
//
// Source: successive shortest paths of a flow of least cost (Ahuja, Magnanti and
// Orlin, Network Flows, 1993, ch. 9); the points are conventions.
func Pairings(v *view.View, q analysis.PairingQuery) (*analysis.PairingReport, error) {
	return pairings.Answer(knows.NewReader(v), q)
}

// Promises answers: which promises were kept, ours and theirs, how late were the
// others, were they told of before, and what is due soon?
//
// Definition: a due day slips where it passed and the promise was not kept by then. A
// due day that was moved before it passed counts no more; one that passed before
// anybody heard of another stays. A promise that recurs is due every period, and each
// day on which it was kept counts for the due day nearest to it; it is missed where the
// next one is due before it is kept. SlipRate = slipped / due, from five due days on.
//
// Shape: one entry for each promise that is open, or was due or moved in the period,
// overdue ones first, then by due day, ties by ID; one tally for each account, each
// maker and each key account manager, by ID. Findings: K1 for a promise overdue for
// more than seven days, K2 for an account where at least two were late in ninety days,
// K3 for a surprise to somebody who decides, K4 for one that recurs and was missed at
// least twice.
//
// Units: days; counts of due days; SlipRate in [0,1].
//
// Errors: invalid query; not found when the account or person is not there.
//
// Cost: O(promises asked about, with their moves and the due days of the period).
//
// Source: late is forgiven, a surprise is not: the definitions are conventions.
func Promises(v *view.View, q analysis.PromisesQuery) (*analysis.PromisesReport, error) {
	return promises.Answer(knows.NewReader(v), q)
}

// Cadence answers: with whom is contact due or overdue, which ties fell silent, and
// which accounts decline?
//
// Definition: a contact is agreed by a pairing, at its cadence or else the policy's,
// and expected with everybody who decides or approves and is in no pairing, of anybody
// of ours. It is due a cadence after the last one, or after the pairing began, and
// overdue after one and a half, counting the days on which it would be on record (for
// anybody of ours, those on which it would for the whole team). A tie is silent when
// it had four days of contact in the year up to the last one and since then more days
// passed, on which it would be on record, than twice the longest gap of that year, and
// four weeks. An account declines where S = max(0, S + (n·ln ½ + λs/2)/φ), over the n
// contact-days of each of the last 26 whole weeks, ends at ln 52 or more; λ is the mean
// of the 52 weeks before, 1 at least, φ their variance over mean, 1 at least, and s how
// busy the same week of that year was. Only those of ours count whose contacts were
// noticed on all their days with us.
//
// Shape: one contact per pairing and per person who decides or approves, the worst
// first; one tie per silent pair; one rhythm per account, by ID. Findings: C1 for what
// is overdue, C2 silent, C3 declines.
//
// Units: days; contact-days a week, a contact-day being one of ours, one of theirs and
// one day; a room of more than thirty is none.
//
// Errors: invalid query, also for a person who is not one of ours; not found when the
// account or person is not there.
//
// Cost: O(contacts of the account's people, of those who sat there before, and of those
// of ours who met them).
//
// Source: sequential test after Page (1954), doi:10.1093/biomet/41.1-2.100, and Lorden
// (1971), doi:10.1214/aoms/1177693055; for counts Lucas (1985),
// doi:10.1080/00401706.1985.10488030.
func Cadence(v *view.View, q analysis.CadenceQuery) (*analysis.CadenceReport, error) {
	return cadence.Answer(knows.NewReader(v), q)
}

// Care answers: what is open at these accounts and for how long, what did we deliver and
// did they agree, and what did we grant, by whom?
//
// Definition: a problem is open from the day on which it was opened until it ends.
// Value counts in the period by the day on which it was delivered, and is agreed from
// the day on which the client agreed. Concessions count by the day on which they were
// granted, and are in force until they end. A record is about the account that it names,
// that of a decision area that it names, else the only account of a person that it names.
//
// Shape: one entry for each account with anything to tell, by ID; who granted most
// first, ties by ID. Findings: O1 for each problem open for more than thirty days, O2 for
// value that was delivered more than ninety days ago, in the period, and not agreed to.
//
// Units: days; money by currency, never added across.
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(records about the account, its areas and people), or of all without one.
//
// Source: the definitions are conventions.
func Care(v *view.View, q analysis.CareQuery) (*analysis.CareReport, error) {
	return care.Answer(knows.NewReader(v), q)
}

// Attention answers: where do our contact-days go, which accounts are neglected or
// over-served, and who of ours has a favourite?
//
// Definition: of the contact-days of the last 26 whole weeks at all accounts together an
// account has its share, and of the contact-days that the cadences of [Cadence] come to its
// agreed share. It is neglected below half the agreed share, with two contacts overdue, and
// where so few of n contact-days would come to it by chance with a probability below .01
// (binomial); over-served above twice the agreed share and ten contact-days above what is
// agreed. A favourite has more than half of the contact-days of one of ours, of ten or
// more. Nobody new: the last first contact with anybody there is 180 days ago. The
// effective number of people is 1/Σ share².
//
// Shape: one entry per account, neglected first, then over-served, then by how much less
// than agreed, ties by ID; one per person of ours with contact-days or pairings, the most
// contact-days first, ties by ID. Findings: A1 neglected, A2 over-served, A3 favourites, A4
// nobody new.
//
// Units: contact-days; shares in [0,1]; money by currency, never added across.
//
// Errors: invalid query, also for a person who is not one of ours; not found when the
// account or person is not there.
//
// Cost: that of [Cadence] of all accounts, whatever is listed.
//
// Source: the effective number is the inverse of the index of Herfindahl and Hirschman;
// limits are conventions.
func Attention(v *view.View, q analysis.AttentionQuery) (*analysis.AttentionReport, error) {
	return cadence.AnswerAttention(knows.NewReader(v), q)
}
