package neo4jstore

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// What is derived is there for people who ask in Cypher, and follows from the facts
// alone: every commit writes it with what it changes, fsck holds it against the facts,
// and nothing here reads it back. There are three kinds of it.
//
//   - Properties of a fact that follow from the fact itself: from and to where they are
//     open, and a name for what has none. See [open] and [captionOf].
//   - (seat)-[:AT]->(company): where a seat is and what it is, one for each spell in
//     which none of that changes. A title that was changed is in two of them.
//   - (part)-[:WITHIN]->(whole): every organization above an organization, itself too.
//
// Its relationships have a workspace and no id, by which they are told from facts.
const (
	atType     = "AT"
	withinType = "WITHIN"
)

// The days that stand for an open beginning and an open end: no fact may have them,
// and both compare with every day.
var (
	dawn = neo4j.DateOf(time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC))
	dusk = neo4j.DateOf(time.Date(9999, time.December, 31, 0, 0, 0, 0, time.UTC))
)

// open returns the days of an interval as they are stored: always two days, so that
// from <= day < to holds or does not.
func open(days graph.Interval) (from, to neo4j.Date) {
	from, to = dawn, dusk
	if days.From != 0 {
		from = neo4j.DateOf(days.From.Time())
	}
	if days.To != 0 {
		to = neo4j.DateOf(days.To.Time())
	}
	return from, to
}

// captions says of each kind of node without a name or a title of its own which of its
// properties Neo4j Browser and Bloom are to show: they look for a name.
var captions = map[graph.Kind][]string{
	graph.NodeRevenue:      {"amount", "currency"},
	graph.NodePolicy:       {"tier"},
	graph.NodeAssessment:   {"stance", "on"},
	graph.NodeCapture:      {"mode"},
	graph.NodeInteraction:  {"channel", "on"},
	graph.NodeCommitment:   {"text"},
	graph.NodeProblem:      {"text"},
	graph.NodeConcession:   {"text"},
	graph.NodeSignal:       {"kind", "text"},
	graph.NodeValueRecord:  {"text", "amount", "currency"},
	graph.NodeScorecard:    {"on"},
	graph.NodeIntroduction: {"outcome", "asked"},
	graph.NodeAction:       {"text"},
	graph.NodeDetail:       {"property", "value"},
	graph.NodeFeed:         {"source", "table"},
}

// captionOf returns the name of a fact that has none of its own, and nil for others.
// It is at most eighty characters.
func captionOf(e *graph.Element) any {
	properties := captions[e.Kind]
	if properties == nil {
		return nil
	}
	var words []string
	for _, p := range properties {
		if v, ok := e.Props.Get(p); ok {
			words = append(words, brief(v))
		}
	}
	if len(words) == 0 {
		return string(e.Kind)
	}
	return brief(strings.Join(words, " "))
}

// placed are the properties of a seat that may change while it stays the same: AT has
// them as they were in its days.
var placed = func() (out []graph.Field) {
	for _, f := range graph.Fields(graph.NodePosition) {
		if f.Dated {
			out = append(out, f)
		}
	}
	return out
}()

// A link is one derived relationship.
type link struct {
	kind     string // atType or withinType
	src, dst graph.ID
	days     graph.Interval
	props    map[string]any // of AT: unit, ours, and those of placed that the seat has
}

// key is the same for two links that say the same.
func (l *link) key() string {
	return fmt.Sprintf("%s %s %s %d %d %v", l.kind, l.src, l.dst, l.days.From, l.days.To, l.props) // fmt sorts maps
}

// A deriver works out what follows from the facts of a snapshot. It holds only those
// that are asked about: seats with their places and details, organizations with all
// that is above them.
type deriver struct {
	s    *kernel.Snapshot
	ends map[kernel.N][]graph.Date // the days on which something above an organization begins or ends
}

func newDeriver(s *kernel.Snapshot) *deriver {
	return &deriver{s: s, ends: map[kernel.N][]graph.Date{}}
}

// stretches returns the periods that days cut time into, each with one day of it.
func stretches(ends []graph.Date) (out []graph.Interval, days []graph.Date) {
	ends = slices.DeleteFunc(slices.Clone(ends), func(d graph.Date) bool { return d == 0 })
	slices.Sort(ends)
	ends = slices.Compact(ends)
	first := graph.Date(1)
	if len(ends) > 0 {
		first = ends[0] - 1
	}
	for i := range len(ends) + 1 {
		var p graph.Interval
		day := first
		if i > 0 {
			p.From, day = ends[i-1], ends[i-1]
		}
		if i < len(ends) {
			p.To = ends[i]
		}
		out, days = append(out, p), append(days, day)
	}
	return out, days
}

