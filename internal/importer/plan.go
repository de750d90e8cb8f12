package importer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/sheet"
)

// Options say whose data are imported and how. Source is required; the zero
// values of the rest are good defaults.
type Options struct {
	// Source names the system that the files come from, "crm" or "hr". It keeps
	// the ids of two systems apart: letters, digits, '-', '_' and '.', at most 64.
	Source string
	// AsOf is the day of the files, on which an open end still held. Default: of
	// each file the day that it or its name says, else the draft's today.
	AsOf graph.Date
	// AcceptGoodRows takes what is good although rows were refused. Without it
	// such an import fails with ErrRows and the draft must be thrown away.
	AcceptGoodRows bool
	// Ours lists organisations, by id of the source or by name, that are ours.
	Ours []string
	// Mapping says what the words of the source mean.
	Mapping Mapping
	// EndMissing says that positions.csv is complete for each organisation in
	// it: a seat of the source that is not in the file has ended on AsOf.
	// Without it missing seats stay. A mass disappearance needs Confirmed.
	EndMissing bool
	// Partial says that the files are a part of what their source knows: nobody asks
	// what is not in them.
	Partial bool
	// Confirmed lists the IDs of questions that were answered with yes.
	Confirmed []string
	// Stamp renews confirmedOn of facts that the files say again unchanged, but
	// never of claims: who sees one again does not say it.
	// Without it only new and changed facts carry the day of the file, so that
	// a re-import of the same files changes nothing.
	Stamp bool
	// Encoding says how the characters of the files are written, such as
	// windows-1252 or macroman; "" finds out.
	Encoding string
	// Person says whose connections or mailbox a file is: a person by ID, external
	// id, e-mail address or name. Somebody who is not there yet is added.
	Person string
	// Subjects keeps what messages and meetings are about, which else is passed over.
	Subjects bool
	// Customers lists organisations, by id of the source or by name, that get a
	// customer account where they have none.
	Customers []string
	// Same says what keys of the source stand for, beside what is known of them.
	Same []Same
	// Progress is called now and then with how far Plan is, from its goroutine; it
	// must be quick. Default: nobody is told.
	Progress func(Progress)
	// Limits bound the files.
	Limits sheet.Limits
}

// ErrRows says that rows were refused and AcceptGoodRows was not set.
var ErrRows = errors.New("import: rows were refused")

// Preview says what an import does, or did.
type Preview struct {
	Source    string
	AsOf      graph.Date // the last day of the files
	Files     []FileReport
	Counts    []Count    // one per kind that the files speak of, in the order of graph's kinds
	Samples   []Sample   // a few changes of each kind, in words
	Problems  []Problem  // at most 200 of one rule in one file
	Tally     []Tally    // how many problems of each rule in each file there were
	Questions []Question // what only a person can answer
}

// FileReport says what became of one file.
type FileReport struct {
	Name           string
	Table          string            // the file of docs/import.md that it was read as; "" when it was not, or is one of a product
	Format         string            // the kind of file of a product that it was read as; "" for none
	Exported       graph.Date        // the day in its name, of a file of a product; 0 for none
	Dialect        string            // how it is written, where that is unusual
	AsOf           graph.Date        // the day for which it speaks
	Rows           int               // rows without the header
	Taken          int               // rows of which something was taken
	Takes          []TableCount      // what was taken of a file of a product
	Skipped        []formats.Skipped // rows of a file of a product that were left out, by reason
	Left           []formats.Left    // values of such a file that were left out
	told           string            // of a mailbox or a calendar: what became of it
	UnknownColumns []string          // columns that were ignored
}

// TableCount says how many rows of a table were taken.
type TableCount struct {
	Table string
	Rows  int
}

// Count says what happens to the facts of one kind.
type Count struct {
	Kind      graph.Kind
	Created   int
	Changed   int
	Ended     int // got an end, and nothing else changed
	Removed   int
	Unchanged int // said again by the files
}

// Sample is one change in words.
type Sample struct {
	Kind graph.Kind
	ID   graph.ID
	Text string
}

// Tally counts the problems of one rule in one file.
type Tally struct {
	File, Rule string
	Count      int
}

// Ask is the kind of a question.
type Ask string

