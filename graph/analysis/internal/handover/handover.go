// Package handover finds what one of ours hands over, to whom and at what moment,
// from their working ties, pairings, promises and work on accounts.
package handover

import (
	"cmp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/advice"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/internal/moves"
	"github.com/kithgraph/kith/graph/analysis/say"
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

// momentKinds returns the kinds of moments in the order in which they are told.
func momentKinds() []analysis.MomentKind {
	return []analysis.MomentKind{analysis.MomentRenewal, analysis.MomentDecision, analysis.MomentContact, analysis.MomentProblem, analysis.MomentLate, analysis.MomentFalling, analysis.MomentNobody}
}

// Answer answers what one of ours hands over, account by account.
func Answer(r *knows.Reader, q analysis.HandoverQuery) (*analysis.HandoverReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	h := &handover{Reader: r}
	n, err := h.S.Find(q.Person, graph.NodePerson)
	if err != nil {
		return nil, err
	}
	h.n = n
	rep := &analysis.HandoverReport{Person: h.ID(n), Name: h.Name(n)}
	if !h.find(rep) {
		return nil, graph.Invalid("query", []graph.ID{q.Person}, "%s is not one of ours on %s and was not in the year before", q.Person, h.Day)
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
		return cmp.Or(cmp.Compare(x.Level, y.Level), losses.CompareLosses(&x.Lost, &y.Lost), cmp.Compare(y.Exclusive, x.Exclusive))
	})
	var findings []knows.Found
	for _, a := range list { // the gravest first: whom one proposes has less room for the next
		h.takers(a)
		rep.Accounts = append(rep.Accounts, a.AccountHandover)
		if rep.Gone && len(a.Ties) > 0 {
			findings = append(findings, h.finding(rep, a))
		}
	}
	rep.Sentence = h.sentence(rep)
	rep.Envelope = h.Envelope("", findings)
	return rep, nil
}

// handover is the work on one handover.
type handover struct {
	*knows.Reader
	n      kernel.N
	basis  *knows.Reader // of the day on which their ties are looked at
	leaves bool          // that they leave is known
}

// find finds their departure, and on which day to look at their ties: the day of
// the view while they are ours, else the last day on which they were. It reports
// whether there is one.
func (h *handover) find(rep *analysis.HandoverReport) bool {
	h.basis = h.Reader
	rep.NoticeOn, rep.LeavesOn = losses.Notice(h.Reader, h.n)
	h.leaves = rep.NoticeOn != 0 || rep.LeavesOn != 0
	if !h.Ours(h.n) {
		var last graph.Date
		for _, x := range h.S.Out(h.n, graph.EdgeHolds) {
			to := h.S.EdgeValid(x.Edge()).To
			h.Clock.Note(h.S.EdgeValid(x.Edge()).From)
			if to > last && to <= h.Day && to > h.Day-moves.MoveYear && knows.ReaderOn(h.S, to-1).Ours(h.n) {
				last = to
			}
		}
		if last == 0 {
			return false
		}
		h.basis = knows.ReaderOn(h.S, last-1)
		rep.Gone, rep.LeavesOn = true, last
		h.Clock.Note(last + moves.MoveYear)
	}
	var holds []string
	for x := range h.basis.Out(h.n, graph.EdgeHolds) {
		holds = append(holds, string(h.S.EdgeID(x.Edge())))
	}
	slices.Sort(holds)
	rep.Event = "handover:" + strings.Join(holds, "+")
	return true
}

// accounts returns the account asked for, or those into which they have working
// ties or on which they work, by id.
func (h *handover) accounts(only graph.ID) ([]graph.ID, error) {
	if only != "" {
		n, err := h.S.Find(only, graph.NodeAccount)
		if err != nil {
			return nil, err
		}
		return []graph.ID{h.ID(n)}, nil
	}
	nodes := h.basis.Others(h.basis.Out(h.n, graph.EdgeWorksOn))
	list := h.basis.TiesTo(h.n)
	for i := range list {
		other := list[i].From
		if h.basis.Ours(other) {
			continue
		}
		if t := h.basis.OurTie(h.n, other); t != nil && h.basis.Verdict(t).Working {
			nodes = append(nodes, h.basis.AccountsOf(other)...)
		}
	}
	return h.IDs(h.Distinct(nodes)), nil
}

// handedOver is what is handed over at one account, as it was while they had it and
// as it is.
type handedOver struct {
	analysis.AccountHandover
	then, now *accounts.Account
}

