package object

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Position is a seat on the day of a view.
type Position struct {
	NodeObject
	graph.Position
}

func (v *View) positionAt(n kernel.N) *Position {
	return &Position{NodeObject{v, n}, view.As[graph.Position](v.View, n)}
}

// PositionByID returns a seat, and nil when there is none with that ID.
func (v *View) PositionByID(id graph.ID) *Position {
	return lookup(v, graph.NodePosition, id, v.positionAt)
}

// From returns the day from which the seat is there: that of its first place in an
// organization, and 0 when that has no beginning or there is no place.
func (p *Position) From() graph.Date { return p.days().From }

// To returns the first day on which the seat is there no more: the end of its last
// place, and 0 when that has none or there is no place.
func (p *Position) To() graph.Date { return p.days().To }

// days returns the days of a seat from its first place to its last.
func (p *Position) days() (all graph.Interval) {
	for i, h := range p.v.Ever().Out(p.n, graph.EdgeIn) {
		days := p.v.Snapshot().EdgeValid(h.Edge())
		if i == 0 {
			all = days
			continue
		}
		all.From = min(all.From, days.From) // 0 is open
		if all.To != 0 && (days.To == 0 || days.To > all.To) {
			all.To = days.To
		}
	}
	return all
}

// Level returns the seat's level, 1 to 5, and nil when it is not known.
func (p *Position) Level() *int { return some(p.Position.Level) }

// Occupancy returns whether somebody sits on the seat on the day.
func (p *Position) Occupancy() graph.Occupancy { return p.v.Occupancy(p.n) }

// VacantSince returns the day from which the seat has had no holder, and 0 when
// it has one or none is recorded.
func (p *Position) VacantSince() graph.Date {
	if p.Occupancy() == graph.OccupancyHeld {
		return 0
	}
	return p.v.VacantSince(p.n)
}

// ManagerState returns whether the seat has a manager: KNOWN when a solid line to
// a seat that is there is recorded, else what is said of it, UNKNOWN when nothing
// is.
func (p *Position) ManagerState() graph.ManagerState { return p.v.Reporting(p.n) }

// Side returns whose seat it is on the day, and nil when it does not exist then.
func (p *Position) Side() *graph.Side {
	org, ok := p.v.OrgOf(p.n)
	switch {
	case !ok:
		return nil
	case p.v.OrgIsOurs(org):
		return some(graph.SideOurs)
	}
	return some(graph.SideTheirs)
}

// Organization returns the organization that the seat belongs to on the day,
// and nil when the seat does not exist then.
func (p *Position) Organization() *Organization {
	org, ok := p.v.OrgOf(p.n)
	if !ok {
		return nil
	}
	return p.v.organizationAt(org)
}

// Placements returns in which organization the seat was on which days, by ID.
func (p *Position) Placements(ever bool) []*Placement {
	return eachEdge(p.v.halves(p.n, graph.EdgeIn, true, ever), p.v.placementAt)
}

// Holders returns who sits on the seat on the day, by ID.
func (p *Position) Holders() []*Person { return eachNode(p.v.Holders(p.n), p.v.personAt) }

// Holdings returns the places of people on the seat, by ID.
func (p *Position) Holdings(ever bool) []*Holding {
	return eachEdge(p.v.halves(p.n, graph.EdgeHolds, false, ever), p.v.holdingAt)
}

// Manager returns the seat to which this one reports by a solid line, and nil
// without one.
func (p *Position) Manager() *Position {
	boss, ok := p.v.Manager(p.n)
	if !ok {
		return nil
	}
	return p.v.positionAt(boss)
}

// Chain returns the seats above this one along solid lines, the nearest first.
func (p *Position) Chain() []*Position {
	var up []kernel.N
	for n, ok := p.v.Manager(p.n); ok && len(up) < graph.MaxDepth && n != p.n; n, ok = p.v.Manager(n) {
		up = append(up, n)
	}
	return eachNode(up, p.v.positionAt)
}

// Lines returns the reporting lines that begin at the seat, by ID.
func (p *Position) Lines(ever bool) []*ReportingLine {
	return eachEdge(p.v.halves(p.n, graph.EdgeReportsTo, true, ever), p.v.reportingLineAt)
}

// LinesFrom returns the reporting lines that end at the seat, by ID.
func (p *Position) LinesFrom(ever bool) []*ReportingLine {
	return eachEdge(p.v.halves(p.n, graph.EdgeReportsTo, false, ever), p.v.reportingLineAt)
}

// Reports returns the seats that report to this one by a line of the given
// kind, by ID.
func (p *Position) Reports(first *int, after *string, last *int, before *string, kind graph.LineKind) (*Connection[*Position], error) {
	return connectNodes(p.v, p.v.Reports(p.n, kind), nil, p.v.positionAt, (*PositionOrder)(nil), p.v.positionBy, Window{first, last, after, before})
}

// PairedBy returns the pairings that look after the seat, by ID.
func (p *Position) PairedBy(ever bool) []*Pairing {
	return eachEdge(p.v.halves(p.n, graph.EdgePairedWith, false, ever), p.v.pairingAt)
}

// Decides returns the parts in decisions that are recorded of the seat, by ID.
func (p *Position) Decides(ever bool) []*DecisionPart {
	return eachEdge(p.v.halves(p.n, graph.EdgeDecides, true, ever), p.v.decisionPartAt)
}

// Holding is a person's place on a seat.
type Holding struct {
	EdgeObject
	graph.Holds
}

