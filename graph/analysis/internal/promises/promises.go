// Package promises finds how promises were kept, both ways, from the days on which
// they were due, moved and delivered.
package promises

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

const (
	overdueDays = 7  // that a promise may be open after its day
	lateAgain   = 2  // promises late at an account that are too many
	lateWithin  = 90 // days in which they are counted
	driftMissed = 2  // times that one that recurs is missed in the period and drifts
	rateFrom    = 5  // due days from which a rate is told
)

// Answer answers how promises were kept, both ways.
func Answer(r *knows.Reader, q analysis.PromisesQuery) (*analysis.PromisesReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	q.Days, q.Ahead, q.Limit = cmp.Or(q.Days, analysis.DefaultPromiseDays), cmp.Or(q.Ahead, analysis.DefaultPromiseAhead), cmp.Or(q.Limit, analysis.DefaultPromises)
	k := &keeping{Reader: r, q: q, from: r.Day - graph.Date(q.Days), until: r.Day + graph.Date(q.Ahead) - 1, account: knows.Nowhere}
	nodes, err := k.nodes()
	if err != nil {
		return nil, err
	}
	rep := &analysis.PromisesReport{Days: q.Days, Ahead: q.Ahead}
	for _, n := range nodes {
		if p := k.track(n); p != nil {
			k.list = append(k.list, p)
		}
	}
	states := analysis.PromiseStates()
	slices.SortFunc(k.list, func(a, b *tracked) int {
		x, y := &a.TrackedPromise, &b.TrackedPromise
		return cmp.Or(
			cmp.Compare(slices.Index(states, x.State), slices.Index(states, y.State)), knows.CompareBool(x.Due == 0, y.Due == 0),
			cmp.Compare(x.Due, y.Due), cmp.Compare(x.Record, y.Record))
	})
	for _, p := range k.list {
		if !p.listed {
			continue
		}
		rep.Total++
		if p.Soon {
			rep.Soon++
		}
		if len(rep.Promises) < q.Limit {
			rep.Promises = append(rep.Promises, p.TrackedPromise)
		}
	}
	k.tallies(rep)
	rep.Sentence = say.Promises(rep.Ours, rep.Theirs, rep.Soon, q.Days)
	rep.Envelope = k.Envelope("", k.findings())
	return rep, nil
}

// keeping is the work on one report.
type keeping struct {
	*knows.Reader
	q           analysis.PromisesQuery
	from, until graph.Date
	account     kernel.N // the only one asked about, or nowhere
	list        []*tracked
}

// tracked is a promise with what its tallies and findings want.
type tracked struct {
	analysis.TrackedPromise
	view.Promise
	by, to  []kernel.N
	account kernel.N    // nowhere for none
	terms   []view.Term // that passed in the period
	moves   []analysis.PromiseMove
	listed  bool // it is open, or was due or moved in the period
}

// nodes returns the promises asked about, by id.
func (k *keeping) nodes() ([]kernel.N, error) {
	var out []kernel.N
	of := func(n kernel.N, kinds ...graph.Kind) {
		for _, kind := range kinds {
			for _, h := range k.S.In(n, kind) {
				if k.S.NodeKind(h.Node()) == graph.NodeCommitment {
					out = append(out, h.Node())
				}
			}
		}
	}
	if k.q.Account != "" {
		n, err := k.S.Find(k.q.Account, graph.NodeAccount)
		if err != nil {
			return nil, err
		}
		k.account = n
	}
	switch {
	case k.q.Person != "":
		n, err := k.S.Find(k.q.Person, graph.NodePerson)
		if err != nil {
			return nil, err
		}
		of(n, graph.EdgePromisedBy, graph.EdgePromisedTo)
	case k.account != knows.Nowhere:
		of(k.account, graph.EdgeAbout)
		for _, seat := range k.V.AccountSeats(k.account) { // what is about no account
			for _, p := range k.V.Holders(seat) {
				of(p, graph.EdgePromisedBy, graph.EdgePromisedTo)
			}
		}
	default:
		out = slices.Clone(k.S.Nodes(graph.NodeCommitment))
	}
	return k.Distinct(out), nil
}

