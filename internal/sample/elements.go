package sample

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// Size says how large a workspace [Elements] makes.
type Size struct {
	People       int // people, and as many seats; at least 100
	Ties         int // stated ties per person; 10 when 0
	Interactions int // aggregated interactions per person; none when 0
}

// unitSize is how many seats one organization has.
const unitSize = 500

// Elements yields a workspace for benchmarks in the order that
// [kernel.Builder.Add] wants: nodes before edges, each by ID. One per cent of the
// people are ours; the others work for customers of 500 with an account each.
// Spans are about six, ties lead to colleagues and, one in five, anywhere; every
// tenth person of ours is tied into each neighbouring account.
func Elements(size Size, base graph.Date) iter.Seq[graph.Element] {
	ties := size.Ties
	if ties == 0 {
		ties = 10
	}
	n := max(size.People, 100)
	ours := max(n/100, 20)
	orgs := 1 + (n-ours+unitSize-1)/unitSize
	orgOf := func(p int) int {
		if p < ours {
			return 0
		}
		return 1 + (p-ours)/unitSize
	}
	first := func(org int) int {
		if org == 0 {
			return 0
		}
		return ours + (org-1)*unitSize
	}
	id := func(prefix string, i int) graph.ID { return graph.ID(fmt.Sprintf("%s%07d", prefix, i)) }
	levels := []int{5, 4, 3, 2, 1}
	depth := func(i int) int { // place within the organization to depth in a tree of span 6
		d := 0
		for i > 0 {
			i = (i - 1) / 6
			d++
		}
		return min(d, 4)
	}
	functions := graph.Functions()
	return func(yield func(graph.Element) bool) {
		put := func(f graph.Fact) bool { return yield(graph.Encode(f)) }
		for o := 1; o < orgs; o++ {
			if !put(graph.Account{Node: graph.Node{ID: id("a", o)}, Name: fmt.Sprintf("Account %d", o), Relation: graph.RelationCustomer, Tier: graph.TierKey, Renewal: base + 100}) {
				return
			}
		}
		for o := 1; o < orgs; o++ {
			budget := float64(1000 * (o%900 + 100))
			if !put(graph.DecisionArea{Node: graph.Node{ID: id("d", o)}, Name: "Renewal", Function: graph.FunctionFinance, Budget: &budget, Currency: "EUR", Rule: graph.DecisionAny, State: graph.DecisionOpen, Due: base + 100, RevenueBearing: true}) {
				return
			}
		}
		r := rand.New(rand.NewPCG(1, 1))
		for i := range n * size.Interactions {
			if !put(graph.Interaction{Node: graph.Node{ID: id("i", i)}, On: base - graph.Date(r.IntN(700)), Channel: graph.Channels()[r.IntN(8)], StartedBy: graph.StartedByBoth, Count: 1 + r.IntN(4)}) {
				return
			}
		}
		for o := range orgs {
			if !put(graph.Organization{Node: graph.Node{ID: id("o", o)}, Name: fmt.Sprintf("Company %d", o), Kind: graph.OrgCompany, Ours: o == 0}) {
				return
			}
		}
		for p := range n {
			if !put(graph.Person{Node: graph.Node{ID: id("p", p), ExternalIDs: []string{fmt.Sprintf("bench:%d", p)}}, Name: firstNames[p%len(firstNames)] + " " + lastNames[p/len(firstNames)%len(lastNames)]}) {
				return
			}
		}
		for p := range n {
			i := p - first(orgOf(p))
			if !put(graph.Position{Node: graph.Node{ID: id("s", p)}, Title: "Seat", Level: levels[depth(i)], Function: functions[i%len(functions)], Occupancy: graph.OccupancyHeld}) {
				return
			}
		}
		// Edges, by the letter their IDs begin with.
		for o := 1; o < orgs; o++ {
			if !put(graph.For{Edge: graph.Edge{ID: id("ea", o), Src: id("a", o), Dst: id("o", o)}}) {
				return
			}
		}
		for o := 1; o < orgs; o++ {
			if !put(graph.For{Edge: graph.Edge{ID: id("eb", o), Src: id("d", o), Dst: id("a", o)}}) {
				return
			}
		}
		for o := 1; o < orgs; o++ {
			if !put(graph.Decides{Edge: graph.Edge{ID: id("ec", o), Src: id("p", first(o)), Dst: id("d", o)}, Part: graph.RoleDecider}) {
				return
			}
		}
		for p := range n {
			if !put(graph.Holds{Edge: graph.Edge{ID: id("eh", p), Src: id("p", p), Dst: id("s", p), From: base - graph.Date(100+p%2000)}, Kind: graph.HoldPermanent}) {
				return
			}
		}
		for p := range n {
			if !put(graph.In{Edge: graph.Edge{ID: id("ei", p), Src: id("s", p), Dst: id("o", orgOf(p))}}) {
				return
			}
		}
		for p := range n {
			f := first(orgOf(p))
			if i := p - f; i > 0 && !put(graph.ReportsTo{Edge: graph.Edge{ID: id("er", p), Src: id("s", p), Dst: id("s", f+(i-1)/6)}, Kind: graph.LineSolid}) {
				return
			}
		}
		tieLevels := []graph.TieLevel{graph.TieMet, graph.TieKnows, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}
		r = rand.New(rand.NewPCG(2, 2))
		k := 0
		for p := range n {
			for t := range ties {
				q := 0
				switch o := orgOf(p); {
				case o == 0 && t < ties/2: // ours into an account
					q = ours + (p*37+t*unitSize/2)%(n-ours)
				case t%5 == 4:
					q = r.IntN(n)
				default:
					f := first(o)
					q = f + r.IntN(min(unitSize, n-f))
				}
				k++
				if q == p {
					continue
				}
				on := base - graph.Date(r.IntN(500))
				e := graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprintf("k%08d", k)), Src: id("p", p), Dst: id("p", q), From: on}, Level: tieLevels[r.IntN(len(tieLevels))], Kind: graph.TieAcquainted}
				e.By, e.On = e.Src, on
				if !put(e) {
					return
				}
			}
		}
		r = rand.New(rand.NewPCG(3, 3))
		for i := range n * size.Interactions {
			p := i / size.Interactions
			f := first(orgOf(p))
			q := f + r.IntN(min(unitSize, n-f))
			if p < ours {
				q = ours + (p*37+i%ties*unitSize/2)%(n-ours)
			}
			if q == p {
				q = (p + 1) % n
			}
			for j, who := range []int{p, q} {
				if !put(graph.Attended{Edge: graph.Edge{ID: graph.ID(fmt.Sprintf("t%08d%c", i, 'a'+j)), Src: id("p", who), Dst: id("i", i)}}) {
					return
				}
			}
		}
	}
}

// Build returns the snapshot of [Elements] at revision 1.
func Build(size Size, base graph.Date) *kernel.Snapshot {
	b := kernel.NewBuilder(0)
	for e := range Elements(size, base) {
		if err := b.Add(&e); err != nil {
			panic(err) // a mistake in this package
		}
	}
	return b.Build(1, base.Time())
}
