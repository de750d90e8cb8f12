package storetest

import (
	"errors"
	"fmt"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/soak"
)

// So many histories are drawn.
func init() { soak.Checks(soak.Times(20, 2000)) }

// testRandomHistories holds a store against [engine.Mem] through random calls:
// both give the same answers and end up with the same workspace.
func testRandomHistories(h *harness) {
	runs := 0
	rapid.Check(h.T, func(t *rapid.T) {
		runs++
		p := pair{h: h, t: t, ws: graph.Workspace(fmt.Sprint("random-", runs)), model: engine.Mem()}
		p.pick = func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "pick") }
		for range rapid.IntRange(1, 20).Draw(t, "calls") {
			p.call()
		}
		p.compare()
	})
}

// pair is the store under test beside the model.
type pair struct {
	h     *harness
	t     *rapid.T
	ws    graph.Workspace
	model engine.Store
	pick  Pick
	world World
	head  graph.Revision
}

func (p *pair) call() {
	switch p.pick(12) {
	default:
		p.apply(p.world.Next(p.pick, 8), p.head)
	case 7: // a writer who is not at the head
		p.apply(commit("stale"), p.head+1+graph.Revision(p.pick(3)))
	case 8:
		after := graph.Revision(p.pick(int(p.head) + 2))
		if d := logDiff(p.log(p.h.Store, after), p.log(p.model, after)); d != nil {
			p.t.Errorf("Tail(%d): %s", after, d)
		}
	case 9:
		p.redact()
	case 10:
		p.h.reopen()
	case 11:
		p.drop()
	}
}

func (p *pair) apply(c graph.Commit, expect graph.Revision) {
	want, wantErr := p.model.Apply(ctx, p.ws, expect, c)
	got, err := p.h.Apply(ctx, p.ws, expect, c)
	var conflict, wantConflict *engine.ConflictError
	errors.As(err, &conflict)
	errors.As(wantErr, &wantConflict)
	if got != want || (err == nil) != (wantErr == nil) || conflict != nil && *conflict != *wantConflict {
		p.t.Fatalf("Apply(expect %d) = %d, %v, want %d, %v", expect, got, err, want, wantErr)
	}
	if err == nil {
		p.head = got
	}
}

func (p *pair) redact() {
	var ids []graph.ID
	e := edit{w: &p.world}
	for range 1 + p.pick(3) {
		if id, ok := e.anyNode(p.pick); ok {
			ids = append(ids, id)
		}
	}
	if p.pick(4) > 0 {
		ids = p.world.WithEdges(ids)
	}
	want := p.model.Redact(ctx, p.ws, ids...)
	if err := p.h.Redact(ctx, p.ws, ids...); (err == nil) != (want == nil) {
		p.t.Fatalf("Redact(%v) = %v, want %v", ids, err, want)
	}
	if want == nil {
		p.world.Redacted(ids)
	}
}

func (p *pair) drop() {
	if err := errors.Join(p.model.Drop(ctx, p.ws), p.h.Drop(ctx, p.ws)); err != nil {
		p.t.Fatalf("Drop = %v", err)
	}
	p.world, p.head = World{}, 0
}

func (p *pair) log(s engine.Store, after graph.Revision) []graph.Commit {
	var log []graph.Commit
	for c, err := range s.Tail(ctx, p.ws, after) {
		if err != nil {
			p.t.Fatalf("Tail(%d) = %v", after, err)
		}
		log = append(log, c)
	}
	return log
}

func (p *pair) compare() {
	got, head := p.h.load(p.ws)
	if head != p.head {
		p.t.Errorf("Load = revision %d, want %d", head, p.head)
	}
	if d := stateDiff(got, p.world.State()); d != nil {
		p.t.Errorf("Load: %s", d)
	}
	want := map[graph.ID]graph.Element{}
	if _, err := p.model.Load(ctx, p.ws, func(e *graph.Element) error {
		want[e.ID] = *e
		return nil
	}); err != nil {
		p.t.Errorf("Load of the model = %v", err)
	}
	if d := stateDiff(got, want); d != nil {
		p.t.Errorf("Load beside the model: %s", d)
	}
	if d := logDiff(p.log(p.h.Store, 0), p.log(p.model, 0)); d != nil {
		p.t.Errorf("Tail(0): %s", d)
	}
	p.h.lawful(p.ws)
}