func (h *handover) account(rep *analysis.HandoverReport, id graph.ID) (*handedOver, error) {
	then, err := accounts.ReadAccount(h.basis, id)
	if err != nil {
		return nil, err
	}
	now := then
	if h.basis != h.Reader {
		if now, err = accounts.ReadAccount(h.Reader, id); err != nil {
			return nil, err
		}
	}
	out := &handedOver{analysis.AccountHandover{Account: id, Name: then.Facts.Name, Level: graph.SeverityS3}, then, now}
	for w := range h.basis.Out(h.n, graph.EdgeWorksOn) {
		if w.Node() == then.N {
			out.Roles = append(out.Roles, graph.WorkRole(h.S.EdgeProps(w.Edge()).Text("role")))
		}
	}
	var contacts []int
	grave := false
	for i := range then.People {
		out.Working += then.Depth(i)
		if !slices.Contains(then.Owners(i), h.n) {
			continue
		}
		contacts = append(contacts, i)
		t := h.tie(then, now, i)
		out.Ties = append(out.Ties, t)
		if t.Exclusive {
			out.Exclusive++
			grave = grave || slices.ContainsFunc(then.People[i].Parts, func(pt accounts.Part) bool {
				return coverage.DecidesOrApproves(pt.Role) && pt.Area != accounts.None && knows.Largest(then.Areas[pt.Area].Budget()) > 0
			})
		}
	}
	slices.SortStableFunc(out.Ties, func(x, y analysis.HandoverTie) int {
		return cmp.Or(-knows.CompareBool(x.Exclusive, y.Exclusive), cmp.Compare(y.Strength, x.Strength))
	})
	switch {
	case grave:
		out.Level = graph.SeverityS1
	case float64(out.Exclusive) > exclusiveShare*float64(out.Working):
		out.Level = graph.SeverityS2
	}
	h.pairings(out)
	out.Promises = knows.OpenPromises(h.PromisesOf(h.n, then.N, h.Day))
	rc := then.ReadReach()
	lost := losses.Losses(rc, analysis.DefaultHorizon)[h.n]
	out.Lost = losses.Loss(rc, func(n kernel.N) bool { return n == h.n }, lost, analysis.DefaultHorizon)
	out.BadMoments = h.badMoments(now, then, contacts)
	out.ReasonsToChange = h.reasons(then, contacts, len(out.Roles) > 0)
	out.Sentence = h.accountSentences(rep, &out.AccountHandover, rc, lost)
	return out, nil
}

func (h *handover) tie(then, now *accounts.Account, i int) analysis.HandoverTie {
	n := then.People[i].N
	t := analysis.HandoverTie{Tie: then.Export(then.OurTie(h.n, n)), Name: then.Who(i), Parts: then.Parts(i), Exclusive: true}
	left := 0
	for _, o := range now.StrongestFirst(now.OurTiesTo(n)) {
		v := now.Verdict(o)
		if o.From == h.n || v.Band == graph.BandNone {
			continue
		}
		if v.Working {
			t.Exclusive = false
			left++
		}
		if t.SecondBest == nil {
			t.SecondBest = &analysis.SecondBest{Target: now.ID(n), Owner: now.ID(o.From), Band: v.Band, Cooling: v.Cooling}
		}
	}
	p, seated := now.At[n]
	want := 1
	if seated && now.People[p].Deciding() {
		want = max(1, now.Policy.DeciderDepth)
	}
	if seated && left < want {
		t.Remedy = &analysis.Remedy{} // filled in by [handover.takers]
	}
	return t
}

// takers fills in who takes over the ties and the pairings at an account: those to
// people who matter more before the others, and whoever takes over a tie also the
// pairing.
func (h *handover) takers(a *handedOver) {
	at := func(id graph.ID) (p int, seated bool) {
		n, _ := h.S.Node(id)
		p, seated = a.now.At[n]
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
		return cmp.Or(-knows.CompareBool(a.Ties[i].Exclusive, a.Ties[j].Exclusive), a.now.CompareWeight(x, y))
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
		if k := slices.IndexFunc(a.Ties, func(t analysis.HandoverTie) bool { return t.To == x.With && t.Remedy != nil }); k >= 0 {
			x.Proposed = a.Ties[k].Remedy.Owner
			continue
		}
		free, _ := advice.Candidates(a.now, p, h.n)
		if len(free) == 0 {
			continue
		}
		next := free[0].N
		for _, c := range free { // rather whoever takes over another holder of the seat
			if slices.ContainsFunc(a.Pairings, func(o analysis.HandoverPairing) bool { return o.Record == x.Record && o.Proposed == h.ID(c.N) }) {
				next = c.N
			}
		}
		x.Proposed = h.ID(next)
		advice.Entrust(h.Reader, next, a.now.People[p].N)
	}
}

