package draft_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/orgtext"
)

func person(id graph.ID, external ...string) graph.Person {
	return graph.Person{Node: graph.Node{ID: id, ExternalIDs: external}, Name: "N"}
}

func TestDraftReadsItsWrites(t *testing.T) {
	base := orgtext.MustParse("org X\n  A: Ann, Bob\nAnn -> Bob: met\nperson Ann: externalIds=hr:1")
	d := draft.NewDraft(base, 7, counter())
	if d.Base() != base || d.Today() != 7 {
		t.Error("a draft knows its base and its day")
	}
	d.Add(person("cy", "hr:2"))
	d.Add(graph.Knows{Edge: graph.Edge{ID: "k", Src: "ann", Dst: "cy"}, Level: graph.TieMet})
	d.Remove("knows/ann/bob")
	d.Remove("nothing")
	elements := func(list []graph.Element) string {
		var out []string
		for _, e := range list {
			out = append(out, string(e.ID))
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct{ name, got, want string }{
		{"Out", elements(d.Out("ann", graph.EdgeKnows)), "k"},
		{"In of the new one", elements(d.In("cy", graph.EdgeKnows)), "k"},
		{"In of the one left", elements(d.In("bob", graph.EdgeKnows)), ""},
		{"Out of nobody", elements(d.Out("zz", graph.EdgeKnows)), ""},
		{"the changes", diff(t, d.Changes()), "+ Person cy externalIds=[\"hr:2\"] name=N\n+ KNOWS k ann→cy level=MET\n- knows/ann/bob\n"},
	} {
		if c.got != c.want {
			t.Errorf("%s = %q, want %q", c.name, c.got, c.want)
		}
	}
	if got := d.Nodes(graph.NodePerson); !slices.Equal(got, []graph.ID{"ann", "bob", "cy"}) {
		t.Errorf("Nodes = %v", got)
	}
	// An edge that is turned leaves its old ends.
	d.Add(graph.Knows{Edge: graph.Edge{ID: "k", Src: "bob", Dst: "cy"}, Level: graph.TieMet})
	if a, b := elements(d.Out("ann", graph.EdgeKnows)), elements(d.Out("bob", graph.EdgeKnows)); a != "" || b != "k" {
		t.Errorf("after turning, ann has %q and bob has %q", a, b)
	}
	// What comes to nothing is no change.
	d.Add(graph.Knows{Edge: graph.Edge{ID: "knows/ann/bob", Src: "ann", Dst: "bob"}, Level: graph.TieMet})
	d.Remove("k")
	d.Remove("cy")
	if got := d.Changes(); got != nil {
		t.Errorf("the changes are %s, wanted none", diff(t, got))
	}
	if changes, next, err := d.Check(2, time.Time{}); changes != nil || err != nil || next.Revision() != 2 {
		t.Errorf("Check of nothing = %v, %v", changes, err)
	}
}

func TestDraftByExternalID(t *testing.T) {
	base := orgtext.MustParse("org X (externalIds=hr:1)\n  A: Ann\nperson Ann: externalIds=hr:1")
	d := draft.NewDraft(base, 0, counter())
	d.Add(person("cy", "hr:2"))
	find := func(key string) graph.ID {
		id, ok := d.ByExternalID(graph.NodePerson, key)
		if ok != (id != "") {
			t.Errorf("ByExternalID(%s) = %q, %v", key, id, ok)
		}
		return id
	}
	for key, want := range map[string]graph.ID{"hr:1": "ann", "hr:2": "cy", "hr:3": ""} {
		if got := find(key); got != want {
			t.Errorf("ByExternalID(%s) = %q, want %q", key, got, want)
		}
	}
	if err := draft.Edit(d, "ann", func(p *graph.Person) { p.ExternalIDs = []string{"hr:3"} }); err != nil {
		t.Fatal(err)
	}
	d.Remove("cy")
	for key, want := range map[string]graph.ID{"hr:1": "", "hr:2": "", "hr:3": "ann"} {
		if got := find(key); got != want {
			t.Errorf("after the edit, ByExternalID(%s) = %q, want %q", key, got, want)
		}
	}
}

func TestDraftReadRefuses(t *testing.T) {
	d := draft.NewDraft(orgtext.MustParse("org X\n  A: Ann"), 0, counter())
	if _, err := draft.Read[graph.Person](d, "x"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Read of an organization as a person: %v", err)
	}
	if err := draft.Edit(d, "zz", func(*graph.Person) {}); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Edit of nobody: %v", err)
	}
}

func TestNewIDIsFree(t *testing.T) {
	base := orgtext.MustParse("person A #p-1\nperson B #p-2")
	d := draft.NewDraft(base, 0, counter())
	if id := d.Add(graph.Person{Name: "C"}); id != "p-3" {
		t.Errorf("the new person is %s, want p-3", id)
	}
	for k, want := range map[graph.Kind]string{graph.NodeRevenue: "n-", graph.EdgeKnows: "e-", graph.NodeAssessment: "as-"} {
		if id := d.NewID(k); !strings.HasPrefix(string(id), want) {
			t.Errorf("a new %s is %s, want %s…", k, id, want)
		}
	}
}

func TestDerivedID(t *testing.T) {
	// An import finds again what it made, in whatever version: base32hex of the
	// first ten bytes of the SHA-256 of "Person\x002\x00hr\x001\x007".
	if got, want := draft.DerivedID(graph.NodePerson, "hr", "7"), graph.ID("p-1K9E6NRA0KRV0N18"); got != want {
		t.Errorf("DerivedID(Person, hr, 7) = %s, want %s", got, want)
	}
	seen := map[graph.ID][]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"a"}, {"a", ""}, {"", "a"}, {"a", "b"}, {"ab"}, {"a\x001\x00b"}, {"b", "a"}} {
		for _, k := range []graph.Kind{graph.NodePerson, graph.NodeOrganization} {
			id := draft.DerivedID(k, parts...)
			if other, taken := seen[id]; taken || !id.Valid() {
				t.Errorf("%s of %q is the id of %q", id, parts, other)
			}
			seen[id] = parts
		}
	}
}

