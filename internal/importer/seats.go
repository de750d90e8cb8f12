package importer

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// seatRow is what a row of positions.csv said of a seat, as the seat keeps it:
// things by the keys of the source. What was empty is absent, and said nothing.
type seatRow struct {
	From       graph.Date         `json:"f,omitempty"`
	To         graph.Date         `json:"t,omitempty"`
	Org        string             `json:"o,omitempty"`
	Person     string             `json:"p,omitempty"`
	Hold       graph.HoldKind     `json:"h,omitempty"`
	Notice     graph.Date         `json:"n,omitempty"`
	Occupancy  graph.Occupancy    `json:"c,omitempty"`
	NoPerson   bool               `json:"e,omitempty"` // names nobody, and does not say why
	Title      string             `json:"i,omitempty"`
	Department string             `json:"d,omitempty"`
	Level      string             `json:"l,omitempty"`
	Function   graph.Function     `json:"u,omitempty"`
	Manager    string             `json:"m,omitempty"`
	State      graph.ManagerState `json:"s,omitempty"` // stated of a row without a manager
	Dotted     []string           `json:"x,omitempty"`
	Assistant  []string           `json:"y,omitempty"`
	Expected   *bool              `json:"q,omitempty"`
	Gone       bool               `json:"z,omitempty"` // the seat is no more
	Contact    bool               `json:"k,omitempty"` // the row is of a person, and names no seat
	Nowhere    bool               `json:"w,omitempty"` // the person is in no company
	away       bool               // the row is of the same person in another company
}

type seatSaid = observation[seatRow]

func (r seatRow) contradicts(o seatRow) bool {
	empty := func(r seatRow) bool { return r.NoPerson || r.Occupancy != "" }
	if r.Gone != o.Gone || r.Nowhere != o.Nowhere || r.Person != "" && empty(o) || empty(r) && o.Person != "" ||
		r.Manager != "" && o.State != "" || r.State != "" && o.Manager != "" {
		return true
	}
	a, b := reflect.ValueOf(r), reflect.ValueOf(o)
	for i := range a.NumField() {
		if x, y := a.Field(i), b.Field(i); x.CanInterface() && !x.IsZero() && !y.IsZero() && !reflect.DeepEqual(x.Interface(), y.Interface()) {
			return true
		}
	}
	return false
}

func (r *seatRow) days() graph.Interval { return graph.Interval{From: r.From, To: r.To} }

// appendJSON appends what encoding/json writes, without reflection: there is a row for
// each seat.
func (r seatRow) appendJSON(b []byte) []byte {
	b = append(b, '{')
	name := func(property string) {
		if b[len(b)-1] != '{' {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), property...), '"', ':')
	}
	text := func(property, value string) {
		if value != "" {
			name(property)
			b = appendText(b, value)
		}
	}
	list := func(property string, values []string) {
		if len(values) == 0 {
			return
		}
		name(property)
		b = append(b, '[')
		for i, v := range values {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendText(b, v)
		}
		b = append(b, ']')
	}
	yes := func(property string, value bool) {
		if value {
			name(property)
			b = append(b, "true"...)
		}
	}
	text("f", r.From.String())
	text("t", r.To.String())
	text("o", r.Org)
	text("p", r.Person)
	text("h", string(r.Hold))
	text("n", r.Notice.String())
	text("c", string(r.Occupancy))
	yes("e", r.NoPerson)
	text("i", r.Title)
	text("d", r.Department)
	text("l", r.Level)
	text("u", string(r.Function))
	text("m", r.Manager)
	text("s", string(r.State))
	list("x", r.Dotted)
	list("y", r.Assistant)
	if r.Expected != nil {
		name("q")
		b = strconv.AppendBool(b, *r.Expected)
	}
	yes("z", r.Gone)
	yes("k", r.Contact)
	yes("w", r.Nowhere)
	return append(b, '}')
}

