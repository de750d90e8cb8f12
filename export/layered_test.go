package export

import (
	"math/rand/v2"
	"testing"
)

// TestLongLinesPassNoBox: in a layout of this package a line to the right has a
// course that goes to the right all the way and crosses no box, however many layers
// lie between its ends.
func TestLongLinesPassNoBox(t *testing.T) {
	long := 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(9, seed))
		n := Network{}
		for range 2 + r.IntN(80) {
			n.Boxes = append(n.Boxes, NetworkBox{cardComfort, 500 + 100*r.IntN(6)})
		}
		for range len(n.Boxes) + r.IntN(2*len(n.Boxes)) {
			a, b := r.IntN(len(n.Boxes)), r.IntN(len(n.Boxes))
			if seed%2 == 0 { // mostly one way
				a, b = min(a, b), max(a, b)
			}
			if a != b {
				n.Lines = append(n.Lines, NetworkLine{a, b})
			}
		}
		p := layered(n)
		boxes := make([]node, len(n.Boxes))
		for i, b := range n.Boxes {
			boxes[i] = node{card: i, x: p.Boxes[i].X, y: p.Boxes[i].Y, w: b.W, h: b.H}
		}
		for k, e := range n.Lines {
			if p.Boxes[e.From].X >= p.Boxes[e.To].X {
				if len(p.Lines[k]) > 0 {
					t.Errorf("seed %d: line %d leads back and has a course", seed, k)
				}
				continue
			}
			course := p.Lines[k]
			if len(course) < 4 || len(course)%3 != 1 {
				t.Fatalf("seed %d: line %d has %d points", seed, k, len(course))
			}
			if len(course) > 4 {
				long++
			}
			for i := range course[1:] {
				if course[i+1].X < course[i].X {
					t.Errorf("seed %d: line %d turns back at point %d", seed, k, i)
				}
			}
			if crossesBox(course, boxes, e) {
				t.Errorf("seed %d: line %d of %d boxes crosses one", seed, k, len(boxes))
			}
		}
	}
	if long < 500 {
		t.Errorf("only %d long lines: the test has no teeth", long)
	}
}
