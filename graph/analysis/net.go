package analysis

import (
	"cmp"
	"slices"
)

// net is the reach graph of one question: people by dense number, and an arc
// from each to everyone whom they can put us in touch with. It is small: an
// account, or the few handshakes around one person.
type net struct {
	ours    []bool // one of ours: where every chain begins
	carries []bool // can take us further; a detractor is reached and does not carry
	out, in rows
}

// rows is one direction of a net in compressed sparse rows, each row in the
// order of the neighbours' numbers.
type rows struct {
	off   []int32
	to    []int32
	price []cost
}

func (r *rows) of(v int32) []int32 { return r.to[r.off[v]:r.off[v+1]] }

// arc is one directed handshake.
type arc struct {
	from, to int32
	price    cost
}

// newNet builds a net. Loops are dropped, and of parallel arcs the cheapest
// stays. It sorts arcs. Cost: O(n + m log m).
func newNet(ours, carries []bool, arcs []arc) *net {
	arcs = slices.DeleteFunc(arcs, func(a arc) bool { return a.from == a.to })
	slices.SortFunc(arcs, func(a, b arc) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.price, b.price))
	})
	arcs = slices.CompactFunc(arcs, func(a, b arc) bool { return a.from == b.from && a.to == b.to })
	n := len(ours)
	return &net{
		ours:    ours,
		carries: carries,
		out:     newRows(n, arcs, func(a arc) (int32, int32) { return a.from, a.to }),
		in:      newRows(n, arcs, func(a arc) (int32, int32) { return a.to, a.from }),
	}
}

// newRows expects arcs in the order of from and then to, which makes both
// directions sorted.
func newRows(n int, arcs []arc, ends func(arc) (at, other int32)) rows {
	r := rows{off: make([]int32, n+1), to: make([]int32, len(arcs)), price: make([]cost, len(arcs))}
	for _, a := range arcs {
		at, _ := ends(a)
		r.off[at+1]++
	}
	for v := range n {
		r.off[v+1] += r.off[v]
	}
	next := slices.Clone(r.off[:n])
	for _, a := range arcs {
		at, other := ends(a)
		r.to[next[at]], r.price[next[at]] = other, a.price
		next[at]++
	}
	return r
}

func (n *net) size() int { return len(n.ours) }

// nobody stands for no person in the arguments and results of a search.
const nobody int32 = -1

// searcher walks a net; it keeps its scratch space between searches and is not
// safe for concurrent use.
type searcher struct {
	*net
	mark  []int32 // the search in which a person was last met
	next  []int32 // the next person towards the target, in that search
	round int32
	queue []int32
}

func newSearcher(n *net) *searcher {
	return &searcher{net: n, mark: make([]int32, n.size()), next: make([]int32, n.size())}
}

// chain returns a shortest chain of at most horizon handshakes from one of ours
// to the target that passes neither of two people, as the people on it from
// ours to the target; nil when there is none. Of several shortest chains it is
// the first one in the order of numbers, seen from the target. Cost: O(arcs
// within the horizon before the target).
func (s *searcher) chain(target int32, horizon int, without, without2 int32) []int32 {
	if target == without || target == without2 {
		return nil
	}
	s.round++
	s.mark[target] = s.round
	s.queue = append(s.queue[:0], target)
	for level, from := 0, 0; level < horizon && from < len(s.queue); level++ {
		until := len(s.queue)
		for ; from < until; from++ {
			v := s.queue[from]
			for _, u := range s.in.of(v) {
				if s.mark[u] == s.round || u == without || u == without2 {
					continue
				}
				s.mark[u], s.next[u] = s.round, v
				if s.ours[u] {
					chain := []int32{u}
					for v := u; v != target; chain = append(chain, v) {
						v = s.next[v]
					}
					return chain
				}
				if s.carries[u] {
					s.queue = append(s.queue, u)
				}
			}
		}
	}
	return nil
}

// reached reports whether a chain of at most horizon handshakes leads to the
// target.
func (s *searcher) reached(target int32, horizon int) bool {
	return s.chain(target, horizon, nobody, nobody) != nil
}

// critical returns the people who are on every chain of at most horizon
// handshakes to the target, in the order of a chain; none when the target is
// not reached at all. Each member of one chain is left out in turn: at most
// horizon + 1 searches.
func (s *searcher) critical(target int32, horizon int) []int32 {
	var out []int32
	for _, x := range s.before(target, horizon, nobody) {
		if s.chain(target, horizon, x, nobody) == nil {
			out = append(out, x)
		}
	}
	return out
}

// before returns the people of a chain to the target, without the target.
func (s *searcher) before(target int32, horizon int, without int32) []int32 {
	c := s.chain(target, horizon, without, nobody)
	if c == nil {
		return nil
	}
	return c[:len(c)-1]
}

// criticalPairs returns the pairs of people of whom every chain to the target
// passes at least one, where neither alone is critical; each pair and the list
// in the order of numbers. Such a pair has one member on any given chain and
// the other on any chain that avoids the first: at most horizon² searches.
func (s *searcher) criticalPairs(target int32, horizon int) [][2]int32 {
	var out [][2]int32
	for _, x := range s.before(target, horizon, nobody) {
		second := s.before(target, horizon, x)
		if second == nil {
			return nil // x alone is critical
		}
		for _, y := range second {
			if s.chain(target, horizon, x, y) == nil {
				out = append(out, [2]int32{min(x, y), max(x, y)})
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(out)
}

// losses returns, by person, the targets that are cut off without them, in the
// order of targets.
func (s *searcher) losses(targets []int32, horizon int) [][]int32 {
	out := make([][]int32, s.size())
	for _, t := range targets {
		for _, x := range s.critical(t, horizon) {
			out[x] = append(out[x], t)
		}
	}
	return out
}

// direct returns those of ours who reach the target themselves, by number.
func (n *net) direct(target int32) []int32 {
	var out []int32
	for _, u := range n.in.of(target) {
		if n.ours[u] {
			out = append(out, u)
		}
	}
	return out
}

// depth2 returns the greatest number of chains of at most two handshakes to the
// target that share nobody: those of ours who reach it, and a maximum matching
// between the others of ours and the target's contacts. Cost: O(contacts ×
// arcs between them), by augmenting paths.
func (n *net) depth2(target int32) int {
	direct := n.direct(target)
	match := map[int32]int32{} // one of ours to the contact they are matched with
	var tried map[int32]bool
	var augment func(contact int32) bool
	augment = func(contact int32) bool {
		for _, u := range n.in.of(contact) {
			if !n.ours[u] || tried[u] {
				continue
			}
			if _, is := slices.BinarySearch(direct, u); is {
				continue
			}
			tried[u] = true
			if other, taken := match[u]; !taken || augment(other) {
				match[u] = contact
				return true
			}
		}
		return false
	}
	depth := len(direct)
	for _, c := range n.in.of(target) {
		if n.ours[c] || !n.carries[c] {
			continue
		}
		tried = map[int32]bool{}
		if augment(c) {
			depth++
		}
	}
	return depth
}
