package gqlserve_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/gqlserve/internal/testschema"
)

type permissionKey struct{}

// permissions are the tokens of the test site.
var permissions = map[string]string{"token-of-an-admin-0123456789": "admin", "token-of-a-reader-0123456789": "reader"}

func signIn(ctx context.Context, authorization string) (context.Context, error) {
	permission, ok := permissions[strings.TrimPrefix(authorization, "Bearer ")]
	if !ok || !strings.HasPrefix(authorization, "Bearer ") {
		return nil, gqlserve.NewError(gqlserve.CodeUnauthenticated, "a valid token is needed")
	}
	return context.WithValue(ctx, permissionKey{}, permission), nil
}

// withTokens are options under which only the holders of tokens are served and
// only an admin may change something.
func withTokens(o gqlserve.Options) gqlserve.Options {
	o.Authenticate = func(r *http.Request) (context.Context, error) {
		return signIn(r.Context(), r.Header.Get("Authorization"))
	}
	o.InitPayload = func(r *http.Request, payload map[string]any) (context.Context, error) {
		authorization, _ := payload["Authorization"].(string)
		return signIn(r.Context(), authorization)
	}
	o.AroundOperation = func(ctx context.Context) (context.Context, error) {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation && ctx.Value(permissionKey{}) != "admin" {
			return nil, gqlserve.NewError(gqlserve.CodeForbidden, "a reader may not change anything")
		}
		return ctx, nil
	}
	return o
}

// serveSite serves the test schema and a page on a port of loopback, as a whole
// program would, until the test ends. It returns the address.
func serveSite(t *testing.T, o gqlserve.Options) string {
	t.Helper()
	log := slog.New(slog.NewTextHandler(testWriter{t}, nil))
	o.Log = log
	h := gqlserve.NewHandler(testschema.New(), o)
	mux := http.NewServeMux()
	mux.Handle("/graphql", h)
	mux.Handle("/graphql/stream", h.Streams())
	mux.Handle("/", http.FileServerFS(fstest.MapFS{"index.html": {Data: []byte("<!doctype html><html><title>Test</title></html>")}}))
	site := gqlserve.Compress(gqlserve.Protect(mux, gqlserve.ProtectOptions{Log: log}))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := gqlserve.NewHTTPServer(site, log)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		if err := h.Shutdown(ctx); err != nil {
			t.Errorf("Shutdown() = %v", err)
		}
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Errorf("Serve() = %v, want %v", err, http.ErrServerClosed)
		}
	})
	return listener.Addr().String()
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

// TestThirdPartyChecks runs a suite of third-party clients, audits and hostile
// requests against a running server, once open to everyone and once with
// tokens. It takes about a minute and needs Node, so it runs only where
// KITH_CHECKS names the folder of the suite's run.sh, with its npm packages
// installed.
func TestThirdPartyChecks(t *testing.T) {
	dir := os.Getenv("KITH_CHECKS")
	if dir == "" {
		t.Skip("set KITH_CHECKS to the folder of the suite")
	}
	for _, test := range []struct {
		name    string
		options gqlserve.Options
		env     []string
	}{
		{"open", gqlserve.Options{}, nil},
		{"with tokens", withTokens(gqlserve.Options{}), []string{"TOKEN=token-of-an-admin-0123456789", "READER_TOKEN=token-of-a-reader-0123456789"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			addr := serveSite(t, test.options)
			cmd := exec.Command(filepath.Join(dir, "run.sh"))
			cmd.Env = append(append(os.Environ(), "GRAPHQL_URL=http://"+addr+"/graphql", "MAY=1"), test.env...)
			if !raceEnabled { // the detector's own memory would count as the server's
				cmd.Env = append(cmd.Env, fmt.Sprintf("SERVER_PID=%d", os.Getpid()))
			}
			out, err := cmd.Output()
			last := ""
			for lines := bufio.NewScanner(strings.NewReader(string(out))); lines.Scan(); {
				last = lines.Text()
				if !strings.HasPrefix(last, "PASS ") {
					t.Log(last)
				}
			}
			if err != nil || !strings.HasSuffix(last, " 0 failed") {
				t.Errorf("run.sh ended with %q (%v), want 0 failed", last, err)
			}
		})
	}
}
