package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// DefaultHorizon is the number of handshakes within which reach is judged:
// people see about two steps of their network (Friedkin, 1983).
const DefaultHorizon = 2

// MaxHorizon bounds the horizon of a [SinglePointsQuery].
const MaxHorizon = 3

// SinglePointsQuery asks whose departure cuts us off at an account.
type SinglePointsQuery struct {
	Account   graph.ID
	Horizon   int  // handshakes from one of ours, 1 to MaxHorizon; 0 for DefaultHorizon
	Pairs     bool // also look for pairs of people where nobody alone is critical
	Soft      bool // also look for whom the way to a decider only becomes weaker
	Structure bool // also draw the dominator tree, whatever the length of chains
}

// Validate reports what is wrong with the query itself.
func (q SinglePointsQuery) Validate() error {
	if q.Account == "" {
		return graph.Invalid("query", nil, "single points wants an account")
	}
	if q.Horizon < 0 || q.Horizon > MaxHorizon {
		return graph.Invalid("query", nil, "horizon is %d, want 1 to %d", q.Horizon, MaxHorizon)
	}
	return nil
}

// SinglePointsReport says what hangs on whom.
type SinglePointsReport struct {
	Envelope
	Account   graph.ID
	Horizon   int
	Points    []SinglePoint    // everybody on whom anybody's reach hangs, or a way to a decider weakens, the gravest first
	Ties      []SingleTie      // every tie on which a decider hangs, the gravest first
	Pairs     []SinglePair     // where asked for: two people on whom a decider hangs, and on neither alone, the gravest first
	Targets   []Target         // everybody who decides or approves, by id
	Areas     []AreaResilience // every open decision area, by id
	Structure []Dominance      // where asked for: on whom others hang at any length of chains, most people first
}

// SinglePoint is one person and what is lost without them.
type SinglePoint struct {
	Person        graph.ID
	Name          string
	Side          graph.Side
	Single        bool // a single point of failure: a decider or a decision area is lost
	ReachLost     Loss
	SeatsChanging []Part       // their own parts in decisions: another will hold them
	SecondBest    []SecondBest // for each decider lost, the next best of ours
	Weakened      []Weakened   // where asked for: deciders who are not lost, and to whom the best way becomes less likely, by id
	NoticeOn      graph.Date   // the day on which they gave notice; 0 for none known
	LeavesOn      graph.Date   // the day on which their last seat is known to end; 0 for none known
	Reasons       []Reason     // those of what is lost; where nothing is, of the ways that weaken
	Sentence      string
}

// Loss is what is reached now and would not be.
type Loss struct {
	Deciders       []graph.ID // people who decide or approve, by id
	People         []graph.ID // everybody, the deciders included, by id
	Areas          []LostArea // decision areas, by id
	Budgets        []Money    // of those areas, by currency; an unknown budget is in no sum
	BudgetsUnknown int        // areas whose budget is not known
	RevenueExposed []Money    // the account's, only when every revenue-bearing area is lost
	Reasons        []Reason   // the handshakes of a chain that leads today to each of those who matter most, deciders first, at most three
}

// LostArea is a decision area that would be cut off.
type LostArea struct {
	ID     graph.ID
	Name   string
	Rule   graph.DecisionRule
	Budget []Money // one amount, none where unknown
}

// Part is what a person does in a decision.
type Part struct {
	Area    graph.ID // "" for the account as a whole
	Name    string   // of the area
	Role    graph.Role
	Record  graph.ID // the DECIDES edge or the assessment
	Opinion bool     // by an assessment
}

// SecondBest is the strongest tie of ours to a target that does not work: it is
// too weak, or out of touch.
type SecondBest struct {
	Target  graph.ID
	Owner   graph.ID
	Band    graph.Band
	Cooling bool // strong enough to work, but out of touch
}

