package house_test

import (
	goast "go/ast"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/kithgraph/kith/graph"
)

// sdl returns the definitions of the GraphQL schema.
func sdl(t *testing.T) ast.DefinitionList {
	t.Helper()
	var out ast.DefinitionList
	for _, f := range files(t) {
		if !strings.HasPrefix(f.path, "schema/") || !strings.HasSuffix(f.path, ".graphqls") {
			continue
		}
		doc, err := parser.ParseSchema(&ast.Source{Name: f.path, Input: string(f.data)})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, doc.Definitions...)
	}
	return out
}

// constants returns, by the name of the type or of an alias of it, the sets of
// values that the packages give to their string constants of it.
func constants(t *testing.T) map[string][][]string {
	t.Helper()
	type key struct{ dir, name string }
	values := map[key][]string{}
	alias := map[string]string{}
	for _, f := range goFiles(t) {
		if f.test || f.generated {
			continue
		}
		for _, d := range f.syntax.Decls {
			g, ok := d.(*goast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range g.Specs {
				if typ, ok := s.(*goast.TypeSpec); ok && typ.Assign.IsValid() {
					if of, ok := typ.Type.(*goast.SelectorExpr); ok {
						alias[typ.Name.Name] = of.Sel.Name
					}
				}
				v, ok := s.(*goast.ValueSpec)
				if !ok || len(v.Values) != 1 {
					continue
				}
				typ, isNamed := v.Type.(*goast.Ident)
				lit, isLit := v.Values[0].(*goast.BasicLit)
				if !isNamed || !isLit {
					continue
				}
				if text, err := strconv.Unquote(lit.Value); err == nil {
					k := key{f.dir, typ.Name}
					values[k] = append(values[k], text)
				}
			}
		}
	}
	out := map[string][][]string{}
	for k, v := range values {
		out[k.name] = append(out[k.name], slices.Sorted(slices.Values(v)))
	}
	for name, of := range alias {
		out[name] = append(out[name], out[of]...)
	}
	return out
}

// TestEnums holds that every enumeration of the GraphQL schema has the values of
// the enumeration of that name in package graph, in their order, or those of the
// constants of a Go type of that name.
func TestEnums(t *testing.T) {
	ours := map[string][]string{}
	for _, e := range graph.Enums() {
		ours[e.Name] = e.Values
	}
	consts := constants(t)
	for name, values := range ours {
		sorted := slices.Sorted(slices.Values(values))
		if !slices.ContainsFunc(consts[name], func(v []string) bool { return slices.Equal(v, sorted) }) {
			t.Errorf("graph.Enums() has for %s %v, and the constants are %v", name, sorted, consts[name])
		}
	}
	for _, d := range sdl(t) {
		if d.Kind != ast.Enum {
			continue
		}
		var got []string
		for _, v := range d.EnumValues {
			got = append(got, v.Name)
		}
		if want, ok := ours[d.Name]; ok {
			if !slices.Equal(got, want) {
				t.Errorf("%s: enum %s is %v, want %v", d.Position.Src.Name, d.Name, got, want)
			}
			continue
		}
		slices.Sort(got)
		if !slices.ContainsFunc(consts[d.Name], func(v []string) bool { return slices.Equal(v, got) }) {
			t.Errorf("%s: enum %s is %v, and no Go type of that name has these constants but %v", d.Position.Src.Name, d.Name, got, consts[d.Name])
		}
	}
}

// TestKinds holds that the schema has a type for every kind of node.
func TestKinds(t *testing.T) {
	types := map[string]bool{}
	for _, d := range sdl(t) {
		types[d.Name] = d.Kind == ast.Object
	}
	if len(types) == 0 {
		return // there is no schema
	}
	var missing []graph.Kind
	for _, k := range graph.NodeKinds() {
		if !types[string(k)] {
			missing = append(missing, k)
		}
	}
	if len(missing) > 0 {
		t.Errorf("the schema has no type for the node kinds %v; it has %v", missing, slices.Sorted(maps.Keys(types)))
	}
}
