package graphviz_test

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/export/graphviz"
)

// BenchmarkLayOut lays out networks, each in a run of its own, after a first one.
func BenchmarkLayOut(b *testing.B) {
	for _, n := range []int{2, 16, 60, 150} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := layout(b, graphviz.Options{})
			net := network(uint64(n), n, n*5/4)
			if _, err := l.LayOut(b.Context(), net); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := l.LayOut(b.Context(), net); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFirst lays out two boxes in the first run of a layout, which compiles
// Graphviz.
func BenchmarkFirst(b *testing.B) {
	net := network(1, 2, 1)
	for b.Loop() {
		l := layout(b, graphviz.Options{})
		if _, err := l.LayOut(b.Context(), net); err != nil {
			b.Fatal(err)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
