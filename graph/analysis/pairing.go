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

// MaxPairingCandidates bounds the people of ours among whom counterparts are
// chosen: beyond it, those of the bench who fit least by level and function are
// left out.
const MaxPairingCandidates = 200

// The points of a pairing besides those of every counterpart.
const (
	keepPoints   = -10 // the two are paired today
	offTeam      = 12  // day by day, but does not work on the account
	openDecider  = 60  // nobody for a decider or approver
	openVoice    = 40  // … an influencer or gatekeeper
	openUser     = 25  // … a buyer, user or initiator
	openNobody   = 8   // … somebody without a part in a decision
	pairingLevel = 3   // from which somebody is paired without a part in a decision
)

// PairingQuery asks who of ours should look after whom at an account.
type PairingQuery struct {
	Account graph.ID
	WhyNot  graph.ID // one of ours: how much dearer would the whole be with them for each demand; "" for nobody
}

// Validate reports what is wrong with the query itself.
func (q PairingQuery) Validate() error {
	if q.Account == "" {
		return graph.Invalid("query", nil, "pairing wants an account")
	}
	return nil
}

// PairingReport says who should look after whom.
type PairingReport struct {
	Envelope
	Account     graph.ID
	Pairings    []Pairing // by falling level of theirs, then by id, the peer first
	Levels      []LevelPairing
	Cost        int // points of all pairings proposed, those left open included
	PresentCost int // points of those that stand today
	Changes     int // how many differ from today
}

// PairingDemand is what a counterpart is for.
type PairingDemand string

// The demands.
const (
	DemandPeer  PairingDemand = "PEER"  // a counterpart at eye level
	DemandDaily PairingDemand = "DAILY" // for a decider: somebody else besides, day by day
)

// PairingChange is how a proposal differs from today.
type PairingChange string

// The changes.
const (
	PairingKept     PairingChange = "KEPT"     // as it is
	PairingNew      PairingChange = "NEW"      // nobody is paired today
	PairingReplaced PairingChange = "REPLACED" // somebody else is
	PairingDropped  PairingChange = "DROPPED"  // somebody is, and would better be free
	PairingOpen     PairingChange = "OPEN"     // nobody is, and nobody is proposed
)

// Pairing is one demand for a counterpart and who should meet it.
type Pairing struct {
	Person     graph.ID // of theirs
	Name       string
	Level      int // of their highest seat; 0 for unknown
	Roles      []graph.Role
	Demand     PairingDemand
	Owner      graph.ID // of ours; "" where it is left open
	OwnerName  string
	Points     int           // of this pairing, or of leaving it open
	Parts      []PairingPart // whose points add up to Points
	Present    graph.ID      // who meets the demand today; "" for nobody
	Change     PairingChange
	RunnerUp   *RunnerUp // who would be next; nil where it would be left open
	OpenExtra  int       // where RunnerUp is nil: by how much the whole is dearer when the owner does not take it; 0 where it is open
	OpenReason string    // why nobody is proposed; "" where somebody is
	WhyNot     *WhyNot   // why not the one asked about; nil where they are proposed, and where nobody is asked about
	Sentence   string
}

// WhyNot says what speaks against one of ours who is not proposed.
type WhyNot struct {
	Owner    graph.ID
	Name     string
	Possible bool // they may be the counterpart
	Extra    int  // points by which the whole would be dearer; 0 where it is not possible
	Reason   string
	Sentence string
}

// RunnerUp is who would take a pairing if its owner did not.
type RunnerUp struct {
	Owner  graph.ID
	Name   string
	Extra  int // points by which the whole would be dearer
	Reason string
}

// LevelPairing says how a level of theirs is met, today and as proposed, by
// counterparts at eye level.
type LevelPairing struct {
	Level        int        // 5 to 1; 0 for unknown
	People       int        // who want a counterpart
	Paired       int        // of them today
	PairedNear   int        // … by somebody within the policy's gap of levels, or of unknown level
	Proposed     int        // as proposed
	ProposedNear int        // … within the gap
	Unpaired     []graph.ID // who have nobody today, by id
	Apart        []graph.ID // who have somebody further away than the gap today, by id
	Sentence     string
}

