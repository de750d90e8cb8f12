package importer

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// This file keeps what files said. A row is an observation: on the day of the
// file, by its source, a thing was seen with these values. What a thing is on
// any day follows from its observations alone (resolve.go), so that their order
// cannot matter. A thing keeps, in the property seen, what was said of it each
// time that it was something else than on the day before; on which days a feed
// spoke is kept once, in the feed. So a file that says nothing new writes one
// day.

// feed is the files of one table and one set of columns from one source.
type feed struct {
	graph.Feed
	tag  string    // names it in the property seen
	days []feedDay // by day
}

// feedDay is a day on which a feed spoke. On a partial one it spoke of fewer than
// half of what it had spoken of before, so that only what was written down for
// the day was said.
type feedDay struct {
	day     graph.Date
	partial bool
}

// feedID returns the ID of a feed by what it is.
func feedID(source, table string, columns []string) graph.ID {
	return draft.DerivedID(graph.NodeFeed, append([]string{source, table}, columns...)...)
}

// feedTag returns how a feed is named in the property seen.
func feedTag(id graph.ID) string {
	_, tag, _ := strings.Cut(string(id), "-")
	return strings.ToLower(tag[:min(8, len(tag))])
}

// readFeeds reads the feeds of the workspace.
func (im *importer) readFeeds() {
	im.feeds = map[string]*feed{}
	base := im.d.Base()
	for _, n := range base.Nodes(graph.NodeFeed) {
		e, _ := base.Element(base.NodeID(n))
		f := &feed{Feed: graph.Decode[graph.Feed](e), tag: feedTag(e.ID)}
		for _, text := range f.Days {
			f.days = append(f.days, parseFeedDays(text)...)
		}
		im.feeds[f.tag] = f
	}
}

// parseFeedDays reads "2026-01-31", "2026-01-31~" or "2026-01-05/2026-01-09".
func parseFeedDays(text string) []feedDay {
	first, last, isRange := strings.Cut(text, "/")
	first, partial := strings.CutSuffix(first, "~")
	from, err := graph.ParseDate(first)
	if err != nil || from == 0 {
		return nil // edited by hand into something else: the day is lost, not the import
	}
	to := from
	if isRange {
		if to, err = graph.ParseDate(last); err != nil || to < from {
			to = from
		}
	}
	var out []feedDay
	for d := from; d <= to; d++ {
		out = append(out, feedDay{d, partial})
	}
	return out
}

// feedDayTexts writes days as [parseFeedDays] reads them, the last that a list holds.
func feedDayTexts(days []feedDay) []string {
	var out []string
	for i := 0; i < len(days); i++ {
		x := days[i]
		if x.partial {
			out = append(out, x.day.String()+"~")
			continue
		}
		j := i
		for j+1 < len(days) && !days[j+1].partial && days[j+1].day == days[j].day+1 {
			j++
		}
		if text := x.day.String(); j > i {
			out = append(out, text+"/"+days[j].day.String())
		} else {
			out = append(out, text)
		}
		i = j
	}
	return out[max(0, len(out)-graph.MaxList):]
}

// feedOf returns the feed of a table and the columns that a file has of it.
func (im *importer) feedOf(r *rows) *feed {
	var columns []string
	for c, at := range r.at {
		if at >= 0 {
			columns = append(columns, r.table.columns[c].name)
		}
	}
	id := feedID(im.options.Source, r.table.name, columns)
	tag := feedTag(id)
	f := im.feeds[tag]
	if f == nil {
		f = &feed{Feed: graph.Feed{Node: graph.Node{ID: id}, Source: im.options.Source, Table: r.table.name, Columns: columns}, tag: tag}
		im.feeds[tag] = f
	}
	return f
}

func dayOfFeed(x feedDay, day graph.Date) int { return int(x.day) - int(day) }

// spoke reports whether the feed spoke on a day, and whether fully.
func (f *feed) spoke(day graph.Date) (spoke, full bool) {
	i, ok := slices.BinarySearchFunc(f.days, day, dayOfFeed)
	return ok, ok && !f.days[i].partial
}

// nextFull returns the first day after a day on which the feed spoke fully; 0 for none.
func (f *feed) nextFull(day graph.Date) graph.Date {
	i, _ := slices.BinarySearchFunc(f.days, day+1, dayOfFeed)
	for _, x := range f.days[i:] {
		if !x.partial {
			return x.day
		}
	}
	return 0
}

