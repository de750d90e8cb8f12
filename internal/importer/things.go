package importer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
)

// thingRow is what a row said of an organisation, a person, an account or a
// decision area, as the thing keeps it: a value for each property, in their order;
// lists are divided by line breaks. "parent" and "start", "end" are the place of an
// organisation.
type thingRow []propertySaid

// propertySaid is what a row says of one property.
type propertySaid struct{ property, value string }

type thingSaid = observation[thingRow]

// of returns what a row says of a property, "" for nothing.
func (r thingRow) of(property string) string {
	for i := range r {
		if r[i].property == property {
			return r[i].value
		}
	}
	return ""
}

// say sets what a row says, but for what it leaves empty.
func (r *thingRow) say(property, value string) {
	if value == "" {
		return
	}
	i, there := slices.BinarySearchFunc(*r, property, func(x propertySaid, property string) int { return strings.Compare(x.property, property) })
	if there {
		(*r)[i].value = value
		return
	}
	*r = slices.Insert(*r, i, propertySaid{property, value})
}

func (r *thingRow) list(property string, values []string) {
	r.say(property, strings.Join(values, "\n"))
}

func (r *thingRow) yes(property string, given, value bool) {
	if given {
		r.say(property, strconv.FormatBool(value))
	}
}

func (r thingRow) contradicts(o thingRow) bool {
	for _, x := range r {
		if v := o.of(x.property); v != "" && v != x.value {
			return true
		}
	}
	return false
}

func (r thingRow) appendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, x := range r {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(append(appendText(b, x.property), ':'), x.value)
	}
	return append(b, '}')
}

// UnmarshalJSON reads what appendJSON writes.
func (r *thingRow) UnmarshalJSON(text []byte) error {
	var values map[string]string
	if err := json.Unmarshal(text, &values); err != nil {
		return err
	}
	*r = make(thingRow, 0, len(values))
	for _, property := range sortedKeys(values) {
		*r = append(*r, propertySaid{property, values[property]})
	}
	return nil
}

// appendText appends a text in JSON.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || strings.IndexByte(`"\\<>&`, c) >= 0 {
			quoted, err := json.Marshal(text)
			if err != nil {
				panic("importer: " + err.Error()) // a text has a form
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}

// thing is a node of which a row speaks.
type thing struct {
	e             graph.Element
	key           string
	before, after []thingSaid
	tracks        int      // by how many feeds and keys it was spoken of
	shared        bool     // other sources know it, and said nothing that is kept
	first         thingRow // all that was ever said of it, which is not there yet; else nil
}

// rowsKey is under which key a feed speaks of a thing.
type rowsKey struct {
	id       graph.ID
	tag, key string
}

// saidRows are the rows of a thing in the files that are being read, and what was
// said of it before them.
type saidRows struct {
	had  seen
	rows []thingRow
}

// sayThing takes down what a row says of a node, and makes the node say what
// follows. The node is not written yet.
func (im *importer) sayThing(e graph.Element, f *feed, key string, row thingRow) *thing {
	had := seenOf(e)
	x := &thing{e: e, key: key, before: observations[thingRow](im, e.ID, had)}
	x.shared = len(x.before) == 0 && im.shared(e.Props.Strings("externalIds"))
	at := rowsKey{e.ID, f.tag, key}
	so := im.rowsOf[at] // of this import
	if so == nil {
		so = &saidRows{had: had}
		im.rowsOf[at] = so
	}
	so.rows = slices.Concat(so.rows, []thingRow{row})
	now, same := observe(im, so.had, e.ID, f, key, so.rows)
	if same {
		now = so.had
	}
	x.after = observations[thingRow](im, e.ID, now)
	if _, there := im.d.Get(e.ID); !there && len(x.before) == 0 && len(x.after) == 1 && len(so.rows) == 1 {
		x.first = row
	}
	x.tracks = len(now)
	x.e.Props = with(x.e.Props, "seen", now.list())
	return x
}

// conclude makes a thing what follows from what was said of it, and writes it. That is
// done again when the table has been read, for a thing that its file names under one
// key and not under another.
func (im *importer) conclude(x *thing, write func(*thing)) {
	write(x)
	if x.tracks > 1 && slices.ContainsFunc(x.e.Props.Strings("externalIds"), func(k string) bool {
		return k != im.external(x.key) && strings.HasPrefix(k, im.prefix)
	}) {
		im.several[x.e.ID] = write
	}
}