func bounds(i graph.Interval) []graph.Date { return []graph.Date{i.From, i.To} }

// above returns the days on which anything about an organization and those above it
// may become otherwise.
func (d *deriver) above(org kernel.N) []graph.Date {
	if days, known := d.ends[org]; known {
		return days
	}
	d.ends[org] = nil // in a circle
	days := bounds(d.s.NodeValid(org))
	for _, h := range d.s.Out(org, graph.EdgePartOf) {
		days = append(append(days, bounds(d.s.EdgeValid(h.Edge()))...), d.above(h.Node())...)
	}
	slices.Sort(days)
	d.ends[org] = slices.Compact(days)
	return d.ends[org]
}

// join appends a link, or lengthens the one before it that says the same up to its
// first day.
func join(list []link, l link) []link {
	for i := range list {
		if o := &list[i]; o.days.To != 0 && o.days.To == l.days.From && o.dst == l.dst && maps.EqualFunc(o.props, l.props, func(a, b any) bool { return a == b }) {
			o.days.To = l.days.To
			return list
		}
	}
	return append(list, l)
}

// places returns where a seat was, as links to the company, in the order of their days.
func (d *deriver) places(seat kernel.N) (out []link) {
	days := bounds(d.s.NodeValid(seat))
	for _, h := range d.s.Out(seat, graph.EdgeIn) {
		days = append(append(days, bounds(d.s.EdgeValid(h.Edge()))...), d.above(h.Node())...)
	}
	for _, h := range d.s.In(seat, graph.EdgeOf) {
		days = append(days, bounds(d.s.NodeValid(h.Node()))...)
	}
	periods, on := stretches(days)
	for i, day := range on {
		v := view.On(d.s, day)
		unit, ok := v.OrgOf(seat)
		if !ok {
			continue
		}
		l := link{kind: atType, src: d.s.NodeID(seat), dst: d.s.NodeID(v.Company(unit)), days: periods[i],
			props: map[string]any{"unit": string(d.s.NodeID(unit)), "ours": v.OrgIsOurs(unit)}}
		e := v.Element(seat)
		for _, f := range placed {
			if value, there := e.Props.Get(f.Name); there {
				l.props[f.Name], _ = stored(f.Type, value)
			}
		}
		out = join(out, l)
	}
	return out
}

// wholes returns what an organization was part of, as links to it and to all above it.
func (d *deriver) wholes(org kernel.N) (out []link) {
	periods, on := stretches(d.above(org))
	for i, day := range on {
		v := view.On(d.s, day)
		if !v.There(org) {
			continue
		}
		up, seen := org, map[kernel.N]bool{}
		for ok := true; ok && !seen[up]; up, ok = v.Parent(up) {
			seen[up] = true
			out = join(out, link{kind: withinType, src: d.s.NodeID(org), dst: d.s.NodeID(up), days: periods[i]})
		}
	}
	return out
}

// A derivation is what follows, and must be written anew, of some changes: of facts that
// were there before, which are read, and of those that are made with them, which are
// known. What is known whole needs no reading, as in the first import.
type derivation struct {
	seats, details, orgs map[graph.ID]bool // there before
	erased               []string          // facts that go, whatever they are

	made map[graph.ID]*graph.Element   // nodes
	done map[graph.ID]bool             // those of made of which all that follows is written otherwise
	from map[graph.ID][]*graph.Element // places of a seat that are made, what an organization is part of
	of   map[graph.ID][]*graph.Element // which details of a seat are made
}

func newDerivation() *derivation {
	return &derivation{
		seats: map[graph.ID]bool{}, details: map[graph.ID]bool{}, orgs: map[graph.ID]bool{},
		made: map[graph.ID]*graph.Element{}, done: map[graph.ID]bool{}, from: map[graph.ID][]*graph.Element{}, of: map[graph.ID][]*graph.Element{},
	}
}

