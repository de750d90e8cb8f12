package schema

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/schema/object"
)

// MoveCard answers what the move of a contact means to us.
func (v *View) MoveCard(person graph.ID, on *graph.Date) (*MoveCardResult, error) {
	r, err := v.Kept.CardOfMove(v.View.View, analysis.MoveCardQuery{Person: person, On: or(on, 0)})
	if err != nil {
		return nil, err
	}
	return &MoveCardResult{in{v.View.View}, *r}, nil
}

// Handover answers what one of ours hands over.
func (v *View) Handover(person graph.ID, account *graph.ID) (*HandoverResult, error) {
	r, err := v.Kept.Handover(v.View.View, analysis.HandoverQuery{Person: person, Account: or(account, "")})
	if err != nil {
		return nil, err
	}
	return &HandoverResult{in{v.View.View}, *r}, nil
}

// The enumerations of move cards and handovers.
type (
	MomentKind   = analysis.MomentKind
	SeatRelation = analysis.Relation
)

// MoveCardResult is a move card in a view.
type MoveCardResult struct {
	in
	analysis.MoveCard
}

// Move returns the move.
func (o *MoveCardResult) Move() *MoveInfo { return &MoveInfo{o.in, o.MoveCard.Move} }

// Kept returns our ties to them now.
func (o *MoveCardResult) Kept() []*StrengthInfo {
	return each(o.MoveCard.Kept, func(t *analysis.KeptTie) *StrengthInfo { return &StrengthInfo{o.in, t.Tie, ""} })
}

// Congratulate returns who of ours should, and nil for nobody.
func (o *MoveCardResult) Congratulate() *object.Person { return o.person(o.MoveCard.Congratulate) }

// Joined returns the account where they took a seat, and nil for none.
func (o *MoveCardResult) Joined() *object.Account {
	return object.Of(o.v).AccountByID(o.MoveCard.Joined)
}

// StanceRecord returns the last judgement where they left, and nil for none.
func (o *MoveCardResult) StanceRecord() *object.Assessment {
	return one[*object.Assessment](o.in, o.MoveCard.StanceRecord)
}

// Neighbours returns who sits around them.
func (o *MoveCardResult) Neighbours() []*NeighbourInfo {
	return each(o.MoveCard.Neighbours, func(x *analysis.Neighbour) *NeighbourInfo { return &NeighbourInfo{o.in, *x} })
}

// Gained returns whom only they put in reach.
func (o *MoveCardResult) Gained() []*GainInfo {
	return each(o.MoveCard.Gained, func(x *analysis.Gain) *GainInfo { return &GainInfo{o.in, *x} })
}

// Left returns the account that they left, and nil for none.
func (o *MoveCardResult) Left() *object.Account { return object.Of(o.v).AccountByID(o.MoveCard.Left) }

// Lost returns what hung on them.
func (o *MoveCardResult) Lost() *LossInfo { return &LossInfo{o.in, o.MoveCard.Lost} }

// Opened returns the gaps that opened.
func (o *MoveCardResult) Opened() []*FindingInfo { return findings(o.in, o.MoveCard.Opened) }

// Acting returns who holds their seats for the time being.
func (o *MoveCardResult) Acting() []*object.Person { return o.people(o.MoveCard.Acting) }

// Promises returns the open promises.
func (o *MoveCardResult) Promises() []*OpenPromiseInfo { return promises(o.in, o.MoveCard.Promises) }

