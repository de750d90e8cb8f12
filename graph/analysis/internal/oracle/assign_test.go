package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/matching"
)

// randomAssignment returns a small random problem with twins among its demands,
// and its number of owners.
func randomAssignment(r *rand.Rand, owners, demands int) *matching.Assignment {
	a := &matching.Assignment{}
	base, limit := make([]int, owners), make([]int, owners)
	for k := range owners {
		base[k], limit[k] = r.IntN(3), r.IntN(4)
	}
	for range demands {
		row := make([]int32, owners)
		for k := range row {
			row[k] = int32(r.IntN(30) - 8)
			if r.IntN(6) == 0 {
				row[k] = matching.Forbidden
			}
		}
		a.Cost, a.Open, a.Twin = append(a.Cost, row), append(a.Open, int32(5+r.IntN(40))), append(a.Twin, matching.Absent)
	}
	for d := 0; d+1 < demands; d++ {
		if r.IntN(2) == 0 {
			a.Twin[d], a.Twin[d+1] = d+1, d
			d++
		}
	}
	a.Load = func(k, t int) int32 {
		if t >= limit[k] {
			return matching.Forbidden / 4
		}
		return int32(2 * (base[k] + t) * (base[k] + t))
	}
	return a
}

// sum adds up what an assignment costs; forbidden where it breaks a rule.
func sum(a *matching.Assignment, owner []int, owners int) (total int32) {
	count := make([]int, owners)
	for d, k := range owner {
		if k == owners {
			total += a.Open[d]
			continue
		}
		if a.Cost[d][k] >= matching.Forbidden || a.Twin[d] != matching.Absent && owner[a.Twin[d]] == k {
			return matching.Forbidden
		}
		total += a.Cost[d][k] + a.Load(k, count[k])
		count[k]++
	}
	return total
}

// brute tries all assignments in which a demand is not with one owner, and
// returns the least price.
func brute(a *matching.Assignment, owners, demand, banned int) int32 {
	best, owner := matching.Forbidden, make([]int, len(a.Cost))
	var try func(d int)
	try = func(d int) {
		if d == len(owner) {
			best = min(best, sum(a, owner, owners))
			return
		}
		for k := 0; k <= owners; k++ {
			if d == demand && k == banned {
				continue
			}
			owner[d] = k
			try(d + 1)
		}
	}
	try(0)
	return best
}

// TestAssignment holds the least cost, and what it costs when an owner does not
// take a demand, against trying everything.
func TestAssignment(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 1))
	taken, twins, instead := 0, 0, 0
	for i := range 3000 {
		owners := 1 + r.IntN(4)
		a := randomAssignment(r, owners, 1+r.IntN(6-owners/2))
		total := a.Solve(owners)
		if want := brute(a, owners, matching.Absent, matching.Absent); total != want {
			t.Fatalf("case %d: total = %d, want %d", i, total, want)
		}
		if got := sum(a, a.Owner, owners); got != total {
			t.Fatalf("case %d: the assignment %v costs %d, and the total says %d", i, a.Owner, got, total)
		}
		before := slices.Clone(a.Owner)
		for d, k := range before {
			if k == owners {
				continue
			}
			taken++
			if a.Twin[d] != matching.Absent {
				twins++
			}
			extra, other := a.Without(d)
			if want := brute(a, owners, d, k) - total; extra != want {
				t.Fatalf("case %d: without %d for %d costs %d more, want %d", i, k, d, extra, want)
			}
			if other == k {
				t.Fatalf("case %d: instead of %d for %d comes %d", i, k, d, other)
			}
			if other != owners {
				instead++
			}
			if !slices.Equal(a.Owner, before) {
				t.Fatalf("case %d: asking changed %v to %v", i, before, a.Owner)
			}
		}
	}
	if taken < 3000 || twins < 1000 || instead < 1000 {
		t.Errorf("%d taken, %d of twins, %d with somebody instead: the test has no teeth", taken, twins, instead)
	}
}

