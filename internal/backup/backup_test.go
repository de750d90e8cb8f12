package backup_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/backup"
	"github.com/kithgraph/kith/internal/sample"
)

const ws graph.Workspace = "acme"

var base = graph.MustDate("2026-11-02")

// workspace returns a store with the sample and two more commits.
func workspace(t *testing.T) (engine.Store, *kernel.Snapshot) {
	t.Helper()
	ctx := context.Background()
	st := engine.Mem()
	eng := engine.New(st, engine.Options{})
	t.Cleanup(func() { eng.Close() })
	edits := []func(*draft.Draft) error{
		func(d *draft.Draft) error { return sample.Company(d, base) },
		func(d *draft.Draft) error {
			return d.SetDated(sample.Brackwell, "tier", string(graph.TierKey), base)
		},
		func(d *draft.Draft) error {
			d.Add(graph.Person{Node: graph.Node{ID: "p-hostile"}, Name: "<script>\"'& 佐藤 \u202e"})
			return nil
		},
	}
	for i, edit := range edits {
		if _, err := eng.Update(ctx, ws, "tester", fmt.Sprint("edit ", i), edit); err != nil {
			t.Fatal(err)
		}
	}
	s, err := eng.Snapshot(ctx, ws)
	if err != nil {
		t.Fatal(err)
	}
	return st, s
}

func text(t *testing.T, st engine.Store, s *kernel.Snapshot, history bool) string {
	t.Helper()
	var b bytes.Buffer
	log := st.Tail(context.Background(), ws, 0)
	if !history {
		log = nil
	}
	if err := backup.Write(&b, ws, s, log); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRoundTrip(t *testing.T) {
	ctx := context.Background()
	st, s := workspace(t)
	for _, history := range []bool{true, false} {
		t.Run(fmt.Sprint("history ", history), func(t *testing.T) {
			first := text(t, st, s, history)
			c, err := backup.Read(strings.NewReader(first))
			if err != nil {
				t.Fatal(err)
			}
			other := engine.Mem()
			n := 0
			id := func() string { n++; return fmt.Sprintf("restore-%d", n) }
			if err := backup.Restore(ctx, other, ws, c, id); err != nil {
				t.Fatal(err)
			}
			eng := engine.New(other, engine.Options{})
			defer eng.Close()
			got, err := eng.Snapshot(ctx, ws)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(slices.Collect(got.Elements()), slices.Collect(s.Elements())) {
				t.Error("the restored facts differ")
			}
			if problems, err := engine.Verify(ctx, other, ws); err != nil || len(problems) > 0 {
				t.Errorf("Verify = %v, %v", problems, err)
			}
			if history && text(t, other, got, true) != first {
				t.Error("a backup of the restored workspace has other bytes")
			}
			if !history && got.Revision() != 1 {
				t.Errorf("without its log it is at revision %d, want 1", got.Revision())
			}
		})
	}
}

func TestOneFactOneLine(t *testing.T) {
	st, s := workspace(t)
	before := strings.Split(text(t, st, s, false), "\n")
	n, _ := s.Node(sample.PersonID("Julia Moreau"))
	e := s.NodeElement(n)
	changed := e
	changed.Props, _ = e.Props.With("location", "Ulm")
	next, err := s.With([]graph.Change{{ID: e.ID, Before: &e, After: &changed}}, s.Revision()+1, s.At())
	if err != nil {
		t.Fatal(err)
	}
	after := strings.Split(text(t, st, next, false), "\n")
	differ := 0
	for i := range before[1:] { // the first line holds the revision
		if before[i+1] != after[i+1] {
			differ++
		}
	}
	if len(before) != len(after) || differ != 1 {
		t.Errorf("one changed fact changes %d lines, want 1", differ)
	}
}

func TestRestoreGoesOn(t *testing.T) {
	ctx := context.Background()
	st, s := workspace(t)
	c, err := backup.Read(strings.NewReader(text(t, st, s, true)))
	if err != nil {
		t.Fatal(err)
	}
	id := func() string { return "x" }
	other := engine.Mem()
	defer other.Close()
	if _, err := other.Apply(ctx, ws, 0, c.Commits[0]); err != nil { // where a restore was interrupted
		t.Fatal(err)
	}
	if err := backup.Restore(ctx, other, ws, c, id); err != nil {
		t.Errorf("Restore over its own beginning: %v", err)
	}
	if err := backup.Restore(ctx, other, ws, c, id); err != nil {
		t.Errorf("Restore of what is there already: %v", err)
	}
	foreign := engine.Mem()
	defer foreign.Close()
	if _, err := foreign.Apply(ctx, ws, 0, graph.Commit{ID: "somebody-else"}); err != nil {
		t.Fatal(err)
	}
	if err := backup.Restore(ctx, foreign, ws, c, id); err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("Restore over another workspace = %v, want a refusal", err)
	}
}

func TestReadRefuses(t *testing.T) {
	st, s := workspace(t)
	good := text(t, st, s, true)
	lines := strings.SplitAfter(good, "\n")
	line := func(i int, with string) string {
		l := slices.Clone(lines)
		l[i] = with
		return strings.Join(l, "")
	}
	lastCommit := len(lines) - 2
	for name, c := range map[string]struct {
		text string
		line int // 0: no line is to blame
	}{
		"nothing":                {"", 1},
		"another file":           {"id,name\n", 1},
		"another format":         {strings.Replace(good, `"kithBackup":1`, `"kithBackup":7`, 1), 1},
		"a cut line":             {good[:len(good)-10], len(lines) - 1},
		"a cut file":             {strings.Join(lines[:20], ""), 21},
		"a line too many":        {good + "{}\n", len(lines)},
		"an unknown kind":        {line(5, `{"kind":"Spaceship","id":"x"}`+"\n"), 6},
		"an unknown property":    {line(5, `{"kind":"Person","id":"x","props":{"wings":"2"}}`+"\n"), 6},
		"a fact that says other": {strings.Replace(good, `"name":"Julia Moreau"`, `"name":"Julia Moreaux"`, 1), 0},
		"a lost commit":          {line(lastCommit, lines[lastCommit-1]), lastCommit + 1},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := backup.Read(strings.NewReader(c.text))
			if err == nil {
				t.Fatal("Read took it")
			}
			var le *backup.LineError
			if got := 0; errors.As(err, &le) {
				if got = le.Line; got != c.line {
					t.Errorf("Read blames line %d, want %d: %v", got, c.line, err)
				}
			} else if c.line != 0 {
				t.Errorf("Read = %v, want line %d", err, c.line)
			}
		})
	}
}

// FuzzRead holds Read to an error or a backup that comes out again as it went
// in.
func FuzzRead(f *testing.F) {
	f.Add(`{"kithBackup":1,"workspace":"a","revision":1,"at":"2026-11-02T00:00:00Z","facts":1,"commits":0}` + "\n" + `{"kind":"Person","id":"p","props":{"name":"N"}}` + "\n")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := backup.Read(strings.NewReader(s))
		if err != nil || c.Header.Commits > 0 {
			return
		}
		var b bytes.Buffer
		if err := backup.Write(&b, c.Header.Workspace, c.Snapshot, nil); err != nil {
			t.Fatal(err)
		}
		again, err := backup.Read(&b)
		if err != nil {
			t.Fatalf("a written backup is refused: %v", err)
		}
		if !slices.Equal(slices.Collect(again.Snapshot.Elements()), slices.Collect(c.Snapshot.Elements())) {
			t.Fatal("a backup of a backup differs")
		}
	})
}