// track reads one promise; nil for one not made yet, about another account, or over
// for long.
func (k *keeping) track(n kernel.N) *tracked {
	at, made := k.PromiseAt(n, min(k.from, k.Day-lateWithin))
	if !made {
		return nil
	}
	t := &tracked{Promise: at.Promise, by: k.Parties(n, graph.EdgePromisedBy), to: k.Parties(n, graph.EdgePromisedTo)}
	t.OpenPromise = at.OpenPromise
	t.TrackedPromise.EveryDays, t.TrackedPromise.Delivered = at.EveryDays, at.Kept
	t.Side = k.side(t.by, at.Promise.Commitment.Promised)
	t.account = k.about(n, t)
	if k.account != knows.Nowhere && t.account != k.account {
		return nil
	}
	if t.account != knows.Nowhere {
		t.Account = k.ID(t.account)
	}
	for i := range t.Promise.Terms {
		term := t.Promise.Terms[i]
		if term.Due >= k.from && term.Due < k.Day {
			t.terms = append(t.terms, term)
			k.Clock.Note(term.Due + graph.Date(k.q.Days) + 1)
			t.TermsDue++
			switch {
			case !term.Slipped(k.Day):
				t.TermsInTime++
			case term.Missed(k.Day):
				t.TermsMissed++
			}
		}
	}
	for _, m := range t.Promise.Moves {
		x := analysis.PromiseMove{Record: m.Record, Was: m.From, Became: m.To, On: m.On, By: m.By, Surprise: m.Surprise(), InTime: m.InTime()}
		t.TrackedPromise.Moves = append(t.TrackedPromise.Moves, x)
		if m.On >= k.from {
			t.moves = append(t.moves, x)
			k.Clock.Note(m.On + graph.Date(k.q.Days) + 1)
		}
	}
	overdue := t.Promise.Overdue(k.Day)
	k.state(t, at.Open, overdue)
	t.listed = at.Open || len(t.terms)+len(t.moves) > 0
	if !t.listed && len(t.Promise.Terms) == 0 {
		return nil
	}
	if t.TrackedPromise.EveryDays > 0 {
		t.TypicalGap = k.gap(t.Deliveries)
	}
	told := say.Promise{Text: t.OpenPromise.Text, By: k.NamesOf(t.MadeBy), To: k.NamesOf(t.MadeTo), Tracked: &t.TrackedPromise, Over: t.Over, Overdue: overdue}
	t.Sentence = told.Sentence()
	return t
}

// state says how a promise stands, and how late.
func (k *keeping) state(t *tracked, open bool, overdue graph.Date) {
	awaited := t.Awaited(k.Day)
	if awaited >= k.Day {
		k.Clock.Note(awaited - graph.Date(k.q.Ahead) + 1)
		t.Soon = open && awaited <= k.until
	}
	var last *view.Term
	if len(t.Promise.Terms) > 0 {
		last = &t.Promise.Terms[0]
	}
	switch {
	case overdue != 0:
		t.State = analysis.PromiseOverdue
		t.DaysLate = int(k.Day - overdue)
		k.Clock.Tomorrow()
	case open:
		t.State = analysis.PromiseOpen
	case t.Kept == 0 || t.TrackedPromise.EveryDays > 0:
		t.State = analysis.PromiseOver
	case last != nil && last.Kept > last.Due:
		t.State = analysis.PromiseLate
		t.DaysLate = last.DaysLate(k.Day)
		t.OpenPromise.Due = last.Due
	default:
		t.State = analysis.PromiseKept
		if last != nil {
			t.OpenPromise.Due = last.Due
		}
	}
}

// gap returns the days from one delivery of the period to the next, in the middle.
func (k *keeping) gap(deliveries []string) *float64 {
	var gaps []int
	last := graph.Date(0)
	for _, text := range deliveries {
		on, err := graph.ParseDate(text)
		if err != nil || on > k.Day {
			break
		}
		if last >= k.from {
			gaps = append(gaps, int(on-last))
		}
		k.Clock.Note(on + graph.Date(k.q.Days) + 1)
		last = on
	}
	if len(gaps) < 2 {
		return nil
	}
	return median(gaps)
}

