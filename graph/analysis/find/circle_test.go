package find

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

var today = graph.MustDate("2026-10-26")

// town is a random workspace in which people change sides: firms under firms of
// which some are ours, seats that move, people who hold several, ties and
// meetings.
type town struct {
	r     *rand.Rand
	snap  *kernel.Snapshot
	edges int
}

func newTown(t *testing.T, seed uint64) *town {
	w := &town{r: rand.New(rand.NewPCG(seed, 5)), snap: kernel.NewBuilder(0).Build(1, time.Unix(1, 0))}
	var list []graph.Change
	put := func(f graph.Fact) {
		e := graph.Encode(f)
		list = append(list, graph.Change{ID: e.ID, After: &e})
	}
	for i := range 5 {
		put(graph.Organization{Node: graph.Node{ID: w.id("o", i)}, Name: "Firm", Ours: i == 0})
	}
	for i := range 8 {
		put(graph.Position{Node: graph.Node{ID: w.id("s", i)}, Title: "Seat"})
	}
	for i := range 10 {
		put(graph.Person{Node: graph.Node{ID: w.id("p", i)}, Name: "Somebody"})
	}
	for i := range 6 {
		put(graph.Interaction{Node: graph.Node{ID: w.id("m", i)}, On: today - 9, Channel: graph.ChannelMeeting})
	}
	w.commit(t, list)
	for range 60 {
		w.commit(t, w.edit())
	}
	return w
}

func (w *town) id(prefix string, i int) graph.ID { return graph.ID(fmt.Sprint(prefix, i)) }

// edit changes an edge or a node at random, or adds an edge.
func (w *town) edit() []graph.Change {
	r := w.r
	day := func() graph.Date { return []graph.Date{0, today - 50, today, today + 50}[r.IntN(4)] }
	if r.IntN(3) == 0 {
		var there []graph.Element
		for e := range w.snap.Elements() {
			if e.IsEdge() || e.Kind == graph.NodeOrganization && r.IntN(3) == 0 || e.Kind == graph.NodePosition && r.IntN(3) == 0 {
				there = append(there, e)
			}
		}
		before := there[r.IntN(len(there))]
		after := before
		switch {
		case before.IsEdge() && r.IntN(2) == 0:
			return []graph.Change{{ID: before.ID, Before: &before}}
		case before.Kind == graph.NodeOrganization && r.IntN(2) == 0:
			o := graph.Decode[graph.Organization](before)
			o.Ours = !o.Ours
			after = graph.Encode(o)
		default:
			after.From, after.To = 0, day()
		}
		if after == before {
			return nil
		}
		return []graph.Change{{ID: before.ID, Before: &before, After: &after}}
	}
	w.edges++
	p, q, s, o, m := w.id("p", r.IntN(10)), w.id("p", r.IntN(10)), w.id("s", r.IntN(8)), r.IntN(5), w.id("m", r.IntN(6))
	edge := func(src, dst graph.ID) graph.Edge {
		return graph.Edge{ID: w.id("e", w.edges), Src: src, Dst: dst, From: day()}
	}
	var e graph.Element
	switch k := r.IntN(8); {
	case k < 3:
		e = graph.Encode(graph.Holds{Edge: edge(p, s)})
	case k < 5:
		e = graph.Encode(graph.In{Edge: edge(s, w.id("o", o))})
	case k == 5 && o > 0:
		e = graph.Encode(graph.PartOf{Edge: edge(w.id("o", o), w.id("o", r.IntN(o)))})
	case k == 6 && p != q:
		e = graph.Encode(graph.Knows{Edge: edge(p, q), Level: graph.TieMet})
	default:
		e = graph.Encode(graph.Attended{Edge: edge(p, m)})
	}
	return []graph.Change{{ID: e.ID, After: &e}}
}

func (w *town) commit(t *testing.T, changes []graph.Change) {
	t.Helper()
	next, err := w.snap.With(changes, w.snap.Revision()+1, time.Unix(2, 0))
	if err != nil {
		t.Fatal(err)
	}
	w.snap = next
}

