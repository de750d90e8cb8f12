package resolvers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/coder/websocket"

	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/sample"
)

func event(t *testing.T, c *websocket.Conn, field string) any {
	t.Helper()
	m := receive(t, c)
	var a answer
	if err := json.Unmarshal(m.Payload, &a); err != nil || m.Type != "next" || len(a.Errors) > 0 {
		t.Fatalf("%s %s, want an event", m.Type, m.Payload)
	}
	return a.Data[field]
}

// TestEventsSayWhomTheyTouch makes edits of every sort and holds what an event says of each,
// and that whoever asks about an account, a person or kinds is told of just those.
func TestEventsSayWhomTheyTouch(t *testing.T) {
	srv, _ := site(t)
	type touched struct{ people, seats, accounts, removed string }
	edits := []struct {
		mutation string
		want     touched
	}{
		{`promote(input: {positionId: "s-brackwell-buyer", title: "Head of Buying"}, options: {reason: "why"})`, touched{"[]", "[s-brackwell-buyer]", "[a-brackwell]", "[]"}},
		{`movePerson(input: {personId: "p-sven-aalto", toPositionId: "s-brackwell-head-of-procurement"})`, touched{"[p-sven-aalto]", "[s-brackwell-head-of-procurement s-brackwell-service-delivery-manager]", "[a-brackwell]", "[]"}},
		{`stateTie(input: {personId: "p-priya-raman", otherId: "p-samir-haddad", level: MET, byId: "p-priya-raman"})`, touched{"[p-priya-raman p-samir-haddad]", "[]", "[a-brackwell]", "[]"}},
		{`logInteraction(input: {interaction: {channel: CALL}, attendeeIds: ["p-ben-okafor", "p-oskar-lindqvist"]})`, touched{"[p-ben-okafor p-oskar-lindqvist]", "[]", "[a-dunmore]", "[]"}},
		{`movePromise(input: {commitmentId: "c-05-signalling-test-protocol", due: "2026-12-01"})`, touched{"[p-ben-okafor p-oskar-lindqvist]", "[]", "[a-dunmore]", "[]"}},
		{`planAction(input: {action: {text: "visit"}, aboutIds: ["da-dunmore-signalling"]})`, touched{"[]", "[]", "[a-dunmore]", "[]"}},
		{`updateFact(input: {id: "o-brackwell-it", patch: {organization: {name: "Technology"}}})`, touched{"[]", "[]", "[a-brackwell]", "[]"}},
		{`removeFact(input: {id: "s-brackwell-buyer-4"})`, touched{"", "", "[a-brackwell]", ""}},
		{`addPerson(input: {person: {name: "Nina Ford"}})`, touched{"", "[]", "[]", "[]"}},
	}
	c := dial(t, srv.URL)
	subscribe(t, c, "1", `subscription { changes(after: "1") { revision actor reason personIds positionIds accountIds removedIds commit { actor reason } } }`)
	var all []any
	for _, e := range edits {
		d := data(t, srv, `mutation { x: `+e.mutation+` { revision removedIds } }`, nil)
		got := event(t, c, "changes")
		all = append(all, got)
		if at(got, "revision") != at(d, "x", "revision") || at(got, "actor") != "tester" || at(got, "reason") != at(got, "commit", "reason") || fmt.Sprint(at(got, "removedIds")) != fmt.Sprint(at(d, "x", "removedIds")) {
			t.Errorf("%s: %v", e.mutation, got)
		}
		for field, want := range map[string]string{"personIds": e.want.people, "positionIds": e.want.seats, "accountIds": e.want.accounts, "removedIds": e.want.removed} {
			if is := fmt.Sprint(at(got, field)); want != "" && is != want {
				t.Errorf("%s: %s are %s, want %s", e.mutation, field, is, want)
			}
		}
	}
	if removed := all[7]; !slices.Contains(at(removed, "positionIds").([]any), any("s-brackwell-buyer-4")) || !slices.Contains(at(removed, "removedIds").([]any), any("s-brackwell-buyer-4")) {
		t.Errorf("a removed seat: %v", removed)
	}
	for args, want := range map[string]string{
		`accountId: "a-dunmore"`: "[5 6 7]", `accountId: "a-brackwell"`: "[2 3 4 8 9]", `personId: "p-samir-haddad"`: "[4]", `personId: "p-ben-okafor", accountId: "a-dunmore"`: "[5 6]",
		`kinds: [KNOWS, Commitment]`: "[4 6]", `kinds: [Person]`: "[10]", `accountId: "a-brackwell", kinds: [KNOWS]`: "[4]",
	} {
		c := dial(t, srv.URL)
		subscribe(t, c, "1", `subscription { changes(after: "1", `+args+`) { revision } }`)
		var got []any
		for range len(wordsOf(want)) {
			got = append(got, at(event(t, c, "changes"), "revision"))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", args, got, want)
		}
	}
	for _, args := range []string{`accountId: "nowhere"`, `personId: "a-dunmore"`} {
		c := dial(t, srv.URL)
		subscribe(t, c, "1", `subscription { changes(`+args+`) { revision } }`)
		if m := receive(t, c); m.Type == "complete" || !json.Valid(m.Payload) || !containsCode(m, "NOT_FOUND") {
			t.Errorf("%s: %s %s, want NOT_FOUND", args, m.Type, m.Payload)
		}
	}
}