// side says who made a promise: ours, if one of them was on the day on which it was
// made; of somebody without a seat on that day, if they are on the day of the view.
func (k *keeping) side(by []kernel.N, on graph.Date) graph.Side {
	then := k.S.On(on)
	for _, n := range by {
		if then.Ours(n) || !then.Employed(n) && k.Ours(n) {
			return graph.SideOurs
		}
	}
	return graph.SideTheirs
}

// about returns the account that a promise is about, else the only one at which the
// other side sits; nowhere for none.
func (k *keeping) about(n kernel.N, t *tracked) kernel.N {
	for _, h := range k.S.Out(n, graph.EdgeAbout) {
		if k.S.NodeKind(h.Node()) == graph.NodeAccount {
			return h.Node()
		}
	}
	other := t.by
	if t.Side == graph.SideOurs {
		other = t.to
	}
	var list []kernel.N
	for _, p := range other {
		list = append(list, k.AccountsOf(p)...)
	}
	if list = k.Distinct(list); len(list) == 1 {
		return list[0]
	}
	return knows.Nowhere
}

// median returns the middle of a list of numbers that is not empty, of an even one the
// mean of the two.
func median(list []int) *float64 {
	slices.Sort(list)
	m := float64(list[(len(list)-1)/2]+list[len(list)/2]) / 2
	return &m
}

// tally counts the terms of some promises.
type tally struct {
	analysis.PromiseTally
	late []int
}

func (k *keeping) add(t *tally, p *tracked, terms []view.Term) {
	for i := range terms {
		x := &terms[i]
		t.Due++
		switch {
		case !x.Slipped(k.Day):
			t.InTime++
			continue
		case x.Kept != 0:
			t.Late++
		case x.Missed(k.Day):
			t.Missed++
		default:
			t.Open++
			k.Clock.Tomorrow()
		}
		t.late = append(t.late, x.DaysLate(k.Day))
	}
}

func (t *tally) moved(moves []analysis.PromiseMove) {
	for _, m := range moves {
		if m.InTime {
			t.Moved++
		}
		if m.Surprise {
			t.Surprises++
		}
	}
}

func (k *keeping) done(t *tally) analysis.PromiseTally {
	if len(t.late) > 0 {
		t.MedianLate = median(t.late)
	}
	if t.Due >= rateFrom {
		rate := float64(t.Due-t.InTime) / float64(t.Due)
		t.SlipRate = &rate
	}
	t.Sentence = say.PromiseTally{PromiseTally: t.PromiseTally, Days: k.q.Days}.Sentence()
	return t.PromiseTally
}

// tallies counts for each side, account, person and manager.
func (k *keeping) tallies(rep *analysis.PromisesReport) {
	type both struct{ ours, theirs tally }
	var all both
	at, who, lead := map[kernel.N]*both{}, map[kernel.N]*tally{}, map[kernel.N]*tally{}
	sides := map[kernel.N]graph.Side{}
	for _, p := range k.list {
		sums := []*tally{&all.theirs}
		ours := p.Side == graph.SideOurs
		if ours {
			sums[0] = &all.ours
		}
		if p.account != knows.Nowhere {
			if at[p.account] == nil {
				at[p.account] = &both{}
			}
			if ours {
				sums = append(sums, &at[p.account].ours)
			} else {
				sums = append(sums, &at[p.account].theirs)
			}
		}
		for _, n := range p.by {
			if who[n] == nil {
				who[n] = &tally{}
			}
			sums = append(sums, who[n])
			sides[n] = p.Side
		}
		for _, t := range sums {
			k.add(t, p, p.terms)
			t.moved(p.moves)
		}
		if ours && p.account != knows.Nowhere {
			k.led(lead, p)
		}
	}
	rep.Ours, rep.Theirs = k.done(&all.ours), k.done(&all.theirs)
	for _, n := range sortedKeys(k.Reader, at) {
		rep.Accounts = append(rep.Accounts, analysis.AccountPromises{Account: k.ID(n), Name: k.Name(n), Ours: k.done(&at[n].ours), Theirs: k.done(&at[n].theirs)})
	}
	for _, n := range sortedKeys(k.Reader, who) {
		rep.People = append(rep.People, analysis.PersonPromises{Person: k.ID(n), Name: k.Name(n), Side: sides[n], Tally: k.done(who[n])})
	}
	for _, n := range sortedKeys(k.Reader, lead) {
		rep.Managers = append(rep.Managers, analysis.PersonPromises{Person: k.ID(n), Name: k.Name(n), Side: graph.SideOurs, Tally: k.done(lead[n])})
	}
}

