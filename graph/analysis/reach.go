package analysis

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// carryWeight is the strength or influence from which a person of theirs takes
// us to the next.
const carryWeight = workingAt

// hopKind says what a handshake rests on.
type hopKind string

const (
	hopTie       hopKind = "tie"       // a tie by contact or claim
	hopInfluence hopKind = "influence" // a stated influence
	hopLine      hopKind = "line"      // a reporting line
	hopImplied   hopKind = "implied"   // a shared employment
)

// hop is one handshake with what it rests on.
type hop struct {
	from, to kernel.N
	kind     hopKind
	tie      *tie     // for hopTie
	weight   float64  // of the basis, in [0,1]; not for ties of ours
	record   graph.ID // the influence, the line, the last contact or claim; "" for ties of ours in the reach graph
	over     *overlap // for hopImplied and hopLine: what the two share
	shared   *overlap // what is implied besides, where that is stronger than the record; nil else
	doubt    bool     // whether the two know each other: ask first
	at       [paces]bool
	skips    bool       // for hopLine: a vacant seat lies between
	seats    []kernel.N // for hopLine: that it joins, and the vacant ones between
}

// hops is a set of handshakes by their ends, at most one for each pair once they
// are settled: of those that were added the first one that is there at the plain
// pace, else the first one. It says at which paces any is.
type hops []hop

func (hs *hops) add(h hop) {
	if h.from != h.to {
		*hs = append(*hs, h)
	}
}

func compareEnds(a, b *hop) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) }

// settle sorts the handshakes by their ends and merges those of the same pair.
func (hs *hops) settle() {
	order := make([]int32, len(*hs)) // hops are large, and are moved once
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(compareEnds(&(*hs)[a], &(*hs)[b]), cmp.Compare(a, b)) })
	kept := make(hops, 0, len(*hs))
	for _, i := range order {
		h := (*hs)[i]
		last := len(kept) - 1
		if last < 0 || compareEnds(&kept[last], &h) != 0 {
			kept = append(kept, h)
			continue
		}
		have := &kept[last]
		at := have.at
		for p := range at {
			at[p] = at[p] || h.at[p]
		}
		if !have.at[plain] && h.at[plain] {
			*have = h
		}
		have.at = at
	}
	*hs = kept
}

// between returns the handshake from one person to another, none for none.
func (hs hops) between(from, to kernel.N) (h hop, found bool) {
	i, found := slices.BinarySearchFunc(hs, hop{from: from, to: to}, func(a, b hop) int { return compareEnds(&a, &b) })
	if found {
		h = hs[i]
	}
	return h, found
}

// always is said of a handshake that is no tie: it is there at every pace.
var always = [paces]bool{true, true, true}

// reach is the net of an account: our people, theirs, and outsiders who know
// them.
type reach struct {
	*account
	search *searcher
	nodes  []kernel.N // by id: a person's number in the net is their place here
	hops   hops

	mine, carry []bool // of the nodes: whether they are ours, and whether they carry
}

// number returns a person's number in the net, nobody when they are not in it.
func (rc *reach) number(n kernel.N) int32 {
	i, ok := slices.BinarySearchFunc(rc.nodes, n, rc.byID)
	if !ok {
		return nobody
	}
	return int32(i)
}

// carries reports whether somebody of theirs takes us further: not a detractor,
// and not somebody who must not be contacted.
func (r *reader) carries(n kernel.N, accounts []kernel.N) bool {
	return r.stance(n, accounts, nowhere).Stance.Carries() && !r.shunned(n)
}

