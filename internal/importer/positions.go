package importer

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/folding"
)

// spell is one row of positions.csv: a seat over some days, with at most one holder.
type spell struct {
	place      place
	days       graph.Interval
	org        graph.ID
	person     graph.ID        // "" for none
	hold       graph.HoldKind  // "" when the row does not say
	notice     graph.Date      // of the holder
	occupancy  graph.Occupancy // of a seat without a holder
	title      string
	department string
	level      string // as the source writes it
	function   graph.Function
	manager    string // key of a seat, "" for none stated
	column     string // that names the manager
	state      graph.ManagerState
	dotted     []string
	assistant  []string
}

// seat is what the files say of one position.
type seat struct {
	key      string
	id       graph.ID
	isNew    bool
	spells   []spell // by start, then by row
	expected bool
}

// maxSpells bounds the rows of one seat, because each is held against the others.
const maxSpells = 1000

// seatBook holds the seats of positions.csv while its files are read.
type seatBook struct {
	byKey   map[string]*seat
	order   []*seat
	byRow   map[string]string // row id to seat key, where managers are named by row
	needRow bool
	isBoss  map[string]bool // keys of seats that somebody reports to
}

// positions reads positions.csv: seats, where they are, who holds them, to whom
// they report. A seat's spells may be spread over rows and files, so that seats
// are written once all rows are read.
func (im *importer) positions(sources []source) error {
	b := &seatBook{byKey: map[string]*seat{}, byRow: map[string]string{}, isBoss: map[string]bool{}}
	if err := im.rows(sources, func(r *rows) { im.spell(b, r) }); err != nil {
		return err
	}
	for i, s := range b.order {
		s.id, s.isNew = im.node(graph.NodePosition, s.key)
		slices.SortStableFunc(s.spells, func(a, b spell) int { return int(a.days.From) - int(b.days.From) })
		if i&0xff == 0 && im.ctx.Err() != nil {
			return im.ctx.Err()
		}
	}
	im.managers(b)
	for i, s := range b.order {
		im.writeSeat(b, s)
		if i&0xff == 0 && im.ctx.Err() != nil {
			return im.ctx.Err()
		}
	}
	im.missing(b)
	im.checkSeatTree(b) // last: a seat that ends may open a circle
	return nil
}

// spell takes one row into the book.
func (im *importer) spell(b *seatBook, r *rows) {
	row := r.optionalKey(r.col("id"))
	key := r.optionalKey(r.col("seat_id"))
	if key == "" {
		key = row
	}
	if key == "" && !r.bad {
		r.complain(r.col("seat_id"), EffectRow, "required", "the row names no seat")
	}
	org := r.key(r.col("organization_id"))
	sp := spell{place: place{r.file, r.line}, days: r.days(r.col("start"), r.col("end"))}
	if r.bad {
		return
	}
	var ok bool
	if sp.org, ok = im.find(graph.NodeOrganization, org); !ok {
		r.complain(r.col("organization_id"), EffectRow, "unknown-organization", "no organisation has this id")
		return
	}
	sp.title = im.intern(r.text(r.col("title"), graph.MaxName))
	sp.department = im.intern(r.text(r.col("department"), graph.MaxName))
	sp.level = im.intern(r.text(r.col("level"), graph.MaxName))
	sp.function = r.function(r.col("function"))
	im.holder(r, &sp)
	im.boss(b, r, &sp)
	for c, into := range map[string]*[]string{"dotted_to_seat_id": &sp.dotted, "assistant_to_seat_id": &sp.assistant} {
		for _, k := range r.strings(r.col(c)) {
			*into = append(*into, im.intern(k))
		}
	}
	if r.bad {
		return
	}
	s := b.byKey[key]
	if s == nil {
		s = &seat{key: im.intern(key)}
		b.byKey[s.key] = s
		b.order = append(b.order, s)
	}
	if len(s.spells) == maxSpells {
		r.complain(r.col("seat_id"), EffectRow, "too-many-spells", fmt.Sprintf("the seat has more than %d rows", maxSpells))
		return
	}
	if c := r.col("expected"); r.raw(c) != "" {
		s.expected = r.yes(c)
	}
	if b.needRow && row != "" {
		b.byRow[im.intern(row)] = s.key
	}
	s.spells = append(s.spells, sp)
}

