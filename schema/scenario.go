package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema/object"
)

// Scenario answers what is lost at an account when some people leave.
func (v *View) Scenario(account graph.ID, leave []graph.ID, name *string, horizon *int) (*ScenarioResult, error) {
	h, err := counted("horizon", horizon, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Scenario(v.View.View, analysis.ScenarioQuery{Account: account, Leave: leave, Name: or(name, ""), Horizon: h})
	if err != nil {
		return nil, err
	}
	return &ScenarioResult{in{v.View.View}, *r}, nil
}

// AreaState is how a decision area comes out of a scenario.
type AreaState = analysis.AreaState

// ScenarioResult is a report of a scenario in a view.
type ScenarioResult struct {
	in
	analysis.ScenarioReport
}

// Account returns the account.
func (o *ScenarioResult) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.ScenarioReport.Account)
}

// Leavers returns who leaves.
func (o *ScenarioResult) Leavers() []*LeaverInfo {
	return each(o.ScenarioReport.Leavers, func(x *analysis.Leaver) *LeaverInfo { return &LeaverInfo{o.in, *x} })
}

// Lost returns what is lost.
func (o *ScenarioResult) Lost() *LossInfo { return &LossInfo{o.in, o.ScenarioReport.Lost} }

// Deciders returns who decides or approves and stays.
func (o *ScenarioResult) Deciders() []*ScenarioTargetInfo {
	return each(o.ScenarioReport.Deciders, func(x *analysis.ScenarioTarget) *ScenarioTargetInfo { return &ScenarioTargetInfo{o.in, *x} })
}

// Areas returns how each decision area comes out.
func (o *ScenarioResult) Areas() []*AreaOutlookInfo {
	return each(o.ScenarioReport.Areas, func(x *analysis.AreaOutlook) *AreaOutlookInfo { return &AreaOutlookInfo{o.in, *x} })
}

// Findings returns none: what a scenario says has not happened.
func (o *ScenarioResult) Findings() []*FindingInfo { return findings(o.in, o.ScenarioReport.Findings) }

// LeaverInfo is one who leaves, in a view.
type LeaverInfo struct {
	in
	analysis.Leaver
}

// Person returns who.
func (o *LeaverInfo) Person() *object.Person { return o.person(o.Leaver.Person) }

// Parts returns their parts in decisions.
func (o *LeaverInfo) Parts() []*PartInfo { return parts(o.in, o.Leaver.Parts) }

// ScenarioTargetInfo is how somebody is reached before and after, in a view.
type ScenarioTargetInfo struct {
	in
	analysis.ScenarioTarget
}

// Before returns how they are reached before.
func (o *ScenarioTargetInfo) Before() *TargetInfo { return &TargetInfo{o.in, o.ScenarioTarget.Before} }

// After returns how they are reached after.
func (o *ScenarioTargetInfo) After() *TargetInfo { return &TargetInfo{o.in, o.ScenarioTarget.After} }

// Reasons returns what says that they are lost.
func (o *ScenarioTargetInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.ScenarioTarget.Reasons) }

// SecondBest returns the strongest tie left, and nil for none.
func (o *ScenarioTargetInfo) SecondBest() *SecondBestInfo {
	return secondBest(o.in, o.ScenarioTarget.SecondBest)
}

// Remedy returns what to do, and nil for nothing.
func (o *ScenarioTargetInfo) Remedy() *RemedyInfo { return remedy(o.in, o.ScenarioTarget.Remedy) }

// AreaOutlookInfo is how an area comes out, in a view.
type AreaOutlookInfo struct {
	in
	analysis.AreaOutlook
}

// Area returns the area.
func (o *AreaOutlookInfo) Area() *object.DecisionArea {
	return object.Of(o.v).DecisionAreaByID(o.AreaOutlook.Area)
}

// Budget returns the budget, and nil when it is not known.
func (o *AreaOutlookInfo) Budget() *analysis.Money { return amount(o.AreaOutlook.Budget) }

// Reached returns the deciders who are still reached.
func (o *AreaOutlookInfo) Reached() []*object.Person { return o.people(o.AreaOutlook.Reached) }

// Lost returns the deciders who are reached no more.
func (o *AreaOutlookInfo) Lost() []*object.Person { return o.people(o.AreaOutlook.Lost) }

// Leaving returns the deciders who leave.
func (o *AreaOutlookInfo) Leaving() []*object.Person { return o.people(o.AreaOutlook.Leaving) }
