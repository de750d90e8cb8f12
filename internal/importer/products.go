package importer

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/sheet"
)

// product is a file of a product while its parts are read.
type product struct {
	name    string
	day     graph.Date // for which it speaks
	written graph.Date // that it or its name says; 0 for none
	dialect string
	t       *formats.Translation
	taken   []uint64       // lines of which something was taken, a bit each
	counts  map[string]int // rows taken, by table
	rows    int            // rows that cannot be read
}

// translate makes sources of a file of a product.
func (im *importer) translate(name string, day, written graph.Date, f *formats.Format, s *sheet.Sheet, header int) ([]source, error) {
	t, p, err := f.Open(im.ctx, s, header, formats.Options{Ours: im.ourName(), Person: im.self != ""})
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", name, err)
	}
	if p != nil {
		im.problem(problemOf(name, nil, p))
		im.preview.Files = append(im.preview.Files, FileReport{Name: name, AsOf: day, Format: f.Name})
		return nil, nil
	}
	of := &product{name: name, day: day, written: written, dialect: s.Dialect, t: t, counts: map[string]int{}}
	im.products = append(im.products, of)
	if len(t.Parts) == 0 {
		err := t.Unreadable(im.ctx, func(p *sheet.Problem) {
			if !p.Note {
				of.rows++
			}
			im.problem(problemOf(name, s.Head[header].Fields, p))
		})
		if err != nil {
			return nil, fmt.Errorf("import %s: %w", name, err)
		}
	}
	var out []source
	for _, part := range t.Parts {
		out = append(out, source{name: name, table: tableNamed(part.Table), soft: part.Soft, of: of, open: func() (sheet.Rows, io.Closer, error) { return t.Part(part) }})
	}
	return out, nil
}

// whose finds the person whose connections or mailbox a file is, by ID,
// external id, address or name, and adds somebody who is not there.
func (im *importer) whose(word string) error {
	word = strings.TrimSpace(word)
	if word == "" {
		return nil
	}
	id, err := im.personCalled(word)
	if err != nil {
		return err
	}
	if id == "" {
		if strings.Contains(word, "@") {
			return graph.NotFound("person with the address", graph.ID(word))
		}
		p := graph.Person{Node: graph.Node{ID: im.d.NewID(graph.NodePerson)}, Name: word}
		im.stamp(&p.Node, "")
		id = im.put(p)
	}
	im.self = id
	im.known(graph.NodePerson)[formats.Self] = id
	return nil
}

// personCalled returns the person that a word names, "" for nobody. Several are
// an error that names them.
func (im *importer) personCalled(word string) (graph.ID, error) {
	if e, ok := im.d.Get(graph.ID(word)); ok && e.Kind == graph.NodePerson {
		return e.ID, nil
	}
	for _, key := range []string{word, im.external(word)} {
		if id, ok := im.d.ByExternalID(graph.NodePerson, key); ok {
			return id, nil
		}
	}
	var found []graph.ID
	for _, id := range im.d.Nodes(graph.NodePerson) {
		e, _ := im.d.Get(id)
		if folding.Fold(e.Props.Text("name")) == folding.Fold(word) || slices.ContainsFunc(e.Props.Strings("emails"), func(x string) bool { return strings.EqualFold(x, word) }) {
			found = append(found, id)
		}
	}
	if len(found) > 1 {
		return "", graph.Invalid("person", found, "%d people are called %q; write the id of one", len(found), shown(word))
	}
	if len(found) == 0 {
		return "", nil
	}
	return found[0], nil
}

// ourName returns the name of our company, when the options name one.
func (im *importer) ourName() string {
	if len(im.options.Ours) != 1 {
		return ""
	}
	name := strings.TrimSpace(im.options.Ours[0])
	if id, ok := im.find(graph.NodeOrganization, name); ok {
		return im.label(id)
	}
	return name
}

// took counts a row of a part as taken. What a soft part speaks of counts where
// the file has no rows of its own for it.
func (of *product) took(table string, line int, soft bool) {
	if !soft || !slices.Contains(of.t.Parts, formats.Part{Table: table}) {
		of.counts[table]++
	}
	for line/64 >= len(of.taken) {
		of.taken = append(of.taken, 0)
	}
	of.taken[line/64] |= 1 << (line % 64)
}

// report says what became of the file.
func (of *product) report() FileReport {
	r := FileReport{Name: of.name, Format: of.t.Format.Name, AsOf: of.day, Exported: of.written, Dialect: of.dialect, Rows: of.t.Rows + of.rows, UnknownColumns: of.t.Unused, Skipped: of.t.Skipped, Left: of.t.Left}
	for _, w := range of.taken {
		for ; w != 0; w &= w - 1 {
			r.Taken++
		}
	}
	for _, t := range formats.Tables() {
		n := of.counts[t]
		if t == "positions" && of.counts["people"] > 0 {
			continue // each of them sits on one
		}
		if n > 0 {
			r.Takes = append(r.Takes, TableCount{t, n})
		}
	}
	return r
}

