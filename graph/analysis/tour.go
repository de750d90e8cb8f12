package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// tour is the search for routes to one target.
type tour struct {
	*reader
	target  kernel.N
	hops    int
	from    map[kernel.N]bool // the seekers; empty for all of ours
	without map[kernel.N]bool

	landings map[kernel.N]*landing
	carrier  map[kernel.N]*carrier
	peers    []overlap  // colleagues of the target
	barred   []kernel.N // who could lead to the target and must not be asked
}

// landing is the handshakes that lead to somebody, worked out when a search comes
// to them.
type landing struct {
	ours, theirs []step // by whom they are made, at most one for each
	known        bool   // ours
	carried      bool   // theirs
}

// step is one handshake that a route may use.
type step struct {
	hop
	strength float64 // of the handshake's basis
	dormant  bool
	price    cost
	p        float64
}

// carrier is what is known of somebody as a carrier.
type carrier struct {
	out     bool     // never on a route
	why     string   // … and why, where people have to be told
	record  graph.ID // … by which record
	stance  view.Standing
	gate    graph.ID // the record of their part as a gatekeeper
	asks    int
	made    int
	level   int
	product float64 // of all factors
}

// seeker reports whether a route may begin with one of ours.
func (t *tour) seeker(n kernel.N) bool {
	return t.fit(n) && (len(t.from) == 0 || t.from[n]) && !t.without[n]
}

// explore begins the search: it looks at who leads to the target themselves.
func (t *tour) explore() {
	t.landings, t.carrier, t.barred = map[kernel.N]*landing{}, map[kernel.N]*carrier{}, nil
	if t.peers == nil {
		t.peers = t.colleagues(t.target)
	}
	t.theirSteps(t.target, t.hops-1)
}

func (t *tour) landing(v kernel.N) *landing {
	l := t.landings[v]
	if l == nil {
		l = &landing{}
		t.landings[v] = l
	}
	return l
}

// ourSteps returns the handshakes of the seekers with somebody of theirs.
func (t *tour) ourSteps(v kernel.N) []step {
	l := t.landing(v)
	if l.known {
		return l.ours
	}
	l.known = true
	if t.asCarrier(v).out {
		return nil
	}
	for _, ti := range t.ourTiesTo(v) {
		if !t.seeker(ti.from) || t.forbids(ti.from, v) || t.forbids(ti.from, t.target) {
			continue
		}
		if s, ok := t.firstStep(ti); ok {
			s.price = priceOf(s.p)
			l.ours = append(l.ours, s)
		}
	}
	return l.ours
}

// theirSteps returns the handshakes by which people of theirs to whom a chain of
// so many handshakes may lead take us to v; the strongest basis between two people
// stays. How many are left is the same for v in one search, but for the target's
// first one.
func (t *tour) theirSteps(v kernel.N, left int) []step {
	l := t.landing(v)
	if l.carried {
		return l.theirs
	}
	l.carried = true
	add := func(h hop, strength float64) {
		if s, ok := t.carry(h, strength); ok {
			l.theirs = append(l.theirs, s)
		}
	}
	fits := func(n kernel.N) bool { return !t.ours(n) && t.within(n, left) }
	list := t.acquaintances(v, fits)
	at := func(n kernel.N) (int, bool) {
		return slices.BinarySearchFunc(list, n, func(a acquaintance, n kernel.N) int { return t.byID(a.from, n) })
	}
	var peers []overlap
	if v == t.target {
		peers = t.peers
	}
	for i := range list {
		var o *overlap
		if k, shared := slices.BinarySearchFunc(peers, list[i].from, func(o overlap, n kernel.N) int { return t.byID(o.other, n) }); shared {
			o = &peers[k]
			t.grows(o)
		}
		if h, strength, ok := list[i].handshake(v, o); ok {
			add(h, strength)
		}
	}
	for i := range peers {
		o := &peers[i]
		if _, known := at(o.other); known || !fits(o.other) {
			continue
		}
		t.grows(o)
		if o.weight >= acquaintedAt {
			add(hop{from: o.other, to: v, kind: hopImplied, weight: o.weight, record: o.record, over: o, doubt: !o.certain()}, o.weight)
		}
	}
	return l.theirs
}

