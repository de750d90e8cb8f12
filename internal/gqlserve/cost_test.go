package gqlserve

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"pgregory.net/rapid"

	"github.com/99designs/gqlgen/graphql/introspection"

	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

func prepared(t *testing.T, h *Handler, query string, variables map[string]any) (*operation, error) {
	t.Helper()
	op, errs := h.prepare(t.Context(), params{query: query, variables: variables}, nil)
	if errs != nil {
		return nil, errs
	}
	return op, nil
}

func TestCost(t *testing.T) {
	h := NewHandler(testschema.New(), Options{Limits: Limits{Cost: math.MaxInt}})
	for _, test := range []struct {
		name, query string
		variables   map[string]any
		want        int
	}{
		{"a leaf", "{echo}", nil, 1},
		{"an object", `{node(id:1){id}}`, nil, 2},
		{"a connection of a known length", "{books(first:7){edges{cursor}}}", nil, 1 + 7*(1+1)},
		{"page info beside edges", "{books(first:7){edges{cursor}pageInfo{endCursor}}}", nil, 1 + 7*(2+2)},
		{"the default in the schema", "{authors{edges{cursor}}}", nil, 1 + 10*2},
		{"no length at all", "{books{edges{cursor}}}", nil, 1 + 1 + 10*1},
		{"last", "{books(last:3){edges{cursor}}}", nil, 1 + 3*2},
		{"the larger of first and last", "{books(first:2,last:3){edges{cursor}}}", nil, 1 + 3*2},
		{"limit", `{search(text:"a",limit:4){__typename}}`, nil, 1 + 4},
		{"a variable", "query($n:Int!){books(first:$n){edges{cursor}}}", map[string]any{"n": json.Number("9")}, 1 + 9*2},
		{"the default of a variable", "query($n:Int=8){books(first:$n){edges{cursor}}}", nil, 1 + 8*2},
		{"null", "{books(first:null){edges{cursor}}}", nil, 1 + 1 + 10*1},
		{"a negative length", "{books(first:-5){edges{cursor}}}", nil, 1 + 2},
		{"a length of nothing", "{books(first:0){edges{cursor}}}", nil, 1 + 2},
		{"as many as are named", `query($i:[ID!]!){nodes(ids:$i){id}}`, map[string]any{"i": slices.Repeat([]any{"x"}, 30)}, 1 + 30},
		{"few are named", `{nodes(ids:["a"]){id}}`, nil, 1 + 10},
		{"lists in lists", `{books(first:2){edges{node{related{related{id}}}}}}`, nil, 1 + 2*(1+1+1+10*(1+10*1))},
		{"a list below a bounded field only once", `{books(first:2){edges{node{author{books(first:3){edges{cursor}}}}}}}`, nil, 1 + 2*(1+1+1+1+3*2)},
		{"bounds reach through fragments", `{books(first:2){...f}}fragment f on BookConnection{edges{cursor}}`, nil, 1 + 2*2},
		{"and are not mixed up by them", `{a:books(first:2){...f}books{...f}}fragment f on BookConnection{edges{cursor}}`, nil, 1 + 2*2 + 1 + 11},
		{"what is skipped counts", `{echo @skip(if:true)}`, nil, 1},
		{"saturated", "{" + repeat(3, "a#:authors(first:2147483647){edges{node{books(first:2147483647){edges{node{author{books(first:2147483647){edges{cursor}}}}}}}}}") + "}", nil, math.MaxInt},
	} {
		t.Run(test.name, func(t *testing.T) {
			op, err := prepared(t, h, test.query, test.variables)
			if err != nil {
				t.Fatalf("prepare(%s) = %v", test.query, err)
			}
			if op.cost != test.want {
				t.Errorf("cost of %s = %d, want %d", test.query, op.cost, test.want)
			}
		})
	}
}

func TestCostOfTools(t *testing.T) {
	h := NewHandler(testschema.New(), Options{})
	op, err := prepared(t, h, introspection.Query, nil)
	if err != nil {
		t.Fatalf("prepare(the introspection of tools) = %v", err)
	}
	if limit := h.options.Limits.Cost; op.cost > limit {
		t.Errorf("the introspection of tools costs %d, want at most %d", op.cost, limit)
	}
}

