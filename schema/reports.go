package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema/object"
)

// The reports of package analysis name people and facts by their ids. The types
// here are the same reports in a view: where a report has an id, they have the
// thing itself.

// in is the view in which a part of a report is read.
type in struct{ v *view.View }

func (i in) person(id graph.ID) *object.Person { return object.Of(i.v).PersonByID(id) }

func (i in) people(ids []graph.ID) []*object.Person { return all[*object.Person](i, ids) }

func (i in) fact(id graph.ID) object.Object {
	o, ok := object.Of(i.v).Object(id)
	if !ok {
		return nil
	}
	return o
}

func (i in) facts(ids []graph.ID) []object.Object { return all[object.Object](i, ids) }

// one returns the thing of type T with an id, and nothing when there is none.
func one[T object.Object](i in, id graph.ID) T {
	o, _ := object.Of(i.v).Object(id)
	t, _ := o.(T)
	return t
}

// all returns the things of type T among those with the given ids.
func all[T object.Object](i in, ids []graph.ID) []T {
	out := make([]T, 0, len(ids))
	for _, id := range ids {
		if o, ok := object.Of(i.v).Object(id); ok {
			if t, ok := o.(T); ok {
				out = append(out, t)
			}
		}
	}
	return out
}

// each makes one value of every item of a list.
func each[S, T any](list []S, make func(*S) T) []T {
	out := []T{}
	for k := range list {
		out = append(out, make(&list[k]))
	}
	return out
}

func groups(i in, lists [][]graph.ID) [][]*object.Person {
	return each(lists, func(l *[]graph.ID) []*object.Person { return i.people(*l) })
}

func pairs(i in, lists [][2]graph.ID) [][]*object.Person {
	return each(lists, func(l *[2]graph.ID) []*object.Person { return i.people(l[:]) })
}

func findings(i in, list []analysis.Finding) []*FindingInfo {
	return each(list, func(f *analysis.Finding) *FindingInfo { return &FindingInfo{i, *f} })
}

func reasons(i in, list []analysis.Reason) []*ReasonInfo {
	return each(list, func(x *analysis.Reason) *ReasonInfo { return &ReasonInfo{i, *x} })
}

func parts(i in, list []analysis.Part) []*PartInfo {
	return each(list, func(p *analysis.Part) *PartInfo { return &PartInfo{i, *p} })
}

func strengths(i in, list []analysis.Tie) []*StrengthInfo {
	return each(list, func(t *analysis.Tie) *StrengthInfo { return &StrengthInfo{i, *t, ""} })
}

func rated(i in, list []analysis.RatedTie) []*StrengthInfo {
	return each(list, func(t *analysis.RatedTie) *StrengthInfo { return &StrengthInfo{i, t.Tie, t.Sentence} })
}

func remedy(i in, r *analysis.Remedy) *RemedyInfo {
	if r == nil {
		return nil
	}
	return &RemedyInfo{i, *r}
}

func amount(m []analysis.Money) *analysis.Money {
	if len(m) == 0 {
		return nil
	}
	return &m[0]
}

func level(l int) *int {
	if l == 0 {
		return nil
	}
	return &l
}

func likelihood(l analysis.Likelihood) *analysis.Likelihood {
	if l == "" {
		return nil
	}
	return &l
}

func secondBest(i in, b *analysis.SecondBest) *SecondBestInfo {
	if b == nil {
		return nil
	}
	return &SecondBestInfo{i, *b}
}

// Report is what every report carries.
type Report interface{ Findings() []*FindingInfo }

// StrengthInfo is a computed tie in a view.
type StrengthInfo struct {
	in
	analysis.Tie
	Sentence string // "" where the report has none
}

// Person returns who knows the other.
func (o *StrengthInfo) Person() *object.Person { return o.person(o.From) }

// Other returns who is known.
func (o *StrengthInfo) Other() *object.Person { return o.person(o.To) }

// LastRecord returns the last contact, and nil for none.
func (o *StrengthInfo) LastRecord() object.Object { return o.fact(o.Tie.LastRecord) }

// Stated returns the newest claim that stands, and nil for none.
func (o *StrengthInfo) Stated() *StatedInfo {
	if o.Tie.Stated == nil {
		return nil
	}
	return &StatedInfo{o.in, *o.Tie.Stated}
}