// speaking returns the day of this import when a feed has spoken of a thing in it for
// the first time on the day, which goes for all keys of the thing but those that it is
// known not to name; else 0.
func (im *importer) speaking(f *feed, id graph.ID, key string) graph.Date {
	c := im.coverage[f.tag]
	if spoke, _ := f.spoke(im.asOf); spoke || c == nil || c.at[id] == 0 || im.silent[rowsKey{id, f.tag, key}] {
		return 0
	}
	return im.asOf
}

// entry is what one row, or all rows of a thing, said on a day; "" is nothing.
type entry struct {
	day  graph.Date
	nth  int // of what was said of the thing on the day
	says string
	rows any // that it says, when they are at hand
}

// track is what one feed said of a thing under one key of the source, by day. It
// says so again on each full day of the feed until the next entry.
type track struct {
	feed    string // its tag
	key     string // its key, shortened
	entries []entry
}

// seen is all that was said of a thing, its tracks in order.
type seen []track

// shortKey shortens a key of a source to what tells the keys of one thing apart.
func shortKey(key string) string {
	return strings.ToLower(string(draft.DerivedID(graph.NodeFeed, key)[2:8]))
}

// parseSeen reads the property seen. Entries that nobody could have written are left out.
func parseSeen(list []string) seen {
	var out seen
	for _, text := range list { // "feed.key 2026-01-31 00.000 says", sorted
		name, rest, ok1 := strings.Cut(text, " ")
		day, rest, ok2 := strings.Cut(rest, " ")
		part, says, ok3 := strings.Cut(rest, " ")
		on, err := graph.ParseDate(day)
		tag, key, ok4 := strings.Cut(name, ".")
		if !ok1 || !ok2 || !ok3 || !ok4 || err != nil || on == 0 {
			continue
		}
		if n := len(out); n == 0 || out[n-1].feed != tag || out[n-1].key != key {
			out = append(out, track{feed: tag, key: key})
		}
		t := &out[len(out)-1]
		nth, part, _ := strings.Cut(part, ".")
		if n := len(t.entries); n == 0 || part == "000" || t.entries[n-1].day != on {
			k, _ := strconv.Atoi(nth)
			t.entries = append(t.entries, entry{day: on, nth: k, says: says})
		} else {
			t.entries[n-1].says += says
		}
	}
	return out
}

// entryLength bounds one element of the property seen, in bytes of what is said.
const entryLength = graph.MaxListText - 50

// list writes what [parseSeen] reads: at most what a list holds, the oldest left out.
func (s seen) list() []string {
	var out []string
	for _, t := range s {
		for _, e := range t.entries {
			says := e.says
			for part := 0; ; part++ {
				cut := len(says)
				if cut > entryLength {
					for cut = entryLength; !utf8.RuneStart(says[cut]); cut-- {
					}
				}
				out = append(out, entryText(t.feed, t.key, e.day, e.nth, part, says[:cut]))
				if says = says[cut:]; says == "" {
					break
				}
			}
		}
	}
	if len(out) > graph.MaxList {
		slices.SortStableFunc(out, func(a, b string) int { return strings.Compare(dayOfEntry(a), dayOfEntry(b)) })
		out = out[len(out)-graph.MaxList:]
	}
	slices.Sort(out)
	return out
}

// entryText is one element of the property seen: a part of what was said on a day.
func entryText(feed, key string, day graph.Date, nth, part int, says string) string {
	b := make([]byte, 0, len(feed)+len(key)+len(says)+len(". 2026-01-31 00.000 "))
	b = append(append(append(append(b, feed...), '.'), key...), ' ')
	b = append(append(b, day.String()...), ' ')
	b = appendPadded(append(appendPadded(b, nth, 2), '.'), part, 3)
	return string(append(append(b, ' '), says...))
}

// appendPadded appends a number with leading zeros.
func appendPadded(b []byte, n, width int) []byte {
	text := strconv.Itoa(n)
	for range width - len(text) {
		b = append(b, '0')
	}
	return append(b, text...)
}

func dayOfEntry(text string) string {
	_, rest, _ := strings.Cut(text, " ")
	day, _, _ := strings.Cut(rest, " ")
	return day
}

// track returns the place of a track, -1 for none.
func (s seen) track(f *feed, key string) int {
	return slices.IndexFunc(s, func(t track) bool { return t.feed == f.tag && t.key == key })
}

