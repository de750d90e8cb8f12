// Package accounts reads one account on one day: its chart and the people on it, what is
// decided there and who takes part, by record or by a colleague's opinion, who of ours
// has a working tie to whom, what policy it is held against, who sways whom, and whom
// of theirs we reach by which handshakes. It is read from the workspace and from the
// ties of package knows, and says who of ours may and could look after whom.
package accounts

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Account is one account on one day: its chart, its people, what is decided and
// who takes part.
type Account struct {
	*knows.Reader
	N       kernel.N
	Facts   graph.Account
	Policy  analysis.AppliedPolicy
	Revenue []analysis.Money
	Seats   []Seat // by id
	SeatAt  map[kernel.N]int
	People  []Person // of theirs, by id
	At      map[kernel.N]int
	Areas   []Area // that are open, by id
	sways   map[kernel.N][]sway
	BySide  map[kernel.N]*Colleague // of ours, what is known of them as counterparts
	Pace    knows.Pace              // at which half-lives its ties are judged
}

// Seat is a seat in the account's organization.
type Seat struct {
	N          kernel.N
	Level      int // 0 for unknown
	Function   graph.Function
	Occupancy  graph.Occupancy
	Holders    []int // people by number
	Placeholds bool  // somebody not yet known holds it
	manager    int   // the seat it reports to by a solid line; none for -1
	Boss       int   // the nearest seat above that is not vacant; none for -1
	ViaVacancy bool  // boss is not manager
	other      []int // seats it reports to by other lines
}

// Person is one of theirs.
type Person struct {
	N     kernel.N
	Seats []int
	Level int
	Tied  []kernel.N // those of ours with a working tie, by id
	Parts []Part
}

// None stands for no seat and no person by number.
const None = -1

// Part is what a person or a vacant seat does in a decision.
type Part struct {
	Area    int // none for the account as a whole
	Role    graph.Role
	Record  graph.ID
	on      graph.Date
	Opinion bool // by an assessment, not by a recorded part
	Seat    int  // the seat that carries the part; none for the person's own
}

// Area is an open decision area.
type Area struct {
	N         kernel.N
	Facts     graph.DecisionArea
	Deciders  []int // people; where nobody decides, those who approve
	approvers []int // people who approve, sign off or may veto
	Users     []int
	Voices    []int // influencers, gatekeepers, buyers and initiators
	Seats     []partSeat
}

// partSeat is a seat that has a part in a decision whoever holds it.
type partSeat struct {
	Seat   int
	Role   graph.Role
	Record graph.ID
}

// Decides reports whether a role is to decide.
func Decides(r graph.Role) bool { return r == graph.RoleDecider }

// Approves reports whether nothing is decided without a role: it approves, signs off or
// may veto.
func Approves(r graph.Role) bool {
	return r == graph.RoleApprover || r == graph.RoleVeto || r == graph.RoleSignOff
}

// Voice reports whether a role is one that the policy's second depth is for.
func Voice(r graph.Role) bool { return r == graph.RoleInfluencer || r == graph.RoleGatekeeper }

// ReadAccount reads an account on the view's day.
func ReadAccount(r *knows.Reader, id graph.ID) (*Account, error) {
	a, err := ReadChart(r, id)
	if err == nil {
		a.readTies()
	}
	return a, err
}

// ReadChart is [ReadAccount] without the ties: nobody of theirs is tied.
func ReadChart(r *knows.Reader, id graph.ID) (*Account, error) {
	n, err := r.S.Find(id, graph.NodeAccount)
	if err != nil {
		return nil, err
	}
	a := &Account{Reader: r, N: n, Facts: view.As[graph.Account](r.V, n), SeatAt: map[kernel.N]int{}, At: map[kernel.N]int{}, sways: map[kernel.N][]sway{}, BySide: map[kernel.N]*Colleague{}}
	a.Policy = policyFor(r, n, a.Facts.Tier)
	a.readRevenue()
	a.readSeats()
	a.readPeople()
	a.readLines()
	a.readAreas()
	a.readOpinions()
	a.overdue()
	return a, nil
}

