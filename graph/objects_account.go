package graph

import "slices"

// AccountView is an account on the day of a view.
type AccountView struct {
	NodeView
	Account
}

func (v *View) accountView(n N) *AccountView { return &AccountView{NodeView{v, n}, As[Account](v, n)} }

// AccountByID returns an account, and nil when there is none with that ID.
func (v *View) AccountByID(id ID) *AccountView { return lookup(v, NodeAccount, id, v.accountView) }

// Organization returns the organization that the account is for, and nil when
// that is not recorded.
func (a *AccountView) Organization() *OrganizationView {
	org, ok := a.v.AccountOrg(a.n)
	if !ok {
		return nil
	}
	return a.v.organizationView(org)
}

// Team returns the places on the account's team, by ID.
func (a *AccountView) Team(ever bool) []*TeamPlaceView {
	return eachEdge(a.v.halves(a.n, EdgeWorksOn, false, ever), a.v.teamPlaceView)
}

// DecisionAreas returns what is decided at the account, by ID.
func (a *AccountView) DecisionAreas(states []DecisionState, ever bool) []*DecisionAreaView {
	var out []*DecisionAreaView
	for _, n := range a.v.satellites(a.n, EdgeFor, ever, NodeDecisionArea) {
		if d := a.v.decisionAreaView(n); len(states) == 0 || slices.Contains(states, d.State()) {
			out = append(out, d)
		}
	}
	return out
}

// Revenues returns what the account is worth, by ID: in the period of the day,
// or with ever in all periods.
func (a *AccountView) Revenues(ever bool) []*RevenueView {
	return eachNode(a.v.satellites(a.n, EdgeFor, ever, NodeRevenue), a.v.revenueView)
}

// Policies returns the policies of this account alone, by ID.
func (a *AccountView) Policies(ever bool) []*PolicyView {
	return eachNode(a.v.satellites(a.n, EdgeFor, ever, NodePolicy), a.v.policyView)
}

// Positions returns the seats at the account's organization and its units on
// the day, by ID.
func (a *AccountView) Positions(first *int, after *string, last *int, before *string, filter *PositionFilter) (*Connection[*PositionView], error) {
	return a.v.connectPositions(a.v.AccountSeats(a.n), filter, Window{first, last, after, before})
}

// People returns who sits at the account's organization and its units on the
// day, by ID.
func (a *AccountView) People(first *int, after *string, last *int, before *string, filter *PersonFilter) (*Connection[*PersonView], error) {
	return a.v.filterPeople(a.v.holdersOf(a.v.AccountSeats(a.n)), Within(a.n), filter, Window{first, last, after, before})
}

// Commitments returns the promises about the account, by ID.
func (a *AccountView) Commitments(first *int, after *string, last *int, before *string, filter *CommitmentFilter) (*Connection[*CommitmentView], error) {
	return a.v.connectCommitments(a.v.satellites(a.n, EdgeAbout, true, NodeCommitment), filter, Window{first, last, after, before})
}

// Interactions returns the contacts that somebody of the account attended,
// newest first.
func (a *AccountView) Interactions(first *int, after *string, last *int, before *string, filter *InteractionFilter) (*Connection[*InteractionView], error) {
	var ns []N
	for _, p := range a.v.holdersOf(a.v.AccountSeats(a.n)) {
		for _, h := range a.v.Ever().Out(p, EdgeAttended) {
			ns = append(ns, h.Node())
		}
	}
	return a.v.connectInteractions(ns, filter, Window{first, last, after, before})
}

// Assessments returns the judgements made within the account, by ID.
func (a *AccountView) Assessments(ever bool) []*AssessmentView {
	return eachNode(a.v.satellites(a.n, EdgeAbout, ever, NodeAssessment), a.v.assessmentView)
}

// Records returns what is written about the account, by ID.
func (a *AccountView) Records(kinds []Kind, ever bool) ([]Record, error) {
	return a.v.records(a.n, kinds, ever)
}

// ExcludedBy returns who must not be used at the account, by ID.
func (a *AccountView) ExcludedBy(ever bool) []*ExclusionView {
	return eachEdge(a.v.halves(a.n, EdgeExcludes, false, ever), a.v.exclusionView)
}

