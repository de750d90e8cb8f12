package analysis

import "slices"

// forbidden is the cost of a pair that may not be.
const forbidden = int32(1) << 28

// absent stands for no owner, no demand and no twin.
const absent = -1

// assignment gives each of a number of demands to at most one of a number of
// owners at the least cost, or leaves it open at a price. An owner's next demand
// costs besides what the owner's load says, which must not fall as they have
// more: so that two demands are better carried by two. Two demands that are
// twins go to different owners.
//
// It is a flow of least cost, solved one demand at a time by a shortest
// augmenting path. A path goes from a new demand to an owner, who makes room by
// passing one of theirs on to the next one, and so on until an owner takes one
// more or a demand is left open; where an owner has its twin already, the twin
// is what moves on. Of paths that cost the same the one with the fewest steps is
// taken: it moves no demand twice. All costs are whole numbers, so that the
// result is exact; ties go to the lower number.
type assignment struct {
	cost [][]int32                // by demand and owner; forbidden for never
	open []int32                  // by demand, what it costs to leave it open
	twin []int                    // by demand, absent for a demand without one
	load func(owner, t int) int32 // cost of an owner's next demand when they have t

	n     int       // owners; the number n stands for nobody, who has the open demands
	owner []int     // by demand
	has   [][]int   // by owner, their demands in ascending order
	rows  [][]shift // by owner: the cheapest way to pass one of their demands on to each other
	fresh []bool    // whether the row is up to date
	spare int       // the owner who has room for one more without more load; none for none

	length []walk // by owner, the shortest path to them
	from   []int  // … the owner before them; none for the first
	by     []shift
	goal   leg // the end of the path
	queue  []int
	queued []bool
	one    []shift
}

// shift is one step of a path to an owner: a demand goes there; or, where its
// twin had to make room at another owner, the twin does.
type shift struct {
	walk
	demand int // none for a step that moves no demand
	over   int // the owner to whom the demand goes and where its twin was; none for none
}

// leg is the last step of a path, and the owner before it.
type leg struct {
	shift
	from int
}

// walk is the cost of a path and its number of steps.
type walk struct{ cost, steps int32 }

func (a walk) plus(b walk) walk { return walk{a.cost + b.cost, a.steps + b.steps} }
func (a walk) less(b walk) bool { return a.cost < b.cost || a.cost == b.cost && a.steps < b.steps }

// solve assigns all demands and returns the total cost. Cost: O(owners²) for each
// demand and O(owners · their demands) for each owner on a path.
func (a *assignment) solve(owners int) (total int32) {
	a.n, a.spare = owners, absent
	a.owner = slices.Repeat([]int{owners}, len(a.cost))
	a.has, a.rows, a.fresh = make([][]int, owners+1), make([][]shift, owners+1), make([]bool, owners+1)
	a.length, a.from, a.by = make([]walk, owners+1), make([]int, owners+1), make([]shift, owners+1)
	a.queued, a.one = make([]bool, owners+1), make([]shift, owners+1)
	for k := range a.rows {
		a.rows[k] = make([]shift, owners+1)
	}
	for d := range a.cost {
		total += a.search(d, absent, owners)
		a.apply(owners)
	}
	return total
}

// price is what it costs that an owner has a demand; at nobody it is open.
func (a *assignment) price(d, k int) int32 {
	if k == a.n {
		return a.open[d]
	}
	return a.cost[d][k]
}

// steps fills in the cheapest steps of a demand to each owner but one, counted
// from giving the demand up.
func (a *assignment) steps(d, at int, out []shift) {
	for k := range out {
		out[k] = shift{walk: walk{cost: forbidden}}
	}
	t := a.twin[d]
	take := func(k int, s shift) {
		if s.less(out[k].walk) {
			out[k] = s
		}
	}
	for k := range a.n + 1 {
		c := a.price(d, k)
		if k == at || c >= forbidden {
			continue
		}
		if t == absent || k == a.n || a.owner[t] != k {
			take(k, shift{walk{c, 1}, d, absent})
			continue
		}
		for j := range a.n + 1 {
			if to := a.price(t, j); j != k && to < forbidden {
				take(j, shift{walk{c - a.price(t, k) + to, 2}, d, k})
			}
		}
	}
}

// row returns the cheapest ways of an owner to pass one of their demands on.
func (a *assignment) row(k int) []shift {
	best := a.rows[k]
	if a.fresh[k] {
		return best
	}
	a.fresh[k] = true
	for j := range best {
		best[j] = shift{walk: walk{cost: forbidden}}
	}
	for _, d := range a.has[k] {
		a.steps(d, k, a.one)
		for j, s := range a.one {
			if s.cost >= forbidden {
				continue
			}
			if s.cost -= a.price(d, k); s.less(best[j].walk) {
				best[j] = s
			}
		}
	}
	return best
}

// room returns for how many demands an owner's load is paid.
func (a *assignment) room(k int) int {
	if k == a.spare {
		return len(a.has[k]) + 1
	}
	return len(a.has[k])
}

