package importer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// claim is what one row says of people. Rows of one key speak of one claim: by
// the same author, of whom to whom, of what sort, said on what day and of days
// that begin when. What they say of it must not hang on their order, so claims
// are written when a table has been read.
type claim struct {
	key  graph.ID
	n    int            // its place among the claims of the table
	says *graph.Element // "on" is absent where the row names no day
	feed *feed
	at   place
}

// claim takes the claim of a row. Its author is named last among the parts of
// its key, before its day and the beginning of its days.
func (im *importer) claim(r *rows, f graph.Fact, parts ...string) {
	e := graph.Encode(f)
	var buf [8]string
	of := append(append(buf[:0], r.keyed(e.Src), r.keyed(e.Dst)), parts...)
	of = append(of, r.keyed(graph.ID(e.Props.Text("by"))), dayOf(e, "on").String(), e.From.String())
	key := im.edgeID(e.Kind, of...)
	im.claims = append(im.claims, claim{key, len(im.claims), &e, r.feed, place{r.file, r.line}})
}

// claimed returns the common part of a claim of the source: that the source says
// it again does not confirm it.
func (im *importer) claimed(src, dst graph.ID, days graph.Interval) graph.Edge {
	return graph.Edge{Src: src, Dst: dst, From: days.From, To: days.To, ConfirmedBy: im.options.Source}
}

// textOf returns a property as text, "" where absent.
func textOf(e graph.Element, name string) string {
	if v, ok := e.Props.Get(name); ok {
		return fmt.Sprint(v)
	}
	return ""
}

// dayOf returns a day among the properties, 0 where absent.
func dayOf(e graph.Element, name string) graph.Date {
	return e.Props.Date(name)
}

// sameContent reports whether two claims of one key claim the same, whenever it
// was said, whatever it rests on and until when it holds.
func sameContent(a, b graph.Element) bool {
	for _, name := range []string{"kind", "level", "weight", "part"} {
		x, _ := a.Props.Get(name)
		y, _ := b.Props.Get(name)
		if x != y {
			return false
		}
	}
	return true
}

// settleClaims writes the claims of a table.
func (im *importer) settleClaims() {
	together(im.claims, func(c claim) (graph.ID, int) { return c.key, c.n }, im.settle)
	im.claims = nil
}

// together calls take with the rows of each key, keys and rows in the order of the
// rows. take must not keep them.
func together[T any](list []T, place func(T) (key graph.ID, n int), take func([]T)) {
	// The end of an ID that follows from what it is of tells almost all of them apart.
	type row struct {
		last uint64
		at   int32
	}
	order := make([]row, len(list))
	for i := range list {
		key, _ := place(list[i])
		var last uint64
		for j := max(0, len(key)-8); j < len(key); j++ {
			last = last<<8 | uint64(key[j])
		}
		order[i] = row{last, int32(i)}
	}
	slices.SortFunc(order, func(a, b row) int {
		if a.last != b.last {
			return cmp.Compare(a.last, b.last)
		}
		ka, na := place(list[a.at])
		kb, nb := place(list[b.at])
		return cmp.Or(strings.Compare(string(ka), string(kb)), na-nb)
	})
	type group struct{ n, from, to int }
	groups := make([]group, 0, len(list))
	for i := range order {
		key, n := place(list[order[i].at])
		if i > 0 {
			if last, _ := place(list[order[i-1].at]); last == key {
				groups[len(groups)-1].to++
				continue
			}
		}
		groups = append(groups, group{n, i, i + 1})
	}
	slices.SortFunc(groups, func(a, b group) int { return a.n - b.n })
	var rows []T
	for _, g := range groups {
		rows = rows[:0]
		for _, o := range order[g.from:g.to] {
			rows = append(rows, list[o.at])
		}
		take(rows)
	}
}