// owner returns who said a property first, as source and key: whose word on it
// counts where several speak of a thing, lest they change it to and fro. Of those
// of one day it is who said what is there.
func owner(list []thingSaid, property, current string) string {
	var first graph.Date
	out := ""
	for i := range list {
		o := &list[i]
		for _, r := range o.rows {
			is := r.of(property)
			if is == "" {
				continue
			}
			who := speaker(o)
			if out == "" {
				first, out = o.day, who
			}
			if said, _, _ := strings.Cut(is, "\n"); o.day == first && said == current {
				return who
			}
		}
	}
	return out
}

func speaker(o *thingSaid) string {
	_, key, _ := strings.Cut(o.track, ".")
	return o.source + "." + key
}

// thingText returns the days of a property, as far as the owner says it; "" is all.
func thingText(list []thingSaid, property, owner string) timeline {
	return foldLine(list, func(o *thingSaid) (out []saying) {
		for _, r := range o.rows {
			if v := r.of(property); v != "" && (owner == "" || owner == speaker(o)) {
				out = append(out, saying{value: v})
			}
		}
		return out
	}, false).filled()
}

// thingLast returns what was said last of a property that is not dated.
func thingLast(list []thingSaid, property string) string {
	out := ""
	for i := range list {
		for _, r := range list[i].rows {
			if v := r.of(property); v != "" {
				out = v
			}
		}
	}
	return out
}

// thingList returns what was said of a list: first what its owner said, the last
// first where lastFirst, else in the order of the days.
func thingList(list []thingSaid, property, owner string, lastFirst bool, key func(string) string) (out []string) {
	for _, others := range []bool{false, true} {
		for i := range list {
			o := &list[i]
			if lastFirst {
				o = &list[len(list)-1-i]
			}
			for _, r := range o.rows {
				if v := r.of(property); v != "" && (speaker(o) != owner) == others {
					out = union(out, strings.Split(v, "\n"), key)
				}
			}
		}
	}
	return out
}

// dated makes a dated property of the node what follows.
func (im *importer) dated(x *thing, property string, owned bool) {
	if owned && x.shared {
		return // they must not rename it to and fro
	}
	v, _ := x.e.Props.Get(property)
	if x.first != nil && v == nil {
		says := x.first.of(property)
		if value, err := graph.DetailValue(x.e.Kind, property, says); err == nil && says != "" {
			x.e.Props = with(x.e.Props, property, value)
		}
		return
	}
	who := ""
	if owned {
		who = owner(x.after, property, graph.DetailText(v))
	}
	before, after := thingText(x.before, property, who), thingText(x.after, property, who)
	if sameLine(before, after) {
		return
	}
	var since graph.Date
	if len(x.before) == 0 {
		since = x.after[0].day
	}
	details := im.detailsOf(x.e.ID)[property]
	is := datedLine(graph.DetailText(v), details)
	if property == "name" && v == x.key && len(before) == 1 && !before[0].set {
		is, since = newTimeline(), 0 // the name of a placeholder is none
	}
	line, changed := patched(is.open(), before, after, since)
	if !changed {
		return
	}
	base, spans := line.details()
	value, err := graph.DetailValue(x.e.Kind, property, base)
	if err != nil {
		return // written by hand into seen: no value of the property
	}
	x.e.Props = with(x.e.Props, property, value)
	im.later = append(im.later, func() { im.writeDetails(x.e.ID, property, details, spans) })
}

// plain makes a property of the node, which is not dated, or "from" or "to", what
// was said last.
func (im *importer) plain(x *thing, property string) {
	before, after := thingLast(x.before, property), thingLast(x.after, property)
	if before == after {
		return
	}
	switch property {
	case "from":
		x.e.From, _ = graph.ParseDate(after)
	case "to":
		x.e.To, _ = graph.ParseDate(after)
	default:
		if v, ok := propertyValue(x.e.Kind, property, after); ok {
			x.e.Props = with(x.e.Props, property, v)
		}
	}
}

// propertyText writes a value as what is kept of a thing; "" is none.
func propertyText(v graph.Value) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case []string:
		return strings.Join(v, "\n")
	}
	return graph.DetailText(v)
}

