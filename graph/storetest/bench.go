package storetest

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// benchPeople is how many people a benchmark's workspace has; each has two
// ties.
const benchPeople = 10_000

// Bench measures a store: what a commit of 1, 100 and 5,000 changes takes on
// a workspace of thirty thousand elements, what loading it takes, and what
// reading its log takes.
func Bench(b *testing.B, fresh func(t testing.TB) Reopener) {
	for _, size := range []int{1, 100, graph.MaxChanges} {
		b.Run(fmt.Sprintf("Apply/changes=%d", size), func(b *testing.B) {
			s, head := benchStore(b, fresh)
			c := commit("", make([]graph.Change, size)...)
			was := make([]graph.Element, size)
			for i := range was {
				was[i] = benchPerson(i, 0)
			}
			for n := 0; b.Loop(); n++ {
				c.ID = fmt.Sprint("bench-", n)
				for i := range was {
					before, after := was[i], benchPerson(i, n+1)
					c.Changes[i], was[i] = graph.Change{ID: after.ID, Before: &before, After: &after}, after
				}
				var err error
				if head, err = s.Apply(ctx, ws, head, c); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("Load", func(b *testing.B) {
		s, _ := benchStore(b, fresh)
		n := 0
		for b.Loop() {
			if _, err := s.Load(ctx, ws, func(*graph.Element) error { n++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "elements/s")
	})
	b.Run("Tail", func(b *testing.B) {
		s, _ := benchStore(b, fresh)
		n := 0
		for b.Loop() {
			for c, err := range s.Tail(ctx, ws, 0) {
				if err != nil {
					b.Fatal(err)
				}
				n += len(c.Changes)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "changes/s")
	})
}

func benchPerson(i, version int) graph.Element {
	return graph.Encode(graph.Person{
		Node:   graph.Node{ID: graph.ID(fmt.Sprintf("p%06d", i)), ExternalIDs: []string{fmt.Sprint("crm:", i)}},
		Name:   fmt.Sprintf("Person %d of version %d", i, version),
		Emails: []string{fmt.Sprintf("person.%d@example.com", i)},
	})
}

func benchStore(b *testing.B, fresh func(t testing.TB) Reopener) (engine.Store, graph.Revision) {
	s := fresh(b).Open(b)
	b.Cleanup(func() { s.Close() })
	var es []graph.Element
	for i := range benchPeople {
		es = append(es, benchPerson(i, 0))
	}
	for i := range 2 * benchPeople {
		src, dst := i/2, (i*7919+1)%benchPeople
		es = append(es, knows(graph.ID(fmt.Sprintf("k%06d", i)), es[src].ID, es[dst].ID))
	}
	head := graph.Revision(0)
	for i := 0; i < len(es); i += graph.MaxChanges {
		c := commit(fmt.Sprint("import-", i), added(es[i:min(i+graph.MaxChanges, len(es))]...)...)
		var err error
		if head, err = s.Apply(ctx, ws, head, c); err != nil {
			b.Fatal(err)
		}
	}
	return s, head
}
