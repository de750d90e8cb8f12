package analysis

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// reader reads a view for one analysis. It remembers what it has worked out,
// and every later day on which something that it read begins or ends. It is
// used by one analysis and not safe for concurrent use.
type reader struct {
	v      sight
	s      source
	day    graph.Date
	clock  clock
	issues []DataIssue

	circle      *circle // nil until it is needed; it may be shared
	finder      *reader // works out what the circle does not know, by a clock of its own
	orgAccounts map[graph.N][]graph.N
	captures    map[graph.N]float64
	ties        map[graph.N][]tie
	ourTies     map[graph.N][]*tie
	assessments map[graph.N][]assessment
	ourBench    []graph.N
	benched     bool
	proposed    map[graph.N][]graph.N // of ours, for whom this report has proposed them
}

func newReader(v *graph.View) *reader { return readerOn(source{s: v.Snapshot()}, v.Day()) }

// readerOn returns a reader of a source on a day.
func readerOn(s source, day graph.Date) *reader {
	r := &reader{
		v: s.On(day), s: s, day: day, clock: clock{day: day},
		orgAccounts: map[graph.N][]graph.N{}, captures: map[graph.N]float64{},
		ties: map[graph.N][]tie{}, ourTies: map[graph.N][]*tie{}, assessments: map[graph.N][]assessment{}, proposed: map[graph.N][]graph.N{},
	}
	r.v.clock = &r.clock
	return r
}

// sightOn returns the view of a day; what is read of another day than the reader's is
// taken to stay as it is.
func (r *reader) sightOn(day graph.Date) sight {
	if day == r.day {
		return r.v
	}
	return r.s.On(day)
}

func (r *reader) id(n graph.N) graph.ID { return r.s.NodeID(n) }

// name returns the name of a node, its id where it has none.
func (r *reader) name(n graph.N) string {
	if name := r.v.Name(n); name != "" {
		return name
	}
	return string(r.id(n))
}

func (r *reader) ids(nodes []graph.N) []graph.ID {
	out := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		out[i] = r.id(n)
	}
	return out
}

// byID compares two nodes by their ids.
func (r *reader) byID(a, b graph.N) int { return strings.Compare(string(r.id(a)), string(r.id(b))) }

// holding yields those of the halves whose edge and whose node at the other end
// are there on the day.
func (r *reader) holding(hs []graph.Half) iter.Seq[graph.Half] {
	return func(yield func(graph.Half) bool) {
		for _, h := range hs {
			if r.holds(h) && !yield(h) {
				return
			}
		}
	}
}

// holds reports whether an edge and the node at its other end are there on the
// day.
func (r *reader) holds(h graph.Half) bool {
	edge, node := r.s.EdgeValid(h.Edge()), r.s.NodeValid(h.Node())
	r.clock.noteInterval(edge)
	r.clock.noteInterval(node)
	return edge.Contains(r.day) && node.Contains(r.day)
}

func (r *reader) out(n graph.N, k graph.Kind) iter.Seq[graph.Half] { return r.holding(r.s.Out(n, k)) }
func (r *reader) in(n graph.N, k graph.Kind) iter.Seq[graph.Half]  { return r.holding(r.s.In(n, k)) }

// others returns the distinct nodes at the other ends, by id.
func (r *reader) others(hs iter.Seq[graph.Half]) []graph.N {
	var out []graph.N
	for h := range hs {
		out = append(out, h.Node())
	}
	return r.distinct(out)
}

// distinct sorts nodes by id and drops repeats, in place.
func (r *reader) distinct(nodes []graph.N) []graph.N {
	slices.SortFunc(nodes, r.byID)
	return slices.Compact(nodes)
}

// first returns the first half, by the id of its edge.
func first(hs iter.Seq[graph.Half]) (graph.Half, bool) {
	for h := range hs {
		return h, true
	}
	return graph.Half{}, false
}

// details notes when a dated property of a node changes.
func (r *reader) details(n graph.N) {
	for _, h := range r.s.In(n, graph.EdgeOf) {
		r.clock.noteInterval(r.s.NodeValid(h.Node()))
	}
}

// capture returns how surely the contacts of one of ours are noticed, 0 for
// everybody else. Without a record nothing is noticed.
func (r *reader) capture(person graph.N) float64 {
	if c, known := r.captures[person]; known {
		return c
	}
	var c float64
	if r.ours(person) {
		for h := range r.in(person, graph.EdgeAbout) {
			if r.s.NodeKind(h.Node()) == graph.NodeCapture {
				c = max(c, captured(graph.CaptureMode(r.s.NodeProps(h.Node()).Text("mode"))))
			}
		}
	}
	r.captures[person] = c
	return c
}

// level returns the highest level among the seats of a person, 0 for unknown.
func (r *reader) level(person graph.N) (highest int) {
	for h := range r.out(person, graph.EdgeHolds) {
		r.details(h.Node())
		highest = max(highest, r.v.Level(h.Node()))
	}
	return highest
}

