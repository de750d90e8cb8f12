package analysis

import "github.com/kithgraph/kith/graph"

// The limits of a [PromisesQuery].
const (
	DefaultPromiseDays  = 180
	MaxPromiseDays      = 3660
	DefaultPromiseAhead = 7
	MaxPromiseAhead     = 366
	DefaultPromises     = 1000
	MaxPromises         = 10_000
)

// PromisesQuery asks which promises were kept, both ways, and which are due.
type PromisesQuery struct {
	Account graph.ID // only promises about this account; "" for all
	Person  graph.ID // only promises that this person of either side made or was made; "" for everybody's
	Days    int      // how many days back due days count, 1 to MaxPromiseDays; 0 for DefaultPromiseDays
	Ahead   int      // how many days, the day of the view among them, count as soon, 1 to MaxPromiseAhead; 0 for DefaultPromiseAhead
	Limit   int      // promises listed at most, 1 to MaxPromises; 0 for DefaultPromises
}

// Validate reports what is wrong with the query itself.
func (q PromisesQuery) Validate() error {
	switch {
	case q.Days < 0 || q.Days > MaxPromiseDays:
		return graph.Invalid("query", nil, "days is %d, want 1 to %d", q.Days, MaxPromiseDays)
	case q.Ahead < 0 || q.Ahead > MaxPromiseAhead:
		return graph.Invalid("query", nil, "ahead is %d, want 1 to %d", q.Ahead, MaxPromiseAhead)
	case q.Limit < 0 || q.Limit > MaxPromises:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxPromises)
	}
	return nil
}

// PromisesReport says how promises were kept, both ways.
type PromisesReport struct {
	Envelope
	Days     int              // how many days back due days count
	Ahead    int              // how many days, the day of the view among them, count as soon
	Ours     PromiseTally     // what ours promised
	Theirs   PromiseTally     // what they promised
	Promises []TrackedPromise // open ones and those that were due or moved in the period: overdue first, then by due day, ties by id
	Total    int              // how many there are, listed or not
	Soon     int              // how many of them are due soon
	Accounts []AccountPromises
	People   []PersonPromises // who made them, on either side
	Managers []PersonPromises // the key account managers of ours, with what ours promised at their accounts while they led them
	Sentence string
}

// PromiseTally counts due days that have passed.
type PromiseTally struct {
	Due        int      // how many passed in the period
	InTime     int      // … and were kept by then
	Late       int      // … and were kept later
	Open       int      // … and are not kept
	Missed     int      // … and were not kept when the next one was due
	Moved      int      // how often a due day was moved before it passed
	Surprises  int      // how often the other side heard only after it had passed
	MedianLate *float64 // days late, of those that were not kept in time; nil for none
	SlipRate   *float64 // share of Due that was not kept in time, in [0,1]; nil below five
	Sentence   string
}

// AccountPromises is how promises about one account were kept.
type AccountPromises struct {
	Account graph.ID
	Name    string
	Ours    PromiseTally
	Theirs  PromiseTally
}

// PersonPromises is how the promises of one person were kept.
type PersonPromises struct {
	Person graph.ID
	Name   string
	Side   graph.Side // on the day of the last of them
	Tally  PromiseTally
}

// OpenPromise is a promise that has not been kept by the day.
type OpenPromise struct {
	Record         graph.ID
	Text           string
	MadeBy, MadeTo []graph.ID // by id
	Promised       graph.Date
	Due            graph.Date // the day that passed where it is overdue, else the one that is awaited; 0 for none said
	Overdue        bool       // due before the day
	Moved          int        // how often the due day was moved
}

// PromiseState is how a promise stands.
type PromiseState string

// The states, the gravest first.
const (
	PromiseOverdue PromiseState = "OVERDUE" // its day passed and it is not kept; of one that recurs, the last time
	PromiseOpen    PromiseState = "OPEN"    // it is to be kept, and its day has not passed or is not known
	PromiseLate    PromiseState = "LATE"    // it was kept after its day
	PromiseKept    PromiseState = "KEPT"    // it was kept by its day, or had none
	PromiseOver    PromiseState = "OVER"    // it ended without having been kept, or recurs no more
)

// PromiseStates returns the states, the gravest first.
func PromiseStates() []PromiseState {
	return []PromiseState{PromiseOverdue, PromiseOpen, PromiseLate, PromiseKept, PromiseOver}
}

// TrackedPromise is a promise with how it was kept.
type TrackedPromise struct {
	OpenPromise
	Side        graph.Side // who made it
	Account     graph.ID   // that it is about, else the only one at which the other side sits; "" for none
	EveryDays   int        // 0: promised once
	State       PromiseState
	Soon        bool       // due within the days ahead
	DaysLate    int        // that it is overdue, or was kept late; 0 for in time
	Delivered   graph.Date // the last day on which it was kept; 0 for never
	TermsDue    int        // due days that passed in the period
	TermsInTime int        // … and were kept by then
	TermsMissed int        // … and were not kept when the next one was due
	TypicalGap  *float64   // days from one delivery to the next in the period, in the middle; nil below two gaps
	Moves       []PromiseMove
	Sentence    string
}

// PromiseMove is a change of a due day.
type PromiseMove struct {
	Record   graph.ID   // the detail with the earlier day
	Was      graph.Date // the due day before
	Became   graph.Date // the due day after; 0 for none
	On       graph.Date
	By       graph.ID // "" for not known
	InTime   bool     // before the day had passed
	Surprise bool     // the other side heard only after the day had passed
}
