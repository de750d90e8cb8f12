package knows

import (
	"slices"
	"sync/atomic"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Circle remembers, for one snapshot on one day, who is ours and whom any of ours
// ever met or is said to know. Nearly every question asks this of everybody
// around those it is about, so it is worked out once for each person, when it is
// first asked, and kept from one question to the next. It takes eight bytes for
// a person, in pages that are made when they are needed, and is safe for
// concurrent use.
type Circle struct {
	pages []atomic.Pointer[circlePage] // by node
}

const circleShift = 8

// circlePage holds what is known of 256 nodes: of each whether it is ours, and
// whether ours met it.
type circlePage [1 << circleShift][2]atomic.Uint32

// The aspects of a node that a circle knows. They stand above those of edges and
// are noted in the place of all that they rest on: [Rippled] says which nodes a
// change alters in them.
const (
	isOurs view.Aspect = 1 << 62 // a person or an organization
	IsMet  view.Aspect = 1 << 63 // a person
)

// circled is one thing that a circle knows: whether it is known, whether it is
// so, and the first later day on which it may be otherwise, 0 for none.
type circled uint32

func newCircled(is bool, until graph.Date) circled {
	f := circled(until)<<2 | 1
	if is {
		f |= 2
	}
	return f
}

// Known reports whether anything is known at all.
func (f circled) Known() bool { return f&1 != 0 }

func (f circled) is() bool { return f&2 != 0 }

func (f circled) until() graph.Date { return graph.Date(f >> 2) }

// NewCircle returns a circle of so many nodes of which nothing is known.
func NewCircle(nodes int) *Circle {
	return &Circle{pages: make([]atomic.Pointer[circlePage], (nodes+1<<circleShift-1)>>circleShift)}
}

// column is the place of an aspect on a page.
func column(a view.Aspect) int {
	if a == isOurs {
		return 0
	}
	return 1
}

// Get returns what is known of a node in one aspect.
func (c *Circle) Get(n kernel.N, a view.Aspect) circled {
	if page := c.pages[n>>circleShift].Load(); page != nil {
		return circled(page[n&(1<<circleShift-1)][column(a)].Load())
	}
	return 0
}

func (c *Circle) put(n kernel.N, a view.Aspect, f circled) {
	at := &c.pages[n>>circleShift]
	page := at.Load()
	if page == nil {
		if page = new(circlePage); !at.CompareAndSwap(nil, page) {
			page = at.Load()
		}
	}
	page[n&(1<<circleShift-1)][column(a)].Store(uint32(f))
}

// Carried returns the circle for a later snapshot with so many nodes, without
// what changes touch. It shares the pages without any of it: what is filled into
// those by a reader of either snapshot is true in both.
func (c *Circle) Carried(nodes int, touches map[kernel.N]view.Aspect) *Circle {
	out := NewCircle(nodes)
	for i := range c.pages {
		out.pages[i].Store(c.pages[i].Load())
	}
	own := map[kernel.N]bool{}
	for n, what := range touches {
		at := n >> circleShift
		if what&(isOurs|IsMet) == 0 || int(at) >= len(c.pages) {
			continue
		}
		if !own[at] {
			own[at] = true
			out.pages[at].Store(c.pages[at].Load().copied())
		}
		for _, a := range []view.Aspect{isOurs, IsMet} {
			if what&a != 0 {
				out.put(n, a, 0)
			}
		}
	}
	return out
}

func (p *circlePage) copied() *circlePage {
	out := new(circlePage)
	if p == nil {
		return out
	}
	for i := range p {
		for k := range p[i] {
			out[i][k].Store(p[i][k].Load())
		}
	}
	return out
}

// Ours reports whether a person holds a seat of ours on the day.
func (r *Reader) Ours(person kernel.N) bool { return r.inCircle(person, isOurs) }

// OurOrg reports whether an organization, or one above it, is ours.
func (r *Reader) OurOrg(org kernel.N) bool { return r.inCircle(org, isOurs) }

// Met reports whether any of ours ever met a person or is said to know them, on
// whatever day; who is ours is decided on this one.
func (r *Reader) Met(person kernel.N) bool { return r.inCircle(person, IsMet) }

func (r *Reader) inCircle(n kernel.N, a view.Aspect) bool {
	r.V.Note(n, a)
	if r.Circle == nil {
		r.Circle = NewCircle(r.S.NumNodes())
	}
	f := r.Circle.Get(n, a)
	if !f.Known() {
		if r.finder == nil {
			r.finder = NewReader(r.V.Traced(nil))
			r.finder.Circle = r.Circle
		}
		w, is := r.finder, false
		*w.Clock = view.Clock{Day: r.Day}
		switch {
		case a == IsMet:
			is = w.findMet(n)
		case w.S.NodeKind(n) == graph.NodeOrganization:
			is = w.V.OrgIsOurs(n)
		default:
			is = w.everOurs(n) && w.V.OursBy(n, w.OurOrg)
		}
		f = newCircled(is, w.Clock.Until)
		r.Circle.put(n, a, f)
	}
	r.Clock.Note(f.until())
	return f.is()
}

// everOurs reports whether a person ever held a seat in an organization that is ours
// or that was ever part of one. Most people never did, and need no look at days.
func (r *Reader) everOurs(person kernel.N) bool {
	for _, held := range r.V.Ever().Out(person, graph.EdgeHolds) {
		for _, in := range r.V.Ever().Out(held.Node(), graph.EdgeIn) {
			if r.everOurOrg(in.Node()) {
				return true
			}
		}
	}
	return false
}

func (r *Reader) everOurOrg(org kernel.N) bool {
	is, known := r.ever[org]
	if known {
		return is
	}
	up := []kernel.N{org}
	for i := 0; i < len(up) && !is; i++ {
		is = r.V.Ever().NodeProps(up[i]).Bool("ours")
		for _, h := range r.V.Ever().Out(up[i], graph.EdgePartOf) {
			if n := h.Node(); !slices.Contains(up, n) {
				up = append(up, n)
			}
		}
	}
	if r.ever == nil {
		r.ever = map[kernel.N]bool{}
	}
	r.ever[org] = is
	return is
}

func (r *Reader) findMet(person kernel.N) bool {
	ours := func(h kernel.Half) bool { return r.Ours(h.Node()) }
	return slices.ContainsFunc(r.S.In(person, graph.EdgeKnows), ours) ||
		slices.ContainsFunc(r.S.Out(person, graph.EdgeKnows), ours) ||
		slices.ContainsFunc(r.S.Out(person, graph.EdgeAttended), func(h kernel.Half) bool {
			return slices.ContainsFunc(r.S.In(h.Node(), graph.EdgeAttended), ours)
		})
}

// MaxRipples is the number of people and organizations from which a change is
// not followed any further.
const MaxRipples = 20_000

// ripple follows changes to those whose place in a circle they may alter.
type ripple struct {
	snaps     [2]*kernel.Snapshot
	ours, met map[kernel.N]bool
}

// Rippled adds to nodes whose place in a circle commits may alter; it returns false
// when those are too many.
func Rippled(prev, next *kernel.Snapshot, commits []graph.Commit, nodes map[kernel.N]view.Aspect) bool {
	x := &ripple{[2]*kernel.Snapshot{prev, next}, map[kernel.N]bool{}, map[kernel.N]bool{}}
	for i := range commits {
		for _, c := range commits[i].Changes {
			if c.Before != nil && c.After != nil && sameCircle(c.Before, c.After) {
				continue
			}
			for _, e := range [...]*graph.Element{c.Before, c.After} {
				if e != nil {
					x.follow(e)
				}
			}
		}
	}
	if len(x.ours) > MaxRipples {
		return false
	}
	for n := range x.ours {
		for _, s := range x.snaps {
			if int(n) >= s.NumNodes() {
				continue
			}
			for _, h := range slices.Concat(s.In(n, graph.EdgeKnows), s.Out(n, graph.EdgeKnows)) {
				x.met[h.Node()] = true
			}
			for _, h := range s.Out(n, graph.EdgeAttended) {
				x.attendees(s, h.Node())
			}
		}
		if len(x.met) > MaxRipples {
			return false
		}
	}
	for n := range x.ours {
		nodes[n] |= isOurs
	}
	for n := range x.met {
		nodes[n] |= IsMet
	}
	return true
}

// sameCircle reports whether two states of one element say the same about who is
// ours and who met whom.
func sameCircle(a, b *graph.Element) bool {
	return a.Kind == b.Kind && a.Src == b.Src && a.Dst == b.Dst && a.From == b.From && a.To == b.To && a.Props.Bool("ours") == b.Props.Bool("ours")
}

// follow adds whom an element that comes, goes or is edited concerns.
func (x *ripple) follow(e *graph.Element) {
	for _, s := range x.snaps {
		at := func(id graph.ID, f func(*kernel.Snapshot, kernel.N)) {
			if n, ok := s.Node(id); ok {
				f(s, n)
			}
		}
		switch e.Kind {
		case graph.NodePerson:
			at(e.ID, func(_ *kernel.Snapshot, n kernel.N) { x.ours[n] = true })
		case graph.NodePosition:
			at(e.ID, x.holders)
		case graph.NodeOrganization:
			at(e.ID, x.below)
		case graph.EdgeHolds:
			at(e.Src, func(_ *kernel.Snapshot, n kernel.N) { x.ours[n] = true })
		case graph.EdgeIn:
			at(e.Src, x.holders)
		case graph.EdgePartOf:
			at(e.Src, x.below)
		case graph.EdgeKnows:
			at(e.Src, func(_ *kernel.Snapshot, n kernel.N) { x.met[n] = true })
			at(e.Dst, func(_ *kernel.Snapshot, n kernel.N) { x.met[n] = true })
		case graph.EdgeAttended:
			at(e.Src, func(_ *kernel.Snapshot, n kernel.N) { x.met[n] = true })
			at(e.Dst, x.attendees)
		}
	}
}

// holders adds whoever ever held a seat.
func (x *ripple) holders(s *kernel.Snapshot, seat kernel.N) {
	for _, h := range s.In(seat, graph.EdgeHolds) {
		x.ours[h.Node()] = true
	}
}

// attendees adds whoever attended an interaction.
func (x *ripple) attendees(s *kernel.Snapshot, interaction kernel.N) {
	for _, h := range s.In(interaction, graph.EdgeAttended) {
		x.met[h.Node()] = true
	}
}

// below adds an organization and those under it, with everybody who sits there.
func (x *ripple) below(s *kernel.Snapshot, org kernel.N) {
	seen := map[kernel.N]bool{}
	for stack := []kernel.N{org}; len(stack) > 0 && len(x.ours) <= MaxRipples; {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[n] {
			continue
		}
		seen[n], x.ours[n] = true, true
		for _, h := range s.In(n, graph.EdgeIn) {
			x.holders(s, h.Node())
		}
		for _, h := range s.In(n, graph.EdgePartOf) {
			stack = append(stack, h.Node())
		}
	}
}
