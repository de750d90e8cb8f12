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

// AnswerScenario answers what some departures leave of the reach of an account.
func AnswerScenario(r *knows.Reader, q analysis.ScenarioQuery) (*analysis.ScenarioReport, error) {
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
	leavers, err := leavers(a, q.Leave)
	if err != nil {
		return nil, err
	}
	a.Blind()
	sc := &scenario{before: a.ReadReach(), leavers: leavers, horizon: q.Horizon}
	sc.after = without(sc.before, sc.leaves)
	rep := &analysis.ScenarioReport{Account: a.ID(a.N), Name: q.Name, Horizon: q.Horizon}
	var names []string
	for _, n := range leavers {
		rep.Leavers = append(rep.Leavers, sc.leaver(n))
		names = append(names, a.Name(n))
	}
	if rep.Name == "" {
		rep.Name = say.WithoutPeople(names)
	}
	var lost []int
	for i := range a.People {
		if sc.loses(i) {
			lost = append(lost, i)
		}
	}
	rep.Lost = Loss(sc.before, sc.leaves, lost, q.Horizon)
	before, after := chains.NewDisjoint(sc.before.Search.Net), chains.NewDisjoint(sc.after.Search.Net)
	for i := range a.People {
		if a.People[i].Deciding() && !sc.leaves(a.People[i].N) {
			rep.Deciders = append(rep.Deciders, sc.target(i, before, after))
		}
	}
	sc.coverAnew(rep.Deciders)
	for k := range a.Areas {
		rep.Areas = append(rep.Areas, sc.outlook(k))
	}
	rep.Sentence = sc.sentence(rep, names, lost)
	rep.Envelope = a.Envelope(accounts.Version(&a.Policy), nil)
	return rep, nil
}

// leavers returns the people given and those of the organizations given, by id.
func leavers(a *accounts.Account, ids []graph.ID) ([]kernel.N, error) {
	var out, orgs []kernel.N
	for _, id := range ids {
		n, err := a.S.Find(id, graph.NodePerson, graph.NodeOrganization)
		switch {
		case err != nil:
			return nil, err
		case a.S.NodeKind(n) == graph.NodePerson:
			out = append(out, n)
		default:
			orgs = append(orgs, n)
		}
	}
	seen := map[kernel.N]bool{}
	for i := 0; i < len(orgs); i++ {
		if seen[orgs[i]] {
			continue
		}
		seen[orgs[i]] = true
		for h := range a.In(orgs[i], graph.EdgePartOf) {
			orgs = append(orgs, h.Node())
		}
		for in := range a.In(orgs[i], graph.EdgeIn) {
			for h := range a.In(in.Node(), graph.EdgeHolds) {
				out = append(out, h.Node())
			}
		}
	}
	return a.Distinct(out), nil
}

// without returns the reach graph without some people: their handshakes and
// their ties are gone.
func without(rc *accounts.Reach, leaves func(kernel.N) bool) *accounts.Reach {
	a := *rc.Account
	a.People = slices.Clone(a.People)
	for i := range a.People {
		a.People[i].Tied = slices.DeleteFunc(slices.Clone(a.People[i].Tied), leaves)
	}
	a.BySide = map[kernel.N]*accounts.Colleague{}
	out := &accounts.Reach{Account: &a, Nodes: rc.Nodes, Mine: rc.Mine, Carry: rc.Carry}
	for _, h := range rc.Hops {
		if !leaves(h.From) && !leaves(h.To) {
			out.Hops.Add(h)
		}
	}
	out.Search = chains.NewSearcher(out.Build(out.Pace))
	return out
}

// scenario is the work on one scenario.
type scenario struct {
	before, after *accounts.Reach
	leavers       []kernel.N // by id
	horizon       int
}

func (sc *scenario) leaves(n kernel.N) bool {
	_, is := slices.BinarySearchFunc(sc.leavers, n, sc.before.ByID)
	return is
}

// loses reports whether somebody who stays is reached before and not after.
func (sc *scenario) loses(p int) bool {
	return !sc.leaves(sc.before.People[p].N) && Reached(sc.before, p, sc.horizon) && !Reached(sc.after, p, sc.horizon)
}

