package review

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	analyses "github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/importer"
)

const (
	// massShare is the share of a file above which those who are missing from the
	// next one are more likely a matter of the file than of people.
	massShare = 0.2

	// A successor may come earlier and later than the other leaves by these days.
	earlierDays, laterDays = 90, 180

	// maxSuccessors is how many may have come to follow one who left before that says
	// nothing.
	maxSuccessors = 5
)

// left is a seat that somebody left, or is about to be found to have left.
type left struct {
	seat, person, company kernel.N
	on                    graph.Date
	still                 bool // by the records they hold it yet
}

// came is a seat that somebody took.
type came struct {
	seat, person, company kernel.N
	on                    graph.Date
	record                graph.ID // the HOLDS edge
	open                  bool     // it has no first day on record
}

// moves suggests to look at who left, came, moved and rose, and who may have followed
// whom: first what the seats say, then what files say only by whom they name.
func (f *finder) moves() error {
	rep, err := analyses.Moves(f.View, analysis.MovesQuery{From: f.since, Limit: analysis.MaxMoves})
	if err != nil {
		return err
	}
	var gone []left
	var new []came
	for i := range rep.Moves {
		m := &rep.Moves[i]
		f.move(m)
		person, _ := f.ever.Node(m.Person)
		for _, s := range m.Ended {
			seat, _ := f.ever.Node(s.Seat)
			company, _ := f.ever.Node(s.Company)
			gone = append(gone, left{seat: seat, person: person, company: company, on: cmp.Or(m.LeftOn, m.On)})
		}
		for _, s := range m.Began {
			seat, _ := f.ever.Node(s.Seat)
			company, _ := f.ever.Node(s.Company)
			new = append(new, came{seat: seat, person: person, company: company, on: m.On, record: s.Record})
		}
	}
	f.titles()
	gone, new = f.sighted(gone, new)
	f.successors(gone, new)
	return nil
}

// moved are the kinds of suggestion that moves make.
var moved = map[analysis.MoveKind]graph.SuggestionKind{
	analysis.MoveLeft: graph.SuggestionLeaver, analysis.MoveJoined: graph.SuggestionJoiner,
	analysis.MoveChangedFirm: graph.SuggestionMove, analysis.MoveChangedSeat: graph.SuggestionMove, analysis.MovePromoted: graph.SuggestionPromotion,
}

// move suggests to confirm a move, or to correct its day.
func (f *finder) move(m *analysis.Move) {
	kind := moved[m.Kind]
	id, was := f.ids(kind, func(called func(kernel.N) string) []string {
		companies := func(list []analysis.MoveSeat) (out []string) {
			for _, s := range list {
				n, _ := f.ever.Node(s.Company)
				out = append(out, called(n))
			}
			slices.Sort(out)
			return slices.Compact(out)
		}
		person, _ := f.ever.Node(m.Person)
		about := []string{called(person)}
		switch kind {
		case graph.SuggestionLeaver:
			return append(about, companies(m.Ended)...)
		case graph.SuggestionJoiner:
			return append(about, companies(m.Began)...)
		}
		about = append(append(append(about, companies(m.Ended)...), "to"), companies(m.Began)...)
		for _, s := range m.Began {
			about = append(about, folding.Fold(s.Title))
		}
		return about
	})
	s := Suggestion{ID: id, was: was, Kind: kind, Confidence: graph.ConfidenceHigh, On: m.On, About: []graph.ID{m.Person}, Sentence: m.Sentence, Deed: confirmDeed, Takes: []Part{PartOn}}
	for _, x := range slices.Concat(m.Ended, m.Began) {
		s.About = append(s.About, x.Seat)
		s.Reasons = append(s.Reasons, seatReason(x))
	}
	ended, began, on, leftOn := m.Ended, m.Began, m.On, cmp.Or(m.LeftOn, m.On)
	s.do = func(d *draft.Draft, c *Correction) (graph.ID, error) {
		if c.On == 0 {
			var records []graph.ID
			for _, x := range slices.Concat(ended, began) {
				records = append(records, x.Record)
			}
			return m.Person, d.Confirm(records, c.Who, 0)
		}
		for _, x := range ended {
			if err := redate(d, x.Record, 0, leftOn, c.On); err != nil {
				return "", err
			}
			if err := redetail(d, x.Seat, []string{"occupancy"}, leftOn, c.On); err != nil {
				return "", err
			}
		}
		for _, x := range began {
			if err := redate(d, x.Record, on, 0, c.On); err != nil {
				return "", err
			}
		}
		return m.Person, nil
	}
	f.add(s)
}

