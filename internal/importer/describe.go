package importer

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// label names a node for people: its name, title or text, else its id.
func (im *importer) label(id graph.ID) string {
	e, ok := im.d.Get(id)
	if !ok {
		e, ok = im.d.Base().Element(id)
	}
	if ok {
		for _, name := range []string{"name", "title", "text", "subject", "property"} {
			if s := e.Props.Text(name); s != "" {
				return shown(s)
			}
		}
	}
	return string(id)
}

// describe says a change in words.
func (im *importer) describe(ch graph.Change) string {
	e := ch.After
	if e == nil {
		e = ch.Before
	}
	what := string(e.Kind) + " " + im.label(e.ID)
	if e.IsEdge() {
		what = fmt.Sprintf("%s %s %s", im.label(e.Src), e.Kind, im.label(e.Dst))
	}
	switch {
	case ch.Before == nil:
		return what + daysText(e.Valid())
	case ch.After == nil:
		return what + daysText(e.Valid()) + ": removed"
	}
	var parts []string
	if ch.Before.Valid() != ch.After.Valid() {
		parts = append(parts, "days"+daysText(ch.Before.Valid())+" →"+daysText(ch.After.Valid()))
	}
	for _, f := range graph.Fields(e.Kind) {
		was, _ := ch.Before.Props.Get(f.Name)
		is, _ := ch.After.Props.Get(f.Name)
		if a, b := fmt.Sprint(was), fmt.Sprint(is); a != b {
			parts = append(parts, fmt.Sprintf("%s %s → %s", f.Name, valueText(was), valueText(is)))
		}
	}
	return what + ": " + strings.Join(parts, ", ")
}

func valueText(v graph.Value) string {
	if v == nil {
		return "nothing"
	}
	return shown(fmt.Sprint(v))
}

func daysText(i graph.Interval) string {
	switch {
	case i.From == 0 && i.To == 0:
		return ""
	case i.To == 0:
		return " from " + i.From.String()
	case i.From == 0:
		return " until " + i.To.String()
	}
	return fmt.Sprintf(" %s to %s", i.From, i.To)
}
