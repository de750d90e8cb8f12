package neo4jstore

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// TestFirstHour writes to a server that was started a moment ago, has one
// processor and shares it with others who want all of them, as patiently as a
// program is that says nothing about patience. The first commit succeeds, at the
// first try: planning has no part in its transaction, and there are few plans.
func TestFirstHour(t *testing.T) {
	server := neo4jtest.Start(t, neo4jtest.Options{Processors: 1})
	var stop atomic.Bool
	defer stop.Store(true)
	for range 2 * runtime.GOMAXPROCS(0) {
		go func() {
			for !stop.Load() {
			}
		}()
	}
	ctx := context.Background()
	var lines lines
	s, err := Open(ctx, Options{URI: server.URI, Database: "neo4j", Log: slog.New(slog.NewTextHandler(&lines, nil))})
	if err != nil {
		t.Fatalf("Open = %v", err)
	}
	defer s.Close()
	start, before := time.Now(), processor(server.PID())
	if err := s.plan(ctx, firstTexts...); err != nil {
		t.Fatalf("planning = %v", err)
	}
	planned, cost := time.Since(start), processor(server.PID())-before

	// One of every kind: what an import writes.
	c := graph.Commit{ID: "c1", At: time.Now(), Actor: "tester"}
	for _, sh := range nodeShapes {
		id := graph.ID("n-" + strings.ToLower(string(sh.kind)))
		c.Changes = append(c.Changes, graph.Change{ID: id, After: &graph.Element{ID: id, Kind: sh.kind}})
	}
	for _, sh := range edgeShapes {
		id := graph.ID("e-" + strings.ToLower(string(sh.kind)))
		c.Changes = append(c.Changes, graph.Change{ID: id, After: &graph.Element{ID: id, Kind: sh.kind, Src: "n-person", Dst: "n-position"}})
	}
	w, err := newWrite("acme", 0, &c, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if missing := s.plans.missing(w.texts()); len(missing) > 0 {
		t.Errorf("a commit of every kind runs statements that are not planned when the store is opened: %q", missing)
	}
	start, before = time.Now(), processor(server.PID())
	if _, err := s.Apply(ctx, "acme", 0, c); err != nil {
		t.Errorf("Apply = %v", err)
	}
	t.Logf("%d statements planned in %v, %.1f s of the processor; the first commit took %v, %.1f s", len(firstTexts), planned.Round(time.Millisecond), cost, time.Since(start).Round(time.Millisecond), processor(server.PID())-before)
	if text := lines.String(); strings.Contains(text, "trying again") {
		t.Errorf("the first commit had to be tried again:\n%s", text)
	}
	if planned > 2*slow && !strings.Contains(lines.String(), "Neo4j plans kith's statements") {
		t.Errorf("planning took %v, and nobody was told: %q", planned, lines.String())
	}
}

// lines is a log to look into while others write to it.
type lines struct {
	mu   sync.Mutex
	text strings.Builder // guarded by mu
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// processor returns how many seconds of a processor a process has had, and 0 where
// the system does not say.
func processor(pid int) float64 {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(b), ") ")
	var user, system float64
	if f := strings.Fields(rest); len(f) > 12 {
		fmt.Sscan(f[11], &user)
		fmt.Sscan(f[12], &system)
	}
	return (user + system) / 100
}
