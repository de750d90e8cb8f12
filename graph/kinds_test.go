package graph_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestKinds holds the shape of names that GraphQL, Neo4j and CSV share.
func TestKinds(t *testing.T) {
	node, edge := regexp.MustCompile(`^[A-Z][A-Za-z]+$`), regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	seen := map[graph.Kind]bool{}
	for _, k := range graph.NodeKinds() {
		if !node.MatchString(string(k)) || k.IsEdge() || !k.Known() || seen[k] || graph.Endpoints(k) != nil {
			t.Errorf("%s is not a sound node kind", k)
		}
		seen[k] = true
	}
	for _, k := range graph.EdgeKinds() {
		if !edge.MatchString(string(k)) || !k.IsEdge() || !k.Known() || seen[k] || len(graph.Endpoints(k)) == 0 {
			t.Errorf("%s is not a sound edge kind", k)
		}
		seen[k] = true
		for _, e := range graph.Endpoints(k) {
			if e.Src.IsEdge() || e.Dst.IsEdge() || !e.Src.Known() || !e.Dst.Known() {
				t.Errorf("%s joins %v", k, e)
			}
		}
	}
	if k := graph.Kind("person"); k.Known() || k.IsEdge() || graph.Fields(k) != nil {
		t.Error("person is no kind, Person is")
	}
}

// TestFields holds what every property can rely on.
func TestFields(t *testing.T) {
	enums := map[string]bool{}
	for _, e := range graph.Enums() {
		enums[e.Name] = true
	}
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		last := ""
		for _, f := range graph.Fields(k) {
			if f.Name <= last {
				t.Errorf("%s: %s comes after %s", k, f.Name, last)
			}
			last = f.Name
			if got, ok := graph.FieldOf(k, f.Name); !ok || got != f {
				t.Errorf("FieldOf(%s, %s) = %v, %v", k, f.Name, got, ok)
			}
			if f.Enum != "" && !enums[f.Enum] {
				t.Errorf("%s.%s is of the unknown enumeration %s", k, f.Name, f.Enum)
			}
			if f.Dated && (f.Type == graph.FieldBool || f.Type == graph.FieldStrings) {
				t.Errorf("%s.%s is dated, and a detail cannot hold its value", k, f.Name)
			}
			if f.Dated && !slices.Contains(graph.Endpoints(graph.EdgeOf), graph.Endpoint{Src: graph.NodeDetail, Dst: k}) {
				t.Errorf("%s.%s is dated, and no detail may hang on it", k, f.Name)
			}
		}
	}
	if _, ok := graph.FieldOf("Robot", "name"); ok {
		t.Error("a robot has a name")
	}
}

func TestEnums(t *testing.T) {
	word := regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z]+)*$`)
	for _, e := range graph.Enums() {
		seen := map[string]bool{}
		for _, v := range e.Values {
			if !word.MatchString(v) || seen[v] {
				t.Errorf("%s has the value %q, badly spelled or twice", e.Name, v)
			}
			seen[v] = true
		}
	}
	if n := len(graph.Functions()); n != 12 {
		t.Errorf("there are %d functions, want the twelve of the vocabulary", n)
	}
}

func TestAdjacent(t *testing.T) {
	for _, f := range graph.Functions() {
		neighbours := 0
		for _, g := range graph.Functions() {
			if f.Adjacent(g) != g.Adjacent(f) || f == g && f.Adjacent(g) {
				t.Errorf("Adjacent(%s, %s) is not mutual, or of one alone", f, g)
			}
			if f.Adjacent(g) {
				neighbours++
			}
		}
		if neighbours == 0 {
			t.Errorf("%s has no neighbour, so that nobody else can be paired", f)
		}
	}
	if !graph.FunctionFinance.Adjacent(graph.FunctionProcurement) || graph.FunctionHR.Adjacent(graph.FunctionIT) || graph.Function("").Adjacent("") {
		t.Error("finance and procurement are neighbours, HR and IT are not")
	}
}