// accountsOf returns the accounts of the organizations in which a person sits
// and of those above them, by id.
func (r *reader) accountsOf(person graph.N) []graph.N {
	var out []graph.N
	for _, h := range r.s.Out(person, graph.EdgeHolds) {
		if !r.holds(h) {
			continue
		}
		for _, in := range r.s.Out(h.Node(), graph.EdgeIn) {
			if r.holds(in) {
				out = append(out, r.accountsAbove(in.Node())...)
			}
		}
	}
	return r.distinct(out)
}

// accountsAbove returns the accounts of an organization and of those above it.
func (r *reader) accountsAbove(org graph.N) []graph.N {
	if list, known := r.orgAccounts[org]; known {
		return list
	}
	r.orgAccounts[org] = nil // ends a walk round a cycle
	var list []graph.N
	for f := range r.in(org, graph.EdgeFor) {
		if r.s.NodeKind(f.Node()) == graph.NodeAccount {
			list = append(list, f.Node())
		}
	}
	if up, ok := first(r.out(org, graph.EdgePartOf)); ok {
		list = append(list, r.accountsAbove(up.Node())...)
	}
	r.orgAccounts[org] = list
	return list
}

// assessment is one colleague's judgement that stands on the day.
type assessment struct {
	id       graph.ID
	author   graph.N
	on       graph.Date
	stance   graph.Stance
	roles    []graph.Role
	accounts []graph.N // that it is about, directly or by an area
	areas    []graph.N
}

// assessmentLife is the days for which an assessment without an end stands.
const assessmentLife = 180

// assessed returns the judgements of a person that stand on the day, newest
// first.
func (r *reader) assessed(person graph.N) []assessment {
	if list, known := r.assessments[person]; known {
		return list
	}
	var list []assessment
	for h := range r.in(person, graph.EdgeAbout) {
		n := h.Node()
		if r.s.NodeKind(n) != graph.NodeAssessment {
			continue
		}
		f := as[graph.Assessment](r.v, n)
		if f.Expires == 0 {
			f.Expires = f.On + assessmentLife
		}
		r.clock.noteInterval(graph.Interval{From: f.On, To: f.Expires})
		if f.On > r.day || r.day >= f.Expires {
			continue
		}
		a := assessment{id: f.ID, on: f.On, stance: f.Stance, roles: f.Roles}
		if by, ok := first(r.out(n, graph.EdgeAuthor)); ok {
			a.author = by.Node()
		}
		for about := range r.out(n, graph.EdgeAbout) {
			switch r.s.NodeKind(about.Node()) {
			case graph.NodeAccount:
				a.accounts = append(a.accounts, about.Node())
			case graph.NodeDecisionArea:
				a.areas = append(a.areas, about.Node())
				if acc, ok := first(r.out(about.Node(), graph.EdgeFor)); ok {
					a.accounts = append(a.accounts, acc.Node())
				}
			}
		}
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b assessment) int { return cmp.Or(cmp.Compare(b.on, a.on), cmp.Compare(a.id, b.id)) })
	r.assessments[person] = list
	return list
}

// nowhere stands for no node where an area or account may be given.
const nowhere graph.N = -1

// applies reports whether a judgement holds in one of the accounts, and for an
// area when one is given. A judgement about no account holds everywhere, and
// one about an area holds for no other.
func (a *assessment) applies(accounts []graph.N, area graph.N) bool {
	if len(a.areas) > 0 && area != nowhere {
		return slices.Contains(a.areas, area)
	}
	return len(a.accounts) == 0 || slices.ContainsFunc(a.accounts, func(n graph.N) bool { return slices.Contains(accounts, n) })
}

// stand is how a person stands to us, and who says so.
type stand struct {
	stance   graph.Stance
	record   graph.ID
	on       graph.Date
	disputed bool // colleagues disagree; this is the worse judgement
}

// stance returns how a person stands to us in some accounts: of each
// colleague's newest judgement the worst one, UNKNOWN when nobody knows.
func (r *reader) stance(person graph.N, accounts []graph.N, area graph.N) stand {
	worst := stand{stance: graph.StanceUnknown}
	var heard []graph.N
	list := r.assessed(person)
	for i := range list {
		a := &list[i]
		if !a.applies(accounts, area) || a.stance == "" || a.stance == graph.StanceUnknown || slices.Contains(heard, a.author) {
			continue
		}
		heard = append(heard, a.author)
		if worst.stance != graph.StanceUnknown && worst.stance != a.stance {
			worst.disputed = true
		}
		if worst.stance == graph.StanceUnknown || badness(a.stance) > badness(worst.stance) {
			worst.stance, worst.record, worst.on = a.stance, a.id, a.on
		}
	}
	return worst
}

func badness(s graph.Stance) int { return slices.Index(graph.Stances(), s) }

// ally reports whether a stance is for us.
func ally(s graph.Stance) bool { return s == graph.StanceChampion || s == graph.StanceSupporter }
