package analysis

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// account is one account on one day: its chart, its people, what is decided and
// who takes part.
type account struct {
	*reader
	n       kernel.N
	facts   graph.Account
	policy  Policy
	revenue []Money
	seats   []seat // by id
	seatAt  map[kernel.N]int
	people  []person // of theirs, by id
	at      map[kernel.N]int
	areas   []area // that are open, by id
	sways   map[kernel.N][]sway
	bySide  map[kernel.N]*colleague // of ours, what is known of them as counterparts
	pace    pace                    // at which half-lives its ties are judged
}

// seat is a seat in the account's organization.
type seat struct {
	n          kernel.N
	level      int // 0 for unknown
	function   graph.Function
	occupancy  graph.Occupancy
	holders    []int // people by number
	placeholds bool  // somebody not yet known holds it
	manager    int   // the seat it reports to by a solid line; none for -1
	boss       int   // the nearest seat above that is not vacant; none for -1
	viaVacancy bool  // boss is not manager
	other      []int // seats it reports to by other lines
}

// person is one of theirs.
type person struct {
	n     kernel.N
	seats []int
	level int
	tied  []kernel.N // those of ours with a working tie, by id
	parts []part
}

// none stands for no seat and no person by number.
const none = -1

// part is what a person or a vacant seat does in a decision.
type part struct {
	area    int // none for the account as a whole
	role    graph.Role
	record  graph.ID
	on      graph.Date
	opinion bool // by an assessment, not by a recorded part
	seat    int  // the seat that carries the part; none for the person's own
}

// area is an open decision area.
type area struct {
	n         kernel.N
	facts     graph.DecisionArea
	deciders  []int // people; where nobody decides, those who approve
	approvers []int // people who approve, sign off or may veto
	users     []int
	voices    []int // influencers, gatekeepers, buyers and initiators
	seats     []partSeat
}

// partSeat is a seat that has a part in a decision whoever holds it.
type partSeat struct {
	seat   int
	role   graph.Role
	record graph.ID
}

func decides(r graph.Role) bool { return r == graph.RoleDecider }

func approves(r graph.Role) bool {
	return r == graph.RoleApprover || r == graph.RoleVeto || r == graph.RoleSignOff
}

// voice reports whether a role is one that the policy's second depth is for.
func voice(r graph.Role) bool { return r == graph.RoleInfluencer || r == graph.RoleGatekeeper }

// key reports whether a role makes somebody a key contact.
func key(r graph.Role) bool { return decides(r) || approves(r) || voice(r) || r == graph.RoleBuyer }

// readAccount reads an account on the view's day.
func (r *reader) readAccount(id graph.ID) (*account, error) {
	n, ok := r.s.NodeOf(graph.NodeAccount, id)
	if !ok {
		return nil, graph.NotFound("Account", id)
	}
	a := &account{reader: r, n: n, facts: view.As[graph.Account](r.v, n), seatAt: map[kernel.N]int{}, at: map[kernel.N]int{}, sways: map[kernel.N][]sway{}, bySide: map[kernel.N]*colleague{}}
	a.policy = r.policyFor(n, a.facts.Tier)
	a.readRevenue()
	a.readSeats()
	a.readPeople()
	a.readLines()
	a.readAreas()
	a.readOpinions()
	a.overdue()
	a.readTies()
	return a, nil
}

func (a *account) readRevenue() {
	for h := range a.in(a.n, graph.EdgeFor) {
		if a.s.NodeKind(h.Node()) == graph.NodeRevenue {
			if f := view.As[graph.Revenue](a.v, h.Node()); f.Amount != nil {
				a.revenue = append(a.revenue, Money{f.Currency, *f.Amount})
			}
		}
	}
	a.revenue = sumMoney(a.revenue)
}

func (a *account) readSeats() {
	var blank []graph.ID
	for i, n := range a.v.AccountSeats(a.n) {
		s := seat{n: n, level: a.v.Level(n), function: a.v.Function(n), occupancy: a.v.Occupancy(n), manager: none, boss: none}
		if s.level == 0 || s.function == "" {
			blank = append(blank, a.id(n))
		}
		a.seatAt[n] = i
		a.seats = append(a.seats, s)
	}
	a.issue("seat-unplaced", "no level or no function is known, so the seat is in no cell of the matrix", blank...)
}

func (a *account) readPeople() {
	var nodes []kernel.N
	held := make([][]kernel.N, len(a.seats))
	for i := range a.seats {
		s := &a.seats[i]
		for _, n := range a.v.Holders(s.n) {
			switch {
			case a.s.NodeProps(n).Bool("placeholder"):
				s.placeholds = true
			case a.ours(n):
				a.issue("both-sides", "somebody holds a seat of ours and one of theirs, and counts as ours", a.id(n))
			default:
				held[i] = append(held[i], n)
				nodes = append(nodes, n)
			}
		}
	}
	for i, n := range a.distinct(nodes) {
		a.at[n] = i
		a.people = append(a.people, person{n: n})
	}
	for i, holders := range held {
		for _, n := range holders {
			p := a.at[n]
			a.seats[i].holders = append(a.seats[i].holders, p)
			a.people[p].seats = append(a.people[p].seats, i)
			a.people[p].level = max(a.people[p].level, a.seats[i].level)
		}
	}
}

