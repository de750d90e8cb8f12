package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/internal/soak"
	"github.com/kithgraph/kith/resolvers"
)

// questions ask every analysis about the sample company.
var questions = []string{
	`stakeholders(accountId: "a-brackwell")`,
	`strength(of: {accountId: "a-brackwell"}, first: 20)`,
	`coverage(accountId: "a-brackwell")`,
	`singlePoints(accountId: "a-brackwell", pairs: true, soft: true, structure: true)`,
	`introductions(targetId: "p-pekka-niemi")`,
	`moves(from: "2026-01-01", accountId: "a-brackwell")`,
	`influence(accountId: "a-brackwell", brokers: true)`,
	`pairing(accountId: "a-brackwell")`,
	`scenario(accountId: "a-brackwell", leaverIds: ["p-sofia-lindt"])`,
	`moveCard(personId: "p-marta-keller")`,
	`handover(personId: "p-sofia-lindt")`,
	`promises(accountId: "a-brackwell")`,
	`cadence(accountId: "a-brackwell")`,
	`care(accountId: "a-brackwell")`,
	`attention`,
}

func TestQuestionsAskEveryAnalysis(t *testing.T) { everyQuestion(t, questions) }

// everyQuestion holds that a list asks each analysis of a view.
func everyQuestion(t *testing.T, list []string) {
	t.Helper()
	asked := map[string]bool{}
	for _, q := range list {
		name, _, _ := strings.Cut(q, "(")
		asked[name] = true
	}
	for _, f := range sdl().Types["View"].Fields {
		if sdl().Types[f.Type.Name()].Fields.ForName("policyVersion") != nil && !asked[f.Name] {
			t.Errorf("no question asks %s", f.Name)
		}
	}
}

// keeping is a site that keeps answers, on a clock that stands still between the
// steps of a test.
type keeping struct {
	t    *testing.T
	ws   graph.Workspace
	eng  *engine.Engine
	now  atomic.Pointer[time.Time]
	site http.Handler
}

func newKeeping(t *testing.T, st engine.Store, ws graph.Workspace) *keeping {
	t.Helper()
	k := &keeping{t: t, ws: ws}
	noon, ids := base.Time().Add(12*time.Hour), 0
	k.now.Store(&noon)
	k.eng = engine.New(st, engine.Options{
		Now: func() time.Time { return *k.now.Load() }, NewID: func() string { ids++; return fmt.Sprintf("kept%06d", ids) },
		Poll: 20 * time.Millisecond, MaxIdle: 72 * time.Hour,
	})
	t.Cleanup(func() { k.eng.Close() })
	k.edit(func(d *draft.Draft) error { return sample.Company(d, base) })
	k.site = k.handler()
	return k
}

// handler returns a site that has kept nothing.
func (k *keeping) handler() http.Handler {
	return resolvers.NewHandler(k.eng, resolvers.Options{
		Workspace: k.ws, Now: func() time.Time { return *k.now.Load() },
		Limits: gqlserve.Limits{Cost: 1 << 30, Tokens: 1 << 20, Aliases: 1 << 20, Repeats: 1 << 20},
	})
}

func (k *keeping) later(d time.Duration) {
	now := k.now.Load().Add(d)
	k.now.Store(&now)
}

func (k *keeping) edit(edit func(d *draft.Draft) error) graph.Revision {
	k.t.Helper()
	r, err := k.eng.Update(context.Background(), k.ws, "test", "", edit)
	if err != nil {
		k.t.Fatal(err)
	}
	return r.Snapshot.Revision()
}

// ask asks a question about a view for everything.
func ask(t *testing.T, site http.Handler, view, question string) string {
	t.Helper()
	name, _, _ := strings.Cut(question, "(")
	query := "{ view" + view + " { id revision knownAt " + question + selection(sdl().Types["View"].Fields.ForName(name).Type.Name(), false) + " } }"
	body, _ := json.Marshal(map[string]string{"query": query})
	req := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/graphql", strings.NewReader(string(body)))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	site.ServeHTTP(w, req)
	return w.Body.String()
}

// same demands of every question about some views, the first one asked twice, the
// very bytes that a site answers which keeps nothing. It returns the answers about
// the first, without the revision that they are of.
func (k *keeping) same(step string, views ...string) map[string]string {
	k.t.Helper()
	out := map[string]string{}
	for i, view := range views {
		for _, q := range questions {
			want := ask(k.t, k.handler(), view, q)
			for range 2 - min(i, 1) {
				if got := ask(k.t, k.site, view, q); got != want {
					k.t.Fatalf("%s: %s of view%s, kept:\n%.3000s\nanew:\n%.3000s", step, q, view, got, want)
				}
			}
			if i == 0 {
				out[q] = ofRevision.ReplaceAllString(want, "")
			}
		}
	}
	return out
}

var ofRevision = regexp.MustCompile(`"(id":"view |revision":"|knownAt":")[^"]*"`)