// issue records a data issue with the text that goes with its fixed word.
func (a *Account) issue(word string, ids ...graph.ID) { a.Issue(word, say.Issue(word), ids...) }

func (a *Account) readRevenue() {
	for h := range a.In(a.N, graph.EdgeFor) {
		if a.S.NodeKind(h.Node()) == graph.NodeRevenue {
			if f := view.As[graph.Revenue](a.V, h.Node()); f.Amount != nil {
				a.Revenue = append(a.Revenue, analysis.Money{Currency: f.Currency, Amount: *f.Amount})
			}
		}
	}
	a.Revenue = knows.SumMoney(a.Revenue)
}

func (a *Account) readSeats() {
	var blank []graph.ID
	for i, n := range a.V.AccountSeats(a.N) {
		s := Seat{N: n, Level: a.V.Level(n), Function: a.V.Function(n), Occupancy: a.V.Occupancy(n), manager: None, Boss: None}
		if s.Level == 0 || s.Function == "" {
			blank = append(blank, a.ID(n))
		}
		a.SeatAt[n] = i
		a.Seats = append(a.Seats, s)
	}
	a.issue("seat-unplaced", blank...)
}

func (a *Account) readPeople() {
	var nodes []kernel.N
	held := make([][]kernel.N, len(a.Seats))
	for i := range a.Seats {
		s := &a.Seats[i]
		for _, n := range a.V.Holders(s.N) {
			switch {
			case a.S.NodeProps(n).Bool("placeholder"):
				s.Placeholds = true
			case a.Ours(n):
				a.issue("both-sides", a.ID(n))
			default:
				held[i] = append(held[i], n)
				nodes = append(nodes, n)
			}
		}
	}
	for i, n := range a.Distinct(nodes) {
		a.At[n] = i
		a.People = append(a.People, Person{N: n})
	}
	for i, holders := range held {
		for _, n := range holders {
			p := a.At[n]
			a.Seats[i].Holders = append(a.Seats[i].Holders, p)
			a.People[p].Seats = append(a.People[p].Seats, i)
			a.People[p].Level = max(a.People[p].Level, a.Seats[i].Level)
		}
	}
}

func (a *Account) readLines() {
	for i := range a.Seats {
		for h := range a.Out(a.Seats[i].N, graph.EdgeReportsTo) {
			up, inside := a.SeatAt[h.Node()]
			if !inside || up == i {
				continue
			}
			if graph.LineKind(a.S.EdgeProps(h.Edge()).Text("kind")) != graph.LineSolid {
				a.Seats[i].other = append(a.Seats[i].other, up)
			} else if a.Seats[i].manager == None {
				a.Seats[i].manager = up
			}
		}
	}
	var cycle []graph.ID
	for i := range a.Seats {
		seen := map[int]bool{i: true}
		up := a.Seats[i].manager
		for up != None && a.Seats[up].Occupancy == graph.OccupancyVacant && !seen[up] {
			seen[up] = true
			up = a.Seats[up].manager
		}
		if up != None && !seen[up] {
			a.Seats[i].Boss = up
			a.Seats[i].ViaVacancy = up != a.Seats[i].manager
		}
	}
	for i := range a.Seats {
		if a.circles(i) {
			cycle = append(cycle, a.ID(a.Seats[i].N))
		}
	}
	a.issue("reporting-cycle", cycle...)
}

// circles reports whether the solid lines above a seat lead back to it. The
// walk is cut short by the depth that the rules of the graph allow.
func (a *Account) circles(i int) bool {
	up := a.Seats[i].manager
	for range 1000 {
		switch up {
		case None:
			return false
		case i:
			return true
		}
		up = a.Seats[up].manager
	}
	return false
}

// Above returns the occupied seats above a seat, nearest first; it stops where
// the lines come back to themselves.
func (a *Account) Above(i int) []int {
	var out []int
	seen := map[int]bool{i: true}
	for up := a.Seats[i].Boss; up != None && !seen[up]; up = a.Seats[up].Boss {
		seen[up] = true
		out = append(out, up)
	}
	return out
}