// redate makes an edge that began on from, or ended on to, do so on another day.
func redate(d *draft.Draft, id graph.ID, from, to, on graph.Date) error {
	e, ok := d.Get(id)
	if !ok {
		return graph.NotFound("fact", id)
	}
	p := draft.Patch{}
	if from != 0 && e.From == from {
		p["from"] = on
	}
	if to != 0 && e.To == to {
		p["to"] = on
	}
	return d.Update(id, e.Kind, p, 0)
}

// redetail makes what changed of some properties of a node on a day change on another.
func redetail(d *draft.Draft, node graph.ID, properties []string, was, on graph.Date) error {
	for _, of := range d.In(node, graph.EdgeOf) {
		det, ok := d.Get(of.Src)
		if !ok || !slices.Contains(properties, det.Props.Text("property")) {
			continue
		}
		p := draft.Patch{}
		if det.From == was {
			p["from"] = on
		}
		if det.To == was {
			p["to"] = on
		}
		if len(p) > 0 {
			if err := d.Update(det.ID, graph.NodeDetail, p, 0); err != nil {
				return err
			}
		}
	}
	return nil
}

// seatProperties are those of a seat that change with its title.
var seatProperties = []string{"title", "level", "sourceLevel", "department", "function"}

// titles suggests to look at who has another title on the seat that they keep: a rise
// where its level rose too, else a move.
func (f *finder) titles() {
	seen := map[string]bool{}
	for _, n := range f.ever.Nodes(graph.NodeDetail) {
		on := f.ever.NodeValid(n).To
		if f.ever.NodeProps(n).Text("property") != "title" || on == 0 || on < f.since || on > f.Day() {
			continue
		}
		seat, ok := f.owner(n)
		if !ok {
			continue
		}
		now, before := f.ever.On(on), f.ever.On(on-1)
		was, is := before.Title(seat), now.Title(seat)
		org, there := now.OrgOf(seat)
		same, more := rephrased(was, is)
		if !there || same {
			continue
		}
		kind, sure := graph.SuggestionMove, graph.ConfidenceMedium
		if more {
			sure = graph.ConfidenceLow
		}
		if l := before.Level(seat); l > 0 && now.Level(seat) > l {
			kind, sure = graph.SuggestionPromotion, graph.ConfidenceHigh
		}
		company := now.Company(org)
		for _, person := range now.Holders(seat) {
			if !slices.Contains(before.Holders(seat), person) {
				continue
			}
			id, former := f.ids(kind, func(called func(kernel.N) string) []string {
				return []string{called(person), called(company), "to", called(company), folding.Fold(is)}
			})
			if seen[string(id)] {
				continue
			}
			seen[string(id)] = true
			f.add(Suggestion{
				ID: id, was: former, Kind: kind, Confidence: sure, On: on, About: []graph.ID{f.id(person), f.id(seat)},
				Sentence: titleSentence(f.called(person), was, is, f.called(company), on, kind == graph.SuggestionPromotion),
				Reasons:  []string{titleReason(was, is, before.Level(seat), now.Level(seat))}, Deed: confirmDeed, Takes: []Part{PartOn},
				do: func(d *draft.Draft, c *Correction) (graph.ID, error) {
					if c.On == 0 {
						return f.id(person), d.Confirm([]graph.ID{f.id(seat)}, c.Who, 0)
					}
					return f.id(person), redetail(d, f.id(seat), seatProperties, on, c.On)
				},
			})
		}
	}
}

// smallWords are those of a title that say nothing.
var smallWords = map[string]bool{"of": true, "the": true, "and": true, "for": true, "at": true, "in": true, "to": true, "de": true, "des": true, "du": true, "la": true, "der": true, "die": true, "und": true, "fur": true}

