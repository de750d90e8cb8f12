package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// The limits of a [MovesQuery].
const (
	MaxMoves     = 10_000
	DefaultMoves = 1000
)

const (
	// gapDays is within how many days of leaving one firm a first seat at
	// another is the same move.
	gapDays = 90

	// massMoves is from how many people leaving one firm for another on one day,
	// when they are at least half of it, something happened to the firm and not
	// to them.
	massMoves = 20
)

// MovesQuery asks who changed employer or seat in the days [From, To).
type MovesQuery struct {
	Account  graph.ID   // only moves into, out of or within this account's organization; "" for everybody
	From, To graph.Date // To 0: up to and with the day of the view
	Limit    int        // moves at most, 1 to MaxMoves; 0 for DefaultMoves
}

// Validate reports what is wrong with the query itself.
func (q MovesQuery) Validate() error {
	switch {
	case q.From == 0:
		return graph.Invalid("query", nil, "moves wants the first day of a period")
	case q.To != 0 && q.To <= q.From:
		return graph.Invalid("query", nil, "the period ends on %s, before it begins on %s", q.To, q.From)
	case q.Limit < 0 || q.Limit > MaxMoves:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxMoves)
	}
	return nil
}

// MovesReport lists who moved.
type MovesReport struct {
	Envelope
	From, To graph.Date  // the period looked at, half-open
	Moves    []Move      // latest first
	Total    int         // how many there are, listed or not
	Firms    []FirmEvent // what happened to whole firms, latest first
}

// Move is one person's change of seats on one day.
type Move struct {
	Person     graph.ID
	Name       string
	Kind       MoveKind
	On         graph.Date // the first day of what is new, or the first day without
	LeftOn     graph.Date // the first day without the old seats; On where there is no gap; 0 for MoveJoined
	Ended      []MoveSeat // by id
	Began      []MoveSeat // by id
	SideBefore graph.Side // "" without a seat
	SideAfter  graph.Side
	Parts      []Part     // what they decided or did where they left, on the day before
	Ties       []Tie      // of theirs: our ties to them now, strongest first; of ours: their working ties on the day before
	Successors []graph.ID // who holds the seats left, on the day of the view, by id
	Vacant     []graph.ID // seats left that are vacant on the day of the view, by id
	Sentence   string
}

// MoveSeat is a seat left or taken.
type MoveSeat struct {
	Seat    graph.ID
	Title   string
	Level   int
	Company graph.ID
	Name    string     // of the company
	Account graph.ID   // the account for the company or a unit above the seat; "" for none
	Record  graph.ID   // the HOLDS edge
	Until   graph.Date // for seats taken: the day on which they are known to end; else 0
}

// FirmEvent is what happened to a firm as a whole: an acquisition, a split, or a
// chart entered anew.
type FirmEvent struct {
	From, To graph.ID // companies; the same for a chart entered anew
	On       graph.Date
	People   int
	Persons  []graph.ID // at most MaxIssueIDs of them, by id
	Sentence string
}

