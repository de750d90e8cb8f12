package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
	"github.com/kithgraph/kith/resolvers"
)

// npm installs packages of exact versions into a folder, in which node finds them.
func npm(t *testing.T, packages ...string) string {
	t.Helper()
	dir := t.TempDir()
	install := exec.Command("npm", append([]string{"install", "--no-save", "--no-audit", "--no-fund", "--prefer-offline", "--ignore-scripts"}, packages...)...)
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm install %s: %v\n%s", strings.Join(packages, " "), err, out)
	}
	return dir
}

// TestTypes holds the sources against the types that are made of the SDL.
func TestTypes(t *testing.T) {
	t.Parallel()
	check := exec.Command("node", filepath.Join(npm(t, "typescript@5.9.3"), "node_modules", "typescript", "bin", "tsc"), "--noEmit", "-p", ".")
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("tsc: %v\n%s", err, out)
	}
}

// TestFlows goes through the app in Chromium, as flows.mjs tells, on the sample company and
// somebody with a hostile name.
func TestFlows(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) }
	eng := engine.New(engine.Mem(), engine.Options{Now: now})
	t.Cleanup(func() { eng.Close() })
	_, err := eng.Update(context.Background(), sample.Workspace, "setup", "", func(d *draft.Draft) error {
		if err := sample.Company(d, graph.DateOf(now())); err != nil {
			return err
		}
		d.Add(graph.Person{Node: graph.Node{ID: "hostile"}, Name: `<img src=x onerror="document.title='owned'">`})
		d.Add(graph.Position{Node: graph.Node{ID: "hostile-seat"}, Title: "</script><script>alert(1)</script>"})
		d.Add(graph.Holds{Edge: graph.Edge{ID: "hostile-holds", Src: "hostile", Dst: "hostile-seat"}})
		d.Add(graph.In{Edge: graph.Edge{ID: "hostile-in", Src: "hostile-seat", Dst: "o-brackwell"}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(resolvers.NewHandler(eng, resolvers.Options{Workspace: sample.Workspace, Now: now}))
	t.Cleanup(srv.Close)

	dir := npm(t, "playwright-core@1.56.1", "axe-core@4.11.0")
	flows, err := os.ReadFile("flows.mjs")
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "flows.mjs"), flows, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	shots := os.Getenv("KITH_SHOTS") // a folder for pictures of the screens, to look at
	run := exec.Command("node", "flows.mjs", srv.URL, shots)
	run.Dir = dir
	run.Env = append(os.Environ(), fmt.Sprint("CHROMIUM=", chromium(t)))
	out, err := run.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// chromium returns the path of the browser.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("install chromium")
	return ""
}