func (a *Account) readAreas() {
	for _, n := range a.Others(a.In(a.N, graph.EdgeFor)) {
		if a.S.NodeKind(n) != graph.NodeDecisionArea {
			continue
		}
		if f := view.As[graph.DecisionArea](a.V, n); f.State.Open() {
			a.Areas = append(a.Areas, Area{N: n, Facts: f})
		}
	}
	for k := range a.Areas {
		for h := range a.In(a.Areas[k].N, graph.EdgeDecides) {
			p := a.S.EdgeProps(h.Edge())
			pt := Part{Area: k, Role: graph.Role(p.Text("part")), Record: a.S.EdgeID(h.Edge()), on: a.S.EdgeValid(h.Edge()).From, Seat: None}
			if on := p.Date("on"); on != 0 {
				pt.on = on
			}
			if i, isSeat := a.SeatAt[h.Node()]; isSeat {
				pt.Seat = i
				a.Areas[k].Seats = append(a.Areas[k].Seats, partSeat{i, pt.Role, pt.Record})
				for _, holder := range a.Seats[i].Holders {
					a.People[holder].Parts = append(a.People[holder].Parts, pt)
				}
			} else if i, is := a.At[h.Node()]; is {
				a.People[i].Parts = append(a.People[i].Parts, pt)
			}
		}
	}
}

// readOpinions falls back on what colleagues judge: for an area where a person
// has no recorded part, and for the account as a whole where they have none at
// all. Then it gathers the people of each area.
func (a *Account) readOpinions() {
	for i := range a.People {
		p := &a.People[i]
		recorded := slices.Clone(p.Parts)
		for k := range a.Areas {
			if slices.ContainsFunc(recorded, func(pt Part) bool { return pt.Area == k }) {
				continue
			}
			a.opinion(p, k, func(as *view.Judged) bool { return slices.Contains(as.Areas, a.Areas[k].N) })
		}
		if len(p.Parts) == 0 {
			a.opinion(p, None, func(as *view.Judged) bool {
				return len(as.Areas) == 0 && as.Applies(view.Within(a.N))
			})
		}
		slices.SortStableFunc(p.Parts, func(x, y Part) int {
			if x.Area != y.Area {
				return x.Area - y.Area
			}
			return slices.Index(graph.Roles(), x.Role) - slices.Index(graph.Roles(), y.Role)
		})
		for _, pt := range p.Parts {
			if pt.Area != None {
				a.Areas[pt.Area].join(i, pt.Role)
			}
		}
	}
	var undecided, useless, unpriced []graph.ID
	for k := range a.Areas {
		ar := &a.Areas[k]
		if len(ar.Deciders) == 0 {
			ar.Deciders = ar.approvers
		}
		id := a.ID(ar.N)
		if len(ar.Deciders) == 0 {
			undecided = append(undecided, id)
		}
		if len(ar.Users) == 0 {
			useless = append(useless, id)
		}
		if ar.Facts.Budget == nil {
			unpriced = append(unpriced, id)
		}
	}
	if len(a.Areas) == 0 && !slices.ContainsFunc(a.People, func(p Person) bool {
		return p.Deciding() || p.Has(func(r graph.Role) bool { return r == graph.RoleUser })
	}) {
		a.issue("areas-unknown", a.ID(a.N))
	} else if len(a.Areas) == 0 {
		a.Issue("areas-unknown", say.AreasJudged(), a.ID(a.N))
	}
	a.issue("decider-unknown", undecided...)
	a.issue("users-unknown", useless...)
	a.issue("budget-unknown", unpriced...)
}

// opinion adds the roles of the newest judgement that fits.
func (a *Account) opinion(p *Person, area int, fits func(*view.Judged) bool) {
	list := a.Judged(p.N)
	for i := range list {
		if as := &list[i]; len(as.Roles) > 0 && fits(as) {
			for _, role := range as.Roles {
				p.Parts = append(p.Parts, Part{Area: area, Role: role, Record: as.ID, on: as.On, Opinion: true, Seat: None})
			}
			return
		}
	}
}

func (ar *Area) join(person int, r graph.Role) {
	list := &ar.Voices
	switch {
	case Decides(r):
		list = &ar.Deciders
	case Approves(r):
		list = &ar.approvers
	case r == graph.RoleUser:
		list = &ar.Users
	case r == graph.RoleInformed:
		return
	}
	if !slices.Contains(*list, person) {
		*list = append(*list, person)
	}
}

