package schema

import (
	"context"
	"reflect"
	"slices"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/schema/object"
)

// MaxChartRows is how many seats, or lines, of a chart can be asked for at once.
const MaxChartRows = 10_000

// Chart returns the chart of an account or an organization.
func (v *View) Chart(of ChartOf, underID *graph.ID, focusIDs []graph.ID, depth *int) (*Chart, error) {
	q := of.query()
	q.Under, q.Focus, q.Gaps = or(underID, ""), focusIDs, true
	if depth != nil {
		if q.Depth = *depth; q.Depth < 0 {
			return nil, graph.Invalid("query", nil, "depth is %d, wanted 0 or more", q.Depth)
		}
	}
	c, err := orgchart.Of(v.Kept, v.View.View, q)
	if err != nil {
		return nil, err
	}
	return newChart(v, q, c), nil
}

// query returns the query for a whole chart.
func (of ChartOf) query() orgchart.Query {
	part := or(of.Part, ChartPart{or(of.AccountID, ""), or(of.OrganizationID, "")})
	return orgchart.Query{Account: part.AccountID, Organization: part.OrganizationID, Depth: -1}
}

// Chart is an org chart in a view.
type Chart struct {
	v      *View
	query  orgchart.Query
	of     *orgchart.Chart
	people map[graph.ID]*orgchart.Person
}

func newChart(v *View, q orgchart.Query, c *orgchart.Chart) *Chart {
	out := &Chart{v, q, c, make(map[graph.ID]*orgchart.Person, len(c.People))}
	for i := range c.People {
		out.people[c.People[i].ID] = &c.People[i]
	}
	return out
}

// Account returns the account whose stances, ties and findings are told.
func (c *Chart) Account() *object.Account {
	return one[*object.Account](in{c.v.View}, c.of.Account)
}

// Organization returns what is drawn.
func (c *Chart) Organization() *object.Organization {
	return one[*object.Organization](in{c.v.View}, c.of.Organization)
}

// AsOf returns the day of the view.
func (c *Chart) AsOf() graph.Date { return c.v.Day() }

// Revision returns the revision that the view reads.
func (c *Chart) Revision() graph.Revision { return c.v.Revision() }

// Total returns how many seats there are.
func (c *Chart) Total() int { return c.of.Total }

// Vacant returns how many of them have no holder.
func (c *Chart) Vacant() int { return c.of.Vacant }

// ChartSeatConnection is a part of the seats of a chart.
type ChartSeatConnection struct {
	Nodes      []*ChartSeat
	PageInfo   object.PageInfo
	TotalCount int
}

// ChartSeatEdge is one place in the seats of a chart.
type ChartSeatEdge struct {
	Cursor string
	Node   *ChartSeat
}

// Edges returns the seats with their cursors.
func (c *ChartSeatConnection) Edges() []ChartSeatEdge {
	out := make([]ChartSeatEdge, len(c.Nodes))
	for i, n := range c.Nodes {
		out[i] = ChartSeatEdge{object.Cursor(string(n.PositionID())), n}
	}
	return out
}

// Seats returns a part of the seats.
func (c *Chart) Seats(first int, after *string) (*ChartSeatConnection, error) {
	p, err := partOfRows(c.of.Seats, first, after, func(s *orgchart.Seat) graph.ID { return s.ID })
	if err != nil {
		return nil, err
	}
	return &ChartSeatConnection{c.seats(p.rows), p.info, len(c.of.Seats)}, nil
}

// Lines returns a part of the lines beside the solid ones.
func (c *Chart) Lines(kinds []orgchart.ChartLineKind, first int, after *string) (*ChartLineConnection, error) {
	list := c.of.Lines
	if kinds != nil {
		list = slices.DeleteFunc(slices.Clone(list), func(l orgchart.Line) bool { return !slices.Contains(kinds, l.Kind) })
	}
	p, err := partOfRows(list, first, after, func(l *orgchart.Line) graph.ID { return l.Record })
	if err != nil {
		return nil, err
	}
	return &ChartLineConnection{pointers(p.rows), p.info, len(list)}, nil
}

// ChartLineConnection is a part of the lines of a chart.
type ChartLineConnection struct {
	Nodes      []*orgchart.Line
	PageInfo   object.PageInfo
	TotalCount int
}

// ChartLineEdge is one place in the lines of a chart.
type ChartLineEdge struct {
	Cursor string
	Node   *orgchart.Line
}

// Edges returns the lines with their cursors.
func (c *ChartLineConnection) Edges() []ChartLineEdge {
	out := make([]ChartLineEdge, len(c.Nodes))
	for i, l := range c.Nodes {
		out[i] = ChartLineEdge{object.Cursor(string(l.Record)), l}
	}
	return out
}

// rowPart is a part of a list of rows.
type rowPart[T any] struct {
	rows []T
	info object.PageInfo
}

