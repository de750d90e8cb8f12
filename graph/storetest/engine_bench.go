package storetest

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
)

// BenchEngine measures an engine over a store: what an edit of one person takes
// on a workspace of ten thousand people, from the call to the published
// snapshot; what it takes to load that workspace; and to go back a hundred
// revisions.
func BenchEngine(b *testing.B, fresh func(t testing.TB) Reopener) {
	b.Run("Update", func(b *testing.B) {
		s, _ := benchStore(b, fresh)
		e := engine.New(s, engine.Options{})
		if _, err := e.Snapshot(ctx, ws); err != nil {
			b.Fatal(err)
		}
		for n := 0; b.Loop(); n++ {
			benchUpdate(b, e, n)
		}
	})
	b.Run("Snapshot", func(b *testing.B) { // of a workspace that is not in memory
		s, _ := benchStore(b, fresh)
		for b.Loop() {
			if _, err := engine.New(s, engine.Options{}).Snapshot(ctx, ws); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("SnapshotAt", func(b *testing.B) {
		s, head := benchStore(b, fresh)
		e := engine.New(s, engine.Options{})
		for n := range 100 {
			benchUpdate(b, e, n)
		}
		for b.Loop() {
			cold := engine.New(s, engine.Options{})
			b.StopTimer()
			if _, err := cold.Snapshot(ctx, ws); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if _, err := cold.SnapshotAt(ctx, ws, head); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchUpdate(b *testing.B, e *engine.Engine, n int) {
	_, err := e.Update(ctx, ws, "bench", "", func(d *draft.Draft) error {
		id := graph.ID(fmt.Sprintf("p%06d", n*7919%benchPeople))
		return draft.Edit(d, id, func(p *graph.Person) { p.Name = fmt.Sprint("Version ", n) })
	})
	if err != nil {
		b.Fatal(err)
	}
}
