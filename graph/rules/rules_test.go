package rules_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/internal/orgtext"
)

// TestRules runs testdata/rules: one file for each rule, in which "pass" cases
// break no rule and each "fail" case is refused with what the "want" after it
// lists, one refusal a line: the rule, a colon, the ids. A case is org text, or
// lines of JSON where that cannot say it, or "chain KIND N". Every case is
// checked whole, and as one commit onto the empty workspace.
func TestRules(t *testing.T) {
	files, err := filepath.Glob("testdata/rules/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range rules.Rules() {
		known[r.Name] = true
		if r.Doc == "" {
			t.Errorf("rule %s says nothing", r.Name)
		}
		if !slices.Contains(files, "testdata/rules/"+r.Name+".txtar") {
			t.Errorf("rule %s has no file in testdata/rules", r.Name)
		}
	}
	for _, file := range files {
		rule := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(rule, func(t *testing.T) {
			if !known[rule] {
				t.Fatalf("%s is for no rule", file)
			}
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			testRule(t, rule, a.Files)
		})
	}
}

func testRule(t *testing.T, rule string, sections []txtar.File) {
	seen := map[string]bool{}
	for i := 0; i < len(sections); i++ {
		verb, name, _ := strings.Cut(sections[i].Name, " ")
		text, want := string(sections[i].Data), ""
		switch verb {
		case "pass":
		case "fail":
			i++
			if i == len(sections) || sections[i].Name != "want" {
				t.Fatalf("%s is not followed by what it wants", name)
			}
			want = string(sections[i].Data)
			if !strings.HasPrefix(want, rule+":") && !strings.Contains(want, "\n"+rule+":") {
				t.Errorf("%s does not break %s", name, rule)
			}
		default:
			t.Fatalf("a section is called %q, wanted pass, fail or want", sections[i].Name)
		}
		seen[verb] = true
		t.Run(name, func(t *testing.T) {
			elements := readCase(t, text)
			changes := make([]graph.Change, len(elements))
			for i := range elements {
				changes[i] = graph.Change{ID: elements[i].ID, After: &elements[i]}
			}
			s, err := kernel.Empty().With(changes, 1, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if got := refusals(rules.CheckAll(s)); got != want {
				t.Errorf("CheckAll =\n%swant\n%s", got, want)
			}
			if got := refusals(rules.Check(s, changes)); got != want {
				t.Errorf("Check =\n%swant\n%s", got, want)
			}
		})
	}
	if !seen["pass"] || !seen["fail"] {
		t.Errorf("there must be a case that passes and one that fails")
	}
}

// refusals writes an error of a check as the rule files do.
func refusals(err error) string {
	if err == nil {
		return ""
	}
	var list graph.Errors
	if !errors.As(err, &list) || !errors.Is(err, graph.ErrInvalid) {
		return fmt.Sprintf("not a list of refusals: %v\n", err)
	}
	var b strings.Builder
	for _, e := range list {
		b.WriteString(e.Rule + ":")
		for _, id := range e.IDs {
			b.WriteString(" " + string(id))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func readCase(t *testing.T, text string) []graph.Element {
	t.Helper()
	var kind graph.Kind
	var n int
	if _, err := fmt.Sscanf(text, "chain %s %d", &kind, &n); err == nil {
		return chain(kind, n)
	}
	if !strings.HasPrefix(text, "{") {
		elements, err := orgtext.Elements(text)
		if err != nil {
			t.Fatal(err)
		}
		return elements
	}
	var out []graph.Element
	for row := range strings.Lines(text) {
		out = append(out, looseElement(t, row))
	}
	return out
}

// chain returns n+1 nodes joined by n edges of a kind, each node under the one
// before it.
func chain(k graph.Kind, n int) []graph.Element {
	var nodes, edges []graph.Element
	id := func(i int) graph.ID { return graph.ID(fmt.Sprintf("n%04d", i)) }
	for i := range n + 1 {
		if k == graph.EdgePartOf {
			nodes = append(nodes, graph.Encode(graph.Organization{Node: graph.Node{ID: id(i)}, Name: "O"}))
		} else {
			nodes = append(nodes, graph.Encode(graph.Position{Node: graph.Node{ID: id(i)}, Title: "S"}))
		}
		if i == 0 {
			continue
		}
		e := graph.Edge{ID: "e" + id(i), Src: id(i), Dst: id(i - 1)}
		if k == graph.EdgePartOf {
			edges = append(edges, graph.Encode(graph.PartOf{Edge: e}))
		} else {
			edges = append(edges, graph.Encode(graph.ReportsTo{Edge: e, Kind: graph.LineSolid}))
		}
	}
	return append(nodes, edges...)
}

// looseElement reads the portable form of an element without any of its
// refusals: any day, any property that some kind has, any type.
func looseElement(t *testing.T, row string) graph.Element {
	t.Helper()
	var j struct {
		ID, Src, Dst graph.ID
		Kind         graph.Kind
		From, To     string
		Props        map[string]any
	}
	if err := json.Unmarshal([]byte(row), &j); err != nil {
		t.Fatalf("%s: %v", row, err)
	}
	day := func(s string) graph.Date {
		if s == "" {
			return 0
		}
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return graph.DateOf(d)
	}
	values := map[string]graph.Value{}
	for name, v := range j.Props {
		f, _ := graph.FieldOf(j.Kind, name)
		switch v := v.(type) {
		case float64:
			values[name] = v
			if f.Type != graph.FieldFloat {
				values[name] = int64(v)
			}
		case string:
			values[name] = v
			if f.Type == graph.FieldDate {
				values[name] = day(v)
			}
		case []any:
			list := make([]string, len(v))
			for i := range v {
				list[i] = v[i].(string)
			}
			values[name] = list
		default:
			values[name] = v
		}
	}
	props, err := graph.MakeProps(values)
	if err != nil {
		t.Fatalf("%s: %v", row, err)
	}
	return graph.Element{ID: j.ID, Kind: j.Kind, Src: j.Src, Dst: j.Dst, From: day(j.From), To: day(j.To), Props: props}
}

// TestRulesDoc holds that docs/rules.md names every rule and every refusal of a
// verb with its sentence.
func TestRulesDoc(t *testing.T) {
	f, err := os.Open("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got []string
	for sc := bufio.NewScanner(f); sc.Scan(); {
		if strings.HasPrefix(sc.Text(), "| `") {
			got = append(got, sc.Text())
		}
	}
	var want []string
	for _, r := range append(rules.Rules(), draft.Refusals()...) {
		want = append(want, fmt.Sprintf("| `%s` | %s |", r.Name, r.Doc))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the tables in docs/rules.md are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
