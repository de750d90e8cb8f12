package rules

// set is a set of the numbers of nodes or edges: a bit for each that there is, or a
// map where few of them are to come.
type set[T ~int32] struct {
	bits []uint64
	few  map[T]struct{}
}

// newSet returns an empty set of numbers below n, of which about as many are to come.
func newSet[T ~int32](n, about int) set[T] {
	if about > n/512 { // a bit costs a hundredth of an entry
		return set[T]{bits: make([]uint64, (n+63)/64)}
	}
	return set[T]{few: map[T]struct{}{}}
}

// add adds x, and reports whether it is new.
func (s set[T]) add(x T) bool {
	if s.has(x) {
		return false
	}
	if s.bits == nil {
		s.few[x] = struct{}{}
	} else {
		s.bits[x>>6] |= 1 << (x & 63)
	}
	return true
}

// has reports whether x has been added.
func (s set[T]) has(x T) bool {
	if s.bits == nil {
		_, ok := s.few[x]
		return ok
	}
	return s.bits[x>>6]&(1<<(x&63)) != 0
}
