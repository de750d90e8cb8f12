package law_test

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// oracle reads the elements of a workspace on a day, by the definitions and
// without any care for cost.
type oracle struct {
	day      graph.Date
	elements map[graph.ID]graph.Element
	order    []graph.ID
}

func newOracle(s *kernel.Snapshot, day graph.Date) *oracle {
	o := &oracle{day: day, elements: map[graph.ID]graph.Element{}}
	for e := range s.Elements() {
		o.elements[e.ID] = e
		o.order = append(o.order, e.ID)
	}
	slices.Sort(o.order)
	return o
}

// of returns the nodes of some kinds, whatever their days.
func (o *oracle) of(kinds ...graph.Kind) []graph.ID {
	out := []graph.ID{}
	for _, id := range o.order {
		if slices.Contains(kinds, o.elements[id].Kind) {
			out = append(out, id)
		}
	}
	return out
}

// alive reports whether a node is there on the day: it is on its own days, and a
// seat while it is in an organization that is there.
func (o *oracle) alive(n graph.ID) bool {
	e, ok := o.elements[n]
	if !ok || !e.At(o.day) {
		return false
	}
	return e.Kind != graph.NodePosition || o.orgOf(n) != ""
}

// ends returns the other ends of the edges of a kind at a node that count on the
// day: the edge and both its ends are there.
func (o *oracle) ends(n graph.ID, k graph.Kind, out bool, keep ...func(graph.Element) bool) []graph.ID {
	list := []graph.ID{}
	if !o.alive(n) {
		return list
	}
	for _, id := range o.order {
		e := o.elements[id]
		near, far := e.Src, e.Dst
		if !out {
			near, far = far, near
		}
		if e.Kind != k || near != n || !e.At(o.day) || !o.alive(far) || len(keep) > 0 && !keep[0](e) {
			continue
		}
		list = append(list, far)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func only(list []graph.ID) graph.ID {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (o *oracle) orgOf(seat graph.ID) graph.ID {
	if e := o.elements[seat]; !e.At(o.day) {
		return ""
	}
	for _, id := range o.order {
		if e := o.elements[id]; e.Kind == graph.EdgeIn && e.Src == seat && e.At(o.day) && o.alive(e.Dst) {
			return e.Dst
		}
	}
	return ""
}

func (o *oracle) holders(seat graph.ID) []graph.ID { return o.ends(seat, graph.EdgeHolds, false) }
func (o *oracle) positions(p graph.ID) []graph.ID  { return o.ends(p, graph.EdgeHolds, true) }

func solid(e graph.Element) bool { return e.Props.Text("kind") == string(graph.LineSolid) }

func (o *oracle) manager(seat graph.ID) graph.ID {
	return only(o.ends(seat, graph.EdgeReportsTo, true, solid))
}

func (o *oracle) parent(org graph.ID) graph.ID { return only(o.ends(org, graph.EdgePartOf, true)) }

func (o *oracle) ourOrg(org graph.ID) bool {
	for ; org != ""; org = o.parent(org) {
		if graph.Decode[graph.Organization](o.elements[org]).Ours {
			return true
		}
	}
	return false
}

func (o *oracle) seatSide(seat graph.ID) graph.Side {
	switch org := o.orgOf(seat); {
	case org == "":
		return ""
	case o.ourOrg(org):
		return graph.SideOurs
	}
	return graph.SideTheirs
}

func (o *oracle) side(p graph.ID) graph.Side {
	seats := o.positions(p)
	switch {
	case len(seats) == 0:
		return ""
	case slices.ContainsFunc(seats, func(s graph.ID) bool { return o.seatSide(s) == graph.SideOurs }):
		return graph.SideOurs
	}
	return graph.SideTheirs
}

// text returns a text property on the day, with what details say of it.
func (o *oracle) text(n graph.ID, property string) string {
	v := o.elements[n].Props.Text(property)
	for _, id := range o.order {
		if e := o.elements[id]; e.Kind == graph.EdgeOf && e.Dst == n {
			if d := o.elements[e.Src]; d.At(o.day) && d.Props.Text("property") == property {
				v = d.Props.Text("value")
			}
		}
	}
	return v
}

func (o *oracle) level(seat graph.ID) int {
	v := graph.Decode[graph.Position](o.elements[seat]).Level
	for _, id := range o.order {
		if e := o.elements[id]; e.Kind == graph.EdgeOf && e.Dst == seat {
			if d := o.elements[e.Src]; d.At(o.day) && d.Props.Text("property") == "level" {
				v = 0
				for _, c := range d.Props.Text("value") {
					v = v*10 + int(c-'0')
				}
			}
		}
	}
	return v
}

func (o *oracle) occupancy(seat graph.ID) graph.Occupancy {
	if len(o.holders(seat)) > 0 {
		return graph.OccupancyHeld
	}
	switch said := graph.Occupancy(o.text(seat, "occupancy")); said {
	case graph.OccupancyVacant, graph.OccupancyWithheld:
		return said
	}
	return graph.OccupancyUnknown
}

// position returns the seat of the highest level.
func (o *oracle) position(p graph.ID) (best graph.ID) {
	for _, s := range o.positions(p) {
		if best == "" || o.level(s) > o.level(best) {
			best = s
		}
	}
	return best
}

// gather returns the distinct IDs of some lists, in order.
func gather(lists ...[]graph.ID) []graph.ID {
	out := append([]graph.ID{}, slices.Concat(lists...)...)
	slices.Sort(out)
	return slices.Compact(out)
}

func (o *oracle) organizations(p graph.ID) []graph.ID {
	var out []graph.ID
	for _, s := range o.positions(p) {
		out = append(out, o.orgOf(s))
	}
	return gather(out)
}

func (o *oracle) managers(p graph.ID) []graph.ID {
	var out []graph.ID
	for _, s := range o.positions(p) {
		out = append(out, o.holders(o.manager(s))...)
	}
	return gather(out)
}

func (o *oracle) accounts(p graph.ID) []graph.ID {
	var out []graph.ID
	for _, org := range o.organizations(p) {
		for ; org != ""; org = o.parent(org) {
			for _, n := range o.ends(org, graph.EdgeFor, false) {
				if o.elements[n].Kind == graph.NodeAccount {
					out = append(out, n)
				}
			}
		}
	}
	return gather(out)
}

func (o *oracle) accountOrg(account graph.ID) graph.ID {
	return only(o.ends(account, graph.EdgeFor, true))
}

// seatsUnder returns the seats in an organization and all below it.
func (o *oracle) seatsUnder(org graph.ID) []graph.ID {
	return o.seats(func(s graph.ID) bool {
		for up := o.orgOf(s); up != ""; up = o.parent(up) {
			if up == org {
				return true
			}
		}
		return false
	})
}

func (o *oracle) holdersOf(seats []graph.ID) []graph.ID {
	var out []graph.ID
	for _, s := range seats {
		out = append(out, o.holders(s)...)
	}
	return gather(out)
}

func (o *oracle) people(keep func(graph.ID) bool) []graph.ID {
	return slices.DeleteFunc(o.of(graph.NodePerson), func(p graph.ID) bool { return !o.alive(p) || !keep(p) })
}

func (o *oracle) seats(keep func(graph.ID) bool) []graph.ID {
	return slices.DeleteFunc(o.of(graph.NodePosition), func(s graph.ID) bool { return !o.alive(s) || !keep(s) })
}

// links returns the nodes to which edges of a kind lead from a node, whatever
// their days.
func (o *oracle) links(n graph.ID, k graph.Kind, to ...graph.Kind) []graph.ID {
	var out []graph.ID
	for _, id := range o.order {
		if e := o.elements[id]; e.Kind == k && e.Src == n && slices.Contains(to, o.elements[e.Dst].Kind) {
			out = append(out, e.Dst)
		}
	}
	return out
}

// stance returns how a person stands to us in an account or area, "" for all
// matters: of each colleague's newest judgement that applies, still counts and is
// not UNKNOWN the worst, UNKNOWN without any.
func (o *oracle) stance(p, within graph.ID) graph.Stance {
	newest := map[graph.ID]graph.Assessment{}
	for _, n := range o.ends(p, graph.EdgeAbout, false) {
		if o.elements[n].Kind != graph.NodeAssessment {
			continue
		}
		a := graph.Decode[graph.Assessment](o.elements[n])
		expires := a.Expires
		if expires == 0 {
			expires = a.On + 180
		}
		if a.On > o.day || o.day >= expires || a.Stance == "" || a.Stance == graph.StanceUnknown {
			continue
		}
		accounts, areas := o.links(n, graph.EdgeAbout, graph.NodeAccount), o.links(n, graph.EdgeAbout, graph.NodeDecisionArea)
		for _, area := range areas {
			accounts = append(accounts, o.links(area, graph.EdgeFor, graph.NodeAccount)...)
		}
		applies := within == "" || len(accounts) == 0 || slices.Contains(accounts, within)
		if o.elements[within].Kind == graph.NodeDecisionArea {
			applies = len(accounts) == 0 || slices.Contains(areas, within) ||
				len(areas) == 0 && slices.Contains(accounts, only(o.links(within, graph.EdgeFor, graph.NodeAccount)))
		}
		if !applies {
			continue
		}
		author := only(o.links(n, graph.EdgeAuthor, graph.NodePerson))
		// Of two on one day the one with the smaller ID is heard.
		if old, heard := newest[author]; !heard || old.On < a.On || old.On == a.On && n < old.ID {
			newest[author] = a
		}
	}
	worst := graph.StanceUnknown
	for _, a := range newest {
		if worst == graph.StanceUnknown || slices.Index(graph.Stances(), a.Stance) > slices.Index(graph.Stances(), worst) {
			worst = a.Stance
		}
	}
	return worst
}
