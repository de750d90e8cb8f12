package find_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

// TestLeastPointsOfRandomWorlds adds up the points of every pairing of random
// worlds anew, from the facts and the definition in the docs, and tries all
// arrangements that nobody's capacity, no exclusion and no conflict forbids.
func TestLeastPointsOfRandomWorlds(t *testing.T) {
	t.Parallel()
	compared, tight := 0, 0
	for seed := range uint64(3 * manyWorlds) {
		w := newBurdenedWorld(seed)
		v := view.On(w.snapshot(t, false), today)
		rep, cov := pairings(t, v, acme), coverage(t, v, acme)
		ties := strengths(t, v, analysis.StrengthQuery{Account: acme}).Ties
		l := w.limitsOf()
		level, functions, at := map[graph.ID]int{}, map[graph.ID][]graph.Function{}, map[graph.ID]graph.Position{}
		team := map[graph.ID]bool{}
		for _, e := range w.elements {
			switch e.Kind {
			case graph.NodePosition:
				at[e.ID] = graph.Decode[graph.Position](e)
			}
		}
		inside := map[graph.ID]bool{}
		for _, e := range w.elements {
			if k := e.Kind; k == graph.EdgeWorksOn {
				inside[e.Src] = true
				team[e.Src] = team[e.Src] || graph.Decode[graph.WorksOn](e).Role != graph.WorkSponsor
			}
		}
		for seat, people := range l.holders {
			for _, p := range people {
				level[p] = max(level[p], at[seat].Level)
				functions[p] = append(functions[p], at[seat].Function)
			}
		}
		type demand struct {
			person analysis.CoveredPerson
			open   int
			daily  bool
		}
		var demands []demand
		here := map[graph.ID]bool{}
		for _, p := range cov.People {
			is := func(roles ...graph.Role) bool {
				return slices.ContainsFunc(p.Parts, func(x analysis.Part) bool { return slices.Contains(roles, x.Role) })
			}
			open := 0
			switch {
			case is(graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff):
				open = 60
			case is(graph.RoleInfluencer, graph.RoleGatekeeper):
				open = 40
			case is(graph.RoleBuyer), p.Level >= 3 && is(graph.RoleUser, graph.RoleInitiator):
				open = 25
			case p.Level >= 3:
				open = 8
			default:
				continue
			}
			here[p.Person] = true
			demands = append(demands, demand{p, open, false})
			if is(graph.RoleDecider) {
				demands = append(demands, demand{p, open, true})
			}
			for _, o := range p.Owners {
				inside[o] = true
			}
		}
		for _, p := range cov.People {
			for _, o := range p.Owners {
				inside[o] = true
			}
		}
		var ours []graph.ID
		shared := false
		for _, o := range w.ours {
			paired := slices.ContainsFunc(cov.People, func(p analysis.CoveredPerson) bool { return l.paired(o, p.Person) })
			if !l.shunned[o] && len(functions[o]) > 0 && (inside[o] || paired || level[o] >= 3) {
				ours = append(ours, o)
			}
			for c := range l.charges[o] {
				shared = shared || strings.HasPrefix(string(c), "st") && len(l.holders[c]) > 1
			}
		}
		if shared {
			continue // one place for two people: which arrangement is best is not claimed
		}
		points := func(o graph.ID, d demand) (sum int, may bool) {
			p := d.person.Person
			if c, said := w.tieClaim(o, p, today); l.mayNot(o, p) || said && c.odds {
				return 0, false
			}
			if gap := level[o] - level[p]; !d.daily && level[o] > 0 && level[p] > 0 {
				sum += max(6*gap, -12*gap)
			}
			if d.daily && !team[o] {
				sum += 12
			}
			fit := 12
			for _, f := range functions[o] {
				for _, g := range functions[p] {
					switch {
					case f == "" || g == "":
					case f == g:
						fit = 0
					case f.Adjacent(g):
						fit = min(fit, 4)
					}
				}
			}
			sum += fit
			for _, x := range ties {
				if x.From == o && x.To == p && x.Band != graph.BandNone {
					sum -= int(20 * x.Strength)
				}
			}
			for _, q := range cov.People {
				deciding := slices.ContainsFunc(q.Parts, func(x analysis.Part) bool {
					return slices.Contains([]graph.Role{graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff}, x.Role)
				})
				if deciding && q.Person != p && q.Depth == 1 && q.Owners[0] == o {
					sum += 6
					break
				}
			}
			if l.paired(o, p) {
				sum -= 10
			}
			return sum, true
		}
		// The least points by how many demands each of ours has; a decider's two are
		// given out together, so that they go to two.
		base := make([]int, len(ours))
		for k, o := range ours {
			base[k] = l.load(o, here)
		}
		type counts [8]int8
		least := map[counts]int{{}: 0}
		limited := false
		give := func(from counts, cost int, d demand, k int) (counts, int, bool) {
			if k == len(ours) {
				return from, cost + d.open, true
			}
			sum, may := points(ours[k], d)
			j := base[k] + int(from[k])
			if limit, said := l.capacity[ours[k]]; may && said && j >= limit {
				limited = true
				return from, 0, false
			}
			from[k]++
			return from, cost + sum + 2*j*j, may
		}
		for i := 0; i < len(demands); i++ {
			next := map[counts]int{}
			put := func(c counts, cost int) {
				if have, known := next[c]; !known || cost < have {
					next[c] = cost
				}
			}
			two := i+1 < len(demands) && demands[i+1].daily
			for from, cost := range least {
				for k := range len(ours) + 1 {
					c, sum, may := give(from, cost, demands[i], k)
					if !may {
						continue
					}
					if !two {
						put(c, sum)
						continue
					}
					for k2 := range len(ours) + 1 {
						if c2, sum2, may := give(c, sum, demands[i+1], k2); may && (k2 != k || k == len(ours)) {
							put(c2, sum2)
						}
					}
				}
			}
			if two {
				i++
			}
			least = next
		}
		want := 1 << 30
		for _, cost := range least {
			want = min(want, cost)
		}
		if rep.Cost != want {
			t.Fatalf("seed %d: %d points, want %d: %+v", seed, rep.Cost, want, rep.Pairings)
		}
		compared++
		if limited {
			tight++
		}
	}
	if compared < 200 || tight < 100 {
		t.Errorf("%d worlds compared, capacity told in %d: the test has no teeth", compared, tight)
	}
}
