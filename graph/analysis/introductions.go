package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
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
	MayKnow       []MayKnow      // those of ours who may know the target from an employment, likeliest first, at most MaxIntroductions
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
	Inferred    bool        // a handshake rests on a shared employment: ask first
	Dormant     bool        // the first handshake revives a tie that worked once
}

// Handshake is one step of a route with everything that makes its probability.
type Handshake struct {
	From, To    graph.ID
	Basis       string   // "tie", "influence" or "implied"
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
// .75·s, with s at least half its peak; a contact to the next is the stronger
// of claimed tie, influence and shared employment, times the carrier's stance
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
func Introductions(v *graph.View, q IntroductionsQuery) (*IntroductionsReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	r := newReader(v)
	target, ok := r.s.NodeOf(graph.NodePerson, q.Target)
	if !ok {
		return nil, graph.NotFound("Person", q.Target)
	}
	if r.ours(target) {
		return nil, graph.Invalid("query", []graph.ID{q.Target}, "%s is one of ours on %s", q.Target, r.day)
	}
	t := &tour{reader: r, target: target, hops: q.Hops, from: map[graph.N]bool{}, without: map[graph.N]bool{}}
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
	rep := &IntroductionsReport{Target: q.Target}
	var findings []Finding
	if yes(r.s.NodeProps(target), "doNotContact") {
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
	if len(rep.Introductions) == 0 && !slices.ContainsFunc(rep.Direct, func(t Tie) bool { return t.Working }) {
		findings = append(findings, t.cold(rep))
	}
	rep.Envelope = r.envelope("", findings)
	return rep, nil
}

// tour is the search for routes to one target.
type tour struct {
	*reader
	target  graph.N
	hops    int
	from    map[graph.N]bool // the seekers; empty for all of ours
	without map[graph.N]bool

	nodes   []graph.N // by id
	steps   map[[2]graph.N]step
	carrier map[graph.N]*carrier
	peers   []overlap // colleagues of the target
	barred  []graph.N // who could lead to the target and must not be asked
	net     *net
}

// step is one handshake that a route may use.
type step struct {
	hop
	strength float64 // of the handshake's basis
	dormant  bool
	price    cost
	p        float64
	factors  []Factor
}

// carrier is what is known of somebody as a carrier.
type carrier struct {
	out     bool     // never on a route
	why     string   // … and why, where people have to be told
	record  graph.ID // … by which record
	stance  stand
	gate    graph.ID // the record of their part as a gatekeeper
	asks    int
	made    int
	level   int
	factors []Factor
	product float64
}

// seeker reports whether a route may begin with one of ours.
func (t *tour) seeker(n graph.N) bool {
	return t.ours(n) && (len(t.from) == 0 || t.from[n]) && !t.without[n]
}

// explore gathers the handshakes within the hops before the target, layer by
// layer, nearest first.
func (t *tour) explore() {
	t.steps, t.carrier, t.nodes, t.barred = map[[2]graph.N]step{}, map[graph.N]*carrier{}, nil, nil
	t.peers = t.colleagues(t.target)
	seen := map[graph.N]bool{t.target: true}
	layer := []graph.N{t.target}
	for depth := 1; depth <= t.hops; depth++ {
		var next []graph.N
		for _, v := range layer {
			for _, u := range t.before(v, depth == t.hops) {
				if !seen[u] {
					seen[u] = true
					next = append(next, u)
				}
			}
		}
		layer = t.distinct(next)
	}
	nodes := map[graph.N]bool{t.target: true}
	for k := range t.steps {
		nodes[k[0]], nodes[k[1]] = true, true
	}
	for n := range nodes {
		t.nodes = append(t.nodes, n)
	}
	slices.SortFunc(t.nodes, t.byID)
	number := make(map[graph.N]int32, len(t.nodes))
	ours, carries := make([]bool, len(t.nodes)), make([]bool, len(t.nodes))
	for i, n := range t.nodes {
		number[n] = int32(i)
		ours[i], carries[i] = t.ours(n), true
	}
	arcs := make([]arc, 0, len(t.steps))
	for k, s := range t.steps {
		arcs = append(arcs, arc{number[k[0]], number[k[1]], s.price})
	}
	t.net = newNet(ours, carries, arcs)
}

// before adds the handshakes that lead to v and returns those of theirs who
// make them; at the last layer only ours matter.
func (t *tour) before(v graph.N, last bool) (carriers []graph.N) {
	if v != t.target {
		for _, ti := range t.ourTiesTo(v) {
			if t.seeker(ti.from) && !t.forbids(ti.from, v) && !t.forbids(ti.from, t.target) {
				t.first(ti)
			}
		}
	}
	if last {
		return nil
	}
	list := t.tiesTo(v)
	for k := range list {
		ti := &list[k]
		if !t.ours(ti.from) && !ti.conflict && ti.stated() {
			if st := ti.on(t.day, 1); st.stated != nil && !unverified(st, t.day) && st.s >= acquaintedAt && t.carry(hop{from: ti.from, to: v, kind: hopTie, tie: ti, record: st.stated.id}, st.s) {
				carriers = append(carriers, ti.from)
			}
		}
	}
	for _, h := range t.influencesOn(v) {
		if !t.ours(h.from) && h.weight >= acquaintedAt && t.carry(h, h.weight) {
			carriers = append(carriers, h.from)
		}
	}
	if v == t.target {
		for _, o := range t.peers {
			h := hop{from: o.other, to: v, kind: hopImplied, record: o.record, text: t.overlapText(o, v), certain: o.certain()}
			if !h.certain {
				h.text = "may know: " + h.text + "; ask first"
			}
			if !t.ours(o.other) && o.weight >= acquaintedAt && t.carry(h, o.weight) {
				carriers = append(carriers, o.other)
			}
		}
	}
	return carriers
}

// stated reports whether anybody ever made a claim about the tie.
func (t *tie) stated() bool { return len(t.statements) > 0 }

// first adds the handshake from one of ours to a contact.
func (t *tour) first(ti *tie) {
	if t.asCarrier(ti.to).out {
		return
	}
	if s, ok := t.firstStep(ti); ok {
		t.put(s)
	}
}

// firstStep makes the handshake from one of ours to another person; none for a
// tie too weak for one.
func (t *tour) firstStep(ti *tie) (step, bool) {
	v := t.verdict(ti)
	s, dormant := v.s, false
	if v.unverified {
		return step{}, false
	}
	if v.dormant && v.peak/2 > s {
		s, dormant = v.peak/2, true
	}
	if s < acquaintedAt {
		return step{}, false
	}
	h := hop{from: ti.from, to: ti.to, kind: hopTie, tie: ti, record: v.lastRecord}
	text := "tie: " + bandText(bandOf(s))
	if dormant {
		text = "dormant tie, once " + bandText(v.peakBand)
	}
	if h.record == "" && v.stated != nil {
		h.record = v.stated.id
	}
	p := firstHopBase + firstHopSlope*s
	return step{hop: h, strength: s, dormant: dormant, p: p, factors: []Factor{{"tie", rounded(p), text, h.record}}}, true
}

// carry adds the handshake by which one of theirs takes us to the next; the
// strongest basis between two people stays. It reports whether they carry.
func (t *tour) carry(h hop, strength float64) bool {
	c := t.asCarrier(h.from)
	if c.out || t.forbids(h.from, h.to) {
		if h.to == t.target {
			t.barred = append(t.barred, h.from)
		}
		return false
	}
	k := [2]graph.N{h.from, h.to}
	if have, there := t.steps[k]; there && have.strength >= strength {
		return true
	}
	var text string
	switch h.kind {
	case hopInfluence:
		text = "influence"
	case hopImplied:
		text = h.text
	default:
		text = "tie: " + bandText(bandOf(strength))
	}
	s := step{hop: h, strength: strength, p: strength * c.product * friction}
	s.factors = append([]Factor{{"tie", rounded(strength), text, h.record}}, c.factors...)
	if skip := t.asCarrier(h.to).level - c.level - 1; c.level > 0 && skip > 0 {
		f := 1.0
		for range skip {
			f *= levelSkipped
		}
		s.p *= f
		s.factors = append(s.factors, Factor{"levels", rounded(f), "skips " + count(skip, "level", "levels"), ""})
	}
	s.factors = append(s.factors, Factor{"friction", friction, "one more handshake", ""})
	t.put(s)
	return true
}

func (t *tour) put(s step) {
	s.price = priceOf(s.p)
	t.steps[[2]graph.N{s.from, s.to}] = s
}

// asCarrier works out once how somebody does as a carrier.
func (t *tour) asCarrier(n graph.N) *carrier {
	if c, known := t.carrier[n]; known {
		return c
	}
	c := &carrier{product: 1, level: t.level(n)}
	t.carrier[n] = c
	accounts := t.accountsOf(n)
	c.stance = t.stance(n, accounts, nowhere)
	asked := t.asked(n)
	c.asks, c.made = asked.lately, asked.made
	not := func(why string, record graph.ID) {
		if !c.out {
			c.out, c.why, c.record = true, why, record
		}
	}
	if t.without[n] || yes(t.s.NodeProps(n), "placeholder") {
		not("", "")
	}
	if yes(t.s.NodeProps(n), "doNotContact") {
		not("must not be contacted", t.id(n))
	}
	if c.stance.stance == graph.StanceDetractor {
		not("is a detractor", c.stance.record)
	}
	if asked.open != "" {
		not(fmt.Sprintf("was asked for this on %s, and the answer is open", dayText(asked.openSince)), asked.open)
	}
	if c.asks >= loadLimit {
		not(fmt.Sprintf("was asked %s since %s", times(c.asks), dayText(asked.since)), asked.last)
	}
	add := func(f Factor) {
		c.product *= f.Value
		c.factors = append(c.factors, f)
	}
	add(Factor{"stance", stanceFactor(c.stance.stance), stanceText(c.stance.stance), c.stance.record})
	if c.gate = t.gatekeeper(n, accounts); c.gate != "" {
		add(Factor{"gatekeeper", gatekeeping, "gatekeeper", c.gate})
	}
	if c.asks > 0 {
		f := 1 / (1 + float64(c.asks)/loadUnit)
		c.product *= f
		c.factors = append(c.factors, Factor{"load", rounded(f), "asked " + times(c.asks) + " in 90 days", ""})
	}
	return c
}

func stanceFactor(s graph.Stance) float64 {
	switch s {
	case graph.StanceChampion:
		return 1
	case graph.StanceSupporter:
		return 0.9
	case graph.StanceSceptic:
		return 0.4
	case graph.StanceDetractor:
		return 0
	}
	return 0.7
}

func stanceText(s graph.Stance) string {
	if s == graph.StanceUnknown {
		return "stance unknown"
	}
	return roleText(graph.Role(s))
}

// gatekeeper returns the record by which somebody is a gatekeeper, "" for none.
func (r *reader) gatekeeper(n graph.N, accounts []graph.N) graph.ID {
	check := func(at graph.N) graph.ID {
		for h := range r.out(at, graph.EdgeDecides) {
			if graph.Role(r.s.EdgeProps(h.Edge()).Text("part")) == graph.RoleGatekeeper {
				return r.s.EdgeID(h.Edge())
			}
		}
		return ""
	}
	if id := check(n); id != "" {
		return id
	}
	for h := range r.out(n, graph.EdgeHolds) {
		if id := check(h.Node()); id != "" {
			return id
		}
	}
	list := r.assessed(n)
	for i := range list {
		if len(list[i].roles) > 0 && list[i].applies(accounts, nowhere) {
			if slices.Contains(list[i].roles, graph.RoleGatekeeper) {
				return list[i].id
			}
			break // the newest judgement holds
		}
	}
	return ""
}

// askings is what is on record of asking one person for introductions.
type askings struct {
	lately    int        // in the last 90 days
	since     graph.Date // the first of those
	last      graph.ID   // the latest of those
	made      int        // introductions they made, ever
	open      graph.ID   // an open ask to the same target
	openSince graph.Date
}

// asked returns how often a person was asked to introduce somebody, and whether
// an ask to the target is still open.
func (t *tour) asked(n graph.N) (out askings) {
	var latest graph.Date
	for _, h := range t.s.In(n, graph.EdgeIntroducer) {
		in := graph.As[graph.Introduction](t.v, h.Node())
		t.clock.note(in.Asked)
		if in.Asked == 0 || in.Asked > t.day {
			continue
		}
		if in.Asked > t.day-loadWindow {
			out.lately++
			t.clock.note(in.Asked + loadWindow)
			if out.since == 0 || in.Asked < out.since {
				out.since = in.Asked
			}
			if in.Asked > latest || in.Asked == latest && in.ID < out.last {
				latest, out.last = in.Asked, in.ID
			}
		}
		step, _ := t.step(&in)
		switch step {
		case graph.IntroductionMade, graph.IntroductionDone:
			out.made++
			continue
		case graph.IntroductionDeclined:
			continue
		}
		for _, to := range t.s.Out(h.Node(), graph.EdgeTarget) {
			if to.Node() == t.target && (out.open == "" || in.Asked < out.openSince) {
				out.open, out.openSince = in.ID, in.Asked
			}
		}
	}
	return out
}

// step returns how far an introduction has come by the day, and since when.
func (r *reader) step(in *graph.Introduction) (step graph.IntroductionStep, on graph.Date) {
	step, on = graph.IntroductionAsked, in.Asked
	for _, s := range []struct {
		step graph.IntroductionStep
		on   graph.Date
	}{
		{graph.IntroductionAccepted, in.Accepted}, {graph.IntroductionDeclined, in.Declined},
		{graph.IntroductionMade, in.Made}, {graph.IntroductionDone, in.Done},
	} {
		r.clock.note(s.on)
		if s.on != 0 && s.on <= r.day {
			step, on = s.step, s.on
		}
	}
	return step, on
}

// requests lists the introductions to the target that were asked for.
func (t *tour) requests() []Request {
	var out []Request
	for _, h := range t.s.In(t.target, graph.EdgeTarget) {
		in := graph.As[graph.Introduction](t.v, h.Node())
		t.clock.note(in.Asked)
		if in.Asked == 0 || in.Asked > t.day {
			continue
		}
		rq := Request{Record: in.ID, Asked: in.Asked, Outcome: in.Outcome}
		rq.Step, rq.On = t.step(&in)
		rq.Open = rq.Step == graph.IntroductionAsked || rq.Step == graph.IntroductionAccepted
		if rq.Step != graph.IntroductionDone {
			rq.Outcome = ""
		}
		party := func(k graph.Kind) (id graph.ID, name string) {
			for _, p := range t.s.Out(h.Node(), k) {
				return t.id(p.Node()), t.name(p.Node())
			}
			return "", "somebody"
		}
		var who, seeker string
		rq.Introducer, who = party(graph.EdgeIntroducer)
		rq.Seeker, seeker = party(graph.EdgeSeeker)
		rq.Sentence = fmt.Sprintf("%s was asked on %s to introduce %s", who, dayText(rq.Asked), seeker)
		switch rq.Step {
		case graph.IntroductionAsked:
			rq.Sentence += "; no answer yet."
		case graph.IntroductionAccepted:
			rq.Sentence += fmt.Sprintf("; promised on %s, not made yet.", dayText(rq.On))
		case graph.IntroductionDeclined:
			rq.Sentence += fmt.Sprintf("; declined on %s.", dayText(rq.On))
		case graph.IntroductionMade:
			rq.Sentence += fmt.Sprintf("; made on %s, what came of it is not recorded.", dayText(rq.On))
		default:
			rq.Sentence += fmt.Sprintf("; done on %s.", dayText(rq.On))
			if rq.Outcome != "" {
				rq.Sentence = strings.TrimSuffix(rq.Sentence, ".") + ": " + rq.Outcome + "."
			}
		}
		out = append(out, rq)
	}
	slices.SortFunc(out, func(a, b Request) int { return cmp.Or(cmp.Compare(b.Asked, a.Asked), cmp.Compare(a.Record, b.Record)) })
	return out[:min(MaxIntroductions, len(out))]
}

// notAsked lists those who could lead to the target, whom somebody of ours knows,
// and who must not be asked.
func (t *tour) notAsked() []NotAsked {
	var out []NotAsked
	for _, n := range t.distinct(t.barred) {
		why, record := t.asCarrier(n).why, t.asCarrier(n).record
		if why == "" {
			for h := range t.out(n, graph.EdgeExcludes) {
				if why == "" && (h.Node() == t.target || t.s.NodeKind(h.Node()) == graph.NodeAccount && slices.Contains(t.accountsOf(t.target), h.Node())) {
					why, record = "is not to be asked for this", t.s.EdgeID(h.Edge())
				}
			}
		}
		known := slices.ContainsFunc(t.ourTiesTo(n), func(ti *tie) bool {
			_, ok := t.firstStep(ti)
			return ok && t.seeker(ti.from)
		})
		if why != "" && known && len(out) < MaxIntroductions {
			out = append(out, NotAsked{t.id(n), t.name(n), why, record})
		}
	}
	return out
}

// forbids reports whether one person must not ask or approach another, or the
// account where the other sits.
func (t *tour) forbids(from, to graph.N) bool {
	for h := range t.out(from, graph.EdgeExcludes) {
		if h.Node() == to {
			return true
		}
		if t.s.NodeKind(h.Node()) == graph.NodeAccount && slices.Contains(t.accountsOf(to), h.Node()) {
			return true
		}
	}
	return false
}

// refuses reports whether the first person of a route must not use or approach
// somebody further on.
func (t *tour) refuses(path []int32) bool {
	seeker := t.nodes[path[0]]
	return slices.ContainsFunc(path[2:], func(v int32) bool { return t.forbids(seeker, t.nodes[v]) })
}

// best returns the introductions found.
func (t *tour) best(limit, alternates int) []Introduction {
	number, ok := slices.BinarySearchFunc(t.nodes, t.target, t.byID)
	if !ok {
		return nil
	}
	var out []Introduction
	for _, a := range t.net.introductions(int32(number), t.hops, limit, alternates, t.refuses) {
		in := Introduction{Ask: t.id(t.nodes[a.person]), Route: t.route(a.best.path()), Asked: t.asCarrier(t.nodes[a.person]).asks, Made: t.asCarrier(t.nodes[a.person]).made}
		for _, alt := range a.alternates {
			in.Alternates = append(in.Alternates, t.route(alt.path()))
		}
		in.Sentence = t.sentence(a.best.path(), in.Route)
		out = append(out, in)
	}
	return out
}

func (t *tour) route(path []int32) Route {
	rt := Route{Probability: 1}
	for _, v := range path {
		rt.People = append(rt.People, t.id(t.nodes[v]))
	}
	for i := 0; i+1 < len(path); i++ {
		s := t.steps[[2]graph.N{t.nodes[path[i]], t.nodes[path[i+1]]}]
		rt.Probability *= s.p
		rt.Inferred = rt.Inferred || s.kind == hopImplied && !s.certain
		rt.Dormant = rt.Dormant || s.dormant
		rt.Handshakes = append(rt.Handshakes, Handshake{
			From: rt.People[i], To: rt.People[i+1], Basis: string(s.kind), Record: s.record, Probability: rounded(s.p), Factors: s.factors,
		})
	}
	rt.Likelihood = likelihoodOf(rt.Probability)
	rt.Probability = rounded(rt.Probability)
	return rt
}

func (t *tour) sentence(path []int32, rt Route) string {
	us, ask := t.nodes[path[0]], t.nodes[path[len(path)-2]]
	s := fmt.Sprintf("Ask %s to introduce %s to %s", t.name(ask), t.name(us), t.name(t.target))
	if len(path) > 3 {
		s = fmt.Sprintf("Through %s, ask %s to introduce %s to %s", t.name(t.nodes[path[1]]), t.name(ask), t.name(us), t.name(t.target))
	}
	last := t.steps[[2]graph.N{ask, t.target}]
	if last.kind == hopImplied {
		s += " (" + last.text + ")"
	}
	return s + ": " + likelihoodText(rt.Likelihood) + "."
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
	var out []MayKnow
	for _, o := range t.strongest(t.peers) {
		if !t.seeker(o.other) || t.forbids(o.other, t.target) || o.weight < acquaintedAt {
			continue
		}
		if len(out) == MaxIntroductions {
			break
		}
		out = append(out, MayKnow{t.id(o.other), rounded(o.weight), "may know: " + t.overlapText(o, t.target) + "; ask first", o.record})
	}
	return out
}

func (t *tour) cold(rep *IntroductionsReport) Finding {
	name := t.name(t.target)
	f := Finding{
		Rule: RuleCold, Severity: graph.SeverityS3, Subjects: []graph.ID{rep.Target}, Policy: fmt.Sprintf("at most %d handshakes", t.hops),
		Facts:      []Fact{{Text: "nobody who may be asked leads to " + name, Record: rep.Target}},
		Sentence:   fmt.Sprintf("%s is cold: no introduction within %d handshakes.", name, t.hops),
		Robust:     true,
		Confidence: graph.ConfidenceMedium,
		name:       name,
	}
	if len(rep.MayKnow) > 0 {
		first := rep.MayKnow[0]
		f.Remedy = &Remedy{Text: "ask whether they know each other: " + first.Text, Owner: first.Person}
	}
	return f
}
