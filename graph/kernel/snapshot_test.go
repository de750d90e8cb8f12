package kernel_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// model is the simplest thing a snapshot could be.
type model map[graph.ID]graph.Element

func (m model) snapshot(t testing.TB, rev graph.Revision, shuffle *rand.Rand) *kernel.Snapshot {
	ids := slices.Sorted(maps.Keys(m))
	if shuffle != nil {
		shuffle.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	}
	b := kernel.NewBuilder(0)
	for _, edges := range []bool{false, true} {
		for _, id := range ids {
			if e := m[id]; e.IsEdge() == edges {
				if err := b.Add(&e); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return b.Build(rev, time.Unix(int64(rev), 0))
}

// same compares two snapshots by everything that can be asked of them.
func same(t *testing.T, got, want *kernel.Snapshot) {
	t.Helper()
	g, w := slices.Collect(got.Elements()), slices.Collect(want.Elements())
	if !slices.Equal(g, w) {
		t.Fatalf("Elements() = %d elements, want %d, or others", len(g), len(w))
	}
	for _, k := range graph.NodeKinds() {
		gi, wi := got.Nodes(k), want.Nodes(k)
		if got.Count(k) != want.Count(k) || len(gi) != len(wi) {
			t.Fatalf("Nodes(%s): %d counted, %d listed, want %d", k, got.Count(k), len(gi), len(wi))
		}
		for i := range gi {
			if got.NodeID(gi[i]) != want.NodeID(wi[i]) {
				t.Fatalf("Nodes(%s)[%d] = %s, want %s", k, i, got.NodeID(gi[i]), want.NodeID(wi[i]))
			}
			for _, x := range want.NodeProps(wi[i]).Strings("externalIds") {
				if n, ok := got.ByExternalID(k, x); !ok || n != gi[i] {
					t.Fatalf("ByExternalID(%s, %s) = %v, %v", k, x, n, ok)
				}
			}
			for _, pair := range [][2][]kernel.Half{
				{got.OutAll(gi[i]), want.OutAll(wi[i])}, {got.InAll(gi[i]), want.InAll(wi[i])},
			} {
				if len(pair[0]) != len(pair[1]) {
					t.Fatalf("%s has %d halves, want %d", got.NodeID(gi[i]), len(pair[0]), len(pair[1]))
				}
				for j := range pair[0] {
					a, b := pair[0][j], pair[1][j]
					if got.EdgeID(a.Edge()) != want.EdgeID(b.Edge()) || got.NodeID(a.Node()) != want.NodeID(b.Node()) {
						t.Fatalf("half %d of %s = %s, want %s", j, got.NodeID(gi[i]), got.EdgeID(a.Edge()), want.EdgeID(b.Edge()))
					}
				}
			}
			for _, ek := range graph.EdgeKinds() {
				if len(got.Out(gi[i], ek)) != len(want.Out(wi[i], ek)) {
					t.Fatalf("Out(%s, %s) differs", got.NodeID(gi[i]), ek)
				}
			}
		}
	}
	for _, e := range w {
		if have, ok := got.Element(e.ID); !ok || have != e {
			t.Fatalf("Element(%s) = %v, %v", e.ID, have, ok)
		}
	}
}

// edit makes a random consistent list of changes and carries it out on m.
func (m model) edit(r *rand.Rand, n int) []graph.Change {
	var out []graph.Change
	touched := map[graph.ID]bool{}
	set := func(e graph.Element) {
		if touched[e.ID] {
			return
		}
		touched[e.ID] = true
		c := graph.Change{ID: e.ID, After: &e}
		if old, ok := m[e.ID]; ok {
			c.Before = &old
		}
		m[e.ID] = e
		out = append(out, c)
	}
	drop := func(id graph.ID) {
		old, ok := m[id]
		if !ok || touched[id] {
			return
		}
		touched[id] = true
		delete(m, id)
		out = append(out, graph.Change{ID: id, Before: &old})
	}
	node := func(i int) graph.ID { return graph.ID(fmt.Sprintf("p%03d", i)) }
	for range n {
		i := r.IntN(700)
		switch r.IntN(6) {
		case 0, 1:
			p := graph.Person{Node: graph.Node{ID: node(i)}, Name: fmt.Sprint("P", r.IntN(5))}
			if r.IntN(3) == 0 {
				p.ExternalIDs = []string{fmt.Sprint("x:", i, r.IntN(3))}
			}
			set(graph.Encode(p))
		case 2:
			used := false
			for _, e := range m {
				used = used || e.Src == node(i) || e.Dst == node(i)
			}
			for _, c := range out {
				used = used || c.After != nil && (c.After.Src == node(i) || c.After.Dst == node(i))
			}
			if !used {
				drop(node(i))
			}
		case 3:
			drop(graph.ID(fmt.Sprintf("k%03d", r.IntN(900))))
		default:
			j := r.IntN(700)
			if _, ok := m[node(i)]; !ok {
				continue
			}
			if _, ok := m[node(j)]; !ok || i == j {
				continue
			}
			e := graph.Edge{ID: graph.ID(fmt.Sprintf("k%03d", r.IntN(900))), Src: node(i), Dst: node(j)}
			if old, ok := m[e.ID]; ok && old.Kind != graph.EdgeKnows || touched[e.ID] {
				continue
			}
			set(graph.Encode(graph.Knows{Edge: e, Level: graph.TieMet}))
		}
	}
	return out
}

// TestSnapshotVersions holds versions made by Apply and Revert against
// snapshots built from nothing, over random histories.
func TestSnapshotVersions(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 1))
			m := model{}
			s := kernel.Empty()
			var log []graph.Commit
			states := []*kernel.Snapshot{s}
			for rev := graph.Revision(1); rev <= 40; rev++ {
				c := graph.Commit{Revision: rev, At: time.Unix(int64(rev), 0), Changes: m.edit(r, 1+r.IntN(200))}
				next, err := s.Apply(&c)
				if err != nil {
					t.Fatal(err)
				}
				log, s = append(log, c), next
				states = append(states, s)
				if rev%5 == 0 {
					same(t, s, m.snapshot(t, rev, r))
				}
			}
			for i := len(log) - 1; i >= 0; i-- {
				back := make([]graph.Change, len(log[i].Changes))
				for k := range log[i].Changes {
					back[len(back)-1-k] = log[i].Changes[k].Inverse()
				}
				prev, err := s.With(back, s.Revision()-1, states[i].At())
				if err != nil {
					t.Fatal(err)
				}
				s = prev
				if i%10 == 0 {
					same(t, s, states[i])
				}
			}
		})
	}
}

