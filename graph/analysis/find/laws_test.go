package find_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/soak"
)

// world is a small random workspace as a list of elements.
type world struct {
	r        *rand.Rand
	elements []graph.Element
	ours     []graph.ID
	theirs   []graph.ID
	edges    int
}

const acme = graph.ID("acc")

func (w *world) node(f graph.Fact) { w.elements = append(w.elements, graph.Encode(f)) }

func (w *world) edge(src, dst graph.ID) graph.Edge {
	w.edges++
	return graph.Edge{ID: graph.ID(fmt.Sprintf("e%04d", w.edges)), Src: src, Dst: dst}
}

func (w *world) since(src, dst graph.ID, from graph.Date) graph.Edge {
	e := w.edge(src, dst)
	e.From = from
	return e
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// newWorld makes 2 to 4 of ours and one who has left, a firm of 4 to 9 seats with a
// vacancy now and then, a friend outside, a past firm, and random ties, contacts of two and of
// several, parts and judgements.
func newWorld(seed uint64) *world {
	w := &world{r: rand.New(rand.NewPCG(seed, 77))}
	r := w.r
	id := func(prefix string, i int) graph.ID { return graph.ID(fmt.Sprintf("%s%d", prefix, i)) }
	w.node(graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us", Ours: true})
	w.node(graph.Organization{Node: graph.Node{ID: "them"}, Name: "Them"})
	w.node(graph.Account{Node: graph.Node{ID: acme}, Name: "Them", Tier: pick(r, []graph.Tier{graph.TierStrategic, graph.TierKey, graph.TierStandard})})
	w.node(graph.For{Edge: w.edge(acme, "them")})
	for i := range 2 + r.IntN(3) {
		p, s := id("o", i), id("so", i)
		w.ours = append(w.ours, p)
		w.node(graph.Person{Node: graph.Node{ID: p}, Name: "Our " + string(p)})
		w.node(graph.Position{Node: graph.Node{ID: s}, Title: "Seat " + string(s), Level: 1 + r.IntN(5), Function: pick(r, graph.Functions())})
		w.node(graph.In{Edge: w.edge(s, "us")})
		w.node(graph.Holds{Edge: w.edge(p, s)})
		if r.IntN(2) == 0 {
			c := id("cap", i)
			w.node(graph.Capture{Node: graph.Node{ID: c}, Mode: pick(r, []graph.CaptureMode{graph.CaptureMailbox, graph.CaptureHand, graph.CaptureNone})})
			w.node(graph.About{Edge: w.edge(c, p)})
		}
	}
	seats := 4 + r.IntN(6)
	for i := range seats {
		p, s := id("t", i), id("st", i)
		w.node(graph.Position{Node: graph.Node{ID: s}, Title: "Seat " + string(s), Level: r.IntN(6), Function: pick(r, graph.Functions()), Occupancy: graph.OccupancyVacant})
		w.node(graph.In{Edge: w.edge(s, "them")})
		if i > 0 {
			w.node(graph.ReportsTo{Edge: w.edge(s, id("st", r.IntN(i))), Kind: graph.LineSolid})
		}
		if i > 0 && r.IntN(6) == 0 {
			continue
		}
		w.theirs = append(w.theirs, p)
		w.node(graph.Person{Node: graph.Node{ID: p}, Name: "Their " + string(p)})
		w.node(graph.Holds{Edge: w.since(p, s, today-graph.Date(r.IntN(400)))})
	}
	w.node(graph.Person{Node: graph.Node{ID: "friend"}, Name: "Friend"})
	for k := range 2 {
		a := id("area", k)
		budget := float64(1000 * (1 + r.IntN(5)))
		w.node(graph.DecisionArea{Node: graph.Node{ID: a}, Name: "Area " + string(a), Function: pick(r, graph.Functions()), Budget: &budget, Currency: "EUR",
			Rule: pick(r, []graph.DecisionRule{graph.DecisionAny, graph.DecisionAll}), Due: today + graph.Date(r.IntN(400)), RevenueBearing: r.IntN(2) == 0})
		w.node(graph.For{Edge: w.edge(a, acme)})
		for range 1 + r.IntN(4) {
			w.node(graph.Decides{Edge: w.edge(pick(r, w.theirs), a), Part: pick(r, graph.Roles())})
		}
	}
	everybody := append(append(slices.Clone(w.theirs), "friend"), w.ours...)
	levels := []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}
	for range r.IntN(12) {
		w.tie(pick(r, everybody), pick(r, w.theirs), pick(r, levels), today-graph.Date(r.IntN(450)))
	}
	for range r.IntN(12) { // either side says something, at times of what is over or confirmed later
		a, b := pick(r, everybody), pick(r, w.theirs)
		if r.IntN(2) == 0 {
			a, b = b, a
		}
		if a != b {
			w.node(graph.Knows{Edge: w.claimed(a, b), Judgement: graph.Judgement{By: a, On: today - graph.Date(r.IntN(450))}, Level: pick(r, levels), Kind: pick(r, []graph.TieKind{"", graph.TieConflict})})
		}
	}
	w.tie(pick(r, w.ours), "friend", graph.TieTrusted, today-10)
	for range r.IntN(20) {
		w.meet(pick(r, w.ours), pick(r, w.theirs), today-graph.Date(r.IntN(300)))
	}
	for range r.IntN(8) {
		if a, b := pick(r, w.theirs), pick(r, w.theirs); a != b {
			w.node(graph.Influences{Edge: w.claimed(a, b), Judgement: graph.Judgement{On: pick(r, []graph.Date{0, today - 60, today + 60})}, Weight: r.Float64(), Kind: pick(r, []graph.InfluenceKind{graph.InfluenceSways, graph.InfluenceConflict})})
		}
	}
	for range r.IntN(4) {
		w.assess(pick(r, w.ours), pick(r, w.theirs), today-graph.Date(r.IntN(200)))
	}
	if r.IntN(2) == 0 {
		w.node(graph.PairedWith{Edge: w.since(pick(r, w.ours), pick(r, w.theirs), today-200), CadenceDays: 20 + r.IntN(60)})
	}
	// A past job that one of ours shared with some of theirs.
	w.node(graph.Organization{Node: graph.Node{ID: "past"}, Name: "Past"})
	for i, p := range []graph.ID{pick(r, w.ours), pick(r, w.theirs), pick(r, w.theirs)} {
		seat := id("spast", i)
		w.node(graph.Position{Node: graph.Node{ID: seat}, Title: "Seat " + string(seat), Level: 2})
		w.node(graph.In{Edge: w.edge(seat, "past")})
		job := w.since(p, seat, today-3000)
		job.To = today - 1000 - graph.Date(r.IntN(1500))
		w.node(graph.Holds{Edge: job})
	}
	// One who has left us, and rooms shared by several.
	w.node(graph.Person{Node: graph.Node{ID: "gone"}, Name: "Gone"})
	w.node(graph.Position{Node: graph.Node{ID: "sgone"}, Title: "Seat sgone", Level: 2})
	w.node(graph.In{Edge: w.edge("sgone", "us")})
	gone := w.since("gone", "sgone", today-500)
	gone.To = today - graph.Date(r.IntN(300))
	w.node(graph.Holds{Edge: gone})
	if r.IntN(2) == 0 {
		w.tie("gone", pick(r, w.theirs), graph.TieKnows, today-graph.Date(r.IntN(500)))
	}
	for range r.IntN(8) {
		room := append(slices.Clone(everybody), "gone")
		r.Shuffle(len(room), func(i, j int) { room[i], room[j] = room[j], room[i] })
		w.gather(today-graph.Date(r.IntN(300)), room[:2+r.IntN(3)]...)
	}
	// Promises by a source of their own, so that all else stays as it is.
	own := rand.New(rand.NewPCG(seed, 78))
	w.node(graph.WorksOn{Edge: w.edge(pick(own, w.ours), acme), Role: graph.WorkKAM})
	for range own.IntN(6) {
		w.promise(own)
	}
	for range own.IntN(6) {
		w.record(own)
	}
	return w
}

// gather makes a contact of several.
func (w *world) gather(on graph.Date, room ...graph.ID) {
	w.edges++
	i := graph.ID(fmt.Sprintf("i%04d", w.edges))
	w.node(graph.Interaction{Node: graph.Node{ID: i}, On: on, Channel: pick(w.r, graph.Channels())})
	for _, p := range room {
		w.node(graph.Attended{Edge: w.edge(p, i)})
	}
}

// claimed returns the edge of a claim: it has ended now and then, or will, and was
// confirmed now and then, or will be.
func (w *world) claimed(src, dst graph.ID) graph.Edge {
	e := w.edge(src, dst)
	e.To = pick(w.r, []graph.Date{0, 0, today - 30, today + 30})
	e.ConfirmedOn = pick(w.r, []graph.Date{0, 0, today - 20, today + 20})
	return e
}

func (w *world) tie(from, to graph.ID, level graph.TieLevel, on graph.Date) {
	if from != to {
		w.node(graph.Knows{Edge: w.since(from, to, on), Judgement: graph.Judgement{By: from, On: on}, Level: level})
	}
}

func (w *world) meet(a, b graph.ID, on graph.Date) {
	w.edges++
	i := graph.ID(fmt.Sprintf("i%04d", w.edges))
	w.node(graph.Interaction{Node: graph.Node{ID: i}, On: on, Channel: pick(w.r, graph.Channels()), StartedBy: pick(w.r, []graph.StartedBy{graph.StartedByOurs, graph.StartedByTheirs, graph.StartedByBoth})})
	w.node(graph.Attended{Edge: w.edge(a, i)})
	w.node(graph.Attended{Edge: w.edge(b, i)})
}

func (w *world) assess(by, about graph.ID, on graph.Date) {
	w.edges++
	i := graph.ID(fmt.Sprintf("as%04d", w.edges))
	w.node(graph.Assessment{Node: graph.Node{ID: i}, On: on, Stance: pick(w.r, graph.Stances()), Roles: []graph.Role{pick(w.r, graph.Roles())}})
	w.node(graph.Author{Edge: w.edge(i, by)})
	w.node(graph.About{Edge: w.edge(i, about)})
	w.node(graph.About{Edge: w.edge(i, acme)})
}

// snapshot builds the workspace, in the order of the elements or shuffled.
func (w *world) snapshot(t testing.TB, shuffle bool) *kernel.Snapshot {
	t.Helper()
	list := slices.Clone(w.elements)
	if shuffle {
		w.r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	}
	b := kernel.NewBuilder(len(list))
	for _, edges := range []bool{false, true} {
		for i := range list {
			if list[i].IsEdge() == edges {
				if err := b.Add(&list[i]); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return b.Build(7, time.Unix(7, 0))
}

// answers asks everything of a workspace.
type answers struct {
	Who       *analysis.StakeholdersReport
	Coverage  *analysis.CoverageReport
	Points    *analysis.SinglePointsReport
	Strength  *analysis.StrengthReport
	Moves     *analysis.MovesReport
	Influence *analysis.InfluenceReport
	Pairings  *analysis.PairingReport
	Scenario  *analysis.ScenarioReport // that one of each side leaves
	Handover  *analysis.HandoverReport
	Promises  *analysis.PromisesReport
	Cadence   *analysis.CadenceReport
	Care      *analysis.CareReport
	Attention *analysis.AttentionReport
	Cards     []*analysis.MoveCardReport
	Intros    []*analysis.IntroductionsReport
}

// each names the parts of an answer with their envelopes.
func (a *answers) each(f func(name string, part any, e *analysis.Envelope)) {
	f("stakeholders", a.Who, &a.Who.Envelope)
	f("coverage", a.Coverage, &a.Coverage.Envelope)
	f("single points", a.Points, &a.Points.Envelope)
	f("strength", a.Strength, &a.Strength.Envelope)
	f("moves", a.Moves, &a.Moves.Envelope)
	f("influence", a.Influence, &a.Influence.Envelope)
	f("pairings", a.Pairings, &a.Pairings.Envelope)
	f("scenario", a.Scenario, &a.Scenario.Envelope)
	f("promises", a.Promises, &a.Promises.Envelope)
	f("cadence", a.Cadence, &a.Cadence.Envelope)
	f("care", a.Care, &a.Care.Envelope)
	f("attention", a.Attention, &a.Attention.Envelope)
	if a.Handover != nil {
		f("handover", a.Handover, &a.Handover.Envelope)
	}
	for _, c := range a.Cards {
		f("move card", c, &c.Envelope)
	}
	for _, in := range a.Intros {
		f("introductions", in, &in.Envelope)
	}
}

// sameAll fails where one of the parts differs.
func (a *answers) sameAll(t *testing.T, seed uint64, what string, want *answers) {
	t.Helper()
	var parts []any
	want.each(func(_ string, part any, _ *analysis.Envelope) { parts = append(parts, part) })
	i := 0
	a.each(func(name string, part any, _ *analysis.Envelope) {
		same(t, seed, name+" "+what, part, parts[i])
		i++
	})
}

func (w *world) ask(t testing.TB, s *kernel.Snapshot) *answers {
	t.Helper()
	return w.askOn(t, s, today)
}

func (w *world) askOn(t testing.TB, s *kernel.Snapshot, day graph.Date) *answers {
	t.Helper()
	v := view.On(s, day)
	a := &answers{
		Who: stakeholders(t, v, acme), Coverage: coverage(t, v, acme), Points: wholePoints(t, v, acme),
		Strength: strengths(t, v, analysis.StrengthQuery{Account: acme}),
		Moves:    moves(t, v, analysis.MovesQuery{From: today - 200, Account: acme}), Influence: influence(t, v, acme), Pairings: pairings(t, v, acme), Scenario: scenario(t, v, acme, w.ours[0], w.theirs[0]),
		Promises:  promises(t, v, analysis.PromisesQuery{Account: acme}),
		Cadence:   cadence(t, v, analysis.CadenceQuery{}),
		Care:      care(t, v, analysis.CareQuery{}),
		Attention: attention(t, v, analysis.AttentionQuery{}),
	}
	if _, err := find.Handover(v, analysis.HandoverQuery{Person: w.ours[0]}); err == nil { // somebody else is ours on that day
		a.Handover = handover(t, v, w.ours[0])
	}
	for _, m := range a.Moves.Moves {
		a.Cards = append(a.Cards, moveCard(t, v, m.Person, m.On))
	}
	for _, p := range w.theirs {
		a.Intros = append(a.Intros, introductions(t, v, analysis.IntroductionsQuery{Target: p}))
	}
	return a
}

// TestTheLawsAskEveryQuestion: what answers hold is every report that a keeper gives.
func TestTheLawsAskEveryQuestion(t *testing.T) {
	held := map[reflect.Type]bool{}
	for typ, i := reflect.TypeFor[answers](), 0; i < typ.NumField(); i++ {
		f := typ.Field(i).Type
		if f.Kind() == reflect.Slice {
			f = f.Elem()
		}
		held[f] = true
	}
	asked := 0
	for m := range reflect.TypeFor[*find.Keeper]().Methods() {
		if m.Type.NumOut() != 2 {
			continue
		}
		if asked++; !held[m.Type.Out(0)] {
			t.Errorf("no law asks for %s", m.Name)
		}
	}
	if asked < 13 {
		t.Errorf("%d questions were found, want more", asked)
	}
}

// forget blanks what a planned event may change: until when an answer holds, and
// for which of the seats taken an end is known.
func (a *answers) forget() *answers {
	a.each(func(_ string, _ any, e *analysis.Envelope) { e.ValidUntil = 0 })
	return a
}

func same(t *testing.T, seed uint64, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("seed %d, %s:\n%+v\nwant\n%+v", seed, what, got, want)
	}
}

// worlds is how many random worlds a law is held on, and manyWorlds where what it is
// about is rare in them.
var (
	worlds     = soak.Times(40, 1000)
	manyWorlds = soak.Times(100, 1000)
)

func TestAnswersDoNotDependOnTheOrderOfFacts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		plain, shuffled := w.ask(t, w.snapshot(t, false)), w.ask(t, w.snapshot(t, true))
		// A version made by later commits numbers its elements in another order.
		late := &world{r: w.r, theirs: w.theirs, elements: w.elements[:len(w.elements)-3]}
		var changes []graph.Change
		for i := range w.elements[len(late.elements):] {
			e := w.elements[len(late.elements)+i]
			changes = append(changes, graph.Change{ID: e.ID, After: &e})
		}
		next, err := late.snapshot(t, true).With(changes, 7, time.Unix(7, 0))
		if err != nil {
			t.Fatal(err)
		}
		committed := w.ask(t, next)
		for name, other := range map[string]*answers{"shuffled": shuffled, "committed later": committed} {
			other.sameAll(t, seed, name, plain)
		}
	}
}

func TestNothingAfterTheDayHasInfluence(t *testing.T) {
	t.Parallel()
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		before := w.ask(t, w.snapshot(t, false)).forget()
		w.tie(pick(w.r, w.ours), pick(w.r, w.theirs), graph.TieTrusted, today+1)
		w.meet(pick(w.r, w.ours), pick(w.r, w.theirs), today+1)
		w.assess(pick(w.r, w.ours), pick(w.r, w.theirs), today+1)
		// What is said tomorrow of today is not known yet, and an older claim is confirmed only then.
		w.node(graph.Knows{Edge: w.edge(w.ours[0], w.theirs[0]), Judgement: graph.Judgement{On: today + 1}, Level: graph.TieTrusted})
		w.node(graph.Knows{Edge: w.edge(w.theirs[1], w.ours[0]), Judgement: graph.Judgement{On: today + 1}, Level: graph.TieNone})
		w.node(graph.Influences{Edge: w.edge(w.theirs[1], w.theirs[0]), Judgement: graph.Judgement{On: today + 1}, Weight: 1})
		for i, e := range w.elements {
			if v, _ := e.Props.Get("confirmedOn"); e.Kind.IsClaim() && v == nil {
				p, err := e.Props.With("confirmedOn", today+1)
				if err != nil {
					t.Fatal(err)
				}
				w.elements[i].Props = p
				break
			}
		}
		w.node(graph.Holds{Edge: w.since(pick(w.r, w.theirs), "st0", today+1)})
		w.node(graph.Decides{Edge: w.since(pick(w.r, w.theirs), "area0", today+1), Part: graph.RoleDecider})
		w.node(graph.Commitment{Node: graph.Node{ID: "promised"}, Text: "promised tomorrow", Promised: today + 1, Due: today + 2})
		w.node(graph.PromisedBy{Edge: w.edge("promised", w.ours[0])})
		w.node(graph.PromisedTo{Edge: w.edge("promised", w.theirs[0])})
		w.node(graph.About{Edge: w.edge("promised", acme)})
		w.node(graph.Introduction{Node: graph.Node{ID: "intro"}, Asked: today + 1})
		w.node(graph.Introducer{Edge: w.edge("intro", pick(w.r, w.theirs))})
		w.node(graph.Seeker{Edge: w.edge("intro", w.ours[0])})
		w.node(graph.Target{Edge: w.edge("intro", w.theirs[0])})
		w.node(graph.Person{Node: graph.Node{ID: "late"}, Name: "Late"})
		w.node(graph.Holds{Edge: w.since("late", "so0", today+1)})
		w.node(graph.Knows{Edge: w.since("late", w.theirs[0], today+1), Level: graph.TieTrusted})
		w.node(graph.Policy{Node: graph.Node{ID: "policy", From: today + 1}, DeciderDepth: new(int)})
		after := w.ask(t, w.snapshot(t, false))
		if until := after.Coverage.ValidUntil; until != today+1 {
			t.Fatalf("seed %d: valid until %s, want tomorrow", seed, until)
		}
		after.forget()
		after.sameAll(t, seed, "with a future", before)
	}
}