// TestAssignmentLaws: one more owner or a lighter load never raises the total,
// and no two demands want to swap.
func TestAssignmentLaws(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 1))
	for i := range 500 {
		owners, demands := 2+r.IntN(8), 2+r.IntN(30)
		a := randomAssignment(r, owners, demands)
		total := a.Solve(owners)
		for d, k := range a.Owner {
			for e, j := range a.Owner {
				if k == owners || j == owners || k == j || a.Twin[d] == e {
					continue
				}
				if a.Twin[d] != matching.Absent && a.Owner[a.Twin[d]] == j || a.Twin[e] != matching.Absent && a.Owner[a.Twin[e]] == k {
					continue
				}
				if a.Cost[d][j] < matching.Forbidden && a.Cost[e][k] < matching.Forbidden && a.Cost[d][j]+a.Cost[e][k] < a.Cost[d][k]+a.Cost[e][j] {
					t.Fatalf("case %d: %d and %d want to swap", i, d, e)
				}
			}
		}
		more := &matching.Assignment{Open: a.Open, Twin: a.Twin, Load: func(k, t int) int32 {
			if k == owners {
				return 0
			}
			return a.Load(k, t)
		}}
		for _, row := range a.Cost {
			more.Cost = append(more.Cost, append(slices.Clone(row), int32(r.IntN(30))))
		}
		if got := more.Solve(owners + 1); got > total {
			t.Fatalf("case %d: one more owner makes %d of %d", i, got, total)
		}
		lighter := &matching.Assignment{Cost: a.Cost, Open: a.Open, Twin: a.Twin, Load: func(k, t int) int32 { return a.Load(k, t) / 2 }}
		if got := lighter.Solve(owners); got > total {
			t.Fatalf("case %d: a lighter load makes %d of %d", i, got, total)
		}
	}
}

// TestForcedAssignment holds what it costs when an owner has to take a demand, and
// that a demand goes elsewhere only where that costs nothing, against trying
// everything.
func TestForcedAssignment(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 1))
	forced, cannot, moved := 0, 0, 0
	for i := range 3000 {
		owners := 1 + r.IntN(4)
		a := randomAssignment(r, owners, 1+r.IntN(6-owners/2))
		total := a.Solve(owners)
		before := slices.Clone(a.Owner)
		for d := range a.Cost {
			for k := range owners {
				cost := a.Cost[d][k]
				if k == before[d] || cost >= matching.Forbidden {
					continue
				}
				row, open := a.Cost[d], a.Open[d]
				a.Cost[d], a.Open[d] = slices.Repeat([]int32{matching.Forbidden}, owners), matching.Forbidden
				a.Cost[d][k] = cost
				want := brute(a, owners, matching.Absent, matching.Absent) - total
				a.Cost[d], a.Open[d] = row, open
				got := a.Force(d, k, cost)
				switch {
				case want >= matching.Forbidden/16 && got >= matching.Forbidden/16:
					cannot++
				case got != want:
					t.Fatalf("case %d: %d for %d costs %d more, want %d", i, k, d, got, want)
				default:
					forced++
				}
				if !slices.Equal(a.Owner, before) {
					t.Fatalf("case %d: asking changed %v to %v", i, before, a.Owner)
				}
			}
		}
		for d, k := range before {
			if k == owners {
				continue
			}
			free := brute(a, owners, d, k) == total
			if got := a.Elsewhere(d, func(j int) bool { return j == k }); got != free || (a.Owner[d] != k) != free {
				t.Fatalf("case %d: %d goes elsewhere: %v, now with %d, want %v", i, d, got, a.Owner[d], free)
			}
			if got := sum(a, a.Owner, owners); got != total {
				t.Fatalf("case %d: %v costs %d, want %d", i, a.Owner, got, total)
			}
			if free {
				moved++
			}
			a.Restore(before)
			if !slices.Equal(a.Owner, before) {
				t.Fatalf("case %d: restored %v, want %v", i, a.Owner, before)
			}
		}
	}
	if forced < 3000 || cannot < 100 || moved < 100 {
		t.Errorf("%d forced, %d cannot be, %d moved: the test has no teeth", forced, cannot, moved)
	}
}
