package analysis

import (
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// The limits of an [IntroductionsQuery].
const (
	MaxHops            = maxHops
	MaxIntroductions   = 50
	MaxAlternates      = 10
	MaxSeekers         = 1000
	DefaultHops        = 3
	DefaultIntroducers = 5
	DefaultAlternates  = 2
)

// The factors of a handshake.
const (
	firstHopBase  = 0.15 // somebody of ours asks a contact: base …
	firstHopSlope = 0.75 // … and what strength adds
	friction      = 0.8  // each further handshake
	gatekeeping   = 0.6  // a gatekeeper as carrier
	levelSkipped  = 0.85 // each level skipped upwards beyond one
	loadUnit      = 3.0  // asks that halve somebody's readiness
	loadWindow    = 90   // days in which asks count
	loadLimit     = 3    // asks at which nobody is asked again
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
	Direct        []Tie          // ties of ours to the target, strongest first: no introduction needed where they work
	Introductions []Introduction // one per person to ask, likeliest first
	MayKnow       []MayKnow      // those of ours who may know the target from an employment, and of whose tie nothing is on record, likeliest first, at most MaxIntroductions
	NotAsked      []NotAsked     // who could lead to the target and must not be asked, by id, at most MaxIntroductions
	Requests      []Request      // introductions to the target that were asked for, latest first, at most MaxIntroductions
	Blocked       string         // why nobody may be asked; "" where they may
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

// Request is the life of one introduction to the target.
type Request struct {
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

// Introductions answers: who can introduce us to this person, and whom should
// we ask?
//
// Definition: p(route) = Π of its handshakes; one of ours to a contact is .15 +
// .75·s, with s at least half its peak; a contact to the next is the strongest
// of tie, influence and reporting line of the day, and to the target also of
// shared employment, times the carrier's stance
// (champion 1, supporter .9, neutral and unknown .7, sceptic .4), .6 for a
// gatekeeper, .85 for each level skipped upwards beyond one, 1/(1 + n/3) for n
// asks in 90 days and .8 for the further handshake. Detractors, people asked
// three times or with an open ask to the same target, exclusions and people who
// must not be contacted are on no route.
//
// Shape: one entry per person to ask, by falling probability, then fewer
// handshakes, ties by the IDs on the route; exact, not sampled. Finding: I1
// where no route leads to the target.
//
// Units: probabilities in (0,1], uncalibrated until outcomes are recorded;
// handshakes.
//
// Errors: invalid query, also when the target is one of ours or a seeker is
// not; not found when a person is not there.
//
// Cost: O(b log b) in the facts b within the hops before the target, whatever
// the size of the workspace.
//
// Source: Dodds, Muhamad and Watts (2003), doi:10.1126/science.1081058, for few
// hops and friction; Levin, Walter and Murnighan (2011),
// doi:10.1287/orsc.1100.0576, for dormant ties.
func Introductions(v *view.View, q IntroductionsQuery) (*IntroductionsReport, error) {
	return answerIntroductions(newReader(v), q)
}

func answerIntroductions(r *reader, q IntroductionsQuery) (*IntroductionsReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	target, ok := r.s.NodeOf(graph.NodePerson, q.Target)
	if !ok {
		return nil, graph.NotFound("Person", q.Target)
	}
	if r.ours(target) {
		return nil, graph.Invalid("query", []graph.ID{q.Target}, "%s is one of ours on %s", q.Target, r.day)
	}
	t := &tour{reader: r, target: target, hops: q.Hops, from: map[kernel.N]bool{}, without: map[kernel.N]bool{}}
	if t.hops == 0 {
		t.hops = DefaultHops
	}
	for _, id := range q.From {
		n, ok := r.s.NodeOf(graph.NodePerson, id)
		if !ok {
			return nil, graph.NotFound("Person", id)
		}
		if !r.ours(n) {
			return nil, graph.Invalid("query", []graph.ID{id}, "%s is not one of ours on %s, and cannot seek an introduction", id, r.day)
		}
		t.from[n] = true
	}
	for _, id := range q.Without {
		n, ok := r.s.NodeOf(graph.NodePerson, id)
		if !ok {
			return nil, graph.NotFound("Person", id)
		}
		t.without[n] = true
	}
	limit, alternates := q.Limit, q.Alternates
	if limit == 0 {
		limit = DefaultIntroducers
	}
	switch alternates {
	case 0:
		alternates = DefaultAlternates
	case -1:
		alternates = 0
	}
	rep := &IntroductionsReport{Target: r.id(target)}
	var findings []found
	if r.shunned(target) {
		rep.Blocked = r.name(target) + " must not be contacted"
		rep.Envelope = r.envelope("", nil)
		return rep, nil
	}
	t.explore()
	rep.Direct = t.direct()
	rep.Introductions = t.best(limit, alternates)
	rep.MayKnow = t.mayKnow()
	rep.NotAsked = t.notAsked()
	rep.Requests = t.requests()
	if !slices.ContainsFunc(r.s.Nodes(graph.NodeOrganization), r.ourOrg) {
		r.issue("nobody-ours", "no organization is marked as ours, so there is nobody to begin with", q.Target)
	}
	if len(rep.Introductions) == 0 && !slices.ContainsFunc(rep.Direct, func(t Tie) bool { return t.Working }) {
		findings = append(findings, t.cold(rep))
	}
	rep.Envelope = r.envelope("", findings)
	return rep, nil
}

// direct returns the ties of ours to the target of which anything is left,
// strongest first.
func (t *tour) direct() []Tie {
	var list []*tie
	for _, ti := range t.ourTiesTo(t.target) {
		if t.seeker(ti.from) && (t.verdict(ti).band != graph.BandNone || t.verdict(ti).dormant) {
			list = append(list, ti)
		}
	}
	out := make([]Tie, len(list))
	for i, ti := range t.strongestFirst(list) {
		out[i] = t.export(ti)
	}
	return out
}

// mayKnow returns those of ours whose employment overlapped with the target's.
func (t *tour) mayKnow() []MayKnow {
	var ours []overlap
	for _, o := range t.peers {
		if t.seeker(o.other) {
			t.grows(&o)
		}
		if o.weight >= acquaintedAt && t.seeker(o.other) && !t.forbids(o.other, t.target) && !t.recorded(t.ourTie(o.other, t.target)) {
			ours = append(ours, o)
		}
	}
	var out []MayKnow
	for _, o := range t.strongest(ours)[:min(MaxIntroductions, len(ours))] {
		out = append(out, MayKnow{t.id(o.other), rounded(o.weight), t.impliedText(&o), o.record})
	}
	return out
}

func (t *tour) cold(rep *IntroductionsReport) found {
	name := t.name(t.target)
	f := found{Finding: Finding{
		Rule: RuleCold, Severity: graph.SeverityS3, Subjects: []graph.ID{rep.Target}, Policy: "at most " + handshakes(t.hops),
		Reasons:    []Reason{{Text: "nobody who may be asked leads to " + name, Record: rep.Target}},
		Sentence:   fmt.Sprintf("%s is cold: no introduction within %s.", name, handshakes(t.hops)),
		Robust:     true,
		Confidence: graph.ConfidenceMedium,
	}, name: name}
	if len(rep.MayKnow) > 0 {
		first := rep.MayKnow[0]
		f.Remedy = &Remedy{Text: "ask whether they know each other: " + first.Text, Owner: first.Person}
	}
	return f
}
