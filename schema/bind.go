package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema/object"
)

// This file says which Go type each GraphQL type is. gqlgen looks a type up here
// by its name, and then in the packages graph and graph/analysis.

// Node is whatever has an id that finds it again: a fact or a [View].
type Node interface{ ElementID() graph.ID }

// The types of facts.
type (
	Fact  = object.Object
	Entry = object.Entry

	PersonOrPosition      = object.Object
	PersonOrAccount       = object.Object
	AccountOrDecisionArea = object.Object

	Account       = object.Account
	Action        = object.Action
	Assessment    = object.Assessment
	Capture       = object.Capture
	Commitment    = object.Commitment
	Concession    = object.Concession
	DecisionArea  = object.DecisionArea
	DecisionPart  = object.DecisionPart
	Detail        = object.Detail
	Exclusion     = object.Exclusion
	Feed          = object.Feed
	Holding       = object.Holding
	Influence     = object.Influence
	Interaction   = object.Interaction
	Introduction  = object.Introduction
	Link          = object.Link
	Organization  = object.Organization
	Pairing       = object.Pairing
	Person        = object.Person
	Placement     = object.Placement
	Policy        = object.Policy
	Position      = object.Position
	Problem       = object.Problem
	ReportingLine = object.ReportingLine
	Revenue       = object.Revenue
	Scorecard     = object.Scorecard
	Signal        = object.Signal
	Suggestion    = object.Suggestion
	TeamPlace     = object.TeamPlace
	Tie           = object.Tie
	UnitLink      = object.UnitLink
	ValueRecord   = object.ValueRecord
)

// The types of lists.
type (
	AccountConnection      = object.Connection[*object.Account]
	AccountEdge            = object.ConnectionEdge[*object.Account]
	CommitmentConnection   = object.Connection[*object.Commitment]
	CommitmentEdge         = object.ConnectionEdge[*object.Commitment]
	FactConnection         = object.Connection[object.Object]
	FactEdge               = object.ConnectionEdge[object.Object]
	IntroductionConnection = object.Connection[*object.Introduction]
	IntroductionEdge       = object.ConnectionEdge[*object.Introduction]
	PolicyConnection       = object.Connection[*object.Policy]
	PolicyEdge             = object.ConnectionEdge[*object.Policy]
	InteractionConnection  = object.Connection[*object.Interaction]
	InteractionEdge        = object.ConnectionEdge[*object.Interaction]
	OrganizationConnection = object.Connection[*object.Organization]
	OrganizationEdge       = object.ConnectionEdge[*object.Organization]
	PersonConnection       = object.Connection[*object.Person]
	PersonEdge             = object.ConnectionEdge[*object.Person]
	PositionConnection     = object.Connection[*object.Position]
	PositionEdge           = object.ConnectionEdge[*object.Position]
	TieConnection          = object.Connection[*object.Tie]
	TieEdge                = object.ConnectionEdge[*object.Tie]
)

// The filters of lists, and what else has the same name in the domain.
type (
	AccountFilter      = object.AccountFilter
	AccountOrder       = object.AccountOrder
	CommitmentOrder    = object.CommitmentOrder
	InteractionOrder   = object.InteractionOrder
	OrganizationOrder  = object.OrganizationOrder
	PersonOrder        = object.PersonOrder
	PositionOrder      = object.PositionOrder
	CommitmentFilter   = object.CommitmentFilter
	InteractionFilter  = object.InteractionFilter
	IntroductionStep   = graph.IntroductionStep
	Count              = object.Count
	MatchedField       = object.MatchedField
	PersonCountBy      = object.PersonCountBy
	PositionCountBy    = object.PositionCountBy
	OrganizationFilter = object.OrganizationFilter
	PageInfo           = object.PageInfo
	PersonFilter       = object.PersonFilter
	PositionFilter     = object.PositionFilter
	TieFilter          = object.TieFilter
)

// The types that are named otherwise in the domain.
type (
	SearchResult      = object.SearchHit
	ScorecardItemInfo = object.ScorecardItem
)
