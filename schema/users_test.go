package schema_test

import (
	goast "go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema/object"
)

// needed are the fields that a front end needs and of which neither an example nor another
// program of ours makes use: who needs them.
var needed = map[string]string{
	"EditPayload.revenue": editForm, "EditPayload.teamPlace": editForm, "EditPayload.exclusion": editForm,
	"EditPayload.commitment": editForm, "EditPayload.introduction": editForm, "EditPayload.capture": editForm,
	"UnitLink.unit": timeline, "Link.start": timeline,
	"Query.positions": connections, "Query.organizations": connections,
	"ScorecardItemInfo.statement": "a form to fill in a scorecard",
}

const (
	editForm    = "the form of the edit, which shows what became of it"
	timeline    = "a timeline, which says of each fact whom it joins"
	connections = "pages of clients that want a list at the root of a query"
)

// TestEveryFieldHasAUser holds that every field of a type is there for somebody: an example of
// docs/api.md asks for it, it is what a fact consists of, and so imported, exported and edited, a
// command, a file or a tool of an assistant shows it, or it stands in needed. What has no user goes.
func TestEveryFieldHasAUser(t *testing.T) {
	used := examples(t)
	shown := shownByPrograms(t)
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		name := object.TypeName(k)
		for _, f := range graph.Fields(k) {
			used[name+"."+f.Name] = true
			if as := shownAs[name+"."+f.Name]; as != "" {
				used[name+"."+as] = true
			}
		}
	}
	s := sdl()
	of := func(names ...string) (fields []string) { // what all types of a sort have
		for _, name := range names {
			for _, f := range s.Types[name].Fields {
				fields = append(fields, f.Name)
			}
		}
		return fields
	}
	facts, reports, pages := of("Node", "Fact"), of("Report"), of("PersonConnection", "PersonEdge")
	left := maps.Clone(needed)
	fields := 0
	for _, def := range s.Types {
		if def.BuiltIn || def.Kind != ast.Object || strings.HasPrefix(def.Name, "__") {
			continue
		}
		for _, f := range def.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			fields++
			at := def.Name + "." + f.Name
			has := used[at] || shown[strings.ToLower(f.Name)] ||
				slices.Contains(def.Interfaces, "Fact") && slices.Contains(facts, f.Name) ||
				slices.Contains(def.Interfaces, "Report") && slices.Contains(reports, f.Name) ||
				(strings.HasSuffix(def.Name, "Connection") || strings.HasSuffix(def.Name, "Edge")) && slices.Contains(pages, f.Name)
			switch delete(left, at); {
			case !has && needed[at] == "":
				t.Errorf("nobody makes use of %s: show how in docs/api.md, say in needed who needs it, or delete it", at)
			case has && needed[at] != "":
				t.Errorf("%s is used: take it out of needed", at)
			}
		}
	}
	for at := range left {
		t.Errorf("there is no %s, which stands in needed", at)
	}
	if fields < 1000 {
		t.Errorf("only %d fields were looked at", fields)
	}
}

// examples returns the fields that the examples of docs/api.md ask for, as Type.field.
func examples(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile("../docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	var walk func(set ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, x := range set {
			switch x := x.(type) {
			case *ast.Field:
				used[x.ObjectDefinition.Name+"."+x.Name] = true
				walk(x.SelectionSet)
			case *ast.InlineFragment:
				walk(x.SelectionSet)
			case *ast.FragmentSpread:
				walk(x.Definition.SelectionSet)
			}
		}
	}
	for _, m := range regexp.MustCompile("(?s)```graphql\n(.*?)```").FindAllSubmatch(text, -1) {
		doc, errs := gqlparser.LoadQuery(sdl(), string(m[1]))
		if len(errs) > 0 {
			t.Fatalf("%s: %v", m[1], errs)
		}
		for _, op := range doc.Operations {
			walk(op.SelectionSet)
		}
	}
	// Every mutation is named where the verbs are listed.
	for _, f := range sdl().Mutation.Fields {
		if strings.Contains(string(text), "`"+f.Name+"`") {
			used["Mutation."+f.Name] = true
		}
	}
	return used
}

// shownByPrograms returns, in small letters, the names of the fields that commands, files and pictures
// read, and the words of what tools of an assistant ask for.
func shownByPrograms(t *testing.T) map[string]bool {
	t.Helper()
	shown := map[string]bool{}
	for _, dir := range []string{"cmd/kith", "export", "internal/assist", "internal/picture", "internal/backup"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(name string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			goast.Inspect(f, func(n goast.Node) bool {
				switch n := n.(type) {
				case *goast.SelectorExpr:
					shown[strings.ToLower(n.Sel.Name)] = true
				case *goast.BasicLit:
					if strings.HasPrefix(n.Value, "`") && strings.Contains(name, "assist") {
						for _, w := range regexp.MustCompile(`\w+`).FindAllString(n.Value, -1) {
							shown[strings.ToLower(w)] = true
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return shown
}
