// Package pairings finds who of ours should look after whom at an account, at the
// least cost of the whole, from what speaks for and against each counterpart and
// what they carry already.
package pairings

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/advice"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/matching"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// Answer answers who of ours should look after whom at an account.
func Answer(r *knows.Reader, q analysis.PairingQuery) (*analysis.PairingReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	a, err := accounts.ReadAccount(r, q.Account)
	if err != nil {
		return nil, err
	}
	a.Blind()
	m := &matcher{Account: a, asked: knows.Nowhere, at: map[kernel.N]int{}, present: map[[2]int]graph.ID{}, partsOf: map[[2]int][]analysis.PairingPart{}}
	if q.WhyNot != "" {
		if m.asked, err = m.oneOfOurs(q.WhyNot); err != nil {
			return nil, err
		}
	}
	m.demand()
	m.candidates()
	m.price()
	rep := &analysis.PairingReport{Account: a.ID(a.N)}
	rep.Cost = m.solve()
	m.underOthers()
	today := &matching.Assignment{Open: m.plan.Open, Twin: m.plan.Twin, Load: m.plan.Load, Cost: m.onlyPresent()}
	rep.PresentCost = int(today.Solve(len(m.ours)))
	for _, d := range m.order() {
		p := m.pairing(d, today)
		if p.Change != analysis.PairingKept && p.Change != analysis.PairingOpen {
			rep.Changes++
		}
		rep.Pairings = append(rep.Pairings, p)
	}
	rep.Levels = m.levels(today)
	rep.Envelope = a.Envelope(accounts.Version(&a.Policy), (&coverage.Cover{Account: a, Main: true}).Gaps([]analysis.Rule{analysis.RulePairingAsleep}))
	return rep, nil
}

// matcher is the work on one pairing report.
type matcher struct {
	*accounts.Account
	demands []demanded
	ours    []kernel.N // candidates, by id
	at      map[kernel.N]int
	base    []int               // of each candidate, pairings elsewhere
	shared  []int               // … by how many the people here whom they look after today outnumber their pairings: holders of one seat
	present map[[2]int]graph.ID // by person and candidate, the pairing of today
	partsOf map[[2]int][]analysis.PairingPart
	plan    matching.Assignment
	handed  []int    // of each candidate, pairings described so far
	asked   kernel.N // why not them; nowhere for nobody
	guest   bool     // they are no candidate otherwise
}

// oneOfOurs returns somebody who may be asked about as a counterpart.
func (m *matcher) oneOfOurs(id graph.ID) (kernel.N, error) {
	n, err := m.S.Find(id, graph.NodePerson)
	if err != nil {
		return knows.Nowhere, err
	}
	if !accounts.Fit(m.Account.Reader, n) {
		return knows.Nowhere, graph.Invalid("query", []graph.ID{id}, "%s is not one of ours on %s, and cannot be a counterpart", id, m.Day)
	}
	return n, nil
}

// demanded is one demand of a person of theirs.
type demanded struct {
	person int
	kind   analysis.PairingDemand
}

// demand gathers what counterparts are wanted for: a peer, and for a decider
// somebody day by day besides.
func (m *matcher) demand() {
	for i := range m.People {
		p := &m.People[i]
		open := advice.Wanted(p)
		if open == 0 {
			continue
		}
		m.demands = append(m.demands, demanded{i, analysis.DemandPeer})
		m.plan.Open, m.plan.Twin = append(m.plan.Open, open), append(m.plan.Twin, matching.Absent)
		if p.Has(accounts.Decides) {
			d := len(m.demands)
			m.demands = append(m.demands, demanded{i, analysis.DemandDaily})
			m.plan.Open, m.plan.Twin = append(m.plan.Open, open), append(m.plan.Twin, d-1)
			m.plan.Twin[d-1] = d
		}
	}
}

