package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/internal/soak"
	"github.com/kithgraph/kith/resolvers"
)

// openDraft opens a draft and returns its id.
func openDraft(t *testing.T, srv *httptest.Server) string {
	t.Helper()
	return at(data(t, srv, `mutation { openDraft(input: {}) { draftId } }`, nil), "openDraft", "draftId").(string)
}

// elements returns every element of the newest workspace, without the random text of ids.
func elements(t *testing.T, eng *engine.Engine) []string {
	t.Helper()
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for e := range s.Elements() {
		out = append(out, newID.ReplaceAllString(string((&graph.Change{ID: e.ID, After: &e}).AppendJSON(nil)), "#"))
	}
	slices.Sort(out)
	return out
}

// charted asks for charts and findings, below a view.
const charted = `chart(of: {accountId: "a-brackwell"}) { total vacant
		seats { nodes { positionId title level managerId holders { kind person { name } } occupancy below findingIds } } lines { nodes { kind fromId toId } } findings { rule sentence } }
	coverage(accountId: "a-brackwell") { findings { rule sentence severity } } singlePoints(accountId: "a-brackwell") { findings { rule sentence } }
	people(first: 1000) { nodes { factId name seat { factId title } } }`

// whole is what charted answers about a view, without what is new text of ids.
func whole(t *testing.T, srv *httptest.Server, view string) string {
	t.Helper()
	b, _ := json.Marshal(at(data(t, srv, `{ view`+view+` { `+charted+` } }`, nil), "view"))
	return newID.ReplaceAllString(string(b), "#")
}

// sorted returns the letters of a text in order, for what is in the order of random ids.
func sorted(s string) string {
	parts := regexp.MustCompile(`[\[\]{},]`).Split(s, -1)
	slices.Sort(parts)
	return strings.Join(parts, ",")
}

