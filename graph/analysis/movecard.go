package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// handoverDays is for how long after leaving somebody's word still opens doors
// where they were.
const handoverDays = 30

// maxRecover bounds the steps of a plan to cover anew, and the gaps listed.
const maxRecover = 50

// moveYear is how far back the latest move of somebody is looked for.
const moveYear = 366

// MoveCardQuery asks what the move of a contact means to us.
type MoveCardQuery struct {
	Person graph.ID   // of theirs before or after
	On     graph.Date // the day of the move, as [Moves] tells it; 0 for the latest one in the year before the day of the view
}

// Validate reports what is wrong with the query itself.
func (q MoveCardQuery) Validate() error {
	if q.Person == "" {
		return graph.Invalid("query", nil, "a move card wants a person")
	}
	return nil
}

// MoveCard says what the move of a contact means to us.
type MoveCard struct {
	Envelope
	Event string // names the move: the same for the same holdings begun and ended, whenever it is asked for
	Move  Move

	Kept         []KeptTie // our ties to them now, strongest first
	Congratulate graph.ID  // who of ours should, on the seat taken: the strongest tie that may approach them; "" for nobody and where none was taken

	Joined       graph.ID     // the account where they took a seat, which may be the one that they left; "" for none
	Stance       graph.Stance // there: UNKNOWN until somebody judges anew
	StanceBefore graph.Stance // the last judgement where they left, UNKNOWN for none
	StanceRecord graph.ID     // that judgement; "" for none
	Neighbours   []Neighbour  // who sits around them there, boss first, then reports and peers
	Gained       []Gain       // where they are new there: people who are in reach within two handshakes by them alone, by id

	Left     graph.ID      // the account that they left; "" for none
	Lost     Loss          // what hung on them there, the day before
	Opened   []Finding     // gaps in the cover there that opened on the day on which they left, at most 50
	Acting   []graph.ID    // who holds a seat that they left as an interim or acting, by id
	Promises []OpenPromise // open, to which they are a party and which are about the account they left, the earliest due first
	AskUntil graph.Date    // the last day on which they can still hand us over; 0 where nobody of ours is in touch or it is past
	Recover  []RecoverStep // whom to cover anew there, and how
	Empty    bool          // nobody of ours knows them, and nothing and nobody hung or hangs on them

	Sentence string
}

// KeptTie is a tie of ours to somebody who moved.
type KeptTie struct {
	Tie
	Name string // of ours
}

// Relation is how somebody sits to somebody else.
type Relation string

// The relations.
const (
	RelationBoss   Relation = "BOSS"
	RelationReport Relation = "REPORT"
	RelationPeer   Relation = "PEER"
)

// Neighbour is somebody around a seat taken.
type Neighbour struct {
	Person   graph.ID
	Name     string
	Relation Relation
	Implied  float64 // in [0,1]: chance that the two know each other by now, from working together; a month makes 0.22; 1 where a tie, an influence or a line of the day is on record
	Tied     bool    // one of ours has a working tie to them
	Parts    []Part
}

// Gain is somebody whom we reach by somebody who moved.
type Gain struct {
	Person   graph.ID
	Name     string
	Deciding bool // decides or approves
	Parts    []Part
}

// RecoverStep is somebody to cover anew after a departure.
type RecoverStep struct {
	Person graph.ID
	Name   string
	Why    string
	Ask    graph.ID // the one who moved, while their word still opens doors; "" afterwards and where nobody is in touch with them
	Remedy *Remedy
}

// CardOfMove answers: a contact moved; what do we keep, what do we gain, what do
// we lose, and what is to be done?
//
// Definition: kept = our ties to them now; gained = {D at the account joined :
// every chain of two handshakes to D passes them}; lost = Loss_2 of [SinglePoints]
// at the account left on the day before, and the gaps of [Coverage] there that
// are on the day of leaving and were not the day before. To cover anew: deciders
// lost, whoever followed on their seats, and others of weight who are lost. For
// thirty days after leaving, and while somebody of ours is in touch with them, they are asked first.
//
// Shape: one card for one move; lists as their fields say. Findings: M1 and M2
// as in [Moves].
//
// Units: days; strength in [0,1]; money by currency.
//
// Errors: invalid query, also for one of ours, whose move is a [Handover]; not
// found when there is no such person or no such move.
//
// Cost: that of [SinglePoints] at both accounts and of [Coverage] at the one left,
// twice, without robustness, and of one bounded introduction search for each step.
//
// Source: handover on the customer's side after Palmatier, Scheer and Steenkamp
// (2007), doi:10.1509/jmkr.44.2.185.
func CardOfMove(v *view.View, q MoveCardQuery) (*MoveCard, error) {
	return answerCardOfMove(newReader(v), q)
}

func answerCardOfMove(r *reader, q MoveCardQuery) (*MoveCard, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	m, c, err := findMove(r, q.Person, q.On)
	if err != nil {
		return nil, err
	}
	card := &MoveCard{Event: m.event(&c)}
	var findings []found
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
	card.Sentence = k.sentence()
	card.Envelope = m.envelope("", findings)
	return card, nil
}

