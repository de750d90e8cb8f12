package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

const (
	badMomentDays  = 90  // within which a renewal, a decision or a change on their side makes a handover a bad moment
	exclusiveShare = 0.5 // of an account's working ties from which losing them is grave
	newFacesDays   = 180 // within which somebody who looks after an account meets somebody new
	lateDays       = 180 // within which late promises are counted
	lateMany       = 2   // late promises that are a reason to change
)

// HandoverQuery asks what one of ours hands over when they leave or change.
type HandoverQuery struct {
	Person  graph.ID // one of ours, or one who was in the year before the day
	Account graph.ID // only this account; "" for every account into which they have ties, or on which they work
}

// Validate reports what is wrong with the query itself.
func (q HandoverQuery) Validate() error {
	if q.Person == "" {
		return graph.Invalid("query", nil, "a handover wants a person")
	}
	return nil
}

// HandoverReport says what one of ours hands over.
type HandoverReport struct {
	Envelope
	Event    string // names the departure: the same for the same holdings, whenever it is asked for
	Person   graph.ID
	Name     string
	Gone     bool       // they have left already: ties and pairings are those of the day before
	NoticeOn graph.Date // the day on which they gave notice; 0 for none known
	LeavesOn graph.Date // the first day without them; 0 for none known
	Accounts []AccountHandover
	Sentence string
}

// AccountHandover is what is handed over at one account.
type AccountHandover struct {
	Account         graph.ID
	Name            string
	Roles           []graph.WorkRole // what they do there
	Level           graph.Severity   // S1: the only tie to a decider with money at stake; S2: the only ties to most people there; else S3
	Ties            []HandoverTie    // to whom they have a working tie, the exclusive ones first, then strongest first
	Exclusive       int              // how many of those nobody else of ours has
	Working         int              // working ties of ours at the account, theirs included
	Pairings        []HandoverPairing
	Promises        []OpenPromise // to which they are a party, the earliest due first
	Lost            Loss          // what hangs on them there
	BadMoments      []MomentFlag  // why now is a bad moment
	ReasonsToChange []MomentFlag  // why another may do better
	Sentence        string
}

// HandoverTie is a tie to hand over.
type HandoverTie struct {
	Tie
	Name       string // of the contact
	Parts      []Part
	Exclusive  bool        // nobody else of ours has a working tie to them
	SecondBest *SecondBest // the strongest other tie of ours; nil for none
	Remedy     *Remedy     // who should take it over, and how; nil where others of ours are enough for the policy
}

// HandoverPairing is a pairing to hand over.
type HandoverPairing struct {
	Record   graph.ID
	With     graph.ID // the person of theirs
	Name     string
	Cadence  int      // agreed days between contacts; 0 for the policy's
	Proposed graph.ID // who of ours should take it over; "" for nobody
}

// MomentKind is what makes a moment bad, or a change welcome.
type MomentKind string

// The kinds: of bad moments, then of reasons to change.
const (
	MomentRenewal  MomentKind = "RENEWAL"  // a renewal is near
	MomentDecision MomentKind = "DECISION" // a decision is near
	MomentContact  MomentKind = "CONTACT"  // somebody on their side changes too
	MomentProblem  MomentKind = "PROBLEM"  // a problem is open

	MomentLate    MomentKind = "LATE"    // promises of theirs were late
	MomentFalling MomentKind = "FALLING" // how their contacts stand to us got worse
	MomentNobody  MomentKind = "NOBODY"  // they met nobody new
)

// momentKinds returns the kinds.
func momentKinds() []MomentKind {
	return []MomentKind{MomentRenewal, MomentDecision, MomentContact, MomentProblem, MomentLate, MomentFalling, MomentNobody}
}

// MomentFlag is one reason why a moment is bad, or why a change is welcome.
type MomentFlag struct {
	Kind   MomentKind
	Text   string
	Record graph.ID
	On     graph.Date // the day that it is about; 0 for none
}