// TestOneMoreTieNeverHurts: by one more tie of ours a gap in the cover of a person or
// area, G1 to G4, may close or become thinner, and never opens or becomes graver; and
// whoever was reached hangs on nobody new.
func TestOneMoreTieNeverHurts(t *testing.T) {
	t.Parallel()
	gaps := func(a *answers) map[string]graph.Severity {
		out := map[string]graph.Severity{}
		for _, f := range a.Coverage.Findings {
			switch f.Rule {
			case analysis.RuleDeciderDark, analysis.RuleDeciderThin:
				out["cover "+string(f.Subjects[0])] = f.Severity
			case analysis.RuleNeighbourhood, analysis.RuleBrokenLadder:
				out[string(f.Rule)+" "+string(f.Subjects[0])] = f.Severity
			}
		}
		return out
	}
	reached := func(a *answers) map[graph.ID]bool {
		out := map[graph.ID]bool{}
		for _, p := range a.Coverage.People {
			out[p.Person] = p.Reached
		}
		return out
	}
	loses := func(a *answers) map[[2]graph.ID]bool {
		out := map[[2]graph.ID]bool{}
		for _, p := range a.Points.Points {
			for _, d := range p.ReachLost.People {
				out[[2]graph.ID{p.Person, d}] = true
			}
		}
		return out
	}
	colleagues := 0
	for seed := range uint64(2 * worlds) {
		w := newWorld(seed / 2)
		before := w.ask(t, w.snapshot(t, false))
		// Between two of whom nothing is known, so that no older claim is replaced:
		// of a new colleague, or of one who is there.
		us, them := graph.ID("o9"), pick(w.r, w.theirs)
		if seed%2 == 0 {
			w.node(graph.Person{Node: graph.Node{ID: us}, Name: "Our o9"})
			w.node(graph.Holds{Edge: w.edge(us, "so0")})
		} else {
			us = pick(w.r, w.ours)
			known := func(x analysis.Tie) bool { return x.From == us && x.To == them }
			if slices.ContainsFunc(before.Strength.Ties, known) {
				continue
			}
			colleagues++
		}
		w.tie(us, them, graph.TieTrusted, today)
		after := w.ask(t, w.snapshot(t, false))
		had := gaps(before)
		for gap, severity := range gaps(after) {
			if old, was := had[gap]; !was || severity < old {
				t.Fatalf("seed %d: one more tie makes %s of severity %s (before: %q)", seed, gap, severity, old)
			}
		}
		was, lost := reached(before), loses(before)
		for pair := range loses(after) {
			if was[pair[1]] && !lost[pair] {
				t.Fatalf("seed %d: one more tie makes %s hang on %s", seed, pair[1], pair[0])
			}
		}
	}
	if colleagues < worlds/4 {
		t.Errorf("only %d ties of those who are there: the test has no teeth", colleagues)
	}
}