// rowOf returns what a spell says.
func (im *importer) rowOf(s *seat, sp *spell) seatRow {
	r := seatRow{
		From: sp.days.From, To: sp.days.To, Org: sp.orgKey, Person: sp.personKey, Hold: sp.hold, Notice: sp.notice, Occupancy: sp.occupancy, NoPerson: sp.noPerson,
		Contact: sp.contact, Nowhere: sp.nowhere, Title: sp.title, Department: sp.department, Level: sp.level, Function: sp.function, Expected: sp.expected,
	}
	if im.solid(s, sp) != "" {
		r.Manager = sp.manager
	}
	if r.Manager == "" {
		r.State = sp.state
	}
	r.Dotted = im.sideKeys(s, sp, graph.LineDotted, sp.dotted)
	r.Assistant = im.sideKeys(s, sp, graph.LineAssistant, sp.assistant)
	return r
}

// sideKeys returns the seats that a row reports to beside its manager, but itself.
func (im *importer) sideKeys(s *seat, sp *spell, kind graph.LineKind, keys []string) (out []string) {
	for _, key := range keys {
		to, ok := im.find(graph.NodePosition, key)
		if !ok {
			to = im.placeholder(graph.NodePosition, key)
		}
		if to != s.id {
			out = append(out, key)
			continue
		}
		im.problem(Problem{File: sp.place.file, Line: sp.place.line, Column: string(kind), Value: shown(key), Rule: "self-manager", Effect: EffectPart,
			Reason: "the seat reports to itself; the line was left out"})
	}
	return out
}

// named returns the node that a key of a source stands for, "" for none.
func (im *importer) named(source string, k graph.Kind, key string) graph.ID {
	if key == "" {
		return ""
	}
	if source == im.options.Source {
		id, _ := im.find(k, key)
		return id
	}
	id, _ := im.d.ByExternalID(k, source+":"+key)
	return id
}

// seatOrg, seatManager and the like say what an observation says of one matter.
func seatOrg(im *importer, o *seatSaid, r *seatRow) string {
	if r.away {
		return ""
	}
	return string(im.named(o.source, graph.NodeOrganization, r.Org))
}

func seatManager(im *importer, o *seatSaid, r *seatRow) string {
	if r.away {
		return ""
	}
	if r.Contact && r.Manager != "" { // the manager as they sit in the same company
		if org := im.named(o.source, graph.NodeOrganization, r.Org); org != "" {
			if id := im.named(o.source, graph.NodePosition, im.homeKey(r.Manager, im.company(org))); id != "" {
				return string(id)
			}
		}
	}
	return string(im.named(o.source, graph.NodePosition, r.Manager))
}

// seatLine returns the days of one matter of which at most one value is true on a
// day, and which ends. Where away is set it has not begun while the person was
// elsewhere.
func (im *importer) seatLine(list []seatSaid, of func(*importer, *seatSaid, *seatRow) string, away bool, none func(*seatRow) bool) timeline {
	known := false
	return foldLine(list, func(o *seatSaid) (out []saying) {
		for i := range o.rows {
			r := &o.rows[i]
			switch v := of(im, o, r); {
			case v != "":
				known = true
				out = append(out, saying{r.days(), v})
			case r.away && away && !known, r.Gone && known, none != nil && none(r):
				out = append(out, saying{r.days(), ""})
			}
		}
		return out
	}, true)
}

// seatText returns the days of a property of the seat: what it was last it is.
func seatText(list []seatSaid, of func(*seatRow) string) timeline {
	return foldLine(list, func(o *seatSaid) (out []saying) {
		for i := range o.rows {
			if v := of(&o.rows[i]); v != "" && !o.rows[i].away {
				out = append(out, saying{o.rows[i].days(), v})
			}
		}
		return out
	}, false).filled()
}

// seatOccupancy returns what is said of the seat without a holder. That nobody is
// named counts as vacant where the row begins after all that was said before, or
// where nobody ever was.
func seatOccupancy(list []seatSaid) timeline {
	var last graph.Date
	named, empty := false, false
	t := foldLine(list, func(o *seatSaid) (out []saying) {
		for i := range o.rows {
			r := &o.rows[i]
			named = named || r.Person != "" && !r.away
			empty = empty || r.NoPerson
			switch {
			case r.away && !named:
			case r.away:
				out = append(out, saying{r.days(), string(graph.OccupancyVacant)})
			case r.Occupancy != "":
				out = append(out, saying{r.days(), string(r.Occupancy)})
			case r.NoPerson && r.From > last:
				out = append(out, saying{r.days(), string(graph.OccupancyVacant)})
			}
		}
		last = o.day
		return out
	}, false)
	if len(t) == 1 && !t[0].set && empty && !named {
		return timeline{{value: string(graph.OccupancyVacant), set: true, own: true}}
	}
	return t.filled()
}