// Pairings answers: who of ours should look after whom at this account, at eye
// level and day by day, and what would the next best be?
//
// Definition: everybody of theirs with a part in a decision that matters, or at
// level 3 and above, wants a peer, and a decider somebody else besides, day by
// day. A pairing costs 6 points per level by which ours is the senior and 12 by
// which ours is the junior (day by day instead: 12 for somebody who does not work
// on the account, or only as its sponsor), 4 for a neighbouring and 12 for another
// function, 30 without a shared language, 4 and 8 for more than 3 and 6 hours
// between the time zones, 6 where ours is already the only tie to another decider,
// −20·s for a tie, −10 where the two are paired today, and 2·j² for the j pairings
// that ours carries already. Leaving it open costs 60 for a decider or approver,
// 40 for an influencer or gatekeeper, 25 for a buyer, user or initiator and 8 for
// anybody else. Exclusions and conflicts are absolute. The whole with the fewest
// points is proposed; of several, one in which the two counterparts of fewer
// deciders have a manager in common. The runner-up is who comes when the owner
// does not, with everything else arranged anew; and why not somebody is by how much
// the whole is dearer when they have to. Where one of ours with a capacity looks after
// a seat that several hold, that is kept as one place, and the fewest points are not
// claimed.
//
// Shape: one entry per demand, by falling level and ID; one per level. Findings:
// G8 for pairings that are asleep.
//
// Units: points, whole numbers; levels.
//
// Errors: invalid query, also when the one asked about is not one of ours; not
// found when the account or that person is not there.
//
// Cost: O(demands · (candidates² + ties)), see [MaxPairingCandidates].
//
// Source: successive shortest paths of a flow of least cost (Ahuja, Magnanti and
// Orlin, Network Flows, 1993, ch. 9); the points are conventions.
func Pairings(v *view.View, q PairingQuery) (*PairingReport, error) {
	return answerPairings(newReader(v), q)
}

func answerPairings(r *reader, q PairingQuery) (*PairingReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	a, err := r.readAccount(q.Account)
	if err != nil {
		return nil, err
	}
	a.blind()
	m := &matcher{account: a, asked: nowhere, at: map[kernel.N]int{}, present: map[[2]int]graph.ID{}, partsOf: map[[2]int][]PairingPart{}}
	if q.WhyNot != "" {
		if m.asked, err = m.oneOfOurs(q.WhyNot); err != nil {
			return nil, err
		}
	}
	m.demand()
	m.candidates()
	m.price()
	rep := &PairingReport{Account: a.id(a.n)}
	rep.Cost = m.solve()
	m.underOthers()
	today := &assignment{open: m.plan.open, twin: m.plan.twin, load: m.plan.load, cost: m.onlyPresent()}
	rep.PresentCost = int(today.solve(len(m.ours)))
	for _, d := range m.order() {
		p := m.pairing(d, today)
		if p.Change != PairingKept && p.Change != PairingOpen {
			rep.Changes++
		}
		rep.Pairings = append(rep.Pairings, p)
	}
	rep.Levels = m.levels(today)
	rep.Envelope = a.envelope(a.policy.version(), (&cover{account: a, main: true}).gaps([]Rule{RulePairingAsleep}))
	return rep, nil
}

// matcher is the work on one pairing report.
type matcher struct {
	*account
	demands []demanded
	ours    []kernel.N // candidates, by id
	at      map[kernel.N]int
	base    []int               // of each candidate, pairings elsewhere
	shared  []int               // … by how many the people here whom they look after today outnumber their pairings: holders of one seat
	present map[[2]int]graph.ID // by person and candidate, the pairing of today
	partsOf map[[2]int][]PairingPart
	plan    assignment
	handed  []int    // of each candidate, pairings described so far
	asked   kernel.N // why not them; nowhere for nobody
	guest   bool     // they are no candidate otherwise
}

// oneOfOurs returns somebody who may be asked about as a counterpart.
func (m *matcher) oneOfOurs(id graph.ID) (kernel.N, error) {
	n, ok := m.s.NodeOf(graph.NodePerson, id)
	if !ok {
		return nowhere, graph.NotFound("Person", id)
	}
	if !m.fit(n) {
		return nowhere, graph.Invalid("query", []graph.ID{id}, "%s is not one of ours on %s, and cannot be a counterpart", id, m.day)
	}
	return n, nil
}

// demanded is one demand of a person of theirs.
type demanded struct {
	person int
	kind   PairingDemand
}

// wanted is what it costs to leave a person without a counterpart; 0 for
// somebody who wants none.
func (p *person) wanted() int32 {
	switch {
	case p.deciding():
		return openDecider
	case p.has(voice):
		return openVoice
	case p.has(func(r graph.Role) bool { return r == graph.RoleBuyer }):
		return openUser
	case p.level >= pairingLevel && p.has(func(r graph.Role) bool { return r == graph.RoleUser || r == graph.RoleInitiator }):
		return openUser
	case p.level >= pairingLevel:
		return openNobody
	}
	return 0
}

