package kernel_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
)

// The benchmarks run over workspaces of n people on n seats of n/200
// organizations, with a solid line for each seat and ten ties for each person.
// A million people take a minute and 3 GB; set KITH_BENCH_1M=1 for them.
var benchSizes = []int{10_000, 100_000, 1_000_000}

func eachSize(b *testing.B, f func(b *testing.B, n int)) {
	for _, n := range benchSizes {
		name := fmt.Sprintf("people=%dk", n/1000)
		b.Run(name, func(b *testing.B) {
			if n >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
				b.Skip("set KITH_BENCH_1M=1 to run it")
			}
			f(b, n)
		})
	}
}

// benchID returns an ID as long as those of real elements, for the sorted
// numbers of a kind.
func benchID(prefix string, i int) graph.ID {
	return graph.ID(fmt.Sprintf("%s-%016d", prefix, i))
}

// part says which elements a benchmark's workspace has.
type part uint8

const (
	people part = 1 << iota
	seats
	ties
	everything = people | seats | ties
)

// build streams the elements of a workspace of n people into a snapshot.
func build(tb testing.TB, n int, parts part) *kernel.Snapshot {
	b := kernel.NewBuilder(0)
	add := func(f graph.Fact) {
		e := graph.Encode(f)
		if err := b.Add(&e); err != nil {
			tb.Fatal(err)
		}
	}
	orgs := max(1, n/200)
	if parts&seats != 0 {
		for i := range orgs {
			add(graph.Organization{Node: graph.Node{ID: benchID("o", i)}, Name: fmt.Sprint("Organization ", i)})
		}
	}
	if parts&people != 0 {
		for i := range n {
			add(graph.Person{Node: graph.Node{ID: benchID("p", i)}, Name: fmt.Sprint("First Last ", i), Emails: []string{fmt.Sprintf("first.last%d@company.example", i)}})
		}
	}
	if parts&seats != 0 {
		for i := range n {
			add(graph.Position{Node: graph.Node{ID: benchID("s", i)}, Title: fmt.Sprint("Manager of Things ", i%100), Level: 1 + i%5, Function: graph.FunctionFinance})
		}
		for i := range n {
			add(graph.Holds{Edge: graph.Edge{ID: benchID("h", i), Src: benchID("p", i), Dst: benchID("s", i), From: 738_000}, Kind: graph.HoldPermanent})
		}
		for i := range n {
			add(graph.In{Edge: graph.Edge{ID: benchID("i", i), Src: benchID("s", i), Dst: benchID("o", i%orgs)}})
		}
		for i := 1; i < n; i++ {
			add(graph.ReportsTo{Edge: graph.Edge{ID: benchID("r", i), Src: benchID("s", i), Dst: benchID("s", i/8)}, Kind: graph.LineSolid})
		}
	}
	if parts&ties != 0 {
		r := rand.New(rand.NewPCG(1, 1))
		for i := range 10 * n {
			add(benchTie(r, i, n))
		}
	}
	return b.Build(1, time.Unix(1, 0))
}

func benchTie(r *rand.Rand, i, n int) graph.Knows {
	src := r.IntN(n)
	dst := (src + 1 + r.IntN(n-1)) % n
	return graph.Knows{Edge: graph.Edge{ID: benchID("k", i), Src: benchID("p", src), Dst: benchID("p", dst), From: 738_000}, Judgement: graph.Judgement{On: 738_000}, Level: graph.TieKnows}
}

// BenchmarkBuild makes a snapshot of a stream of elements.
func BenchmarkBuild(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		for b.Loop() {
			build(b, n, everything)
		}
	})
}

// BenchmarkAdjacency makes both directions of the graph from the edges of a
// snapshot, and tells the fastest round besides the mean.
func BenchmarkAdjacency(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		s := build(b, n, everything)
		least := time.Duration(math.MaxInt64)
		for b.Loop() {
			start := time.Now()
			s.Relink()
			least = min(least, time.Since(start))
		}
		b.ReportMetric(least.Seconds()*1e3, "ms-fastest")
	})
}

// live returns the bytes of the heap that are in use.
func live() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkMemory tells what a snapshot keeps: for a person alone, for a person
// with seat, place and line, for a tie, and in all. Its times mean nothing.
func BenchmarkMemory(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		keeps := func(parts part) float64 {
			before := live()
			s := build(b, n, parts)
			after := live()
			runtime.KeepAlive(s)
			return float64(after - before)
		}
		for b.Loop() {
			person, seated, all := keeps(people), keeps(people|seats), keeps(everything)
			b.ReportMetric(person/float64(n), "B/person")
			b.ReportMetric((seated-person)/float64(n), "B/seat")
			b.ReportMetric((all-seated)/float64(10*n), "B/tie")
			b.ReportMetric(all/1e6, "MB")
		}
	})
}

// BenchmarkApply adds ties in one commit.
func BenchmarkApply(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		s := build(b, n, everything)
		for _, size := range []int{1, 10, 1000, graph.MaxChanges} {
			b.Run(fmt.Sprint("changes=", size), func(b *testing.B) {
				r := rand.New(rand.NewPCG(2, 2))
				c := graph.Commit{Revision: 2, At: time.Unix(2, 0)}
				for i := range size {
					e := graph.Encode(benchTie(r, 10*n+i, n))
					c.Changes = append(c.Changes, graph.Change{ID: e.ID, After: &e})
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Apply(&c); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// BenchmarkApplyNodes adds people in one commit, which touches the lists of
// nodes by kind.
func BenchmarkApplyNodes(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		s := build(b, n, everything)
		for _, size := range []int{1, graph.MaxChanges} {
			b.Run(fmt.Sprint("changes=", size), func(b *testing.B) {
				c := graph.Commit{Revision: 2, At: time.Unix(2, 0)}
				for i := range size {
					e := graph.Encode(graph.Person{Node: graph.Node{ID: benchID("p", n+i)}, Name: "New", Emails: []string{fmt.Sprintf("new%d@x.example", i)}})
					c.Changes = append(c.Changes, graph.Change{ID: e.ID, After: &e})
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := s.Apply(&c); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// BenchmarkCheck holds one changed reporting line against the rules: one at the
// bottom of the tree, and one of a seat below which an eighth of all sit.
func BenchmarkCheck(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		s := build(b, n, everything)
		for name, i := range map[string]int{"low": n - 1, "high": 2} {
			b.Run(name, func(b *testing.B) {
				before, _ := s.Element(benchID("r", i))
				after := before
				after.To = 739_000
				changes := []graph.Change{{ID: before.ID, Before: &before, After: &after}}
				next, err := s.With(changes, 2, time.Time{})
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if err := rules.Check(next, changes); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	})
}

// BenchmarkCheckAll holds a whole workspace against the rules.
func BenchmarkCheckAll(b *testing.B) {
	eachSize(b, func(b *testing.B, n int) {
		s := build(b, n, everything)
		for b.Loop() {
			if err := rules.CheckAll(s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
