package oracle

import (
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/flow"
	"gonum.org/v1/gonum/graph/network"
	"gonum.org/v1/gonum/graph/path"
	"gonum.org/v1/gonum/graph/simple"
)

// gonumVersion returns the version of gonum that go.mod asks for.
func gonumVersion() string {
	data, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		return "unknown"
	}
	_, rest, _ := strings.Cut(string(data), "gonum.org/v1/gonum ")
	version, _, _ := strings.Cut(rest, "\n")
	return version
}

// forGonum reports whether the graph is small enough for its graphs of maps.
func (g *peerGraph) forGonum() bool { return g.Size() <= 100_000 }

// gonumGraph returns the graph in which every path from the root, whose number
// is the number of people, is a chain.
func (g *peerGraph) gonumGraph() *simple.DirectedGraph {
	d := simple.NewDirectedGraph()
	for v := range g.Size() + 1 {
		d.AddNode(simple.Node(v))
	}
	root := simple.Node(g.Size())
	for v, ours := range g.Ours {
		if ours {
			d.SetEdge(simple.Edge{F: root, T: simple.Node(v)})
		}
	}
	for _, a := range g.arcs {
		if g.leads(a.From) {
			d.SetEdge(simple.Edge{F: simple.Node(a.From), T: simple.Node(a.To)})
		}
	}
	return d
}

// leads reports whether somebody takes us further.
func (g *peerGraph) leads(v int32) bool { return g.Ours[v] || g.Carries[v] }

func (g *peerGraph) gonumDominators() func() []float64 {
	d := g.gonumGraph()
	return func() []float64 {
		tree := flow.Dominators(simple.Node(g.Size()), d)
		out := make([]float64, g.Size())
		for v := range out {
			out[v] = -1
			if u := tree.DominatorOf(int64(v)); u != nil && u.ID() != int64(g.Size()) {
				out[v] = float64(u.ID())
			}
		}
		return out
	}
}

// gonumLayers returns, turned round, the graph in which every path from the root
// to a target is an introduction over two or three handshakes: each person is in
// it as the one of ours who begins, the first or second who carries, and the
// target.
func (g *peerGraph) gonumLayers() *simple.WeightedDirectedGraph {
	d := simple.NewWeightedDirectedGraph(0, 0)
	n := int64(g.Size())
	add := func(from, to int64, price chains.Cost) {
		d.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(to), T: simple.Node(from), W: float64(price)})
	}
	for v := range n {
		d.AddNode(simple.Node(3*n + v))
		if g.Ours[v] {
			add(4*n, v, 0)
		}
	}
	for _, a := range g.arcs {
		from, to := int64(a.From), int64(a.To)
		switch {
		case g.Ours[a.From]:
			add(from, n+to, a.Price)
			add(from, 2*n+to, a.Price)
		case g.Carries[a.From]:
			add(n+from, 2*n+to, a.Price)
			add(2*n+from, 3*n+to, a.Price)
		}
	}
	return d
}

// gonumRoutes walks from the target to the root, the way with less to look at.
func (g *peerGraph) gonumRoutes(targets []int32, k int) func() []float64 {
	d, n := g.gonumLayers(), g.Size()
	return func() (out []float64) {
		for _, t := range targets {
			var prices []chains.Cost
			for _, p := range path.YenKShortestPaths(d, k, math.Inf(1), simple.Node(3*n+int(t)), simple.Node(4*n)) {
				prices = append(prices, priceAlong(d, p))
			}
			out = append(out, padded(prices, k)...)
		}
		return out
	}
}

func priceAlong(d *simple.WeightedDirectedGraph, p []graph.Node) (sum chains.Cost) {
	for i := 1; i < len(p); i++ {
		w, _ := d.Weight(p[i-1].ID(), p[i].ID())
		sum += chains.Cost(w)
	}
	return sum
}

func gonumBetweenness(near [][]int32) func() []float64 {
	d := simple.NewUndirectedGraph()
	for v := range near {
		d.AddNode(simple.Node(v))
	}
	for v, list := range near {
		for _, w := range list {
			d.SetEdge(simple.Edge{F: simple.Node(v), T: simple.Node(w)})
		}
	}
	return func() []float64 {
		out := make([]float64, len(near))
		for v, x := range network.Betweenness(d) {
			out[v] = x / 2 // it counts both directions
		}
		return out
	}
}
