package draft

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// Pair makes one of ours look after a seat or person of theirs. It replaces a
// pairing of the same two from its day on, until the next one.
func (d *Draft) Pair(p graph.PairedWith) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, p.Src); err != nil {
			return "", err
		}
		if err := d.want(p.Dst, graph.NodePerson, graph.NodePosition); err != nil {
			return "", err
		}
		p.From = d.orToday(p.From)
		d.replace(&p.Edge, func(old graph.Element) bool { return old.Kind == graph.EdgePairedWith })
		return d.create(p)
	})
}

// LogInteraction records a contact of the people who attended, which author wrote
// down when it is not "", and returns its ID. The author need not have attended.
func (d *Draft) LogInteraction(i graph.Interaction, attendees []graph.ID, author graph.ID) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := list("belongs", "who attended", attendees); err != nil {
			return "", err
		}
		if err := d.wants(graph.NodePerson, attendees...); err != nil {
			return "", err
		}
		i.On = d.orToday(i.On)
		id, err := d.create(i)
		if err != nil {
			return "", err
		}
		sorted := slices.Clone(attendees)
		slices.Sort(sorted)
		for _, p := range slices.Compact(sorted) {
			d.join(graph.EdgeAttended, p, id)
		}
		return id, d.author(id, author)
	})
}

// author says who wrote a node, when that is known.
func (d *Draft) author(node, by graph.ID) error {
	if by == "" {
		return nil
	}
	if err := d.wants(graph.NodePerson, by); err != nil {
		return err
	}
	d.join(graph.EdgeAuthor, node, by)
	return nil
}

// SetCapture says how contacts of a person would be noticed from a day on, and
// returns the ID of what says so. What was said of days from then on is taken
// back.
func (d *Draft) SetCapture(person graph.ID, mode graph.CaptureMode, on graph.Date) (graph.ID, error) {
	return d.making(func() (graph.ID, error) {
		if err := d.wants(graph.NodePerson, person); err != nil {
			return "", err
		}
		on, err := d.day(on, person)
		if err != nil {
			return "", err
		}
		for _, about := range d.In(person, graph.EdgeAbout) {
			c, ok := d.Get(about.Src)
			switch {
			case !ok || c.Kind != graph.NodeCapture || c.To != 0 && c.To <= on:
			case c.From != 0 && c.From >= on:
				if err := d.RemoveNode(c.ID); err != nil {
					return "", err
				}
			default:
				d.end(c, on)
			}
		}
		id := d.Add(graph.Capture{Node: graph.Node{From: on}, Mode: mode})
		d.join(graph.EdgeAbout, id, person)
		return id, nil
	})
}