// taker proposes who takes over a tie; while the leaver is still with us, they make
// the introduction themselves.
func (h *handover) taker(a *handedOver, t *analysis.HandoverTie, p int) *analysis.Remedy {
	rm := advice.Advise(a.now, p, h.n)
	if h.basis == h.Reader && rm.Owner != "" && t.Working && accounts.MayApproach(h.Reader, h.n, a.now.People[p].N) {
		owner, _ := h.S.Node(rm.Owner)
		rm.Path = []graph.ID{rm.Owner, h.ID(h.n), t.To}
		rm.Text = say.TakeOver(h.Name(owner), t.Name, h.Name(h.n), h.leaves)
	}
	return rm
}

func (h *handover) pairings(out *handedOver) {
	for i := range out.then.People {
		for _, pr := range out.then.Pairings(out.then.People[i].N) {
			if pr.Ours == h.n {
				out.Pairings = append(out.Pairings, analysis.HandoverPairing{Record: pr.Record, With: out.then.Pid(i), Name: out.then.Who(i), Cadence: pr.Days})
			}
		}
	}
}

// badMoments lists why now is a bad moment at an account.
func (h *handover) badMoments(now, then *accounts.Account, contacts []int) (out []analysis.MomentFlag) {
	if r := now.Facts.Renewal; accounts.Ahead(h.Reader, r, badMomentDays) {
		out = append(out, analysis.MomentFlag{Kind: analysis.MomentRenewal, Text: say.RenewalDue(r), Record: now.ID(now.N), On: r})
	}
	for k := range now.Areas {
		if f := &now.Areas[k].Facts; accounts.Ahead(h.Reader, f.Due, badMomentDays) {
			out = append(out, analysis.MomentFlag{Kind: analysis.MomentDecision, Text: say.DecisionDue(f.Name, f.Due), Record: f.ID, On: f.Due})
		}
	}
	for _, i := range contacts {
		n := then.People[i].N
		for x := range h.Out(n, graph.EdgeHolds) {
			valid, id := h.S.EdgeValid(x.Edge()), h.S.EdgeID(x.Edge())
			notice := h.S.EdgeProps(x.Edge()).Date("noticeOn")
			h.Clock.Note(notice)
			h.Clock.Note(valid.From + badMomentDays)
			switch {
			case notice != 0 && notice <= h.Day:
				out = append(out, analysis.MomentFlag{Kind: analysis.MomentContact, Text: say.GaveNotice(then.Who(i)), Record: id, On: notice})
			case accounts.Ahead(h.Reader, valid.To, badMomentDays):
				out = append(out, analysis.MomentFlag{Kind: analysis.MomentContact, Text: say.LeavesSeat(then.Who(i), h.V.Title(x.Node()), valid.To), Record: id, On: valid.To})
			case valid.From > h.Day-badMomentDays:
				out = append(out, analysis.MomentFlag{Kind: analysis.MomentContact, Text: say.NewInSeat(then.Who(i), h.V.Title(x.Node()), valid.From), Record: id, On: valid.From})
			}
		}
	}
	for x := range h.In(now.N, graph.EdgeAbout) {
		if h.S.NodeKind(x.Node()) == graph.NodeProblem {
			f := view.As[graph.Problem](h.V, x.Node())
			h.Clock.Note(f.On)
			if f.On <= h.Day {
				out = append(out, analysis.MomentFlag{Kind: analysis.MomentProblem, Text: say.ProblemOpen(f.Text), Record: f.ID, On: f.On})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b analysis.MomentFlag) int {
		return cmp.Or(cmp.Compare(slices.Index(momentKinds(), a.Kind), slices.Index(momentKinds(), b.Kind)), cmp.Compare(a.On, b.On), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// reasons lists why another may do better at an account; that somebody met nobody
// new only where they work on it and their contacts would be noticed.
func (h *handover) reasons(then *accounts.Account, contacts []int, works bool) (out []analysis.MomentFlag) {
	var late []analysis.MomentFlag
	for _, p := range h.PromisesOf(h.n, then.N, h.Day-lateDays+1) {
		if !slices.Contains(p.MadeBy, h.ID(h.n)) {
			continue
		}
		for _, t := range p.Terms {
			if t.Slipped(h.Day) && t.Due > h.Day-lateDays {
				late = append(late, analysis.MomentFlag{Kind: analysis.MomentLate, Text: say.PromiseLate(p.OpenPromise.Text, t.Due, t.Kept, t.Missed(h.Day)), Record: p.Record, On: t.Due})
				h.Clock.Note(t.Due + lateDays)
			}
		}
	}
	if len(late) >= lateMany {
		slices.SortStableFunc(late, func(x, y analysis.MomentFlag) int { return cmp.Compare(x.On, y.On) })
		out = append(out, late...)
	}
	for _, i := range contacts {
		out = append(out, h.falling(then, i)...)
	}
	var newest knows.Contact
	for _, i := range contacts {
		if t := then.OurTie(h.n, then.People[i].N); len(t.Contacts) > 0 && t.Contacts[0].On > newest.On {
			newest = t.Contacts[0]
		}
	}
	if works && newest.On != 0 && then.Capture(h.n) > 0 {
		h.Clock.Note(newest.On + newFacesDays + 1)
		if h.Day-newest.On > newFacesDays {
			out = append(out, analysis.MomentFlag{Kind: analysis.MomentNobody, Text: say.MetNobodyNew(h.Name(h.n), newest.On), Record: newest.Record, On: newest.On})
		}
	}
	return out
}

// falling finds the authors whose newest judgement of a contact is worse than the
// one before.
func (h *handover) falling(then *accounts.Account, i int) (out []analysis.MomentFlag) {
	type judgement struct {
		graph.Assessment
		author kernel.N
	}
	var list []judgement
	for x := range h.In(then.People[i].N, graph.EdgeAbout) {
		if h.S.NodeKind(x.Node()) != graph.NodeAssessment {
			continue
		}
		f := judgement{Assessment: view.As[graph.Assessment](h.V, x.Node()), author: knows.Nowhere}
		h.Clock.Note(f.On)
		here := true // in this account, or anywhere
		for about := range h.Out(x.Node(), graph.EdgeAbout) {
			here = here && (h.S.NodeKind(about.Node()) != graph.NodeAccount || about.Node() == then.N)
		}
		if by, ok := knows.First(h.Out(x.Node(), graph.EdgeAuthor)); ok {
			f.author = by.Node()
		}
		if here && f.On <= h.Day && f.Stance.Known() {
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
		h.Clock.Note(f.On + newFacesDays + 1)
		if before < 0 || h.Day-f.On > newFacesDays {
			continue
		}
		if o := list[k+1+before]; f.Stance.Worse(o.Stance) {
			out = append(out, analysis.MomentFlag{Kind: analysis.MomentFalling, Text: say.StanceFell(then.Who(i), o.Stance, f.Stance), Record: f.ID, On: f.On})
		}
	}
	return out
}

// finding says of somebody who has left what is still to be handed over.
func (h *handover) finding(rep *analysis.HandoverReport, out *handedOver) knows.Found {
	f := knows.Found{Finding: analysis.Finding{
		Rule: analysis.RuleContactLeft, Severity: out.Level, Subjects: []graph.ID{rep.Person, out.Account},
		Policy: say.LeaverPolicy, Sentence: out.Sentence, Robust: true, Confidence: graph.ConfidenceHigh,
	}, Budget: knows.Largest(out.Lost.Budgets), Name: out.Name}
	for _, t := range out.Ties[:min(3, len(out.Ties))] {
		n, _ := h.S.Node(t.To)
		f.Reasons = append(f.Reasons, out.then.TieReasons(out.then.OurTie(h.n, n))...)
		if f.Remedy == nil {
			f.Remedy = t.Remedy
		}
	}
	return f
}

func (h *handover) accountSentences(rep *analysis.HandoverReport, out *analysis.AccountHandover, rc *accounts.Reach, lost []int) string {
	told := say.AccountHandover{
		Name: rep.Name, Account: out.Name, Gone: rep.Gone, Ties: len(out.Ties), Promises: len(out.Promises), BadMoments: out.BadMoments,
		Lost: losses.Lost(rc, &out.Lost, lost, analysis.DefaultHorizon),
	}
	for _, t := range out.Ties {
		if t.Exclusive {
			told.Alone = append(told.Alone, t.Name)
		}
	}
	return told.Sentences()
}

func (h *handover) sentence(rep *analysis.HandoverReport) string {
	told := say.Handover{Name: rep.Name, Gone: rep.Gone, NoticeOn: rep.NoticeOn, LeavesOn: rep.LeavesOn, Accounts: len(rep.Accounts)}
	for i := range rep.Accounts {
		told.Ties += len(rep.Accounts[i].Ties)
		told.Alone += rep.Accounts[i].Exclusive
	}
	return told.Sentence()
}