// sortedKeys returns the nodes of a map, by id.
func sortedKeys[V any](r *knows.Reader, m map[kernel.N]V) []kernel.N {
	out := make([]kernel.N, 0, len(m))
	for n := range m {
		out = append(out, n)
	}
	return r.Distinct(out)
}

// led counts the terms of a promise of ours for whoever was key account manager of its
// account on the day when each was due.
func (k *keeping) led(lead map[kernel.N]*tally, p *tracked) {
	of := func(on graph.Date, count func(t *tally)) {
		for h := range k.S.On(on).In(p.account, graph.EdgeWorksOn) {
			if graph.WorkRole(k.S.EdgeProps(h.Edge()).Text("role")) == graph.WorkKAM {
				if lead[h.Node()] == nil {
					lead[h.Node()] = &tally{}
				}
				count(lead[h.Node()])
			}
		}
	}
	for _, x := range p.terms {
		of(x.Due, func(t *tally) { k.add(t, p, []view.Term{x}) })
	}
	for _, m := range p.moves {
		of(m.On, func(t *tally) { t.moved([]analysis.PromiseMove{m}) })
	}
}

// decides reports whether a person is on record to decide or approve in an open
// decision area of an account, or of any where none is given; with what says so.
func (k *keeping) decides(person, account kernel.N) bool {
	holders := []kernel.N{person}
	for h := range k.Out(person, graph.EdgeHolds) {
		holders = append(holders, h.Node())
	}
	for _, n := range holders {
		for h := range k.Out(n, graph.EdgeDecides) {
			part := graph.Role(k.S.EdgeProps(h.Edge()).Text("part"))
			if !accounts.Decides(part) && !accounts.Approves(part) || !view.As[graph.DecisionArea](k.V, h.Node()).State.Open() {
				continue
			}
			of, ok := k.V.One(h.Node(), graph.EdgeFor, graph.NodeAccount)
			if ok && (account == knows.Nowhere || of == account) {
				return true
			}
		}
	}
	return false
}

// findings finds what is to be acted on.
func (k *keeping) findings() (out []knows.Found) {
	for _, p := range k.list {
		drifts := p.TermsMissed >= driftMissed
		deciding := p.Side == graph.SideOurs && slices.ContainsFunc(p.to, func(n kernel.N) bool { return k.decides(n, p.account) })
		subjects := append([]graph.ID{p.Record}, p.MadeBy...)
		if p.Account != "" {
			subjects = append(subjects, p.Account)
		}
		f := knows.Found{Finding: analysis.Finding{Severity: graph.SeverityS3, Subjects: subjects, Sentence: p.Sentence, Robust: true, Confidence: graph.ConfidenceHigh}, Name: p.OpenPromise.Text}
		if p.State != analysis.PromiseOver && drifts {
			f.Rule, f.Policy = analysis.RulePromiseDrift, say.PromiseDriftPolicy(driftMissed)
			f.Reasons, f.Remedy = k.reasons(p, p.terms), k.remedy(p, say.NewRhythm)
			out = append(out, f)
		} else if p.State == analysis.PromiseOverdue && p.DaysLate > overdueDays {
			f.Rule, f.Policy = analysis.RulePromiseOverdue, say.PromiseOverduePolicy(overdueDays)
			f.Reasons = []analysis.Reason{{Text: say.TermText(p.OpenPromise.Text, p.OpenPromise.Due, 0, false), Record: p.Record, On: p.OpenPromise.Due}}
			f.Remedy = k.remedy(p, say.KeepPromise(p.Side == graph.SideOurs, k.NamesOf(p.MadeBy)))
			if deciding {
				f.Severity = graph.SeverityS2
			}
			out = append(out, f)
		}
		k.Clock.Note(p.OpenPromise.Due + overdueDays + 1)
		f.Reasons = nil
		for _, m := range p.moves {
			if deciding && m.Surprise {
				f.Reasons = append(f.Reasons, analysis.Reason{Text: say.PromiseMoved(m.On, m.Was), Record: m.Record, On: m.On})
			}
		}
		if len(f.Reasons) > 0 {
			f.Rule, f.Policy, f.Severity = analysis.RulePromiseSurprise, say.PromiseSurprisePolicy, graph.SeverityS2
			f.Remedy = k.remedy(p, say.ExplainSlip)
			out = append(out, f)
		}
	}
	return append(out, k.again()...)
}

