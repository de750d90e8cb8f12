package object

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Account is an account on the day of a view.
type Account struct {
	NodeObject
	graph.Account
}

func (v *View) accountAt(n kernel.N) *Account {
	return &Account{NodeObject{v, n}, view.As[graph.Account](v.View, n)}
}

// Organization returns the organization that the account is for, and nil when
// that is not recorded.
func (a *Account) Organization() *Organization {
	org, ok := a.v.AccountOrg(a.n)
	if !ok {
		return nil
	}
	return a.v.organizationAt(org)
}

// Team returns the places on the account's team, by ID.
func (a *Account) Team(ever bool) []*TeamPlace {
	return eachEdge(a.v.halves(a.n, graph.EdgeWorksOn, false, ever), a.v.teamPlaceAt)
}

// DecisionAreas returns what is decided at the account, by ID.
func (a *Account) DecisionAreas(states []graph.DecisionState, ever bool) []*DecisionArea {
	var out []*DecisionArea
	for _, n := range a.v.satellites(a.n, graph.EdgeFor, ever, graph.NodeDecisionArea) {
		if d := a.v.decisionAreaAt(n); len(states) == 0 || slices.Contains(states, d.State()) {
			out = append(out, d)
		}
	}
	return out
}

// Revenues returns what the account is worth, by ID: in the period of the day,
// or with ever in all periods.
func (a *Account) Revenues(ever bool) []*Revenue {
	return eachNode(a.v.satellites(a.n, graph.EdgeFor, ever, graph.NodeRevenue), a.v.revenueAt)
}

// Policies returns the policies of this account alone, by ID.
func (a *Account) Policies(ever bool) []*Policy {
	return eachNode(a.v.satellites(a.n, graph.EdgeFor, ever, graph.NodePolicy), a.v.policyAt)
}

// Positions returns the seats at the account's organization and its units on
// the day, by ID.
func (a *Account) Positions(first *int, after *string, last *int, before *string, filter *PositionFilter, orderBy *PositionOrder) (*Connection[*Position], error) {
	return a.v.connectPositions(a.v.AccountSeats(a.n), filter, orderBy, Window{first, last, after, before})
}

// People returns who sits at the account's organization and its units on the
// day, by ID.
func (a *Account) People(first *int, after *string, last *int, before *string, filter *PersonFilter, orderBy *PersonOrder) (*Connection[*Person], error) {
	return a.v.filterPeople(a.v.holdersOf(a.v.AccountSeats(a.n)), view.Within(a.n), filter, orderBy, Window{first, last, after, before})
}

// Commitments returns the promises about the account, by ID.
func (a *Account) Commitments(first *int, after *string, last *int, before *string, filter *CommitmentFilter, orderBy *CommitmentOrder) (*Connection[*Commitment], error) {
	return a.v.connectCommitments(a.v.satellites(a.n, graph.EdgeAbout, true, graph.NodeCommitment), filter, orderBy, Window{first, last, after, before})
}

// Interactions returns the contacts that somebody of the account attended,
// newest first.
func (a *Account) Interactions(first *int, after *string, last *int, before *string, filter *InteractionFilter, orderBy *InteractionOrder) (*Connection[*Interaction], error) {
	var ns []kernel.N
	for _, p := range a.v.holdersOf(a.v.AccountSeats(a.n)) {
		for _, h := range a.v.Ever().Out(p, graph.EdgeAttended) {
			ns = append(ns, h.Node())
		}
	}
	return a.v.connectInteractions(ns, filter, orderBy, Window{first, last, after, before})
}

// Assessments returns the judgements made within the account, by ID.
func (a *Account) Assessments(ever bool) []*Assessment {
	return eachNode(a.v.satellites(a.n, graph.EdgeAbout, ever, graph.NodeAssessment), a.v.assessmentAt)
}

// Records returns what is written about the account, by ID.
func (a *Account) Entries(kinds []graph.Kind, ever bool) ([]Entry, error) {
	return a.v.entries(a.n, kinds, ever)
}