// Moves answers: who changed employer or seat, whom do we lose and whom do we
// gain?
//
// Definition: a move is a day d on which the seats that a person holds differ
// from those of d − 1; a first seat at another firm within 90 days of leaving
// one is part of the same move. A holding of the same seat that is only entered
// anew is no move.
//
// Shape: one entry per person and day, latest first, ties by ID; moves of at
// least 20 people, half of a firm or more, between the same two firms on one
// day are one [FirmEvent] and not listed. Findings: M1 for somebody of theirs
// whom we know or who has a part in a decision and left, and for one of ours with
// working ties who left; M2 for somebody we know who joined an account.
//
// Units: days; levels 1 to 5.
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(holdings of the account's seats), or of all people without an
// account, plus the ties of those who moved.
//
// Source: two-sided handover after Palmatier, Scheer and Steenkamp (2007),
// doi:10.1509/jmkr.44.2.185.
func Moves(v *graph.View, q MovesQuery) (*MovesReport, error) { return answerMoves(newReader(v), q) }

func answerMoves(r *reader, q MovesQuery) (*MovesReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Limit == 0 {
		q.Limit = DefaultMoves
	}
	if q.To == 0 || q.To > r.day+1 {
		q.To = r.day + 1
	}
	if q.To <= q.From {
		return nil, graph.Invalid("query", nil, "the period begins on %s, after the day of the view, %s", q.From, r.day)
	}
	m := &mover{reader: r, q: q, days: map[graph.Date]*reader{}, within: nowhere}
	m.days[m.day] = m.reader
	people := m.s.Nodes(graph.NodePerson)
	if q.Account != "" {
		n, ok := m.s.NodeOf(graph.NodeAccount, q.Account)
		if !ok {
			return nil, graph.NotFound("Account", q.Account)
		}
		m.within = n
		people = m.everSeated(n)
	}
	var found []change
	for _, p := range people {
		found = append(found, m.changes(p)...)
	}
	rep := &MovesReport{From: q.From, To: q.To}
	found, rep.Firms = m.firms(found)
	slices.SortFunc(found, func(a, b change) int {
		return cmp.Or(cmp.Compare(b.on, a.on), m.byID(a.person, b.person))
	})
	rep.Total = len(found)
	var findings []Finding
	for _, ch := range found[:min(q.Limit, len(found))] {
		mv, fs := m.describe(ch)
		rep.Moves = append(rep.Moves, mv)
		findings = append(findings, fs...)
	}
	rep.Envelope = m.envelope("", findings)
	return rep, nil
}

// mover is the work on one moves report.
type mover struct {
	*reader
	q      MovesQuery
	within graph.N // the account asked about, or nowhere
	days   map[graph.Date]*reader
}

// on returns the reader of another day.
func (m *mover) on(day graph.Date) *reader {
	r := m.days[day]
	if r == nil {
		r = readerOn(m.s, day)
		m.days[day] = r
	}
	return r
}

// everSeated returns everybody who ever held a seat that was ever in the
// account's organization, by id.
func (m *mover) everSeated(account graph.N) []graph.N {
	seen := map[graph.N]bool{}
	var orgs, people []graph.N
	for _, h := range m.s.Out(account, graph.EdgeFor) {
		if !seen[h.Node()] {
			seen[h.Node()] = true
			orgs = append(orgs, h.Node())
		}
	}
	for i := 0; i < len(orgs); i++ {
		for _, h := range m.s.In(orgs[i], graph.EdgePartOf) {
			if !seen[h.Node()] {
				seen[h.Node()] = true
				orgs = append(orgs, h.Node())
			}
		}
		for _, in := range m.s.In(orgs[i], graph.EdgeIn) {
			for _, h := range m.s.In(in.Node(), graph.EdgeHolds) {
				people = append(people, h.Node())
			}
		}
	}
	return m.distinct(people)
}

// change is a day on which a person's seats differ from the day before.
type change struct {
	person       graph.N
	on, left     graph.Date
	ended, began []sitting
	kind         MoveKind
	before       []sitting // all seats the day before, or those left up to 90 days before
	after        []sitting
}

// sitting is a seat held on a day, with its company.
type sitting struct {
	seat    graph.N
	company graph.N
	level   int
	holds   graph.E
}

// seatsOn returns what a person holds on a day, by id of the seat.
func (m *mover) seatsOn(person graph.N, day graph.Date) (out []sitting) {
	v := m.s.On(day)
	for h := range v.Out(person, graph.EdgeHolds) {
		org, ok := v.OrgOf(h.Node())
		if !ok || slices.ContainsFunc(out, func(s sitting) bool { return s.seat == h.Node() }) {
			continue
		}
		out = append(out, sitting{h.Node(), v.Company(org), v.Level(h.Node()), h.Edge()})
	}
	slices.SortFunc(out, func(a, b sitting) int { return m.byID(a.seat, b.seat) })
	return out
}

// minus returns the seats of a that are not in b.
func minus(a, b []sitting) (out []sitting) {
	for _, s := range a {
		if !slices.ContainsFunc(b, func(t sitting) bool { return t.seat == s.seat }) {
			out = append(out, s)
		}
	}
	return out
}

// changes returns the moves of one person in the period.
func (m *mover) changes(person graph.N) (out []change) {
	var days []graph.Date
	note := func(d graph.Date) {
		if d >= m.q.From && d < m.q.To && !slices.Contains(days, d) {
			days = append(days, d)
		}
	}
	for _, h := range m.s.Out(person, graph.EdgeHolds) {
		valid := m.s.EdgeValid(h.Edge())
		note(valid.From)
		note(valid.To)
		m.clock.noteInterval(valid)
	}
	slices.Sort(days)
	for _, d := range days {
		c := change{person: person, on: d, left: d, before: m.seatsOn(person, d-1), after: m.seatsOn(person, d)}
		if len(c.before) == 0 && len(c.after) > 0 {
			if prev := m.lastBefore(person, d); prev != 0 && prev >= d-gapDays {
				c.left, c.before = prev, m.seatsOn(person, prev-1)
				// The leaving was part of this move.
				if k := len(out) - 1; k >= 0 && out[k].on == prev && out[k].kind == MoveLeft {
					out = out[:k]
				}
			}
		}
		c.ended, c.began = minus(c.before, c.after), minus(c.after, c.before)
		if len(c.ended) == 0 && len(c.began) == 0 {
			continue
		}
		c.kind = c.kindOf()
		if c.kind == MoveJoined {
			c.left = 0
		}
		out = append(out, c)
	}
	return slices.DeleteFunc(out, func(c change) bool { return m.within != nowhere && !m.touches(&c) })
}

// lastBefore returns the day on which the last holding before d ended.
func (m *mover) lastBefore(person graph.N, d graph.Date) (last graph.Date) {
	for _, h := range m.s.Out(person, graph.EdgeHolds) {
		if to := m.s.EdgeValid(h.Edge()).To; to != 0 && to <= d {
			last = max(last, to)
		}
	}
	return last
}

func (c *change) kindOf() MoveKind {
	shares := slices.ContainsFunc(c.before, func(b sitting) bool {
		return slices.ContainsFunc(c.after, func(a sitting) bool { return a.company == b.company })
	})
	top := func(list []sitting) (level int) {
		for _, s := range list {
			level = max(level, s.level)
		}
		return level
	}
	switch before, after := top(c.before), top(c.after); {
	case len(c.before) == 0:
		return MoveJoined
	case len(c.after) == 0:
		return MoveLeft
	case !shares:
		return MoveChangedFirm
	case before > 0 && after > before:
		return MovePromoted
	}
	return MoveChangedSeat
}

// touches reports whether a seat left or taken is in the account asked about.
func (m *mover) touches(c *change) bool {
	in := func(list []sitting, day graph.Date) bool {
		return slices.ContainsFunc(list, func(s sitting) bool { return slices.Contains(m.on(day).accountsAt(s.seat), m.within) })
	}
	return in(c.ended, c.left-1) || in(c.began, c.on)
}

// accountsAt returns the accounts of a seat's organization and of those above.
func (r *reader) accountsAt(seat graph.N) []graph.N {
	org, ok := r.v.OrgOf(seat)
	if !ok {
		return nil
	}
	return r.accountsAbove(org)
}

// firms takes out of the changes what happened to whole firms.
func (m *mover) firms(list []change) (rest []change, events []FirmEvent) {
	type key struct {
		from, to graph.N
		on       graph.Date
	}
	at := map[key][]int{}
	var keys []key
	for i, c := range list {
		if len(c.ended) == 0 || len(c.began) == 0 || c.kind == MovePromoted {
			continue
		}
		k := key{c.ended[0].company, c.began[0].company, c.on}
		if at[k] == nil {
			keys = append(keys, k)
		}
		at[k] = append(at[k], i)
	}
	gone := map[int]bool{}
	for _, k := range keys {
		who := at[k]
		if len(who) < massMoves || 2*len(who) < m.staff(k.from, k.on-1) {
			continue
		}
		ev := FirmEvent{From: m.id(k.from), To: m.id(k.to), On: k.on, People: len(who)}
		var people []graph.N
		for _, i := range who {
			gone[i] = true
			people = append(people, list[i].person)
		}
		people = m.distinct(people)
		ev.Persons = m.ids(people[:min(len(people), MaxIssueIDs)])
		ev.Sentence = fmt.Sprintf("%s from %s to %s on %s: a change of the firm, not of people.", count(len(who), "seat went", "seats went"), m.name(k.from), m.name(k.to), dayText(k.on))
		if k.from == k.to {
			ev.Sentence = fmt.Sprintf("%s of %s changed on %s: the chart was reorganized or entered anew.", count(len(who), "seat", "seats"), m.name(k.from), dayText(k.on))
		}
		events = append(events, ev)
	}
	for i, c := range list {
		if !gone[i] {
			rest = append(rest, c)
		}
	}
	slices.SortFunc(events, func(a, b FirmEvent) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return rest, events
}

// staff returns how many seats of a company are held on a day.
func (m *mover) staff(company graph.N, day graph.Date) (n int) {
	v := m.s.On(day)
	for _, org := range v.Subtree(company) {
		for _, seat := range v.SeatsIn(org) {
			n += len(v.Holders(seat))
		}
	}
	return n
}

// describe makes the public form of a move and its findings.
func (m *mover) describe(c change) (Move, []Finding) {
	mv := Move{Person: m.id(c.person), Name: m.name(c.person), Kind: c.kind, On: c.on, LeftOn: c.left}
	before := m.on(c.on - 1)
	if c.left != 0 {
		before = m.on(c.left - 1)
	}
	after := m.on(c.on)
	for _, s := range c.ended {
		mv.Ended = append(mv.Ended, m.moveSeat(before, s))
		holders := m.others(m.in(s.seat, graph.EdgeHolds))
		for _, h := range holders {
			if h != c.person {
				mv.Successors = append(mv.Successors, m.id(h))
			}
		}
		if m.v.Occupancy(s.seat) == graph.OccupancyVacant {
			mv.Vacant = append(mv.Vacant, m.id(s.seat))
		}
	}
	slices.Sort(mv.Successors)
	mv.Successors = slices.Compact(mv.Successors)
	for _, s := range c.began {
		x := m.moveSeat(after, s)
		x.Until = m.s.EdgeValid(s.holds).To
		mv.Began = append(mv.Began, x)
	}
	side := func(r *reader, seated bool) graph.Side {
		switch {
		case !seated:
			return ""
		case r.ours(c.person):
			return graph.SideOurs
		}
		return graph.SideTheirs
	}
	mv.SideBefore, mv.SideAfter = side(before, len(c.before) > 0), side(after, len(c.after) > 0)
	if len(c.ended) > 0 {
		mv.Parts = m.partsLeft(before, &c)
	}
	return mv, m.judgeMove(&mv, &c, before)
}

func (m *mover) moveSeat(r *reader, s sitting) MoveSeat {
	x := MoveSeat{Seat: m.id(s.seat), Title: r.v.Title(s.seat), Level: s.level, Company: m.id(s.company), Name: r.name(s.company), Record: m.s.EdgeID(s.holds)}
	if list := r.accountsAt(s.seat); len(list) > 0 {
		x.Account = m.id(list[0])
	}
	return x
}

// partsLeft returns the parts in open decisions that the person had the day
// before, themselves or by a seat left, in the accounts of the seats left.
func (m *mover) partsLeft(before *reader, c *change) (out []Part) {
	var accounts []graph.N
	for _, s := range c.ended {
		accounts = append(accounts, before.accountsAt(s.seat)...)
	}
	take := func(n graph.N) {
		for h := range before.out(n, graph.EdgeDecides) {
			area := as[graph.DecisionArea](before.v, h.Node())
			acc, ok := first(before.out(h.Node(), graph.EdgeFor))
			if !ok || !slices.Contains(accounts, acc.Node()) || !open(area.State) {
				continue
			}
			out = append(out, Part{Area: area.ID, Name: area.Name, Role: graph.Role(m.s.EdgeProps(h.Edge()).Text("part")), Record: m.s.EdgeID(h.Edge())})
		}
	}
	take(c.person)
	for _, s := range c.ended {
		take(s.seat)
	}
	slices.SortFunc(out, func(a, b Part) int { return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Record, b.Record)) })
	return out
}