// at returns what a track says on a day, and the entry that says so, -1 for none.
func (t *track) at(day graph.Date) (says string, i int) {
	for i := len(t.entries) - 1; i >= 0; i-- {
		if t.entries[i].day <= day {
			return t.entries[i].says, i
		}
	}
	return "", -1
}

// mostOfDay bounds how often a track says something else on one day.
const mostOfDay = 20

// put makes a track say something on a day, as the nth word on the thing that day.
// What it said on the next full day of its feed stays: it is written down there
// when it was only said again.
func (t *track) put(f *feed, day graph.Date, nth int, says string) {
	before, i := t.at(day)
	if i >= 0 && t.entries[i].day == day && before == says {
		return
	}
	t.hold(f, day, before)
	if before == "" && i >= 0 && t.entries[i].day == day || i >= mostOfDay && t.entries[i-mostOfDay].day == day {
		t.entries[i] = entry{day: day, nth: nth, says: says}
		return
	}
	t.entries = slices.Insert(t.entries, i+1, entry{day: day, nth: nth, says: says})
}

// hold writes down on the next full day after a day what was said there again.
func (t *track) hold(f *feed, day graph.Date, says string) {
	next := f.nextFull(day)
	if next == 0 {
		return
	}
	if _, i := t.at(next); i >= 0 && t.entries[i].day > day {
		return
	}
	_, i := t.at(day)
	t.entries = slices.Insert(t.entries, i+1, entry{day: next, says: says})
}

// tidy takes out the entries that say on a full day of the feed, and on no other,
// what was said before; and what says nothing where nothing was said.
func (t *track) tidy(f *feed) {
	var out []entry
	for _, e := range t.entries {
		last := ""
		if len(out) > 0 {
			last = out[len(out)-1].says
		}
		if _, full := f.spoke(e.day); e.says == last && (full || e.says == "") {
			continue
		}
		out = append(out, e)
	}
	t.entries = out
}

// observation is what one file said of a thing.
type observation[T any] struct {
	day    graph.Date
	source string
	nth    int // on the day
	track  string
	rows   []T
}

// row is what is kept of a row of a file.
type row[T any] interface {
	// contradicts reports whether another row of the same thing says otherwise. What
	// is absent says nothing.
	contradicts(T) bool
	// appendJSON appends what is kept of the row.
	appendJSON([]byte) []byte
}

// rowsText writes rows as they are kept; none are "".
func rowsText[T row[T]](rows []T) string {
	if len(rows) == 0 {
		return ""
	}
	var buf [256]byte
	b := append(buf[:0], '[')
	for i, r := range rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = r.appendJSON(b)
	}
	return string(append(b, ']'))
}

// observations returns what was said of a thing, by day: each time that a track
// said something else than before, and each time that it said the same again after
// another track had contradicted it, whether that is kept in an entry of its own
// or as a day of the feed.
func observations[T row[T]](im *importer, id graph.ID, s seen) []observation[T] {
	type word struct {
		observation[T]
		at   int // the place of its track
		says string
	}
	var words []word // that were something else than before
	for i := range s {
		t := &s[i]
		f := im.feeds[t.feed]
		if f == nil {
			continue
		}
		last := ""
		for _, e := range t.entries {
			if e.says == "" || e.says == last {
				continue
			}
			last = e.says
			w := word{observation[T]{day: e.day, source: f.Source, nth: e.nth, track: t.feed + "." + t.key}, i, e.says}
			rows, atHand := e.rows.([]T)
			if w.rows = rows; atHand || json.Unmarshal([]byte(e.says), &w.rows) == nil && len(w.rows) > 0 {
				words = append(words, w)
			}
		}
	}
	if len(s) <= 1 {
		out := make([]observation[T], len(words))
		for i := range words {
			out[i] = words[i].observation
		}
		return out
	}
	order := func(a, b word) int {
		return cmp.Or(int(a.day)-int(b.day), strings.Compare(a.source, b.source), a.nth-b.nth, strings.Compare(a.track, b.track))
	}
	slices.SortStableFunc(words, order)
	out := make([]observation[T], 0, len(words))
	last := make([]*word, len(s))  // what each track said last
	again := make([]*word, len(s)) // when it will say so again, having been contradicted
	for len(words) > 0 || slices.ContainsFunc(again, func(w *word) bool { return w != nil }) {
		var w word
		if len(words) > 0 {
			w = words[0]
		}
		for _, x := range again {
			if x != nil && (w.rows == nil || order(*x, w) < 0) {
				w = *x
			}
		}
		if again[w.at] == nil || order(*again[w.at], w) != 0 {
			words = words[1:]
		}
		out = append(out, w.observation)
		last[w.at], again[w.at] = &w, nil
		for i, x := range last {
			if x == nil || i == w.at || again[i] != nil || !contradict(x.rows, w.rows) {
				continue
			}
			t, next := &s[i], *x
			f := im.feeds[t.feed]
			speaking := im.speaking(f, id, t.key)
			if next.day = t.next(f, w.day-1, speaking); order(next, w) < 0 {
				next.day = t.next(f, w.day, speaking)
			}
			if says, _ := t.at(next.day); next.day != 0 && says == x.says {
				again[i] = &next
			}
		}
	}
	return out
}