func (m *matcher) demand() {
	for i := range m.people {
		p := &m.people[i]
		open := p.wanted()
		if open == 0 {
			continue
		}
		m.demands = append(m.demands, demanded{i, DemandPeer})
		m.plan.open, m.plan.twin = append(m.plan.open, open), append(m.plan.twin, absent)
		if p.has(decides) {
			d := len(m.demands)
			m.demands = append(m.demands, demanded{i, DemandDaily})
			m.plan.open, m.plan.twin = append(m.plan.open, open), append(m.plan.twin, d-1)
			m.plan.twin[d-1] = d
		}
	}
}

// candidates gathers those of ours among whom to choose, and who is paired
// today.
func (m *matcher) candidates() {
	nodes := m.insiders()
	pairs := make([][]pairing, len(m.people))
	for i := range m.people {
		pairs[i] = m.pairings(m.people[i].n)
		for _, pr := range pairs[i] {
			nodes = append(nodes, pr.ours)
		}
	}
	nodes = slices.DeleteFunc(m.distinct(nodes), func(n kernel.N) bool { return !m.fit(n) })
	var bench []kernel.N
	for _, n := range m.bench() {
		if m.fit(n) && !slices.Contains(nodes, n) {
			bench = append(bench, n)
		}
	}
	m.ours = m.distinct(append(nodes, m.nearest(bench, MaxPairingCandidates-len(nodes))...))
	if m.asked != nowhere && !slices.Contains(m.ours, m.asked) {
		m.guest = true
		m.ours = m.distinct(append(m.ours, m.asked))
	}
	m.base, m.shared, m.handed = make([]int, len(m.ours)), make([]int, len(m.ours)), make([]int, len(m.ours))
	for k, n := range m.ours {
		m.at[n] = k
		for _, c := range m.charges(n) {
			here := 0
			for _, p := range c.people {
				if i, is := m.account.at[p]; is && m.people[i].wanted() > 0 {
					here++
				}
			}
			if here == 0 {
				m.base[k]++
			} else {
				m.shared[k] += here - 1
			}
		}
	}
	for i := range pairs {
		for _, pr := range pairs[i] {
			k, is := m.at[pr.ours]
			if !is {
				continue
			}
			if have, twice := m.present[[2]int{i, k}]; !twice || pr.record < have {
				m.present[[2]int{i, k}] = pr.record
			}
		}
	}
	m.plan.load = func(k, t int) int32 {
		j := m.base[k] + t
		if limit := m.capacity(m.ours[k]); limit >= 0 && j >= limit+m.shared[k] {
			return forbidden / 8
		}
		return int32(loadPoints * min(j, 1000) * min(j, 1000))
	}
}

// solve arranges the whole at the least cost. Where somebody looks after a seat
// with several holders today, that takes one place while they keep it; where they
// would take somebody else into the places so won, they lose them.
func (m *matcher) solve() int {
	for {
		cost := m.plan.solve(len(m.ours))
		over := false
		for k, n := range m.ours {
			if more := m.excess(k, n); more > 0 {
				m.shared[k] -= more
				over = true
			}
		}
		if !over {
			return int(cost)
		}
	}
}

// excess returns by how many pairings a candidate carries more than they can, a
// seat with several holders counted once; 0 or below for none.
func (m *matcher) excess(k int, n kernel.N) int {
	limit := m.capacity(n)
	if limit < 0 || m.shared[k] == 0 {
		return 0
	}
	carried := m.base[k] + len(m.plan.has[k])
	for _, c := range m.charges(n) {
		kept := 0
		for _, d := range m.plan.has[k] {
			if slices.Contains(c.people, m.people[m.demands[d].person].n) {
				kept++
			}
		}
		carried -= max(0, kept-1)
	}
	return carried - limit
}

// nearest returns the people who fit any of the demands best by level and
// function, at most so many.
func (m *matcher) nearest(list []kernel.N, limit int) []kernel.N {
	if limit = max(0, limit); len(list) <= limit {
		return list
	}
	fits := map[kernel.N]int{}
	for _, n := range list {
		c, best := m.colleague(n), int(forbidden)
		for _, d := range m.demands {
			p := &m.people[d.person]
			best = min(best, levelPart(c.level, p.level).Points+m.functionPart(c.functions, p).Points)
		}
		fits[n] = best
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b kernel.N) int { return cmp.Compare(fits[a], fits[b]) })
	m.issue("bench-cut", fmt.Sprintf("more than %d of ours could be counterparts: those who fit least are left out", MaxPairingCandidates), m.ids(list[limit:])...)
	return list[:limit]
}

