package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// reopened is a site over a store that can be closed and opened again.
type reopened struct {
	t    *testing.T
	open func() engine.Store
	eng  *engine.Engine
	srv  *httptest.Server
}

func (r *reopened) start() {
	now := func() time.Time { return base.Time().Add(12 * time.Hour) }
	r.eng = engine.New(r.open(), engine.Options{Now: now, Exclusive: true})
	r.srv = httptest.NewServer(resolvers.NewHandler(r.eng, resolvers.Options{Workspace: sample.Workspace, Actor: "tester", Now: now}))
}

func (r *reopened) stop() {
	r.srv.Close()
	if err := r.eng.Close(); err != nil {
		r.t.Fatal(err)
	}
}

// asked is a mutation with its key, and what it answered at first.
type asked struct {
	doc    string
	answer string
}

// ask sends a mutation and returns the answer as text, without whether it is a
// repeat, which is the one thing that may differ.
func (r *reopened) ask(doc string) (text string, repeated any, ok bool) {
	r.t.Helper()
	a := post(r.t, r.srv, doc, nil)
	p, _ := a.Data["x"].(map[string]any)
	if p != nil {
		repeated = p["repeated"]
		delete(p, "repeated")
	}
	b, err := json.Marshal(a)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(b), repeated, p != nil && len(a.Errors) == 0
}

// wholePayload selects every field of a mutation's payload, and every field of the
// facts in it. Of the findings, which take long, it selects those that come and go with
// some fields.
func wholePayload(field string) string {
	name := sdl().Types["Mutation"].Fields.ForName(field).Type.Name()
	var b strings.Builder
	b.WriteString("{ __typename")
	for _, f := range sdl().Types[name].Fields {
		switch of := f.Type.Name(); {
		case of == "View":
			b.WriteString(` view { id asOf revision knownAt people(first: 1000) { nodes { id name seat { id title } } } positions(first: 1000) { nodes { id title manager { id } } } }`)
		case of == "Commit":
			b.WriteString(` commit { id revision at actor reason more changes(first: 20) { totalCount nodes { factId kind action properties { name before after } } } }`)
		case of == "ChangeConnection":
			b.WriteString(` changes(first: 100) { totalCount pageInfo { endCursor } nodes { factId kind action properties { name before after } } }`)
		case of == "Failure":
			b.WriteString(` refusals { message code rule ids }`)
		case of == "FindingChanges":
			if len(field)%4 > 0 {
				continue
			}
			b.WriteString(` findings { accountId appeared ` + everything("FindingInfo", false) + ` gone ` + everything("FindingInfo", false) + ` }`)
		case sdl().Types[of].IsLeafType() || sdl().Types[of].IsAbstractType():
			b.WriteString(" " + f.Name + selection(of, false))
		default:
			b.WriteString(" " + f.Name + " " + everything(of, true))
		}
	}
	return b.String() + " }"
}

// retries makes every edit with a key, twice, with other edits in between; then each
// again under another key, where many come to nothing or are refused; and then, once
// more after a restart, asks for all of them. Each answers as it did at first.
func retries(t *testing.T, open func() engine.Store) {
	r := &reopened{t: t, open: open}
	r.start()
	defer func() { r.stop() }()
	if _, err := r.eng.Update(context.Background(), sample.Workspace, "setup", "the sample company", func(d *draft.Draft) error { return sample.Company(d, base) }); err != nil {
		t.Fatal(err)
	}
	head := func() graph.Revision {
		s, err := r.eng.Snapshot(context.Background(), sample.Workspace)
		if err != nil {
			t.Fatal(err)
		}
		return s.Revision()
	}
	n := 0
	between := func() { // touches a person, a seat and an account that the edits are about
		n++
		d := data(t, r.srv, fmt.Sprintf(`mutation { a: updateFact(input: {id: "p-leo-brandt", patch: {person: {location: "Place %d"}}}) { revision } b: updateFact(input: {id: "s-brackwell-buyer", patch: {position: {department: "No. %[1]d"}}}) { revision } }`, n), nil)
		if d["a"] == nil || d["b"] == nil {
			t.Fatal(d)
		}
	}
	var all []asked
	twice := func(field, input, key string) bool {
		doc := fmt.Sprintf("mutation { x: %s(input: {%s}, options: {reason: \"why\", idempotencyKey: %q}) %s }", field, input, key, wholePayload(field))
		first, repeated, ok := r.ask(doc)
		if strings.Contains(first, "_FAILED") {
			t.Fatalf("%s cannot be asked: %.300s", field, first)
		}
		if ok && repeated != false {
			t.Errorf("%s: the first was taken for a repeat", field)
		}
		between()
		before := head()
		again, repeated, _ := r.ask(doc)
		if ok && repeated != true {
			t.Errorf("%s: the second was not taken for a repeat: %s", field, again)
		}
		if again != first {
			t.Errorf("%s:\nfirst %s\nthen  %s", field, first, again)
		}
		if head() != before {
			t.Errorf("%s: the second took the workspace from revision %d to %d", field, before, head())
		}
		if ok {
			all = append(all, asked{doc, first})
		}
		return ok
	}
	action := ""
	inputs := map[string]string{}
	for _, c := range verbs {
		input := strings.NewReplacer("$action", `"`+action+`"`, "$last", fmt.Sprintf("%q", fmt.Sprint(head()))).Replace(c.good)
		if !twice(c.field, input, "the first key of "+c.field) {
			t.Fatalf("%s is refused: %s", c.field, input)
		}
		if c.field == "planAction" {
			var a answer
			json.Unmarshal([]byte(all[len(all)-1].answer), &a)
			action, _ = at(a.Data["x"], "entry", "id").(string)
		}
		inputs[c.field] = input
	}
	done := 0
	for _, c := range verbs {
		before := head()
		if twice(c.field, inputs[c.field], "another key of "+c.field) && head() == before+3 { // with the two in between
			done++
		}
	}
	if done < 10 {
		t.Errorf("%d edits could be made again, want some ten", done)
	}
	r.stop()
	r.start()
	for _, a := range all {
		if again, repeated, _ := r.ask(a.doc); again != a.answer || repeated != true {
			t.Errorf("after a restart %.80s: repeated %v\nfirst %s\nthen  %s", a.doc, repeated, a.answer, again)
		}
	}
}