// holder reads who holds the seat in a row, or why nobody does.
func (im *importer) holder(r *rows, sp *spell) {
	c := r.col("person_id")
	key := r.optionalKey(c)
	said := word(r, r.col("occupancy"), occupancyWords)
	switch {
	case r.bad:
		return
	case said == graph.OccupancyWithheld:
		sp.occupancy = said // whatever stands in person_id is no name
		return
	case key == "":
		if sp.occupancy = said; said == "" || said == graph.OccupancyHeld {
			sp.occupancy = graph.OccupancyVacant
		}
		if said == graph.OccupancyHeld {
			sp.occupancy = graph.OccupancyUnknown // somebody, but nobody says who
		}
		return
	}
	if o, ok := im.withheld[key]; ok {
		sp.occupancy = o
		return
	}
	id, ok := im.find(graph.NodePerson, key)
	if !ok {
		id, ok = im.namedHolder(r, key)
	}
	if !ok {
		sp.occupancy = graph.OccupancyUnknown
		if o, isNobody := nobody[folding.Fold(r.raw(r.col("person_name")))]; isNobody {
			sp.occupancy = o
			return
		}
		r.complain(c, EffectPart, "unknown-person", "no person has this id; the seat was taken with its holder unknown")
		return
	}
	sp.person = id
	if c := r.col("interim"); r.raw(c) != "" && r.yes(c) {
		sp.hold = graph.HoldInterim
	}
	if k := word(r, r.col("hold"), holdWords); k != "" {
		sp.hold = k
	}
	if k := im.titled(sp.title).hold; sp.hold == "" && k != graph.HoldPermanent {
		sp.hold = k
	}
	sp.notice = r.optionalDay(r.col("notice_on"))
}

// namedHolder makes a person of the column person_name, for sources that have
// one file for people and seats.
func (im *importer) namedHolder(r *rows, key string) (graph.ID, bool) {
	c := r.col("person_name")
	if r.raw(c) == "" {
		return "", false
	}
	name := r.text(c, graph.MaxName)
	if _, isNobody := nobody[folding.Fold(name)]; isNobody || name == "" {
		return "", false
	}
	id, _ := im.node(graph.NodePerson, key)
	p := graph.Person{Node: graph.Node{ID: id}, Name: name}
	im.stamp(&p.Node, key)
	im.put(p)
	return id, true
}

// boss reads to which seat a row reports, by seat or, in a file without that
// column, by the row of the manager.
func (im *importer) boss(b *seatBook, r *rows, sp *spell) {
	c := r.col("reports_to_seat_id")
	if !r.has(c) {
		b.needRow = true
		c = r.col("reports_to_position_id")
	}
	if sp.manager = im.intern(r.optionalKey(c)); sp.manager != "" {
		sp.column = r.header[r.at[c]]
	}
	sp.state = word(r, r.col("manager"), managerWords)
}

// managers resolves row ids to seats and notes who is a manager.
func (im *importer) managers(b *seatBook) {
	for _, s := range b.order {
		for i := range s.spells {
			m := &s.spells[i].manager
			if b.needRow && *m != "" {
				if key, ok := b.byRow[*m]; ok {
					*m = key
				}
			}
			if *m != "" && *m != s.key {
				b.isBoss[*m] = true
			}
		}
	}
}

