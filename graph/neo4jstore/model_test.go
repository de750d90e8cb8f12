package neo4jstore_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// commit applies facts that are new to a workspace.
func commit(t testing.TB, s engine.Store, ws graph.Workspace, expect graph.Revision, facts ...graph.Fact) {
	t.Helper()
	c := graph.Commit{ID: fmt.Sprint("c", expect+1), At: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC), Actor: "tester", Reason: "a test"}
	for _, f := range facts {
		e := graph.Encode(f)
		c.Changes = append(c.Changes, graph.Change{ID: e.ID, After: &e})
	}
	if _, err := s.Apply(context.Background(), ws, expect, c); err != nil {
		t.Fatalf("Apply(%s, %d) = %v", ws, expect, err)
	}
}

// change applies one change of a fact.
func change(s engine.Store, ws graph.Workspace, expect graph.Revision, before, after graph.Fact) error {
	b, a := graph.Encode(before), graph.Encode(after)
	_, err := s.Apply(context.Background(), ws, expect, graph.Commit{
		ID: fmt.Sprint("c", expect+1), At: time.Now(), Actor: "tester", Changes: []graph.Change{{ID: a.ID, Before: &b, After: &a}},
	})
	return err
}

func load(t testing.TB, s engine.Store, ws graph.Workspace) map[graph.ID]graph.Element {
	t.Helper()
	state := map[graph.ID]graph.Element{}
	if _, err := s.Load(context.Background(), ws, func(e *graph.Element) error {
		state[e.ID] = *e
		return nil
	}); err != nil {
		t.Fatalf("Load(%s) = %v", ws, err)
	}
	return state
}

// The facts of the tests: one person on one seat who knows another.
var (
	sofia = graph.Person{
		Node: graph.Node{ID: "sofia", ExternalIDs: []string{"crm:17"}, ConfirmedOn: graph.MustDate("2026-02-01")},
		Name: "Sofia Lind", Emails: []string{"sofia@example.com", "s.lind@example.com"}, DoNotContact: true, Capacity: ptr(4),
	}
	leo   = graph.Person{Node: graph.Node{ID: "leo"}, Name: "Leo Brandt"}
	cfo   = graph.Position{Node: graph.Node{ID: "cfo"}, Title: "Finance Director", Level: 4, Function: graph.FunctionFinance}
	holds = graph.Holds{Edge: graph.Edge{ID: "h1", Src: "sofia", Dst: "cfo", From: graph.MustDate("2024-05-01"), To: graph.MustDate("2026-06-30")}, Kind: graph.HoldPermanent}
	knows = graph.Knows{Edge: graph.Edge{ID: "k1", Src: "leo", Dst: "sofia"}, Judgement: graph.Judgement{By: "leo", On: graph.MustDate("2026-01-15")}, Level: graph.TieTrusted}
	worth = graph.Revenue{Node: graph.Node{ID: "r1"}, Amount: ptr(3.0), Currency: "EUR"}
)

func ptr[T any](v T) *T { return &v }