// The kinds of question.
const (
	// AskMassDisappearance: many seats of an organisation are not in the file.
	// Nothing is ended unless the question is confirmed.
	AskMassDisappearance Ask = "MASS_DISAPPEARANCE"
	// AskMissing: a few seats of an organisation are not in the file.
	AskMissing Ask = "MISSING"
	// AskNamesakes: people with the same name may be one. Nothing is merged.
	AskNamesakes Ask = "NAMESAKES"
	// AskIdentity: the source itself takes two people for one. Nothing is merged.
	AskIdentity Ask = "IDENTITY_CANDIDATES"
	// AskUnmappedKind: a kind of relationship is not known; its rows are left out.
	AskUnmappedKind Ask = "UNMAPPED_KIND"
	// AskUnmappedChannel: a channel is not known; its contacts count nothing.
	AskUnmappedChannel Ask = "UNMAPPED_CHANNEL"
	// AskUnknownLevel: no rule knows the level of these titles.
	AskUnknownLevel Ask = "UNKNOWN_LEVEL"
	// AskFileLeftOut: a file of the folder was not imported.
	AskFileLeftOut Ask = "FILE_LEFT_OUT"
	// AskAmbiguousEmail: an e-mail belongs to several people, so that it identifies nobody.
	AskAmbiguousEmail Ask = "AMBIGUOUS_EMAIL"
	// AskDayOrder: days of a column may have the day or the month first; their rows are left out.
	AskDayOrder Ask = "DAY_ORDER"
	// AskEnding: the files would end more than a fifth of the holders or lines of an
	// organisation. What they say of those seats is not taken until this is confirmed.
	AskEnding Ask = "MASS_ENDING"
	// AskNoPerson: names that look like rooms, shared mailboxes or service accounts;
	// their rows are left out until this is confirmed.
	AskNoPerson Ask = "NO_PERSON"
	// AskPlaceholder: things that the files name by their id alone.
	AskPlaceholder Ask = "PLACEHOLDER"
	// AskSourceLevel: what the words of the level column mean.
	AskSourceLevel Ask = "SOURCE_LEVEL"
	// AskStrangers: people of known organisations who are in mailboxes and calendars
	// and are not known. Nobody is added.
	AskStrangers Ask = "STRANGERS"
)

// Question is something that only a person can answer.
type Question struct {
	ID      string // stable over previews; goes into Options.Confirmed
	Kind    Ask
	Subject string   // what it is about: an organisation's id, a word, a file
	Text    string   // the question in one sentence
	Count   int      // how many cases there are
	Of      int      // out of how many; 0 where that says nothing
	Samples []string // some of the cases
	word    string   // the first of the words that it is about, where it is about several
	value   string   // what is proposed for it; "" for nothing
}

// samplesKept is how many cases a question or a kind of change shows.
const samplesKept = 12

// importer is one import in the making.
type importer struct {
	ctx     context.Context
	d       *draft.Draft
	was     *draft.Draft // what there was before, never written
	options Options
	prefix  string // of the keys of the source
	asOf    graph.Date
	preview *Preview
	ps      problems

	keys       map[graph.Kind]map[string]graph.ID // by kind and key of the source; "" is a miss
	withheld   map[string]graph.Occupancy         // by key, as a row says it
	nobodyAt   map[string]graph.Occupancy         // by the key of the record into which one was merged
	words      map[string]string                  // interned
	touched    map[graph.ID]bool                  // facts that the files speak of
	feeds      map[string]*feed
	coverage   map[string]*coverage
	accountOf  map[graph.ID]graph.ID // by organisation
	places     map[graph.ID]sided    // where edges that depend on who is ours come from
	placed     []graph.ID
	moved      bool           // seats or organisations were read, so that sides may have changed
	levels     map[string]int // titles without a level, with their number
	unmapped   map[Ask]map[string]int
	newPeople  []graph.ID
	owners     []ownerRow
	seen       map[graph.Kind]map[string]bool // keys of rows, by kind
	claims     []claim                        // of the table being read
	singles    []single
	mergedKeys map[graph.Kind]map[string]string // keys of records by those of merged ones, see mergedInto
	rowsOf     map[rowsKey]*saidRows
	gone       map[graph.ID][]graph.ID                // what was merged into a node before the files were read
	several    map[graph.ID]func(*thing)              // things with several keys that the table being read names
	silent     map[rowsKey]bool                       // keys of such seats that it does not name; the key is shortened
	grades     map[string]map[int]int                 // words of the level column that no mapping knows, with the levels of their titles
	notPeople  map[string]string                      // names that look like no person, by key
	noCompany  map[string]bool                        // keys of organisations that are none
	unnamed    map[graph.Kind][]string                // keys of placeholders
	later      []func()                               // what is written after a thing
	had        map[graph.ID]map[[3]graph.ID][]opinion // see opinionsOf
	accountAt  map[graph.ID]graph.ID                  // see accountOfPerson
	sidesOf    map[graph.ID]bothSides                 // see sides
	ambiguous  int                                    // people whose address belongs to several
	addresses  []string                               // some of those
	byLink     map[string]graph.ID                    // see links
	titles     map[string]titleSays                   // titles looked up
	functionOf map[[2]string]settledFunction
	products   []*product          // files of products
	byName     map[string]graph.ID // see organizationCalled
	self       graph.ID            // whose file it is, see Options.Person
	post       *post               // mailboxes and calendars; nil for none
}