// rephrased reports whether two titles say the same in another order or with other
// small words, as one that is empty does, and whether one has all that the other has.
func rephrased(a, b string) (same, more bool) {
	words := func(s string) []string {
		list := slices.DeleteFunc(strings.Fields(folding.Fold(s)), func(w string) bool { return smallWords[w] })
		slices.Sort(list)
		return slices.Compact(list)
	}
	x, y := words(a), words(b)
	within := func(x, y []string) bool {
		return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
	}
	return len(x) == 0 || len(y) == 0 || slices.Equal(x, y), within(x, y) || within(y, x)
}

// owner returns the seat of which a detail is.
func (f *finder) owner(detail kernel.N) (kernel.N, bool) {
	for _, h := range f.ever.Out(detail, graph.EdgeOf) {
		if f.ever.NodeKind(h.Node()) == graph.NodePosition {
			return h.Node(), true
		}
	}
	return 0, false
}

// presence is whom the files of a feed name and, by the day of the first that does
// not, whom they name no more.
type presence struct {
	known int
	gone  map[graph.Date]int
}

// sighted suggests who left or came by the files that name them no more, or for the
// first time. A file that does not name somebody is no record that they left: only
// whoever reads the suggestion can say so.
func (f *finder) sighted(gone []left, new []came) ([]left, []came) {
	var feeds []graph.Feed
	for _, n := range f.ever.Nodes(graph.NodeFeed) {
		feeds = append(feeds, view.As[graph.Feed](f.View, n))
	}
	if len(feeds) == 0 {
		return gone, new
	}
	read := importer.NewSightings(feeds, f.Day())
	type seenPerson struct {
		n  kernel.N
		by []importer.Sighting
	}
	var people []seenPerson
	of := map[string]*presence{}
	for _, n := range f.ever.Nodes(graph.NodePerson) {
		list := f.ever.NodeProps(n).Strings("seen")
		if len(list) == 0 || !f.There(n) {
			continue
		}
		by := read.Of(list)
		if len(by) > 0 {
			people = append(people, seenPerson{n, by})
		}
		for _, x := range by {
			p := of[x.Feed]
			if p == nil {
				p = &presence{gone: map[graph.Date]int{}}
				of[x.Feed] = p
			}
			p.known++
			if x.Gone != 0 {
				p.gone[x.Gone]++
			}
		}
	}
	for _, p := range people {
		newest := slices.MaxFunc(p.by, func(a, b importer.Sighting) int {
			return cmp.Or(cmp.Compare(max(a.Last, a.Gone), max(b.Last, b.Gone)), cmp.Compare(a.Last, b.Last))
		})
		first := slices.MinFunc(p.by, func(a, b importer.Sighting) int { return cmp.Compare(a.Came, b.Came) })
		switch {
		case newest.Gone >= f.since && newest.Gone != 0:
			few := float64(of[newest.Feed].gone[newest.Gone]) <= massShare*float64(of[newest.Feed].known)
			gone = append(gone, f.missing(p.n, newest, few)...)
		case newest.Gone == 0 && first.Before != 0 && first.Came >= f.since:
			new = append(new, f.firstSeen(p.n, first)...)
		}
	}
	return gone, new
}

// held is a seat that somebody holds on the day.
type held struct {
	seat, company kernel.N
	record        kernel.E
}

// heldBy returns what a person holds on the day by what a source says: the seats that
// it knows, else all.
func (f *finder) heldBy(person kernel.N, source string) (out []held) {
	all := []held{}
	for h := range f.Out(person, graph.EdgeHolds) {
		org, ok := f.OrgOf(h.Node())
		if !ok {
			continue
		}
		x := held{h.Node(), f.Company(org), h.Edge()}
		all = append(all, x)
		if slices.ContainsFunc(f.ever.NodeProps(x.seat).Strings("externalIds"), func(s string) bool { return strings.HasPrefix(s, source+":") }) {
			out = append(out, x)
		}
	}
	if len(out) == 0 {
		out = all
	}
	slices.SortFunc(out, func(a, b held) int { return cmp.Compare(f.id(a.seat), f.id(b.seat)) })
	return out
}