// findMove finds the move of a person on a day, or their latest one.
func findMove(r *reader, person graph.ID, on graph.Date) (*mover, change, error) {
	m := &mover{reader: r, days: map[graph.Date]*reader{}, within: nowhere}
	m.days[m.day] = m.reader
	n, ok := m.s.NodeOf(graph.NodePerson, person)
	if !ok {
		return nil, change{}, graph.NotFound("Person", person)
	}
	m.q = MovesQuery{From: m.day - moveYear, To: m.day + 1}
	if on != 0 {
		m.q.From, m.q.To = on-gapDays, min(on+gapDays, m.day)+1
	}
	var found *change
	for _, c := range m.changes(n) {
		if on == 0 || c.on == on || c.left == on {
			found = &c
		}
	}
	if found != nil && on == 0 {
		m.clock.Note(found.on + moveYear + 1)
	}
	if found == nil {
		who := fmt.Sprintf("person who moved in the year before %s", m.day)
		if on != 0 {
			who = fmt.Sprintf("person who moved on %s", on)
		}
		return nil, change{}, graph.NotFound(who, person)
	}
	return m, *found, nil
}

// event names a move by the holdings that ended and began.
func (m *mover) event(c *change) string {
	var parts []string
	for _, list := range [][]sitting{c.ended(), c.began()} {
		var ids []string
		for _, s := range list {
			ids = append(ids, string(m.s.EdgeID(s.holds)))
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
	card *MoveCard

	lostNames []string // of the deciders lost, of everybody lost where none is a decider, those who matter most first
}

func (k *cardMaker) kept() {
	if k.card.Move.SideAfter == graph.SideOurs {
		return
	}
	inTouch := false
	for _, t := range k.card.Move.Ties {
		n, _ := k.s.Node(t.From)
		k.card.Kept = append(k.card.Kept, KeptTie{t, k.name(n)})
		if !k.mayApproach(n, k.c.person) {
			continue
		}
		inTouch = inTouch || t.Working
		if k.card.Congratulate == "" && len(k.card.Move.Began) > 0 {
			k.card.Congratulate = t.From
		}
	}
	if until := k.c.left + handoverDays; inTouch && k.c.left != 0 && k.day <= until {
		k.card.AskUntil = until
		k.clock.Note(until + 1)
	}
}

// firstAccount returns the account of the first of some seats that has one, of a
// company wholly left or entered before others.
func (k *cardMaker) firstAccount(seats []MoveSeat) (account graph.ID) {
	for _, s := range seats {
		n, _ := k.s.Node(s.Company)
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
		there, _ := k.s.Node(before)
		st := k.on(k.c.left-1).stance(k.c.person, []kernel.N{there}, nowhere)
		card.StanceBefore, card.StanceRecord = st.Stance, st.Record
	}
	id := k.firstAccount(card.Move.Began)
	if id == "" || card.Move.SideAfter != graph.SideTheirs {
		return nil
	}
	card.Joined = id
	a, err := k.readAccount(id)
	if err != nil {
		return err
	}
	card.Stance = k.stance(k.c.person, []kernel.N{a.n}, nowhere).Stance
	i, seated := a.at[k.c.person]
	if !seated {
		return nil
	}
	k.neighbours(a, i)
	if slices.ContainsFunc(k.c.before, func(s sitting) bool { return slices.Contains(k.on(s.day).accountsAt(s.seat), a.n) }) {
		return nil // already there
	}
	rc := a.readReach()
	for _, d := range rc.losses(DefaultHorizon)[k.c.person] {
		card.Gained = append(card.Gained, Gain{a.pid(d), a.who(d), a.people[d].deciding(), a.parts(d)})
	}
	return nil
}

func (k *cardMaker) neighbours(a *account, i int) {
	below := make([][]int, len(a.seats))
	for s := range a.seats {
		if b := a.seats[s].boss; b != none {
			below[b] = append(below[b], s)
		}
	}
	implied := map[kernel.N]float64{}
	for _, o := range k.colleagues(k.c.person) {
		implied[o.other] = o.know
		if _, here := a.at[o.other]; here {
			k.grows(&o)
		}
	}
	nb := (&cover{account: a}).neighbourhood(i, below)
	for _, g := range []struct {
		relation Relation
		ids      []graph.ID
	}{{RelationBoss, nb.Supervisor}, {RelationReport, nb.Reports}, {RelationPeer, nb.Peers}} {
		for _, id := range g.ids {
			n, _ := k.s.Node(id)
			p := a.at[n]
			known := implied[n]
			if k.acquainted(k.c.person, n) {
				known = 1
			}
			k.card.Neighbours = append(k.card.Neighbours, Neighbour{id, a.who(p), g.relation, rounded(known), a.depth(p) > 0, a.parts(p)})
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
	then, err := k.on(k.c.left - 1).readAccount(id)
	if err != nil {
		return err
	}
	rc := then.readReach()
	after, err := k.on(k.c.left).readAccount(id)
	if err != nil {
		return err
	}
	reach := after.readReach()
	lost := slices.DeleteFunc(rc.losses(DefaultHorizon)[k.c.person], func(d int) bool {
		p, seated := after.at[then.people[d].n]
		return !seated || reach.reached(p, DefaultHorizon)
	})
	card.Lost = rc.loss(func(n kernel.N) bool { return n == k.c.person }, lost, DefaultHorizon)
	telling := slices.DeleteFunc(then.byWeight(lost), func(d int) bool { return len(card.Lost.Deciders) > 0 && !then.people[d].deciding() })
	k.lostNames = then.names(telling)
	was := (&cover{account: then, reach: rc}).gaps(nil)
	var opened []found
	for _, f := range (&cover{account: after, reach: reach}).gaps(nil) {
		if !slices.ContainsFunc(was, func(o found) bool { return o.Rule == f.Rule && slices.Equal(o.Subjects, f.Subjects) }) {
			opened = append(opened, f)
		}
	}
	sortFindings(opened)
	for _, f := range opened[:min(maxRecover, len(opened))] {
		card.Opened = append(card.Opened, f.Finding)
	}
	for _, s := range k.c.ended() {
		for h := range k.in(s.seat, graph.EdgeHolds) {
			switch graph.HoldKind(k.s.EdgeProps(h.Edge()).Text("kind")) {
			case graph.HoldActing, graph.HoldInterim:
				card.Acting = append(card.Acting, k.id(h.Node()))
			}
		}
	}
	slices.Sort(card.Acting)
	card.Acting = slices.Compact(card.Acting)
	there, _ := k.s.Node(id)
	card.Promises = openPromises(k.promisesOf(k.c.person, there))
	return k.recover(id, then, lost)
}

// recover plans whom to cover anew at the account left, as it is today.
func (k *cardMaker) recover(id graph.ID, then *account, lost []int) error {
	now, err := k.readAccount(id)
	if err != nil {
		return err
	}
	rc := now.readReach()
	seen := map[int]bool{}
	step := func(n kernel.N, why string) {
		p, seated := now.at[n]
		if !seated || seen[p] || len(k.card.Recover) == maxRecover {
			return
		}
		seen[p] = true
		s := RecoverStep{Person: now.pid(p), Name: now.who(p), Why: why, Remedy: now.advise(p, k.c.person)}
		if k.card.AskUntil != 0 {
			s.Ask = k.id(k.c.person)
		}
		k.card.Recover = append(k.card.Recover, s)
	}
	name := k.name(k.c.person)
	weigh := func(deciding bool) {
		for _, d := range lost {
			n := then.people[d].n
			p, seated := now.at[n]
			if seated && then.people[d].deciding() == deciding && (deciding || then.people[d].has(key)) && !rc.reached(p, DefaultHorizon) {
				step(n, "nothing else led to them than "+name)
			}
		}
	}
	weigh(true)
	for _, sid := range k.card.Move.Successors {
		n, _ := k.s.Node(sid)
		if p, seated := now.at[n]; seated && now.depth(p) == 0 {
			step(n, "sits where "+name+" sat")
		}
	}
	weigh(false)
	return nil
}

func (k *cardMaker) sentence() string {
	card := k.card
	s := card.Move.Sentence
	account := func(id graph.ID) string {
		n, _ := k.s.Node(id)
		return k.name(n)
	}
	if len(card.Lost.People) > 0 {
		names := k.lostNames
		s += ended(fmt.Sprintf(" At %s nothing else led to %s", account(card.Left), joinMore(names, len(card.Lost.People)-len(names))))
	}
	if n := len(card.Opened); n > 0 {
		s += fmt.Sprintf(" %s in our cover there opened that day.", count(n, "gap", "gaps"))
	}
	if n := len(card.Promises); n > 0 {
		s += fmt.Sprintf(" %s with them there.", count(n, "promise is open", "promises are open"))
	}
	if len(card.Gained) > 0 {
		var names []string
		for _, deciding := range []bool{true, false} {
			for _, g := range card.Gained {
				if g.Deciding == deciding {
					names = append(names, g.Name)
				}
			}
		}
		s += fmt.Sprintf(" At %s they alone put %s in reach.", account(card.Joined), joinNames(names))
	}
	if card.Joined != "" && !card.Stance.Known() && card.StanceBefore.Known() {
		s += fmt.Sprintf(" How they stand to us at %s is not known (%s at %s).", account(card.Joined), stanceText(card.StanceBefore), account(card.Left))
	}
	if card.AskUntil != 0 && len(card.Recover) > 0 {
		s += fmt.Sprintf(" Until %s ask them to hand us over.", dayText(card.AskUntil))
	}
	return s
}

// namesOf returns the names of nodes by their ids.
func (r *reader) namesOf(ids []graph.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		n, _ := r.s.Node(id)
		out[i] = r.name(n)
	}
	return out
}
