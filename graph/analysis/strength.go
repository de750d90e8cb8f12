package analysis

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
)

// MaxTies bounds the ties of one [StrengthReport].
const MaxTies = 10_000

// StrengthQuery asks for the ties between our people and theirs: those of an
// account, or those of one person on either side.
type StrengthQuery struct {
	Account graph.ID   // an Account; or
	Person  graph.ID   // a Person: one of ours or of theirs; exactly one of the two
	MinBand graph.Band // the weakest band to list; "" for every tie of which anything is known
	Limit   int        // how many ties to list at most, 1 to MaxTies; 0 for MaxTies
	After   TiePlace   // only ties that come after this place; zero for all
}

// TiePlace is where a tie stands among others: there is one from a person to another.
type TiePlace struct {
	Strength float64
	From, To graph.ID
}

// Place returns where the tie stands.
func (t *Tie) Place() TiePlace { return TiePlace{t.Strength, t.From, t.To} }

// Compare orders ties, the strongest first and those that are as strong by person.
func (p TiePlace) Compare(q TiePlace) int {
	return cmp.Or(cmp.Compare(q.Strength, p.Strength), cmp.Compare(p.From, q.From), cmp.Compare(p.To, q.To))
}

// Validate reports what is wrong with the query itself.
func (q StrengthQuery) Validate() error {
	switch {
	case (q.Account == "") == (q.Person == ""):
		return graph.Invalid("query", nil, "strength wants either an account or a person")
	case q.MinBand != "" && !slices.Contains(graph.Bands(), q.MinBand):
		return graph.Invalid("query", nil, "%q is not a band", q.MinBand)
	case q.Limit < 0 || q.Limit > MaxTies:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxTies)
	}
	return nil
}

// StrengthReport lists ties.
type StrengthReport struct {
	Envelope
	Ties    []Tie // the strongest first, those that are as strong by person
	Total   int   // how many there are, listed or not
	Skipped int   // how many come before those listed
}

// Tie is how well one person knows another on a day.
type Tie struct {
	From, To     graph.ID
	Access       float64 // in [0,1): how surely From gets through to To
	AccessBack   float64 // in [0,1): how surely To gets through to From
	Strength     float64 // in [0,1): access blended with what is said of the tie
	Band         graph.Band
	Confidence   graph.Confidence
	Robust       bool       // the working verdict is the same with all half-lives halved and doubled
	Working      bool       // at least the band WORKING, and in touch
	Cooling      bool       // at least the band WORKING, but out of touch
	Unverified   bool       // only a claim more than a year old, never a contact
	LastContact  graph.Date // 0 for never
	LastRecord   graph.ID   // that contact
	Contacts180  int        // contacts in the last 180 days, at most one a day and channel
	ByChannel    []ChannelCount
	Stated       *Stated    // the newest claim that stands; nil for none
	Disagreement bool       // contacts and claim tell different stories
	ExpiresAt    graph.Date // the day on which Working flips if nothing happens; 0 for never
	PeakBand     graph.Band // the best band ever, on a day of contact or claim
	Dormant      bool       // not working now, but it was once
	Sentence     string     // the tie in plain words; "" outside a [StrengthReport]
}

// ChannelCount counts contacts on one channel.
type ChannelCount struct {
	Channel     graph.Channel
	Contacts180 int        // days with a contact in the last 180 days
	Last        graph.Date // the last contact ever
}

// Stated is a claim about a tie.
type Stated struct {
	Level  graph.TieLevel
	By     graph.ID // the person who says so; "" where unknown
	On     graph.Date
	Record graph.ID // the KNOWS edge
}
