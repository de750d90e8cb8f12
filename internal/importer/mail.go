package importer

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/alike"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/mailbox"
	"github.com/kithgraph/kith/internal/sheet"
)

// post is what the mailboxes and calendars of an import come to.
type post struct {
	all       *mailbox.Correspondence
	byAddress map[string]graph.ID  // in the form of all its spellings; "" for an address of several
	domains   map[string]graph.ID  // of organisations that are not ours
	strangers map[string]*stranger // by address, as in byAddress
	keys      map[graph.ID]string  // under which rows name people
}

// stranger is somebody of a known organisation whom kith does not know.
type stranger struct {
	mailbox.Address
	org  graph.ID
	n    int // messages and meetings
	last graph.Date
}

// The bounds of strangers: how many are counted, and how many of them an import
// suggests, the busiest first.
const (
	maxStrangers  = 100_000
	mostSuggested = 1000
)

// mailKind says whether a file is a mailbox, a message or a calendar.
func mailKind(f File) (mailbox.Kind, error) {
	r, err := f.Opener()
	if err != nil {
		return 0, err
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, mailbox.HeadBytes))
	return mailbox.KindOf(f.Name, head), err
}

// mail makes a source of interactions of a mailbox, a message or a calendar.
func (im *importer) mail(f File, kind mailbox.Kind) ([]source, error) {
	if im.post == nil {
		im.post = &post{all: mailbox.NewCorrespondence(), strangers: map[string]*stranger{}, keys: map[graph.ID]string{}}
	}
	in, err := f.Opener()
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", f.Name, err)
	}
	defer in.Close()
	found, err := im.post.all.Index(im.ctx, kind, &countedReader{Reader: in, im: im, name: f.Name})
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", f.Name, err)
	}
	if found == 0 {
		im.problem(Problem{File: f.Name, Rule: "mailbox", Effect: EffectFile, Reason: "the file holds no " + mailWords[kind].nothing})
		im.preview.Files = append(im.preview.Files, FileReport{Name: f.Name, AsOf: im.dayOf(f)})
		return nil, nil
	}
	m := &mailRows{im: im}
	return []source{{name: f.Name, table: tableNamed("interactions"), mail: m, open: func() (sheet.Rows, io.Closer, error) {
		in, err := f.Opener()
		if err != nil {
			return nil, nil, err
		}
		im.post.learn(im)
		o := mailbox.Options{Until: im.asOf.Time(), Owner: map[string]bool{}, Subjects: im.options.Subjects}
		if e, ok := im.d.Get(im.self); ok {
			for _, a := range e.Props.Strings("emails") {
				o.Owner[strings.ToLower(a)] = true
			}
		}
		m.reader = im.post.all.Open(kind, in, o)
		m.kind = kind
		return m, in, nil
	}}}, nil
}

// mailWords are the words for the kinds of file.
var mailWords = map[mailbox.Kind]struct{ name, one, several, nothing string }{
	mailbox.Mbox:     {"mailbox", "message", "messages", `message; a message of a mailbox stands below a line "From ADDRESS DAY"`},
	mailbox.Message:  {"message", "message", "messages", "header of a message"},
	mailbox.Calendar: {"calendar", "meeting", "meetings", "event"},
}

// learn finds out to whom the addresses belong, and to which organisations the domains.
func (p *post) learn(im *importer) {
	p.byAddress, p.domains = map[string]graph.ID{}, map[string]graph.ID{}
	ours := func(days bothSides) bool { return len(days.ours) > 0 }
	for _, id := range im.d.Nodes(graph.NodeOrganization) {
		var side bothSides
		if im.orgSides(id, graph.Interval{}, 0, &side); ours(side) {
			continue
		}
		e, _ := im.d.Get(id)
		for _, d := range append(e.Props.Strings("domains"), alike.Site(e.Props.Text("website"))) {
			p.domain(d, id)
		}
	}
	for _, id := range im.d.Nodes(graph.NodePerson) {
		e, _ := im.d.Get(id)
		emails := e.Props.Strings("emails")
		for _, a := range emails {
			a = alike.Mail(a)
			if was, twice := p.byAddress[a]; twice && was != id {
				p.byAddress[a] = ""
				continue
			}
			p.byAddress[a] = id
		}
		if len(emails) == 0 || ours(im.sides(e.ID, graph.Interval{})) {
			continue
		}
		for _, h := range im.d.Out(e.ID, graph.EdgeHolds) {
			for _, in := range im.d.Out(h.Dst, graph.EdgeIn) {
				_, d, _ := strings.Cut(emails[0], "@")
				p.domain(d, in.Dst)
			}
		}
	}
}

