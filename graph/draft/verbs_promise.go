package draft

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// Promise records a commitment of one person to another, about an account when
// account is not "", and returns its ID.
func (d *Draft) Promise(c graph.Commitment, by, to, account graph.ID) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, by, to); err != nil {
			return "", err
		}
		if account != "" {
			if err := d.wants(graph.NodeAccount, account); err != nil {
				return "", err
			}
		}
		c.Promised = d.orToday(c.Promised)
		id, err := d.create(c)
		if err != nil {
			return "", err
		}
		d.join(graph.EdgePromisedBy, id, by)
		d.join(graph.EdgePromisedTo, id, to)
		if account != "" {
			d.join(graph.EdgeAbout, id, account)
		}
		return id, nil
	})
}

// Deliver records that a promise was kept on a day; one that recurs is kept again each
// time.
func (d *Draft) Deliver(commitment graph.ID, on graph.Date) error {
	return d.verb(func() error {
		c, err := Read[graph.Commitment](d, commitment)
		if err != nil {
			return err
		}
		on = d.orToday(on)
		if on < c.Promised {
			return graph.Invalid("deliver", []graph.ID{commitment}, "%s cannot be delivered on %s, before it was promised on %s", commitment, on, c.Promised)
		}
		if c.EveryDays == 0 {
			c.Delivered = on
		} else {
			c.Deliveries = append(slices.Clone(c.Deliveries), on.String())
			slices.Sort(c.Deliveries)
			c.Deliveries = slices.Compact(c.Deliveries)
		}
		d.Put(graph.Encode(c))
		return nil
	})
}

// MovePromise gives a promise a new due date on a day; told says whether the
// other side heard of it before the old one passed.
func (d *Draft) MovePromise(commitment graph.ID, due graph.Date, by graph.ID, told graph.Told, on graph.Date) error {
	return d.verb(func() error {
		c, err := Read[graph.Commitment](d, commitment)
		if err != nil {
			return err
		}
		if by != "" {
			if err := d.wants(graph.NodePerson, by); err != nil {
				return err
			}
		}
		if err := d.SetDated(commitment, "due", due, on); err != nil || c.Due == due {
			return err
		}
		for _, of := range d.In(commitment, graph.EdgeOf) {
			det, ok := d.Get(of.Src)
			if ok && det.To == d.orToday(on) && det.Props.Text("property") == "due" {
				return Edit(d, det.ID, func(x *graph.Detail) { x.By, x.Told = by, told })
			}
		}
		return nil
	})
}
