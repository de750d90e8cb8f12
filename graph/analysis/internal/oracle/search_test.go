package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/simple"
)

// reaches reports whether a chain of any length from one of ours leads to a
// target when some people are gone, by walking.
func reaches(n *chains.Net, target int32, gone func(int32) bool) bool {
	seen := make([]bool, n.Size())
	var queue []int32
	for v := range int32(n.Size()) {
		if n.Ours[v] && !gone(v) {
			seen[v], queue = true, append(queue, v)
		}
	}
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		if v == target {
			return true
		}
		if !n.Ours[v] && !n.Carries[v] {
			continue
		}
		for _, w := range n.Out.Of(v) {
			if !seen[w] && !gone(w) {
				seen[w], queue = true, append(queue, w)
			}
		}
	}
	return false
}

// TestDominators holds the immediate dominators against gonum's, and against
// leaving everybody out in turn.
func TestDominators(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 1))
	deep := 0
	for i := range 4000 {
		n, _ := randomNet(r)
		idom, order := n.Dominators()
		g := simple.NewDirectedGraph()
		const root = 1000
		g.AddNode(simple.Node(root))
		for v := range int32(n.Size()) {
			if n.Ours[v] {
				g.SetEdge(g.NewEdge(simple.Node(root), simple.Node(v)))
			}
			if n.Ours[v] || n.Carries[v] {
				for _, w := range n.Out.Of(v) {
					g.SetEdge(g.NewEdge(simple.Node(v), simple.Node(w)))
				}
			}
		}
		tree := flow.Dominators(simple.Node(root), g)
		for v := range int32(n.Size()) {
			want := chains.Nobody
			if d := tree.DominatorOf(int64(v)); d != nil && d.ID() != root {
				want = int32(d.ID())
			}
			if idom[v] != want {
				t.Fatalf("case %d: dominator of %d = %d, want %d", i, v, idom[v], want)
			}
			if met := slices.Contains(order, v); met != reaches(n, v, func(int32) bool { return false }) {
				t.Fatalf("case %d: %d is in the order: %v", i, v, met)
			}
			for d := idom[v]; d != chains.Nobody; d = idom[d] {
				deep++
				if slices.Index(order, d) > slices.Index(order, v) {
					t.Fatalf("case %d: %d comes before its dominator %d", i, v, d)
				}
			}
			// Critical without a horizon is the same as dominating.
			if slices.Contains(order, v) {
				for x := range int32(n.Size()) {
					dominates := false
					for d := idom[v]; d != chains.Nobody; d = idom[d] {
						dominates = dominates || d == x
					}
					if cut := x != v && !reaches(n, v, func(w int32) bool { return w == x }); cut != dominates {
						t.Fatalf("case %d: %d cuts %d off: %v, dominates: %v", i, x, v, cut, dominates)
					}
				}
			}
		}
	}
	if deep < 2000 {
		t.Errorf("only %d dominators: the test has no teeth", deep)
	}
}

// smallestSet returns the size of a smallest set of people who may go and without
// whom cut reports true, by trying all sets; at most limit + 1.
func smallestSet(size int, limit int, may func(int32) bool, cut func(gone func(int32) bool) bool) int {
	best := limit + 1
	for set := range 1 << size {
		n := 0
		allowed := true
		for v := range size {
			if set>>v&1 == 1 {
				n++
				allowed = allowed && may(int32(v))
			}
		}
		if allowed && n < best && cut(func(v int32) bool { return set>>v&1 == 1 }) {
			best = n
		}
	}
	return best
}