func (v *View) holdingAt(e kernel.E) *Holding {
	return &Holding{EdgeObject{v, e}, graph.Decode[graph.Holds](v.Snapshot().EdgeElement(e))}
}

// Person returns who holds the seat.
func (o *Holding) Person() *Person { return o.v.personAt(o.src()) }

// Position returns the seat.
func (o *Holding) Position() *Position { return o.v.positionAt(o.dst()) }

// Placement is a seat's place in an organization.
type Placement struct {
	EdgeObject
	graph.In
}

func (v *View) placementAt(e kernel.E) *Placement {
	return &Placement{EdgeObject{v, e}, graph.Decode[graph.In](v.Snapshot().EdgeElement(e))}
}

// Position returns the seat.
func (o *Placement) Position() *Position { return o.v.positionAt(o.src()) }

// Organization returns the organization.
func (o *Placement) Organization() *Organization { return o.v.organizationAt(o.dst()) }

// ReportingLine is a reporting line between two seats.
type ReportingLine struct {
	EdgeObject
	graph.ReportsTo
}

func (v *View) reportingLineAt(e kernel.E) *ReportingLine {
	return &ReportingLine{EdgeObject{v, e}, graph.Decode[graph.ReportsTo](v.Snapshot().EdgeElement(e))}
}

// Position returns the seat that reports.
func (o *ReportingLine) Position() *Position { return o.v.positionAt(o.src()) }

// Manager returns the seat reported to.
func (o *ReportingLine) Manager() *Position { return o.v.positionAt(o.dst()) }

// Organization is a company or unit on the day of a view.
type Organization struct {
	NodeObject
	graph.Organization
}

func (v *View) organizationAt(n kernel.N) *Organization {
	return &Organization{NodeObject{v, n}, view.As[graph.Organization](v.View, n)}
}

// Side returns whose organization it is on the day.
func (o *Organization) Side() graph.Side {
	if o.v.OrgIsOurs(o.n) {
		return graph.SideOurs
	}
	return graph.SideTheirs
}

// Parent returns the organization that this one is part of on the day, and nil
// for the topmost.
func (o *Organization) Parent() *Organization {
	up, ok := o.v.Parent(o.n)
	if !ok {
		return nil
	}
	return o.v.organizationAt(up)
}

// Company returns the topmost organization above this one, itself when it is
// part of none.
func (o *Organization) Company() *Organization {
	return o.v.organizationAt(o.v.Company(o.n))
}

// Path returns the organizations above this one, the nearest first.
func (o *Organization) Path() []*Organization {
	var up []kernel.N
	for n, ok := o.v.Parent(o.n); ok && len(up) < graph.MaxDepth && n != o.n; n, ok = o.v.Parent(n) {
		up = append(up, n)
	}
	return eachNode(up, o.v.organizationAt)
}

// PartOf returns of which organization this one was a part on which days, by
// ID.
func (o *Organization) PartOf(ever bool) []*UnitLink {
	return eachEdge(o.v.halves(o.n, graph.EdgePartOf, true, ever), o.v.unitLinkAt)
}

// Units returns the organizations that are directly part of this one on the
// day, by ID.
func (o *Organization) Units(first *int, after *string, last *int, before *string, filter *OrganizationFilter, orderBy *OrganizationOrder) (*Connection[*Organization], error) {
	return o.v.connectOrganizations(o.v.Ends(o.v.In(o.n, graph.EdgePartOf)), filter, orderBy, Window{first, last, after, before})
}

// Positions returns the seats of the organization on the day, by ID: those of
// its units too with deep.
func (o *Organization) Positions(first *int, after *string, last *int, before *string, deep bool, filter *PositionFilter, orderBy *PositionOrder) (*Connection[*Position], error) {
	return o.v.connectPositions(o.v.seatsUnder(o.n, deep), filter, orderBy, Window{first, last, after, before})
}

// People returns who sits in the organization on the day, by ID: in its units
// too with deep.
func (o *Organization) People(first *int, after *string, last *int, before *string, deep bool, filter *PersonFilter, orderBy *PersonOrder) (*Connection[*Person], error) {
	return o.v.filterPeople(o.v.holdersOf(o.v.seatsUnder(o.n, deep)), view.Matter{Any: true}, filter, orderBy, Window{first, last, after, before})
}

// Accounts returns the accounts that are for exactly this organization, by ID.
func (o *Organization) Accounts(ever bool) []*Account {
	return eachNode(o.v.satellites(o.n, graph.EdgeFor, ever, graph.NodeAccount), o.v.accountAt)
}

// seatsUnder returns the seats of an organization, by ID.
func (v *View) seatsUnder(org kernel.N, deep bool) []kernel.N {
	if !deep {
		return v.SeatsIn(org)
	}
	return v.SeatsWithin(org)
}

// holdersOf returns who sits on any of the seats, by ID.
func (v *View) holdersOf(seats []kernel.N) []kernel.N {
	var out []kernel.N
	for _, s := range seats {
		for h := range v.In(s, graph.EdgeHolds) {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// UnitLink says that one organization is part of another.
type UnitLink struct {
	EdgeObject
	graph.PartOf
}

func (v *View) unitLinkAt(e kernel.E) *UnitLink {
	return &UnitLink{EdgeObject{v, e}, graph.Decode[graph.PartOf](v.Snapshot().EdgeElement(e))}
}

// Unit returns the part.
func (o *UnitLink) Unit() *Organization { return o.v.organizationAt(o.src()) }

// Parent returns the whole.
func (o *UnitLink) Parent() *Organization { return o.v.organizationAt(o.dst()) }