// titleSays is what the rules say of a title.
type titleSays struct {
	level int
	hold  graph.HoldKind
}

// settledFunction is a looked-up function, and whether the mapping settled it.
type settledFunction struct {
	function graph.Function
	settled  bool
}

// place is where in the files a fact was said.
type place struct {
	file string
	line int
}

// sided is where an edge that depends on who is ours was said, and what becomes
// of the row without it.
type sided struct {
	place
	effect Effect
}

// Plan edits a draft so that it says what the files say, and reports what that
// comes to. The files are read one after the other, rows streamed; memory grows
// with the facts, not with the bytes. Importing the same files again changes
// nothing.
//
// Facts of the source are found again by their external id "source:key". What a
// file does not say is left as it is: an empty cell never erases, and a seat
// that is not in the file stays unless Options say otherwise.
//
// The draft should be fresh, because the counts cover everything in it. For a
// preview throw the draft away; to import, run Plan in the engine's update and
// return its error. It fails with ErrRows when rows were refused and the
// options do not accept that, with an error of kind graph.ErrInvalid for
// impossible options, and with what a stream or ctx said; the preview comes back
// with ErrRows too. After an error the draft is of no use.
func Plan(ctx context.Context, d *draft.Draft, files []File, options Options) (*Preview, error) {
	if err := CheckSource(options.Source); err != nil {
		return nil, err
	}
	im := &importer{
		ctx: ctx, d: d, was: draft.NewDraft(d.Base(), d.Today(), nil), options: options, prefix: options.Source + ":", asOf: options.AsOf,
		keys:     map[graph.Kind]map[string]graph.ID{},
		withheld: map[string]graph.Occupancy{}, nobodyAt: map[string]graph.Occupancy{}, words: map[string]string{}, touched: map[graph.ID]bool{}, coverage: map[string]*coverage{}, mergedKeys: map[graph.Kind]map[string]string{}, gone: map[graph.ID][]graph.ID{}, rowsOf: map[rowsKey]*saidRows{}, several: map[graph.ID]func(*thing){}, silent: map[rowsKey]bool{}, unnamed: map[graph.Kind][]string{}, grades: map[string]map[int]int{}, notPeople: map[string]string{}, noCompany: map[string]bool{},
		accountOf: map[graph.ID]graph.ID{}, places: map[graph.ID]sided{}, levels: map[string]int{}, unmapped: map[Ask]map[string]int{},
		had: map[graph.ID]map[[3]graph.ID][]opinion{}, accountAt: map[graph.ID]graph.ID{}, sidesOf: map[graph.ID]bothSides{},
		seen: map[graph.Kind]map[string]bool{}, titles: map[string]titleSays{}, functionOf: map[[2]string]settledFunction{},
	}
	if im.asOf == 0 {
		im.asOf = d.Today()
	}
	im.preview = &Preview{Source: options.Source, AsOf: im.asOf}
	if err := im.whose(options.Person); err != nil {
		return nil, err
	}
	if err := im.same(); err != nil {
		return nil, err
	}
	sources, err := im.sort(files)
	if err != nil {
		return nil, err
	}
	im.readFeeds()
	if sources, err = im.firstMerged(sources); err != nil {
		return nil, err
	}
	if err := im.same(); err != nil { // also of what they were merged into
		return nil, err
	}
	for len(sources) > 0 {
		im.asOf = sources[0].day
		n := slices.IndexFunc(sources, func(s source) bool { return s.day != im.asOf })
		if n < 0 {
			n = len(sources)
		}
		if err := im.readAll(sources[:n]); err != nil {
			return nil, err
		}
		clear(im.seen)
		sources = sources[n:]
	}
	im.keepMerged()
	im.preview.AsOf = im.asOf
	for _, of := range im.products {
		im.preview.Files = append(im.preview.Files, of.report())
	}
	if err := im.customers(); err != nil && (im.ps.rows == 0 || options.AcceptGoodRows) {
		return nil, err // else the rows say why the organisation is not there
	}
	im.checkSides()
	im.askWords()
	im.askPlaceholders()
	im.suggestStrangers()
	im.finish()
	if im.ps.rows > 0 && !options.AcceptGoodRows {
		return im.preview, fmt.Errorf("%w: %d of them, the first: %s", ErrRows, im.ps.rows, im.ps.firstRow())
	}
	return im.preview, nil
}

