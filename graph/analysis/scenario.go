package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// MaxLeavers bounds the people and organizations of a [ScenarioQuery].
const MaxLeavers = 1000

// ScenarioQuery asks what is lost and what remains at an account when some
// people leave, on either side: these two, this team, that department.
type ScenarioQuery struct {
	Account graph.ID
	Name    string     // what to call it; "" for the names of those who leave
	Leave   []graph.ID // people, or organizations all of whose people leave; 1 to MaxLeavers
	Horizon int        // handshakes from one of ours, 1 to MaxHorizon; 0 for DefaultHorizon
}

// Validate reports what is wrong with the query itself.
func (q ScenarioQuery) Validate() error {
	switch {
	case q.Account == "":
		return graph.Invalid("query", nil, "a scenario wants an account")
	case len(q.Leave) == 0 || len(q.Leave) > MaxLeavers:
		return graph.Invalid("query", nil, "%d leave, want 1 to %d people or organizations", len(q.Leave), MaxLeavers)
	case q.Horizon < 0 || q.Horizon > MaxHorizon:
		return graph.Invalid("query", nil, "horizon is %d, want 1 to %d", q.Horizon, MaxHorizon)
	}
	return nil
}

// ScenarioReport says what is lost and what remains.
type ScenarioReport struct {
	Envelope
	Account  graph.ID
	Name     string
	Horizon  int
	Leavers  []Leaver         // everybody who leaves, by id
	Lost     Loss             // people and areas that are reached today and would not be
	Deciders []ScenarioTarget // everybody who decides or approves and stays, by id
	Areas    []AreaOutlook    // every open decision area, by id
	Sentence string
}

// Leaver is one who leaves in a scenario.
type Leaver struct {
	Person graph.ID
	Name   string
	Side   graph.Side
	Parts  []Part // their own in decisions here: another will hold them
	Ties   int    // of ours: working ties to people of the account
}

// ScenarioTarget is how securely somebody is reached before and after.
type ScenarioTarget struct {
	Before, After Target
	Lost          bool        // reached before, and not after
	Reasons       []Reason    // of those lost: the handshakes of a chain that led to them
	SecondBest    *SecondBest // of those lost: the strongest tie of ours that is left and does not work; nil for none
	Remedy        *Remedy     // of those lost, and of those for whom fewer of ours remain than the policy wants; else nil
}

// AreaState is how a decision area comes out of a scenario.
type AreaState string

// The states, the best first.
const (
	AreaHeld      AreaState = "HELD"      // reached as before
	AreaWeaker    AreaState = "WEAKER"    // still reached, and some of its deciders are not
	AreaChanging  AreaState = "CHANGING"  // its deciders leave: others will decide
	AreaCut       AreaState = "CUT"       // reached before, and not after
	AreaUnreached AreaState = "UNREACHED" // not reached before
)

// AreaOutlook is how one decision area comes out of a scenario.
type AreaOutlook struct {
	Area     graph.ID
	Name     string
	Budget   []Money
	State    AreaState
	Reached  []graph.ID // deciders who are still reached, by id
	Lost     []graph.ID // deciders who are reached before and not after, by id
	Leaving  []graph.ID // deciders who leave, by id
	Sentence string
}
