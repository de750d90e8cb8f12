package importer

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
)

// spell is one row of positions.csv: a seat over some days, with at most one holder.
type spell struct {
	place      place
	feed       *feed
	days       graph.Interval
	org        graph.ID
	orgKey     string
	person     graph.ID // "" for none
	personKey  string
	nowhere    bool            // in no company
	contact    bool            // the row is of a person, and names no seat
	noPerson   bool            // names nobody, and does not say why
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
	expected   *bool
}

// seat is what the files say of one position.
type seat struct {
	key    string
	id     graph.ID
	spells []spell    // by start, then by row
	others []graph.ID // the seats of the same person in other companies
}

// maxSpells bounds the rows of one seat, because each is held against the others.
const maxSpells = 1000

// seatBook holds the seats of positions.csv while its files are read.
type seatBook struct {
	byKey   map[string]*seat
	order   []*seat
	byRow   map[string]string // row id to seat key, where managers are named by row
	needRow bool
}

// positions reads positions.csv: seats, where they are, who holds them, to whom
// they report. A seat's spells may be spread over rows and files, so that seats
// are written once all rows are read.
func (im *importer) positions(sources []source) error {
	b := &seatBook{byKey: map[string]*seat{}, byRow: map[string]string{}}
	if err := im.rows(sources, func(r *rows) { im.spell(b, r) }); err != nil {
		return err
	}
	for i, s := range b.order {
		s.id, _ = im.node(graph.NodePosition, s.key)
		slices.SortStableFunc(s.spells, func(a, b spell) int { return int(a.days.From) - int(b.days.From) })
		if i&0xff == 0 && im.ctx.Err() != nil {
			return im.ctx.Err()
		}
	}
	im.managers(b)
	im.silentKeys(b)
	for i, s := range b.order {
		im.saySeat(s)
		if i&0xff == 0 {
			im.tell(Progress{Step: StepSettling, Rows: i})
			if im.ctx.Err() != nil {
				return im.ctx.Err()
			}
		}
	}
	im.massEndings(b)
	said := append(b.ids(), im.missing(b)...)
	bosses := im.bosses(said)
	im.checkSeatTree(b) // last: a seat that ends may open a circle
	im.placeStandIns(bosses)
	for _, id := range said {
		im.concludeManager(id)
		delete(bosses, id)
	}
	for _, id := range slices.Sorted(maps.Keys(bosses)) {
		im.concludeManager(id)
	}
	return nil
}

// silentKeys takes down under which keys the files do not name a seat that they name
// under another.
func (im *importer) silentKeys(b *seatBook) {
	named := map[rowsKey]bool{}
	for _, s := range b.order {
		for i := range s.spells {
			named[rowsKey{s.id, s.spells[i].feed.tag, shortKey(s.key)}] = true
		}
	}
	for _, s := range b.order {
		e, _ := im.d.Get(s.id)
		for _, t := range seenOf(e) {
			if k := (rowsKey{s.id, t.feed, t.key}); !named[k] {
				im.silent[k] = true
			}
		}
	}
}

// ids returns the seats in the files.
func (b *seatBook) ids() []graph.ID {
	var out []graph.ID
	for _, s := range b.order {
		out = append(append(out, s.id), s.others...)
	}
	return out
}

// bosses returns the seats that those report to, or did before this import.
func (im *importer) bosses(seats []graph.ID) map[graph.ID]bool {
	out := map[graph.ID]bool{}
	for _, id := range seats {
		for _, e := range slices.Concat(im.was.Out(id, graph.EdgeReportsTo), im.d.Out(id, graph.EdgeReportsTo)) {
			out[e.Dst] = true
		}
	}
	return out
}

