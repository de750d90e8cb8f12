package gqlserve_test

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

func TestTrustedDocuments(t *testing.T) {
	const text, other = `query A{echo(text:"p")}`, `{echo(text:"q")}`
	sum := sha256.Sum256([]byte(text))
	hash := hex.EncodeToString(sum[:])
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	if err := h.Trust(map[string]string{hash: text, "chart-1": text}); err != nil {
		t.Fatal(err)
	}
	wrong := strings.Repeat("0", 64)
	for _, test := range []struct {
		name, body string
		code       string // "" for the answer
	}{
		{"by id", `{"documentId":"chart-1"}`, ""},
		{"by hash", `{"documentId":"sha256:` + hash + `"}`, ""},
		{"as Apollo does", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`, ""},
		{"the text itself", `{"query":` + quote(text) + `}`, ""},
		{"the text with its hash", `{"query":` + quote(text) + `,"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`, ""},
		{"another text", `{"query":` + quote(other) + `}`, gqlserve.CodeNotTrusted},
		{"almost the text", `{"query":` + quote(text+" ") + `}`, gqlserve.CodeNotTrusted},
		{"another text under the id", `{"query":` + quote(other) + `,"documentId":"chart-1"}`, gqlserve.CodeNotTrusted},
		{"another text under its own hash", `{"query":` + quote(other) + `,"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}}`, gqlserve.CodeNotTrusted},
		{"an unknown id", `{"documentId":"chart-2"}`, gqlserve.CodeNotTrusted},
		{"an unknown hash", `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"` + wrong + `"}}}`, gqlserve.CodeNotTrusted},
		{"introspection", `{"query":"{__schema{types{name}}}"}`, gqlserve.CodeNotTrusted},
		{"nothing", `{}`, gqlserve.CodeBadRequest},
		{"a number", `{"documentId":1}`, gqlserve.CodeBadRequest},
	} {
		a := do(t, h, request("POST", "/graphql", "application/json", "", test.body))
		if a.code() != test.code || (string(a.Data) == `{"echo":"p"}`) != (test.code == "") {
			t.Errorf("%s: %s, want the code %q", test.name, a.body, test.code)
		}
	}
	if a := do(t, h, request("GET", "/graphql?documentId=chart-1", "", "", "")); string(a.Data) != `{"echo":"p"}` {
		t.Errorf("GET by id = %s", a.body)
	}
	plain := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	if a := do(t, plain, request("POST", "/graphql", "application/json", "", `{"documentId":"chart-1"}`)); a.code() != gqlserve.CodePersistedQueryNotSupported {
		t.Errorf("an id where nothing is trusted = %s", a.body)
	}
}

func TestTrustedDocumentsMustRun(t *testing.T) {
	h := gqlserve.NewHandler(testschema.New(), gqlserve.Options{})
	err := h.Trust(map[string]string{"good": "{echo}", "old": "{nope}", "broken": "{"})
	if err == nil || !strings.Contains(err.Error(), "document old") || !strings.Contains(err.Error(), "document broken") || strings.Contains(err.Error(), "good") {
		t.Errorf("Trust() = %v, want both wrong ones named", err)
	}
	if a := do(t, h, post("{echo}")); a.Data == nil {
		t.Errorf("after Trust() failed {echo} = %s", a.body)
	}
}

func TestParseManifest(t *testing.T) {
	want := map[string]string{"a": "{echo}", "b": "{slow}"}
	for _, text := range []string{
		`{"a":"{echo}","b":"{slow}"}`,
		`{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a","name":"A","type":"query","body":"{echo}"},{"id":"b","body":"{slow}"}]}`,
	} {
		got, err := gqlserve.ParseManifest([]byte(text))
		if err != nil || !maps.Equal(got, want) {
			t.Errorf("ParseManifest(%s) = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		``, `[]`, `{}`, `null`, `{"a":1}`, `{"a":""}`, `{"":"{echo}"}`,
		`{"format":"other","version":1,"operations":[]}`,
		`{"format":"apollo-persisted-query-manifest","version":2,"operations":[{"id":"a","body":"{echo}"}]}`,
		`{"format":"apollo-persisted-query-manifest","version":1,"operations":[]}`,
		`{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a","body":"{echo}"},{"id":"a","body":"{slow}"}]}`,
	} {
		if got, err := gqlserve.ParseManifest([]byte(text)); err == nil {
			t.Errorf("ParseManifest(%s) = %v, want an error", text, got)
		}
	}
}

// The list holds on every way in.
func TestTrustedDocumentsEverywhere(t *testing.T) {
	h, url := serve(t, gqlserve.Options{})
	if err := h.Trust(map[string]string{"q": `{echo(text:"p")}`}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(lines(events(t, url, "{slow}"), 4), "\n"); !strings.Contains(got, gqlserve.CodeNotTrusted) {
		t.Errorf("events of another document: %q", got)
	}
	c := dial(t, url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	c.send(initMessage)
	c.want(ackMessage)
	c.send(`{"id":"1","type":"subscribe","payload":{"documentId":"q"}}`)
	c.want(`{"id":"1","type":"next","payload":{"data":{"echo":"p"}}}`, `{"id":"1","type":"complete"}`)
	c.subscribe("2", "{slow}")
	c.want(`{"id":"2","type":"error","payload":[{"message":"this query is none of the documents that may run here","extensions":{"code":"PERSISTED_QUERY_NOT_IN_LIST"}}]}`)
}
