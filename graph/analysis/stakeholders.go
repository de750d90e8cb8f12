package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// StakeholdersReport is who is who at an account.
type StakeholdersReport struct {
	Envelope
	People []Stakeholder // everybody of theirs with a seat there, by ID
}

// Stakeholder is one person of theirs and what is known of them.
type Stakeholder struct {
	Person       graph.ID
	Name         string
	Seats        []graph.ID   // their seats in the account, by ID
	Level        int          // of their highest seat there; 0 for unknown
	Stance       graph.Stance // the worst of the colleagues' newest judgements; UNKNOWN when nobody knows
	StanceRecord graph.ID     // the assessment that says so; "" for none
	Disputed     bool         // colleagues disagree
	Parts        []Part       // in decisions, by area
	Roles        []graph.Role // the distinct roles of Parts, in the order of the vocabulary
	Key          bool         // has a role that makes a key contact: decides, approves, buys, influences or keeps the gate
	KnownBy      []Knower     // those of ours with a tie above NONE, strongest first
	DirectDepth  int          // how many of ours have a working tie; 1 is single-threaded
	Neglected    bool         // a key contact without a working tie
}

// Knower is one of ours who knows a stakeholder.
type Knower struct {
	Person  graph.ID
	Name    string
	Band    graph.Band
	Working bool
}

// KeyRole reports whether a role makes somebody a key contact: it decides, approves, signs
// off, may veto, buys, influences or keeps the gate.
func KeyRole(r graph.Role) bool {
	switch r {
	case graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleSignOff, graph.RoleBuyer, graph.RoleInfluencer, graph.RoleGatekeeper:
		return true
	}
	return false
}
