package accounts

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/kernel"
)

// Hops is a set of handshakes by their ends, at most one for each pair once they
// are settled: the strongest that is there at the plain pace, else the strongest, and
// of equals the first that was added. It says at which paces any is.
type Hops []knows.Hop

// Add adds a handshake; nobody shakes hands with themselves.
func (hs *Hops) Add(h knows.Hop) {
	if h.From == h.To {
		return
	}
	if len(*hs) == cap(*hs) {
		*hs = slices.Grow(*hs, max(64, len(*hs))) // append would copy a long list more often
	}
	*hs = append(*hs, h)
}

func compareEnds(a, b *knows.Hop) int {
	return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
}

// settle sorts the handshakes by their ends and merges those of the same pair.
func (hs *Hops) settle() {
	order := make([]int32, len(*hs)) // hops are large, and are moved once
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(compareEnds(&(*hs)[a], &(*hs)[b]), cmp.Compare((*hs)[b].Weight, (*hs)[a].Weight), cmp.Compare(a, b))
	})
	kept := make(Hops, 0, len(*hs))
	for _, i := range order {
		h := (*hs)[i]
		last := len(kept) - 1
		if last < 0 || compareEnds(&kept[last], &h) != 0 {
			kept = append(kept, h)
			continue
		}
		have := &kept[last]
		at := have.At
		for p := range at {
			at[p] = at[p] || h.At[p]
		}
		if !have.At[knows.Plain] && h.At[knows.Plain] {
			*have = h
		}
		have.At = at
	}
	*hs = kept
}

// Between returns the handshake from one person to another, none for none.
func (hs Hops) Between(from, to kernel.N) (h knows.Hop, found bool) {
	i, found := slices.BinarySearchFunc(hs, knows.Hop{From: from, To: to}, func(a, b knows.Hop) int { return compareEnds(&a, &b) })
	if found {
		h = hs[i]
	}
	return h, found
}

// Reach is the net of an account: our people, theirs, and outsiders who know
// them.
type Reach struct {
	*Account
	Search *chains.Searcher
	Nodes  []kernel.N // by id: a person's number in the net is their place here
	Hops   Hops

	Mine, Carry []bool // of the nodes: whether they are ours, and whether they carry
}

// Number returns a person's number in the net, nobody when they are not in it.
func (rc *Reach) Number(n kernel.N) int32 {
	i, ok := slices.BinarySearchFunc(rc.Nodes, n, rc.ByID)
	if !ok {
		return chains.Nobody
	}
	return int32(i)
}

// carries reports whether somebody of theirs takes us further: not a detractor,
// and not somebody who must not be contacted.
func carries(r *knows.Reader, n kernel.N, accounts []kernel.N) bool {
	return r.Stance(n, accounts, knows.Nowhere).Stance.Carries() && !Shunned(r, n)
}

// ReadReach builds the reach graph of an account: from our people by working
// ties, and from one of theirs to the next by a tie or an influence of at least
// 0.35 or by a reporting line. Cost: O(facts about the account's people and those who know
// them).
func (a *Account) ReadReach() *Reach {
	rc := &Reach{Account: a}
	members := map[kernel.N]bool{}
	for i := range a.People {
		members[a.People[i].N] = true
	}
	var outside []kernel.N
	for i := range a.People {
		n := a.People[i].N
		for _, from := range a.ReadHops(&rc.Hops, n) {
			if !members[from] {
				outside = append(outside, from)
			}
		}
	}
	for _, n := range a.Distinct(outside) {
		if !a.Ours(n) {
			members[n] = true
			a.ourHops(&rc.Hops, n)
		}
	}
	rc.Hops.settle()
	for i := range rc.Hops {
		members[rc.Hops[i].From] = true
	}
	for n := range members {
		rc.Nodes = append(rc.Nodes, n)
	}
	slices.SortFunc(rc.Nodes, a.ByID)
	here := []kernel.N{rc.N}
	rc.Mine, rc.Carry = make([]bool, len(rc.Nodes)), make([]bool, len(rc.Nodes))
	for i, n := range rc.Nodes {
		rc.Mine[i] = rc.Ours(n)
		rc.Carry[i] = rc.Mine[i]
		if !rc.Mine[i] {
			accounts := here
			if _, inside := rc.At[n]; !inside {
				accounts = append(rc.AccountsOf(n), rc.N)
			}
			rc.Carry[i] = carries(rc.Account.Reader, n, accounts)
		}
	}
	rc.Search = chains.NewSearcher(rc.Build(rc.Pace))
	return rc
}

// Paced returns the reach graph with ties judged at another pace.
func (rc *Reach) Paced(p knows.Pace) *Reach {
	out := *rc
	out.Account = rc.Account.paced(p)
	out.Search = chains.NewSearcher(rc.Build(p))
	return &out
}

// Leads reports whether one of theirs takes us to another.
func (rc *Reach) Leads(from, to kernel.N) bool {
	h, _ := rc.Hops.Between(from, to)
	return h.At[rc.Pace]
}

// ReadHops adds the handshakes that lead to one of theirs, and returns from
// whom.
func (a *Account) ReadHops(hs *Hops, to kernel.N) (from []kernel.N) {
	a.TiesTo(to) // all of them at once
	for _, t := range a.OurTiesTo(to) {
		if at := a.AtPaces(t); at != [knows.Paces]bool{} {
			hs.Add(knows.Hop{From: t.From, To: to, Kind: knows.HopTie, Tie: t, At: at})
			from = append(from, t.From)
		}
	}
	a.EachBasis(to, func(h knows.Hop) {
		if h.Kind == knows.HopLine && !a.seatsHere(h.Over.Seats) {
			return // lines count within the account
		}
		if h.At = a.TakesUs(&h); h.At != [knows.Paces]bool{} {
			hs.Add(h)
			from = append(from, h.From)
		}
	})
	return from
}

// seatsHere reports whether all of some seats are the account's.
func (a *Account) seatsHere(seats []kernel.N) bool {
	return !slices.ContainsFunc(seats, func(n kernel.N) bool { _, here := a.SeatAt[n]; return !here })
}

// ourHops adds the working ties of ours to an outsider.
func (a *Account) ourHops(hs *Hops, to kernel.N) {
	for _, t := range a.OurTiesTo(to) {
		if at := a.AtPaces(t); at != [knows.Paces]bool{} {
			hs.Add(knows.Hop{From: t.From, To: to, Kind: knows.HopTie, Tie: t, At: at})
		}
	}
}

// line returns the id of the reporting line from a seat towards one above it.
func (a *Account) line(from, up int) graph.ID {
	var other graph.ID
	for h := range a.Out(a.Seats[from].N, graph.EdgeReportsTo) {
		if h.Node() == a.Seats[up].N {
			return a.S.EdgeID(h.Edge())
		}
		if other == "" {
			other = a.S.EdgeID(h.Edge()) // the line to the vacant seat between
		}
	}
	return other
}

// Build makes the net of the nodes and of the hops that are there at a pace;
// handshakes to one of ours lead nowhere and are left out.
func (rc *Reach) Build(p knows.Pace) *chains.Net {
	number := make(map[kernel.N]int32, len(rc.Nodes))
	for i, n := range rc.Nodes {
		number[n] = int32(i)
	}
	arcs := make([]chains.Arc, 0, len(rc.Hops))
	for i := range rc.Hops {
		h := &rc.Hops[i]
		if to := number[h.To]; h.At[p] && !rc.Mine[to] {
			arcs = append(arcs, chains.Arc{From: number[h.From], To: to, Price: 1})
		}
	}
	return chains.NewNet(rc.Mine, rc.Carry, arcs)
}