// StatedInfo is a claim about a tie in a view.
type StatedInfo struct {
	in
	analysis.Stated
}

// By returns who says so, and nil when that is not recorded.
func (o *StatedInfo) By() *object.Person { return o.person(o.Stated.By) }

// Record returns the stated tie.
func (o *StatedInfo) Record() *object.Tie { return one[*object.Tie](o.in, o.Stated.Record) }

// The parts of reports that name nobody.
type (
	ChannelCountInfo = analysis.ChannelCount
	CoverStatus      = analysis.CoverStatus
	DataIssueInfo    = analysis.DataIssue
	ExpectedSeatInfo = analysis.ExpectedSeat
	Likelihood       = analysis.Likelihood
	MoneyInfo        = analysis.Money
	MoveKind         = analysis.MoveKind
	RelationshipForm = analysis.Form
	Rule             = analysis.Rule
	RuleInfo         = analysis.RuleInfo
)

// FindingInfo is a finding in a view.
type FindingInfo struct {
	in
	analysis.Finding
}

// Subjects returns whom or what it is about.
func (o *FindingInfo) Subjects() []object.Object { return o.facts(o.Finding.Subjects) }

// Reasons returns what made it fire.
func (o *FindingInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.Finding.Reasons) }

// Remedy returns what would close the gap.
func (o *FindingInfo) Remedy() *RemedyInfo { return remedy(o.in, o.Finding.Remedy) }

// ReasonInfo is a reason for a finding in a view.
type ReasonInfo struct {
	in
	analysis.Reason
}

// Record returns the record, and nil for none.
func (o *ReasonInfo) Record() object.Object { return o.fact(o.Reason.Record) }

// RemedyInfo is a remedy in a view.
type RemedyInfo struct {
	in
	analysis.Remedy
}

// Owner returns who should act.
func (o *RemedyInfo) Owner() *object.Person { return o.person(o.Remedy.Owner) }

// Path returns the introduction proposed.
func (o *RemedyInfo) Path() []*object.Person { return o.people(o.Remedy.Path) }

// Alternatives returns who else could act.
func (o *RemedyInfo) Alternatives() []*object.Person { return o.people(o.Remedy.Alternatives) }

// PartInfo is a part in a decision in a view.
type PartInfo struct {
	in
	analysis.Part
}

// Area returns the decision area, and nil for the account as a whole.
func (o *PartInfo) Area() *object.DecisionArea { return object.Of(o.v).DecisionAreaByID(o.Part.Area) }

// Record returns the record, and nil for none.
func (o *PartInfo) Record() object.Object { return o.fact(o.Part.Record) }

// CoverageResult is a coverage report in a view.
type CoverageResult struct {
	in
	analysis.CoverageReport
}

// Account returns the account.
func (o *CoverageResult) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.CoverageReport.Account)
}

// Policy returns what is expected.
func (o *CoverageResult) Policy() *AppliedPolicyInfo {
	return &AppliedPolicyInfo{o.in, o.CoverageReport.Policy}
}

// Cells returns the cells.
func (o *CoverageResult) Cells() []*CoverageCellInfo {
	return each(o.CoverageReport.Cells, func(x *analysis.Cell) *CoverageCellInfo { return &CoverageCellInfo{o.in, *x} })
}

// People returns the people.
func (o *CoverageResult) People() []*CoveredPersonInfo {
	return each(o.CoverageReport.People, func(x *analysis.CoveredPerson) *CoveredPersonInfo { return &CoveredPersonInfo{o.in, *x} })
}

// Ladders returns the ladders.
func (o *CoverageResult) Ladders() []*AreaLaddersInfo {
	return each(o.CoverageReport.Ladders, func(x *analysis.AreaLadders) *AreaLaddersInfo { return &AreaLaddersInfo{o.in, *x} })
}

// Neighbourhoods returns the neighbourhoods.
func (o *CoverageResult) Neighbourhoods() []*NeighbourhoodInfo {
	return each(o.CoverageReport.Neighbourhoods, func(x *analysis.Neighbourhood) *NeighbourhoodInfo { return &NeighbourhoodInfo{o.in, *x} })
}

// Shape returns how the working ties are spread.
func (o *CoverageResult) Shape() *RelationshipShapeInfo {
	return &RelationshipShapeInfo{o.in, o.CoverageReport.Shape}
}