// TestDisjoint: as many chains share nobody as people have to go to cut all.
func TestDisjoint(t *testing.T) {
	r := rand.New(rand.NewPCG(32, 1))
	several := 0
	for i := range 800 {
		n, _ := randomNet(r)
		if n.Size() > 9 {
			continue
		}
		d := chains.NewDisjoint(n)
		for v := range int32(n.Size()) {
			if n.Ours[v] {
				continue
			}
			want := smallestSet(n.Size(), 9, func(x int32) bool { return x != v }, func(gone func(int32) bool) bool { return !reaches(n, v, gone) })
			if got := d.Count(v, 9); got != want {
				t.Fatalf("case %d: %d chains to %d, want %d", i, got, v, want)
			}
			if got := d.Count(v, 2); got != min(want, 2) {
				t.Fatalf("case %d: of at most two chains to %d there are %d, want %d", i, v, got, min(want, 2))
			}
			if want > 1 {
				several++
			}
		}
	}
	if several < 200 {
		t.Errorf("only %d with several chains: the test has no teeth", several)
	}
}

// TestSmallestCut holds the fewest departures against all sets of people, at two
// handshakes against the chains that share nobody, and its people against the
// chains that are left.
func TestSmallestCut(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 1))
	several := 0
	for i := range 600 {
		n, arcs := randomNet(r)
		if n.Size() > 9 {
			continue
		}
		s := chains.NewSearcher(n)
		var theirs []int32
		for v := range int32(n.Size()) {
			if !n.Ours[v] {
				theirs = append(theirs, v)
			}
		}
		for horizon := 1; horizon <= 3; horizon++ {
			targets := []int32{theirs[r.IntN(len(theirs))]}
			if r.IntN(2) == 0 {
				targets = append(targets, theirs[r.IntN(len(theirs))])
			}
			stays := func(v int32) bool { return slices.Contains(targets, v) }
			cutBy := func(gone func(int32) bool) bool {
				without := map[int32]bool{}
				for v := range int32(n.Size()) {
					without[v] = gone(v)
				}
				return !slices.ContainsFunc(targets, func(d int32) bool { return len(bruteRoutes(n, arcs, d, horizon, without)) > 0 })
			}
			want := smallestSet(n.Size(), 4, func(v int32) bool { return !stays(v) }, cutBy)
			cut, found := s.SmallestCut(targets, horizon, 4, stays)
			if found != (want <= 4) || found && len(cut) != want {
				t.Fatalf("case %d: cut %v, found %v, want %d people", i, cut, found, want)
			}
			if found && !cutBy(func(v int32) bool { return slices.Contains(cut, v) }) {
				t.Fatalf("case %d: %v does not cut %v off", i, cut, targets)
			}
			if horizon == 2 && len(targets) == 1 && found && len(cut) != s.Depth2(targets[0]) {
				t.Fatalf("case %d: %v cut %v off, and %d chains share nobody", i, cut, targets, s.Depth2(targets[0]))
			}
			if found && len(cut) > 1 {
				several++
			}
		}
	}
	if several < 100 {
		t.Errorf("only %d cuts of several: the test has no teeth", several)
	}
}

// TestCriticalTies holds the ties on every chain against leaving each out.
func TestCriticalTies(t *testing.T) {
	r := rand.New(rand.NewPCG(34, 1))
	found := 0
	for i := range 1500 {
		n, arcs := randomNet(r)
		s := chains.NewSearcher(n)
		for horizon := 1; horizon <= 3; horizon++ {
			for d := range int32(n.Size()) {
				if n.Ours[d] || !s.Reached(d, horizon) {
					continue
				}
				got := s.CriticalTies(d, horizon)
				for u := range int32(n.Size()) {
					for v := u + 1; v < int32(n.Size()); v++ {
						left := slices.DeleteFunc(slices.Clone(arcs), func(a chains.Arc) bool { return a.From == u && a.To == v || a.From == v && a.To == u })
						want := len(bruteRoutes(n, left, d, horizon, nil)) == 0
						if is := slices.Contains(got, [2]int32{u, v}) || slices.Contains(got, [2]int32{v, u}); is != want {
							t.Fatalf("case %d: the tie of %d and %d is critical for %d: %v, want %v", i, u, v, d, is, want)
						}
						if want {
							found++
						}
					}
				}
			}
		}
	}
	if found < 1000 {
		t.Errorf("only %d critical ties: the test has no teeth", found)
	}
}
