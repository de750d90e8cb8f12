package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// MaxBrokerPeople is the number of an account's people above which nobody's
// place between the others is worked out.
const MaxBrokerPeople = 2000

// brokers returns who stands between others: on the undirected graph of the
// account's people, joined where one takes us to the other.
func (in *influence) brokers() []Broker {
	if len(in.people) > MaxBrokerPeople {
		return nil
	}
	near := make([][]int32, len(in.people))
	var hs hops
	for i := range in.people {
		in.readHops(&hs, in.people[i].n)
	}
	in.lineHops(&hs)
	for _, h := range hs {
		a, inA := in.at[h.from]
		b, inB := in.at[h.to]
		if inA && inB && h.at[plain] {
			near[a], near[b] = append(near[a], int32(b)), append(near[b], int32(a))
		}
	}
	for i := range near {
		slices.Sort(near[i])
		near[i] = slices.Compact(near[i])
	}
	between, pairs := betweenness(near)
	var out []Broker
	for i, x := range between {
		if x = rounded(x); x > 0 {
			out = append(out, Broker{
				Person: in.pid(i), Name: in.who(i), Between: x, Pairs: pairs[i],
				Sentence: fmt.Sprintf("%s is on the shortest route for %.0f of %s of others.", in.who(i), math.Ceil(x), count(pairs[i], "pair", "pairs")),
			})
		}
	}
	slices.SortStableFunc(out, func(a, b Broker) int { return cmp.Compare(b.Between, a.Between) })
	return out[:min(in.limit, len(out))]
}

// betweenness returns for each node of an undirected graph the number of pairs
// of others whose shortest routes pass it, pairs with several by the share that
// does, and the number of pairs of others that are joined at all. Accumulation
// of dependencies after Brandes (2001), O(nodes · edges).
func betweenness(near [][]int32) (between []float64, pairs []int) {
	n := len(near)
	between, pairs = make([]float64, n), make([]int, n)
	var (
		order = make([]int32, 0, n)
		dist  = make([]int32, n)
		ways  = make([]float64, n)
		debt  = make([]float64, n)
	)
	for s := range int32(n) {
		order = append(order[:0], s)
		for i := range dist {
			dist[i], ways[i], debt[i] = -1, 0, 0
		}
		dist[s], ways[s] = 0, 1
		for i := 0; i < len(order); i++ {
			v := order[i]
			for _, w := range near[v] {
				if dist[w] < 0 {
					dist[w] = dist[v] + 1
					order = append(order, w)
				}
				if dist[w] == dist[v]+1 {
					ways[w] += ways[v]
				}
			}
		}
		for i := len(order) - 1; i > 0; i-- {
			w := order[i]
			for _, v := range near[w] {
				if dist[v] == dist[w]-1 {
					debt[v] += ways[v] / ways[w] * (1 + debt[w])
				}
			}
			between[w] += debt[w] / 2 // each pair is met from both ends
		}
		pairs[s] = len(order) - 1 // the others in the same part
	}
	for s, others := range pairs {
		pairs[s] = others * (others - 1) / 2
	}
	return between, pairs
}
