package moves

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/advice"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// maxRecover bounds the steps of a plan to cover anew, and the gaps listed.
const maxRecover = 50

// MoveYear is how far back the latest move of somebody is looked for.
const MoveYear = 366

// AnswerCard answers what one move of a contact means to us.
func AnswerCard(r *knows.Reader, q analysis.MoveCardQuery) (*analysis.MoveCardReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	m, c, err := findMove(r, q.Person, q.On)
	if err != nil {
		return nil, err
	}
	card := &analysis.MoveCardReport{Event: m.event(&c)}
	var findings []knows.Found
	card.Move, findings = m.describe(c)
	if card.Move.SideBefore != graph.SideTheirs && card.Move.SideAfter != graph.SideTheirs {
		return nil, graph.Invalid("query", []graph.ID{q.Person}, "%s moves on our side: ask for the handover", q.Person)
	}
	k := &cardMaker{mover: m, c: &c, card: card}
	k.kept()
	if err := k.joined(); err != nil {
		return nil, err
	}
	if err := k.left(); err != nil {
		return nil, err
	}
	card.Empty = len(card.Kept)+len(card.Gained)+len(card.Lost.People)+len(card.Opened)+len(card.Promises)+len(card.Recover) == 0
	card.Sentence = k.sentences()
	card.Envelope = m.Envelope("", findings)
	return card, nil
}

// findMove finds the move of a person on a day, or their latest one.
func findMove(r *knows.Reader, person graph.ID, on graph.Date) (*mover, change, error) {
	m := &mover{Reader: r, days: map[graph.Date]*knows.Reader{}, within: knows.Nowhere}
	m.days[m.Day] = m.Reader
	n, err := m.S.Find(person, graph.NodePerson)
	if err != nil {
		return nil, change{}, err
	}
	m.q = analysis.MovesQuery{From: m.Day - MoveYear, To: m.Day + 1}
	if on != 0 {
		m.q.From, m.q.To = on-gapDays, min(on+gapDays, m.Day)+1
	}
	var found *change
	for _, c := range m.changes(n) {
		if on == 0 || c.on == on || c.left == on {
			found = &c
		}
	}
	if found != nil && on == 0 {
		m.Clock.Note(found.on + MoveYear + 1)
	}
	if found == nil {
		if on != 0 {
			return nil, change{}, graph.NotFound(fmt.Sprintf("person who moved on %s", on), person)
		}
		return nil, change{}, graph.NotFound(fmt.Sprintf("person who moved in the year before %s", m.Day), person)
	}
	return m, *found, nil
}

// event names a move by the holdings that ended and began.
func (m *mover) event(c *change) string {
	var parts []string
	for _, list := range [][]sitting{c.ended(), c.began()} {
		var ids []string
		for _, s := range list {
			ids = append(ids, string(m.S.EdgeID(s.holds)))
		}
		slices.Sort(ids)
		parts = append(parts, strings.Join(ids, "+"))
	}
	return "move:" + strings.Join(parts, ">")
}

// cardMaker is the work on one move card.
type cardMaker struct {
	*mover
	c    *change
	card *analysis.MoveCardReport

	lostNames []string // of the deciders lost, of everybody lost where none is a decider, those who matter most first
}

func (k *cardMaker) kept() {
	if k.card.Move.SideAfter == graph.SideOurs {
		return
	}
	inTouch := false
	for _, t := range k.card.Move.Ties {
		n, _ := k.S.Node(t.From)
		k.card.Kept = append(k.card.Kept, analysis.KeptTie{Tie: t, Name: k.Name(n)})
		if !accounts.MayApproach(k.mover.Reader, n, k.c.person) {
			continue
		}
		inTouch = inTouch || t.Working
		if k.card.Congratulate == "" && len(k.card.Move.Began) > 0 {
			k.card.Congratulate = t.From
		}
	}
	if until := k.c.left + coverage.HandoverDays; inTouch && k.c.left != 0 && k.Day <= until {
		k.card.AskUntil = until
		k.Clock.Note(until + 1)
	}
}

