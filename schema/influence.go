package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema/object"
)

// Influence answers who shapes what is decided at an account.
func (v *View) Influence(account graph.ID, area *graph.ID, limit *int, brokers bool) (*InfluenceResult, error) {
	n, err := counted("limit", limit, 1)
	if err != nil {
		return nil, err
	}
	r, err := v.Kept.Influence(v.View.View, analysis.InfluenceQuery{Account: account, Area: or(area, ""), Limit: n, Brokers: brokers})
	if err != nil {
		return nil, err
	}
	return &InfluenceResult{in{v.View.View}, *r}, nil
}

// The enumerations and parts of a report of influence that name nobody.
type (
	LeverAct        = analysis.LeverAct
	StanceShareInfo = analysis.StanceShare
	SwayKind        = analysis.SwayKind
)

// InfluenceResult is a report of influence in a view.
type InfluenceResult struct {
	in
	analysis.InfluenceReport
}

// Account returns the account.
func (o *InfluenceResult) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.InfluenceReport.Account)
}

// Overall returns all areas together, and nil where there is no such thing.
func (o *InfluenceResult) Overall() *AreaInfluenceInfo {
	if o.InfluenceReport.Overall == nil {
		return nil
	}
	return &AreaInfluenceInfo{o.in, *o.InfluenceReport.Overall}
}

// Areas returns the areas.
func (o *InfluenceResult) Areas() []*AreaInfluenceInfo {
	return each(o.InfluenceReport.Areas, func(x *analysis.AreaInfluence) *AreaInfluenceInfo { return &AreaInfluenceInfo{o.in, *x} })
}

// Brokers returns who stands between the others.
func (o *InfluenceResult) Brokers() []*BrokerInfo {
	return each(o.InfluenceReport.Brokers, func(x *analysis.Broker) *BrokerInfo { return &BrokerInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *InfluenceResult) Findings() []*FindingInfo {
	return findings(o.in, o.InfluenceReport.Findings)
}

// AreaInfluenceInfo is who shapes a decision, in a view.
type AreaInfluenceInfo struct {
	in
	analysis.AreaInfluence
}

// Area returns the area, and nil for all together.
func (o *AreaInfluenceInfo) Area() *object.DecisionArea {
	return object.Of(o.v).DecisionAreaByID(o.AreaInfluence.Area)
}

// Budgets returns the budgets.
func (o *AreaInfluenceInfo) Budgets() []analysis.Money { return o.Budget }

// People returns who shapes it.
func (o *AreaInfluenceInfo) People() []*InfluencerInfo {
	return each(o.AreaInfluence.People, func(x *analysis.Influencer) *InfluencerInfo { return &InfluencerInfo{o.in, *x} })
}

// Levers returns whose mind to learn or to change.
func (o *AreaInfluenceInfo) Levers() []*LeverInfo {
	return each(o.AreaInfluence.Levers, func(x *analysis.Lever) *LeverInfo { return &LeverInfo{o.in, *x} })
}

// InfluencerInfo is a person who shapes a decision, in a view.
type InfluencerInfo struct {
	in
	analysis.Influencer
}

// Person returns who.
func (o *InfluencerInfo) Person() *object.Person { return o.person(o.Influencer.Person) }

// HeardBy returns who listens to them.
func (o *InfluencerInfo) HeardBy() []*HearingInfo {
	return each(o.Influencer.HeardBy, func(x *analysis.Hearing) *HearingInfo { return &HearingInfo{o.in, *x} })
}

// Parts returns their parts in decisions.
func (o *InfluencerInfo) Parts() []*PartInfo { return parts(o.in, o.Influencer.Parts) }

// StanceRecord returns the judgement, and nil for none.
func (o *InfluencerInfo) StanceRecord() *object.Assessment {
	return one[*object.Assessment](o.in, o.Influencer.StanceRecord)
}

// HearingInfo is somebody who listens, in a view.
type HearingInfo struct {
	in
	analysis.Hearing
}

// Person returns who.
func (o *HearingInfo) Person() *object.Person { return o.person(o.Hearing.Person) }

// Record returns the record, and nil for none.
func (o *HearingInfo) Record() object.Object { return o.fact(o.Hearing.Record) }

// LeverInfo is somebody whose view would move a decision, in a view.
type LeverInfo struct {
	in
	analysis.Lever
}

// Person returns who.
func (o *LeverInfo) Person() *object.Person { return o.person(o.Lever.Person) }

// Owners returns those of ours with a working tie.
func (o *LeverInfo) Owners() []*object.Person { return o.people(o.Lever.Owners) }

// Allies returns whom of our side they listen to.
func (o *LeverInfo) Allies() []*object.Person { return o.people(o.Lever.Allies) }

// Path returns the introduction proposed.
func (o *LeverInfo) Path() []*object.Person { return o.people(o.Lever.Path) }

// Likelihood returns how likely that introduction is, and nil for none.
func (o *LeverInfo) Likelihood() *analysis.Likelihood { return likelihood(o.Lever.Likelihood) }

// BrokerInfo is somebody between others, in a view.
type BrokerInfo struct {
	in
	analysis.Broker
}

// Person returns who.
func (o *BrokerInfo) Person() *object.Person { return o.person(o.Broker.Person) }