// idsOfHeld returns the IDs of a suggestion about somebody and the companies of some
// seats.
func (f *finder) idsOfHeld(kind graph.SuggestionKind, person kernel.N, list []held) (id graph.ID, was []graph.ID) {
	return f.ids(kind, func(called func(kernel.N) string) []string {
		var companies []string
		for _, x := range list {
			companies = append(companies, called(x.company))
		}
		slices.Sort(companies)
		return append([]string{called(person)}, slices.Compact(companies)...)
	})
}

// missing suggests that somebody left whom the files of a source name no more.
func (f *finder) missing(person kernel.N, x importer.Sighting, few bool) (out []left) {
	list := f.heldBy(person, x.Source)
	if len(list) == 0 {
		return nil
	}
	sure := graph.ConfidenceMedium
	if !few {
		sure = graph.ConfidenceLow
	}
	id, was := f.idsOfHeld(graph.SuggestionLeaver, person, list)
	s := Suggestion{
		ID: id, was: was,
		Kind: graph.SuggestionLeaver, Confidence: sure, On: x.Gone, About: []graph.ID{f.id(person)},
		Sentence: missingSentence(f.called(person), f.seatNames(list), x), Reasons: []string{missingReason(x, few)}, Deed: vacateDeed(x.Gone), Takes: []Part{PartOn},
	}
	var seats []graph.ID
	for _, h := range list {
		seats = append(seats, f.id(h.seat))
		out = append(out, left{seat: h.seat, person: person, company: h.company, on: x.Gone, still: true})
	}
	s.About = append(s.About, seats...)
	s.do = func(d *draft.Draft, c *Correction) (graph.ID, error) {
		for _, seat := range seats {
			if err := d.Vacate(seat, f.id(person), cmp.Or(c.On, x.Gone)); err != nil {
				return "", err
			}
		}
		return f.id(person), nil
	}
	f.add(s)
	return out
}

// firstSeen suggests that somebody came whom the files of a source name for the first
// time, and of whom no first day on their seat is on record.
func (f *finder) firstSeen(person kernel.N, x importer.Sighting) (out []came) {
	var list []held
	for _, h := range f.heldBy(person, x.Source) {
		if f.ever.EdgeValid(h.record).From == 0 {
			list = append(list, h)
		}
	}
	if len(list) == 0 {
		return nil
	}
	id, was := f.idsOfHeld(graph.SuggestionJoiner, person, list)
	s := Suggestion{
		ID: id, was: was,
		Kind: graph.SuggestionJoiner, Confidence: graph.ConfidenceMedium, On: x.Came, About: []graph.ID{f.id(person)},
		Sentence: firstSeenSentence(f.called(person), f.seatNames(list), x), Reasons: []string{firstSeenReason(x)}, Deed: beginDeed(x.Came), Takes: []Part{PartOn},
	}
	var records []graph.ID
	for _, h := range list {
		s.About = append(s.About, f.id(h.seat))
		records = append(records, f.ever.EdgeID(h.record))
		out = append(out, came{seat: h.seat, person: person, company: h.company, on: x.Came, record: f.ever.EdgeID(h.record), open: true})
	}
	s.do = func(d *draft.Draft, c *Correction) (graph.ID, error) {
		return f.id(person), begin(d, records, cmp.Or(c.On, x.Came))
	}
	f.add(s)
	return out
}

// begin gives holdings their first day.
func begin(d *draft.Draft, records []graph.ID, on graph.Date) error {
	for _, id := range records {
		if err := d.Update(id, graph.EdgeHolds, draft.Patch{"from": on}, 0); err != nil {
			return err
		}
	}
	return nil
}

