package resolvers_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// long returns a server of a workspace of 30 people, one for each commit, and an account
// of an organization with 2,400 seats.
func long(t *testing.T) *httptest.Server {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) }
	eng := engine.New(engine.Mem(), engine.Options{Now: now})
	t.Cleanup(func() { eng.Close() })
	edit := func(do func(d *draft.Draft)) {
		t.Helper()
		if _, err := eng.Update(context.Background(), sample.Workspace, "setup", "", func(d *draft.Draft) error { do(d); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	edit(func(d *draft.Draft) {
		d.Add(graph.Organization{Node: graph.Node{ID: "o"}, Name: "Group", Kind: graph.OrgCompany})
		d.Add(graph.Organization{Node: graph.Node{ID: "unit"}, Name: "Unit", Kind: graph.OrgDepartment})
		d.Add(graph.PartOf{Edge: graph.Edge{Src: "unit", Dst: "o"}})
		d.Add(graph.Account{Node: graph.Node{ID: "a", ExternalIDs: []string{"crm:7"}}, Name: "Group"})
		d.Add(graph.For{Edge: graph.Edge{Src: "a", Dst: "o"}})
		for i := range 2400 {
			id := graph.ID(fmt.Sprint("s", i))
			d.Add(graph.Position{Node: graph.Node{ID: id}, Title: "Seat", Level: 1})
			d.Add(graph.In{Edge: graph.Edge{Src: id, Dst: "unit"}})
		}
	})
	for i := range 30 {
		edit(func(d *draft.Draft) {
			d.Add(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", i))}, Name: "P"})
		})
	}
	srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: now}))
	t.Cleanup(srv.Close)
	return srv
}

// TestCostIsKnown: an operation says what it costs, by the request and the size of the
// workspace.
func TestCostIsKnown(t *testing.T) {
	srv := long(t)
	const told = 4 // the field cost, and what is asked of it
	for _, c := range []struct {
		query string
		want  int
	}{
		{`view { revision }`, 1 + 1},
		{`people(first: 3) { nodes { id } }`, 1 + 3*(1+1)},
		{`people(first: 1000) { nodes { id } }`, 1 + 30*(1+1)},                       // as many as there are
		{`people(last: 1000) { nodes { id } }`, 1 + 30*(1+1)},                        //
		{`people(first: 3, filter: {employed: true}) { nodes { id } }`, 2 + 3*(1+1)}, // one for each twenty that are looked at
		{`positions(first: 1, filter: {levels: [9]}) { totalCount }`, 1 + 120 + 1*1}, //
		{`positions(first: 1, filter: {}) { totalCount }`, 1 + 1*1},                  // which chooses all
		{`positions(first: 1, filter: {text: "se"}) { totalCount }`, 1 + 12 + 1*1},
		{`people(first: 3, orderBy: NAME) { nodes { id } }`, 2 + 3*(1+1)},
		{`people(first: 3, filter: {or: [{employed: true}, {not: {text: "x"}}], and: {levels: [1]}}) { nodes { id } }`, 1 + 30*5/20 + 3*(1+1)}, // made of five
		{`changes(first: 4) { nodes { changes(first: 100) { nodes { factId action properties { name before after } } } } }`, 1 + 4*(1+1+100)},  // a change is a row
		{`view { search(text: "x", first: 7) { text } }`, 1 + 1 + 20 + 2 + 7*1},                                                                // 2,433 can be found
		{`view { chart(of: {accountId: "a"}) { seats(first: 10000) { nodes { positionId } } } }`, 1 + 1 + 400 + 480 + 1 + 2400},                // as many as there are
		{`view { chart(of: {accountId: "a"}) { lines(first: 10000) { nodes { recordId } } } }`, 1 + 1 + 400 + 480 + 1 + 1},                     //
		{`view { introductionRequests { totalCount } policies { totalCount } }`, 1 + 2*(1+1)},                                                  // of which there are none
		{`view(knownAt: {revision: "31"}) { revision }`, 1 + 1},                                                                                // the newest
		{`view(knownAt: {revision: "30"}) { revision }`, 1 + 50 + 1},                                                                           // one back
		{`view(knownAt: {revision: "1"}) { revision }`, 1 + 30*50 + 1},                                                                         //
		{`view(knownAt: {time: "2020-01-01T00:00:00Z"}) { revision }`, 1 + 5000 + 1},                                                           // nobody knows yet which that is
		{`view(knownAt: {time: "2027-01-01T00:00:00Z"}) { revision }`, 1 + 1},                                                                  //
		{`people(first: 1, knownAt: {revision: "30"}) { totalCount }`, 1 + 50 + 1},                                                             //
		{`node(id: "p1") { id }`, 1 + 1},                                                                                                       //
		{`node(id: "view 2026-11-02 29") { id }`, 1 + 100 + 1},                                                                                 // a view of another revision
		{`nodes(ids: ["view 2026-11-02 29", "view 2026-11-02 30", "p1", "p2", "p3"]) { id }`, 1 + 150 + 5*1},
		{`view { coverage(accountId: "a") { asOf } }`, 1 + 1 + 480 + 1},     // 2.4 times the usual
		{`view { coverage(accountId: "crm:7") { asOf } }`, 1 + 1 + 480 + 1}, // by any id
		{`view { chart(of: {accountId: "a"}) { total } }`, 1 + 1 + 400 + 480 + 1},
		{`view { chart(of: {organizationId: "unit"}) { total } }`, 1 + 1 + 400 + 480 + 1},
		{`view { diff(of: {accountId: "a"}, since: "2026-01-01") { asOf } }`, 1 + 1 + 800 + 960 + 1},
		{`view { diff(of: {accountId: "a"}, sinceRevision: "29") { asOf } }`, 1 + 1 + 800 + 960 + 100 + 1},
	} {
		d := data(t, srv, `{ cost { cost limit remaining } `+c.query+` }`, nil)
		want := told + c.want
		if got := at(d, "cost", "cost"); got != float64(want) {
			t.Errorf("%s costs %v, want %d", c.query, got, want)
		}
		if limit, left := at(d, "cost", "limit"), at(d, "cost", "remaining"); limit != 20_000.0 || left != float64(20_000-want) {
			t.Errorf("%s: limit %v, remaining %v, want 20000 and %d", c.query, limit, left, 20_000-want)
		}
	}
}

// TestManyOfADearField: what would be dear in numbers is refused before any is done.
func TestManyOfADearField(t *testing.T) {
	srv := long(t)
	for _, field := range []string{
		`view(knownAt: {revision: "1"}) { revision }`, `people(first: 0, filter: {employed: true}, knownAt: {revision: "2"}) { totalCount }`, `node(id: "view 2026-11-02 1") { id }`,
	} {
		var b strings.Builder
		for i := range 100 {
			fmt.Fprintf(&b, " a%d: %s", i, field)
		}
		a := post(t, srv, "{"+b.String()+"}", nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["limit"] != "cost" {
			t.Errorf("100 times %s: %v, want a refusal for the cost", field, a.Errors)
		}
	}
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = fmt.Sprintf("view 2026-11-02 %d", i%30)
	}
	a := post(t, srv, `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": ids})
	if len(a.Errors) != 1 || a.Errors[0].Extensions["limit"] != "cost" {
		t.Errorf("a thousand views: %v, want a refusal for the cost", a.Errors)
	}
}