// price fills in what each pairing costs.
func (m *matcher) price() {
	for _, d := range m.demands {
		row := make([]int32, len(m.ours))
		for k, n := range m.ours {
			row[k] = forbidden
			if m.bar(n, m.people[d.person].n) != "" || m.guest && n == m.asked {
				continue
			}
			row[k] = m.sum(d, k)
		}
		m.plan.cost = append(m.plan.cost, row)
	}
}

// sum adds up what speaks for and against a candidate for a demand, but for the
// load.
func (m *matcher) sum(d demanded, k int) (sum int32) {
	for _, p := range m.costs(d, k) {
		sum += int32(p.Points)
	}
	return sum
}

// underOthers looks for another counterpart, day by day or as a peer, for each
// decider whose two have a manager in common, where that makes the whole no dearer
// and leaves fewer such deciders: what happens to one team then leaves the other
// tie.
func (m *matcher) underOthers() {
	together := func() (n int) {
		for d := range m.demands {
			if m.shareManager(d) {
				n++
			}
		}
		return n
	}
	for d := range m.demands {
		if !m.shareManager(d) {
			continue
		}
		before, was := slices.Clone(m.plan.owner), together()
		other := m.ours[m.plan.owner[m.plan.twin[d]]]
		if m.plan.elsewhere(d, func(k int) bool { return m.sameManager(m.ours[k], other) }) && (together() >= was || m.overfull()) {
			m.plan.restore(before)
		}
	}
}

// overfull reports whether anybody carries more than they can.
func (m *matcher) overfull() bool {
	for k, n := range m.ours {
		if m.excess(k, n) > 0 {
			return true
		}
	}
	return false
}

// shareManager reports whether the two counterparts of a demand's person have a
// manager in common.
func (m *matcher) shareManager(d int) bool {
	t, nobody := m.plan.twin[d], len(m.ours)
	if t == none || m.plan.owner[d] == nobody || m.plan.owner[t] == nobody {
		return false
	}
	return m.sameManager(m.ours[m.plan.owner[d]], m.ours[m.plan.owner[t]])
}

// costs lists what speaks for and against a candidate for a demand, but for the
// load.
func (m *matcher) costs(d demanded, k int) (out []PairingPart) {
	at := [2]int{d.person, k}
	base, known := m.partsOf[at]
	if !known {
		base = m.speaks(m.ours[k], d.person)
		m.partsOf[at] = base
	}
	for _, p := range base {
		if d.kind == DemandPeer || p.Name != "level" {
			out = append(out, p)
		}
	}
	if d.kind == DemandDaily && !m.colleague(m.ours[k]).onTeam {
		out = append(out, PairingPart{Name: "team", Points: offTeam, Text: "does not work on the account day by day"})
	}
	if record, paired := m.present[at]; paired {
		out = append(out, PairingPart{Name: "kept", Points: keepPoints, Text: "paired today", Record: record})
	}
	return out
}

// onlyPresent returns the costs of the pairings of today alone.
func (m *matcher) onlyPresent() [][]int32 {
	out := make([][]int32, len(m.demands))
	for i, d := range m.demands {
		out[i] = make([]int32, len(m.ours))
		for k := range m.ours {
			out[i][k] = forbidden
			if _, paired := m.present[[2]int{d.person, k}]; paired {
				out[i][k] = m.plan.cost[i][k]
			}
		}
	}
	return out
}

// order returns the numbers of the demands by falling level, then by id of the
// person, the peer first.
func (m *matcher) order() []int {
	out := make([]int, len(m.demands))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(x, y int) int {
		return cmp.Compare(m.people[m.demands[y].person].level, m.people[m.demands[x].person].level)
	})
	return out
}

