package analysis

import (
	"iter"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// reader reads a view for one analysis: the day by v, the history behind it by s.
// It remembers what it has worked out, and by the view's clock every later day on
// which something that it read begins or ends. It is used by one analysis and not
// safe for concurrent use.
type reader struct {
	v      *view.View
	s      view.Ever
	day    graph.Date
	clock  *view.Clock
	issues []DataIssue

	circle      *circle // nil until it is needed; it may be shared
	finder      *reader // works out what the circle does not know, by a clock of its own
	orgAccounts map[kernel.N][]kernel.N
	captures    map[kernel.N]float64
	ties        map[kernel.N][]tie
	ourTies     map[kernel.N][]*tie
	judgements  map[kernel.N][]view.Judged
	ourBench    []kernel.N
	benched     bool
	proposed    map[kernel.N][]kernel.N // of ours, for whom this report has proposed them
}

func newReader(v *view.View) *reader { return readerOn(v.Ever(), v.Day()) }

// readerOn returns a reader of a workspace on a day.
func readerOn(s view.Ever, day graph.Date) *reader {
	clock := &view.Clock{Day: day}
	v := s.On(day).Timed(clock)
	return &reader{
		v: v, s: v.Ever(), day: day, clock: clock,
		orgAccounts: map[kernel.N][]kernel.N{}, captures: map[kernel.N]float64{},
		ties: map[kernel.N][]tie{}, ourTies: map[kernel.N][]*tie{}, judgements: map[kernel.N][]view.Judged{}, proposed: map[kernel.N][]kernel.N{},
	}
}

// sightOn returns the view of a day; what is read of another day than the reader's is
// taken to stay as it is.
func (r *reader) sightOn(day graph.Date) *view.View {
	if day == r.day {
		return r.v
	}
	return r.s.On(day)
}

func (r *reader) id(n kernel.N) graph.ID { return r.s.NodeID(n) }

// name returns the name of a node, its id where it has none.
func (r *reader) name(n kernel.N) string {
	if name := r.v.Name(n); name != "" {
		return name
	}
	return string(r.id(n))
}

func (r *reader) ids(nodes []kernel.N) []graph.ID {
	out := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		out[i] = r.id(n)
	}
	return out
}

// byID compares two nodes by their ids.
func (r *reader) byID(a, b kernel.N) int { return strings.Compare(string(r.id(a)), string(r.id(b))) }

func (r *reader) out(n kernel.N, k graph.Kind) iter.Seq[kernel.Half] { return r.v.Out(n, k) }
func (r *reader) in(n kernel.N, k graph.Kind) iter.Seq[kernel.Half]  { return r.v.In(n, k) }

// others returns the distinct nodes at the other ends, by id.
func (r *reader) others(hs iter.Seq[kernel.Half]) []kernel.N {
	var out []kernel.N
	for h := range hs {
		out = append(out, h.Node())
	}
	return r.distinct(out)
}

// distinct sorts nodes by id and drops repeats, in place.
func (r *reader) distinct(nodes []kernel.N) []kernel.N {
	slices.SortFunc(nodes, r.byID)
	return slices.Compact(nodes)
}

// first returns the first half, by the id of its edge.
func first(hs iter.Seq[kernel.Half]) (kernel.Half, bool) {
	for h := range hs {
		return h, true
	}
	return kernel.Half{}, false
}

// capture returns how surely the contacts of one of ours are noticed, 0 for
// everybody else. Without a record nothing is noticed.
func (r *reader) capture(person kernel.N) float64 {
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
func (r *reader) level(person kernel.N) (highest int) {
	for h := range r.out(person, graph.EdgeHolds) {
		highest = max(highest, r.v.Level(h.Node()))
	}
	return highest
}

// accountsOf returns the accounts of the organizations in which a person sits
// and of those above them, by id.
func (r *reader) accountsOf(person kernel.N) []kernel.N {
	return r.v.AccountsBy(person, r.accountsAbove)
}

// accountsAbove returns the accounts of an organization and of those above it.
func (r *reader) accountsAbove(org kernel.N) []kernel.N {
	list, known := r.orgAccounts[org]
	if !known {
		list = r.v.AccountsAbove(org)
		r.orgAccounts[org] = list
	}
	return list
}

// judged returns the judgements of a person that count on the day, newest first.
func (r *reader) judged(person kernel.N) []view.Judged {
	list, known := r.judgements[person]
	if !known {
		list = r.v.Judgements(person)
		r.judgements[person] = list
	}
	return list
}

// nowhere stands for no node where an area or account may be given.
const nowhere = view.Nowhere

// stance returns how a person stands to us in some accounts, or in an area of them.
func (r *reader) stance(person kernel.N, accounts []kernel.N, area kernel.N) view.Standing {
	return view.Stand(r.judged(person), view.Matter{Accounts: accounts, Area: area})
}