// TestEveryEditAnswersAgainAsAtFirst holds the law of idempotency keys, on a store
// that is closed and opened again.
func TestEveryEditAnswersAgainAsAtFirst(t *testing.T) {
	dir := t.TempDir()
	retries(t, func() engine.Store {
		st, err := sqlitestore.Open(dir, sqlitestore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return st
	})
}

// TestAKeyIsOfOneEdit refuses a key that comes again with another input.
func TestAKeyIsOfOneEdit(t *testing.T) {
	srv, eng := site(t)
	const key = `idempotencyKey: "a-key-of-sixteen-letters"`
	promote := func(more string) answer {
		more, options, _ := strings.Cut(more, "|")
		key := key + options
		return post(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", `+more+`}, options: {`+key+`}) { repeated revision position { title } } }`, nil)
	}
	if a := promote(`title: "Head of Buying", `); len(a.Errors) > 0 {
		t.Fatal(a.Errors)
	}
	for name, more := range map[string]string{
		"another value": `title: "Buyer", `, "more": `title: "Head of Buying", level: 3, `, "another day": `title: "Head of Buying", on: "2026-10-01", `,
		"another reason": `title: "Head of Buying"|, reason: "because"`, "what is refused": `level: 9, `,
	} {
		a := promote(more)
		if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "CONFLICT" || a.Errors[0].Extensions["rule"] != "idempotency-key" || !strings.Contains(a.Errors[0].Message, "revision 2") {
			t.Errorf("%s under the same key: %v %v, want a conflict that names revision 2", name, a.Data, a.Errors)
		}
	}
	// A retry is no new edit, though what it wrote has gone since.
	data(t, srv, `mutation { removeFact(input: {id: "s-brackwell-buyer"}) { revision } }`, nil)
	if a := promote(`title: "Head of Buying", `); len(a.Errors) > 0 || at(a.Data, "promote", "position", "title") != "Head of Buying" || at(a.Data, "promote", "revision") != "2" {
		t.Errorf("a retry after the seat has gone = %v %v", a.Data, a.Errors)
	}
	if s, _ := eng.Snapshot(context.Background(), sample.Workspace); s.Revision() != 3 {
		t.Errorf("the workspace is at revision %d, want 3", s.Revision())
	}
}

// TestAnEditThatCameToNothingIsNotMadeLater asks again for an edit that had nothing to
// change, after somebody else has given it something to change.
func TestAnEditThatCameToNothingIsNotMadeLater(t *testing.T) {
	srv, _ := site(t)
	const doc = `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "Buyer"}, options: {idempotencyKey: "a-key-of-sixteen-letters"}) { repeated revision commit { id } changed { id } position { title } } }`
	first := data(t, srv, doc, nil)
	if at(first, "promote", "commit") != nil || at(first, "promote", "position", "title") != "Buyer" {
		t.Fatalf("an edit that has nothing to change = %v", first)
	}
	data(t, srv, `mutation { promote(input: {positionId: "s-brackwell-buyer", title: "Head of Buying"}) { revision } }`, nil)
	again := data(t, srv, doc, nil)
	at(again, "promote").(map[string]any)["repeated"] = false
	if fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("asked again = %v, want %v", again, first)
	}
	if d := data(t, srv, `{ view { position(id: "s-brackwell-buyer") { title } } }`, nil); at(d, "view", "position", "title") != "Head of Buying" {
		t.Errorf("the later title is gone: %v", d)
	}
}

// TestOneRefusalHidesNoSuccess sends three edits of which the second is refused.
func TestOneRefusalHidesNoSuccess(t *testing.T) {
	srv, _ := site(t)
	for _, f := range sdl().Mutation.Fields {
		if f.Type.NonNull {
			t.Errorf("%s cannot be null, so that its refusal would hide what the others did", f.Name)
		}
	}
	a := post(t, srv, `mutation {
		a: addPerson(input: {person: {name: "Nina Ford"}}) { revision person { name } }
		b: addPerson(input: {person: {name: " "}}) { revision person { name } }
		c: addPerson(input: {person: {name: "Otto Lang"}}) { revision person { name } }
	}`, nil)
	if at(a.Data, "a", "person", "name") != "Nina Ford" || a.Data["b"] != nil || at(a.Data, "c", "person", "name") != "Otto Lang" || at(a.Data, "c", "revision") != "3" {
		t.Errorf("data = %v", a.Data)
	}
	if len(a.Errors) != 1 || a.Errors[0].Extensions["rule"] != "name" || len(a.Errors[0].Path) != 1 || a.Errors[0].Path[0] != "b" {
		t.Errorf("errors = %v, want one at b", a.Errors)
	}
}