func (m *matcher) pairing(d int, today *assignment) Pairing {
	dm := m.demands[d]
	p := Pairing{Person: m.pid(dm.person), Name: m.who(dm.person), Level: m.people[dm.person].level, Demand: dm.kind}
	p.Roles, _ = m.people[dm.person].roles()
	k, was := m.plan.owner[d], today.owner[d]
	nobody := len(m.ours)
	if was != nobody {
		p.Present = m.id(m.ours[was])
	}
	switch {
	case k == nobody && was == nobody:
		p.Change = PairingOpen
	case k == nobody:
		p.Change = PairingDropped
	case k == was:
		p.Change = PairingKept
	case was == nobody:
		p.Change = PairingNew
	default:
		p.Change = PairingReplaced
	}
	if k == nobody {
		p.Points = int(m.plan.open[d])
		p.OpenReason = m.whyOpen(d)
		p.Sentence = ended(fmt.Sprintf("%s has no counterpart%s: %s", p.Name, forWhat(dm.kind), p.OpenReason))
		p.WhyNot = m.whyNot(d)
		return p
	}
	p.Owner, p.OwnerName = m.id(m.ours[k]), m.name(m.ours[k])
	p.Parts = append(m.costs(dm, k), m.loadPart(k, m.handed[k]))
	m.handed[k]++
	if dm.kind == DemandDaily && m.shareManager(d) {
		p.Parts = append(p.Parts, PairingPart{Name: "manager", Text: "under the same manager as " + m.name(m.ours[m.plan.owner[m.plan.twin[d]]])})
	}
	for _, part := range p.Parts {
		p.Points += part.Points
	}
	extra, instead := m.plan.without(d)
	if instead == nobody {
		p.OpenExtra = int(extra)
	} else {
		p.RunnerUp = m.runnerUp(d, k, instead, int(extra))
	}
	p.WhyNot = m.whyNot(d)
	p.Sentence = m.pairingSentence(&p)
	return p
}

// whyNot says what speaks against the one asked about for a demand; nil where
// there is nobody to speak of.
func (m *matcher) whyNot(d int) *WhyNot {
	if m.asked == nowhere || m.plan.owner[d] == m.at[m.asked] {
		return nil
	}
	dm, k := m.demands[d], m.at[m.asked]
	w := &WhyNot{Owner: m.id(m.asked), Name: m.name(m.asked), Reason: m.bar(m.asked, m.people[dm.person].n)}
	who := m.who(dm.person) + forWhat(dm.kind)
	if w.Reason == "" {
		extra := m.plan.force(d, k, m.sum(dm, k))
		if w.Possible = extra < forbidden/16; w.Possible {
			w.Extra, w.Reason = int(extra), m.instead(dm, m.plan.owner[d], k)
			switch {
			case extra == 0 && w.Reason == "":
				w.Reason = "just as good"
			case w.Reason == "":
				w.Reason = "is wanted elsewhere"
			}
		} else {
			w.Reason = "carries as many pairings as they can"
		}
	}
	switch {
	case !w.Possible:
		w.Sentence = ended(fmt.Sprintf("%s cannot look after %s: %s", w.Name, who, w.Reason))
	case w.Extra == 0:
		w.Sentence = ended(fmt.Sprintf("With %s for %s the whole is no dearer: %s", w.Name, who, w.Reason))
	default:
		w.Sentence = ended(fmt.Sprintf("With %s for %s the whole is %s dearer: %s", w.Name, who, count(w.Extra, "point", "points"), w.Reason))
	}
	return w
}

func forWhat(k PairingDemand) string {
	if k == DemandDaily {
		return " day by day"
	}
	return ""
}

// loadPart says what a candidate carries before taking one more.
func (m *matcher) loadPart(k, handed int) PairingPart {
	j := m.base[k] + handed
	part := PairingPart{Name: "load", Points: loadPoints * j * j, Text: "carries " + count(j, "other pairing", "other pairings")}
	if j == 0 {
		part.Text = "carries no other pairing"
	}
	return part
}

// whyOpen says why nobody is proposed for a demand.
func (m *matcher) whyOpen(d int) string {
	dm := m.demands[d]
	if m.shunned(m.people[dm.person].n) {
		return shunnedText
	}
	best, least, full, cheapest := none, forbidden, none, forbidden
	for k := range m.ours {
		c := m.plan.cost[d][k]
		if c >= forbidden || m.plan.twin[d] != absent && m.plan.owner[m.plan.twin[d]] == k {
			continue
		}
		switch load := m.plan.load(k, len(m.plan.has[k])); {
		case load < forbidden/16 && c+load < least:
			best, least = k, c+load
		case load >= forbidden/16 && c < cheapest:
			full, cheapest = k, c
		}
	}
	switch {
	case best == none && full == none:
		return nobodySuited
	case best == none:
		return m.noRoom(m.ours[full], len(m.charges(m.ours[full])))
	}
	return fmt.Sprintf("the next best, %s, would not fit (%s): %d points, against %d for leaving it open",
		m.name(m.ours[best]), worst(append(m.costs(dm, best), m.loadPart(best, len(m.plan.has[best])))), least, m.plan.open[d])
}

