package draft

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// End ends a fact on a day, which is the first on which it is not true; one that
// would not have begun is removed. The end of a node is carried through: a person
// leaves their seats, which are vacant from then on when nobody is left, and their
// teams, pairings and parts in decisions; a seat its organization, and its holders,
// reports, pairings and parts end with it; an organization takes its units and seats
// along. What was said of people stays as it was said. An organization that has an
// account then, or a unit of it that has, is refused with the rule end: the account
// ends first.
func (d *Draft) End(id graph.ID, on graph.Date) error {
	return d.verb(func() error {
		e, ok := d.Get(id)
		if !ok {
			return graph.NotFound("fact", id)
		}
		on, err := d.day(on, id)
		if err != nil {
			return err
		}
		return d.endFact(e, on)
	})
}

func (d *Draft) endFact(e graph.Element, on graph.Date) error {
	var err error
	switch e.Kind {
	case graph.NodePerson:
		err = d.endPerson(e, on)
	case graph.NodePosition:
		return d.endSeat(e, on)
	case graph.NodeOrganization:
		err = d.endOrganization(e, on)
	case graph.NodeAccount:
		d.EndEdges(e.ID, on, false, graph.EdgeWorksOn)
	}
	switch {
	case err != nil:
		return err
	case e.IsEdge():
		d.end(e, on)
		return nil
	case e.From != 0 && e.From >= on:
		return d.RemoveNode(e.ID)
	}
	e.To = on
	d.Put(e)
	return nil
}

// EndEdges ends the edges of some kinds that leave a node, or end at it, and go on
// after a day; one that would not have begun is removed. It is part of a verb, and
// refuses nothing.
func (d *Draft) EndEdges(id graph.ID, on graph.Date, out bool, kinds ...graph.Kind) {
	for _, x := range d.edges(id, "", out) {
		if slices.Contains(kinds, x.Kind) && (x.To == 0 || x.To > on) {
			d.end(x, on)
		}
	}
}

func (d *Draft) endPerson(e graph.Element, on graph.Date) error {
	for _, h := range d.Out(e.ID, graph.EdgeHolds) {
		if h.At(on) {
			if err := d.Vacate(h.Dst, e.ID, on); err != nil {
				return err
			}
		}
	}
	d.EndEdges(e.ID, on, true, graph.EdgeHolds, graph.EdgeWorksOn, graph.EdgePairedWith, graph.EdgeDecides)
	d.EndEdges(e.ID, on, false, graph.EdgePairedWith)
	return nil
}

// endSeat ends the places of a seat, which are its days, and what hangs on them; a
// seat that never was is removed.
func (d *Draft) endSeat(e graph.Element, on graph.Date) error {
	d.EndEdges(e.ID, on, true, graph.EdgeIn, graph.EdgeReportsTo, graph.EdgeDecides)
	d.EndEdges(e.ID, on, false, graph.EdgeHolds, graph.EdgeReportsTo, graph.EdgePairedWith)
	if len(d.Out(e.ID, graph.EdgeIn)) == 0 {
		return d.RemoveNode(e.ID)
	}
	return nil
}

func (d *Draft) endOrganization(e graph.Element, on graph.Date) error {
	for _, k := range []graph.Kind{graph.EdgeFor, graph.EdgePartOf, graph.EdgeIn} {
		for _, x := range d.In(e.ID, k) {
			if x.To != 0 && x.To <= on {
				continue
			}
			part, ok := d.Get(x.Src)
			switch {
			case !ok || part.To != 0 && part.To <= on:
			case part.Kind == graph.NodeAccount:
				return graph.Invalid("end", []graph.ID{e.ID, part.ID}, "organization %s cannot end on %s while there is the account %s of it; end that first", e.ID, on, part.ID)
			default:
				if err := d.endFact(part, on); err != nil {
					return err
				}
			}
		}
	}
	d.EndEdges(e.ID, on, true, graph.EdgePartOf)
	return nil
}