// stepOf returns the handshake from one person to another, nil where a search
// found none.
func (t *tour) stepOf(from, to kernel.N) *step {
	l := t.landing(to)
	for _, list := range [][]step{l.ours, l.theirs} {
		for i := range list {
			if list[i].from == from {
				return &list[i]
			}
		}
	}
	return nil
}

// A tour is the ground of its search.
var _ ground = (*tour)(nil)

func (t *tour) ourHandshakes(v int32, f func(from int32, price cost)) {
	for _, s := range t.ourSteps(kernel.N(v)) {
		f(int32(s.from), s.price)
	}
}

func (t *tour) theirHandshakes(v int32, left int, f func(from int32, price cost)) {
	for _, s := range t.theirSteps(kernel.N(v), left) {
		f(int32(s.from), s.price)
	}
}

// The least that a first handshake and a further one can cost.
var (
	leastFirst = priceOf(firstHopBase + firstHopSlope)
	leastNext  = priceOf(friction)
)

func (t *tour) least(v int32, left int) cost {
	if t.met(kernel.N(v)) {
		return leastFirst
	}
	return t.leastOver(v, left)
}

func (t *tour) leastOver(_ int32, left int) cost {
	if left < 2 {
		return never
	}
	return leastNext + leastFirst
}

func (t *tour) order(x, y int32) int { return t.byID(kernel.N(x), kernel.N(y)) }

// within reports whether a chain of at most so many handshakes may lead from one
// of ours to somebody: it looks at who ever had to do with whom, and at no day.
func (t *tour) within(n kernel.N, handshakes int) bool {
	if t.met(n) {
		return true
	}
	if handshakes < 2 {
		return false
	}
	for _, k := range []graph.Kind{graph.EdgeKnows, graph.EdgeInfluences} {
		for _, h := range t.s.In(n, k) {
			if t.within(h.Node(), handshakes-1) {
				return true
			}
		}
	}
	for _, h := range t.s.Out(n, graph.EdgeKnows) {
		if t.within(h.Node(), handshakes-1) {
			return true
		}
	}
	for _, room := range t.s.Out(n, graph.EdgeAttended) {
		for _, h := range t.s.In(room.Node(), graph.EdgeAttended) {
			if h.Node() != n && t.within(h.Node(), handshakes-1) {
				return true
			}
		}
	}
	return t.lined(n, handshakes-1)
}

// lined reports whether a reporting line joins somebody to one to whom a chain of
// so many handshakes may lead.
func (t *tour) lined(n kernel.N, handshakes int) bool {
	for _, held := range t.s.Out(n, graph.EdgeHolds) {
		for _, lines := range [][]kernel.Half{t.s.Out(held.Node(), graph.EdgeReportsTo), t.s.In(held.Node(), graph.EdgeReportsTo)} {
			for _, line := range lines {
				for _, h := range t.s.In(line.Node(), graph.EdgeHolds) {
					if h.Node() != n && t.within(h.Node(), handshakes) {
						return true
					}
				}
				if t.vacant(line.Node()) && slices.ContainsFunc(t.linesOf(n), func(h hop) bool { return t.within(h.from, handshakes) }) {
					return true
				}
			}
		}
	}
	return false
}

// firstStep makes the handshake from one of ours to another person; none for a
// tie too weak for one.
func (t *tour) firstStep(ti *tie) (step, bool) {
	v := t.verdict(ti)
	s, dormant := v.s, false
	if v.unverified {
		return step{}, false
	}
	if v.dormant && dormantShare*v.peak > s {
		s, dormant = dormantShare*v.peak, true
	}
	if s < acquaintedAt {
		return step{}, false
	}
	h := hop{from: ti.from, to: ti.to, kind: hopTie, tie: ti, record: v.lastRecord}
	if h.record == "" && v.stated != nil {
		h.record = v.stated.id
	}
	return step{hop: h, strength: s, dormant: dormant, p: firstHopBase + firstHopSlope*s}, true
}

