package oracle

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/rounds"
)

// BenchmarkAssignment solves 50 owners by 1,000 demands and smaller ones, alone
// and with every runner-up.
func BenchmarkAssignment(b *testing.B) {
	for _, size := range [][2]int{{20, 200}, {50, 1000}} {
		b.Run(fmt.Sprintf("owners=%d/demands=%d", size[0], size[1]), func(b *testing.B) {
			a := randomAssignment(rand.New(rand.NewPCG(1, 1)), size[0], size[1])
			a.Load = func(_, t int) int32 { return int32(2 * t * t) }
			rounds.Run(b, "alone", func() { a.Solve(size[0]) })
			rounds.Run(b, "runners-up", func() {
				a.Solve(size[0])
				for d, k := range a.Owner {
					if k < size[0] {
						a.Without(d)
					}
				}
			})
		})
	}
}
