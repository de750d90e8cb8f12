package chains

// Disjoint counts chains of any length to a target that share nobody but the
// target. It keeps its scratch space between targets and is not safe for
// concurrent use.
//
// It is a greatest flow of one unit through each person, who is split in two:
// one place where chains come in and one where they go out, 2v and 2v+1.
type Disjoint struct {
	*Net
	after  []int32 // by person, the next one on their chain; Nobody for who is on none
	used   []int32 // who was ever on a chain to this target
	seen   []int32 // by place, the search in which it was met
	onward []int32 // … and the place after it
	round  int32
	queue  []int32
}

// NewDisjoint returns a counter of chains in a net.
func NewDisjoint(n *Net) *Disjoint {
	d := &Disjoint{Net: n, after: make([]int32, n.Size()), seen: make([]int32, 2*n.Size()), onward: make([]int32, 2*n.Size())}
	for v := range d.after {
		d.after[v] = Nobody
	}
	return d
}

// Count returns how many chains to the target there are that share nobody, at
// most limit: as many as the people without whom there would be none (Menger,
// 1927). Each chain is found by an augmenting path, O(arcs).
func (d *Disjoint) Count(target int32, limit int) (n int) {
	for n < limit && d.augment(target) {
		n++
	}
	for _, v := range d.used {
		d.after[v] = Nobody
	}
	d.used = d.used[:0]
	return n
}

// augment finds one more chain, walking back from the target. Whoever is on a
// chain is passed by taking it back as far as the one after them.
func (d *Disjoint) augment(target int32) bool {
	d.round++
	d.queue = d.queue[:0]
	meet := func(place, onward int32) {
		if d.seen[place] != d.round {
			d.seen[place], d.onward[place] = d.round, onward
			d.queue = append(d.queue, place)
		}
	}
	meet(2*target, Nobody)
	for i := 0; i < len(d.queue); i++ {
		at := d.queue[i]
		x, out := at/2, at%2 == 1
		switch {
		case out && d.after[x] != Nobody:
			meet(2*d.after[x], at) // take it back
			continue
		case out:
			meet(2*x, at)
			continue
		case x != target && d.after[x] != Nobody:
			meet(2*x+1, at)
		}
		for _, u := range d.In.Of(x) {
			switch {
			case u == target || d.after[u] == x:
			case d.Ours[u] && d.after[u] == Nobody:
				d.onward[2*u+1], d.onward[2*u] = at, 2*u+1
				d.turn(2 * u)
				return true
			case d.Ours[u] || d.Carries[u]:
				meet(2*u+1, at)
			}
		}
	}
	return false
}

// turn changes the chains along the path found, from one of ours to the target.
func (d *Disjoint) turn(at int32) {
	for next := d.onward[at]; next != Nobody; at, next = next, d.onward[next] {
		x, w := at/2, next/2
		if at%2 == 0 {
			continue // comes in and goes out, or takes the one before back
		}
		if x == w {
			d.after[x] = Nobody // is on no chain any more
		} else {
			d.after[x] = w
			d.used = append(d.used, x)
		}
	}
}