// domain notes whose a domain is; the first says it.
func (p *post) domain(d string, org graph.ID) {
	d = strings.ToLower(strings.TrimSpace(d))
	if _, known := p.domains[d]; !known && strings.Contains(d, ".") && !alike.PublicDomain(d) {
		p.domains[d] = org
	}
}

// person returns to whom an address belongs, "" for nobody who is known.
func (p *post) person(address string) graph.ID { return p.byAddress[alike.Mail(address)] }

// organization returns whose the domain of an address is, that of a part of a
// domain included.
func (p *post) organization(address string) graph.ID {
	_, d, _ := strings.Cut(address, "@")
	for strings.Contains(d, ".") {
		if org, known := p.domains[d]; known {
			return org
		}
		_, d, _ = strings.Cut(d, ".")
	}
	return ""
}

// stranger counts somebody whom kith does not know.
func (p *post) stranger(a mailbox.Address, on graph.Date) {
	key := alike.Mail(a.Mail)
	s := p.strangers[key]
	if s == nil {
		if _, ambiguous := p.byAddress[key]; ambiguous || key == "" || len(p.strangers) >= maxStrangers || alike.SharedBox(key) || alike.Nobody(a.Name, []string{a.Mail}) {
			return
		}
		s = &stranger{Address: mailbox.Address{Mail: key}, org: p.organization(a.Mail)}
		p.strangers[key] = s
	}
	s.n++
	s.last = max(s.last, on)
	if len(a.Name) > len(s.Name) && !strings.Contains(a.Name, "@") {
		s.Name = a.Name
	}
}

