// Package orgchart reads the org chart of an account, or of a part of an
// organization, from a view: its seats from the top down, who holds them, all lines
// between them, and for an account what is known of the people, who of us knows
// them, and what the analyses found. It is what pictures draw and what the API
// hands to those who draw charts themselves.
package orgchart

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// NewDays is for how many days a seat, or who holds it, is new.
const NewDays = 90

// MaxFocus is how many people and seats a chart can be about.
const MaxFocus = 100

// Query says of what a chart is asked: of an account, of an organization with its
// units, or of the part of one below a seat or around some people.
type Query struct {
	// Account is whose organization is drawn and whose stances, ties and findings
	// are told. Without one the account is that of the organization, where it has
	// just one at or above it.
	Account graph.ID
	// Organization is drawn with its units, a part of the account's; the account's
	// own without one.
	Organization graph.ID
	// Under draws a seat and what is below it alone.
	Under graph.ID
	// Focus draws people or seats, at most [MaxFocus], everybody above them, and those
	// who report to them, Depth levels down.
	Focus []graph.ID
	// Depth is how many levels are drawn below the top, or with Focus below those in
	// focus; below 0 all.
	Depth int
	// Decision counts the parts in this open decision of the account alone as roles; all
	// open ones without it.
	Decision graph.ID
	// Gaps asks for what coverage finds too, beside the single points of failure.
	Gaps bool
}

// Chart is an org chart on a day. IDs stand for facts of the view.
type Chart struct {
	Account      graph.ID  // "" for none
	Decision     graph.ID  // that of the query
	Organization graph.ID  // "" for an account that is for none on the day
	Seats        []Seat    // from the top down: each after its manager and what is below the siblings before it
	People       []Person  // who holds the seats, each once, by ID
	Lines        []Line    // those beside the solid lines between seats of the chart
	Team         []Member  // of ours who know or face somebody there, or work on the account, by ID
	Findings     []Finding // about somebody or a seat on the chart, or the account, the worst first
	Total        int       // how many seats there are, those not drawn included
	Vacant       int       // how many of those have no holder
}

// Seat is one seat of a chart.
type Seat struct {
	ID           graph.ID
	Title        string
	Department   string
	Level        int // 5 chief executive to 1 staff, 0 unknown
	Function     graph.Function
	Organization graph.ID
	Manager      graph.ID // the seat of the chart that it reports to; "" for none there
	State        graph.ManagerState
	Order        int  // its place among those who report there, from 1; 0 where nobody gave it one
	Assistant    bool // stands beside the line of its manager
	Depth        int  // 0 at the top
	Reports      int  // seats that report to it, those not drawn included
	Below        int  // all below it, those not drawn included
	Occupancy    graph.Occupancy
	VacantSince  graph.Date   // 0 where it is held or nothing is known
	Expected     bool         // a policy says that somebody must sit here
	New          bool         // the seat, or who holds it, is there for less than [NewDays]
	Focus        bool         // the chart is about it
	Roles        []graph.Role // its parts in open decisions, in the order of the vocabulary, where nobody holds it
	Holders      []Holding    // in the order of names
	Facing       []graph.ID   // who of ours is paired with the seat, by ID
	Findings     []string     // IDs of [Chart.Findings] about it or those who hold it
}

// Vacant reports whether nobody sits there, as far as is known.
func (s *Seat) Vacant() bool { return s.Occupancy == graph.OccupancyVacant }

// Holding is one person on one seat.
type Holding struct {
	Person graph.ID
	Kind   graph.HoldKind
	From   graph.Date // since when; 0 for not known
}

// Person is somebody on a chart.
type Person struct {
	ID           graph.ID
	Name         string
	DoNotContact bool
	Seats        []graph.ID // of the chart, from the top down
	Facing       []graph.ID // who of ours is paired with them, by ID

	// Known says that the account's stakeholders are read: else what follows is not
	// known.
	Known       bool
	Stance      graph.Stance // UNKNOWN for none; "" when not read
	Disputed    bool         // colleagues disagree
	Roles       []graph.Role // in decisions
	Key         bool         // has a role that makes a key contact
	KnownBy     []analysis.Knower
	DirectDepth int  // how many of ours have a working tie
	Neglected   bool // a key contact without a working tie
	SinglePoint bool // without them a decider or a decision area is lost
}

