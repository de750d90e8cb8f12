package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
)

// orgRow is what a second look at organizations.csv needs: parents may stand
// below their children.
type orgRow struct {
	*thing
	parent string
	id     graph.ID
	place  place
}

// organizations reads organizations.csv: the organisations, which are ours,
// their tree, and the accounts that their type implies.
func (im *importer) organizations(sources []source) error {
	var parents []orgRow
	ours := im.oursByWord()
	err := im.rows(sources, func(r *rows) {
		key, name := r.key(r.col("id")), r.name(r.col("name"))
		r.days(r.col("start"), r.col("end"))
		if r.bad {
			return
		}
		if noCompanyWords[folding.Fold(name)] && r.raw(r.col("type")) == "" { // a source that says what it is knows it
			im.noCompany[im.intern(im.mergedInto(graph.NodeOrganization, key))] = true
			r.complain(r.col("name"), EffectNote, "no-company", "this is no company; it was left out, and nobody has a seat there")
			r.bad = true
			return
		}
		if im.rowsSeen(graph.NodeOrganization, key) {
			r.complain(r.col("id"), EffectRow, "duplicate-id", "the id stands in an earlier row, which was kept")
			return
		}
		id, _ := im.node(graph.NodeOrganization, key)
		x := im.organization(r, id, key, name, ours)
		if parent := r.optionalKey(r.col("parent_id")); parent != "" {
			parents = append(parents, orgRow{thing: x, parent: im.intern(parent), id: id, place: place{r.file, r.line}})
		}
	})
	if err != nil {
		return err
	}
	for _, w := range sortedKeys(ours) {
		if !ours[w] && im.ourOrganization(w) == "" {
			im.problem(Problem{File: "options", Column: "ours", Value: shown(w), Rule: "unknown-organization", Effect: EffectNote,
				Reason: "no organisation has this id or name; nothing was marked as ours for it"})
		}
	}
	im.parents(parents)
	return nil
}

// oursByWord returns the words of Options.Ours, none of them found yet.
func (im *importer) oursByWord() map[string]bool {
	out := map[string]bool{}
	for _, w := range im.options.Ours {
		if w = strings.TrimSpace(w); w != "" {
			out[w] = false
		}
	}
	return out
}

// ourOrganization marks an organisation that is there already as ours.
func (im *importer) ourOrganization(word string) graph.ID {
	id, ok := im.find(graph.NodeOrganization, word)
	if !ok {
		id, ok = im.find(graph.NodeOrganization, formats.ByName+folding.Fold(word))
	}
	if !ok {
		return ""
	}
	o, err := draft.Read[graph.Organization](im.d, id)
	if err != nil {
		return ""
	}
	o.Ours = true
	return im.put(o)
}

func (im *importer) organization(r *rows, id graph.ID, key, name string, ours map[string]bool) *thing {
	row := thingRow{}
	row.say("name", name)
	kind := strings.ToLower(r.raw(r.col("type")))
	relation, isAccount := relationWords.parse(kind)
	seller := kind == "seller" || kind == "own" || kind == "us"
	if k := word(r, r.col("kind"), orgKindWords); k != "" {
		row.say("kind", string(k))
	} else if kind != "" {
		k, ok := orgKindWords.parse(kind)
		if !ok && !isAccount {
			r.complain(r.col("type"), EffectPart, "word", "neither a kind of organisation ("+orgKindWords.values()+") nor a kind of account ("+relationWords.values()+")")
		}
		row.say("kind", string(k))
	}
	if c := r.col("ours"); r.raw(c) != "" {
		row.yes("ours", true, r.yes(c))
	}
	row.yes("ours", seller, true)
	for _, w := range []string{key, name} {
		if _, listed := ours[w]; listed {
			ours[w] = true
			row.yes("ours", true, true)
		}
	}
	row.say("website", r.link(r.col("website")))
	row.say("industry", r.text(r.col("industry"), graph.MaxName))
	row.say("country", r.text(r.col("country"), graph.MaxName))
	row.list("domains", r.strings(r.col("domains")))
	if parent := r.optionalKey(r.col("parent_id")); parent != "" {
		row.say("parent", parent)
		row.say("start", r.day(r.col("start")).String())
		row.say("end", r.end(r.col("end")).String())
	}
	e, known := im.d.Get(id)
	if !known {
		e = graph.Encode(graph.Organization{Node: graph.Node{ID: id}})
	}
	x := im.sayThing(e, r.feed, key, row)
	at := place{r.file, r.line}
	first := true
	im.conclude(x, func(x *thing) {
		im.dated(x, "name", true)
		for _, property := range []string{"kind", "ours", "website", "industry", "country"} {
			im.plain(x, property)
		}
		im.list(x, "domains", false, strings.ToLower)
		if x.e.Props.Text("kind") == "" {
			x.e.Props = with(x.e.Props, "kind", string(graph.OrgCompany))
		}
		im.writeThing(x)
		if parent := thingLast(x.after, "parent"); !first && parent != "" {
			im.parents([]orgRow{{thing: x, parent: parent, id: id, place: at}})
		}
		first = false // the parents of a table are looked for together
	})
	if isAccount {
		im.impliedAccount(r, key, id, relation, r.optionalKey(r.col("owner")))
	}
	return x
}

