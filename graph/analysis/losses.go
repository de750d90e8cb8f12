package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// SingleTie is a tie on which the reach of a decider hangs: what is lost when the
// two fall out.
type SingleTie struct {
	From, To  graph.ID // From is nearer to us
	Basis     string   // "tie", "influence" or "line"
	Record    graph.ID // the record that says so; "" where there is none
	ReachLost Loss
	Sentence  string
}

// SinglePair is two people on whom the reach of a decider hangs, and on neither
// alone.
type SinglePair struct {
	People   [2]graph.ID // by id
	Deciders []graph.ID  // who hang on them, by id
	Reasons  []Reason    // the handshakes of two chains to the first of those, each past one of the two
	Sentence string
}

// weakerShare is what is left at most of how likely a way is where it weakens.
const weakerShare = 0.5

// Weakened is a decider to whom a way is left, and one that is less likely by a
// word, or less than half as likely.
type Weakened struct {
	Target           graph.ID
	Name             string
	Before, After    float64    // probability of the best way, in (0,1]; After is 0 where no introduction is left
	LikelihoodBefore Likelihood // of the best way, direct or by introduction
	LikelihoodAfter  Likelihood // "" where no introduction is left
	Reasons          []Reason   // the handshakes of the best way today
}

// Dominance is one node of the dominator tree: somebody whom every chain to some
// others passes, whatever its length.
type Dominance struct {
	Person    graph.ID
	Name      string
	Side      graph.Side
	Under     graph.ID // the last of those who dominate this person; "" for nobody
	ReachLost Loss     // with them
	Sentence  string
}

// MaxDepartures is how many departures are tried out to cut off an area.
const MaxDepartures = 5

// maxStructural is the number of chains of any length from which no more are
// counted.
const maxStructural = 3

// AreaResilience is how many people can leave before an area is cut off.
type AreaResilience struct {
	Area       graph.ID
	Name       string
	Rule       graph.DecisionRule
	Budget     []Money
	Reached    bool       // today: one of its deciders (rule ANY) or all of them (ALL)
	Departures int        // the fewest that cut it off; 0 where it is not reached, MaxDepartures + 1 where more than MaxDepartures are needed
	People     []graph.ID // a smallest set whose departure does it, by id; empty where more are needed
	Reasons    []Reason   // the handshakes of a chain past each of those people
	Sentence   string
}