// ExcludedBy returns who must not be used at the account, by ID.
func (a *Account) ExcludedBy(ever bool) []*Exclusion {
	return eachEdge(a.v.halves(a.n, graph.EdgeExcludes, false, ever), a.v.exclusionAt)
}

// TeamPlace is the place of one of ours on an account's team.
type TeamPlace struct {
	EdgeObject
	graph.WorksOn
}

func (v *View) teamPlaceAt(e kernel.E) *TeamPlace {
	return &TeamPlace{EdgeObject{v, e}, graph.Decode[graph.WorksOn](v.Snapshot().EdgeElement(e))}
}

// Person returns who works on the account.
func (o *TeamPlace) Person() *Person { return o.v.personAt(o.src()) }

// Account returns the account.
func (o *TeamPlace) Account() *Account { return o.v.accountAt(o.dst()) }

// accountOf returns the account that a dependent node is for, and nil for none.
func (o NodeObject) accountOf() *Account {
	if n, ok := o.v.One(o.n, graph.EdgeFor, graph.NodeAccount); ok {
		return o.v.accountAt(n)
	}
	return nil
}

// Revenue is what an account is worth in a period.
type Revenue struct {
	NodeObject
	graph.Revenue
}

func (v *View) revenueAt(n kernel.N) *Revenue {
	return &Revenue{NodeObject{v, n}, view.As[graph.Revenue](v.View, n)}
}

// Account returns the account.
func (o *Revenue) Account() *Account { return o.accountOf() }

// Policy is a policy.
type Policy struct {
	NodeObject
	graph.Policy
}

func (v *View) policyAt(n kernel.N) *Policy {
	return &Policy{NodeObject{v, n}, view.As[graph.Policy](v.View, n)}
}

// Account returns the account that the policy is for, and nil for one of a tier
// or of the whole workspace.
func (o *Policy) Account() *Account { return o.accountOf() }

// DecisionArea is a decision area on the day of a view.
type DecisionArea struct {
	NodeObject
	graph.DecisionArea
}

func (v *View) decisionAreaAt(n kernel.N) *DecisionArea {
	return &DecisionArea{NodeObject{v, n}, view.As[graph.DecisionArea](v.View, n)}
}

// Account returns the account at which the area is decided.
func (o *DecisionArea) Account() *Account { return o.accountOf() }

// Rule returns how many deciders must agree: ANY when nothing is said.
func (o *DecisionArea) Rule() graph.DecisionRule {
	if o.DecisionArea.Rule == "" {
		return graph.DecisionAny
	}
	return o.DecisionArea.Rule
}

// State returns where the decision stands: OPEN when nothing is said.
func (o *DecisionArea) State() graph.DecisionState {
	if o.DecisionArea.State == "" {
		return graph.DecisionOpen
	}
	return o.DecisionArea.State
}

// Parts returns who has a part in the decision, by ID.
func (o *DecisionArea) Parts(ever bool) []*DecisionPart {
	return eachEdge(o.v.halves(o.n, graph.EdgeDecides, false, ever), o.v.decisionPartAt)
}

// Assessments returns the judgements made within the area, by ID.
func (o *DecisionArea) Assessments(ever bool) []*Assessment {
	return eachNode(o.v.satellites(o.n, graph.EdgeAbout, ever, graph.NodeAssessment), o.v.assessmentAt)
}

// Records returns what is written about the area, by ID.
func (o *DecisionArea) Entries(kinds []graph.Kind, ever bool) ([]Entry, error) {
	return o.v.entries(o.n, kinds, ever)
}

// DecisionPart is the part of a person or a seat in a decision.
type DecisionPart struct {
	EdgeObject
	graph.Decides
}

func (v *View) decisionPartAt(e kernel.E) *DecisionPart {
	return &DecisionPart{EdgeObject{v, e}, graph.Decode[graph.Decides](v.Snapshot().EdgeElement(e))}
}

// Holder returns the person or seat that has the part.
func (o *DecisionPart) Holder() Object { return o.v.NodeObject(o.src()) }

// DecisionArea returns what is decided.
func (o *DecisionPart) DecisionArea() *DecisionArea { return o.v.decisionAreaAt(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *DecisionPart) By() *Person { return o.v.PersonByID(o.Judgement.By) }