func (a *account) readLines() {
	for i := range a.seats {
		for h := range a.out(a.seats[i].n, graph.EdgeReportsTo) {
			up, inside := a.seatAt[h.Node()]
			if !inside || up == i {
				continue
			}
			if graph.LineKind(a.s.EdgeProps(h.Edge()).Text("kind")) != graph.LineSolid {
				a.seats[i].other = append(a.seats[i].other, up)
			} else if a.seats[i].manager == none {
				a.seats[i].manager = up
			}
		}
	}
	var cycle []graph.ID
	for i := range a.seats {
		seen := map[int]bool{i: true}
		up := a.seats[i].manager
		for up != none && a.seats[up].occupancy == graph.OccupancyVacant && !seen[up] {
			seen[up] = true
			up = a.seats[up].manager
		}
		if up != none && !seen[up] {
			a.seats[i].boss = up
			a.seats[i].viaVacancy = up != a.seats[i].manager
		}
	}
	for i := range a.seats {
		if a.circles(i) {
			cycle = append(cycle, a.id(a.seats[i].n))
		}
	}
	a.issue("reporting-cycle", "the solid lines run in a circle", cycle...)
}

// circles reports whether the solid lines above a seat lead back to it. The
// walk is cut short by the depth that the rules of the graph allow.
func (a *account) circles(i int) bool {
	up := a.seats[i].manager
	for range 1000 {
		switch up {
		case none:
			return false
		case i:
			return true
		}
		up = a.seats[up].manager
	}
	return false
}

// above returns the occupied seats above a seat, nearest first; it stops where
// the lines come back to themselves.
func (a *account) above(i int) []int {
	var out []int
	seen := map[int]bool{i: true}
	for up := a.seats[i].boss; up != none && !seen[up]; up = a.seats[up].boss {
		seen[up] = true
		out = append(out, up)
	}
	return out
}

// open reports whether a decision is still to be taken.
func open(s graph.DecisionState) bool {
	return s != graph.DecisionDecided && s != graph.DecisionDropped
}

func (a *account) readAreas() {
	for _, n := range a.others(a.in(a.n, graph.EdgeFor)) {
		if a.s.NodeKind(n) != graph.NodeDecisionArea {
			continue
		}
		if f := view.As[graph.DecisionArea](a.v, n); open(f.State) {
			a.areas = append(a.areas, area{n: n, facts: f})
		}
	}
	for k := range a.areas {
		for h := range a.in(a.areas[k].n, graph.EdgeDecides) {
			p := a.s.EdgeProps(h.Edge())
			pt := part{area: k, role: graph.Role(p.Text("part")), record: a.s.EdgeID(h.Edge()), on: a.s.EdgeValid(h.Edge()).From, seat: none}
			if on := p.Date("on"); on != 0 {
				pt.on = on
			}
			if i, isSeat := a.seatAt[h.Node()]; isSeat {
				pt.seat = i
				a.areas[k].seats = append(a.areas[k].seats, partSeat{i, pt.role, pt.record})
				for _, holder := range a.seats[i].holders {
					a.people[holder].parts = append(a.people[holder].parts, pt)
				}
			} else if i, is := a.at[h.Node()]; is {
				a.people[i].parts = append(a.people[i].parts, pt)
			}
		}
	}
}

// readOpinions falls back on what colleagues judge: for an area where a person
// has no recorded part, and for the account as a whole where they have none at
// all. Then it gathers the people of each area.
func (a *account) readOpinions() {
	for i := range a.people {
		p := &a.people[i]
		recorded := slices.Clone(p.parts)
		for k := range a.areas {
			if slices.ContainsFunc(recorded, func(pt part) bool { return pt.area == k }) {
				continue
			}
			a.opinion(p, k, func(as *view.Judged) bool { return slices.Contains(as.Areas, a.areas[k].n) })
		}
		if len(p.parts) == 0 {
			a.opinion(p, none, func(as *view.Judged) bool {
				return len(as.Areas) == 0 && as.Applies(view.Within(a.n))
			})
		}
		slices.SortStableFunc(p.parts, func(x, y part) int {
			if x.area != y.area {
				return x.area - y.area
			}
			return slices.Index(graph.Roles(), x.role) - slices.Index(graph.Roles(), y.role)
		})
		for _, pt := range p.parts {
			if pt.area != none {
				a.areas[pt.area].join(i, pt.role)
			}
		}
	}
	var undecided, useless, unpriced []graph.ID
	for k := range a.areas {
		ar := &a.areas[k]
		if len(ar.deciders) == 0 {
			ar.deciders = ar.approvers
		}
		id := a.id(ar.n)
		if len(ar.deciders) == 0 {
			undecided = append(undecided, id)
		}
		if len(ar.users) == 0 {
			useless = append(useless, id)
		}
		if ar.facts.Budget == nil {
			unpriced = append(unpriced, id)
		}
	}
	if len(a.areas) == 0 && !slices.ContainsFunc(a.people, func(p person) bool {
		return p.deciding() || p.has(func(r graph.Role) bool { return r == graph.RoleUser })
	}) {
		a.issue("areas-unknown", "no open decision is recorded, so rules about deciders and users have nothing to look at", a.id(a.n))
	} else if len(a.areas) == 0 {
		a.issue("areas-unknown", "no open decision is recorded; what people decide or use is a colleague's judgement alone", a.id(a.n))
	}
	a.issue("decider-unknown", "nobody is recorded as deciding", undecided...)
	a.issue("users-unknown", "no user is recorded, so no ladder can be drawn", useless...)
	a.issue("budget-unknown", "no budget is recorded, so the decision is in no sum", unpriced...)
}

