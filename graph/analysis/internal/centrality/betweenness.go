// Package centrality counts for the nodes of a graph how many shortest routes of
// others pass them.
package centrality

// Betweenness returns for each node of an undirected graph the number of pairs
// of others whose shortest routes pass it, pairs with several by the share that
// does, and the number of pairs of others that are joined at all. Accumulation
// of dependencies after Brandes (2001), O(nodes · edges).
func Betweenness(near [][]int32) (between []float64, pairs []int) {
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