// asked returns what a circle says of every person and organization.
func asked(s *kernel.Snapshot, day graph.Date, c *knows.Circle) (out []string) {
	for _, n := range slices.Concat(s.Nodes(graph.NodeOrganization), s.Nodes(graph.NodePerson)) {
		r := knows.NewReader(view.On(s, day))
		r.Circle = c
		out = append(out, fmt.Sprint(s.NodeID(n), r.Ours(n), r.Clock.Until, s.NodeKind(n) == graph.NodePerson && r.Met(n), r.Clock.Until))
	}
	return out
}

// TestCircleIsCarriedOverCommits: after each of many random commits a circle that
// was carried over says the same as a new one, of everybody and on several days,
// however much of it was filled, and while readers of the snapshot before still
// fill it.
func TestCircleIsCarriedOverCommits(t *testing.T) {
	flips, kept := 0, 0
	for seed := range uint64(12) {
		w := newTown(t, seed)
		for _, day := range []graph.Date{today - 60, today, today + 20} {
			c := knows.NewCircle(w.snap.NumNodes())
			for range 25 {
				before := asked(w.snap, day, nil)
				if w.r.IntN(2) == 0 {
					asked(w.snap, day, c)
				} else { // some of it
					r := knows.NewReader(view.On(w.snap, day))
					r.Circle = c
					r.Met(w.snap.Nodes(graph.NodePerson)[w.r.IntN(10)])
				}
				prev, changes := w.snap, w.edit()
				w.commit(t, changes)
				touched, ok := touchedBy(prev, w.snap, []graph.Commit{{Changes: changes}})
				if !ok {
					t.Fatal("a small commit is too much to follow")
				}
				next := c.Carried(w.snap.NumNodes(), touched.nodes)
				var wg sync.WaitGroup
				wg.Go(func() { asked(prev, day, c) })
				for _, n := range w.snap.Nodes(graph.NodePerson) {
					if next.Get(n, knows.IsMet).Known() {
						kept++
					}
				}
				got, want := asked(w.snap, day, next), asked(w.snap, day, nil)
				wg.Wait()
				if !slices.Equal(got, want) {
					t.Fatalf("seed %d, after %+v: carried\n%v, anew\n%v", seed, changes, got, want)
				}
				if again := asked(w.snap, day, next); !slices.Equal(again, want) {
					t.Fatalf("seed %d, after %+v: filled by a reader of the snapshot before\n%v, anew\n%v", seed, changes, again, want)
				}
				if !slices.Equal(before, want) {
					flips++
				}
				c = next
			}
		}
	}
	if flips < 100 || kept < 2000 {
		t.Errorf("%d commits changed anything and %d answers were kept: the test has no teeth", flips, kept)
	}
}

// TestCircleGivesUp: a firm that is too large to be followed is not followed.
func TestCircleGivesUp(t *testing.T) {
	b := kernel.NewBuilder(0)
	add := func(f graph.Fact) {
		e := graph.Encode(f)
		if err := b.Add(&e); err != nil {
			t.Fatal(err)
		}
	}
	add(graph.Organization{Node: graph.Node{ID: "o"}, Name: "Firm"})
	add(graph.Position{Node: graph.Node{ID: "s"}, Title: "Seat"})
	for i := range knows.MaxRipples + 1 {
		add(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", i))}, Name: "Somebody"})
	}
	add(graph.In{Edge: graph.Edge{ID: "i", Src: "s", Dst: "o"}})
	for i := range knows.MaxRipples + 1 {
		add(graph.Holds{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("h", i)), Src: graph.ID(fmt.Sprint("p", i)), Dst: "s"}})
	}
	s := b.Build(1, time.Unix(1, 0))
	before, _ := s.Element("o")
	renamed, ours := graph.Decode[graph.Organization](before), graph.Decode[graph.Organization](before)
	renamed.Name, ours.Ours = "Another name", true
	for _, c := range []struct {
		name string
		to   graph.Organization
		want bool
	}{{"renamed", renamed, true}, {"ours", ours, false}} {
		after := graph.Encode(c.to)
		changes := []graph.Change{{ID: "o", Before: &before, After: &after}}
		next, err := s.With(changes, 2, time.Unix(2, 0))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := touchedBy(s, next, []graph.Commit{{Changes: changes}}); ok != c.want {
			t.Errorf("%s: followed %v, want %v", c.name, ok, c.want)
		}
	}
}