// knowingNobody returns the world in which a person knows nobody. In each room a
// stranger takes their place: in a smaller one the others would have come closer.
func (w *world) knowingNobody(x graph.ID) *world {
	out := &world{r: w.r, theirs: w.theirs, edges: w.edges}
	for _, e := range w.elements {
		switch {
		case e.Kind == graph.EdgeAttended && e.Src == x:
			stranger := graph.ID("stranger-" + string(e.Dst))
			out.node(graph.Person{Node: graph.Node{ID: stranger}, Name: "Stranger"})
			e.Src = stranger
		case (e.Kind == graph.EdgeKnows || e.Kind == graph.EdgeInfluences) && (e.Src == x || e.Dst == x):
			continue
		}
		out.elements = append(out.elements, e)
	}
	return out
}

// TestLossIsWhatRemovingTiesLoses holds each point on our side against a
// workspace in which that person knows nobody.
func TestLossIsWhatRemovingTiesLoses(t *testing.T) {
	losses := 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		before := w.ask(t, w.snapshot(t, false))
		for _, x := range w.ours {
			var loss []graph.ID
			for _, p := range before.Points.Points {
				if p.Person == x {
					loss = p.ReachLost.People
				}
			}
			after := coverage(t, view.On(w.knowingNobody(x).snapshot(t, false), today), acme)
			for i, p := range before.Coverage.People {
				if want := p.Reached && !slices.Contains(loss, p.Person); after.People[i].Reached != want {
					t.Fatalf("seed %d: without %s, %s is reached: %v, want %v", seed, x, p.Person, after.People[i].Reached, want)
				}
			}
			losses += len(loss)
		}
	}
	if losses < worlds/3 {
		t.Errorf("only %d losses: the test has no teeth", losses)
	}
}