// impliedAccount makes the account that the type of an organisation implies. It has
// no rows of its own, so that nothing of it is taken down.
func (im *importer) impliedAccount(r *rows, key string, org graph.ID, relation graph.Relation, owner string) {
	id := im.accountFor(org)
	if id == "" {
		var isNew bool
		if id, isNew = im.node(graph.NodeAccount, key); isNew {
			o, _ := im.d.Get(org)
			a := graph.Account{Node: graph.Node{ID: id}, Name: o.Props.Text("name"), Relation: relation}
			im.stamp(&a.Node, key)
			im.put(a)
		}
		im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, org, graph.Interval{})})
		im.accountOf[org] = id
	} else {
		im.known(graph.NodeAccount)[im.intern(key)] = id
		im.touch(id)
		if a, err := draft.Read[graph.Account](im.d, id); err == nil && a.Relation != relation {
			_ = im.d.SetDated(id, "relation", string(relation), im.asOf) // what somebody has dated to an open end by hand stays
		}
	}
	if owner != "" {
		im.owners = append(im.owners, ownerRow{account: id, person: im.intern(owner), place: place{r.file, r.line}})
	}
}

// accountFor returns the account of an organisation, "" for none. When there
// are several it is the first by ID.
func (im *importer) accountFor(org graph.ID) graph.ID {
	if id, ok := im.accountOf[org]; ok {
		return id
	}
	id := graph.ID("")
	for _, e := range im.d.In(org, graph.EdgeFor) {
		if n, ok := im.d.Get(e.Src); ok && n.Kind == graph.NodeAccount && (id == "" || n.ID < id) {
			id = n.ID
		}
	}
	im.accountOf[org] = id
	return id
}

// parents puts organisations under their parents, but for parents that are not
// there and for rows that would close a circle.
func (im *importer) parents(list []orgRow) {
	t := &tree{im: im, kind: graph.EdgePartOf}
	at := make(map[graph.ID]orgRow, len(list))
	for _, o := range list {
		refuse := func(rule, reason string) {
			im.leaveOut(o.id, "parent")
			im.problem(Problem{File: o.place.file, Line: o.place.line, Column: "parent_id", Value: shown(o.parent), Rule: rule, Effect: EffectPart, Reason: reason})
		}
		parent, ok := im.find(graph.NodeOrganization, o.parent)
		if !ok {
			parent = im.placeholder(graph.NodeOrganization, o.parent)
		}
		if parent == o.id {
			refuse("self", "the organisation is its own parent; it was taken without one")
			continue
		}
		var since graph.Date
		if len(o.before) == 0 {
			since = o.after[0].day
		}
		im.relink(o.id, graph.EdgePartOf, nil, im.orgParents(o.before), im.orgParents(o.after), since, func(e graph.Edge) graph.Fact { return graph.PartOf{Edge: e} })
		t.nodes = append(t.nodes, o.id)
		at[o.id] = o
	}
	t.place = func(id graph.ID) (place, string) {
		if o, ok := at[id]; ok {
			return o.place, o.key
		}
		e, _ := im.d.Get(id)
		return place{}, im.keyOf(e)
	}
	t.drop = func(e graph.Element, _ bool, rule, reason string) {
		o := at[e.Src]
		im.problem(Problem{File: o.place.file, Line: o.place.line, Column: "parent_id", Value: shown(o.parent), Rule: rule, Effect: EffectPart, Reason: reason})
		im.leaveOut(e.Src, "parent")
	}
	t.check()
}

// orgParents returns the days of what an organisation is part of.
func (im *importer) orgParents(list []thingSaid) timeline {
	return foldLine(list, func(o *thingSaid) (out []saying) {
		for _, r := range o.rows {
			if parent := im.named(o.source, graph.NodeOrganization, r.of("parent")); parent != "" {
				from, _ := graph.ParseDate(r.of("start"))
				to, _ := graph.ParseDate(r.of("end"))
				out = append(out, saying{graph.Interval{From: from, To: to}, string(parent)})
			}
		}
		return out
	}, true)
}

// relink makes the edges of one kind that leave a node, of which at most one
// holds on any day, say what follows from what was said of it; see [patched].
// filter picks the edges that take part, nil for all.
func (im *importer) relink(src graph.ID, k graph.Kind, filter func(graph.Element) bool, before, after timeline, since graph.Date, fact func(graph.Edge) graph.Fact) {
	have := im.d.Out(src, k)
	if filter != nil {
		have = slices.DeleteFunc(have, func(e graph.Element) bool { return !filter(e) })
	}
	is := newTimeline()
	for _, e := range have {
		is = is.paint(e.From, e.To, run{value: string(e.Dst), set: true})
	}
	line, changed := patched(is, before, after, since)
	if !changed {
		im.keep(have)
		return
	}
	var wanted []wantedEdge
	for i, x := range line {
		if x.value != "" {
			wanted = append(wanted, wantedEdge{graph.Interval{From: x.from, To: line.end(i)}, src, graph.ID(x.value), ""})
		}
	}
	im.rewrite(k, have, wanted, func(e graph.Edge, _ string, _ graph.Element) graph.Fact { return fact(e) })
}

