package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// CoverageQuery asks where we are not covered at an account.
type CoverageQuery struct {
	Account graph.ID
	Rules   []Rule // the gap rules to apply, G1 to G11; empty for all
}

// Validate reports what is wrong with the query itself.
func (q CoverageQuery) Validate() error {
	if q.Account == "" {
		return graph.Invalid("query", nil, "coverage wants an account")
	}
	for _, r := range q.Rules {
		if !r.gap() {
			return graph.Invalid("query", nil, "%q is not a gap rule; they are G1 to G11", r)
		}
	}
	return nil
}

// CoverageReport says who is covered and who is not.
type CoverageReport struct {
	Envelope
	Account        graph.ID
	Policy         Policy
	Cells          []Cell          // by falling level, then in the order of the functions; unknown ones last
	People         []CoveredPerson // everybody once, by id
	Ladders        []AreaLadders   // by id of the area
	Neighbourhoods []Neighbourhood // one per key contact, by id
	Shape          Shape
	Sentence       string // how many people are covered how well, and which rules had nothing to look at
}

// Cell is one level of one function.
type Cell struct {
	Level    int            // 5 to 1; 0 for unknown
	Function graph.Function // "" for unknown
	Seats    []CellSeat     // by id
	TwoDeep  int            // people with at least two of ours, each once in a cell
	OneDeep  int            // people with exactly one
	None     int            // people with nobody
	Vacant   int            // seats without a holder
	Unmapped int            // seats whose holder is withheld or unknown, and seats the policy expects
}

// CellSeat is a seat, once for each holder.
type CellSeat struct {
	Seat    graph.ID
	Title   string
	Person  graph.ID // "" where nobody is known to sit there
	Name    string
	Roles   []graph.Role
	Opinion bool       // the roles are a colleague's judgement
	Depth   int        // how many of ours have a working tie
	Owners  []graph.ID // who they are, by id
	Status  CoverStatus
}

// CoveredPerson is one of theirs with everything the verdicts read.
type CoveredPerson struct {
	Person        graph.ID
	Name          string
	Level         int // the highest of their seats; 0 for unknown
	Seats         []graph.ID
	Parts         []Part
	Stance        graph.Stance // the worst standing judgement, UNKNOWN for none
	StanceRecord  graph.ID
	StanceDispute bool       // colleagues disagree
	Owners        []graph.ID // those of ours with a working tie, by id
	Depth         int        // how many they are
	Reached       bool       // within two handshakes
	LastContact   graph.Date // of anybody who is of ours, or was on that day; 0 for never
}

// Coverage answers: where are we not covered at this account?
//
// Definition: the depth of a person is the number of our people with a working
// tie to them; each gap is a rule of [Rules] (G1 to G11) held against the
// account's [Policy].
//
// Shape: one cell per level and function that has a seat or is expected; one
// entry per person, area and key contact; findings worst first, within a
// severity by budget, then name, ties by ID.
//
// Units: counts of people; levels 1 to 5; shares in [0,1]; days.
//
// Errors: invalid query; not found when the account is not there.
//
// Cost: O(seats + ties of the account's people + contacts behind them), three
// times over for robustness, and one bounded introduction search per gap in the
// cover of a decider.
//
// Source: density, authority and quality of contacts after Palmatier (2008),
// doi:10.1509/jmkg.72.4.76; forms after McDonald and Rogers (1998).
func Coverage(v *view.View, q CoverageQuery) (*CoverageReport, error) {
	return answerCoverage(newReader(v), q)
}

func answerCoverage(r *reader, q CoverageQuery) (*CoverageReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	a, err := r.readAccount(q.Account)
	if err != nil {
		return nil, err
	}
	a.blind()
	c := &cover{account: a, reach: a.readReach(), main: true}
	rep := &CoverageReport{
		Account: a.id(a.n), Policy: a.policy,
		Cells: c.cells(), People: c.covered(), Ladders: c.ladders(), Neighbourhoods: c.neighbourhoods(), Shape: c.shape(),
	}
	c.weigh(&rep.Shape)
	rep.Sentence = c.sentence(&rep.Shape)
	findings := c.gaps(q.Rules)
	for _, p := range []pace{halved, doubled} {
		reach := c.reach.paced(p)
		other := (&cover{account: reach.account, reach: reach, quiet: true}).gaps(q.Rules)
		for i := range findings {
			f := &findings[i]
			f.Robust = f.Robust && slices.ContainsFunc(other, func(o found) bool {
				return o.Rule == f.Rule && slices.Equal(o.Subjects, f.Subjects)
			})
		}
	}
	rep.Envelope = a.envelope(a.policy.version(), findings)
	return rep, nil
}

