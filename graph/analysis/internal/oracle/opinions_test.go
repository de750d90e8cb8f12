package oracle

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/centrality"
	"github.com/kithgraph/kith/graph/analysis/internal/opinions"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/simple"
	"gonum.org/v1/gonum/mat"
)

// randomOpinions returns a small random model and weights that add up to one.
func randomOpinions(r *rand.Rand) (*opinions.Opinions, []float64) {
	n := 2 + r.IntN(8)
	o := &opinions.Opinions{Heard: make([][]opinions.Pull, n)}
	for range r.IntN(3 * n) {
		a, b := r.IntN(n), r.IntN(n)
		if a != b && !slices.ContainsFunc(o.Heard[b], func(p opinions.Pull) bool { return p.By == a }) {
			o.Heard[b] = append(o.Heard[b], opinions.Pull{By: a, Weight: r.Float64()})
		}
	}
	weights := make([]float64, n)
	for range 1 + r.IntN(3) {
		weights[r.IntN(n)]++
	}
	var sum float64
	for _, w := range weights {
		sum += w
	}
	for i := range weights {
		weights[i] /= sum
	}
	return o, weights
}

// matrices returns L and diag(own) of a model, by the definition.
func matrices(o *opinions.Opinions, d float64) (l *mat.Dense, own []float64) {
	n := len(o.Heard)
	l, own = mat.NewDense(n, n, nil), make([]float64, n)
	for b := range n {
		var total float64
		for _, p := range o.Heard[b] {
			total += p.Weight
		}
		own[b] = 1
		for _, p := range o.Heard[b] {
			x := d * p.Weight / math.Max(1, total)
			l.Set(b, p.By, x)
			own[b] -= x
		}
	}
	return l, own
}

func near(x, y float64) bool { return math.Abs(x-y) < 1e-10 }

// TestShares holds the shares against the inverse of I − L, and against the
// views that people settle on when they mix them round by round.
func TestShares(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	for i := range 2000 {
		o, weights := randomOpinions(r)
		n := len(o.Heard)
		d := pick(r, opinions.Dampings[:])
		l, own := matrices(o, d)
		var id, inverse mat.Dense
		id.CloneFrom(mat.NewDiagDense(n, slices.Repeat([]float64{1}, n)))
		id.Sub(&id, l)
		if err := inverse.Inverse(&id); err != nil {
			t.Fatal(err)
		}
		self, all := o.Shares(weights, d)
		var sum float64
		for a := range n {
			var want float64
			for b := range n {
				want += weights[b] * inverse.At(b, a) * own[a]
			}
			if !near(all[a], want) {
				t.Fatalf("case %d: share of %d = %v, want %v", i, a, all[a], want)
			}
			if !near(self[a], weights[a]*own[a]) || self[a] > all[a]+1e-12 {
				t.Fatalf("case %d: %d decides %v of %v, want %v", i, a, self[a], all[a], weights[a]*own[a])
			}
			sum += all[a]
		}
		if !near(sum, 1) {
			t.Fatalf("case %d: shares add up to %v, want 1", i, sum)
		}
		views, outcome := make([]float64, n), func(views []float64) (x float64) {
			now := slices.Clone(views)
			for range 200 {
				next := make([]float64, n)
				for b := range n {
					next[b] = own[b] * views[b]
					for a := range n {
						next[b] += l.At(b, a) * now[a]
					}
				}
				now = next
			}
			for b := range n {
				x += weights[b] * now[b]
			}
			return x
		}
		for b := range views {
			views[b] = 2*r.Float64() - 1
		}
		before := outcome(views)
		who, change := r.IntN(n), r.Float64()
		views[who] += change
		if got := outcome(views) - before; !near(got, all[who]*change) {
			t.Fatalf("case %d: a change of %v by %d moves the outcome by %v, want %v", i, change, who, got, all[who]*change)
		}
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// TestOneMoreListenerNeverLowersAShare: whoever comes to be heard by one more
// person has no less influence than before.
func TestOneMoreListenerNeverLowersAShare(t *testing.T) {
	r := rand.New(rand.NewPCG(12, 1))
	gained := 0
	for i := range 5000 {
		o, weights := randomOpinions(r)
		a, b := r.IntN(len(o.Heard)), r.IntN(len(o.Heard))
		if a == b || slices.ContainsFunc(o.Heard[b], func(p opinions.Pull) bool { return p.By == a }) {
			continue
		}
		_, before := o.Shares(weights, 0.5)
		o.Heard[b] = append(o.Heard[b], opinions.Pull{By: a, Weight: r.Float64()})
		_, after := o.Shares(weights, 0.5)
		if after[a] < before[a]-1e-12 {
			t.Fatalf("case %d: heard by %d too, %d has %v after %v", i, b, a, after[a], before[a])
		}
		if after[a] > before[a]+1e-6 {
			gained++
		}
	}
	if gained < 500 {
		t.Errorf("only %d gained anything: the test has no teeth", gained)
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		measures [][]float64
		want     []int
	}{
		{[][]float64{{}}, []int{}},
		{[][]float64{{3}}, []int{1}},
		{[][]float64{{3, 2, 1}}, []int{1, 2, 3}},
		{[][]float64{{3, 2, 1}, {3, 1, 2}}, []int{1, 2, 2}},
		{[][]float64{{3, 2, 1}, {1, 2, 3}}, []int{1, 1, 1}},
		{[][]float64{{4, 3, 2, 1}, {3, 4, 1, 2}}, []int{1, 1, 3, 3}},
		{[][]float64{{2, 2, 1}}, []int{1, 1, 3}}, // equal is no order
		{[][]float64{{3, 2, 1}, {3, 1, 2}, {2, 1, 1}}, []int{1, 2, 2}},
	} {
		if got := opinions.Places(c.measures...); !slices.Equal(got, c.want) {
			t.Errorf("places(%v) = %v, want %v", c.measures, got, c.want)
		}
	}
}

// TestBetweenness holds the shares of shortest routes against gonum.
func TestBetweenness(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 1))
	for i := range 500 {
		n := 2 + r.IntN(9)
		near, g := make([][]int32, n), simple.NewUndirectedGraph()
		for v := range n {
			g.AddNode(simple.Node(v))
		}
		for range r.IntN(2 * n) {
			a, b := r.IntN(n), r.IntN(n)
			if a != b && !g.HasEdgeBetween(int64(a), int64(b)) {
				g.SetEdge(g.NewEdge(simple.Node(a), simple.Node(b)))
				near[a], near[b] = append(near[a], int32(b)), append(near[b], int32(a))
			}
		}
		got, pairs := centrality.Betweenness(near)
		want := network.Betweenness(g)
		for v, x := range got {
			if math.Abs(x-want[int64(v)]/2) > 1e-9 { // gonum counts both directions
				t.Fatalf("case %d: between of %d = %v, want %v", i, v, x, want[int64(v)]/2)
			}
			if x > float64(pairs[v])+1e-9 {
				t.Fatalf("case %d: %d is on %v of %d pairs", i, v, x, pairs[v])
			}
		}
	}
}
