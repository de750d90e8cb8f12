// Package moves finds who changed seat or company and what that means to us, from
// the seats that people hold day by day, our ties to them and the cover of the
// accounts that they leave and enter.
package moves

import (
	"cmp"
	"slices"
	"sort"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

const (
	// gapDays is within how many days of wholly leaving one company wholly entering
	// another is the same move.
	gapDays = 90

	// massMoves is from how many people leaving one firm for another on one day,
	// when they are at least half of it, something happened to the firm and not
	// to them.
	massMoves = 20
)

// Answer answers who changed seat or company in a period.
func Answer(r *knows.Reader, q analysis.MovesQuery) (*analysis.MovesReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Limit == 0 {
		q.Limit = analysis.DefaultMoves
	}
	if q.To == 0 || q.To > r.Day+1 {
		q.To = r.Day + 1
	}
	if q.To <= q.From {
		return nil, graph.Invalid("query", nil, "the period begins on %s, after the day of the view, %s", q.From, r.Day)
	}
	m := &mover{Reader: r, q: q, days: map[graph.Date]*knows.Reader{}, within: knows.Nowhere}
	m.days[m.Day] = m.Reader
	people := m.S.Nodes(graph.NodePerson)
	if q.Account != "" {
		n, err := m.S.Find(q.Account, graph.NodeAccount)
		if err != nil {
			return nil, err
		}
		m.within = n
		people = m.everSeated(n)
	}
	var changes []change
	for _, p := range people {
		changes = append(changes, m.changes(p)...)
	}
	rep := &analysis.MovesReport{From: q.From, To: q.To}
	changes, rep.Firms = m.firms(changes)
	slices.SortFunc(changes, func(a, b change) int {
		return m.place(&a).Compare(m.place(&b))
	})
	rep.Total = len(changes)
	if q.After != (analysis.MovePlace{}) {
		rep.Skipped = sort.Search(len(changes), func(i int) bool { return m.place(&changes[i]).Compare(q.After) > 0 })
		changes = changes[rep.Skipped:]
	}
	var findings []knows.Found
	for _, ch := range changes[:min(q.Limit, len(changes))] {
		mv, fs := m.describe(ch)
		rep.Moves = append(rep.Moves, mv)
		findings = append(findings, fs...)
	}
	rep.Envelope = m.Envelope("", findings)
	return rep, nil
}

func (m *mover) place(c *change) analysis.MovePlace {
	return analysis.MovePlace{On: c.on, Person: m.ID(c.person)}
}

// mover is the work on one moves report.
type mover struct {
	*knows.Reader
	q      analysis.MovesQuery
	within kernel.N // the account asked about, or nowhere
	days   map[graph.Date]*knows.Reader
}

// on returns the reader of another day.
func (m *mover) on(day graph.Date) *knows.Reader {
	r := m.days[day]
	if r == nil {
		r = knows.ReaderOn(m.S, day)
		m.days[day] = r
	}
	return r
}

// everSeated returns everybody who ever held a seat that was ever in the
// account's organization, by id.
func (m *mover) everSeated(account kernel.N) []kernel.N {
	seen := map[kernel.N]bool{}
	var orgs, people []kernel.N
	for _, h := range m.S.Out(account, graph.EdgeFor) {
		if !seen[h.Node()] {
			seen[h.Node()] = true
			orgs = append(orgs, h.Node())
		}
	}
	for i := 0; i < len(orgs); i++ {
		for _, h := range m.S.In(orgs[i], graph.EdgePartOf) {
			if !seen[h.Node()] {
				seen[h.Node()] = true
				orgs = append(orgs, h.Node())
			}
		}
		for _, in := range m.S.In(orgs[i], graph.EdgeIn) {
			for _, h := range m.S.In(in.Node(), graph.EdgeHolds) {
				people = append(people, h.Node())
			}
		}
	}
	return m.Distinct(people)
}

// change is a person's move: what changes for them on one day, company by
// company. A company that they wholly left at most ninety days before belongs to
// the change in which they wholly enter another one.
type change struct {
	person        kernel.N
	on, left      graph.Date
	turns         []turn // by id of the company
	kind          analysis.MoveKind
	before, after []sitting // all seats on the day before left, and on the day itself
}

// turn is what changes for a person in one company.
type turn struct {
	company      kernel.N
	ended, began []sitting // by id of the seat
	out, in      bool      // the company is wholly left, or wholly entered
	top          int       // the highest level among their seats there before; 0 where it is not known
}

// sitting is a seat held on a day, with its company.
type sitting struct {
	seat    kernel.N
	company kernel.N
	level   int
	holds   kernel.E
	day     graph.Date // on which it is looked at
}

func (c *change) ended() (out []sitting) {
	for i := range c.turns {
		out = append(out, c.turns[i].ended...)
	}
	return out
}

func (c *change) began() (out []sitting) {
	for i := range c.turns {
		out = append(out, c.turns[i].began...)
	}
	return out
}

// leaves and enters report whether a company is wholly left, or wholly entered.
func (c *change) leaves() bool {
	return slices.ContainsFunc(c.turns, func(s turn) bool { return s.out })
}

func (c *change) enters() bool {
	return slices.ContainsFunc(c.turns, func(s turn) bool { return s.in })
}

// kept returns the seats that are held before and after, as they are after.
func (c *change) kept() []sitting {
	return slices.DeleteFunc(slices.Clone(c.after), func(s sitting) bool { return !sits(c.before, s.seat) })
}

// seatsOn returns what a person holds on a day, by id of the seat.
func (m *mover) seatsOn(person kernel.N, day graph.Date) (out []sitting) {
	v := m.S.On(day)
	for h := range v.Out(person, graph.EdgeHolds) {
		org, ok := v.OrgOf(h.Node())
		if !ok || sits(out, h.Node()) {
			continue
		}
		out = append(out, sitting{h.Node(), v.Company(org), v.Level(h.Node()), h.Edge(), day})
	}
	slices.SortFunc(out, func(a, b sitting) int { return m.ByID(a.seat, b.seat) })
	return out
}

func sits(list []sitting, seat kernel.N) bool {
	return slices.ContainsFunc(list, func(s sitting) bool { return s.seat == seat })
}

func inCompany(list []sitting, company kernel.N) bool {
	return slices.ContainsFunc(list, func(s sitting) bool { return s.company == company })
}

// turnsOf parts the difference between the seats of two days by company. A seat
// that stays is no reason to have left or entered a company, also where its
// company has become another one's.
func (m *mover) turnsOf(before, after []sitting) (out []turn) {
	var companies []kernel.N
	for _, s := range before {
		if !sits(after, s.seat) {
			companies = append(companies, s.company)
		}
	}
	for _, s := range after {
		if !sits(before, s.seat) {
			companies = append(companies, s.company)
		}
	}
	for _, company := range m.Distinct(companies) {
		sh := turn{company: company, out: !inCompany(after, company), in: !inCompany(before, company)}
		for _, s := range before {
			switch {
			case s.company != company:
				continue
			case sits(after, s.seat):
				sh.out = false
			default:
				sh.ended = append(sh.ended, s)
			}
			sh.top = max(sh.top, s.level)
		}
		for _, s := range after {
			switch {
			case s.company != company:
			case sits(before, s.seat):
				sh.in = false
			default:
				sh.began = append(sh.began, s)
			}
		}
		out = append(out, sh)
	}
	return out
}

// changes returns the moves of one person in the period.
func (m *mover) changes(person kernel.N) (out []change) {
	var days []graph.Date
	asked := false
	for _, h := range m.S.Out(person, graph.EdgeHolds) {
		valid := m.S.EdgeValid(h.Edge())
		for _, d := range []graph.Date{valid.From, valid.To} {
			if d != 0 && d < m.q.To {
				days = append(days, d)
				asked = asked || d >= m.q.From
			}
		}
		m.Clock.NoteInterval(valid)
	}
	if !asked {
		return nil
	}
	slices.Sort(days)
	var list []change
	last := accounts.None // the change before in which a company was left or entered
	for _, d := range slices.Compact(days) {
		c := change{person: person, on: d, left: d, before: m.seatsOn(person, d-1), after: m.seatsOn(person, d)}
		c.turns = m.turnsOf(c.before, c.after)
		if last != accounts.None && list[last].on >= d-gapDays && list[last].leaves() && !list[last].enters() && c.enters() && !c.leaves() {
			m.join(&list[last], &c)
		}
		if c.leaves() || c.enters() {
			last = len(list)
		}
		list = append(list, c)
	}
	for _, c := range list {
		if len(c.turns) == 0 || c.on < m.q.From || m.within != knows.Nowhere && !m.touches(&c) {
			continue
		}
		if c.kind = c.kindOf(); c.kind == analysis.MoveJoined {
			c.left = 0
		}
		out = append(out, c)
	}
	return out
}

// join makes the companies wholly left in one change a part of the change in
// which others are entered; one that is entered anew was not left.
func (m *mover) join(left, c *change) {
	away := func(s turn) bool { return s.out }
	turns := slices.DeleteFunc(slices.Clone(left.turns), func(s turn) bool { return !s.out })
	left.turns = slices.DeleteFunc(slices.Clone(left.turns), away)
	for _, now := range c.turns {
		k := slices.IndexFunc(turns, func(s turn) bool { return s.company == now.company })
		if k < 0 {
			turns = append(turns, now)
			continue
		}
		was := &turns[k]
		ended := was.ended
		was.ended = slices.DeleteFunc(slices.Clone(ended), func(s sitting) bool { return sits(now.began, s.seat) })
		was.began = slices.DeleteFunc(slices.Clone(now.began), func(s sitting) bool { return sits(ended, s.seat) })
		was.out = false
	}
	turns = slices.DeleteFunc(turns, func(s turn) bool { return len(s.ended)+len(s.began) == 0 })
	slices.SortFunc(turns, func(a, b turn) int { return m.ByID(a.company, b.company) })
	c.turns, c.left, c.before = turns, left.on, left.before
}

func (c *change) kindOf() analysis.MoveKind {
	switch leaves, enters := c.leaves(), c.enters(); {
	case leaves && enters:
		return analysis.MoveChangedFirm
	case leaves:
		return analysis.MoveLeft
	case enters:
		return analysis.MoveJoined
	case slices.ContainsFunc(c.turns, turn.rises):
		return analysis.MovePromoted
	}
	return analysis.MoveChangedSeat
}

// rises reports whether a seat taken is of a higher level than all that they held
// in the company before.
func (s turn) rises() bool { return s.top > 0 && best(s.began).level > s.top }

// best returns the seat of the highest level, ties by id; the zero sitting for
// none.
func best(list []sitting) (top sitting) {
	for i, s := range list {
		if i == 0 || s.level > top.level {
			top = s
		}
	}
	return top
}

// touches reports whether a seat left or taken is in the account asked about.
func (m *mover) touches(c *change) bool {
	return slices.ContainsFunc(slices.Concat(c.ended(), c.began()), func(s sitting) bool {
		return slices.Contains(accountsAt(m.on(s.day), s.seat), m.within)
	})
}

// accountsAt returns the accounts of a seat's organization and of those above.
func accountsAt(r *knows.Reader, seat kernel.N) []kernel.N {
	org, ok := r.V.OrgOf(seat)
	if !ok {
		return nil
	}
	return r.AccountsAbove(org)
}

// firms takes out of the changes what happened to whole firms.
func (m *mover) firms(list []change) (rest []change, events []analysis.FirmEvent) {
	type key struct {
		from, to kernel.N
		on       graph.Date
	}
	at := map[key][]int{}
	var keys []key
	for i := range list {
		for _, pair := range list[i].ways() {
			k := key{pair[0], pair[1], list[i].on}
			if at[k] == nil {
				keys = append(keys, k)
			}
			at[k] = append(at[k], i)
		}
	}
	for _, k := range keys {
		who := at[k]
		if len(who) < massMoves || 2*len(who) < m.staff(k.from, k.on-1) {
			continue
		}
		ev := analysis.FirmEvent{Left: m.ID(k.from), Joined: m.ID(k.to), On: k.on, People: len(who)}
		var people []kernel.N
		for _, i := range who {
			c := &list[i]
			c.turns = slices.DeleteFunc(slices.Clone(c.turns), func(s turn) bool { return s.company == k.from || s.company == k.to })
			people = append(people, c.person)
		}
		people = m.Distinct(people)
		ev.Persons = m.IDs(people[:min(len(people), analysis.MaxIssueIDs)])
		ev.Sentence = say.FirmChanged(len(who), m.Name(k.from), m.Name(k.to), k.on)
		if k.from == k.to {
			ev.Sentence = say.FirmReorganized(len(who), m.Name(k.from), k.on)
		}
		events = append(events, ev)
	}
	for _, c := range list {
		if len(c.turns) > 0 { // else all of it happened to firms
			c.kind = c.kindOf()
			rest = append(rest, c)
		}
	}
	slices.SortFunc(events, func(a, b analysis.FirmEvent) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(a.Left, b.Left), cmp.Compare(a.Joined, b.Joined))
	})
	return rest, events
}

