package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// HandoverQuery asks what one of ours hands over when they leave or change.
type HandoverQuery struct {
	Person  graph.ID // one of ours, or one who was in the year before the day
	Account graph.ID // only this account; "" for every account into which they have ties, or on which they work
}

// Validate reports what is wrong with the query itself.
func (q HandoverQuery) Validate() error {
	if q.Person == "" {
		return graph.Invalid("query", nil, "a handover wants a person")
	}
	return nil
}

// HandoverReport says what one of ours hands over.
type HandoverReport struct {
	Envelope
	Event    string // names the departure: the same for the same holdings, whenever it is asked for
	Person   graph.ID
	Name     string
	Gone     bool       // they have left already: ties and pairings are those of the day before
	NoticeOn graph.Date // the day on which they gave notice; 0 for none known
	LeavesOn graph.Date // the first day without them; 0 for none known
	Accounts []AccountHandover
	Sentence string
}

// AccountHandover is what is handed over at one account.
type AccountHandover struct {
	Account         graph.ID
	Name            string
	Roles           []graph.WorkRole // what they do there
	Level           graph.Severity   // S1: the only tie to a decider with money at stake; S2: the only ties to most people there; else S3
	Ties            []HandoverTie    // to whom they have a working tie, the exclusive ones first, then strongest first
	Exclusive       int              // how many of those nobody else of ours has
	Working         int              // working ties of ours at the account, theirs included
	Pairings        []HandoverPairing
	Promises        []OpenPromise // to which they are a party, the earliest due first
	Lost            Loss          // what hangs on them there
	BadMoments      []MomentFlag  // why now is a bad moment
	ReasonsToChange []MomentFlag  // why another may do better
	Sentence        string
}

// HandoverTie is a tie to hand over.
type HandoverTie struct {
	Tie
	Name       string // of the contact
	Parts      []Part
	Exclusive  bool        // nobody else of ours has a working tie to them
	SecondBest *SecondBest // the strongest other tie of ours; nil for none
	Remedy     *Remedy     // who should take it over, and how; nil where others of ours are enough for the policy
}

// HandoverPairing is a pairing to hand over.
type HandoverPairing struct {
	Record   graph.ID
	With     graph.ID // the person of theirs
	Name     string
	Cadence  int      // agreed days between contacts; 0 for the policy's
	Proposed graph.ID // who of ours should take it over; "" for nobody
}

// MomentKind is what makes a moment bad, or a change welcome.
type MomentKind string

// The kinds: of bad moments, then of reasons to change.
const (
	MomentRenewal  MomentKind = "RENEWAL"  // a renewal is near
	MomentDecision MomentKind = "DECISION" // a decision is near
	MomentContact  MomentKind = "CONTACT"  // somebody on their side changes too
	MomentProblem  MomentKind = "PROBLEM"  // a problem is open

	MomentLate    MomentKind = "LATE"    // promises of theirs were late
	MomentFalling MomentKind = "FALLING" // how their contacts stand to us got worse
	MomentNobody  MomentKind = "NOBODY"  // they met nobody new
)

// MomentFlag is one reason why a moment is bad, or why a change is welcome.
type MomentFlag struct {
	Kind   MomentKind
	Text   string
	Record graph.ID
	On     graph.Date // the day that it is about; 0 for none
}
