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
	var current *spell // the latest row that speaks of the day of the files
	for i := range s.spells {
		sp := &s.spells[i]
		if sp.days.Contains(im.asOf) {
			current = sp
		}
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
	if current == nil {
		return
	}
	for _, e := range have {
		if used[e.ID] || !e.At(im.asOf) || e.Props.Text("confirmedBy") != im.options.Source {
			continue
		}
		im.end(e, max(im.startAfter(e, current), e.From))
	}
}

// startAfter returns the day on which the row took over from an edge: the
// row's start when that is later, else the day of the files.
func (im *importer) startAfter(e graph.Element, sp *spell) graph.Date {
	if sp.days.From > e.From {
		return sp.days.From
	}
	return im.asOf
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
// and are of one kind; of two kinds the later one begins where the earlier ends.
func coalesce(hs []holding) []holding {
	kind := func(h holding) graph.HoldKind {
		if h.kind == "" {
			return graph.HoldPermanent
		}
		return h.kind
	}
	slices.SortStableFunc(hs, func(a, b holding) int { return int(a.days.From) - int(b.days.From) })
	out := hs[:1:1]
	for _, h := range hs[1:] {
		last := &out[len(out)-1]
		apart := last.days.To != 0 && last.days.To < h.days.From
		switch {
		case apart:
		case kind(*last) == kind(h):
			if h.days.To == 0 || last.days.To != 0 && h.days.To > last.days.To {
				last.days.To = h.days.To
			}
			last.notice = max(last.notice, h.notice)
			continue
		case last.days.From == h.days.From:
			// Two kinds from the same day: the later row counts while it lasts.
			if h.days.To == 0 || last.days.To != 0 && h.days.To >= last.days.To {
				*last = h
				continue
			}
			last.days.From = h.days.To
			out = slices.Insert(out, len(out)-1, h)
			continue
		default:
			last.days.To = h.days.From
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
		if e.Src != person || used[e.ID] || !e.Valid().Overlaps(days) {
			continue
		}
		used[e.ID] = true
		if id != "" { // two holdings that the files know as one
			im.d.Remove(e.ID)
			continue
		}
		id = e.ID
		if days.From == im.asOf && e.From < days.From {
			days.From = e.From
		}
		if days.To == 0 && e.To > im.asOf {
			days.To = e.To
		}
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