// contradict reports whether two words of one thing cannot both be so.
func contradict[T row[T]](a, b []T) bool {
	if len(a) != 1 || len(b) != 1 {
		return !reflect.DeepEqual(a, b)
	}
	return a[0].contradicts(b[0])
}

// next returns the first day after a day on which a track says something; 0 for none.
// Its feed is speaking on a day too, unless that is 0.
func (t *track) next(f *feed, day, speaking graph.Date) graph.Date {
	_, i := t.at(day)
	if i >= 0 && t.entries[i].says != "" {
		next := f.nextFull(day)
		if speaking > day && (next == 0 || speaking < next) {
			next = speaking
		}
		if next != 0 && (i+1 == len(t.entries) || next < t.entries[i+1].day) {
			return next
		}
	}
	for _, e := range t.entries[i+1:] {
		if e.says != "" {
			return e.day
		}
	}
	return 0
}

// said is a thing of which a file of this import spoke.
type said struct {
	id   graph.ID
	key  string
	same bool  // nothing new: not written down yet
	next int32 // one more than the place of another key of the thing
}

// coverage is of what a feed has spoken in this import.
type coverage struct {
	feed *feed
	said []said
	at   map[graph.ID]int32 // one more than the place of the last key of a thing
}

// has reports whether the feed has spoken of a thing under a key.
func (c *coverage) has(id graph.ID, key string) bool {
	for i := c.at[id]; i > 0; i = c.said[i-1].next {
		if c.said[i-1].key == key {
			return true
		}
	}
	return false
}

// seenOf returns what was said of a node until now.
func seenOf(e graph.Element) seen { return parseSeen(e.Props.Strings("seen")) }

// observe takes down what a file says of a node, and returns all that was said
// of it before and with it; same is true when that says nothing new. The caller
// writes the node with what comes back, and does not modify the rows any more.
func observe[T row[T]](im *importer, had seen, id graph.ID, f *feed, key string, rows []T) (now seen, same bool) {
	says := rowsText(rows)
	short := shortKey(key)
	now = make(seen, len(had))
	for i, t := range had {
		now[i] = track{t.feed, t.key, slices.Clone(t.entries)}
	}
	i := now.track(f, short)
	if i < 0 {
		now = append(now, track{feed: f.tag, key: short})
		slices.SortFunc(now, func(a, b track) int {
			return cmp.Or(strings.Compare(a.feed, b.feed), strings.Compare(a.key, b.key))
		})
		i = now.track(f, short)
	}
	t := &now[i]
	before, k := t.at(im.asOf)
	same = before == says && len(now) == 1 && k == len(t.entries)-1 && k >= 0
	im.covered(said{id: id, key: short, same: same}, f)
	nth := 0
	for _, x := range now {
		for _, e := range x.entries {
			switch {
			case e.day != im.asOf:
			case x.feed == f.tag && x.key != short: // the same file, of one that has become the same
				nth = max(nth, e.nth)
			default:
				nth = max(nth, e.nth+1)
			}
		}
	}
	if k >= 0 && t.entries[k].day == im.asOf && partOf(before, says) {
		t.entries[k].says = says // the same file again, of which something could not be taken
	} else {
		t.put(f, im.asOf, min(nth, 99), says)
	}
	if _, k := t.at(im.asOf); k >= 0 && t.entries[k].says == says {
		t.entries[k].rows = rows
	}
	return now, same
}

// partOf reports whether what was kept of rows is what they say now, but for lines
// that could not be taken.
func partOf(kept, says string) bool {
	var a, b []map[string]any
	if kept == says || json.Unmarshal([]byte(kept), &a) != nil || json.Unmarshal([]byte(says), &b) != nil || len(a) != len(b) {
		return false
	}
	for i := range a {
		if _, there := a[i]["m"]; !there && a[i]["s"] == string(graph.ManagerUnknown) {
			delete(a[i], "s")
			delete(b[i], "s")
			delete(b[i], "m")
		}
		if _, there := a[i]["parent"]; !there {
			delete(b[i], "parent")
		}
	}
	return reflect.DeepEqual(a, b)
}

