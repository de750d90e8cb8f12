package introductions

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/chains"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Tour is the search for routes to one target.
type Tour struct {
	*knows.Reader
	Target  kernel.N
	Hops    int
	From    map[kernel.N]bool // the seekers; empty for all of ours
	Without map[kernel.N]bool

	landings map[kernel.N]*landing
	carrier  map[kernel.N]*carrier
	peers    []knows.Overlap // colleagues of the target
	barred   []kernel.N      // who could lead to the target and must not be asked
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
	knows.Hop
	strength float64 // of the handshake's basis
	dormant  bool
	price    chains.Cost
	P        float64
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

// Seeker reports whether a route may begin with one of ours.
func (t *Tour) Seeker(n kernel.N) bool {
	return accounts.Fit(t.Reader, n) && (len(t.From) == 0 || t.From[n]) && !t.Without[n]
}

// Explore begins the search: it looks at who leads to the target themselves.
func (t *Tour) Explore() {
	t.landings, t.carrier, t.barred = map[kernel.N]*landing{}, map[kernel.N]*carrier{}, nil
	if t.peers == nil {
		t.peers = t.Colleagues(t.Target)
	}
	t.theirSteps(t.Target, t.Hops-1)
}

func (t *Tour) landing(v kernel.N) *landing {
	l := t.landings[v]
	if l == nil {
		l = &landing{}
		t.landings[v] = l
	}
	return l
}

// ourSteps returns the handshakes of the seekers with somebody of theirs.
func (t *Tour) ourSteps(v kernel.N) []step {
	l := t.landing(v)
	if l.known {
		return l.ours
	}
	l.known = true
	if t.asCarrier(v).out {
		return nil
	}
	for _, ti := range t.OurTiesTo(v) {
		if !t.Seeker(ti.From) || accounts.Forbids(t.Reader, ti.From, v) || accounts.Forbids(t.Reader, ti.From, t.Target) {
			continue
		}
		if s, ok := t.FirstStep(ti); ok {
			s.price = chains.PriceOf(s.P)
			l.ours = append(l.ours, s)
		}
	}
	return l.ours
}

// theirSteps returns the handshakes by which people of theirs to whom a chain of
// so many handshakes may lead take us to v; the strongest basis between two people
// stays. How many are left is the same for v in one search, but for the target's
// first one.
func (t *Tour) theirSteps(v kernel.N, left int) []step {
	l := t.landing(v)
	if l.carried {
		return l.theirs
	}
	l.carried = true
	add := func(h knows.Hop, strength float64) {
		if s, ok := t.carry(h, strength); ok {
			l.theirs = append(l.theirs, s)
		}
	}
	fits := func(n kernel.N) bool { return !t.Ours(n) && t.within(n, left) }
	list := t.Acquaintances(v, fits)
	at := func(n kernel.N) (int, bool) {
		return slices.BinarySearchFunc(list, n, func(a knows.Acquaintance, n kernel.N) int { return t.ByID(a.From, n) })
	}
	var peers []knows.Overlap
	if v == t.Target {
		peers = t.peers
	}
	for i := range list {
		var o *knows.Overlap
		if k, shared := slices.BinarySearchFunc(peers, list[i].From, func(o knows.Overlap, n kernel.N) int { return t.ByID(o.Other, n) }); shared {
			o = &peers[k]
			t.Grows(o)
		}
		if h, strength, ok := list[i].Handshake(v, o); ok {
			add(h, strength)
		}
	}
	for i := range peers {
		o := &peers[i]
		if _, known := at(o.Other); known || !fits(o.Other) {
			continue
		}
		t.Grows(o)
		if o.Weight >= knows.AcquaintedAt {
			add(knows.Hop{From: o.Other, To: v, Kind: knows.HopImplied, Weight: o.Weight, Record: o.Record, Over: o, Doubt: !o.Certain()}, o.Weight)
		}
	}
	return l.theirs
}

// StepOf returns the handshake from one person to another, nil where a search
// found none.
func (t *Tour) StepOf(from, to kernel.N) *step {
	l := t.landing(to)
	for _, list := range [][]step{l.ours, l.theirs} {
		for i := range list {
			if list[i].From == from {
				return &list[i]
			}
		}
	}
	return nil
}

// A Tour is the ground of its search.
var _ chains.Ground = (*Tour)(nil)

// OurHandshakes gives the handshakes of the seekers with v.
func (t *Tour) OurHandshakes(v int32, f func(from int32, price chains.Cost)) {
	for _, s := range t.ourSteps(kernel.N(v)) {
		f(int32(s.From), s.price)
	}
}

// TheirHandshakes gives the handshakes by which others of theirs take us to v.
func (t *Tour) TheirHandshakes(v int32, left int, f func(from int32, price chains.Cost)) {
	for _, s := range t.theirSteps(kernel.N(v), left) {
		f(int32(s.From), s.price)
	}
}

// The least that a first handshake and a further one can cost.
var (
	leastFirst = chains.PriceOf(firstHopBase + firstHopSlope)
	leastNext  = chains.PriceOf(friction)
)

// Least is that of a first handshake where any of ours ever met v.
func (t *Tour) Least(v int32, left int) chains.Cost {
	if t.Met(kernel.N(v)) {
		return leastFirst
	}
	return t.LeastOver(v, left)
}

// LeastOver is that of a first handshake and a further one.
func (t *Tour) LeastOver(_ int32, left int) chains.Cost {
	if left < 2 {
		return chains.Never
	}
	return leastNext + leastFirst
}

// Order is by id.
func (t *Tour) Order(x, y int32) int { return t.ByID(kernel.N(x), kernel.N(y)) }

// within reports whether a chain of at most so many handshakes may lead from one
// of ours to somebody: it looks at who ever had to do with whom, and at no day.
func (t *Tour) within(n kernel.N, handshakes int) bool {
	if t.Met(n) {
		return true
	}
	if handshakes < 2 {
		return false
	}
	for _, k := range []graph.Kind{graph.EdgeKnows, graph.EdgeInfluences} {
		for _, h := range t.S.In(n, k) {
			if t.within(h.Node(), handshakes-1) {
				return true
			}
		}
	}
	for _, h := range t.S.Out(n, graph.EdgeKnows) {
		if t.within(h.Node(), handshakes-1) {
			return true
		}
	}
	for _, room := range t.S.Out(n, graph.EdgeAttended) {
		for _, h := range t.S.In(room.Node(), graph.EdgeAttended) {
			if h.Node() != n && t.within(h.Node(), handshakes-1) {
				return true
			}
		}
	}
	return t.lined(n, handshakes-1)
}

// lined reports whether a reporting line joins somebody to one to whom a chain of
// so many handshakes may lead.
func (t *Tour) lined(n kernel.N, handshakes int) bool {
	for _, held := range t.S.Out(n, graph.EdgeHolds) {
		for _, lines := range [][]kernel.Half{t.S.Out(held.Node(), graph.EdgeReportsTo), t.S.In(held.Node(), graph.EdgeReportsTo)} {
			for _, line := range lines {
				for _, h := range t.S.In(line.Node(), graph.EdgeHolds) {
					if h.Node() != n && t.within(h.Node(), handshakes) {
						return true
					}
				}
				if t.Vacant(line.Node()) && slices.ContainsFunc(t.LinesOf(n), func(h knows.Hop) bool { return t.within(h.From, handshakes) }) {
					return true
				}
			}
		}
	}
	return false
}

// FirstStep makes the handshake from one of ours to another person; none for a
// tie too weak for one.
func (t *Tour) FirstStep(ti *knows.Tie) (step, bool) {
	v := t.Verdict(ti)
	s, dormant := v.S, false
	if v.Unverified {
		return step{}, false
	}
	if v.Dormant && knows.DormantShare*v.Peak > s {
		s, dormant = knows.DormantShare*v.Peak, true
	}
	if s < knows.AcquaintedAt {
		return step{}, false
	}
	h := knows.Hop{From: ti.From, To: ti.To, Kind: knows.HopTie, Tie: ti, Record: v.LastRecord}
	if h.Record == "" && v.Stated != nil {
		h.Record = v.Stated.ID
	}
	return step{Hop: h, strength: s, dormant: dormant, P: firstHopBase + firstHopSlope*s}, true
}

// carry makes the handshake by which one of theirs takes us to the next; false
// when they do not.
func (t *Tour) carry(h knows.Hop, strength float64) (step, bool) {
	c := t.asCarrier(h.From)
	if c.out || accounts.Forbids(t.Reader, h.From, h.To) {
		if h.To == t.Target {
			t.barred = append(t.barred, h.From)
		}
		return step{}, false
	}
	p := strength * c.product * skipping(t.skips(h.From, h.To)) * friction
	return step{Hop: h, strength: strength, P: p, price: chains.PriceOf(p)}, true
}

// skips returns how many levels a handshake skips upwards beyond one.
func (t *Tour) skips(from, to kernel.N) int {
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
func (t *Tour) factors(s *step) []analysis.Factor {
	var text string
	switch {
	case t.Ours(s.From) && s.dormant:
		text = say.BasisDormant(t.Verdict(s.Tie).PeakBand)
	case t.Ours(s.From):
		text = say.BasisTie(knows.BandOf(s.strength))
	case s.Kind == knows.HopImplied:
		text = t.impliedText(s.Over)
	default:
		text = t.basisText(&s.Hop)
	}
	if t.Ours(s.From) {
		return []analysis.Factor{{Name: "tie", Value: knows.Rounded(s.P), Text: text, Record: s.Record}}
	}
	c := t.asCarrier(s.From)
	out := []analysis.Factor{{Name: "tie", Value: knows.Rounded(s.strength), Text: text, Record: s.Record}, {Name: "stance", Value: c.stance.Stance.Info().Worth, Text: say.Stance(c.stance.Stance), Record: c.stance.Record}}
	if c.gate != "" {
		out = append(out, analysis.Factor{Name: "gatekeeper", Value: gatekeeping, Text: say.FactorGatekeeper, Record: c.gate})
	}
	if c.asks > 0 {
		out = append(out, analysis.Factor{Name: "load", Value: knows.Rounded(loadFactor(c.asks)), Text: say.FactorLoad(c.asks, loadWindow), Record: ""})
	}
	if n := t.skips(s.From, s.To); n > 0 {
		out = append(out, analysis.Factor{Name: "levels", Value: knows.Rounded(skipping(n)), Text: say.FactorLevels(n), Record: ""})
	}
	return append(out, analysis.Factor{Name: "friction", Value: friction, Text: say.FactorFriction, Record: ""})
}

// basisText says what a handshake of theirs rests on by record, and what the two
// shared where that is stronger.
func (t *Tour) basisText(h *knows.Hop) string {
	var text string
	switch {
	case h.Kind == knows.HopLine:
		text = t.OverlapText(*h.Over, h.To)
	case h.Kind == knows.HopInfluence:
		text = say.BasisInfluence
	case h.Weight == 0:
		text = say.BasisUnconfirmed(h.Tie.StatementOn(t.Day).On)
	case h.Weight < knows.AcquaintedAt:
		text = say.BasisFaint
	default:
		text = say.BasisTie(knows.BandOf(h.Weight))
	}
	var shared string
	if h.Shared != nil {
		shared = t.OverlapText(*h.Shared, h.To)
	}
	return say.Basis(text, shared, h.Doubt)
}

// impliedText says what a tie is implied by, and to ask first where it leaves a
// doubt.
func (t *Tour) impliedText(o *knows.Overlap) string {
	return say.Implied(t.OverlapText(*o, t.Target), o.Certain())
}

// loadFactor returns what is left of somebody's readiness after so many asks.
func loadFactor(asks int) float64 { return 1 / (1 + float64(asks)/loadUnit) }

// asCarrier works out once how somebody does as a carrier.
func (t *Tour) asCarrier(n kernel.N) *carrier {
	if c, known := t.carrier[n]; known {
		return c
	}
	c := &carrier{level: t.Level(n)}
	t.carrier[n] = c
	within := t.AccountsOf(n)
	c.stance = t.Stance(n, within, knows.Nowhere)
	asked := t.asked(n)
	c.asks, c.made = asked.lately, asked.made
	not := func(why string, record graph.ID) {
		if !c.out {
			c.out, c.why, c.record = true, why, record
		}
	}
	if t.Without[n] || t.S.NodeProps(n).Bool("placeholder") {
		not("", "")
	}
	if accounts.Shunned(t.Reader, n) {
		not(say.NotAskedShunned, t.ID(n))
	}
	if !c.stance.Stance.Carries() {
		not(say.NotAskedStance(c.stance.Stance), c.stance.Record)
	}
	if asked.open != "" {
		not(say.NotAskedOpen(asked.openSince), asked.open)
	}
	if c.asks >= loadLimit {
		not(say.NotAskedOften(c.asks, asked.since), asked.last)
	}
	c.product = c.stance.Stance.Info().Worth * loadFactor(c.asks)
	if c.gate = gatekeeper(t.Reader, n, within); c.gate != "" {
		c.product *= gatekeeping
	}
	return c
}

// gatekeeper returns the record by which somebody is a gatekeeper, "" for none.
func gatekeeper(r *knows.Reader, n kernel.N, accounts []kernel.N) graph.ID {
	check := func(at kernel.N) graph.ID {
		for h := range r.Out(at, graph.EdgeDecides) {
			if graph.Role(r.S.EdgeProps(h.Edge()).Text("part")) == graph.RoleGatekeeper {
				return r.S.EdgeID(h.Edge())
			}
		}
		return ""
	}
	if id := check(n); id != "" {
		return id
	}
	for h := range r.Out(n, graph.EdgeHolds) {
		if id := check(h.Node()); id != "" {
			return id
		}
	}
	list := r.Judged(n)
	for i := range list {
		if len(list[i].Roles) > 0 && list[i].Applies(view.Matter{Accounts: accounts, Area: knows.Nowhere}) {
			if slices.Contains(list[i].Roles, graph.RoleGatekeeper) {
				return list[i].ID
			}
			break // the newest judgement holds
		}
	}
	return ""
}

// Refuses reports whether the first person of a route must not use or approach
// somebody further on.
func (t *Tour) Refuses(path []int32) bool {
	seeker := kernel.N(path[0])
	return slices.ContainsFunc(path[2:], func(v int32) bool { return accounts.Forbids(t.Reader, seeker, kernel.N(v)) })
}

// best returns the introductions found.
func (t *Tour) best(limit, alternates int) []analysis.Introduction {
	var out []analysis.Introduction
	for _, a := range chains.Introductions(t, int32(t.Target), t.Hops, limit, alternates, t.Refuses) {
		ask := kernel.N(a.Person)
		in := analysis.Introduction{Ask: t.ID(ask), Route: t.route(a.Best.Path()), Asked: t.asCarrier(ask).asks, Made: t.asCarrier(ask).made}
		for _, alt := range a.Alternates {
			in.Alternates = append(in.Alternates, t.route(alt.Path()))
		}
		in.Sentence = t.sentence(a.Best.Path(), in.Route)
		out = append(out, in)
	}
	return out
}

// Propose returns the introduction to propose: of those that are as likely by
// their word as the best one, the first whom somebody prefers to ask; else the
// first on which everybody is known to know the next; else the best one. Nil for
// none.
func (t *Tour) Propose(prefer func(ask kernel.N) bool) *analysis.Introduction {
	found := t.best(analysis.DefaultIntroducers, 0)
	if len(found) == 0 {
		return nil
	}
	alike := found
	if k := slices.IndexFunc(found, func(in analysis.Introduction) bool { return in.Likelihood != found[0].Likelihood }); k > 0 {
		alike = found[:k]
	}
	for k := range alike {
		if ask, _ := t.S.Node(alike[k].Ask); prefer(ask) {
			return &alike[k]
		}
	}
	return &found[max(0, slices.IndexFunc(alike, func(in analysis.Introduction) bool { return !in.Inferred }))]
}

// Request says how one of ours, or whoever is best placed where none is given,
// comes by an introduction: "Sofia Lindt can ask Leo Brandt for an introduction
// (possible)".
func (t *Tour) Request(in *analysis.Introduction, owner graph.ID) string {
	names := t.NamesOf(in.People)
	p := say.Proposal{Ask: names[len(names)-2], Likelihood: in.Likelihood}
	if in.People[0] != owner {
		p.Us = names[0]
	}
	if len(names) > 3 {
		p.Through = names[1]
	}
	n, _ := t.S.Node(in.Ask)
	switch last := t.StepOf(n, t.Target); {
	case last.Doubt && last.Kind == knows.HopImplied:
		p.MayKnow = t.OverlapText(*last.Over, t.Target)
	case last.Doubt:
		p.MayKnow = t.basisText(&last.Hop)
	}
	return p.Text()
}

func (t *Tour) route(path []int32) analysis.Route {
	rt := analysis.Route{Probability: 1}
	for _, v := range path {
		rt.People = append(rt.People, t.ID(kernel.N(v)))
	}
	for i := 0; i+1 < len(path); i++ {
		s := t.StepOf(kernel.N(path[i]), kernel.N(path[i+1]))
		rt.Probability *= s.P
		rt.Inferred = rt.Inferred || s.Doubt
		rt.Dormant = rt.Dormant || s.dormant
		rt.Handshakes = append(rt.Handshakes, analysis.Handshake{
			From: rt.People[i], To: rt.People[i+1], Basis: s.Kind.String(), Record: s.Record, Probability: knows.Rounded(s.P), Factors: t.factors(s),
		})
	}
	rt.Likelihood = analysis.LikelihoodOf(rt.Probability)
	rt.Probability = knows.Rounded(rt.Probability)
	return rt
}

// sentence says whom to ask and why them.
func (t *Tour) sentence(path []int32, rt analysis.Route) string {
	us, first, ask := kernel.N(path[0]), kernel.N(path[1]), kernel.N(path[len(path)-2])
	begin := t.StepOf(us, first)
	v := t.Verdict(begin.Tie)
	told := say.Introduction{
		Us: t.Name(us), Ask: t.Name(ask), Target: t.Name(t.Target), Likelihood: rt.Likelihood,
		Band: v.Band, OutOfTouch: v.Cooling, Last: v.LastContact,
		Stance: t.asCarrier(ask).stance.Stance, Knows: t.clause(&t.StepOf(ask, t.Target).Hop),
	}
	if len(path) > 3 {
		told.Through = t.Name(first)
	}
	if begin.dormant {
		told.Dormant, told.Band = true, v.PeakBand
	}
	return told.Sentence()
}

// clause says of somebody how they know the target, as far as is known.
func (t *Tour) clause(h *knows.Hop) string {
	name := t.Name(t.Target)
	var s string
	switch {
	case h.Kind == knows.HopImplied:
		return t.OverlapClause(h.Over)
	case h.Kind == knows.HopLine:
		s = t.OverlapClause(h.Over)
	case h.Kind == knows.HopTie && h.Weight == 0:
		return say.KnowsPerhaps(name, t.basisText(h))
	case h.Kind == knows.HopInfluence:
		s = say.KnowsByInfluence(name)
	case h.Weight < knows.AcquaintedAt:
		s = say.KnowsFaintly(name)
	default:
		s = say.KnowsByTie(knows.BandOf(h.Weight), name)
	}
	if h.Shared != nil {
		return say.KnowsBesides(s, t.OverlapText(*h.Shared, t.Target))
	}
	return s
}

// OverlapClause says of somebody how they may know the target from working
// together.
func (t *Tour) OverlapClause(o *knows.Overlap) string {
	name, years := t.Name(t.Target), t.Years(o)
	switch o.Context {
	case knows.Managed:
		return say.HasLed(name, years)
	case knows.Reported:
		return say.HasReported(name, years)
	case knows.Dotted:
		return say.HasDottedLine(name, years)
	case knows.OverVacancy:
		return say.HasLineOverVacancy(name, years)
	}
	return say.MayKnow(name, t.OverlapText(*o, t.Target))
}
