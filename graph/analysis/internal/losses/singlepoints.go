package losses

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/advice"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// Answer answers without whom, or without which tie, deciders of an
// account are out of reach.
func Answer(r *knows.Reader, q analysis.SinglePointsQuery) (*analysis.SinglePointsReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Horizon == 0 {
		q.Horizon = analysis.DefaultHorizon
	}
	a, err := accounts.ReadAccount(r, q.Account)
	if err != nil {
		return nil, err
	}
	a.Blind()
	rep := &analysis.SinglePointsReport{Account: a.ID(a.N), Horizon: q.Horizon}
	rc := a.ReadReach()
	hangs := Losses(rc, q.Horizon)
	var others [2]map[kernel.N][]int
	for i, p := range []knows.Pace{knows.Halved, knows.Doubled} {
		others[i] = Losses(rc.Paced(p), q.Horizon)
	}
	weaker := map[kernel.N][]analysis.Weakened{}
	if q.Soft {
		weaker = weakened(rc, hangs)
	}
	var findings []knows.Found
	nodes := slices.Clone(rc.Nodes)
	for n := range weaker { // the best way may pass somebody who is not in the net
		nodes = append(nodes, n)
	}
	for _, n := range rc.Distinct(nodes) {
		lost := hangs[n]
		if len(lost) == 0 && len(weaker[n]) == 0 {
			continue
		}
		p := point(rc, n, lost, weaker[n], q.Horizon)
		rep.Points = append(rep.Points, p)
		if p.Single {
			robust := single(rc, others[0][n]) && single(rc, others[1][n])
			findings = append(findings, pointFinding(rc, n, &p, q.Horizon, robust))
		}
	}
	slices.SortStableFunc(rep.Points, func(x, y analysis.SinglePoint) int {
		return cmp.Or(-knows.CompareBool(x.Single, y.Single), CompareLosses(&x.ReachLost, &y.ReachLost), cmp.Compare(x.Person, y.Person))
	})
	rep.Ties = singleTies(rc, q.Horizon)
	if q.Pairs {
		rep.Pairs = singlePairs(rc, q.Horizon)
	}
	dj := chains.NewDisjoint(rc.Search.Net)
	for i := range a.People {
		if a.People[i].Deciding() {
			rep.Targets = append(rep.Targets, target(rc, i, q, dj))
		}
	}
	rep.Areas = resilience(rc, q.Horizon)
	if q.Structure {
		rep.Structure = structure(rc)
	}
	rep.Envelope = a.Envelope(accounts.Version(&a.Policy), findings)
	return rep, nil
}

// CompareLosses orders losses, the gravest first.
func CompareLosses(x, y *analysis.Loss) int {
	return cmp.Or(
		cmp.Compare(knows.Largest(y.Budgets), knows.Largest(x.Budgets)),
		cmp.Compare(len(y.Deciders), len(x.Deciders)),
		cmp.Compare(len(y.People), len(x.People)),
	)
}

// Losses returns the people of theirs whose reach hangs on each person.
func Losses(rc *accounts.Reach, horizon int) map[kernel.N][]int {
	out := map[kernel.N][]int{}
	for i := range rc.People {
		t := rc.Number(rc.People[i].N)
		if t == chains.Nobody {
			continue
		}
		for _, x := range rc.Search.Critical(t, horizon) {
			out[rc.Nodes[x]] = append(out[rc.Nodes[x]], i)
		}
	}
	return out
}

// Reached reports whether one of theirs is reached.
func Reached(rc *accounts.Reach, p, horizon int) bool {
	t := rc.Number(rc.People[p].N)
	return t != chains.Nobody && rc.Search.Reached(t, horizon)
}

// single reports whether the loss of the people given is that of a single point
// of failure. The loss of an area implies the loss of a decider.
func single(rc *accounts.Reach, lost []int) bool {
	return slices.ContainsFunc(lost, func(p int) bool { return rc.People[p].Deciding() })
}