// speaks notes that a feed has spoken in this import, and returns of what.
func (im *importer) speaks(f *feed) *coverage {
	c := im.coverage[f.tag]
	if c == nil {
		c = &coverage{feed: f, at: map[graph.ID]int32{}}
		im.coverage[f.tag] = c
	}
	return c
}

// covered notes that a feed has spoken of a thing. Of a feed that speaks for the first
// time nobody asks: nothing that it said can be missing, or be said again.
func (im *importer) covered(x said, f *feed) {
	c := im.speaks(f)
	if len(f.days) == 0 {
		return
	}
	if !c.has(x.id, x.key) {
		x.next = c.at[x.id]
		c.said = append(c.said, x)
		c.at[x.id] = int32(len(c.said))
	}
}

// settleFeeds writes the day of each feed that has spoken. A thing of which a
// full file does not speak any more was not seen: that says nothing of it, but
// that it was not said again.
func (im *importer) settleFeeds() {
	for _, tag := range sortedKeys(im.coverage) {
		c := im.coverage[tag]
		f := c.feed
		spoke, full := f.spoke(im.asOf)
		var missing []said
		if !spoke {
			full = true
			if len(f.days) > 0 {
				missing = im.notSeen(c)
				full = len(c.said) >= len(missing)
			}
			im.fallSilent(missing, f)
			i, _ := slices.BinarySearchFunc(f.days, im.asOf, dayOfFeed)
			f.days = slices.Insert(f.days, i, feedDay{im.asOf, !full})
			im.writeFeed(f)
		}
		if full {
			for _, m := range missing {
				im.editSeen(m.id, f, m.key, func(t *track) { t.put(f, im.asOf, 0, "") })
			}
		}
		for _, x := range c.said {
			if !x.same {
				im.editSeen(x.id, f, x.key, func(*track) {})
			} else if !full {
				im.editSeen(x.id, f, x.key, func(t *track) {
					says, _ := t.at(im.asOf)
					t.put(f, im.asOf, 0, says)
				})
			}
		}
	}
	im.coverage, im.rowsOf = map[string]*coverage{}, map[rowsKey]*saidRows{}
	clear(im.several)
	clear(im.silent)
}

// fallSilent makes things that a file names under one key, and not under another, what
// follows without the other.
func (im *importer) fallSilent(missing []said, f *feed) {
	for _, m := range missing {
		conclude := im.several[m.id]
		if conclude == nil {
			continue
		}
		e, _ := im.d.Get(m.id)
		before := observations[thingRow](im, m.id, seenOf(e))
		im.silent[rowsKey{m.id, f.tag, m.key}] = true
		conclude(&thing{e: e, key: im.keyOf(e), before: before, after: observations[thingRow](im, m.id, seenOf(e))})
	}
}

// notSeen returns the things of which a feed spoke before, but not now, of whatever
// kind: a row that leaves a cell empty is silent about what comes of the cell.
func (im *importer) notSeen(c *coverage) (out []said) {
	base := im.d.Base()
	for id := range base.Mention(c.feed.tag + ".") {
		e, _ := base.Element(id)
		for _, t := range seenOf(e) {
			if t.feed != c.feed.tag || c.has(id, t.key) {
				continue
			}
			if says, _ := t.at(im.asOf); says != "" {
				if _, there := im.d.Get(id); there {
					out = append(out, said{id: id, key: t.key})
				}
			}
		}
	}
	return out
}

// editSeen changes one track of a node and writes the node when that changes it.
func (im *importer) editSeen(id graph.ID, f *feed, key string, edit func(*track)) {
	e, ok := im.d.Get(id)
	if !ok {
		return
	}
	s := seenOf(e)
	i := s.track(f, key)
	if i < 0 {
		return
	}
	edit(&s[i])
	s[i].tidy(f)
	if list := s.list(); !slices.Equal(list, e.Props.Strings("seen")) {
		e.Props = with(e.Props, "seen", list)
		im.putElement(e)
	}
}

func (im *importer) writeFeed(f *feed) {
	f.Days = feedDayTexts(f.days)
	im.stamp(&f.Node, "")
	im.d.Put(graph.Encode(f.Feed))
}