// TestKeptAnswers: whatever happens to a workspace, a site that keeps answers says
// byte for byte the same as one that has kept nothing, about what is known now and
// what was known before, about today and another day.
func TestKeptAnswers(t *testing.T) {
	st, err := sqlitestore.Open(t.TempDir(), sqlitestore.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keptAnswers(t, st)
}

func keptAnswers(t *testing.T, st engine.Store) {
	k := newKeeping(t, st, "kept")
	ctx := context.Background()
	edit := func(edit func(d *draft.Draft)) func() {
		return func() { k.edit(func(d *draft.Draft) error { edit(d); return nil }) }
	}
	undo := func() {
		s, err := k.eng.Snapshot(ctx, k.ws)
		if err == nil {
			_, err = k.eng.Undo(ctx, k.ws, "test", "", s.Revision())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	tie := func(d *draft.Draft, to graph.ID) {
		d.Add(graph.Knows{Edge: graph.Edge{Src: "p-ben-okafor", Dst: to, From: base - 3}, Judgement: graph.Judgement{By: "p-ben-okafor", On: base - 3}, Level: graph.TieTrusted})
	}
	last, before := map[string]string{}, graph.Revision(1)
	for i, step := range []struct {
		name    string
		do      func()
		changes int // how many answers at least are then other ones; -1 for none
	}{
		{"at first", func() {}, len(questions)},
		{"asked again", func() {}, -1},
		{"somebody elsewhere", edit(func(d *draft.Draft) { d.Add(graph.Person{Name: "Else Where"}) }), -1},
		{"at the account", edit(func(d *draft.Draft) { tie(d, "p-marta-keller") }), 3},
		{"a contact", edit(func(d *draft.Draft) {
			i := d.Add(graph.Interaction{On: base - 1, Channel: graph.ChannelMeeting, Count: 1})
			d.Add(graph.Attended{Edge: graph.Edge{Src: "p-ben-okafor", Dst: i}})
			d.Add(graph.Attended{Edge: graph.Edge{Src: "p-pekka-niemi", Dst: i}})
		}), 1},
		{"a judgement", edit(func(d *draft.Draft) {
			a := d.Add(graph.Assessment{On: base, Stance: graph.StanceDetractor})
			d.Add(graph.About{Edge: graph.Edge{Src: a, Dst: "p-marta-keller"}})
			d.Add(graph.Author{Edge: graph.Edge{Src: a, Dst: "p-sofia-lindt"}})
		}), 2},
		{"several commits", func() {
			for i := range 3 {
				k.edit(func(d *draft.Draft) error { d.Add(graph.Person{Name: fmt.Sprint("Another ", i)}); return nil })
			}
			k.edit(func(d *draft.Draft) error { tie(d, "p-marta-keller"); return nil })
			undo()
		}, -1},
		{"a policy", edit(func(d *draft.Draft) { depth := 3; d.Add(graph.Policy{DeciderDepth: &depth}) }), 1},
		{"the policy undone", undo, 1},
		{"the other day, by another clock", func() { k.later(24 * time.Hour) }, 3},
		{"somebody removed", func() {
			k.edit(func(d *draft.Draft) error { return d.RemoveNode("p-marta-keller") })
		}, 5},
		{"and brought back", undo, 5},
		{"many elsewhere", edit(func(d *draft.Draft) {
			for i := range 1200 {
				d.Add(graph.Person{Name: fmt.Sprint("One of many ", i)})
			}
		}), -1},
		{"somebody erased", func() {
			if _, err := k.eng.Redact(ctx, k.ws, "test", "", "p-julia-moreau"); err != nil {
				t.Fatal(err)
			}
		}, 3},
		{"by another process", func() {
			other := engine.New(st, engine.Options{Now: func() time.Time { return *k.now.Load() }})
			r, err := other.Update(ctx, k.ws, "other", "", func(d *draft.Draft) error {
				tie(d, "p-pekka-niemi")
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.eng.Wait(ctx, k.ws, r.Snapshot.Revision()); err != nil {
				t.Fatal(err)
			}
		}, 1},
		{"loaded again", func() {
			for k.later(100 * time.Hour); len(k.eng.Loaded()) > 0; {
				time.Sleep(5 * time.Millisecond)
			}
		}, 1},
		{"replaced", func() {
			if err := k.eng.Drop(ctx, k.ws); err != nil {
				t.Fatal(err)
			}
			k.edit(func(d *draft.Draft) error { return sample.Company(d, base) })
		}, 3},
		{"dropped", func() {
			if err := k.eng.Drop(ctx, k.ws); err != nil {
				t.Fatal(err)
			}
		}, len(questions)},
	} {
		step.do()
		others := []string{`(asOf: "2026-09-01")`, fmt.Sprintf(`(knownAt: {revision: "%d"})`, before), fmt.Sprintf(`(asOf: "2026-09-01", knownAt: {revision: "%d"})`, before)}
		some := soak.Times(1, len(others)) // in turn
		now := k.same(step.name, append([]string{""}, slices.Concat(others, others)[i%len(others):][:some]...)...)
		changed := 0
		for q, a := range now {
			if a != last[q] {
				changed++
			}
		}
		if changed < step.changes || step.changes < 0 && changed > 0 {
			t.Errorf("%s: %d answers are other ones, want %d", step.name, changed, max(step.changes, 0))
		}
		s, err := k.eng.Snapshot(ctx, k.ws)
		if err != nil {
			t.Fatal(err)
		}
		last, before = now, max(1, s.Revision())
	}
}

// TestKeptAnswersAtOnce is for the race detector: questions while others commit, of
// sites that come and go.
func TestKeptAnswersAtOnce(t *testing.T) {
	k := newKeeping(t, engine.Mem(), sample.Workspace)
	var wg sync.WaitGroup
	wg.Go(func() { addPeople(t, k.eng, "meanwhile", 20) })
	for range 3 {
		wg.Go(func() {
			for _, q := range questions {
				if a := ask(t, k.site, "", q); strings.Contains(a, `"errors"`) {
					t.Errorf("%s: %.300s", q, a)
				}
			}
		})
	}
	wg.Wait()
	k.same("in the end", "")
}
