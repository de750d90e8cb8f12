package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

const root = "../.."

// TestGenerated holds that what is said once was written wherever else it must
// stand.
func TestGenerated(t *testing.T) {
	files, err := generate(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 5 {
		t.Fatalf("%d files are generated, want the inputs, their structs and three files with passages", len(files))
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		have, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Error(err)
		} else if string(have) != files[name] {
			t.Errorf("%s is not what follows from the model: run go generate ./schema; line %s", name, firstDifference(string(have), files[name]))
		}
	}
}

func firstDifference(have, want string) string {
	h, w := strings.Split(have, "\n"), strings.Split(want, "\n")
	for i := range w {
		if i >= len(h) || h[i] != w[i] {
			return "wanted: " + w[i]
		}
	}
	return "wanted: none more than " + w[len(w)-1]
}

// TestForgottenField holds that a property without a field of its type is refused by
// name.
func TestForgottenField(t *testing.T) {
	s, err := readSDL(root)
	if err != nil {
		t.Fatal(err)
	}
	def := s["Person"]
	for i, f := range def.Fields {
		if f.Name == "timezone" {
			def.Fields = append(def.Fields[:i:i], def.Fields[i+1:]...)
			break
		}
	}
	if _, err := s.properties(graph.NodePerson); err == nil || !strings.Contains(err.Error(), "type Person has no field for the property timezone") {
		t.Errorf("properties(Person) = %v, want that timezone has no field", err)
	}
}

// TestForgottenVerb holds that a mutation without a verb, and one whose input does not
// fit the verb, are refused by name.
func TestForgottenVerb(t *testing.T) {
	s, err := readSDL(root)
	if err != nil {
		t.Fatal(err)
	}
	deliver := s["Mutation"].Fields.ForName("deliver")
	deliver.Name = "noSuchVerb"
	if _, err := s.verbs(root); err == nil || !strings.Contains(err.Error(), "graph/draft has no verb NoSuchVerb") {
		t.Errorf("a mutation renew: %v, want that there is no verb NoSuchVerb", err)
	}
	deliver.Name = "deliver"
	s["DeliverInput"].Fields.ForName("commitmentId").Name = "promiseId"
	if _, err := s.verbs(root); err == nil || !strings.Contains(err.Error(), "its input has no field commitmentId for the verb Deliver") {
		t.Errorf("deliver without a commitment: %v, want that its input has no field commitmentId", err)
	}
}

// TestForgottenPart holds that a field of a report in the schema of which the report
// knows nothing, and one that the report has as another kind of thing, are refused by
// name.
func TestForgottenPart(t *testing.T) {
	s, err := readSDL(root)
	if err != nil {
		t.Fatal(err)
	}
	owners := s["RungInfo"].Fields.ForName("owners")
	owners.Name = "sponsors"
	if _, err := s.reports(root); err == nil || !strings.Contains(err.Error(), "type RungInfo: analysis.Rung has no field for sponsors") {
		t.Errorf("a rung with sponsors: %v, want that analysis.Rung has no field for them", err)
	}
	owners.Name = "owners"
	ladders := s["CoverageResult"].Fields.ForName("ladders").Type.Elem
	ladders.NamedType = "RungInfo"
	if _, err := s.reports(root); err == nil || !strings.Contains(err.Error(), "analysis.AreaLadders is not what type RungInfo shows") {
		t.Errorf("ladders as rungs: %v, want that they are none", err)
	}
}

func TestReplace(t *testing.T) {
	p := passage{"f", "stances", func() string { return "new\n" }}
	for _, c := range []struct{ text, want string }{
		{"a\n# generated: stances\nold\nold\n# end of stances\nb\n", "a\n# generated: stances\nnew\n# end of stances\nb\n"},
		{"<!-- generated: stances -->\n<!-- end of stances -->\n", "<!-- generated: stances -->\nnew\n<!-- end of stances -->\n"},
		{"  // generated: stances\nx\n  // end of stances\n//\n  // generated: stances\ny\n  // end of stances\n", "  // generated: stances\n  new\n  // end of stances\n//\n  // generated: stances\n  new\n  // end of stances\n"},
		{"# generated: factors of stances\nkept\n# end of factors of stances\n", ""},
		{"# generated: stances\nno end\n", ""},
	} {
		got, err := replace(c.text, p)
		if got != c.want || (err != nil) != (c.want == "") {
			t.Errorf("replace(%q) = %q, %v, want %q", c.text, got, err, c.want)
		}
	}
}
