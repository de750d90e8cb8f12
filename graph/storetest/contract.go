package storetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

func testEmptyWorkspace(h *harness) {
	h.check(ws, nil, 0, []graph.Commit{})
	for _, after := range []graph.Revision{0, 1, 99} {
		if log := h.tail(ws, after); len(log) != 0 {
			h.Errorf("Tail(%s, %d) = %d commits, want none", ws, after, len(log))
		}
	}
	if rev, err := h.Find(ctx, ws, "nothing"); rev != 0 || err != nil {
		h.Errorf("Find(%s, nothing) = %d, %v, want 0, nil", ws, rev, err)
	}
	if err := h.Redact(ctx, ws, "p1"); err != nil {
		h.Errorf("Redact(%s, p1) = %v, want nil", ws, err)
	}
	if err := h.Drop(ctx, ws); err != nil {
		h.Errorf("Drop(%s) = %v, want nil", ws, err)
	}
	if heads, err := h.Heads(ctx); len(heads) != 0 || err != nil {
		h.Errorf("Heads() = %v, %v, want none: asking makes no workspace", heads, err)
	}
}

func testApplyAndReadBack(h *harness) {
	ada, bob, tie := person("ada", "Ada"), person("bob", "Bob"), knows("tie", "ada", "bob")
	ada2 := person("ada", "Ada Lovelace")
	log := []graph.Commit{
		commit("c1", added(ada, bob)...),
		commit("c2", changed(ada, ada2), added(tie)[0]),
		commit("c3", removed(tie), removed(bob)),
	}
	states := []map[graph.ID]graph.Element{
		{"ada": ada, "bob": bob},
		{"ada": ada2, "bob": bob, "tie": tie},
		{"ada": ada2},
	}
	for i := range log {
		h.apply(ws, graph.Revision(i), log[i])
		log[i].Revision = graph.Revision(i + 1)
		h.check(ws, states[i], graph.Revision(i+1), log[:i+1])
	}
}

func testEmptyCommit(h *harness) {
	c := commit("c1")
	h.apply(ws, 0, c)
	c.Revision = 1
	h.check(ws, nil, 1, []graph.Commit{c})
	h.reopen()
	h.check(ws, nil, 1, []graph.Commit{c})
}

// testEveryKind stores one node of every node kind and one edge of every edge
// kind, between nodes of kinds that it allows.
func testEveryKind(h *harness) {
	var es []graph.Element
	for i, k := range graph.NodeKinds() {
		es = append(es, graph.Element{ID: graph.ID("n-" + string(k)), Kind: k, From: graph.Day(2026, 1, 1+i)})
	}
	for i, k := range graph.EdgeKinds() {
		for j, ends := range graph.Endpoints(k) {
			id := graph.ID(fmt.Sprintf("e-%s-%d", k, j))
			es = append(es, graph.Element{ID: id, Kind: k, Src: graph.ID("n-" + string(ends.Src)), Dst: graph.ID("n-" + string(ends.Dst)), To: graph.Day(2026, 2, 1+i)})
		}
	}
	for i := range es {
		es[i].Props = anyProps(h, es[i].Kind)
	}
	state := map[graph.ID]graph.Element{}
	for _, e := range es {
		state[e.ID] = e
	}
	c := commit("c1", added(es...)...)
	h.apply(ws, 0, c)
	c.Revision = 1
	h.check(ws, state, 1, []graph.Commit{c})
	h.reopen()
	h.check(ws, state, 1, []graph.Commit{c})
}

// anyProps gives every property of a kind a value.
func anyProps(h *harness, k graph.Kind) graph.Props {
	words := map[string][]string{}
	for _, e := range graph.Enums() {
		words[e.Name] = e.Values
	}
	values := map[string]graph.Value{}
	for _, f := range graph.Fields(k) {
		switch f.Type {
		case graph.FieldText:
			values[f.Name] = "text of " + f.Name
			if f.Enum != "" {
				values[f.Name] = words[f.Enum][0]
			}
		case graph.FieldInt:
			values[f.Name] = int64(3)
		case graph.FieldFloat:
			values[f.Name] = 0.25
		case graph.FieldBool:
			values[f.Name] = true
		case graph.FieldDate:
			values[f.Name] = graph.Day(2026, 3, 31)
		case graph.FieldStrings:
			values[f.Name] = []string{"one", "two"}
			if f.Enum != "" {
				values[f.Name] = words[f.Enum]
			}
		}
	}
	p, err := graph.MakeProps(values)
	if err != nil {
		h.Fatalf("MakeProps(%v) = %v", values, err)
	}
	return p
}

