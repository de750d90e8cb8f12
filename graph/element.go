package graph

// ID identifies an element within its workspace. It is opaque: compare it,
// store it, pass it back. IDs are at most [MaxID] bytes of printable ASCII.
type ID string

// MaxID is the length limit of an ID in bytes.
const MaxID = 128

// Valid reports whether id is non-empty, at most MaxID bytes long, and made of
// printable ASCII without the space.
func (id ID) Valid() bool {
	if len(id) == 0 || len(id) > MaxID {
		return false
	}
	for i := 0; i < len(id); i++ {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	return true
}

// Workspace names one tenant's graph. Its form is that of a file name: see
// [Workspace.Valid].
type Workspace string

// Valid reports whether w is 1 to 64 characters of a-z, 0-9, '-' and '_', not
// beginning with '-'.
func (w Workspace) Valid() bool {
	if len(w) == 0 || len(w) > 64 || w[0] == '-' {
		return false
	}
	for i := 0; i < len(w); i++ {
		c := w[i]
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}

// Revision counts the commits of a workspace: 1, 2, 3, … Revision 0 is the
// empty workspace before its first commit.
type Revision uint64

// Element is one stored fact: a node, or an edge when Src is set. Elements are
// values: equal facts are == and an element never changes once made.
type Element struct {
	ID       ID
	Kind     Kind
	Src, Dst ID    // the endpoints; both empty on a node
	From, To Date  // the half-open days in which it is true; zero is open
	Props    Props // the remaining properties, canonical
}

// SameElement reports whether two elements are equal, or neither is there.
func SameElement(a, b *Element) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// IsEdge reports whether e is an edge.
func (e *Element) IsEdge() bool { return e.Src != "" }

// Valid returns the days in which e is true.
func (e *Element) Valid() Interval { return Interval{e.From, e.To} }

// At reports whether e is true on day.
func (e *Element) At(day Date) bool { return e.Valid().Contains(day) }
