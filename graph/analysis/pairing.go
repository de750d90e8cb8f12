package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// MaxPairingCandidates bounds the people of ours among whom counterparts are
// chosen: beyond it, those of the bench who fit least by level and function are
// left out.
const MaxPairingCandidates = 200

// PairingQuery asks who of ours should look after whom at an account.
type PairingQuery struct {
	Account graph.ID
	WhyNot  graph.ID // one of ours: how much dearer would the whole be with them for each demand; "" for nobody
}

// Validate reports what is wrong with the query itself.
func (q PairingQuery) Validate() error {
	if q.Account == "" {
		return graph.Invalid("query", nil, "pairing wants an account")
	}
	return nil
}

// PairingReport says who should look after whom.
type PairingReport struct {
	Envelope
	Account     graph.ID
	Pairings    []ProposedPairing // by falling level of theirs, then by id, the peer first
	Levels      []LevelPairing
	Cost        int // points of all pairings proposed, those left open included
	PresentCost int // points of those that stand today
	Changes     int // how many differ from today
}

// PairingDemand is what a counterpart is for.
type PairingDemand string

// The demands.
const (
	DemandPeer  PairingDemand = "PEER"  // a counterpart at eye level
	DemandDaily PairingDemand = "DAILY" // for a decider: somebody else besides, day by day
)

// PairingChange is how a proposal differs from today.
type PairingChange string

// The changes.
const (
	PairingKept     PairingChange = "KEPT"     // as it is
	PairingNew      PairingChange = "NEW"      // nobody is paired today
	PairingReplaced PairingChange = "REPLACED" // somebody else is
	PairingDropped  PairingChange = "DROPPED"  // somebody is, and would better be free
	PairingOpen     PairingChange = "OPEN"     // nobody is, and nobody is proposed
)

// ProposedPairing is one demand for a counterpart and who should meet it.
type ProposedPairing struct {
	Person     graph.ID // of theirs
	Name       string
	Level      int // of their highest seat; 0 for unknown
	Roles      []graph.Role
	Demand     PairingDemand
	Owner      graph.ID // of ours; "" where it is left open
	OwnerName  string
	Points     int           // of this pairing, or of leaving it open
	Parts      []PairingPart // whose points add up to Points
	Present    graph.ID      // who meets the demand today; "" for nobody
	Change     PairingChange
	RunnerUp   *RunnerUp // who would be next; nil where it would be left open
	OpenExtra  int       // where RunnerUp is nil: by how much the whole is dearer when the owner does not take it; 0 where it is open
	OpenReason string    // why nobody is proposed; "" where somebody is
	WhyNot     *WhyNot   // why not the one asked about; nil where they are proposed, and where nobody is asked about
	Sentence   string
}

// WhyNot says what speaks against one of ours who is not proposed.
type WhyNot struct {
	Owner    graph.ID
	Name     string
	Possible bool // they may be the counterpart
	Extra    int  // points by which the whole would be dearer; 0 where it is not possible
	Reason   string
	Sentence string
}

// RunnerUp is who would take a pairing if its owner did not.
type RunnerUp struct {
	Owner  graph.ID
	Name   string
	Extra  int // points by which the whole would be dearer
	Reason string
}

// LevelPairing says how a level of theirs is met, today and as proposed, by
// counterparts at eye level.
type LevelPairing struct {
	Level        int        // 5 to 1; 0 for unknown
	People       int        // who want a counterpart
	Paired       int        // of them today
	PairedNear   int        // … by somebody within the policy's gap of levels, or of unknown level
	Proposed     int        // as proposed
	ProposedNear int        // … within the gap
	Unpaired     []graph.ID // who have nobody today, by id
	Apart        []graph.ID // who have somebody further away than the gap today, by id
	Sentence     string
}

// PairingPart is one reason for or against a counterpart.
type PairingPart struct {
	Name   string // "level", "function", "tie", "language", "zone", "sole", "team", "kept", "manager" or "load"
	Points int    // that it adds; below 0 in favour
	Text   string
	Record graph.ID // the record that it rests on; "" for none
}
