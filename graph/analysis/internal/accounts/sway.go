package accounts

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/opinions"
	"github.com/kithgraph/kith/graph/kernel"
)

// swayKinds returns the kinds of sway, the surest first.
func swayKinds() []analysis.SwayKind {
	return []analysis.SwayKind{analysis.SwayStated, analysis.SwayRole, analysis.SwayLine}
}

// presumedSway is the influence of a boss on a report, and of a recorded
// influencer or approver on a decider, where nothing is stated between the two.
const presumedSway = 0.3

// sway is one person's influence on another, with what says so.
type sway struct {
	From   kernel.N
	Weight float64 // in [0,1]; 0 says that there is none
	Kind   analysis.SwayKind
	Record graph.ID
}

// bySource sorts by who sways, and keeps of each the surest kind, the strongest
// of that.
func bySource(r *knows.Reader, list []sway) []sway {
	slices.SortFunc(list, func(a, b sway) int {
		return cmp.Or(
			r.ByID(a.From, b.From),
			cmp.Compare(slices.Index(swayKinds(), a.Kind), slices.Index(swayKinds(), b.Kind)),
			cmp.Compare(b.Weight, a.Weight),
			cmp.Compare(a.Record, b.Record),
		)
	})
	return slices.CompactFunc(list, func(a, b sway) bool { return a.From == b.From })
}

// SwaysOn returns who sways a person: by what is stated, and by the solid lines
// of the account over vacant seats. None of ours, and nobody themselves. Those
// stated to be at odds with the person have the weight 0.
func (a *Account) SwaysOn(person kernel.N) []sway {
	if list, known := a.sways[person]; known {
		return list
	}
	var list []sway
	add := func(s sway) {
		if s.From != person && !a.Ours(s.From) {
			list = append(list, s)
		}
	}
	for _, x := range a.InfluencesOn(person) {
		add(sway{From: x.From, Kind: analysis.SwayStated, Weight: x.Weight, Record: x.Record})
	}
	if p, inside := a.At[person]; inside {
		for _, s := range a.People[p].Seats {
			if b := a.Seats[s].Boss; b != None {
				for _, h := range a.Seats[b].Holders {
					add(sway{From: a.People[h].N, Kind: analysis.SwayLine, Weight: presumedSway, Record: a.line(s, b)})
				}
			}
		}
	}
	list = bySource(a.Reader, list)
	a.sways[person] = list
	return list
}

// hasEar reports whether a role makes somebody heard by those who decide.
func hasEar(r graph.Role) bool { return r == graph.RoleInfluencer || Approves(r) }

// earsOf returns who has the ear of an area's deciders by their recorded part or
// by a colleague's opinion of it.
func (a *Account) earsOf(area int) (list []sway) {
	for i := range a.People {
		p := &a.People[i]
		for _, pt := range p.Parts {
			if pt.Area == area && hasEar(pt.Role) && !slices.Contains(a.Areas[area].Deciders, i) {
				list = append(list, sway{From: p.N, Kind: analysis.SwayRole, Weight: presumedSway, Record: pt.Record})
				break
			}
		}
	}
	return list
}

// Shaping is who shapes a decision, and how much.
type Shaping struct {
	Area   int        // none for all areas together
	People []kernel.N // by id
	Sways  [][]sway   // on each of them
	Self   [len(opinions.Dampings)][]float64
	All    [len(opinions.Dampings)][]float64
}

// Shapes works out who shapes the decision of an area; nil where nobody is known
// to decide. Cost: O(influences and lines behind the deciders).
func (a *Account) Shapes(k int) *Shaping {
	ar := &a.Areas[k]
	if len(ar.Deciders) == 0 {
		return nil
	}
	sh := &Shaping{Area: k}
	ears := a.earsOf(k)
	found := map[kernel.N][]sway{}
	var queue []kernel.N
	for _, d := range ar.Deciders {
		queue = append(queue, a.People[d].N)
	}
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		if _, seen := found[n]; seen {
			continue
		}
		list := a.SwaysOn(n)
		if i < len(ar.Deciders) {
			list = bySource(a.Reader, slices.Concat(list, ears))
		}
		found[n] = list
		for _, s := range list {
			if s.Weight > 0 {
				queue = append(queue, s.From)
			}
		}
	}
	sh.People = a.Distinct(queue)
	number := make(map[kernel.N]int, len(sh.People))
	for i, n := range sh.People {
		number[n] = i
	}
	model := opinions.Opinions{Heard: make([][]opinions.Pull, len(sh.People))}
	sh.Sways = make([][]sway, len(sh.People))
	for i, n := range sh.People {
		sh.Sways[i] = found[n]
		for _, s := range found[n] {
			if s.Weight > 0 {
				model.Heard[i] = append(model.Heard[i], opinions.Pull{By: number[s.From], Weight: s.Weight})
			}
		}
	}
	weights := make([]float64, len(sh.People))
	for _, d := range ar.Deciders {
		weights[number[a.People[d].N]] += 1 / float64(len(ar.Deciders))
	}
	for i, d := range opinions.Dampings {
		sh.Self[i], sh.All[i] = model.Shares(weights, d)
	}
	return sh
}

// Together mixes the shapings of several areas by weights that add up to one.
func (a *Account) Together(list []*Shaping, weights []float64) *Shaping {
	sh := &Shaping{Area: None}
	for _, x := range list {
		sh.People = append(sh.People, x.People...)
	}
	sh.People = a.Distinct(sh.People)
	n := len(sh.People)
	sh.Sways = make([][]sway, n)
	for d := range opinions.Dampings {
		sh.Self[d], sh.All[d] = make([]float64, n), make([]float64, n)
	}
	for k, x := range list {
		for i, p := range x.People {
			j, _ := slices.BinarySearchFunc(sh.People, p, a.ByID)
			sh.Sways[j] = append(sh.Sways[j], x.Sways[i]...)
			for d := range opinions.Dampings {
				sh.Self[d][j] += weights[k] * x.Self[d][i]
				sh.All[d][j] += weights[k] * x.All[d][i]
			}
		}
	}
	for j := range sh.Sways {
		sh.Sways[j] = bySource(a.Reader, sh.Sways[j])
	}
	return sh
}

// Order returns the numbers of the people with any influence, by falling value
// of a measure at the first damping, ties by id, and the place of each.
func (sh *Shaping) Order(measure func(damping, person int) float64) (list, place []int) {
	for i := range sh.People {
		if measure(0, i) > 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(x, y int) int { return cmp.Compare(knows.Rounded(measure(0, y)), knows.Rounded(measure(0, x))) })
	if len(list) == 0 {
		return nil, nil
	}
	var values [len(opinions.Dampings)][]float64
	for d := range opinions.Dampings {
		for _, i := range list {
			values[d] = append(values[d], measure(d, i))
		}
	}
	return list, opinions.Places(values[:]...)
}
