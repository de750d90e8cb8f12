package chains

// Dominators returns for each person of a net the last of those whom every chain
// from one of ours to them passes, whatever its length: their immediate
// dominator, with a root before all of ours. It is [Nobody] for somebody whom no
// other person alone cuts off, and for whom no chain leads to. The second result
// holds those to whom one does, in an order in which everybody comes after their
// dominator.
//
// Semi-NCA (Georgiadis, Tarjan and Werneck, 2006, doi:10.7155/jgaa.00119). Step 1
// numbers the people by a search in depth; step 2 finds semidominators in falling
// order by links with path compression, as Lengauer and Tarjan do; step 3 climbs
// from the parent to the nearest dominator that does not come after the
// semidominator. Near-linear as measured, O(people²) at worst.
func (n *Net) Dominators() (idom, order []int32) {
	// Step 1. The root has the number 0.
	number := make([]int32, n.Size())
	order = make([]int32, 1, n.Size()+1)
	parent := make([]int32, 1, n.Size()+1)
	var stack, next []int32
	meet := func(v, from int32) {
		number[v] = int32(len(order))
		order, parent = append(order, v), append(parent, from)
		stack, next = append(stack, v), append(next, n.Out.Off[v])
	}
	for o := range int32(n.Size()) {
		if !n.Ours[o] {
			continue
		}
		meet(o, 0)
		for len(stack) > 0 {
			top := len(stack) - 1
			v := stack[top]
			if next[top] == n.Out.Off[v+1] || !n.Ours[v] && !n.Carries[v] {
				stack, next = stack[:top], next[:top]
				continue
			}
			w := n.Out.To[next[top]]
			next[top]++
			if number[w] == 0 {
				meet(w, number[v])
			}
		}
	}
	for _, v := range order[1:] {
		if !n.Ours[v] && !n.Carries[v] {
			number[v] = 0 // leads to nobody
		}
	}
	// Step 2. Everybody from last on is linked to their parent.
	count := int32(len(order))
	semi, links := make([]int32, count), make([]link, count)
	for i := range links {
		links[i].above = parent[i]
	}
	eval := func(v, last int32) int32 {
		stack = stack[:0]
		for ; links[v].above >= last; v = links[v].above {
			stack = append(stack, v)
		}
		at := links[v]
		for i := len(stack) - 1; i >= 0; i-- {
			w := &links[stack[i]]
			w.above, w.low = at.above, min(w.low, at.low)
			at = *w
		}
		return at.low
	}
	for i := count - 1; i > 0; i-- {
		least := parent[i]
		for _, u := range n.In.Of(order[i]) {
			switch from := number[u]; {
			case from == 0:
			case from < i: // not linked yet
				least = min(least, from)
			default:
				least = min(least, eval(from, i+1))
			}
		}
		semi[i], links[i].low = least, least
	}
	// Step 3.
	dom := parent
	idom = make([]int32, n.Size())
	for v := range idom {
		idom[v] = Nobody
	}
	for i := int32(1); i < count; i++ {
		for dom[i] > semi[i] {
			dom[i] = dom[dom[i]]
		}
		if dom[i] > 0 {
			idom[order[i]] = order[dom[i]]
		}
	}
	return idom, order[1:]
}

// link is the way up from one number of the search in depth.
type link struct {
	above int32 // the nearest one above that is not passed over yet
	low   int32 // the least semidominator from here up to it, not included
}