// Target is how securely somebody is reached.
type Target struct {
	Person      graph.ID
	Name        string
	Parts       []Part
	Direct      []graph.ID // those of ours with a working tie, by id
	DirectDepth int        // how many they are; 1 is single-threaded
	Depth2      int        // chains of at most two handshakes that share nobody

	// StructuralDepth is how many chains of any length share nobody; 3 stands
	// for three or more.
	StructuralDepth int

	Reached  bool          // within the horizon
	Critical []graph.ID    // on every chain, ours first
	Pairs    [][2]graph.ID // without both there is no chain, where nobody alone is critical
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
func SinglePoints(v *view.View, q SinglePointsQuery) (*SinglePointsReport, error) {
	return answerSinglePoints(newReader(v), q)
}

func answerSinglePoints(r *reader, q SinglePointsQuery) (*SinglePointsReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Horizon == 0 {
		q.Horizon = DefaultHorizon
	}
	a, err := r.readAccount(q.Account)
	if err != nil {
		return nil, err
	}
	a.blind()
	rep := &SinglePointsReport{Account: a.id(a.n), Horizon: q.Horizon}
	rc := a.readReach()
	hangs := rc.losses(q.Horizon)
	var others [2]map[kernel.N][]int
	for i, p := range []pace{halved, doubled} {
		others[i] = rc.paced(p).losses(q.Horizon)
	}
	weaker := map[kernel.N][]Weakened{}
	if q.Soft {
		weaker = rc.weakened(hangs)
	}
	var findings []found
	nodes := slices.Clone(rc.nodes)
	for n := range weaker { // the best way may pass somebody who is not in the net
		nodes = append(nodes, n)
	}
	for _, n := range rc.distinct(nodes) {
		lost := hangs[n]
		if len(lost) == 0 && len(weaker[n]) == 0 {
			continue
		}
		p := rc.point(n, lost, weaker[n], q.Horizon)
		rep.Points = append(rep.Points, p)
		if p.Single {
			robust := rc.single(others[0][n]) && rc.single(others[1][n])
			findings = append(findings, rc.pointFinding(n, &p, q.Horizon, robust))
		}
	}
	slices.SortStableFunc(rep.Points, func(x, y SinglePoint) int {
		return cmp.Or(-compareBool(x.Single, y.Single), compareLosses(&x.ReachLost, &y.ReachLost), cmp.Compare(x.Person, y.Person))
	})
	rep.Ties = rc.singleTies(q.Horizon)
	if q.Pairs {
		rep.Pairs = rc.singlePairs(q.Horizon)
	}
	dj := newDisjoint(rc.search.net)
	for i := range a.people {
		if a.people[i].deciding() {
			rep.Targets = append(rep.Targets, rc.target(i, q, dj))
		}
	}
	rep.Areas = rc.resilience(q.Horizon)
	if q.Structure {
		rep.Structure = rc.structure()
	}
	rep.Envelope = a.envelope(a.policy.version(), findings)
	return rep, nil
}

// compareLosses orders losses, the gravest first.
func compareLosses(x, y *Loss) int {
	return cmp.Or(
		cmp.Compare(largest(y.Budgets), largest(x.Budgets)),
		cmp.Compare(len(y.Deciders), len(x.Deciders)),
		cmp.Compare(len(y.People), len(x.People)),
	)
}

// losses returns the people of theirs whose reach hangs on each person.
func (rc *reach) losses(horizon int) map[kernel.N][]int {
	out := map[kernel.N][]int{}
	for i := range rc.people {
		t := rc.number(rc.people[i].n)
		if t == nobody {
			continue
		}
		for _, x := range rc.search.critical(t, horizon) {
			out[rc.nodes[x]] = append(out[rc.nodes[x]], i)
		}
	}
	return out
}

// reached reports whether one of theirs is reached.
func (rc *reach) reached(p, horizon int) bool {
	t := rc.number(rc.people[p].n)
	return t != nobody && rc.search.reached(t, horizon)
}

func (p *person) deciding() bool {
	return p.has(func(r graph.Role) bool { return decides(r) || approves(r) })
}

// single reports whether the loss of the people given is that of a single point
// of failure. The loss of an area implies the loss of a decider.
func (rc *reach) single(lost []int) bool {
	return slices.ContainsFunc(lost, func(p int) bool { return rc.people[p].deciding() })
}

// areasLost returns the areas that are cut off when some leave and others are
// lost with them: reached before, and by nobody but those after. An area whose
// only loss is a leaver's own seat changes hands and is not cut off.
func (rc *reach) areasLost(leaves func(kernel.N) bool, lost []int, horizon int) (out []int) {
	for k := range rc.areas {
		ar := &rc.areas[k]
		before, after, others := 0, 0, 0
		for _, d := range ar.deciders {
			if !rc.reached(d, horizon) {
				continue
			}
			before++
			switch {
			case leaves(rc.people[d].n):
			case slices.Contains(lost, d):
				others++
			default:
				after++
			}
		}
		if others == 0 {
			continue
		}
		if ar.facts.Rule == graph.DecisionAll && before == len(ar.deciders) || ar.facts.Rule != graph.DecisionAll && after == 0 {
			out = append(out, k)
		}
	}
	return out
}

// loss makes the public form of what is lost with those who leave.
func (rc *reach) loss(leaves func(kernel.N) bool, lost []int, horizon int) (l Loss) {
	for _, d := range lost {
		l.People = append(l.People, rc.pid(d))
		if rc.people[d].deciding() {
			l.Deciders = append(l.Deciders, rc.pid(d))
		}
	}
	bearing, cut := 0, 0
	for k := range rc.areas {
		if rc.areas[k].facts.RevenueBearing {
			bearing++
		}
	}
	for _, k := range rc.areasLost(leaves, lost, horizon) {
		ar := &rc.areas[k]
		l.Areas = append(l.Areas, LostArea{ID: ar.facts.ID, Name: ar.facts.Name, Rule: ar.rule(), Budget: ar.budget()})
		l.Budgets = append(l.Budgets, ar.budget()...)
		if ar.facts.Budget == nil {
			l.BudgetsUnknown++
		}
		if ar.facts.RevenueBearing {
			cut++
		}
	}
	telling := slices.Clone(lost)
	slices.SortStableFunc(telling, func(x, y int) int { return -compareBool(rc.people[x].deciding(), rc.people[y].deciding()) })
	for _, d := range telling[:min(3, len(telling))] {
		l.Reasons = append(l.Reasons, rc.chainReasons(rc.number(rc.people[d].n), horizon)...)
	}
	l.Reasons = distinctReasons(l.Reasons)
	l.Budgets = sumMoney(l.Budgets)
	if cut > 0 && cut == bearing {
		l.RevenueExposed = slices.Clone(rc.revenue)
	}
	return l
}

func (rc *reach) point(n kernel.N, lost []int, weaker []Weakened, horizon int) SinglePoint {
	p := SinglePoint{Person: rc.id(n), Name: rc.name(n), Side: rc.side(n), Single: rc.single(lost), Weakened: weaker}
	p.ReachLost = rc.loss(func(x kernel.N) bool { return x == n }, lost, horizon)
	for _, d := range lost {
		if rc.people[d].deciding() {
			if best := rc.secondBest(d, n); best != nil {
				p.SecondBest = append(p.SecondBest, SecondBest{rc.pid(d), rc.id(best.from), rc.verdict(best).band, rc.verdict(best).cooling})
			}
		}
	}
	if i, is := rc.at[n]; is {
		p.SeatsChanging = rc.parts(i)
	}
	p.NoticeOn, p.LeavesOn = rc.notice(n)
	p.Reasons = p.ReachLost.Reasons
	if len(lost) == 0 {
		for _, w := range weaker {
			p.Reasons = append(p.Reasons, w.Reasons...)
		}
		p.Reasons = distinctReasons(p.Reasons)
	}
	p.Sentence = rc.pointSentence(&p, lost, horizon)
	return p
}

// side returns whose somebody is on the day.
func (r *reader) side(n kernel.N) graph.Side {
	if r.ours(n) {
		return graph.SideOurs
	}
	return graph.SideTheirs
}

// rule returns the decision rule, ANY where none is recorded.
func (ar *area) rule() graph.DecisionRule {
	if ar.facts.Rule == "" {
		return graph.DecisionAny
	}
	return ar.facts.Rule
}

// parts lists what a person does in decisions, by area and role.
func (a *account) parts(p int) (out []Part) {
	for _, pt := range a.people[p].parts {
		x := Part{Role: pt.role, Record: pt.record, Opinion: pt.opinion}
		if pt.area != none {
			x.Area, x.Name = a.areas[pt.area].facts.ID, a.areas[pt.area].facts.Name
		}
		out = append(out, x)
	}
	return out
}

// secondBest returns the strongest tie of ours to a person, other than those of
// some of ours, which is weaker than a working one or out of touch; nil for none.
func (a *account) secondBest(p int, without ...kernel.N) (best *tie) {
	for _, t := range a.ourTiesTo(a.people[p].n) {
		v := a.verdict(t)
		if slices.Contains(without, t.from) || v.working || v.band == graph.BandNone {
			continue
		}
		if best == nil || v.s > a.verdict(best).s {
			best = t
		}
	}
	return best
}

// notice returns when a person gave notice, and when the last of their seats is
// known to end.
func (r *reader) notice(n kernel.N) (on, leaves graph.Date) {
	stays := false
	for h := range r.out(n, graph.EdgeHolds) {
		if d := r.s.EdgeProps(h.Edge()).Date("noticeOn"); d != 0 && d <= r.day && (on == 0 || d < on) {
			on = d
		}
		to := r.s.EdgeValid(h.Edge()).To
		stays = stays || to == 0
		leaves = max(leaves, to)
	}
	if stays {
		leaves = 0
	}
	return on, leaves
}

func (rc *reach) target(p int, q SinglePointsQuery, dj *disjoint) Target {
	t := Target{Person: rc.pid(p), Name: rc.who(p), Parts: rc.parts(p), Direct: rc.ids(rc.owners(p)), DirectDepth: rc.depth(p)}
	d := rc.number(rc.people[p].n)
	if d == nobody {
		return t
	}
	t.Depth2 = rc.search.depth2(d)
	t.StructuralDepth = dj.count(d, maxStructural)
	t.Reached = rc.search.reached(d, q.Horizon)
	for _, x := range rc.search.critical(d, q.Horizon) {
		t.Critical = append(t.Critical, rc.id(rc.nodes[x]))
	}
	if q.Pairs {
		for _, xy := range rc.search.criticalPairs(d, q.Horizon) {
			t.Pairs = append(t.Pairs, [2]graph.ID{rc.id(rc.nodes[xy[0]]), rc.id(rc.nodes[xy[1]])})
		}
	}
	return t
}

// names returns the names of people of theirs.
func (a *account) names(list []int) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = a.who(p)
	}
	return out
}