// saySeat takes down what the rows of a seat say, and makes the graph say so.
func (im *importer) saySeat(s *seat) {
	for i := range s.spells {
		for j := range i {
			a, b := &s.spells[j], &s.spells[i]
			im.clash(a, b)
			if a.manager != "" && b.manager != "" && a.manager != b.manager && a.days.From == b.days.From && a.days.Overlaps(b.days) {
				b.dotted, b.manager = append(b.dotted, b.manager), ""
			}
		}
	}
	e, _ := im.d.Get(s.id)
	if standsIn(e) {
		im.freeStandIn(s.id)
	}
	had := seenOf(e)
	before, now, same := observations[seatRow](im, s.id, had), had, len(had) > 0
	for i := range s.spells {
		f := s.spells[i].feed
		if slices.ContainsFunc(s.spells[:i], func(sp spell) bool { return sp.feed == f }) {
			continue
		}
		var rows []seatRow
		for j := i; j < len(s.spells); j++ {
			if s.spells[j].feed == f {
				rows = append(rows, im.rowOf(s, &s.spells[j]))
			}
		}
		var again bool
		now, again = observe(im, now, s.id, f, s.key, rows)
		same = same && again
	}
	if same {
		now = had
	}
	after := observations[seatRow](im, s.id, now)
	homes := im.homes(s, before, after)
	if homes == nil {
		im.writeSeat(s, before, after, now)
		return
	}
	for _, h := range homes {
		im.writeSeat(&h.seat, im.at(before, h), im.at(after, h), now)
		s.others = append(s.others, h.seat.id)
		now = nil // it stays with the first
	}
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
	sp := spell{place: place{r.file, r.line}, feed: r.feed, orgKey: im.intern(org), days: r.daysTo(r.col("start"), r.col("end"), r.col("last_day"))}
	if r.bad {
		return
	}
	var ok bool
	if im.inNoCompany(org) {
		if _, there := im.find(graph.NodePosition, key); !there || r.has(r.col("seat_id")) {
			r.complain(r.col("organization_id"), EffectNote, "no-company", "this is no company; the person has no seat there")
			r.bad = true
			return
		}
		sp.nowhere = true // they have left the seat that they had
	} else if sp.org, ok = im.find(graph.NodeOrganization, org); !ok {
		sp.org = im.placeholder(graph.NodeOrganization, org)
	}
	sp.title = im.intern(r.text(r.col("title"), graph.MaxName))
	sp.department = im.intern(r.text(r.col("department"), graph.MaxName))
	sp.level = im.intern(r.text(r.col("level"), graph.MaxName))
	sp.function = r.function(r.col("function"))
	if c := r.col("expected"); r.raw(c) != "" {
		yes := r.yes(c)
		sp.expected = &yes
	}
	im.holder(r, &sp)
	im.boss(b, r, &sp)
	for _, k := range r.strings(r.col("dotted_to_seat_id")) {
		sp.dotted = append(sp.dotted, im.intern(k))
	}
	for _, k := range r.strings(r.col("assistant_to_seat_id")) {
		sp.assistant = append(sp.assistant, im.intern(k))
	}
	if r.bad {
		return
	}
	sp.contact = !r.has(r.col("seat_id")) && sp.person != ""
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
		if sp.occupancy = said; said == graph.OccupancyHeld {
			sp.occupancy = graph.OccupancyUnknown // somebody, but nobody says who
		}
		sp.noPerson = said == "" && r.has(c)
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
		if o, isNobody := nobody[folding.Fold(r.raw(r.col("person_name")))]; isNobody {
			sp.occupancy = o
			return
		}
		if o, ok := im.nameWithheld(key); ok {
			sp.occupancy = o
			return
		}
		if im.leftOut(key) {
			r.bad = true
			return
		}
		id = im.placeholder(graph.NodePerson, key)
	}
	sp.person, sp.personKey = id, im.intern(key)
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

// managers resolves row ids to seats.
func (im *importer) managers(b *seatBook) {
	for _, s := range b.order {
		for i := range s.spells {
			m := &s.spells[i].manager
			if b.needRow && *m != "" {
				if key, ok := b.byRow[*m]; ok {
					*m = key
				}
			}
		}
	}
}

// solid returns the seat that a row reports to, a placeholder where no file has told
// of it yet. A seat that reports to itself is kept without the line.
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
		return im.placeholder(graph.NodePosition, sp.manager)
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
			Reason: fmt.Sprintf("%s (line %d, on days that both cover)", reason, a.place.line)})
	}
	if a.person != "" && a.person == b.person {
		note("hold-overlap", "the row gives the same seat to the same person; both were made one holding")
	}
	if a.manager != "" && b.manager != "" && a.manager != b.manager {
		note("one-solid-line", fmt.Sprintf("the row names the manager %s for the same seat, %s: %s", shown(b.manager), shown(a.manager), map[bool]string{
			true: "the first counts, this one was kept as a dotted line", false: "the row that begins later counts"}[a.days.From == b.days.From]))
	}
	for _, x := range []struct{ name, a, b string }{{"title", a.title, b.title}, {"level", a.level, b.level}, {"department", a.department, b.department}} {
		if x.a != "" && x.b != "" && x.a != x.b {
			note("contradiction", fmt.Sprintf("the row gives the same seat the %s %q, not %q; this row, the later one, counts", x.name, shown(x.b), shown(x.a)))
		}
	}
	if (a.person != "") != (b.person != "") && (a.occupancy == graph.OccupancyVacant || b.occupancy == graph.OccupancyVacant) {
		note("contradiction", "one of the rows says that the seat is vacant, the other who holds it; the holder counts")
	}
	if a.org != b.org {
		note("one-organization", "the row puts the same seat into another organisation; the later row counts")
	}
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
			im.touch(have[i].ID)
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
