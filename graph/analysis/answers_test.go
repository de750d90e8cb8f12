package analysis_test

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
func everything(t *testing.T, v *graph.View, m *analysis.Answers, account, ours, theirs graph.ID) map[string]any {
	t.Helper()
	out := map[string]any{}
	put := func(name string, kept, fresh any, err, err2 error) {
		if (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
			t.Fatalf("%s: error %v, anew %v", name, err, err2)
		}
		if err != nil {
			return
		}
		if !reflect.DeepEqual(kept, fresh) {
			t.Fatalf("%s kept:\n%+v\nanew:\n%+v", name, kept, fresh)
		}
		out[name] = fresh
	}
	{
		q := analysis.StrengthQuery{Account: account}
		k, err := m.Strength(v, q)
		f, err2 := analysis.Strength(v, q)
		put("strength", k, f, err, err2)
	}
	{
		k, err := m.Stakeholders(v, account)
		f, err2 := analysis.Stakeholders(v, account)
		put("stakeholders", k, f, err, err2)
	}
	{
		q := analysis.CoverageQuery{Account: account}
		k, err := m.Coverage(v, q)
		f, err2 := analysis.Coverage(v, q)
		put("coverage", k, f, err, err2)
	}
	{
		q := analysis.SinglePointsQuery{Account: account, Pairs: true, Soft: true, Structure: true}
		k, err := m.SinglePoints(v, q)
		f, err2 := analysis.SinglePoints(v, q)
		put("single points", k, f, err, err2)
	}
	{
		q := analysis.ScenarioQuery{Account: account, Leave: []graph.ID{ours, theirs}}
		k, err := m.Scenario(v, q)
		f, err2 := analysis.Scenario(v, q)
		put("scenario", k, f, err, err2)
	}
	{
		q := analysis.IntroductionsQuery{Target: theirs}
		k, err := m.Introductions(v, q)
		f, err2 := analysis.Introductions(v, q)
		put("introductions", k, f, err, err2)
	}
	{
		q := analysis.MovesQuery{Account: account, From: today - 300}
		k, err := m.Moves(v, q)
		f, err2 := analysis.Moves(v, q)
		put("moves", k, f, err, err2)
	}
	{
		q := analysis.MoveCardQuery{Person: theirs}
		k, err := m.CardOfMove(v, q)
		f, err2 := analysis.CardOfMove(v, q)
		put("move card", k, f, err, err2)
	}
	{
		q := analysis.HandoverQuery{Person: ours}
		k, err := m.Handover(v, q)
		f, err2 := analysis.Handover(v, q)
		put("handover", k, f, err, err2)
	}
	{
		q := analysis.InfluenceQuery{Account: account, Brokers: true}
		k, err := m.Influence(v, q)
		f, err2 := analysis.Influence(v, q)
		put("influence", k, f, err, err2)
	}
	{
		q := analysis.PairingQuery{Account: account}
		k, err := m.Pairings(v, q)
		f, err2 := analysis.Pairings(v, q)
		put("pairings", k, f, err, err2)
	}
	return out
}

// edit makes one random change of a snapshot: a new tie, contact or judgement, an
// edge that ends, goes or is edited, a node that is edited, a detail, a policy,
// somebody or a whole firm that changes sides.
func (w *world) edit(t *testing.T, s *graph.Snapshot, prefix graph.ID, n int) []graph.Change {
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
	held, dropped, changed := 0, 0, 0
	for seed := range uint64(12) {
		a, b := newWorld(seed), newWorld(1000+seed)
		both := &world{r: a.r, elements: append(a.apart("a-"), b.apart("b-")...)}
		s := both.snapshot(t, true)
		m := analysis.NewAnswers(0)
		last := [2]map[string]any{}
		for n := range 12 {
			v := s.On(today)
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
			m.Advance(s, next, changes)
			held, dropped = held+m.Len(), dropped+before-m.Len()
			s = next
		}
	}
	if held < 300 || dropped < 300 || changed < 150 {
		t.Errorf("%d answers held, %d were dropped and %d changed: the test has no teeth", held, dropped, changed)
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

func TestAnswersKeepNoMoreThanTheirLimit(t *testing.T) {
	v := example(t, "")
	m := analysis.NewAnswers(3)
	for i := range 5 {
		if _, err := m.Strength(v, analysis.StrengthQuery{Account: brackwell, Limit: 1 + i}); err != nil {
			t.Fatal(err)
		}
		if _, err := m.Strength(v, analysis.StrengthQuery{Account: brackwell, Limit: 1}); err != nil { // the one in use stays
			t.Fatal(err)
		}
	}
	if m.Len() != 3 {
		t.Errorf("%d answers are kept, want 3", m.Len())
	}
	if _, err := m.Coverage(v, analysis.CoverageQuery{Account: "x"}); !errors.Is(err, graph.ErrNotFound) || m.Len() != 3 {
		t.Errorf("error %v with %d kept, want not found and nothing kept", err, m.Len())
	}
	m.Advance(v.Snapshot(), v.Snapshot(), make([]graph.Change, 1001))
	if m.Len() != 0 {
		t.Errorf("%d answers are kept after a large commit, want none", m.Len())
	}
}

// TestAnswersAtOnce is for the race detector.
func TestAnswersAtOnce(t *testing.T) {
	v := example(t, "")
	m := analysis.NewAnswers(4)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 5 {
				if _, err := m.Coverage(v, analysis.CoverageQuery{Account: brackwell, Rules: []analysis.Rule{analysis.Rules()[i].Rule}}); err != nil {
					t.Error(err)
				}
				m.Advance(v.Snapshot(), v.Snapshot(), nil)
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
	line := []*graph.Snapshot{w.snapshot(t, false)}
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
	m := analysis.NewAnswers(3)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for n := range line {
				v := line[max(0, n-i%3)].On(today + graph.Date(i/2))
				got, err := m.Coverage(v, q)
				want, err2 := analysis.Coverage(v, q)
				if err != nil || err2 != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("coverage at revision %d differs: errors %v, %v", v.Snapshot().Revision(), err, err2)
				}
				in := analysis.IntroductionsQuery{Target: "a-" + targets[n%len(targets)]}
				kept, err := m.Introductions(v, in)
				anew, err2 := analysis.Introductions(v, in)
				if (err == nil) != (err2 == nil) || err == nil && !reflect.DeepEqual(kept, anew) {
					t.Errorf("introductions at revision %d differ: errors %v, %v", v.Snapshot().Revision(), err, err2)
				}
			}
		})
	}
	for n, changes := range commits {
		m.Advance(line[n], line[n+1], changes)
		if _, err := m.Coverage(line[n+1].On(today), q); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
