package analysis

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// SwayKind says what one person's influence on another rests on.
type SwayKind string

// The kinds of sway, the surest first.
const (
	SwayStated SwayKind = "STATED" // a colleague says so
	SwayRole   SwayKind = "ROLE"   // an influencer or approver of the decision is heard by its deciders, where nothing is stated between the two
	SwayLine   SwayKind = "LINE"   // a boss is heard by a report, where nothing is stated between the two
)

// swayKinds returns the kinds of sway, the surest first.
func swayKinds() []SwayKind { return []SwayKind{SwayStated, SwayRole, SwayLine} }

// presumedSway is the influence of a boss on a report, and of a recorded
// influencer or approver on a decider, where nothing is stated between the two.
const presumedSway = 0.3

// sway is one person's influence on another, with what says so.
type sway struct {
	from   kernel.N
	weight float64 // in [0,1]; 0 says that there is none
	kind   SwayKind
	record graph.ID
}

// bySource sorts by who sways, and keeps of each the surest kind, the strongest
// of that.
func (r *reader) bySource(list []sway) []sway {
	slices.SortFunc(list, func(a, b sway) int {
		return cmp.Or(
			r.byID(a.from, b.from),
			cmp.Compare(slices.Index(swayKinds(), a.kind), slices.Index(swayKinds(), b.kind)),
			cmp.Compare(b.weight, a.weight),
			cmp.Compare(a.record, b.record),
		)
	})
	return slices.CompactFunc(list, func(a, b sway) bool { return a.from == b.from })
}

// hearing is what is said of the influence of one person on another.
type hearing struct {
	from     kernel.N
	weight   float64 // in [0,1]; 0 where they are at odds
	conflict bool
	said     graph.Date
	record   graph.ID
}

// influencesOn returns what is said of everybody's influence on a person, by the
// id of who has it: of several claims about the same two that stand on the day
// the newest, and of those said on one day the most modest.
func (r *reader) influencesOn(person kernel.N) []hearing {
	var list []hearing
	for h := range r.in(person, graph.EdgeInfluences) {
		p := r.s.EdgeProps(h.Edge())
		x := hearing{from: h.Node(), weight: min(1, max(0, p.Float("weight"))), record: r.s.EdgeID(h.Edge())}
		if x.conflict = graph.InfluenceKind(p.Text("kind")) == graph.InfluenceConflict; x.conflict {
			x.weight = 0
		}
		var ok bool
		if x.said, ok = r.said(h); ok {
			list = append(list, x)
		}
	}
	slices.SortFunc(list, func(a, b hearing) int {
		return cmp.Or(
			r.byID(a.from, b.from),
			cmp.Compare(b.said, a.said),
			cmp.Compare(a.weight, b.weight),
			compareBool(b.conflict, a.conflict),
			cmp.Compare(a.record, b.record),
		)
	})
	return slices.CompactFunc(list, func(a, b hearing) bool { return a.from == b.from })
}

// swaysOn returns who sways a person: by what is stated, and by the solid lines
// of the account over vacant seats. None of ours, and nobody themselves. Those
// stated to be at odds with the person have the weight 0.
func (a *account) swaysOn(person kernel.N) []sway {
	if list, known := a.sways[person]; known {
		return list
	}
	var list []sway
	add := func(s sway) {
		if s.from != person && !a.ours(s.from) {
			list = append(list, s)
		}
	}
	for _, x := range a.influencesOn(person) {
		add(sway{from: x.from, kind: SwayStated, weight: x.weight, record: x.record})
	}
	if p, inside := a.at[person]; inside {
		for _, s := range a.people[p].seats {
			if b := a.seats[s].boss; b != none {
				for _, h := range a.seats[b].holders {
					add(sway{from: a.people[h].n, kind: SwayLine, weight: presumedSway, record: a.line(s, b)})
				}
			}
		}
	}
	list = a.bySource(list)
	a.sways[person] = list
	return list
}

// hasEar reports whether a role makes somebody heard by those who decide.
func hasEar(r graph.Role) bool { return r == graph.RoleInfluencer || approves(r) }

