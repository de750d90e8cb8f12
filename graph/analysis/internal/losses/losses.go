// Package losses finds what is lost without somebody: the people, ties and pairs on
// whom the reach of theirs hangs, and what a scenario of departures leaves, from the
// chains of an account's reach.
package losses

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/introductions"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// weakerShare is what is left at most of how likely a way is where it weakens.
const weakerShare = 0.5

// MaxStructural is the number of chains of any length from which no more are
// counted.
const MaxStructural = 3

// singleTies finds the ties on which a decider hangs.
func singleTies(rc *accounts.Reach, horizon int) []analysis.SingleTie {
	type pair struct{ low, high int32 }
	lost, towards := map[pair][]int{}, map[pair][2]int32{}
	for i := range rc.People {
		t := rc.Number(rc.People[i].N)
		if t == chains.Nobody {
			continue
		}
		for _, uv := range rc.Search.CriticalTies(t, horizon) {
			p := pair{min(uv[0], uv[1]), max(uv[0], uv[1])}
			if lost[p] == nil {
				towards[p] = uv
			}
			lost[p] = append(lost[p], i)
		}
	}
	var out []analysis.SingleTie
	for p, people := range lost {
		if !single(rc, people) {
			continue
		}
		uv := towards[p]
		from, to := rc.Nodes[uv[0]], rc.Nodes[uv[1]]
		h, _ := rc.Hops.Between(from, to)
		st := analysis.SingleTie{From: rc.ID(from), To: rc.ID(to), Basis: h.Kind.String(), Record: rc.HopReason(h).Record}
		st.ReachLost = Loss(rc, func(kernel.N) bool { return false }, people, horizon)
		st.Sentence = say.SingleTie(rc.Name(from), rc.Name(to), Lost(rc, &st.ReachLost, people, horizon))
		out = append(out, st)
	}
	slices.SortFunc(out, func(x, y analysis.SingleTie) int {
		return cmp.Or(CompareLosses(&x.ReachLost, &y.ReachLost), cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
	})
	return out
}

// singlePairs finds the pairs on whom a decider hangs.
func singlePairs(rc *accounts.Reach, horizon int) []analysis.SinglePair {
	hang := map[[2]int32][]int{}
	for i := range rc.People {
		t := rc.Number(rc.People[i].N)
		if t == chains.Nobody || !rc.People[i].Deciding() {
			continue
		}
		for _, xy := range rc.Search.CriticalPairs(t, horizon) {
			hang[xy] = append(hang[xy], i)
		}
	}
	var out []analysis.SinglePair
	for xy, people := range hang {
		x, y := rc.Nodes[xy[0]], rc.Nodes[xy[1]]
		p := analysis.SinglePair{People: [2]graph.ID{rc.ID(x), rc.ID(y)}}
		for _, d := range people {
			p.Deciders = append(p.Deciders, rc.Pid(d))
		}
		first := rc.Number(rc.People[people[0]].N)
		for _, gone := range xy {
			rc.Search.Without(gone, func() { p.Reasons = append(p.Reasons, chainReasons(rc, first, horizon)...) })
		}
		p.Reasons = accounts.DistinctReasons(p.Reasons)
		p.Sentence = say.SinglePair(rc.Name(x), rc.Name(y), Names(rc.Account, people), horizon)
		out = append(out, p)
	}
	slices.SortFunc(out, func(x, y analysis.SinglePair) int {
		return cmp.Or(cmp.Compare(len(y.Deciders), len(x.Deciders)), slices.Compare(x.People[:], y.People[:]))
	})
	return out
}

// structure draws the dominator tree, with what hangs on each of its inner
// nodes.
func structure(rc *accounts.Reach) []analysis.Dominance {
	idom, order := rc.Search.Dominators()
	below := map[int32][]int{} // of each dominator, the people of theirs under it
	for _, v := range order {
		p, is := rc.At[rc.Nodes[v]]
		if !is {
			continue
		}
		for d := idom[v]; d != chains.Nobody; d = idom[d] {
			below[d] = append(below[d], p)
		}
	}
	var out []analysis.Dominance
	for d, people := range below {
		n := rc.Nodes[d]
		slices.Sort(people)
		x := analysis.Dominance{Person: rc.ID(n), Name: rc.Name(n), Side: side(rc.Account.Reader, n)}
		if up := idom[d]; up != chains.Nobody {
			x.Under = rc.ID(rc.Nodes[up])
		}
		x.ReachLost = Loss(rc, func(y kernel.N) bool { return y == n }, people, rc.Search.Size())
		x.Sentence = say.Dominance(x.Name, Lost(rc, &x.ReachLost, people, 0))
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y analysis.Dominance) int {
		return cmp.Or(cmp.Compare(len(y.ReachLost.People), len(x.ReachLost.People)), cmp.Compare(x.Person, y.Person))
	})
	return out
}

// resilience finds the fewest departures that cut each area off.
func resilience(rc *accounts.Reach, horizon int) []analysis.AreaResilience {
	out := make([]analysis.AreaResilience, len(rc.Areas))
	for k := range rc.Areas {
		ar := &rc.Areas[k]
		x := analysis.AreaResilience{Area: ar.Facts.ID, Name: ar.Facts.Name, Rule: rule(ar), Budget: ar.Budget()}
		var targets []int32
		for _, d := range ar.Deciders {
			if Reached(rc, d, horizon) {
				targets = append(targets, rc.Number(rc.People[d].N))
			}
		}
		x.Reached = len(targets) > 0 && (x.Rule == graph.DecisionAny || len(targets) == len(ar.Deciders))
		if x.Reached {
			cutArea(rc, &x, ar, targets, horizon)
		}
		x.Sentence = resilienceSentence(rc, &x, ar, horizon)
		out[k] = x
	}
	return out
}

