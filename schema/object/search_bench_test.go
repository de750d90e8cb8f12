package object_test

import (
	"fmt"
	"os"
	"runtime"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/internal/search"
	"github.com/kithgraph/kith/schema/object"
)

// BenchmarkSearch searches and filters workspaces of 10,000 and 100,000 people, and of a
// million where KITH_BENCH_1M is set, with the index and without; makes the index, and says
// how many bytes it takes; and carries it over a commit.
func BenchmarkSearch(b *testing.B) {
	day := graph.Day(2026, 11, 2)
	for _, people := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("people=%dk", people/1000), func(b *testing.B) {
			if people >= 1_000_000 && os.Getenv("KITH_BENCH_1M") == "" {
				b.Skip("set KITH_BENCH_1M=1 to run it")
			}
			s := sample.Build(sample.Size{People: people}, day)
			somebody := view.On(s, day).Name(s.Nodes(graph.NodePerson)[people/2])
			index := search.Build(s)
			b.Run("build", func(b *testing.B) {
				for b.Loop() {
					var before, after runtime.MemStats
					runtime.GC()
					runtime.ReadMemStats(&before)
					x := search.Build(s)
					runtime.GC()
					runtime.ReadMemStats(&after)
					b.ReportMetric(float64(after.HeapAlloc)-float64(before.HeapAlloc), "kept-B")
					runtime.KeepAlive(x)
				}
			})
			b.Run("commit", func(b *testing.B) {
				changed := graph.Encode(graph.Person{Node: graph.Node{ID: "new"}, Name: "Somebody New"})
				changes := []graph.Change{{ID: "new", After: &changed}}
				next, err := s.With(changes, s.Revision()+1, s.At())
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					index.Advance(next, []graph.Commit{{Changes: changes}})
				}
			})
			for _, how := range []string{"index", "scan"} {
				v := object.Of(view.On(s, day))
				if how == "index" {
					v.Texts = func() *search.Index { return index }
				}
				searching := func(text string) func(b *testing.B) {
					return func(b *testing.B) {
						for b.Loop() {
							if _, err := v.Search(text, nil, nil, nil); err != nil {
								b.Fatal(err)
							}
						}
					}
				}
				b.Run("search-name/"+how, searching(somebody))
				b.Run("search-two-letters/"+how, searching(somebody[:2]))
				b.Run("search-title/"+how, searching("seat"))
				listing := func(text string, total bool) func(b *testing.B) {
					return func(b *testing.B) {
						for b.Loop() {
							c, err := v.People(nil, nil, nil, nil, &object.PersonFilter{Text: &text}, nil)
							if err != nil {
								b.Fatal(err)
							}
							if c.PageInfo(); total {
								c.TotalCount()
							}
						}
					}
				}
				b.Run("list-name/"+how, listing(somebody, true))
				b.Run("list-two-letters/"+how, listing(somebody[:2], false))
			}
		})
	}
}