// Findings returns what there is to act on.
func (o *CoverageResult) Findings() []*FindingInfo { return findings(o.in, o.CoverageReport.Findings) }

// AppliedPolicyInfo is what is expected for an account.
type AppliedPolicyInfo struct {
	in
	analysis.Policy
}

// Sources returns the policies applied.
func (o *AppliedPolicyInfo) Sources() []*object.Policy {
	return all[*object.Policy](o.in, o.Policy.Sources)
}

// CoverageCellInfo is a cell of the coverage matrix in a view.
type CoverageCellInfo struct {
	in
	analysis.Cell
}

// Level returns the level, and nil when it is not known.
func (o *CoverageCellInfo) Level() *int { return level(o.Cell.Level) }

// Seats returns the seats.
func (o *CoverageCellInfo) Seats() []*CoverageSeatInfo {
	return each(o.Cell.Seats, func(x *analysis.CellSeat) *CoverageSeatInfo { return &CoverageSeatInfo{o.in, *x} })
}

// CoverageSeatInfo is a seat in a cell in a view.
type CoverageSeatInfo struct {
	in
	analysis.CellSeat
}

// Seat returns the seat.
func (o *CoverageSeatInfo) Seat() *object.Position {
	return object.Of(o.v).PositionByID(o.CellSeat.Seat)
}

// Person returns the holder, and nil for none.
func (o *CoverageSeatInfo) Person() *object.Person { return o.person(o.CellSeat.Person) }

// Owners returns those of ours with a working tie.
func (o *CoverageSeatInfo) Owners() []*object.Person { return o.people(o.CellSeat.Owners) }

// CoveredPersonInfo is one of theirs in a view.
type CoveredPersonInfo struct {
	in
	analysis.CoveredPerson
}

// Person returns the person.
func (o *CoveredPersonInfo) Person() *object.Person { return o.person(o.CoveredPerson.Person) }

// Level returns the level, and nil when it is not known.
func (o *CoveredPersonInfo) Level() *int { return level(o.CoveredPerson.Level) }

// Seats returns the seats.
func (o *CoveredPersonInfo) Seats() []*object.Position {
	return all[*object.Position](o.in, o.CoveredPerson.Seats)
}

// Parts returns the parts in decisions.
func (o *CoveredPersonInfo) Parts() []*PartInfo { return parts(o.in, o.CoveredPerson.Parts) }

// StanceRecord returns the judgement.
func (o *CoveredPersonInfo) StanceRecord() *object.Assessment {
	return one[*object.Assessment](o.in, o.CoveredPerson.StanceRecord)
}

// Owners returns those of ours with a working tie.
func (o *CoveredPersonInfo) Owners() []*object.Person { return o.people(o.CoveredPerson.Owners) }

// AreaLaddersInfo is the ladders of an area in a view.
type AreaLaddersInfo struct {
	in
	analysis.AreaLadders
}

// Area returns the area.
func (o *AreaLaddersInfo) Area() *object.DecisionArea {
	return object.Of(o.v).DecisionAreaByID(o.AreaLadders.Area)
}

// Ladders returns the ladders.
func (o *AreaLaddersInfo) Ladders() []*LadderInfo {
	return each(o.AreaLadders.Ladders, func(x *analysis.Ladder) *LadderInfo { return &LadderInfo{o.in, *x} })
}

// LadderInfo is a ladder in a view.
type LadderInfo struct {
	in
	analysis.Ladder
}

// Rungs returns the rungs.
func (o *LadderInfo) Rungs() []*RungInfo {
	return each(o.Ladder.Rungs, func(x *analysis.Rung) *RungInfo { return &RungInfo{o.in, *x} })
}

// Holes returns the runs of people without a working tie.
func (o *LadderInfo) Holes() [][]*object.Person { return groups(o.in, o.Ladder.Holes) }

// Holders returns those of ours who hold its ties.
func (o *LadderInfo) Holders() []*object.Person { return o.people(o.Ladder.Holders) }

// RungInfo is a rung in a view.
type RungInfo struct {
	in
	analysis.Rung
}

// Seat returns the seat.
func (o *RungInfo) Seat() *object.Position { return object.Of(o.v).PositionByID(o.Rung.Seat) }

// People returns the holders.
func (o *RungInfo) People() []*object.Person { return o.people(o.Rung.People) }