// writeSeat reconciles one seat with what the graph knows of it.
func (im *importer) writeSeat(b *seatBook, s *seat) {
	known, details := im.knownDays(s)
	orgs := make([]saying, 0, len(s.spells))
	lines := make([]saying, 0, len(s.spells))
	for i := range s.spells {
		sp := &s.spells[i]
		orgs = append(orgs, saying{days: sp.days, value: string(sp.org)})
		manager := im.solid(s, sp)
		lines = append(lines, saying{days: sp.days, value: string(manager), soft: manager == ""})
		for j := range i {
			im.clash(&s.spells[j], sp)
		}
	}
	im.writePosition(b, s, known, details)
	im.relink(s.id, graph.EdgeIn, orgs, known, func(e graph.Edge) graph.Fact { return graph.In{Edge: e} })
	im.holders(s)
	var solid []graph.Element
	for _, e := range im.reportsTo(s) {
		if e.Props.Text("kind") == string(graph.LineSolid) {
			solid = append(solid, e)
		}
	}
	im.relinkAmong(s.id, graph.EdgeReportsTo, solid, lines, known, func(e graph.Edge) graph.Fact {
		return graph.ReportsTo{Edge: e, Kind: graph.LineSolid}
	})
	im.sideLines(s, graph.LineDotted, func(sp *spell) []string { return sp.dotted })
	im.sideLines(s, graph.LineAssistant, func(sp *spell) []string { return sp.assistant })
	im.carryEnd(s.id)
}

// carryEnd ends who holds a seat with the last of its places: nobody sits on a seat
// that is gone.
func (im *importer) carryEnd(seat graph.ID) {
	var last graph.Date
	for _, in := range im.d.Out(seat, graph.EdgeIn) {
		if in.To == 0 {
			return
		}
		last = max(last, in.To)
	}
	for _, h := range im.d.In(seat, graph.EdgeHolds) {
		if last != 0 && (h.To == 0 || h.To > last) {
			im.end(h, last)
		}
	}
}

func (im *importer) reportsTo(s *seat) []graph.Element {
	if s.isNew {
		return nil
	}
	return im.d.Out(s.id, graph.EdgeReportsTo)
}

// knownDays returns the days on which something about a seat is known to
// begin, and the seat's details by property. It is nil for a new seat.
func (im *importer) knownDays(s *seat) (map[graph.Date]bool, map[string][]graph.Element) {
	known := map[graph.Date]bool{}
	if s.isNew {
		return known, nil
	}
	for _, list := range [][]graph.Element{im.d.Out(s.id, graph.EdgeIn), im.d.In(s.id, graph.EdgeHolds), im.d.Out(s.id, graph.EdgeReportsTo)} {
		for _, e := range list {
			known[e.From] = true
		}
	}
	details := map[string][]graph.Element{}
	for _, of := range im.d.In(s.id, graph.EdgeOf) {
		if d, ok := im.d.Get(of.Src); ok {
			p := d.Props.Text("property")
			details[p] = append(details[p], d)
			known[d.From] = true
			if d.To != 0 {
				known[d.To] = true
			}
		}
	}
	return known, details
}

// solid returns the seat that a row reports to. A seat that reports to itself,
// or to one that is not there, is kept without the line.
func (im *importer) solid(s *seat, sp *spell) graph.ID {
	if sp.manager == "" {
		return ""
	}
	refuse := func(rule, reason string) graph.ID {
		im.problem(Problem{File: sp.place.file, Line: sp.place.line, Column: sp.column, Value: shown(sp.manager), Rule: rule, Effect: EffectPart, Reason: reason})
		sp.state = graph.ManagerUnknown
		return ""
	}
	if sp.manager == s.key {
		return refuse("self-manager", "the seat reports to itself; it was taken with its manager unknown")
	}
	id, ok := im.find(graph.NodePosition, sp.manager)
	if !ok {
		return refuse("unknown-manager", "no seat has this id; the seat was taken with its manager unknown")
	}
	if id == s.id {
		return refuse("self-manager", "the seat reports to itself; it was taken with its manager unknown")
	}
	return id
}

// clash reports two rows of a seat that contradict each other on shared days.
func (im *importer) clash(a, b *spell) {
	if !a.days.Overlaps(b.days) {
		return
	}
	note := func(rule, reason string) {
		im.problem(Problem{File: b.place.file, Line: b.place.line, Rule: rule, Effect: EffectNote,
			Reason: fmt.Sprintf("%s as line %d, on days that both cover", reason, a.place.line)})
	}
	if a.person != "" && a.person == b.person {
		note("hold-overlap", "the row gives the same seat to the same person; both were made one holding")
	}
	if a.manager != "" && b.manager != "" && a.manager != b.manager {
		note("one-solid-line", "the row names another manager for the same seat; the later row counts")
	}
	if a.org != b.org {
		note("one-organization", "the row puts the same seat into another organisation; the later row counts")
	}
}

