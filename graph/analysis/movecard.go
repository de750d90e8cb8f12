package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// MoveCardQuery asks what the move of a contact means to us.
type MoveCardQuery struct {
	Person graph.ID   // of theirs before or after
	On     graph.Date // the day of the move, as [Moves] tells it; 0 for the latest one in the year before the day of the view
}

// Validate reports what is wrong with the query itself.
func (q MoveCardQuery) Validate() error {
	if q.Person == "" {
		return graph.Invalid("query", nil, "a move card wants a person")
	}
	return nil
}

// MoveCardReport says what the move of a contact means to us.
type MoveCardReport struct {
	Envelope
	Event string // names the move: the same for the same holdings begun and ended, whenever it is asked for
	Move  Move

	Kept         []KeptTie // our ties to them now, strongest first
	Congratulate graph.ID  // who of ours should, on the seat taken: the strongest tie that may approach them; "" for nobody and where none was taken

	Joined       graph.ID     // the account where they took a seat, which may be the one that they left; "" for none
	Stance       graph.Stance // there: UNKNOWN until somebody judges anew
	StanceBefore graph.Stance // the last judgement where they left, UNKNOWN for none
	StanceRecord graph.ID     // that judgement; "" for none
	Neighbours   []Neighbour  // who sits around them there, boss first, then reports and peers
	Gained       []Gain       // where they are new there: people who are in reach within two handshakes by them alone, by id

	Left     graph.ID      // the account that they left; "" for none
	Lost     Loss          // what hung on them there, the day before
	Opened   []Finding     // gaps in the cover there that opened on the day on which they left, at most 50
	Acting   []graph.ID    // who holds a seat that they left as an interim or acting, by id
	Promises []OpenPromise // open, to which they are a party and which are about the account they left, the earliest due first
	AskUntil graph.Date    // the last day on which they can still hand us over; 0 where nobody of ours is in touch or it is past
	Recover  []RecoverStep // whom to cover anew there, and how
	Empty    bool          // nobody of ours knows them, and nothing and nobody hung or hangs on them

	Sentence string
}

// KeptTie is a tie of ours to somebody who moved.
type KeptTie struct {
	Tie
	Name string // of ours
}

// Relation is how somebody sits to somebody else.
type Relation string

// The relations.
const (
	RelationBoss   Relation = "BOSS"
	RelationReport Relation = "REPORT"
	RelationPeer   Relation = "PEER"
)

// Neighbour is somebody around a seat taken.
type Neighbour struct {
	Person   graph.ID
	Name     string
	Relation Relation
	Implied  float64 // in [0,1]: chance that the two know each other by now, from working together; a month makes 0.22; 1 where a tie, an influence or a line of the day is on record
	Tied     bool    // one of ours has a working tie to them
	Parts    []Part
}

// Gain is somebody whom we reach by somebody who moved.
type Gain struct {
	Person   graph.ID
	Name     string
	Deciding bool // decides or approves
	Parts    []Part
}

// RecoverStep is somebody to cover anew after a departure.
type RecoverStep struct {
	Person graph.ID
	Name   string
	Why    string
	Ask    graph.ID // the one who moved, while their word still opens doors; "" afterwards and where nobody is in touch with them
	Remedy *Remedy
}
