package analysis

import "github.com/kithgraph/kith/graph"

// The limits of a [CareQuery].
const (
	DefaultCareDays = 365
	MaxCareDays     = 3660
)

// CareQuery asks what is open at accounts, what we delivered, and what we granted.
type CareQuery struct {
	Account graph.ID // "" for all
	Days    int      // how many days back value, concessions and problems that were closed count, 1 to MaxCareDays; 0 for DefaultCareDays
}

// Validate reports what is wrong with the query itself.
func (q CareQuery) Validate() error {
	if q.Days < 0 || q.Days > MaxCareDays {
		return graph.Invalid("query", nil, "days is %d, want 1 to %d", q.Days, MaxCareDays)
	}
	return nil
}

// CareReport says what whoever looks after accounts, or inherits them, has to know.
type CareReport struct {
	Envelope
	Days     int                 // how many days back value, concessions and closed problems count
	Accounts []AccountCare       // the account asked for, else those with anything to tell, by id
	Granted  []PersonConcessions // who granted concessions in the period, most first, ties by id
	Sentence string
}

// AccountCare is what is open at an account, what we delivered there and what we granted.
type AccountCare struct {
	Account     graph.ID
	Name        string
	Problems    []OpenProblem       // the oldest first, ties by id
	Closed      int                 // how many problems were closed in the period
	ClosedIn    *float64            // days that those were open, in the middle; nil for none
	Values      []DeliveredValue    // of the period, latest first, ties by id
	Delivered   []Money             // the amounts of these, by currency
	Agreed      []Money             // … of those to which the client agreed
	Concessions []GrantedConcession // in force, or granted in the period; latest first, ties by id
	Sentence    string
}

// OpenProblem is a problem that is open on the day.
type OpenProblem struct {
	Record   graph.ID
	Text     string
	Opened   graph.Date
	DaysOpen int
	Author   graph.ID // who wrote it down; "" for not known
}

// DeliveredValue is value that we delivered.
type DeliveredValue struct {
	Record graph.ID
	Text   string
	On     graph.Date
	Amount *Money     // nil for not said
	Agreed graph.Date // the day on which the client agreed; 0 for not by the day
	Author graph.ID   // who wrote it down; "" for not known
}

// GrantedConcession is an exception that was granted.
type GrantedConcession struct {
	Record  graph.ID
	Text    string
	On      graph.Date
	InForce bool
	Author  graph.ID // who granted it; "" for not known
}

// PersonConcessions is how many concessions somebody granted.
type PersonConcessions struct {
	Person  graph.ID
	Name    string
	Count   int     // in the period
	InForce int     // of these, still in force
	Others  float64 // how many each of the others who look after an account granted, in the middle
}