// TestADraftIsItsEdits does random edits in a draft and applies it, and the same edits
// one by one in another workspace: the same are refused, what the draft showed is what
// the edits led to, and both workspaces hold the same facts. Before, nobody outside the
// draft sees anything of it; what it comes to is one commit.
func TestADraftIsItsEdits(t *testing.T) {
	for range soak.Times(4, 40) {
		seed := rand.Uint64()
		r := rand.New(rand.NewPCG(seed, 1))
		one, drafting := site(t)
		other, editing := site(t)
		before, id := elements(t, drafting), openDraft(t, one)
		unseen := whole(t, one, "")
		done := 0
		for range 12 {
			c := verbs[r.IntN(len(verbs))]
			input := c.good
			if strings.Contains(input, "$") || c.field == "undo" {
				continue // about what another edit of the same test made, or the log
			}
			if r.IntN(5) == 0 {
				input = c.bad
			}
			if strings.Contains(input, "$") {
				continue
			}
			doc := func(options string) string {
				return `mutation { x: ` + c.field + `(input: {` + input + `}` + options + `) { changes(first: 100) { nodes { kind action } } findings { accountId appeared { rule sentence } gone { rule sentence } } } }`
			}
			a := post(t, one, doc(`, options: {draftId: "`+id+`"}`), nil)
			b := post(t, other, doc(""), nil)
			if x, y := newID.ReplaceAllString(fmt.Sprint(a), "#"), newID.ReplaceAllString(fmt.Sprint(b), "#"); x != y {
				t.Fatalf("seed %d: %s(%s) in the draft:\n%s\nby itself:\n%s", seed, c.field, input, x, y)
			}
			if len(a.Errors) == 0 {
				done++
			}
		}
		if got := elements(t, drafting); !slices.Equal(got, before) || whole(t, one, "") != unseen {
			t.Fatalf("seed %d: the workspace sees the draft", seed)
		}
		if done == 0 {
			continue
		}
		shown := whole(t, one, `(draftId: "`+id+`")`)
		if want := whole(t, other, ""); sorted(shown) != sorted(want) {
			t.Errorf("seed %d: the draft shows\n%s\nthe edits led to\n%s", seed, shown, want)
		}
		diff := func(view, since string) string {
			d := at(data(t, one, `{ view`+view+` { diff(of: {accountId: "a-brackwell"}`+since+`) { sinceRevision asOf people { kind personId name before { positionId title } after { positionId title } } seats { kind positionId title managerIdBefore managerIdAfter } linesAdded { recordId kind } linesRemoved { recordId kind } } } }`, nil), "view", "diff")
			b, _ := json.Marshal(d)
			return string(b)
		}
		change := diff(`(draftId: "`+id+`")`, "")
		const apply = `{ applyDraft(input: {draftId: "%s"}, options: {reason: "reorganized"%s}) { revision repeated dryRun commit { revision reason changes { totalCount } } results { fact { factId } } refusals { message } changes(first: 1000) { totalCount } findings { accountId appeared { rule } gone { rule } } } }`
		tried := at(data(t, one, `mutation `+fmt.Sprintf(apply, id, ", dryRun: true"), nil), "applyDraft")
		applied := at(data(t, one, `mutation `+fmt.Sprintf(apply, id, ""), nil), "applyDraft")
		again := at(data(t, one, `mutation `+fmt.Sprintf(apply, id, ""), nil), "applyDraft")
		if at(again, "repeated") != true {
			t.Errorf("seed %d: applied again: %v", seed, again)
		}
		again.(map[string]any)["repeated"] = false
		if fmt.Sprint(again) != fmt.Sprint(applied) || at(applied, "revision") != "2" || at(applied, "commit", "reason") != "reorganized" || len(at(applied, "results").([]any)) != done {
			t.Errorf("seed %d: applied %v, again %v", seed, applied, again)
		}
		if fmt.Sprint(at(tried, "findings"), at(tried, "changes")) != fmt.Sprint(at(applied, "findings"), at(applied, "changes")) || at(tried, "dryRun") != true || len(at(tried, "refusals").([]any)) > 0 {
			t.Errorf("seed %d: the dry run foretold %v, and it was %v", seed, tried, applied)
		}
		if got, want := elements(t, drafting), elements(t, editing); !slices.Equal(got, want) {
			t.Errorf("seed %d: %d facts after the draft, %d after the edits", seed, len(got), len(want))
		}
		if got := diff("", `, sinceRevision: "1"`); got != change {
			t.Errorf("seed %d: the draft showed the difference\n%s\nand it was\n%s", seed, change, got)
		}
		if s, _ := drafting.Snapshot(t.Context(), sample.Workspace); s.Revision() != 2 {
			t.Errorf("seed %d: revision %d after the draft", seed, s.Revision())
		}
	}
}

const aMove = `reportTo(input: {positionId: "s-brackwell-buyer-4", managerId: "s-brackwell-head-of-controlling"}`