// carry makes the handshake by which one of theirs takes us to the next; false
// when they do not.
func (t *tour) carry(h hop, strength float64) (step, bool) {
	c := t.asCarrier(h.from)
	if c.out || t.forbids(h.from, h.to) {
		if h.to == t.target {
			t.barred = append(t.barred, h.from)
		}
		return step{}, false
	}
	p := strength * c.product * skipping(t.skips(h.from, h.to)) * friction
	return step{hop: h, strength: strength, p: p, price: priceOf(p)}, true
}

// skips returns how many levels a handshake skips upwards beyond one.
func (t *tour) skips(from, to kernel.N) int {
	low := t.asCarrier(from).level
	if low == 0 {
		return 0
	}
	return max(0, t.asCarrier(to).level-low-1)
}

// skipping returns the factor of skipping levels.
func skipping(levels int) float64 {
	f := 1.0
	for range levels {
		f *= levelSkipped
	}
	return f
}

// factors returns what makes the probability of a handshake.
func (t *tour) factors(s *step) []Factor {
	var text string
	switch {
	case t.ours(s.from) && s.dormant:
		text = "dormant tie, once " + bandText(t.verdict(s.tie).peakBand)
	case t.ours(s.from):
		text = "tie: " + bandText(bandOf(s.strength))
	case s.kind == hopImplied:
		text = t.impliedText(s.over)
	default:
		text = t.basisText(&s.hop)
	}
	if t.ours(s.from) {
		return []Factor{{"tie", rounded(s.p), text, s.record}}
	}
	c := t.asCarrier(s.from)
	out := []Factor{{"tie", rounded(s.strength), text, s.record}, {"stance", c.stance.Stance.Info().Worth, stanceText(c.stance.Stance), c.stance.Record}}
	if c.gate != "" {
		out = append(out, Factor{"gatekeeper", gatekeeping, "gatekeeper", c.gate})
	}
	if c.asks > 0 {
		out = append(out, Factor{"load", rounded(loadFactor(c.asks)), "asked " + times(c.asks) + " in 90 days", ""})
	}
	if n := t.skips(s.from, s.to); n > 0 {
		out = append(out, Factor{"levels", rounded(skipping(n)), "skips " + count(n, "level", "levels"), ""})
	}
	return append(out, Factor{"friction", friction, "one more handshake", ""})
}

// basisText says what a handshake of theirs rests on by record, and what the two
// shared where that is stronger.
func (t *tour) basisText(h *hop) string {
	var text string
	switch {
	case h.kind == hopLine:
		text = t.overlapText(*h.over, h.to)
	case h.kind == hopInfluence:
		text = "influence"
	case h.weight == 0:
		text = "claimed on " + dayText(h.tie.statementOn(t.day).on) + " and never confirmed"
	case h.weight < acquaintedAt:
		text = "a faint tie"
	default:
		text = "tie: " + bandText(bandOf(h.weight))
	}
	if h.shared != nil {
		text += "; " + t.overlapText(*h.shared, h.to)
	}
	if h.doubt {
		text += "; ask first"
	}
	return text
}

// impliedText says what a tie is implied by, and to ask first where it leaves a
// doubt.
func (t *tour) impliedText(o *overlap) string {
	text := t.overlapText(*o, t.target)
	if o.certain() {
		return text
	}
	return "may know: " + text + "; ask first"
}

// loadFactor returns what is left of somebody's readiness after so many asks.
func loadFactor(asks int) float64 { return 1 / (1 + float64(asks)/loadUnit) }

// asCarrier works out once how somebody does as a carrier.
func (t *tour) asCarrier(n kernel.N) *carrier {
	if c, known := t.carrier[n]; known {
		return c
	}
	c := &carrier{level: t.level(n)}
	t.carrier[n] = c
	within := t.accountsOf(n)
	c.stance = t.stance(n, within, nowhere)
	asked := t.asked(n)
	c.asks, c.made = asked.lately, asked.made
	not := func(why string, record graph.ID) {
		if !c.out {
			c.out, c.why, c.record = true, why, record
		}
	}
	if t.without[n] || t.s.NodeProps(n).Bool("placeholder") {
		not("", "")
	}
	if t.shunned(n) {
		not("must not be contacted", t.id(n))
	}
	if !c.stance.Stance.Carries() {
		not("is "+c.stance.Stance.Info().Is, c.stance.Record)
	}
	if asked.open != "" {
		not(fmt.Sprintf("was asked for this on %s, and the answer is open", dayText(asked.openSince)), asked.open)
	}
	if c.asks >= loadLimit {
		not(fmt.Sprintf("was asked %s since %s", times(c.asks), dayText(asked.since)), asked.last)
	}
	c.product = c.stance.Stance.Info().Worth * loadFactor(c.asks)
	if c.gate = t.gatekeeper(n, within); c.gate != "" {
		c.product *= gatekeeping
	}
	return c
}