// writePosition writes the node of a seat with its dated properties.
func (im *importer) writePosition(b *seatBook, s *seat, known map[graph.Date]bool, details map[string][]graph.Element) {
	p := graph.Position{Node: graph.Node{ID: s.id}}
	if !s.isNew {
		if old, err := draft.Read[graph.Position](im.d, s.id); err == nil {
			p = old
		}
	}
	own := s.isNew || p.ConfirmedBy == im.options.Source
	old := func(property, value string) timeline {
		t := timeline{{value: value, set: value != "", own: own}}
		for _, d := range details[property] {
			t = t.paint(d.From, d.To, run{value: d.Props.Text("value"), set: true, own: d.Props.Text("confirmedBy") == im.options.Source})
		}
		return t
	}
	say := func(of func(*spell) string) []saying {
		var out []saying
		for i := range s.spells {
			if v := of(&s.spells[i]); v != "" {
				out = append(out, saying{days: s.spells[i].days, value: v})
			}
		}
		return out
	}
	type property struct {
		name  string
		after timeline
		set   func(string)
	}
	titles, departments, sources := old("title", p.Title), old("department", p.Department), old("sourceLevel", p.SourceLevel)
	newTitles := merge(titles.open(), say(func(sp *spell) string { return sp.title }), false, known, im.asOf).filled()
	newDepartments := merge(departments.open(), say(func(sp *spell) string { return sp.department }), false, known, im.asOf).filled()
	newSources := merge(sources.open(), say(func(sp *spell) string { return sp.level }), false, known, im.asOf).filled()
	oldLevel := ""
	if p.Level != 0 {
		oldLevel = strconv.Itoa(p.Level)
	}
	levels := derive(old("level", oldLevel), [2]timeline{titles, sources}, [2]timeline{newTitles, newSources}, func(title, level string) (string, bool) {
		n, settled := im.level(title, level)
		if n == 0 {
			return "", settled
		}
		return strconv.Itoa(n), settled
	})
	functions := derive(old("function", string(p.Function)), [2]timeline{titles, departments}, [2]timeline{newTitles, newDepartments}, func(title, department string) (string, bool) {
		f, settled := im.function(title, department)
		return string(f), settled
	})
	functions = merge(functions, say(func(sp *spell) string { return string(sp.function) }), false, known, im.asOf)
	list := []property{
		{"title", newTitles, func(v string) { p.Title = v }},
		{"department", newDepartments, func(v string) { p.Department = v }},
		{"sourceLevel", newSources, func(v string) { p.SourceLevel = v }},
		{"level", levels, func(v string) { p.Level, _ = strconv.Atoi(v) }},
		{"function", functions, func(v string) { p.Function = graph.Function(v) }},
		{"occupancy", merge(old("occupancy", string(p.Occupancy)).open(), say(func(sp *spell) string { return string(sp.occupancy) }), false, known, im.asOf), func(v string) { p.Occupancy = graph.Occupancy(v) }},
		{"manager", merge(old("manager", string(p.Manager)).open(), say(func(sp *spell) string { return string(im.managerState(b, s, sp)) }), false, known, im.asOf), func(v string) { p.Manager = graph.ManagerState(v) }},
	}
	for _, x := range list {
		base, wanted := x.after.details()
		x.set(base)
		im.writeDetails(s.id, x.name, details[x.name], wanted)
	}
	if s.expected {
		p.Expected = true
	}
	im.stamp(&p.Node, s.key)
	im.put(p)
	if p.Level == 0 && p.Title != "" {
		im.levels[p.Title]++
	}
}

// managerState returns what a row without a manager says of it: what its own
// column says, else that there is none for a chief and for a seat that others
// report to, else that it is not known.
func (im *importer) managerState(b *seatBook, s *seat, sp *spell) graph.ManagerState {
	switch {
	case sp.state != "":
		return sp.state
	case sp.manager != "":
		return ""
	case b.isBoss[s.key]:
		return graph.ManagerNone
	}
	if n, _ := im.level(sp.title, sp.level); n == 5 {
		return graph.ManagerNone
	}
	return graph.ManagerUnknown
}