// TestPropertyGraph reads what the store wrote as somebody would in Neo4j
// Browser: labels, types and properties of natural types.
func TestPropertyGraph(t *testing.T) {
	forEachVersion(t, func(t *testing.T, server *neo4jtest.Server) {
		s := open(t, empty(t, server))
		commit(t, s, "acme", 0, sofia, leo, cfo, holds, knows, worth)
		date := func(d string) neo4j.Date { return neo4j.DateOf(graph.MustDate(d).Time()) }
		always, never := neo4j.DateOf(time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)), neo4j.DateOf(time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC))
		for _, c := range []struct {
			name, cypher string
			want         []any
		}{
			{"a person", "MATCH (n:Person {name: 'Sofia Lind'}) RETURN labels(n), properties(n)", []any{
				[]any{"KithNode", "Person"},
				map[string]any{
					"kWorkspace": "acme", "id": "sofia", "name": "Sofia Lind", "emails": []any{"sofia@example.com", "s.lind@example.com"},
					"doNotContact": true, "capacity": int64(4), "externalIds": []any{"crm:17"}, "confirmedOn": date("2026-02-01"),
					"from": always, "to": never,
				}}},
			{"who held what on a day", `MATCH (p:Person)-[h:HOLDS]->(s:Position {title: 'Finance Director'})
				WHERE h.from <= date('2025-03-01') < h.to RETURN p.name, s.level, h.kind, h.from, h.to`,
				[]any{"Sofia Lind", int64(4), "PERMANENT", date("2024-05-01"), date("2026-06-30")}},
			{"a stated tie", "MATCH (:Person {id: 'leo'})-[k:KNOWS]->(:Person {id: 'sofia'}) RETURN properties(k)", []any{
				map[string]any{"kWorkspace": "acme", "id": "k1", "by": "leo", "on": date("2026-01-15"), "level": "TRUSTED", "from": always, "to": never}}},
			{"a name for what has none", "MATCH (r:Revenue) RETURN r.name", []any{"3 EUR"}},
			{"a whole float stays a float", "MATCH (r:Revenue) RETURN r.amount, valueType(r.amount)", []any{3.0, "FLOAT NOT NULL"}},
			{"the log", "MATCH (c:KithCommit) RETURN c.revision, c.id, c.actor, c.reason, c.more, valueType(c.at), c.name, size(keys(c))", []any{
				int64(1), "c1", "tester", "a test", false, "ZONED DATETIME NOT NULL", "revision 1", int64(8)}},
			{"its changes, apart", "MATCH (c:KithChanges) WHERE NOT (c)--() RETURN c.kWorkspace, c.revision, c.changes STARTS WITH '[{\"id\":\"sofia\",\"after\":{'", []any{
				"acme", int64(1), true}},
			{"the workspace", "MATCH (w:KithWorkspace) RETURN w.kWorkspace, w.name, w.head, w.floor", []any{"acme", "acme", int64(1), int64(0)}},
			{"nothing else", "MATCH (n) RETURN count(n)", []any{int64(4 + 4)}},
		} {
			t.Run(c.name, func(t *testing.T) {
				got := rows(t, server, c.cypher, nil)
				if len(got) != 1 || !reflect.DeepEqual(got[0], c.want) {
					t.Errorf("%s\n= %v\nwant %v", c.cypher, got, c.want)
				}
			})
		}
	})
}

// TestForeignData demands that what others wrote beside kith's facts stays, and
// never comes in the way.
func TestForeignData(t *testing.T) {
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	commit(t, s, "acme", 0, sofia, leo, knows)
	before := load(t, s, "acme")
	rows(t, server, `MATCH (p:Person {id: 'sofia'})<-[k:KNOWS]-() SET p.rank = 0.7, p:Champion, k.noted = 3
		CREATE (p)-[:LIKES]->(:Topic {name: 'sailing'}), (p)-[:KNOWS]->(:Person {name: 'somebody'})`, nil)
	if got := load(t, s, "acme"); !reflect.DeepEqual(got, before) {
		t.Errorf("Load = %v, want %v: foreign data are not facts", got, before)
	}
	renamed, warmer := sofia, knows
	renamed.Name, renamed.Emails, warmer.Level = "Sofia Berg", nil, graph.TieKnows
	for i, err := range []error{change(s, "acme", 1, sofia, renamed), change(s, "acme", 2, knows, warmer)} {
		if err != nil {
			t.Fatalf("change %d = %v", i, err)
		}
	}
	got := rows(t, server, "MATCH (p:Person {id: 'sofia'})<-[k:KNOWS {id: 'k1'}]-() RETURN p.name, p.emails, p.rank, p:Champion, k.level, k.noted", nil)
	if want := []any{"Sofia Berg", nil, 0.7, true, "KNOWS", int64(3)}; !reflect.DeepEqual(got[0], want) {
		t.Errorf("after the changes %v, want %v", got[0], want)
	}
	b, k := graph.Encode(renamed), graph.Encode(warmer)
	if _, err := s.Apply(context.Background(), "acme", 3, graph.Commit{ID: "c4", At: time.Now(), Changes: []graph.Change{{ID: "sofia", Before: &b}, {ID: "k1", Before: &k}}}); err != nil {
		t.Errorf("Apply of a removal = %v: foreign relationships are in the way", err)
	}
	if n := count(t, server, "MATCH (t:Topic) RETURN count(t)"); n != 1 {
		t.Errorf("%d foreign nodes are left, want 1", n)
	}
	rows(t, server, "MATCH (n) WHERE n:Topic OR n:Person AND NOT n:KithNode DETACH DELETE n", nil)
}