// Owners returns those of ours with a working tie.
func (o *RungInfo) Owners() []*object.Person { return o.people(o.Rung.Owners) }

// NeighbourhoodInfo is a neighbourhood in a view.
type NeighbourhoodInfo struct {
	in
	analysis.Neighbourhood
}

// Person returns the key contact.
func (o *NeighbourhoodInfo) Person() *object.Person { return o.person(o.Neighbourhood.Person) }

// Supervisor returns who sits above.
func (o *NeighbourhoodInfo) Supervisor() []*object.Person {
	return o.people(o.Neighbourhood.Supervisor)
}

// Peers returns who sits beside.
func (o *NeighbourhoodInfo) Peers() []*object.Person { return o.people(o.Neighbourhood.Peers) }

// Reports returns who sits below.
func (o *NeighbourhoodInfo) Reports() []*object.Person { return o.people(o.Neighbourhood.Reports) }

// Owners returns those of ours who hold the ties.
func (o *NeighbourhoodInfo) Owners() []*object.Person { return o.people(o.Neighbourhood.Owners) }

// Unknown returns the people without a working tie.
func (o *NeighbourhoodInfo) Unknown() []*object.Person { return o.people(o.Neighbourhood.Unknown) }

// RelationshipShapeInfo is the shape of a relationship in a view.
type RelationshipShapeInfo struct {
	in
	analysis.Shape
}

// OurTop returns the one of ours with the most ties.
func (o *RelationshipShapeInfo) OurTop() *object.Person { return o.person(o.Shape.OurTop) }

// TheirTop returns the one of theirs with the most ties.
func (o *RelationshipShapeInfo) TheirTop() *object.Person { return o.person(o.Shape.TheirTop) }

// SinglePointsResult is a report of single points of failure in a view.
type SinglePointsResult struct {
	in
	analysis.SinglePointsReport
}

// Account returns the account.
func (o *SinglePointsResult) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.SinglePointsReport.Account)
}

// Points returns the points.
func (o *SinglePointsResult) Points() []*SinglePointInfo {
	return each(o.SinglePointsReport.Points, func(x *analysis.SinglePoint) *SinglePointInfo { return &SinglePointInfo{o.in, *x} })
}

// Targets returns the targets.
func (o *SinglePointsResult) Targets() []*TargetInfo {
	return each(o.SinglePointsReport.Targets, func(x *analysis.Target) *TargetInfo { return &TargetInfo{o.in, *x} })
}

// Ties returns the ties on which a decider hangs.
func (o *SinglePointsResult) Ties() []*SingleTieInfo {
	return each(o.SinglePointsReport.Ties, func(x *analysis.SingleTie) *SingleTieInfo { return &SingleTieInfo{o.in, *x} })
}

// Pairs returns the pairs on whom a decider hangs.
func (o *SinglePointsResult) Pairs() []*SinglePairInfo {
	return each(o.SinglePointsReport.Pairs, func(x *analysis.SinglePair) *SinglePairInfo { return &SinglePairInfo{o.in, *x} })
}

// Areas returns how many departures cut each area off.
func (o *SinglePointsResult) Areas() []*AreaResilienceInfo {
	return each(o.SinglePointsReport.Areas, func(x *analysis.AreaResilience) *AreaResilienceInfo { return &AreaResilienceInfo{o.in, *x} })
}

