package view

import (
	"iter"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// View is the one reading of a workspace on a day. Everything that says what was
// true on a day reads it: the objects of the API, the analyses, the pictures. Its
// words:
//
//   - A node is there on its own days; a seat while it is in an organization that is
//     there. A seat has no days of its own: those of its places are the one source.
//   - An edge counts while it and both the nodes that it joins are there. So somebody
//     holds a seat while the person, the holding and the seat are all there, and a
//     seat reports to another only while both are.
//   - Ours is who holds a seat in an organization of ours, or in a part of one.
//   - Dated properties are as they were on the day.
//
// A view may carry a [Trace] and a [Clock] of what is read, see [View.Traced] and
// [View.Timed], a [Meter], see [View.Metered], and hide facts, see [View.Hiding]. It is a small value over an immutable snapshot,
// safe for concurrent use unless it carries one of the first two.
type View struct {
	s      *kernel.Snapshot
	day    graph.Date
	trace  *Trace
	clock  *Clock
	meter  *Meter
	weight int                      // what a fact counts for beside 1, for the meter
	hidden func(graph.Element) bool // nil: nothing is hidden
}

// On returns the view of s on a day.
func On(s *kernel.Snapshot, day graph.Date) *View { return &View{s: s, day: day} }

// Traced returns the view with a trace of what is read; nil for none.
func (v *View) Traced(t *Trace) *View {
	w := *v
	w.trace = t
	return &w
}

// Timed returns the view with a clock that gathers until when what is read holds;
// nil for none.
func (v *View) Timed(c *Clock) *View {
	w := *v
	w.clock = c
	return &w
}

// Note notes in the view's trace, if it has one, that an aspect of a node was read.
func (v *View) Note(n kernel.N, a Aspect) { v.trace.Note(n, a) }

// Hiding returns the view without the facts that hidden reports: they, and edges at
// nodes that are hidden, are as if they were not there. Hidden must say the same
// whenever it is asked about the same element.
func (v *View) Hiding(hidden func(graph.Element) bool) *View {
	w := *v
	w.hidden = hidden
	return &w
}

// Hides reports whether the view may hide facts.
func (v *View) Hides() bool { return v.hidden != nil }

// Snapshot returns the snapshot under the view, with all that the view hides.
func (v *View) Snapshot() *kernel.Snapshot { return v.s }

// Day returns the day of the view.
func (v *View) Day() graph.Date { return v.day }

// Out yields the edges of kind k that begin at n and count on the day, by ID.
func (v *View) Out(n kernel.N, k graph.Kind) iter.Seq[kernel.Half] {
	return func(yield func(kernel.Half) bool) {
		if !v.near(n, k) {
			return
		}
		for _, h := range v.Ever().Out(n, k) {
			if v.far(h, k) && !yield(h) {
				return
			}
		}
	}
}

// In yields the edges of kind k that end at n and count on the day, by ID.
func (v *View) In(n kernel.N, k graph.Kind) iter.Seq[kernel.Half] {
	return func(yield func(kernel.Half) bool) {
		if !v.near(n, k) {
			return
		}
		for _, h := range v.Ever().In(n, k) {
			if v.far(h, k) && !yield(h) {
				return
			}
		}
	}
}

// near reports whether edges of a kind at n may count: n is there. A place in an
// organization, which makes a seat be there, asks for its own days alone.
func (v *View) near(n kernel.N, k graph.Kind) bool {
	if k == graph.EdgeIn {
		return v.valid(n)
	}
	return v.There(n)
}

// far reports whether an edge and the node at its other end are there.
func (v *View) far(h kernel.Half, k graph.Kind) bool {
	days := v.s.EdgeValid(h.Edge())
	if v.clock != nil {
		v.clock.NoteInterval(days)
	}
	return days.Contains(v.day) && v.near(h.Node(), k)
}

// valid reports whether the day is one of a node's own days.
func (v *View) valid(n kernel.N) bool {
	days := v.s.NodeValid(n)
	if v.trace != nil {
		v.trace.Note(n, Self)
	}
	if v.clock != nil {
		v.clock.NoteInterval(days)
	}
	return days.Contains(v.day)
}

// There reports whether a node is there on the day.
func (v *View) There(n kernel.N) bool {
	if !v.valid(n) {
		return false
	}
	if v.s.NodeKind(n) != graph.NodePosition {
		return true
	}
	_, ok := v.place(n)
	return ok
}

// place returns the organization of a seat on whose own days the view is.
func (v *View) place(seat kernel.N) (kernel.N, bool) {
	for _, h := range v.Ever().Out(seat, graph.EdgeIn) {
		if v.far(h, graph.EdgeIn) {
			return h.Node(), true
		}
	}
	return 0, false
}

// see counts and notes that a node is read with its details, and when those change.
func (v *View) see(n kernel.N) {
	v.meter.add(5 * (1 + v.weight))
	if v.trace == nil && v.clock == nil {
		return
	}
	v.trace.Note(n, Self)
	for _, h := range v.Ever().In(n, graph.EdgeOf) {
		v.trace.Note(h.Node(), Self)
		v.clock.NoteInterval(v.s.NodeValid(h.Node()))
	}
}

// Element returns node n with its dated properties as they were on the day.
func (v *View) Element(n kernel.N) graph.Element {
	v.see(n)
	e := v.s.NodeElement(n)
	for _, h := range v.Ever().In(n, graph.EdgeOf) {
		d := v.s.NodeElement(h.Node())
		if !d.At(v.day) {
			continue
		}
		value, err := graph.DetailValue(e.Kind, d.Props.Text("property"), d.Props.Text("value"))
		if err != nil {
			continue // the rule detail keeps such values out
		}
		if p, err := e.Props.With(d.Props.Text("property"), value); err == nil {
			e.Props = p
		}
	}
	return e
}

// As returns node n as a typed fact, as it was on the day. It panics when n is
// of another kind.
func As[T graph.Fact](v *View, n kernel.N) T { return graph.Decode[T](v.Element(n)) }

// text returns one text property of n on the day; it reads details only where
// there are any.
func (v *View) text(n kernel.N, property string) string {
	if len(v.s.In(n, graph.EdgeOf)) == 0 {
		v.see(n)
		return v.s.NodeProps(n).Text(property)
	}
	return v.Element(n).Props.Text(property)
}

// Name returns the name of a node on the day, and "" for kinds without one.
func (v *View) Name(n kernel.N) string { return v.text(n, "name") }

// Title returns the title of a seat on the day.
func (v *View) Title(seat kernel.N) string { return v.text(seat, "title") }

// Function returns the function of a seat on the day, "" when unknown.
func (v *View) Function(seat kernel.N) graph.Function {
	return graph.Function(v.text(seat, "function"))
}

// Level returns the level of a seat on the day, 1 to 5, and 0 when unknown.
func (v *View) Level(seat kernel.N) int {
	p := v.s.NodeProps(seat)
	if len(v.s.In(seat, graph.EdgeOf)) > 0 {
		p = v.Element(seat).Props
	} else {
		v.see(seat)
	}
	return p.Int("level")
}

// Parent returns the organization that org is part of on the day.
func (v *View) Parent(org kernel.N) (kernel.N, bool) { return v.first(v.Out(org, graph.EdgePartOf)) }

func (v *View) first(hs iter.Seq[kernel.Half]) (kernel.N, bool) {
	for h := range hs {
		return h.Node(), true
	}
	return 0, false
}

// Company returns the topmost organization above org on the day, org itself
// when it is part of none.
func (v *View) Company(org kernel.N) kernel.N {
	for range graph.MaxDepth {
		p, ok := v.Parent(org)
		if !ok {
			return org
		}
		org = p
	}
	return org
}

// OrgIsOurs reports whether org, or one that it is part of, is marked ours.
func (v *View) OrgIsOurs(org kernel.N) bool {
	for range graph.MaxDepth {
		if v.Ever().NodeProps(org).Bool("ours") {
			return true
		}
		p, ok := v.Parent(org)
		if !ok {
			return false
		}
		org = p
	}
	return false
}

// Subtree returns org and everything that is part of it on the day, by ID.
func (v *View) Subtree(org kernel.N) []kernel.N {
	seen := map[kernel.N]bool{org: true}
	out := []kernel.N{org}
	for i := 0; i < len(out); i++ {
		for h := range v.In(out[i], graph.EdgePartOf) {
			if !seen[h.Node()] {
				seen[h.Node()] = true
				out = append(out, h.Node())
			}
		}
	}
	v.SortByID(out)
	return out
}

// One returns the first node of kind k to which an edge of the given kind leads
// from n, whatever its days.
func (v *View) One(n kernel.N, by, k graph.Kind) (kernel.N, bool) {
	for _, h := range v.Ever().Out(n, by) {
		if v.Ever().NodeKind(h.Node()) == k {
			return h.Node(), true
		}
	}
	return 0, false
}

// SortByID sorts nodes by their IDs.
func (v *View) SortByID(nodes []kernel.N) {
	slices.SortFunc(nodes, func(a, b kernel.N) int { return strings.Compare(string(v.s.NodeID(a)), string(v.s.NodeID(b))) })
}

// OrgOf returns the organization of a seat on the day; false means that the
// seat does not exist then.
func (v *View) OrgOf(seat kernel.N) (kernel.N, bool) {
	if !v.valid(seat) {
		return 0, false
	}
	return v.place(seat)
}

// SeatsIn returns the seats of exactly this organization on the day, by ID.
func (v *View) SeatsIn(org kernel.N) []kernel.N { return v.Ends(v.In(org, graph.EdgeIn)) }

// ends returns the distinct nodes at the other end, by ID.
func (v *View) Ends(hs iter.Seq[kernel.Half]) []kernel.N {
	var out []kernel.N
	for h := range hs {
		if !slices.Contains(out, h.Node()) || len(out) > 64 {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// Holders returns who holds a seat on the day, by ID: usually one, sometimes
// none, sometimes several.
func (v *View) Holders(seat kernel.N) []kernel.N { return v.Ends(v.In(seat, graph.EdgeHolds)) }

// Seats returns the seats that a person holds on the day, by ID.
func (v *View) Seats(person kernel.N) []kernel.N { return v.Ends(v.Out(person, graph.EdgeHolds)) }

// Manager returns the seat to which a seat reports by a solid line on the day.
func (v *View) Manager(seat kernel.N) (kernel.N, bool) {
	for h := range v.Out(seat, graph.EdgeReportsTo) {
		if v.line(h) == graph.LineSolid {
			return h.Node(), true
		}
	}
	return 0, false
}

// Order returns the place that a seat was given among those who report to its manager,
// from 1; 0 for none.
func (v *View) Order(seat kernel.N) int {
	for h := range v.Out(seat, graph.EdgeReportsTo) {
		if v.line(h) == graph.LineSolid {
			return v.s.EdgeProps(h.Edge()).Int("order")
		}
	}
	return 0
}

// Lines yields the reporting lines of a kind that begin at seat on the day, as
// the seats reported to, by ID.
func (v *View) Lines(seat kernel.N, kind graph.LineKind) []kernel.N {
	return v.Ends(func(yield func(kernel.Half) bool) {
		for h := range v.Out(seat, graph.EdgeReportsTo) {
			if v.line(h) == kind && !yield(h) {
				return
			}
		}
	})
}

// Reports returns the seats that report to seat by a line of the given kind on
// the day, by ID.
func (v *View) Reports(seat kernel.N, kind graph.LineKind) []kernel.N {
	return v.Ends(func(yield func(kernel.Half) bool) {
		for h := range v.In(seat, graph.EdgeReportsTo) {
			if v.line(h) == kind && !yield(h) {
				return
			}
		}
	})
}

func (v *View) line(h kernel.Half) graph.LineKind {
	return graph.LineKind(v.s.EdgeProps(h.Edge()).Text("kind"))
}

// Reporting returns whether a seat has a manager: KNOWN when [View.Manager] finds
// one, else what is said of it, UNKNOWN when nothing is.
func (v *View) Reporting(seat kernel.N) graph.ManagerState {
	if _, ok := v.Manager(seat); ok {
		return graph.ManagerKnown
	}
	if graph.ManagerState(v.text(seat, "manager")) == graph.ManagerNone {
		return graph.ManagerNone
	}
	return graph.ManagerUnknown
}

// Occupancy returns whether somebody sits on a seat on the day: HELD when a
// holder is recorded; else what is said of the seat, and UNKNOWN when nothing
// or HELD is said of it.
func (v *View) Occupancy(seat kernel.N) graph.Occupancy {
	for range v.In(seat, graph.EdgeHolds) {
		return graph.OccupancyHeld
	}
	switch o := graph.Occupancy(v.text(seat, "occupancy")); o {
	case graph.OccupancyVacant, graph.OccupancyWithheld:
		return o
	}
	return graph.OccupancyUnknown
}

// VacantSince returns the day from which a vacant seat has had no holder: the
// end of the last holding before the day, and 0 when none is recorded.
func (v *View) VacantSince(seat kernel.N) graph.Date {
	var last graph.Date
	for _, h := range v.Ever().In(seat, graph.EdgeHolds) {
		if to := v.s.EdgeValid(h.Edge()).To; to != 0 && to <= v.day && to > last {
			last = to
		}
	}
	return last
}

// Ours reports whether a person is one of ours on the day: whether they hold a
// seat in an organization of ours.
func (v *View) Ours(person kernel.N) bool { return v.OursBy(person, v.OrgIsOurs) }

// OursBy is [View.Ours] for who knows already which organizations are ours.
func (v *View) OursBy(person kernel.N, ours func(org kernel.N) bool) bool {
	if !v.There(person) {
		return false
	}
	for _, h := range v.Ever().Out(person, graph.EdgeHolds) {
		days := v.s.EdgeValid(h.Edge())
		v.clock.NoteInterval(days)
		if !days.Contains(v.day) {
			continue
		}
		if org, ok := v.OrgOf(h.Node()); ok && ours(org) {
			return true
		}
	}
	return false
}

// Employed reports whether a person holds any seat on the day.
func (v *View) Employed(person kernel.N) bool {
	for range v.Out(person, graph.EdgeHolds) {
		return true
	}
	return false
}

// AccountOrg returns the organization that an account is for.
func (v *View) AccountOrg(account kernel.N) (kernel.N, bool) {
	for h := range v.Out(account, graph.EdgeFor) {
		if v.s.NodeKind(h.Node()) == graph.NodeOrganization {
			return h.Node(), true
		}
	}
	return 0, false
}

// AreasOf returns the decision areas of an account that exist on the day, by
// ID.
func (v *View) AreasOf(account kernel.N) []kernel.N {
	return v.Ends(func(yield func(kernel.Half) bool) {
		for h := range v.In(account, graph.EdgeFor) {
			n := h.Node()
			if v.s.NodeKind(n) == graph.NodeDecisionArea && !yield(h) {
				return
			}
		}
	})
}

// AccountSeats returns the seats in the subtree of an account's organization on
// the day, by ID.
func (v *View) AccountSeats(account kernel.N) []kernel.N {
	org, ok := v.AccountOrg(account)
	if !ok {
		return nil
	}
	return v.SeatsWithin(org)
}

// SeatsWithin returns the seats of an organization and of its units on the day, by
// ID.
func (v *View) SeatsWithin(org kernel.N) []kernel.N {
	var out []kernel.N
	for _, o := range v.Subtree(org) {
		out = append(out, v.SeatsIn(o)...)
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// AccountsOf returns the accounts of the organizations at or above those in
// which a person sits on the day, by ID.
func (v *View) AccountsOf(person kernel.N) []kernel.N { return v.AccountsBy(person, v.AccountsAbove) }

// AccountsBy is [View.AccountsOf] for who knows already which accounts are at and
// above an organization.
func (v *View) AccountsBy(person kernel.N, above func(org kernel.N) []kernel.N) []kernel.N {
	var out []kernel.N
	for h := range v.Out(person, graph.EdgeHolds) {
		if org, ok := v.OrgOf(h.Node()); ok {
			out = append(out, above(org)...)
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// AccountsAbove returns the accounts of an organization and of those that it is part
// of on the day, the nearest first.
func (v *View) AccountsAbove(org kernel.N) []kernel.N {
	var out []kernel.N
	for range graph.MaxDepth {
		for h := range v.In(org, graph.EdgeFor) {
			if v.s.NodeKind(h.Node()) == graph.NodeAccount {
				out = append(out, h.Node())
			}
		}
		up, ok := v.Parent(org)
		if !ok {
			break
		}
		org = up
	}
	return out
}

// Team returns the people who work on an account on the day, by ID.
func (v *View) Team(account kernel.N) []kernel.N { return v.Ends(v.In(account, graph.EdgeWorksOn)) }