func TestFieldCost(t *testing.T) {
	h := NewHandler(testschema.New(), Options{Charge: func(_ context.Context, f Field) Charge {
		switch f.Type + "." + f.Name {
		case "Query.echo":
			return Charge{Own: 500}
		case "Query.slow", "BookConnection.edges", "BookEdge.node", "Book.title", "Book.related", "Book.genre":
			return Charge{}
		case "Query.books":
			if f.Argument("first") == nil && f.Argument("last") == nil {
				return Charge{Own: 1, Most: 70}
			}
			return Charge{Own: 1, Most: 120}
		case "Query.node":
			if f.Argument("id") == "dear" {
				return Charge{Own: 90}
			}
		}
		return Charge{Own: 1}
	}})
	for query, want := range map[string]int{
		"{echo}":      500,
		"{echo slow}": 500, // one that costs nothing
		// a list of rows costs itself and 1 a row, whatever stands in them …
		"{books(first: 100) {edges {node {title genre related {title}}}}}": 1 + 100,
		// … but for what has a cost of its own
		"{books(first: 100) {edges {node {title isbn}}}}":             1 + 100*1,
		"{books(first: 100) {edges {node {isbn related {isbn}}}}}":    1 + 100*(1+10),
		"{books(first: 100) {edges {node {title author {name id}}}}}": 1 + 100*(1+2),
		// a list is no longer than it can be, and as long where nothing says so
		"{books(first: 1000) {edges {cursor}}}": 1 + 120,
		"{books(last: 1000) {edges {cursor}}}":  1 + 120,
		// an argument can make a field dear
		`{node(id: "cheap") {id}}`: 2,
		`{node(id: "dear") {id}}`:  91,
	} {
		op, err := prepared(t, h, query, nil)
		if err != nil || op.cost != want {
			t.Errorf("cost of %s = %v (%v), want %d", query, op, err, want)
		}
	}
}

// TestCostAgrees compares cost and depth with what following every fragment
// wherever it is spread gives.
func TestCostAgrees(t *testing.T) {
	h := NewHandler(testschema.New(), Options{})
	schema := testschema.New().Schema()
	rapid.Check(t, func(t *rapid.T) {
		query := drawDocument(t)
		doc := parse(t, query)
		validate(schema, doc, h.rules, 5) // completes the document
		got := operationCost(t.Context(), doc, doc.Operations[0], nil, &h.options)
		if want := naiveCost(doc, doc.Operations[0].SelectionSet, false); got != want {
			t.Fatalf("cost of %s = %d, want %d", query, got, want)
		}
		m := measurer{fragments: make(map[string]*fragment)}
		for _, f := range doc.Fragments {
			m.fragments[f.Name] = &fragment{definition: f}
		}
		if got, want := m.set(doc.Operations[0].SelectionSet).depth, naiveDepth(doc, doc.Operations[0].SelectionSet); got != want {
			t.Fatalf("depth of %s = %d, want %d", query, got, want)
		}
	})
}

func naiveCost(doc *ast.QueryDocument, set ast.SelectionSet, bounded bool) int {
	sum := 0
	for _, s := range set {
		switch s := s.(type) {
		case *ast.InlineFragment:
			sum += naiveCost(doc, s.SelectionSet, bounded)
		case *ast.FragmentSpread:
			sum += naiveCost(doc, doc.Fragments.ForName(s.Name).SelectionSet, bounded)
		case *ast.Field:
			length, asked := 1, false
			switch call := s.Name + fmt.Sprint(arguments(s)); {
			case s.Name == "search":
				length, asked = 5, true
			case call == "books"+fmt.Sprint(map[string]string{"first": "1"}):
				asked = true
			case s.Definition.Type.Elem != nil && !bounded:
				length = 10
			}
			sum += 1 + length*naiveCost(doc, s.SelectionSet, asked)
		}
	}
	return sum
}

func naiveDepth(doc *ast.QueryDocument, set ast.SelectionSet) int {
	depth := 0
	for _, s := range set {
		switch s := s.(type) {
		case *ast.InlineFragment:
			depth = max(depth, naiveDepth(doc, s.SelectionSet))
		case *ast.FragmentSpread:
			depth = max(depth, naiveDepth(doc, doc.Fragments.ForName(s.Name).SelectionSet))
		case *ast.Field:
			depth = max(depth, 1+naiveDepth(doc, s.SelectionSet))
		}
	}
	return depth
}