// Structure returns the dominator tree.
func (o *SinglePointsResult) Structure() []*DominanceInfo {
	return each(o.SinglePointsReport.Structure, func(x *analysis.Dominance) *DominanceInfo { return &DominanceInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *SinglePointsResult) Findings() []*FindingInfo {
	return findings(o.in, o.SinglePointsReport.Findings)
}

// SinglePointInfo is a person without whom we lose others, in a view.
type SinglePointInfo struct {
	in
	analysis.SinglePoint
}

// Person returns the person.
func (o *SinglePointInfo) Person() *object.Person { return o.person(o.SinglePoint.Person) }

// ReachLost returns what is lost.
func (o *SinglePointInfo) ReachLost() *LossInfo { return &LossInfo{o.in, o.SinglePoint.ReachLost} }

// SeatsChanging returns the parts in decisions.
func (o *SinglePointInfo) SeatsChanging() []*PartInfo {
	return parts(o.in, o.SinglePoint.SeatsChanging)
}

// SecondBest returns the next best of ours.
func (o *SinglePointInfo) SecondBest() []*SecondBestInfo {
	return each(o.SinglePoint.SecondBest, func(x *analysis.SecondBest) *SecondBestInfo { return &SecondBestInfo{o.in, *x} })
}

// Reasons returns what says so.
func (o *SinglePointInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.SinglePoint.Reasons) }

// Weakened returns to whom the way becomes less likely.
func (o *SinglePointInfo) Weakened() []*WeakenedInfo {
	return each(o.SinglePoint.Weakened, func(x *analysis.Weakened) *WeakenedInfo { return &WeakenedInfo{o.in, *x} })
}

// WeakenedInfo is a less likely way in a view.
type WeakenedInfo struct {
	in
	analysis.Weakened
}

// Target returns to whom.
func (o *WeakenedInfo) Target() *object.Person { return o.person(o.Weakened.Target) }

// LikelihoodAfter returns the likelihood left, and nil for none.
func (o *WeakenedInfo) LikelihoodAfter() *analysis.Likelihood {
	return likelihood(o.Weakened.LikelihoodAfter)
}

// Reasons returns what says so.
func (o *WeakenedInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.Weakened.Reasons) }

// SingleTieInfo is a tie without which we lose others, in a view.
type SingleTieInfo struct {
	in
	analysis.SingleTie
}

// Person returns the one nearer to us.
func (o *SingleTieInfo) Person() *object.Person { return o.person(o.From) }

// Other returns the one further away.
func (o *SingleTieInfo) Other() *object.Person { return o.person(o.To) }

// Record returns the record, and nil for none.
func (o *SingleTieInfo) Record() object.Object { return o.fact(o.SingleTie.Record) }

// ReachLost returns what is lost.
func (o *SingleTieInfo) ReachLost() *LossInfo { return &LossInfo{o.in, o.SingleTie.ReachLost} }

// SinglePairInfo is a pair without whom we lose others, in a view.
type SinglePairInfo struct {
	in
	analysis.SinglePair
}

// People returns the two.
func (o *SinglePairInfo) People() []*object.Person { return o.people(o.SinglePair.People[:]) }

// Deciders returns who hang on them.
func (o *SinglePairInfo) Deciders() []*object.Person { return o.people(o.SinglePair.Deciders) }

// Reasons returns what says so.
func (o *SinglePairInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.SinglePair.Reasons) }

// AreaResilienceInfo is how many departures cut an area off, in a view.
type AreaResilienceInfo struct {
	in
	analysis.AreaResilience
}

// Area returns the area.
func (o *AreaResilienceInfo) Area() *object.DecisionArea {
	return object.Of(o.v).DecisionAreaByID(o.AreaResilience.Area)
}

// Budget returns the budget, and nil when it is not known.
func (o *AreaResilienceInfo) Budget() *analysis.Money { return amount(o.AreaResilience.Budget) }

// People returns whose departure cuts it off.
func (o *AreaResilienceInfo) People() []*object.Person { return o.people(o.AreaResilience.People) }

// Reasons returns what says so.
func (o *AreaResilienceInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.AreaResilience.Reasons) }

// DominanceInfo is a node of the dominator tree in a view.
type DominanceInfo struct {
	in
	analysis.Dominance
}

// Person returns who.
func (o *DominanceInfo) Person() *object.Person { return o.person(o.Dominance.Person) }

// Under returns on whom they hang in turn, and nil for nobody.
func (o *DominanceInfo) Under() *object.Person { return o.person(o.Dominance.Under) }

// ReachLost returns what is lost.
func (o *DominanceInfo) ReachLost() *LossInfo { return &LossInfo{o.in, o.Dominance.ReachLost} }

// LossInfo is a loss in a view.
type LossInfo struct {
	in
	analysis.Loss
}

// Deciders returns the deciders.
func (o *LossInfo) Deciders() []*object.Person { return o.people(o.Loss.Deciders) }

// People returns everybody.
func (o *LossInfo) People() []*object.Person { return o.people(o.Loss.People) }

// Areas returns the areas.
func (o *LossInfo) Areas() []*LostAreaInfo {
	return each(o.Loss.Areas, func(x *analysis.LostArea) *LostAreaInfo { return &LostAreaInfo{o.in, *x} })
}

