package resolvers_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/kithgraph/kith/internal/sample"
)

// seen is an object as an answer has it.
type seen struct {
	typeName, id, factID, asOf, revision string
}

// collect returns every object with a fact in an answer, however deep.
func collect(v any, out map[seen]bool) {
	switch v := v.(type) {
	case map[string]any:
		if fact, is := v["factId"].(string); is && v["id"] != nil {
			out[seen{v["__typename"].(string), v["id"].(string), fact, fmt.Sprint(v["asOf"]), fmt.Sprint(v["revision"])}] = true
		}
		for _, x := range v {
			collect(x, out)
		}
	case []any:
		for _, x := range v {
			collect(x, out)
		}
	}
}

// aFact selects what an object is.
const aFact = ` { __typename id factId asOf revision }`

// someOfAll selects objects of every way that leads to them from a view: by id, in lists, from
// one to the next, in a report, on a chart and by search.
func someOfAll(ids []string) string {
	return fmt.Sprintf(`{ revision asOf nodes(ids: [%s])`+aFact+`
		people(first: 20) { nodes { __typename id factId asOf revision seat`+aFact+` holdings(ever: true)`+aFact+` knows(first: 3) { nodes { __typename id factId asOf revision other`+aFact+` } } } }
		positions(first: 20) { nodes { __typename id factId asOf revision holders`+aFact+` manager`+aFact+` } }
		search(text: "head of", first: 10) { node`+aFact+` }
		coverage(accountId: "a-brackwell") { findings { subjects`+aFact+` } }
		chart(of: {accountId: "a-dunmore"}) { account`+aFact+` seats(first: 5) { nodes { position`+aFact+` holders { person { person`+aFact+` } } } } findings { subjects`+aFact+` } } }`,
		`"`+strings.Join(ids, `", "`)+`"`)
}

// TestDaysDoNotMix holds the laws of ids: no two objects of different views have the same
// type and id; an id is found again as what it was handed out for; wherever one is asked
// for, that of any view stands for its fact; and today, ids are those of the facts.
func TestDaysDoNotMix(t *testing.T) {
	srv, eng := site(t)
	for _, m := range []string{
		`movePerson(input: {personId: "p-sven-aalto", toPositionId: "s-brackwell-head-of-procurement", on: "2026-10-01"})`, `removeFact(input: {id: "as-02-leo-brandt"})`,
		`promote(input: {positionId: "s-brackwell-buyer-2", title: "Senior Buyer", level: 2})`, `mergePeople(input: {keepId: "p-jari-salo", dropId: "p-outi-laine"})`,
	} {
		data(t, srv, "mutation { x: "+m+" { revision } }", nil)
	}
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for e := range s.Elements() {
		all = append(all, string(e.ID))
	}
	r := rand.New(rand.NewPCG(5, 1))
	days := []string{"2026-11-02", "2026-11-01", "2026-08-01", "2020-01-01", "2027-06-01"}
	type where struct{ asOf, revision string }
	views := map[where]bool{}
	viewOf := map[string]where{} // of a type and an id
	var handed []seen
	for range 25 {
		day, known := days[r.IntN(len(days))], fmt.Sprint(1+r.IntN(5))
		var ids []string
		for range 40 {
			ids = append(ids, all[r.IntN(len(all))])
		}
		args := []string{fmt.Sprintf("asOf: %q, knownAt: {revision: %q}", day, known), fmt.Sprintf("asOf: %q", day), fmt.Sprintf("knownAt: {revision: %q}", known)}[r.IntN(3)]
		found := map[seen]bool{}
		d := data(t, srv, fmt.Sprintf(`{ view(%s) %s }`, args, someOfAll(ids)), nil)
		collect(d, found)
		w := where{at(d, "view", "asOf").(string), at(d, "view", "revision").(string)}
		views[w] = true
		if len(found) < 60 {
			t.Fatalf("%v: %d objects, too few to tell", w, len(found))
		}
		for o := range found {
			if o.asOf != w.asOf || o.revision != w.revision {
				t.Errorf("%+v is of another view than %v", o, w)
			}
			key := o.typeName + " " + o.id
			if other, known := viewOf[key]; known && other != w {
				t.Errorf("%s is of the views %v and %v", key, w, other)
			}
			viewOf[key] = w
			if today := w == (where{"2026-11-02", "5"}); today != (o.id == o.factID) {
				t.Errorf("in the view %v the fact %s has the id %s", w, o.factID, o.id)
			}
			if r.IntN(8) == 0 {
				handed = append(handed, o)
			}
		}
	}
	if len(views) < 12 || len(handed) < 100 {
		t.Errorf("%d views and %d ids, too few to tell", len(views), len(handed))
	}
	for part := 0; part < len(handed); part += 50 {
		list := handed[part:min(len(handed), part+50)]
		var ids, facts []string
		for _, o := range list {
			ids = append(ids, o.id)
			facts = append(facts, o.factID)
		}
		got := at(data(t, srv, `query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Fact { factId asOf revision } } }`, map[string]any{"ids": ids}), "nodes").([]any)
		for i, o := range list {
			again := map[seen]bool{}
			collect(got[i], again)
			if !again[o] {
				t.Errorf("nodes(%q) = %v, want %+v", o.id, got[i], o)
			}
		}
		// In another view the id stands for the fact.
		a := at(data(t, srv, `query($ids: [ID!]!) { view { nodes(ids: $ids) { id } } }`, map[string]any{"ids": ids}), "view", "nodes")
		b := at(data(t, srv, `query($ids: [ID!]!) { view { nodes(ids: $ids) { id } } }`, map[string]any{"ids": facts}), "view", "nodes")
		if fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("today the ids of other views find %v, their facts %v", a, b)
		}
	}
}

