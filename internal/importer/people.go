package importer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/internal/alike"
	"github.com/kithgraph/kith/internal/folding"
)

// nobody are the folded names that stand for no person, with what they say of
// the seat.
var nobody = map[string]graph.Occupancy{
	"name withheld": graph.OccupancyWithheld, "withheld": graph.OccupancyWithheld, "redacted": graph.OccupancyWithheld, "n d": graph.OccupancyWithheld, "not disclosed": graph.OccupancyWithheld,
	"vacant": graph.OccupancyVacant, "vacancy": graph.OccupancyVacant, "open position": graph.OccupancyVacant, "unfilled": graph.OccupancyVacant, "vakant": graph.OccupancyVacant, "vacant position": graph.OccupancyVacant,
	"tbd": graph.OccupancyVacant, "tba": graph.OccupancyVacant, "to be decided": graph.OccupancyVacant, "to be confirmed": graph.OccupancyVacant, "tbc": graph.OccupancyVacant, "to be hired": graph.OccupancyVacant,
	"unknown": graph.OccupancyUnknown, "n a": graph.OccupancyUnknown, "not known": graph.OccupancyUnknown, "unbekannt": graph.OccupancyUnknown, "inconnu": graph.OccupancyUnknown,
}

// person reads one row of people.csv. A name that says that it is withheld, or
// that nobody is there, makes no person; it is remembered for the seat.
func (im *importer) person(r *rows) {
	key, name := r.key(r.col("id")), r.personName()
	if r.bad {
		return
	}
	if o, ok := nobody[folding.Fold(name)]; ok {
		im.withheld[im.intern(key)] = o
		im.nobodyAt[im.intern(im.mergedInto(graph.NodePerson, key))] = o
		return
	}
	if im.rowsSeen(graph.NodePerson, key) {
		r.complain(r.col("id"), EffectRow, "duplicate-id", "the id stands in an earlier row, which was kept")
		return
	}
	emails, links := im.emails(r), r.links(r.col("linkedin"))
	if _, there := im.find(graph.NodePerson, key); !there && alike.Nobody(name, emails) && !im.confirmed(AskNoPerson, "people") {
		im.notPeople[im.intern(im.mergedInto(graph.NodePerson, key))] = name
		r.bad = true // not taken, and no problem either: the question says it
		return
	}
	id, known := im.find(graph.NodePerson, key)
	if !known {
		if id = im.samePerson(r, emails, links); id == "" {
			id, _ = im.node(graph.NodePerson, key)
			im.newPeople = append(im.newPeople, id)
		}
		im.stands(graph.NodePerson, key, id)
	}
	row := thingRow{}
	row.say("name", name)
	row.say("location", r.text(r.col("location"), graph.MaxName))
	row.say("timezone", r.text(r.col("timezone"), graph.MaxName))
	row.say("notes", r.text(r.col("notes"), graph.MaxText))
	if n := r.number(r.col("capacity"), 0, 1000); n != nil {
		row.say("capacity", strconv.Itoa(*n))
	}
	for _, x := range [...]struct{ property, column string }{{"doNotContact", "do_not_contact"}, {"placeholder", "placeholder"}} {
		if c := r.col(x.column); r.raw(c) != "" {
			row.yes(x.property, true, r.yes(c))
		}
	}
	row.say("capture", string(word(r, r.col("capture"), captureWords)))
	row.list("emails", emails)
	row.list("links", links)
	row.list("languages", r.strings(r.col("languages")))
	e, known := im.d.Get(id)
	if !known {
		e = graph.Encode(graph.Person{Node: graph.Node{ID: id}})
	}
	stoodFor := row.of("placeholder") == "" && known && e.Props.Text("name") == key
	im.conclude(im.sayThing(e, r.feed, key, row), func(x *thing) {
		if stoodFor {
			x.e.Props = with(x.e.Props, "placeholder", nil)
		}
		im.writePerson(x)
	})
}