// partOfRows returns a part of a list. A cursor stands for its row, so that it finds
// its place again whatever has come before it.
func partOfRows[T any](list []T, first int, after *string, id func(*T) graph.ID) (rowPart[T], error) {
	var p rowPart[T]
	if first < 0 || first > MaxChartRows {
		return p, graph.Invalid("page", nil, "first is %d, wanted 0 to %d", first, MaxChartRows)
	}
	lo := 0
	if after != nil {
		key, err := object.OfCursor(*after)
		if err != nil {
			return p, err
		}
		for lo < len(list) && string(id(&list[lo])) != key {
			lo++
		}
		if lo == len(list) {
			return p, graph.Refuse(graph.ErrConflict, "cursor", []graph.ID{graph.ID(key)}, "%s, after which the part begins, is not on this chart; ask from the start", graph.Quote(key))
		}
		lo++
	}
	hi := min(lo+first, len(list))
	p.rows = list[lo:hi]
	p.info = object.PageInfo{HasPreviousPage: lo > 0, HasNextPage: hi < len(list)}
	if n := len(p.rows); n > 0 {
		p.info.StartCursor, p.info.EndCursor = object.Cursor(string(id(&p.rows[0]))), object.Cursor(string(id(&p.rows[n-1])))
	}
	return p, nil
}

func (c *Chart) seats(list []orgchart.Seat) []*ChartSeat {
	rows := make([]ChartSeat, len(list))
	out := make([]*ChartSeat, len(list))
	for i := range list {
		rows[i] = ChartSeat{c, &list[i]}
		out[i] = &rows[i]
	}
	return out
}

// Team returns those of ours who matter there.
func (c *Chart) Team() []*ChartMember {
	return each(c.of.Team, func(m *orgchart.Member) *ChartMember { return &ChartMember{c, m} })
}