// sentence says how well the people of an account are covered: an account in which
// no rule fires may still be one of which nothing is known.
func (c *cover) sentence(sh *Shape) string {
	if len(c.people) == 0 {
		return fmt.Sprintf("Nobody is recorded at %s, so nothing can be said about cover there.", c.facts.Name)
	}
	s := c.depths()
	switch {
	case sh.Ties == 0:
	case sh.Strong == 0:
		s += fmt.Sprintf(" Working ties: %d, none of them strong or close.", sh.Ties)
	default:
		s += fmt.Sprintf(" Working ties: %d, of them strong or close: %d.", sh.Ties, sh.Strong)
	}
	switch all := sh.DecidingMet == sh.Deciding; {
	case sh.Deciding == 0:
	case sh.Deciding == 1 && all:
		s += " We have one to the only person who decides or approves."
	case sh.Deciding == 1:
		s += " We have none to the only person who decides or approves."
	case all:
		s += fmt.Sprintf(" We have one to each of the %d people who decide or approve.", sh.Deciding)
	case sh.DecidingMet == 0:
		s += fmt.Sprintf(" We have none to any of the %d people who decide or approve.", sh.Deciding)
	default:
		s += fmt.Sprintf(" We have one to %d of the %d people who decide or approve.", sh.DecidingMet, sh.Deciding)
	}
	switch {
	case len(c.areas) > 0:
	case sh.Deciding > 0:
		s += " No open decision is recorded; who decides is a colleague's judgement."
	default:
		s += " No open decision is recorded, so the rules about those who decide had nothing to look at."
	}
	return s
}

// depths says to how many people two or more of ours have a working tie, one, and
// nobody.
func (c *cover) depths() string {
	var two, one, nobody int
	for p := range c.people {
		switch c.depth(p) {
		case 0:
			nobody++
		case 1:
			one++
		default:
			two++
		}
	}
	n := len(c.people)
	people := fmt.Sprintf("of the %d people", n)
	if n == 1 {
		people = "the only person"
	}
	switch {
	case nobody == n && n == 1:
		return fmt.Sprintf("Nobody of ours has a working tie to the only person recorded at %s.", c.facts.Name)
	case nobody == n:
		return fmt.Sprintf("Nobody of ours has a working tie to any %s recorded at %s.", people, c.facts.Name)
	case n == 1 && one == 1:
		return fmt.Sprintf("One of ours has a working tie to the only person recorded at %s.", c.facts.Name)
	case n == 1:
		return fmt.Sprintf("Two or more of ours have a working tie to the only person recorded at %s.", c.facts.Name)
	}
	var parts []string
	if two > 0 {
		parts = append(parts, fmt.Sprintf("two or more of ours have a working tie to %d", two))
	}
	if one > 0 {
		parts = append(parts, fmt.Sprintf("one of ours has a working tie to %d", one))
		if two > 0 {
			parts[1] = fmt.Sprintf("one of ours to %d", one)
		}
	}
	if nobody > 0 {
		parts = append(parts, fmt.Sprintf("nobody to %d", nobody))
	}
	return fmt.Sprintf("Of %d people recorded at %s, %s.", n, c.facts.Name, joinAll(parts))
}

// weigh adds what makes the ties worth more than their number: to whom they lead,
// and how good they are.
func (c *cover) weigh(sh *Shape) {
	for p := range c.people {
		if c.people[p].deciding() {
			sh.Deciding++
			if c.depth(p) > 0 {
				sh.DecidingMet++
			}
		}
		for _, t := range c.ourTiesTo(c.people[p].n) {
			if b := c.verdict(t).band; c.works(t) && (b == graph.BandStrong || b == graph.BandClose) {
				sh.Strong++
			}
		}
	}
}

// cover is the work on one coverage report.
type cover struct {
	*account
	reach *reach
	main  bool // wants remedies
	quiet bool // a run for robustness: wants neither remedies nor the facts about each tie
}

func (c *cover) status(s *seat, depth int) CoverStatus {
	switch {
	case depth >= 2:
		return CoverTwoDeep
	case depth == 1:
		return CoverOneDeep
	}
	return CoverNone
}

// blankStatus is the status of a seat without a known holder.
func (s *seat) blankStatus() CoverStatus {
	if s.occupancy == graph.OccupancyVacant {
		return CoverVacant
	}
	return CoverUnmapped
}

