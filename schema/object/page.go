package object

import (
	"encoding/base64"
	"fmt"
	"sort"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// The sizes of a page of a [Connection].
const (
	DefaultPage = 50   // when neither first nor last is asked for
	MaxPage     = 1000 // more is refused
)

// Window is the part of a list that is asked for, in the words of Relay's
// cursor connections: the first or the last so many, after or before a cursor.
// First is ignored where there is a Last.
type Window struct {
	First, Last   *int
	After, Before *string
}

// Connection is a part of an ordered list. It holds the page; what else it can
// tell, it counts when asked.
type Connection[T any] struct {
	Edges []ConnectionEdge[T]
	more  func() (before, after bool)
	total func() int
}

// ConnectionEdge is one place in a [Connection].
type ConnectionEdge[T any] struct {
	Cursor string // opaque; says where in the list Node stands
	Node   T
}

// PageInfo says what lies before and after a page.
type PageInfo struct {
	HasNextPage, HasPreviousPage bool
	StartCursor, EndCursor       string // "" on an empty page
}

// Nodes returns the items of the page.
func (c *Connection[T]) Nodes() []T {
	out := make([]T, len(c.Edges))
	for i, e := range c.Edges {
		out[i] = e.Node
	}
	return out
}

// TotalCount returns the length of the whole list. Cost: O(length).
func (c *Connection[T]) TotalCount() int { return c.total() }

// PageInfo says what lies before and after the page.
func (c *Connection[T]) PageInfo() PageInfo {
	var p PageInfo
	p.HasPreviousPage, p.HasNextPage = c.more()
	if n := len(c.Edges); n > 0 {
		p.StartCursor, p.EndCursor = c.Edges[0].Cursor, c.Edges[n-1].Cursor
	}
	return p
}

// cursorMark begins every cursor, so that other text is refused.
const cursorMark = "at:"

// Cursor returns the cursor of what stands at a key.
func Cursor(key string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(cursorMark + key))
}

// OfCursor returns the key of a cursor. It refuses other text.
func OfCursor(c string) (string, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(c)
	key, ok := strings.CutPrefix(string(b), cursorMark)
	if err != nil || !ok {
		return "", graph.Invalid("cursor", nil, "%s is not a cursor of this list; pass an endCursor or startCursor as it came", graph.Quote(c))
	}
	return key, nil
}

// Size returns how many items w asks for at most. It refuses numbers outside 0 to
// [MaxPage].
func (w Window) Size() (int, error) {
	name, n := "first", w.First
	if w.Last != nil {
		name, n = "last", w.Last
	}
	switch {
	case n == nil:
		return DefaultPage, nil
	case *n < 0 || *n > MaxPage:
		return 0, graph.Invalid("page", nil, "%s is %d, wanted 0 to %d", name, *n, MaxPage)
	}
	return *n, nil
}

// ordered is a list from which a [Connection] is cut. Its items ascend by key, as
// compare has it, and no two keys are equal.
type ordered[K, T any] struct {
	items []K
	key   func(K) string // where an item stands
	keep  func(K) bool   // whether it belongs to the list; nil: all do
	item  func(K) T

	compare func(a, b string) int // of keys; nil: as texts
	name    string                // begins the cursors, so that those of another order are refused
}

// of returns the key of a cursor of the list.
func (l ordered[K, T]) of(cursor string) (string, error) {
	key, err := OfCursor(cursor)
	if err != nil {
		return "", err
	}
	key, ok := strings.CutPrefix(key, l.name)
	if !ok {
		return "", graph.Invalid("cursor", nil, "%s is a cursor of the list in another order", graph.Quote(cursor))
	}
	return key, nil
}

// cut returns the part of the list that w asks for. It refuses a window outside
// 0 to [MaxPage] and text that is no cursor. A cursor whose item has gone still
// marks its place. Cost: O(log length + what is skipped + page).
func (l ordered[K, T]) cut(w Window) (*Connection[T], error) {
	n, err := w.Size()
	if err != nil {
		return nil, err
	}
	if l.compare == nil {
		l.compare = strings.Compare
	}
	if l.keep == nil {
		l.keep = func(K) bool { return true }
	}
	lo, hi := 0, len(l.items)
	if w.After != nil {
		key, err := l.of(*w.After)
		if err != nil {
			return nil, err
		}
		lo = sort.Search(len(l.items), func(i int) bool { return l.compare(l.key(l.items[i]), key) > 0 })
	}
	if w.Before != nil {
		key, err := l.of(*w.Before)
		if err != nil {
			return nil, err
		}
		hi = sort.Search(len(l.items), func(i int) bool { return l.compare(l.key(l.items[i]), key) >= 0 })
	}
	hi = max(lo, hi)
	var page []int
	if w.Last == nil {
		for i := lo; i < hi && len(page) < n; i++ {
			if l.keep(l.items[i]) {
				page = append(page, i)
			}
		}
	} else {
		for i := hi - 1; i >= lo && len(page) < n; i-- {
			if l.keep(l.items[i]) {
				page = append(page, i)
			}
		}
		for i, j := 0, len(page)-1; i < j; i, j = i+1, j-1 {
			page[i], page[j] = page[j], page[i]
		}
	}
	first, last := lo, lo-1 // an empty page stands before its window, or behind it
	if w.Last != nil {
		first, last = hi, hi-1
	}
	if len(page) > 0 {
		first, last = page[0], page[len(page)-1]
	}
	c := &Connection[T]{Edges: make([]ConnectionEdge[T], len(page))}
	for i, at := range page {
		k := l.items[at]
		c.Edges[i] = ConnectionEdge[T]{Cursor(l.name + l.key(k)), l.item(k)}
	}
	any := func(from, to int) bool {
		for i := from; i < to; i++ {
			if l.keep(l.items[i]) {
				return true
			}
		}
		return false
	}
	c.more = func() (bool, bool) { return any(0, first), any(last+1, len(l.items)) }
	c.total = func() int {
		n := 0
		for _, k := range l.items {
			if l.keep(k) {
				n++
			}
		}
		return n
	}
	return c, nil
}

// dayKey is a date as a key that sorts by day.
func dayKey(d graph.Date) string { return fmt.Sprintf("%010d", d) }

// newestKey is a date as a key that sorts the newest day first.
func newestKey(d graph.Date) string { return fmt.Sprintf("%010d", int64(1<<31)-int64(d)) }

// Cut returns a part of a list in its own order; a cursor counts places. It has
// the errors of the lists of a [View].
func Cut[T any](items []T, w Window) (*Connection[T], error) {
	places := make([]int, len(items))
	for i := range places {
		places[i] = i
	}
	return ordered[int, T]{
		items: places, key: func(i int) string { return fmt.Sprintf("%010d", i) }, item: func(i int) T { return items[i] },
	}.cut(w)
}
