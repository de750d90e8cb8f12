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
		order  = make([]int32, 0, n)
		dist   = make([]int32, n)
		ways   = make([]float64, n)
		debt   = make([]float64, n)  // what a way to a node is worth to the one before
		onward = make([]int32, 0, n) // for each node in order, those one step further
		until  = make([]int32, 0, n) // … by place in order, where they end
	)
	for s := range int32(n) {
		for i := range dist {
			dist[i], ways[i] = -1, 0
		}
		order, onward, until = append(order[:0], s), onward[:0], until[:0]
		dist[s], ways[s] = 0, 1
		for i := 0; i < len(order); i++ {
			v := order[i]
			next, through := dist[v]+1, ways[v]
			for _, w := range near[v] {
				if dist[w] < 0 {
					dist[w] = next
					order = append(order, w)
				}
				if dist[w] == next {
					ways[w] += through
					onward = append(onward, w)
				}
			}
			until = append(until, int32(len(onward)))
		}
		for i := len(order) - 1; i > 0; i-- {
			v, owed := order[i], 0.0
			for _, w := range onward[until[i-1]:until[i]] {
				owed += debt[w]
			}
			owed *= ways[v]
			between[v] += owed / 2 // each pair is met from both ends
			debt[v] = (1 + owed) / ways[v]
		}
		pairs[s] = len(order) - 1 // the others in the same part
	}
	for s, others := range pairs {
		pairs[s] = others * (others - 1) / 2
	}
	return between, pairs
}