// settle writes the claims of one key, whose rows are in the order of the files:
// the difference between what followed from what was said before, and what follows
// now. What somebody did to a claim stays.
func (im *importer) settle(list []claim) {
	like := *list[0].says
	v := versions{kind: like.Kind, key: list[0].key, dated: dayOf(like, "on") != 0}
	var is []graph.Element
	for {
		e, ok := im.d.Get(v.id(len(is)))
		if !ok {
			break
		}
		is = append(is, e)
	}
	if len(is) == 0 && im.saidAsOne(like) {
		return
	}
	if first := list[0]; len(is) == 0 && len(list) == 1 && (first.says.From == 0 || first.says.To == 0 || first.says.From < first.says.To) {
		im.firstClaim(first, v.dated)
		return
	}
	if len(list) > 1 {
		im.contradictions(list)
	}
	var had seen
	if len(is) > 0 {
		had = seenOf(is[0])
	}
	of := map[string][]graph.Element{}
	for _, c := range list {
		of[c.feed.tag] = append(of[c.feed.tag], *c.says)
	}
	said := observations[claimRow](im, v.key, had)
	now, same := had, true
	for _, tag := range sortedKeys(of) {
		var rows []claimRow
		for _, e := range folded(of[tag]) {
			rows = append(rows, rowOfClaim(e))
		}
		next, again := observe(im, now, v.key, im.feeds[tag], string(v.key), rows)
		if !again {
			now, same = next, false
		}
	}
	if same {
		for _, e := range is {
			im.touch(e.ID)
		}
		return
	}
	for _, name := range claimSays {
		like.Props = with(like.Props, name, nil)
	}
	like.To = 0
	before, after := v.fold(said, like), v.fold(observations[claimRow](im, v.key, now), like)
	out := patchedClaims(is, before, after)
	for i, e := range out {
		e.ID = v.id(i)
		var list []string
		if i == 0 {
			list = now.list()
		}
		e.Props = with(e.Props, "seen", list)
		im.putElement(e)
	}
	for i := len(out); i < len(is); i++ {
		im.d.Remove(v.id(i))
	}
}

// firstClaim writes a claim of which nothing was said before. It is what [versions]
// make of one row.
func (im *importer) firstClaim(c claim, dated bool) {
	e := *c.says
	now, _ := observe(im, nil, c.key, c.feed, string(c.key), []claimRow{rowOfClaim(e)})
	if !dated {
		e.Props = with(e.Props, "on", im.asOf)
	}
	e.ID, e.Props = c.key, with(e.Props, "seen", now.list())
	im.d.Put(e)
}

// claimSays are the properties that a row says of a claim beside its key; the first
// are what is claimed.
var claimSays = []string{"kind", "level", "weight", "part", "evidence", "reason"}

// claimRow is what a row says of a claim, as the claim keeps it.
type claimRow struct{ thingRow }

// contradicts reports whether another row is of another claim, or says something
// else of the same.
func (r claimRow) contradicts(o claimRow) bool { return !slices.Equal(r.thingRow, o.thingRow) }

func rowOfClaim(e graph.Element) claimRow {
	r := make(thingRow, 0, len(claimSays)+1)
	for name, v := range e.Props.All() {
		if slices.Contains(claimSays, name) {
			r.say(name, propertyText(v))
		}
	}
	r.say("to", e.To.String())
	return claimRow{r}
}

// claimOf returns the claim that a row says.
func claimOf(r claimRow, like graph.Element) graph.Element {
	for _, name := range claimSays {
		if v, ok := propertyValue(like.Kind, name, r.of(name)); ok {
			like.Props = with(like.Props, name, v)
		}
	}
	like.To, _ = graph.ParseDate(r.of("to"))
	return like
}

// fold returns the claims that follow from what was said, by day.
func (v versions) fold(list []observation[claimRow], like graph.Element) (out []graph.Element) {
	v.list = nil
	for len(list) > 0 {
		v.day = list[0].day
		says := map[string][]claimRow{} // of each file, as it was read last
		for len(list) > 0 && list[0].day == v.day {
			says[list[0].track], list = list[0].rows, list[1:]
		}
		var rows []graph.Element
		for _, track := range sortedKeys(says) {
			for _, r := range says[track] {
				rows = append(rows, claimOf(r, like))
			}
		}
		v.say(folded(rows))
		v.close()
	}
	v.begin(like.From)
	for _, x := range v.list {
		out = append(out, x.Element)
	}
	return out
}