// cells builds the matrix. Somebody with several seats in a cell counts once in
// it.
func (c *cover) cells() []Cell {
	type place struct {
		level    int
		function graph.Function
	}
	at := map[place]*Cell{}
	counted := map[place]map[int]bool{}
	cell := func(p place) *Cell {
		if at[p] == nil {
			at[p] = &Cell{Level: p.level, Function: p.function}
			counted[p] = map[int]bool{}
		}
		return at[p]
	}
	for i := range c.seats {
		s := &c.seats[i]
		p := place{s.level, s.function}
		k := cell(p)
		base := CellSeat{Seat: c.id(s.n), Title: c.v.Title(s.n)}
		if len(s.holders) == 0 {
			if s.occupancy == graph.OccupancyHeld && !s.placeholds {
				continue // one of ours sits there
			}
			base.Status = s.blankStatus()
			k.Seats = append(k.Seats, base)
			if base.Status == CoverVacant {
				k.Vacant++
			} else {
				k.Unmapped++
			}
			continue
		}
		for _, h := range s.holders {
			cs := base
			cs.Person, cs.Name = c.pid(h), c.who(h)
			cs.Roles, cs.Opinion = c.people[h].roles()
			cs.Owners, cs.Depth = c.ids(c.owners(h)), c.depth(h)
			cs.Status = c.status(s, cs.Depth)
			k.Seats = append(k.Seats, cs)
			if counted[p][h] {
				continue
			}
			counted[p][h] = true
			switch cs.Status {
			case CoverTwoDeep:
				k.TwoDeep++
			case CoverOneDeep:
				k.OneDeep++
			default:
				k.None++
			}
		}
	}
	for _, e := range c.policy.Expected {
		if k := cell(place{e.Level, e.Function}); len(k.Seats) == 0 {
			k.Unmapped++
		}
	}
	var out []Cell
	for _, k := range at {
		out = append(out, *k)
	}
	order := func(f graph.Function) int {
		if f == "" {
			return len(graph.Functions())
		}
		return slices.Index(graph.Functions(), f)
	}
	slices.SortFunc(out, func(x, y Cell) int {
		return cmp.Or(cmp.Compare(y.Level, x.Level), cmp.Compare(order(x.Function), order(y.Function)))
	})
	return out
}

func (c *cover) covered() []CoveredPerson {
	out := make([]CoveredPerson, len(c.people))
	for i := range c.people {
		p := &c.people[i]
		st := c.stance(p.n, []kernel.N{c.n}, nowhere)
		cp := CoveredPerson{
			Person: c.pid(i), Name: c.who(i), Level: p.level, Parts: c.parts(i),
			Stance: st.Stance, StanceRecord: st.Record, StanceDispute: st.Disputed,
			Owners: c.ids(c.owners(i)), Depth: c.depth(i), Reached: c.reach.reached(i, DefaultHorizon), LastContact: c.lastMeeting(p.n).on,
		}
		for _, s := range p.seats {
			cp.Seats = append(cp.Seats, c.id(c.seats[s].n))
		}
		out[i] = cp
	}
	return out
}

// Shape is how the working ties are spread.
type Shape struct {
	Form        Form
	Ties        int      // working ties between our people and theirs
	OurTop      graph.ID // the one of ours with the most
	OurShare    float64  // their share, in [0,1]
	TheirTop    graph.ID // the one of theirs with the most
	TheirShare  float64
	OurPeople   int              // of ours with any
	TheirPeople int              // of theirs with any
	Functions   []graph.Function // of theirs that are linked, in the order of the functions
	Strong      int              // ties of the band STRONG or CLOSE
	Deciding    int              // of theirs who decide or approve
	DecidingMet int              // … to whom one of ours has a working tie
}

// The shares that make a form.
const (
	bowTieShare      = 0.70
	diamondShare     = 0.40
	diamondFunctions = 4
)

func (c *cover) shape() Shape {
	sh := Shape{Form: FormNone}
	ours := map[kernel.N]int{}
	linked := map[graph.Function]bool{}
	top := 0
	for i := range c.people {
		d := c.depth(i)
		if d == 0 {
			continue
		}
		sh.Ties += d
		sh.TheirPeople++
		if d > top {
			top, sh.TheirTop = d, c.pid(i)
		}
		for _, n := range c.owners(i) {
			ours[n]++
		}
		for _, s := range c.people[i].seats {
			linked[c.seats[s].function] = true
		}
	}
	if sh.Ties == 0 {
		return sh
	}
	sh.TheirShare = rounded(float64(top) / float64(sh.Ties))
	var nodes []kernel.N
	for n := range ours {
		nodes = append(nodes, n)
	}
	top = 0
	for _, n := range c.distinct(nodes) {
		if ours[n] > top {
			top, sh.OurTop = ours[n], c.id(n)
		}
	}
	sh.OurPeople, sh.OurShare = len(ours), rounded(float64(top)/float64(sh.Ties))
	for _, f := range graph.Functions() {
		if linked[f] {
			sh.Functions = append(sh.Functions, f)
		}
	}
	switch {
	case sh.OurShare >= bowTieShare || sh.TheirShare >= bowTieShare:
		sh.Form = FormBowTie
	case sh.OurShare <= diamondShare && sh.TheirShare <= diamondShare && len(sh.Functions) >= diamondFunctions:
		sh.Form = FormDiamond
	default:
		sh.Form = FormMixed
	}
	return sh
}