// Reasons returns what says that they are reached.
func (o *LossInfo) Reasons() []*ReasonInfo { return reasons(o.in, o.Loss.Reasons) }

// LostAreaInfo is a lost decision area in a view.
type LostAreaInfo struct {
	in
	analysis.LostArea
}

// Area returns the area.
func (o *LostAreaInfo) Area() *object.DecisionArea {
	return object.Of(o.v).DecisionAreaByID(o.LostArea.ID)
}

// Budget returns the budget, and nil when it is not known.
func (o *LostAreaInfo) Budget() *analysis.Money { return amount(o.LostArea.Budget) }

// SecondBestInfo is the next best tie in a view.
type SecondBestInfo struct {
	in
	analysis.SecondBest
}

// Target returns to whom.
func (o *SecondBestInfo) Target() *object.Person { return o.person(o.SecondBest.Target) }

// Owner returns of whom.
func (o *SecondBestInfo) Owner() *object.Person { return o.person(o.SecondBest.Owner) }

// TargetInfo is somebody to be reached, in a view.
type TargetInfo struct {
	in
	analysis.Target
}

// Person returns the person.
func (o *TargetInfo) Person() *object.Person { return o.person(o.Target.Person) }

// Parts returns the parts in decisions.
func (o *TargetInfo) Parts() []*PartInfo { return parts(o.in, o.Target.Parts) }

// Direct returns those of ours with a working tie.
func (o *TargetInfo) Direct() []*object.Person { return o.people(o.Target.Direct) }

// Critical returns who is on every chain.
func (o *TargetInfo) Critical() []*object.Person { return o.people(o.Target.Critical) }

// Pairs returns the pairs without whom there is no chain.
func (o *TargetInfo) Pairs() [][]*object.Person { return pairs(o.in, o.Target.Pairs) }

// IntroductionsResult is a report of introductions in a view.
type IntroductionsResult struct {
	in
	analysis.IntroductionsReport
}

// Target returns to whom.
func (o *IntroductionsResult) Target() *object.Person {
	return o.person(o.IntroductionsReport.Target)
}

// Direct returns our own ties to the target.
func (o *IntroductionsResult) Direct() []*StrengthInfo {
	return strengths(o.in, o.IntroductionsReport.Direct)
}

// Introductions returns whom to ask.
func (o *IntroductionsResult) Introductions() []*IntroductionInfo {
	return each(o.IntroductionsReport.Introductions, func(x *analysis.Introduction) *IntroductionInfo { return &IntroductionInfo{o.in, *x} })
}

// MayKnow returns who may know the target.
func (o *IntroductionsResult) MayKnow() []*MayKnowInfo {
	return each(o.IntroductionsReport.MayKnow, func(x *analysis.MayKnow) *MayKnowInfo { return &MayKnowInfo{o.in, *x} })
}

// NotAsked returns who must not be asked.
func (o *IntroductionsResult) NotAsked() []*NotAskedInfo {
	return each(o.IntroductionsReport.NotAsked, func(x *analysis.NotAsked) *NotAskedInfo { return &NotAskedInfo{o.in, *x} })
}