// seatHolders returns the days of each holder: the value is how they hold.
func (im *importer) seatHolders(list []seatSaid) map[graph.ID]timeline {
	var last graph.Date
	several := severalPeople(list)
	return foldSet(list, func(o *seatSaid) (out []membership) {
		for i := range o.rows {
			r := &o.rows[i]
			switch {
			case r.away && several: // of a seat made one of two it says nothing of the other
				if p := im.named(o.source, graph.NodePerson, r.Person); p != "" {
					out = append(out, membership{days: r.days(), member: p, away: true})
				}
			case r.away:
				out = append(out, membership{days: r.days()})
			case r.Person != "":
				if p := im.named(o.source, graph.NodePerson, r.Person); p != "" {
					out = append(out, membership{days: r.days(), member: p, value: string(r.Hold)})
				}
			case r.Gone && last != 0, r.Occupancy == graph.OccupancyVacant, r.Occupancy == graph.OccupancyWithheld, r.NoPerson && r.From > last && r.From != 0:
				out = append(out, membership{days: r.days()})
			}
		}
		last = o.day
		return out
	}, setRules{string(graph.HoldPermanent), true})
}

// severalPeople reports whether rows of more than one person, which name no seat, are
// of a seat.
func severalPeople(list []seatSaid) bool {
	first := ""
	for i := range list {
		for _, r := range list[i].rows {
			if r.Contact && first == "" {
				first = r.Person
			}
			if r.Contact && r.Person != first {
				return true
			}
		}
	}
	return false
}

// seatSide returns the days of each line beside the solid one.
func (im *importer) seatSide(list []seatSaid, kind graph.LineKind, of func(*seatRow) []string) map[graph.ID]timeline {
	return foldSet(list, func(o *seatSaid) (out []membership) {
		for i := range o.rows {
			r := &o.rows[i]
			if r.Gone {
				out = append(out, membership{})
			}
			if r.away {
				continue
			}
			for _, key := range of(r) {
				if to := im.named(o.source, graph.NodePosition, key); to != "" {
					out = append(out, membership{days: r.days(), member: to})
				}
			}
		}
		return out
	}, setRules{string(kind), true})
}

// writeSeat makes the graph say of a seat what follows from what was said of it
// until now, and with this file. What follows from both stays as it is.
func (im *importer) writeSeat(s *seat, before, after []seatSaid, now seen) {
	var since graph.Date
	if len(before) == 0 && len(after) > 0 {
		since = after[0].day
	}
	lines := [2]timeline{im.seatLine(before, seatManager, false, stateNone), im.seatLine(after, seatManager, false, stateNone)}
	im.writePosition(s, before, after, since, now)
	im.relink(s.id, graph.EdgeIn, nil, im.seatLine(before, seatOrg, true, nil), im.seatLine(after, seatOrg, true, nil), since, func(e graph.Edge) graph.Fact { return graph.In{Edge: e} })
	im.writeHolders(s, before, after, since)
	im.relink(s.id, graph.EdgeReportsTo, func(e graph.Element) bool { return e.Props.Text("kind") == string(graph.LineSolid) }, lines[0], lines[1], since, func(e graph.Edge) graph.Fact {
		return graph.ReportsTo{Edge: e, Kind: graph.LineSolid}
	})
	im.writeSide(s, graph.LineDotted, func(r *seatRow) []string { return r.Dotted }, before, after, since)
	im.writeSide(s, graph.LineAssistant, func(r *seatRow) []string { return r.Assistant }, before, after, since)
	im.carryEnd(s.id)
}

// writeSide writes the lines of a kind beside the solid one.
func (im *importer) writeSide(s *seat, kind graph.LineKind, of func(*seatRow) []string, before, after []seatSaid, since graph.Date) {
	filter := func(e graph.Element) bool { return e.Props.Text("kind") == string(kind) }
	im.relinkSet(s.id, true, graph.EdgeReportsTo, filter, im.seatSide(before, kind, of), im.seatSide(after, kind, of), since, func(e graph.Edge, _ string, _ graph.Element) graph.Fact {
		return graph.ReportsTo{Edge: e, Kind: kind}
	})
}