// earsOf returns who has the ear of an area's deciders by their recorded part or
// by a colleague's opinion of it.
func (a *account) earsOf(area int) (list []sway) {
	for i := range a.people {
		p := &a.people[i]
		for _, pt := range p.parts {
			if pt.area == area && hasEar(pt.role) && !slices.Contains(a.areas[area].deciders, i) {
				list = append(list, sway{from: p.n, kind: SwayRole, weight: presumedSway, record: pt.record})
				break
			}
		}
	}
	return list
}

// The damping of influence: how much of a view is taken from others at most. An
// order of people is claimed only where it holds at all three.
var dampings = [...]float64{0.5, 0.3, 0.7}

// shaping is who shapes a decision, and how much.
type shaping struct {
	area   int        // none for all areas together
	people []kernel.N // by id
	sways  [][]sway   // on each of them
	self   [len(dampings)][]float64
	all    [len(dampings)][]float64
}

// shapes works out who shapes the decision of an area; nil where nobody is known
// to decide. Cost: O(influences and lines behind the deciders).
func (a *account) shapes(k int) *shaping {
	ar := &a.areas[k]
	if len(ar.deciders) == 0 {
		return nil
	}
	sh := &shaping{area: k}
	ears := a.earsOf(k)
	found := map[kernel.N][]sway{}
	var queue []kernel.N
	for _, d := range ar.deciders {
		queue = append(queue, a.people[d].n)
	}
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		if _, seen := found[n]; seen {
			continue
		}
		list := a.swaysOn(n)
		if i < len(ar.deciders) {
			list = a.bySource(slices.Concat(list, ears))
		}
		found[n] = list
		for _, s := range list {
			if s.weight > 0 {
				queue = append(queue, s.from)
			}
		}
	}
	sh.people = a.distinct(queue)
	number := make(map[kernel.N]int, len(sh.people))
	for i, n := range sh.people {
		number[n] = i
	}
	model := opinions{heard: make([][]pull, len(sh.people))}
	sh.sways = make([][]sway, len(sh.people))
	for i, n := range sh.people {
		sh.sways[i] = found[n]
		for _, s := range found[n] {
			if s.weight > 0 {
				model.heard[i] = append(model.heard[i], pull{number[s.from], s.weight})
			}
		}
	}
	weights := make([]float64, len(sh.people))
	for _, d := range ar.deciders {
		weights[number[a.people[d].n]] += 1 / float64(len(ar.deciders))
	}
	for i, d := range dampings {
		sh.self[i], sh.all[i] = model.shares(weights, d)
	}
	return sh
}

// together mixes the shapings of several areas by weights that add up to one.
func (a *account) together(list []*shaping, weights []float64) *shaping {
	sh := &shaping{area: none}
	for _, x := range list {
		sh.people = append(sh.people, x.people...)
	}
	sh.people = a.distinct(sh.people)
	n := len(sh.people)
	sh.sways = make([][]sway, n)
	for d := range dampings {
		sh.self[d], sh.all[d] = make([]float64, n), make([]float64, n)
	}
	for k, x := range list {
		for i, p := range x.people {
			j, _ := slices.BinarySearchFunc(sh.people, p, a.byID)
			sh.sways[j] = append(sh.sways[j], x.sways[i]...)
			for d := range dampings {
				sh.self[d][j] += weights[k] * x.self[d][i]
				sh.all[d][j] += weights[k] * x.all[d][i]
			}
		}
	}
	for j := range sh.sways {
		sh.sways[j] = a.bySource(sh.sways[j])
	}
	return sh
}

// order returns the numbers of the people with any influence, by falling value
// of a measure at the first damping, ties by id, and the place of each.
func (sh *shaping) order(measure func(damping, person int) float64) (list, place []int) {
	for i := range sh.people {
		if measure(0, i) > 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(x, y int) int { return cmp.Compare(rounded(measure(0, y)), rounded(measure(0, x))) })
	if len(list) == 0 {
		return nil, nil
	}
	var values [len(dampings)][]float64
	for d := range dampings {
		for _, i := range list {
			values[d] = append(values[d], measure(d, i))
		}
	}
	return list, places(values[:]...)
}