// TestEditsBehindTheStore shows what becomes of edits by hand: what fits the
// model is read, and found by Verify; what does not is named.
func TestEditsBehindTheStore(t *testing.T) {
	ctx := context.Background()
	server := neo4jtest.Shared(t, neo4jtest.V5)
	s := open(t, empty(t, server))
	for i, c := range []struct {
		name, edit string
		damaged    string // what the error of Load says, if it fails
		law        string // what Verify finds otherwise
	}{
		{"a changed name", "MATCH (p:Person {kWorkspace: $ws, id: 'leo'}) SET p.name = 'Leonard'", "", "state"},
		{"a new person", "CREATE (:KithNode:Person {kWorkspace: $ws, id: 'new', name: 'New'})", "", "state"},
		{"a removed tie", "MATCH ()-[k:KNOWS {kWorkspace: $ws}]->() DELETE k", "", "state"},
		{"a removed person", "MATCH (p:Person {kWorkspace: $ws, id: 'leo'}) DETACH DELETE p", "", "state"},
		{"a number as text", "MATCH (p:Position {kWorkspace: $ws}) SET p.level = '4'", "Position.level of cfo is 4, and should be a whole number", ""},
		{"a day as text", "MATCH ()-[h:HOLDS {kWorkspace: $ws}]->() SET h.from = '2024-05-01'", "HOLDS.from of h1 is 2024-05-01, and should be a date", ""},
		{"a list of numbers", "MATCH (p:Person {kWorkspace: $ws, id: 'leo'}) SET p.emails = [1, 2]", "Person.emails of leo", ""},
		{"no kind", "MATCH (p:Person {kWorkspace: $ws, id: 'leo'}) REMOVE p:Person", "node leo of workspace edit-7 is of no kind; its labels are [KithNode]", ""},
		{"an id that cannot be one", "CREATE (:KithNode:Person {kWorkspace: $ws, id: 'a b', name: 'New'})", "Person a b has no id that could be one", ""},
		{"a hole in the log", "MATCH (c:KithCommit {kWorkspace: $ws, revision: 1}) DELETE c", "", "readable"},
		{"a commit without its changes", "MATCH (c:KithChanges {kWorkspace: $ws, revision: 1}) DELETE c", "", "readable"},
		{"a commit that is no JSON", "MATCH (c:KithChanges {kWorkspace: $ws, revision: 1}) SET c.changes = '[{'", "", "readable"},
		{"a head as text", "MATCH (w:KithWorkspace {kWorkspace: $ws}) SET w.head = '1'", "has the head 1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ws := graph.Workspace(fmt.Sprint("edit-", i))
			commit(t, s, ws, 0, sofia, leo, cfo, holds, knows)
			rows(t, server, c.edit, map[string]any{"ws": string(ws)})
			defer s.Drop(ctx, ws)
			if c.damaged != "" {
				_, err := s.Load(ctx, ws, func(*graph.Element) error { return nil })
				if !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), c.damaged) {
					t.Errorf("Load = %v, want ErrDamaged: … %s", err, c.damaged)
				}
				return
			}
			problems, err := engine.Verify(ctx, s, ws)
			if err != nil || len(problems) == 0 || problems[0].Law != c.law {
				t.Errorf("Verify = %v, %v, want a problem with the law %q", problems, err, c.law)
			}
		})
	}
}

