package resolvers_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/kithgraph/kith/internal/sample"
)

// newID is the random text of an id.
var newID = regexp.MustCompile(`\b[a-z0-9]{16}\b`)

// TestOneOfSeveralIsAsAlone: every verb, as the only edit of several, would change what
// it changes alone.
func TestOneOfSeveralIsAsAlone(t *testing.T) {
	srv, _ := site(t)
	const try = `, options: {dryRun: true}) { refusals { message edit } changes(first: 1000) { nodes { kind action properties { name } } } } }`
	for _, c := range verbs {
		if strings.Contains(c.good, "$") {
			continue
		}
		for _, input := range []string{c.good, c.bad} {
			alone := data(t, srv, `mutation { x: `+c.field+`(input: {`+input+`}`+try, nil)
			several := data(t, srv, `mutation { x: edit(edits: [{`+c.field+`: {`+input+`}}]`+try, nil)
			if newID.ReplaceAllString(fmt.Sprint(alone), "") != newID.ReplaceAllString(fmt.Sprint(several), "") {
				t.Errorf("%s(%s) alone = %v, as one of several = %v", c.field, input, alone, several)
			}
		}
	}
}

// TestEditsAreOneCommit makes a unit, a seat in it, and somebody on the seat, each by
// what the edit before it made.
func TestEditsAreOneCommit(t *testing.T) {
	srv, eng := site(t)
	const doc = `mutation { x: edit(edits: [
		{addOrganization: {organization: {name: "Labs"}, parentId: "o-brackwell"}},
		{addPosition: {seat: {organizationId: "#0", position: {title: "Head of Labs", level: 3}, managerId: "s-brackwell-chief-information-officer"}}},
		{addPerson: {person: {name: "Nina Ford"}, place: {positionId: "#1"}}},
		{logProblem: {problem: {text: "no budget yet"}, aboutIds: ["a-brackwell", "#2"], authorId: "p-sofia-lindt"}},
		{updateFact: {id: "#2", patch: {person: {location: "Leeds"}}}},
		{removeFact: {id: "as-02-leo-brandt"}},
		{acceptSuggestion: {suggestionId: "leaver-esrf0qkuerpdb76b"}}
	], options: {reason: "a new unit", idempotencyKey: "a-key-of-sixteen-letters"%s}) {
		revision repeated commit { revision reason } changed { factId }
		results { fact { __typename factId ... on Person { name location seat { title organization { name } manager { factId } } } ... on Problem { about { factId } } } position { factId } suggestion { verdict } } } }`
	tried := data(t, srv, fmt.Sprintf(doc, ", dryRun: true"), nil)
	if at(tried, "x", "revision") != "1" || len(at(tried, "x", "results").([]any)) != 0 {
		t.Errorf("tried = %v", tried)
	}
	d := data(t, srv, fmt.Sprintf(doc, ""), nil)
	if at(d, "x", "revision") != "2" || at(d, "x", "commit", "revision") != "2" || at(d, "x", "commit", "reason") != "a new unit" || at(d, "x", "repeated") != false {
		t.Errorf("the commit = %v", d)
	}
	results := at(d, "x", "results").([]any)
	if len(results) != 7 {
		t.Fatalf("%d results, want 7", len(results))
	}
	for i, want := range []any{"Organization", "Position", "Person", "Problem", "Person", nil} {
		if got := at(results[i], "fact", "__typename"); want != nil && got != want || want == nil && at(results[i], "fact") != nil {
			t.Errorf("result %d is about a %v, want %v", i, got, want)
		}
	}
	seat := at(results[1], "fact", "factId")
	if at(results[1], "position", "factId") != seat || at(results[2], "position", "factId") != seat {
		t.Errorf("the seat %v of the second and third = %v, %v", seat, results[1], results[2])
	}
	if p := at(results[2], "fact"); at(p, "name") != "Nina Ford" || at(p, "location") != "Leeds" || at(p, "seat", "title") != "Head of Labs" || at(p, "seat", "organization", "name") != "Labs" || at(p, "seat", "manager", "factId") != "s-brackwell-chief-information-officer" {
		t.Errorf("the person = %v", p)
	}
	if about := at(results[3], "fact", "about"); at(about, 0, "factId") != "a-brackwell" && at(about, 1, "factId") != "a-brackwell" || len(about.([]any)) != 2 {
		t.Errorf("the problem is about %v", about)
	}
	if at(results[6], "suggestion", "verdict") != "ACCEPTED" {
		t.Errorf("the suggestion = %v", results[6])
	}

	again := data(t, srv, fmt.Sprintf(doc, ""), nil)
	if at(again, "x", "repeated") != true {
		t.Errorf("asked again = %v", again)
	}
	at(again, "x").(map[string]any)["repeated"] = false
	if fmt.Sprint(again) != fmt.Sprint(d) {
		t.Errorf("asked again = %v, want %v", again, d)
	}
	other := post(t, srv, strings.Replace(fmt.Sprintf(doc, ""), "Labs", "Studio", 1), nil)
	if len(other.Errors) != 1 || other.Errors[0].Extensions["rule"] != "idempotency-key" {
		t.Errorf("other edits under the key: %v", other.Errors)
	}
	data(t, srv, `mutation { undo(input: {revision: "2"}) { revision } }`, nil)
	if d := data(t, srv, `{ view { search(text: "labs") { text } node(id: "as-02-leo-brandt") { factId } } }`, nil); len(at(d, "view", "search").([]any)) != 0 || at(d, "view", "node") == nil {
		t.Errorf("after undo = %v", d)
	}
	if s, _ := eng.Snapshot(context.Background(), sample.Workspace); s.Revision() != 3 {
		t.Errorf("the workspace is at revision %d, want 3", s.Revision())
	}
}