// Recover returns whom to cover anew.
func (o *MoveCardResult) Recover() []*RecoverStepInfo {
	return each(o.MoveCard.Recover, func(x *analysis.RecoverStep) *RecoverStepInfo { return &RecoverStepInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *MoveCardResult) Findings() []*FindingInfo { return findings(o.in, o.MoveCard.Findings) }

// NeighbourInfo is somebody around a seat taken, in a view.
type NeighbourInfo struct {
	in
	analysis.Neighbour
}

// Person returns who.
func (o *NeighbourInfo) Person() *object.Person { return o.person(o.Neighbour.Person) }

// Parts returns their parts in decisions.
func (o *NeighbourInfo) Parts() []*PartInfo { return parts(o.in, o.Neighbour.Parts) }

// GainInfo is somebody put in reach, in a view.
type GainInfo struct {
	in
	analysis.Gain
}

// Person returns who.
func (o *GainInfo) Person() *object.Person { return o.person(o.Gain.Person) }

// Parts returns their parts in decisions.
func (o *GainInfo) Parts() []*PartInfo { return parts(o.in, o.Gain.Parts) }

func promises(i in, list []analysis.OpenPromise) []*OpenPromiseInfo {
	return each(list, func(p *analysis.OpenPromise) *OpenPromiseInfo { return &OpenPromiseInfo{i, *p} })
}

// OpenPromiseInfo is an open promise in a view.
type OpenPromiseInfo struct {
	in
	analysis.OpenPromise
}

// Record returns the promise.
func (o *OpenPromiseInfo) Record() *object.Commitment {
	return one[*object.Commitment](o.in, o.OpenPromise.Record)
}

// By returns who promised.
func (o *OpenPromiseInfo) By() []*object.Person { return o.people(o.OpenPromise.By) }

// To returns to whom.
func (o *OpenPromiseInfo) To() []*object.Person { return o.people(o.OpenPromise.To) }

// RecoverStepInfo is somebody to cover anew, in a view.
type RecoverStepInfo struct {
	in
	analysis.RecoverStep
}

// Person returns who.
func (o *RecoverStepInfo) Person() *object.Person { return o.person(o.RecoverStep.Person) }

// Ask returns the one who moved, and nil where asking is no use.
func (o *RecoverStepInfo) Ask() *object.Person { return o.person(o.RecoverStep.Ask) }

// Remedy returns what to do, and nil for nothing.
func (o *RecoverStepInfo) Remedy() *RemedyInfo { return remedy(o.in, o.RecoverStep.Remedy) }

// HandoverResult is a handover in a view.
type HandoverResult struct {
	in
	analysis.HandoverReport
}

// Person returns who.
func (o *HandoverResult) Person() *object.Person { return o.person(o.HandoverReport.Person) }

// Accounts returns what is handed over at each account.
func (o *HandoverResult) Accounts() []*AccountHandoverInfo {
	return each(o.HandoverReport.Accounts, func(x *analysis.AccountHandover) *AccountHandoverInfo { return &AccountHandoverInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *HandoverResult) Findings() []*FindingInfo { return findings(o.in, o.HandoverReport.Findings) }

// AccountHandoverInfo is what is handed over at an account, in a view.
type AccountHandoverInfo struct {
	in
	analysis.AccountHandover
}

// Account returns the account.
func (o *AccountHandoverInfo) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.AccountHandover.Account)
}

// Roles returns what they do there, as far as it is recorded.
func (o *AccountHandoverInfo) Roles() []graph.WorkRole {
	return slices.DeleteFunc(slices.Clone(o.AccountHandover.Roles), func(r graph.WorkRole) bool { return r == "" })
}

// Ties returns the ties.
func (o *AccountHandoverInfo) Ties() []*HandoverTieInfo {
	return each(o.AccountHandover.Ties, func(x *analysis.HandoverTie) *HandoverTieInfo { return &HandoverTieInfo{o.in, *x} })
}

// Pairings returns the pairings.
func (o *AccountHandoverInfo) Pairings() []*HandoverPairingInfo {
	return each(o.AccountHandover.Pairings, func(x *analysis.HandoverPairing) *HandoverPairingInfo { return &HandoverPairingInfo{o.in, *x} })
}

// Promises returns the open promises.
func (o *AccountHandoverInfo) Promises() []*OpenPromiseInfo {
	return promises(o.in, o.AccountHandover.Promises)
}

// Lost returns what hangs on them.
func (o *AccountHandoverInfo) Lost() *LossInfo { return &LossInfo{o.in, o.AccountHandover.Lost} }

// BadMoments returns why now is a bad moment.
func (o *AccountHandoverInfo) BadMoments() []*MomentFlagInfo {
	return moments(o.in, o.AccountHandover.BadMoments)
}

// ReasonsToChange returns why another may do better.
func (o *AccountHandoverInfo) ReasonsToChange() []*MomentFlagInfo {
	return moments(o.in, o.AccountHandover.ReasonsToChange)
}

// HandoverTieInfo is a tie to hand over, in a view.
type HandoverTieInfo struct {
	in
	analysis.HandoverTie
}

// Tie returns the tie.
func (o *HandoverTieInfo) Tie() *StrengthInfo { return &StrengthInfo{o.in, o.HandoverTie.Tie, ""} }

// Parts returns the contact's parts in decisions.
func (o *HandoverTieInfo) Parts() []*PartInfo { return parts(o.in, o.HandoverTie.Parts) }

// SecondBest returns the strongest other tie of ours, and nil for none.
func (o *HandoverTieInfo) SecondBest() *SecondBestInfo {
	return secondBest(o.in, o.HandoverTie.SecondBest)
}

// Remedy returns who should take it over, and nil where nobody need.
func (o *HandoverTieInfo) Remedy() *RemedyInfo { return remedy(o.in, o.HandoverTie.Remedy) }

// HandoverPairingInfo is a pairing to hand over, in a view.
type HandoverPairingInfo struct {
	in
	analysis.HandoverPairing
}

// Record returns the pairing.
func (o *HandoverPairingInfo) Record() *object.Pairing {
	return one[*object.Pairing](o.in, o.HandoverPairing.Record)
}

// With returns the one of theirs.
func (o *HandoverPairingInfo) With() *object.Person { return o.person(o.HandoverPairing.With) }

// Cadence returns the agreed days between contacts, and nil for the policy's.
func (o *HandoverPairingInfo) Cadence() *int {
	if o.HandoverPairing.Cadence == 0 {
		return nil
	}
	return &o.HandoverPairing.Cadence
}

// Proposed returns who should take it over, and nil for nobody.
func (o *HandoverPairingInfo) Proposed() *object.Person {
	return o.person(o.HandoverPairing.Proposed)
}

func moments(i in, list []analysis.MomentFlag) []*MomentFlagInfo {
	return each(list, func(m *analysis.MomentFlag) *MomentFlagInfo { return &MomentFlagInfo{i, *m} })
}

// MomentFlagInfo is a reason for or against a moment, in a view.
type MomentFlagInfo struct {
	in
	analysis.MomentFlag
}

// Record returns the record, and nil for none.
func (o *MomentFlagInfo) Record() object.Object { return o.fact(o.MomentFlag.Record) }