// readers say how the rows of each table are taken. All files of a table go to
// one call, because facts such as a seat's spells may be spread over them.
var readers = map[string]func(*importer, []source) error{
	"organizations": (*importer).organizations, "people": each((*importer).person), "positions": (*importer).positions,
	"accounts": each((*importer).account), "work": each((*importer).work), "decision_areas": each((*importer).decisionArea),
	"decision_parts": each((*importer).decisionPart), "relationships": (*importer).relationships, "influences": each((*importer).influence),
	"interactions": (*importer).interactions, "assessments": (*importer).assessments, "pairings": each((*importer).pairing),
	"commitments": each((*importer).commitment), "policies": each((*importer).policy), "exclusions": each((*importer).exclusion),
	"introductions": each((*importer).introduction), "identity_candidates": (*importer).candidates,
}

func (im *importer) readAll(sources []source) error {
	for len(sources) > 0 {
		switch sources[0].table.name {
		case "organizations", "positions":
			im.moved = true
		}
		n := 1
		for n < len(sources) && sources[n].table == sources[0].table {
			n++
		}
		if err := readers[sources[0].table.name](im, sources[:n]); err != nil {
			return err
		}
		im.settleClaims()
		im.settleSingles()
		im.settleFeeds()
		if sources[0].table.name == "people" {
			im.askNamesakes()
		}
		sources = sources[n:]
	}
	return nil
}

// each makes a reader of a function that takes one row.
func each(take func(*importer, *rows)) func(*importer, []source) error {
	return func(im *importer, sources []source) error {
		return im.rows(sources, func(r *rows) { take(im, r) })
	}
}

// rows calls take with every readable row of the files. A row counts as taken
// when take did not refuse it.
func (im *importer) rows(sources []source, take func(*rows)) error {
	for _, s := range sources {
		r, closer, err := im.open(s)
		if err != nil {
			return err
		}
		for r != nil {
			more, err := r.next(im.ctx)
			if err != nil {
				closer.Close()
				return err
			}
			if !more {
				break
			}
			if !s.soft || !im.softKnown(r) {
				take(r)
			}
			if !r.bad {
				r.taken(s.soft)
			}
		}
		closer.Close()
		if r != nil && s.mail != nil {
			s.mail.report(r.report)
		}
	}
	return nil
}

// CheckSource returns an error of kind graph.ErrInvalid for a name that is none of
// a source.
func CheckSource(s string) error {
	ok := len(s) > 0 && len(s) <= 64
	for i := range len(s) {
		c := s[i]
		ok = ok && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == '.')
	}
	if !ok {
		return graph.Invalid("source", nil, "the source %q is not 1 to 64 letters, digits, '-', '_' or '.'", shown(s))
	}
	return nil
}

func (im *importer) problem(p Problem) { im.ps.add(p) }

func (im *importer) ask(q Question) {
	q.ID = strings.ToLower(string(q.Kind)) + ":" + im.options.Source + ":" + q.Subject
	im.preview.Questions = append(im.preview.Questions, q)
}

// confirmed reports whether the question of a kind about a subject was answered
// with yes.
func (im *importer) confirmed(kind Ask, subject string) bool {
	return slices.Contains(im.options.Confirmed, strings.ToLower(string(kind))+":"+im.options.Source+":"+subject)
}

// intern returns s from a common store, so that a word that many rows repeat is
// kept once and no row is kept for one of its words.
func (im *importer) intern(s string) string {
	if s == "" {
		return ""
	}
	if w, ok := im.words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	im.words[s] = s
	return s
}

// external returns the external id of a key of the source.
func (im *importer) external(key string) string { return im.options.Source + ":" + key }

// known returns the nodes of a kind that have been looked up, by key.
func (im *importer) known(k graph.Kind) map[string]graph.ID {
	m := im.keys[k]
	if m == nil {
		m = map[string]graph.ID{}
		im.keys[k] = m
	}
	return m
}