// lostText says what is lost: "Julia Moreau and 2 others within two handshakes; cut
// off: ERP (2.5M EUR)".
func (rc *reach) lostText(l *Loss, lost []int, within string) string {
	var deciders, others []int
	for _, d := range rc.byWeight(lost) {
		if rc.people[d].deciding() {
			deciders = append(deciders, d)
		} else {
			others = append(others, d)
		}
	}
	s := joinMore(rc.names(deciders), len(others))
	if len(deciders) == 0 {
		s = joinNames(rc.names(others))
	}
	s += within
	if len(l.Areas) > 0 {
		var names []string
		for _, ar := range l.Areas {
			names = append(names, ar.Name)
		}
		s += "; cut off: " + joinNames(names)
		if len(l.Budgets) > 0 {
			s += " (" + moneyText(l.Budgets) + ")"
		}
	}
	return s
}

// within says how far chains are looked at.
func within(horizon int) string { return " within " + handshakes(horizon) }

func (rc *reach) pointSentence(p *SinglePoint, lost []int, horizon int) string {
	if len(lost) == 0 {
		return fmt.Sprintf("Without %s %s.", p.Name, p.weakText())
	}
	s := fmt.Sprintf("Without %s nothing leads to %s", p.Name, rc.lostText(&p.ReachLost, lost, within(horizon)))
	if len(p.SecondBest) > 0 {
		b := p.SecondBest[0]
		for _, o := range p.SecondBest[1:] {
			x, _ := rc.s.Node(o.Target)
			y, _ := rc.s.Node(b.Target)
			if rc.compareWeight(rc.at[x], rc.at[y]) < 0 {
				b = o
			}
		}
		owner, _ := rc.s.Node(b.Owner)
		target, _ := rc.s.Node(b.Target)
		state := bandText(b.Band)
		if b.Cooling {
			state += ", but out of touch"
		}
		s += fmt.Sprintf("; next best for %s is %s (%s)", rc.name(target), rc.name(owner), state)
	}
	if len(p.Weakened) > 0 {
		s += "; " + p.weakText()
	}
	s = ended(s)
	if p.NoticeOn != 0 {
		s += fmt.Sprintf(" Notice was given on %s.", dayText(p.NoticeOn))
	}
	return s
}