func TestSnapshotRefuses(t *testing.T) {
	person := func(id graph.ID) *graph.Element {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: id}, Name: "N"})
		return &e
	}
	knows := func(id, a, b graph.ID) *graph.Element {
		e := graph.Encode(graph.Knows{Edge: graph.Edge{ID: id, Src: a, Dst: b}, Level: graph.TieMet})
		return &e
	}
	s, err := kernel.Empty().With([]graph.Change{{ID: "a", After: person("a")}, {ID: "b", After: person("b")}, {ID: "k", After: knows("k", "a", "b")}}, 1, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]graph.Change{
		"an element that is there":   {ID: "a", After: person("a")},
		"a wrong before":             {ID: "a", Before: person("b"), After: nil},
		"an element that is not":     {ID: "c", Before: person("c")},
		"a node under an edge":       {ID: "a", Before: person("a")},
		"an edge to nobody":          {ID: "k2", After: knows("k2", "a", "zz")},
		"an edge in place of a node": {ID: "b", Before: person("b"), After: knows("b", "a", "b")},
		"an id with a space":         {ID: "x y", After: person("x y")},
		"a node with a destination":  {ID: "c", After: &graph.Element{ID: "c", Kind: graph.NodePerson, Dst: "a", Props: person("c").Props}},
		"an edge without one":        {ID: "k2", After: &graph.Element{ID: "k2", Kind: graph.EdgeKnows, Src: "a"}},
		"an edge without a source":   {ID: "k2", After: &graph.Element{ID: "k2", Kind: graph.EdgeKnows, Dst: "a"}},
		"an unknown kind":            {ID: "c", After: &graph.Element{ID: "c", Kind: "Robot"}},
		"another kind for a node":    {ID: "a", Before: person("a"), After: &graph.Element{ID: "a", Kind: graph.NodeOrganization}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := s.With([]graph.Change{c}, 2, time.Time{}); err == nil {
				t.Errorf("With(%s) was accepted", name)
			}
			if c.After == nil || c.Before != nil {
				return
			}
			b := kernel.NewBuilder(0)
			for _, e := range []*graph.Element{person("a"), person("b"), knows("k", "a", "b")} {
				if err := b.Add(e); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.Add(c.After); err == nil {
				t.Errorf("Add(%s) was accepted", name)
			}
		})
	}
	if _, err := s.Apply(&graph.Commit{Revision: 3}); err == nil {
		t.Error("Apply took revision 3 after 1")
	}
	// A node and its edges may go together, in any order.
	gone, err := s.With([]graph.Change{{ID: "a", Before: person("a")}, {ID: "k", Before: knows("k", "a", "b")}}, 2, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := gone.Node("a"); ok || gone.Count(graph.EdgeKnows) != 0 {
		t.Error("a and its tie are still there")
	}
	// An erased change removes what is there and ignores what is not.
	erased, err := s.With([]graph.Change{{ID: "k"}, {ID: "a"}, {ID: "zz"}}, 2, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	same(t, erased, gone)
}

// TestSnapshotByWayOfAnything holds that a few thousand elements make the same
// snapshot in any order, in one go or in many commits.
func TestSnapshotByWayOfAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	m := model{}
	for i := range 3000 {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", i)), ExternalIDs: []string{fmt.Sprint("x:", i)}}, Name: fmt.Sprint("Person ", i)})
		m[e.ID] = e
	}
	for i := range 5000 {
		a, b := r.IntN(3000), r.IntN(3000)
		if i < 400 {
			a = 7 // somebody whom many know
		}
		e := graph.Encode(graph.Knows{Edge: graph.Edge{ID: graph.ID(fmt.Sprint("k", i)), Src: graph.ID(fmt.Sprint("p", a)), Dst: graph.ID(fmt.Sprint("p", b))}, Level: graph.TieMet})
		if i%3 == 0 {
			e = graph.Encode(graph.Influences{Edge: graph.Edge{ID: e.ID, Src: e.Src, Dst: e.Dst}, Weight: 0.5})
		}
		m[e.ID] = e
	}
	want := m.snapshot(t, 1, nil)
	same(t, m.snapshot(t, 1, r), want)

	s := kernel.Empty()
	var changes []graph.Change
	flush := func() {
		next, err := s.Apply(&graph.Commit{Revision: s.Revision() + 1, Changes: changes})
		if err != nil {
			t.Fatal(err)
		}
		s, changes = next, nil
	}
	for e := range want.Elements() {
		changes = append(changes, graph.Change{ID: e.ID, After: &e})
		if len(changes) == 1000 {
			flush()
		}
	}
	flush()
	same(t, s, want)
	if s.NumNodes() < 3000 || s.NumEdges() < 5000 {
		t.Errorf("NumNodes() = %d, NumEdges() = %d", s.NumNodes(), s.NumEdges())
	}
	if _, ok := s.NodeOf(graph.NodeAccount, "p1"); ok {
		t.Error("a person is an account")
	}
	if n, ok := s.NodeOf(graph.NodePerson, "p1"); !ok || s.NodeID(n) != "p1" {
		t.Error("p1 is not there")
	}
	count := 0
	for range s.Elements() {
		if count++; count == 3001 {
			break
		}
	}
}

