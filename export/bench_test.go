package export_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/kithgraph/kith/export"
)

func BenchmarkRender(b *testing.B) {
	for _, n := range []int{60, 400, 1000, 1500, 10_000, 100_000} {
		c := randomChart(1, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := export.Render(context.Background(), c, export.Options{Page: export.PageA0}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRenderLinks(b *testing.B) {
	for _, n := range []int{10, 40} {
		c := randomChart(1, 400)
		for k := range n {
			c.Links = append(c.Links, export.Link{From: c.Cards[k*37%400].ID, To: c.Cards[k*61%400+k%2].ID, Kind: export.LinkInfluences})
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if _, err := export.Render(context.Background(), c, export.Options{Page: export.PageA1}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