// TestDraftsDoNotSeeEachOther: what is done in one shows in no other, in no list, search,
// picture or file of the workspace, and dropping it leaves nothing.
func TestDraftsDoNotSeeEachOther(t *testing.T) {
	srv, eng := site(t)
	a, b := openDraft(t, srv), openDraft(t, srv)
	data(t, srv, `mutation { addPerson(input: {person: {name: "Nina Ford"}, place: {seat: {organizationId: "o-brackwell-it", position: {title: "Head of Data", level: 4}, managerId: "s-brackwell-chief-information-officer"}}}, options: {draftId: "`+a+`"}) { revision } }`, nil)
	data(t, srv, `mutation { `+aMove+`, options: {draftId: "`+b+`"}) { revision } }`, nil)
	const where = `search(text: "nina ford") { text } chart(of: {accountId: "a-brackwell"}) { total } position(id: "s-brackwell-buyer-4") { manager { factId } }`
	d := data(t, srv, `{ none: view { `+where+` } a: view(draftId: "`+a+`") { `+where+` } b: view(draftId: "`+b+`") { `+where+` }
		svg: svg(accountId: "a-brackwell", page: NATURAL) { svg } drawn: svg(accountId: "a-brackwell", page: NATURAL, draftId: "`+a+`") { svg } diff: svg(accountId: "a-brackwell", diagram: DIFF, draftId: "`+a+`") { svg } }`, nil)
	has := func(name string) int { return len(at(d, name, "search").([]any)) }
	if has("none") != 0 || has("a") != 1 || has("b") != 0 {
		t.Errorf("found %d times in the workspace, %d in the draft, %d in another", has("none"), has("a"), has("b"))
	}
	if all := at(d, "none", "chart", "total").(float64); at(d, "a", "chart", "total") != all+1 || at(d, "b", "chart", "total") != all {
		t.Errorf("seats: %v", d)
	}
	if fmt.Sprint(at(d, "none", "position")) != fmt.Sprint(at(d, "a", "position")) || fmt.Sprint(at(d, "none", "position")) == fmt.Sprint(at(d, "b", "position")) {
		t.Errorf("the manager: %v", d)
	}
	for name, want := range map[string]bool{"svg": false, "drawn": true, "diff": true} {
		if strings.Contains(at(d, name, "svg").(string), "Nina Ford") != want {
			t.Errorf("%s: Nina Ford is drawn: %v", name, !want)
		}
	}
	files := map[string][3]string{}
	for _, q := range []string{"", "&draft=" + a} {
		res, err := http.Get(srv.URL + "/export/orgchart.md?account=a-brackwell" + q)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		files[q] = [3]string{string(body), res.Header.Get("ETag")}
	}
	if n, x := files[""], files["&draft="+a]; strings.Contains(n[0], "Nina") || !strings.Contains(x[0], "Nina") || n[1] == x[1] {
		t.Errorf("the files have the tags %s and %s, or show the wrong one", n[1], x[1])
	}
	data(t, srv, `mutation { dropDraft(input: {draftId: "`+a+`"}) }`, nil)
	if r := post(t, srv, `{ view(draftId: "`+a+`") { revision } }`, nil); len(r.Errors) != 1 || r.Errors[0].Extensions["code"] != "NOT_FOUND" || r.Errors[0].Extensions["rule"] != "draft" {
		t.Errorf("a dropped draft: %v", r.Errors)
	}
	if s, _ := eng.Snapshot(t.Context(), sample.Workspace); s.Revision() != 1 {
		t.Errorf("something was written: revision %d", s.Revision())
	}
}

