package draft

import (
	"hash/maphash"
	"iter"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// table holds what a draft puts and removes, and which edges of it are where. What is
// an end of such an edge has a row too. A row keeps its number.
type table struct {
	pages [][]row
	n     int32
	slots []int32          // open addressing by ID: the number of a row and one, 0 for none
	free  []graph.Element  // of the piece that is being filled
	text  *strings.Builder // what the last elements say; it does not grow
}

func newTable() table { return table{text: new(strings.Builder)} }

// row is one ID.
type row struct {
	e *graph.Element // what was put; of the ID alone where nothing is
	// chains of edges, each by the number of its row and one: where those that begin
	// and end here begin, and how they go on after this one
	firstOut, firstIn, nextOut, nextIn int32
	hash                               uint32
	state                              state
	edge                               bool // e is among the edges at its ends
}

// state is what a draft does to an element.
type state uint8

const (
	asBase  state = iota // nothing
	put                  // it is as e is
	removed              // it is not there
)

const (
	pageShift = 8
	pieceSize = 372     // elements, which fill 32 KiB
	textSize  = 1 << 15 // bytes
)

// hashSeed places IDs. It differs from process to process and shows in no result.
var hashSeed = maphash.MakeSeed()

// at returns a row; it may move when a row is added.
func (t *table) at(i int32) *row { return &t.pages[i>>pageShift][i&(1<<pageShift-1)] }

// find returns the number of the row of an ID, -1 for none.
func (t *table) find(id graph.ID) int32 {
	if t.n == 0 {
		return -1
	}
	i, _ := t.search(id, uint32(maphash.String(hashSeed, string(id))))
	return i
}

// search returns the number of the row of an ID, and -1 and the slot where it would be.
func (t *table) search(id graph.ID, hash uint32) (i, slot int32) {
	mask := uint32(len(t.slots) - 1)
	for h := hash & mask; ; h = (h + 1) & mask {
		i := t.slots[h] - 1
		if i < 0 {
			return -1, int32(h)
		}
		if r := t.at(i); r.hash == hash && r.e.ID == id {
			return i, int32(h)
		}
	}
}

// row returns the number of the row of an ID, a new one where there is none.
func (t *table) row(id graph.ID) int32 {
	if int(t.n)*4 >= len(t.slots)*3 {
		t.grow()
	}
	hash := uint32(maphash.String(hashSeed, string(id)))
	i, slot := t.search(id, hash)
	if i >= 0 {
		return i
	}
	i = t.n
	if i&(1<<pageShift-1) == 0 {
		page := []row(nil) // the first grows: most drafts are small
		if i > 0 {
			page = make([]row, 0, 1<<pageShift)
		}
		t.pages = append(t.pages, page)
	}
	page := &t.pages[i>>pageShift]
	*page = append(*page, row{e: t.keep(graph.Element{ID: id}), hash: hash})
	t.n++
	t.slots[slot] = i + 1
	return i
}

func (t *table) grow() {
	t.slots = make([]int32, max(16, len(t.slots)*2))
	mask := uint32(len(t.slots) - 1)
	for i := range t.n {
		h := t.at(i).hash & mask
		for t.slots[h] != 0 {
			h = (h + 1) & mask
		}
		t.slots[h] = i + 1
	}
}

// keep returns where an element is kept from now on. It lies among others, and so does
// what it says: a million are a few thousand objects to the garbage collector.
func (t *table) keep(e graph.Element) *graph.Element {
	if len(t.free) == 0 {
		t.free = make([]graph.Element, min(max(4, t.n), pieceSize))
	}
	to := &t.free[0]
	t.free = t.free[1:]
	t.fill(to, e)
	return to
}

// fill makes an element that nobody has seen say what e does.
func (t *table) fill(to *graph.Element, e graph.Element) {
	id := to.ID
	if id != e.ID {
		id = graph.ID(t.copy(string(e.ID)))
	}
	*to = graph.Element{ID: id, Kind: e.Kind, Src: e.Src, Dst: e.Dst, From: e.From, To: e.To, Props: graph.Props(t.copy(string(e.Props)))}
}

// copy returns text that lies among that of other elements.
func (t *table) copy(text string) string {
	if n := len(text); n > t.text.Cap()-t.text.Len() {
		if n > textSize/8 {
			return text // among others it would waste too much
		}
		t.text = new(strings.Builder)
		t.text.Grow(min(max(256, int(t.n)*64, n), textSize))
	}
	from := t.text.Len()
	t.text.WriteString(text)
	return t.text.String()[from:]
}

// put makes row i hold e.
func (t *table) put(i int32, e graph.Element) {
	r := t.at(i)
	if r.bare() { // which nobody has seen
		t.fill(r.e, e)
		t.set(i, put, r.e)
		return
	}
	t.set(i, put, t.keep(e))
}

// set makes the state of row i what it says, with e where that is put, and its edge, if
// it is one, be at its ends.
func (t *table) set(i int32, s state, e *graph.Element) {
	r := t.at(i)
	is, was := s == put && e.IsEdge(), r.edge
	moved := is != was || is && (r.e.Src != e.Src || r.e.Dst != e.Dst)
	if was && moved {
		t.unlink(i)
	}
	r.state, r.edge = s, is
	if s == put {
		r.e = e
	}
	if is && moved {
		t.link(i)
	}
}

// bare reports whether a row has an element of its own, of the ID alone.
func (r *row) bare() bool { return r.e.Kind == "" }

// edges yields the edges that begin at an ID, or end there.
func (t *table) edges(id graph.ID, out bool) iter.Seq[*graph.Element] {
	return func(yield func(*graph.Element) bool) {
		i := t.find(id)
		if i < 0 {
			return
		}
		next := t.at(i).firstIn
		if out {
			next = t.at(i).firstOut
		}
		for next > 0 {
			r := t.at(next - 1)
			if !yield(r.e) {
				return
			}
			if next = r.nextIn; out {
				next = r.nextOut
			}
		}
	}
}

func (t *table) link(i int32) {
	e := t.at(i).e
	src, dst := t.row(e.Src), t.row(e.Dst)
	r, s, d := t.at(i), t.at(src), t.at(dst)
	e.Src, e.Dst = s.e.ID, d.e.ID // equal, and kept already
	r.nextOut, s.firstOut = s.firstOut, i+1
	r.nextIn, d.firstIn = d.firstIn, i+1
}

func (t *table) unlink(i int32) {
	r := t.at(i)
	at := &t.at(t.find(r.e.Src)).firstOut
	for *at != i+1 {
		at = &t.at(*at - 1).nextOut
	}
	*at = r.nextOut
	at = &t.at(t.find(r.e.Dst)).firstIn
	for *at != i+1 {
		at = &t.at(*at - 1).nextIn
	}
	*at = r.nextIn
}
