package analysis

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// randomAssignment returns a small random problem with twins among its demands,
// and its number of owners.
func randomAssignment(r *rand.Rand, owners, demands int) *assignment {
	a := &assignment{}
	base, limit := make([]int, owners), make([]int, owners)
	for k := range owners {
		base[k], limit[k] = r.IntN(3), r.IntN(4)
	}
	for range demands {
		row := make([]int32, owners)
		for k := range row {
			row[k] = int32(r.IntN(30) - 8)
			if r.IntN(6) == 0 {
				row[k] = forbidden
			}
		}
		a.cost, a.open, a.twin = append(a.cost, row), append(a.open, int32(5+r.IntN(40))), append(a.twin, absent)
	}
	for d := 0; d+1 < demands; d++ {
		if r.IntN(2) == 0 {
			a.twin[d], a.twin[d+1] = d+1, d
			d++
		}
	}
	a.load = func(k, t int) int32 {
		if t >= limit[k] {
			return forbidden / 4
		}
		return int32(2 * (base[k] + t) * (base[k] + t))
	}
	return a
}

// sum adds up what an assignment costs; forbidden where it breaks a rule.
func (a *assignment) sum(owner []int, owners int) (total int32) {
	count := make([]int, owners)
	for d, k := range owner {
		if k == owners {
			total += a.open[d]
			continue
		}
		if a.cost[d][k] >= forbidden || a.twin[d] != absent && owner[a.twin[d]] == k {
			return forbidden
		}
		total += a.cost[d][k] + a.load(k, count[k])
		count[k]++
	}
	return total
}

// brute tries all assignments in which a demand is not with one owner, and
// returns the least price.
func (a *assignment) brute(owners, demand, banned int) int32 {
	best, owner := forbidden, make([]int, len(a.cost))
	var try func(d int)
	try = func(d int) {
		if d == len(owner) {
			best = min(best, a.sum(owner, owners))
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
		total := a.solve(owners)
		if want := a.brute(owners, absent, absent); total != want {
			t.Fatalf("case %d: total = %d, want %d", i, total, want)
		}
		if got := a.sum(a.owner, owners); got != total {
			t.Fatalf("case %d: the assignment %v costs %d, and the total says %d", i, a.owner, got, total)
		}
		before := slices.Clone(a.owner)
		for d, k := range before {
			if k == owners {
				continue
			}
			taken++
			if a.twin[d] != absent {
				twins++
			}
			extra, other := a.without(d)
			if want := a.brute(owners, d, k) - total; extra != want {
				t.Fatalf("case %d: without %d for %d costs %d more, want %d", i, k, d, extra, want)
			}
			if other == k {
				t.Fatalf("case %d: instead of %d for %d comes %d", i, k, d, other)
			}
			if other != owners {
				instead++
			}
			if !slices.Equal(a.owner, before) {
				t.Fatalf("case %d: asking changed %v to %v", i, before, a.owner)
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
		total := a.solve(owners)
		for d, k := range a.owner {
			for e, j := range a.owner {
				if k == owners || j == owners || k == j || a.twin[d] == e {
					continue
				}
				if a.twin[d] != absent && a.owner[a.twin[d]] == j || a.twin[e] != absent && a.owner[a.twin[e]] == k {
					continue
				}
				if a.cost[d][j] < forbidden && a.cost[e][k] < forbidden && a.cost[d][j]+a.cost[e][k] < a.cost[d][k]+a.cost[e][j] {
					t.Fatalf("case %d: %d and %d want to swap", i, d, e)
				}
			}
		}
		more := &assignment{open: a.open, twin: a.twin, load: func(k, t int) int32 {
			if k == owners {
				return 0
			}
			return a.load(k, t)
		}}
		for _, row := range a.cost {
			more.cost = append(more.cost, append(slices.Clone(row), int32(r.IntN(30))))
		}
		if got := more.solve(owners + 1); got > total {
			t.Fatalf("case %d: one more owner makes %d of %d", i, got, total)
		}
		lighter := &assignment{cost: a.cost, open: a.open, twin: a.twin, load: func(k, t int) int32 { return a.load(k, t) / 2 }}
		if got := lighter.solve(owners); got > total {
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
		total := a.solve(owners)
		before := slices.Clone(a.owner)
		for d := range a.cost {
			for k := range owners {
				cost := a.cost[d][k]
				if k == before[d] || cost >= forbidden {
					continue
				}
				row, open := a.cost[d], a.open[d]
				a.cost[d], a.open[d] = slices.Repeat([]int32{forbidden}, owners), forbidden
				a.cost[d][k] = cost
				want := a.brute(owners, absent, absent) - total
				a.cost[d], a.open[d] = row, open
				got := a.force(d, k, cost)
				switch {
				case want >= forbidden/16 && got >= forbidden/16:
					cannot++
				case got != want:
					t.Fatalf("case %d: %d for %d costs %d more, want %d", i, k, d, got, want)
				default:
					forced++
				}
				if !slices.Equal(a.owner, before) {
					t.Fatalf("case %d: asking changed %v to %v", i, before, a.owner)
				}
			}
		}
		for d, k := range before {
			if k == owners {
				continue
			}
			free := a.brute(owners, d, k) == total
			if got := a.elsewhere(d, func(j int) bool { return j == k }); got != free || (a.owner[d] != k) != free {
				t.Fatalf("case %d: %d goes elsewhere: %v, now with %d, want %v", i, d, got, a.owner[d], free)
			}
			if got := a.sum(a.owner, owners); got != total {
				t.Fatalf("case %d: %v costs %d, want %d", i, a.owner, got, total)
			}
			if free {
				moved++
			}
			a.restore(before)
			if !slices.Equal(a.owner, before) {
				t.Fatalf("case %d: restored %v, want %v", i, a.owner, before)
			}
		}
	}
	if forced < 3000 || cannot < 100 || moved < 100 {
		t.Errorf("%d forced, %d cannot be, %d moved: the test has no teeth", forced, cannot, moved)
	}
}