// ways returns from which company to which one a change goes: every pair of one
// wholly left and one wholly entered, and each in which seats were changed for
// others without a rise.
func (c *change) ways() (out [][2]kernel.N) {
	for _, from := range c.turns {
		if !from.out && !from.in && !from.rises() && len(from.ended) > 0 && len(from.began) > 0 {
			out = append(out, [2]kernel.N{from.company, from.company})
		}
		for _, to := range c.turns {
			if from.out && to.in {
				out = append(out, [2]kernel.N{from.company, to.company})
			}
		}
	}
	return out
}

// staff returns how many seats of a company are held on a day.
func (m *mover) staff(company kernel.N, day graph.Date) (n int) {
	v := m.S.On(day)
	for _, org := range v.Subtree(company) {
		for _, seat := range v.SeatsIn(org) {
			n += len(v.Holders(seat))
		}
	}
	return n
}

// describe makes the public form of a move and its findings.
func (m *mover) describe(c change) (analysis.Move, []knows.Found) {
	mv := analysis.Move{Person: m.ID(c.person), Name: m.Name(c.person), Kind: c.kind, On: c.on, LeftOn: c.left}
	before := m.on(c.on - 1)
	if c.left != 0 {
		before = m.on(c.left - 1)
	}
	after := m.on(c.on)
	for _, s := range c.ended() {
		mv.Ended = append(mv.Ended, m.moveSeat(s))
		holders := m.Others(m.In(s.seat, graph.EdgeHolds))
		for _, h := range holders {
			if h != c.person {
				mv.Successors = append(mv.Successors, m.ID(h))
			}
		}
		if m.V.Occupancy(s.seat) == graph.OccupancyVacant {
			mv.Vacant = append(mv.Vacant, m.ID(s.seat))
		}
	}
	slices.Sort(mv.Successors)
	mv.Successors = slices.Compact(mv.Successors)
	for _, s := range c.began() {
		x := m.moveSeat(s)
		x.Until = m.S.EdgeValid(s.holds).To
		mv.Began = append(mv.Began, x)
	}
	side := func(r *knows.Reader, seated bool) graph.Side {
		switch {
		case !seated:
			return ""
		case r.Ours(c.person):
			return graph.SideOurs
		}
		return graph.SideTheirs
	}
	mv.SideBefore, mv.SideAfter = side(before, len(c.before) > 0), side(after, len(c.after) > 0)
	byID := func(a, b analysis.MoveSeat) int { return cmp.Compare(a.Seat, b.Seat) }
	slices.SortFunc(mv.Ended, byID)
	slices.SortFunc(mv.Began, byID)
	if len(mv.Ended) > 0 {
		mv.Parts = m.partsLeft(before, &c)
	}
	return mv, m.judgeMove(&mv, &c, before)
}