// TestEveryInputTakesTheIdOfAView makes every edit with ids that name a view, and asks
// every question with them.
func TestEveryInputTakesTheIdOfAView(t *testing.T) {
	plain, _ := site(t)
	named, _ := site(t)
	name := func(input string) string {
		for _, prefix := range []string{"s", "p", "o", "a", "da", "c", "in", "as", "works", "knows"} {
			input = strings.ReplaceAll(input, `"`+prefix+`-`, `"2026-08-01 1 `+prefix+`-`)
		}
		return input
	}
	for _, c := range verbs {
		if strings.Contains(c.good, "$") {
			continue
		}
		const rest = `}, options: {idempotencyKey: "a-key-of-sixteen-letters"}) { revision changed { __typename id } removedIds refusals { rule } } }`
		want := data(t, plain, "mutation { x: "+c.field+"(input: {"+c.good+rest, nil)
		got := data(t, named, "mutation { x: "+c.field+"(input: {"+name(c.good)+rest, nil)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s with ids of a view = %v, want %v", c.field, got, want)
		}
	}
	for _, q := range []string{
		`stakeholders(accountId: "a-brackwell") { people { person { id } } }`, `strength(of: {personId: "p-marta-keller"}) { ties { other { id } } }`,
		`introductions(targetId: "p-pekka-niemi") { introductions { sentence } }`, `scenario(accountId: "a-dunmore", leaverIds: ["p-ben-okafor"]) { sentence }`,
		`people(filter: {organizationId: "o-brackwell"}, first: 100) { nodes { id } }`, `chart(of: {accountId: "a-brackwell"}, focusIds: ["p-leo-brandt"]) { total seats { nodes { positionId } } }`,
		`person(id: "p-leo-brandt") { id assessments(withinId: "a-brackwell", ever: true) { id } }`, `node(id: "works-hana-novak-a-helvar") { id }`,
	} {
		want, got := data(t, plain, "{ view { "+q+" } }", nil), data(t, named, "{ view { "+name(q)+" } }", nil)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s with ids of a view = %v, want %v", q, got, want)
		}
	}
	for _, f := range []string{`accountId: "a-brackwell"`, `accountId: "a-brackwell", focusIds: ["p-leo-brandt"], diagram: FOCUS`} {
		want, got := data(t, plain, "{ svg("+f+") { svg } }", nil), data(t, named, "{ svg("+name(f)+") { svg } }", nil)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("svg(%s) with ids of a view is another picture", f)
		}
	}
}

// TestADayIsRefetchedOnItsDay follows a list of another day by the id of whom it is of, page by
// page, as Relay does.
func TestADayIsRefetchedOnItsDay(t *testing.T) {
	srv, _ := site(t)
	d := data(t, srv, `{ view(asOf: "2026-08-01") { person(id: "p-sofia-lindt") { id knows(first: 100) { nodes { id } } } } }`, nil)
	id, want := at(d, "view", "person", "id"), at(d, "view", "person", "knows", "nodes").([]any)
	if len(want) < 2 {
		t.Fatalf("they know %d people on that day, want some", len(want))
	}
	data(t, srv, `mutation { a: stateTie(input: {personId: "p-sofia-lindt", otherId: "p-samir-haddad", level: TRUSTED, from: "2026-07-01"}) { revision } b: mergePeople(input: {keepId: "p-jari-salo", dropId: "p-outi-laine"}) { revision } }`, nil)
	var got []any
	for after := any(nil); ; {
		d := data(t, srv, `query($id: ID!, $after: String) { node(id: $id) { id ... on Person { asOf knows(first: 1, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`, map[string]any{"id": id, "after": after})
		if at(d, "node", "id") != id || at(d, "node", "asOf") != "2026-08-01" {
			t.Fatalf("node(%v) = %v", id, d)
		}
		got = append(got, at(d, "node", "knows", "nodes").([]any)...)
		if at(d, "node", "knows", "pageInfo", "hasNextPage") != true {
			break
		}
		after = at(d, "node", "knows", "pageInfo", "endCursor")
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("page by page %v, want %v", got, want)
	}
}