func stateNone(r *seatRow) bool { return r.State == graph.ManagerNone }

// writeHolders writes who holds a seat.
func (im *importer) writeHolders(s *seat, before, after []seatSaid, since graph.Date) {
	var notice map[graph.ID][]seatRow
	for i := range after {
		for _, r := range after[i].rows {
			if r.Notice != 0 && !r.away {
				p := im.named(after[i].source, graph.NodePerson, r.Person)
				if notice == nil {
					notice = map[graph.ID][]seatRow{}
				}
				notice[p] = append(notice[p], r)
			}
		}
	}
	im.relinkSet(s.id, false, graph.EdgeHolds, nil, im.seatHolders(before), im.seatHolders(after), since, func(e graph.Edge, kind string, old graph.Element) graph.Fact {
		h := graph.Holds{Edge: e, Kind: graph.HoldKind(kind)}
		if old.ID != "" {
			h.NoticeOn = graph.Decode[graph.Holds](old).NoticeOn
		}
		for _, r := range notice[e.Src] {
			if r.days().Overlaps(graph.Interval{From: e.From, To: e.To}) {
				h.NoticeOn = r.Notice
			}
		}
		return h
	})
	if len(notice) == 0 {
		return
	}
	for _, e := range im.d.In(s.id, graph.EdgeHolds) {
		h := graph.Decode[graph.Holds](e)
		for _, r := range notice[e.Src] {
			if r.days().Overlaps(e.Valid()) {
				h.NoticeOn = r.Notice
			}
		}
		im.put(h)
	}
}

// carryEnd ends who holds a seat with the last of its places: nobody sits on a seat
// that is gone. Its lines end as the files say, and pairings and parts too: what an
// older file knows of it must find them.
func (im *importer) carryEnd(seat graph.ID) {
	var last graph.Date
	for _, in := range im.d.Out(seat, graph.EdgeIn) {
		if in.To == 0 {
			return
		}
		last = max(last, in.To)
	}
	if last != 0 {
		im.d.EndEdges(seat, last, false, graph.EdgeHolds)
	}
}

// writePosition writes the node of a seat with its dated properties.
func (im *importer) writePosition(s *seat, before, after []seatSaid, since graph.Date, now seen) {
	p, details := graph.Position{Node: graph.Node{ID: s.id}}, map[string][]graph.Element(nil)
	if e, there := im.d.Get(s.id); there && e.Kind == graph.NodePosition {
		p, details = graph.Decode[graph.Position](e), im.detailsOf(s.id)
	} else if r := first(before, after); r != nil {
		im.firstPosition(s, p, r, now)
		return
	}
	is := func(property, value string) timeline { return datedLine(value, details[property]) }
	text := func(property, value string, of func(*seatRow) string) (was, now timeline) {
		was = is(property, value)
		now, _ = patched(was.open(), seatText(before, of), seatText(after, of), since)
		return was, now.filled()
	}
	titles, newTitles := text("title", p.Title, func(r *seatRow) string { return r.Title })
	departments, newDepartments := text("department", p.Department, func(r *seatRow) string { return r.Department })
	levels, newLevels := text("sourceLevel", p.SourceLevel, func(r *seatRow) string { return r.Level })
	oldLevel := ""
	if p.Level != 0 {
		oldLevel = strconv.Itoa(p.Level)
	}
	level := derive(is("level", oldLevel), [2]timeline{titles, levels}, [2]timeline{newTitles, newLevels}, func(title, level string) (string, bool) {
		n, settled := im.level(title, level)
		if n == 0 {
			return "", settled
		}
		return strconv.Itoa(n), settled
	})
	function := derive(is("function", string(p.Function)), [2]timeline{titles, departments}, [2]timeline{newTitles, newDepartments}, func(title, department string) (string, bool) {
		f, settled := im.function(title, department)
		return string(f), settled
	})
	says := func(r *seatRow) string { return string(r.Function) }
	function = stated(is("function", string(p.Function)), function, seatText(before, says), seatText(after, says))
	stays := func(property, value string, before, after timeline) timeline {
		was := is(property, value)
		if now, changed := patched(was.open(), before, after, since); changed {
			return now
		}
		return was // as it is written, such as a seat that was not known to be vacant before
	}
	occupancy := stays("occupancy", string(p.Occupancy), seatOccupancy(before), seatOccupancy(after))
	state := func(r *seatRow) string { return string(r.State) }
	manager := stays("manager", string(p.Manager), seatText(before, state), seatText(after, state))
	for _, x := range []struct {
		name  string
		after timeline
		set   func(string)
	}{
		{"title", newTitles, func(v string) { p.Title = v }},
		{"department", newDepartments, func(v string) { p.Department = v }},
		{"sourceLevel", newLevels, func(v string) { p.SourceLevel = v }},
		{"level", level, func(v string) { p.Level, _ = strconv.Atoi(v) }},
		{"function", function, func(v string) { p.Function = graph.Function(v) }},
		{"occupancy", occupancy, func(v string) { p.Occupancy = graph.Occupancy(v) }},
		{"manager", manager, func(v string) { p.Manager = graph.ManagerState(v) }},
	} {
		base, wanted := x.after.details()
		x.set(base)
		im.writeDetails(s.id, x.name, details[x.name], wanted)
	}
	for i := range after {
		for _, r := range after[i].rows {
			if r.Expected != nil && !r.away {
				p.Expected = *r.Expected
			}
		}
	}
	im.putPosition(s, p, now)
}

