package importer

import (
	"slices"

	"github.com/kithgraph/kith/graph"
)

// holding is a stretch of days on which a person holds a seat.
type holding struct {
	days   graph.Interval
	kind   graph.HoldKind // "" when no row says
	notice graph.Date
}

// holders reconciles who holds a seat. The files speak for the whole seat: who
// held it on their day by this source, and is not among those whom they name
// for that day, has left.
func (im *importer) holders(s *seat) {
	var people []graph.ID
	said := map[graph.ID][]holding{}
	current := false // some row speaks of the day of the files
	for i := range s.spells {
		sp := &s.spells[i]
		current = current || sp.days.Contains(im.asOf)
		if sp.person == "" {
			continue
		}
		if _, ok := said[sp.person]; !ok {
			people = append(people, sp.person)
		}
		said[sp.person] = append(said[sp.person], holding{sp.days, sp.hold, sp.notice})
	}
	var have []graph.Element
	if !s.isNew {
		have = im.d.In(s.id, graph.EdgeHolds)
	}
	used := map[graph.ID]bool{}
	for _, p := range people {
		for _, h := range coalesce(said[p]) {
			im.hold(s.id, p, h, have, used)
		}
	}
	if !current {
		return
	}
	for _, e := range have {
		if used[e.ID] || !e.At(im.asOf) || e.Props.Text("confirmedBy") != im.options.Source {
			continue
		}
		im.end(e, im.leftOn(e, s, have))
	}
}

// leftOn returns the day on which a holder left whom the files do not name any
// more: when somebody new, or nobody, took over after them, else the day of the
// files.
func (im *importer) leftOn(e graph.Element, s *seat, have []graph.Element) graph.Date {
	on := im.asOf
	for i := range s.spells {
		sp := &s.spells[i]
		was := slices.ContainsFunc(have, func(h graph.Element) bool { return h.Src == sp.person })
		if sp.days.Contains(im.asOf) && sp.days.From > e.From && !was {
			on = sp.days.From
		}
	}
	return on
}

// end ends an edge on a day, and removes one that would not have begun.
func (im *importer) end(e graph.Element, on graph.Date) {
	if e.From != 0 && e.From >= on {
		im.d.Remove(e.ID)
		return
	}
	e.To = on
	im.d.Put(e)
}

// coalesce joins the holdings of one seat by one person that touch or overlap
// and are of one kind. On days for which rows name two kinds the one that began
// later counts.
func coalesce(hs []holding) []holding {
	if len(hs) == 1 {
		return hs
	}
	slices.SortStableFunc(hs, func(a, b holding) int { return int(a.days.From) - int(b.days.From) })
	t := newTimeline()
	for _, h := range hs {
		r := run{value: string(h.kind), set: true, own: h.kind != ""} // own: the row itself says so
		if h.kind == "" {
			r.value = string(graph.HoldPermanent)
		}
		t = t.paint(h.days.From, h.days.To, r)
	}
	t = t.joined()
	var out []holding
	for i, x := range t {
		if !x.set {
			continue
		}
		h := holding{days: graph.Interval{From: x.from, To: t.end(i)}}
		if x.own {
			h.kind = graph.HoldKind(x.value)
		}
		for _, row := range hs {
			if row.days.Overlaps(h.days) {
				h.notice = max(h.notice, row.notice)
			}
		}
		out = append(out, h)
	}
	return out
}

// hold makes one holding of the files true. A holding that is there and shares
// a day is the same one: its days follow the files, but a start on the day of
// the files only says "seen", and an open end only says "not yet ended".
func (im *importer) hold(seat, person graph.ID, h holding, have []graph.Element, used map[graph.ID]bool) {
	fact := graph.Holds{Kind: h.kind, NoticeOn: h.notice}
	days := h.days
	id := graph.ID("")
	for _, e := range have {
		if e.Src != person || used[e.ID] || !e.Valid().Overlaps(h.days) {
			continue
		}
		used[e.ID] = true
		if h.days.From == im.asOf && e.From < days.From {
			days.From = e.From
		}
		if h.days.To == 0 && e.To > im.asOf {
			days.To = max(days.To, e.To)
		}
		if id != "" { // two holdings that the files know as one
			im.d.Remove(e.ID)
			continue
		}
		id = e.ID
		old := graph.Decode[graph.Holds](e)
		if fact.Kind == "" {
			fact.Kind = old.Kind
		}
		fact.NoticeOn = max(fact.NoticeOn, old.NoticeOn)
	}
	if id == "" {
		id = im.freeEdgeID(graph.EdgeHolds, string(person), string(seat), days.From.String())
	}
	if fact.Kind == "" {
		fact.Kind = graph.HoldPermanent
	}
	fact.Edge = im.edge(id, person, seat, days)
	im.put(fact)
}

// sideLines reconciles the dotted or assistant lines that leave a seat: those of
// the source are what the files say.
func (im *importer) sideLines(s *seat, kind graph.LineKind, of func(*spell) []string) {
	type line struct {
		to   graph.ID
		days []holding
	}
	var lines []line
	speaks := false
	for i := range s.spells {
		sp := &s.spells[i]
		for _, key := range of(sp) {
			speaks = true
			to, ok := im.find(graph.NodePosition, key)
			if !ok || to == s.id {
				rule, reason := "unknown-manager", "no seat has this id; the line was left out"
				if ok {
					rule, reason = "self-manager", "the seat reports to itself; the line was left out"
				}
				im.problem(Problem{File: sp.place.file, Line: sp.place.line, Column: string(kind), Value: shown(key), Rule: rule, Effect: EffectPart, Reason: reason})
				continue
			}
			at := slices.IndexFunc(lines, func(l line) bool { return l.to == to })
			if at < 0 {
				lines = append(lines, line{to: to})
				at = len(lines) - 1
			}
			lines[at].days = append(lines[at].days, holding{days: sp.days})
		}
	}
	have := slices.DeleteFunc(im.reportsTo(s), func(e graph.Element) bool { return e.Props.Text("kind") != string(kind) })
	if !speaks && len(have) == 0 {
		return
	}
	used := map[graph.ID]bool{}
	for _, l := range lines {
		for _, h := range coalesce(l.days) {
			days, id := h.days, graph.ID("")
			for _, e := range have {
				if e.Dst == l.to && !used[e.ID] && e.Valid().Overlaps(days) {
					used[e.ID], id = true, e.ID
					if days.From == im.asOf && e.From < days.From {
						days.From = e.From
					}
					break
				}
			}
			if id == "" {
				id = im.freeEdgeID(graph.EdgeReportsTo, string(s.id), string(l.to), string(kind), days.From.String())
			}
			im.put(graph.ReportsTo{Edge: im.edge(id, s.id, l.to, days), Kind: kind})
		}
	}
	for _, e := range have {
		if !used[e.ID] && e.At(im.asOf) && e.Props.Text("confirmedBy") == im.options.Source {
			im.end(e, im.asOf)
		}
	}
}
