package analysis

import (
	"math"
	"os"
	"path/filepath"
	"strings"

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
func (g *peerGraph) forGonum() bool { return g.size() <= 100_000 }

// gonumGraph returns the graph in which every path from the root, whose number
// is the number of people, is a chain.
func (g *peerGraph) gonumGraph() *simple.DirectedGraph {
	d := simple.NewDirectedGraph()
	for v := range g.size() + 1 {
		d.AddNode(simple.Node(v))
	}
	root := simple.Node(g.size())
	for v, ours := range g.ours {
		if ours {
			d.SetEdge(simple.Edge{F: root, T: simple.Node(v)})
		}
	}
	for _, a := range g.arcs {
		if g.leads(a.from) {
			d.SetEdge(simple.Edge{F: simple.Node(a.from), T: simple.Node(a.to)})
		}
	}
	return d
}

// leads reports whether somebody takes us further.
func (g *peerGraph) leads(v int32) bool { return g.ours[v] || g.carries[v] }

func (g *peerGraph) gonumDominators() func() []float64 {
	d := g.gonumGraph()
	return func() []float64 {
		tree := flow.Dominators(simple.Node(g.size()), d)
		out := make([]float64, g.size())
		for v := range out {
			out[v] = -1
			if u := tree.DominatorOf(int64(v)); u != nil && u.ID() != int64(g.size()) {
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
	n := int64(g.size())
	add := func(from, to int64, price cost) {
		d.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(to), T: simple.Node(from), W: float64(price)})
	}
	for v := range n {
		d.AddNode(simple.Node(3*n + v))
		if g.ours[v] {
			add(4*n, v, 0)
		}
	}
	for _, a := range g.arcs {
		from, to := int64(a.from), int64(a.to)
		switch {
		case g.ours[a.from]:
			add(from, n+to, a.price)
			add(from, 2*n+to, a.price)
		case g.carries[a.from]:
			add(n+from, 2*n+to, a.price)
			add(2*n+from, 3*n+to, a.price)
		}
	}
	return d
}

// gonumRoutes walks from the target to the root, the way with less to look at.
func (g *peerGraph) gonumRoutes(targets []int32, k int) func() []float64 {
	d, n := g.gonumLayers(), g.size()
	return func() (out []float64) {
		for _, t := range targets {
			var prices []cost
			for _, p := range path.YenKShortestPaths(d, k, math.Inf(1), simple.Node(3*n+int(t)), simple.Node(4*n)) {
				prices = append(prices, priceAlong(d, p))
			}
			out = append(out, padded(prices, k)...)
		}
		return out
	}
}

func priceAlong(d *simple.WeightedDirectedGraph, p []graph.Node) (sum cost) {
	for i := 1; i < len(p); i++ {
		w, _ := d.Weight(p[i-1].ID(), p[i].ID())
		sum += cost(w)
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