func (m *mover) moveSeat(s sitting) analysis.MoveSeat {
	r := m.on(s.day)
	x := analysis.MoveSeat{Seat: m.ID(s.seat), Title: r.V.Title(s.seat), Level: s.level, Company: m.ID(s.company), Name: r.Name(s.company), Record: m.S.EdgeID(s.holds)}
	if list := accountsAt(r, s.seat); len(list) > 0 {
		x.Account = m.ID(list[0])
	}
	return x
}

// partsLeft returns the parts in open decisions that the person had the day
// before, themselves or by a seat left, in the accounts of the seats left.
func (m *mover) partsLeft(before *knows.Reader, c *change) (out []analysis.Part) {
	var within []kernel.N
	for _, s := range c.ended() {
		within = append(within, accountsAt(m.on(s.day), s.seat)...)
	}
	take := func(n kernel.N) {
		for h := range before.Out(n, graph.EdgeDecides) {
			area := view.As[graph.DecisionArea](before.V, h.Node())
			acc, ok := knows.First(before.Out(h.Node(), graph.EdgeFor))
			if !ok || !slices.Contains(within, acc.Node()) || !area.State.Open() {
				continue
			}
			out = append(out, analysis.Part{Area: area.ID, Name: area.Name, Role: graph.Role(m.S.EdgeProps(h.Edge()).Text("part")), Record: m.S.EdgeID(h.Edge())})
		}
	}
	take(c.person)
	for _, s := range c.ended() {
		take(s.seat)
	}
	slices.SortFunc(out, func(a, b analysis.Part) int {
		return cmp.Or(cmp.Compare(a.Area, b.Area), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// judgeMove fills in ties and the sentence, and says what the move means to us:
// somebody may leave one account and come to another.
func (m *mover) judgeMove(mv *analysis.Move, c *change, before *knows.Reader) (out []knows.Found) {
	var list []*knows.Tie
	ourMove := mv.SideBefore == graph.SideOurs && mv.SideAfter != graph.SideOurs
	r := m.Reader
	if ourMove {
		r = before
		for _, back := range before.TiesTo(c.person) {
			if !before.Ours(back.From) {
				if t := before.Tie(c.person, back.From); before.Verdict(t).Working {
					list = append(list, t)
				}
			}
		}
	} else if mv.SideAfter != graph.SideOurs {
		for _, t := range m.OurTiesTo(c.person) {
			if v := m.Verdict(t); v.Band != graph.BandNone || v.Dormant {
				list = append(list, t)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *knows.Tie) int { return cmp.Compare(r.Verdict(b).S, r.Verdict(a).S) })
	for _, t := range list {
		mv.Ties = append(mv.Ties, r.Export(t))
	}
	mv.Sentence = m.moveSentence(mv, c)
	f := knows.Found{Finding: analysis.Finding{Subjects: []graph.ID{mv.Person}, Severity: graph.SeverityS3, Sentence: mv.Sentence, Robust: true, Confidence: graph.ConfidenceHigh}, Name: mv.Name}
	for _, s := range slices.Concat(mv.Ended, mv.Began) {
		e, _ := m.S.Edge(s.Record)
		f.Reasons = append(f.Reasons, analysis.Reason{Text: say.SeatHeld(mv.Name, say.MoveSeat{Title: s.Title, At: s.Name}), Record: s.Record, On: m.S.EdgeValid(e).From})
	}
	for _, p := range mv.Parts {
		f.Reasons = append(f.Reasons, analysis.Reason{Text: say.PartBefore(mv.Name, p.Role, p.Name), Record: p.Record})
		if coverage.DecidesOrApproves(p.Role) {
			f.Severity = graph.SeverityS2
		}
	}
	for _, t := range list[:min(3, len(list))] {
		f.Reasons = append(f.Reasons, r.TieReasons(t)...)
	}
	add := func(rule analysis.Rule, policy, remedy string) {
		f := f
		f.Rule, f.Policy, f.Remedy = rule, policy, &analysis.Remedy{Text: remedy}
		if rule == analysis.RuleContactCame {
			f.Severity, f.Sentence = graph.SeverityS3, m.cameSentence(mv, c)
		}
		if !ourMove {
			for _, t := range list { // the strongest who may approach them
				if f.Remedy.Owner == "" && accounts.MayApproach(m.Reader, t.From, t.To) {
					f.Remedy.Owner = m.ID(t.From)
				}
			}
		}
		out = append(out, f)
	}
	known := len(list) > 0
	left := m.leavesUs(c)
	switch {
	case ourMove && known:
		add(analysis.RuleContactLeft, say.LeaverPolicy, say.HandOverTies(len(list)))
	case left && mv.SideBefore == graph.SideTheirs && known:
		add(analysis.RuleContactLeft, say.ContactLeftPolicy, m.follow(mv, m.askBy(c)))
	case left && mv.SideBefore == graph.SideTheirs && len(mv.Parts) > 0:
		add(analysis.RuleContactLeft, say.DeciderLeftPolicy, m.follow(mv, 0))
	}
	if known && mv.SideAfter == graph.SideTheirs && len(m.cameTo(c)) > 0 {
		remedy := say.Congratulate
		if accounts.Shunned(m.Reader, c.person) {
			remedy = say.LeaveAlone(mv.Name)
		}
		add(analysis.RuleContactCame, say.ContactCamePolicy, remedy)
	}
	return out
}

// follow proposes to come to know who followed somebody, or to find out who will,
// and until when to ask them to hand us over.
func (m *mover) follow(mv *analysis.Move, askBy graph.Date) string {
	told := say.Follow{Left: mv.Name, AskBy: askBy}
	for _, id := range mv.Successors {
		n, _ := m.S.Node(id)
		if accounts.Shunned(m.Reader, n) {
			told.Shunned = append(told.Shunned, m.Name(n))
		} else {
			told.Open = append(told.Open, m.Name(n))
		}
	}
	return told.Remedy()
}

// askBy returns until when the word of somebody who left still opens doors; 0 where
// it is past and where they must not be contacted.
func (m *mover) askBy(c *change) graph.Date {
	until := c.left + coverage.HandoverDays
	if m.Day > until || accounts.Shunned(m.Reader, c.person) {
		return 0
	}
	m.Clock.Note(until + 1)
	return until
}

// atAccount reports whether a seat is in the organization of an account.
func (m *mover) atAccount(s sitting) bool { return len(accountsAt(m.on(s.day), s.seat)) > 0 }

// leavesUs reports whether a company wholly left matters to us: it is an account's,
// or no seat that they keep is.
func (m *mover) leavesUs(c *change) bool {
	var list []sitting
	for _, s := range c.turns {
		if s.out {
			list = append(list, s.ended...)
		}
	}
	return len(list) > 0 && (slices.ContainsFunc(list, m.atAccount) || !slices.ContainsFunc(c.kept(), m.atAccount))
}

// cameTo returns the seats taken in accounts of companies wholly entered.
func (m *mover) cameTo(c *change) (out []sitting) {
	for _, s := range c.turns {
		for _, taken := range s.began {
			if s.in && m.atAccount(taken) {
				out = append(out, taken)
			}
		}
	}
	return out
}

// cameSentence tells of somebody who joined an account which of ours knows them best.
func (m *mover) cameSentence(mv *analysis.Move, c *change) string {
	seat := m.moveSeat(best(m.cameTo(c)))
	tie := mv.Ties[0]
	n, _ := m.S.Node(tie.From)
	return say.Came{Name: mv.Name, KnownBy: m.Name(n), Band: tie.Band, Seat: say.MoveSeat{Title: seat.Title, At: seat.Name}, Since: mv.On}.Sentence()
}

// seat names a seat by its title and its company.
func (m *mover) seat(s sitting) say.MoveSeat {
	r := m.on(s.day)
	return say.MoveSeat{Title: r.V.Title(s.seat), At: r.Name(s.company)}
}

// turn tells what changes for somebody in a company that they do not leave.
func (m *mover) turn(s turn) say.Turn {
	return say.Turn{From: m.unitSeat(s.ended), To: m.unitSeat(s.began), Rises: s.rises(), Company: m.Name(s.company)}
}

// unitSeat names the highest of some seats by its title and its unit; nil for none.
func (m *mover) unitSeat(list []sitting) *say.UnitSeat {
	if len(list) == 0 {
		return nil
	}
	s := best(list)
	r, x := m.on(s.day), &say.UnitSeat{MoveSeat: m.seat(s)}
	if org, ok := r.V.OrgOf(s.seat); ok && org != s.company {
		x.At, x.Below = r.Name(org), true
	}
	return x
}

// moveSentence says what changed, a rise before other changes within a company.
func (m *mover) moveSentence(mv *analysis.Move, c *change) string {
	told := say.Move{Name: mv.Name, Kind: mv.Kind, On: mv.On, Besides: len(c.before) > 0}
	for _, s := range c.turns {
		switch {
		case s.out:
			told.Left = append(told.Left, m.seat(best(s.ended)))
		case s.in:
			told.Taken = append(told.Taken, m.seat(best(s.began)))
		case s.rises():
			told.Turns = slices.Insert(told.Turns, 0, m.turn(s))
		default:
			told.Turns = append(told.Turns, m.turn(s))
		}
	}
	if mv.Kind == analysis.MoveLeft {
		told.On = mv.LeftOn
		if kept := c.kept(); len(kept) > 0 && len(told.Turns) == 0 {
			still := m.seat(best(kept))
			told.Still = &still
		}
	}
	switch {
	case len(mv.Ties) == 0:
	case mv.SideBefore == graph.SideOurs:
		told.HandOver = len(mv.Ties)
	default:
		n, _ := m.S.Node(mv.Ties[0].From)
		told.KnownBy, told.Band = m.Name(n), mv.Ties[0].Band
	}
	return told.Sentence()
}