// relinkSet is relink for edges of which several hold on a day: those that leave a
// node, or come to it; the value of each is how they hold.
func (im *importer) relinkSet(node graph.ID, out bool, k graph.Kind, filter func(graph.Element) bool, before, after map[graph.ID]timeline, since graph.Date, fact func(graph.Edge, string, graph.Element) graph.Fact) {
	if len(before)+len(after) == 0 {
		return
	}
	have := im.d.In(node, k)
	if out {
		have = im.d.Out(node, k)
	}
	of := map[graph.ID][]graph.Element{}
	for _, e := range have {
		if filter == nil || filter(e) {
			other := e.Src
			if out {
				other = e.Dst
			}
			of[other] = append(of[other], e)
		}
	}
	members := map[graph.ID]bool{}
	for _, m := range []map[graph.ID]timeline{before, after} {
		for id := range m {
			members[id] = true
		}
	}
	line := func(m map[graph.ID]timeline, id graph.ID) timeline {
		if t, ok := m[id]; ok {
			return t
		}
		return newTimeline()
	}
	for _, id := range slices.Sorted(maps.Keys(members)) {
		is := newTimeline()
		for _, e := range of[id] {
			is = is.paint(e.From, e.To, run{value: e.Props.Text("kind"), set: true})
		}
		t, changed := patched(is, line(before, id), line(after, id), since)
		if !changed {
			im.keep(of[id])
			continue
		}
		src, dst := id, node
		if out {
			src, dst = node, id
		}
		var wanted []wantedEdge
		for i, x := range t {
			if x.value != "" {
				wanted = append(wanted, wantedEdge{graph.Interval{From: x.from, To: t.end(i)}, src, dst, x.value})
			}
		}
		im.rewrite(k, of[id], wanted, fact)
	}
}

// wantedEdge is an edge that is to be there, with how it holds.
type wantedEdge struct {
	days     graph.Interval
	src, dst graph.ID
	value    string
}

// rewrite makes edges of one kind those that are wanted. One that goes on from one
// that was there is that one.
func (im *importer) rewrite(k graph.Kind, have []graph.Element, wanted []wantedEdge, fact func(graph.Edge, string, graph.Element) graph.Fact) {
	var used map[graph.ID]bool
	take := func(fits func(graph.Element) bool) (graph.Element, bool) {
		for _, e := range have {
			if !used[e.ID] && fits(e) {
				if used == nil {
					used = map[graph.ID]bool{}
				}
				used[e.ID] = true
				return e, true
			}
		}
		return graph.Element{}, false
	}
	same := make([]graph.Element, len(wanted))
	for i, w := range wanted {
		same[i], _ = take(func(e graph.Element) bool { return e.Src == w.src && e.Dst == w.dst && e.Valid() == w.days })
	}
	for i, w := range wanted {
		e := same[i]
		if e.ID == "" {
			e, _ = take(func(e graph.Element) bool { return e.Src == w.src && e.Dst == w.dst && e.Valid().Overlaps(w.days) })
		}
		id := e.ID
		if id == "" {
			id = im.freeEdgeID(k, string(w.src), string(w.dst), w.value, w.days.From.String())
		}
		im.put(fact(im.edge(id, w.src, w.dst, w.days), w.value, e))
	}
	for _, e := range have {
		if !used[e.ID] {
			im.d.Remove(e.ID)
		}
	}
}

// keep counts edges that stay as they are.
func (im *importer) keep(list []graph.Element) {
	for _, e := range list {
		im.touch(e.ID)
		if im.options.Stamp && e.Props.Text("confirmedBy") == im.options.Source && e.At(im.asOf) {
			e.Props = with(e.Props, "confirmedOn", im.asOf)
			im.d.Put(e)
		}
	}
}

// freeEdgeID returns the ID of a new edge by what it says, with a number when
// an edge that has changed since sits there.
func (im *importer) freeEdgeID(k graph.Kind, parts ...string) graph.ID {
	id := im.edgeID(k, parts...)
	for n := 2; ; n++ {
		if _, taken := im.d.Get(id); !taken {
			return id
		}
		id = im.edgeID(k, append(slices.Clone(parts), fmt.Sprint(n))...)
	}
}

// union returns a with what b has besides, in order. Entries with the same key
// are the same; the spelling of a stays.
func union(a, b []string, key func(string) string) []string {
	out := slices.Clone(a)
	for _, x := range b {
		if len(out) < graph.MaxList && !slices.ContainsFunc(out, func(y string) bool { return key(x) == key(y) }) {
			out = append(out, x)
		}
	}
	return out
}
