package resolvers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/sample"
)

// TestAnswersAreBounded asks for a product of lists that is admitted by its
// assumed cost and turns out to be hundreds of thousands of fields.
func TestAnswersAreBounded(t *testing.T) {
	srv, eng := site(t)
	const hub = 20
	_, err := eng.Update(context.Background(), sample.Workspace, "setup", "", func(d *draft.Draft) error {
		for i := range hub {
			d.Add(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("hub", i))}, Name: "Hub"})
		}
		for i := range hub {
			for k := range hub {
				if i != k {
					d.Add(graph.Influences{Edge: graph.Edge{Src: graph.ID(fmt.Sprint("hub", i)), Dst: graph.ID(fmt.Sprint("hub", k))}, Weight: 0.5})
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	nest := "id"
	for range 4 {
		nest = "influences { other { " + nest + " } }"
	}
	a := post(t, srv, `{ view { person(id: "hub0") { `+nest+` } } }`, nil)
	if len(a.Errors) == 0 || a.Errors[0].Extensions["rule"] != "size" || !strings.Contains(a.Errors[0].Message, "fields") {
		t.Errorf("errors = %.300v", a.Errors)
	}
	// The same shape over people with few ties is answered.
	data(t, srv, `{ view { person(id: "p-viktor-stahl") { `+nest+` } } }`, nil)
}

// TestTextToLookFor: a search, and the text of a filter, has bounds, because every word
// is looked for in every name.
func TestTextToLookFor(t *testing.T) {
	srv, _ := site(t)
	few, many, long := strings.Repeat("wörd ", 20), strings.Repeat("wörd ", 21), strings.Repeat("x", 501)
	for _, list := range []string{`search(text: %q) { text }`, `people(filter: {text: %q}) { totalCount }`, `positions(filter: {text: %q}) { totalCount }`,
		`organizations(filter: {text: %q}) { totalCount }`, `accounts(filter: {text: %q}) { totalCount }`} {
		data(t, srv, `{ view { `+fmt.Sprintf(list, few)+` } }`, nil)
		for _, text := range []string{many, long} {
			a := post(t, srv, `{ view { `+fmt.Sprintf(list, text)+` } }`, nil)
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" || a.Errors[0].Extensions["rule"] != "text" {
				t.Errorf("%.30s of %d bytes: %v", list, len(text), a.Errors)
			}
		}
	}
}

// TestCostOfPages: a page costs what it may hold, and nested pages multiply.
func TestCostOfPages(t *testing.T) {
	srv, _ := site(t)
	data(t, srv, `{ people { nodes { knows { nodes { level other { name } } } } } }`, nil)
	a := post(t, srv, `{ people { nodes { knows { nodes { other { knows { nodes { other { name } } } } } } } } }`, nil)
	if len(a.Errors) == 0 || a.Errors[0].Extensions["limit"] != "cost" {
		t.Errorf("three pages within each other: %v", a.Errors)
	}
	data(t, srv, `{ people(first: 10) { nodes { knows(first: 10) { nodes { other { knows(first: 10) { nodes { other { name } } } } } } } } }`, nil)
}
