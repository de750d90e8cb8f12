package graph

import (
	"iter"
	"slices"
	"strings"
)

// View is a snapshot on one day: it follows only what is true on that day, and
// reads dated properties as they were. It is a small value over an immutable
// snapshot, safe for concurrent use.
type View struct {
	s   *Snapshot
	day Date
}

// On returns the view of s on a day.
func (s *Snapshot) On(day Date) *View { return &View{s, day} }

// Snapshot returns the snapshot under the view.
func (v *View) Snapshot() *Snapshot { return v.s }

// Day returns the day of the view.
func (v *View) Day() Date { return v.day }

// Out yields the edges of kind k that begin at n and hold on the day, by ID.
func (v *View) Out(n N, k Kind) iter.Seq[Half] { return v.holding(v.s.Out(n, k)) }

// In yields the edges of kind k that end at n and hold on the day, by ID.
func (v *View) In(n N, k Kind) iter.Seq[Half] { return v.holding(v.s.In(n, k)) }

func (v *View) holding(hs []Half) iter.Seq[Half] {
	return func(yield func(Half) bool) {
		for _, h := range hs {
			if v.s.EdgeValid(h.Edge()).Contains(v.day) && !yield(h) {
				return
			}
		}
	}
}

// Element returns node n with its dated properties as they were on the day.
func (v *View) Element(n N) Element {
	e := v.s.NodeElement(n)
	for _, h := range v.s.In(n, EdgeOf) {
		d := v.s.NodeElement(h.Node())
		if !d.At(v.day) {
			continue
		}
		value, err := DetailValue(e.Kind, d.Props.Text("property"), d.Props.Text("value"))
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
func As[T Fact](v *View, n N) T { return Decode[T](v.Element(n)) }

// text returns one text property of n on the day; it reads details only where
// there are any.
func (v *View) text(n N, property string) string {
	if len(v.s.In(n, EdgeOf)) == 0 {
		return v.s.NodeProps(n).Text(property)
	}
	return v.Element(n).Props.Text(property)
}

// Name returns the name of a node on the day, and "" for kinds without one.
func (v *View) Name(n N) string { return v.text(n, "name") }

// Title returns the title of a seat on the day.
func (v *View) Title(seat N) string { return v.text(seat, "title") }

// Function returns the function of a seat on the day, "" when unknown.
func (v *View) Function(seat N) Function { return Function(v.text(seat, "function")) }

// Level returns the level of a seat on the day, 1 to 5, and 0 when unknown.
func (v *View) Level(seat N) int {
	p := v.s.NodeProps(seat)
	if len(v.s.In(seat, EdgeOf)) > 0 {
		p = v.Element(seat).Props
	}
	return p.Int("level")
}

// Parent returns the organization that org is part of on the day.
func (v *View) Parent(org N) (N, bool) { return v.first(v.Out(org, EdgePartOf)) }

func (v *View) first(hs iter.Seq[Half]) (N, bool) {
	for h := range hs {
		return h.Node(), true
	}
	return 0, false
}

// Company returns the topmost organization above org on the day, org itself
// when it is part of none.
func (v *View) Company(org N) N {
	for range MaxDepth {
		p, ok := v.Parent(org)
		if !ok {
			return org
		}
		org = p
	}
	return org
}

// OrgIsOurs reports whether org, or one that it is part of, is marked ours.
func (v *View) OrgIsOurs(org N) bool {
	for range MaxDepth {
		if v.s.NodeProps(org).Bool("ours") {
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
func (v *View) Subtree(org N) []N {
	seen := map[N]bool{org: true}
	out := []N{org}
	for i := 0; i < len(out); i++ {
		for h := range v.In(out[i], EdgePartOf) {
			if !seen[h.Node()] {
				seen[h.Node()] = true
				out = append(out, h.Node())
			}
		}
	}
	v.SortByID(out)
	return out
}

// SortByID sorts nodes by their IDs.
func (v *View) SortByID(nodes []N) {
	slices.SortFunc(nodes, func(a, b N) int { return strings.Compare(string(v.s.NodeID(a)), string(v.s.NodeID(b))) })
}

// OrgOf returns the organization of a seat on the day; false means that the
// seat does not exist then.
func (v *View) OrgOf(seat N) (N, bool) { return v.first(v.Out(seat, EdgeIn)) }

// SeatsIn returns the seats of exactly this organization on the day, by ID.
func (v *View) SeatsIn(org N) []N { return v.ends(v.In(org, EdgeIn)) }

// ends returns the distinct nodes at the other end, by ID.
func (v *View) ends(hs iter.Seq[Half]) []N {
	var out []N
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
func (v *View) Holders(seat N) []N { return v.ends(v.In(seat, EdgeHolds)) }

// Seats returns the seats that a person holds on the day, by ID.
func (v *View) Seats(person N) []N { return v.ends(v.Out(person, EdgeHolds)) }

// Manager returns the seat to which a seat reports by a solid line on the day.
func (v *View) Manager(seat N) (N, bool) {
	for h := range v.Out(seat, EdgeReportsTo) {
		if v.line(h) == LineSolid {
			return h.Node(), true
		}
	}
	return 0, false
}

// Lines yields the reporting lines of a kind that begin at seat on the day, as
// the seats reported to, by ID.
func (v *View) Lines(seat N, kind LineKind) []N {
	return v.ends(func(yield func(Half) bool) {
		for h := range v.Out(seat, EdgeReportsTo) {
			if v.line(h) == kind && !yield(h) {
				return
			}
		}
	})
}

// Reports returns the seats that report to seat by a line of the given kind on
// the day, by ID.
func (v *View) Reports(seat N, kind LineKind) []N {
	return v.ends(func(yield func(Half) bool) {
		for h := range v.In(seat, EdgeReportsTo) {
			if v.line(h) == kind && !yield(h) {
				return
			}
		}
	})
}

func (v *View) line(h Half) LineKind { return LineKind(v.s.EdgeProps(h.Edge()).Text("kind")) }

// Occupancy returns whether somebody sits on a seat on the day: HELD when a
// holder is recorded; else what is said of the seat, and UNKNOWN when nothing
// or HELD is said of it.
func (v *View) Occupancy(seat N) Occupancy {
	for range v.In(seat, EdgeHolds) {
		return OccupancyHeld
	}
	switch o := Occupancy(v.text(seat, "occupancy")); o {
	case OccupancyVacant, OccupancyWithheld:
		return o
	}
	return OccupancyUnknown
}

// VacantSince returns the day from which a vacant seat has had no holder: the
// end of the last holding before the day, and 0 when none is recorded.
func (v *View) VacantSince(seat N) Date {
	var last Date
	for _, h := range v.s.In(seat, EdgeHolds) {
		if to := v.s.EdgeValid(h.Edge()).To; to != 0 && to <= v.day && to > last {
			last = to
		}
	}
	return last
}

// Ours reports whether a person is one of ours on the day: whether they hold a
// seat in an organization of ours.
func (v *View) Ours(person N) bool {
	for h := range v.Out(person, EdgeHolds) {
		if org, ok := v.OrgOf(h.Node()); ok && v.OrgIsOurs(org) {
			return true
		}
	}
	return false
}

// Employed reports whether a person holds any existing seat on the day.
func (v *View) Employed(person N) bool {
	for h := range v.Out(person, EdgeHolds) {
		if _, ok := v.OrgOf(h.Node()); ok {
			return true
		}
	}
	return false
}

// AccountOrg returns the organization that an account is for.
func (v *View) AccountOrg(account N) (N, bool) {
	for h := range v.Out(account, EdgeFor) {
		if v.s.NodeKind(h.Node()) == NodeOrganization {
			return h.Node(), true
		}
	}
	return 0, false
}

// AreasOf returns the decision areas of an account that exist on the day, by
// ID.
func (v *View) AreasOf(account N) []N { return v.accountNodes(account, NodeDecisionArea) }

// RevenuesOf returns the revenues of an account whose period holds the day, by
// ID.
func (v *View) RevenuesOf(account N) []N { return v.accountNodes(account, NodeRevenue) }

func (v *View) accountNodes(account N, kind Kind) []N {
	return v.ends(func(yield func(Half) bool) {
		for h := range v.In(account, EdgeFor) {
			n := h.Node()
			if v.s.NodeKind(n) == kind && v.s.NodeValid(n).Contains(v.day) && !yield(h) {
				return
			}
		}
	})
}

// AccountSeats returns the seats in the subtree of an account's organization on
// the day, by ID.
func (v *View) AccountSeats(account N) []N {
	org, ok := v.AccountOrg(account)
	if !ok {
		return nil
	}
	var out []N
	for _, o := range v.Subtree(org) {
		out = append(out, v.SeatsIn(o)...)
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// AccountsOf returns the accounts of the organizations at or above those in
// which a person sits on the day, by ID.
func (v *View) AccountsOf(person N) []N {
	var out []N
	for _, seat := range v.Seats(person) {
		org, ok := v.OrgOf(seat)
		for range MaxDepth {
			if !ok {
				break
			}
			for h := range v.In(org, EdgeFor) {
				if v.s.NodeKind(h.Node()) == NodeAccount {
					out = append(out, h.Node())
				}
			}
			org, ok = v.Parent(org)
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// Team returns the people who work on an account on the day, by ID.
func (v *View) Team(account N) []N { return v.ends(v.In(account, EdgeWorksOn)) }