// writePerson makes a person what follows from what was said of them.
func (im *importer) writePerson(x *thing) {
	im.dated(x, "name", true)
	im.dated(x, "location", true)
	for _, property := range []string{"timezone", "notes", "capacity", "doNotContact", "placeholder"} {
		im.plain(x, property)
	}
	im.list(x, "emails", true, strings.ToLower)
	im.list(x, "links", false, alike.Link)
	im.list(x, "languages", false, strings.ToLower)
	im.writeThing(x)
	im.capture(x)
}

// shared reports whether another source knows a node too. Its name stays then:
// two sources that spell it differently must not rename it to and fro.
func (im *importer) shared(externalIDs []string) bool {
	return slices.ContainsFunc(externalIDs, func(x string) bool { return !strings.HasPrefix(x, im.options.Source+":") })
}

// rowsSeen reports whether a key of a kind stood in an earlier row of this
// import, and remembers it.
func (im *importer) rowsSeen(k graph.Kind, key string) bool {
	seen := im.seen[k]
	if seen == nil {
		seen = map[string]bool{}
		im.seen[k] = seen
	}
	if seen[key] {
		return true
	}
	seen[im.intern(key)] = true
	return false
}

// emails returns the e-mail addresses of a row that look like some.
func (im *importer) emails(r *rows) []string {
	c := r.col("email")
	var out []string
	for _, s := range r.strings(c) {
		at := strings.IndexByte(s, '@')
		if at <= 0 || at == len(s)-1 || strings.ContainsAny(s, " <>\"") || strings.LastIndexByte(s, '@') != at {
			r.complain(c, EffectPart, "email", "not an e-mail address")
			continue
		}
		out = append(out, s)
	}
	return out
}

// samePerson finds the person of another source who has one of the e-mail
// addresses or links. An address of several people, or of somebody whom this
// source already knows under another id, identifies nobody.
func (im *importer) samePerson(r *rows, emails, links []string) graph.ID {
	base := im.d.Base()
	prefix := im.options.Source + ":"
	var found []graph.ID
	add := func(id graph.ID) {
		e, ok := im.d.Get(id)
		if ok && !slices.Contains(found, id) && !slices.ContainsFunc(e.Props.Strings("externalIds"), func(x string) bool { return strings.HasPrefix(x, prefix) }) {
			found = append(found, id)
		}
	}
	for _, mail := range emails {
		for _, n := range base.ByEmail(mail) {
			add(base.NodeID(n))
		}
	}
	if len(found) == 0 && len(links) > 0 {
		for _, l := range links {
			if id, ok := im.links()[alike.Link(l)]; ok && id != "" {
				add(id)
			}
		}
	}
	if len(found) > 1 {
		if im.ambiguous++; im.ambiguous <= samplesKept {
			im.addresses = append(im.addresses, fmt.Sprintf("%s (line %d of %s, %d people)", shown(strings.Join(emails, "; ")), r.line, shown(r.file), len(found)))
		}
	}
	if len(found) != 1 {
		return ""
	}
	return found[0]
}

// links returns the people of the base by link; "" for a link of several.
func (im *importer) links() map[string]graph.ID {
	if im.byLink != nil {
		return im.byLink
	}
	im.byLink = map[string]graph.ID{}
	base := im.d.Base()
	for _, n := range base.Nodes(graph.NodePerson) {
		for _, l := range base.NodeProps(n).Strings("links") {
			k := alike.Link(l)
			if _, twice := im.byLink[k]; twice {
				im.byLink[k] = ""
				continue
			}
			im.byLink[k] = base.NodeID(n)
		}
	}
	return im.byLink
}