// successors suggests who may have followed whom: on the same seat, or on another of
// the same company that may be the same one, by its title, its manager and its level.
func (f *finder) successors(gone []left, new []came) {
	at := map[kernel.N][]came{} // by company
	for _, c := range new {
		at[c.company] = append(at[c.company], c)
	}
	for _, l := range gone {
		type candidate struct {
			came
			reasons []string
			sure    graph.Confidence
		}
		var list []candidate
		for _, c := range at[l.company] {
			if c.person == l.person || c.on < l.on-earlierDays || c.on > l.on+laterDays {
				continue
			}
			if c.seat == l.seat {
				f.follow(l, c, []string{sameSeatReason}, graph.ConfidenceHigh)
				continue
			}
			if reasons, sure := f.sameSeat(l, c); sure != "" {
				list = append(list, candidate{c, reasons, sure})
			}
		}
		if len(list) > maxSuccessors || !l.still && f.Occupancy(l.seat) == graph.OccupancyHeld {
			continue // a common title, or somebody sits there already
		}
		for _, c := range list {
			if len(list) > 1 {
				c.sure = graph.ConfidenceLow
				c.reasons = append(c.reasons, severalReason(len(list)))
			}
			f.follow(l, c.came, c.reasons, c.sure)
		}
	}
}

// sameSeat says what speaks for the seat that somebody took being the one that
// another left, and how much; "" is too little.
func (f *finder) sameSeat(l left, c came) (reasons []string, sure graph.Confidence) {
	for _, h := range f.ever.In(c.seat, graph.EdgeHolds) {
		if h.Node() != c.person {
			return nil, "" // a seat with a history of its own
		}
	}
	before := f.ever.On(l.on - 1)
	title := folding.Fold(before.Title(l.seat)) != "" && folding.Fold(before.Title(l.seat)) == folding.Fold(f.Title(c.seat))
	boss, known := before.Manager(l.seat)
	now, too := f.Manager(c.seat)
	manager := known && too && boss == now
	level := before.Level(l.seat) > 0 && before.Level(l.seat) == f.Level(c.seat)
	function := before.Function(l.seat) != "" && before.Function(l.seat) == f.Function(c.seat)
	if title {
		reasons = append(reasons, sameTitleReason(f.Title(c.seat)))
	}
	if manager {
		reasons = append(reasons, sameManagerReason(f.seatName(boss)))
	}
	switch {
	case title && manager:
		return reasons, graph.ConfidenceHigh
	case title:
		return reasons, graph.ConfidenceMedium
	case manager && level && function:
		return append(reasons, sameLevelReason), graph.ConfidenceLow
	}
	return nil, ""
}

// follow suggests that one who came sits on the seat of one who left.
func (f *finder) follow(l left, c came, reasons []string, sure graph.Confidence) {
	on := max(l.on, c.on)
	id, was := f.ids(graph.SuggestionSuccessor, func(called func(kernel.N) string) []string {
		return []string{called(l.seat), called(l.person), called(c.person)}
	})
	s := Suggestion{
		ID: id, was: was,
		Kind: graph.SuggestionSuccessor, Confidence: sure, On: on, About: []graph.ID{f.id(c.person), f.id(l.person), f.id(l.seat)},
		Sentence: successorSentence(f.called(c.person), f.called(l.person), f.seatName(l.seat), c.seat == l.seat), Reasons: reasons,
		Deed: confirmDeed, Takes: []Part{PartOn},
	}
	person, seat, own := f.id(c.person), f.id(l.seat), f.id(c.seat)
	if c.seat != l.seat {
		s.Deed, s.Takes = oneSeatDeed(f.called(c.person), f.called(l.person), l.still, c.open, l.on, c.on), []Part{PartOn, PartPosition}
	}
	s.do = func(d *draft.Draft, x *Correction) (graph.ID, error) {
		if c.seat == l.seat {
			if x.On == 0 {
				return person, d.Confirm([]graph.ID{c.record}, x.Who, 0)
			}
			return person, redate(d, c.record, c.on, 0, x.On)
		}
		if l.still {
			if err := d.Vacate(seat, f.id(l.person), l.on); err != nil {
				return "", err
			}
		}
		switch {
		case x.On != 0 && !c.open:
			if err := redate(d, c.record, c.on, 0, x.On); err != nil {
				return "", err
			}
		case x.On != 0 || c.open:
			if err := begin(d, []graph.ID{c.record}, cmp.Or(x.On, c.on)); err != nil {
				return "", err
			}
		}
		return person, d.MergePositions(cmp.Or(x.Position, seat), own)
	}
	f.add(s)
}