// change adds what a change may alter in what is derived. What goes takes what was derived
// of it along.
func (d *derivation) change(ch *graph.Change) {
	if ch.Erased() {
		d.erased = append(d.erased, string(ch.ID))
		return
	}
	if e := ch.After; e != nil && ch.Before == nil {
		switch e.Kind {
		case graph.EdgeIn, graph.EdgePartOf:
			d.from[e.Src] = append(d.from[e.Src], e)
		case graph.EdgeOf:
			d.of[e.Dst] = append(d.of[e.Dst], e)
		default:
			if !e.IsEdge() {
				d.made[e.ID] = e
			}
		}
	}
	for _, e := range []*graph.Element{ch.Before, ch.After} {
		if e == nil {
			continue
		}
		switch e.Kind {
		case graph.NodePosition:
			d.seats[e.ID] = d.seats[e.ID] || ch.Before != nil && ch.After != nil && otherwise(ch, placed)
		case graph.NodeOrganization:
			d.orgs[e.ID] = d.orgs[e.ID] || ch.Before != nil && ch.After != nil && otherwise(ch, owned)
		case graph.NodeDetail:
			d.details[e.ID] = d.details[e.ID] || ch.Before != nil && ch.After != nil
		case graph.EdgeIn:
			d.seats[e.Src] = true
		case graph.EdgeOf:
			d.seats[e.Dst] = true // an owner of another kind is none
		case graph.EdgePartOf:
			d.orgs[e.Src] = true
		}
	}
}

// owned is what the seats of an organization have of it.
var owned = []graph.Field{{Name: "ours"}}

// otherwise reports whether a change alters days or some properties.
func otherwise(ch *graph.Change, fields []graph.Field) bool {
	if ch.Before.From != ch.After.From || ch.Before.To != ch.After.To {
		return true
	}
	return slices.ContainsFunc(fields, func(f graph.Field) bool {
		a, had := ch.Before.Props.Get(f.Name)
		b, has := ch.After.Props.Get(f.Name)
		return had != has || !reflect.DeepEqual(a, b)
	})
}

// ready ends the adding of changes: what is made was not there before.
func (d *derivation) ready() {
	for _, set := range []map[graph.ID]bool{d.seats, d.details, d.orgs} {
		maps.DeleteFunc(set, func(id graph.ID, touched bool) bool { return !touched || d.made[id] != nil })
	}
}

// reads reports whether anything must be read to work out what follows.
func (d *derivation) reads() bool {
	if len(d.seats)+len(d.details)+len(d.orgs)+len(d.erased) > 0 {
		return true
	}
	for id, edges := range d.from {
		for _, e := range edges {
			if d.made[id] != nil && d.made[e.Dst] == nil {
				return true
			}
		}
	}
	return false
}

// nothing reports whether there is nothing to derive.
func (d *derivation) nothing() bool { return !d.reads() && len(d.fresh()) == 0 }

// fresh returns the seats and organizations that are made and not done.
func (d *derivation) fresh() (ids []string) {
	for id, e := range d.made {
		if (e.Kind == graph.NodePosition || e.Kind == graph.NodeOrganization) && !d.done[id] {
			ids = append(ids, string(id))
		}
	}
	slices.Sort(ids)
	return ids
}

const (
	// detailsText reads the seats to which details belong.
	detailsText = "UNWIND $p.rows AS id MATCH (d:KithNode {kWorkspace: $p.ws, id: id})-[:OF]->(s:Position) USING INDEX SEEK d:KithNode(kWorkspace, id) RETURN collect(DISTINCT s.id)"
	// belowText reads organizations with all that ever was part of them, and the seats that ever were in these.
	belowText = "UNWIND $p.rows AS id MATCH (o:KithNode {kWorkspace: $p.ws, id: id}) USING INDEX SEEK o:KithNode(kWorkspace, id) WHERE o:Organization " +
		"MATCH (o)<-[:PART_OF*0..]-(u:Organization) WHERE u.kWorkspace = $p.ws WITH DISTINCT u " +
		"RETURN u.id, [(u)<-[:IN]-(s:Position) | s.id]"
	// lostText reads of which seats and organizations facts say something that are to go, whatever kind they are.
	lostText = "UNWIND $p.rows AS id CALL (id) { " +
		"MATCH (s:Position)-[:IN {kWorkspace: $p.ws, id: id}]->() RETURN s AS x " +
		"UNION ALL MATCH ()-[:OF {kWorkspace: $p.ws, id: id}]->(s:Position) RETURN s AS x " +
		"UNION ALL MATCH (o:Organization)-[:PART_OF {kWorkspace: $p.ws, id: id}]->() RETURN o AS x " +
		"} WITH DISTINCT x RETURN collect(CASE WHEN x:Position THEN x.id END), collect(CASE WHEN x:Organization THEN x.id END)"
	// unlinkText takes away what is derived.
	unlinkText = "UNWIND $p.rows AS row MATCH (a:KithNode {kWorkspace: $p.ws, id: row[0]})-[r:" + atType + "|" + withinType + "]->() USING INDEX SEEK a:KithNode(kWorkspace, id) " +
		"WHERE elementId(r) = row[1] DELETE r"
)

