package graphviz_test

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/export/graphviz"
)

// BenchmarkLayOut lays out networks in a worker that is there.
func BenchmarkLayOut(b *testing.B) {
	for _, n := range []int{16, 60, 150} {
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

// BenchmarkStart starts a worker for each of two boxes, with compiled code in a
// cache and without.
func BenchmarkStart(b *testing.B) {
	for name, opt := range map[string]graphviz.Options{"cached": {Cache: cache}, "compiling": {}} {
		b.Run(name, func(b *testing.B) {
			net := network(1, 2, 1)
			for b.Loop() {
				l := graphviz.New(opt)
				if _, err := l.LayOut(b.Context(), net); err != nil {
					b.Fatal(err)
				}
				if err := l.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
