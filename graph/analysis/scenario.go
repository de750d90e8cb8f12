package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// MaxLeavers bounds the people and organizations of a [ScenarioQuery].
const MaxLeavers = 1000

// ScenarioQuery asks what is lost and what remains at an account when some
// people leave, on either side: these two, this team, that department.
type ScenarioQuery struct {
	Account graph.ID
	Name    string     // what to call it; "" for the names of those who leave
	Leave   []graph.ID // people, or organizations all of whose people leave; 1 to MaxLeavers
	Horizon int        // handshakes from one of ours, 1 to MaxHorizon; 0 for DefaultHorizon
}

// Validate reports what is wrong with the query itself.
func (q ScenarioQuery) Validate() error {
	switch {
	case q.Account == "":
		return graph.Invalid("query", nil, "a scenario wants an account")
	case len(q.Leave) == 0 || len(q.Leave) > MaxLeavers:
		return graph.Invalid("query", nil, "%d leave, want 1 to %d people or organizations", len(q.Leave), MaxLeavers)
	case q.Horizon < 0 || q.Horizon > MaxHorizon:
		return graph.Invalid("query", nil, "horizon is %d, want 1 to %d", q.Horizon, MaxHorizon)
	}
	return nil
}

// ScenarioReport says what is lost and what remains.
type ScenarioReport struct {
	Envelope
	Account  graph.ID
	Name     string
	Horizon  int
	Leavers  []Leaver         // everybody who leaves, by id
	Lost     Loss             // people and areas that are reached today and would not be
	Deciders []ScenarioTarget // everybody who decides or approves and stays, by id
	Areas    []AreaOutlook    // every open decision area, by id
	Sentence string
}

// Leaver is one who leaves in a scenario.
type Leaver struct {
	Person graph.ID
	Name   string
	Side   graph.Side
	Parts  []Part // their own in decisions here: another will hold them
	Ties   int    // of ours: working ties to people of the account
}

// ScenarioTarget is how securely somebody is reached before and after.
type ScenarioTarget struct {
	Before, After Target
	Lost          bool        // reached before, and not after
	Reasons       []Reason    // of those lost: the handshakes of a chain that led to them
	SecondBest    *SecondBest // of those lost: the strongest tie of ours that is left and does not work; nil for none
	Remedy        *Remedy     // of those lost, and of those for whom fewer of ours remain than the policy wants; else nil
}

// AreaState is how a decision area comes out of a scenario.
type AreaState string

// The states, the best first.
const (
	AreaHeld      AreaState = "HELD"      // reached as before
	AreaWeaker    AreaState = "WEAKER"    // still reached, and some of its deciders are not
	AreaChanging  AreaState = "CHANGING"  // its deciders leave: others will decide
	AreaCut       AreaState = "CUT"       // reached before, and not after
	AreaUnreached AreaState = "UNREACHED" // not reached before
)

