package gqlserve

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"

	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

func parse(t rapid.TB, query string) *ast.QueryDocument {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatalf("parsing %s: %v", query, err)
	}
	return doc
}

func TestMergeRule(t *testing.T) {
	schema := testschema.New().Schema()
	for _, test := range []struct {
		name, query, want string
	}{
		{"twice the same", "{echo echo}", ""},
		{"same arguments in another order", `{books(first:1,after:"a"){pageInfo{hasNextPage}}books(after:"a",first:1){pageInfo{endCursor}}}`, ""},
		{"same variable", "query($a:String){echo(text:$a)echo(text:$a)}", ""},
		{"same list", "{sum(numbers:[1,2])sum(numbers:[1,2])}", ""},
		{"other argument", `{echo(text:"a")echo(text:"b")}`, "their arguments differ"},
		{"missing argument", `{echo echo(text:"b")}`, "their arguments differ"},
		{"other item of a list", "{sum(numbers:[1,2])sum(numbers:[1,3])}", "their arguments differ"},
		{"string is not enum", `{books(genre:FICTION){pageInfo{endCursor}}books(genre:"FICTION"){pageInfo{endCursor}}}`, "their arguments differ"},
		{"alias of another field", "{a:echo a:slow}", "one returns String and one Boolean"},
		{"alias of a field of the same type", `{a:echo a:fail(with:PLAIN)}`, "one is the field echo and one fail"},
		{"in a fragment", `{...f a:echo}fragment f on Query{a:slow}`, "one returns Boolean and one String"},
		{"in inline fragments", `{...on Query{a:echo}...on Query{a:slow}}`, "one returns String and one Boolean"},
		{"deep in merged fields", `{node(id:1){...on Book{author{a:id}}}node(id:1){...on Book{author{a:name}}}}`, "one returns ID! and one String!"},
		{"deep in merged fragments", `{...f ...g}fragment f on Query{node(id:1){...on Book{a:id}}}fragment g on Query{node(id:1){...on Book{a:title}}}`, "one returns ID! and one String!"},
		{"different objects may differ in fields", `{node(id:1){...on Book{a:title}...on Author{a:name}}}`, ""},
		{"different objects may differ in arguments", `{node(id:1){...on Book{author{books(first:1){edges{cursor}}}}...on Author{books(first:2){edges{cursor}}}}}`, ""},
		{"different objects may not differ in type", `{node(id:1){...on Book{a:title}...on Author{a:id}}}`, "one returns String! and one ID!"},
		{"nor in nullability", `{search(text:"a"){...on Book{a:author{id}}...on Author{a:books{edges{node{id}}}}}}`, ""},
		{"nor in lists", `{search(text:"a"){...on Book{a:related{id}}...on Author{a:books{edges{cursor}}}}}`, "one returns [Book!]! and one BookConnection!"},
		{"nor in leaves", `{search(text:"a"){...on Book{a:author{b:id}}...on Author{a:books{b:edges{cursor}}}}}`, "one returns ID! and one [BookEdge!]!"},
		{"leaf is not object", `{search(text:"a"){...on Book{a:title}...on Author{a:books{edges{cursor}}}}}`, "one returns String! and one BookConnection!"},
		{"interface against object", `{node(id:1){a:id ...on Book{a:title}}}`, "one returns ID! and one String!"},
		{"interface against each object", `{node(id:1){...on Book{a:id}...on Author{a:id}a:__typename}}`, "one returns ID! and one String"},
		{"unknown fields are for other rules", `{a:nope a:echo}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := fmt.Sprint(validate(schema, parse(t, test.query), []validator.Rule{mergeRule(150)}, 5))
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("mergeRule(%s) = %s, want %q", test.query, got, test.want)
			}
		})
	}
}

// TestMergeRuleAgrees compares the rule with the definition in the
// specification, followed to the letter, and with the validator's own rule,
// which misses some conflicts of lists and of leaves with objects.
func TestMergeRuleAgrees(t *testing.T) {
	schema := testschema.New().Schema()
	conflicts := 0
	rapid.Check(t, func(t *rapid.T) {
		query := drawDocument(t)
		doc := parse(t, query)
		prune(doc) // what no operation uses is refused by another rule
		own := len(validate(schema, doc, []validator.Rule{mergeRule(10_000)}, 5)) > 0
		spec := specification{schema: schema, doc: doc}
		want := !spec.valid()
		if own != want {
			t.Fatalf("mergeRule(%s) finds a conflict: %v, want %v by the specification", query, own, want)
		}
		if theirs := len(validate(schema, doc, []validator.Rule{rules.OverlappingFieldsCanBeMergedRule}, 5)) > 0; theirs && !own {
			t.Fatalf("mergeRule(%s) finds no conflict, and the validator's rule does", query)
		}
		if own {
			conflicts++
		}
	})
	if conflicts == 0 {
		t.Error("no document drawn had a conflict")
	}
}

// prune removes the fragments that the first operation does not reach.
func prune(doc *ast.QueryDocument) {
	used := make(map[string]bool)
	var visit func(set ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				visit(sel.SelectionSet)
			case *ast.InlineFragment:
				visit(sel.SelectionSet)
			case *ast.FragmentSpread:
				if !used[sel.Name] {
					used[sel.Name] = true
					visit(doc.Fragments.ForName(sel.Name).SelectionSet)
				}
			}
		}
	}
	visit(doc.Operations[0].SelectionSet)
	doc.Fragments = slices.DeleteFunc(doc.Fragments, func(f *ast.FragmentDefinition) bool { return !used[f.Name] })
}

// specification is section 5.3.2 in pairs, exponential and short.
type specification struct {
	schema *ast.Schema
	doc    *ast.QueryDocument
}

// valid reports whether every selection set of the document can be merged.
func (s specification) valid() bool {
	ok := true
	var visit func(set ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		ok = ok && s.canMerge(s.fields([]ast.SelectionSet{set}))
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				visit(sel.SelectionSet)
			case *ast.InlineFragment:
				visit(sel.SelectionSet)
			}
		}
	}
	visit(s.doc.Operations[0].SelectionSet)
	for _, f := range s.doc.Fragments {
		visit(f.SelectionSet)
	}
	return ok
}

func (s specification) fields(sets []ast.SelectionSet) map[string][]*ast.Field {
	byName := make(map[string][]*ast.Field)
	var visit func(set ast.SelectionSet)
	visit = func(set ast.SelectionSet) {
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				byName[sel.Alias] = append(byName[sel.Alias], sel)
			case *ast.InlineFragment:
				visit(sel.SelectionSet)
			case *ast.FragmentSpread:
				visit(s.doc.Fragments.ForName(sel.Name).SelectionSet)
			}
		}
	}
	for _, set := range sets {
		visit(set)
	}
	return byName
}

func (s specification) canMerge(byName map[string][]*ast.Field) bool {
	for _, fields := range byName {
		for i, a := range fields {
			for _, b := range fields[i+1:] {
				if !s.sameShape(a, b) {
					return false
				}
				if a.ObjectDefinition == b.ObjectDefinition || a.ObjectDefinition.Kind != ast.Object || b.ObjectDefinition.Kind != ast.Object {
					if a.Name != b.Name || fmt.Sprint(arguments(a)) != fmt.Sprint(arguments(b)) {
						return false
					}
					if !s.canMerge(s.fields([]ast.SelectionSet{a.SelectionSet, b.SelectionSet})) {
						return false
					}
				}
			}
		}
	}
	return true
}

// arguments returns a field's arguments as a map, which fmt prints in order.
func arguments(f *ast.Field) map[string]string {
	m := make(map[string]string)
	for _, arg := range f.Arguments {
		m[arg.Name] = arg.Value.String()
	}
	return m
}

func (s specification) sameShape(a, b *ast.Field) bool {
	typeA, typeB := a.Definition.Type, b.Definition.Type
	for {
		if typeA.NonNull != typeB.NonNull || (typeA.Elem == nil) != (typeB.Elem == nil) {
			return false
		}
		if typeA.Elem == nil {
			break
		}
		typeA, typeB = typeA.Elem, typeB.Elem
	}
	defA, defB := s.schema.Types[typeA.NamedType], s.schema.Types[typeB.NamedType]
	if defA.IsLeafType() || defB.IsLeafType() {
		return defA == defB
	}
	for _, fields := range s.fields([]ast.SelectionSet{a.SelectionSet, b.SelectionSet}) {
		for i, a := range fields {
			for _, b := range fields[i+1:] {
				if !s.sameShape(a, b) {
					return false
				}
			}
		}
	}
	return true
}

// drawn are the fields from which documents are drawn, by type.
var drawn = map[string][]struct{ field, of string }{
	"Query":            {{"echo", ""}, {`echo(text:"a")`, ""}, {"slow", ""}, {"node(id:1)", "Node"}, {"node(id:2)", "Node"}, {`search(text:"a")`, "Found"}, {"books", "BookConnection"}},
	"Node":             {{"id", ""}, {"__typename", ""}},
	"Found":            {{"__typename", ""}},
	"Author":           {{"id", ""}, {"name", ""}, {"books", "BookConnection"}, {"books(first:1)", "BookConnection"}},
	"Book":             {{"id", ""}, {"title", ""}, {"isbn", ""}, {"author", "Author"}, {"related", "Book"}},
	"BookConnection":   {{"edges", "BookEdge"}},
	"BookEdge":         {{"cursor", ""}, {"node", "Book"}},
	"AuthorConnection": {{"edges", "AuthorEdge"}},
	"AuthorEdge":       {{"cursor", ""}, {"node", "Author"}},
}

// conditions are the types that a fragment in a selection on a type may have.
var conditions = map[string][]string{
	"Node": {"Author", "Book", "Node"}, "Found": {"Author", "Book", "Node"},
	"Author": {"Author", "Node", "Found"}, "Book": {"Book", "Node", "Found"}, "Query": {"Query"},
}

// drawDocument draws a document with few names, so that they meet, and with
// fragments each of which spreads later ones only.
func drawDocument(t *rapid.T) string {
	var b strings.Builder
	fragments := []string{"Query", "Node", "Author", "Book", "Node", "Query"}
	b.WriteString(drawSet(t, "Query", 4, 0, fragments))
	for i, on := range fragments {
		fmt.Fprintf(&b, "fragment f%d on %s%s", i, on, drawSet(t, on, 2, i+1, fragments))
	}
	return b.String()
}

func drawSet(t *rapid.T, on string, depth, from int, fragments []string) string {
	var b strings.Builder
	b.WriteByte('{')
	for range rapid.IntRange(1, 3).Draw(t, "selections") {
		kind := rapid.IntRange(0, 9).Draw(t, "kind")
		switch {
		case kind < 2 && conditions[on] != nil && depth > 0:
			as := rapid.SampledFrom(conditions[on]).Draw(t, "condition")
			fmt.Fprintf(&b, "...on %s%s ", as, drawSet(t, as, depth-1, from, fragments))
		case kind < 4:
			for i := from; i < len(fragments); i++ {
				if fragments[i] == on && rapid.Bool().Draw(t, "spread") {
					fmt.Fprintf(&b, "...f%d ", i)
				}
			}
			b.WriteString("__typename ")
		default:
			f := rapid.SampledFrom(drawn[on]).Draw(t, "field")
			if f.of != "" && depth == 0 {
				b.WriteString("__typename ")
				continue
			}
			if rapid.IntRange(0, 2).Draw(t, "aliased") == 0 {
				b.WriteString(rapid.SampledFrom([]string{"a:", "b:"}).Draw(t, "alias"))
			}
			b.WriteString(f.field)
			if f.of != "" {
				b.WriteString(drawSet(t, f.of, depth-1, from, fragments))
			}
			b.WriteByte(' ')
		}
	}
	b.WriteByte('}')
	return b.String()
}

func TestMergeRuleBounds(t *testing.T) {
	schema := testschema.New().Schema()
	query := "{" + strings.Repeat("echo ", 4) + "}"
	if errs := validate(schema, parse(t, query), []validator.Rule{mergeRule(4)}, 5); errs != nil {
		t.Errorf("mergeRule(4) on %s = %v, want no error", query, errs)
	}
	errs := validate(schema, parse(t, query), []validator.Rule{mergeRule(3)}, 5)
	if len(errs) != 1 || errs[0].Extensions["limit"] != "repeats" {
		t.Errorf("mergeRule(3) on %s = %v, want the limit repeats", query, errs)
	}
	doc := parse(t, subsets(14))
	errs = validate(schema, doc, []validator.Rule{mergeRule(10_000)}, 5)
	if len(errs) != 1 || errs[0].Extensions["limit"] != "merging" {
		t.Errorf("mergeRule on many subsets = %v, want the limit merging", errs)
	}
}