// TestCoverageRecount counts everything in the matrix again from the ties.
func TestCoverageRecount(t *testing.T) {
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		a := w.ask(t, w.snapshot(t, false))
		depth := map[graph.ID]int{}
		for _, x := range a.Strength.Ties {
			if x.Working {
				depth[x.To]++
			}
		}
		want := [3]int{}
		for _, p := range a.Coverage.People {
			if p.Depth != depth[p.Person] {
				t.Fatalf("seed %d: depth of %s = %d, want %d", seed, p.Person, p.Depth, depth[p.Person])
			}
			want[min(p.Depth, 2)]++
		}
		got, vacant := [3]int{}, 0
		for _, c := range a.Coverage.Cells {
			got[0] += c.None
			got[1] += c.OneDeep
			got[2] += c.TwoDeep
			vacant += c.Vacant
		}
		if got != want {
			t.Fatalf("seed %d: cells count %v people, want %v", seed, got, want)
		}
		for _, x := range a.Points.Targets {
			if x.DirectDepth != depth[x.Person] || x.Depth2 < x.DirectDepth || x.DirectDepth > 0 && !x.Reached {
				t.Fatalf("seed %d: target %+v, want direct depth %d", seed, x, depth[x.Person])
			}
		}
	}
}

func TestSplittingAnOrganizationChangesNoTie(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		w := newWorld(seed)
		before := w.ask(t, w.snapshot(t, false))
		w.node(graph.Organization{Node: graph.Node{ID: "unit"}, Name: "Unit"})
		w.node(graph.PartOf{Edge: w.edge("unit", "them")})
		for i, e := range w.elements {
			if e.Kind == graph.EdgeIn && e.Dst == "them" && w.r.IntN(2) == 0 {
				w.elements[i].Dst = "unit"
			}
		}
		after := w.ask(t, w.snapshot(t, false))
		for _, a := range []*answers{before, after} { // who may know whom from working together does depend on the units
			for i := range a.Coverage.Findings {
				a.Coverage.Findings[i].Remedy = nil
			}
			for _, list := range [][]analysis.Finding{a.Influence.Findings, a.Pairings.Findings} {
				for i := range list {
					list[i].Remedy = nil
				}
			}
			areas := a.Influence.Areas
			if a.Influence.Overall != nil {
				areas = append(areas[:len(areas):len(areas)], *a.Influence.Overall)
			}
			for _, ar := range areas {
				for i := range ar.Levers {
					ar.Levers[i].Path, ar.Levers[i].Likelihood, ar.Levers[i].Sentence = nil, "", ""
				}
			}
		}
		same(t, seed, "strength", after.Strength, before.Strength)
		same(t, seed, "coverage", after.Coverage, before.Coverage)
		after.Influence.Brokers, before.Influence.Brokers = nil, nil
		same(t, seed, "influence", after.Influence, before.Influence)
		same(t, seed, "pairings", after.Pairings, before.Pairings)
		same(t, seed, "scenario", after.Scenario.Lost, before.Scenario.Lost)
	}
}

// TestOneMoreCandidateNeverRaisesTheCost of all pairings.
func TestOneMoreCandidateNeverRaisesTheCost(t *testing.T) {
	cheaper := 0
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		before := pairings(t, view.On(w.snapshot(t, false), today), acme)
		w.node(graph.Person{Node: graph.Node{ID: "o9"}, Name: "Our o9"})
		w.node(graph.Position{Node: graph.Node{ID: "so9"}, Title: "Seat so9", Level: 1 + w.r.IntN(5), Function: pick(w.r, graph.Functions())})
		w.node(graph.In{Edge: w.edge("so9", "us")})
		w.node(graph.Holds{Edge: w.edge("o9", "so9")})
		w.node(graph.WorksOn{Edge: w.edge("o9", acme), Role: graph.WorkDelivery})
		after := pairings(t, view.On(w.snapshot(t, false), today), acme)
		if after.Cost > before.Cost || after.PresentCost != before.PresentCost {
			t.Fatalf("seed %d: one more candidate makes %d of %d", seed, after.Cost, before.Cost)
		}
		if after.Cost < before.Cost {
			cheaper++
		}
	}
	if cheaper < worlds/4 {
		t.Errorf("only %d became cheaper: the test has no teeth", cheaper)
	}
}