// areasLost returns the areas that are cut off when some leave and others are
// lost with them: reached before, and by nobody but those after. An area whose
// only loss is a leaver's own seat changes hands and is not cut off.
func areasLost(rc *accounts.Reach, leaves func(kernel.N) bool, lost []int, horizon int) (out []int) {
	for k := range rc.Areas {
		ar := &rc.Areas[k]
		before, after, others := 0, 0, 0
		for _, d := range ar.Deciders {
			if !Reached(rc, d, horizon) {
				continue
			}
			before++
			switch {
			case leaves(rc.People[d].N):
			case slices.Contains(lost, d):
				others++
			default:
				after++
			}
		}
		if others == 0 {
			continue
		}
		if ar.Facts.Rule == graph.DecisionAll && before == len(ar.Deciders) || ar.Facts.Rule != graph.DecisionAll && after == 0 {
			out = append(out, k)
		}
	}
	return out
}

// Loss makes the public form of what is lost with those who leave.
func Loss(rc *accounts.Reach, leaves func(kernel.N) bool, lost []int, horizon int) (l analysis.Loss) {
	for _, d := range lost {
		l.People = append(l.People, rc.Pid(d))
		if rc.People[d].Deciding() {
			l.Deciders = append(l.Deciders, rc.Pid(d))
		}
	}
	bearing, cut := 0, 0
	for k := range rc.Areas {
		if rc.Areas[k].Facts.RevenueBearing {
			bearing++
		}
	}
	for _, k := range areasLost(rc, leaves, lost, horizon) {
		ar := &rc.Areas[k]
		l.Areas = append(l.Areas, analysis.LostArea{Area: ar.Facts.ID, Name: ar.Facts.Name, Rule: rule(ar), Budget: ar.Budget()})
		l.Budgets = append(l.Budgets, ar.Budget()...)
		if ar.Facts.Budget == nil {
			l.BudgetsUnknown++
		}
		if ar.Facts.RevenueBearing {
			cut++
		}
	}
	telling := slices.Clone(lost)
	slices.SortStableFunc(telling, func(x, y int) int { return -knows.CompareBool(rc.People[x].Deciding(), rc.People[y].Deciding()) })
	for _, d := range telling[:min(3, len(telling))] {
		l.Reasons = append(l.Reasons, chainReasons(rc, rc.Number(rc.People[d].N), horizon)...)
	}
	l.Reasons = accounts.DistinctReasons(l.Reasons)
	l.Budgets = knows.SumMoney(l.Budgets)
	if cut > 0 && cut == bearing {
		l.RevenueExposed = slices.Clone(rc.Revenue)
	}
	return l
}

func point(rc *accounts.Reach, n kernel.N, lost []int, weaker []analysis.Weakened, horizon int) analysis.SinglePoint {
	p := analysis.SinglePoint{Person: rc.ID(n), Name: rc.Name(n), Side: side(rc.Account.Reader, n), Single: single(rc, lost), Weakened: weaker}
	p.ReachLost = Loss(rc, func(x kernel.N) bool { return x == n }, lost, horizon)
	for _, d := range lost {
		if rc.People[d].Deciding() {
			if best := secondBest(rc.Account, d, n); best != nil {
				p.SecondBest = append(p.SecondBest, analysis.SecondBest{Target: rc.Pid(d), Owner: rc.ID(best.From), Band: rc.Verdict(best).Band, Cooling: rc.Verdict(best).Cooling})
			}
		}
	}
	if i, is := rc.At[n]; is {
		p.SeatsChanging = rc.Parts(i)
	}
	p.NoticeOn, p.LeavesOn = Notice(rc.Account.Reader, n)
	p.Reasons = p.ReachLost.Reasons
	if len(lost) == 0 {
		for _, w := range weaker {
			p.Reasons = append(p.Reasons, w.Reasons...)
		}
		p.Reasons = accounts.DistinctReasons(p.Reasons)
	}
	p.Sentence = pointSentence(rc, &p, lost, horizon)
	return p
}