// TestIDsOfADraft: an object of a draft has an id that names the draft, stays the same
// from edit to edit, finds it there by node and serves any input.
func TestIDsOfADraft(t *testing.T) {
	srv, _ := site(t)
	id := openDraft(t, srv)
	x := at(data(t, srv, `mutation { x: promote(input: {positionId: "s-brackwell-buyer", title: "Head of Buying"}, options: {draftId: "`+id+`"}) { revision commit { revision } changed { id } position { id factId title asOf } view { id draft { draftId edits { mutations reason } } } findings { gone { subjects { id } } appeared { subjects { id } } } } }`, nil), "x")
	named := `draft ` + id + ` 2026-11-02 `
	seat := at(x, "position", "id").(string)
	if seat != named+"s-brackwell-buyer" || at(x, "position", "title") != "Head of Buying" || at(x, "commit") != nil || at(x, "revision") != "1" {
		t.Errorf("the payload: %v", x)
	}
	for _, c := range at(x, "changed").([]any) {
		if !strings.HasPrefix(at(c, "id").(string), named) {
			t.Errorf("changed %v", c)
		}
	}
	d := data(t, srv, fmt.Sprintf(`{ node(id: %q) { id ... on Position { title } } whole: node(id: %q) { id ... on View { draft { edits { mutations } } } } plain: node(id: "s-brackwell-buyer") { id ... on Position { title } }
		later: view(draftId: %q, asOf: "2026-12-24") { id position(id: %q) { id title } } }`, seat, at(x, "view", "id"), id, seat), nil)
	if at(d, "node", "id") != seat || at(d, "node", "title") != "Head of Buying" || at(d, "whole", "id") != "view draft "+id+" 2026-11-02" || at(d, "whole", "draft", "edits", 0, "mutations", 0) != "promote" {
		t.Errorf("node: %v", d)
	}
	if at(d, "plain", "id") != "s-brackwell-buyer" || at(d, "plain", "title") != "Buyer" {
		t.Errorf("the fact without the draft: %v", d)
	}
	if at(d, "later", "position", "id") != "draft "+id+" 2026-12-24 s-brackwell-buyer" || at(d, "later", "position", "title") != "Head of Buying" {
		t.Errorf("on a later day: %v", d)
	}
	y := data(t, srv, fmt.Sprintf(`mutation { x: promote(input: {positionId: %q, level: 4}, options: {draftId: %q}) { position { id level title } } }`, seat, id), nil)
	if at(y, "x", "position", "id") != seat || at(y, "x", "position", "title") != "Head of Buying" || at(y, "x", "position", "level") != 4.0 {
		t.Errorf("the next edit: %v", y)
	}
	data(t, srv, `mutation { dropDraft(input: {draftId: "`+id+`"}) }`, nil)
	if d := data(t, srv, fmt.Sprintf(`{ node(id: %q) { id } }`, seat), nil); at(d, "node") != nil {
		t.Errorf("node finds what was in a dropped draft: %v", d)
	}
}