func testHostileText(h *harness) {
	state := map[graph.ID]graph.Element{}
	var log []graph.Commit
	for i, text := range texts {
		id := graph.ID(fmt.Sprintf("p%d", i))
		e := graph.Encode(graph.Person{Node: graph.Node{ID: id, ExternalIDs: []string{text, "x:" + text}}, Name: text, Notes: strings.Repeat(text, 3), Emails: []string{text}})
		c := commit(fmt.Sprintf("c%d", i), added(e)...)
		c.Actor, c.Reason = text, text+"!"
		h.apply(ws, graph.Revision(i), c)
		c.Revision = graph.Revision(i + 1)
		log, state[id] = append(log, c), e
	}
	h.check(ws, state, graph.Revision(len(log)), log)
	hostile := []graph.ID{"'", `"`, "`", "a'b\"c`d", "--", "%", "_", `\`, "{id}", "$id", "<x>&y;", "../../etc/passwd", "NULL", "0", "-1", graph.ID(strings.Repeat("i", graph.MaxID))}
	var es []graph.Element
	for _, id := range hostile {
		es = append(es, person(id, "named "+string(id)))
		state[id] = es[len(es)-1]
	}
	c := commit("'\";DROP--"+strings.Repeat("x", graph.MaxID-9), added(es...)...)
	h.apply(ws, graph.Revision(len(log)), c)
	c.Revision = graph.Revision(len(log) + 1)
	log = append(log, c)
	h.check(ws, state, c.Revision, log)
	if rev, err := h.Find(ctx, ws, c.ID); rev != c.Revision || err != nil {
		h.Errorf("Find(%q) = %d, %v, want %d, nil", c.ID, rev, err, c.Revision)
	}
	h.reopen()
	h.check(ws, state, c.Revision, log)
}

// testValues stores the extremes of every type of property.
func testValues(h *harness) {
	var es []graph.Element
	for i, f := range []float64{0, 1, -1, 3, 0.1, 1.0 / 3, 1e21, -1e-7, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Copysign(0, -1), 1 << 53, 123456789.125} {
		es = append(es, graph.Encode(graph.Revenue{Node: graph.Node{ID: graph.ID(fmt.Sprintf("r%02d", i))}, Amount: &f, Currency: "EUR"}))
	}
	for i, n := range []int{0, 1, -1, math.MaxInt64, math.MinInt64, 1<<53 + 1} {
		es = append(es, graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("p%02d", i))}, Name: "P", Capacity: &n}))
	}
	for i, d := range []string{"1900-01-01", "1969-12-31", "1970-01-01", "2000-02-29", "2200-12-31"} {
		day := graph.MustDate(d)
		es = append(es, graph.Encode(graph.Account{Node: graph.Node{ID: graph.ID(fmt.Sprintf("a%02d", i)), From: day, ConfirmedOn: day}, Name: "A", Renewal: day}))
		es = append(es, graph.Encode(graph.Account{Node: graph.Node{ID: graph.ID(fmt.Sprintf("b%02d", i)), To: day}, Name: d}))
	}
	for i, list := range [][]string{{""}, {"", ""}, {"a", "a"}, {"one"}, {"b", "a"}} {
		es = append(es, graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("q%02d", i))}, Name: "P", Emails: list}))
	}
	es = append(es, graph.Element{ID: "bare", Kind: graph.NodeSignal}, graph.Encode(graph.Organization{Node: graph.Node{ID: "o1"}, Name: "O", Ours: true}))
	state := map[graph.ID]graph.Element{}
	for _, e := range es {
		state[e.ID] = e
	}
	c := commit("c1", added(es...)...)
	h.apply(ws, 0, c)
	c.Revision = 1
	h.check(ws, state, 1, []graph.Commit{c})
}

func testLoadOrder(h *harness) {
	var w World
	h.grow(ws, &w, seeded(1), 0, 30, 12)
	var got []graph.ID
	edges := false
	if _, err := h.Load(ctx, ws, func(e *graph.Element) error {
		if edges && !e.IsEdge() {
			h.Errorf("Load: node %s comes after an edge", e.ID)
		}
		if e.IsEdge() && !edges {
			edges, got = true, append(got, "")
		}
		if last := len(got) - 1; last >= 0 && got[last] >= e.ID && got[last] != "" {
			h.Errorf("Load: %s comes after %s", e.ID, got[last])
		}
		got = append(got, e.ID)
		return nil
	}); err != nil {
		h.Fatalf("Load = %v", err)
	}
	if len(got)-1 != w.Len() || !edges {
		h.Errorf("Load = %d elements, want %d, edges among them", len(got)-1, w.Len())
	}
}

func testLoadErrorOfCallback(h *harness) {
	h.apply(ws, 0, commit("c1", added(person("a", "A"), person("b", "B"), person("c", "C"))...))
	stop := errors.New("enough")
	calls := 0
	_, err := h.Load(ctx, ws, func(*graph.Element) error {
		if calls++; calls == 2 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || calls != 2 {
		h.Errorf("Load = %v after %d calls, want the callback's error after 2", err, calls)
	}
	h.apply(ws, 1, commit("c2")) // nothing is left locked
}

// testEdgesBeforeNodes puts edges before the nodes that they join, and removes
// nodes before the edges: within a commit the order does not matter.
func testEdgesBeforeNodes(h *harness) {
	a, b, tie := person("a", "A"), person("b", "B"), knows("tie", "a", "b")
	h.apply(ws, 0, commit("c1", added(tie, b, a)...))
	h.check(ws, map[graph.ID]graph.Element{"a": a, "b": b, "tie": tie}, 1, nil)
	h.apply(ws, 1, commit("c2", removed(a), removed(tie)))
	h.check(ws, map[graph.ID]graph.Element{"b": b}, 2, nil)
	h.apply(ws, 2, commit("c3", added(tie, a)...))
	h.check(ws, map[graph.ID]graph.Element{"a": a, "b": b, "tie": tie}, 3, nil)
}

func testEdgeMovesAndChanges(h *harness) {
	a, b, c := person("a", "A"), person("b", "B"), person("c", "C")
	tie, twin, loop := knows("tie", "a", "b"), knows("twin", "a", "b"), knows("loop", "c", "c")
	h.apply(ws, 0, commit("c1", added(a, b, c, tie, twin, loop)...))
	moved := knows("tie", "c", "a")
	h.apply(ws, 1, commit("c2", changed(tie, moved)))
	ended := moved
	ended.From, ended.To = graph.Day(2026, 1, 1), graph.Day(2026, 2, 1)
	h.check(ws, map[graph.ID]graph.Element{"a": a, "b": b, "c": c, "tie": moved, "twin": twin, "loop": loop}, 2, nil)
	h.apply(ws, 2, commit("c3", changed(moved, ended), removed(twin)))
	h.check(ws, map[graph.ID]graph.Element{"a": a, "b": b, "c": c, "tie": ended, "loop": loop}, 3, nil)
}

func testErasedChangeRemoves(h *harness) {
	a, b, tie := person("a", "A"), person("b", "B"), knows("tie", "a", "b")
	h.apply(ws, 0, commit("c1", added(a, b, tie)...))
	c := commit("c2", graph.Change{ID: "a"}, graph.Change{ID: "tie"}, graph.Change{ID: "never"})
	h.apply(ws, 1, c)
	h.check(ws, map[graph.ID]graph.Element{"b": b}, 2, nil)
	c.Revision = 2
	for _, d := range logDiff(h.tail(ws, 1), []graph.Commit{c}) {
		h.Errorf("Tail: %s", d)
	}
}

func testTailFromAnywhere(h *harness) {
	var w World
	log := h.grow(ws, &w, seeded(2), 0, 300, 3)
	for _, after := range []graph.Revision{0, 1, 2, 150, 255, 256, 257, 299, 300, 301, 1 << 40} {
		want := log[min(int(after), len(log)):]
		for _, d := range logDiff(h.tail(ws, after), want) {
			h.Errorf("Tail(%d): %s", after, d)
		}
		h.outline(ws, after, want)
	}
	seq := h.Tail(ctx, ws, 290)
	for round := range 2 {
		n := 0
		for range seq {
			n++
		}
		if n != 10 {
			h.Errorf("Tail(290), round %d of the same sequence = %d commits, want 10", round, n)
		}
	}
}

func testTailStopsWhenAsked(h *harness) {
	var w World
	h.grow(ws, &w, seeded(3), 0, 20, 3)
	for n := range 40 {
		seen := 0
		for range h.Tail(ctx, ws, 0) {
			if seen++; seen > n {
				break
			}
		}
	}
	h.apply(ws, 20, commit("after")) // nothing is left locked
}

func testCommitKeepsItsFields(h *harness) {
	zone := time.FixedZone("far", 13*3600+45*60)
	times := []time.Time{
		time.Date(2026, 3, 1, 0, 30, 0, 999999999, zone),
		time.Date(1999, 12, 31, 23, 59, 59, 1, time.UTC),
		time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Now(),
	}
	for i, at := range times {
		c := graph.Commit{Revision: 77, ID: fmt.Sprint("id-", i), At: at, Actor: strings.Repeat("a", graph.MaxCommitText), Reason: strings.Repeat("é", graph.MaxCommitText/2), More: i%2 == 0}
		h.apply(ws, graph.Revision(i), c)
		c.Revision = graph.Revision(i + 1)
		got := h.tail(ws, graph.Revision(i))
		for _, d := range logDiff(got, []graph.Commit{c}) {
			h.Errorf("Tail: %s", d)
		}
	}
}

// testCallerMayReuseMemory overwrites what was passed in and what came out.
func testCallerMayReuseMemory(h *harness) {
	a := person("a", "A")
	c := commit("c1", added(a)...)
	h.apply(ws, 0, c)
	*c.Changes[0].After = person("a", "overwritten")
	c.Changes[0] = graph.Change{ID: "z"}
	for got := range h.Tail(ctx, ws, 0) {
		*got.Changes[0].After = person("a", "overwritten")
		got.Changes[0] = graph.Change{ID: "z"}
	}
	if _, err := h.Load(ctx, ws, func(e *graph.Element) error {
		*e = person("z", "overwritten")
		return nil
	}); err != nil {
		h.Errorf("Load = %v", err)
	}
	want := commit("c1", added(a)...)
	want.Revision = 1
	h.check(ws, map[graph.ID]graph.Element{"a": a}, 1, []graph.Commit{want})
}

func testConflict(h *harness) {
	a := person("a", "A")
	wrong := func(expect, head graph.Revision) {
		h.Helper()
		_, err := h.Apply(ctx, ws, expect, commit(fmt.Sprintf("wrong-%d-%d", expect, head), added(person("b", "B"))...))
		var conflict *engine.ConflictError
		if !errors.As(err, &conflict) || conflict.Expect != expect || conflict.Head != head || !errors.Is(err, graph.ErrConflict) {
			h.Errorf("Apply(expect %d) at head %d = %v, want a ConflictError with both", expect, head, err)
		}
	}
	wrong(1, 0)
	wrong(1<<40, 0)
	if heads, err := h.Heads(ctx); len(heads) != 0 || err != nil {
		h.Errorf("Heads() = %v, %v after refused commits, want none", heads, err)
	}
	h.apply(ws, 0, commit("c1", added(a)...))
	wrong(0, 1)
	wrong(2, 1)
	h.apply(ws, 1, commit("c2"))
	wrong(0, 2)
	wrong(1, 2)
	h.check(ws, map[graph.ID]graph.Element{"a": a}, 2, nil)
}

func testRefusedCommits(h *harness) {
	a := person("a", "A")
	first := commit("c1", added(a)...)
	h.apply(ws, 0, first)
	first.Revision = 1
	b := person("b", "B")
	seat := graph.Element{ID: "a", Kind: graph.NodePosition}
	half := graph.Element{ID: "e", Kind: graph.EdgeKnows, Src: "a"}
	for _, c := range []struct {
		name string
		c    graph.Commit
	}{
		{"no commit id", commit("", added(b)...)},
		{"blank in the commit id", commit("a b", added(b)...)},
		{"long commit id", commit(strings.Repeat("x", graph.MaxID+1), added(b)...)},
		{"commit id of the log", commit("c1", added(b)...)},
		{"no element id", commit("c2", graph.Change{})},
		{"bad element id", commit("c2", graph.Change{ID: "a b"})},
		{"an element twice", commit("c2", added(b, b)...)},
		{"another id before", commit("c2", graph.Change{ID: "b", Before: &a})},
		{"another id after", commit("c2", graph.Change{ID: "b", After: &a})},
		{"another kind after", commit("c2", graph.Change{ID: "a", Before: &a, After: &seat})},
		{"an edge with one end", commit("c2", graph.Change{ID: "e", After: &half})},
		{"long actor", graph.Commit{ID: "c2", Actor: strings.Repeat("a", graph.MaxCommitText+1)}},
		{"long reason", graph.Commit{ID: "c2", Reason: strings.Repeat("a", graph.MaxCommitText+1)}},
		{"actor is not UTF-8", graph.Commit{ID: "c2", Actor: "a\xff"}},
		{"reason is not UTF-8", graph.Commit{ID: "c2", Reason: "\xc3"}},
		{"year 10000", graph.Commit{ID: "c2", At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}},
	} {
		if c.c.At.IsZero() {
			c.c.At = first.At
		}
		if rev, err := h.Apply(ctx, ws, 1, c.c); !errors.Is(err, graph.ErrInvalid) {
			h.Errorf("%s: Apply = %d, %v, want graph.ErrInvalid", c.name, rev, err)
		}
	}
	h.check(ws, map[graph.ID]graph.Element{"a": a}, 1, []graph.Commit{first})
}

func testInvalidWorkspaceNames(h *harness) {
	for _, name := range []graph.Workspace{"", "-a", "A", "a b", "a.b", "a/b", "../a", `a\b`, "ä", "a\x00", "a'", graph.Workspace(strings.Repeat("a", 65))} {
		_, apply := h.Apply(ctx, name, 0, commit("c1"))
		_, load := h.Load(ctx, name, func(*graph.Element) error { return nil })
		_, find := h.Find(ctx, name, "c1")
		var tail error
		for _, err := range h.Tail(ctx, name, 0) {
			tail = err
		}
		for _, got := range []struct {
			call string
			err  error
		}{{"Apply", apply}, {"Load", load}, {"Find", find}, {"Tail", tail}, {"Redact", h.Redact(ctx, name, "a")}, {"Drop", h.Drop(ctx, name)}} {
			if !errors.Is(got.err, graph.ErrInvalid) {
				h.Errorf("%s(%q) = %v, want graph.ErrInvalid", got.call, name, got.err)
			}
		}
	}
	for _, name := range []graph.Workspace{"a", "0", "_", "a-b_c-9", "db", graph.Workspace(strings.Repeat("z", 64))} {
		h.apply(name, 0, commit("c1", added(person("a", string(name)))...))
		h.check(name, map[graph.ID]graph.Element{"a": person("a", string(name))}, 1, nil)
	}
}

func testFind(h *harness) {
	for i := range 5 {
		h.apply(ws, graph.Revision(i), commit(fmt.Sprint("c", i+1)))
	}
	h.apply(other, 0, commit("elsewhere"))
	for id, want := range map[string]graph.Revision{"c1": 1, "c5": 5, "c6": 0, "elsewhere": 0, "C1": 0, "c1 ": 0, "": 0, "c%": 0} {
		if rev, err := h.Find(ctx, ws, id); rev != want || err != nil {
			h.Errorf("Find(%s, %q) = %d, %v, want %d, nil", ws, id, rev, err, want)
		}
	}
}

func testHeads(h *harness) {
	want := map[graph.Workspace]graph.Revision{}
	for i, name := range []graph.Workspace{"a", "ab", "b-1", "c_2", "0"} {
		for n := range i + 1 {
			h.apply(name, graph.Revision(n), commit(fmt.Sprint("c", n)))
		}
		want[name] = graph.Revision(i + 1)
	}
	for range 2 {
		heads, err := h.Heads(ctx)
		got := map[graph.Workspace]graph.Revision{}
		for name, head := range heads {
			got[name] = head.Revision
		}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			h.Errorf("Heads() = %v, %v, want %v", got, err, want)
		}
		h.reopen()
	}
}

// testEpoch demands that the epoch of a workspace is its own and stays, whatever is
// written and erased, until another takes its place.
func testEpoch(h *harness) {
	epoch := func(name graph.Workspace) string {
		h.Helper()
		heads, err := h.Heads(ctx)
		if err != nil {
			h.Fatalf("Heads() = %v", err)
		}
		span, err := h.Load(ctx, name, func(*graph.Element) error { return nil })
		if err != nil || span.Epoch != heads[name].Epoch {
			h.Errorf("Load(%s) is of the epoch %q, %v, and Heads says %q", name, span.Epoch, err, heads[name].Epoch)
		}
		return span.Epoch
	}
	if got := epoch(ws); got != "" {
		h.Errorf("the epoch of no workspace is %q, want none", got)
	}
	p := person("p", "P")
	h.apply(ws, 0, commit("c1", added(p)...))
	h.apply(other, 0, commit("c1"))
	first := epoch(ws)
	if first == "" || first == epoch(other) {
		h.Errorf("the epochs are %q and %q, want two", first, epoch(other))
	}
	same := func(after string) {
		h.Helper()
		if got := epoch(ws); got != first {
			h.Errorf("after %s the epoch is %q, and was %q", after, got, first)
		}
	}
	h.apply(ws, 1, commit("c2", removed(p)))
	same("a commit")
	h.reopen()
	same("reopening")
	if err := h.Redact(ctx, ws, "p"); err != nil {
		h.Errorf("Redact = %v", err)
	}
	same("an erasure")
	if err := h.Drop(ctx, ws); err != nil {
		h.Errorf("Drop = %v", err)
	}
	if got := epoch(ws); got != "" {
		h.Errorf("after Drop the epoch is %q, want none", got)
	}
	h.apply(ws, 0, commit("c1", added(p)...))
	if got := epoch(ws); got == "" || got == first {
		h.Errorf("a workspace made anew has the epoch %q, and the one before had %q", got, first)
	}
}

func testWorkspacesAreApart(h *harness) {
	here, there := person("p", "here"), person("p", "there")
	one, two := commit("same-id", added(here)...), commit("same-id", added(there)...)
	h.apply(ws, 0, one)
	h.apply(other, 0, two)
	h.apply(other, 1, commit("c2", removed(there)))
	one.Revision = 1
	h.check(ws, map[graph.ID]graph.Element{"p": here}, 1, []graph.Commit{one})
	h.check(other, nil, 2, nil)
	if err := h.Redact(ctx, other, "p"); err != nil {
		h.Errorf("Redact = %v", err)
	}
	h.check(ws, map[graph.ID]graph.Element{"p": here}, 1, []graph.Commit{one})
	if err := h.Drop(ctx, other); err != nil {
		h.Errorf("Drop = %v", err)
	}
	h.check(ws, map[graph.ID]graph.Element{"p": here}, 1, []graph.Commit{one})
}

func testLargestCommit(h *harness) {
	var es []graph.Element
	id := func(i int) graph.ID { return graph.ID(fmt.Sprintf("x%05d", i)) }
	for i := range graph.MaxChanges + 1 {
		if i%5 < 3 {
			es = append(es, person(id(i), fmt.Sprint("Person ", i)))
		} else {
			es = append(es, knows(id(i), id(i/5*5), id(i/5*5+1)))
		}
	}
	if _, err := h.Apply(ctx, ws, 0, commit("big", added(es...)...)); !errors.Is(err, engine.ErrTooBig) {
		h.Errorf("Apply of %d changes = %v, want ErrTooBig", len(es), err)
	}
	h.check(ws, nil, 0, nil)
	es = es[:graph.MaxChanges]
	state := map[graph.ID]graph.Element{}
	for _, e := range es {
		state[e.ID] = e
	}
	c := commit("big", added(es...)...)
	h.apply(ws, 0, c)
	c.Revision = 1
	h.check(ws, state, 1, []graph.Commit{c})
	gone := make([]graph.Change, len(es))
	for i, e := range es {
		gone[i] = removed(e)
	}
	h.apply(ws, 1, commit("all-gone", gone...))
	h.check(ws, nil, 2, nil)
}

func testLargeProperties(h *harness) {
	long := make([]string, graph.MaxList)
	for i := range long {
		long[i] = strings.Repeat(string(rune('a'+i%26)), graph.MaxListText/4)
	}
	big := graph.Encode(graph.Person{Node: graph.Node{ID: "big", ExternalIDs: long}, Name: "Big", Notes: strings.Repeat("\x01🙂", graph.MaxText/5), Emails: long, Links: long})
	c := commit("c1", added(big)...)
	h.apply(ws, 0, c)
	c.Revision = 1
	h.check(ws, map[graph.ID]graph.Element{"big": big}, 1, []graph.Commit{c})
	small := person("big", "Small")
	c2 := commit("c2", changed(big, small))
	h.apply(ws, 1, c2)
	c2.Revision = 2
	h.reopen()
	h.check(ws, map[graph.ID]graph.Element{"big": small}, 2, []graph.Commit{c, c2})
}

func testRedact(h *harness) {
	ada, bob, tie := person("ada", "Ada"), person("bob", "Bob"), knows("tie", "ada", "bob")
	ada2 := person("ada", "Ada Lovelace")
	log := []graph.Commit{
		commit("c1", added(ada, bob, tie)...),
		commit("c2", changed(ada, ada2)),
		commit("c3", added(person("eve", "Eve"))...),
	}
	for i := range log {
		h.apply(ws, graph.Revision(i), log[i])
		log[i].Revision = graph.Revision(i + 1)
	}
	if err := h.Redact(ctx, ws, "ada", "tie"); err != nil {
		h.Fatalf("Redact(ada, tie) = %v", err)
	}
	log[0].Changes = []graph.Change{{ID: "ada"}, {ID: "bob", After: &bob}, {ID: "tie"}}
	log[1].Changes = []graph.Change{{ID: "ada"}}
	state := map[graph.ID]graph.Element{"bob": bob, "eve": person("eve", "Eve")}
	for range 2 {
		h.check(ws, state, 3, log)
		for i := range log {
			if rev, err := h.Find(ctx, ws, log[i].ID); rev != log[i].Revision || err != nil {
				h.Errorf("Find(%s) = %d, %v after Redact, want %d", log[i].ID, rev, err, log[i].Revision)
			}
		}
		h.reopen()
		if err := h.Redact(ctx, ws, "ada", "tie"); err != nil { // once more is no harm
			h.Errorf("Redact again = %v", err)
		}
	}
	next := commit("c4", changed(bob, person("bob", "Bob II")))
	h.apply(ws, 3, next)
	next.Revision = 4
	state["bob"] = person("bob", "Bob II")
	h.check(ws, state, 4, append(log, next))
}

func testRedactRefusesLooseEdges(h *harness) {
	a, b, out, in := person("a", "A"), person("b", "B"), knows("out", "a", "b"), knows("in", "b", "a")
	c := commit("c1", added(a, b, out, in)...)
	h.apply(ws, 0, c)
	c.Revision = 1
	for _, ids := range [][]graph.ID{{"a"}, {"a", "out"}, {"in", "a"}, {"a", "unknown"}} {
		if err := h.Redact(ctx, ws, ids...); !errors.Is(err, graph.ErrInvalid) {
			h.Errorf("Redact(%v) = %v, want graph.ErrInvalid: an edge would be loose", ids, err)
		}
	}
	h.check(ws, map[graph.ID]graph.Element{"a": a, "b": b, "out": out, "in": in}, 1, []graph.Commit{c})
}

func testRedactManyAndUnknown(h *harness) {
	var w World
	log := h.grow(ws, &w, seeded(5), 0, 60, 20)
	var ids []graph.ID
	for id := range w.State() {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ids = w.WithEdges(ids[:len(ids)/2])
	for i := range 2000 {
		ids = append(ids, graph.ID(fmt.Sprint("unknown-", i)))
	}
	ids = append(ids, "'; DROP TABLE node; --")
	if err := h.Redact(ctx, ws, ids...); err != nil {
		h.Fatalf("Redact(%d ids) = %v", len(ids), err)
	}
	if err := h.Redact(ctx, ws); err != nil {
		h.Errorf("Redact() of nothing = %v", err)
	}
	w.Redacted(ids)
	redactLog(log, ids)
	h.check(ws, w.State(), 60, log)
	h.reopen()
	h.check(ws, w.State(), 60, log)
}

func redactLog(log []graph.Commit, ids []graph.ID) {
	gone := map[graph.ID]bool{}
	for _, id := range ids {
		gone[id] = true
	}
	for i := range log {
		changes := slices.Clone(log[i].Changes)
		for j := range changes {
			if gone[changes[j].ID] {
				changes[j] = graph.Change{ID: changes[j].ID}
			}
		}
		log[i].Changes = changes
	}
}

func testDrop(h *harness) {
	var w World
	h.grow(ws, &w, seeded(4), 0, 12, 6)
	h.apply(other, 0, commit("c1"))
	for range 2 {
		if err := h.Drop(ctx, ws); err != nil {
			h.Fatalf("Drop(%s) = %v", ws, err)
		}
		h.check(ws, nil, 0, []graph.Commit{})
	}
	h.check(other, nil, 1, nil)
	if rev, err := h.Find(ctx, ws, "commit-1"); rev != 0 || err != nil {
		h.Errorf("Find after Drop = %d, %v, want 0, nil", rev, err)
	}
	h.reopen()
	h.check(ws, nil, 0, []graph.Commit{})
	again := commit("commit-1", added(person("a", "A"))...)
	h.apply(ws, 0, again)
	again.Revision = 1
	h.check(ws, map[graph.ID]graph.Element{"a": person("a", "A")}, 1, []graph.Commit{again})
}

func testClose(h *harness) {
	h.apply(ws, 0, commit("c1"))
	if err := h.Close(); err != nil {
		h.Fatalf("Close() = %v", err)
	}
	for call, err := range allCalls(h.Store, context.Background(), "c2") {
		if !errors.Is(err, engine.ErrClosed) {
			h.Errorf("%s after Close = %v, want ErrClosed", call, err)
		}
	}
	if err := h.Close(); err != nil {
		h.Errorf("second Close() = %v, want nil", err)
	}
	h.Store = h.storage.Open(h.T)
	h.check(ws, nil, 1, nil)
}

// allCalls makes every call but Close on the workspace at revision 1 and
// returns the errors by the name of the call.
func allCalls(s engine.Store, ctx context.Context, commitID string) map[string]error {
	errs := map[string]error{}
	_, errs["Apply"] = s.Apply(ctx, ws, 1, commit(commitID))
	_, errs["Load"] = s.Load(ctx, ws, func(*graph.Element) error { return nil })
	_, errs["Heads"] = s.Heads(ctx)
	_, errs["Find"] = s.Find(ctx, ws, "c1")
	errs["Tail"] = nil
	for _, err := range s.Tail(ctx, ws, 0) {
		errs["Tail"] = err
	}
	if o, ok := s.(engine.Outliner); ok {
		errs["Outline"] = nil
		for _, err := range o.Outline(ctx, ws, 0) {
			errs["Outline"] = err
		}
	}
	errs["Redact"] = s.Redact(ctx, ws, "a")
	errs["Drop"] = s.Drop(ctx, ws)
	return errs
}

func testReopen(h *harness) {
	var w World
	pick := seeded(6)
	var log []graph.Commit
	for range 5 {
		log = append(log, h.grow(ws, &w, pick, graph.Revision(len(log)), 7, 10)...)
		h.reopen()
		h.check(ws, w.State(), graph.Revision(len(log)), log)
	}
	h.reopen()
	h.reopen()
	h.check(ws, w.State(), graph.Revision(len(log)), log)
}

func testDoneContext(h *harness) {
	c := commit("c1", added(person("a", "A"))...)
	h.apply(ws, 0, c)
	c.Revision = 1
	done, cancel := context.WithCancel(context.Background())
	cancel()
	for call, err := range allCalls(h.Store, done, "c2") {
		if !errors.Is(err, context.Canceled) {
			h.Errorf("%s with a cancelled context = %v, want context.Canceled", call, err)
		}
	}
	late, cancel := context.WithDeadline(context.Background(), time.Unix(0, 0))
	defer cancel()
	for call, err := range allCalls(h.Store, late, "c2") {
		if !errors.Is(err, context.DeadlineExceeded) {
			h.Errorf("%s after its deadline = %v, want context.DeadlineExceeded", call, err)
		}
	}
	h.check(ws, map[graph.ID]graph.Element{"a": person("a", "A")}, 1, []graph.Commit{c})
}
