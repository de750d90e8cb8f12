package assist_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

var promote = map[string]any{"edit": "promote", "input": map[string]any{"positionId": "s-brackwell-buyer-2", "title": "Lead Buyer"}}

// try tries an edit and returns its token.
func (w *world) try(arguments map[string]any) string {
	w.t.Helper()
	before := w.revision()
	got := w.call("try_edit", arguments, false)["answer"].(map[string]any)
	token, _ := got["token"].(string)
	if got["written"] != false || w.revision() != before {
		w.t.Fatalf("trying an edit wrote: %v", got)
	}
	return token
}

func (w *world) title() string {
	w.t.Helper()
	return fmt.Sprint(w.call("search", map[string]any{"text": "s-brackwell-buyer-2"}, false)["answer"])
}

func TestEdits(t *testing.T) {
	w := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, yes)
	list := fmt.Sprint(w.call("edits", map[string]any{}, false)["answer"])
	for _, edit := range []string{"edit:promote", "edit:addPerson", "edit:assess"} {
		if !strings.Contains(list, edit) {
			t.Errorf("%s is not listed: %.500s", edit, list)
		}
	}
	for _, none := range []string{"planImport", "undoNothing", "startUpload"} {
		if strings.Contains(list, "edit:"+none+" ") {
			t.Errorf("%s is listed", none)
		}
	}
	about := fmt.Sprint(w.call("edits", map[string]any{"edit": "promote"}, false)["answer"])
	if !strings.Contains(about, "PromoteInput") || !strings.Contains(about, "title") || strings.Contains(about, "dryRun") {
		t.Errorf("promote is described as %s", about)
	}

	token := w.try(promote)
	if token == "" || len(token) < 20 || strings.Contains(w.title(), "Lead Buyer") {
		t.Fatalf("the token is %q", token)
	}
	got := w.call("apply_edit", map[string]any{"token": token}, false)["answer"].(map[string]any)
	if got["written"] != true || !strings.Contains(w.title(), "Lead Buyer") || w.revision() != 2 {
		t.Errorf("after the person said yes: %v at revision %d", got, w.revision())
	}
	if len(w.asked) != 1 || !strings.Contains(w.asked[0], "promote. It changes") || !strings.Contains(w.asked[0], "“s-brackwell-buyer-2”") || !strings.Contains(w.asked[0], "“Lead Buyer”") {
		t.Errorf("the person was asked %q", w.asked)
	}
	commit, err := w.eng.Group(t.Context(), sample.Workspace, 2)
	if err != nil || commit[0].Actor != "marie" || !strings.Contains(commit[0].Reason, "confirmed by a person") {
		t.Errorf("the history has %+v, %v", commit, err)
	}
	// Applied again it is the same edit, and written once.
	w.call("apply_edit", map[string]any{"token": token}, false)
	if w.revision() != 2 {
		t.Errorf("applied twice it led to revision %d", w.revision())
	}
}

// Nothing is written without a person who says so, however they do not.
func TestNobodySaysYes(t *testing.T) {
	for name, says := range map[string]person{
		"declined":  func(string) (*mcp.ElicitResult, error) { return &mcp.ElicitResult{Action: "decline"}, nil },
		"cancelled": func(string) (*mcp.ElicitResult, error) { return &mcp.ElicitResult{Action: "cancel"}, nil },
		"left unticked": func(string) (*mcp.ElicitResult, error) {
			return &mcp.ElicitResult{Action: "accept", Content: map[string]any{"write": false}}, nil
		},
	} {
		w := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, says)
		got := w.call("apply_edit", map[string]any{"token": w.try(promote)}, false)["answer"].(map[string]any)
		if got["written"] != false || w.revision() != 1 || len(w.asked) != 1 {
			t.Errorf("%s: %v at revision %d after %q", name, got, w.revision(), w.asked)
		}
	}
	failing := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, func(string) (*mcp.ElicitResult, error) { return nil, errors.New("the window is closed") })
	if _, err := failing.CallTool(t.Context(), &mcp.CallToolParams{Name: "apply_edit", Arguments: map[string]any{"token": failing.try(promote)}}); err == nil || failing.revision() != 1 {
		t.Errorf("a question that failed: %v at revision %d", err, failing.revision())
	}
	mute := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, nil)
	if got := fmt.Sprint(mute.call("apply_edit", map[string]any{"token": mute.try(promote)}, true)); !strings.Contains(got, "cannot ask a person") || mute.revision() != 1 {
		t.Errorf("a client that cannot ask: %s at revision %d", got, mute.revision())
	}
}

// An answer counts for the question that it was given to, once.
func TestAnswersToNoQuestion(t *testing.T) {
	w := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, yes)
	token := w.try(promote)
	said := mcp.InputResponseMap{"confirmation": &mcp.ElicitResult{Action: "accept", Content: map[string]any{"write": true}}}
	for _, state := range []string{"", "guessed", token} {
		r, err := w.CallTool(t.Context(), &mcp.CallToolParams{Name: "apply_edit", Arguments: map[string]any{"token": token}, InputResponses: said, RequestState: state})
		if err == nil && !r.IsError {
			t.Errorf("an answer to no question, with the state %q: %+v", state, r.StructuredContent)
		}
	}
	if w.revision() != 1 {
		t.Errorf("it led to revision %d", w.revision())
	}
}

// What is written is what was shown: not after somebody else has written.
func TestAnotherWasFirst(t *testing.T) {
	w := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, yes)
	token := w.try(promote)
	if _, err := w.eng.Update(t.Context(), sample.Workspace, "else", "", func(d *draft.Draft) error { d.Add(graph.Person{Name: "Nina Ford"}); return nil }); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(w.call("apply_edit", map[string]any{"token": token}, true)); !strings.Contains(got, "CONFLICT") || w.revision() != 2 {
		t.Errorf("after another edit: %s at revision %d", got, w.revision())
	}
}

// What would be refused, or changes nothing, has no token.
func TestRefusedWhenTried(t *testing.T) {
	w := open(t, gqlserve.Limits{}, resolvers.PermissionEdit, company, yes)
	cycle := map[string]any{"edit": "reportTo", "input": map[string]any{"positionId": "s-brackwell-chief-executive-officer", "managerId": "s-brackwell-chief-information-officer"}}
	if got := fmt.Sprint(w.call("try_edit", cycle, false)["answer"]); !strings.Contains(got, "rule:reporting-cycle") || strings.Contains(got, "token:") {
		t.Errorf("a cycle: %s", got)
	}
	same := map[string]any{"edit": "promote", "input": map[string]any{"positionId": "s-brackwell-buyer-2"}}
	if got := fmt.Sprint(w.call("try_edit", same, false)["answer"]); strings.Contains(got, "token:") {
		t.Errorf("what changes nothing: %s", got)
	}
}