// SingleThreaded reports whether just one of ours has a working tie to the person.
func (p *Person) SingleThreaded() bool { return p.Known && p.DirectDepth == 1 }

// Member is one of ours.
type Member struct {
	ID          graph.ID
	Name        string
	Title       string
	Company     graph.ID // where they sit; "" for nowhere
	Manager     graph.ID // one of the team
	SinglePoint bool
}

// Line is a line between two seats that is no solid reporting line.
type Line struct {
	Record     graph.ID // the fact that says so
	From, To   graph.ID // seats
	Kind       ChartLineKind
	Weight     float64  // of INFLUENCES, in [0, 1]; 0 for not known
	FromPerson graph.ID // about whom on the seats it is; "" for the seats
	ToPerson   graph.ID
}

// ChartLineKind is the kind of a [Line].
type ChartLineKind string

// The kinds of lines.
const (
	LineAlsoReports ChartLineKind = "ALSO_REPORTS" // From reports to To beside its manager
	LineAssists     ChartLineKind = "ASSISTS"      // From is an assistant of To
	LineInfluences  ChartLineKind = "INFLUENCES"   // From influences To
	LineConflict    ChartLineKind = "CONFLICT"     // they are in conflict
	LineKnows       ChartLineKind = "KNOWS"        // they know each other
)

// Finding is a finding of an analysis with an ID.
type Finding struct {
	ID string // the same for the same rule about the same, see [analysis.Finding.ID]
	*analysis.Finding
}

// Of returns the chart that is asked for. The analyses come from the answers that
// are kept; nil works them out. It fails with [graph.ErrNotFound] for an id of
// nothing and with [graph.ErrInvalid] for a query that says too little or too much.
// Cost: O(seats + ties of the people on them), and for an account that of
// [find.Stakeholders] and [find.SinglePoints], with Gaps that of [find.Coverage] too.
func Of(answers *find.Keeper, v *view.View, q Query) (*Chart, error) {
	r := &reader{v: v, ever: v.Ever(), people: map[graph.ID]*analysis.Stakeholder{}, critical: map[graph.ID]bool{}, at: map[kernel.N]int{}, top: map[kernel.N]kernel.N{}}
	if err := r.place(q); err != nil {
		return nil, err
	}
	var findings []*analysis.Finding
	if r.hasAccount {
		r.chart.Account = r.ever.NodeID(r.account)
		err := r.decisions(q.Decision)
		if err != nil {
			return nil, err
		}
		if findings, err = r.ask(answers, q.Gaps); err != nil {
			return nil, err
		}
	}
	if err := r.choose(q); err != nil {
		return nil, err
	}
	for i := range r.order {
		r.seat(&r.order[i])
	}
	r.holders()
	r.lines()
	if r.hasAccount {
		r.team()
		r.findings(findings)
	}
	return &r.chart, nil
}

// reader is a chart in the making.
type reader struct {
	v          *view.View
	ever       view.Ever
	account    kernel.N
	hasAccount bool
	all        []kernel.N // the seats of the whole, by ID
	people     map[graph.ID]*analysis.Stakeholder
	critical   map[graph.ID]bool
	areas      map[kernel.N]bool // open decisions that roles are counted of
	order      []node
	at         map[kernel.N]int      // the place of a seat in the chart
	top        map[kernel.N]kernel.N // the highest seat of a person there
	chart      Chart
}

// node is a seat in the tree.
type node struct {
	n         kernel.N
	manager   int // in the tree; -1 for none
	order     int // its place there, see [Seat.Order]
	assistant bool
	kids      []int
	depth     int
	below     int
	focus     bool
}

