package brief

import (
	"fmt"
	"slices"
	"strings"

	words "github.com/kithgraph/kith/graph/analysis/say"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

// writer writes a document about things of a view.
type writer struct {
	*Document
	v *view.View
}

// name returns the name of a thing, and its id where it has none.
func (w *writer) name(id graph.ID) string {
	if n, ok := w.v.Ever().Node(id); ok {
		if s := w.v.Name(n); s != "" {
			return s
		}
		if s := w.v.Title(n); s != "" {
			return s
		}
	}
	return string(id)
}

func (w *writer) names(ids []graph.ID) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = w.name(id)
	}
	return words.JoinAll(list)
}

// word writes a value of an enumeration: "long shot".
func word[T ~string](v T) string { return strings.ToLower(strings.ReplaceAll(string(v), "_", " ")) }

// parts writes what somebody does in decisions: "decider of ERP, user".
func parts(list []analysis.Part) (text string, records []graph.ID) {
	var out []string
	for _, p := range list {
		s := word(p.Role)
		if p.Name != "" {
			s += " of " + p.Name
		}
		if p.Opinion {
			s += " (as a colleague sees it)"
		}
		out, records = append(out, s), append(records, p.Record)
	}
	return strings.Join(out, ", "), records
}

// partsLine is a cell of what somebody does in decisions.
func partsLine(list []analysis.Part) line {
	text, records := parts(list)
	return say(text, records...)
}

// tie writes how a tie stands.
func tie(t *analysis.Tie) string {
	s := word(t.Band)
	switch {
	case t.Cooling:
		s += ", but out of touch"
	case t.Unverified:
		s += ", only claimed, long ago"
	}
	if t.LastContact != 0 {
		s += ", last contact " + t.LastContact.Said()
	}
	return s
}

// tieRecords returns what a tie rests on.
func tieRecords(t *analysis.Tie) []graph.ID {
	if t.Stated == nil {
		return []graph.ID{t.LastRecord}
	}
	return []graph.ID{t.LastRecord, t.Stated.Record}
}

// lost lists what is lost with somebody, who is gone or may go.
func (w *writer) lost(l *analysis.Loss, gone bool) (out []line) {
	leads, is, then := "leads", "is", "today"
	if gone {
		leads, is, then = "led", "was", "the day before"
	}
	for _, id := range l.Deciders {
		out = append(out, say(fmt.Sprintf("within two handshakes nothing else %s to %s, who decides or approves", leads, w.name(id)), id))
	}
	var others []graph.ID
	for _, id := range l.People {
		if !slices.Contains(l.Deciders, id) {
			others = append(others, id)
		}
	}
	if len(others) > 0 {
		out = append(out, say(fmt.Sprintf("within two handshakes nothing else %s to %s", leads, w.names(others)), others...))
	}
	for _, a := range l.Areas {
		s := a.Name + " " + is + " cut off"
		if len(a.Budget) > 0 {
			s += " (" + words.Money(a.Budget) + ")"
		}
		out = append(out, say(s, a.Area))
	}
	for _, f := range l.Reasons {
		out = append(out, say(then+": "+f.Text, f.Record))
	}
	if len(l.RevenueExposed) > 0 {
		out = append(out, say(fmt.Sprintf("all that bears the account's revenue (%s) %s cut off", words.Money(l.RevenueExposed), is)))
	}
	return out
}

// promises lists open promises.
func (w *writer) promises(list []analysis.OpenPromise) (out []line) {
	for _, p := range list {
		s := p.Text
		if len(p.MadeBy) > 0 {
			s += ": promised by " + w.names(p.MadeBy)
		}
		if len(p.MadeTo) > 0 {
			s += " to " + w.names(p.MadeTo)
		}
		switch {
		case p.Overdue:
			s += ", overdue since " + p.Due.Said()
		case p.Due != 0:
			s += ", due " + p.Due.Said()
		}
		if p.Moved > 0 {
			s += ", moved " + words.Count(p.Moved, "time", "times")
		}
		out = append(out, say(s, p.Record))
	}
	return out
}

// close ends a document: what limits it, and what it read.
func (w *writer) close(e *analysis.Envelope, event string) {
	var issues []line
	for _, x := range e.DataIssues {
		where := w.names(x.IDs)
		if more := x.Count - len(x.IDs); more > 0 {
			where += fmt.Sprintf(" and %d more", more)
		}
		issues = append(issues, say(x.Text+": "+where, x.IDs...))
	}
	if len(issues) > 0 {
		w.heading("What the data leave open")
		w.list("", issues)
	}
	w.heading("About this page")
	text := fmt.Sprintf("As of %s, known at revision %d.", e.AsOf.Said(), e.Revision)
	if e.ValidUntil != 0 {
		text += fmt.Sprintf(" Without a new record it may change on %s.", e.ValidUntil.Said())
	}
	w.paragraph(line{Text: text})
	w.paragraph(line{Text: "The same event has the same name, whenever it is asked for:", IDs: []string{event}})
}
