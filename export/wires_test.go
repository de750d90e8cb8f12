package export_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/soak"
)

// boxIndex finds the cards near a place: cards by the squares of a grid.
type boxIndex struct {
	side  float64
	cells map[[2]int][]export.PlacedCard
}

func newBoxIndex(cards []export.PlacedCard) *boxIndex {
	x := &boxIndex{side: 200, cells: map[[2]int][]export.PlacedCard{}}
	for _, k := range cards {
		x.each(k.X, k.Y, k.X+k.W, k.Y+k.H, func(cell [2]int) {
			x.cells[cell] = append(x.cells[cell], k)
		})
	}
	return x
}

func (x *boxIndex) each(left, top, right, bottom float64, f func([2]int)) {
	for i := int(left / x.side); i <= int(right/x.side); i++ {
		for j := int(top / x.side); j <= int(bottom/x.side); j++ {
			f([2]int{i, j})
		}
	}
}

// crossed returns a card that the straight line from a to b passes through.
func (x *boxIndex) crossed(a, b [2]float64) (hit export.PlacedCard, found bool) {
	x.each(max(0, min(a[0], b[0])), max(0, min(a[1], b[1])), max(a[0], b[0]), max(a[1], b[1]), func(cell [2]int) {
		for _, k := range x.cells[cell] {
			if !found && crosses(a, b, k) {
				hit, found = k, true
			}
		}
	})
	return hit, found
}

// checkWires fails when a reporting line passes through a card.
func checkWires(t testing.TB, p export.Placed) {
	t.Helper()
	x := newBoxIndex(p.Cards)
	for _, w := range p.Wires {
		for _, line := range strings.Split(w, "M")[1:] {
			points := pointsOf(t, "M"+line)
			for i := 1; i < len(points); i++ {
				if k, hit := x.crossed(points[i-1], points[i]); hit {
					t.Fatalf("line M%s passes through card %+v", line, k)
				}
			}
		}
	}
}

// wildChart returns a chart whose shape is drawn from everything between a
// chain, a star and a forest.
func wildChart(n int, seed uint64) export.Chart {
	r := rand.New(rand.NewPCG(seed, uint64(n)))
	width := 1 + r.IntN(n)
	roots := 1 + r.IntN(40)
	var c export.Chart
	for i := range n {
		k, h := export.Card{ID: strconv.Itoa(i)}, export.Holder{Name: "N" + strconv.Itoa(i)}
		if i > 0 && r.IntN(20*roots) > 0 {
			k.Parent = strconv.Itoa(max(0, i-1-r.IntN(width)))
		}
		k.Assistant, k.Unplaced = r.IntN(8) == 0, r.IntN(8) == 0
		if r.IntN(3) == 0 {
			h.Stance = graph.StanceChampion
		}
		if r.IntN(10) == 0 {
			h.Change, h.Was = export.ChangeMoved, strings.Repeat("was elsewhere ", r.IntN(4))
		}
		k.Holders = []export.Holder{h}
		c.Cards = append(c.Cards, k)
	}
	return c
}

// TestShapesOfAllSizes holds, for organisations of any shape and up to 10,000
// people, that cards do not overlap and that reporting lines pass through none.
func TestShapesOfAllSizes(t *testing.T) {
	for _, n := range []int{3, 10, 40, 150, 600, 1500, 4000, 10_000} {
		times := max(2, min(soak.Times(20, 60), 9000/n))
		for seed := range uint64(times) {
			c := wildChart(n, seed)
			pages := export.Pages()
			for _, v := range []export.Diagram{export.DiagramTree, export.DiagramOverview} {
				if n > 600 && seed%2 == 0 && v == export.DiagramTree && n <= export.DefaultMaxCards {
					continue // every other one is enough
				}
				p := place(t, c, export.Options{Diagram: v, Page: pages[int(seed)%len(pages)]})
				checkPlaced(t, c, p)
				checkWires(t, p)
			}
		}
	}
}

// TestShapesProperty is the same with shrinking, for small organisations.
func TestShapesProperty(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := wildChart(rapid.IntRange(1, 120).Draw(rt, "n"), rapid.Uint64().Draw(rt, "seed"))
		p := place(t, c, export.Options{
			Diagram: rapid.SampledFrom([]export.Diagram{export.DiagramTree, export.DiagramOverview}).Draw(rt, "diagram"),
			Page:    rapid.SampledFrom(export.Pages()).Draw(rt, "page"),
		})
		checkPlaced(t, c, p)
		checkWires(t, p)
	})
}

// BenchmarkPlace lays out up to 100,000 people, and holds each layout to the
// same.
func BenchmarkPlace(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for _, c := range []export.Chart{randomChart(1, n), wildChart(n, 1)} {
				p := place(b, c, export.Options{Page: export.PageA0})
				checkPlaced(b, c, p)
				checkWires(b, p)
			}
			c := randomChart(1, n)
			for b.Loop() {
				place(b, c, export.Options{Page: export.PageA0})
			}
		})
	}
}