// TestARefusalNamesTheEdit: nothing is written, and each error says which of the edits was
// the reason, also where the rule is broken by what all of them lead to.
func TestARefusalNamesTheEdit(t *testing.T) {
	srv, eng := site(t)
	const fine = `{promote: {positionId: "s-brackwell-buyer", title: "Head of Buying"}}`
	for _, c := range []struct {
		name, edits string
		code, rule  string
		edit        any
	}{
		{"a verb", fine + `, ` + fine + `, {deliver: {commitmentId: "nothing"}}, ` + fine, "NOT_FOUND", "exists", 2.0},
		{"a rule", fine + `, {reportTo: {positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-chief-information-officer"}}, ` + fine, "BAD_USER_INPUT", "reporting-cycle", 1.0},
		{"a rule that two break", `{reportTo: {positionId: "s-brackwell-buyer", managerId: "s-brackwell-buyer-2"}}, ` + fine + `, {reportTo: {positionId: "s-brackwell-buyer-2", managerId: "s-brackwell-buyer"}}`, "BAD_USER_INPUT", "reporting-cycle", 2.0},
		{"a rule of something new", `{addPosition: {seat: {organizationId: "o-brackwell-it", position: {title: "t", level: 9}}}}, ` + fine, "BAD_USER_INPUT", "range", 0.0},
		{"a rule of an edge", `{addOrganization: {organization: {name: "x"}}}, {pair: {personId: "p-leo-brandt", withId: "p-julia-moreau"}}, ` + fine, "BAD_USER_INPUT", "pairing-sides", 1.0},
		{"the first of many", `{addPosition: {seat: {organizationId: "o-brackwell-it", position: {title: "t", level: 9}}}} ` + strings.Repeat(fine+" ", 99), "BAD_USER_INPUT", "range", 0.0},
		{"one of many", strings.Repeat(fine+" ", 61) + `{reportTo: {positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-chief-information-officer"}} ` + strings.Repeat(fine+" ", 38), "BAD_USER_INPUT", "reporting-cycle", 61.0},
		{"an undo", fine + `, {undo: {revision: "1"}}`, "CONFLICT", "undo", 1.0},
		{"no such revision", fine + `, {undo: {revision: "77"}}`, "NOT_FOUND", "exists", 1.0},
		{"an edit to come", `{updateFact: {id: "#1", patch: {position: {title: "x"}}}}, ` + fine, "BAD_USER_INPUT", "edits", 0.0},
		{"an edit about nothing", `{removeFact: {id: "as-02-leo-brandt"}}, {endFact: {id: "#0"}}`, "BAD_USER_INPUT", "edits", 1.0},
		{"what an edit removed", `{removeFact: {id: "p-leo-brandt"}}, {setCapture: {personId: "p-leo-brandt", mode: MAILBOX}}`, "NOT_FOUND", "exists", 1.0},
		{"none", ``, "BAD_USER_INPUT", "edits", nil},
		{"too many", strings.Repeat(fine+" ", 101), "BAD_USER_INPUT", "edits", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := post(t, srv, `mutation { x: edit(edits: [`+c.edits+`]) { revision } }`, nil)
			if len(a.Errors) == 0 || a.Data["x"] != nil {
				t.Fatalf("done: %v", a.Data)
			}
			if e := a.Errors[0].Extensions; e["code"] != c.code || e["rule"] != c.rule || e["edit"] != c.edit {
				t.Errorf("%v, want %s by %s of edit %v", a.Errors, c.code, c.rule, c.edit)
			}
			if c.edit == nil || c.name == "no such revision" { // which is no rule
				return
			}
			d := data(t, srv, `mutation { x: edit(edits: [`+c.edits+`], options: {dryRun: true}) { refusals { code rule edit message } } }`, nil)
			if r := at(d, "x", "refusals", 0); at(r, "code") != c.code || at(r, "rule") != c.rule || at(r, "edit") != c.edit || newID.ReplaceAllString(fmt.Sprint(at(r, "message")), "") != newID.ReplaceAllString(a.Errors[0].Message, "") {
				t.Errorf("tried = %v, want what the edit was refused for, %v", d, a.Errors)
			}
		})
	}
	for _, bad := range []string{`{}`, fine[:len(fine)-1] + `, deliver: {commitmentId: "c"}}`, `{promote: null}`, fine[:len(fine)-1] + `, deliver: null}`} {
		if a := post(t, srv, `mutation { x: edit(edits: [`+bad+`]) { revision } }`, nil); len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != "GRAPHQL_VALIDATION_FAILED" {
			t.Errorf("%s: %v, want no more and no less than one field", bad, a.Errors)
		}
	}
	for name, v := range map[string]any{
		"none": map[string]any{}, "a null": map[string]any{"removeFact": nil},
		"two":        map[string]any{"removeFact": map[string]any{"id": "x"}, "endFact": map[string]any{"id": "x"}},
		"and a null": map[string]any{"removeFact": map[string]any{"id": "x"}, "endFact": nil},
	} {
		if a := post(t, srv, `mutation($e: [EditInput!]!) { x: edit(edits: $e) { revision } }`, map[string]any{"e": []any{v}}); len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != "BAD_USER_INPUT" {
			t.Errorf("a variable with %s: %v, want no more and no less than one field", name, a.Errors)
		}
	}
	if s, _ := eng.Snapshot(context.Background(), sample.Workspace); s.Revision() != 1 {
		t.Errorf("something was written: the workspace is at revision %d", s.Revision())
	}
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "Head of Buying"}) { revision } }`, nil)
	a := post(t, srv, `mutation { x: edit(edits: [{removeFact: {id: "as-02-leo-brandt"}}, {endFact: {id: "s-brackwell-buyer"}}], options: {expectedRevision: "1"}) { revision } }`, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != "expected-revision" || fmt.Sprint(a.Errors[0].Extensions["ids"]) != "[s-brackwell-buyer]" {
		t.Errorf("the second of what was read at revision 1: %v", a.Errors)
	}
}