// again finds the accounts about which several promises of one side slipped lately.
func (k *keeping) again() (out []knows.Found) {
	type key struct {
		account kernel.N
		side    graph.Side
	}
	late := map[key][]*tracked{}
	terms := map[*tracked][]view.Term{}
	for _, p := range k.list {
		if p.account == knows.Nowhere {
			continue
		}
		for _, t := range p.Promise.Terms {
			if t.Due >= k.Day-lateWithin && t.Slipped(k.Day) {
				terms[p] = append(terms[p], t)
				k.Clock.Note(t.Due + lateWithin + 1)
			}
		}
		if len(terms[p]) > 0 {
			at := key{p.account, p.Side}
			late[at] = append(late[at], p)
		}
	}
	for at, list := range late {
		if len(list) < lateAgain {
			continue
		}
		slices.SortFunc(list, func(a, b *tracked) int { return cmp.Compare(a.Record, b.Record) })
		f := knows.Found{Finding: analysis.Finding{
			Rule: analysis.RulePromisesLate, Severity: graph.SeverityS3, Subjects: []graph.ID{k.ID(at.account)}, Policy: say.PromisesLatePolicy(lateAgain, lateWithin), Robust: true, Confidence: graph.ConfidenceHigh,
		}, Name: k.Name(at.account)}
		var makers []kernel.N
		var texts []string
		for _, p := range list {
			makers = append(makers, p.by...)
			texts = append(texts, p.OpenPromise.Text)
			f.Reasons = append(f.Reasons, k.reasons(p, terms[p])...)
		}
		f.Subjects = append(f.Subjects, k.IDs(k.Distinct(makers))...)
		f.Sentence = say.LateAgain(f.Name, at.side == graph.SideOurs, texts, lateWithin)
		if at.side == graph.SideOurs {
			f.Remedy = &analysis.Remedy{Text: say.KeepFewer}
		}
		out = append(out, f)
	}
	return out
}

// reasons lists the terms of a promise that slipped, the latest first.
func (k *keeping) reasons(p *tracked, terms []view.Term) (out []analysis.Reason) {
	for i := len(terms) - 1; i >= 0; i-- {
		if t := &terms[i]; t.Slipped(k.Day) {
			out = append(out, analysis.Reason{Text: say.TermText(p.OpenPromise.Text, t.Due, t.Kept, t.Missed(k.Day)), Record: p.Record, On: t.Due})
		}
	}
	return out
}

// remedy is what one of ours does about a promise: who made it, or to whom it was made,
// and may go to the other side. Where nobody may, a promise of theirs is left alone.
func (k *keeping) remedy(p *tracked, text string) *analysis.Remedy {
	rm := &analysis.Remedy{Text: text}
	ours, others := p.by, p.to
	if p.Side != graph.SideOurs {
		ours, others = p.to, p.by
	}
	for _, n := range ours {
		if !k.Ours(n) || !accounts.Fit(k.Reader, n) || !slices.ContainsFunc(others, func(o kernel.N) bool { return accounts.MayApproach(k.Reader, n, o) }) {
			continue
		}
		if rm.Owner == "" {
			rm.Owner = k.ID(n)
		} else {
			rm.Alternatives = append(rm.Alternatives, k.ID(n))
		}
	}
	if rm.Owner == "" && p.Side != graph.SideOurs {
		return nil
	}
	return rm
}