// propertyValue reads what [propertyText] writes, nil for none.
func propertyValue(k graph.Kind, property, text string) (v graph.Value, ok bool) {
	f, ok := graph.FieldOf(k, property)
	if !ok || text == "" {
		return nil, ok
	}
	var err error
	switch f.Type {
	case graph.FieldInt:
		v, err = strconv.ParseInt(text, 10, 64)
	case graph.FieldFloat:
		v, err = strconv.ParseFloat(text, 64)
	case graph.FieldBool:
		if text == "true" {
			v = true
		}
	case graph.FieldDate:
		v, err = graph.ParseDate(text)
	case graph.FieldStrings:
		v = strings.Split(text, "\n")
	default:
		v = text
	}
	return v, err == nil
}

// counts reports whether what the present row says of a property is what was said
// last of it.
func (x *thing) counts(property, said string) bool { return thingLast(x.after, property) == said }

// sayRecord takes down what a row says of a fact, and makes the fact what was said of
// it last, by day. more are keys of what it is about. The fact is written.
func (im *importer) sayRecord(f *feed, says graph.Element, more map[string]string, dated ...string) *thing {
	row := thingRow{}
	for _, field := range graph.Fields(says.Kind) {
		switch field.Name {
		case "externalIds", "confirmedOn", "confirmedBy", "seen":
			continue
		}
		v, _ := says.Props.Get(field.Name)
		row.say(field.Name, propertyText(v))
	}
	row.say("from", says.From.String())
	row.say("to", says.To.String())
	properties := slices.Clone(row)
	for name, key := range more {
		row.say(name, key)
	}
	was, known := im.d.Get(says.ID)
	if !known {
		was = says
	}
	x := im.sayThing(was, f, string(says.ID), row)
	for _, said := range properties {
		if slices.Contains(dated, said.property) {
			im.dated(x, said.property, false)
		} else {
			im.plain(x, said.property)
		}
	}
	if keys := says.Props.Strings("externalIds"); len(keys) > 0 {
		keys = union(keys, was.Props.Strings("externalIds"), func(s string) string { return s })
		slices.Sort(keys)
		x.e.Props = with(x.e.Props, "externalIds", keys)
	}
	new := x.e
	new.Props = with(new.Props, "seen", was.Props.Strings("seen"))
	if new != was || im.options.Stamp {
		for _, name := range []string{"confirmedOn", "confirmedBy"} {
			v, _ := says.Props.Get(name)
			x.e.Props = with(x.e.Props, name, v)
		}
	}
	im.putElement(x.e)
	for _, write := range im.later {
		write()
	}
	im.later = im.later[:0]
	return x
}

// list makes a list of the node what was said, with what else stands in it.
func (im *importer) list(x *thing, property string, lastFirst bool, key func(string) string) {
	is := x.e.Props.Strings(property)
	if x.first != nil && len(is) == 0 && x.first.of(property) == "" {
		return
	}
	current := ""
	if len(is) > 0 {
		current = is[0]
	}
	who := owner(x.after, property, current)
	before, after := thingList(x.before, property, who, lastFirst, key), thingList(x.after, property, who, lastFirst, key)
	if slices.Equal(before, after) {
		return
	}
	if lastFirst && x.shared {
		x.e.Props = with(x.e.Props, property, union(is, after, key))
		return
	}
	others := slices.DeleteFunc(is, func(s string) bool {
		return slices.ContainsFunc(before, func(b string) bool { return key(b) == key(s) })
	})
	x.e.Props = with(x.e.Props, property, union(after, others, key))
}

// placeholder makes a thing that the files name by its id alone. It is filled when
// a file comes that says more.
func (im *importer) placeholder(k graph.Kind, key string) graph.ID {
	id, _ := im.node(k, key)
	name := key
	if len(name) > graph.MaxName {
		name = strings.ToValidUTF8(name[:graph.MaxName], "")
	}
	var f graph.Fact
	switch k {
	case graph.NodePerson:
		p := graph.Person{Node: graph.Node{ID: id}, Name: name, Placeholder: true}
		im.stamp(&p.Node, key)
		f = p
	case graph.NodePosition:
		p := graph.Position{Node: graph.Node{ID: id}}
		im.stamp(&p.Node, key)
		f = p
	case graph.NodeDecisionArea:
		a := graph.DecisionArea{Node: graph.Node{ID: id}, Name: name}
		im.stamp(&a.Node, key)
		im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, im.standInAccount(key, name), graph.Interval{})})
		f = a
	default:
		o := graph.Organization{Node: graph.Node{ID: id}, Name: name, Kind: graph.OrgCompany}
		im.stamp(&o.Node, key)
		f = o
	}
	im.put(f)
	im.unnamed[k] = append(im.unnamed[k], shown(key))
	return id
}