// pairs returns for each of a list of claims the place among others of the one that
// it is, -1 for none: the surest first.
func pairs(list, others []graph.Element, tests ...func(a, b graph.Element) bool) []int {
	out := make([]int, len(list))
	for i := range out {
		out[i] = -1
	}
	taken := make([]bool, len(others))
	for _, is := range tests {
		for i, a := range list {
			for j, b := range others {
				if out[i] < 0 && !taken[j] && is(a, b) {
					out[i], taken[j] = j, true
				}
			}
		}
	}
	return out
}

func sameDay(a, b graph.Element) bool { return dayOf(a, "on") == dayOf(b, "on") }

// patchedClaims returns the claims that are there once what follows from what was
// said has changed from before to after: those that follow from both are as they are.
func patchedClaims(is, before, after []graph.Element) (out []graph.Element) {
	both := func(a, b graph.Element) bool { return sameDay(a, b) && sameContent(a, b) }
	at := pairs(before, is, both, sameDay)
	was := pairs(after, before, both, sameContent, sameDay)
	next := make([]*graph.Element, len(is))
	for i := range is {
		next[i] = &is[i] // said by nobody who is kept
	}
	for _, i := range at {
		if i >= 0 {
			next[i] = nil
		}
	}
	var added []graph.Element
	for k, a := range after {
		j := was[k]
		switch {
		case j < 0:
			i := slices.IndexFunc(next, func(e *graph.Element) bool { return e != nil && sameContent(*e, a) })
			if len(before) > 0 || i < 0 {
				added = append(added, a)
				continue
			}
			e := patchedClaim(is[i], is[i], a)
			next[i] = &e
		case at[j] >= 0:
			e := patchedClaim(is[at[j]], before[j], a)
			next[at[j]] = &e
		case a != before[j]: // somebody has removed it
			added = append(added, a)
		}
	}
	for _, e := range next {
		if e != nil {
			out = append(out, *e)
		}
	}
	return slices.DeleteFunc(append(out, added...), func(e graph.Element) bool { return e.From != 0 && e.To != 0 && e.To <= e.From })
}

// patchedClaim returns a claim with what the files say otherwise than before; only
// what is still claimed stays confirmed, and nobody's end is put off.
func patchedClaim(e, before, after graph.Element) graph.Element {
	if !sameContent(before, after) {
		e.Props = with(with(e.Props, "confirmedOn", nil), "confirmedBy", textOf(after, "confirmedBy"))
	}
	for _, name := range append([]string{"on"}, claimSays...) {
		b, _ := before.Props.Get(name)
		if a, _ := after.Props.Get(name); a != b {
			e.Props = with(e.Props, name, a)
		}
	}
	if before.From != after.From {
		e.From = after.From
	}
	if before.To != after.To && (e.To == before.To || after.To != 0 && (e.To == 0 || after.To < e.To)) {
		e.To = after.To
	}
	return e
}

// saidAsOne reports whether a claim is there that came from two when those that
// they were about became one.
func (im *importer) saidAsOne(e graph.Element) bool {
	if !im.merged(e.Src) && !im.merged(e.Dst) {
		return false
	}
	for _, x := range im.d.Out(e.Src, e.Kind) {
		if x.Dst == e.Dst && x.Props.Text("by") == e.Props.Text("by") && sameContent(x, e) && (dayOf(e, "on") == 0 || dayOf(x, "on") == dayOf(e, "on")) && x.Valid().Intersect(e.Valid()) == e.Valid() {
			im.touch(x.ID)
			return true
		}
	}
	return false
}

// merged reports whether a node has several keys of the source.
func (im *importer) merged(id graph.ID) bool {
	e, _ := im.d.Get(id)
	if strings.Count(string(e.Props), im.prefix) < 2 {
		return false // which most have not
	}
	n := 0
	for _, x := range e.Props.Strings("externalIds") {
		if strings.HasPrefix(x, im.prefix) {
			n++
		}
	}
	return n > 1
}

