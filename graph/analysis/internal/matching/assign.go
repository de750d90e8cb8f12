// Package matching gives demands to owners at the least cost, by a flow of least cost
// in whole numbers.
package matching

import "slices"

// Forbidden is the cost of a pair that may not be.
const Forbidden = int32(1) << 28

// Absent stands for no owner, no demand and no twin.
const Absent = -1

// Assignment gives each of a number of demands to at most one of a number of
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
type Assignment struct {
	Cost [][]int32                // by demand and owner; Forbidden for never
	Open []int32                  // by demand, what it costs to leave it open
	Twin []int                    // by demand, Absent for a demand without one
	Load func(owner, t int) int32 // cost of an owner's next demand when they have t

	n     int       // owners; the number n stands for nobody, who has the open demands
	Owner []int     // by demand
	Has   [][]int   // by owner, their demands in ascending order
	rows  [][]shift // by owner: the cheapest way to pass one of their demands on to each other
	fresh []bool    // whether the row is up to date
	spare int       // the owner who has room for one more without more load; Absent for none

	length []walk // by owner, the shortest path to them
	from   []int  // … the owner before them; Absent for the first
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
	demand int // Absent for a step that moves no demand
	over   int // the owner to whom the demand goes and where its twin was; Absent for none
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

// Solve assigns all demands and returns the total cost. Cost: O(owners²) for each
// demand and O(owners · their demands) for each owner on a path.
func (a *Assignment) Solve(owners int) (total int32) {
	a.n, a.spare = owners, Absent
	a.Owner = slices.Repeat([]int{owners}, len(a.Cost))
	a.Has, a.rows, a.fresh = make([][]int, owners+1), make([][]shift, owners+1), make([]bool, owners+1)
	a.length, a.from, a.by = make([]walk, owners+1), make([]int, owners+1), make([]shift, owners+1)
	a.queued, a.one = make([]bool, owners+1), make([]shift, owners+1)
	for k := range a.rows {
		a.rows[k] = make([]shift, owners+1)
	}
	for d := range a.Cost {
		total += a.search(d, Absent, owners)
		a.apply(owners)
	}
	return total
}

// price is what it costs that an owner has a demand; at nobody it is open.
func (a *Assignment) price(d, k int) int32 {
	if k == a.n {
		return a.Open[d]
	}
	return a.Cost[d][k]
}

// steps fills in the cheapest steps of a demand to each owner but one, counted
// from giving the demand up.
func (a *Assignment) steps(d, at int, out []shift) {
	for k := range out {
		out[k] = shift{walk: walk{cost: Forbidden}}
	}
	t := a.Twin[d]
	take := func(k int, s shift) {
		if s.less(out[k].walk) {
			out[k] = s
		}
	}
	for k := range a.n + 1 {
		c := a.price(d, k)
		if k == at || c >= Forbidden {
			continue
		}
		if t == Absent || k == a.n || a.Owner[t] != k {
			take(k, shift{walk{c, 1}, d, Absent})
			continue
		}
		for j := range a.n + 1 {
			if to := a.price(t, j); j != k && to < Forbidden {
				take(j, shift{walk{c - a.price(t, k) + to, 2}, d, k})
			}
		}
	}
}

// row returns the cheapest ways of an owner to pass one of their demands on.
func (a *Assignment) row(k int) []shift {
	best := a.rows[k]
	if a.fresh[k] {
		return best
	}
	a.fresh[k] = true
	for j := range best {
		best[j] = shift{walk: walk{cost: Forbidden}}
	}
	for _, d := range a.Has[k] {
		a.steps(d, k, a.one)
		for j, s := range a.one {
			if s.cost >= Forbidden {
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
func (a *Assignment) room(k int) int {
	if k == a.spare {
		return len(a.Has[k]) + 1
	}
	return len(a.Has[k])
}

// search finds the cheapest path by which a demand that nobody has comes to an
// owner other than one, and which ends at the owner given: at nobody, because a
// demand is left open or an owner takes one more, or at the one who has room. It
// returns the cost.
//
// The room of an owner who does not take a demand is that of the demand and its
// twin: the twin may take it, and nobody passes through it.
func (a *Assignment) search(d, banned, end int) int32 {
	n := a.n
	a.steps(d, banned, a.one)
	a.queue = a.queue[:0]
	a.goal = leg{shift{walk: walk{cost: Forbidden}}, Absent}
	for k := range a.length {
		a.length[k] = walk{cost: Forbidden}
	}
	reach := func(k, from int, w walk, s shift) {
		if k == end {
			if w.less(a.goal.walk) {
				a.goal = leg{s, from}
				a.goal.walk = w
			}
			if end == n || a.moved(s) == a.Twin[d] && a.Twin[d] != Absent {
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
		reach(k, Absent, s.walk, s)
	}
	for i := 0; i < len(a.queue); i++ {
		k := a.queue[i]
		a.queued[k] = false
		for j, s := range a.row(k) {
			if s.cost < Forbidden && j != k {
				reach(j, k, a.length[k].plus(s.walk), s)
			}
		}
		if k < n { // one more
			s := shift{walk{a.Load(k, a.room(k)), 1}, Absent, Absent}
			reach(n, k, a.length[k].plus(s.walk), s)
			continue
		}
		for j := range n { // one less
			if m := a.room(j); m > 0 {
				s := shift{walk{-a.Load(j, m-1), 1}, Absent, Absent}
				reach(j, n, a.length[n].plus(s.walk), s)
			}
		}
	}
	return a.goal.cost
}

// moved returns which demand a step brings to its owner.
func (a *Assignment) moved(s shift) int {
	if s.over != Absent {
		return a.Twin[s.demand]
	}
	return s.demand
}

// path calls f with the moves of the path that search found to an owner, the
// last one first.
func (a *Assignment) path(end int, f func(demand, to int)) {
	for k, l := end, a.goal; ; k, l = l.from, (leg{a.by[l.from], a.from[l.from]}) {
		if l.demand != Absent {
			f(a.moved(l.shift), k)
			if l.over != Absent {
				f(l.demand, l.over)
			}
		}
		if l.from == Absent {
			return
		}
	}
}

// apply moves the demands along the path that search found.
func (a *Assignment) apply(end int) {
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
func (a *Assignment) take(d int) {
	k := a.Owner[d]
	if i, has := slices.BinarySearch(a.Has[k], d); has {
		a.Has[k] = slices.Delete(a.Has[k], i, i+1)
	}
	a.Owner[d] = a.n
	a.touch(d, k)
}

// give gives a demand that nobody has to an owner, or leaves it open.
func (a *Assignment) give(d, k int) {
	i, _ := slices.BinarySearch(a.Has[k], d)
	a.Has[k] = slices.Insert(a.Has[k], i, d)
	a.Owner[d] = k
	a.touch(d, k)
}

// touch notes that an owner's row is out of date, and that of whoever has the
// twin: where a demand may go depends on where its twin is.
func (a *Assignment) touch(d, k int) {
	a.fresh[k] = false
	if t := a.Twin[d]; t != Absent {
		a.fresh[a.Owner[t]] = false
	}
}

// Without returns by how much the total rises when an owner does not take a
// demand that they have, and who has it then; the number of owners where it is
// left open. The assignment stays as it is.
//
// Rerouting one unit of a flow of least cost by a shortest path, which may end
// where the owner has room now, leaves a flow of least cost.
func (a *Assignment) Without(d int) (extra int32, instead int) {
	k := a.Owner[d]
	a.take(d)
	a.spare = k
	extra = a.search(d, k, k) - a.Cost[d][k]
	a.spare = Absent
	a.path(k, func(demand, to int) {
		if demand == d {
			instead = to
		}
	})
	a.give(d, k)
	return extra, instead
}

// Elsewhere gives a demand to an owner other than some, or leaves it open, and
// arranges the rest anew, where that makes the whole no dearer. It reports whether
// it did.
func (a *Assignment) Elsewhere(d int, not func(owner int) bool) bool {
	k, row := a.Owner[d], a.Cost[d]
	a.take(d)
	a.Cost[d] = slices.Clone(row)
	for j := range a.Cost[d] {
		if not(j) {
			a.Cost[d][j] = Forbidden
		}
	}
	a.spare = k
	alike := a.search(d, k, k) == row[k]
	a.spare = Absent
	if alike {
		a.apply(k)
	} else {
		a.give(d, k)
	}
	a.Cost[d] = row
	return alike
}

// Restore gives every demand to the owner that it had.
func (a *Assignment) Restore(owner []int) {
	for d := range owner {
		a.take(d)
	}
	for d, k := range owner {
		a.give(d, k)
	}
}

// Force returns by how much the total rises when an owner has to take a demand at
// a cost; [Forbidden]/2 or more where they cannot. The assignment stays as it is.
func (a *Assignment) Force(d, owner int, cost int32) int32 {
	k, row, open := a.Owner[d], a.Cost[d], a.Open[d]
	before := a.price(d, k)
	a.take(d)
	a.Cost[d], a.Open[d] = slices.Repeat([]int32{Forbidden}, a.n), Forbidden
	a.Cost[d][owner] = cost
	if k < a.n {
		a.spare = k
	}
	extra := a.search(d, Absent, k) - before
	a.spare = Absent
	a.Cost[d], a.Open[d] = row, open
	a.give(d, k)
	return extra
}
