package ordertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// Snapshot is what one system says on one day: the files of one export.
type Snapshot struct {
	Day   string
	Files []importer.File
}

// Failer is a test, or a run of a property.
type Failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// Workspace is where files are imported.
type Workspace interface {
	// Edit runs an edit over what is there and returns what a reader finds then.
	Edit(t Failer, edit func(*draft.Draft) error) *kernel.Snapshot
}

// Memory returns a workspace that begins with a snapshot and is kept nowhere.
func Memory(s *kernel.Snapshot) Workspace { return &memory{s} }

type memory struct{ s *kernel.Snapshot }

func (m *memory) Edit(t Failer, edit func(*draft.Draft) error) *kernel.Snapshot {
	t.Helper()
	n := 0
	d := draft.NewDraft(m.s, today, func() string {
		n++
		return fmt.Sprintf("new%05d", n)
	})
	if err := edit(d); err != nil {
		t.Fatalf("%v", err)
	}
	changes, next, err := d.Check(m.s.Revision()+1, time.Time{})
	if err != nil {
		t.Fatalf("the import breaks a rule: %v", err)
	}
	if len(changes) > 0 {
		m.s = next
	}
	return m.s
}

// Stored returns a workspace that is written to a store and read back from it
// after each edit. open opens the store, which is closed after use.
func Stored(open func() (engine.Store, error), ws graph.Workspace) Workspace { return stored{open, ws} }

type stored struct {
	open func() (engine.Store, error)
	ws   graph.Workspace
}

func (w stored) Edit(t Failer, edit func(*draft.Draft) error) *kernel.Snapshot {
	t.Helper()
	var read *kernel.Snapshot
	for _, do := range []func(context.Context, *engine.Engine) error{
		func(ctx context.Context, e *engine.Engine) error {
			_, err := e.Update(ctx, w.ws, "tester", "an import", edit)
			return err
		},
		func(ctx context.Context, e *engine.Engine) (err error) {
			read, err = e.Snapshot(ctx, w.ws)
			return err
		},
	} {
		s, err := w.open()
		if err != nil {
			t.Fatalf("%v", err)
		}
		e := engine.New(s, engine.Options{Now: func() time.Time { return today.Time() }})
		if err := do(context.Background(), e); err != nil {
			t.Fatalf("%v", err)
		}
		if err := e.Close(); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return read
}

// today is after all files.
var today = graph.MustDate("2027-01-01")

// Import returns what is there after imports.
func Import(t Failer, w Workspace, list ...Snapshot) (s *kernel.Snapshot) {
	t.Helper()
	for _, x := range list {
		s = w.Edit(t, func(d *draft.Draft) error {
			_, err := importer.Plan(context.Background(), d, x.Files, importer.Options{Source: "x", AsOf: graph.MustDate(x.Day), AcceptGoodRows: true})
			if err != nil {
				return fmt.Errorf("as of %s: %w", x.Day, err)
			}
			return nil
		})
	}
	return s
}

// On says what is true on a day, one fact a line, sorted: names, titles and what
// else is dated, who sits where, who reports to whom, what is part of what.
func On(s *kernel.Snapshot, day graph.Date) []string {
	name := func(id graph.ID) string {
		e, _ := s.Element(id)
		if keys := e.Props.Strings("externalIds"); len(keys) > 0 {
			return string(e.Kind) + " " + strings.Join(keys, "=")
		}
		return string(e.Kind)
	}
	dated := func(n kernel.N) map[string]string {
		out := map[string]string{}
		for _, h := range s.In(n, graph.EdgeOf) {
			if e, _ := s.Element(s.NodeID(h.Node())); e.At(day) {
				out[e.Props.Text("property")] = e.Props.Text("value")
			}
		}
		return out
	}
	var out []string
	for e := range s.Elements() {
		if !e.At(day) || e.Kind == graph.NodeFeed || e.Kind == graph.NodeDetail || e.Kind == graph.EdgeOf {
			continue
		}
		line := name(e.ID)
		was := map[string]string{}
		if e.IsEdge() {
			line = fmt.Sprintf("%s %s → %s", e.Kind, name(e.Src), name(e.Dst))
		} else {
			n, _ := s.Node(e.ID)
			was = dated(n)
		}
		for _, f := range graph.Fields(e.Kind) {
			switch f.Name {
			case "externalIds", "confirmedOn", "confirmedBy", "seen":
				continue
			}
			v, _ := e.Props.Get(f.Name)
			if list, ok := v.([]string); ok {
				slices.Sort(list)
			}
			text := ""
			if v != nil {
				text = fmt.Sprint(v)
			}
			if x, ok := was[f.Name]; ok {
				text = x
			}
			if text != "" {
				line += fmt.Sprintf(" %s=%s", f.Name, text)
			}
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// Diff writes the lines of one of two sorted lists alone.
func Diff(a, b []string) string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, "+ "+x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			out = append(out, "- "+x)
		}
	}
	return strings.Join(out, "\n")
}