// find returns the node of a kind that a key of the source stands for: one of
// this import, or one that is there already.
func (im *importer) find(k graph.Kind, key string) (graph.ID, bool) {
	key = im.mergedInto(k, key)
	known := im.known(k)
	if id, ok := known[key]; ok {
		return id, id != ""
	}
	id, ok := im.d.ByExternalID(k, im.external(key))
	if name, byName := strings.CutPrefix(key, formats.ByName); !ok && byName && k == graph.NodeOrganization {
		id, ok = im.organizationCalled(name)
	}
	known[im.intern(key)] = id
	return id, ok
}

// stands takes down which node a key of a kind stands for.
func (im *importer) stands(k graph.Kind, key string, id graph.ID) {
	im.known(k)[im.intern(im.mergedInto(k, key))] = id
}

// node returns the ID of the node that a key stands for, or the ID that it is
// to get.
func (im *importer) node(k graph.Kind, key string) (id graph.ID, isNew bool) {
	key = im.mergedInto(k, key)
	if id, ok := im.find(k, key); ok {
		return id, false
	}
	id = draft.DerivedID(k, im.options.Source, key)
	if _, taken := im.d.Get(id); taken {
		id = im.d.NewID(k) // a node that has lost its external id sits there
	}
	im.known(k)[im.intern(key)] = id
	return id, true
}

// edgeID returns the ID of an edge by what it says.
func (im *importer) edgeID(k graph.Kind, parts ...string) graph.ID {
	var buf [8]string
	return draft.DerivedID(k, append(append(buf[:0], im.options.Source), parts...)...)
}

// put adds or changes a fact. One that says what is there already is left
// alone, whenever and by whom that was confirmed.
func (im *importer) put(f graph.Fact) graph.ID { return im.putElement(graph.Encode(f)) }

func (im *importer) putElement(e graph.Element) graph.ID {
	im.touch(e.ID)
	cur, ok := im.d.Get(e.ID)
	if !ok {
		im.d.Put(e)
		return e.ID
	}
	if !sameButConfirmed(e, cur) {
		if was, there := im.d.Base().Element(e.ID); there && sameButConfirmed(e, was) {
			e = was // it has become again what it was
		}
		im.d.Put(e)
		return e.ID
	}
	if im.options.Stamp && cur != e && cur.Props.Text("confirmedBy") == im.options.Source {
		im.d.Put(e)
	}
	return e.ID
}

// sameButConfirmed reports whether two states of a fact differ at most in when and
// by whom it was confirmed.
func sameButConfirmed(a, b graph.Element) bool {
	for _, name := range []string{"confirmedOn", "confirmedBy"} {
		v, _ := b.Props.Get(name)
		a.Props = with(a.Props, name, v)
	}
	return a == b
}

// touch notes that the files speak of a fact.
func (im *importer) touch(id graph.ID) {
	if _, there := im.d.Base().Element(id); there {
		im.touched[id] = true
	}
}

// with sets one property; only names and types of the model are used here.
func with(p graph.Props, name string, v graph.Value) graph.Props {
	out, err := p.With(name, v)
	if err != nil {
		panic("importer: " + err.Error())
	}
	return out
}

// edge returns the common part of an edge said by the source.
func (im *importer) edge(id, src, dst graph.ID, days graph.Interval) graph.Edge {
	return graph.Edge{ID: id, Src: src, Dst: dst, From: days.From, To: days.To, ConfirmedOn: im.asOf, ConfirmedBy: im.options.Source}
}

// stamp marks a node as said by the source.
func (im *importer) stamp(n *graph.Node, key string) {
	n.ConfirmedOn, n.ConfirmedBy = im.asOf, im.options.Source
	if key == "" {
		return
	}
	x := im.external(key)
	if i, found := slices.BinarySearch(n.ExternalIDs, x); !found {
		n.ExternalIDs = slices.Insert(slices.Clone(n.ExternalIDs), i, x)
	}
}

