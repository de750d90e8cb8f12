package find_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/soak"
)

// apart returns the elements of a world with every ID prefixed, so that it can
// stand beside another one.
func (w *world) apart(prefix string) []graph.Element {
	name := func(id graph.ID) graph.ID {
		if id == "" {
			return ""
		}
		return graph.ID(prefix) + id
	}
	var out []graph.Element
	for _, e := range w.elements {
		e.ID, e.Src, e.Dst = name(e.ID), name(e.Src), name(e.Dst)
		out = append(out, e)
	}
	return out
}

// everything asks all questions about an account, kept or anew, by name.
func everything(t *testing.T, v *view.View, m *find.Keeper, account, ours, theirs graph.ID) map[string]any {
	t.Helper()
	out := map[string]any{}
	both(t, out, v, m.Strength, find.Strength, analysis.StrengthQuery{Account: account})
	both(t, out, v, m.Stakeholders, find.Stakeholders, account)
	both(t, out, v, m.Coverage, find.Coverage, analysis.CoverageQuery{Account: account})
	both(t, out, v, m.SinglePoints, find.SinglePoints, analysis.SinglePointsQuery{Account: account, Pairs: true, Soft: true, Structure: true})
	both(t, out, v, m.Scenario, find.Scenario, analysis.ScenarioQuery{Account: account, Leave: []graph.ID{ours, theirs}})
	both(t, out, v, m.Introductions, find.Introductions, analysis.IntroductionsQuery{Target: theirs})
	both(t, out, v, m.Moves, find.Moves, analysis.MovesQuery{Account: account, From: today - 300})
	both(t, out, v, m.CardOfMove, find.CardOfMove, analysis.MoveCardQuery{Person: theirs})
	both(t, out, v, m.Handover, find.Handover, analysis.HandoverQuery{Person: ours})
	both(t, out, v, m.Influence, find.Influence, analysis.InfluenceQuery{Account: account, Brokers: true})
	both(t, out, v, m.Pairings, find.Pairings, analysis.PairingQuery{Account: account})
	return out
}