func (sc *scenario) leaver(n kernel.N) analysis.Leaver {
	l := analysis.Leaver{Person: sc.before.ID(n), Name: sc.before.Name(n), Side: side(sc.before.Account.Reader, n)}
	if i, is := sc.before.At[n]; is {
		l.Parts = sc.before.Parts(i)
	}
	for i := range sc.before.People {
		if slices.Contains(sc.before.Owners(i), n) {
			l.Ties++
		}
	}
	return l
}

func (sc *scenario) target(p int, before, after *chains.Disjoint) analysis.ScenarioTarget {
	q := analysis.SinglePointsQuery{Horizon: sc.horizon}
	t := analysis.ScenarioTarget{Before: target(sc.before, p, q, before), After: target(sc.after, p, q, after), Lost: sc.loses(p)}
	if t.Lost {
		t.Reasons = chainReasons(sc.before, sc.before.Number(sc.before.People[p].N), sc.horizon)
		if best := secondBest(sc.after.Account, p, sc.leavers...); best != nil {
			t.SecondBest = &analysis.SecondBest{Target: sc.before.Pid(p), Owner: sc.before.ID(best.From), Band: sc.before.Verdict(best).Band, Cooling: sc.before.Verdict(best).Cooling}
		}
	}
	if t.Lost || t.After.DirectDepth < t.Before.DirectDepth && t.After.DirectDepth < sc.before.Policy.DeciderDepth {
		t.Remedy = &analysis.Remedy{} // filled in by [scenario.coverAnew]
	}
	return t
}

// coverAnew makes the remedies, those of the lost first and of those who matter
// more before the others: whom it proposes has less room for the next.
func (sc *scenario) coverAnew(list []analysis.ScenarioTarget) {
	at := func(i int) int {
		n, _ := sc.before.S.Node(list[i].Before.Person)
		return sc.before.At[n]
	}
	var order []int
	for i := range list {
		if list[i].Remedy != nil {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(-knows.CompareBool(list[x].Lost, list[y].Lost), sc.before.CompareWeight(at(x), at(y)))
	})
	for _, i := range order {
		list[i].Remedy = advice.Advise(sc.after.Account, at(i), sc.leavers...)
	}
}

func (sc *scenario) outlook(k int) analysis.AreaOutlook {
	ar := &sc.before.Areas[k]
	out := analysis.AreaOutlook{Area: ar.Facts.ID, Name: ar.Facts.Name, Budget: ar.Budget()}
	before := 0
	for _, d := range ar.Deciders {
		id := sc.before.Pid(d)
		was := Reached(sc.before, d, sc.horizon)
		if was {
			before++
		}
		switch {
		case sc.leaves(sc.before.People[d].N):
			out.Leaving = append(out.Leaving, id)
		case Reached(sc.after, d, sc.horizon):
			out.Reached = append(out.Reached, id)
		case was:
			out.Lost = append(out.Lost, id)
		}
	}
	all := ar.Facts.Rule == graph.DecisionAll
	switch {
	case before == 0 || all && before < len(ar.Deciders):
		out.State = analysis.AreaUnreached
	case len(out.Lost) > 0 && (all || len(out.Reached) == 0):
		out.State = analysis.AreaCut
	case len(out.Leaving) > 0 && (all || len(out.Reached) == 0):
		out.State = analysis.AreaChanging
	case len(out.Lost)+len(out.Leaving) > 0:
		out.State = analysis.AreaWeaker
	default:
		out.State = analysis.AreaHeld
	}
	out.Sentence = say.Outlook{Area: out.Name, State: out.State, Lost: sc.before.NamesOf(out.Lost), Reached: sc.before.NamesOf(out.Reached), Leaving: len(out.Leaving)}.Sentence()
	return out
}

func (sc *scenario) sentence(rep *analysis.ScenarioReport, names []string, lost []int) string {
	told := say.Scenario{Leavers: names, Lost: Lost(sc.before, &rep.Lost, lost, sc.horizon), Exposed: rep.Lost.RevenueExposed, Deciders: len(rep.Deciders)}
	for i := range rep.Deciders {
		if rep.Deciders[i].After.Reached {
			told.Remain++
		}
	}
	return told.Sentence()
}
