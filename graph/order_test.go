package graph_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestOrder compares with the rules as they are written: what goes before what, and
// then by ID. IDs are long and short, and many begin alike.
func TestOrder(t *testing.T) {
	node := func(id graph.ID) *graph.Element { return &graph.Element{ID: id, Kind: graph.NodePerson} }
	edge := func(id graph.ID) *graph.Element {
		return &graph.Element{ID: id, Kind: graph.EdgeKnows, Src: "a", Dst: "b"}
	}
	pick := rand.New(rand.NewPCG(1, 2)).IntN
	for n := range 200 {
		var changes []graph.Change
		rank := map[graph.ID]int{}
		for i := range pick(n + 1) {
			id := graph.ID(fmt.Sprint([]string{"", "e-", "same-begin-", "n"}[pick(4)], pick(3), "-", i))
			c := graph.Change{ID: id}
			rank[id] = pick(6)
			switch rank[id] {
			case 1:
				c.Before = edge(id)
			case 2:
				c.After = node(id)
			case 3:
				c.After = edge(id)
			case 4:
				c.Before = node(id)
			case 5:
				c.Before, c.After, rank[id] = edge(id), edge(id), 3
			}
			changes = append(changes, c)
		}
		want := slices.Clone(changes)
		slices.SortFunc(want, func(a, b graph.Change) int { return cmp.Or(rank[a.ID]-rank[b.ID], cmp.Compare(a.ID, b.ID)) })
		graph.Order(changes)
		if !slices.Equal(changes, want) {
			t.Fatalf("Order = %v, want %v", changes, want)
		}
	}
}