// Deciding returns the people who decide or approve in an area, by id.
func (ar *Area) Deciding() []int {
	out := slices.Concat(ar.Deciders, ar.approvers)
	slices.Sort(out)
	return slices.Compact(out)
}

// Budget returns the money of an area, none where unknown.
func (ar *Area) Budget() []analysis.Money {
	if ar.Facts.Budget == nil {
		return nil
	}
	return []analysis.Money{{Currency: ar.Facts.Currency, Amount: *ar.Facts.Budget}}
}

// Works reports whether a tie is working at the account's pace.
func (a *Account) Works(t *knows.Tie) bool { return a.AtPaces(t)[a.Pace] }

// paced returns the account with its ties judged at another pace.
func (a *Account) paced(p knows.Pace) *Account {
	b := *a
	b.Pace = p
	b.BySide = map[kernel.N]*Colleague{}
	b.People = slices.Clone(a.People)
	for i := range b.People {
		b.People[i].Tied = nil
	}
	b.readTies()
	return &b
}

func (a *Account) readTies() {
	for i := range a.People {
		for _, t := range a.OurTiesTo(a.People[i].N) {
			if a.Works(t) {
				a.People[i].Tied = append(a.People[i].Tied, t.From)
			}
		}
	}
}

// Owners returns those of ours with a working tie to a person, by id. The
// caller must not modify the result.
func (a *Account) Owners(p int) []kernel.N { return a.People[p].Tied }

// Depth is how many of ours have a working tie to a person.
func (a *Account) Depth(p int) int { return len(a.People[p].Tied) }

// Has reports whether a person has a role, in any area and by record or by
// opinion.
func (p *Person) Has(want func(graph.Role) bool) bool {
	return slices.ContainsFunc(p.Parts, func(pt Part) bool { return want(pt.Role) })
}

// Roles returns the distinct roles of a person and whether they are known by
// opinion alone.
func (p *Person) Roles() (roles []graph.Role, opinion bool) {
	opinion = len(p.Parts) > 0
	for _, r := range graph.Roles() {
		for _, pt := range p.Parts {
			if pt.Role == r {
				if !slices.Contains(roles, r) {
					roles = append(roles, r)
				}
				opinion = opinion && pt.Opinion
			}
		}
	}
	return roles, opinion
}

// Who returns the name of a person of theirs.
func (a *Account) Who(p int) string { return a.Name(a.People[p].N) }

// Pid returns the id of a person of theirs.
func (a *Account) Pid(p int) graph.ID { return a.ID(a.People[p].N) }

// Team returns those who work on the account, by id.
func (a *Account) Team() []kernel.N { return a.Others(a.In(a.N, graph.EdgeWorksOn)) }

// Blind reports whether the account's people are watched by anybody whose
// contacts would go unnoticed, as a data issue.
func (a *Account) Blind() {
	var ids []graph.ID
	for _, n := range a.Team() {
		if a.Ours(n) && a.Capture(n) == 0 {
			ids = append(ids, a.ID(n))
		}
	}
	a.issue("no-capture", ids...)
}

// PeerLevels is by how many levels peers differ at most.
const PeerLevels = 1

// LevelsApart is 0 where either level is unknown.
func LevelsApart(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a-b, b-a)
}

// Deciding reports whether a person decides or approves, in any area and by record or
// by opinion.
func (p *Person) Deciding() bool {
	return p.Has(func(r graph.Role) bool { return Decides(r) || Approves(r) })
}

// Parts lists what a person does in decisions, by area and role.
func (a *Account) Parts(p int) (out []analysis.Part) {
	for _, pt := range a.People[p].Parts {
		x := analysis.Part{Role: pt.Role, Record: pt.Record, Opinion: pt.Opinion}
		if pt.Area != None {
			x.Area, x.Name = a.Areas[pt.Area].Facts.ID, a.Areas[pt.Area].Facts.Name
		}
		out = append(out, x)
	}
	return out
}