// Handover answers: if this one of ours leaves or changes, or has left, what has
// to be handed over, to whom, and is it a good moment?
//
// Definition: their working ties at each account, exclusive where nobody else of
// ours has one, with the strongest other tie and who should take over; pairings,
// open promises and what hangs on them by [SinglePoints]. A moment is bad within
// 90 days of a renewal or decision, while a contact of theirs changes too, or
// while a problem is open. A change may be welcome where promises of theirs were
// late, where contacts came to think worse of us, or where they met nobody new
// for half a year. Both are shown, and no sum is drawn.
//
// Shape: one entry per account, the gravest first, ties by ID. Findings: M1 for
// each account with ties, once they have left.
//
// Units: days; strength in [0,1); money by currency.
//
// Errors: invalid query, also for somebody who is not one of ours and was not in
// the year before; not found when the person or account is not there.
//
// Cost: that of [SinglePoints] at each account, without robustness, and one
// bounded introduction search for each tie to hand over.
//
// Source: loyalty to the salesperson is two-sided after Palmatier, Scheer and
// Steenkamp (2007), doi:10.1509/jmkr.44.2.185; a change can also help: Schmitz,
// Friess, Alavi and Habel (2020), doi:10.1177/0022242920924389.
func Handover(v *view.View, q HandoverQuery) (*HandoverReport, error) {
	return answerHandover(newReader(v), q)
}

