package draft

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// SetDated gives a dated property of a node a new value from a day on; what it
// was until then is kept in details, and what was said of later days is taken
// back. A nil or empty value is "unknown"; others are read as by [graph.Field.Value].
func (d *Draft) SetDated(id graph.ID, property string, value graph.Value, on graph.Date) error {
	return d.verb(func() error { return d.setDated(id, property, value, on) })
}

func (d *Draft) setDated(id graph.ID, property string, value graph.Value, on graph.Date) error {
	e, ok := d.Get(id)
	if !ok || e.IsEdge() {
		return graph.NotFound("node", id)
	}
	f, ok := graph.FieldOf(e.Kind, property)
	if !ok || !f.Dated {
		return graph.Invalid("detail", []graph.ID{id}, "%s has no dated property %s", e.Kind, graph.Quote(property))
	}
	on, err := d.day(on, id)
	if err != nil {
		return err
	}
	if value, err = f.Value(value); err != nil {
		return graph.Invalid("detail", []graph.ID{id}, "%s of %s: %s", property, id, message(err))
	}
	value, text, fault := graph.DatedValue(e.Kind, property, value)
	if fault != "" {
		return graph.Invalid("detail", []graph.ID{id}, "%s of %s: %s", property, id, fault)
	}
	present, _ := e.Props.Get(property)
	was := graph.DetailText(present)
	var said []graph.Interval
	for _, of := range d.In(id, graph.EdgeOf) {
		det, ok := d.Get(of.Src)
		if !ok || det.Props.Text("property") != property {
			continue
		}
		if det.From >= on {
			if err := d.RemoveNode(det.ID); err != nil {
				return err
			}
			continue
		}
		if det.To == 0 || det.To > on {
			det.To = on
			d.Put(det)
		}
		said = append(said, det.Valid())
	}
	if text == was {
		return nil
	}
	for _, days := range (graph.Interval{To: on}).Without(said) {
		d.addDetail(graph.Detail{Node: graph.Node{From: days.From, To: days.To}, Property: property, Value: was}, id)
	}
	if e.Props, err = e.Props.With(property, value); err != nil {
		return err
	}
	d.Put(e)
	return nil
}

func (d *Draft) addDetail(x graph.Detail, owner graph.ID) { d.join(graph.EdgeOf, d.Add(x), owner) }

// message returns what an error says without the name of its rule.
func message(err error) string {
	if e, ok := err.(*graph.Error); ok {
		return e.Msg
	}
	return err.Error()
}

// Patch is an edit of one fact: values by the name of the property, read as by
// [graph.Field.Value], nil to clear; "from" and "to" are its days.
type Patch map[string]any

// Update edits a fact, which must be of kind k. With a day, dated properties keep
// what they were before it, as by [Draft.SetDated]; with on 0, what was recorded
// is corrected as if it had never been otherwise.
func (d *Draft) Update(id graph.ID, k graph.Kind, p Patch, on graph.Date) error {
	return d.verb(func() error {
		if e, ok := d.Get(id); !ok {
			return graph.NotFound("fact", id)
		} else if e.Kind != k {
			return graph.Invalid("patch", []graph.ID{id}, "%s is a %s and cannot be edited as a %s", id, e.Kind, k)
		}
		names := make([]string, 0, len(p))
		for name := range p {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if err := d.set(id, name, p[name], on); err != nil {
				return err
			}
		}
		return nil
	})
}

// set sets one property or day of a fact that is there.
func (d *Draft) set(id graph.ID, name string, raw any, on graph.Date) error {
	e, _ := d.Get(id)
	f, ok := graph.FieldOf(e.Kind, name)
	if end := map[string]*graph.Date{"from": &e.From, "to": &e.To}[name]; end != nil {
		f, ok = graph.Field{Name: name, Type: graph.FieldDate}, true
		v, err := f.Value(raw)
		if err != nil {
			return graph.Invalid("value", []graph.ID{id}, "%s: %s", id, message(err))
		}
		*end, _ = v.(graph.Date)
		d.Put(e)
		return nil
	}
	if !ok {
		return graph.Invalid("property", []graph.ID{id}, "%s has no property %s", e.Kind, graph.Quote(name))
	}
	if on != 0 && f.Dated {
		return d.setDated(id, name, raw, on)
	}
	v, err := f.Value(raw)
	if err != nil {
		return graph.Invalid("value", []graph.ID{id}, "%s: %s", id, message(err))
	}
	if list, ok := v.([]string); ok && name == "externalIds" {
		list = slices.Clone(list)
		slices.Sort(list)
		v = list
	}
	if e.Props, err = e.Props.With(name, v); err != nil {
		return err
	}
	d.Put(e)
	return nil
}

// Confirm records that facts were found on a day, by a source or somebody, to be
// still true.
func (d *Draft) Confirm(ids []graph.ID, by string, on graph.Date) error {
	return d.verb(func() error {
		if err := list("input", "facts", ids); err != nil {
			return err
		}
		for _, id := range ids {
			e, ok := d.Get(id)
			if !ok {
				return graph.NotFound("fact", id)
			}
			props, err := e.Props.With("confirmedOn", d.orToday(on))
			if err == nil {
				props, err = props.With("confirmedBy", by)
			}
			if err != nil {
				return err
			}
			e.Props = props
			d.Put(e)
		}
		return nil
	})
}

// RemoveFact removes what should never have been recorded: an edge, or a node as
// by [Draft.RemoveNode].
func (d *Draft) RemoveFact(id graph.ID) error {
	return d.verb(func() error {
		e, ok := d.Get(id)
		switch {
		case !ok:
			return graph.NotFound("fact", id)
		case e.IsEdge():
			d.Remove(id)
			return nil
		}
		return d.RemoveNode(id)
	})
}