// TestADraftFollowsTheWorkspace: it is of the newest workspace; an edit that does not fit
// any more is named, and taken out.
func TestADraftFollowsTheWorkspace(t *testing.T) {
	srv, _ := site(t)
	id := openDraft(t, srv)
	in := `options: {draftId: "` + id + `"`
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer-2", title: "Lead Buyer"}, `+in+`}) { revision } }`, nil)
	made := at(data(t, srv, `mutation { addPosition(input: {seat: {organizationId: "o-brackwell-it", position: {title: "Architect", level: 2}}}, `+in+`}) { position { factId } } }`, nil), "addPosition", "position", "factId").(string)
	data(t, srv, `mutation { reportTo(input: {positionId: "`+made+`", managerId: "s-brackwell-buyer-2"}, `+in+`}) { revision } }`, nil)
	const look = `{ view(draftId: %q) { revision a: position(id: "s-brackwell-buyer-2") { title } b: position(id: "s-brackwell-buyer-3") { title } c: position(id: %q) { manager { factId } } } }`
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer-3", title: "Elsewhere"}) { revision } }`, nil)
	d := data(t, srv, fmt.Sprintf(look, id, made), nil)
	if at(d, "view", "revision") != "2" || at(d, "view", "a", "title") != "Lead Buyer" || at(d, "view", "b", "title") != "Elsewhere" || at(d, "view", "c", "manager", "factId") != "s-brackwell-buyer-2" {
		t.Errorf("after an edit elsewhere: %v", d)
	}
	data(t, srv, `mutation { removeFact(input: {id: "s-brackwell-buyer-2"}) { revision } }`, nil)
	for _, doc := range []string{fmt.Sprintf(look, id, made), `mutation { applyDraft(input: {draftId: "` + id + `"}) { revision } }`, `mutation { promote(input: {positionId: "s-brackwell-buyer-3", level: 3}, ` + in + `}) { revision } }`} {
		if a := post(t, srv, doc, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "CONFLICT" || a.Errors[0].Extensions["rule"] != "draft" || a.Errors[0].Extensions["edit"] != 0.0 || fmt.Sprint(a.Errors[0].Extensions["ids"]) != "[s-brackwell-buyer-2]" {
			t.Errorf("%.40s: %v, want a CONFLICT of edit 0", doc, a.Errors)
		}
	}
	a := post(t, srv, `mutation { undoInDraft(input: {draftId: "`+id+`", edit: 0}) { edits { mutations } view { revision } } }`, nil)
	if len(a.Errors) != 1 || a.Errors[0].Extensions["edit"] != 1.0 || len(at(a.Data, "undoInDraft", "edits").([]any)) != 2 {
		t.Errorf("with the first edit taken out: %v, want a CONFLICT of the new edit 1", a)
	}
	d = data(t, srv, `mutation { undoInDraft(input: {draftId: "`+id+`", edit: 1}) { edits { mutations } view { revision position(id: "`+made+`") { title } } } }`, nil)
	if at(d, "undoInDraft", "view", "position", "title") != "Architect" {
		t.Errorf("with both taken out: %v", d)
	}
	d = data(t, srv, `mutation { applyDraft(input: {draftId: "`+id+`"}) { revision results { fact { factId } } } }`, nil)
	if at(d, "applyDraft", "revision") != "4" || at(d, "applyDraft", "results", 0, "fact", "factId") != made {
		t.Errorf("applied: %v, want %s at revision 4", d, made)
	}
}

// TestOptionsInADraft: retries, dry runs and what is expected.
func TestOptionsInADraft(t *testing.T) {
	srv, _ := site(t)
	id := openDraft(t, srv)
	do := func(title, options string) answer {
		return post(t, srv, fmt.Sprintf(`mutation { x: addPosition(input: {seat: {organizationId: "o-brackwell-it", position: {title: %q}}}, options: {draftId: %q, %s}) { repeated dryRun refusals { code rule } position { factId title } changes { nodes { factId } } view { draft { edits { reason } } } } }`, title, id, options), nil)
	}
	const key = `idempotencyKey: "a-key-of-sixteen-letters", reason: "r"`
	dry := do("Architect", key+`, dryRun: true`)
	first, second := do("Architect", key), do("Architect", key)
	if at(dry.Data, "x", "dryRun") != true || fmt.Sprint(at(dry.Data, "x", "changes", "nodes", 0, "factId")) != fmt.Sprint(at(first.Data, "x", "changes", "nodes", 0, "factId")) || len(at(dry.Data, "x", "view", "draft", "edits").([]any)) != 0 {
		t.Errorf("tried %v, done %v", dry, first)
	}
	if at(second.Data, "x", "repeated") != true || at(first.Data, "x", "repeated") != false || at(second.Data, "x", "position", "factId") != at(first.Data, "x", "position", "factId") || len(at(second.Data, "x", "view", "draft", "edits").([]any)) != 1 {
		t.Errorf("first %v, then %v", first, second)
	}
	if a := do("Builder", key); len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != "idempotency-key" {
		t.Errorf("another edit with the key: %v", a)
	}
	if a := do("Builder", `expectedWorkspaceRevision: "0"`); len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != "expected-revision" {
		t.Errorf("at another revision: %v", a)
	}
	if a := do("Builder", `expectedWorkspaceRevision: "0", dryRun: true`); at(a.Data, "x", "refusals", 0, "rule") != "expected-revision" {
		t.Errorf("tried at another revision: %v", a)
	}
	if a := do("Builder", `expectedRevision: "1", expectedWorkspaceRevision: "1"`); len(a.Errors) > 0 {
		t.Errorf("as expected: %v", a)
	}
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "x"}, options: {draftId: "`+id+`"}) { revision } }`, nil)
	if a := post(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "y"}, options: {draftId: "`+id+`", expectedRevision: "1"}) { revision } }`, nil); len(a.Errors) > 0 {
		t.Errorf("what the draft itself changed is as it was read: %v", a.Errors)
	}
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "z"}) { revision } }`, nil)
	for _, doc := range []string{`promote(input: {positionId: "s-brackwell-buyer", title: "y"}, options: {draftId: "` + id + `", expectedRevision: "1"})`, `applyDraft(input: {draftId: "` + id + `"}, options: {expectedRevision: "1"})`, `applyDraft(input: {draftId: "` + id + `"}, options: {expectedWorkspaceRevision: "1"})`} {
		if a := post(t, srv, `mutation { `+doc+` { revision } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != "expected-revision" {
			t.Errorf("%.30s of what has changed since: %v", doc, a)
		}
	}
}