// count adds one to the number of a word under a kind of question.
func (im *importer) count(kind Ask, word string) {
	if im.unmapped[kind] == nil {
		im.unmapped[kind] = map[string]int{}
	}
	im.unmapped[kind][im.intern(word)]++
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// asksKept is how many words of a kind are asked about one by one.
const asksKept = 50

// askAbout asks about the words of a kind, the most frequent first.
func (im *importer) askAbout(kind Ask, text func(word string, n int) string) {
	counts := im.unmapped[kind]
	list := sortedKeys(counts)
	slices.SortStableFunc(list, func(a, b string) int { return counts[b] - counts[a] })
	for i, w := range list {
		if i == asksKept {
			im.ask(Question{Kind: kind, Subject: "others", Count: len(list) - i, Text: fmt.Sprintf("and what are %d rarer words?", len(list)-i)})
			return
		}
		im.ask(Question{Kind: kind, Subject: shown(w), Count: counts[w], Text: text(shown(w), counts[w])})
	}
}

// askWords asks about the words that no table and no mapping knows, and about
// addresses of several people.
func (im *importer) askWords() {
	if im.ambiguous > 0 {
		im.ask(Question{Kind: AskAmbiguousEmail, Subject: "people", Count: im.ambiguous, Samples: im.addresses,
			Text: fmt.Sprintf("who is it? %s with an address of several people; new people were made", say.Count(im.ambiguous, "row comes", "rows come"))})
	}
	im.askAbout(AskUnmappedKind, func(w string, n int) string {
		return fmt.Sprintf("what is the relationship %q? %s left out; a mapping file can say it", w, say.Count(n, "row was", "rows were"))
	})
	im.askAbout(AskUnmappedChannel, func(w string, n int) string {
		return fmt.Sprintf("what channel is %q? %s kept as OTHER and counting nothing until a mapping file says it", w, say.Count(n, "row is", "rows are"))
	})
	im.askAbout(AskDayOrder, func(w string, n int) string {
		return fmt.Sprintf("does %s have the day or the month first? %s left out until a mapping file says it (dates,order,day first)", w, say.Count(n, "row was", "rows were"))
	})
	im.askNoPeople()
	im.askGrades()
	if len(im.levels) == 0 {
		return
	}
	titles := sortedKeys(im.levels)
	slices.SortStableFunc(titles, func(a, b string) int { return im.levels[b] - im.levels[a] })
	q := Question{Kind: AskUnknownLevel, Subject: "titles", word: shown(titles[0]), Count: len(titles), Text: fmt.Sprintf("what level has %s? unknown until a mapping file says it", say.Count(len(titles), "title that no rule knows", "titles that no rule knows"))}
	for _, t := range titles[:min(len(titles), samplesKept)] {
		q.Samples = append(q.Samples, fmt.Sprintf("%s (%d)", shown(t), im.levels[t]))
	}
	im.ask(q)
}

// finish fills the counts, the samples and the problems of the preview.
func (im *importer) finish() {
	counts := map[graph.Kind]*Count{}
	of := func(k graph.Kind) *Count {
		if counts[k] == nil {
			counts[k] = &Count{Kind: k}
		}
		return counts[k]
	}
	samples := map[graph.Kind]int{}
	for ch := range im.d.EachChange() {
		delete(im.touched, ch.ID)
		e := ch.After
		if e == nil {
			e = ch.Before
		}
		c := of(e.Kind)
		switch {
		case ch.Before == nil:
			c.Created++
		case ch.After == nil:
			c.Removed++
		case onlyEnded(ch):
			c.Ended++
		default:
			c.Changed++
		}
		if samples[e.Kind] < samplesKept {
			samples[e.Kind]++
			im.preview.Samples = append(im.preview.Samples, Sample{e.Kind, ch.ID, im.describe(ch)})
		}
	}
	for id := range im.touched {
		if e, ok := im.d.Get(id); ok {
			of(e.Kind).Unchanged++
		}
	}
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		if c := counts[k]; c != nil {
			im.preview.Counts = append(im.preview.Counts, *c)
		}
	}
	im.preview.Problems = im.ps.kept
	for _, k := range slices.SortedFunc(maps.Keys(im.ps.count), func(a, b ruleKey) int {
		return strings.Compare(a.file+"\x00"+a.rule, b.file+"\x00"+b.rule)
	}) {
		im.preview.Tally = append(im.preview.Tally, Tally{k.file, k.rule, im.ps.count[k]})
	}
}

func onlyEnded(ch graph.Change) bool {
	b, a := *ch.Before, *ch.After
	if a.To == 0 || a.To == b.To {
		return false
	}
	b.To = a.To
	for _, name := range []string{"confirmedOn", "confirmedBy"} {
		v, _ := a.Props.Get(name)
		b.Props = with(b.Props, name, v)
	}
	return a == b
}