// singleTies finds the ties on which a decider hangs.
func (rc *reach) singleTies(horizon int) []SingleTie {
	type pair struct{ low, high int32 }
	lost, towards := map[pair][]int{}, map[pair][2]int32{}
	for i := range rc.people {
		t := rc.number(rc.people[i].n)
		if t == nobody {
			continue
		}
		for _, uv := range rc.search.criticalTies(t, horizon) {
			p := pair{min(uv[0], uv[1]), max(uv[0], uv[1])}
			if lost[p] == nil {
				towards[p] = uv
			}
			lost[p] = append(lost[p], i)
		}
	}
	var out []SingleTie
	for p, people := range lost {
		if !rc.single(people) {
			continue
		}
		uv := towards[p]
		from, to := rc.nodes[uv[0]], rc.nodes[uv[1]]
		h, _ := rc.hops.between(from, to)
		st := SingleTie{From: rc.id(from), To: rc.id(to), Basis: string(h.kind), Record: rc.hopReason(h).Record}
		st.ReachLost = rc.loss(func(kernel.N) bool { return false }, people, horizon)
		st.Sentence = ended(fmt.Sprintf("If %s and %s fall out, nothing leads to %s", rc.name(from), rc.name(to), rc.lostText(&st.ReachLost, people, within(horizon))))
		out = append(out, st)
	}
	slices.SortFunc(out, func(x, y SingleTie) int {
		return cmp.Or(compareLosses(&x.ReachLost, &y.ReachLost), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return out
}

// singlePairs finds the pairs on whom a decider hangs.
func (rc *reach) singlePairs(horizon int) []SinglePair {
	hang := map[[2]int32][]int{}
	for i := range rc.people {
		t := rc.number(rc.people[i].n)
		if t == nobody || !rc.people[i].deciding() {
			continue
		}
		for _, xy := range rc.search.criticalPairs(t, horizon) {
			hang[xy] = append(hang[xy], i)
		}
	}
	var out []SinglePair
	for xy, people := range hang {
		x, y := rc.nodes[xy[0]], rc.nodes[xy[1]]
		p := SinglePair{People: [2]graph.ID{rc.id(x), rc.id(y)}}
		for _, d := range people {
			p.Deciders = append(p.Deciders, rc.pid(d))
		}
		first := rc.number(rc.people[people[0]].n)
		for _, gone := range xy {
			rc.search.without(gone, func() { p.Reasons = append(p.Reasons, rc.chainReasons(first, horizon)...) })
		}
		p.Reasons = distinctReasons(p.Reasons)
		p.Sentence = fmt.Sprintf("If both %s and %s leave, nothing leads to %s%s.", rc.name(x), rc.name(y), joinNames(rc.names(people)), within(horizon))
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y SinglePair) int {
		return cmp.Or(cmp.Compare(len(y.Deciders), len(x.Deciders)), slices.Compare(x.People[:], y.People[:]))
	})
	return out
}

// structure draws the dominator tree, with what hangs on each of its inner
// nodes.
func (rc *reach) structure() []Dominance {
	idom, order := rc.search.dominators()
	below := map[int32][]int{} // of each dominator, the people of theirs under it
	for _, v := range order {
		p, is := rc.at[rc.nodes[v]]
		if !is {
			continue
		}
		for d := idom[v]; d != nobody; d = idom[d] {
			below[d] = append(below[d], p)
		}
	}
	var out []Dominance
	for d, people := range below {
		n := rc.nodes[d]
		slices.Sort(people)
		x := Dominance{Person: rc.id(n), Name: rc.name(n), Side: rc.side(n)}
		if up := idom[d]; up != nobody {
			x.Under = rc.id(rc.nodes[up])
		}
		x.ReachLost = rc.loss(func(y kernel.N) bool { return y == n }, people, rc.search.size())
		x.Sentence = ended(fmt.Sprintf("%s is on every chain, however long, to %s", x.Name, rc.lostText(&x.ReachLost, people, "")))
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y Dominance) int {
		return cmp.Or(cmp.Compare(len(y.ReachLost.People), len(x.ReachLost.People)), cmp.Compare(x.Person, y.Person))
	})
	return out
}

// resilience finds the fewest departures that cut each area off.
func (rc *reach) resilience(horizon int) []AreaResilience {
	out := make([]AreaResilience, len(rc.areas))
	for k := range rc.areas {
		ar := &rc.areas[k]
		x := AreaResilience{Area: ar.facts.ID, Name: ar.facts.Name, Rule: ar.rule(), Budget: ar.budget()}
		var targets []int32
		for _, d := range ar.deciders {
			if rc.reached(d, horizon) {
				targets = append(targets, rc.number(rc.people[d].n))
			}
		}
		x.Reached = len(targets) > 0 && (x.Rule == graph.DecisionAny || len(targets) == len(ar.deciders))
		if x.Reached {
			rc.cutArea(&x, ar, targets, horizon)
		}
		x.Sentence = rc.resilienceSentence(&x, ar, horizon)
		out[k] = x
	}
	return out
}

// cutArea fills in a smallest set of departures: one that cuts all the targets
// off, or under the rule ALL any one of them.
func (rc *reach) cutArea(x *AreaResilience, ar *area, targets []int32, horizon int) {
	stays := func(v int32) bool {
		p, is := rc.at[rc.nodes[v]]
		return is && slices.Contains(ar.deciders, p)
	}
	groups := [][]int32{targets}
	if x.Rule == graph.DecisionAll {
		groups = nil
		for _, t := range targets {
			groups = append(groups, []int32{t})
		}
	}
	x.Departures = MaxDepartures + 1
	for _, g := range groups {
		cut, found := rc.search.smallestCut(g, horizon, min(MaxDepartures, x.Departures-1), stays)
		if !found {
			continue
		}
		x.Departures, x.People, x.Reasons = len(cut), nil, nil
		for _, v := range cut {
			x.People = append(x.People, rc.id(rc.nodes[v]))
			x.Reasons = append(x.Reasons, rc.lastHope(g, cut, v, horizon)...)
		}
		x.Reasons = distinctReasons(x.Reasons)
	}
}

// lastHope says what a chain to one of the targets rests on when all of a set have
// left but one: it passes that one.
func (rc *reach) lastHope(targets, set []int32, stays int32, horizon int) (facts []Reason) {
	for _, v := range set {
		rc.search.gone[v] = v != stays
	}
	for _, t := range targets {
		if facts == nil {
			facts = rc.chainReasons(t, horizon)
		}
	}
	for _, v := range set {
		rc.search.gone[v] = false
	}
	return facts
}

func (rc *reach) resilienceSentence(x *AreaResilience, ar *area, horizon int) string {
	what := x.Name
	if x.Budget != nil {
		what += " (" + moneyText(x.Budget) + ")"
	}
	switch {
	case len(ar.deciders) == 0:
		return fmt.Sprintf("Nobody is recorded as deciding %s, so nothing can be said about losing it.", what)
	case !x.Reached && x.Rule == graph.DecisionAll && len(ar.deciders) > 1:
		return fmt.Sprintf("%s is not in reach of %s: not all of its deciders are.", what, handshakes(horizon))
	case !x.Reached:
		return fmt.Sprintf("%s is not in reach of %s.", what, handshakes(horizon))
	case x.Departures > MaxDepartures:
		return fmt.Sprintf("%s stays in reach of %s whichever %d people leave.", what, handshakes(horizon), MaxDepartures)
	}
	names := rc.namesOf(x.People)
	if x.Departures == 1 {
		return fmt.Sprintf("%s is out of reach of %s once %s leaves.", what, handshakes(horizon), names[0])
	}
	return ended(fmt.Sprintf("%s is out of reach of %s after %d departures at the least, such as those of %s", what, handshakes(horizon), x.Departures, joinNames(names)))
}

// weakened returns, by person, the deciders to whom the best way passes them, is
// not lost with them, and would be less likely without. Cost: one introduction
// search and at most four more walks of it for each decider.
func (rc *reach) weakened(hangs map[kernel.N][]int) map[kernel.N][]Weakened {
	out := map[kernel.N][]Weakened{}
	for i := range rc.people {
		p := &rc.people[i]
		if !p.deciding() || rc.shunned(p.n) {
			continue
		}
		t := &tour{reader: rc.reader, target: p.n, hops: DefaultHops, from: map[kernel.N]bool{}, without: map[kernel.N]bool{}}
		t.explore()
		before, path := t.bestWay(nowhere)
		var facts []Reason
		for k := 0; k+1 < len(path); k++ {
			facts = append(facts, rc.wayReason(t, path[k], path[k+1]))
		}
		for _, n := range path {
			if n == p.n || slices.Contains(hangs[n], i) {
				continue
			}
			if after, _ := t.bestWay(n); after == 0 || after < weakerShare*before || likelihoodOf(after) != likelihoodOf(before) {
				w := Weakened{Target: rc.pid(i), Name: rc.who(i), Before: rounded(before), After: rounded(after), LikelihoodBefore: likelihoodOf(before), Reasons: facts}
				if after > 0 {
					w.LikelihoodAfter = likelihoodOf(after)
				}
				out[n] = append(out[n], w)
			}
		}
	}
	return out
}

// wayReason says what a handshake of a way to somebody rests on.
func (rc *reach) wayReason(t *tour, from, to kernel.N) Reason {
	s := t.stepOf(from, to)
	switch {
	case s == nil:
		return rc.hopReason(hop{from: from, to: to, kind: hopTie, tie: t.ourTie(from, to)})
	case s.kind == hopImplied:
		return Reason{Text: rc.name(from) + " " + t.overlapClause(s.over), Record: s.record}
	}
	return rc.hopReason(s.hop)
}

// bestWay returns the probability of the likeliest way to the target that does
// not pass a person, directly or by introduction, and the people on it; 0 where
// there is none.
func (t *tour) bestWay(without kernel.N) (best float64, path []kernel.N) {
	for _, ti := range t.ourTiesTo(t.target) {
		if ti.from == without || !t.seeker(ti.from) || t.forbids(ti.from, t.target) {
			continue
		}
		if s, ok := t.firstStep(ti); ok && s.p > best {
			best, path = s.p, []kernel.N{ti.from, t.target}
		}
	}
	refuse := func(way []int32) bool { return t.refuses(way) || slices.Contains(way, int32(without)) }
	for _, a := range introductions(t, int32(t.target), t.hops, 1, 0, refuse) {
		p := 1.0
		var nodes []kernel.N
		for i, v := range a.best.path() {
			if nodes = append(nodes, kernel.N(v)); i > 0 {
				p *= t.stepOf(nodes[i-1], nodes[i]).p
			}
		}
		if p > best {
			best, path = p, nodes
		}
	}
	return best, path
}

// weakText says what becomes weaker without somebody: "the best way is less likely
// to Johanna Berg (a long shot instead of possible)".
func (p *SinglePoint) weakText() string {
	var less, gone []string
	for _, w := range p.Weakened {
		switch {
		case w.LikelihoodAfter == "":
			gone = append(gone, w.Name)
		case w.LikelihoodAfter != w.LikelihoodBefore:
			less = append(less, fmt.Sprintf("%s (%s instead of %s)", w.Name, likelihoodText(w.LikelihoodAfter), likelihoodText(w.LikelihoodBefore)))
		default:
			less = append(less, fmt.Sprintf("%s (less than half as likely)", w.Name))
		}
	}
	var parts []string
	if len(less) > 0 {
		parts = append(parts, "the best way is less likely to "+joinNames(less))
	}
	if len(gone) > 0 {
		parts = append(parts, "no introduction is left to "+joinNames(gone))
	}
	return strings.Join(parts, "; ")
}