// judgeMove fills in ties and the sentence, and says what the move means to us:
// somebody may leave one account and come to another.
func (m *mover) judgeMove(mv *Move, c *change, before *reader) (out []Finding) {
	var list []*tie
	ourMove := mv.SideBefore == graph.SideOurs && mv.SideAfter != graph.SideOurs
	r := m.reader
	if ourMove {
		r = before
		for _, back := range before.tiesTo(c.person) {
			if !before.ours(back.from) {
				if t := before.tie(c.person, back.from); before.verdict(t).working {
					list = append(list, t)
				}
			}
		}
	} else if mv.SideAfter != graph.SideOurs {
		for _, t := range m.ourTiesTo(c.person) {
			if v := m.verdict(t); v.band != graph.BandNone || v.dormant {
				list = append(list, t)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *tie) int { return cmp.Compare(r.verdict(b).s, r.verdict(a).s) })
	for _, t := range list {
		mv.Ties = append(mv.Ties, r.export(t))
	}
	mv.Sentence = m.moveSentence(mv)
	f := Finding{Subjects: []graph.ID{mv.Person}, Severity: graph.SeverityS3, Sentence: mv.Sentence, Robust: true, Confidence: graph.ConfidenceHigh, name: mv.Name}
	for _, s := range slices.Concat(mv.Ended, mv.Began) {
		e, _ := m.s.Edge(s.Record)
		f.Facts = append(f.Facts, Fact{Text: fmt.Sprintf("%s as %s at %s", mv.Name, s.Title, s.Name), Record: s.Record, On: m.s.EdgeValid(e).From})
	}
	for _, p := range mv.Parts {
		f.Facts = append(f.Facts, Fact{Text: fmt.Sprintf("%s, the day before: %s", mv.Name, roleVerb(p.Role, p.Name)), Record: p.Record})
		if decidesOrApproves(p.Role) {
			f.Severity = graph.SeverityS2
		}
	}
	for _, t := range list[:min(3, len(list))] {
		f.Facts = append(f.Facts, r.tieFacts(t)...)
	}
	add := func(rule Rule, policy, remedy string) {
		f := f
		f.Rule, f.Policy, f.Remedy = rule, policy, &Remedy{Text: remedy}
		if rule == RuleContactCame {
			f.Severity, f.Sentence = graph.SeverityS3, m.cameSentence(mv)
		}
		if !ourMove {
			for _, t := range list { // the strongest who may approach them
				if f.Remedy.Owner == "" && m.mayApproach(t.from, t.to) {
					f.Remedy.Owner = m.id(t.from)
				}
			}
		}
		out = append(out, f)
	}
	known := len(list) > 0
	left := len(mv.Ended) > 0 && (c.kind == MoveLeft || c.kind == MoveChangedFirm)
	switch {
	case ourMove && known:
		add(RuleContactLeft, "the ties of a leaver are handed over", "hand over "+count(len(list), "working tie", "working ties"))
	case left && mv.SideBefore == graph.SideTheirs && known:
		add(RuleContactLeft, "the place of a contact who left is covered anew", m.followText(mv)+m.handOverText(mv, c.left))
	case left && mv.SideBefore == graph.SideTheirs && len(mv.Parts) > 0:
		add(RuleContactLeft, "the place of somebody who decides is covered anew", m.followText(mv))
	}
	came := c.kind == MoveJoined || c.kind == MoveChangedFirm
	if came && known && mv.SideAfter == graph.SideTheirs && slices.ContainsFunc(mv.Began, func(s MoveSeat) bool { return s.Account != "" }) {
		remedy := "congratulate, and ask for introductions"
		if m.shunned(c.person) {
			remedy = fmt.Sprintf("nothing: %s must not be contacted", mv.Name)
		}
		add(RuleContactCame, "a known face at an account is used", remedy)
	}
	return out
}

// followText proposes to come to know who followed somebody, or to find out who
// will.
func (m *mover) followText(mv *Move) string {
	var open []string
	for _, id := range mv.Successors {
		if n, _ := m.s.Node(id); !m.shunned(n) {
			open = append(open, m.name(n))
		}
	}
	switch {
	case len(mv.Successors) == 0:
		return "find out who follows"
	case len(open) == 0:
		return fmt.Sprintf("nothing: %s, who %s where %s sat, must not be contacted", joinNames(m.namesOf(mv.Successors)), verb(len(mv.Successors), "sits", "sit"), mv.Name)
	}
	return fmt.Sprintf("come to know %s, who %s where %s sat", joinNames(open), verb(len(open), "sits", "sit"), mv.Name)
}

// handOverText proposes to ask somebody who left to hand us over, while their word
// still opens doors.
func (m *mover) handOverText(mv *Move, left graph.Date) string {
	until := left + handoverDays
	who, _ := m.s.Node(mv.Person)
	if m.day > until || m.shunned(who) {
		return ""
	}
	m.clock.note(until + 1)
	return fmt.Sprintf("; ask %s by %s to hand us over", mv.Name, dayText(until))
}

// cameSentence says of somebody who joined an account who of ours knows them.
func (m *mover) cameSentence(mv *Move) string {
	seat := mv.Began[max(0, slices.IndexFunc(mv.Began, func(s MoveSeat) bool { return s.Account != "" }))]
	best := mv.Ties[0]
	n, _ := m.s.Node(best.From)
	return fmt.Sprintf("%s, whom %s knows best (%s), has been %s at %s since %s.", mv.Name, m.name(n), bandText(best.Band), seat.Title, seat.Name, dayText(mv.On))
}

func (m *mover) moveSentence(mv *Move) string {
	at := func(s MoveSeat) string { return fmt.Sprintf("%s at %s", s.Title, s.Name) }
	var s string
	switch {
	case mv.Kind == MoveLeft:
		s = fmt.Sprintf("%s left as %s on %s", mv.Name, at(mv.Ended[0]), dayText(mv.On))
	case mv.Kind == MoveJoined:
		s = fmt.Sprintf("%s joined as %s on %s", mv.Name, at(mv.Began[0]), dayText(mv.On))
	case len(mv.Began) == 0:
		s = fmt.Sprintf("%s gave up %s on %s", mv.Name, at(mv.Ended[0]), dayText(mv.On))
	case len(mv.Ended) == 0:
		s = fmt.Sprintf("%s also became %s on %s", mv.Name, at(mv.Began[0]), dayText(mv.On))
	case mv.Kind == MovePromoted:
		s = fmt.Sprintf("%s rose from %s to %s on %s", mv.Name, mv.Ended[0].Title, at(mv.Began[0]), dayText(mv.On))
	default:
		s = fmt.Sprintf("%s went from %s to %s on %s", mv.Name, at(mv.Ended[0]), at(mv.Began[0]), dayText(mv.On))
	}
	switch {
	case len(mv.Ties) == 0:
	case mv.SideBefore == graph.SideOurs:
		s += "; " + count(len(mv.Ties), "working tie is", "working ties are") + " to be handed over"
	default:
		n, _ := m.s.Node(mv.Ties[0].From)
		s += fmt.Sprintf("; %s knows them best (%s)", m.name(n), bandText(mv.Ties[0].Band))
	}
	return s + "."
}
