package schema

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema/object"
)

// Payload is what an edit did. The payloads of all mutations are this type; each
// shows the fact that its edit was about under the name of its kind.
type Payload struct {
	Input    Edit
	Repeated bool           // an edit with the same idempotency key had done it
	Commits  []graph.Commit // what was written; none, or one without changes, when nothing had to change
	View     *View          // the workspace after the edit
	Result   graph.ID       // the fact that the edit was about; "" for none
	Seat     graph.ID       // the seat beside a person; "" for none
	Decided  graph.ID       // the suggestion that was decided; "" for none
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
	EntryPayload        = Payload
	CapturePayload      = Payload
	FactPayload         = Payload
	EditPayload         = Payload
	SuggestionPayload   = Payload
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

// Commit returns the last commit written, and nil when nothing had to change. The
// commit of an edit with a key that came to nothing holds no more than the key.
func (p *Payload) Commit() *Commit {
	if n := len(p.Commits); n > 0 && len(p.Commits[n-1].Changes) > 0 {
		return &Commit{&p.Commits[n-1]}
	}
	return nil
}

// Changed returns the facts that were created or changed, as they are now, at
// most [MaxChanged].
func (p *Payload) Changed() []object.Object { return Changed(p.View.View.View, p.Commits...) }

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

// Fact returns the fact that the edit was about, and nil when it is gone.
func (p *Payload) Fact() object.Object { return one[object.Object](in{p.View.View.View}, p.Result) }

// Position returns the seat that the edit was about, or the one beside a person.
func (p *Payload) Position() *object.Position {
	if seat := of[*object.Position](p); seat != nil {
		return seat
	}
	return p.View.PositionByID(p.Seat)
}

// of returns the fact that the edit was about, and nil when it is of another
// type.
func of[T object.Object](p *Payload) T { return one[T](in{p.View.View.View}, p.Result) }

// Person returns the fact that the edit was about.
func (p *Payload) Person() *object.Person { return of[*object.Person](p) }

// Organization returns the fact that the edit was about.
func (p *Payload) Organization() *object.Organization { return of[*object.Organization](p) }

// Account returns the fact that the edit was about.
func (p *Payload) Account() *object.Account { return of[*object.Account](p) }

// DecisionArea returns the fact that the edit was about.
func (p *Payload) DecisionArea() *object.DecisionArea { return of[*object.DecisionArea](p) }

// Revenue returns the fact that the edit was about.
func (p *Payload) Revenue() *object.Revenue { return of[*object.Revenue](p) }

// Policy returns the fact that the edit was about.
func (p *Payload) Policy() *object.Policy { return of[*object.Policy](p) }

// TeamPlace returns the fact that the edit was about.
func (p *Payload) TeamPlace() *object.TeamPlace { return of[*object.TeamPlace](p) }

// DecisionPart returns the fact that the edit was about.
func (p *Payload) DecisionPart() *object.DecisionPart { return of[*object.DecisionPart](p) }

// Exclusion returns the fact that the edit was about.
func (p *Payload) Exclusion() *object.Exclusion { return of[*object.Exclusion](p) }

// Assessment returns the fact that the edit was about.
func (p *Payload) Assessment() *object.Assessment { return of[*object.Assessment](p) }

// Tie returns the fact that the edit was about.
func (p *Payload) Tie() *object.Tie { return of[*object.Tie](p) }

// Influence returns the fact that the edit was about.
func (p *Payload) Influence() *object.Influence { return of[*object.Influence](p) }

// Pairing returns the fact that the edit was about.
func (p *Payload) Pairing() *object.Pairing { return of[*object.Pairing](p) }

// Interaction returns the fact that the edit was about.
func (p *Payload) Interaction() *object.Interaction { return of[*object.Interaction](p) }

// Commitment returns the fact that the edit was about.
func (p *Payload) Commitment() *object.Commitment { return of[*object.Commitment](p) }

// Introduction returns the fact that the edit was about.
func (p *Payload) Introduction() *object.Introduction { return of[*object.Introduction](p) }

// Entry returns the fact that the edit was about.
func (p *Payload) Entry() object.Entry { return of[object.Entry](p) }

// Capture returns the fact that the edit was about.
func (p *Payload) Capture() *object.Capture { return of[*object.Capture](p) }