// place finds the account, the organization and its seats.
func (r *reader) place(q Query) error {
	switch {
	case q.Account == "" && q.Organization == "":
		return graph.Invalid("query", nil, "a chart is of an account or of an organization: neither is given")
	case q.Under != "" && len(q.Focus) > 0:
		return graph.Invalid("query", nil, "a chart is of what is below a seat or of those in focus: both are given")
	}
	if q.Account != "" {
		n, err := r.ever.Find(q.Account, graph.NodeAccount)
		if err != nil {
			return err
		}
		r.account, r.hasAccount = n, true
		if org, ok := r.v.AccountOrg(n); ok {
			r.chart.Organization = r.ever.NodeID(org)
		}
		r.all = r.v.AccountSeats(n)
	}
	if q.Organization != "" {
		n, err := r.ever.Find(q.Organization, graph.NodeOrganization)
		if err != nil {
			return err
		}
		above := r.v.AccountsAbove(n)
		switch {
		case r.hasAccount && !slices.Contains(above, r.account):
			return graph.Invalid("query", []graph.ID{q.Organization, q.Account}, "%s is no part of what the account %s is for", q.Organization, q.Account)
		case !r.hasAccount && len(above) == 1:
			r.account, r.hasAccount = above[0], true
		}
		r.chart.Organization = r.ever.NodeID(n)
		r.all = r.v.SeatsWithin(n)
	}
	return nil
}

// ask asks the analyses about the account.
func (r *reader) ask(answers *find.Keeper, gaps bool) ([]*analysis.Finding, error) {
	account := r.chart.Account
	who, err := answers.Stakeholders(r.v, account)
	if err != nil {
		return nil, err
	}
	for i := range who.People {
		r.people[who.People[i].Person] = &who.People[i]
	}
	found, points, err := findings(answers, r.v, account, gaps)
	if err != nil {
		return nil, err
	}
	for _, p := range points.Points {
		if p.Single {
			r.critical[p.Person] = true
		}
	}
	return found, nil
}

// decisions reads the open decisions that roles are counted of.
func (r *reader) decisions(only graph.ID) error {
	r.areas = map[kernel.N]bool{}
	found := false
	for h := range r.v.In(r.account, graph.EdgeFor) {
		n := h.Node()
		if r.ever.NodeKind(n) != graph.NodeDecisionArea || !view.As[graph.DecisionArea](r.v, n).State.Open() {
			continue
		}
		if only == "" || r.ever.NodeID(n) == only {
			r.areas[n], found = true, true
		}
	}
	if r.chart.Decision = only; only != "" && !found {
		return graph.Invalid("query", []graph.ID{only}, "%s is no open decision of the account", only)
	}
	return nil
}

// parts returns the parts of a seat in the decisions that count.
func (r *reader) parts(seat kernel.N) (roles []graph.Role) {
	for h := range r.v.Out(seat, graph.EdgeDecides) {
		if r.areas[h.Node()] {
			roles = append(roles, graph.Decode[graph.Decides](r.ever.EdgeElement(h.Edge())).Part)
		}
	}
	return inVocabulary(roles)
}

// rolesOf returns the roles of a stakeholder in the decisions that count.
func (r *reader) rolesOf(k *analysis.Stakeholder) (roles []graph.Role, key bool) {
	if r.chart.Decision == "" {
		return k.Roles, k.Key
	}
	for _, p := range k.Parts {
		if p.Area == r.chart.Decision {
			roles = append(roles, p.Role)
		}
	}
	return inVocabulary(roles), slices.ContainsFunc(roles, analysis.KeyRole)
}

