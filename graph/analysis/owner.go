package analysis

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// The points that speak against one of ours as the counterpart of one of theirs;
// the least wins.
const (
	gapJunior     = 12 // each level by which ours is the junior
	gapSenior     = 6  // … the senior
	functionNear  = 4  // neighbouring functions
	functionFar   = 12
	tiePoints     = 20 // times strength, in favour
	noLanguage    = 30 // no shared language, where both are known
	loadPoints    = 2  // times the square of the pairings carried
	soleOwnerness = 6  // already the only one with a tie to another decider here
)

// candidate is one of ours who could look after one of theirs.
type candidate struct {
	n      graph.N
	points int
}

// benchLevel is the level from which anybody of ours may be proposed as a
// counterpart, whether they work on the account or not.
const benchLevel = 3

// bench returns those of ours at level 3 and above, by id.
func (r *reader) bench() []graph.N {
	if r.benched {
		return r.ourBench
	}
	r.benched = true
	for _, org := range r.s.Nodes(graph.NodeOrganization) {
		if !r.ourOrg(org) {
			continue
		}
		for in := range r.in(org, graph.EdgeIn) {
			if r.v.Level(in.Node()) >= benchLevel {
				r.ourBench = append(r.ourBench, r.others(r.in(in.Node(), graph.EdgeHolds))...)
			}
		}
	}
	r.ourBench = r.distinct(r.ourBench)
	return r.ourBench
}

// candidates returns those of ours who could look after somebody, by points and
// id, without one of them: those who work on the account or have a working tie
// into it, and those within the policy's gap of the person's level.
func (a *account) candidates(p int, without graph.N) []candidate {
	nodes := a.team()
	for i := range a.people {
		nodes = append(nodes, a.owners(i)...)
	}
	for _, n := range a.bench() {
		if level := a.people[p].level; level > 0 && levelsApart(a.level(n), level) <= a.policy.CounterpartGap {
			nodes = append(nodes, n)
		}
	}
	var out []candidate
	for _, n := range a.distinct(nodes) {
		if n != without && a.ours(n) && !a.mayNot(n, p) {
			out = append(out, candidate{n, a.points(n, p)})
		}
	}
	slices.SortStableFunc(out, func(x, y candidate) int { return x.points - y.points })
	return out
}

// mayNot reports whether one of ours must not approach a person or the account,
// or is at odds with them.
func (a *account) mayNot(n graph.N, p int) bool {
	for h := range a.out(n, graph.EdgeExcludes) {
		if h.Node() == a.people[p].n || h.Node() == a.n {
			return true
		}
	}
	t := a.tie(n, a.people[p].n)
	return t != nil && t.conflict
}

func (a *account) points(n graph.N, p int) (points int) {
	theirs := &a.people[p]
	level, functions := 0, []graph.Function(nil)
	for h := range a.out(n, graph.EdgeHolds) {
		level = max(level, a.v.Level(h.Node()))
		functions = append(functions, a.v.Function(h.Node()))
	}
	if level > 0 && theirs.level > 0 {
		if gap := level - theirs.level; gap > 0 {
			points += gapSenior * gap
		} else {
			points -= gapJunior * gap
		}
	}
	points += a.functionPoints(functions, theirs)
	if t := a.tie(n, theirs.n); t != nil {
		points -= int(tiePoints * a.verdict(t).s)
	}
	ours, their := a.s.NodeProps(n).Strings("languages"), a.s.NodeProps(theirs.n).Strings("languages")
	if len(ours) > 0 && len(their) > 0 && !slices.ContainsFunc(ours, func(l string) bool { return slices.Contains(their, l) }) {
		points += noLanguage
	}
	load := 0
	for range a.out(n, graph.EdgePairedWith) {
		load++
	}
	points += loadPoints * load * load
	for i := range a.people {
		if i != p && a.people[i].deciding() && a.depth(i) == 1 && a.owners(i)[0] == n {
			points += soleOwnerness
			break
		}
	}
	return points
}

func (a *account) functionPoints(ours []graph.Function, theirs *person) int {
	best := functionFar
	for _, f := range ours {
		for _, s := range theirs.seats {
			switch g := a.seats[s].function; {
			case f == "" || g == "":
			case f == g:
				return 0
			case f.Adjacent(g):
				best = functionNear
			}
		}
	}
	return best
}

// advise proposes who of ours should come to know a person and by which
// introduction, without one of ours or of theirs.
func (a *account) advise(p int, without graph.N) *Remedy {
	target := a.people[p].n
	if yes(a.s.NodeProps(target), "doNotContact") {
		return &Remedy{Text: a.who(p) + " must not be contacted"}
	}
	var fresh []candidate // those without a working tie yet
	for _, c := range a.candidates(p, without) {
		if t := a.tie(c.n, target); t == nil || !a.verdict(t).working {
			fresh = append(fresh, c)
		}
	}
	if len(fresh) == 0 {
		return &Remedy{Text: "name somebody to look after " + a.who(p) + ": nobody who works on the account is free to"}
	}
	owner := fresh[0].n
	rm := &Remedy{Owner: a.id(owner), Text: "make " + a.name(owner) + " the counterpart of " + a.who(p)}
	for _, c := range fresh[1:min(3, len(fresh))] {
		rm.Alternatives = append(rm.Alternatives, a.id(c.n))
	}
	t := &tour{reader: a.reader, target: target, hops: DefaultHorizon, from: map[graph.N]bool{owner: true}, without: map[graph.N]bool{}}
	if without != nowhere {
		t.without[without] = true
	}
	t.explore()
	found := t.best(1, 0)
	if len(found) == 0 {
		t.from = map[graph.N]bool{}
		t.explore()
		if found = t.best(1, 0); len(found) > 0 {
			first, _ := a.s.Node(found[0].People[0])
			rm.Text += "; " + a.name(first) + " can start the introduction"
		}
	}
	if len(found) > 0 {
		rm.Path = found[0].People
		ask, _ := a.s.Node(found[0].Ask)
		rm.Text += "; ask " + a.name(ask) + " for the introduction"
	} else if t := a.tie(owner, target); t != nil && a.verdict(t).lastContact != 0 {
		rm.Text += "; they have met before"
	}
	return rm
}