// putPosition writes a seat, and counts what the words of its level say.
func (im *importer) putPosition(s *seat, p graph.Position, now seen) {
	im.stamp(&p.Node, s.key)
	if now != nil {
		p.Seen = now.list()
	}
	im.put(p)
	if p.Level == 0 && p.Title != "" {
		im.levels[p.Title]++
	}
	if _, known := im.options.Mapping.level(p.Title, p.SourceLevel); p.SourceLevel != "" && !known {
		if im.grades[p.SourceLevel] == nil {
			im.grades[p.SourceLevel] = map[int]int{}
		}
		im.grades[p.SourceLevel][p.Level]++
	}
}

// first returns the one row that was ever said of a seat; nil where there are others.
func first(before, after []seatSaid) *seatRow {
	if len(before) > 0 || len(after) != 1 || len(after[0].rows) != 1 || after[0].rows[0].away {
		return nil
	}
	return &after[0].rows[0]
}

// firstPosition writes a seat of which nothing was there before. It is what
// writePosition makes of one row.
func (im *importer) firstPosition(s *seat, p graph.Position, r *seatRow, now seen) {
	p.Title, p.Department, p.SourceLevel, p.Function, p.Manager, p.Occupancy = r.Title, r.Department, r.Level, r.Function, r.State, r.Occupancy
	p.Level, _ = im.level(r.Title, r.Level)
	if p.Function == "" {
		p.Function, _ = im.function(r.Title, r.Department)
	}
	if p.Occupancy == "" && r.NoPerson {
		p.Occupancy = graph.OccupancyVacant
	}
	if r.Expected != nil {
		p.Expected = *r.Expected
	}
	im.putPosition(s, p, now)
}

// stated returns a property that follows from others by a rule, with what sources
// say of it themselves, where nobody has corrected that.
func stated(is, derived, before, after timeline) timeline {
	var out timeline
	for _, day := range cuts(0, is, derived, before, after) {
		x, a := derived.at(day), after.at(day)
		if b := before.at(day); a.set && (b.value != a.value || is.at(day).value == b.value) {
			x.value, x.set, x.own = a.value, true, true
		} else if a.set {
			x.value, x.set = is.at(day).value, true
		}
		x.from = day
		out = append(out, x)
	}
	return out.joined()
}

// concludeManager says of a seat that has no manager on some of its days, and of
// which nobody said why, that there is none when it is a chief or others report to
// it, else that its manager is not known. What somebody said otherwise stays as
// long as the same follows.
func (im *importer) concludeManager(id graph.ID) {
	e, there := im.d.Get(id)
	if !there || e.Kind != graph.NodePosition {
		return
	}
	said := e.Props.Strings("seen")
	if !slices.ContainsFunc(said, func(text string) bool { return strings.Contains(text, `"s":"`) }) {
		said = nil // no row says a state
	}
	for _, o := range observations[seatRow](im, id, parseSeen(said)) {
		if slices.ContainsFunc(o.rows, func(r seatRow) bool { return r.State != "" }) {
			return
		}
	}
	is, now, was := graph.ManagerState(e.Props.Text("manager")), conclusion(im.d, id), conclusion(im.was, id)
	if is != now && is == was {
		e.Props = with(e.Props, "manager", string(now))
		im.putElement(e)
	}
}