// both asks what is kept and anew, demands the same, and puts it under the name of
// the report.
func both[Q, R any](t *testing.T, out map[string]any, v *view.View, kept, anew func(*view.View, Q) (*R, error), q Q) {
	t.Helper()
	k, err := kept(v, q)
	f, err2 := anew(v, q)
	name := fmt.Sprintf("%T", f)
	switch {
	case (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error():
		t.Fatalf("%s: error %v, anew %v", name, err, err2)
	case err != nil:
	case !reflect.DeepEqual(k, f):
		t.Fatalf("%s kept:\n%+v\nanew:\n%+v", name, k, f)
	default:
		out[name] = f
	}
}

// edit makes one random change of a snapshot: a new tie, contact or judgement, an
// edge that ends, goes or is edited, a node that is edited, a detail, a policy,
// somebody or a whole firm that changes sides.
func (w *world) edit(t *testing.T, s *kernel.Snapshot, prefix graph.ID, n int) []graph.Change {
	t.Helper()
	id := func(kind string) graph.ID { return graph.ID(fmt.Sprintf("%s-%s-%d", prefix, kind, n)) }
	add := func(facts ...graph.Fact) (out []graph.Change) {
		for _, f := range facts {
			e := graph.Encode(f)
			out = append(out, graph.Change{ID: e.ID, After: &e})
		}
		return out
	}
	ours, theirs := prefix+pick(w.r, w.ours), prefix+pick(w.r, w.theirs)
	switch w.r.IntN(11) {
	case 9: // one of theirs joins us
		return add(graph.Holds{Edge: graph.Edge{ID: id("jo"), Src: theirs, Dst: prefix + "so0", From: today - 3, To: today + 3}})
	case 10: // a firm is ours, or is ours no longer
		e, _ := s.Element(prefix + "them")
		o := graph.Decode[graph.Organization](e)
		o.Ours = !o.Ours
		after := graph.Encode(o)
		return []graph.Change{{ID: e.ID, Before: &e, After: &after}}
	case 0:
		return add(graph.Knows{Edge: graph.Edge{ID: id("k"), Src: ours, Dst: theirs, From: today - 5}, Judgement: graph.Judgement{By: ours, On: today - 5}, Level: graph.TieTrusted})
	case 1:
		return add(graph.Interaction{Node: graph.Node{ID: id("i")}, On: today - 1, Channel: graph.ChannelMeeting},
			graph.Attended{Edge: graph.Edge{ID: id("ia"), Src: ours, Dst: id("i")}}, graph.Attended{Edge: graph.Edge{ID: id("ib"), Src: theirs, Dst: id("i")}})
	case 2:
		return add(graph.Assessment{Node: graph.Node{ID: id("as")}, On: today - 2, Stance: pick(w.r, graph.Stances())},
			graph.Author{Edge: graph.Edge{ID: id("au"), Src: id("as"), Dst: ours}}, graph.About{Edge: graph.Edge{ID: id("ab"), Src: id("as"), Dst: theirs}})
	case 3:
		depth := w.r.IntN(3)
		return add(graph.Policy{Node: graph.Node{ID: id("po")}, DeciderDepth: &depth})
	case 4:
		return add(graph.Detail{Node: graph.Node{ID: id("de"), From: today - 30}, Property: "title", Value: "Old title"}, graph.Of{Edge: graph.Edge{ID: id("of"), Src: id("de"), Dst: prefix + "st0"}})
	case 5, 6, 7: // end, drop or rename something that is there
		var list []graph.Element
		for e := range s.Elements() {
			if len(e.ID) > len(prefix) && e.ID[:len(prefix)] == prefix {
				list = append(list, e)
				if e.Kind == graph.NodeDetail {
					list = append(list, slices.Repeat([]graph.Element{e}, 10)...) // there are few
				}
			}
		}
		e := pick(w.r, list)
		after := e
		switch {
		case e.IsEdge() && (e.Kind == graph.EdgeKnows || e.Kind == graph.EdgeDecides || e.Kind == graph.EdgeInfluences) && w.r.IntN(2) == 0:
			return []graph.Change{{ID: e.ID, Before: &e}}
		case e.IsEdge() && e.From < today:
			after.To = today
		case e.Kind == graph.NodePerson:
			p := graph.Decode[graph.Person](e)
			p.Name += " II"
			after = graph.Encode(p)
		case e.Kind == graph.NodePosition:
			p := graph.Decode[graph.Position](e)
			p.Level = 1 + w.r.IntN(5)
			after = graph.Encode(p)
		case e.Kind == graph.NodeDetail:
			p := graph.Decode[graph.Detail](e)
			p.Value += " again"
			after = graph.Encode(p)
		default:
			return nil
		}
		if after == e {
			return nil
		}
		return []graph.Change{{ID: e.ID, Before: &e, After: &after}}
	}
	return add(graph.Holds{Edge: graph.Edge{ID: id("ho"), Src: theirs, Dst: prefix + "st0", From: today - 20}})
}

// TestKeptAnswersAreFresh: after each of many random commits every kept answer is
// the same as one worked out anew; most hold where the commit was at another
// account, and some change.
func TestKeptAnswersAreFresh(t *testing.T) {
	t.Parallel()
	held, dropped, changed := 0, 0, 0
	for seed := range uint64(soak.Times(5, 60)) {
		a, b := newWorld(seed), newWorld(1000+seed)
		both := &world{r: a.r, elements: append(a.apart("a-"), b.apart("b-")...)}
		s := both.snapshot(t, true)
		m := find.NewKeeper(0)
		m.Reset(s)
		last := [2]map[string]any{}
		for n := range 12 {
			v := view.On(s, today)
			for i, x := range []struct {
				w      *world
				prefix graph.ID
			}{{a, "a-"}, {b, "b-"}} {
				got := everything(t, v, m, x.prefix+acme, x.prefix+x.w.ours[0], x.prefix+x.w.theirs[0])
				for name, r := range got {
					if old := last[i][name]; old != nil && !reflect.DeepEqual(plainly(r), plainly(old)) {
						changed++
					}
				}
				last[i] = got
			}
			changes := b.edit(t, s, "b-", n)
			if n%4 == 3 {
				changes = a.edit(t, s, "a-", n)
			}
			next, err := s.With(changes, s.Revision()+1, time.Unix(int64(100+n), 0))
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			before := m.Len()
			m.Advance(s, next, []graph.Commit{{Changes: changes}})
			held, dropped = held+m.Len(), dropped+before-m.Len()
			s = next
		}
	}
	if held < 300 || dropped < 300 || changed < 150 {
		t.Errorf("%d answers held, %d were dropped and %d changed: the test has no teeth", held, dropped, changed)
	}
}

// TestForkedAnswersAreFresh: what an edit would lead to is answered as anew, with some
// of the answers that there were; and neither that nor another edit, which gives the
// numbers of its new nodes to others, changes what is kept.
func TestForkedAnswersAreFresh(t *testing.T) {
	t.Parallel()
	held := 0
	for seed := range uint64(soak.Times(4, 60)) {
		a, b := newWorld(seed), newWorld(1000+seed)
		both := &world{r: a.r, elements: append(a.apart("a-"), b.apart("b-")...)}
		s := both.snapshot(t, true)
		m := find.NewKeeper(0)
		m.Reset(s)
		ask := func(m *find.Keeper, s *kernel.Snapshot, more ...graph.ID) {
			v := view.On(s, today)
			everything(t, v, m, "a-"+acme, "a-"+a.ours[0], "a-"+a.theirs[0])
			everything(t, v, m, "b-"+acme, "b-"+b.ours[0], "b-"+b.theirs[0])
			for _, id := range more {
				everything(t, v, m, "b-"+acme, "b-"+b.ours[0], id)
				everything(t, v, m, "b-"+acme, id, "b-"+b.theirs[0])
			}
		}
		with := func(s *kernel.Snapshot, changes []graph.Change) *kernel.Snapshot {
			next, err := s.With(changes, s.Revision()+1, time.Unix(int64(s.Revision()), 0))
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			return next
		}
		for n := range 5 {
			ask(m, s)
			var made [][]graph.Change
			for try := range 2 { // a newcomer who is ours, and one under the same number who is not
				id := graph.ID(fmt.Sprintf("b-new-%d-%d", n, try))
				changes := b.edit(t, s, "b-", 10*n+try)
				seat := graph.ID([]string{"b-so0", "b-st0"}[(n+try)%2])
				newcomer := []graph.Fact{
					graph.Person{Node: graph.Node{ID: id}, Name: "New"},
					graph.Holds{Edge: graph.Edge{ID: id + "-h", Src: id, Dst: seat, From: today - 30}},
					graph.Knows{Edge: graph.Edge{ID: id + "-k", Src: "b-" + b.ours[0], Dst: id, From: today - 5}, Judgement: graph.Judgement{By: "b-" + b.ours[0], On: today - 5}, Level: graph.TieTrusted},
				}
				for _, f := range newcomer[:1+b.r.IntN(3)] {
					e := graph.Encode(f)
					changes = append(changes, graph.Change{ID: e.ID, After: &e})
				}
				made = append(made, changes)
				next := with(s, changes)
				fork := m.Fork(s, next, []graph.Commit{{Changes: changes}}, 0)
				held += fork.Len()
				ask(fork, next, id)
				ask(m, s)
			}
			next := with(s, made[n%2])
			m.Advance(s, next, []graph.Commit{{Changes: made[n%2]}})
			s = next
			ask(m, s, graph.ID(fmt.Sprintf("b-new-%d-%d", n, n%2)))
		}
		if fork := m.Fork(kernel.Empty(), s, nil, 0); fork.Len() != 0 {
			t.Errorf("a fork from another snapshot has %d answers", fork.Len())
		}
	}
	if held < 200 {
		t.Errorf("%d answers held: the test has no teeth", held)
	}
}

// plainly returns a report without its revision.
func plainly(r any) any {
	v := reflect.New(reflect.TypeOf(r).Elem())
	v.Elem().Set(reflect.ValueOf(r).Elem())
	e := v.Elem().FieldByName("Envelope").Addr().Interface().(*analysis.Envelope)
	e.Revision, e.KnownAt = 0, time.Time{}
	return v.Interface()
}

// TestAspectsFitIntoAWord: a bit for a node itself, two for each kind of edge, and
// two for what is known of people together.
func TestAspectsFitIntoAWord(t *testing.T) {
	if n := 1 + 2*len(graph.EdgeKinds()) + 2; n > 64 {
		t.Errorf("%d aspects, want at most 64", n)
	}
}

// TestAnswersHearOfWhoWasMissing: an answer that found nobody under an ID goes when
// somebody comes under it, and one that found them when they go.
func TestAnswersHearOfWhoWasMissing(t *testing.T) {
	w := newWorld(3)
	w.node(graph.Person{Node: graph.Node{ID: "lone"}, Name: "Lone"})
	w.node(graph.Holds{Edge: w.edge("lone", "st0")})
	w.node(graph.Knows{Edge: graph.Edge{ID: "claim", Src: w.ours[0], Dst: "lone", From: today - 500}, Judgement: graph.Judgement{By: "later", On: today - 400}, Level: graph.TieTrusted})
	s := w.snapshot(t, false)
	m := find.NewKeeper(0)
	m.Reset(s)
	later := graph.Encode(graph.Person{Node: graph.Node{ID: "later"}, Name: "Lea Ter"})
	var last map[string]any
	for i, c := range []graph.Change{{ID: "later"}, {ID: "later", After: &later}, {ID: "later", Before: &later}} {
		if i > 0 {
			next, err := s.With([]graph.Change{c}, s.Revision()+1, time.Unix(int64(i), 0))
			if err != nil {
				t.Fatal(err)
			}
			m.Advance(s, next, []graph.Commit{{Changes: []graph.Change{c}}})
			s = next
		}
		now := map[string]any{}
		both(t, now, view.On(s, today), m.Strength, find.Strength, analysis.StrengthQuery{Account: acme})
		for name, r := range now {
			if i > 0 && reflect.DeepEqual(plainly(r), plainly(last[name])) {
				t.Errorf("%s says the same with and without who said it", name)
			}
		}
		last = now
	}
}

func TestAnswersKeepNoMoreThanTheirLimit(t *testing.T) {
	v := example(t, "")
	s := v.Snapshot()
	ask := func(m *find.Keeper, limit int) {
		t.Helper()
		if _, err := m.Strength(v, analysis.StrengthQuery{Account: brackwell, Limit: limit}); err != nil {
			t.Fatal(err)
		}
	}
	m := find.NewKeeper(0)
	if ask(m, 1); m.Len() != 0 {
		t.Errorf("%d answers about no snapshot are kept", m.Len())
	}
	m.Reset(s)
	ask(m, 1)
	one := m.Size() // what each of them reads, whatever the limit on what it says
	m = find.NewKeeper(3*one + one/2)
	m.Reset(s)
	for i := range 5 {
		ask(m, 1+i)
		ask(m, 1) // the one in use stays
	}
	if m.Len() != 3 || m.Size() != 3*one {
		t.Errorf("%d answers of size %d are kept, want 3 of size %d", m.Len(), m.Size(), 3*one)
	}
	if _, err := m.Coverage(v, analysis.CoverageQuery{Account: "x"}); !errors.Is(err, graph.ErrNotFound) || m.Len() != 3 {
		t.Errorf("error %v with %d kept, want not found and nothing kept", err, m.Len())
	}
	small := find.NewKeeper(one - 1)
	small.Reset(s)
	if ask(small, 1); small.Len() != 0 || small.Size() != 0 {
		t.Errorf("%d answers of size %d are kept beyond the limit", small.Len(), small.Size())
	}
}

// TestWhatAnswersAreAbout: they hold for their own snapshot alone, and go where it
// is not known what came between, where that is much, and at an erasure.
func TestWhatAnswersAreAbout(t *testing.T) {
	v := example(t, "")
	s := v.Snapshot()
	next := func(s *kernel.Snapshot) *kernel.Snapshot {
		t.Helper()
		n, err := s.With(nil, s.Revision()+1, time.Unix(int64(s.Revision()), 0))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	then := next(s)
	nobody := graph.Encode(graph.Person{Node: graph.Node{ID: "nobody"}, Name: "Nobody"})
	for _, c := range []struct {
		name string
		move func(m *find.Keeper)
		at   *kernel.Snapshot
		kept int
	}{
		{"nothing happens", func(*find.Keeper) {}, s, 1},
		{"a commit of nothing", func(m *find.Keeper) { m.Advance(s, then, []graph.Commit{{}}) }, then, 1},
		{"a commit elsewhere", func(m *find.Keeper) {
			m.Advance(s, then, []graph.Commit{{Changes: []graph.Change{{ID: "nobody", After: &nobody}}}})
		}, then, 1},
		{"from another snapshot", func(m *find.Keeper) { m.Advance(then, next(then), nil) }, s, 1},
		{"from no snapshot", func(m *find.Keeper) { m.Advance(nil, then, nil) }, s, 1},
		{"to another build", func(m *find.Keeper) { m.Advance(s, v.Snapshot(), nil); m.Advance(s, kernel.Empty(), nil) }, nil, 0},
		{"much", func(m *find.Keeper) {
			m.Advance(s, then, []graph.Commit{{Changes: make([]graph.Change, 500)}, {Changes: make([]graph.Change, 501)}})
		}, then, 0},
		{"an erasure", func(m *find.Keeper) {
			m.Advance(s, then, []graph.Commit{{Changes: []graph.Change{{ID: "nobody"}}}})
		}, then, 0},
		{"a new beginning", func(m *find.Keeper) { m.Reset(then) }, then, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := find.NewKeeper(0)
			m.Reset(s)
			q := analysis.CoverageQuery{Account: brackwell}
			if _, err := m.Coverage(v, q); err != nil {
				t.Fatal(err)
			}
			c.move(m)
			if m.Len() != c.kept || c.at != nil && m.Snapshot() != c.at {
				t.Fatalf("%d kept about revision %d, want %d", m.Len(), m.Snapshot().Revision(), c.kept)
			}
			for _, s := range []*kernel.Snapshot{s, then} {
				both(t, map[string]any{}, view.On(s, v.Day()), m.Coverage, find.Coverage, q)
			}
		})
	}
}

// TestAnswersAtOnce is for the race detector.
func TestAnswersAtOnce(t *testing.T) {
	v := example(t, "")
	s := v.Snapshot()
	m := find.NewKeeper(0)
	m.Reset(s)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				if _, err := m.Coverage(v, analysis.CoverageQuery{Account: brackwell, Rules: []analysis.Rule{analysis.Rules()[i].Rule}}); err != nil {
					t.Error(err)
				}
				m.Advance(s, s, nil)
			}
		})
	}
	wg.Wait()
}

