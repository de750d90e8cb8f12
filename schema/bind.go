package schema

import "github.com/kithgraph/kith/graph"

// This file says which Go type each GraphQL type is. gqlgen looks a type up here
// by its name, and then in the packages graph and graph/analysis.

// Node is whatever has an id that finds it again: a fact or a [View].
type Node interface{ ElementID() graph.ID }

// The types of facts.
type (
	Fact          = graph.Object
	Record        = graph.Record
	Account       = graph.AccountView
	Action        = graph.ActionView
	Assessment    = graph.AssessmentView
	Capture       = graph.CaptureView
	Commitment    = graph.CommitmentView
	Concession    = graph.ConcessionView
	DecisionArea  = graph.DecisionAreaView
	DecisionPart  = graph.DecisionPartView
	Detail        = graph.DetailView
	Exclusion     = graph.ExclusionView
	Holding       = graph.HoldingView
	Influence     = graph.InfluenceView
	Interaction   = graph.InteractionView
	Introduction  = graph.IntroductionView
	Link          = graph.LinkView
	Organization  = graph.OrganizationView
	Pairing       = graph.PairingView
	Person        = graph.PersonView
	Placement     = graph.PlacementView
	Policy        = graph.PolicyView
	Position      = graph.PositionView
	Problem       = graph.ProblemView
	ReportingLine = graph.ReportingLineView
	Revenue       = graph.RevenueView
	Scorecard     = graph.ScorecardView
	Signal        = graph.SignalView
	TeamPlace     = graph.TeamPlaceView
	Tie           = graph.TieView
	UnitLink      = graph.UnitLinkView
	ValueRecord   = graph.ValueRecordView
)

// The types of lists.
type (
	AccountConnection      = graph.Connection[*graph.AccountView]
	AccountEdge            = graph.ConnectionEdge[*graph.AccountView]
	CommitmentConnection   = graph.Connection[*graph.CommitmentView]
	CommitmentEdge         = graph.ConnectionEdge[*graph.CommitmentView]
	FactConnection         = graph.Connection[graph.Object]
	FactEdge               = graph.ConnectionEdge[graph.Object]
	InteractionConnection  = graph.Connection[*graph.InteractionView]
	InteractionEdge        = graph.ConnectionEdge[*graph.InteractionView]
	OrganizationConnection = graph.Connection[*graph.OrganizationView]
	OrganizationEdge       = graph.ConnectionEdge[*graph.OrganizationView]
	PersonConnection       = graph.Connection[*graph.PersonView]
	PersonEdge             = graph.ConnectionEdge[*graph.PersonView]
	PositionConnection     = graph.Connection[*graph.PositionView]
	PositionEdge           = graph.ConnectionEdge[*graph.PositionView]
	TieConnection          = graph.Connection[*graph.TieView]
	TieEdge                = graph.ConnectionEdge[*graph.TieView]
)

// The filters of lists, and what else has the same name in the domain.
type (
	AccountFilter      = graph.AccountFilter
	CommitmentFilter   = graph.CommitmentFilter
	InteractionFilter  = graph.InteractionFilter
	IntroductionStep   = graph.IntroductionStep
	MatchedField       = graph.MatchedField
	OrganizationFilter = graph.OrganizationFilter
	PageInfo           = graph.PageInfo
	PersonFilter       = graph.PersonFilter
	PositionFilter     = graph.PositionFilter
	TieFilter          = graph.TieFilter
)

// The types that are named otherwise in the domain.
type (
	SearchResult      = graph.SearchHit
	ScorecardItemInfo = graph.ScorecardItem
)
