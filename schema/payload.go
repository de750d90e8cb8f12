package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/importer"
)

// Payload is what an edit did. The payloads of all mutations are this type; each
// shows the fact that its edit was about under the name of its kind.
type Payload struct {
	Input    Edit
	Repeated bool              // an edit with the same idempotency key had done it
	Commits  []graph.Commit    // what was written; none when nothing had to change
	View     *View             // the workspace after the edit
	Result   graph.ID          // the fact that the edit was about; "" for none
	Seat     graph.ID          // the seat beside a person; "" for none
	Preview  *importer.Preview // of an import
}

// The payloads of the mutations.
type (
	PersonPayload       = Payload
	OrganizationPayload = Payload
	PositionPayload     = Payload
	AccountPayload      = Payload
	DecisionAreaPayload = Payload
	RevenuePayload      = Payload
	PolicyPayload       = Payload
	TeamPlacePayload    = Payload
	DecisionPartPayload = Payload
	ExclusionPayload    = Payload
	AssessmentPayload   = Payload
	TiePayload          = Payload
	InfluencePayload    = Payload
	PairingPayload      = Payload
	InteractionPayload  = Payload
	CommitmentPayload   = Payload
	IntroductionPayload = Payload
	RecordPayload       = Payload
	CapturePayload      = Payload
	FactPayload         = Payload
	EditPayload         = Payload
	ImportPayload       = Payload
)

// ClientMutationID returns what the client sent along.
func (p *Payload) ClientMutationID() string { return p.Input.ClientMutationID }

// Revision returns the revision that holds the edit.
func (p *Payload) Revision() graph.Revision {
	if n := len(p.Commits); n > 0 {
		return p.Commits[n-1].Revision
	}
	return p.View.Revision()
}

// Commit returns the last commit written, and nil when nothing had to change.
func (p *Payload) Commit() *Commit {
	if n := len(p.Commits); n > 0 {
		return &Commit{&p.Commits[n-1]}
	}
	return nil
}

// Changed returns the facts that were created or changed, as they are now, at
// most [MaxChanged].
func (p *Payload) Changed() []graph.Object { return Changed(p.View.View, p.Commits...) }

// RemovedIDs returns the ids of the facts that were removed, at most
// [MaxChanged].
func (p *Payload) RemovedIDs() []graph.ID {
	out := []graph.ID{}
	for i := range p.Commits {
		for k := range p.Commits[i].Changes {
			if c := &p.Commits[i].Changes[k]; c.After == nil && len(out) < MaxChanged {
				out = append(out, c.ID)
			}
		}
	}
	return out
}

// Applied reports whether an import was written.
func (p *Payload) Applied() bool { return len(p.Commits) > 0 || p.Repeated }

// Fact returns the fact that the edit was about, and nil when it is gone.
func (p *Payload) Fact() graph.Object { return p.View.Node(p.Result) }

// Position returns the seat that the edit was about, or the one beside a person.
func (p *Payload) Position() *graph.PositionView {
	if seat := of[*graph.PositionView](p); seat != nil {
		return seat
	}
	return p.View.PositionByID(p.Seat)
}

// of returns the fact that the edit was about, and nil when it is of another
// type.
func of[T graph.Object](p *Payload) T { return one[T](in{p.View.View}, p.Result) }

// Person returns the fact that the edit was about.
func (p *Payload) Person() *graph.PersonView { return of[*graph.PersonView](p) }

// Organization returns the fact that the edit was about.
func (p *Payload) Organization() *graph.OrganizationView { return of[*graph.OrganizationView](p) }

// Account returns the fact that the edit was about.
func (p *Payload) Account() *graph.AccountView { return of[*graph.AccountView](p) }

// DecisionArea returns the fact that the edit was about.
func (p *Payload) DecisionArea() *graph.DecisionAreaView { return of[*graph.DecisionAreaView](p) }

// Revenue returns the fact that the edit was about.
func (p *Payload) Revenue() *graph.RevenueView { return of[*graph.RevenueView](p) }

// Policy returns the fact that the edit was about.
func (p *Payload) Policy() *graph.PolicyView { return of[*graph.PolicyView](p) }

// TeamPlace returns the fact that the edit was about.
func (p *Payload) TeamPlace() *graph.TeamPlaceView { return of[*graph.TeamPlaceView](p) }

// DecisionPart returns the fact that the edit was about.
func (p *Payload) DecisionPart() *graph.DecisionPartView { return of[*graph.DecisionPartView](p) }

// Exclusion returns the fact that the edit was about.
func (p *Payload) Exclusion() *graph.ExclusionView { return of[*graph.ExclusionView](p) }

// Assessment returns the fact that the edit was about.
func (p *Payload) Assessment() *graph.AssessmentView { return of[*graph.AssessmentView](p) }

// Tie returns the fact that the edit was about.
func (p *Payload) Tie() *graph.TieView { return of[*graph.TieView](p) }

// Influence returns the fact that the edit was about.
func (p *Payload) Influence() *graph.InfluenceView { return of[*graph.InfluenceView](p) }

// Pairing returns the fact that the edit was about.
func (p *Payload) Pairing() *graph.PairingView { return of[*graph.PairingView](p) }

// Interaction returns the fact that the edit was about.
func (p *Payload) Interaction() *graph.InteractionView { return of[*graph.InteractionView](p) }

// Commitment returns the fact that the edit was about.
func (p *Payload) Commitment() *graph.CommitmentView { return of[*graph.CommitmentView](p) }

// Introduction returns the fact that the edit was about.
func (p *Payload) Introduction() *graph.IntroductionView { return of[*graph.IntroductionView](p) }

// Record returns the fact that the edit was about.
func (p *Payload) Record() graph.Record { return of[graph.Record](p) }

// Capture returns the fact that the edit was about.
func (p *Payload) Capture() *graph.CaptureView { return of[*graph.CaptureView](p) }
