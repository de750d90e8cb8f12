package draft

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// Seat is a position to be made: where it is, what it is, to which seat it
// reports.
type Seat struct {
	Organization graph.ID
	Position     graph.Position // its ID may be empty
	Manager      graph.ID       // a Position; "" for none known
	From, To     graph.Date     // the days in which the seat exists
}

// AddSeat makes a position in an organization and returns its ID.
func (d *Draft) AddSeat(s Seat) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodeOrganization, s.Organization); err != nil {
			return "", err
		}
		if s.Manager != "" {
			if err := d.wants(graph.NodePosition, s.Manager); err != nil {
				return "", err
			}
		}
		id, err := d.create(s.Position)
		if err != nil {
			return "", err
		}
		d.Add(graph.In{Edge: graph.Edge{Src: id, Dst: s.Organization, From: s.From, To: s.To}})
		if s.Manager != "" {
			d.Add(graph.ReportsTo{Edge: graph.Edge{Src: id, Dst: s.Manager, From: s.From, To: s.To}, Kind: graph.LineSolid})
		}
		return id, nil
	})
}

// Place is where a new person sits: on a seat to be made, or on one that is
// there from a day on; the zero Place is nowhere.
type Place struct {
	Seat     *Seat // held on all its days
	Position graph.ID
	Kind     graph.HoldKind
	On       graph.Date // the first day on Position
}

// AddPerson adds a person, with a seat or on one; it returns the IDs of both.
func (d *Draft) AddPerson(p graph.Person, at Place) (person, position graph.ID, err error) {
	err = d.verb(func() error {
		if person, err = d.create(p); err != nil {
			return err
		}
		position = at.Position
		switch {
		case at.Seat != nil && at.Position != "":
			return graph.Invalid("input", []graph.ID{at.Position}, "give either a seat to make or a position that is there")
		case at.Seat != nil:
			if position, err = d.AddSeat(*at.Seat); err != nil {
				return err
			}
			d.Add(graph.Holds{Edge: graph.Edge{Src: person, Dst: position, From: at.Seat.From, To: at.Seat.To}, Kind: at.Kind})
		case at.Position != "":
			return d.Fill(at.Position, person, at.Kind, at.On)
		}
		return nil
	})
	if err != nil {
		return "", "", err
	}
	return person, position, nil
}

// Fill puts a person on an existing seat from a day on. Others may sit there
// too.
func (d *Draft) Fill(position, person graph.ID, kind graph.HoldKind, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePosition, position); err != nil {
			return err
		}
		if err := d.wants(graph.NodePerson, person); err != nil {
			return err
		}
		d.Add(graph.Holds{Edge: graph.Edge{Src: person, Dst: position, From: d.orToday(on)}, Kind: kind})
		return nil
	})
}

// Vacate ends a person's holding of a seat on a day, which is the first day on
// which they are not there; a holding that was to begin later is taken back.
// With person "" everybody who sits there on that day leaves. The seat stays,
// and is vacant from then on when nobody is left.
func (d *Draft) Vacate(position, person graph.ID, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePosition, position); err != nil {
			return err
		}
		if person != "" {
			if err := d.wants(graph.NodePerson, person); err != nil {
				return err
			}
		}
		on, err := d.day(on, position)
		if err != nil {
			return err
		}
		left, stay := 0, 0
		for _, h := range d.In(position, graph.EdgeHolds) {
			switch {
			case h.To != 0 && h.To <= on:
			case h.Src == person || person == "" && h.At(on):
				d.end(h, on)
				left++
			case h.At(on):
				stay++
			}
		}
		if left == 0 {
			return graph.Invalid("vacate", []graph.ID{position}, "nobody to leave holds seat %s on %s", position, on)
		}
		if stay > 0 {
			return nil
		}
		return d.SetDated(position, "occupancy", string(graph.OccupancyVacant), on)
	})
}

// Move takes a person from one seat to another on a day. From "" means all
// seats held that day. Whoever holds the new seat already in the same way keeps
// it; an interim or acting holding gives way to the new one.
func (d *Draft) Move(person, from, to graph.ID, kind graph.HoldKind, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePerson, person); err != nil {
			return err
		}
		if err := d.wants(graph.NodePosition, to); err != nil {
			return err
		}
		on, err := d.day(on, person)
		if err != nil {
			return err
		}
		if from != "" {
			if err := d.Vacate(from, person, on); err != nil {
				return err
			}
		}
		stays := false
		for _, h := range d.Out(person, graph.EdgeHolds) {
			switch {
			case !h.At(on):
			case h.Dst == to && graph.Decode[graph.Holds](h).Kind == kind:
				stays = true
			case h.Dst == to:
				d.end(h, on)
			case from == "":
				if err := d.Vacate(h.Dst, person, on); err != nil {
					return err
				}
			}
		}
		if stays {
			return nil
		}
		return d.Fill(to, person, kind, on)
	})
}

