package neo4jstore_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/neo4jtest"
	"github.com/kithgraph/kith/internal/soak"
)

// TestHandEdits changes facts in Cypher and then by kith. Where both meet, kith
// refuses and says what it met, or adopts that first; everywhere else both stand.
func TestHandEdits(t *testing.T) {
	for _, v := range neo4jtest.Versions()[:soak.Times(1, len(neo4jtest.Versions()))] {
		t.Run(v.Line(), func(t *testing.T) { testHandEdits(t, neo4jtest.Shared(t, v)) })
	}
}

func testHandEdits(t *testing.T, server *neo4jtest.Server) {
	ctx := context.Background()
	const ws = "hand-edits"
	s := open(t, options(server))
	if err := s.Drop(ctx, ws); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Drop(ctx, ws) })
	keeping := func(o engine.Options) *engine.Engine {
		e := engine.New(open(t, options(server)), o)
		t.Cleanup(func() { e.Close() })
		return e
	}
	refusing, adopting := keeping(engine.Options{}), keeping(engine.Options{AdoptHandEdits: true})
	edit := func(e *engine.Engine, f func(d *draft.Draft) error) error {
		_, err := e.Update(ctx, ws, "anna", "", f)
		return err
	}
	place := func(where string) func(*draft.Draft) error {
		return func(d *draft.Draft) error {
			return draft.Edit(d, "ada", func(p *graph.Person) { p.Location = where })
		}
	}
	cypher := func(text string) { t.Helper(); rows(t, server, text, nil) }
	const ada, tie = "MATCH (n:Person:KithNode {kWorkspace: 'hand-edits', id: 'ada'}) ", "MATCH (a)-[r:KNOWS {kWorkspace: 'hand-edits', id: 'k'}]->(b) "
	refused := func(what string, err error, want ...string) {
		t.Helper()
		var h *engine.HandEditError
		if !errors.As(err, &h) || !errors.Is(err, graph.ErrConflict) {
			t.Errorf("%s = %v, want a HandEditError", what, err)
			return
		}
		var got []string
		for _, e := range h.Edits {
			got = append(got, e.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is refused for %q, want %q", what, got, want)
		}
	}

	if err := edit(refusing, func(d *draft.Draft) error {
		d.Add(graph.Person{Node: graph.Node{ID: "ada"}, Name: "Ada", Location: "Ulm", Languages: []string{"de"}})
		d.Add(graph.Person{Node: graph.Node{ID: "bob"}, Name: "Bob"})
		d.Add(graph.Knows{Edge: graph.Edge{ID: "k", Src: "ada", Dst: "bob"}, Level: graph.TieMet})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, e := range []*engine.Engine{refusing, adopting} { // who loads it later begins with what is there
		if _, err := e.Snapshot(ctx, ws); err != nil {
			t.Fatal(err)
		}
	}
	cypher(ada + "SET n.location = 'Bonn', n.languages = ['de', 'fr'], n.capacity = 7, n.rank = 3, n:Vip")
	cypher(tie + "SET r.level = 'WORKS_WELL', r.weight = 0.5")

	// An edit elsewhere is made, and touches nothing of that.
	if err := edit(refusing, func(d *draft.Draft) error {
		return draft.Edit(d, "ada", func(p *graph.Person) { p.Name = "Ada L." })
	}); err != nil {
		t.Errorf("an edit of another property = %v", err)
	}
	if got := rows(t, server, ada+"RETURN n.name, n.location, size(n.languages), n.capacity, n.rank, n:Vip", nil)[0]; !slices.Equal(got, []any{"Ada L.", "Bonn", int64(2), int64(7), int64(3), true}) {
		t.Errorf("after an edit of her name Ada is %v", got)
	}
	if problems, err := engine.Verify(ctx, s, ws); len(problems) != 2 || err != nil || !strings.Contains(problems[0].Detail, `location from "Ulm" to "Bonn"`) {
		t.Errorf("Verify = %v, %v, want both hand edits", problems, err)
	}

	// One that would overwrite it is refused, a removal too.
	refused("an edit of the place", edit(refusing, place("Rome")), `location of Person ada is "Bonn" there and "Ulm" in the log`)
	refused("a removal", edit(refusing, func(d *draft.Draft) error { return d.RemoveNode("ada") }), `level of KNOWS k is "WORKS_WELL" there and "MET" in the log`)
	refused("an edit of what was not there", edit(refusing, func(d *draft.Draft) error {
		return draft.Edit(d, "ada", func(p *graph.Person) { five := 5; p.Capacity = &five; p.Languages = nil })
	}), "capacity of Person ada is 7 there and nothing in the log", "languages of Person ada is [de fr] there and [de] in the log")
	if got := rows(t, server, ada+"RETURN n.location, n.capacity", nil)[0]; !slices.Equal(got, []any{"Bonn", int64(7)}) {
		t.Errorf("after refusals Ada is %v", got)
	}

	// By the other policy it is recorded, and the edit made.
	if err := edit(adopting, place("Rome")); err != nil {
		t.Errorf("an edit that adopts = %v", err)
	}
	lawful(t, s, ws)
	var log []string
	for c, err := range s.Tail(ctx, ws, 2) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range c.Changes {
			log = append(log, c.Actor+": "+engine.DescribeChange(&c.Changes[i]))
		}
	}
	if len(log) != 3 || !strings.Contains(log[0], `kith: Person ada changed: capacity from nothing to 7, languages from [de] to [de fr], location from "Ulm" to "Bonn"`) || !strings.HasPrefix(log[1], "kith: KNOWS k changed") || log[2] != `anna: Person ada changed: location from "Bonn" to "Rome"` {
		t.Errorf("the log tells %q, want the adoption of two hand edits and then the edit", log)
	}
	if got := rows(t, server, ada+"RETURN n.rank, n:Vip", nil)[0]; !slices.Equal(got, []any{int64(3), true}) {
		t.Errorf("what others wrote on Ada is %v", got)
	}

	// What is gone, or of another kind, is a hand edit too.
	cypher(tie + "DELETE r")
	cypher(ada + "REMOVE n:Person")
	refused("an edit of an edge that is gone", edit(refusing, func(d *draft.Draft) error {
		return draft.Edit(d, "k", func(k *graph.Knows) { k.Evidence = "told" })
	}), "KNOWS k is not there as the log has it")
	refused("an edit of a node without its label", edit(refusing, place("Oslo")), "Person ada is not there as the log has it")
}