// TestBrokenPromises refuses commits that do not fit what is stored: whoever
// wrote them believes something else.
func TestBrokenPromises(t *testing.T) {
	ctx := context.Background()
	s := open(t, empty(t, neo4jtest.Shared(t, neo4jtest.V5)))
	commit(t, s, "acme", 0, sofia, leo, cfo, holds, knows)
	state := load(t, s, "acme")
	el := func(f graph.Fact) *graph.Element {
		e := graph.Encode(f)
		return &e
	}
	ghost := graph.Person{Node: graph.Node{ID: "ghost"}, Name: "Ghost"}
	loose := knows
	loose.ID, loose.Dst = "k2", "nobody"
	moved := knows
	moved.Src, moved.Dst = "sofia", "leo"
	seat := graph.Position{Node: graph.Node{ID: "leo"}, Title: "A seat"}
	noKind := graph.Element{ID: "x", Kind: "Person` {a: 1}) //"}
	asEdge := graph.Element{ID: "x", Kind: graph.NodePerson, Src: "leo", Dst: "sofia"}
	props, err := graph.MakeProps(map[string]graph.Value{"title": "of a seat"})
	if err != nil {
		t.Fatal(err)
	}
	notUTF8 := graph.Person{Node: graph.Node{ID: "x"}, Name: "a\xff"}
	for _, c := range []struct {
		name string
		ch   graph.Change
		want error
	}{
		{"adding what is there", graph.Change{ID: "leo", After: el(leo)}, engine.ErrDamaged},
		{"adding an edge that is there", graph.Change{ID: "k1", After: el(knows)}, engine.ErrDamaged},
		{"changing what is not there", graph.Change{ID: "ghost", Before: el(ghost), After: el(ghost)}, graph.ErrConflict},
		{"removing what is not there", graph.Change{ID: "ghost", Before: el(ghost)}, graph.ErrConflict},
		{"removing an edge that is not there", graph.Change{ID: "k2", Before: el(loose)}, graph.ErrConflict},
		{"changing an edge with other ends", graph.Change{ID: "k1", Before: el(moved), After: el(moved)}, graph.ErrConflict},
		{"changing a node of another kind", graph.Change{ID: "leo", Before: el(seat), After: el(seat)}, graph.ErrConflict},
		{"an edge to nowhere", graph.Change{ID: "k2", After: el(loose)}, engine.ErrDamaged},
		{"removing a node under its edges", graph.Change{ID: "leo", Before: el(leo)}, graph.ErrInvalid},
		{"erasing a node under its edges", graph.Change{ID: "leo"}, graph.ErrInvalid},
		{"an unknown kind", graph.Change{ID: "x", After: &noKind}, graph.ErrInvalid},
		{"a node kind on an edge", graph.Change{ID: "x", After: &asEdge}, graph.ErrInvalid},
		{"a property of another kind", graph.Change{ID: "x", After: &graph.Element{ID: "x", Kind: graph.NodePerson, Props: props}}, graph.ErrInvalid},
		{"text that is not UTF-8", graph.Change{ID: "x", After: el(notUTF8)}, graph.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := s.Apply(ctx, "acme", 1, graph.Commit{ID: "c2", At: time.Now(), Changes: []graph.Change{c.ch}})
			if !errors.Is(err, c.want) {
				t.Errorf("Apply = %v, want %v", err, c.want)
			}
		})
	}
	if got := load(t, s, "acme"); !reflect.DeepEqual(got, state) {
		t.Errorf("the refused commits changed the state to %v", got)
	}
	if heads, err := s.Heads(ctx); heads["acme"].Revision != 1 || err != nil {
		t.Errorf("Heads() = %v, %v, want acme at 1", heads, err)
	}
}