// worst returns the text of the part that speaks most against a pairing.
func worst(parts []PairingPart) string {
	at := 0
	for i := range parts {
		if parts[i].Points > parts[at].Points {
			at = i
		}
	}
	return parts[at].Text
}

// runnerUp describes who would come instead of an owner.
func (m *matcher) runnerUp(d, k, instead, extra int) *RunnerUp {
	ru := &RunnerUp{Owner: m.id(m.ours[instead]), Name: m.name(m.ours[instead]), Extra: extra}
	if ru.Reason = m.instead(m.demands[d], k, instead); ru.Reason == "" {
		ru.Reason = "just as good"
		if extra > 0 {
			ru.Reason = "is wanted elsewhere"
		}
	}
	return ru
}

// instead says what speaks against a candidate beside the owner of a demand, who
// may be nobody; "" for nothing.
func (m *matcher) instead(d demanded, k, instead int) string {
	points := map[string]int{}
	if k != len(m.ours) {
		for _, p := range append(m.costs(d, k), m.loadPart(k, len(m.plan.has[k])-1)) {
			points[p.Name] = p.Points
		}
	}
	var against []string
	for _, p := range append(m.costs(d, instead), m.loadPart(instead, len(m.plan.has[instead]))) {
		if p.Points > max(0, points[p.Name]) {
			against = append(against, p.Text)
		}
		delete(points, p.Name)
	}
	for _, name := range []string{"tie", "kept"} {
		if points[name] < 0 {
			against = append(against, map[string]string{"tie": "knows them less well or not at all", "kept": "is not paired with them today"}[name])
		}
	}
	return joinAll(against)
}

func (m *matcher) pairingSentence(p *Pairing) string {
	var texts []string
	for _, part := range p.Parts {
		texts = append(texts, part.Text)
	}
	s := fmt.Sprintf("%s for %s%s: %s", p.OwnerName, p.Name, forWhat(p.Demand), strings.Join(texts, ", "))
	if p.RunnerUp != nil {
		s += fmt.Sprintf("; next best is %s (%s)", p.RunnerUp.Name, p.RunnerUp.Reason)
	} else {
		s += "; nobody else is better than leaving it open"
	}
	if p.Change == PairingReplaced {
		n, _ := m.s.Node(p.Present)
		s += fmt.Sprintf("; today it is %s", m.name(n))
	}
	return s + "."
}

// pairedText says how many have a counterpart, and how many of those one at eye
// level: "2 paired today, 1 of them at eye level".
func pairedText(n, near int, what string) string {
	switch {
	case n == 0:
		return "nobody " + what
	case near == 0:
		return fmt.Sprintf("%d %s, not at eye level", n, what)
	case near == n:
		return fmt.Sprintf("%d %s, at eye level", n, what)
	}
	return fmt.Sprintf("%d %s, %d of them at eye level", n, what, near)
}

// levels sums up the peers by level of theirs.
func (m *matcher) levels(today *assignment) []LevelPairing {
	var out []LevelPairing
	for level := 5; level >= 0; level-- {
		l := LevelPairing{Level: level}
		near := func(k int) bool { return levelsApart(m.colleague(m.ours[k]).level, level) <= m.policy.CounterpartGap }
		for d, dm := range m.demands {
			if dm.kind != DemandPeer || m.people[dm.person].level != level {
				continue
			}
			l.People++
			switch k := today.owner[d]; {
			case k == len(m.ours):
				l.Unpaired = append(l.Unpaired, m.pid(dm.person))
			case near(k):
				l.Paired++
				l.PairedNear++
			default:
				l.Paired++
				l.Apart = append(l.Apart, m.pid(dm.person))
			}
			if k := m.plan.owner[d]; k != len(m.ours) {
				l.Proposed++
				if near(k) {
					l.ProposedNear++
				}
			}
		}
		if l.People == 0 {
			continue
		}
		what := fmt.Sprintf("Level %d", level)
		if level == 0 {
			what = "Level not known"
		}
		l.Sentence = fmt.Sprintf("%s, %s: %s; %s.", what, count(l.People, "person", "people"),
			pairedText(l.Paired, l.PairedNear, "paired today"), pairedText(l.Proposed, l.ProposedNear, "proposed"))
		out = append(out, l)
	}
	return out
}