// capture makes how we notice the contacts of a person what follows from what was
// said of it.
func (im *importer) capture(x *thing) {
	before, after := thingText(x.before, "capture", ""), thingText(x.after, "capture", "")
	if sameLine(before, after) {
		return
	}
	var since graph.Date
	if len(x.before) == 0 {
		since = x.after[0].day
	}
	person, is := x.e.ID, newTimeline()
	var there []graph.Element
	for _, e := range im.d.In(person, graph.EdgeAbout) {
		if n, ok := im.d.Get(e.Src); ok && n.Kind == graph.NodeCapture {
			there = append(there, n)
			is = is.paint(n.From, n.To, run{value: n.Props.Text("mode"), set: true})
		}
	}
	line, changed := patched(is, before, after, since)
	if !changed {
		return
	}
	for i, run := range line {
		if !run.set || run.value == "" {
			continue
		}
		c := graph.Capture{Node: graph.Node{From: run.from, To: line.end(i)}, Mode: graph.CaptureMode(run.value)}
		at := slices.IndexFunc(there, func(n graph.Element) bool {
			return n.Props.Text("mode") == run.value && n.Valid().Overlaps(graph.Interval{From: c.From, To: c.To})
		})
		if at >= 0 {
			n := there[at]
			there = slices.Delete(there, at, at+1)
			n.From, n.To = c.From, c.To
			im.putElement(n)
			continue
		}
		c.ID = im.freeEdgeID(graph.NodeCapture, string(person), run.from.String(), run.value)
		im.stamp(&c.Node, "")
		im.put(c)
		im.put(graph.About{Edge: im.edge(im.edgeID(graph.EdgeAbout, string(c.ID), string(person)), c.ID, person, graph.Interval{})})
	}
	for _, n := range there {
		for _, e := range im.d.Out(n.ID, graph.EdgeAbout) {
			im.d.Remove(e.ID)
		}
		im.d.Remove(n.ID)
	}
}

// askNamesakes asks about the new people who share a name with each other or
// with somebody who was there before. Nothing is merged.
func (im *importer) askNamesakes() {
	if len(im.newPeople) == 0 {
		return
	}
	type named struct {
		first graph.ID
		more  int
		isNew bool
	}
	byName := map[string]*named{}
	add := func(id graph.ID, name string, isNew bool) {
		k := alike.Name(name)
		if k == "" {
			return
		}
		if n := byName[k]; n != nil {
			n.more++
			n.isNew = n.isNew || isNew
			return
		}
		byName[k] = &named{first: id, isNew: isNew}
	}
	base := im.d.Base()
	for _, n := range base.Nodes(graph.NodePerson) {
		add(base.NodeID(n), base.NodeProps(n).Text("name"), false)
	}
	for _, id := range im.newPeople {
		if e, ok := im.d.Get(id); ok {
			add(id, e.Props.Text("name"), true)
		}
	}
	im.newPeople = nil
	q := Question{Kind: AskNamesakes, Subject: "people"}
	for _, k := range sortedKeys(byName) {
		n := byName[k]
		if n.more == 0 || !n.isNew {
			continue
		}
		q.Count++
		if len(q.Samples) < samplesKept {
			e, _ := im.d.Get(n.first)
			q.Samples = append(q.Samples, fmt.Sprintf("%s (%d people)", shown(e.Props.Text("name")), n.more+1))
		}
	}
	if q.Count > 0 {
		q.Text = fmt.Sprintf("are people of the same name one? %s to several people; nobody was merged", say.Count(q.Count, "name belongs", "names belong"))
		im.ask(q)
	}
}

// candidates reads identity_candidates.csv: pairs that the source takes for
// one person. They become one question and change nothing.
func (im *importer) candidates(sources []source) error {
	q := Question{Kind: AskIdentity, Subject: "people"}
	err := im.rows(sources, func(r *rows) {
		a, b := r.key(r.col("person_a")), r.key(r.col("person_b"))
		for _, c := range []int{r.col("person_a"), r.col("person_b")} {
			if _, ok := im.find(graph.NodePerson, r.optionalKey(c)); !r.bad && !ok {
				r.complain(c, EffectRow, "unknown-person", "no person has this id")
			}
		}
		if r.bad {
			return
		}
		q.Count++
		if len(q.Samples) < samplesKept {
			q.Samples = append(q.Samples, fmt.Sprintf("%s and %s: %s", shown(a), shown(b), shown(r.raw(r.col("reason")))))
		}
	})
	if q.Count > 0 {
		q.Text = fmt.Sprintf("the source takes %s for one person; merge those that are, nothing was merged", say.Count(q.Count, "pair", "pairs"))
		im.ask(q)
	}
	return err
}