// chainTo returns the handshakes of a shortest chain to somebody that passes
// nobody who is gone.
func (rc *reach) chainTo(target int32, horizon int) (out []hop) {
	chain := rc.search.chain(target, horizon)
	for k := 0; k+1 < len(chain); k++ {
		h, _ := rc.hops.between(rc.nodes[chain[k]], rc.nodes[chain[k+1]])
		out = append(out, h)
	}
	return out
}

// chainReasons says what each handshake of that chain rests on.
func (rc *reach) chainReasons(target int32, horizon int) (out []Reason) {
	for _, h := range rc.chainTo(target, horizon) {
		out = append(out, rc.hopReason(h))
	}
	return out
}

// pointFinding makes the finding of a single point of failure. It is gravest
// where the loss is near: notice given, or a decision or renewal within 180
// days.
func (rc *reach) pointFinding(n kernel.N, p *SinglePoint, horizon int, robust bool) found {
	f := found{Finding: Finding{
		Rule: RuleSinglePoint, Severity: graph.SeverityS2, Sentence: p.Sentence, Robust: robust,
		Policy: "nobody alone holds a decider or a decision area", Confidence: graph.ConfidenceHigh,
	}, budget: largest(p.ReachLost.Budgets), name: p.Name}
	f.Subjects = append([]graph.ID{p.Person}, p.ReachLost.Deciders...)
	if p.NoticeOn != 0 {
		f.Severity = graph.SeverityS1
		f.Reasons = append(f.Reasons, Reason{Text: p.Name + " has given notice", Record: rc.noticeRecord(n), On: p.NoticeOn})
	}
	for _, id := range p.ReachLost.Deciders {
		d, _ := rc.s.Node(id)
		i := rc.at[d]
		for _, pt := range rc.people[i].parts {
			if !decides(pt.role) && !approves(pt.role) {
				continue
			}
			f.Reasons = append(f.Reasons, rc.partReason(i, pt))
			f.Opinion = f.Opinion || pt.opinion
			if rc.near(pt.area) {
				f.Severity = graph.SeverityS1
			}
		}
		f.Reasons = append(f.Reasons, rc.chainReasons(rc.number(d), horizon)...)
		for _, h := range rc.chainTo(rc.number(d), horizon) {
			if h.tie != nil && rc.ours(h.from) {
				f.Confidence = lower(f.Confidence, rc.verdict(h.tie).confidence)
			}
		}
	}
	f.Reasons = distinctReasons(f.Reasons)
	var lost []int
	for _, id := range p.ReachLost.Deciders {
		d, _ := rc.s.Node(id)
		lost = append(lost, rc.at[d])
	}
	f.advise = func() *Remedy { return rc.advise(rc.foremost(lost), n) }
	return f
}

// noticeRecord returns the holding on which notice was given.
func (r *reader) noticeRecord(n kernel.N) graph.ID {
	for h := range r.out(n, graph.EdgeHolds) {
		if d := r.s.EdgeProps(h.Edge()).Date("noticeOn"); d != 0 && d <= r.day {
			return r.s.EdgeID(h.Edge())
		}
	}
	return ""
}