// conclusion returns what follows of the manager of a seat in a draft.
func conclusion(d *draft.Draft, id graph.ID) graph.ManagerState {
	e, ok := d.Get(id)
	if !ok || standsIn(e) {
		return ""
	}
	solid := func(e graph.Element) bool { return e.Props.Text("kind") == string(graph.LineSolid) }
	var lines []graph.Interval
	for _, e := range d.Out(id, graph.EdgeReportsTo) {
		if solid(e) {
			lines = append(lines, e.Valid())
		}
	}
	open := false
	for _, in := range d.Out(id, graph.EdgeIn) {
		open = open || len(in.Valid().Without(lines)) > 0
	}
	chief := e.Props.Int("level") == 5
	for _, of := range d.In(id, graph.EdgeOf) {
		if x, ok := d.Get(of.Src); ok {
			chief = chief || x.Props.Text("property") == "level" && x.Props.Text("value") == "5"
		}
	}
	switch {
	case !open:
		return ""
	case chief || slices.ContainsFunc(d.In(id, graph.EdgeReportsTo), solid):
		return graph.ManagerNone
	}
	return graph.ManagerUnknown
}

// leaveLine takes down that the line of a seat in the files could not be taken.
func (im *importer) leaveLine(id, manager graph.ID) {
	e, _ := im.d.Get(id)
	s := seenOf(e)
	for i := range s {
		t := &s[i]
		says, k := t.at(im.asOf)
		var rows []seatRow
		if k < 0 || im.feeds[t.feed] == nil || t.entries[k].day != im.asOf || json.Unmarshal([]byte(says), &rows) != nil {
			continue
		}
		for j := range rows {
			if im.named(im.feeds[t.feed].Source, graph.NodePosition, rows[j].Manager) == manager {
				rows[j].Manager, rows[j].State = "", graph.ManagerUnknown
			}
		}
		if t.entries[k].says = rowsText(rows); k > 0 && t.entries[k-1].day == t.entries[k].day && t.entries[k-1].says == t.entries[k].says {
			t.entries = slices.Delete(t.entries, k, k+1)
		}
	}
	e.Props = with(e.Props, "seen", s.list())
	im.putElement(e)
}

// detailsOf returns the details of a node by property.
func (im *importer) detailsOf(id graph.ID) map[string][]graph.Element {
	out := map[string][]graph.Element{}
	for _, of := range im.d.In(id, graph.EdgeOf) {
		if d, ok := im.d.Get(of.Src); ok {
			out[d.Props.Text("property")] = append(out[d.Props.Text("property")], d)
		}
	}
	return out
}

// datedLine returns the values of a property: its own, but where a detail holds.
func datedLine(value string, details []graph.Element) timeline {
	t := timeline{{value: value, set: value != ""}}
	for _, d := range details {
		t = t.paint(d.From, d.To, run{value: d.Props.Text("value"), set: true})
	}
	return t
}

// A row of a person that names no seat, as those of a CRM, is of the seat that the
// person has in the company of the row. When it names another company, the person
// has moved: they have a seat of their own there, and the one that they had is
// vacant. What was said of all these seats is kept with the first.

// company returns the organisation at the top of the tree of one.
func (im *importer) company(org graph.ID) graph.ID {
	for range maxDepth {
		up := im.d.Out(org, graph.EdgePartOf)
		if len(up) == 0 {
			return org
		}
		org = up[len(up)-1].Dst
	}
	return org
}

// homeKey returns the key of the seat that the person of a row has in a company
// that is not the first.
func (im *importer) homeKey(key string, company graph.ID) string {
	e, _ := im.d.Get(company)
	return key + "@" + im.keyOf(e)
}

// home is one seat of the person of a row. Of a seat that was made one of two it is
// that of both, and each of the two has homes of their own elsewhere.
type home struct {
	company graph.ID
	person  string // the key of whose home it is; "" for everybody's, the first
	seat    seat
}