// cutArea fills in a smallest set of departures: one that cuts all the targets
// off, or under the rule ALL any one of them.
func cutArea(rc *accounts.Reach, x *analysis.AreaResilience, ar *accounts.Area, targets []int32, horizon int) {
	stays := func(v int32) bool {
		p, is := rc.At[rc.Nodes[v]]
		return is && slices.Contains(ar.Deciders, p)
	}
	groups := [][]int32{targets}
	if x.Rule == graph.DecisionAll {
		groups = nil
		for _, t := range targets {
			groups = append(groups, []int32{t})
		}
	}
	x.Departures = analysis.MaxDepartures + 1
	for _, g := range groups {
		cut, found := rc.Search.SmallestCut(g, horizon, min(analysis.MaxDepartures, x.Departures-1), stays)
		if !found {
			continue
		}
		x.Departures, x.People, x.Reasons = len(cut), nil, nil
		for _, v := range cut {
			x.People = append(x.People, rc.ID(rc.Nodes[v]))
			x.Reasons = append(x.Reasons, lastHope(rc, g, cut, v, horizon)...)
		}
		x.Reasons = accounts.DistinctReasons(x.Reasons)
	}
}

// lastHope says what a chain to one of the targets rests on when all of a set have
// left but one: it passes that one.
func lastHope(rc *accounts.Reach, targets, set []int32, stays int32, horizon int) (facts []analysis.Reason) {
	for _, v := range set {
		rc.Search.Gone[v] = v != stays
	}
	for _, t := range targets {
		if facts == nil {
			facts = chainReasons(rc, t, horizon)
		}
	}
	for _, v := range set {
		rc.Search.Gone[v] = false
	}
	return facts
}

func resilienceSentence(rc *accounts.Reach, x *analysis.AreaResilience, ar *accounts.Area, horizon int) string {
	about := say.Resilience{Area: x.Name, Budget: x.Budget, Horizon: horizon}
	switch {
	case len(ar.Deciders) == 0:
		return about.Undecided()
	case !x.Reached:
		return about.Unreached(x.Rule == graph.DecisionAll && len(ar.Deciders) > 1)
	case x.Departures > analysis.MaxDepartures:
		return about.Held(analysis.MaxDepartures)
	}
	return about.CutBy(rc.NamesOf(x.People))
}

// weakened returns, by person, the deciders to whom the best way passes them, is
// not lost with them, and would be less likely without. Cost: one introduction
// search and at most four more walks of it for each decider.
func weakened(rc *accounts.Reach, hangs map[kernel.N][]int) map[kernel.N][]analysis.Weakened {
	out := map[kernel.N][]analysis.Weakened{}
	for i := range rc.People {
		p := &rc.People[i]
		if !p.Deciding() || accounts.Shunned(rc.Account.Reader, p.N) {
			continue
		}
		t := &introductions.Tour{Reader: rc.Reader, Target: p.N, Hops: analysis.DefaultHops, From: map[kernel.N]bool{}, Without: map[kernel.N]bool{}}
		t.Explore()
		before, path := bestWay(t, knows.Nowhere)
		var facts []analysis.Reason
		for k := 0; k+1 < len(path); k++ {
			facts = append(facts, wayReason(rc, t, path[k], path[k+1]))
		}
		for _, n := range path {
			if n == p.N || slices.Contains(hangs[n], i) {
				continue
			}
			if after, _ := bestWay(t, n); after == 0 || after < weakerShare*before || analysis.LikelihoodOf(after) != analysis.LikelihoodOf(before) {
				w := analysis.Weakened{Target: rc.Pid(i), Name: rc.Who(i), Before: knows.Rounded(before), After: knows.Rounded(after), LikelihoodBefore: analysis.LikelihoodOf(before), Reasons: facts}
				if after > 0 {
					w.LikelihoodAfter = analysis.LikelihoodOf(after)
				}
				out[n] = append(out[n], w)
			}
		}
	}
	return out
}

// wayReason says what a handshake of a way to somebody rests on.
func wayReason(rc *accounts.Reach, t *introductions.Tour, from, to kernel.N) analysis.Reason {
	s := t.StepOf(from, to)
	switch {
	case s == nil:
		return rc.HopReason(knows.Hop{From: from, To: to, Kind: knows.HopTie, Tie: t.OurTie(from, to)})
	case s.Kind == knows.HopImplied:
		return analysis.Reason{Text: rc.Name(from) + " " + t.OverlapClause(s.Over), Record: s.Record}
	}
	return rc.HopReason(s.Hop)
}

// bestWay returns the probability of the likeliest way to the target that does
// not pass a person, directly or by introduction, and the people on it; 0 where
// there is none.
func bestWay(t *introductions.Tour, without kernel.N) (best float64, path []kernel.N) {
	for _, ti := range t.OurTiesTo(t.Target) {
		if ti.From == without || !t.Seeker(ti.From) || accounts.Forbids(t.Reader, ti.From, t.Target) {
			continue
		}
		if s, ok := t.FirstStep(ti); ok && s.P > best {
			best, path = s.P, []kernel.N{ti.From, t.Target}
		}
	}
	refuse := func(way []int32) bool { return t.Refuses(way) || slices.Contains(way, int32(without)) }
	for _, a := range chains.Introductions(t, int32(t.Target), t.Hops, 1, 0, refuse) {
		p := 1.0
		var nodes []kernel.N
		for i, v := range a.Best.Path() {
			if nodes = append(nodes, kernel.N(v)); i > 0 {
				p *= t.StepOf(nodes[i-1], nodes[i]).P
			}
		}
		if p > best {
			best, path = p, nodes
		}
	}
	return best, path
}