func TestIDs(t *testing.T) {
	for id, want := range map[graph.ID]bool{
		"": false, "a": true, "a b": false, "é": false, "a\x00": false, "\x7f": false, "~!": true,
		graph.ID(strings.Repeat("x", graph.MaxID)): true, graph.ID(strings.Repeat("x", graph.MaxID+1)): false,
	} {
		if got := id.Valid(); got != want {
			t.Errorf("ID(%q).Valid() = %v", id, got)
		}
	}
	for ws, want := range map[graph.Workspace]bool{
		"": false, "acme": true, "a-b_9": true, "-a": false, "A": false, "a/b": false, "..": false, "a.b": false,
		graph.Workspace(strings.Repeat("x", 64)): true, graph.Workspace(strings.Repeat("x", 65)): false,
	} {
		if got := ws.Valid(); got != want {
			t.Errorf("Workspace(%q).Valid() = %v", ws, got)
		}
	}
}

func TestErrorsSayTenAndCount(t *testing.T) {
	var es graph.Errors
	for range 12 {
		es = append(es, graph.Invalid("name", []graph.ID{"p"}, "it is %s", "blank"))
	}
	want := strings.Repeat("name: it is blank\n", 10) + "and 2 more"
	if es.Error() != want {
		t.Errorf("Error() = %q, want %q", es.Error(), want)
	}
	if !errors.Is(es, graph.ErrInvalid) || errors.Is(es, graph.ErrNotFound) {
		t.Error("errors.Is does not look into the list")
	}
	long := graph.NotFound("Person", graph.ID(strings.Repeat("é\x00", 60)))
	if !errors.Is(long, graph.ErrNotFound) || len(long.Msg) > 600 || strings.Contains(long.Msg, "\x00") {
		t.Errorf("NotFound of a hostile id says %q", long.Msg)
	}
}