// TestDraftsRefuse holds what is said of what cannot be done with a draft.
func TestDraftsRefuse(t *testing.T) {
	srv, eng := site(t)
	id, empty, applied := openDraft(t, srv), openDraft(t, srv), openDraft(t, srv)
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "x"}, options: {draftId: "`+applied+`"}) { revision } }`, nil)
	data(t, srv, `mutation { applyDraft(input: {draftId: "`+applied+`"}) { revision } }`, nil)
	for _, c := range []struct{ name, doc, code, rule, says string }{
		{"none has the id", `{ view(draftId: "nothing") { revision } }`, "NOT_FOUND", "draft", "no draft has the id"},
		{"an edit of none", `mutation { ` + aMove + `, options: {draftId: "nothing"}) { revision } }`, "NOT_FOUND", "draft", "no draft has the id"},
		{"applying none", `mutation { applyDraft(input: {draftId: "nothing"}) { revision } }`, "NOT_FOUND", "draft", "no draft has the id"},
		{"dropping none", `mutation { dropDraft(input: {draftId: "nothing"}) }`, "NOT_FOUND", "draft", "no draft has the id"},
		{"nothing was done", `mutation { applyDraft(input: {draftId: "` + empty + `"}) { revision } }`, "BAD_USER_INPUT", "draft", "nothing was done"},
		{"no such edit", `mutation { undoInDraft(input: {draftId: "` + empty + `", edit: 0}) { draftId } }`, "BAD_USER_INPUT", "draft", "has no edit 0"},
		{"reading what was applied", `{ view(draftId: "` + applied + `") { revision } }`, "CONFLICT", "draft", "applied as revision 2"},
		{"editing what was applied", `mutation { ` + aMove + `, options: {draftId: "` + applied + `"}) { revision } }`, "CONFLICT", "draft", "applied as revision 2"},
		{"trying what was applied", `mutation { applyDraft(input: {draftId: "` + applied + `"}, options: {dryRun: true}) { revision } }`, "CONFLICT", "draft", "applied as revision 2"},
		{"at a revision", `{ view(draftId: "` + id + `", knownAt: {revision: "1"}) { revision } }`, "BAD_USER_INPUT", "query", "leave knownAt out"},
		{"a key for what has one", `mutation { applyDraft(input: {draftId: "` + id + `"}, options: {idempotencyKey: "a-key-of-sixteen-letters"}) { revision } }`, "BAD_USER_INPUT", "draft", "leave"},
		{"a rule", `mutation { reportTo(input: {positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-buyer-4"}, options: {draftId: "` + id + `"}) { revision } }`, "BAD_USER_INPUT", "reporting-cycle", ""},
		{"a rule in the middle of several", `mutation { edit(edits: [{promote: {positionId: "s-brackwell-buyer", level: 3}}, {reportTo: {positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-buyer-4"}}, {promote: {positionId: "s-brackwell-buyer", level: 2}}], options: {draftId: "` + id + `"}) { revision } }`, "BAD_USER_INPUT", "reporting-cycle", ""},
		{"a rule at once", `mutation { openDraft(input: {edits: [{reportTo: {positionId: "s-brackwell-chief-executive-officer", managerId: "s-brackwell-buyer-4"}}]}) { draftId } }`, "BAD_USER_INPUT", "reporting-cycle", ""},
		{"edits without any", `mutation { openDraft(input: {edits: []}) { draftId } }`, "BAD_USER_INPUT", "edits", "0 edits"},
	} {
		a := post(t, srv, c.doc, nil)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != c.code || a.Errors[0].Extensions["rule"] != c.rule || !strings.Contains(a.Errors[0].Message, c.says) {
			t.Errorf("%s: %v, want %s by %s: … %s …", c.name, a.Errors, c.code, c.rule, c.says)
		}
		if strings.Contains(c.name, "middle") && a.Errors[0].Extensions["edit"] != 1.0 {
			t.Errorf("%s: %v, want edit 1", c.name, a.Errors)
		}
	}
	if d := data(t, srv, `{ view(draftId: "`+id+`") { draft { edits { mutations } } position(id: "s-brackwell-buyer") { level } } }`, nil); len(at(d, "view", "draft", "edits").([]any)) != 0 {
		t.Errorf("what was refused is in the draft: %v", d)
	}
	if s, _ := eng.Snapshot(t.Context(), sample.Workspace); s.Revision() != 2 {
		t.Errorf("something was written: revision %d", s.Revision())
	}
}

// TestDraftsAreBounded: so many are open at once, each of so many edits and so much
// text, and none for longer than a day without use.
func TestDraftsAreBounded(t *testing.T) {
	var clock atomic.Pointer[time.Time]
	noon := base.Time().Add(12 * time.Hour)
	clock.Store(&noon)
	now := func() time.Time { return *clock.Load() }
	eng := engine.New(engine.Mem(), engine.Options{Now: now})
	if _, err := eng.Update(t.Context(), sample.Workspace, "setup", "", func(d *draft.Draft) error { return sample.Company(d, base) }); err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: now}))
	t.Cleanup(func() { srv.Close(); eng.Close() })
	later := func(d time.Duration) { at := now().Add(d); clock.Store(&at) }
	refused := func(what, doc, rule string) {
		t.Helper()
		if a := post(t, srv, doc, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != rule {
			t.Errorf("%s: %v, want a refusal by %s", what, a.Errors, rule)
		}
	}
	id := openDraft(t, srv)
	for range 99 {
		openDraft(t, srv)
	}
	refused("one more than a hundred", `mutation { openDraft(input: {}) { draftId } }`, "drafts")
	later(23 * time.Hour)
	for i := range 100 {
		data(t, srv, fmt.Sprintf(`mutation { promote(input: {positionId: "s-brackwell-buyer", title: "t%d", on: "2026-11-02"}, options: {draftId: %q}) { revision } }`, i, id), nil)
	}
	refused("one more than a hundred edits", `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "more", on: "2026-11-02"}, options: {draftId: "`+id+`"}) { revision } }`, "drafts")
	d := data(t, srv, `{ view(draftId: "`+id+`") { position(id: "s-brackwell-buyer") { title } draft { expiresAt } } }`, nil)
	if at(d, "view", "position", "title") != "t99" || at(d, "view", "draft", "expiresAt") != "2026-11-04T11:00:00Z" {
		t.Errorf("a hundred edits: %v", d)
	}
	later(2 * time.Hour)
	big := openDraft(t, srv) // the others have gone meanwhile
	for i := range 100 {
		text := strings.Repeat("x", 1_900)
		doc := fmt.Sprintf(`mutation { edit(edits: [%s], options: {draftId: %q}) { revision } }`, strings.Repeat(`{logProblem: {problem: {text: "`+text+`"}, aboutIds: ["a-brackwell"], authorId: "p-sofia-lindt"}}, `, 100), big)
		if a := post(t, srv, doc, nil); len(a.Errors) > 0 {
			if i == 0 || a.Errors[0].Extensions["rule"] != "drafts" || !strings.Contains(a.Errors[0].Message, "bytes") {
				t.Errorf("edit %d: %v", i, a.Errors)
			}
			break
		}
		if i == 99 {
			t.Error("a draft takes edits without end")
		}
	}
	later(25 * time.Hour)
	refused("nobody used it for a day", `{ view(draftId: "`+id+`") { revision } }`, "draft")
}
