package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// The limits of an [InfluenceQuery].
const (
	MaxInfluencers     = 200
	DefaultInfluencers = 8
)

// InfluenceQuery asks who shapes the decisions of an account, and whose mind
// would move them.
type InfluenceQuery struct {
	Account graph.ID
	Area    graph.ID // only this decision area of the account; "" for each open one and all together
	Limit   int      // people listed for each, 1 to MaxInfluencers; 0 for DefaultInfluencers
	Brokers bool     // also who stands between the others
}

// Validate reports what is wrong with the query itself.
func (q InfluenceQuery) Validate() error {
	switch {
	case q.Account == "":
		return graph.Invalid("query", nil, "influence wants an account")
	case q.Limit < 0 || q.Limit > MaxInfluencers:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxInfluencers)
	}
	return nil
}

// InfluenceReport says who shapes what is decided.
type InfluenceReport struct {
	Envelope
	Account graph.ID
	Overall *AreaInfluence  // all areas together; nil where nobody is known to decide any, or one area was asked for
	Areas   []AreaInfluence // by id of the area
	Brokers []Broker        // who stands between the others, most first, at most the limit; empty for more than MaxBrokerPeople and where not asked for
}

// AreaInfluence says who shapes the decision of one area, or of all together.
type AreaInfluence struct {
	Area      graph.ID // "" for all together
	Name      string   // as it is said in a sentence
	Budgets   []Money  // by currency; none where unknown
	Weight    float64  // the area's share in all together, in [0,1]; 1 for all
	ByBudget  bool     // the weights follow the budgets; else the areas weigh the same, because a budget is unknown or currencies differ
	Undecided bool     // nobody is known to decide: there are no shares
	People    []Influencer
	Total     int // how many people have any influence, listed or not
	Outsiders int // of them without a seat at the account

	ByStance []StanceShare // in the order of the stances, the unknown last; only those that occur
	For      float64       // share of champions and supporters, in [0,1]
	Against  float64       // share of sceptics and detractors
	Unknown  float64       // share of those whose stance nobody knows
	Best     float64       // For − Against if all the unknown turned out to be for us, in [−1,1]
	Worst    float64       // … against us

	Levers   []Lever // whose mind to learn or to change, the greatest swing first
	Sentence string
}

// StanceShare is the share of influence of all who stand one way.
type StanceShare struct {
	Stance graph.Stance
	People int
	Share  float64 // in [0,1]
}

// Influencer is one person and their share of what shapes a decision.
type Influencer struct {
	Person       graph.ID
	Name         string
	Influence    float64 // in (0,1]: their share
	Decides      float64 // the part of it that is their own decision
	Heard        float64 // the part that reaches the deciders because others listen to them
	Rank         int     // place, from 1; of those who share one no order is certain
	HeardBy      []Hearing
	Parts        []Part       // in the area, or in any of the areas together
	Stance       graph.Stance // in the area; in all together the worst anywhere in the account
	StanceRecord graph.ID     // the assessment that says so; "" for none
	Disputed     bool         // colleagues disagree
	Outside      bool         // holds no seat at the account
}

// Hearing is somebody who listens to a person.
type Hearing struct {
	Person graph.ID
	Name   string
	Weight float64 // in (0,1], as stated or presumed
	Via    SwayKind
	Record graph.ID // the influence, the reporting line or the recorded part
}

// Broker is somebody on the shortest routes between others at the account.
type Broker struct {
	Person  graph.ID
	Name    string
	Between float64 // pairs of others whose shortest routes pass them; one with several such routes counts by the share that does
	Pairs   int     // pairs of others who are joined at all

	Sentence string
}

// MaxBrokerPeople is the number of an account's people above which nobody's
// place between the others is worked out.
const MaxBrokerPeople = 2000

// LeverAct is what to do about the view of somebody who shapes a decision.
type LeverAct string

// The acts.
const (
	LeverLearn   LeverAct = "LEARN"   // find out how they stand: nobody knows
	LeverWin     LeverAct = "WIN"     // win them over: they are neutral
	LeverConvert LeverAct = "CONVERT" // convert them, or move them to neutral at least: they are against us
)

// Lever is somebody who is not for us yet, and what their view would move.
type Lever struct {
	Person     graph.ID
	Name       string
	Act        LeverAct
	Stance     graph.Stance
	Influence  float64    // in (0,1]
	Swing      float64    // by how much For − Against rises when they come out for us, in (0,2]; of somebody unknown, how far apart the two possible outcomes are
	ToNeutral  float64    // by how much it rises when they only become neutral; 0 unless they are against us
	Rank       int        // place by swing, from 1; of those who share one no order is certain
	Owners     []graph.ID // those of ours with a working tie to them, strongest first
	Allies     []graph.ID // champions and supporters whom they listen to and who may be contacted, by id
	Path       []graph.ID // where Owners is empty: the people of the best introduction; empty where there is none
	Likelihood Likelihood // of that introduction; "" for none
	Sentence   string
}

// SwayKind says what one person's influence on another rests on.
type SwayKind string

// The kinds of sway, the surest first.
const (
	SwayStated SwayKind = "STATED" // a colleague says so
	SwayRole   SwayKind = "ROLE"   // an influencer or approver of the decision is heard by its deciders, where nothing is stated between the two
	SwayLine   SwayKind = "LINE"   // a boss is heard by a report, where nothing is stated between the two
)
