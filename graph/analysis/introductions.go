package analysis

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
)

// The limits of an [IntroductionsQuery].
const (
	MaxHops            = chains.MaxHops
	MaxIntroductions   = 50
	MaxAlternates      = 10
	MaxSeekers         = 1000
	DefaultHops        = 3
	DefaultIntroducers = 5
	DefaultAlternates  = 2
)

// IntroductionsQuery asks who can introduce us to somebody.
type IntroductionsQuery struct {
	Target     graph.ID   // a Person, not one of ours
	From       []graph.ID // those of ours who seek the introduction, at most MaxSeekers; empty for all
	Without    []graph.ID // people who must not be on a route
	Hops       int        // handshakes at most, 2 to MaxHops; 0 for DefaultHops
	Limit      int        // people to ask, 1 to MaxIntroductions; 0 for DefaultIntroducers
	Alternates int        // further routes by the same person, 0 to MaxAlternates; -1 for none, 0 for DefaultAlternates
}

// Validate reports what is wrong with the query itself.
func (q IntroductionsQuery) Validate() error {
	bad := func(format string, args ...any) error { return graph.Invalid("query", nil, format, args...) }
	switch {
	case q.Target == "":
		return bad("introductions wants a target")
	case len(q.From) > MaxSeekers:
		return bad("%d seekers, want at most %d", len(q.From), MaxSeekers)
	case len(q.Without) > MaxSeekers:
		return bad("%d people left out, want at most %d", len(q.Without), MaxSeekers)
	case q.Hops != 0 && (q.Hops < 2 || q.Hops > MaxHops):
		return bad("hops is %d, want 2 to %d", q.Hops, MaxHops)
	case q.Limit < 0 || q.Limit > MaxIntroductions:
		return bad("limit is %d, want 1 to %d", q.Limit, MaxIntroductions)
	case q.Alternates < -1 || q.Alternates > MaxAlternates:
		return bad("alternates is %d, want -1 to %d", q.Alternates, MaxAlternates)
	}
	return nil
}

// IntroductionsReport says whom to ask.
type IntroductionsReport struct {
	Envelope
	Target        graph.ID
	Direct        []Tie                 // ties of ours to the target, strongest first: no introduction needed where they work
	Introductions []Introduction        // one per person to ask, likeliest first
	MayKnow       []MayKnow             // those of ours who may know the target from an employment, and of whose tie nothing is on record, likeliest first, at most MaxIntroductions
	NotAsked      []NotAsked            // who could lead to the target and must not be asked, by id, at most MaxIntroductions
	Requests      []IntroductionRequest // introductions to the target that were asked for, latest first, at most MaxIntroductions
	Blocked       string                // why nobody may be asked; "" where they may
}

// Introduction is one person to ask and the best route that ends with them.
type Introduction struct {
	Ask graph.ID // the last person before the target
	Route
	Alternates []Route // further routes that end with the same person, likeliest first
	Asked      int     // how often that person was asked in the last 90 days
	Made       int     // how many introductions that person has ever made for us
	Sentence   string
}

// NotAsked is somebody who could lead to the target and must not be asked.
type NotAsked struct {
	Person graph.ID
	Name   string
	Reason string
	Record graph.ID // the judgement, introduction or exclusion that says so, or the person
}

// IntroductionRequest is the life of one introduction to the target.
type IntroductionRequest struct {
	Record     graph.ID
	Introducer graph.ID // "" where not recorded, as for the seeker
	Seeker     graph.ID
	Asked      graph.Date
	Step       graph.IntroductionStep // how far it has come by the day
	On         graph.Date             // the day of that step
	Outcome    string                 // what came of it; "" where nothing is said
	Open       bool                   // neither declined, nor made, nor done: that person is not asked again
	Sentence   string
}

// Route is a chain of handshakes from one of ours to the target.
type Route struct {
	People      []graph.ID // from one of ours to the target
	Probability float64    // in (0,1]: the product of the factors; uncalibrated
	Likelihood  Likelihood
	Handshakes  []Handshake // one fewer than People
	Inferred    bool        // of a handshake it is a guess that the two know each other: ask first
	Dormant     bool        // the first handshake revives a tie that worked once
}

// Handshake is one step of a route with everything that makes its probability.
type Handshake struct {
	From, To    graph.ID
	Basis       string   // "tie", "influence", "line" or "implied"
	Record      graph.ID // the record that says so, where it is one
	Probability float64
	Factors     []Factor
}

// Factor is one number of a handshake's product.
type Factor struct {
	Name   string // "tie", "stance", "gatekeeper", "levels", "load", "friction"
	Value  float64
	Text   string
	Record graph.ID // the record that it rests on; "" for none
}

// MayKnow is one of ours who may know the target.
type MayKnow struct {
	Person   graph.ID
	Strength float64 // in (0, 0.4]: of the tie implied
	Text     string  // "may know: both at Fjord 2016–2019; ask first"
	Record   graph.ID
}