// Requests returns what was asked for.
func (o *IntroductionsResult) Requests() []*IntroductionRequestInfo {
	return each(o.IntroductionsReport.Requests, func(x *analysis.Request) *IntroductionRequestInfo { return &IntroductionRequestInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *IntroductionsResult) Findings() []*FindingInfo {
	return findings(o.in, o.IntroductionsReport.Findings)
}

// IntroductionInfo is a person to ask, in a view.
type IntroductionInfo struct {
	in
	analysis.Introduction
}

// Ask returns whom to ask.
func (o *IntroductionInfo) Ask() *object.Person { return o.person(o.Introduction.Ask) }

// Route returns the best route.
func (o *IntroductionInfo) Route() *RouteInfo { return &RouteInfo{o.in, o.Introduction.Route} }

// Alternates returns further routes by the same person.
func (o *IntroductionInfo) Alternates() []*RouteInfo {
	return each(o.Introduction.Alternates, func(x *analysis.Route) *RouteInfo { return &RouteInfo{o.in, *x} })
}

// NotAskedInfo is somebody who must not be asked, in a view.
type NotAskedInfo struct {
	in
	analysis.NotAsked
}

// Person returns who.
func (o *NotAskedInfo) Person() *object.Person { return o.person(o.NotAsked.Person) }

// Record returns what says so, and nil for nothing.
func (o *NotAskedInfo) Record() object.Object { return o.fact(o.NotAsked.Record) }

// IntroductionRequestInfo is an introduction that was asked for, in a view.
type IntroductionRequestInfo struct {
	in
	analysis.Request
}

// Record returns the introduction.
func (o *IntroductionRequestInfo) Record() *object.Introduction {
	return one[*object.Introduction](o.in, o.Request.Record)
}

// Introducer returns who was asked, and nil where that is not recorded.
func (o *IntroductionRequestInfo) Introducer() *object.Person {
	return o.person(o.Request.Introducer)
}

// Seeker returns for whom, and nil where that is not recorded.
func (o *IntroductionRequestInfo) Seeker() *object.Person { return o.person(o.Request.Seeker) }

// RouteInfo is a route in a view.
type RouteInfo struct {
	in
	analysis.Route
}

// People returns who is on the route.
func (o *RouteInfo) People() []*object.Person { return o.people(o.Route.People) }

// Handshakes returns the handshakes.
func (o *RouteInfo) Handshakes() []*HandshakeInfo {
	return each(o.Route.Handshakes, func(x *analysis.Handshake) *HandshakeInfo { return &HandshakeInfo{o.in, *x} })
}

// HandshakeInfo is a handshake in a view.
type HandshakeInfo struct {
	in
	analysis.Handshake
}

// Person returns from whom.
func (o *HandshakeInfo) Person() *object.Person { return o.person(o.Handshake.From) }

// Other returns to whom.
func (o *HandshakeInfo) Other() *object.Person { return o.person(o.Handshake.To) }

// Record returns the record, and nil for none.
func (o *HandshakeInfo) Record() object.Object { return o.fact(o.Handshake.Record) }

// Factors returns the factors.
func (o *HandshakeInfo) Factors() []*FactorInfo {
	return each(o.Handshake.Factors, func(x *analysis.Factor) *FactorInfo { return &FactorInfo{o.in, *x} })
}

// FactorInfo is a factor of a handshake in a view.
type FactorInfo struct {
	in
	analysis.Factor
}

// Record returns the record, and nil for none.
func (o *FactorInfo) Record() object.Object { return o.fact(o.Factor.Record) }

// MayKnowInfo is a possible tie in a view.
type MayKnowInfo struct {
	in
	analysis.MayKnow
}

// Person returns who may know the target.
func (o *MayKnowInfo) Person() *object.Person { return o.person(o.MayKnow.Person) }

// Record returns the record, and nil for none.
func (o *MayKnowInfo) Record() object.Object { return o.fact(o.MayKnow.Record) }

// MovesResult is a report of moves in a view.
type MovesResult struct {
	in
	analysis.MovesReport
}

// Moves returns the moves.
func (o *MovesResult) Moves() []*MoveInfo {
	return each(o.MovesReport.Moves, func(x *analysis.Move) *MoveInfo { return &MoveInfo{o.in, *x} })
}

// Firms returns what happened to whole firms.
func (o *MovesResult) Firms() []*FirmEventInfo {
	return each(o.MovesReport.Firms, func(x *analysis.FirmEvent) *FirmEventInfo { return &FirmEventInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *MovesResult) Findings() []*FindingInfo { return findings(o.in, o.MovesReport.Findings) }

// MoveInfo is a move in a view.
type MoveInfo struct {
	in
	analysis.Move
}

// Person returns who moved.
func (o *MoveInfo) Person() *object.Person { return o.person(o.Move.Person) }

// Ended returns the seats left.
func (o *MoveInfo) Ended() []*MoveSeatInfo {
	return each(o.Move.Ended, func(x *analysis.MoveSeat) *MoveSeatInfo { return &MoveSeatInfo{o.in, *x} })
}

// Began returns the seats taken.
func (o *MoveInfo) Began() []*MoveSeatInfo {
	return each(o.Move.Began, func(x *analysis.MoveSeat) *MoveSeatInfo { return &MoveSeatInfo{o.in, *x} })
}

// Parts returns the parts in decisions.
func (o *MoveInfo) Parts() []*PartInfo { return parts(o.in, o.Move.Parts) }

// Ties returns the ties at stake.
func (o *MoveInfo) Ties() []*StrengthInfo { return strengths(o.in, o.Move.Ties) }

// Successors returns who holds the seats left.
func (o *MoveInfo) Successors() []*object.Person { return o.people(o.Move.Successors) }

// Vacant returns the seats left that are vacant.
func (o *MoveInfo) Vacant() []*object.Position {
	return all[*object.Position](o.in, o.Move.Vacant)
}

// MoveSeatInfo is a seat left or taken, in a view.
type MoveSeatInfo struct {
	in
	analysis.MoveSeat
}

// Seat returns the seat.
func (o *MoveSeatInfo) Seat() *object.Position { return object.Of(o.v).PositionByID(o.MoveSeat.Seat) }

// Level returns the level, and nil when it is not known.
func (o *MoveSeatInfo) Level() *int { return level(o.MoveSeat.Level) }

// Company returns the company.
func (o *MoveSeatInfo) Company() *object.Organization {
	return object.Of(o.v).OrganizationByID(o.MoveSeat.Company)
}

// Account returns the account, and nil for none.
func (o *MoveSeatInfo) Account() *object.Account {
	return object.Of(o.v).AccountByID(o.MoveSeat.Account)
}

// Record returns the holding.
func (o *MoveSeatInfo) Record() *object.Holding {
	return one[*object.Holding](o.in, o.MoveSeat.Record)
}

// FirmEventInfo is what happened to a firm, in a view.
type FirmEventInfo struct {
	in
	analysis.FirmEvent
}

// From returns the company left.
func (o *FirmEventInfo) From() *object.Organization {
	return object.Of(o.v).OrganizationByID(o.FirmEvent.From)
}

// To returns the company joined.
func (o *FirmEventInfo) To() *object.Organization {
	return object.Of(o.v).OrganizationByID(o.FirmEvent.To)
}

// Persons returns some of the people.
func (o *FirmEventInfo) Persons() []*object.Person { return o.people(o.FirmEvent.Persons) }

// StakeholdersResult is a report of stakeholders in a view.
type StakeholdersResult struct {
	in
	analysis.StakeholdersReport
}

// People returns everybody of theirs.
func (o *StakeholdersResult) People() []*StakeholderInfo {
	return each(o.StakeholdersReport.People, func(x *analysis.Stakeholder) *StakeholderInfo { return &StakeholderInfo{o.in, *x} })
}

// Findings returns what there is to act on.
func (o *StakeholdersResult) Findings() []*FindingInfo {
	return findings(o.in, o.StakeholdersReport.Findings)
}

// StakeholderInfo is a stakeholder in a view.
type StakeholderInfo struct {
	in
	analysis.Stakeholder
}

// Person returns the person.
func (o *StakeholderInfo) Person() *object.Person { return o.person(o.Stakeholder.Person) }

// Seats returns the seats.
func (o *StakeholderInfo) Seats() []*object.Position {
	return all[*object.Position](o.in, o.Stakeholder.Seats)
}

// Level returns the level, and nil when it is not known.
func (o *StakeholderInfo) Level() *int { return level(o.Stakeholder.Level) }

// StanceRecord returns the judgement.
func (o *StakeholderInfo) StanceRecord() *object.Assessment {
	return one[*object.Assessment](o.in, o.Stakeholder.StanceRecord)
}

// Parts returns the parts in decisions.
func (o *StakeholderInfo) Parts() []*PartInfo { return parts(o.in, o.Stakeholder.Parts) }

// KnownBy returns who of ours knows them.
func (o *StakeholderInfo) KnownBy() []*KnowerInfo {
	return each(o.Stakeholder.KnownBy, func(x *analysis.Knower) *KnowerInfo { return &KnowerInfo{o.in, *x} })
}

// KnowerInfo is one of ours who knows a stakeholder, in a view.
type KnowerInfo struct {
	in
	analysis.Knower
}

// Person returns who.
func (o *KnowerInfo) Person() *object.Person { return o.person(o.Knower.Person) }

// StrengthResult is a report of ties in a view.
type StrengthResult struct {
	in
	analysis.StrengthReport
}

// Ties returns the ties.
func (o *StrengthResult) Ties() []*StrengthInfo { return rated(o.in, o.StrengthReport.Ties) }

// Findings returns what there is to act on.
func (o *StrengthResult) Findings() []*FindingInfo { return findings(o.in, o.StrengthReport.Findings) }