// Promote gives a seat a new title and level from a day on; an empty title or a
// level of 0 stays as it is, and one of them is wanted.
func (d *Draft) Promote(position graph.ID, title string, level int, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePosition, position); err != nil {
			return err
		}
		if title == "" && level == 0 {
			return graph.Invalid("input", []graph.ID{position}, "%s: neither a new title nor a new level was given", position)
		}
		if title != "" {
			if err := d.SetDated(position, "title", title, on); err != nil {
				return err
			}
		}
		if level != 0 {
			return d.SetDated(position, "level", int64(level), on)
		}
		return nil
	})
}

// ReportTo makes a seat report to another from a day on. A new solid line ends
// the present one and takes back those that were to begin later; with manager ""
// it does only that, and the seat is said to have no manager from then on. A
// line that is there already stays.
func (d *Draft) ReportTo(position, manager graph.ID, kind graph.LineKind, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePosition, position); err != nil {
			return err
		}
		if manager != "" {
			if err := d.wants(graph.NodePosition, manager); err != nil {
				return err
			}
		}
		on, err := d.day(on, position)
		if err != nil {
			return err
		}
		stays := false
		for _, line := range d.Out(position, graph.EdgeReportsTo) {
			switch has := graph.Decode[graph.ReportsTo](line).Kind; {
			case line.To != 0 && line.To <= on:
			case has == kind && line.Dst == manager && line.To == 0 && line.From <= on:
				stays = true
			case has == graph.LineSolid && (kind == graph.LineSolid || manager == ""):
				d.end(line, on)
			}
		}
		if manager == "" {
			return d.SetDated(position, "manager", string(graph.ManagerNone), on)
		}
		if !stays {
			d.Add(graph.ReportsTo{Edge: graph.Edge{Src: position, Dst: manager, From: on}, Kind: kind})
		}
		return nil
	})
}

// OrderReports puts seats that report to a manager by a solid line today into an order, in
// which charts show them from now on, whatever their level and title. Those who report
// there too and are not named have no place of their own any more and stand behind them. A
// seat that comes to another manager leaves its place behind.
func (d *Draft) OrderReports(manager graph.ID, positions []graph.ID) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePosition, manager); err != nil {
			return err
		}
		if err := list("input", "seats", positions); err != nil {
			return err
		}
		for i, id := range positions {
			if err := d.wants(graph.NodePosition, id); err != nil {
				return err
			}
			if slices.Contains(positions[:i], id) {
				return graph.Invalid("input", []graph.ID{id}, "seat %s was given two places in the order", id)
			}
		}
		reports := map[graph.ID]bool{}
		for _, e := range d.In(manager, graph.EdgeReportsTo) {
			line := graph.Decode[graph.ReportsTo](e)
			if line.Kind != graph.LineSolid || line.From > d.today || line.To != 0 && line.To <= d.today {
				continue
			}
			reports[line.Src] = true
			if place := slices.Index(positions, line.Src) + 1; line.Order != place {
				line.Order = place
				d.Put(graph.Encode(line))
			}
		}
		for _, id := range positions {
			if !reports[id] {
				return graph.Invalid("order", []graph.ID{id, manager}, "seat %s does not report to %s by a solid line on %s", id, manager, d.today)
			}
		}
		return nil
	})
}

// MovePosition puts a seat into another organization from a day on, on which the
// seat must be there; holders and lines stay, and so does the day on which the
// seat ends. A move that was planned for later is taken back.
func (d *Draft) MovePosition(position, organization graph.ID, on graph.Date) error {
	return d.verb(func() error {
		if err := d.wants(graph.NodePosition, position); err != nil {
			return err
		}
		if err := d.wants(graph.NodeOrganization, organization); err != nil {
			return err
		}
		on, err := d.day(on, position)
		if err != nil {
			return err
		}
		there, until := false, on
		for _, in := range d.Out(position, graph.EdgeIn) {
			there = there || in.At(on)
			until = later(until, in.To)
		}
		if !there {
			return graph.Invalid("move", []graph.ID{position}, "seat %s is not there on %s", position, on)
		}
		d.relink(graph.EdgeIn, position, organization, on, until)
		return nil
	})
}

// relink ends the edges of a kind that begin at a node on a day, takes back those
// that were to begin later and, when to is not "", adds one from then on until a
// day, 0 for open. An edge that says so already stays.
func (d *Draft) relink(k graph.Kind, node, to graph.ID, on, until graph.Date) {
	stays := false
	for _, e := range d.Out(node, k) {
		switch {
		case e.To != 0 && e.To <= on:
		case e.Dst == to && e.To == until && e.From <= on:
			stays = true
		default:
			d.end(e, on)
		}
	}
	if to != "" && !stays {
		d.Put(graph.Element{ID: d.NewID(k), Kind: k, Src: node, Dst: to, From: on, To: until})
	}
}