// homes returns the seats of the person of a row, the first one first; nil when all
// that was said is of one company.
func (im *importer) homes(s *seat, lists ...[]seatSaid) []home {
	var others []home
	nowhere, several := false, false
	for _, list := range lists {
		several = several || severalPeople(list)
		for i := range list {
			for j := range list[i].rows {
				r := &list[i].rows[j]
				org := im.named(list[i].source, graph.NodeOrganization, r.Org)
				nowhere = nowhere || r.Nowhere
				if org == "" || !r.Contact {
					continue
				}
				h := home{company: im.company(org), person: r.Person}
				if !slices.ContainsFunc(others, func(o home) bool { return o.company == h.company && o.person == h.person }) {
					others = append(others, h)
				}
			}
		}
	}
	if len(others) == 0 {
		return nil
	}
	first := others[0].company
	if !nowhere && !slices.ContainsFunc(others, func(h home) bool { return h.company != first }) {
		return nil
	}
	for _, in := range im.was.Out(s.id, graph.EdgeIn) {
		first = im.company(in.Dst)
	}
	out := []home{{company: first, seat: *s}}
	for _, h := range others {
		if h.company == first {
			continue
		}
		key := s.key
		if several {
			key = h.person // whose row names no seat is called as they are
		}
		h.seat = *s
		h.seat.key = im.homeKey(key, h.company)
		h.seat.id, _ = im.node(graph.NodePosition, h.seat.key)
		out = append(out, h)
	}
	return out
}

// at returns what was said of a home: in the rows of another company the person is
// away, and the rows of others who have had the first seat say nothing of it.
func (im *importer) at(list []seatSaid, h home) []seatSaid {
	out := slices.Clone(list)
	for i := range out {
		out[i].rows = slices.Clone(out[i].rows)
		if h.person != "" {
			out[i].rows = slices.DeleteFunc(out[i].rows, func(r seatRow) bool { return r.Contact && r.Person != h.person })
		}
		for j := range out[i].rows {
			r := &out[i].rows[j]
			org := im.named(out[i].source, graph.NodeOrganization, r.Org)
			r.away = r.Nowhere || r.Contact && org != "" && im.company(org) != h.company
		}
	}
	return out
}

// A seat of which the files say nothing but that others report to it is a
// placeholder: it stands where those do, on the days on which they do, and takes
// the place that a file gives it once one does, as if nothing had been there.

// standsIn reports whether a seat is such a placeholder.
func standsIn(e graph.Element) bool {
	return e.Kind == graph.NodePosition && e.Props.Text("title") == "" && len(e.Props.Strings("seen")) == 0 && len(e.Props.Strings("externalIds")) > 0
}

// freeStandIn takes a placeholder out of the organisation where it stood.
func (im *importer) freeStandIn(id graph.ID) {
	for _, in := range im.d.Out(id, graph.EdgeIn) {
		im.d.Remove(in.ID)
	}
}

// placeStandIns puts those of the seats that are placeholders into the organisation
// of those who report to them, on the days on which they do; of several on a day,
// whatever the order of the files, into the one with the lowest id. One whom
// somebody has given a holder stays where it is.
func (im *importer) placeStandIns(seats map[graph.ID]bool) {
	for _, id := range slices.Sorted(maps.Keys(seats)) {
		e, _ := im.d.Get(id)
		if !standsIn(e) || len(im.d.In(id, graph.EdgeHolds)) > 0 {
			continue
		}
		days := map[graph.ID][]graph.Interval{}
		for _, line := range im.d.In(id, graph.EdgeReportsTo) {
			for _, in := range im.d.Out(line.Src, graph.EdgeIn) {
				if in.Valid().Overlaps(line.Valid()) {
					days[in.Dst] = append(days[in.Dst], in.Valid().Intersect(line.Valid()))
				}
			}
		}
		place := newTimeline()
		for _, org := range slices.Backward(slices.Sorted(maps.Keys(days))) {
			for _, d := range days[org] {
				place = place.paint(d.From, d.To, run{value: string(org), set: true})
			}
		}
		place = place.joined()
		var wanted []wantedEdge
		for i, r := range place {
			if r.set {
				wanted = append(wanted, wantedEdge{graph.Interval{From: r.from, To: place.end(i)}, id, graph.ID(r.value), ""})
			}
		}
		im.rewrite(graph.EdgeIn, im.d.Out(id, graph.EdgeIn), wanted, func(e graph.Edge, _ string, _ graph.Element) graph.Fact { return graph.In{Edge: e} })
	}
}
