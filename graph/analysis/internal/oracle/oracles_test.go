package oracle

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph/analysis/internal/centrality"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/matching"
	"github.com/kithgraph/kith/graph/analysis/internal/opinions"
)

// oracles are the answers of networkx, igraph and scipy; testdata/oracles/make.py
// makes them.
type oracles struct {
	By   map[string]string
	Nets []struct {
		Size, Ours int
		Blocks     []int32
		Arcs       [][3]int32
		Dominators []int32
		Disjoint   []int
		Critical2  [][]int32
		Critical3  [][]int32
		Depth2     []int
		Target     int32
		Routes     [][2]int32 // introducer and price of their best route; null where not asked
		Edges      [][2]int32
		Between    []float64
	}
	Opinions []struct {
		Heard   [][3]float64 // who hears, who is heard, weight
		Weights []float64
		D       float64
		Shares  []float64
	}
	Assignments []struct {
		Cost  [][]int32
		Open  []int32
		Base  []int
		Seats int
		Total int32
	}
}

func readOracles(t *testing.T) *oracles {
	t.Helper()
	data, err := os.ReadFile("testdata/oracles/values.json")
	if err != nil {
		t.Fatal(err)
	}
	o := &oracles{}
	if err := json.Unmarshal(data, o); err != nil {
		t.Fatal(err)
	}
	if len(o.Nets) < 50 || len(o.Opinions) < 50 || len(o.Assignments) < 50 || len(o.By) != 3 {
		t.Fatalf("%d nets, %d models and %d assignments by %v", len(o.Nets), len(o.Opinions), len(o.Assignments), o.By)
	}
	return o
}

func TestOracles(t *testing.T) {
	o := readOracles(t)
	t.Run("nets", func(t *testing.T) {
		for i, x := range o.Nets {
			ours, carries := make([]bool, x.Size), make([]bool, x.Size)
			for v := range x.Size {
				ours[v], carries[v] = v < x.Ours, !slices.Contains(x.Blocks, int32(v))
			}
			var arcs []chains.Arc
			for _, a := range x.Arcs {
				arcs = append(arcs, chains.Arc{From: a[0], To: a[1], Price: chains.Cost(a[2])})
			}
			n := chains.NewNet(ours, carries, arcs)
			s, dj := chains.NewSearcher(n), chains.NewDisjoint(n)
			idom, _ := n.Dominators()
			if !slices.Equal(idom, x.Dominators) {
				t.Errorf("net %d: dominators %v, want %v", i, idom, x.Dominators)
			}
			for v := range int32(x.Size) {
				if ours[v] {
					continue
				}
				if got := dj.Count(v, x.Size); got != x.Disjoint[v] {
					t.Errorf("net %d: %d chains to %d, want %d", i, got, v, x.Disjoint[v])
				}
				if got := s.Depth2(v); got != x.Depth2[v] {
					t.Errorf("net %d: depth2(%d) = %d, want %d", i, v, got, x.Depth2[v])
				}
				for hops, want := range map[int][]int32{2: x.Critical2[v], 3: x.Critical3[v]} {
					if got := slices.Sorted(slices.Values(s.Critical(v, hops))); !slices.Equal(got, want) {
						t.Errorf("net %d: critical(%d, %d) = %v, want %v", i, v, hops, got, want)
					}
				}
			}
			if x.Routes != nil {
				var got [][2]int32
				for _, a := range introductions(n, x.Target, 3, x.Size, 0, nil) {
					got = append(got, [2]int32{a.Person, int32(a.Best.Price)})
				}
				slices.SortFunc(got, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
				if !slices.Equal(got, x.Routes) {
					t.Errorf("net %d: routes %v, want %v", i, got, x.Routes)
				}
			}
			near := make([][]int32, x.Size)
			for _, e := range x.Edges {
				near[e[0]], near[e[1]] = append(near[e[0]], e[1]), append(near[e[1]], e[0])
			}
			between, _ := centrality.Betweenness(near)
			for v, want := range x.Between {
				if math.Abs(between[v]-want) > 1e-8 {
					t.Errorf("net %d: between of %d = %v, want %v", i, v, between[v], want)
				}
			}
		}
	})
	t.Run("influence", func(t *testing.T) {
		for i, x := range o.Opinions {
			m := &opinions.Opinions{Heard: make([][]opinions.Pull, len(x.Weights))}
			for _, h := range x.Heard {
				m.Heard[int(h[0])] = append(m.Heard[int(h[0])], opinions.Pull{By: int(h[1]), Weight: h[2]})
			}
			_, all := m.Shares(x.Weights, x.D)
			for v, want := range x.Shares {
				if math.Abs(all[v]-want) > 1e-8 {
					t.Errorf("model %d: share of %d = %v, want %v", i, v, all[v], want)
				}
			}
		}
	})
	t.Run("assignments", func(t *testing.T) {
		for i, x := range o.Assignments {
			a := &matching.Assignment{Cost: x.Cost, Open: x.Open, Twin: slices.Repeat([]int{matching.Absent}, len(x.Cost))}
			a.Load = func(k, t int) int32 {
				if t >= x.Seats {
					return matching.Forbidden / 8
				}
				return int32(2 * (x.Base[k] + t) * (x.Base[k] + t))
			}
			if got := a.Solve(len(x.Base)); got != x.Total {
				t.Errorf("assignment %d: total %d, want %d", i, got, x.Total)
			}
		}
	})
}