// level returns the level of a seat by the mapping and the title rules.
func (im *importer) level(title, sourceLevel string) (int, bool) {
	if n, ok := im.options.Mapping.level(title, sourceLevel); ok {
		return n, true
	}
	return im.titled(title).level, false
}

// titled returns what the rules say of a title; titles repeat, and the rules
// take longer than a look-up.
func (im *importer) titled(title string) titleSays {
	x, ok := im.titles[title]
	if !ok {
		x = titleSays{LevelOf(title), HoldOf(title)}
		im.titles[title] = x
	}
	return x
}

func (im *importer) function(title, department string) (graph.Function, bool) {
	k := [2]string{title, department}
	x, ok := im.functionOf[k]
	if !ok {
		x.function, x.settled = im.options.Mapping.function(title, department)
		im.functionOf[k] = x
	}
	return x.function, x.settled
}

// derive returns a property that follows from two others by a rule. What was
// there stays where the two say what they said before, so that a value that
// somebody corrected by hand survives a re-import; a mapping goes before it.
func derive(old timeline, before, after [2]timeline, rule func(a, b string) (value string, settled bool)) timeline {
	var t timeline
	for _, day := range cuts(0, old, before[0], before[1], after[0], after[1]) {
		a, b, o := after[0].at(day), after[1].at(day), old.at(day)
		x := run{from: day, set: a.set || b.set || o.set, own: true}
		var settled bool
		x.value, settled = rule(a.value, b.value)
		if !settled && o.value != "" && before[0].at(day).value == a.value && before[1].at(day).value == b.value {
			x.value, x.own = o.value, o.own
		}
		t = append(t, x)
	}
	return t.joined()
}

// open returns t where an empty value counts as not set, so that what is not
// known can be learned for the past too.
func (t timeline) open() timeline {
	out := slices.Clone(t)
	for i := range out {
		out[i].set = out[i].set && out[i].value != ""
	}
	return out
}

// span is a value over some days.
type span struct {
	days  graph.Interval
	value string
}

// filled returns t where days of which nothing is said take the value before
// them, or the first one there is. So a title stays what it was last.
func (t timeline) filled() timeline {
	var out timeline
	for _, x := range t {
		if x.set {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		return newTimeline()
	}
	out[0].from = 0
	return out.joined()
}

// details splits a timeline, filled, into the value that holds at the end and
// the spans before it that have another.
func (t timeline) details() (base string, spans []span) {
	t = t.filled()
	base = t[len(t)-1].value
	for i, x := range t[:len(t)-1] {
		if x.value != base {
			spans = append(spans, span{graph.Interval{From: x.from, To: t.end(i)}, x.value})
		}
	}
	return base, spans
}

// writeDetails makes the details of one property of a node those that are
// wanted.
func (im *importer) writeDetails(owner graph.ID, property string, have []graph.Element, wanted []span) {
	kept := map[graph.ID]bool{}
	for _, w := range wanted {
		i := slices.IndexFunc(have, func(e graph.Element) bool {
			return !kept[e.ID] && e.Valid() == w.days && e.Props.Text("value") == w.value
		})
		if i >= 0 {
			kept[have[i].ID] = true
			im.unchanged[graph.NodeDetail]++
		}
	}
	for _, e := range have {
		if !kept[e.ID] {
			im.d.RemoveNode(e.ID) // it is there: it was read from the draft
		}
	}
	for _, w := range wanted {
		if slices.ContainsFunc(have, func(e graph.Element) bool { return kept[e.ID] && e.Valid() == w.days }) {
			continue
		}
		d := graph.Detail{Node: graph.Node{ID: im.freeEdgeID(graph.NodeDetail, string(owner), property, w.days.From.String(), w.days.To.String()), From: w.days.From, To: w.days.To}, Property: property, Value: w.value}
		im.stamp(&d.Node, "")
		im.put(d)
		im.put(graph.Of{Edge: im.edge(im.freeEdgeID(graph.EdgeOf, string(d.ID)), d.ID, owner, graph.Interval{})})
	}
}
