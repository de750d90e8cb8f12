package schema_test

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

var release = flag.Bool("release", false, "take the schema as that of the release, into released.graphql")

// TestBreakingChangesAreDeclared holds the schema against that of the last release: whatever
// breaks a client stands as a coordinate under Unreleased in CHANGELOG.md, and nothing stands
// there as breaking that is not.
func TestBreakingChangesAreDeclared(t *testing.T) {
	if *release {
		var b strings.Builder
		b.WriteString("# The schema of the last release, without descriptions: what changes are held against. CONTRIBUTING.md says when it is written.\n\n")
		formatter.NewFormatter(&b, formatter.WithIndent("  "), formatter.WithoutDescription()).FormatSchema(load(t, "kith.graphql"))
		if err := os.WriteFile("released.graphql", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	log, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	_, unreleased, ok := strings.Cut(string(log), "\n## Unreleased\n")
	if !ok {
		t.Fatal("CHANGELOG.md has no section Unreleased")
	}
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	declared := map[string]bool{}
	for _, entry := range regexp.MustCompile(`(?s)\n- \*\*Breaking\*\*:(.*?)(?:\n- |\n\n|$)`).FindAllStringSubmatch("\n"+strings.ReplaceAll(unreleased, "\n- ", "\n\n\n- "), -1) {
		before, _, _ := strings.Cut(entry[1], ":") // what comes after the colon says what to use instead
		for _, c := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(before, -1) {
			declared[c[1]] = true
		}
	}
	broken := map[string]bool{}
	for _, c := range breaking(load(t, "released.graphql"), load(t, "kith.graphql")) {
		broken[c.at] = true
		if !declared[c.at] {
			t.Errorf("%s %s since the last release, which breaks clients: leave it, or write \"- **Breaking**: `%s`: what to use instead\" under Unreleased in schema/CHANGELOG.md", c.at, c.what, c.at)
		}
	}
	for at := range declared {
		if !broken[at] {
			t.Errorf("schema/CHANGELOG.md has %s as breaking, and it works as in the last release", at)
		}
	}
}

func load(t *testing.T, name string) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: name, Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// change is what breaks a client: a coordinate of the schema, and what became of it.
type change struct{ at, what string }

// breaking returns what works with one schema and not with the next, in the order of the
// coordinates. A value that is added to an enumeration, a type to a union and a field to a type break nobody.
func breaking(old, now *ast.Schema) (out []change) {
	broke := func(at, format string, args ...any) { out = append(out, change{at, fmt.Sprintf(format, args...)}) }
	for name, was := range old.Types {
		if was.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		is := now.Types[name]
		switch {
		case is == nil:
			broke(name, "is gone")
			continue
		case is.Kind != was.Kind:
			broke(name, "was %s and is %s", was.Kind, is.Kind)
			continue
		}
		for _, v := range was.EnumValues {
			if is.EnumValues.ForName(v.Name) == nil {
				broke(name+"."+v.Name, "is gone")
			}
		}
		for _, member := range was.Types {
			if !slices.Contains(is.Types, member) {
				broke(name, "can be no %s any more", member)
			}
		}
		for _, i := range was.Interfaces {
			if !slices.Contains(is.Interfaces, i) {
				broke(name, "is no %s any more", i)
			}
		}
		if is.Directives.ForName("oneOf") != nil && was.Directives.ForName("oneOf") == nil {
			broke(name, "takes exactly one field")
		}
		for _, f := range was.Fields {
			at := name + "." + f.Name
			g := is.Fields.ForName(f.Name)
			switch {
			case g == nil:
				broke(at, "is gone")
				continue
			case was.Kind == ast.InputObject && !takes(g.Type, f.Type), was.Kind != ast.InputObject && !takes(f.Type, g.Type):
				broke(at, "was a %s and is a %s", f.Type, g.Type)
			case was.Kind == ast.InputObject && f.DefaultValue.String() != g.DefaultValue.String():
				broke(at, "has the default %s in place of %s", g.DefaultValue, f.DefaultValue)
			}
			for _, a := range f.Arguments {
				at := at + "(" + a.Name + ":)"
				b := g.Arguments.ForName(a.Name)
				switch {
				case b == nil:
					broke(at, "is gone")
				case !takes(b.Type, a.Type):
					broke(at, "was a %s and is a %s", a.Type, b.Type)
				case a.DefaultValue.String() != b.DefaultValue.String():
					broke(at, "has the default %s in place of %s", b.DefaultValue, a.DefaultValue)
				}
			}
			for _, b := range g.Arguments {
				if f.Arguments.ForName(b.Name) == nil && b.Type.NonNull && b.DefaultValue == nil {
					broke(at+"("+b.Name+":)", "must be given")
				}
			}
		}
		if was.Kind == ast.InputObject {
			for _, g := range is.Fields {
				if was.Fields.ForName(g.Name) == nil && g.Type.NonNull && g.DefaultValue == nil {
					broke(name+"."+g.Name, "must be given")
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b change) int { return strings.Compare(a.at, b.at) })
	return out
}

// takes reports whether whatever is of one type fits where another is wanted: a wanted null also
// takes what is never null.
func takes(wanted, given *ast.Type) bool {
	switch {
	case wanted.NonNull && !given.NonNull, (wanted.Elem == nil) != (given.Elem == nil):
		return false
	case wanted.Elem != nil:
		return takes(wanted.Elem, given.Elem)
	}
	return wanted.NamedType == given.NamedType
}

// TestBreaking holds what is found to break a client, and what is not.
func TestBreaking(t *testing.T) {
	const old = `
		type Query { a(x: Int, y: Int! = 1): [T]! b: U i: I n: Int! }
		interface I { id: ID! } type T implements I { id: ID! s: String! } type W { s: String } union U = T | W
		enum E { ONE TWO } input In { k: Int l: Int! m: E = ONE }
		type Mutation { do(in: In!): E }`
	for _, c := range []struct{ from, to, want string }{
		{"", "", ""},
		{"type W { s: String }", "type W { s: String more: Int }", ""},
		{"n: Int!", "n: Int! o(x: Int!): Int", ""},
		{"enum E { ONE TWO }", "enum E { ONE TWO THREE }", ""},
		{"union U = T | W", "union U = T | W | Query", ""},
		{"a(x: Int,", "a(x: Int, z: Int,", ""},
		{"a(x: Int,", "a(x: Int, z: Int! = 3,", ""},
		{"s: String }", "s: String! }", ""},
		{"l: Int!", "l: Int", ""},
		{"in: In!", "in: In", ""},
		{"k: Int", "k: Int j: Int", ""},
		{"n: Int!", "", "Query.n is gone"},
		{"n: Int!", "n: Int", "Query.n was a Int! and is a Int"},
		{"n: Int!", "n: Float!", "Query.n was a Int! and is a Float!"},
		{"[T]!", "T!", "Query.a was a [T]! and is a T!"},
		{"a(x: Int,", "a(", "Query.a(x:) is gone"},
		{"a(x: Int,", "a(x: Int!,", "Query.a(x:) was a Int and is a Int!"},
		{"a(x: Int,", "a(x: Int, z: Int!,", "Query.a(z:) must be given"},
		{"= 1", "= 2", "Query.a(y:) has the default 2 in place of 1"},
		{"enum E { ONE TWO }", "enum E { ONE }", "E.TWO is gone"},
		{"union U = T | W", "union U = T", "U can be no W any more"},
		{"type T implements I", "type T", "T is no I any more"},
		{"l: Int!", "l: Int! j: Int!", "In.j must be given"},
		{"k: Int", "k: Int!", "In.k was a Int and is a Int!"},
		{"k: Int", "", "In.k is gone"},
		{"= ONE", "= TWO", "In.m has the default TWO in place of ONE"},
		{"input In {", "input In @oneOf {", "In takes exactly one field"},
		{"type W {", "interface W {", "U can be no W any more; W was OBJECT and is INTERFACE"},
	} {
		text := strings.Replace(old, c.from, c.to, 1)
		if strings.Contains(c.to, "interface W") { // of which a union cannot be
			text = strings.Replace(text, "T | W", "T", 1)
		}
		if strings.Contains(c.to, "@oneOf") {
			text = strings.NewReplacer("l: Int!", "l: Int", " = ONE", "").Replace(text)
		}
		read := func(text string) *ast.Schema {
			s, err := gqlparser.LoadSchema(&ast.Source{Input: text})
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			return s
		}
		var got []string
		for _, b := range breaking(read(old), read(text)) {
			got = append(got, b.at+" "+b.what)
		}
		if c.from != "" && text == old {
			t.Errorf("%q is not in the old schema", c.from)
		}
		if !strings.HasPrefix(strings.Join(got, "; "), c.want) || c.want == "" && len(got) > 0 {
			t.Errorf("%q to %q: %v, want %s", c.from, c.to, got, c.want)
		}
	}
}