// candidates gathers those of ours among whom to choose, and who is paired
// today.
func (m *matcher) candidates() {
	nodes := m.Insiders()
	pairs := make([][]knows.Pairing, len(m.People))
	for i := range m.People {
		pairs[i] = m.Pairings(m.People[i].N)
		for _, pr := range pairs[i] {
			nodes = append(nodes, pr.Ours)
		}
	}
	nodes = slices.DeleteFunc(m.Distinct(nodes), func(n kernel.N) bool { return !accounts.Fit(m.Account.Reader, n) })
	var bench []kernel.N
	for _, n := range accounts.Bench(m.Account.Reader) {
		if accounts.Fit(m.Account.Reader, n) && !slices.Contains(nodes, n) {
			bench = append(bench, n)
		}
	}
	m.ours = m.Distinct(append(nodes, m.nearest(bench, analysis.MaxPairingCandidates-len(nodes))...))
	if m.asked != knows.Nowhere && !slices.Contains(m.ours, m.asked) {
		m.guest = true
		m.ours = m.Distinct(append(m.ours, m.asked))
	}
	m.base, m.shared, m.handed = make([]int, len(m.ours)), make([]int, len(m.ours)), make([]int, len(m.ours))
	for k, n := range m.ours {
		m.at[n] = k
		for _, c := range m.Charges(n) {
			here := 0
			for _, p := range c.People {
				if i, is := m.Account.At[p]; is && advice.Wanted(&m.People[i]) > 0 {
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
			k, is := m.at[pr.Ours]
			if !is {
				continue
			}
			if have, twice := m.present[[2]int{i, k}]; !twice || pr.Record < have {
				m.present[[2]int{i, k}] = pr.Record
			}
		}
	}
	m.plan.Load = func(k, t int) int32 {
		j := m.base[k] + t
		if limit := accounts.Capacity(m.Account.Reader, m.ours[k]); limit >= 0 && j >= limit+m.shared[k] {
			return matching.Forbidden / 8
		}
		return int32(accounts.LoadPoints * min(j, 1000) * min(j, 1000))
	}
}

// solve arranges the whole at the least cost. Where somebody looks after a seat
// with several holders today, that takes one place while they keep it; where they
// would take somebody else into the places so won, they lose them.
func (m *matcher) solve() int {
	for {
		cost := m.plan.Solve(len(m.ours))
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
	limit := accounts.Capacity(m.Account.Reader, n)
	if limit < 0 || m.shared[k] == 0 {
		return 0
	}
	carried := m.base[k] + len(m.plan.Has[k])
	for _, c := range m.Charges(n) {
		kept := 0
		for _, d := range m.plan.Has[k] {
			if slices.Contains(c.People, m.People[m.demands[d].person].N) {
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
		c, best := m.Colleague(n), int(matching.Forbidden)
		for _, d := range m.demands {
			p := &m.People[d.person]
			best = min(best, accounts.LevelPart(c.Level, p.Level).Points+m.FunctionPart(c.Functions, p).Points)
		}
		fits[n] = best
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b kernel.N) int { return cmp.Compare(fits[a], fits[b]) })
	m.Issue("bench-cut", say.BenchCut(analysis.MaxPairingCandidates), m.IDs(list[limit:])...)
	return list[:limit]
}

// price fills in what each pairing costs.
func (m *matcher) price() {
	for _, d := range m.demands {
		row := make([]int32, len(m.ours))
		for k, n := range m.ours {
			row[k] = matching.Forbidden
			if accounts.Bar(m.Account.Reader, n, m.People[d.person].N) != "" || m.guest && n == m.asked {
				continue
			}
			row[k] = m.sum(d, k)
		}
		m.plan.Cost = append(m.plan.Cost, row)
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
		before, was := slices.Clone(m.plan.Owner), together()
		other := m.ours[m.plan.Owner[m.plan.Twin[d]]]
		if m.plan.Elsewhere(d, func(k int) bool { return m.SameManager(m.ours[k], other) }) && (together() >= was || m.overfull()) {
			m.plan.Restore(before)
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
	t, nobody := m.plan.Twin[d], len(m.ours)
	if t == accounts.None || m.plan.Owner[d] == nobody || m.plan.Owner[t] == nobody {
		return false
	}
	return m.SameManager(m.ours[m.plan.Owner[d]], m.ours[m.plan.Owner[t]])
}

// costs lists what speaks for and against a candidate for a demand, but for the
// load.
func (m *matcher) costs(d demanded, k int) (out []analysis.PairingPart) {
	at := [2]int{d.person, k}
	base, known := m.partsOf[at]
	if !known {
		base = m.Speaks(m.ours[k], d.person)
		m.partsOf[at] = base
	}
	for _, p := range base {
		if d.kind == analysis.DemandPeer || p.Name != "level" {
			out = append(out, p)
		}
	}
	if d.kind == analysis.DemandDaily && !m.Colleague(m.ours[k]).OnTeam {
		out = append(out, analysis.PairingPart{Name: "team", Points: advice.OffTeam, Text: say.OffTeam})
	}
	if record, paired := m.present[at]; paired {
		out = append(out, analysis.PairingPart{Name: "kept", Points: advice.KeepPoints, Text: say.PairedToday, Record: record})
	}
	return out
}

// onlyPresent returns the costs of the pairings of today alone.
func (m *matcher) onlyPresent() [][]int32 {
	out := make([][]int32, len(m.demands))
	for i, d := range m.demands {
		out[i] = make([]int32, len(m.ours))
		for k := range m.ours {
			out[i][k] = matching.Forbidden
			if _, paired := m.present[[2]int{d.person, k}]; paired {
				out[i][k] = m.plan.Cost[i][k]
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
		return cmp.Compare(m.People[m.demands[y].person].Level, m.People[m.demands[x].person].Level)
	})
	return out
}

// pairing describes how a demand is met, and how it differs from today.
func (m *matcher) pairing(d int, today *matching.Assignment) analysis.ProposedPairing {
	dm := m.demands[d]
	p := analysis.ProposedPairing{Person: m.Pid(dm.person), Name: m.Who(dm.person), Level: m.People[dm.person].Level, Demand: dm.kind}
	p.Roles, _ = m.People[dm.person].Roles()
	k, was := m.plan.Owner[d], today.Owner[d]
	nobody := len(m.ours)
	if was != nobody {
		p.Present = m.ID(m.ours[was])
	}
	switch {
	case k == nobody && was == nobody:
		p.Change = analysis.PairingOpen
	case k == nobody:
		p.Change = analysis.PairingDropped
	case k == was:
		p.Change = analysis.PairingKept
	case was == nobody:
		p.Change = analysis.PairingNew
	default:
		p.Change = analysis.PairingReplaced
	}
	if k == nobody {
		p.Points = int(m.plan.Open[d])
		p.OpenReason = m.whyOpen(d)
		p.Sentence = say.NoCounterpart(p.Name, dm.kind, p.OpenReason)
		p.WhyNot = m.whyNot(d)
		return p
	}
	p.Owner, p.OwnerName = m.ID(m.ours[k]), m.Name(m.ours[k])
	p.Parts = append(m.costs(dm, k), m.loadPart(k, m.handed[k]))
	m.handed[k]++
	if dm.kind == analysis.DemandDaily && m.shareManager(d) {
		p.Parts = append(p.Parts, analysis.PairingPart{Name: "manager", Text: say.SameManager(m.Name(m.ours[m.plan.Owner[m.plan.Twin[d]]]))})
	}
	for _, part := range p.Parts {
		p.Points += part.Points
	}
	extra, instead := m.plan.Without(d)
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
func (m *matcher) whyNot(d int) *analysis.WhyNot {
	if m.asked == knows.Nowhere || m.plan.Owner[d] == m.at[m.asked] {
		return nil
	}
	dm, k := m.demands[d], m.at[m.asked]
	w := &analysis.WhyNot{Owner: m.ID(m.asked), Name: m.Name(m.asked), Reason: accounts.Bar(m.Account.Reader, m.asked, m.People[dm.person].N)}
	if w.Reason == "" {
		extra := m.plan.Force(d, k, m.sum(dm, k))
		if w.Possible = extra < matching.Forbidden/16; w.Possible {
			w.Extra, w.Reason = int(extra), m.instead(dm, m.plan.Owner[d], k)
			switch {
			case extra == 0 && w.Reason == "":
				w.Reason = say.JustAsGood
			case w.Reason == "":
				w.Reason = say.WantedElsewhere
			}
		} else {
			w.Reason = say.NoRoomLeft
		}
	}
	w.Sentence = say.WhyNot(m.Who(dm.person), dm.kind, w)
	return w
}

// loadPart says what a candidate carries before taking one more.
func (m *matcher) loadPart(k, handed int) analysis.PairingPart {
	j := m.base[k] + handed
	return analysis.PairingPart{Name: "load", Points: accounts.LoadPoints * j * j, Text: say.Carries(j)}
}

// whyOpen says why nobody is proposed for a demand.
func (m *matcher) whyOpen(d int) string {
	dm := m.demands[d]
	if accounts.Shunned(m.Account.Reader, m.People[dm.person].N) {
		return say.BarContact
	}
	best, least, full, cheapest := accounts.None, matching.Forbidden, accounts.None, matching.Forbidden
	for k := range m.ours {
		c := m.plan.Cost[d][k]
		if c >= matching.Forbidden || m.plan.Twin[d] != matching.Absent && m.plan.Owner[m.plan.Twin[d]] == k {
			continue
		}
		switch load := m.plan.Load(k, len(m.plan.Has[k])); {
		case load < matching.Forbidden/16 && c+load < least:
			best, least = k, c+load
		case load >= matching.Forbidden/16 && c < cheapest:
			full, cheapest = k, c
		}
	}
	switch {
	case best == accounts.None && full == accounts.None:
		return say.NobodySuited
	case best == accounts.None:
		return accounts.NoRoom(m.Account.Reader, m.ours[full], len(m.Charges(m.ours[full])))
	}
	parts := append(m.costs(dm, best), m.loadPart(best, len(m.plan.Has[best])))
	return say.NextBestUnfit(m.Name(m.ours[best]), worst(parts), int(least), int(m.plan.Open[d]))
}

// worst returns the text of the part that speaks most against a pairing.
func worst(parts []analysis.PairingPart) string {
	at := 0
	for i := range parts {
		if parts[i].Points > parts[at].Points {
			at = i
		}
	}
	return parts[at].Text
}

// runnerUp describes who would come instead of an owner.
func (m *matcher) runnerUp(d, k, instead, extra int) *analysis.RunnerUp {
	ru := &analysis.RunnerUp{Owner: m.ID(m.ours[instead]), Name: m.Name(m.ours[instead]), Extra: extra}
	if ru.Reason = m.instead(m.demands[d], k, instead); ru.Reason == "" {
		ru.Reason = say.JustAsGood
		if extra > 0 {
			ru.Reason = say.WantedElsewhere
		}
	}
	return ru
}

// instead says what speaks against a candidate beside the owner of a demand, who
// may be nobody; "" for nothing.
func (m *matcher) instead(d demanded, k, instead int) string {
	points := map[string]int{}
	if k != len(m.ours) {
		for _, p := range append(m.costs(d, k), m.loadPart(k, len(m.plan.Has[k])-1)) {
			points[p.Name] = p.Points
		}
	}
	var against []string
	for _, p := range append(m.costs(d, instead), m.loadPart(instead, len(m.plan.Has[instead]))) {
		if p.Points > max(0, points[p.Name]) {
			against = append(against, p.Text)
		}
		delete(points, p.Name)
	}
	if points["tie"] < 0 {
		against = append(against, say.KnownLess)
	}
	if points["kept"] < 0 {
		against = append(against, say.NotPairedToday)
	}
	return say.JoinAll(against)
}

func (m *matcher) pairingSentence(p *analysis.ProposedPairing) string {
	told := say.Pairing{Owner: p.OwnerName, Person: p.Name, Demand: p.Demand, Parts: p.Parts, RunnerUp: p.RunnerUp}
	if p.Change == analysis.PairingReplaced {
		n, _ := m.S.Node(p.Present)
		told.Instead = m.Name(n)
	}
	return told.Sentence()
}

// levels sums up the peers by level of theirs.
func (m *matcher) levels(today *matching.Assignment) []analysis.LevelPairing {
	var out []analysis.LevelPairing
	for level := 5; level >= 0; level-- {
		l := analysis.LevelPairing{Level: level}
		near := func(k int) bool {
			return accounts.LevelsApart(m.Colleague(m.ours[k]).Level, level) <= m.Policy.CounterpartGap
		}
		for d, dm := range m.demands {
			if dm.kind != analysis.DemandPeer || m.People[dm.person].Level != level {
				continue
			}
			l.People++
			switch k := today.Owner[d]; {
			case k == len(m.ours):
				l.Unpaired = append(l.Unpaired, m.Pid(dm.person))
			case near(k):
				l.Paired++
				l.PairedNear++
			default:
				l.Paired++
				l.Apart = append(l.Apart, m.Pid(dm.person))
			}
			if k := m.plan.Owner[d]; k != len(m.ours) {
				l.Proposed++
				if near(k) {
					l.ProposedNear++
				}
			}
		}
		if l.People == 0 {
			continue
		}
		l.Sentence = say.LevelPairing(&l)
		out = append(out, l)
	}
	return out
}