// inVocabulary returns the distinct ones of some roles in the order of the vocabulary.
func inVocabulary(roles []graph.Role) (out []graph.Role) {
	for _, r := range graph.Roles() {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	return out
}

// Findings returns what there is to act on at an account, drawn on its chart or not:
// its single points and the gaps of its coverage, the worst first. Errors and cost
// are those of [find.SinglePoints] and [find.Coverage]; answers may be nil.
func Findings(answers *find.Keeper, v *view.View, account graph.ID) ([]*analysis.Finding, error) {
	found, _, err := findings(answers, v, account, true)
	return found, err
}

func findings(answers *find.Keeper, v *view.View, account graph.ID, gaps bool) ([]*analysis.Finding, *analysis.SinglePointsReport, error) {
	points, err := answers.SinglePoints(v, analysis.SinglePointsQuery{Account: account})
	if err != nil {
		return nil, nil, err
	}
	lists := [][]analysis.Finding{points.Findings}
	if gaps {
		coverage, err := answers.Coverage(v, analysis.CoverageQuery{Account: account})
		if err != nil {
			return nil, nil, err
		}
		lists = append(lists, coverage.Findings)
	}
	var out []*analysis.Finding
	for _, list := range lists {
		for i := range list {
			out = append(out, &list[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *analysis.Finding) int { return cmp.Compare(a.Severity, b.Severity) })
	return out, points, nil
}

// tree makes the forest of all seats. Siblings are in the order that they were given,
// the others behind them in the order of level, title and ID; seats in a circle hang from the one with the lowest ID.
func (r *reader) tree() (nodes []node, roots []int, at map[kernel.N]int) {
	sorted := slices.Clone(r.all)
	type key struct {
		level int
		title string
	}
	keys := make(map[kernel.N]key, len(sorted))
	for _, n := range sorted {
		keys[n] = key{r.v.Level(n), r.v.Title(n)}
	}
	slices.SortStableFunc(sorted, func(a, b kernel.N) int {
		return cmp.Or(cmp.Compare(keys[b].level, keys[a].level), cmp.Compare(keys[a].title, keys[b].title))
	})
	at = make(map[kernel.N]int, len(sorted))
	nodes = make([]node, len(sorted))
	for i, n := range sorted {
		at[n] = i
		nodes[i] = node{n: n, manager: -1}
	}
	for i := range nodes {
		x := &nodes[i]
		if m, ok := r.v.Manager(x.n); ok {
			if k, inside := at[m]; inside {
				x.manager, x.order = k, r.v.Order(x.n)
			}
		}
		for _, boss := range r.v.Lines(x.n, graph.LineAssistant) {
			if k, inside := at[boss]; inside && (x.manager < 0 || x.manager == k) {
				x.manager, x.assistant = k, true
			}
		}
	}
	cut(nodes)
	for i := range nodes {
		if m := nodes[i].manager; m >= 0 {
			nodes[m].kids = append(nodes[m].kids, i)
		} else {
			roots = append(roots, i)
		}
	}
	for i := range nodes {
		slices.SortStableFunc(nodes[i].kids, func(a, b int) int {
			x, y := nodes[a].order, nodes[b].order
			if (x == 0) != (y == 0) {
				return cmp.Compare(y, x)
			}
			return cmp.Compare(x, y)
		})
	}
	return nodes, roots, at
}

// cut takes a seat of each circle, which only assistant lines can close, out from
// under its manager.
func cut(nodes []node) {
	state := make([]uint8, len(nodes)) // 1 on the way, 2 done
	for i := range nodes {
		var way []int
		for k := i; k >= 0 && state[k] != 2; k = nodes[k].manager {
			if state[k] == 1 {
				nodes[k].manager, nodes[k].assistant = -1, false
				break
			}
			state[k] = 1
			way = append(way, k)
		}
		for _, k := range way {
			state[k] = 2
		}
	}
}

// choose puts the seats that are drawn into order, from the top down.
func (r *reader) choose(q Query) error {
	nodes, roots, at := r.tree()
	r.chart.Total = len(nodes)
	var down []int // all, managers first
	for stack := slices.Clone(roots); len(stack) > 0; {
		i := stack[len(stack)-1]
		stack = append(stack[:len(stack)-1], nodes[i].kids...)
		down = append(down, i)
	}
	for _, i := range slices.Backward(down) {
		if m := nodes[i].manager; m >= 0 {
			nodes[m].below += nodes[i].below + 1
		}
		if r.v.Occupancy(nodes[i].n) == graph.OccupancyVacant {
			r.chart.Vacant++
		}
	}
	keep, err := r.kept(q, nodes, roots, at)
	if err != nil {
		return err
	}
	if q.Under != "" {
		roots = slices.DeleteFunc(slices.Clone(down), func(i int) bool { return !keep[i] || nodes[i].manager >= 0 && keep[nodes[i].manager] })
	}
	var walk func(i, manager, depth int)
	walk = func(i, manager, depth int) {
		if keep != nil && !keep[i] {
			return
		}
		x := nodes[i]
		x.manager, x.depth = manager, depth
		place := len(r.order)
		r.order = append(r.order, x)
		r.at[x.n] = place
		for _, k := range x.kids {
			walk(k, place, depth+1)
		}
	}
	for _, i := range roots {
		walk(i, -1, 0)
	}
	return nil
}

// kept says which seats are drawn; nil for all.
func (r *reader) kept(q Query, nodes []node, roots []int, at map[kernel.N]int) ([]bool, error) {
	if q.Under == "" && len(q.Focus) == 0 && q.Depth < 0 {
		return nil, nil
	}
	if len(q.Focus) > MaxFocus {
		return nil, graph.Invalid("query", nil, "a chart can be about %d people and seats at most, not %d", MaxFocus, len(q.Focus))
	}
	keep := make([]bool, len(nodes))
	var down func(i, levels int)
	down = func(i, levels int) {
		keep[i] = true
		if levels == 0 {
			return
		}
		for _, k := range nodes[i].kids {
			down(k, levels-1)
		}
	}
	if q.Under != "" {
		n, err := r.ever.Find(q.Under, graph.NodePosition)
		if err != nil {
			return nil, err
		}
		i, ok := at[n]
		if !ok {
			return nil, graph.Invalid("query", []graph.ID{q.Under}, "the seat %s is not on the chart that is asked for", q.Under)
		}
		roots = []int{i}
	}
	if len(q.Focus) == 0 {
		for _, i := range roots {
			down(i, q.Depth)
		}
		return keep, nil
	}
	for _, id := range q.Focus {
		n, err := r.ever.Find(id, graph.NodePerson, graph.NodePosition)
		if err != nil {
			return nil, err
		}
		seats := []kernel.N{n}
		if r.ever.NodeKind(n) == graph.NodePerson {
			seats = r.v.Seats(n)
		}
		found := false
		for _, seat := range seats {
			i, ok := at[seat]
			if !ok {
				continue
			}
			found, nodes[i].focus = true, true
			down(i, q.Depth)
			for k := i; k >= 0; k = nodes[k].manager {
				keep[k] = true
			}
		}
		if !found {
			return nil, graph.Invalid("query", []graph.ID{id}, "%s is not on the chart that is asked for", id)
		}
	}
	return keep, nil
}

// seat adds a seat to the chart.
func (r *reader) seat(x *node) {
	p := view.As[graph.Position](r.v, x.n)
	s := Seat{
		ID: r.ever.NodeID(x.n), Title: p.Title, Department: p.Department, Level: p.Level, Function: p.Function, Expected: p.Expected,
		State: r.v.Reporting(x.n), Assistant: x.assistant, Depth: x.depth, Reports: len(x.kids), Below: x.below,
		Occupancy: r.v.Occupancy(x.n), New: r.isNew(p.From), Focus: x.focus, Facing: r.facing(x.n),
	}
	if org, ok := r.v.OrgOf(x.n); ok {
		s.Organization = r.ever.NodeID(org)
	}
	if x.manager >= 0 {
		s.Manager, s.Order = r.ever.NodeID(r.order[x.manager].n), x.order
	}
	if s.Vacant() {
		s.VacantSince = r.v.VacantSince(x.n)
	}
	type named struct {
		Holding
		name string
	}
	var list []named
	for h := range r.v.In(x.n, graph.EdgeHolds) {
		hold := graph.Decode[graph.Holds](r.ever.EdgeElement(h.Edge()))
		list = append(list, named{Holding{Person: r.ever.NodeID(h.Node()), Kind: hold.Kind, From: hold.From}, r.v.Name(h.Node())})
		s.New = s.New || r.isNew(hold.From)
		if _, placed := r.top[h.Node()]; !placed {
			r.top[h.Node()] = x.n
		}
	}
	if len(list) == 0 {
		s.Roles = r.parts(x.n)
	}
	slices.SortStableFunc(list, func(a, b named) int { return cmp.Compare(a.name, b.name) })
	for _, h := range list {
		s.Holders = append(s.Holders, h.Holding)
	}
	r.chart.Seats = append(r.chart.Seats, s)
}

func (r *reader) isNew(from graph.Date) bool { return from != 0 && r.v.Day()-from < NewDays }

// facing returns who of ours is paired with a seat or a person, by ID.
func (r *reader) facing(with kernel.N) []graph.ID {
	var out []graph.ID
	for h := range r.v.In(with, graph.EdgePairedWith) {
		out = append(out, r.ever.NodeID(h.Node()))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// holders adds those who hold the seats. A person with several seats of one level
// stands on the highest, and of those on the first.
func (r *reader) holders() {
	var list []kernel.N
	for n := range r.top {
		list = append(list, n)
	}
	r.v.SortByID(list)
	seats := map[graph.ID][]graph.ID{}
	for i := range r.chart.Seats {
		for _, h := range r.chart.Seats[i].Holders {
			if s := seats[h.Person]; !slices.Contains(s, r.chart.Seats[i].ID) {
				seats[h.Person] = append(s, r.chart.Seats[i].ID)
			}
		}
	}
	for _, n := range list {
		who := view.As[graph.Person](r.v, n)
		p := Person{ID: r.ever.NodeID(n), Name: who.Name, DoNotContact: who.DoNotContact, Facing: r.facing(n)}
		p.Seats = seats[p.ID]
		p.SinglePoint = r.critical[p.ID]
		if k := r.people[p.ID]; k != nil {
			p.Known, p.Stance, p.Disputed, p.KnownBy, p.DirectDepth = true, k.Stance, k.Disputed, k.KnownBy, k.DirectDepth
			p.Roles, p.Key = r.rolesOf(k)
			p.Neglected = k.Neglected && p.Key
		}
		r.chart.People = append(r.chart.People, p)
		best := r.top[n]
		for _, seat := range r.v.Seats(n) {
			if _, on := r.at[seat]; on && cmp.Or(cmp.Compare(r.v.Level(best), r.v.Level(seat)), cmp.Compare(r.at[seat], r.at[best])) < 0 {
				best = seat
			}
		}
		r.top[n] = best
	}
}

// lines adds the lines beside the solid ones: whom seats assist, to whom they also
// report, each in the order of the seats and then of IDs, and then those of people.
func (r *reader) lines() {
	for _, kind := range []graph.LineKind{graph.LineAssistant, graph.LineDotted} {
		for i := range r.order {
			seat, first := r.order[i].n, len(r.chart.Lines)
			for h := range r.v.Out(seat, graph.EdgeReportsTo) {
				if _, on := r.at[h.Node()]; !on || graph.LineKind(r.ever.EdgeElement(h.Edge()).Props.Text("kind")) != kind {
					continue
				}
				l := Line{Record: r.ever.EdgeID(h.Edge()), From: r.ever.NodeID(seat), To: r.ever.NodeID(h.Node()), Kind: LineAlsoReports}
				if kind == graph.LineAssistant {
					l.Kind = LineAssists
				}
				r.chart.Lines = append(r.chart.Lines, l)
			}
			slices.SortFunc(r.chart.Lines[first:], func(a, b Line) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.Record, b.Record)) })
		}
	}
	for i := range r.chart.People {
		n, _ := r.ever.Node(r.chart.People[i].ID)
		for h := range r.v.Out(n, graph.EdgeInfluences) {
			f := graph.Decode[graph.Influences](r.ever.EdgeElement(h.Edge()))
			kind := LineInfluences
			if f.Kind == graph.InfluenceConflict {
				kind = LineConflict
			}
			r.line(h, n, kind, f.Weight)
		}
		for h := range r.v.Out(n, graph.EdgeKnows) {
			switch k := graph.Decode[graph.Knows](r.ever.EdgeElement(h.Edge())); {
			case k.Kind == graph.TieConflict:
				r.line(h, n, LineConflict, 0)
			case k.Level != graph.TieNone:
				r.line(h, n, LineKnows, 0)
			}
		}
	}
}

// line adds a line between two people when both are on the chart.
func (r *reader) line(h kernel.Half, from kernel.N, kind ChartLineKind, weight float64) {
	to, on := r.top[h.Node()]
	if !on {
		return
	}
	if n := len(r.chart.Lines); n == cap(r.chart.Lines) {
		r.chart.Lines = slices.Grow(r.chart.Lines, n) // append would copy a long list more often
	}
	r.chart.Lines = append(r.chart.Lines, Line{
		Record: r.ever.EdgeID(h.Edge()), From: r.ever.NodeID(r.top[from]), To: r.ever.NodeID(to), Kind: kind, Weight: weight,
		FromPerson: r.ever.NodeID(from), ToPerson: r.ever.NodeID(h.Node()),
	})
}

// team adds those of ours who matter to the account.
func (r *reader) team() {
	ours := map[graph.ID]bool{}
	for i := range r.chart.People {
		for _, k := range r.chart.People[i].KnownBy {
			ours[k.Person] = true
		}
		for _, id := range r.chart.People[i].Facing {
			ours[id] = true
		}
	}
	for i := range r.chart.Seats {
		for _, id := range r.chart.Seats[i].Facing {
			ours[id] = true
		}
	}
	for _, p := range r.v.Team(r.account) {
		ours[r.ever.NodeID(p)] = true
	}
	ids := make([]graph.ID, 0, len(ours))
	for id := range ours {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		n, _ := r.ever.Node(id)
		m := Member{ID: id, Name: r.v.Name(n), SinglePoint: r.critical[id]}
		for _, seat := range r.v.Seats(n) {
			m.Title = r.v.Title(seat)
			if boss, ok := r.v.Manager(seat); ok {
				for _, h := range r.v.Holders(boss) {
					if b := r.ever.NodeID(h); ours[b] {
						m.Manager = b
					}
				}
			}
			if org, ok := r.v.OrgOf(seat); ok && m.Company == "" {
				m.Company = r.ever.NodeID(r.v.Company(org))
			}
		}
		r.chart.Team = append(r.chart.Team, m)
	}
}

// findings adds what was found about the account as a whole, its areas, and those who
// are on the chart.
func (r *reader) findings(found []*analysis.Finding) {
	seats := make(map[graph.ID][]int, len(r.chart.Seats)) // by seat and by holder
	for i := range r.chart.Seats {
		s := &r.chart.Seats[i]
		seats[s.ID] = append(seats[s.ID], i)
		for _, h := range s.Holders {
			seats[h.Person] = append(seats[h.Person], i)
		}
	}
	for _, f := range found {
		about, elsewhere := seats[f.Subjects[0]], false
		if len(about) == 0 {
			n, ok := r.ever.Node(f.Subjects[0])
			kind := graph.Kind("")
			if ok {
				kind = r.ever.NodeKind(n)
			}
			elsewhere = kind == graph.NodePosition || kind == graph.NodePerson && !r.v.Ours(n)
		}
		if elsewhere {
			continue // they are not drawn
		}
		id := f.ID()
		r.chart.Findings = append(r.chart.Findings, Finding{id, f})
		for _, i := range about {
			if s := &r.chart.Seats[i]; !slices.Contains(s.Findings, id) {
				s.Findings = append(s.Findings, id)
			}
		}
	}
}
