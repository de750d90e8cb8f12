package importer

import (
	"fmt"
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
	key, parent string
	id          graph.ID
	days        graph.Interval
	place       place
}

// organizations reads organizations.csv: the organisations, which are ours,
// their tree, and the accounts that their type implies.
func (im *importer) organizations(sources []source) error {
	var parents []orgRow
	seen := map[graph.ID]bool{}
	ours := im.oursByWord()
	err := im.rows(sources, func(r *rows) {
		key, name := r.key(r.col("id")), r.name(r.col("name"))
		days := r.days(r.col("start"), r.col("end"))
		if r.bad {
			return
		}
		id, isNew := im.node(graph.NodeOrganization, key)
		if seen[id] {
			r.complain(r.col("id"), EffectRow, "duplicate-id", "the id stands in an earlier row, which was kept")
			return
		}
		seen[id] = true
		im.organization(r, id, isNew, key, name, ours)
		if parent := r.optionalKey(r.col("parent_id")); parent != "" {
			parents = append(parents, orgRow{key: key, parent: im.intern(parent), id: id, days: days, place: place{r.file, r.line}})
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

func (im *importer) organization(r *rows, id graph.ID, isNew bool, key, name string, ours map[string]bool) {
	o, err := draft.Read[graph.Organization](im.d, id)
	if err != nil {
		o = graph.Organization{Node: graph.Node{ID: id}, Name: name}
	}
	im.stamp(&o.Node, key)
	kind := strings.ToLower(r.raw(r.col("type")))
	relation, isAccount := relationWords.parse(kind)
	seller := kind == "seller" || kind == "own" || kind == "us"
	if k := word(r, r.col("kind"), orgKindWords); k != "" {
		o.Kind = k
	} else if kind != "" {
		k, ok := orgKindWords.parse(kind)
		if !ok && !isAccount {
			r.complain(r.col("type"), EffectPart, "word", "neither a kind of organisation ("+orgKindWords.values()+") nor a kind of account ("+relationWords.values()+")")
		}
		if ok && o.Kind == "" {
			o.Kind = k
		}
	}
	if o.Kind == "" {
		o.Kind = graph.OrgCompany
	}
	if r.has(r.col("ours")) && r.raw(r.col("ours")) != "" {
		o.Ours = r.yes(r.col("ours"))
	}
	if seller {
		o.Ours = true
	}
	for _, w := range []string{key, name} {
		if _, listed := ours[w]; listed {
			ours[w], o.Ours = true, true
		}
	}
	if s := r.text(r.col("website"), graph.MaxListText); s != "" {
		o.Website = s
	}
	if s := r.text(r.col("industry"), graph.MaxName); s != "" {
		o.Industry = s
	}
	if s := r.text(r.col("country"), graph.MaxName); s != "" {
		o.Country = s
	}
	o.Domains = union(o.Domains, r.strings(r.col("domains")), strings.ToLower)
	renamed := !isNew && o.Name != name && !im.shared(o.ExternalIDs)
	im.put(o)
	im.nameIs(id, name)
	if renamed {
		im.setDated(id, "name", name)
	}
	if isAccount {
		owner := r.optionalKey(r.col("owner"))
		im.impliedAccount(r, key, id, name, relation, owner)
	}
}

// impliedAccount makes the account that the type of an organisation implies.
func (im *importer) impliedAccount(r *rows, key string, org graph.ID, name string, relation graph.Relation, owner string) {
	id := im.accountFor(org)
	if id == "" {
		var isNew bool
		if id, isNew = im.node(graph.NodeAccount, key); isNew {
			a := graph.Account{Node: graph.Node{ID: id}, Name: name, Relation: relation}
			im.stamp(&a.Node, key)
			im.put(a)
		}
		im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, org, graph.Interval{})})
		im.accountOf[org] = id
	} else {
		im.known(graph.NodeAccount)[im.intern(key)] = id
		if a, err := draft.Read[graph.Account](im.d, id); err == nil {
			relations := a.Relation != relation
			im.put(a)
			if relations {
				im.setDated(id, "relation", string(relation))
			}
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
			im.problem(Problem{File: o.place.file, Line: o.place.line, Column: "parent_id", Value: shown(o.parent), Rule: rule, Effect: EffectPart, Reason: reason})
		}
		parent, ok := im.find(graph.NodeOrganization, o.parent)
		switch {
		case !ok:
			refuse("unknown-organization", "no organisation has this id; the organisation was taken without a parent")
			continue
		case parent == o.id:
			refuse("self", "the organisation is its own parent; it was taken without one")
			continue
		}
		im.relink(o.id, graph.EdgePartOf, []saying{{days: o.days, value: string(parent)}}, nil, func(e graph.Edge) graph.Fact { return graph.PartOf{Edge: e} })
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
	t.drop = func(e graph.Element, rule, reason string) {
		o := at[e.Src]
		im.problem(Problem{File: o.place.file, Line: o.place.line, Column: "parent_id", Value: shown(o.parent), Rule: rule, Effect: EffectPart, Reason: reason})
		im.d.Remove(e.ID)
	}
	t.check()
}

// relink makes the edges of one kind that leave a node, of which at most one
// holds on any day, say what is known after the file has had its say. filter
// picks the edges that take part, nil for all.
func (im *importer) relink(src graph.ID, k graph.Kind, says []saying, known map[graph.Date]bool, make func(graph.Edge) graph.Fact) {
	im.relinkAmong(src, k, im.d.Out(src, k), says, known, make)
}

func (im *importer) relinkAmong(src graph.ID, k graph.Kind, have []graph.Element, says []saying, known map[graph.Date]bool, make func(graph.Edge) graph.Fact) {
	old := newTimeline()
	if known == nil {
		known = map[graph.Date]bool{}
		for _, e := range have {
			known[e.From] = true
		}
	}
	for _, e := range have {
		old = old.paint(e.From, e.To, run{value: string(e.Dst), set: true, own: e.Props.Text("confirmedBy") == im.options.Source})
	}
	after := merge(old, says, true, known, im.asOf)
	used := map[graph.ID]bool{}
	take := func(fits func(graph.Element) bool) (graph.Element, bool) {
		for _, e := range have {
			if !used[e.ID] && fits(e) {
				used[e.ID] = true
				return e, true
			}
		}
		return graph.Element{}, false
	}
	type wanted struct {
		days graph.Interval
		dst  graph.ID
	}
	var open []wanted
	for i, x := range after {
		if !x.set || x.value == "" {
			continue
		}
		w := wanted{graph.Interval{From: x.from, To: after.end(i)}, graph.ID(x.value)}
		if e, ok := take(func(e graph.Element) bool { return e.Dst == w.dst && e.Valid() == w.days }); ok {
			im.keep(e)
			continue
		}
		open = append(open, w)
	}
	for _, w := range open {
		e, ok := take(func(e graph.Element) bool { return e.Dst == w.dst && e.Valid().Overlaps(w.days) })
		id := e.ID
		if !ok {
			id = im.freeEdgeID(k, string(src), string(w.dst), w.days.From.String())
		}
		im.put(make(im.edge(id, src, w.dst, w.days)))
	}
	for _, e := range have {
		if !used[e.ID] {
			im.d.Remove(e.ID)
		}
	}
}

// keep counts an edge that stays as it is.
func (im *importer) keep(e graph.Element) {
	im.unchanged[e.Kind]++
	if im.options.Stamp && e.Props.Text("confirmedBy") == im.options.Source {
		e.Props = with(e.Props, "confirmedOn", im.asOf)
		im.d.Put(e)
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
