package graph

// Record is what is written about a person, an account or a decision area: a
// [ProblemView], [ConcessionView], [SignalView], [ValueRecordView],
// [ScorecardView] or [ActionView].
type Record interface {
	Object
	About() []Object
	Author() *PersonView
	record() // only these six: a type switch tells a record from other facts
}

func (ProblemView) record()     {}
func (ConcessionView) record()  {}
func (SignalView) record()      {}
func (ValueRecordView) record() {}
func (ScorecardView) record()   {}
func (ActionView) record()      {}

var recordKinds = []Kind{NodeProblem, NodeConcession, NodeSignal, NodeValueRecord, NodeScorecard, NodeAction}

// About returns what something written is about, by kind and ID: accounts,
// decision areas and people.
func (o NodeView) About() []Object {
	out := []Object{}
	for _, k := range []Kind{NodeAccount, NodeDecisionArea, NodePerson} {
		var ns []N
		for _, h := range o.v.Ever().Out(o.n, EdgeAbout) {
			if o.v.s.NodeKind(h.Node()) == k {
				ns = append(ns, h.Node())
			}
		}
		o.v.SortByID(ns)
		out = append(out, eachNode(ns, o.v.NodeObject)...)
	}
	return out
}

// recordView returns the view of a record.
func (v *View) recordView(n N) Record {
	base := NodeView{v, n}
	switch v.s.NodeKind(n) {
	case NodeProblem:
		return &ProblemView{base, As[Problem](v, n)}
	case NodeConcession:
		return &ConcessionView{base, As[Concession](v, n)}
	case NodeSignal:
		return &SignalView{base, As[Signal](v, n)}
	case NodeValueRecord:
		return &ValueRecordView{base, As[ValueRecord](v, n)}
	case NodeScorecard:
		return &ScorecardView{base, As[Scorecard](v, n)}
	}
	return &ActionView{base, As[Action](v, n)}
}

// records returns what is written about n, by ID, of the given kinds or, when
// there are none, of all.
func (v *View) records(n N, kinds []Kind, ever bool) ([]Record, error) {
	if len(kinds) == 0 {
		kinds = recordKinds
	}
	for _, k := range kinds {
		if !isRecord(k) {
			return nil, Invalid("kind", nil, "%s is not a kind of record; wanted some of %v", Quote(string(k)), recordKinds)
		}
	}
	return eachNode(v.satellites(n, EdgeAbout, ever, kinds...), v.recordView), nil
}

func isRecord(k Kind) bool {
	for _, r := range recordKinds {
		if r == k {
			return true
		}
	}
	return false
}

// ProblemView is an open issue.
type ProblemView struct {
	NodeView
	Problem
}

// Open reports whether the issue is open on the day of the view.
func (o *ProblemView) Open() bool { return o.v.exists(o.n) }

// ConcessionView is an exception granted.
type ConcessionView struct {
	NodeView
	Concession
}

// SignalView is an outside event.
type SignalView struct {
	NodeView
	Signal
}

// ValueRecordView is value delivered.
type ValueRecordView struct {
	NodeView
	ValueRecord
}

// ActionView is a step of a contact plan.
type ActionView struct {
	NodeView
	Action
}

// Done returns the day on which the step was taken, and 0 when it had not been
// by the day of the view.
func (o *ActionView) Done() Date {
	if o.Action.Done > o.v.day {
		return 0
	}
	return o.Action.Done
}

// Overdue reports whether the step was due before the day of the view and had
// not been taken.
func (o *ActionView) Overdue() bool { return o.Done() == 0 && o.Due != 0 && o.Due < o.v.day }

// ScorecardView holds the answers of one person to McDonald's eight items.
type ScorecardView struct {
	NodeView
	Scorecard
}

// ScorecardItem is one item of a scorecard and its answer.
type ScorecardItem struct {
	Number    int // 1 to 8
	Statement string
	Answer    Answer
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
func (o *ScorecardView) Items() []ScorecardItem {
	answers := [8]Answer{o.Item1, o.Item2, o.Item3, o.Item4, o.Item5, o.Item6, o.Item7, o.Item8}
	out := make([]ScorecardItem, len(answers))
	for i, a := range answers {
		if a == "" {
			a = AnswerUnknown
		}
		out[i] = ScorecardItem{i + 1, scorecardStatements[i], a}
	}
	return out
}
