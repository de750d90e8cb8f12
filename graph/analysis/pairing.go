package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
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

// PairingDemands returns the demands.
func PairingDemands() []PairingDemand { return []PairingDemand{DemandPeer, DemandDaily} }

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

// PairingChanges returns the changes.
func PairingChanges() []PairingChange {
	return []PairingChange{PairingKept, PairingNew, PairingReplaced, PairingDropped, PairingOpen}
}

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
	Sentence   string
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
// points is proposed. The runner-up is who comes when the owner does not, with
// everything else arranged anew.
//
// Shape: one entry per demand, by falling level and ID; one per level. Findings:
// G8 for pairings that are asleep.
//
// Units: points, whole numbers; levels.
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(demands · (candidates² + ties)), see [MaxPairingCandidates].
//
// Source: successive shortest paths of a flow of least cost (Ahuja, Magnanti and
// Orlin, Network Flows, 1993, ch. 9); the points are conventions.
func Pairings(v *graph.View, q PairingQuery) (*PairingReport, error) {
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
	m := &matcher{account: a, at: map[graph.N]int{}, present: map[[2]int]graph.ID{}, partsOf: map[[2]int][]PairingPart{}}
	m.demand()
	m.candidates()
	m.price()
	rep := &PairingReport{Account: q.Account}
	rep.Cost = int(m.plan.solve(len(m.ours)))
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
	ours    []graph.N // candidates, by id
	at      map[graph.N]int
	base    []int               // of each candidate, pairings elsewhere
	present map[[2]int]graph.ID // by person and candidate, the pairing of today
	partsOf map[[2]int][]PairingPart
	plan    assignment
	handed  []int // of each candidate, pairings described so far
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
		m.plan.open, m.plan.twin = append(m.plan.open, open), append(m.plan.twin, none)
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
	nodes = slices.DeleteFunc(m.distinct(nodes), func(n graph.N) bool { return !m.fit(n) })
	var bench []graph.N
	for _, n := range m.bench() {
		if m.fit(n) && !slices.Contains(nodes, n) {
			bench = append(bench, n)
		}
	}
	m.ours = m.distinct(append(nodes, m.nearest(bench, MaxPairingCandidates-len(nodes))...))
	m.base, m.handed = make([]int, len(m.ours)), make([]int, len(m.ours))
	for k, n := range m.ours {
		m.at[n] = k
		for range m.out(n, graph.EdgePairedWith) {
			m.base[k]++
		}
	}
	for i := range pairs {
		for _, pr := range pairs[i] {
			k, is := m.at[pr.ours]
			if !is {
				continue
			}
			m.base[k]--
			if have, twice := m.present[[2]int{i, k}]; !twice || pr.record < have {
				m.present[[2]int{i, k}] = pr.record
			}
		}
	}
	m.plan.load = func(k, t int) int32 {
		j := max(0, m.base[k]) + t
		if limit := m.capacity(k); limit >= 0 && j >= limit {
			return forbidden / 8
		}
		return int32(loadPoints * min(j, 1000) * min(j, 1000))
	}
}

// fit reports whether one of ours may be anybody's counterpart.
func (m *matcher) fit(n graph.N) bool {
	return m.account.ours(n) && !yes(m.s.NodeProps(n), "placeholder")
}

// capacity returns how many pairings a candidate can carry; below 0 where
// nothing is said.
func (m *matcher) capacity(k int) int {
	if v, said := m.s.NodeProps(m.ours[k]).Get("capacity"); said {
		if limit, whole := v.(int64); whole {
			return int(limit)
		}
	}
	return -1
}

// nearest returns the people who fit any of the demands best by level and
// function, at most so many.
func (m *matcher) nearest(list []graph.N, limit int) []graph.N {
	if limit = max(0, limit); len(list) <= limit {
		return list
	}
	fits := map[graph.N]int{}
	for _, n := range list {
		c, best := m.colleague(n), int(forbidden)
		for _, d := range m.demands {
			p := &m.people[d.person]
			best = min(best, levelPart(c.level, p.level).Points+m.functionPart(c.functions, p).Points)
		}
		fits[n] = best
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b graph.N) int { return cmp.Compare(fits[a], fits[b]) })
	m.issue("bench-cut", fmt.Sprintf("more than %d of ours could be counterparts: those who fit least are left out", MaxPairingCandidates), m.ids(list[limit:])...)
	return list[:limit]
}

// price fills in what each pairing costs.
func (m *matcher) price() {
	for _, d := range m.demands {
		row := make([]int32, len(m.ours))
		barred := yes(m.s.NodeProps(m.people[d.person].n), "doNotContact")
		for k, n := range m.ours {
			row[k] = forbidden
			if barred || m.mayNot(n, d.person) {
				continue
			}
			row[k] = 0
			for _, p := range m.costs(d, k) {
				row[k] += int32(p.Points)
			}
		}
		m.plan.cost = append(m.plan.cost, row)
	}
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
		p.Sentence = fmt.Sprintf("%s has no counterpart%s: %s.", p.Name, forWhat(dm.kind), p.OpenReason)
		return p
	}
	p.Owner, p.OwnerName = m.id(m.ours[k]), m.name(m.ours[k])
	p.Parts = append(m.costs(dm, k), m.loadPart(k, m.handed[k]))
	m.handed[k]++
	for _, part := range p.Parts {
		p.Points += part.Points
	}
	extra, instead := m.plan.without(d)
	if instead == nobody {
		p.OpenExtra = int(extra)
	} else {
		p.RunnerUp = m.runnerUp(d, k, instead, int(extra))
	}
	p.Sentence = m.pairingSentence(&p)
	return p
}

func forWhat(k PairingDemand) string {
	if k == DemandDaily {
		return " day by day"
	}
	return ""
}

// loadPart says what a candidate carries before taking one more.
func (m *matcher) loadPart(k, handed int) PairingPart {
	j := max(0, m.base[k]) + handed
	part := PairingPart{Name: "load", Points: loadPoints * j * j, Text: "carries " + count(j, "other pairing", "other pairings")}
	if j == 0 {
		part.Text = "carries no other pairing"
	}
	return part
}

// whyOpen says why nobody is proposed for a demand.
func (m *matcher) whyOpen(d int) string {
	dm := m.demands[d]
	if yes(m.s.NodeProps(m.people[dm.person].n), "doNotContact") {
		return "they must not be contacted"
	}
	best, least := none, forbidden
	for k := range m.ours {
		if c := m.plan.cost[d][k]; c < forbidden && (m.plan.twin[d] == none || m.plan.owner[m.plan.twin[d]] != k) {
			if c += m.plan.load(k, len(m.plan.has[k])); c < least {
				best, least = k, c
			}
		}
	}
	if best == none || least >= forbidden/16 {
		return "nobody of ours is free to"
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
	points := map[string]int{}
	for _, p := range append(m.costs(m.demands[d], k), m.loadPart(k, len(m.plan.has[k])-1)) {
		points[p.Name] = p.Points
	}
	var against []string
	for _, p := range append(m.costs(m.demands[d], instead), m.loadPart(instead, len(m.plan.has[instead]))) {
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
	if ru.Reason = joinNames(against); ru.Reason == "" {
		ru.Reason = "just as good"
		if extra > 0 {
			ru.Reason = "is wanted elsewhere"
		}
	}
	return ru
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
		l.Sentence = fmt.Sprintf("%s: of %s, %d paired today, %d at eye level; proposed %d, %d at eye level.",
			what, count(l.People, "person", "people"), l.Paired, l.PairedNear, l.Proposed, l.ProposedNear)
		out = append(out, l)
	}
	return out
}
