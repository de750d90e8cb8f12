package schema

import (
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
)

// The enumerations travel as their words. The empty word, "not known", is null.

func marshalWord[T ~string](v T) graphql.Marshaler {
	if v == "" {
		return graphql.Null
	}
	return graphql.MarshalString(string(v))
}

// unmarshalWord reads a word that validation has found in its enumeration.
func unmarshalWord[T ~string](v any) (T, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return T(v), nil
	}
	return "", fmt.Errorf("a %T is not an enumeration's word", v)
}

// A name and a pair of functions for each enumeration of the model: gqlgen finds
// them by the name.
type (
	OrgKind         = graph.OrgKind
	Occupancy       = graph.Occupancy
	ManagerState    = graph.ManagerState
	Relation        = graph.Relation
	Tier            = graph.Tier
	Stage           = graph.Stage
	DecisionRule    = graph.DecisionRule
	DecisionState   = graph.DecisionState
	Stance          = graph.Stance
	Role            = graph.Role
	PoliticalStatus = graph.PoliticalStatus
	CaptureMode     = graph.CaptureMode
	StartedBy       = graph.StartedBy
	Channel         = graph.Channel
	HoldKind        = graph.HoldKind
	LineKind        = graph.LineKind
	TieLevel        = graph.TieLevel
	TieKind         = graph.TieKind
	InfluenceKind   = graph.InfluenceKind
	PartnerLevel    = graph.PartnerLevel
	WorkRole        = graph.WorkRole
	ExclusionKind   = graph.ExclusionKind
	Answer          = graph.Answer
	Told            = graph.Told
	SignalKind      = graph.SignalKind
	Function        = graph.Function
	Band            = graph.Band
	SuggestionKind  = graph.SuggestionKind
	Verdict         = graph.Verdict
	Confidence      = graph.Confidence
	Severity        = graph.Severity
	Side            = graph.Side
)

