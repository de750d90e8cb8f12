// Package knows judges how one person knows another on a day: how strong a tie is,
// whether it works and how long, from contacts, claims, influences, reporting lines
// and shared employments. It holds the reader by which every analysis reads its view.
package knows

import (
	"iter"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Reader reads a view for one analysis: the day by V, the history behind it by S.
// It remembers what it has worked out, and by the view's clock every later day on
// which something that it read begins or ends. It is used by one analysis and not
// safe for concurrent use.
type Reader struct {
	V      *view.View
	S      view.Ever
	Day    graph.Date
	Clock  *view.Clock
	issues []analysis.DataIssue

	Circle      *Circle           // nil until it is needed; it may be shared
	ever        map[kernel.N]bool // organizations that are ours, or were ever part of one
	finder      *Reader           // works out what the circle does not know, by a clock of its own
	orgAccounts map[kernel.N][]kernel.N
	captures    map[kernel.N]float64
	ties        map[kernel.N][]Tie
	ourTies     map[kernel.N][]*Tie
	judgements  map[kernel.N][]view.Judged
	scratch     scratch // for gather
	OurBench    []kernel.N
	Benched     bool
	Proposed    map[kernel.N][]kernel.N // of ours, for whom this report has proposed them
}

// NewReader returns a reader of a view, on its day.
func NewReader(v *view.View) *Reader { return ReaderOn(v.Ever(), v.Day()) }

// ReaderOn returns a reader of a workspace on a day.
func ReaderOn(s view.Ever, day graph.Date) *Reader {
	clock := &view.Clock{Day: day}
	// A fact that an analysis reads counts four times: it is weighed, dated and explained,
	// which takes several times as long as to list it.
	v := s.On(day).Timed(clock).Weighing(4)
	return &Reader{
		V: v, S: v.Ever(), Day: day, Clock: clock,
		orgAccounts: map[kernel.N][]kernel.N{}, captures: map[kernel.N]float64{},
		ties: map[kernel.N][]Tie{}, ourTies: map[kernel.N][]*Tie{}, judgements: map[kernel.N][]view.Judged{}, Proposed: map[kernel.N][]kernel.N{},
	}
}

// sightOn returns the view of a day; what is read of another day than the reader's is
// taken to stay as it is.
func (r *Reader) sightOn(day graph.Date) *view.View {
	if day == r.Day {
		return r.V
	}
	return r.S.On(day)
}

// ID returns the id of a node.
func (r *Reader) ID(n kernel.N) graph.ID { return r.S.NodeID(n) }

// Name returns the name of a node, its id where it has none.
func (r *Reader) Name(n kernel.N) string {
	if name := r.V.Name(n); name != "" {
		return name
	}
	return string(r.ID(n))
}

// IDs returns the ids of nodes, in their order.
func (r *Reader) IDs(nodes []kernel.N) []graph.ID {
	out := make([]graph.ID, len(nodes))
	for i, n := range nodes {
		out[i] = r.ID(n)
	}
	return out
}

// ByID compares two nodes by their ids.
func (r *Reader) ByID(a, b kernel.N) int { return strings.Compare(string(r.ID(a)), string(r.ID(b))) }

// Out returns the edges of a kind that leave a node on the day.
func (r *Reader) Out(n kernel.N, k graph.Kind) iter.Seq[kernel.Half] { return r.V.Out(n, k) }

// In returns the edges of a kind that come to a node on the day.
func (r *Reader) In(n kernel.N, k graph.Kind) iter.Seq[kernel.Half] { return r.V.In(n, k) }

// Others returns the distinct nodes at the other ends, by id.
func (r *Reader) Others(hs iter.Seq[kernel.Half]) []kernel.N {
	var out []kernel.N
	for h := range hs {
		out = append(out, h.Node())
	}
	return r.Distinct(out)
}

// Distinct sorts nodes by id and drops repeats, in place.
func (r *Reader) Distinct(nodes []kernel.N) []kernel.N {
	slices.SortFunc(nodes, r.ByID)
	return slices.Compact(nodes)
}

// First returns the first half, by the id of its edge.
func First(hs iter.Seq[kernel.Half]) (kernel.Half, bool) {
	for h := range hs {
		return h, true
	}
	return kernel.Half{}, false
}

// Capture returns how surely the contacts of one of ours are noticed, 0 for
// everybody else. Without a record nothing is noticed.
func (r *Reader) Capture(person kernel.N) float64 {
	if c, known := r.captures[person]; known {
		return c
	}
	var c float64
	if r.Ours(person) {
		for h := range r.In(person, graph.EdgeAbout) {
			if r.S.NodeKind(h.Node()) == graph.NodeCapture {
				c = max(c, captured(graph.CaptureMode(r.S.NodeProps(h.Node()).Text("mode"))))
			}
		}
	}
	r.captures[person] = c
	return c
}

// Level returns the highest level among the seats of a person, 0 for unknown.
func (r *Reader) Level(person kernel.N) (highest int) {
	for h := range r.Out(person, graph.EdgeHolds) {
		highest = max(highest, r.V.Level(h.Node()))
	}
	return highest
}

// AccountsOf returns the accounts of the organizations in which a person sits
// and of those above them, by id.
func (r *Reader) AccountsOf(person kernel.N) []kernel.N {
	return r.V.AccountsBy(person, r.AccountsAbove)
}

// AccountsAbove returns the accounts of an organization and of those above it.
func (r *Reader) AccountsAbove(org kernel.N) []kernel.N {
	list, known := r.orgAccounts[org]
	if !known {
		list = r.V.AccountsAbove(org)
		r.orgAccounts[org] = list
	}
	return list
}

// Judged returns the judgements of a person that count on the day, newest first.
func (r *Reader) Judged(person kernel.N) []view.Judged {
	list, known := r.judgements[person]
	if !known {
		list = r.V.Judgements(person)
		r.judgements[person] = list
	}
	return list
}

// Nowhere stands for no node where an area or account may be given.
const Nowhere = view.Nowhere

// Stance returns how a person stands to us in some accounts, or in an area of them.
func (r *Reader) Stance(person kernel.N, accounts []kernel.N, area kernel.N) view.Standing {
	return view.Stand(r.Judged(person), view.Matter{Accounts: accounts, Area: area})
}

// NamesOf returns the names of nodes by their ids.
func (r *Reader) NamesOf(ids []graph.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		n, _ := r.S.Node(id)
		out[i] = r.Name(n)
	}
	return out
}