func wordsOf(list string) (out []string) {
	for _, w := range []byte(list) {
		if w == ' ' || w == ']' {
			out = append(out, "")
		}
	}
	return out
}

func containsCode(m message, code string) bool {
	return json.Valid(m.Payload) && slices.Contains(codesOf(m.Payload), code)
}

func codesOf(payload json.RawMessage) (out []string) {
	var list []struct{ Extensions map[string]any }
	var a struct {
		Errors []struct{ Extensions map[string]any }
	}
	if json.Unmarshal(payload, &list) != nil && json.Unmarshal(payload, &a) == nil {
		list = a.Errors
	}
	for _, e := range list {
		out = append(out, fmt.Sprint(e.Extensions["code"]))
	}
	return out
}

// TestFindingsAreFollowed holds that events of findings lead from those that there were to
// those that there are, whatever is done, and that there is none where none changes.
func TestFindingsAreFollowed(t *testing.T) {
	srv, eng := site(t)
	list := func(args string) map[any]string {
		t.Helper()
		out := map[any]string{}
		d := data(t, srv, `{ view`+args+` { coverage(accountId: "a-brackwell") { findings { findingId severity sentence } } singlePoints(accountId: "a-brackwell") { findings { findingId severity sentence } } } }`, nil)
		for _, report := range []string{"coverage", "singlePoints"} {
			for _, f := range at(d, "view", report, "findings").([]any) {
				out[at(f, "findingId")] = fmt.Sprint(at(f, "severity"), at(f, "sentence"))
			}
		}
		return out
	}
	was := list("")
	c := dial(t, srv.URL)
	subscribe(t, c, "1", `subscription { findings(accountId: "a-brackwell", after: "1") { revision appeared { findingId severity sentence } changed { findingId severity sentence } gone { findingId subjects { id factId } } } }`)
	events, kinds := 0, map[string]bool{}
	for _, m := range []string{
		`addPerson(input: {person: {name: "Nobody There"}})`,
		`endFact(input: {id: "p-julia-moreau"})`,
		`movePerson(input: {personId: "p-leo-brandt", toPositionId: "s-brackwell-head-of-procurement"})`,
		`removeFact(input: {id: "p-sofia-lindt"})`,
		`undo(input: {revision: "5"})`,
	} {
		d := data(t, srv, `mutation { x: `+m+` { revision } }`, nil)
		now := list("")
		if fmt.Sprint(now) == fmt.Sprint(was) {
			continue // there must be no event: the next one is of a later revision
		}
		e := event(t, c, "findings")
		events++
		if at(e, "revision") != at(d, "x", "revision") {
			t.Errorf("%s: %v, want revision %v", m, e, at(d, "x", "revision"))
		}
		got := map[any]string{}
		for id, s := range was {
			got[id] = s
		}
		for _, f := range at(e, "gone").([]any) {
			kinds["gone"] = true
			if _, had := got[at(f, "findingId")]; !had {
				t.Errorf("%s: %v is gone, and was not there", m, f)
			}
			delete(got, at(f, "findingId"))
		}
		for _, part := range []string{"appeared", "changed"} {
			for _, f := range at(e, part).([]any) {
				kinds[part] = true
				if _, had := got[at(f, "findingId")]; had != (part == "changed") {
					t.Errorf("%s: %v %s", m, f, part)
				}
				got[at(f, "findingId")] = fmt.Sprint(at(f, "severity"), at(f, "sentence"))
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(now) {
			t.Errorf("%s: what was there and the event %v lead to %v, want %v", m, e, got, now)
		}
		was = now
	}
	if events < 3 || !kinds["appeared"] || !kinds["gone"] {
		t.Errorf("%d events of %v; the edits tell too little", events, kinds)
	}

	// Whoever comes back is told at once what has come since; the account may go.
	back := dial(t, srv.URL)
	subscribe(t, back, "1", `subscription { findings(accountId: "a-brackwell", after: "2") { revision appeared { findingId } gone { findingId } } }`)
	first := event(t, back, "findings")
	if _, err := eng.Update(context.Background(), sample.Workspace, "test", "", func(d *draft.Draft) error { return d.RemoveNode("a-brackwell") }); err != nil {
		t.Fatal(err)
	}
	left := map[any]bool{}
	for id := range list(`(knownAt: {revision: "2"})`) {
		left[id] = true
	}
	for e := first; ; e = event(t, back, "findings") {
		for _, f := range at(e, "appeared").([]any) {
			left[at(f, "findingId")] = true
		}
		for _, f := range at(e, "gone").([]any) {
			delete(left, at(f, "findingId"))
		}
		if len(left) == 0 {
			break
		}
	}
	for _, args := range []string{`accountId: "nowhere"`, `accountId: "a-dunmore", after: "99"`} {
		c := dial(t, srv.URL)
		subscribe(t, c, "1", `subscription { findings(`+args+`) { revision } }`)
		if m := receive(t, c); m.Type != "error" && len(codesOf(m.Payload)) == 0 {
			t.Errorf("%s: %s %s, want an error", args, m.Type, m.Payload)
		}
	}
}