// MarshalOrgKind writes a word of [graph.OrgKind].
func MarshalOrgKind(v graph.OrgKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalOrgKind reads a word of [graph.OrgKind].
func UnmarshalOrgKind(v any) (graph.OrgKind, error) { return unmarshalWord[graph.OrgKind](v) }

// MarshalOccupancy writes a word of [graph.Occupancy].
func MarshalOccupancy(v graph.Occupancy) graphql.Marshaler { return marshalWord(v) }

// UnmarshalOccupancy reads a word of [graph.Occupancy].
func UnmarshalOccupancy(v any) (graph.Occupancy, error) { return unmarshalWord[graph.Occupancy](v) }

// MarshalManagerState writes a word of [graph.ManagerState].
func MarshalManagerState(v graph.ManagerState) graphql.Marshaler { return marshalWord(v) }

// UnmarshalManagerState reads a word of [graph.ManagerState].
func UnmarshalManagerState(v any) (graph.ManagerState, error) {
	return unmarshalWord[graph.ManagerState](v)
}

// MarshalRelation writes a word of [graph.Relation].
func MarshalRelation(v graph.Relation) graphql.Marshaler { return marshalWord(v) }

// UnmarshalRelation reads a word of [graph.Relation].
func UnmarshalRelation(v any) (graph.Relation, error) { return unmarshalWord[graph.Relation](v) }

// MarshalTier writes a word of [graph.Tier].
func MarshalTier(v graph.Tier) graphql.Marshaler { return marshalWord(v) }

// UnmarshalTier reads a word of [graph.Tier].
func UnmarshalTier(v any) (graph.Tier, error) { return unmarshalWord[graph.Tier](v) }

// MarshalStage writes a word of [graph.Stage].
func MarshalStage(v graph.Stage) graphql.Marshaler { return marshalWord(v) }

// UnmarshalStage reads a word of [graph.Stage].
func UnmarshalStage(v any) (graph.Stage, error) { return unmarshalWord[graph.Stage](v) }

// MarshalDecisionRule writes a word of [graph.DecisionRule].
func MarshalDecisionRule(v graph.DecisionRule) graphql.Marshaler { return marshalWord(v) }

// UnmarshalDecisionRule reads a word of [graph.DecisionRule].
func UnmarshalDecisionRule(v any) (graph.DecisionRule, error) {
	return unmarshalWord[graph.DecisionRule](v)
}

// MarshalDecisionState writes a word of [graph.DecisionState].
func MarshalDecisionState(v graph.DecisionState) graphql.Marshaler { return marshalWord(v) }

// UnmarshalDecisionState reads a word of [graph.DecisionState].
func UnmarshalDecisionState(v any) (graph.DecisionState, error) {
	return unmarshalWord[graph.DecisionState](v)
}

// MarshalStance writes a word of [graph.Stance].
func MarshalStance(v graph.Stance) graphql.Marshaler { return marshalWord(v) }

// UnmarshalStance reads a word of [graph.Stance].
func UnmarshalStance(v any) (graph.Stance, error) { return unmarshalWord[graph.Stance](v) }

// MarshalRole writes a word of [graph.Role].
func MarshalRole(v graph.Role) graphql.Marshaler { return marshalWord(v) }

// UnmarshalRole reads a word of [graph.Role].
func UnmarshalRole(v any) (graph.Role, error) { return unmarshalWord[graph.Role](v) }

// MarshalPoliticalStatus writes a word of [graph.PoliticalStatus].
func MarshalPoliticalStatus(v graph.PoliticalStatus) graphql.Marshaler { return marshalWord(v) }

// UnmarshalPoliticalStatus reads a word of [graph.PoliticalStatus].
func UnmarshalPoliticalStatus(v any) (graph.PoliticalStatus, error) {
	return unmarshalWord[graph.PoliticalStatus](v)
}

// MarshalCaptureMode writes a word of [graph.CaptureMode].
func MarshalCaptureMode(v graph.CaptureMode) graphql.Marshaler { return marshalWord(v) }

// UnmarshalCaptureMode reads a word of [graph.CaptureMode].
func UnmarshalCaptureMode(v any) (graph.CaptureMode, error) {
	return unmarshalWord[graph.CaptureMode](v)
}

// MarshalStartedBy writes a word of [graph.StartedBy].
func MarshalStartedBy(v graph.StartedBy) graphql.Marshaler { return marshalWord(v) }

// UnmarshalStartedBy reads a word of [graph.StartedBy].
func UnmarshalStartedBy(v any) (graph.StartedBy, error) { return unmarshalWord[graph.StartedBy](v) }

// MarshalChannel writes a word of [graph.Channel].
func MarshalChannel(v graph.Channel) graphql.Marshaler { return marshalWord(v) }

// UnmarshalChannel reads a word of [graph.Channel].
func UnmarshalChannel(v any) (graph.Channel, error) { return unmarshalWord[graph.Channel](v) }

// MarshalHoldKind writes a word of [graph.HoldKind].
func MarshalHoldKind(v graph.HoldKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalHoldKind reads a word of [graph.HoldKind].
func UnmarshalHoldKind(v any) (graph.HoldKind, error) { return unmarshalWord[graph.HoldKind](v) }

// MarshalLineKind writes a word of [graph.LineKind].
func MarshalLineKind(v graph.LineKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalLineKind reads a word of [graph.LineKind].
func UnmarshalLineKind(v any) (graph.LineKind, error) { return unmarshalWord[graph.LineKind](v) }

// MarshalTieLevel writes a word of [graph.TieLevel].
func MarshalTieLevel(v graph.TieLevel) graphql.Marshaler { return marshalWord(v) }

// UnmarshalTieLevel reads a word of [graph.TieLevel].
func UnmarshalTieLevel(v any) (graph.TieLevel, error) { return unmarshalWord[graph.TieLevel](v) }

// MarshalTieKind writes a word of [graph.TieKind].
func MarshalTieKind(v graph.TieKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalTieKind reads a word of [graph.TieKind].
func UnmarshalTieKind(v any) (graph.TieKind, error) { return unmarshalWord[graph.TieKind](v) }

// MarshalInfluenceKind writes a word of [graph.InfluenceKind].
func MarshalInfluenceKind(v graph.InfluenceKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalInfluenceKind reads a word of [graph.InfluenceKind].
func UnmarshalInfluenceKind(v any) (graph.InfluenceKind, error) {
	return unmarshalWord[graph.InfluenceKind](v)
}

// MarshalPartnerLevel writes a word of [graph.PartnerLevel].
func MarshalPartnerLevel(v graph.PartnerLevel) graphql.Marshaler { return marshalWord(v) }

// UnmarshalPartnerLevel reads a word of [graph.PartnerLevel].
func UnmarshalPartnerLevel(v any) (graph.PartnerLevel, error) {
	return unmarshalWord[graph.PartnerLevel](v)
}

// MarshalWorkRole writes a word of [graph.WorkRole].
func MarshalWorkRole(v graph.WorkRole) graphql.Marshaler { return marshalWord(v) }

// UnmarshalWorkRole reads a word of [graph.WorkRole].
func UnmarshalWorkRole(v any) (graph.WorkRole, error) { return unmarshalWord[graph.WorkRole](v) }

// MarshalExclusionKind writes a word of [graph.ExclusionKind].
func MarshalExclusionKind(v graph.ExclusionKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalExclusionKind reads a word of [graph.ExclusionKind].
func UnmarshalExclusionKind(v any) (graph.ExclusionKind, error) {
	return unmarshalWord[graph.ExclusionKind](v)
}

// MarshalAnswer writes a word of [graph.Answer].
func MarshalAnswer(v graph.Answer) graphql.Marshaler { return marshalWord(v) }

// UnmarshalAnswer reads a word of [graph.Answer].
func UnmarshalAnswer(v any) (graph.Answer, error) { return unmarshalWord[graph.Answer](v) }

// MarshalTold writes a word of [graph.Told].
func MarshalTold(v graph.Told) graphql.Marshaler { return marshalWord(v) }

// UnmarshalTold reads a word of [graph.Told].
func UnmarshalTold(v any) (graph.Told, error) { return unmarshalWord[graph.Told](v) }

// MarshalSignalKind writes a word of [graph.SignalKind].
func MarshalSignalKind(v graph.SignalKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalSignalKind reads a word of [graph.SignalKind].
func UnmarshalSignalKind(v any) (graph.SignalKind, error) { return unmarshalWord[graph.SignalKind](v) }

// MarshalFunction writes a word of [graph.Function].
func MarshalFunction(v graph.Function) graphql.Marshaler { return marshalWord(v) }

// UnmarshalFunction reads a word of [graph.Function].
func UnmarshalFunction(v any) (graph.Function, error) { return unmarshalWord[graph.Function](v) }

// MarshalBand writes a word of [graph.Band].
func MarshalBand(v graph.Band) graphql.Marshaler { return marshalWord(v) }

// UnmarshalBand reads a word of [graph.Band].
func UnmarshalBand(v any) (graph.Band, error) { return unmarshalWord[graph.Band](v) }

// MarshalConfidence writes a word of [graph.Confidence].
func MarshalConfidence(v graph.Confidence) graphql.Marshaler { return marshalWord(v) }

// UnmarshalConfidence reads a word of [graph.Confidence].
func UnmarshalConfidence(v any) (graph.Confidence, error) { return unmarshalWord[graph.Confidence](v) }

// MarshalSeverity writes a word of [graph.Severity].
func MarshalSeverity(v graph.Severity) graphql.Marshaler { return marshalWord(v) }

// UnmarshalSeverity reads a word of [graph.Severity].
func UnmarshalSeverity(v any) (graph.Severity, error) { return unmarshalWord[graph.Severity](v) }

// MarshalSide writes a word of [graph.Side].
func MarshalSide(v graph.Side) graphql.Marshaler { return marshalWord(v) }

// UnmarshalSide reads a word of [graph.Side].
func UnmarshalSide(v any) (graph.Side, error) { return unmarshalWord[graph.Side](v) }

// MarshalSuggestionKind writes a word of [graph.SuggestionKind].
func MarshalSuggestionKind(v graph.SuggestionKind) graphql.Marshaler { return marshalWord(v) }

// UnmarshalSuggestionKind reads a word of [graph.SuggestionKind].
func UnmarshalSuggestionKind(v any) (graph.SuggestionKind, error) {
	return unmarshalWord[graph.SuggestionKind](v)
}

// MarshalVerdict writes a word of [graph.Verdict].
func MarshalVerdict(v graph.Verdict) graphql.Marshaler { return marshalWord(v) }

// UnmarshalVerdict reads a word of [graph.Verdict].
func UnmarshalVerdict(v any) (graph.Verdict, error) { return unmarshalWord[graph.Verdict](v) }