// What is pending is no fact yet, and is left out.
//
// seatsText reads seats: each with its places, its details and what is derived of it.
// upText does so for organizations, with all that ever was above them.
var (
	seatsText = "UNWIND $p.rows AS id MATCH (s:KithNode {kWorkspace: $p.ws, id: id}) USING INDEX SEEK s:KithNode(kWorkspace, id) WHERE s:Position AND " + holds("s") + " RETURN collect([" +
		"[s.id, " + shapes[graph.NodePosition].columns("s") + "], " +
		"[(s)-[i:IN]->(o:Organization) WHERE i.kWorkspace = $p.ws AND " + holds("i") + " | [i.id, s.id, o.id, " + shapes[graph.EdgeIn].columns("i") + "]], " +
		"[(s)<-[f:OF]-(d:Detail) WHERE f.kWorkspace = $p.ws AND " + holds("f") + " | [d.id, " + shapes[graph.NodeDetail].columns("d") + "]], " +
		"[(s)<-[f:OF]-(d:Detail) WHERE f.kWorkspace = $p.ws AND " + holds("f") + " | [f.id, d.id, s.id, " + shapes[graph.EdgeOf].columns("f") + "]], " +
		"[(s)-[a:AT]->(c:KithNode) | [elementId(a), s.id, c.id, properties(a)]]])"
	upText = "UNWIND $p.rows AS id MATCH (o:KithNode {kWorkspace: $p.ws, id: id}) USING INDEX SEEK o:KithNode(kWorkspace, id) WHERE o:Organization " +
		"MATCH (o)-[:PART_OF*0..]->(u:Organization) WHERE u.kWorkspace = $p.ws AND " + holds("u") + " WITH DISTINCT u RETURN collect([" +
		"[u.id, " + shapes[graph.NodeOrganization].columns("u") + "], " +
		"[(u)-[r:PART_OF]->(o:Organization) WHERE r.kWorkspace = $p.ws AND " + holds("r") + " | [r.id, u.id, o.id, " + shapes[graph.EdgePartOf].columns("r") + "]], " +
		"[(u)-[w:WITHIN]->(o:KithNode) | [elementId(w), u.id, o.id, properties(w)]]])"
)

// texts returns the statements that run and lost may run beside createEdgesText.
func (d *derivation) texts() []string {
	var texts []string
	if len(d.erased) > 0 {
		texts = append(texts, lostText)
	}
	if len(d.details) > 0 {
		texts = append(texts, detailsText)
	}
	if len(d.orgs)+len(d.erased) > 0 {
		texts = append(texts, belowText)
	}
	if len(d.seats)+len(d.details)+len(d.orgs)+len(d.erased) > 0 {
		texts = append(texts, seatsText, unlinkText)
	}
	if d.reads() {
		texts = append(texts, upText)
	}
	return texts
}

// derivePart bounds how many seats or organizations are read in one statement.
const derivePart = 2000

// lost adds what facts that are to go may alter in what is derived. It must run before
// they go.
func (d *derivation) lost(run runner, ws graph.Workspace) error {
	return inParts(run, lostText, ws, d.erased, func(v []any) {
		add(d.seats, texts(v[0]))
		add(d.orgs, texts(v[1]))
	})
}