func answerHandover(r *reader, q HandoverQuery) (*HandoverReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	h := &handover{reader: r}
	n, ok := h.s.NodeOf(graph.NodePerson, q.Person)
	if !ok {
		return nil, graph.NotFound("Person", q.Person)
	}
	h.n = n
	rep := &HandoverReport{Person: h.id(n), Name: h.name(n)}
	if !h.find(rep) {
		return nil, graph.Invalid("query", []graph.ID{q.Person}, "%s is not one of ours on %s and was not in the year before", q.Person, h.day)
	}
	ids, err := h.accounts(q.Account)
	if err != nil {
		return nil, err
	}
	var list []*handedOver
	for _, id := range ids {
		a, err := h.account(rep, id)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	slices.SortStableFunc(list, func(x, y *handedOver) int {
		return cmp.Or(cmp.Compare(x.Level, y.Level), compareLosses(&x.Lost, &y.Lost), cmp.Compare(y.Exclusive, x.Exclusive))
	})
	var findings []found
	for _, a := range list { // the gravest first: whom one proposes has less room for the next
		h.takers(a)
		rep.Accounts = append(rep.Accounts, a.AccountHandover)
		if rep.Gone && len(a.Ties) > 0 {
			findings = append(findings, h.finding(rep, a))
		}
	}
	rep.Sentence = h.sentence(rep)
	rep.Envelope = h.envelope("", findings)
	return rep, nil
}

// handover is the work on one handover.
type handover struct {
	*reader
	n      kernel.N
	basis  *reader // of the day on which their ties are looked at
	leaves bool    // that they leave is known
}

// find finds on which day to look at their ties: the day of the view while they
// are ours, else the last day on which they were.
func (h *handover) find(rep *HandoverReport) bool {
	h.basis = h.reader
	rep.NoticeOn, rep.LeavesOn = h.notice(h.n)
	h.leaves = rep.NoticeOn != 0 || rep.LeavesOn != 0
	if !h.ours(h.n) {
		var last graph.Date
		for _, x := range h.s.Out(h.n, graph.EdgeHolds) {
			to := h.s.EdgeValid(x.Edge()).To
			h.clock.Note(h.s.EdgeValid(x.Edge()).From)
			if to > last && to <= h.day && to > h.day-moveYear && readerOn(h.s, to-1).ours(h.n) {
				last = to
			}
		}
		if last == 0 {
			return false
		}
		h.basis = readerOn(h.s, last-1)
		rep.Gone, rep.LeavesOn = true, last
		h.clock.Note(last + moveYear)
	}
	var holds []string
	for x := range h.basis.out(h.n, graph.EdgeHolds) {
		holds = append(holds, string(h.s.EdgeID(x.Edge())))
	}
	slices.Sort(holds)
	rep.Event = "handover:" + strings.Join(holds, "+")
	return true
}

// accounts returns the account asked for, or those into which they have working
// ties or on which they work, by id.
func (h *handover) accounts(only graph.ID) ([]graph.ID, error) {
	if only != "" {
		n, ok := h.s.NodeOf(graph.NodeAccount, only)
		if !ok {
			return nil, graph.NotFound("Account", only)
		}
		return []graph.ID{h.id(n)}, nil
	}
	nodes := h.basis.others(h.basis.out(h.n, graph.EdgeWorksOn))
	list := h.basis.tiesTo(h.n)
	for i := range list {
		other := list[i].from
		if h.basis.ours(other) {
			continue
		}
		if t := h.basis.ourTie(h.n, other); t != nil && h.basis.verdict(t).working {
			nodes = append(nodes, h.basis.accountsOf(other)...)
		}
	}
	return h.ids(h.distinct(nodes)), nil
}

// handedOver is what is handed over at one account, as it was while they had it and
// as it is.
type handedOver struct {
	AccountHandover
	then, now *account
}

func (h *handover) account(rep *HandoverReport, id graph.ID) (*handedOver, error) {
	then, err := h.basis.readAccount(id)
	if err != nil {
		return nil, err
	}
	now := then
	if h.basis != h.reader {
		if now, err = h.readAccount(id); err != nil {
			return nil, err
		}
	}
	out := &handedOver{AccountHandover{Account: id, Name: then.facts.Name, Level: graph.SeverityS3}, then, now}
	for w := range h.basis.out(h.n, graph.EdgeWorksOn) {
		if w.Node() == then.n {
			out.Roles = append(out.Roles, graph.WorkRole(h.s.EdgeProps(w.Edge()).Text("role")))
		}
	}
	var contacts []int
	grave := false
	for i := range then.people {
		out.Working += then.depth(i)
		if !slices.Contains(then.owners(i), h.n) {
			continue
		}
		contacts = append(contacts, i)
		t := h.tie(then, now, i)
		out.Ties = append(out.Ties, t)
		if t.Exclusive {
			out.Exclusive++
			grave = grave || slices.ContainsFunc(then.people[i].parts, func(pt part) bool {
				return decidesOrApproves(pt.role) && pt.area != none && largest(then.areas[pt.area].budget()) > 0
			})
		}
	}
	slices.SortStableFunc(out.Ties, func(x, y HandoverTie) int {
		return cmp.Or(-compareBool(x.Exclusive, y.Exclusive), cmp.Compare(y.Strength, x.Strength))
	})
	switch {
	case grave:
		out.Level = graph.SeverityS1
	case float64(out.Exclusive) > exclusiveShare*float64(out.Working):
		out.Level = graph.SeverityS2
	}
	h.pairings(out)
	out.Promises = openPromises(h.promisesOf(h.n, then.n))
	rc := then.readReach()
	lost := rc.losses(DefaultHorizon)[h.n]
	out.Lost = rc.loss(func(n kernel.N) bool { return n == h.n }, lost, DefaultHorizon)
	out.BadMoments = h.badMoments(now, then, contacts)
	out.ReasonsToChange = h.reasons(then, contacts, len(out.Roles) > 0)
	out.Sentence = h.accountSentence(rep, &out.AccountHandover, rc, lost)
	return out, nil
}

func (h *handover) tie(then, now *account, i int) HandoverTie {
	n := then.people[i].n
	t := HandoverTie{Tie: then.export(then.ourTie(h.n, n)), Name: then.who(i), Parts: then.parts(i), Exclusive: true}
	left := 0
	for _, o := range now.strongestFirst(now.ourTiesTo(n)) {
		v := now.verdict(o)
		if o.from == h.n || v.band == graph.BandNone {
			continue
		}
		if v.working {
			t.Exclusive = false
			left++
		}
		if t.SecondBest == nil {
			t.SecondBest = &SecondBest{now.id(n), now.id(o.from), v.band, v.cooling}
		}
	}
	p, seated := now.at[n]
	want := 1
	if seated && now.people[p].deciding() {
		want = max(1, now.policy.DeciderDepth)
	}
	if seated && left < want {
		t.Remedy = &Remedy{} // filled in by [handover.takers]
	}
	return t
}

// takers fills in who takes over the ties and the pairings at an account: those to
// people who matter more before the others, and whoever takes over a tie also the
// pairing.
func (h *handover) takers(a *handedOver) {
	at := func(id graph.ID) (p int, seated bool) {
		n, _ := h.s.Node(id)
		p, seated = a.now.at[n]
		return p, seated
	}
	var order []int
	for i := range a.Ties {
		if a.Ties[i].Remedy != nil {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		x, _ := at(a.Ties[i].To)
		y, _ := at(a.Ties[j].To)
		return cmp.Or(-compareBool(a.Ties[i].Exclusive, a.Ties[j].Exclusive), a.now.compareWeight(x, y))
	})
	for _, i := range order {
		p, _ := at(a.Ties[i].To)
		a.Ties[i].Remedy = h.taker(a, &a.Ties[i], p)
	}
	for i := range a.Pairings {
		x := &a.Pairings[i]
		p, seated := at(x.With)
		if !seated {
			continue
		}
		if k := slices.IndexFunc(a.Ties, func(t HandoverTie) bool { return t.To == x.With && t.Remedy != nil }); k >= 0 {
			x.Proposed = a.Ties[k].Remedy.Owner
			continue
		}
		free, _ := a.now.candidates(p, h.n)
		if len(free) == 0 {
			continue
		}
		next := free[0].n
		for _, c := range free { // rather whoever takes over another holder of the seat
			if slices.ContainsFunc(a.Pairings, func(o HandoverPairing) bool { return o.Record == x.Record && o.Proposed == h.id(c.n) }) {
				next = c.n
			}
		}
		x.Proposed = h.id(next)
		h.entrust(next, a.now.people[p].n)
	}
}

// taker proposes who takes over a tie; while the leaver is still with us, they make
// the introduction themselves.
func (h *handover) taker(a *handedOver, t *HandoverTie, p int) *Remedy {
	rm := a.now.advise(p, h.n)
	if h.basis == h.reader && rm.Owner != "" && t.Working && h.mayApproach(h.n, a.now.people[p].n) {
		owner, _ := h.s.Node(rm.Owner)
		rm.Path = []graph.ID{rm.Owner, h.id(h.n), t.To}
		rm.Text = fmt.Sprintf("make %s the counterpart of %s; %s introduces them", h.name(owner), t.Name, h.name(h.n))
		if h.leaves {
			rm.Text += " before leaving"
		}
	}
	return rm
}

func (h *handover) pairings(out *handedOver) {
	for i := range out.then.people {
		for _, pr := range out.then.pairings(out.then.people[i].n) {
			if pr.ours == h.n {
				out.Pairings = append(out.Pairings, HandoverPairing{Record: pr.record, With: out.then.pid(i), Name: out.then.who(i), Cadence: pr.days})
			}
		}
	}
}

// badMoments lists why now is a bad moment at an account.
func (h *handover) badMoments(now, then *account, contacts []int) (out []MomentFlag) {
	if r := now.facts.Renewal; h.ahead(r, badMomentDays) {
		out = append(out, MomentFlag{MomentRenewal, "the renewal is due on " + dayText(r), now.id(now.n), r})
	}
	for k := range now.areas {
		if f := &now.areas[k].facts; h.ahead(f.Due, badMomentDays) {
			out = append(out, MomentFlag{MomentDecision, fmt.Sprintf("%s is to be decided on %s", f.Name, dayText(f.Due)), f.ID, f.Due})
		}
	}
	for _, i := range contacts {
		n := then.people[i].n
		for x := range h.out(n, graph.EdgeHolds) {
			valid, id := h.s.EdgeValid(x.Edge()), h.s.EdgeID(x.Edge())
			notice := h.s.EdgeProps(x.Edge()).Date("noticeOn")
			h.clock.Note(notice)
			h.clock.Note(valid.From + badMomentDays)
			switch {
			case notice != 0 && notice <= h.day:
				out = append(out, MomentFlag{MomentContact, fmt.Sprintf("%s has given notice", then.who(i)), id, notice})
			case h.ahead(valid.To, badMomentDays):
				out = append(out, MomentFlag{MomentContact, fmt.Sprintf("%s leaves the seat %s on %s", then.who(i), h.v.Title(x.Node()), dayText(valid.To)), id, valid.To})
			case valid.From > h.day-badMomentDays:
				out = append(out, MomentFlag{MomentContact, fmt.Sprintf("%s is new as %s since %s", then.who(i), h.v.Title(x.Node()), dayText(valid.From)), id, valid.From})
			}
		}
	}
	for x := range h.in(now.n, graph.EdgeAbout) {
		if h.s.NodeKind(x.Node()) == graph.NodeProblem {
			f := view.As[graph.Problem](h.v, x.Node())
			h.clock.Note(f.On)
			if f.On <= h.day {
				out = append(out, MomentFlag{MomentProblem, "a problem is open: " + f.Text, f.ID, f.On})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b MomentFlag) int {
		return cmp.Or(cmp.Compare(slices.Index(momentKinds(), a.Kind), slices.Index(momentKinds(), b.Kind)), cmp.Compare(a.On, b.On), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// reasons lists why another may do better at an account; that somebody met nobody
// new only where they work on it and their contacts would be noticed.
func (h *handover) reasons(then *account, contacts []int, works bool) (out []MomentFlag) {
	name := h.name(h.n)
	var late []promise
	for _, p := range h.promisesOf(h.n, then.n) {
		if slices.Contains(p.By, h.id(h.n)) && p.late() && p.Due > h.day-lateDays {
			late = append(late, p)
			h.clock.Note(p.Due + lateDays)
		}
	}
	for _, p := range late {
		if len(late) < lateMany {
			break
		}
		text := fmt.Sprintf("promised and overdue since %s: %s", dayText(p.Due), p.Text)
		if p.delivered != 0 {
			text = fmt.Sprintf("promised for %s and kept on %s: %s", dayText(p.Due), dayText(p.delivered), p.Text)
		}
		out = append(out, MomentFlag{MomentLate, text, p.Record, p.Due})
	}
	for _, i := range contacts {
		out = append(out, h.falling(then, i)...)
	}
	var newest contact
	for _, i := range contacts {
		if t := then.ourTie(h.n, then.people[i].n); len(t.contacts) > 0 && t.contacts[0].on > newest.on {
			newest = t.contacts[0]
		}
	}
	if works && newest.on != 0 && then.capture(h.n) > 0 {
		h.clock.Note(newest.on + newFacesDays + 1)
		if h.day-newest.on > newFacesDays {
			out = append(out, MomentFlag{MomentNobody, fmt.Sprintf("%s has met nobody new here since %s", name, dayText(newest.on)), newest.record, newest.on})
		}
	}
	return out
}

// falling finds the authors whose newest judgement of a contact is worse than the
// one before.
func (h *handover) falling(then *account, i int) (out []MomentFlag) {
	type judgement struct {
		graph.Assessment
		author kernel.N
	}
	var list []judgement
	for x := range h.in(then.people[i].n, graph.EdgeAbout) {
		if h.s.NodeKind(x.Node()) != graph.NodeAssessment {
			continue
		}
		f := judgement{Assessment: view.As[graph.Assessment](h.v, x.Node()), author: nowhere}
		h.clock.Note(f.On)
		here := true // in this account, or anywhere
		for about := range h.out(x.Node(), graph.EdgeAbout) {
			here = here && (h.s.NodeKind(about.Node()) != graph.NodeAccount || about.Node() == then.n)
		}
		if by, ok := first(h.out(x.Node(), graph.EdgeAuthor)); ok {
			f.author = by.Node()
		}
		if here && f.On <= h.day && f.Stance.Known() {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b judgement) int { return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(a.ID, b.ID)) })
	var heard []kernel.N
	for k, f := range list {
		if slices.Contains(heard, f.author) {
			continue
		}
		heard = append(heard, f.author)
		before := slices.IndexFunc(list[k+1:], func(o judgement) bool { return o.author == f.author })
		h.clock.Note(f.On + newFacesDays + 1)
		if before < 0 || h.day-f.On > newFacesDays {
			continue
		}
		if o := list[k+1+before]; f.Stance.Worse(o.Stance) {
			out = append(out, MomentFlag{MomentFalling, fmt.Sprintf("%s came from %s to %s", then.who(i), stanceText(o.Stance), stanceText(f.Stance)), f.ID, f.On})
		}
	}
	return out
}

// finding says of somebody who has left what is still to be handed over.
func (h *handover) finding(rep *HandoverReport, out *handedOver) found {
	f := found{Finding: Finding{
		Rule: RuleContactLeft, Severity: out.Level, Subjects: []graph.ID{rep.Person, out.Account},
		Policy: "the ties of a leaver are handed over", Sentence: out.Sentence, Robust: true, Confidence: graph.ConfidenceHigh,
	}, budget: largest(out.Lost.Budgets), name: out.Name}
	for _, t := range out.Ties[:min(3, len(out.Ties))] {
		n, _ := h.s.Node(t.To)
		f.Reasons = append(f.Reasons, out.then.tieReasons(out.then.ourTie(h.n, n))...)
		if f.Remedy == nil {
			f.Remedy = t.Remedy
		}
	}
	return f
}

func (h *handover) accountSentence(rep *HandoverReport, out *AccountHandover, rc *reach, lost []int) string {
	verb := "has"
	if rep.Gone {
		verb = "had"
	}
	s := fmt.Sprintf("%s %s no working tie at %s", rep.Name, verb, out.Name)
	if len(out.Ties) > 0 {
		s = fmt.Sprintf("%s %s %s at %s", rep.Name, verb, count(len(out.Ties), "working tie", "working ties"), out.Name)
		var alone []string
		for _, t := range out.Ties {
			if t.Exclusive {
				alone = append(alone, t.Name)
			}
		}
		if len(alone) > 0 {
			s += ", the only one of ours in touch with " + joinNames(alone)
		}
	}
	if len(lost) > 0 {
		s += fmt.Sprintf("; nothing else leads to %s", rc.lostText(&out.Lost, lost, within(DefaultHorizon)))
	}
	if n := len(out.Promises); n > 0 {
		s += fmt.Sprintf("; %s", count(n, "promise is open", "promises are open"))
	}
	s += "."
	if len(out.BadMoments) > 0 {
		s += fmt.Sprintf(" A bad moment: %s", out.BadMoments[0].Text)
		if n := len(out.BadMoments) - 1; n > 0 {
			s += ", and " + count(n, "other reason", "other reasons")
		}
		s += "."
	}
	return s
}

func (h *handover) sentence(rep *HandoverReport) string {
	s := rep.Name
	switch {
	case rep.Gone:
		s += " left on " + dayText(rep.LeavesOn)
	case rep.LeavesOn != 0 && rep.NoticeOn != 0:
		s += fmt.Sprintf(" gave notice on %s and leaves on %s", dayText(rep.NoticeOn), dayText(rep.LeavesOn))
	case rep.NoticeOn != 0:
		s += fmt.Sprintf(" gave notice on %s", dayText(rep.NoticeOn))
	case rep.LeavesOn != 0:
		s += " leaves on " + dayText(rep.LeavesOn)
	default:
		s += " stays, as far as is known"
	}
	ties, alone := 0, 0
	for i := range rep.Accounts {
		ties += len(rep.Accounts[i].Ties)
		alone += rep.Accounts[i].Exclusive
	}
	if len(rep.Accounts) == 0 {
		return s + ": nothing is to be handed over."
	}
	s += fmt.Sprintf(": %s at %s to hand over", some(ties, "working tie", "working ties"), count(len(rep.Accounts), "account", "accounts"))
	switch {
	case ties == 0:
	case alone == 0:
		s += "; somebody else of ours has one to " + verb(ties, "that person", "each of those people")
	case alone == ties:
		s += "; nobody else of ours has one to " + verb(ties, "that person", "any of those people")
	default:
		s += fmt.Sprintf("; to %d of those people nobody else of ours has one", alone)
	}
	return s + "."
}
