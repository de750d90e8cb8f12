package resolvers_test

import (
	"context"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/review"
	"github.com/kithgraph/kith/internal/sample"
)

// The API lists what the command line lists, in the same order; what is decided there
// is remembered, and listed again once it is undone.
func TestSuggestions(t *testing.T) {
	srv, eng := site(t)
	s, err := eng.Snapshot(context.Background(), sample.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	want, err := review.List(view.On(s, base), review.Query{})
	if err != nil || len(want.Suggestions) < 5 {
		t.Fatalf("the sample suggests %d things, %v", len(want.Suggestions), err)
	}
	const query = `{ view { suggestions { total since asOf revision suggestions { suggestionId kind confidence on about { id } sentence reasons deed takes } decided { id kind verdict who note on about { id } } } } }`
	listed := func() (map[string]any, []string) {
		t.Helper()
		got := at(data(t, srv, query, nil), "view", "suggestions").(map[string]any)
		var ids []string
		for _, x := range got["suggestions"].([]any) {
			ids = append(ids, at(x, "suggestionId").(string))
		}
		return got, ids
	}
	got, ids := listed()
	if got["total"] != float64(want.Total) || got["since"] != want.Since.String() || got["asOf"] != base.String() || len(ids) != len(want.Suggestions) {
		t.Fatalf("%v suggestions since %v, want %d since %s", got["total"], got["since"], want.Total, want.Since)
	}
	for i, x := range got["suggestions"].([]any) {
		w := want.Suggestions[i]
		if at(x, "suggestionId") != string(w.ID) || at(x, "kind") != string(w.Kind) || at(x, "confidence") != string(w.Confidence) || at(x, "sentence") != w.Sentence || at(x, "deed") != w.Deed ||
			at(x, "on") != w.On.String() || len(at(x, "about").([]any)) != len(w.About) || len(at(x, "reasons").([]any)) != len(w.Reasons) || len(at(x, "takes").([]any)) != len(w.Takes) {
			t.Errorf("suggestion %d is %v, want %+v", i, x, w)
		}
		for _, part := range at(x, "takes").([]any) {
			if sdl().Types["CorrectSuggestionInput"].Fields.ForName(part.(string)) == nil {
				t.Errorf("suggestion %d takes %v, which no correction has", i, part)
			}
		}
	}

	const account = "a-brackwell"
	of, err := review.List(view.On(s, base), review.Query{Account: account})
	if err != nil || of.Total == 0 || of.Total == want.Total {
		t.Fatalf("of %s the sample suggests %d things of %d, %v; want some of them", account, of.Total, want.Total, err)
	}
	list := at(data(t, srv, `{ view { suggestions(accountId: "`+account+`") { total suggestions { suggestionId } } } }`, nil), "view", "suggestions")
	if at(list, "total") != float64(of.Total) || at(list, "suggestions", 0, "suggestionId") != string(of.Suggestions[0].ID) {
		t.Errorf("of %s: %v, want %d suggestions, the first %s", account, list, of.Total, of.Suggestions[0].ID)
	}

	first := ids[0]
	done := at(data(t, srv, `mutation { acceptSuggestion(input: {suggestionId: "`+first+`", note: "so it is"}, options: {idempotencyKey: "0123456789abcdef"}) { revision suggestion { id verdict who note on } fact { id } repeated } }`, nil), "acceptSuggestion")
	if at(done, "suggestion", "id") != first || at(done, "suggestion", "verdict") != "ACCEPTED" || at(done, "suggestion", "who") != "tester" || at(done, "suggestion", "note") != "so it is" || at(done, "fact", "id") != string(want.Suggestions[0].About[0]) {
		t.Errorf("accepted: %v", done)
	}
	again := at(data(t, srv, `mutation { acceptSuggestion(input: {suggestionId: "`+first+`", note: "so it is"}, options: {idempotencyKey: "0123456789abcdef"}) { revision suggestion { id } fact { id } repeated } }`, nil), "acceptSuggestion")
	if at(again, "repeated") != true || at(again, "revision") != at(done, "revision") || at(again, "fact", "id") != at(done, "fact", "id") || at(again, "suggestion", "id") != first {
		t.Errorf("the same again: %v, want %v", again, done)
	}
	if got, now := listed(); slices.Contains(now, first) || at(got, "decided", 0, "id") != first {
		t.Errorf("after %s was accepted: listed %v, decided %v", first, now, got["decided"])
	}
	data(t, srv, `mutation { undo(input: {revision: "`+at(done, "revision").(string)+`"}) { revision } }`, nil)
	if _, now := listed(); !slices.Equal(now, ids) {
		t.Errorf("after that was undone: %v, want %v", now, ids)
	}

	dismissed := at(data(t, srv, `mutation { dismissSuggestion(input: {suggestionId: "`+first+`"}) { suggestion { verdict } fact { id } } }`, nil), "dismissSuggestion")
	if at(dismissed, "suggestion", "verdict") != string(graph.VerdictDismissed) || at(dismissed, "fact") != nil {
		t.Errorf("dismissed: %v", dismissed)
	}
	for query, code := range map[string]string{
		`{ view { suggestions(first: 0) { total } } }`:                  "BAD_USER_INPUT",
		`{ view { suggestions(first: 1001) { total } } }`:               "BAD_USER_INPUT",
		`{ view { suggestions(accountId: "nobody") { total } } }`:       "NOT_FOUND",
		`{ view { suggestions(since: "2027-01-01") { total } } }`:       "BAD_USER_INPUT",
		`{ view { suggestions(kinds: [LEAVER], first: 1) { total } } }`: "",
	} {
		a := post(t, srv, query, nil)
		if code == "" && len(a.Errors) > 0 || code != "" && (len(a.Errors) == 0 || a.Errors[0].Extensions["code"] != code) {
			t.Errorf("%s: %v, want %q", query, a.Errors, code)
		}
	}
}