// TeamPlaceView is the place of one of ours on an account's team.
type TeamPlaceView struct {
	EdgeView
	WorksOn
}

func (v *View) teamPlaceView(e E) *TeamPlaceView {
	return &TeamPlaceView{EdgeView{v, e}, Decode[WorksOn](v.s.EdgeElement(e))}
}

// Person returns who works on the account.
func (o *TeamPlaceView) Person() *PersonView { return o.v.personView(o.src()) }

// Account returns the account.
func (o *TeamPlaceView) Account() *AccountView { return o.v.accountView(o.dst()) }

// accountOf returns the account that a dependent node is for, and nil for none.
func (o NodeView) accountOf() *AccountView {
	if n, ok := o.v.One(o.n, EdgeFor, NodeAccount); ok {
		return o.v.accountView(n)
	}
	return nil
}

// RevenueView is what an account is worth in a period.
type RevenueView struct {
	NodeView
	Revenue
}

func (v *View) revenueView(n N) *RevenueView { return &RevenueView{NodeView{v, n}, As[Revenue](v, n)} }

// Account returns the account.
func (o *RevenueView) Account() *AccountView { return o.accountOf() }

// PolicyView is a policy.
type PolicyView struct {
	NodeView
	Policy
}

func (v *View) policyView(n N) *PolicyView { return &PolicyView{NodeView{v, n}, As[Policy](v, n)} }

// Account returns the account that the policy is for, and nil for one of a tier
// or of the whole workspace.
func (o *PolicyView) Account() *AccountView { return o.accountOf() }

// DecisionAreaView is a decision area on the day of a view.
type DecisionAreaView struct {
	NodeView
	DecisionArea
}

func (v *View) decisionAreaView(n N) *DecisionAreaView {
	return &DecisionAreaView{NodeView{v, n}, As[DecisionArea](v, n)}
}

// DecisionAreaByID returns a decision area, and nil when there is none with that
// ID.
func (v *View) DecisionAreaByID(id ID) *DecisionAreaView {
	return lookup(v, NodeDecisionArea, id, v.decisionAreaView)
}

// Account returns the account at which the area is decided.
func (o *DecisionAreaView) Account() *AccountView { return o.accountOf() }

// Rule returns how many deciders must agree: ANY when nothing is said.
func (o *DecisionAreaView) Rule() DecisionRule {
	if o.DecisionArea.Rule == "" {
		return DecisionAny
	}
	return o.DecisionArea.Rule
}

// State returns where the decision stands: OPEN when nothing is said.
func (o *DecisionAreaView) State() DecisionState {
	if o.DecisionArea.State == "" {
		return DecisionOpen
	}
	return o.DecisionArea.State
}

// Parts returns who has a part in the decision, by ID.
func (o *DecisionAreaView) Parts(ever bool) []*DecisionPartView {
	return eachEdge(o.v.halves(o.n, EdgeDecides, false, ever), o.v.decisionPartView)
}

// Assessments returns the judgements made within the area, by ID.
func (o *DecisionAreaView) Assessments(ever bool) []*AssessmentView {
	return eachNode(o.v.satellites(o.n, EdgeAbout, ever, NodeAssessment), o.v.assessmentView)
}

// Records returns what is written about the area, by ID.
func (o *DecisionAreaView) Records(kinds []Kind, ever bool) ([]Record, error) {
	return o.v.records(o.n, kinds, ever)
}

// DecisionPartView is the part of a person or a seat in a decision.
type DecisionPartView struct {
	EdgeView
	Decides
}

func (v *View) decisionPartView(e E) *DecisionPartView {
	return &DecisionPartView{EdgeView{v, e}, Decode[Decides](v.s.EdgeElement(e))}
}

// Holder returns the person or seat that has the part.
func (o *DecisionPartView) Holder() Object { return o.v.NodeObject(o.src()) }

// DecisionArea returns what is decided.
func (o *DecisionPartView) DecisionArea() *DecisionAreaView { return o.v.decisionAreaView(o.dst()) }

// By returns who says so, and nil when that is not recorded.
func (o *DecisionPartView) By() *PersonView { return o.v.PersonByID(o.Judgement.By) }