func stanceText(s graph.Stance) string {
	if !s.Known() {
		return "stance unknown"
	}
	return s.Info().Word
}

// gatekeeper returns the record by which somebody is a gatekeeper, "" for none.
func (r *reader) gatekeeper(n kernel.N, accounts []kernel.N) graph.ID {
	check := func(at kernel.N) graph.ID {
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
	list := r.judged(n)
	for i := range list {
		if len(list[i].Roles) > 0 && list[i].Applies(view.Matter{Accounts: accounts, Area: nowhere}) {
			if slices.Contains(list[i].Roles, graph.RoleGatekeeper) {
				return list[i].ID
			}
			break // the newest judgement holds
		}
	}
	return ""
}

// refuses reports whether the first person of a route must not use or approach
// somebody further on.
func (t *tour) refuses(path []int32) bool {
	seeker := kernel.N(path[0])
	return slices.ContainsFunc(path[2:], func(v int32) bool { return t.forbids(seeker, kernel.N(v)) })
}

// best returns the introductions found.
func (t *tour) best(limit, alternates int) []Introduction {
	var out []Introduction
	for _, a := range introductions(t, int32(t.target), t.hops, limit, alternates, t.refuses) {
		ask := kernel.N(a.person)
		in := Introduction{Ask: t.id(ask), Route: t.route(a.best.path()), Asked: t.asCarrier(ask).asks, Made: t.asCarrier(ask).made}
		for _, alt := range a.alternates {
			in.Alternates = append(in.Alternates, t.route(alt.path()))
		}
		in.Sentence = t.sentence(a.best.path(), in.Route)
		out = append(out, in)
	}
	return out
}

// propose returns the introduction to propose: of those that are as likely by
// their word as the best one, the first whom somebody prefers to ask; else the
// first on which everybody is known to know the next; else the best one. Nil for
// none.
func (t *tour) propose(prefer func(ask kernel.N) bool) *Introduction {
	found := t.best(DefaultIntroducers, 0)
	if len(found) == 0 {
		return nil
	}
	alike := found
	if k := slices.IndexFunc(found, func(in Introduction) bool { return in.Likelihood != found[0].Likelihood }); k > 0 {
		alike = found[:k]
	}
	for k := range alike {
		if ask, _ := t.s.Node(alike[k].Ask); prefer(ask) {
			return &alike[k]
		}
	}
	return &found[max(0, slices.IndexFunc(alike, func(in Introduction) bool { return !in.Inferred }))]
}

// request says how one of ours, or whoever is best placed where none is given,
// comes by an introduction: "Sofia Lindt can ask Leo Brandt for an introduction
// (possible)".
func (t *tour) request(in *Introduction, owner graph.ID) string {
	names := t.namesOf(in.People)
	us, ask := names[0], names[len(names)-2]
	s := "ask " + ask
	if in.People[0] != owner {
		s = us + " can ask " + ask
	}
	if len(names) > 3 {
		s = "through " + names[1] + ", " + s
	}
	n, _ := t.s.Node(in.Ask)
	switch last := t.stepOf(n, t.target); {
	case last.doubt && last.kind == hopImplied:
		return fmt.Sprintf("%s, who may know them: %s (%s)", s, t.overlapText(*last.over, t.target), likelihoodText(in.Likelihood))
	case last.doubt:
		return fmt.Sprintf("%s, who may know them: %s (%s)", s, t.basisText(&last.hop), likelihoodText(in.Likelihood))
	}
	return fmt.Sprintf("%s for an introduction (%s)", s, likelihoodText(in.Likelihood))
}

func (t *tour) route(path []int32) Route {
	rt := Route{Probability: 1}
	for _, v := range path {
		rt.People = append(rt.People, t.id(kernel.N(v)))
	}
	for i := 0; i+1 < len(path); i++ {
		s := t.stepOf(kernel.N(path[i]), kernel.N(path[i+1]))
		rt.Probability *= s.p
		rt.Inferred = rt.Inferred || s.doubt
		rt.Dormant = rt.Dormant || s.dormant
		rt.Handshakes = append(rt.Handshakes, Handshake{
			From: rt.People[i], To: rt.People[i+1], Basis: string(s.kind), Record: s.record, Probability: rounded(s.p), Factors: t.factors(s),
		})
	}
	rt.Likelihood = likelihoodOf(rt.Probability)
	rt.Probability = rounded(rt.Probability)
	return rt
}

// sentence says whom to ask and why them.
func (t *tour) sentence(path []int32, rt Route) string {
	us, first, ask := kernel.N(path[0]), kernel.N(path[1]), kernel.N(path[len(path)-2])
	s := fmt.Sprintf("Ask %s to introduce %s to %s", t.name(ask), t.name(us), t.name(t.target))
	if len(path) > 3 {
		s = fmt.Sprintf("Through %s, ask %s to introduce %s to %s", t.name(first), t.name(ask), t.name(us), t.name(t.target))
	}
	s += ": " + likelihoodText(rt.Likelihood) + ". "
	begin := t.stepOf(us, first)
	v := t.verdict(begin.tie)
	switch {
	case begin.dormant:
		s += fmt.Sprintf("%s once %s", t.name(us), strings.Replace(withTie(v.peakBand, t.name(first)), "has", "had", 1))
	case v.cooling && v.lastContact != 0:
		s += fmt.Sprintf("%s %s, and has been out of touch since %s", t.name(us), strings.Replace(withTie(v.band, t.name(first)), "has", "had", 1), dayText(v.lastContact))
	case v.lastContact != 0:
		s += fmt.Sprintf("%s %s, last in touch on %s", t.name(us), withTie(v.band, t.name(first)), dayText(v.lastContact))
	default:
		s += t.name(us) + " " + withTie(v.band, t.name(first))
	}
	s += "; " + t.name(ask) + " "
	if st := t.asCarrier(ask).stance.Stance; st.Known() {
		s += "is " + st.Info().Is + " and "
	}
	return ended(s + t.clause(&t.stepOf(ask, t.target).hop))
}

// clause says of somebody how they know the target, as far as is known.
func (t *tour) clause(h *hop) string {
	name := t.name(t.target)
	var s string
	switch {
	case h.kind == hopImplied:
		return t.overlapClause(h.over)
	case h.kind == hopLine:
		s = t.overlapClause(h.over)
	case h.kind == hopTie && h.weight == 0:
		return fmt.Sprintf("may know %s: %s", name, t.basisText(h))
	case h.kind == hopInfluence:
		s = "influences " + name
	case h.weight < acquaintedAt:
		s = "has had to do with " + name
	default:
		s = withTie(bandOf(h.weight), name)
	}
	if h.shared != nil {
		s += " (" + t.overlapText(*h.shared, t.target) + ")"
	}
	return s
}

// withTie says that somebody has a tie to somebody else.
func withTie(b graph.Band, to string) string {
	if b == graph.BandAcquainted {
		return "is acquainted with " + to
	}
	return "has a " + bandText(b) + " tie to " + to
}

// overlapClause says of somebody how they may know the target from working
// together.
func (t *tour) overlapClause(o *overlap) string {
	span, past := t.span(o)
	name := t.name(t.target)
	switch {
	case o.context == managed && past:
		return fmt.Sprintf("led %s %s", name, span)
	case o.context == managed:
		return fmt.Sprintf("has led %s %s", name, span)
	case o.context == reported && past:
		return fmt.Sprintf("reported to %s %s", name, span)
	case o.context == reported:
		return fmt.Sprintf("has reported to %s %s", name, span)
	case o.context == dotted:
		return fmt.Sprintf("has been joined to %s by a dotted line %s", name, span)
	case o.context == overVacancy:
		return fmt.Sprintf("has been joined to %s by a reporting line over a vacant seat %s", name, span)
	}
	return fmt.Sprintf("may know %s: %s; ask first", name, t.overlapText(*o, t.target))
}
