package analysis

import (
	"github.com/kithgraph/kith/graph"
)

// The limits of a [CadenceQuery].
const (
	MaxCadences     = 10_000
	DefaultCadences = 200
)

// CadenceQuery asks with whom contact is due or overdue, who fell silent and which
// accounts decline.
type CadenceQuery struct {
	Account graph.ID // an Account; "" for every account
	Person  graph.ID // one of ours: only what they are to keep up; "" for everybody
	Limit   int      // contacts due to list at most, and silent ties, 1 to MaxCadences; 0 for DefaultCadences
}

// Validate reports what is wrong with the query itself.
func (q CadenceQuery) Validate() error {
	if q.Limit < 0 || q.Limit > MaxCadences {
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxCadences)
	}
	return nil
}

// CadenceReport says how contact keeps up with what is agreed, and with what it was.
type CadenceReport struct {
	Envelope
	Contacts    []DueContact // overdue first, then by the day on which they are due
	Total       int          // how many there are, listed or not
	Silent      []SilentTie  // the last contact first
	SilentTotal int          // how many there are, listed or not
	Accounts    []AccountRhythm
}

// DueContact is a contact that is agreed or expected at a cadence.
type DueContact struct {
	Account    graph.ID
	Person     graph.ID // of theirs
	Ours       graph.ID // who of ours keeps it up; "" for anybody of ours
	State      DueState
	Cadence    int        // days between two contacts
	Record     graph.ID   // the pairing, or the policy; "" for the defaults
	Last       graph.Date // the last contact on record; 0 for none
	LastRecord graph.ID   // that contact
	Due        graph.Date // the day by which the next one is due; 0 without a day to count from
	Sentence   string
}

// DueState is how a contact stands against its cadence.
type DueState string

// The states of a contact that is due, the worst first.
const (
	DueOverdue DueState = "OVERDUE" // more than one and a half times the cadence ago
	DueUnseen  DueState = "UNSEEN"  // as long ago on record, and it would not all be on record
	DueNever   DueState = "NEVER"   // no contact on record, and no day to count from
	DueNow     DueState = "DUE"     // the day has come, and half the cadence more has not passed
	DueNext    DueState = "NEXT"    // the day is ahead
)

// DueStates returns the states of a contact that is due, the worst first.
func DueStates() []DueState { return []DueState{DueOverdue, DueUnseen, DueNever, DueNow, DueNext} }

// SilentTie is a tie with a rhythm of contact that has stopped.
type SilentTie struct {
	Account    graph.ID
	Person     graph.ID // of theirs
	Ours       graph.ID
	Last       graph.Date // the last contact
	LastRecord graph.ID   // that contact
	Days       int        // contact-days in the year up to it
	LongestGap int        // days between two of them, at most
	Sentence   string
}

// AccountRhythm is how often ours and theirs are in touch at an account, in
// contact-days: one of ours, one of theirs, one day. Weeks are whole, from Monday.
type AccountRhythm struct {
	Account    graph.ID
	State      RhythmState
	Year       graph.Date // the first day of the year that is learnt from; 52 weeks
	Watched    graph.Date // the first day of the 26 weeks held against it
	Before     float64    // contact-days a week in that year
	Now        float64    // … in the weeks watched
	Onset      graph.Date // of a decline, the first day of its first week; else 0
	Since      float64    // of a decline, contact-days a week from then on
	Dispersion float64    // variance over mean of the weeks of the year, at least 1; 0 where no decline can be told
	First      graph.Date // the first contact on record; 0 for none
	HalfYear   float64    // contact-days a week in the 26 weeks from then on, when things were set up; 0 where they are not over
	FirstYear  float64    // … in the 52 weeks; 0 where they are not over
	Left       []graph.ID // of ours in touch there, left out because their contacts were not noticed all the time, by id
	Sentence   string
}

// RhythmState is what the contact-days of an account say.
type RhythmState string

// The states of the rhythm of an account.
const (
	RhythmDeclining RhythmState = "DECLINING" // below the year before, and not by chance
	RhythmSteady    RhythmState = "STEADY"    // no decline that can be told from chance
	RhythmThin      RhythmState = "TOO_THIN"  // fewer than one contact-day a week
	RhythmShort     RhythmState = "TOO_SHORT" // not yet a year and a half on record
	RhythmUnseen    RhythmState = "UNSEEN"    // nobody's contacts were noticed all the time
)
