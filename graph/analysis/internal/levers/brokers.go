package levers

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/centrality"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// Brokers returns who stands between others: on the undirected graph of the
// account's people, joined where one takes us to the other.
func (in *Influence) Brokers() []analysis.Broker {
	if len(in.People) > analysis.MaxBrokerPeople {
		return nil
	}
	near := make([][]int32, len(in.People))
	var hs accounts.Hops
	for i := range in.People {
		in.ReadHops(&hs, in.People[i].N)
	}
	for _, h := range hs {
		a, inA := in.At[h.From]
		b, inB := in.At[h.To]
		if inA && inB && h.At[knows.Plain] {
			near[a], near[b] = append(near[a], int32(b)), append(near[b], int32(a))
		}
	}
	for i := range near {
		slices.Sort(near[i])
		near[i] = slices.Compact(near[i])
	}
	between, pairs := centrality.Betweenness(near)
	var out []analysis.Broker
	for i, x := range between {
		if x = knows.Rounded(x); x > 0 {
			out = append(out, analysis.Broker{
				Person: in.Pid(i), Name: in.Who(i), Between: x, Pairs: pairs[i],
				Sentence: say.Broker(in.Who(i), x, pairs[i]),
			})
		}
	}
	slices.SortStableFunc(out, func(a, b analysis.Broker) int { return cmp.Compare(b.Between, a.Between) })
	return out[:min(in.Limit, len(out))]
}
