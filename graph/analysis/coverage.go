package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// CoverageQuery asks where we are not covered at an account.
type CoverageQuery struct {
	Account graph.ID
	Rules   []Rule // the gap rules to apply, G1 to G11; empty for all
}

// Validate reports what is wrong with the query itself.
func (q CoverageQuery) Validate() error {
	if q.Account == "" {
		return graph.Invalid("query", nil, "coverage wants an account")
	}
	for _, r := range q.Rules {
		if !r.gap() {
			return graph.Invalid("query", nil, "%q is not a gap rule; they are G1 to G11", r)
		}
	}
	return nil
}

// CoverageReport says who is covered and who is not.
type CoverageReport struct {
	Envelope
	Account        graph.ID
	Policy         AppliedPolicy
	Cells          []CoverageCell  // by falling level, then in the order of the functions; unknown ones last
	People         []CoveredPerson // everybody once, by id
	Ladders        []AreaLadders   // by id of the area
	Neighbourhoods []Neighbourhood // one per key contact, by id
	Shape          RelationshipShape
	Sentence       string // how many people are covered how well, and which rules had nothing to look at
}

// CoverageCell is one level of one function.
type CoverageCell struct {
	Level    int            // 5 to 1; 0 for unknown
	Function graph.Function // "" for unknown
	Seats    []CoverageSeat // by id
	TwoDeep  int            // people with at least two of ours, each once in a cell
	OneDeep  int            // people with exactly one
	None     int            // people with nobody
	Vacant   int            // seats without a holder
	Unmapped int            // seats whose holder is withheld or unknown, and seats the policy expects
}

// CoverageSeat is a seat, once for each holder.
type CoverageSeat struct {
	Seat    graph.ID
	Title   string
	Person  graph.ID // "" where nobody is known to sit there
	Name    string
	Roles   []graph.Role
	Opinion bool       // the roles are a colleague's judgement
	Depth   int        // how many of ours have a working tie
	Owners  []graph.ID // who they are, by id
	Status  CoverStatus
}

// CoveredPerson is one of theirs with everything the verdicts read.
type CoveredPerson struct {
	Person        graph.ID
	Name          string
	Level         int // the highest of their seats; 0 for unknown
	Seats         []graph.ID
	Parts         []Part
	Stance        graph.Stance // the worst standing judgement, UNKNOWN for none
	StanceRecord  graph.ID
	StanceDispute bool       // colleagues disagree
	Owners        []graph.ID // those of ours with a working tie, by id
	Depth         int        // how many they are
	Reached       bool       // within two handshakes
	LastContact   graph.Date // of anybody who is of ours, or was on that day; 0 for never
}

// RelationshipShape is how the working ties are spread.
type RelationshipShape struct {
	Form        Form
	Ties        int      // working ties between our people and theirs
	OurTop      graph.ID // the one of ours with the most
	OurShare    float64  // their share, in [0,1]
	TheirTop    graph.ID // the one of theirs with the most
	TheirShare  float64
	OurPeople   int              // of ours with any
	TheirPeople int              // of theirs with any
	Functions   []graph.Function // of theirs that are linked, in the order of the functions
	Strong      int              // ties of the band STRONG or CLOSE
	Deciding    int              // of theirs who decide or approve
	DecidingMet int              // … to whom one of ours has a working tie
}

// AreaLadders says whether a decision area is secure from bottom to top.
type AreaLadders struct {
	Area    graph.ID
	Name    string
	Secure  bool     // a ladder is tied on every rung, by at least two of ours
	Ladders []Ladder // one per user, the best first
}

// Ladder is the chain of occupied seats from a user to the top of a decision.
type Ladder struct {
	Rungs   []Rung       // from the user upwards
	Holes   [][]graph.ID // runs of people next to each other without a working tie, lowest first
	Holders []graph.ID   // those of ours who hold its ties, by id
	Tied    bool         // no holes
}

// Rung is one occupied seat of a ladder.
type Rung struct {
	Seat       graph.ID
	People     []graph.ID // its holders
	Owners     []graph.ID // those of ours with a working tie to any of them
	Tied       bool
	Decides    bool // a holder decides or approves here
	ViaVacancy bool // vacant seats lie between it and the rung below
}

// Neighbourhood is who sits around a key contact and whom of them we know.
type Neighbourhood struct {
	Person     graph.ID
	Name       string
	Supervisor []graph.ID // holders of the seat above, over vacancies
	Peers      []graph.ID // under the same seat, at most a level apart
	Reports    []graph.ID
	Size       int        // how many people that is
	Known      int        // with a tie of ours of at least the band ACQUAINTED
	Tied       int        // with a working tie of ours
	Owners     []graph.ID // those of ours who hold these ties, by id
	Unknown    []graph.ID // the people without a working tie, by id
}