// folded makes one row of those that claim the same: it ends when the first that
// names an end does, and rests on what any of them rests on.
func folded(list []graph.Element) (rows []graph.Element) {
	reasons := map[string][]string{}
	for _, c := range list {
		i := slices.IndexFunc(rows, func(e graph.Element) bool { return sameContent(e, c) })
		if i < 0 {
			i = len(rows)
			rows = append(rows, c)
		}
		if to := c.To; to != 0 && (rows[i].To == 0 || to < rows[i].To) {
			rows[i].To = to
		}
		for _, name := range []string{"evidence", "reason"} {
			if text := c.Props.Text(name); text != "" {
				at := fmt.Sprint(i, name)
				reasons[at] = append(reasons[at], text)
			}
		}
	}
	for i := range rows {
		for _, name := range []string{"evidence", "reason"} {
			var text string
			list := reasons[fmt.Sprint(i, name)]
			slices.Sort(list)
			for _, reason := range slices.Compact(list) {
				switch {
				case text == "":
					text = reason
				case len(text)+len(reason)+2 <= graph.MaxText:
					text += "; " + reason
				}
			}
			if text != "" {
				rows[i].Props = with(rows[i].Props, name, text)
			}
		}
	}
	slices.SortFunc(rows, func(a, b graph.Element) int { return strings.Compare(a.Props.String(), b.Props.String()) })
	return rows
}

// contradictions reports the rows of one key that do not say the same: another
// level, say, or another end.
func (im *importer) contradictions(list []claim) {
	says := func(c claim) graph.Element {
		e := *c.says
		for _, name := range []string{"on", "by", "evidence", "reason", "confirmedBy"} {
			e.Props = with(e.Props, name, nil)
		}
		return e
	}
	least := slices.MinFunc(list, func(a, b claim) int {
		x, y := says(a), says(b)
		return cmp.Or(strings.Compare(x.Props.String(), y.Props.String()), cmp.Compare(x.To, y.To))
	})
	first := list[slices.IndexFunc(list, func(c claim) bool { return says(c) == says(least) })]
	for _, c := range list {
		if sameContent(*c.says, *first.says) && (c.says.To == first.says.To || c.says.To == 0 || first.says.To == 0) {
			continue
		}
		im.problem(Problem{
			File: c.at.file, Line: c.at.line, Rule: "contradiction", Effect: EffectNote,
			Reason: fmt.Sprintf("%s and %s: %s here and %s in %s:%d, of one day and by one author; both were taken, and the more modest counts",
				im.label(c.says.Src), im.label(c.says.Dst), claimText(*c.says), claimText(*first.says), first.at.file, first.at.line),
		})
	}
}

// claimText says what is claimed in a few words.
func claimText(e graph.Element) string {
	var words []string
	for _, name := range []string{"kind", "level", "weight", "part"} {
		if s := textOf(e, name); s != "" {
			words = append(words, s)
		}
	}
	return strings.Join(words, " ") + daysText(e.Valid())
}

// versions are the claims of one key: what its rows have said from one file to
// the next. A row that names the day of the claim can only be corrected. One that
// names none was said on the day of the first file that carried it, and what a
// later file says instead is another claim, from the day of that file.
type versions struct {
	kind  graph.Kind
	key   graph.ID
	day   graph.Date // of the file
	dated bool       // the rows name the day of the claim
	list  []version
}

type version struct {
	graph.Element
	said bool // the file says it
}

// on returns the day on which a version was said.
func (x *version) on() graph.Date { return dayOf(x.Element, "on") }

// stands reports whether a version had not ended by a day.
func (x *version) stands(day graph.Date) bool { return x.To == 0 || day < x.To }

// id returns the ID of the n-th version.
func (v *versions) id(n int) graph.ID {
	if n == 0 {
		return v.key
	}
	return draft.DerivedID(v.kind, string(v.key), fmt.Sprint(n))
}