// TestComeBack holds that a removed element may come back, as what it was
// or as another kind of node, and that a commit may undo itself.
func TestComeBack(t *testing.T) {
	put := func(before, after *graph.Element) graph.Change {
		c := graph.Change{Before: before, After: after}
		if c.ID = ""; after != nil {
			c.ID = after.ID
		} else {
			c.ID = before.ID
		}
		return c
	}
	p, o := graph.Encode(graph.Person{Node: graph.Node{ID: "x"}, Name: "P"}), graph.Encode(graph.Organization{Node: graph.Node{ID: "x"}, Name: "O"})
	q := graph.Encode(graph.Person{Node: graph.Node{ID: "y"}, Name: "Q"})
	k := graph.Encode(graph.Knows{Edge: graph.Edge{ID: "k", Src: "x", Dst: "y"}, Level: graph.TieMet})
	s := kernel.Empty()
	for i, changes := range [][]graph.Change{
		{put(nil, &p), put(nil, &q), put(nil, &k)},
		{put(&p, nil), put(&k, nil)},
		{put(nil, &o)},
		{put(&o, nil)},
		{put(nil, &k), put(nil, &p)},
		{put(&k, nil), put(nil, &k)},
	} {
		next, err := s.With(changes, graph.Revision(i+1), time.Time{})
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		s = next
		m := model{}
		for e := range s.Elements() {
			m[e.ID] = e
		}
		same(t, s, m.snapshot(t, s.Revision(), nil))
	}
}