// search finds the cheapest path by which a demand that nobody has comes to an
// owner other than one, and which ends at the owner given: at nobody, because a
// demand is left open or an owner takes one more, or at the one who has room. It
// returns the cost.
//
// The room of an owner who does not take a demand is that of the demand and its
// twin: the twin may take it, and nobody passes through it.
func (a *assignment) search(d, banned, end int) int32 {
	n := a.n
	a.steps(d, banned, a.one)
	a.queue = a.queue[:0]
	a.goal = leg{shift{walk: walk{cost: forbidden}}, absent}
	for k := range a.length {
		a.length[k] = walk{cost: forbidden}
	}
	reach := func(k, from int, w walk, s shift) {
		if k == end {
			if w.less(a.goal.walk) {
				a.goal = leg{s, from}
				a.goal.walk = w
			}
			if end == n || a.moved(s) == a.twin[d] && a.twin[d] != absent {
				return
			}
		}
		if !w.less(a.length[k]) {
			return
		}
		a.length[k], a.from[k], a.by[k] = w, from, s
		if !a.queued[k] {
			a.queue, a.queued[k] = append(a.queue, k), true
		}
	}
	for k, s := range a.one {
		reach(k, absent, s.walk, s)
	}
	for i := 0; i < len(a.queue); i++ {
		k := a.queue[i]
		a.queued[k] = false
		for j, s := range a.row(k) {
			if s.cost < forbidden && j != k {
				reach(j, k, a.length[k].plus(s.walk), s)
			}
		}
		if k < n { // one more
			s := shift{walk{a.load(k, a.room(k)), 1}, absent, absent}
			reach(n, k, a.length[k].plus(s.walk), s)
			continue
		}
		for j := range n { // one less
			if m := a.room(j); m > 0 {
				s := shift{walk{-a.load(j, m-1), 1}, absent, absent}
				reach(j, n, a.length[n].plus(s.walk), s)
			}
		}
	}
	return a.goal.cost
}

// moved returns which demand a step brings to its owner.
func (a *assignment) moved(s shift) int {
	if s.over != absent {
		return a.twin[s.demand]
	}
	return s.demand
}

// path calls f with the moves of the path that search found to an owner, the
// last one first.
func (a *assignment) path(end int, f func(demand, to int)) {
	for k, l := end, a.goal; ; k, l = l.from, (leg{a.by[l.from], a.from[l.from]}) {
		if l.demand != absent {
			f(a.moved(l.shift), k)
			if l.over != absent {
				f(l.demand, l.over)
			}
		}
		if l.from == absent {
			return
		}
	}
}

// apply moves the demands along the path that search found.
func (a *assignment) apply(end int) {
	type move struct{ demand, to int }
	var moves []move
	a.path(end, func(d, to int) { moves = append(moves, move{d, to}) })
	for _, m := range moves {
		a.take(m.demand)
	}
	for _, m := range moves {
		a.give(m.demand, m.to)
	}
}

// take takes a demand from whoever has it.
func (a *assignment) take(d int) {
	k := a.owner[d]
	if i, has := slices.BinarySearch(a.has[k], d); has {
		a.has[k] = slices.Delete(a.has[k], i, i+1)
	}
	a.owner[d] = a.n
	a.touch(d, k)
}

// give gives a demand that nobody has to an owner, or leaves it open.
func (a *assignment) give(d, k int) {
	i, _ := slices.BinarySearch(a.has[k], d)
	a.has[k] = slices.Insert(a.has[k], i, d)
	a.owner[d] = k
	a.touch(d, k)
}

// touch notes that an owner's row is out of date, and that of whoever has the
// twin: where a demand may go depends on where its twin is.
func (a *assignment) touch(d, k int) {
	a.fresh[k] = false
	if t := a.twin[d]; t != absent {
		a.fresh[a.owner[t]] = false
	}
}

// without returns by how much the total rises when an owner does not take a
// demand that they have, and who has it then; the number of owners where it is
// left open. The assignment stays as it is.
//
// Rerouting one unit of a flow of least cost by a shortest path, which may end
// where the owner has room now, leaves a flow of least cost.
func (a *assignment) without(d int) (extra int32, instead int) {
	k := a.owner[d]
	a.take(d)
	a.spare = k
	extra = a.search(d, k, k) - a.cost[d][k]
	a.spare = absent
	a.path(k, func(demand, to int) {
		if demand == d {
			instead = to
		}
	})
	a.give(d, k)
	return extra, instead
}

// elsewhere gives a demand to an owner other than some, or leaves it open, and
// arranges the rest anew, where that makes the whole no dearer. It reports whether
// it did.
func (a *assignment) elsewhere(d int, not func(owner int) bool) bool {
	k, row := a.owner[d], a.cost[d]
	a.take(d)
	a.cost[d] = slices.Clone(row)
	for j := range a.cost[d] {
		if not(j) {
			a.cost[d][j] = forbidden
		}
	}
	a.spare = k
	alike := a.search(d, k, k) == row[k]
	a.spare = absent
	if alike {
		a.apply(k)
	} else {
		a.give(d, k)
	}
	a.cost[d] = row
	return alike
}

// restore gives every demand to the owner that it had.
func (a *assignment) restore(owner []int) {
	for d := range owner {
		a.take(d)
	}
	for d, k := range owner {
		a.give(d, k)
	}
}

// force returns by how much the total rises when an owner has to take a demand at
// a cost; [forbidden]/2 or more where they cannot. The assignment stays as it is.
func (a *assignment) force(d, owner int, cost int32) int32 {
	k, row, open := a.owner[d], a.cost[d], a.open[d]
	before := a.price(d, k)
	a.take(d)
	a.cost[d], a.open[d] = slices.Repeat([]int32{forbidden}, a.n), forbidden
	a.cost[d][owner] = cost
	if k < a.n {
		a.spare = k
	}
	extra := a.search(d, absent, k) - before
	a.spare = absent
	a.cost[d], a.open[d] = row, open
	a.give(d, k)
	return extra
}