// AreaOutlook is how one decision area comes out of a scenario.
type AreaOutlook struct {
	Area     graph.ID
	Name     string
	Budget   []Money
	State    AreaState
	Reached  []graph.ID // deciders who are still reached, by id
	Lost     []graph.ID // deciders who are reached before and not after, by id
	Leaving  []graph.ID // deciders who leave, by id
	Sentence string
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
func Scenario(v *view.View, q ScenarioQuery) (*ScenarioReport, error) {
	return answerScenario(newReader(v), q)
}

func answerScenario(r *reader, q ScenarioQuery) (*ScenarioReport, error) {
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
	leavers, err := a.leavers(q.Leave)
	if err != nil {
		return nil, err
	}
	a.blind()
	sc := &scenario{before: a.readReach(), leavers: leavers, horizon: q.Horizon}
	sc.after = sc.before.without(sc.leaves)
	rep := &ScenarioReport{Account: a.id(a.n), Name: q.Name, Horizon: q.Horizon}
	var names []string
	for _, n := range leavers {
		rep.Leavers = append(rep.Leavers, sc.leaver(n))
		names = append(names, a.name(n))
	}
	if rep.Name == "" {
		rep.Name = "without " + joinNames(names)
	}
	var lost []int
	for i := range a.people {
		if sc.loses(i) {
			lost = append(lost, i)
		}
	}
	rep.Lost = sc.before.loss(sc.leaves, lost, q.Horizon)
	before, after := newDisjoint(sc.before.search.net), newDisjoint(sc.after.search.net)
	for i := range a.people {
		if a.people[i].deciding() && !sc.leaves(a.people[i].n) {
			rep.Deciders = append(rep.Deciders, sc.target(i, before, after))
		}
	}
	sc.coverAnew(rep.Deciders)
	for k := range a.areas {
		rep.Areas = append(rep.Areas, sc.outlook(k))
	}
	rep.Sentence = sc.sentence(rep, joinNames(names), lost)
	rep.Envelope = a.envelope(a.policy.version(), nil)
	return rep, nil
}

// leavers returns the people given and those of the organizations given, by id.
func (a *account) leavers(ids []graph.ID) ([]kernel.N, error) {
	var out, orgs []kernel.N
	for _, id := range ids {
		n, ok := a.s.Node(id)
		switch {
		case ok && a.s.NodeKind(n) == graph.NodePerson:
			out = append(out, n)
		case ok && a.s.NodeKind(n) == graph.NodeOrganization:
			orgs = append(orgs, n)
		default:
			return nil, graph.NotFound("Person", id)
		}
	}
	seen := map[kernel.N]bool{}
	for i := 0; i < len(orgs); i++ {
		if seen[orgs[i]] {
			continue
		}
		seen[orgs[i]] = true
		for h := range a.in(orgs[i], graph.EdgePartOf) {
			orgs = append(orgs, h.Node())
		}
		for in := range a.in(orgs[i], graph.EdgeIn) {
			for h := range a.in(in.Node(), graph.EdgeHolds) {
				out = append(out, h.Node())
			}
		}
	}
	return a.distinct(out), nil
}

// without returns the reach graph without some people: their handshakes and
// their ties are gone.
func (rc *reach) without(leaves func(kernel.N) bool) *reach {
	a := *rc.account
	a.people = slices.Clone(a.people)
	for i := range a.people {
		a.people[i].tied = slices.DeleteFunc(slices.Clone(a.people[i].tied), leaves)
	}
	a.bySide = map[kernel.N]*colleague{}
	out := &reach{account: &a, nodes: rc.nodes, mine: rc.mine, carry: rc.carry}
	for _, h := range rc.hops {
		if !leaves(h.from) && !leaves(h.to) {
			out.hops.add(h)
		}
	}
	out.search = newSearcher(out.build(out.pace))
	return out
}

// scenario is the work on one scenario.
type scenario struct {
	before, after *reach
	leavers       []kernel.N // by id
	horizon       int
}

func (sc *scenario) leaves(n kernel.N) bool {
	_, is := slices.BinarySearchFunc(sc.leavers, n, sc.before.byID)
	return is
}

// loses reports whether somebody who stays is reached before and not after.
func (sc *scenario) loses(p int) bool {
	return !sc.leaves(sc.before.people[p].n) && sc.before.reached(p, sc.horizon) && !sc.after.reached(p, sc.horizon)
}

func (sc *scenario) leaver(n kernel.N) Leaver {
	l := Leaver{Person: sc.before.id(n), Name: sc.before.name(n), Side: sc.before.side(n)}
	if i, is := sc.before.at[n]; is {
		l.Parts = sc.before.parts(i)
	}
	for i := range sc.before.people {
		if slices.Contains(sc.before.owners(i), n) {
			l.Ties++
		}
	}
	return l
}

func (sc *scenario) target(p int, before, after *disjoint) ScenarioTarget {
	q := SinglePointsQuery{Horizon: sc.horizon}
	t := ScenarioTarget{Before: sc.before.target(p, q, before), After: sc.after.target(p, q, after), Lost: sc.loses(p)}
	if t.Lost {
		t.Reasons = sc.before.chainReasons(sc.before.number(sc.before.people[p].n), sc.horizon)
		if best := sc.after.secondBest(p, sc.leavers...); best != nil {
			t.SecondBest = &SecondBest{sc.before.pid(p), sc.before.id(best.from), sc.before.verdict(best).band, sc.before.verdict(best).cooling}
		}
	}
	if t.Lost || t.After.DirectDepth < t.Before.DirectDepth && t.After.DirectDepth < sc.before.policy.DeciderDepth {
		t.Remedy = &Remedy{} // filled in by [scenario.coverAnew]
	}
	return t
}

// coverAnew makes the remedies, those of the lost first and of those who matter
// more before the others: whom it proposes has less room for the next.
func (sc *scenario) coverAnew(list []ScenarioTarget) {
	at := func(i int) int {
		n, _ := sc.before.s.Node(list[i].Before.Person)
		return sc.before.at[n]
	}
	var order []int
	for i := range list {
		if list[i].Remedy != nil {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(-compareBool(list[x].Lost, list[y].Lost), sc.before.compareWeight(at(x), at(y)))
	})
	for _, i := range order {
		list[i].Remedy = sc.after.advise(at(i), sc.leavers...)
	}
}

func (sc *scenario) outlook(k int) AreaOutlook {
	ar := &sc.before.areas[k]
	out := AreaOutlook{Area: ar.facts.ID, Name: ar.facts.Name, Budget: ar.budget()}
	before := 0
	for _, d := range ar.deciders {
		id := sc.before.pid(d)
		was := sc.before.reached(d, sc.horizon)
		if was {
			before++
		}
		switch {
		case sc.leaves(sc.before.people[d].n):
			out.Leaving = append(out.Leaving, id)
		case sc.after.reached(d, sc.horizon):
			out.Reached = append(out.Reached, id)
		case was:
			out.Lost = append(out.Lost, id)
		}
	}
	all := ar.facts.Rule == graph.DecisionAll
	switch {
	case before == 0 || all && before < len(ar.deciders):
		out.State = AreaUnreached
		out.Sentence = fmt.Sprintf("%s is not reached today.", out.Name)
	case len(out.Lost) > 0 && (all || len(out.Reached) == 0):
		out.State = AreaCut
		out.Sentence = fmt.Sprintf("%s is cut off: nothing leads to %s any more.", out.Name, joinNames(sc.before.namesOf(out.Lost)))
	case len(out.Leaving) > 0 && (all || len(out.Reached) == 0):
		out.State = AreaChanging
		out.Sentence = fmt.Sprintf("%s is decided by others: %s.", out.Name, count(len(out.Leaving), "decider leaves", "deciders leave"))
	case len(out.Lost)+len(out.Leaving) > 0:
		out.State = AreaWeaker
		out.Sentence = ended(fmt.Sprintf("%s stays in reach by %s", out.Name, joinNames(sc.before.namesOf(out.Reached))))
	default:
		out.State = AreaHeld
		out.Sentence = fmt.Sprintf("%s stays in reach.", out.Name)
	}
	return out
}

func (sc *scenario) sentence(rep *ScenarioReport, names string, lost []int) string {
	remain := 0
	for i := range rep.Deciders {
		if rep.Deciders[i].After.Reached {
			remain++
		}
	}
	s := fmt.Sprintf("Without %s nobody is lost", names)
	if len(lost) > 0 {
		s = fmt.Sprintf("Without %s nothing leads to %s", names, sc.before.lostText(&rep.Lost, lost, within(sc.horizon)))
	}
	if rep.Lost.RevenueExposed != nil {
		s += fmt.Sprintf("; all that bears the revenue (%s) is cut off", moneyText(rep.Lost.RevenueExposed))
	}
	switch n := len(rep.Deciders); {
	case n == 0:
	case n == 1:
		s += "; the only person who decides or approves and stays " + verb(remain, "remains in reach", "is out of reach")
	case remain == 0:
		s += fmt.Sprintf("; none of the %d people who decide or approve and stay is in reach", n)
	default:
		s += fmt.Sprintf("; of %d people who decide or approve and stay, %d %s in reach", n, remain, verb(remain, "remains", "remain"))
	}
	return s + "."
}
