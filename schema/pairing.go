package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema/object"
)

// Pairing answers who of ours should look after whom at an account.
func (v *View) Pairing(account graph.ID, whyNot *graph.ID) (*PairingResult, error) {
	q := analysis.PairingQuery{Account: account}
	if whyNot != nil {
		q.WhyNot = *whyNot
	}
	r, err := v.Kept.Pairings(v.View.View, q)
	if err != nil {
		return nil, err
	}
	return &PairingResult{in{v.View.View}, *r}, nil
}

// The enumerations of a report of pairings.
type (
	PairingChange = analysis.PairingChange
	PairingDemand = analysis.PairingDemand
)

// PairingResult is a report of pairings in a view.
type PairingResult struct {
	in
	analysis.PairingReport
}

// Account returns the account.
func (o *PairingResult) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.PairingReport.Account)
}

// Pairings returns who should look after whom.
func (o *PairingResult) Pairings() []*ProposedPairingInfo {
	return each(o.PairingReport.Pairings, func(x *analysis.Pairing) *ProposedPairingInfo { return &ProposedPairingInfo{o.in, *x} })
}

// Levels returns how each level is met.
func (o *PairingResult) Levels() []*LevelPairingInfo {
	return each(o.PairingReport.Levels, func(x *analysis.LevelPairing) *LevelPairingInfo { return &LevelPairingInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *PairingResult) Findings() []*FindingInfo { return findings(o.in, o.PairingReport.Findings) }

// ProposedPairingInfo is a demand for a counterpart in a view.
type ProposedPairingInfo struct {
	in
	analysis.Pairing
}

// Person returns who of theirs.
func (o *ProposedPairingInfo) Person() *object.Person { return o.person(o.Pairing.Person) }

// Level returns the level, and nil when it is not known.
func (o *ProposedPairingInfo) Level() *int { return level(o.Pairing.Level) }

// Owner returns who of ours, and nil for nobody.
func (o *ProposedPairingInfo) Owner() *object.Person { return o.person(o.Pairing.Owner) }

// Parts returns what the points are made of.
func (o *ProposedPairingInfo) Parts() []*PairingPartInfo {
	return each(o.Pairing.Parts, func(x *analysis.PairingPart) *PairingPartInfo { return &PairingPartInfo{o.in, *x} })
}

// Present returns who meets the demand today, and nil for nobody.
func (o *ProposedPairingInfo) Present() *object.Person { return o.person(o.Pairing.Present) }

// RunnerUp returns who would be next, and nil for nobody.
func (o *ProposedPairingInfo) RunnerUp() *RunnerUpInfo {
	if o.Pairing.RunnerUp == nil {
		return nil
	}
	return &RunnerUpInfo{o.in, *o.Pairing.RunnerUp}
}

// PairingPartInfo is a reason for or against a pairing, in a view.
type PairingPartInfo struct {
	in
	analysis.PairingPart
}

// Record returns the record, and nil for none.
func (o *PairingPartInfo) Record() object.Object { return o.fact(o.PairingPart.Record) }

// RunnerUpInfo is who would be next, in a view.
type RunnerUpInfo struct {
	in
	analysis.RunnerUp
}

// Owner returns who of ours.
func (o *RunnerUpInfo) Owner() *object.Person { return o.person(o.RunnerUp.Owner) }

// WhyNot returns why not the one asked about, and nil where there is nothing to say.
func (o *ProposedPairingInfo) WhyNot() *WhyNotInfo {
	if o.Pairing.WhyNot == nil {
		return nil
	}
	return &WhyNotInfo{o.in, *o.Pairing.WhyNot}
}

// WhyNotInfo is what speaks against one of ours, in a view.
type WhyNotInfo struct {
	in
	analysis.WhyNot
}

// Owner returns who of ours.
func (o *WhyNotInfo) Owner() *object.Person { return o.person(o.WhyNot.Owner) }

// LevelPairingInfo is how a level is met, in a view.
type LevelPairingInfo struct {
	in
	analysis.LevelPairing
}

// Level returns the level, and nil when it is not known.
func (o *LevelPairingInfo) Level() *int { return level(o.LevelPairing.Level) }

// Unpaired returns who have nobody today.
func (o *LevelPairingInfo) Unpaired() []*object.Person { return o.people(o.LevelPairing.Unpaired) }

// Apart returns who have somebody far from their level today.
func (o *LevelPairingInfo) Apart() []*object.Person { return o.people(o.LevelPairing.Apart) }
