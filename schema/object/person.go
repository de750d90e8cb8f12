package object

import (
	"errors"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Person is a person on the day of a view.
type Person struct {
	NodeObject
	graph.Person
}

func (v *View) personAt(n kernel.N) *Person {
	return &Person{NodeObject{v, n}, view.As[graph.Person](v.View, n)}
}

// PersonByID returns a person, and nil when there is none with that ID.
func (v *View) PersonByID(id graph.ID) *Person { return lookup(v, graph.NodePerson, id, v.personAt) }

// Email returns the person's current e-mail address, "" when none is known.
func (p *Person) Email() string {
	if len(p.Emails) == 0 {
		return ""
	}
	return p.Emails[0]
}

// Side returns whose they are on the day: ours when they hold a seat of ours,
// theirs when they hold other seats only, and nil without a seat.
func (p *Person) Side() *graph.Side {
	switch {
	case p.v.Ours(p.n):
		return some(graph.SideOurs)
	case p.v.Employed(p.n):
		return some(graph.SideTheirs)
	}
	return nil
}

// Seat returns the seat that speaks for the person on the day: the one with
// the highest level, the smaller ID among equals; nil without a seat.
func (p *Person) Seat() *Position {
	seat, ok := p.v.mainSeat(p.n)
	if !ok {
		return nil
	}
	return p.v.positionAt(seat)
}

// mainSeat returns the seat of the highest level that a person holds.
func (v *View) mainSeat(person kernel.N) (kernel.N, bool) {
	seats := v.Seats(person)
	if len(seats) == 0 {
		return 0, false
	}
	best := seats[0]
	for _, s := range seats[1:] {
		if v.Level(s) > v.Level(best) {
			best = s
		}
	}
	return best, true
}

// Seats returns the seats that the person holds on the day, by ID.
func (p *Person) Seats() []*Position { return eachNode(p.v.Seats(p.n), p.v.positionAt) }

// Holdings returns the person's places on seats, by ID: those of the day, or
// with ever the whole career.
func (p *Person) Holdings(ever bool) []*Holding {
	return eachEdge(p.v.halves(p.n, graph.EdgeHolds, true, ever), p.v.holdingAt)
}

// Organizations returns the organizations in which the person sits on the day,
// by ID.
func (p *Person) Organizations() []*Organization {
	var out []kernel.N
	for _, seat := range p.v.Seats(p.n) {
		if org, ok := p.v.OrgOf(seat); ok {
			out = append(out, org)
		}
	}
	p.v.SortByID(out)
	return eachNode(slices.Compact(out), p.v.organizationAt)
}

// Accounts returns the accounts of the organizations in or above which the
// person sits on the day, by ID.
func (p *Person) Accounts() []*Account { return eachNode(p.v.AccountsOf(p.n), p.v.accountAt) }

// Managers returns the people who hold the seats to which the person's seats
// report by a solid line on the day, by ID.
func (p *Person) Managers() []*Person {
	var out []kernel.N
	for _, seat := range p.v.Seats(p.n) {
		if boss, ok := p.v.Manager(seat); ok {
			out = append(out, p.v.Holders(boss)...)
		}
	}
	p.v.SortByID(out)
	return eachNode(slices.Compact(out), p.v.personAt)
}

// Reports returns the people whose seats report to the person's by a solid line
// on the day, by ID.
func (p *Person) Reports(first *int, after *string, last *int, before *string) (*Connection[*Person], error) {
	var out []kernel.N
	for _, seat := range p.v.Seats(p.n) {
		for _, r := range p.v.Reports(seat, graph.LineSolid) {
			out = append(out, p.v.Holders(r)...)
		}
	}
	p.v.SortByID(out)
	return p.v.connectPeople(slices.Compact(out), nil, Window{first, last, after, before})
}

// TieFilter chooses ties; what is left nil chooses all.
type TieFilter struct {
	Levels  []graph.TieLevel
	Kinds   []graph.TieKind
	ByID    *graph.ID    // stated by this person
	Sides   []graph.Side // of the one at the other end, on the day
	Ever    *bool        // also those that do not hold on the day
	And, Or []*TieFilter
	Not     *TieFilter
}

// Knows returns the ties from the person to those they are said to know, by ID.
func (p *Person) Knows(first *int, after *string, last *int, before *string, filter *TieFilter) (*Connection[*Tie], error) {
	return p.v.ties(p.n, true, filter, Window{first, last, after, before})
}

// KnownBy returns the ties to the person, from those who are said to know them.
func (p *Person) KnownBy(first *int, after *string, last *int, before *string, filter *TieFilter) (*Connection[*Tie], error) {
	return p.v.ties(p.n, false, filter, Window{first, last, after, before})
}

func (v *View) ties(person kernel.N, out bool, filter *TieFilter, w Window) (*Connection[*Tie], error) {
	f := *given(filter)
	keep, err := chosen(&f, func(f *TieFilter) sets[TieFilter] { return sets[TieFilter]{f.And, f.Or, f.Not} }, v.tiesThat)
	if err != nil {
		return nil, err
	}
	return connectEdges(v, v.halves(person, graph.EdgeKnows, out, isTrue(f.Ever)), keep, v.tieAt, w)
}

// tiesThat returns which ties the parts of a filter choose.
func (v *View) tiesThat(f *TieFilter, inner bool) (func(kernel.Half) bool, error) {
	if err := whole(inner, "ever", f.Ever); err != nil {
		return nil, err
	}
	by, err := v.sought(f.ByID, graph.NodePerson)
	if err != nil {
		return nil, err
	}
	return func(h kernel.Half) bool {
		if len(f.Sides) > 0 {
			if side := v.personAt(h.Node()).Side(); side == nil || !slices.Contains(f.Sides, *side) {
				return false
			}
		}
		p := v.Snapshot().EdgeProps(h.Edge())
		return among(f.Levels, p.Text("level")) && among(f.Kinds, p.Text("kind")) && (by == nil || p.Text("by") == string(*by))
	}, nil
}

// among reports whether a word is in a list; every word is in the empty one.
func among[T ~string](list []T, word string) bool {
	return len(list) == 0 || slices.Contains(list, T(word))
}

// connectEdges cuts a page of edges that ascend by ID.
func connectEdges[T any](v *View, hs []kernel.Half, keep func(kernel.Half) bool, make func(kernel.E) T, w Window) (*Connection[T], error) {
	return ordered[kernel.Half, T]{
		items: hs, key: func(h kernel.Half) string { return string(v.Snapshot().EdgeID(h.Edge())) }, keep: keep,
		item: func(h kernel.Half) T { return make(h.Edge()) },
	}.cut(w)
}

// connectNodes cuts a page of nodes that ascend by ID, in an order of which by says where
// each stands; in that of their IDs for nil.
func connectNodes[T any, O ~string](v *View, ns []kernel.N, keep func(kernel.N) bool, make func(kernel.N) T, orderBy *O, by func(n kernel.N, order O) string, w Window) (*Connection[T], error) {
	if orderBy != nil {
		return connectInOrder(v, ns, keep, make, *orderBy, by, w)
	}
	return connectByID(v, ns, keep, make, w)
}

// connectByID cuts a page of nodes that ascend by ID.
func connectByID[T any](v *View, ns []kernel.N, keep func(kernel.N) bool, make func(kernel.N) T, w Window) (*Connection[T], error) {
	return ordered[kernel.N, T]{
		items: ns, key: func(n kernel.N) string { return string(v.Snapshot().NodeID(n)) }, keep: keep, item: make,
	}.cut(w)
}

func (v *View) connectPeople(ns []kernel.N, keep func(kernel.N) bool, w Window) (*Connection[*Person], error) {
	return connectNodes(v, ns, keep, v.personAt, (*PersonOrder)(nil), v.personBy, w)
}

// Influences returns the people whom the person is said to influence, by ID.
func (p *Person) Influences(ever bool) []*Influence {
	return eachEdge(p.v.halves(p.n, graph.EdgeInfluences, true, ever), p.v.influenceAt)
}

// InfluencedBy returns who is said to influence the person, by ID.
func (p *Person) InfluencedBy(ever bool) []*Influence {
	return eachEdge(p.v.halves(p.n, graph.EdgeInfluences, false, ever), p.v.influenceAt)
}

// Pairings returns the pairings in which the person, one of ours, looks after
// somebody, by ID.
func (p *Person) Pairings(ever bool) []*Pairing {
	return eachEdge(p.v.halves(p.n, graph.EdgePairedWith, true, ever), p.v.pairingAt)
}

// PairedBy returns the pairings with the person, or with a seat that they hold
// on the day, by ID.
func (p *Person) PairedBy(ever bool) []*Pairing {
	hs := p.v.halves(p.n, graph.EdgePairedWith, false, ever)
	for _, seat := range p.v.Seats(p.n) {
		hs = append(hs[:len(hs):len(hs)], p.v.halves(seat, graph.EdgePairedWith, false, ever)...)
	}
	p.v.sortHalves(hs)
	return eachEdge(hs, p.v.pairingAt)
}

// Decides returns the parts in decisions that are recorded of the person or of
// a seat that they hold on the day, by ID.
func (p *Person) Decides(ever bool) []*DecisionPart {
	hs := p.v.halves(p.n, graph.EdgeDecides, true, ever)
	for _, seat := range p.v.Seats(p.n) {
		hs = append(hs[:len(hs):len(hs)], p.v.halves(seat, graph.EdgeDecides, true, ever)...)
	}
	p.v.sortHalves(hs)
	return eachEdge(hs, p.v.decisionPartAt)
}

func (v *View) sortHalves(hs []kernel.Half) {
	slices.SortFunc(hs, func(a, b kernel.Half) int {
		return strings.Compare(string(v.Snapshot().EdgeID(a.Edge())), string(v.Snapshot().EdgeID(b.Edge())))
	})
}

// WorksOn returns the person's places on account teams, by ID.
func (p *Person) WorksOn(ever bool) []*TeamPlace {
	return eachEdge(p.v.halves(p.n, graph.EdgeWorksOn, true, ever), p.v.teamPlaceAt)
}

// Excludes returns what the person must not be used for, by ID.
func (p *Person) Excludes(ever bool) []*Exclusion {
	return eachEdge(p.v.halves(p.n, graph.EdgeExcludes, true, ever), p.v.exclusionAt)
}

// ExcludedBy returns who must not be used towards the person, by ID.
func (p *Person) ExcludedBy(ever bool) []*Exclusion {
	return eachEdge(p.v.halves(p.n, graph.EdgeExcludes, false, ever), p.v.exclusionAt)
}

// Captures returns how a contact of the person would be noticed, by ID.
func (p *Person) Captures(ever bool) []*Capture {
	return eachNode(p.v.satellites(p.n, graph.EdgeAbout, ever, graph.NodeCapture), p.v.captureAt)
}

// Assessments returns the judgements about the person, by ID: those that are
// still open on the day, or with ever all of them; with within only those in
// that account or decision area.
func (p *Person) Assessments(withinID *graph.ID, ever bool) ([]*Assessment, error) {
	within, err := p.v.sought(withinID, matters...)
	if err != nil {
		return nil, err
	}
	out := []*Assessment{}
	for _, n := range p.v.satellites(p.n, graph.EdgeAbout, ever, graph.NodeAssessment) {
		if a := p.v.assessmentAt(n); within == nil || a.isWithin(*within) {
			out = append(out, a)
		}
	}
	return out, nil
}

// matters are the kinds of node within which somebody is judged.
var matters = []graph.Kind{graph.NodeAccount, graph.NodeDecisionArea}

// Stance returns how the person stands to us on the day, see [view.Stand]: in an account
// or decision area, or with nil in any matter. It is nil when nobody judged, and
// when within is neither.
func (p *Person) Stance(withinID *graph.ID) (*graph.Stance, error) {
	m := view.Matter{Any: true}
	if withinID != nil {
		n, err := p.v.Ever().Find(*withinID, matters...)
		if errors.Is(err, graph.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		m = p.v.MatterOf(n)
	}
	list := p.v.Judgements(p.n)
	if !slices.ContainsFunc(list, func(j view.Judged) bool { return j.Stance != "" && j.Applies(m) }) {
		return nil, nil
	}
	return some(view.Stand(list, m).Stance), nil
}

// InteractionFilter chooses interactions; what is left nil chooses all.
type InteractionFilter struct {
	Since, Until *graph.Date // the first day, and the first day no more
	Channels     []graph.Channel
	WithID       *graph.ID // a person who attended too
	Planned      *bool     // also those after the day of the view
	Text         *string   // in the subject
	And, Or      []*InteractionFilter
	Not          *InteractionFilter
}

// Interactions returns the contacts that the person attended, newest first.
func (p *Person) Interactions(first *int, after *string, last *int, before *string, filter *InteractionFilter, orderBy *InteractionOrder) (*Connection[*Interaction], error) {
	var ns []kernel.N
	for _, h := range p.v.Ever().Out(p.n, graph.EdgeAttended) {
		ns = append(ns, h.Node())
	}
	return p.v.connectInteractions(ns, filter, orderBy, Window{first, last, after, before})
}

// CommitmentFilter chooses promises; what is left nil chooses all.
type CommitmentFilter struct {
	Open    *bool // not delivered by the day of the view, or delivered
	Overdue *bool // open, and due before the day of the view
	Text    *string
	And, Or []*CommitmentFilter
	Not     *CommitmentFilter
}

// CommitmentsMade returns what the person promised, by ID.
func (p *Person) CommitmentsMade(first *int, after *string, last *int, before *string, filter *CommitmentFilter, orderBy *CommitmentOrder) (*Connection[*Commitment], error) {
	return p.v.connectCommitments(p.v.satellites(p.n, graph.EdgePromisedBy, true, graph.NodeCommitment), filter, orderBy, Window{first, last, after, before})
}

// CommitmentsReceived returns what the person was promised, by ID.
func (p *Person) CommitmentsReceived(first *int, after *string, last *int, before *string, filter *CommitmentFilter, orderBy *CommitmentOrder) (*Connection[*Commitment], error) {
	return p.v.connectCommitments(p.v.satellites(p.n, graph.EdgePromisedTo, true, graph.NodeCommitment), filter, orderBy, Window{first, last, after, before})
}

// Introductions returns the requests in which the person is introducer, seeker
// or target, by ID; on the day, or with ever all of them.
func (p *Person) Introductions(ever bool) []*Introduction {
	var out []kernel.N
	for _, k := range []graph.Kind{graph.EdgeIntroducer, graph.EdgeSeeker, graph.EdgeTarget} {
		out = append(out, p.v.satellites(p.n, k, true, graph.NodeIntroduction)...)
	}
	p.v.SortByID(out)
	return p.v.introductionsOf(slices.Compact(out), ever)
}

// Records returns what is written about the person, by ID.
func (p *Person) Entries(kinds []graph.Kind, ever bool) ([]Entry, error) {
	return p.v.entries(p.n, kinds, ever)
}
