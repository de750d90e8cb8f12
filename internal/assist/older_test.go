package assist_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/assist"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// TestOlderProtocol speaks the protocol of 2025, by hand: there the server asks the person
// by a request of its own.
func TestOlderProtocol(t *testing.T) {
	now := func() time.Time { return base.Time().Add(12 * time.Hour) }
	eng := engine.New(engine.Mem(), engine.Options{Now: now})
	defer eng.Close()
	if _, err := eng.Update(t.Context(), sample.Workspace, "setup", "", company); err != nil {
		t.Fatal(err)
	}
	site := resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: now})
	server := assist.Server(api{site, resolvers.Viewer{Workspace: sample.Workspace, Name: "marie", Permission: resolvers.PermissionEdit}}, "v1")
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	session, err := server.Connect(t.Context(), &mcp.IOTransport{Reader: in, Writer: out}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { toServer.Close(); session.Wait() }()
	lines := bufio.NewScanner(fromServer)
	lines.Buffer(nil, 1<<20)
	type message struct {
		ID     any
		Method string
		Params struct{ Message string }
		Result struct {
			ProtocolVersion   string
			StructuredContent struct{ Answer map[string]any }
			IsError           bool
		}
		Error any
	}
	send := func(format string, args ...any) {
		t.Helper()
		if _, err := fmt.Fprintf(toServer, `{"jsonrpc":"2.0",`+format+"}\n", args...); err != nil {
			t.Fatal(err)
		}
	}
	next := func() (m message) {
		t.Helper()
		if !lines.Scan() {
			t.Fatal("the server has gone")
		}
		if err := json.Unmarshal(lines.Bytes(), &m); err != nil || m.Error != nil || m.Result.IsError {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		return m
	}
	send(`"id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"elicitation":{}},"clientInfo":{"name":"x","version":"1"}}`)
	if got := next().Result.ProtocolVersion; got != "2025-06-18" {
		t.Fatalf("the protocol is %q", got)
	}
	send(`"method":"notifications/initialized"`)
	send(`"id":2,"method":"tools/call","params":{"name":"try_edit","arguments":{"edit":"promote","input":{"positionId":"s-brackwell-buyer-2","title":"Lead Buyer"}}}`)
	token := next().Result.StructuredContent.Answer["token"]
	for i, test := range []struct {
		answer string
		writes bool
	}{{`{"action":"decline"}`, false}, {`{"action":"accept","content":{"write":true}}`, true}} {
		send(`"id":%d,"method":"tools/call","params":{"name":"apply_edit","arguments":{"token":%q}}`, 10+i, token)
		question := next()
		if question.Method != "elicitation/create" || question.Params.Message == "" {
			t.Fatalf("the server asks %+v", question)
		}
		id, _ := json.Marshal(question.ID)
		send(`"id":%s,"result":%s`, id, test.answer)
		if got := next().Result.StructuredContent.Answer["written"]; got != test.writes {
			t.Errorf("after %s written is %v", test.answer, got)
		}
	}
	s, err := eng.Snapshot(t.Context(), sample.Workspace)
	if err != nil || s.Revision() != 2 {
		t.Errorf("revision %d, %v, want 2", s.Revision(), err)
	}
}