// firstAccount returns the account of the first of some seats that has one, of a
// company wholly left or entered before others.
func (k *cardMaker) firstAccount(seats []analysis.MoveSeat) (account graph.ID) {
	for _, s := range seats {
		n, _ := k.S.Node(s.Company)
		whole := slices.ContainsFunc(k.c.turns, func(x turn) bool { return x.company == n && (x.out || x.in) })
		switch {
		case s.Account == "":
		case whole:
			return s.Account
		case account == "":
			account = s.Account
		}
	}
	return account
}

// joined fills in what the move opens.
func (k *cardMaker) joined() error {
	card := k.card
	card.Stance, card.StanceBefore = graph.StanceUnknown, graph.StanceUnknown
	if before := k.firstAccount(card.Move.Ended); before != "" && card.Move.SideBefore == graph.SideTheirs {
		there, _ := k.S.Node(before)
		st := k.on(k.c.left-1).Stance(k.c.person, []kernel.N{there}, knows.Nowhere)
		card.StanceBefore, card.StanceRecord = st.Stance, st.Record
	}
	id := k.firstAccount(card.Move.Began)
	if id == "" || card.Move.SideAfter != graph.SideTheirs {
		return nil
	}
	card.Joined = id
	a, err := accounts.ReadAccount(k.mover.Reader, id)
	if err != nil {
		return err
	}
	card.Stance = k.Stance(k.c.person, []kernel.N{a.N}, knows.Nowhere).Stance
	i, seated := a.At[k.c.person]
	if !seated {
		return nil
	}
	k.neighbours(a, i)
	if slices.ContainsFunc(k.c.before, func(s sitting) bool { return slices.Contains(accountsAt(k.on(s.day), s.seat), a.N) }) {
		return nil // already there
	}
	rc := a.ReadReach()
	for _, d := range losses.Losses(rc, analysis.DefaultHorizon)[k.c.person] {
		card.Gained = append(card.Gained, analysis.Gain{Person: a.Pid(d), Name: a.Who(d), Deciding: a.People[d].Deciding(), Parts: a.Parts(d)})
	}
	return nil
}

func (k *cardMaker) neighbours(a *accounts.Account, i int) {
	below := make([][]int, len(a.Seats))
	for s := range a.Seats {
		if b := a.Seats[s].Boss; b != accounts.None {
			below[b] = append(below[b], s)
		}
	}
	implied := map[kernel.N]float64{}
	for _, o := range k.Colleagues(k.c.person) {
		implied[o.Other] = o.Know
		if _, here := a.At[o.Other]; here {
			k.Grows(&o)
		}
	}
	nb := (&coverage.Cover{Account: a}).Neighbourhood(i, below)
	for _, g := range []struct {
		relation analysis.Relation
		ids      []graph.ID
	}{{analysis.RelationBoss, nb.Supervisor}, {analysis.RelationReport, nb.Reports}, {analysis.RelationPeer, nb.Peers}} {
		for _, id := range g.ids {
			n, _ := k.S.Node(id)
			p := a.At[n]
			known := implied[n]
			if k.Acquainted(k.c.person, n) {
				known = 1
			}
			k.card.Neighbours = append(k.card.Neighbours, analysis.Neighbour{Person: id, Name: a.Who(p), Relation: g.relation, Implied: knows.Rounded(known), Tied: a.Depth(p) > 0, Parts: a.Parts(p)})
		}
	}
}

