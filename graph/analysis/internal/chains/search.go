package chains

import (
	"cmp"
	"slices"
)

// Nobody stands for no person in the arguments and results of a search.
const Nobody int32 = -1

// Searcher walks a net; it keeps its scratch space between searches and is not
// safe for concurrent use.
type Searcher struct {
	*Net
	Gone  []bool   // who is left out
	apart [2]int32 // two people whose handshakes with each other are left out
	mark  []int32  // the search in which a person was last met
	next  []int32  // the next person towards the target, in that search
	round int32
	queue []int32
}

// NewSearcher returns a searcher of a net of whom nobody is gone.
func NewSearcher(n *Net) *Searcher {
	return &Searcher{
		Net: n, Gone: make([]bool, n.Size()), apart: [2]int32{Nobody, Nobody},
		mark: make([]int32, n.Size()), next: make([]int32, n.Size()),
	}
}

// Chain returns a shortest chain of at most horizon handshakes from one of ours
// to the target that passes nobody who is gone, as the people on it from ours to
// the target; nil when there is none. Of several shortest chains it is the first
// one in the order of numbers, seen from the target. Cost: O(arcs within the
// horizon before the target).
func (s *Searcher) Chain(target int32, horizon int) []int32 {
	if s.Gone[target] {
		return nil
	}
	s.round++
	s.mark[target] = s.round
	s.queue = append(s.queue[:0], target)
	for level, from := 0, 0; level < horizon && from < len(s.queue); level++ {
		until := len(s.queue)
		for ; from < until; from++ {
			v := s.queue[from]
			for _, u := range s.In.Of(v) {
				if s.mark[u] == s.round || s.Gone[u] || s.estranged(u, v) {
					continue
				}
				s.mark[u], s.next[u] = s.round, v
				if s.Ours[u] {
					chain := []int32{u}
					for v := u; v != target; chain = append(chain, v) {
						v = s.next[v]
					}
					return chain
				}
				if s.Carries[u] {
					s.queue = append(s.queue, u)
				}
			}
		}
	}
	return nil
}

// estranged reports whether the handshakes between two people are left out.
func (s *Searcher) estranged(u, v int32) bool {
	return s.apart[0] != Nobody && (s.apart == [2]int32{u, v} || s.apart == [2]int32{v, u})
}

// Reached reports whether a chain of at most horizon handshakes leads to the
// target.
func (s *Searcher) Reached(target int32, horizon int) bool {
	return s.Chain(target, horizon) != nil
}

// Without runs f while a person is gone.
func (s *Searcher) Without(x int32, f func()) {
	was := s.Gone[x]
	s.Gone[x] = true
	f()
	s.Gone[x] = was
}

// Critical returns the people who are on every chain of at most horizon
// handshakes to the target, in the order of a chain; none when the target is
// not reached at all. Each member of one chain is left out in turn: at most
// horizon + 1 searches.
func (s *Searcher) Critical(target int32, horizon int) (out []int32) {
	for _, x := range s.before(target, horizon) {
		s.Without(x, func() {
			if s.Chain(target, horizon) == nil {
				out = append(out, x)
			}
		})
	}
	return out
}

// CriticalTies returns the pairs of people whose handshakes with each other are
// on every chain of at most horizon handshakes to the target, in the order of a
// chain.
func (s *Searcher) CriticalTies(target int32, horizon int) (out [][2]int32) {
	c := s.Chain(target, horizon)
	for i := 0; i+1 < len(c); i++ {
		s.apart = [2]int32{c[i], c[i+1]}
		if s.Chain(target, horizon) == nil {
			out = append(out, s.apart)
		}
	}
	s.apart = [2]int32{Nobody, Nobody}
	return out
}

// before returns the people of a chain to the target, without the target.
func (s *Searcher) before(target int32, horizon int) []int32 {
	c := s.Chain(target, horizon)
	if c == nil {
		return nil
	}
	return c[:len(c)-1]
}

// CriticalPairs returns the pairs of people of whom every chain to the target
// passes at least one, where neither alone is critical; each pair and the list
// in the order of numbers. Such a pair has one member on any given chain and
// the other on any chain that avoids the first: at most horizon² searches.
func (s *Searcher) CriticalPairs(target int32, horizon int) [][2]int32 {
	var out [][2]int32
	alone := false
	for _, x := range s.before(target, horizon) {
		s.Without(x, func() {
			second := s.before(target, horizon)
			alone = alone || second == nil
			for _, y := range second {
				s.Without(y, func() {
					if s.Chain(target, horizon) == nil {
						out = append(out, [2]int32{min(x, y), max(x, y)})
					}
				})
			}
		})
	}
	if alone {
		return nil
	}
	slices.SortFunc(out, func(a, b [2]int32) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return slices.Compact(out)
}

// SmallestCut returns a smallest set of people without whom no chain of at most
// horizon handshakes leads to any of the targets, in the order of numbers; nobody
// who must stay is in it. It looks for sets of up to limit people and reports
// whether there is one.
//
// Whoever cuts all chains cuts the first one: each of its people is tried, in the
// order of the chain, with a set that is one smaller. At most horizon^limit
// searches, and exact.
func (s *Searcher) SmallestCut(targets []int32, horizon, limit int, stays func(int32) bool) (cut []int32, found bool) {
	var try func(left int) bool
	try = func(left int) bool {
		var chain []int32
		for _, t := range targets {
			if chain = s.before(t, horizon); chain != nil {
				break
			}
		}
		if chain == nil {
			return true
		}
		if left == 0 {
			return false
		}
		for _, x := range chain {
			if stays(x) {
				continue
			}
			ok := false
			s.Without(x, func() { ok = try(left - 1) })
			if ok {
				cut = append(cut, x)
				return true
			}
		}
		return false
	}
	for size := 0; size <= limit; size++ {
		if try(size) {
			slices.Sort(cut)
			return cut, true
		}
	}
	return nil, false
}

// Direct returns those of ours who reach the target themselves, by number.
func (n *Net) Direct(target int32) []int32 {
	var out []int32
	for _, u := range n.In.Of(target) {
		if n.Ours[u] {
			out = append(out, u)
		}
	}
	return out
}

// Depth2 returns the greatest number of chains of at most two handshakes to the
// target that share nobody: those of ours who reach it, and a maximum matching
// between the others of ours and the target's contacts. Whoever is gone is on
// none. Cost: O(contacts × arcs between them), by augmenting paths.
func (s *Searcher) Depth2(target int32) int {
	direct := slices.DeleteFunc(s.Direct(target), func(u int32) bool { return s.Gone[u] })
	match := map[int32]int32{} // one of ours to the contact they are matched with
	var tried map[int32]bool
	var augment func(contact int32) bool
	augment = func(contact int32) bool {
		for _, u := range s.In.Of(contact) {
			if !s.Ours[u] || s.Gone[u] || tried[u] {
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
	for _, c := range s.In.Of(target) {
		if s.Ours[c] || s.Gone[c] || !s.Carries[c] {
			continue
		}
		tried = map[int32]bool{}
		if augment(c) {
			depth++
		}
	}
	return depth
}
