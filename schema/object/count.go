package object

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// PersonCountBy is by what people are told apart to be counted.
type PersonCountBy string

// What people are counted by. Each counts once: of several seats the one that speaks for
// them does.
const (
	PeopleByStance       PersonCountBy = "STANCE"
	PeopleByLevel        PersonCountBy = "LEVEL"
	PeopleByFunction     PersonCountBy = "FUNCTION"
	PeopleByOrganization PersonCountBy = "ORGANIZATION"
)

// PositionCountBy is by what seats are told apart to be counted.
type PositionCountBy string

// What seats are counted by.
const (
	SeatsByOccupancy    PositionCountBy = "OCCUPANCY"
	SeatsByLevel        PositionCountBy = "LEVEL"
	SeatsByFunction     PositionCountBy = "FUNCTION"
	SeatsByOrganization PositionCountBy = "ORGANIZATION"
)

// Count is how many things have a value.
type Count struct {
	Value string // "" for those of which it is not known
	Count int
}

// PersonCounts returns how many people a filter chooses, by value, those of which it is not
// known last. A stance is meant as the filter has it. Cost: O(people).
func (v *View) PersonCounts(by PersonCountBy, filter *PersonFilter) ([]Count, error) {
	keep, err := chosen(given(filter), personSets, func(f *PersonFilter, _ bool) (func(kernel.N) bool, error) {
		return v.people(f, view.Matter{Any: true})
	})
	if err != nil {
		return nil, err
	}
	matter, err := v.matterIn(given(filter), view.Matter{Any: true})
	if err != nil {
		return nil, err
	}
	return countBy(v.Ever().Nodes(graph.NodePerson), both(v.exists, keep), func(n kernel.N) string {
		if by == PeopleByStance {
			return string(v.Stance(n, matter).Stance)
		}
		seat, ok := v.mainSeat(n)
		if !ok {
			return ""
		}
		switch by {
		case PeopleByLevel:
			return levelKey(v.Level(seat))
		case PeopleByFunction:
			return string(v.Function(seat))
		case PeopleByOrganization:
			return v.organizationOf(seat)
		}
		return ""
	}), nil
}

// PositionCounts is PersonCounts for seats.
func (v *View) PositionCounts(by PositionCountBy, filter *PositionFilter) ([]Count, error) {
	f := given(filter)
	keep, err := chosen(f, positionSets, v.positions)
	if err != nil {
		return nil, err
	}
	return countBy(v.Ever().Nodes(graph.NodePosition), both(v.seatsThere(f), keep), func(n kernel.N) string {
		switch by {
		case SeatsByOccupancy:
			return string(v.positionAt(n).Occupancy())
		case SeatsByLevel:
			return levelKey(v.Level(n))
		case SeatsByFunction:
			return string(v.Function(n))
		case SeatsByOrganization:
			return v.organizationOf(n)
		}
		return ""
	}), nil
}

func (v *View) organizationOf(seat kernel.N) string {
	org, ok := v.OrgOf(seat)
	if !ok {
		return ""
	}
	return string(v.Snapshot().NodeID(org))
}

func countBy(ns []kernel.N, keep func(kernel.N) bool, value func(kernel.N) string) []Count {
	counts := map[string]int{}
	for _, n := range ns {
		if keep(n) {
			counts[value(n)]++
		}
	}
	out := []Count{}
	for _, value := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(fmt.Sprint(a == ""), fmt.Sprint(b == "")), cmp.Compare(a, b))
	}) {
		out = append(out, Count{value, counts[value]})
	}
	return out
}