// left fills in what the move closes, and what to do about it.
func (k *cardMaker) left() error {
	card := k.card
	id := k.firstAccount(card.Move.Ended)
	if id == "" || card.Move.SideBefore != graph.SideTheirs {
		return nil
	}
	card.Left = id
	then, err := accounts.ReadAccount(k.on(k.c.left-1), id)
	if err != nil {
		return err
	}
	rc := then.ReadReach()
	after, err := accounts.ReadAccount(k.on(k.c.left), id)
	if err != nil {
		return err
	}
	reach := after.ReadReach()
	lost := slices.DeleteFunc(losses.Losses(rc, analysis.DefaultHorizon)[k.c.person], func(d int) bool {
		p, seated := after.At[then.People[d].N]
		return !seated || losses.Reached(reach, p, analysis.DefaultHorizon)
	})
	card.Lost = losses.Loss(rc, func(n kernel.N) bool { return n == k.c.person }, lost, analysis.DefaultHorizon)
	telling := slices.DeleteFunc(then.ByWeight(lost), func(d int) bool { return len(card.Lost.Deciders) > 0 && !then.People[d].Deciding() })
	k.lostNames = losses.Names(then, telling)
	was := (&coverage.Cover{Account: then, Reach: rc}).Gaps(nil)
	var opened []knows.Found
	for _, f := range (&coverage.Cover{Account: after, Reach: reach}).Gaps(nil) {
		if !slices.ContainsFunc(was, func(o knows.Found) bool { return o.Rule == f.Rule && slices.Equal(o.Subjects, f.Subjects) }) {
			opened = append(opened, f)
		}
	}
	knows.SortFindings(opened)
	for _, f := range opened[:min(maxRecover, len(opened))] {
		card.Opened = append(card.Opened, f.Finding)
	}
	for _, s := range k.c.ended() {
		for h := range k.In(s.seat, graph.EdgeHolds) {
			switch graph.HoldKind(k.S.EdgeProps(h.Edge()).Text("kind")) {
			case graph.HoldActing, graph.HoldInterim:
				card.Acting = append(card.Acting, k.ID(h.Node()))
			}
		}
	}
	slices.Sort(card.Acting)
	card.Acting = slices.Compact(card.Acting)
	there, _ := k.S.Node(id)
	card.Promises = knows.OpenPromises(k.PromisesOf(k.c.person, there, k.Day))
	return k.recover(id, then, lost)
}

// recover plans whom to cover anew at the account left, as it is today.
func (k *cardMaker) recover(id graph.ID, then *accounts.Account, lost []int) error {
	now, err := accounts.ReadAccount(k.mover.Reader, id)
	if err != nil {
		return err
	}
	rc := now.ReadReach()
	seen := map[int]bool{}
	step := func(n kernel.N, why string) {
		p, seated := now.At[n]
		if !seated || seen[p] || len(k.card.Recover) == maxRecover {
			return
		}
		seen[p] = true
		s := analysis.RecoverStep{Person: now.Pid(p), Name: now.Who(p), Why: why, Remedy: advice.Advise(now, p, k.c.person)}
		if k.card.AskUntil != 0 {
			s.Ask = k.ID(k.c.person)
		}
		k.card.Recover = append(k.card.Recover, s)
	}
	name := k.Name(k.c.person)
	weigh := func(deciding bool) {
		for _, d := range lost {
			n := then.People[d].N
			p, seated := now.At[n]
			if seated && then.People[d].Deciding() == deciding && (deciding || then.People[d].Has(analysis.KeyRole)) && !losses.Reached(rc, p, analysis.DefaultHorizon) {
				step(n, say.OnlyWay(name))
			}
		}
	}
	weigh(true)
	for _, sid := range k.card.Move.Successors {
		n, _ := k.S.Node(sid)
		if p, seated := now.At[n]; seated && now.Depth(p) == 0 {
			step(n, say.SitsWhere(name))
		}
	}
	weigh(false)
	return nil
}

func (k *cardMaker) sentences() string {
	card := k.card
	account := func(id graph.ID) string {
		n, known := k.S.Node(id)
		if !known {
			return ""
		}
		return k.Name(n)
	}
	told := say.MoveCard{
		Move: card.Move.Sentence, Left: account(card.Left), Joined: account(card.Joined),
		Lost: k.lostNames, LostMore: len(card.Lost.People) - len(k.lostNames),
		Gaps: len(card.Opened), Promises: len(card.Promises),
	}
	for _, deciding := range []bool{true, false} {
		for _, g := range card.Gained {
			if g.Deciding == deciding {
				told.Gained = append(told.Gained, g.Name)
			}
		}
	}
	if card.Joined != "" && !card.Stance.Known() {
		told.StanceBefore = card.StanceBefore
	}
	if len(card.Recover) > 0 {
		told.AskUntil = card.AskUntil
	}
	return told.Sentences()
}