// suggestStrangers makes suggestions of the people of known organisations who are in
// the mail and not in kith, the busiest first. Nobody is added, and of others nothing
// is kept. What was decided about one stays decided.
func (im *importer) suggestStrangers() {
	if im.post == nil {
		return
	}
	var list []*stranger
	for key, s := range im.post.strangers {
		if s.org != "" && im.waits(key) {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return
	}
	slices.SortFunc(list, func(a, b *stranger) int {
		if a.n != b.n {
			return b.n - a.n
		}
		return strings.Compare(a.Mail, b.Mail)
	})
	q := Question{Kind: AskStrangers, Subject: "people", Count: len(list)}
	for i, s := range list[:min(len(list), mostSuggested)] {
		name, _ := tidy(s.Name)
		name = formats.FullName(name)
		im.suggest(s, name)
		if i < samplesKept {
			who := s.Mail
			if name != "" {
				who = name + " <" + s.Mail + ">"
			}
			q.Samples = append(q.Samples, fmt.Sprintf("%s, %s (%d)", shown(who), im.label(s.org), s.n))
		}
	}
	q.Text = fmt.Sprintf("%s in the mail and not in kith; nobody was added: kith review lists them", say.Count(len(list), "person of an organisation that you know is", "people of organisations that you know are"))
	im.ask(q)
}

// strangerID returns the ID of the suggestion to add whoever has an address, in the
// form of all its spellings.
func strangerID(key string) graph.ID { return draft.SuggestionID(graph.SuggestionStranger, key) }

// waits reports whether nothing was decided yet about whoever has an address.
func (im *importer) waits(key string) bool {
	e, there := im.d.Get(strangerID(key))
	return !there || e.Props.Text("verdict") == ""
}

// suggest takes down a stranger: how often they are in the import that saw them most,
// and when last, so that the order of imports does not matter.
func (im *importer) suggest(s *stranger, name string) {
	x := graph.Suggestion{Node: graph.Node{ID: strangerID(s.Mail)}, Kind: graph.SuggestionStranger}
	if e, there := im.d.Get(x.ID); there {
		x = graph.Decode[graph.Suggestion](e)
	}
	x.Count, x.Last = max(x.Count, s.n), max(x.Last, s.last)
	x.Mail = s.Mail
	if n := len(name); n <= graph.MaxName && (n > len(x.Name) || n == len(x.Name) && name < x.Name) {
		x.Name = name
	}
	x.About = []string{string(s.org)}
	im.put(x)
}

// mailRows are the contacts of a mailbox, a message or a calendar as rows of
// interactions.csv; see sheet.Rows.
type mailRows struct {
	im     *importer
	kind   mailbox.Kind
	reader *mailbox.Reader
	begun  bool
	fields []string
}

// mailColumns are the columns of mailRows.
var mailColumns = []string{"id", "person_a", "person_b", "others", "people", "channel", "at", "started_by", "subject"}

// Reasons for which a contact is no row.
const (
	unknownSender   = "senders who are not known"
	ambiguousSender = "senders with the address of several people"
	onlyOne         = "one known person alone"
)

// Next returns the next contact between people who are known.
func (m *mailRows) Next() ([]string, int, *sheet.Problem, error) {
	if !m.begun {
		m.begun = true
		return mailColumns, 1, nil, nil
	}
	for {
		x, err := m.reader.Next(m.im.ctx)
		if errors.Is(err, io.EOF) {
			return nil, 0, nil, io.EOF
		}
		if err != nil {
			return nil, 0, nil, err
		}
		people, reason := m.people(x)
		if reason != "" {
			m.reader.Skip(reason, x.Line)
			continue
		}
		keys := make([]string, len(people))
		for i, id := range people {
			keys[i] = m.im.post.key(m.im, id)
		}
		m.fields = append(m.fields[:0], x.Key, keys[0], keys[1], strings.Join(keys[2:], ";"), strconv.Itoa(m.room(x)), string(x.Channel), x.Day.Format("2006-01-02"), m.startedBy(x), x.Subject)
		return m.fields, x.Line, nil, nil
	}
}

// people returns who of a contact is known, whoever wrote or called it first, or
// says why it counts nothing. The others are noted as strangers.
func (m *mailRows) people(x mailbox.Contact) ([]graph.ID, string) {
	p := m.im.post
	var out []graph.ID
	for _, a := range append([]mailbox.Address{x.From}, x.To...) {
		switch id := p.person(a.Mail); {
		case a.Mail == "":
		case id == "":
			if x.Channel != mailbox.MassMail {
				p.stranger(a, graph.DateOf(x.Day))
			}
		case !slices.Contains(out, id):
			out = append(out, id)
		}
	}
	if m.kind != mailbox.Calendar {
		if p.person(x.From.Mail) == "" {
			if _, several := p.byAddress[alike.Mail(x.From.Mail)]; several {
				return nil, ambiguousSender
			}
			return nil, unknownSender
		}
		if len(out) == 1 && m.im.self != "" && out[0] != m.im.self {
			out = append(out, m.im.self) // in whose mailbox it lies, by a list of theirs or a blind copy
		}
	}
	if len(out) < 2 {
		return nil, onlyOne
	}
	return out, ""
}

// room returns how many people wrote, got or attended a contact, whether or not
// kith knows them. An address counts once in all its spellings, and somebody of two
// addresses once where kith knows them.
func (m *mailRows) room(x mailbox.Contact) int {
	here := map[string]bool{}
	for _, a := range append([]mailbox.Address{x.From}, x.To...) {
		if id := m.im.post.person(a.Mail); id != "" {
			here[string(id)] = true
		} else if a.Mail != "" {
			here[cmp.Or(alike.Mail(a.Mail), a.Mail)] = true
		}
	}
	return len(here)
}

// startedBy says whose side began a contact, as a word of interactions.csv; ""
// where that is not known.
func (m *mailRows) startedBy(x mailbox.Contact) string {
	id := m.im.post.person(x.Began)
	day := graph.MustDate(x.Day.Format("2006-01-02"))
	switch {
	case id == "" && m.im.post.organization(x.Began) != "":
		return "theirs"
	case id == "":
		return ""
	case len(m.im.sides(id, graph.Interval{From: day, To: day + 1}).ours) > 0:
		return "ours"
	}
	return "theirs"
}

// key returns the key under which rows name somebody.
func (p *post) key(im *importer, id graph.ID) string {
	key := p.keys[id]
	if key == "" {
		key = fmt.Sprintf("@mail/%d", len(p.keys))
		p.keys[id] = key
		im.stands(graph.NodePerson, key, id)
	}
	return key
}

// report says what became of the file.
func (m *mailRows) report(r *FileReport) {
	clear(m.im.sidesOf) // files of later days may say more
	got, words := m.reader.Report(), mailWords[m.kind]
	r.Format, r.Rows, r.Taken, r.Skipped = words.name, got.Found, got.Counted, got.Skipped
	if m.im.self != "" {
		r.Format += " of " + m.im.label(m.im.self)
	}
	r.told = strings.ToUpper(r.Format[:1]) + r.Format[1:] + ": " + say.Count(got.Found, words.one, words.several) + fmt.Sprintf(", %d counted", got.Counted)
	if n := got.Found - got.Counted; n > 0 {
		r.told += fmt.Sprintf(", %d skipped because of ", n)
		for i, s := range got.Skipped {
			if i > 0 {
				r.told += "; "
			}
			r.told += s.Because()
		}
	}
}
