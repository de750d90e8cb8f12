package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// askAssistant starts kith mcp over a store, as a program that runs an assistant does,
// reads a card, and has an edit written that a person confirms.
func askAssistant(t *testing.T, store ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	asked := ""
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, &mcp.ClientOptions{
		ElicitationHandler: func(_ context.Context, r *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
			asked = r.Params.Message
			return &mcp.ElicitResult{Action: "accept", Content: map[string]any{"write": true}}, nil
		},
	})
	cmd := exec.CommandContext(ctx, "kith", append([]string{"mcp", "-w", "demo", "--actor", "marie"}, store...)...)
	var complaints strings.Builder
	cmd.Stderr = &complaints
	session, err := client.Connect(ctx, &mcp.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	call := func(name string, arguments map[string]any) map[string]any {
		t.Helper()
		r, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: arguments})
		if err != nil || r.IsError {
			t.Fatalf("%s: %v, %+v\n%s", name, err, r, complaints.String())
		}
		content, _ := r.StructuredContent.(map[string]any)
		answer, _ := content["answer"].(map[string]any)
		return answer
	}
	if got := fmt.Sprint(call("person", map[string]any{"person": "p-marta-keller"})); !strings.Contains(got, "Marta Keller") {
		t.Errorf("the card is %.300s", got)
	}
	tried := call("try_edit", map[string]any{"edit": "updateFact", "input": map[string]any{"id": "p-marta-keller", "patch": map[string]any{"person": map[string]any{"location": "Leeds"}}}})
	written := call("apply_edit", map[string]any{"token": tried["token"]})
	if written["written"] != true || !strings.Contains(asked, "“Leeds”") {
		t.Errorf("after %q: %v", asked, written)
	}
	if err := session.Close(); err != nil {
		t.Errorf("kith mcp ended with %v\n%s", err, complaints.String())
	}
	if complaints.Len() > 0 {
		t.Errorf("kith mcp complained: %s", complaints.String())
	}
}

func TestMCP(t *testing.T) {
	store := []string{"--store", t.TempDir()}
	must(t, append([]string{"demo", "--once", "--as-of", "2026-11-02"}, store...)...)
	askAssistant(t, store...)
	out := must(t, append([]string{"backup", "-w", "demo"}, store...)...)
	var last struct{ Actor, Reason string }
	for line := range strings.Lines(out) {
		var c struct{ Actor, Reason string }
		if json.Unmarshal([]byte(line), &c) == nil && c.Actor != "" {
			last = c
		}
	}
	if last.Actor != "marie" || !strings.Contains(out, `"Leeds"`) {
		t.Errorf("the last commit is %+v", last)
	}
}

// Nothing but the protocol comes over standard output, whatever comes over standard input.
func TestMCPReadsNonsense(t *testing.T) {
	store := t.TempDir()
	must(t, "demo", "--once", "--store", store)
	for _, text := range []string{"", "\n", "not JSON\n", `{"jsonrpc":"2.0","id":1,"method":"tools/call"}` + "\n", strings.Repeat("[", 100_000)} {
		cmd := exec.Command("kith", "mcp", "-w", "demo", "--store", store)
		cmd.Stdin = strings.NewReader(text)
		out, err := cmd.Output()
		for line := range strings.Lines(string(out)) {
			if !json.Valid([]byte(line)) {
				t.Errorf("after %.60q it says %q", text, line)
			}
		}
		if e := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &e) || strings.Contains(string(e.Stderr), "panic")) {
			t.Errorf("after %.60q it ended with %v", text, err)
		}
	}
}
