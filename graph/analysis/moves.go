package analysis

import (
	"cmp"

	"github.com/kithgraph/kith/graph"
)

// The limits of a [MovesQuery].
const (
	MaxMoves     = 10_000
	DefaultMoves = 1000
)

// MovesQuery asks who changed employer or seat in the days [From, To).
type MovesQuery struct {
	Account  graph.ID   // only moves into, out of or within this account's organization; "" for everybody
	From, To graph.Date // To 0: up to and with the day of the view
	Limit    int        // moves at most, 1 to MaxMoves; 0 for DefaultMoves
	After    MovePlace  // only moves that come after this place; zero for all
}

// MovePlace is where a move stands among others: there is one of a person on a day.
type MovePlace struct {
	On     graph.Date
	Person graph.ID
}

// Place returns where the move stands.
func (m *Move) Place() MovePlace { return MovePlace{m.On, m.Person} }

// Compare orders moves, the latest first and those of one day by person.
func (p MovePlace) Compare(q MovePlace) int {
	return cmp.Or(cmp.Compare(q.On, p.On), cmp.Compare(p.Person, q.Person))
}

// Validate reports what is wrong with the query itself.
func (q MovesQuery) Validate() error {
	switch {
	case q.From == 0:
		return graph.Invalid("query", nil, "moves wants the first day of a period")
	case q.To != 0 && q.To <= q.From:
		return graph.Invalid("query", nil, "the period ends on %s, before it begins on %s", q.To, q.From)
	case q.Limit < 0 || q.Limit > MaxMoves:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxMoves)
	}
	return nil
}

// MovesReport lists who moved.
type MovesReport struct {
	Envelope
	From, To graph.Date  // the period looked at, half-open
	Moves    []Move      // latest first, those of one day by person
	Total    int         // how many there are, listed or not
	Skipped  int         // how many come before those listed
	Firms    []FirmEvent // what happened to whole firms, latest first
}

// Move is one person's change of seats on one day.
type Move struct {
	Person     graph.ID
	Name       string
	Kind       MoveKind
	On         graph.Date // the first day of what is new, or the first day without
	LeftOn     graph.Date // the first day without the companies left; On where there is no gap; 0 for MoveJoined
	Ended      []MoveSeat // by id
	Began      []MoveSeat // by id
	SideBefore graph.Side // "" without a seat
	SideAfter  graph.Side
	Parts      []Part     // what they decided or did where they left, on the day before
	Ties       []Tie      // of theirs: our ties to them now, strongest first; of ours: their working ties on the day before
	Successors []graph.ID // who holds the seats left, on the day of the view, by id
	Vacant     []graph.ID // seats left that are vacant on the day of the view, by id
	Sentence   string
}

// MoveSeat is a seat left or taken.
type MoveSeat struct {
	Seat    graph.ID
	Title   string
	Level   int
	Company graph.ID
	Name    string     // of the company
	Account graph.ID   // the account for the company or a unit above the seat; "" for none
	Record  graph.ID   // the HOLDS edge
	Until   graph.Date // for seats taken: the day on which they are known to end; else 0
}

// FirmEvent is what happened to a firm as a whole: an acquisition, a split, or a
// chart entered anew.
type FirmEvent struct {
	Left, Joined graph.ID // companies; the same for a chart entered anew
	On           graph.Date
	People       int
	Persons      []graph.ID // at most MaxIssueIDs of them, by id
	Sentence     string
}