// readReach builds the reach graph of an account: from our people by working
// ties, and from one of theirs to the next by a tie or an influence of at least
// 0.35 or by a reporting line. Cost: O(facts about the account's people and those who know
// them).
func (a *account) readReach() *reach {
	rc := &reach{account: a}
	members := map[kernel.N]bool{}
	for i := range a.people {
		members[a.people[i].n] = true
	}
	var outside []kernel.N
	for i := range a.people {
		n := a.people[i].n
		for _, from := range a.readHops(&rc.hops, n) {
			if !members[from] {
				outside = append(outside, from)
			}
		}
	}
	for _, n := range a.distinct(outside) {
		if !a.ours(n) {
			members[n] = true
			a.ourHops(&rc.hops, n)
		}
	}
	rc.hops.settle()
	for i := range rc.hops {
		members[rc.hops[i].from] = true
	}
	for n := range members {
		rc.nodes = append(rc.nodes, n)
	}
	slices.SortFunc(rc.nodes, a.byID)
	here := []kernel.N{rc.n}
	rc.mine, rc.carry = make([]bool, len(rc.nodes)), make([]bool, len(rc.nodes))
	for i, n := range rc.nodes {
		rc.mine[i] = rc.ours(n)
		rc.carry[i] = rc.mine[i]
		if !rc.mine[i] {
			accounts := here
			if _, inside := rc.at[n]; !inside {
				accounts = append(rc.accountsOf(n), rc.n)
			}
			rc.carry[i] = rc.carries(n, accounts)
		}
	}
	rc.search = newSearcher(rc.build(rc.pace))
	return rc
}

// paced returns the reach graph with ties judged at another pace.
func (rc *reach) paced(p pace) *reach {
	out := *rc
	out.account = rc.account.paced(p)
	out.search = newSearcher(rc.build(p))
	return &out
}

// leads reports whether one of theirs takes us to another.
func (rc *reach) leads(from, to kernel.N) bool {
	h, _ := rc.hops.between(from, to)
	return h.at[rc.pace]
}

// readHops adds the handshakes that lead to one of theirs, and returns from
// whom.
func (a *account) readHops(hs *hops, to kernel.N) (from []kernel.N) {
	a.tiesTo(to) // all of them at once
	for _, t := range a.ourTiesTo(to) {
		if at := a.atPaces(t); at != [paces]bool{} {
			hs.add(hop{from: t.from, to: to, kind: hopTie, tie: t, at: at})
			from = append(from, t.from)
		}
	}
	list := a.acquaintances(to, func(kernel.N) bool { return true })
	for i := range list {
		for _, h := range list[i].bases {
			if h.kind == hopLine && !a.seatsHere(h.seats) {
				continue // lines count within the account
			}
			if h.at = a.takesUs(&h); h.at != [paces]bool{} {
				hs.add(h)
				from = append(from, h.from)
			}
		}
	}
	return from
}

// seatsHere reports whether all of some seats are the account's.
func (a *account) seatsHere(seats []kernel.N) bool {
	return !slices.ContainsFunc(seats, func(n kernel.N) bool { _, here := a.seatAt[n]; return !here })
}

// ourHops adds the working ties of ours to an outsider.
func (a *account) ourHops(hs *hops, to kernel.N) {
	for _, t := range a.ourTiesTo(to) {
		if at := a.atPaces(t); at != [paces]bool{} {
			hs.add(hop{from: t.from, to: to, kind: hopTie, tie: t, at: at})
		}
	}
}

// influenceHops returns the handshakes by which those lead to a person who are
// said to influence them and are not at odds with them.
func (r *reader) influenceHops(person kernel.N) []hop {
	var out []hop
	for _, x := range r.influencesOn(person) {
		if !x.conflict {
			out = append(out, hop{from: x.from, to: person, kind: hopInfluence, weight: x.weight, record: x.record, at: always})
		}
	}
	return out
}

// line returns the id of the reporting line from a seat towards one above it.
func (a *account) line(from, up int) graph.ID {
	var other graph.ID
	for h := range a.out(a.seats[from].n, graph.EdgeReportsTo) {
		if h.Node() == a.seats[up].n {
			return a.s.EdgeID(h.Edge())
		}
		if other == "" {
			other = a.s.EdgeID(h.Edge()) // the line to the vacant seat between
		}
	}
	return other
}

// build makes the net of the nodes and of the hops that are there at a pace;
// handshakes to one of ours lead nowhere and are left out.
func (rc *reach) build(p pace) *net {
	number := make(map[kernel.N]int32, len(rc.nodes))
	for i, n := range rc.nodes {
		number[n] = int32(i)
	}
	arcs := make([]arc, 0, len(rc.hops))
	for i := range rc.hops {
		h := &rc.hops[i]
		if to := number[h.to]; h.at[p] && !rc.mine[to] {
			arcs = append(arcs, arc{from: number[h.from], to: to, price: 1})
		}
	}
	return newNet(rc.mine, rc.carry, arcs)
}