// Findings returns what was found.
func (c *Chart) Findings() []*FindingInfo {
	return each(c.of.Findings, func(f *orgchart.Finding) *FindingInfo { return &FindingInfo{in{c.v.View}, *f.Finding} })
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// ChartSeat is a seat of a chart.
type ChartSeat struct {
	c *Chart
	*orgchart.Seat
}

// PositionID returns the ID of the seat.
func (s *ChartSeat) PositionID() graph.ID { return s.Seat.ID }

// Position returns the seat itself.
func (s *ChartSeat) Position() *object.Position {
	return one[*object.Position](in{s.c.v.View}, s.Seat.ID)
}

// Level returns the level, nil for not known.
func (s *ChartSeat) Level() *int { return known(s.Seat.Level) }

// OrganizationID returns the unit.
func (s *ChartSeat) OrganizationID() graph.ID { return s.Organization }

// ManagerID returns the seat above it.
func (s *ChartSeat) ManagerID() graph.ID { return s.Manager }

// ManagerState returns what is known of its manager.
func (s *ChartSeat) ManagerState() graph.ManagerState { return s.State }

// Holders returns who sits there.
func (s *ChartSeat) Holders() []*ChartHolder {
	return each(s.Seat.Holders, func(h *orgchart.Holding) *ChartHolder {
		return &ChartHolder{h, &ChartPerson{s.c, s.c.people[h.Person]}}
	})
}

// FacedByIDs returns who of ours is paired with the seat.
func (s *ChartSeat) FacedByIDs() []graph.ID { return s.Facing }

// FindingIDs returns the findings about it.
func (s *ChartSeat) FindingIDs() []string { return s.Findings }

// ChartHolder is somebody on a seat of a chart.
type ChartHolder struct {
	*orgchart.Holding
	Person *ChartPerson
}

// ChartPerson is somebody on a chart.
type ChartPerson struct {
	c *Chart
	*orgchart.Person
}

// PersonID returns the ID of the person.
func (p *ChartPerson) PersonID() graph.ID { return p.Person.ID }

// PersonFact returns the person themselves.
func (p *ChartPerson) PersonFact() *object.Person {
	return one[*object.Person](in{p.c.v.View}, p.Person.ID)
}

// SeatIDs returns their seats.
func (p *ChartPerson) SeatIDs() []graph.ID { return p.Seats }

// FacedByIDs returns who of ours is paired with them.
func (p *ChartPerson) FacedByIDs() []graph.ID { return p.Facing }

// KnownBy returns those of ours with a tie to them.
func (p *ChartPerson) KnownBy() []ChartTie {
	out := make([]ChartTie, len(p.Person.KnownBy))
	for i, k := range p.Person.KnownBy {
		out[i] = ChartTie{k.Person, k.Band, k.Working}
	}
	return out
}

// ChartTie is that one of ours knows somebody on a chart.
type ChartTie struct {
	PersonID graph.ID
	Band     graph.Band
	Working  bool
}

// ChartMember is one of ours beside a chart.
type ChartMember struct {
	c *Chart
	*orgchart.Member
}

// PersonID returns the ID of the person.
func (m *ChartMember) PersonID() graph.ID { return m.Member.ID }

// Person returns the person themselves.
func (m *ChartMember) Person() *object.Person {
	return one[*object.Person](in{m.c.v.View}, m.Member.ID)
}

// ManagerID returns who of the team they report to.
func (m *ChartMember) ManagerID() graph.ID { return m.Manager }

// Layout returns where everything is drawn.
func (c *Chart) Layout(ctx context.Context, diagram export.Diagram) (*ChartLayout, error) {
	c.v.Count(seatReads * len(c.of.Seats))
	p, err := export.Place(ctx, export.Draw(c.v.View.View, c.of), export.Options{Diagram: diagram, Page: export.PageNatural})
	if err != nil {
		return nil, err
	}
	return &ChartLayout{p}, nil
}

// seatReads is what laying one seat out counts for, in facts that are read.
const seatReads = 150

// ChartLayout is where everything of a chart is drawn.
type ChartLayout struct{ export.Placed }

// Boxes returns the boxes.
func (l *ChartLayout) Boxes() []*export.PlacedCard { return pointers(l.Cards) }

// Links returns the lines beside the solid ones.
func (l *ChartLayout) Links() []*ChartLink {
	return each(l.Placed.Links, func(k *export.PlacedLink) *ChartLink {
		return &ChartLink{orgchart.ChartLineKind(k.Kind), k.From, k.To, k.Path, k.Width}
	})
}

// ParkY returns the top of the strip of those whose manager is not known.
func (l *ChartLayout) ParkY() *float64 { return known(l.Placed.ParkY) }

// ChartLink is a line of a layout.
type ChartLink struct {
	Kind         orgchart.ChartLineKind
	FromID, ToID string
	Path         string
	Width        float64
}

// Changes returns what is not as it was at an earlier revision.
func (c *Chart) Changes(ctx context.Context, since graph.Revision) (*ChartChanges, error) {
	old := c.of
	if since != c.Revision() || c.v.Draft != nil { // a draft has no revision of its own
		v, err := c.v.Past(ctx, since, c.v.Day())
		if err != nil {
			return nil, err
		}
		if old, err = orgchart.Of(nil, v, c.query); err != nil {
			return nil, err
		}
	}
	return newChanges(since, newChart(c.v, c.query, old), c), nil
}

// ChartChanges is what of a chart is not as it was.
type ChartChanges struct {
	Since                                                               graph.Revision
	Seats                                                               []*ChartSeat
	Lines                                                               []*orgchart.Line
	Team                                                                []*ChartMember
	Findings                                                            []*FindingInfo
	RemovedSeatIDs, RemovedLineIDs, RemovedMemberIDs, RemovedFindingIDs []graph.ID
	Total, Vacant                                                       int
}

// changed compares two lists by the key of what is in them. It returns which of the
// new list are new or not the same, and the keys of those that are gone.
func changed[T any](was, is []T, key func(*T) graph.ID, same func(a, b *T) bool) (places []int, gone []graph.ID) {
	had := make(map[graph.ID]*T, len(was))
	for i := range was {
		had[key(&was[i])] = &was[i]
	}
	for i := range is {
		k := key(&is[i])
		if w := had[k]; w == nil || !same(w, &is[i]) {
			places = append(places, i)
		}
		delete(had, k)
	}
	for i := range was {
		if k := key(&was[i]); had[k] != nil {
			gone = append(gone, k)
		}
	}
	return places, gone
}

func newChanges(since graph.Revision, was, is *Chart) *ChartChanges {
	out := &ChartChanges{Since: since, Total: is.of.Total, Vacant: is.of.Vacant}
	places, gone := changed(was.of.Seats, is.of.Seats, func(s *orgchart.Seat) graph.ID { return s.ID }, func(a, b *orgchart.Seat) bool {
		return reflect.DeepEqual(a, b) && !slices.ContainsFunc(b.Holders, func(h orgchart.Holding) bool {
			return !reflect.DeepEqual(was.people[h.Person], is.people[h.Person])
		})
	})
	out.RemovedSeatIDs = gone
	for _, i := range places {
		out.Seats = append(out.Seats, &ChartSeat{is, &is.of.Seats[i]})
	}
	places, out.RemovedLineIDs = changed(was.of.Lines, is.of.Lines, func(l *orgchart.Line) graph.ID { return l.Record }, func(a, b *orgchart.Line) bool { return *a == *b })
	for _, i := range places {
		out.Lines = append(out.Lines, &is.of.Lines[i])
	}
	places, out.RemovedMemberIDs = changed(was.of.Team, is.of.Team, func(m *orgchart.Member) graph.ID { return m.ID }, func(a, b *orgchart.Member) bool { return *a == *b })
	for _, i := range places {
		out.Team = append(out.Team, &ChartMember{is, &is.of.Team[i]})
	}
	places, out.RemovedFindingIDs = changed(was.of.Findings, is.of.Findings, func(f *orgchart.Finding) graph.ID { return graph.ID(f.ID) }, func(a, b *orgchart.Finding) bool { return reflect.DeepEqual(a.Finding, b.Finding) })
	for _, i := range places {
		out.Findings = append(out.Findings, &FindingInfo{in{is.v.View}, *is.of.Findings[i].Finding})
	}
	return out
}
