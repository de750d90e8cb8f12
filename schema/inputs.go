package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
)

// Edit is what the input of every mutation has besides what it needs.
type Edit struct {
	ClientMutationID string // comes back in the payload
	IdempotencyKey   string // names the edit, so that a retry does nothing; "" for none
	Reason           string // kept with the commit
}

// The inputs of the mutations, each described in mutation_inputs.graphqls. What
// was not given is zero.
type (
	AddPersonInput struct {
		Edit
		Person   graph.Person
		Seat     *draft.Seat
		Position graph.ID
		Kind     graph.HoldKind
		On       graph.Date
	}
	AddOrganizationInput struct {
		Edit
		Organization graph.Organization
		Parent       graph.ID
		On           graph.Date
	}
	MoveOrganizationInput struct {
		Edit
		Organization graph.ID
		Parent       graph.ID
		On           graph.Date
	}
	AddPositionInput struct {
		Edit
		Seat draft.Seat
	}
	MovePositionInput struct {
		Edit
		Position     graph.ID
		Organization graph.ID
		On           graph.Date
	}
	MovePersonInput struct {
		Edit
		Person graph.ID
		From   graph.ID
		To     graph.ID
		Kind   graph.HoldKind
		On     graph.Date
	}
	PromoteInput struct {
		Edit
		Position graph.ID
		Title    string
		Level    int
		On       graph.Date
	}
	FillPositionInput struct {
		Edit
		Position graph.ID
		Person   graph.ID
		Kind     graph.HoldKind
		On       graph.Date
	}
	VacatePositionInput struct {
		Edit
		Position graph.ID
		Person   graph.ID
		On       graph.Date
	}
	ReportToInput struct {
		Edit
		Position graph.ID
		Manager  graph.ID
		Kind     graph.LineKind
		On       graph.Date
	}
	AddAccountInput struct {
		Edit
		Account      graph.Account
		Organization graph.ID
	}
	AddDecisionAreaInput struct {
		Edit
		DecisionArea graph.DecisionArea
		Account      graph.ID
	}
	AddRevenueInput struct {
		Edit
		Revenue graph.Revenue
		Account graph.ID
	}
	AddPolicyInput struct {
		Edit
		Policy  graph.Policy
		Account graph.ID
	}
	AssignToAccountInput struct {
		Edit
		Person  graph.ID
		Account graph.ID
		Role    graph.WorkRole
		From    graph.Date
		To      graph.Date
	}
	AssignDecisionPartInput struct {
		Edit
		Holder       graph.ID
		DecisionArea graph.ID
		Part         graph.Role
		By           graph.ID
		On           graph.Date
		Evidence     string
		From         graph.Date
		To           graph.Date
	}
	ExcludeInput struct {
		Edit
		Person   graph.ID
		Towards  graph.ID
		Kind     graph.ExclusionKind
		Because  string
		By       graph.ID
		On       graph.Date
		Evidence string
		From     graph.Date
		To       graph.Date
	}
	AssessInput struct {
		Edit
		Assessment graph.Assessment
		Author     graph.ID
		Person     graph.ID
		Within     graph.ID
	}
	StateTieInput struct {
		Edit
		Person   graph.ID
		Other    graph.ID
		Level    graph.TieLevel
		Kind     graph.TieKind
		By       graph.ID
		On       graph.Date
		Evidence string
		From     graph.Date
		To       graph.Date
	}
	StateInfluenceInput struct {
		Edit
		Person   graph.ID
		Other    graph.ID
		Weight   float64
		Kind     graph.InfluenceKind
		By       graph.ID
		On       graph.Date
		Evidence string
		From     graph.Date
		To       graph.Date
	}
	PairInput struct {
		Edit
		Person      graph.ID
		With        graph.ID
		Purpose     string
		CadenceDays int
		Current     graph.PartnerLevel
		Desired     graph.PartnerLevel
		Owner       graph.ID
		From        graph.Date
		To          graph.Date
	}
	LogInteractionInput struct {
		Edit
		Interaction graph.Interaction
		Attendees   []graph.ID
		Author      graph.ID
	}
	PromiseInput struct {
		Edit
		By        graph.ID
		To        graph.ID
		Account   graph.ID
		Text      string
		Promised  graph.Date
		Due       graph.Date
		EveryDays int
	}
	DeliverInput struct {
		Edit
		Commitment graph.ID
		On         graph.Date
	}
	MovePromiseInput struct {
		Edit
		Commitment graph.ID
		Due        graph.Date
		By         graph.ID
		Told       graph.Told
		On         graph.Date
	}
	AskIntroductionInput struct {
		Edit
		Introducer graph.ID
		Seeker     graph.ID
		Target     graph.ID
		Author     graph.ID
		On         graph.Date
	}
	RecordIntroductionInput struct {
		Edit
		Introduction graph.ID
		Step         graph.IntroductionStep
		On           graph.Date
		Outcome      string
	}
	LogProblemInput struct {
		Edit
		Problem graph.Problem
		About   []graph.ID
		Author  graph.ID
	}
	LogConcessionInput struct {
		Edit
		Concession graph.Concession
		About      []graph.ID
		Author     graph.ID
	}
	LogSignalInput struct {
		Edit
		Signal graph.Signal
		About  []graph.ID
		Author graph.ID
	}
	LogValueInput struct {
		Edit
		ValueRecord graph.ValueRecord
		About       []graph.ID
		Author      graph.ID
	}
	PlanActionInput struct {
		Edit
		Action graph.Action
		About  []graph.ID
		Author graph.ID
	}
	CompleteActionInput struct {
		Edit
		Action graph.ID
		On     graph.Date
	}
	FillScorecardInput struct {
		Edit
		Scorecard graph.Scorecard
		Account   graph.ID
		Author    graph.ID
	}
	SetCaptureInput struct {
		Edit
		Person graph.ID
		Mode   graph.CaptureMode
		On     graph.Date
	}
	SetDatedInput struct {
		Edit
		ID       graph.ID
		Property string
		Value    *Value
		On       graph.Date
	}
	UpdateFactInput struct {
		Edit
		ID            graph.ID
		On            graph.Date
		Organization  map[string]any
		Person        map[string]any
		Position      map[string]any
		Account       map[string]any
		Revenue       map[string]any
		Policy        map[string]any
		DecisionArea  map[string]any
		Assessment    map[string]any
		Capture       map[string]any
		Interaction   map[string]any
		Commitment    map[string]any
		Problem       map[string]any
		Concession    map[string]any
		Signal        map[string]any
		ValueRecord   map[string]any
		Scorecard     map[string]any
		Introduction  map[string]any
		Action        map[string]any
		Detail        map[string]any
		UnitLink      map[string]any
		Placement     map[string]any
		Holding       map[string]any
		ReportingLine map[string]any
		Tie           map[string]any
		Influence     map[string]any
		Pairing       map[string]any
		DecisionPart  map[string]any
		TeamPlace     map[string]any
		Exclusion     map[string]any
	}
	ConfirmFactsInput struct {
		Edit
		IDs []graph.ID
		By  string
		On  graph.Date
	}
	EndFactInput struct {
		Edit
		ID graph.ID
		On graph.Date
	}
	RemoveFactInput struct {
		Edit
		ID graph.ID
	}
	MergePeopleInput struct {
		Edit
		Keep graph.ID
		Drop graph.ID
	}
	MergeOrganizationsInput struct {
		Edit
		Keep graph.ID
		Drop graph.ID
	}
	UndoInput struct {
		Edit
		Revision graph.Revision
	}
	ImportFilesInput struct {
		Edit
		Source         string
		Files          []ImportFileInput
		Apply          bool
		AsOf           graph.Date
		AcceptGoodRows bool
		Ours           []string
		Person         string
		Mapping        *ImportFileInput
		EndMissing     bool
		Confirmed      []string
		Stamp          bool
	}
	ImportFileInput struct{ Name, Content string }
)

// The facts that a mutation makes.
type (
	OrganizationInput = graph.Organization
	PersonInput       = graph.Person
	PositionInput     = graph.Position
	AccountInput      = graph.Account
	RevenueInput      = graph.Revenue
	PolicyInput       = graph.Policy
	DecisionAreaInput = graph.DecisionArea
	AssessmentInput   = graph.Assessment
	InteractionInput  = graph.Interaction
	ProblemInput      = graph.Problem
	ConcessionInput   = graph.Concession
	SignalInput       = graph.Signal
	ValueRecordInput  = graph.ValueRecord
	ScorecardInput    = graph.Scorecard
	ActionInput       = graph.Action
	SeatInput         = draft.Seat
)