// Text says what became of the file, in one sentence: "HubSpot contacts,
// exported 1 Feb 2026: 812 people, 40 companies; 812 of 824 rows taken; 12 skipped:
// no name (lines 4, 9, …)".
func (f FileReport) Text() string {
	if f.told != "" {
		return f.told
	}
	if f.Table == "" && f.Format == "" {
		return "not read"
	}
	text := f.Format
	if f.Exported != 0 {
		text += ", exported " + f.Exported.Time().Format("2 Jan 2006")
	}
	if f.Dialect != "" {
		text += " (" + f.Dialect + ")"
	}
	if text != "" {
		text += ": "
	}
	for i, c := range f.Takes {
		if i > 0 {
			text += ", "
		}
		text += formats.Counted(c.Table, c.Rows)
	}
	if len(f.Takes) > 0 {
		text += "; "
	}
	text += fmt.Sprintf("%d of %d rows taken", f.Taken, f.Rows)
	for _, s := range f.Skipped {
		text += "; " + s.String()
	}
	for _, l := range f.Left {
		text += fmt.Sprintf("; left out: %d %s", l.Count, l.What)
	}
	return text
}

// problemOf puts a problem of a sheet under the name of its file, and its field
// under the name of its column.
func problemOf(file string, header []string, p *sheet.Problem) Problem {
	out := Problem{File: file, Line: p.Line, Value: p.Value, Reason: p.Reason, Rule: p.Rule, Effect: EffectRow}
	switch {
	case p.File:
		out.Effect = EffectFile
	case p.Note:
		out.Effect = EffectNote
	}
	switch {
	case p.Field > 0 && p.Field <= len(header):
		out.Column = header[p.Field-1]
	case p.Field > 0:
		out.Column = fmt.Sprintf("field %d", p.Field)
	}
	return out
}

// softKnown reports whether what a row of a soft part speaks of is there.
func (im *importer) softKnown(r *rows) bool {
	switch r.table.name {
	case "organizations":
		key := r.raw(r.col("id"))
		id, ok := im.find(graph.NodeOrganization, key)
		if ok {
			im.alsoSaid(r, id, key)
		}
		return ok
	case "people":
		_, ok := im.find(graph.NodePerson, r.raw(r.col("id")))
		return ok
	case "positions":
		_, ok := im.find(graph.NodePosition, r.raw(r.col("seat_id")))
		return ok || r.raw(r.col("person_id")) == formats.Self && len(im.d.Out(im.self, graph.EdgeHolds)) > 0
	case "accounts":
		org, ok := im.find(graph.NodeOrganization, r.raw(r.col("organization_id")))
		return ok && im.accountFor(org) != ""
	}
	return false
}

// alsoSaid keeps the key under which a file names an organisation, so that it is found
// again when it has another name, and what a staff table knows better than the file
// that told of it first: that it is ours, and the domain of its mail.
func (im *importer) alsoSaid(r *rows, id graph.ID, key string) {
	o, err := draft.Read[graph.Organization](im.d, id)
	if err != nil {
		return
	}
	ours := r.raw(r.col("ours")) != "" && r.yes(r.col("ours"))
	domains := o.Domains
	if ours {
		domains = union(o.Domains, r.strings(r.col("domains")), strings.ToLower)
	}
	if !slices.Contains(o.ExternalIDs, im.external(key)) || ours && !o.Ours || len(domains) > len(o.Domains) {
		im.stamp(&o.Node, key)
		o.Ours, o.Domains = o.Ours || ours, domains
		im.put(o)
	}
}

// organizationCalled returns the organisation of this source, else the one of ours,
// that has a folded name; none when there are several.
func (im *importer) organizationCalled(name string) (graph.ID, bool) {
	if im.byName == nil {
		im.byName = map[string]graph.ID{}
		for _, id := range im.d.Nodes(graph.NodeOrganization) {
			if e, ok := im.d.Get(id); ok && slices.ContainsFunc(e.Props.Strings("externalIds"), func(x string) bool { return strings.HasPrefix(x, im.options.Source+":") }) {
				im.nameIs(id, e.Props.Text("name"))
			}
		}
		theirs := maps.Clone(im.byName)
		for _, id := range im.d.Nodes(graph.NodeOrganization) {
			e, _ := im.d.Get(id)
			if _, known := theirs[folding.Fold(e.Props.Text("name"))]; !known && e.Props.Bool("ours") {
				im.nameIs(id, e.Props.Text("name"))
			}
		}
	}
	id := im.byName[name]
	return id, id != ""
}

// nameIs remembers the name of an organisation for organizationCalled.
func (im *importer) nameIs(id graph.ID, name string) {
	if im.byName == nil {
		return
	}
	k := folding.Fold(name)
	if was, twice := im.byName[k]; twice && was != id {
		id = ""
	}
	im.byName[k] = id
}