// standIn is what the key of an account, and of its organisation, begins with that
// stand in for those of a decision area of which no file has told yet.
const standIn = "@of/"

// standInAccount makes an account, and an organisation for it, of a decision area of
// which no file says whose it is.
func (im *importer) standInAccount(area, name string) graph.ID {
	key := standIn + area
	org, _ := im.node(graph.NodeOrganization, key)
	o := graph.Organization{Node: graph.Node{ID: org}, Name: name, Kind: graph.OrgCompany}
	im.stamp(&o.Node, key)
	im.put(o)
	id, _ := im.node(graph.NodeAccount, key)
	a := graph.Account{Node: graph.Node{ID: id}, Name: name, Relation: graph.RelationProspect}
	im.stamp(&a.Node, key)
	im.put(a)
	im.put(graph.For{Edge: im.edge(im.edgeID(graph.EdgeFor, string(id)), id, org, graph.Interval{})})
	im.accountOf[org] = id
	return id
}

// dropStandIn takes out what stood in for the account of a decision area, once a file
// says whose it is. What somebody has written to it stays, and it with that.
func (im *importer) dropStandIn(area string) {
	for _, kind := range []graph.Kind{graph.NodeAccount, graph.NodeOrganization} {
		id, ok := im.find(kind, standIn+area)
		if !ok || len(im.d.In(id, "")) > 0 {
			return
		}
		out := im.d.Out(id, "")
		if slices.ContainsFunc(out, func(e graph.Element) bool { return e.Kind != graph.EdgeFor }) {
			return
		}
		for _, e := range out {
			im.d.Remove(e.ID)
			delete(im.accountOf, e.Dst)
		}
		im.d.Remove(id)
		im.stands(kind, standIn+area, "")
	}
}

// askPlaceholders tells which things the files name by their id alone.
func (im *importer) askPlaceholders() {
	for _, x := range []struct {
		kind      graph.Kind
		one, many string
	}{{graph.NodeOrganization, "organisation is", "organisations are"}, {graph.NodePerson, "person is", "people are"}, {graph.NodePosition, "seat is", "seats are"}, {graph.NodeDecisionArea, "decision area is", "decision areas are"}} {
		if list := im.unnamed[x.kind]; len(list) > 0 {
			im.ask(Question{Kind: AskPlaceholder, Subject: strings.ToLower(string(x.kind)), Count: len(list), Samples: list[:min(len(list), samplesKept)],
				Text: fmt.Sprintf("%s named by an id alone and kept under it; a file that says more fills that in", say.Count(len(list), x.one, x.many))})
		}
	}
}

// writeThing writes the node with its details.
func (im *importer) writeThing(x *thing) graph.ID {
	keys := x.e.Props.Strings("externalIds")
	if k := im.external(x.key); !slices.Contains(keys, k) {
		keys = append(keys, k)
		slices.Sort(keys)
		x.e.Props = with(x.e.Props, "externalIds", keys)
	}
	x.e.Props = with(with(x.e.Props, "confirmedOn", im.asOf), "confirmedBy", im.options.Source)
	id := im.putElement(x.e)
	for _, write := range im.later {
		write()
	}
	im.later = im.later[:0]
	return id
}

// leaveOut takes out of what the file of this day said of a thing what could not
// be taken.
func (im *importer) leaveOut(id graph.ID, property string) {
	e, _ := im.d.Get(id)
	s := seenOf(e)
	for i := range s {
		t := &s[i]
		says, k := t.at(im.asOf)
		var rows []thingRow
		if k < 0 || t.entries[k].day != im.asOf || json.Unmarshal([]byte(says), &rows) != nil {
			continue
		}
		for j := range rows {
			rows[j] = slices.DeleteFunc(rows[j], func(x propertySaid) bool { return x.property == property })
		}
		if t.entries[k].says = rowsText(rows); k > 0 && t.entries[k-1].day == t.entries[k].day && t.entries[k-1].says == t.entries[k].says {
			t.entries = slices.Delete(t.entries, k, k+1)
		}
	}
	e.Props = with(e.Props, "seen", s.list())
	im.putElement(e)
}
