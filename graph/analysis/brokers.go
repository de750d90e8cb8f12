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