// opinion adds the roles of the newest judgement that fits.
func (a *account) opinion(p *person, area int, fits func(*view.Judged) bool) {
	list := a.judged(p.n)
	for i := range list {
		if as := &list[i]; len(as.Roles) > 0 && fits(as) {
			for _, role := range as.Roles {
				p.parts = append(p.parts, part{area: area, role: role, record: as.ID, on: as.On, opinion: true, seat: none})
			}
			return
		}
	}
}

func (ar *area) join(person int, r graph.Role) {
	list := &ar.voices
	switch {
	case decides(r):
		list = &ar.deciders
	case approves(r):
		list = &ar.approvers
	case r == graph.RoleUser:
		list = &ar.users
	case r == graph.RoleInformed:
		return
	}
	if !slices.Contains(*list, person) {
		*list = append(*list, person)
	}
}

// deciding returns the people who decide or approve in an area, by id.
func (ar *area) deciding() []int {
	out := slices.Concat(ar.deciders, ar.approvers)
	slices.Sort(out)
	return slices.Compact(out)
}

// budget returns the money of an area, none where unknown.
func (ar *area) budget() []Money {
	if ar.facts.Budget == nil {
		return nil
	}
	return []Money{{ar.facts.Currency, *ar.facts.Budget}}
}

// pace is a factor on every half-life: the plain one, or one of the two that a
// robust verdict has to withstand.
type pace int

const (
	plain   pace = iota
	halved       // all half-lives halved
	doubled      // … doubled
	paces
)

// stretch is the factor of each pace.
var stretch = [paces]float64{plain: 1, halved: 0.5, doubled: 2}

// works reports whether a tie is working at the account's pace.
func (a *account) works(t *tie) bool { return a.atPaces(t)[a.pace] }

// paced returns the account with its ties judged at another pace.
func (a *account) paced(p pace) *account {
	b := *a
	b.pace = p
	b.bySide = map[kernel.N]*colleague{}
	b.people = slices.Clone(a.people)
	for i := range b.people {
		b.people[i].tied = nil
	}
	b.readTies()
	return &b
}

func (a *account) readTies() {
	for i := range a.people {
		for _, t := range a.ourTiesTo(a.people[i].n) {
			if a.works(t) {
				a.people[i].tied = append(a.people[i].tied, t.from)
			}
		}
	}
}

// owners returns those of ours with a working tie to a person, by id. The
// caller must not modify the result.
func (a *account) owners(p int) []kernel.N { return a.people[p].tied }

// depth is how many of ours have a working tie to a person.
func (a *account) depth(p int) int { return len(a.people[p].tied) }

// has reports whether a person has a role, in any area and by record or by
// opinion.
func (p *person) has(want func(graph.Role) bool) bool {
	return slices.ContainsFunc(p.parts, func(pt part) bool { return want(pt.role) })
}

// roles returns the distinct roles of a person and whether they are known by
// opinion alone.
func (p *person) roles() (roles []graph.Role, opinion bool) {
	opinion = len(p.parts) > 0
	for _, r := range graph.Roles() {
		for _, pt := range p.parts {
			if pt.role == r {
				if !slices.Contains(roles, r) {
					roles = append(roles, r)
				}
				opinion = opinion && pt.opinion
			}
		}
	}
	return roles, opinion
}

// who returns the name of a person of theirs.
func (a *account) who(p int) string { return a.name(a.people[p].n) }

// pid returns the id of a person of theirs.
func (a *account) pid(p int) graph.ID { return a.id(a.people[p].n) }

// team returns those who work on the account, by id.
func (a *account) team() []kernel.N { return a.others(a.in(a.n, graph.EdgeWorksOn)) }

// blind reports whether the account's people are watched by anybody whose
// contacts would go unnoticed, as a data issue.
func (a *account) blind() {
	var ids []graph.ID
	for _, n := range a.team() {
		if a.ours(n) && a.capture(n) == 0 {
			ids = append(ids, a.id(n))
		}
	}
	a.issue("no-capture", "contacts of somebody who works on the account would not be noticed, so silence says nothing", ids...)
}