// say finds for each row of a file, which is later than those before, the version
// that it says, the surest first, and makes those that there are not. No two rows
// claim the same.
func (v *versions) say(rows []graph.Element) {
	type test func(x *version, row graph.Element) bool
	same := func(x *version, row graph.Element) bool { return sameContent(x.Element, row) }
	quiet := !slices.ContainsFunc(v.list, func(x version) bool { return x.stands(v.day) })
	var last graph.Date // the day on which a version was said last
	for i := range v.list {
		v.list[i].said = false
		last = max(last, v.list[i].on())
	}
	passes := []test{
		same,
		func(*version, graph.Element) bool { return true }, // it has been corrected
	}
	if !v.dated {
		passes = []test{
			func(x *version, row graph.Element) bool { return same(x, row) && row.To != 0 && x.To == row.To },
			func(x *version, row graph.Element) bool { return same(x, row) && x.stands(v.day) },
			// Its end has been corrected.
			func(x *version, row graph.Element) bool { return same(x, row) && row.To != 0 && x.on() == last },
			// It has ended: that it still is in the file says nothing.
			func(x *version, row graph.Element) bool { return same(x, row) && quiet && x.on() == last },
		}
	}
	left := slices.Clone(rows)
	for _, fits := range passes {
		left = slices.DeleteFunc(left, func(row graph.Element) bool {
			i := slices.IndexFunc(v.list, func(x version) bool { return !x.said && fits(&x, row) })
			if i < 0 {
				return false
			}
			x := &v.list[i]
			x.Element, x.said = v.merged(x, row), true
			return true
		})
	}
	for _, row := range left {
		if !v.dated {
			row.Props = with(row.Props, "on", v.day)
		}
		v.list = append(v.list, version{Element: row, said: true})
	}
}

// merged returns a version with what a row says of it: an empty cell says nothing.
func (v *versions) merged(x *version, row graph.Element) graph.Element {
	e, p := x.Element, row.Props
	keep := func(name string) {
		old, _ := e.Props.Get(name)
		p = with(p, name, old)
	}
	keep("on")
	for _, name := range []string{"evidence", "reason"} {
		if _, given := p.Get(name); !given {
			keep(name)
		}
	}
	e.Props = p
	if row.To != 0 {
		e.To = row.To
	}
	return e
}

// close ends what the file says no more.
func (v *versions) close() {
	v.list = slices.DeleteFunc(v.list, func(x version) bool {
		return !x.said && (v.dated || x.stands(v.day) && x.From >= v.day)
	})
	for i := range v.list {
		if x := &v.list[i]; !x.said && x.stands(v.day) {
			x.To = v.day
		}
	}
}

// begin dates the beginnings: a claim without a start that follows another one begins
// on the day on which it was said.
func (v *versions) begin(start graph.Date) {
	if v.dated || start != 0 {
		return
	}
	var first graph.Date
	for i := range v.list {
		if on := v.list[i].on(); first == 0 || on < first {
			first = on
		}
	}
	for i := range v.list {
		if x := &v.list[i]; x.on() != first && (x.To == 0 || x.on() < x.To) {
			x.From = x.on()
		}
	}
}

// single is one row that is to become a record of its own, which no other row
// may contradict.
type single struct {
	id   graph.ID
	n    int
	says graph.Element
	at   place
	file int // its place among the reports
	take func()
}

// single takes a row as the record with an ID, unless another row says something
// else of it.
func (im *importer) single(r *rows, id graph.ID, f graph.Fact, take func()) {
	im.singles = append(im.singles, single{id, len(im.singles), graph.Encode(f), place{r.file, r.line}, len(im.preview.Files) - 1, take})
}

// settleSingles takes the records of a table. Of rows that say different things of
// one record none is taken: only the source can know which is right.
func (im *importer) settleSingles() {
	together(im.singles, func(s single) (graph.ID, int) { return s.id, s.n }, func(list []single) {
		first := list[0]
		other := slices.IndexFunc(list, func(s single) bool { return s.says != first.says })
		if other < 0 {
			first.take()
			return
		}
		for _, s := range list {
			against := first.at
			if s.says == first.says {
				against = list[other].at
			}
			im.preview.Files[s.file].Taken--
			im.problem(Problem{File: s.at.file, Line: s.at.line, Rule: "contradiction", Effect: EffectRow,
				Reason: fmt.Sprintf("says something else than %s:%d of the same; neither was taken", against.file, against.line)})
		}
	})
	im.singles = im.singles[:0]
}
