package graph

// Promise records a commitment of one person to another, about an account when
// account is not "", and returns its ID.
func (d *Draft) Promise(c Commitment, by, to, account ID) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, by, to); err != nil {
			return "", err
		}
		if account != "" {
			if err := d.wants(NodeAccount, account); err != nil {
				return "", err
			}
		}
		c.Promised = d.orToday(c.Promised)
		id, err := d.create(c)
		if err != nil {
			return "", err
		}
		d.join(EdgePromisedBy, id, by)
		d.join(EdgePromisedTo, id, to)
		if account != "" {
			d.join(EdgeAbout, id, account)
		}
		return id, nil
	})
}

// Deliver records that a promise was kept on a day.
func (d *Draft) Deliver(commitment ID, on Date) error {
	return d.verb(func() error {
		c, err := Read[Commitment](d, commitment)
		if err != nil {
			return err
		}
		c.Delivered = d.orToday(on)
		if c.Delivered < c.Promised {
			return Invalid("deliver", []ID{commitment}, "%s cannot be delivered on %s, before it was promised on %s", commitment, c.Delivered, c.Promised)
		}
		d.Put(Encode(c))
		return nil
	})
}

// MovePromise gives a promise a new due date on a day; told says whether the
// other side heard of it before the old one passed.
func (d *Draft) MovePromise(commitment ID, due Date, by ID, told Told, on Date) error {
	return d.verb(func() error {
		c, err := Read[Commitment](d, commitment)
		if err != nil {
			return err
		}
		if by != "" {
			if err := d.wants(NodePerson, by); err != nil {
				return err
			}
		}
		if err := d.SetDated(commitment, "due", due, on); err != nil || c.Due == due {
			return err
		}
		for _, of := range d.In(commitment, EdgeOf) {
			det, ok := d.Get(of.Src)
			if ok && det.To == d.orToday(on) && det.Props.Text("property") == "due" {
				return Edit(d, det.ID, func(x *Detail) { x.By, x.Told = by, told })
			}
		}
		return nil
	})
}
