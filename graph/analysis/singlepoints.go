package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// DefaultHorizon is the number of handshakes within which reach is judged:
// people see about two steps of their network (Friedkin, 1983).
const DefaultHorizon = 2

// MaxHorizon bounds the horizon of a [SinglePointsQuery].
const MaxHorizon = 3

// SinglePointsQuery asks whose departure cuts us off at an account.
type SinglePointsQuery struct {
	Account   graph.ID
	Horizon   int  // handshakes from one of ours, 1 to MaxHorizon; 0 for DefaultHorizon
	Pairs     bool // also look for pairs of people where nobody alone is critical
	Soft      bool // also look for whom the way to a decider only becomes weaker
	Structure bool // also draw the dominator tree, whatever the length of chains
}

// Validate reports what is wrong with the query itself.
func (q SinglePointsQuery) Validate() error {
	if q.Account == "" {
		return graph.Invalid("query", nil, "single points wants an account")
	}
	if q.Horizon < 0 || q.Horizon > MaxHorizon {
		return graph.Invalid("query", nil, "horizon is %d, want 1 to %d", q.Horizon, MaxHorizon)
	}
	return nil
}

// SinglePointsReport says what hangs on whom.
type SinglePointsReport struct {
	Envelope
	Account   graph.ID
	Horizon   int
	Points    []SinglePoint    // everybody on whom anybody's reach hangs, or a way to a decider weakens, the gravest first
	Ties      []SingleTie      // every tie on which a decider hangs, the gravest first
	Pairs     []SinglePair     // where asked for: two people on whom a decider hangs, and on neither alone, the gravest first
	Targets   []Target         // everybody who decides or approves, by id
	Areas     []AreaResilience // every open decision area, by id
	Structure []Dominance      // where asked for: on whom others hang at any length of chains, most people first
}

// SinglePoint is one person and what is lost without them.
type SinglePoint struct {
	Person        graph.ID
	Name          string
	Side          graph.Side
	Single        bool // a single point of failure: a decider or a decision area is lost
	ReachLost     Loss
	SeatsChanging []Part       // their own parts in decisions: another will hold them
	SecondBest    []SecondBest // for each decider lost, the next best of ours
	Weakened      []Weakened   // where asked for: deciders who are not lost, and to whom the best way becomes less likely, by id
	NoticeOn      graph.Date   // the day on which they gave notice; 0 for none known
	LeavesOn      graph.Date   // the day on which their last seat is known to end; 0 for none known
	Reasons       []Reason     // those of what is lost; where nothing is, of the ways that weaken
	Sentence      string
}

// Loss is what is reached now and would not be.
type Loss struct {
	Deciders       []graph.ID // people who decide or approve, by id
	People         []graph.ID // everybody, the deciders included, by id
	Areas          []LostArea // decision areas, by id
	Budgets        []Money    // of those areas, by currency; an unknown budget is in no sum
	BudgetsUnknown int        // areas whose budget is not known
	RevenueExposed []Money    // the account's, only when every revenue-bearing area is lost
	Reasons        []Reason   // the handshakes of a chain that leads today to each of those who matter most, deciders first, at most three
}

// LostArea is a decision area that would be cut off.
type LostArea struct {
	Area   graph.ID
	Name   string
	Rule   graph.DecisionRule
	Budget []Money // one amount, none where unknown
}

// Part is what a person does in a decision.
type Part struct {
	Area    graph.ID // "" for the account as a whole
	Name    string   // of the area
	Role    graph.Role
	Record  graph.ID // the DECIDES edge or the assessment
	Opinion bool     // by an assessment
}

// SecondBest is the strongest tie of ours to a target that does not work: it is
// too weak, or out of touch.
type SecondBest struct {
	Target  graph.ID
	Owner   graph.ID
	Band    graph.Band
	Cooling bool // strong enough to work, but out of touch
}

// Target is how securely somebody is reached.
type Target struct {
	Person      graph.ID
	Name        string
	Parts       []Part
	Direct      []graph.ID // those of ours with a working tie, by id
	DirectDepth int        // how many they are; 1 is single-threaded
	Depth2      int        // chains of at most two handshakes that share nobody

	// StructuralDepth is how many chains of any length share nobody; 3 stands
	// for three or more.
	StructuralDepth int

	Reached  bool          // within the horizon
	Critical []graph.ID    // on every chain, ours first
	Pairs    [][2]graph.ID // without both there is no chain, where nobody alone is critical
}

// SingleTie is a tie on which the reach of a decider hangs: what is lost when the
// two fall out.
type SingleTie struct {
	From, To  graph.ID // From is nearer to us
	Basis     string   // "tie", "influence" or "line"
	Record    graph.ID // the record that says so; "" where there is none
	ReachLost Loss
	Sentence  string
}

// SinglePair is two people on whom the reach of a decider hangs, and on neither
// alone.
type SinglePair struct {
	People   [2]graph.ID // by id
	Deciders []graph.ID  // who hang on them, by id
	Reasons  []Reason    // the handshakes of two chains to the first of those, each past one of the two
	Sentence string
}

// Weakened is a decider to whom a way is left, and one that is less likely by a
// word, or less than half as likely.
type Weakened struct {
	Target           graph.ID
	Name             string
	Before, After    float64    // probability of the best way, in (0,1]; After is 0 where no introduction is left
	LikelihoodBefore Likelihood // of the best way, direct or by introduction
	LikelihoodAfter  Likelihood // "" where no introduction is left
	Reasons          []Reason   // the handshakes of the best way today
}

// Dominance is one node of the dominator tree: somebody whom every chain to some
// others passes, whatever its length.
type Dominance struct {
	Person    graph.ID
	Name      string
	Side      graph.Side
	Under     graph.ID // the last of those who dominate this person; "" for nobody
	ReachLost Loss     // with them
	Sentence  string
}

// MaxDepartures is how many departures are tried out to cut off an area.
const MaxDepartures = 5

// AreaResilience is how many people can leave before an area is cut off.
type AreaResilience struct {
	Area       graph.ID
	Name       string
	Rule       graph.DecisionRule
	Budget     []Money
	Reached    bool       // today: one of its deciders (rule ANY) or all of them (ALL)
	Departures int        // the fewest that cut it off; 0 where it is not reached, MaxDepartures + 1 where more than MaxDepartures are needed
	People     []graph.ID // a smallest set whose departure does it, by id; empty where more are needed
	Reasons    []Reason   // the handshakes of a chain past each of those people
	Sentence   string
}
