package object

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Entry is what is written about a person, an account or a decision area: a
// [Problem], [Concession], [Signal], [ValueRecord],
// [Scorecard] or [Action].
type Entry interface {
	Object
	About() []Object
	Author() *Person
	entry() // only these six: a type switch tells an entry from other facts
}

func (Problem) entry()     {}
func (Concession) entry()  {}
func (Signal) entry()      {}
func (ValueRecord) entry() {}
func (Scorecard) entry()   {}
func (Action) entry()      {}

var entryKinds = []graph.Kind{graph.NodeProblem, graph.NodeConcession, graph.NodeSignal, graph.NodeValueRecord, graph.NodeScorecard, graph.NodeAction}

// About returns what something written is about, by kind and ID: accounts,
// decision areas and people.
func (o NodeObject) About() []Object {
	out := []Object{}
	for _, k := range []graph.Kind{graph.NodeAccount, graph.NodeDecisionArea, graph.NodePerson} {
		var ns []kernel.N
		for _, h := range o.v.Ever().Out(o.n, graph.EdgeAbout) {
			if o.v.Snapshot().NodeKind(h.Node()) == k {
				ns = append(ns, h.Node())
			}
		}
		o.v.SortByID(ns)
		out = append(out, eachNode(ns, o.v.NodeObject)...)
	}
	return out
}

// entryAt returns an entry.
func (v *View) entryAt(n kernel.N) Entry {
	base := NodeObject{v, n}
	switch v.Snapshot().NodeKind(n) {
	case graph.NodeProblem:
		return &Problem{base, view.As[graph.Problem](v.View, n)}
	case graph.NodeConcession:
		return &Concession{base, view.As[graph.Concession](v.View, n)}
	case graph.NodeSignal:
		return &Signal{base, view.As[graph.Signal](v.View, n)}
	case graph.NodeValueRecord:
		return &ValueRecord{base, view.As[graph.ValueRecord](v.View, n)}
	case graph.NodeScorecard:
		return &Scorecard{base, view.As[graph.Scorecard](v.View, n)}
	}
	return &Action{base, view.As[graph.Action](v.View, n)}
}

// entries returns what is written about n, by ID, of the given kinds or, when
// there are none, of all.
func (v *View) entries(n kernel.N, kinds []graph.Kind, ever bool) ([]Entry, error) {
	if len(kinds) == 0 {
		kinds = entryKinds
	}
	for _, k := range kinds {
		if !isEntry(k) {
			return nil, graph.Invalid("kind", nil, "%s is not a kind of entry; wanted some of %v", graph.Quote(string(k)), entryKinds)
		}
	}
	return eachNode(v.satellites(n, graph.EdgeAbout, ever, kinds...), v.entryAt), nil
}

func isEntry(k graph.Kind) bool {
	for _, r := range entryKinds {
		if r == k {
			return true
		}
	}
	return false
}

// Problem is an open issue.
type Problem struct {
	NodeObject
	graph.Problem
}

// Open reports whether the issue is open on the day of the view.
func (o *Problem) Open() bool { return o.v.exists(o.n) }

// Concession is an exception granted.
type Concession struct {
	NodeObject
	graph.Concession
}

// Signal is an outside event.
type Signal struct {
	NodeObject
	graph.Signal
}

// ValueRecord is value delivered.
type ValueRecord struct {
	NodeObject
	graph.ValueRecord
}

// Action is a step of a contact plan.
type Action struct {
	NodeObject
	graph.Action
}

// Done returns the day on which the step was taken, and 0 when it had not been
// by the day of the view.
func (o *Action) Done() graph.Date {
	if o.Action.Done > o.v.Day() {
		return 0
	}
	return o.Action.Done
}

// Overdue reports whether the step was due before the day of the view and had
// not been taken.
func (o *Action) Overdue() bool { return o.Done() == 0 && o.Due != 0 && o.Due < o.v.Day() }

// Scorecard holds the answers of one person to McDonald's eight items.
type Scorecard struct {
	NodeObject
	graph.Scorecard
}

// ScorecardItem is one item of a scorecard and its answer.
type ScorecardItem struct {
	Number    int // 1 to 8
	Statement string
	Answer    graph.Answer
}

// scorecardStatements are the eight items in our words (after McDonald,
// Millman and Rogers, "Key account management: theory, practice and
// challenges", Journal of Marketing Management 13, 1997).
var scorecardStatements = [8]string{
	"Ending the relationship would be painful for both sides.",
	"Both sides plan together for the long term.",
	"Both sides share what most partners do not.",
	"Communication is good at all levels.",
	"The individuals like and respect each other.",
	"Both sides save cost or gain efficiency.",
	"Price is not a big issue.",
	"The client gives testimonials and referrals.",
}

// Items returns the eight items in order; one that was not answered is UNKNOWN.
func (o *Scorecard) Items() []ScorecardItem {
	answers := [8]graph.Answer{o.Item1, o.Item2, o.Item3, o.Item4, o.Item5, o.Item6, o.Item7, o.Item8}
	out := make([]ScorecardItem, len(answers))
	for i, a := range answers {
		if a == "" {
			a = graph.AnswerUnknown
		}
		out[i] = ScorecardItem{i + 1, scorecardStatements[i], a}
	}
	return out
}
