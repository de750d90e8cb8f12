package graph

import "slices"

// Pair makes one of ours look after a seat or person of theirs. It replaces a
// pairing of the same two from its day on, until the next one.
func (d *Draft) Pair(p PairedWith) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, p.Src); err != nil {
			return "", err
		}
		if err := d.want(p.Dst, NodePerson, NodePosition); err != nil {
			return "", err
		}
		p.From = d.orToday(p.From)
		d.replace(&p.Edge, func(old Element) bool { return old.Kind == EdgePairedWith })
		return d.create(p)
	})
}

// LogInteraction records a contact of the people who attended, which author wrote
// down when it is not "", and returns its ID. The author need not have attended.
func (d *Draft) LogInteraction(i Interaction, attended []ID, author ID) (ID, error) {
	return d.making(func() (ID, error) {
		if err := list("belongs", "who attended", attended); err != nil {
			return "", err
		}
		if err := d.wants(NodePerson, attended...); err != nil {
			return "", err
		}
		i.On = d.orToday(i.On)
		id, err := d.create(i)
		if err != nil {
			return "", err
		}
		sorted := slices.Clone(attended)
		slices.Sort(sorted)
		for _, p := range slices.Compact(sorted) {
			d.join(EdgeAttended, p, id)
		}
		return id, d.author(id, author)
	})
}

// author says who wrote a node, when that is known.
func (d *Draft) author(node, by ID) error {
	if by == "" {
		return nil
	}
	if err := d.wants(NodePerson, by); err != nil {
		return err
	}
	d.join(EdgeAuthor, node, by)
	return nil
}

// SetCapture says how contacts of a person would be noticed from a day on, and
// returns the ID of what says so. What was said of days from then on is taken
// back.
func (d *Draft) SetCapture(person ID, mode CaptureMode, on Date) (ID, error) {
	return d.making(func() (ID, error) {
		if err := d.wants(NodePerson, person); err != nil {
			return "", err
		}
		on, err := d.day(on, person)
		if err != nil {
			return "", err
		}
		for _, about := range d.In(person, EdgeAbout) {
			c, ok := d.Get(about.Src)
			switch {
			case !ok || c.Kind != NodeCapture || c.To != 0 && c.To <= on:
			case c.From != 0 && c.From >= on:
				if err := d.RemoveNode(c.ID); err != nil {
					return "", err
				}
			default:
				d.end(c, on)
			}
		}
		id := d.Add(Capture{Node: Node{From: on}, Mode: mode})
		d.join(EdgeAbout, id, person)
		return id, nil
	})
}
