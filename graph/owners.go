package graph

// Owner is how many edges of a kind a dependent node must have: edges that begin
// at it, and for [EdgeAttended] that end at it.
type Owner struct {
	Edge     Kind
	To       Kind // the kind of node at the other end; "" for any
	Min, Max int
}

// Many is no bound.
const Many = 1 << 30

var owners = map[Kind][]Owner{
	NodeDetail:       {{EdgeOf, "", 1, 1}},
	NodeAccount:      {{EdgeFor, NodeOrganization, 1, 1}},
	NodeDecisionArea: {{EdgeFor, NodeAccount, 1, 1}},
	NodeRevenue:      {{EdgeFor, NodeAccount, 1, 1}},
	NodePolicy:       {{EdgeFor, NodeAccount, 0, 1}},
	NodeAssessment:   {{EdgeAbout, NodePerson, 1, 1}, {EdgeAuthor, NodePerson, 1, 1}},
	NodeCapture:      {{EdgeAbout, NodePerson, 1, 1}},
	NodeCommitment:   {{EdgePromisedBy, NodePerson, 1, Many}, {EdgePromisedTo, NodePerson, 1, Many}},
	NodeScorecard:    {{EdgeAbout, NodeAccount, 1, 1}, {EdgeAuthor, NodePerson, 1, 1}},
	NodeProblem:      {{EdgeAbout, "", 1, Many}},
	NodeConcession:   {{EdgeAbout, "", 1, Many}},
	NodeSignal:       {{EdgeAbout, "", 1, Many}},
	NodeValueRecord:  {{EdgeAbout, "", 1, Many}},
	NodeAction:       {{EdgeAbout, "", 1, Many}},
	NodeInteraction:  {{EdgeAttended, NodePerson, 1, Many}},
	NodeIntroduction: {{EdgeIntroducer, NodePerson, 1, 1}, {EdgeSeeker, NodePerson, 1, 1}, {EdgeTarget, NodePerson, 1, 1}},
}

// Owners returns what a node of kind k cannot be without. The caller must not modify
// the result.
func Owners(k Kind) []Owner { return owners[k] }
