package draft

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// maxNamed is how many facts a refusal describes; the others it counts.
const maxNamed = 5

// Undo takes back an edit: its commits in the order in which they were made. It
// fails with [graph.ErrConflict], naming them, when facts have changed since, when
// something recorded since hangs on what would go or stood on what would come
// back, and when a commit was erased in part.
func (d *Draft) Undo(edit ...graph.Commit) error {
	return d.whole(func() error {
		var since []graph.ID
		for _, c := range slices.Backward(edit) {
			for i := range c.Changes {
				ch := &c.Changes[i]
				have, ok := d.Get(ch.ID)
				if ch.Erased() || ok != (ch.After != nil) || ok && have != *ch.After {
					since = append(since, ch.ID)
				}
			}
			for _, ch := range slices.Backward(c.Changes) {
				if ch.Before == nil {
					d.Remove(ch.ID)
				} else {
					d.Put(*ch.Before)
				}
			}
		}
		if len(since) == 0 {
			since = d.loose(edit)
		}
		if len(since) == 0 {
			return nil
		}
		slices.Sort(since)
		since = slices.Compact(since)
		return graph.Refuse(graph.ErrConflict, "undo", since, "revision %d cannot be undone: %s changed since", edit[len(edit)-1].Revision, d.described(since))
	})
}

// loose returns the edges that would end at nothing once the edit is undone, and
// the missing ends of those that would come back.
func (d *Draft) loose(edit []graph.Commit) (out []graph.ID) {
	for _, c := range edit {
		for _, ch := range c.Changes {
			e, ok := d.Get(ch.ID)
			switch {
			case ok && e.IsEdge():
				for _, end := range []graph.ID{e.Src, e.Dst} {
					if _, there := d.Get(end); !there {
						out = append(out, end)
					}
				}
			case !ok && ch.After != nil && !ch.After.IsEdge():
				for _, x := range slices.Concat(d.edges(ch.ID, "", true), d.edges(ch.ID, "", false)) {
					out = append(out, x.ID)
				}
			}
		}
	}
	return out
}

// described names facts as the base of the draft has them: `Person p-1 "Ann" and 2
// others have`.
func (d *Draft) described(ids []graph.ID) string {
	var names []string
	for _, id := range ids[:min(len(ids), maxNamed)] {
		names = append(names, d.describe(id))
	}
	if n := len(ids) - len(names); n > 0 {
		names = append(names, fmt.Sprintf("%d more", n))
	}
	verb := "have"
	if len(ids) == 1 {
		verb = "has"
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1] + " " + verb
	}
	return names[0] + " " + verb
}

// describe names one fact: its kind, its ID and what people call it.
func (d *Draft) describe(id graph.ID) string {
	e, ok := d.base.Element(id)
	if !ok {
		return string(id) + ", which is gone,"
	}
	if e.IsEdge() {
		return fmt.Sprintf("%s %s (%s to %s)", e.Kind, id, d.called(e.Src), d.called(e.Dst))
	}
	if name := d.called(id); name != string(id) {
		return fmt.Sprintf("%s %s %s", e.Kind, id, name)
	}
	return fmt.Sprintf("%s %s", e.Kind, id)
}

// called returns what people call a node, in quotes, and its ID when it has no
// name.
func (d *Draft) called(id graph.ID) string {
	e, _ := d.base.Element(id)
	for _, property := range []string{"name", "title", "text"} {
		if s := e.Props.Text(property); s != "" {
			return graph.Quote(s)
		}
	}
	return string(id)
}
