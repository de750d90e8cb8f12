package graph

import "slices"

// PositionView is a seat on the day of a view.
type PositionView struct {
	NodeView
	Position
}

func (v *View) positionView(n N) *PositionView {
	return &PositionView{NodeView{v, n}, As[Position](v, n)}
}

// PositionByID returns a seat, and nil when there is none with that ID.
func (v *View) PositionByID(id ID) *PositionView { return lookup(v, NodePosition, id, v.positionView) }

// From returns the day from which the seat is there: that of its first place in an
// organization, and 0 when that has no beginning or there is no place.
func (p *PositionView) From() Date { return p.days().From }

// To returns the first day on which the seat is there no more: the end of its last
// place, and 0 when that has none or there is no place.
func (p *PositionView) To() Date { return p.days().To }

// days returns the days of a seat from its first place to its last.
func (p *PositionView) days() (all Interval) {
	for i, h := range p.v.Ever().Out(p.n, EdgeIn) {
		days := p.v.s.EdgeValid(h.Edge())
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
func (p *PositionView) Level() *int { return some(p.Position.Level) }

// Occupancy returns whether somebody sits on the seat on the day.
func (p *PositionView) Occupancy() Occupancy { return p.v.Occupancy(p.n) }

// VacantSince returns the day from which the seat has had no holder, and 0 when
// it has one or none is recorded.
func (p *PositionView) VacantSince() Date {
	if p.Occupancy() == OccupancyHeld {
		return 0
	}
	return p.v.VacantSince(p.n)
}

// ManagerState returns whether the seat has a manager: KNOWN when a solid line to
// a seat that is there is recorded, else what is said of it, UNKNOWN when nothing
// is.
func (p *PositionView) ManagerState() ManagerState { return p.v.Reporting(p.n) }

// Side returns whose seat it is on the day, and nil when it does not exist then.
func (p *PositionView) Side() *Side {
	org, ok := p.v.OrgOf(p.n)
	switch {
	case !ok:
		return nil
	case p.v.OrgIsOurs(org):
		return some(SideOurs)
	}
	return some(SideTheirs)
}

// Organization returns the organization that the seat belongs to on the day,
// and nil when the seat does not exist then.
func (p *PositionView) Organization() *OrganizationView {
	org, ok := p.v.OrgOf(p.n)
	if !ok {
		return nil
	}
	return p.v.organizationView(org)
}

// Placements returns in which organization the seat was on which days, by ID.
func (p *PositionView) Placements(ever bool) []*PlacementView {
	return eachEdge(p.v.halves(p.n, EdgeIn, true, ever), p.v.placementView)
}

// Holders returns who sits on the seat on the day, by ID.
func (p *PositionView) Holders() []*PersonView { return eachNode(p.v.Holders(p.n), p.v.personView) }

// Holdings returns the places of people on the seat, by ID.
func (p *PositionView) Holdings(ever bool) []*HoldingView {
	return eachEdge(p.v.halves(p.n, EdgeHolds, false, ever), p.v.holdingView)
}

// Manager returns the seat to which this one reports by a solid line, and nil
// without one.
func (p *PositionView) Manager() *PositionView {
	boss, ok := p.v.Manager(p.n)
	if !ok {
		return nil
	}
	return p.v.positionView(boss)
}

// Chain returns the seats above this one along solid lines, the nearest first.
func (p *PositionView) Chain() []*PositionView {
	var up []N
	for n, ok := p.v.Manager(p.n); ok && len(up) < MaxDepth && n != p.n; n, ok = p.v.Manager(n) {
		up = append(up, n)
	}
	return eachNode(up, p.v.positionView)
}

// Lines returns the reporting lines that begin at the seat, by ID.
func (p *PositionView) Lines(ever bool) []*ReportingLineView {
	return eachEdge(p.v.halves(p.n, EdgeReportsTo, true, ever), p.v.reportingLineView)
}

// LinesFrom returns the reporting lines that end at the seat, by ID.
func (p *PositionView) LinesFrom(ever bool) []*ReportingLineView {
	return eachEdge(p.v.halves(p.n, EdgeReportsTo, false, ever), p.v.reportingLineView)
}

// Reports returns the seats that report to this one by a line of the given
// kind, by ID.
func (p *PositionView) Reports(first *int, after *string, last *int, before *string, kind LineKind) (*Connection[*PositionView], error) {
	return connectNodes(p.v, p.v.Reports(p.n, kind), nil, p.v.positionView, Window{first, last, after, before})
}

// PairedBy returns the pairings that look after the seat, by ID.
func (p *PositionView) PairedBy(ever bool) []*PairingView {
	return eachEdge(p.v.halves(p.n, EdgePairedWith, false, ever), p.v.pairingView)
}

// Decides returns the parts in decisions that are recorded of the seat, by ID.
func (p *PositionView) Decides(ever bool) []*DecisionPartView {
	return eachEdge(p.v.halves(p.n, EdgeDecides, true, ever), p.v.decisionPartView)
}

// HoldingView is a person's place on a seat.
type HoldingView struct {
	EdgeView
	Holds
}

func (v *View) holdingView(e E) *HoldingView {
	return &HoldingView{EdgeView{v, e}, Decode[Holds](v.s.EdgeElement(e))}
}

// Person returns who holds the seat.
func (o *HoldingView) Person() *PersonView { return o.v.personView(o.src()) }

// Position returns the seat.
func (o *HoldingView) Position() *PositionView { return o.v.positionView(o.dst()) }

// PlacementView is a seat's place in an organization.
type PlacementView struct {
	EdgeView
	In
}

func (v *View) placementView(e E) *PlacementView {
	return &PlacementView{EdgeView{v, e}, Decode[In](v.s.EdgeElement(e))}
}

// Position returns the seat.
func (o *PlacementView) Position() *PositionView { return o.v.positionView(o.src()) }

// Organization returns the organization.
func (o *PlacementView) Organization() *OrganizationView { return o.v.organizationView(o.dst()) }

// ReportingLineView is a reporting line between two seats.
type ReportingLineView struct {
	EdgeView
	ReportsTo
}

func (v *View) reportingLineView(e E) *ReportingLineView {
	return &ReportingLineView{EdgeView{v, e}, Decode[ReportsTo](v.s.EdgeElement(e))}
}

// Position returns the seat that reports.
func (o *ReportingLineView) Position() *PositionView { return o.v.positionView(o.src()) }

// Manager returns the seat reported to.
func (o *ReportingLineView) Manager() *PositionView { return o.v.positionView(o.dst()) }

// OrganizationView is a company or unit on the day of a view.
type OrganizationView struct {
	NodeView
	Organization
}

func (v *View) organizationView(n N) *OrganizationView {
	return &OrganizationView{NodeView{v, n}, As[Organization](v, n)}
}

// OrganizationByID returns an organization, and nil when there is none with
// that ID.
func (v *View) OrganizationByID(id ID) *OrganizationView {
	return lookup(v, NodeOrganization, id, v.organizationView)
}

// Side returns whose organization it is on the day.
func (o *OrganizationView) Side() Side {
	if o.v.OrgIsOurs(o.n) {
		return SideOurs
	}
	return SideTheirs
}

// Parent returns the organization that this one is part of on the day, and nil
// for the topmost.
func (o *OrganizationView) Parent() *OrganizationView {
	up, ok := o.v.Parent(o.n)
	if !ok {
		return nil
	}
	return o.v.organizationView(up)
}

// Company returns the topmost organization above this one, itself when it is
// part of none.
func (o *OrganizationView) Company() *OrganizationView {
	return o.v.organizationView(o.v.Company(o.n))
}

// Path returns the organizations above this one, the nearest first.
func (o *OrganizationView) Path() []*OrganizationView {
	var up []N
	for n, ok := o.v.Parent(o.n); ok && len(up) < MaxDepth && n != o.n; n, ok = o.v.Parent(n) {
		up = append(up, n)
	}
	return eachNode(up, o.v.organizationView)
}

// PartOf returns of which organization this one was a part on which days, by
// ID.
func (o *OrganizationView) PartOf(ever bool) []*UnitLinkView {
	return eachEdge(o.v.halves(o.n, EdgePartOf, true, ever), o.v.unitLinkView)
}

// Units returns the organizations that are directly part of this one on the
// day, by ID.
func (o *OrganizationView) Units(first *int, after *string, last *int, before *string, filter *OrganizationFilter) (*Connection[*OrganizationView], error) {
	return o.v.connectOrganizations(o.v.ends(o.v.In(o.n, EdgePartOf)), filter, Window{first, last, after, before})
}

// Positions returns the seats of the organization on the day, by ID: those of
// its units too with deep.
func (o *OrganizationView) Positions(first *int, after *string, last *int, before *string, deep bool, filter *PositionFilter) (*Connection[*PositionView], error) {
	return o.v.connectPositions(o.v.seatsUnder(o.n, deep), filter, Window{first, last, after, before})
}

// People returns who sits in the organization on the day, by ID: in its units
// too with deep.
func (o *OrganizationView) People(first *int, after *string, last *int, before *string, deep bool, filter *PersonFilter) (*Connection[*PersonView], error) {
	return o.v.filterPeople(o.v.holdersOf(o.v.seatsUnder(o.n, deep)), Matter{Any: true}, filter, Window{first, last, after, before})
}

// Accounts returns the accounts that are for exactly this organization, by ID.
func (o *OrganizationView) Accounts(ever bool) []*AccountView {
	return eachNode(o.v.satellites(o.n, EdgeFor, ever, NodeAccount), o.v.accountView)
}

// seatsUnder returns the seats of an organization, by ID.
func (v *View) seatsUnder(org N, deep bool) []N {
	if !deep {
		return v.SeatsIn(org)
	}
	var out []N
	for _, o := range v.Subtree(org) {
		out = append(out, v.SeatsIn(o)...)
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// holdersOf returns who sits on any of the seats, by ID.
func (v *View) holdersOf(seats []N) []N {
	var out []N
	for _, s := range seats {
		for h := range v.In(s, EdgeHolds) {
			out = append(out, h.Node())
		}
	}
	v.SortByID(out)
	return slices.Compact(out)
}

// UnitLinkView says that one organization is part of another.
type UnitLinkView struct {
	EdgeView
	PartOf
}

func (v *View) unitLinkView(e E) *UnitLinkView {
	return &UnitLinkView{EdgeView{v, e}, Decode[PartOf](v.s.EdgeElement(e))}
}

// Unit returns the part.
func (o *UnitLinkView) Unit() *OrganizationView { return o.v.organizationView(o.src()) }

// Parent returns the whole.
func (o *UnitLinkView) Parent() *OrganizationView { return o.v.organizationView(o.dst()) }