// TestAnswersWhileTheWorkspaceMoves asks of old and new snapshots at once while
// commits come in: each answer is that of its own snapshot.
func TestAnswersWhileTheWorkspaceMoves(t *testing.T) {
	w := newWorld(3)
	w.elements = w.apart("a-")
	line := []*kernel.Snapshot{w.snapshot(t, false)}
	var commits [][]graph.Change
	for n := range 12 {
		s := line[n]
		changes := w.edit(t, s, "a-", n)
		next, err := s.With(changes, s.Revision()+1, time.Unix(int64(100+n), 0))
		if err != nil {
			t.Fatal(err)
		}
		line, commits = append(line, next), append(commits, changes)
	}
	q, targets := analysis.CoverageQuery{Account: "a-" + acme}, w.theirs
	m := find.NewKeeper(0)
	m.Reset(line[0])
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := range line {
				v := view.On(line[max(0, n-i%3)], today+graph.Date(i/2))
				got, err := m.Coverage(v, q)
				want, err2 := find.Coverage(v, q)
				if err != nil || err2 != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("coverage at revision %d differs: errors %v, %v", v.Snapshot().Revision(), err, err2)
				}
				in := analysis.IntroductionsQuery{Target: "a-" + targets[n%len(targets)]}
				kept, err := m.Introductions(v, in)
				anew, err2 := find.Introductions(v, in)
				if (err == nil) != (err2 == nil) || err == nil && !reflect.DeepEqual(kept, anew) {
					t.Errorf("introductions at revision %d differ: errors %v, %v", v.Snapshot().Revision(), err, err2)
				}
			}
		})
	}
	for n, changes := range commits {
		m.Advance(line[n], line[n+1], []graph.Commit{{Changes: changes}})
		if _, err := m.Coverage(view.On(line[n+1], today), q); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
