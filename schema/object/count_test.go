package object_test

import (
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema/object"
)

// TestCountsAreThoseOfTheLists holds that counts add up to the list that the same filter
// chooses, and that each is that of the list of those with the value.
func TestCountsAreThoseOfTheLists(t *testing.T) {
	v := sampleView(t)
	none, a, it := 0, graph.ID("a-brackwell"), graph.ID("o-brackwell-it")
	yes := true
	people := func(f *object.PersonFilter) int {
		c, err := v.People(&none, nil, nil, nil, f, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.TotalCount()
	}
	seats := func(f *object.PositionFilter) int {
		c, err := v.Positions(&none, nil, nil, nil, f, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.TotalCount()
	}
	check := func(what string, counts []object.Count, err error, all int, of func(value string) int) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		sum := 0
		for i, c := range counts {
			sum += c.Count
			if c.Count < 1 || i > 0 && c.Value != "" && c.Value <= counts[i-1].Value {
				t.Errorf("%s: %v", what, counts)
			}
			if want := of(c.Value); want >= 0 && want != c.Count {
				t.Errorf("%s: %d of %s, want %d", what, c.Count, c.Value, want)
			}
		}
		if sum != all || len(counts) < 2 {
			t.Errorf("%s: %v, together %d, want %d", what, counts, sum, all)
		}
	}
	any := func(string) int { return -1 }
	for name, f := range map[string]*object.PersonFilter{"all": nil, "at an account": {AccountID: &a}, "within": {WithinID: &a, Employed: &yes}, "of two": {Or: []*object.PersonFilter{{OrganizationID: &it}, {Levels: []int{5}}}}} {
		counts, err := v.PersonCounts(object.PeopleByStance, f)
		check(name+" by stance", counts, err, people(f), func(value string) int {
			with := object.PersonFilter{}
			if f != nil {
				with = *f
			}
			with.Stances = []graph.Stance{graph.Stance(value)}
			return people(&with)
		})
		for _, by := range []object.PersonCountBy{object.PeopleByLevel, object.PeopleByFunction, object.PeopleByOrganization} {
			counts, err := v.PersonCounts(by, f)
			check(name+" by "+string(by), counts, err, people(f), any)
		}
	}
	for name, f := range map[string]*object.PositionFilter{"all": {}, "ever": {Ever: &yes}, "at an account": {AccountID: &a}} {
		for by, with := range map[object.PositionCountBy]func(string) object.PositionFilter{
			object.SeatsByOccupancy: func(x string) object.PositionFilter {
				return object.PositionFilter{Occupancies: []graph.Occupancy{graph.Occupancy(x)}}
			},
			object.SeatsByLevel: func(x string) object.PositionFilter { return object.PositionFilter{Levels: []int{int(x[0] - '0')}} },
			object.SeatsByFunction: func(x string) object.PositionFilter {
				return object.PositionFilter{Functions: []graph.Function{graph.Function(x)}}
			},
		} {
			counts, err := v.PositionCounts(by, f)
			check(name+" by "+string(by), counts, err, seats(f), func(value string) int {
				if value == "" {
					return -1
				}
				x := with(value)
				x.Ever, x.AccountID = f.Ever, f.AccountID
				return seats(&x)
			})
		}
		counts, err := v.PositionCounts(object.SeatsByOrganization, f)
		check(name+" by organization", counts, err, seats(f), any)
	}
	nowhere := graph.ID("nowhere")
	if _, err := v.PersonCounts(object.PeopleByStance, &object.PersonFilter{WithinID: &nowhere}); err == nil {
		t.Error("a matter that is none was taken")
	}
}