// run brings what follows from facts that were touched up to date.
func (d *derivation) run(run runner, ws graph.Workspace) error {
	if d.nothing() {
		return nil
	}
	all := maps.Clone(d.seats)
	add(all, d.fresh())
	err := inParts(run, detailsText, ws, keys(d.details), func(v []any) { add(all, texts(v[0])) })
	if err == nil {
		err = inParts(run, belowText, ws, keys(d.orgs), func(v []any) {
			id, _ := v[0].(string)
			add(all, []string{id})
			add(all, texts(v[1]))
		})
	}
	if err != nil {
		return err
	}
	for part := range slices.Chunk(keys(all), derivePart) {
		r, err := d.some(run, ws, part)
		if err == nil {
			err = r.write(run, ws)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// follow collects what follows from a write whose own changes are given: nothing from
// what stays pending, and all from what an edit has come to with its last commit. Where
// nothing must be read for it, it becomes part of what is made.
func (w *write) follow(changes []graph.Change) error {
	d := w.derives
	for i := range changes {
		if ch := &changes[i]; w.folds == nil || ch.Erased() {
			d.change(ch)
		}
	}
	if w.edit == "" && w.group != nil {
		all := maps.Clone(w.group.folds)
		maps.Copy(all, w.folds)
		for _, id := range slices.Sorted(maps.Keys(all)) {
			if f := all[id]; f.first != nil || f.now != nil {
				d.change(&graph.Change{ID: id, Before: f.first, After: f.now})
			}
		}
	}
	d.ready()
	ids := d.fresh()
	switch {
	case w.group != nil && w.edit == "" && !w.foreseeable():
		for _, id := range ids { // what was foreseen of another end
			w.add(removeEdges, unhopeText, "", id)
		}
		return nil
	case d.reads() || w.group != nil:
		return nil
	}
	for part := range slices.Chunk(ids, derivePart) {
		f, err := d.some(nil, w.ws, part)
		if err != nil {
			return err
		}
		for i := range f.want {
			w.add(createEdges, createEdgesText, "", f.want[i].row(w.ws))
		}
	}
	add(d.done, ids)
	return nil
}

// unhopeText takes away what is derived and pending of some nodes.
const unhopeText = "UNWIND $p.rows AS id MATCH (a:KithNode {kWorkspace: $p.ws, id: id})-[r:" + atType + "|" + withinType + "]->() USING INDEX SEEK a:KithNode(kWorkspace, id) " +
	"WHERE r.from = $dusk DELETE r"

// foreseeable reports whether a write ends an edit of several commits that moves no
// organization which was there before: what follows for these cannot be seen before.
func (w *write) foreseeable() bool {
	return w.group != nil && w.edit == "" && !w.taken && len(w.derives.orgs)+len(w.derives.erased) == 0
}

// foresee writes what follows from an edit of several commits before its last, pending and
// a part at a time: to make it all in the last transaction would take more memory than to
// show it there. What is there already, from a try that came to nothing, is written anew.
func (s *Store) foresee(ctx context.Context, w *write) error {
	if !w.foreseeable() {
		return nil
	}
	d := w.derives
	there := func(id graph.ID) bool {
		f, known := w.group.folds[id]
		return !known && w.folds[id].now == nil || known && f.now != nil
	}
	ids := slices.DeleteFunc(d.fresh(), func(id string) bool { return !there(graph.ID(id)) })
	for part := range slices.Chunk(ids, derivePart) {
		var later []any
		err := s.tryFor(ctx, s.options.Timeout, "writing to workspace "+string(w.ws), []string{stagedText, unhopeText, upText, createEdgesText}, func(ctx context.Context) error {
			return s.transact(ctx, func(run runner) error {
				now, err := staged(run, w.ws)
				if err != nil {
					return err
				}
				if !w.group.is(now.edit) || w.group.head != now.head {
					return &now
				}
				if err := run(unhopeText, map[string]any{"ws": string(w.ws), "rows": part}, nil); err != nil {
					return err
				}
				f, err := d.some(run, w.ws, part)
				if err != nil {
					return err
				}
				later = nil
				st := step{phase: createEdges, text: createEdgesText}
				for i := range f.want {
					l := &f.want[i]
					row := l.row(w.ws)
					if !there(l.dst) {
						later = append(later, row)
						continue
					}
					props := row[3].(map[string]any)
					props["kFrom"], props["from"] = props["from"], dusk
					st.rows = append(st.rows, row)
				}
				return st.run(run, w.ws)
			})
		})
		if err != nil {
			return err
		}
		for _, row := range later {
			w.add(createEdges, createEdgesText, "", row)
		}
	}
	add(d.done, ids)
	w.sort()
	return nil
}

// inParts runs a statement over ids, of which there may be many.
func inParts(run runner, text string, ws graph.Workspace, ids []string, take func(v []any)) error {
	for part := range slices.Chunk(ids, derivePart) {
		err := run(text, map[string]any{"ws": string(ws), "rows": part}, func(v []any) (bool, error) {
			take(v)
			return true, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func keys(set map[graph.ID]bool) []string {
	out := make([]string, 0, len(set))
	for id := range set {
		out = append(out, string(id))
	}
	slices.Sort(out)
	return out
}

func add(set map[graph.ID]bool, ids []string) {
	for _, id := range ids {
		set[graph.ID(id)] = true
	}
}

// some works out what follows of some seats and organizations, from what is known and
// what is read.
func (d *derivation) some(run runner, ws graph.Workspace, ids []string) (*reading, error) {
	f := newReading()
	var todo []string
	up := map[graph.ID]bool{}
	for _, id := range ids {
		e := d.made[graph.ID(id)]
		switch {
		case e == nil:
			todo = append(todo, id)
			up[graph.ID(id)] = true // if it is an organization
		case e.Kind == graph.NodePosition:
			f.nodes[e.ID] = *e
			for _, o := range d.of[e.ID] {
				if owner := d.made[o.Src]; owner != nil {
					f.nodes[o.Src], f.edges[o.ID] = *owner, *o
				}
			}
			for _, i := range d.from[e.ID] {
				f.edges[i.ID] = *i
				up[i.Dst] = true
			}
		default:
			up[e.ID] = true
		}
	}
	wanted := map[graph.ID]bool{}
	add(wanted, ids)
	err := f.read(run, seatsText, ws, todo, func(row []any) error {
		for i, k := range []graph.Kind{graph.EdgeIn, graph.NodeDetail, graph.EdgeOf} {
			if err := f.all(k, row[i+1]); err != nil {
				return err
			}
		}
		f.links(atType, row[4])
		return f.take(graph.NodePosition, row[0])
	})
	if err != nil {
		return nil, err
	}
	for _, e := range f.edges {
		if e.Kind == graph.EdgeIn {
			up[e.Dst] = true
		}
	}
	for id := range f.nodes {
		delete(up, id)
	}
	// What is made is known with all that it is part of; of the rest the server knows that.
	for queue := keys(up); len(queue) > 0; {
		id := graph.ID(queue[0])
		queue = queue[1:]
		e := d.made[id]
		if e == nil {
			continue
		}
		delete(up, id)
		if _, known := f.nodes[id]; known || e.Kind != graph.NodeOrganization {
			continue
		}
		f.nodes[id] = *e
		for _, p := range d.from[id] {
			f.edges[p.ID] = *p
			up[p.Dst] = true
			queue = append(queue, string(p.Dst))
		}
	}
	err = f.read(run, upText, ws, keys(up), func(row []any) error {
		if err := f.take(graph.NodeOrganization, row[0]); err != nil {
			return err
		}
		head, _ := row[0].([]any)
		if id, _ := head[0].(string); wanted[graph.ID(id)] {
			f.links(withinType, row[2])
		}
		return f.all(graph.EdgePartOf, row[1])
	})
	if err != nil {
		return nil, err
	}
	s, err := f.snapshot()
	if err != nil {
		return nil, fmt.Errorf("workspace %s: %w", ws, err)
	}
	x := newDeriver(s)
	for _, id := range ids {
		if n, ok := s.NodeOf(graph.NodePosition, graph.ID(id)); ok {
			f.want = append(f.want, x.places(n)...)
		} else if n, ok := s.NodeOf(graph.NodeOrganization, graph.ID(id)); ok {
			f.want = append(f.want, x.wholes(n)...)
		}
	}
	return f, nil
}

// A reading is what was read to work out what follows from it, what is derived already, and
// what should be.
type reading struct {
	rows  reader
	nodes map[graph.ID]graph.Element
	edges map[graph.ID]graph.Element
	have  map[string][]any // the keys of the links that are there, with rows of unlinkText
	want  []link
}

func newReading() *reading {
	return &reading{nodes: map[graph.ID]graph.Element{}, edges: map[graph.ID]graph.Element{}, have: map[string][]any{}}
}

// read runs a statement that returns lists of rows, if there are ids.
func (f *reading) read(run runner, text string, ws graph.Workspace, ids []string, take func(row []any) error) error {
	if len(ids) == 0 {
		return nil
	}
	return run(text, map[string]any{"ws": string(ws), "rows": ids}, func(v []any) (bool, error) {
		rows, _ := v[0].([]any)
		for _, row := range rows {
			row, _ := row.([]any)
			if err := take(row); err != nil {
				return false, fmt.Errorf("workspace %s: %w", ws, err)
			}
		}
		return true, nil
	})
}

func (f *reading) take(k graph.Kind, row any) error {
	list, _ := row.([]any)
	e, err := f.rows.element(shapes[k], list)
	if err != nil {
		return err
	}
	if e.IsEdge() {
		f.edges[e.ID] = e
	} else {
		f.nodes[e.ID] = e
	}
	return nil
}

func (f *reading) all(k graph.Kind, rows any) error {
	list, _ := rows.([]any)
	for _, row := range list {
		if err := f.take(k, row); err != nil {
			return err
		}
	}
	return nil
}

// links notes derived relationships that are there.
func (f *reading) links(kind string, rows any) {
	list, _ := rows.([]any)
	for _, row := range list {
		row, _ := row.([]any)
		key := stale
		if l, ok := linkOf(kind, row[1:]); ok {
			key = l.key()
		}
		f.have[key] = append(f.have[key], []any{row[1], row[0]})
	}
}

// stale is the key of what nothing could have derived.
const stale = "stale"

// linkOf reads a derived relationship: the ids of its ends and its properties.
func linkOf(kind string, row []any) (l link, ok bool) {
	src, _ := row[0].(string)
	dst, _ := row[1].(string)
	props, _ := row[2].(map[string]any)
	props = maps.Clone(props)
	l = link{kind: kind, src: graph.ID(src), dst: graph.ID(dst)}
	var ends [2]graph.Date
	for i, name := range days {
		if ends[i], ok = dayOf(props[name]); !ok || props[name] == nil {
			return l, false
		}
	}
	l.days = graph.Interval{From: ends[0], To: ends[1]}
	delete(props, "from")
	delete(props, "to")
	delete(props, "kWorkspace")
	if len(props) > 0 {
		l.props = props
	}
	return l, true
}

// snapshot builds a graph of what was read; edges whose ends were not are left out.
func (f *reading) snapshot() (*kernel.Snapshot, error) {
	b := kernel.NewBuilder(len(f.nodes) + len(f.edges))
	for _, e := range f.nodes {
		if err := b.Add(&e); err != nil {
			return nil, err
		}
	}
	for _, e := range f.edges {
		_, src := f.nodes[e.Src]
		_, dst := f.nodes[e.Dst]
		if src && dst {
			if err := b.Add(&e); err != nil {
				return nil, err
			}
		}
	}
	return b.Build(1, time.Time{}), nil
}

// difference returns which links are missing, and rows of unlinkText for those that
// should not be there, with what these say.
func (f *reading) difference() (missing []link, gone []any, said []string) {
	left := maps.Clone(f.have)
	for i := range f.want {
		l := &f.want[i]
		if key := l.key(); len(left[key]) > 0 {
			left[key] = left[key][1:]
			continue
		}
		missing = append(missing, *l)
	}
	for _, key := range slices.Sorted(maps.Keys(left)) {
		gone = append(gone, left[key]...)
		for range left[key] {
			said = append(said, key)
		}
	}
	return missing, gone, said
}

// write makes and takes away what differs.
func (f *reading) write(run runner, ws graph.Workspace) error {
	missing, gone, _ := f.difference()
	for part := range slices.Chunk(gone, graph.MaxChanges) {
		if err := run(unlinkText, map[string]any{"ws": string(ws), "rows": part}, nil); err != nil {
			return err
		}
	}
	st := step{phase: createEdges, text: createEdgesText}
	for i := range missing {
		st.rows = append(st.rows, missing[i].row(ws))
	}
	return st.run(run, ws)
}

// row returns the row of createEdgesText that makes a link.
func (l *link) row(ws graph.Workspace) []any {
	props := map[string]any{"kWorkspace": string(ws)}
	maps.Copy(props, l.props)
	props["from"], props["to"] = open(l.days)
	return []any{l.kind, string(l.src), string(l.dst), props}
}
