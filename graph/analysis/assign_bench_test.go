package analysis

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkAssignment solves 50 owners by 1,000 demands and smaller ones, alone
// and with every runner-up.
func BenchmarkAssignment(b *testing.B) {
	for _, size := range [][2]int{{20, 200}, {50, 1000}} {
		b.Run(fmt.Sprintf("owners=%d/demands=%d", size[0], size[1]), func(b *testing.B) {
			a := randomAssignment(rand.New(rand.NewPCG(1, 1)), size[0], size[1])
			a.load = func(_, t int) int32 { return int32(2 * t * t) }
			inRounds(b, "alone", func() { a.solve(size[0]) })
			inRounds(b, "runners-up", func() {
				a.solve(size[0])
				for d, k := range a.owner {
					if k < size[0] {
						a.without(d)
					}
				}
			})
		})
	}
}