// side returns whose somebody is on the day.
func side(r *knows.Reader, n kernel.N) graph.Side {
	if r.Ours(n) {
		return graph.SideOurs
	}
	return graph.SideTheirs
}

// rule returns the decision rule, ANY where none is recorded.
func rule(ar *accounts.Area) graph.DecisionRule {
	if ar.Facts.Rule == "" {
		return graph.DecisionAny
	}
	return ar.Facts.Rule
}

// secondBest returns the strongest tie of ours to a person, other than those of
// some of ours, which is weaker than a working one or out of touch; nil for none.
func secondBest(a *accounts.Account, p int, without ...kernel.N) (best *knows.Tie) {
	for _, t := range a.OurTiesTo(a.People[p].N) {
		v := a.Verdict(t)
		if slices.Contains(without, t.From) || v.Working || v.Band == graph.BandNone {
			continue
		}
		if best == nil || v.S > a.Verdict(best).S {
			best = t
		}
	}
	return best
}

// Notice returns when a person gave notice, and when the last of their seats is
// known to end.
func Notice(r *knows.Reader, n kernel.N) (on, leaves graph.Date) {
	stays := false
	for h := range r.Out(n, graph.EdgeHolds) {
		if d := r.S.EdgeProps(h.Edge()).Date("noticeOn"); d != 0 && d <= r.Day && (on == 0 || d < on) {
			on = d
		}
		to := r.S.EdgeValid(h.Edge()).To
		stays = stays || to == 0
		leaves = max(leaves, to)
	}
	if stays {
		leaves = 0
	}
	return on, leaves
}

func target(rc *accounts.Reach, p int, q analysis.SinglePointsQuery, dj *chains.Disjoint) analysis.Target {
	t := analysis.Target{Person: rc.Pid(p), Name: rc.Who(p), Parts: rc.Parts(p), Direct: rc.IDs(rc.Owners(p)), DirectDepth: rc.Depth(p)}
	d := rc.Number(rc.People[p].N)
	if d == chains.Nobody {
		return t
	}
	t.Depth2 = rc.Search.Depth2(d)
	t.StructuralDepth = dj.Count(d, MaxStructural)
	t.Reached = rc.Search.Reached(d, q.Horizon)
	for _, x := range rc.Search.Critical(d, q.Horizon) {
		t.Critical = append(t.Critical, rc.ID(rc.Nodes[x]))
	}
	if q.Pairs {
		for _, xy := range rc.Search.CriticalPairs(d, q.Horizon) {
			t.Pairs = append(t.Pairs, [2]graph.ID{rc.ID(rc.Nodes[xy[0]]), rc.ID(rc.Nodes[xy[1]])})
		}
	}
	return t
}

// Names returns the names of people of theirs.
func Names(a *accounts.Account, list []int) []string {
	out := make([]string, len(list))
	for i, p := range list {
		out[i] = a.Who(p)
	}
	return out
}

// Lost names what is lost, for a sentence; to the horizon 0 belong chains of any
// length.
func Lost(rc *accounts.Reach, l *analysis.Loss, lost []int, horizon int) say.Lost {
	var deciders, others []int
	for _, d := range rc.ByWeight(lost) {
		if rc.People[d].Deciding() {
			deciders = append(deciders, d)
		} else {
			others = append(others, d)
		}
	}
	out := say.Lost{Deciders: Names(rc.Account, deciders), Others: Names(rc.Account, others), Horizon: horizon, Budgets: l.Budgets}
	for _, ar := range l.Areas {
		out.Areas = append(out.Areas, ar.Name)
	}
	return out
}