// TestNothingTriedIsFound: the facts that a dry run's findings lead to have ids of their
// own, which are found nowhere, and those before an edit are of the revision before.
func TestNothingTriedIsFound(t *testing.T) {
	srv, _ := site(t)
	const edit = `movePerson(input: {personId: "p-leo-brandt", toPositionId: "s-brackwell-head-of-procurement"}%s) { findings { appeared { subjects { __typename id factId asOf revision } } gone { subjects { __typename id factId asOf revision } } } }`
	try := data(t, srv, "mutation { x: "+fmt.Sprintf(edit, ", options: {dryRun: true}")+" }", nil)
	found := map[seen]bool{}
	for _, f := range at(try, "x", "findings").([]any) {
		collect(at(f, "appeared"), found)
	}
	if len(found) == 0 {
		t.Fatal("nothing appeared")
	}
	for o := range found {
		if !strings.HasPrefix(o.id, "tried ") || !strings.HasSuffix(o.id, " "+o.factID) {
			t.Errorf("%+v was only tried", o)
		}
		if d := data(t, srv, `query($id: ID!) { node(id: $id) { id } }`, map[string]any{"id": o.id}); d["node"] != nil {
			t.Errorf("node(%q) = %v", o.id, d)
		}
	}
	real := data(t, srv, "mutation { x: "+fmt.Sprintf(edit, "")+" }", nil)
	after, before := map[seen]bool{}, map[seen]bool{}
	for _, f := range at(real, "x", "findings").([]any) {
		collect(at(f, "appeared"), after)
		collect(at(f, "gone"), before)
	}
	for o := range after {
		if o.id != o.factID || o.revision != "2" {
			t.Errorf("after the edit: %+v", o)
		}
	}
	for o := range before {
		if o.id != "2026-11-02 1 "+o.factID || o.revision != "1" {
			t.Errorf("before the edit: %+v", o)
		}
	}
	if len(after) == 0 || len(before) == 0 {
		t.Errorf("%d and %d facts, want some", len(after), len(before))
	}
}

// TestViewIDs holds that a view has the same id whatever is written, unless a revision was
// asked for, so that what a client keeps of it stays one thing; and that node finds it
// again, and its pages.
func TestViewIDs(t *testing.T) {
	srv, _ := site(t)
	const query = `{
		a: view { id revision }
		b: view(asOf: "2026-11-02") { id revision }
		c: view(asOf: "2026-08-01") { id revision }
		d: view(knownAt: {revision: "1"}) { id revision }
		e: view(asOf: "2026-08-01", knownAt: {revision: "0"}) { id revision }
	}`
	want := map[string]string{"a": "view today", "b": "view 2026-11-02", "c": "view 2026-08-01", "d": "view 2026-11-02 1", "e": "view 2026-08-01 0"}
	revisions := map[string][2]string{"a": {"1", "2"}, "b": {"1", "2"}, "c": {"1", "2"}, "d": {"1", "1"}, "e": {"0", "0"}}
	for round := range 2 {
		d := data(t, srv, query, nil)
		for name, id := range want {
			if at(d, name, "id") != id || at(d, name, "revision") != revisions[name][round] {
				t.Errorf("%s is %v, want %s at %s", name, at(d, name), id, revisions[name][round])
			}
			again := at(data(t, srv, `query($id: ID!) { node(id: $id) { id ... on View { revision } } }`, map[string]any{"id": id}), "node")
			if at(again, "id") != id || at(again, "revision") != revisions[name][round] {
				t.Errorf("node(%q) = %v, want it at %s", id, again, revisions[name][round])
			}
		}
		if round > 0 {
			break
		}
		p := at(data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-platform-lead", title: "Head of Platforms"}) { revision view { id } } }`, nil), "promote")
		if at(p, "view", "id") != "view today" || at(p, "revision") != "2" {
			t.Errorf("the view of an edit is %v", p)
		}
	}
}