func pointSentence(rc *accounts.Reach, p *analysis.SinglePoint, lost []int, horizon int) string {
	told := say.SinglePoint{Name: p.Name, Lost: Lost(rc, &p.ReachLost, lost, horizon), Weakened: p.Weakened, NoticeOn: p.NoticeOn}
	if len(p.SecondBest) > 0 {
		b := p.SecondBest[0]
		for _, o := range p.SecondBest[1:] {
			x, _ := rc.S.Node(o.Target)
			y, _ := rc.S.Node(b.Target)
			if rc.CompareWeight(rc.At[x], rc.At[y]) < 0 {
				b = o
			}
		}
		owner, _ := rc.S.Node(b.Owner)
		target, _ := rc.S.Node(b.Target)
		told.NextBest = &say.NextBest{For: rc.Name(target), Owner: rc.Name(owner), Band: b.Band, Cooling: b.Cooling}
	}
	return told.Sentence()
}

// chainTo returns the handshakes of a shortest chain to somebody that passes
// nobody who is gone.
func chainTo(rc *accounts.Reach, target int32, horizon int) (out []knows.Hop) {
	chain := rc.Search.Chain(target, horizon)
	for k := 0; k+1 < len(chain); k++ {
		h, _ := rc.Hops.Between(rc.Nodes[chain[k]], rc.Nodes[chain[k+1]])
		out = append(out, h)
	}
	return out
}

// chainReasons says what each handshake of that chain rests on.
func chainReasons(rc *accounts.Reach, target int32, horizon int) (out []analysis.Reason) {
	for _, h := range chainTo(rc, target, horizon) {
		out = append(out, rc.HopReason(h))
	}
	return out
}

// pointFinding makes the finding of a single point of failure. It is gravest
// where the loss is near: notice given, or a decision or renewal within 180
// days.
func pointFinding(rc *accounts.Reach, n kernel.N, p *analysis.SinglePoint, horizon int, robust bool) knows.Found {
	f := knows.Found{Finding: analysis.Finding{
		Rule: analysis.RuleSinglePoint, Severity: graph.SeverityS2, Sentence: p.Sentence, Robust: robust,
		Policy: say.SinglePointPolicy, Confidence: graph.ConfidenceHigh,
	}, Budget: knows.Largest(p.ReachLost.Budgets), Name: p.Name}
	f.Subjects = append([]graph.ID{p.Person}, p.ReachLost.Deciders...)
	if p.NoticeOn != 0 {
		f.Severity = graph.SeverityS1
		f.Reasons = append(f.Reasons, analysis.Reason{Text: say.GaveNotice(p.Name), Record: noticeRecord(rc.Account.Reader, n), On: p.NoticeOn})
	}
	for _, id := range p.ReachLost.Deciders {
		d, _ := rc.S.Node(id)
		i := rc.At[d]
		for _, pt := range rc.People[i].Parts {
			if !accounts.Decides(pt.Role) && !accounts.Approves(pt.Role) {
				continue
			}
			f.Reasons = append(f.Reasons, rc.PartReason(i, pt))
			f.Opinion = f.Opinion || pt.Opinion
			if rc.Near(pt.Area) {
				f.Severity = graph.SeverityS1
			}
		}
		f.Reasons = append(f.Reasons, chainReasons(rc, rc.Number(d), horizon)...)
		for _, h := range chainTo(rc, rc.Number(d), horizon) {
			if h.Tie != nil && rc.Ours(h.From) {
				f.Confidence = accounts.Lower(f.Confidence, rc.Verdict(h.Tie).Confidence)
			}
		}
	}
	f.Reasons = accounts.DistinctReasons(f.Reasons)
	var lost []int
	for _, id := range p.ReachLost.Deciders {
		d, _ := rc.S.Node(id)
		lost = append(lost, rc.At[d])
	}
	f.Advise = func() *analysis.Remedy { return advice.Advise(rc.Account, rc.Foremost(lost), n) }
	return f
}

// noticeRecord returns the holding on which notice was given.
func noticeRecord(r *knows.Reader, n kernel.N) graph.ID {
	for h := range r.Out(n, graph.EdgeHolds) {
		if d := r.S.EdgeProps(h.Edge()).Date("noticeOn"); d != 0 && d <= r.Day {
			return r.S.EdgeID(h.Edge())
		}
	}
	return ""
}
