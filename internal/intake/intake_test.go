package intake_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/intake"
)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

var me = intake.Owner{Workspace: "main", Name: "me"}

func newDesk(t *testing.T, o intake.Options) (*intake.Desk, *engine.Engine) {
	t.Helper()
	eng := engine.New(engine.Mem(), engine.Options{Now: o.Now})
	d, err := intake.New(eng, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close(); eng.Close() })
	return d, eng
}

// start begins an upload and sends it whole.
func start(t *testing.T, d *intake.Desk, text string) string {
	t.Helper()
	u, err := d.Start(me, "people.csv", 1)
	if err == nil {
		u, err = d.Piece(me, u.Token, 1, []byte(text))
	}
	if err != nil || !u.Complete() {
		t.Fatalf("upload = %+v, %v", u, err)
	}
	return u.Token
}

// rest returns a plan once it is at rest.
func rest(t *testing.T, d *intake.Desk, p intake.Plan, err error) intake.Plan {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for now, err := range d.Watch(t.Context(), me, p.Token) {
		if err != nil {
			t.Fatal(err)
		}
		p = now
	}
	return p
}

func wantRule(t *testing.T, what string, err error, kind error, rule string) {
	t.Helper()
	var e *graph.Error
	if !errors.As(err, &e) || !errors.Is(e, kind) || e.Rule != rule {
		t.Errorf("%s: %v, want %v by %s", what, err, kind, rule)
	}
}

// files lists what lies in a folder, with the modes of what it holds.
func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if e.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		names = append(names, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

const person = "id,name\n1,Nina\n"

// TestLimits reaches each limit.
func TestLimits(t *testing.T) {
	d, _ := newDesk(t, intake.Options{Dir: t.TempDir(), Piece: 20, Pieces: 3, Bytes: 40, Uploads: 3, Files: 2, Plans: 2})
	_, err := d.Start(me, "a.csv", 4)
	wantRule(t, "4 pieces", err, graph.ErrInvalid, "upload-size")
	a, b := start(t, d, person), start(t, d, person)
	u, err := d.Start(me, "a.csv", 2)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Start(me, "a.csv", 1)
	wantRule(t, "a fourth upload", err, graph.ErrConflict, "upload-count")
	_, err = d.Piece(me, u.Token, 1, make([]byte, 21))
	wantRule(t, "a piece of 21 bytes", err, graph.ErrInvalid, "upload-size")
	_, err = d.Piece(me, u.Token, 1, make([]byte, 15))
	wantRule(t, "45 bytes in all", err, graph.ErrConflict, "upload-size")
	if got, err := d.Upload(me, u.Token); err != nil || got.Bytes != 0 || got.Received != 0 || len(got.Missing) != 2 {
		t.Errorf("after what was refused: %+v, %v", got, err)
	}
	plan := func(r intake.Request) (intake.Plan, error) {
		r.Source = "crm"
		return d.Plan(t.Context(), me, r)
	}
	file := importer.Bytes("people.csv", []byte(person))
	_, err = plan(intake.Request{Uploads: []string{a, b}, Files: []importer.File{file}})
	wantRule(t, "three files", err, graph.ErrInvalid, "import-files")
	_, err = plan(intake.Request{Uploads: []string{a, a}})
	wantRule(t, "one file twice", err, graph.ErrInvalid, "import-files")
	for range 2 {
		p, err := plan(intake.Request{Files: []importer.File{file}})
		rest(t, d, p, err)
	}
	_, err = plan(intake.Request{Files: []importer.File{file}})
	wantRule(t, "a third plan", err, graph.ErrConflict, "import-count")
	_, err = d.Upload(intake.Owner{Workspace: "main", Name: "somebody else"}, a)
	wantRule(t, "somebody else", err, graph.ErrNotFound, "upload")
	_, err = d.Upload(intake.Owner{Workspace: "other", Name: "me"}, a)
	wantRule(t, "another workspace", err, graph.ErrNotFound, "upload")
}

// TestExpiry leaves uploads and plans alone: they go, with their files, and what was
// touched stays.
func TestExpiry(t *testing.T) {
	c := &clock{now: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)}
	dir := t.TempDir()
	d, _ := newDesk(t, intake.Options{Dir: dir, Age: time.Hour, Now: c.Now})
	empty := len(files(t, dir))
	old, planned := start(t, d, person), start(t, d, person)
	p, err := d.Plan(t.Context(), me, intake.Request{Options: importer.Options{Source: "crm"}, Uploads: []string{planned}})
	p = rest(t, d, p, err)
	c.pass(59 * time.Minute)
	if _, err := d.Look(me, p.Token); err != nil {
		t.Fatal(err)
	}
	young := start(t, d, person)
	c.pass(2 * time.Minute)
	_, err = d.Upload(me, old)
	wantRule(t, "an old upload", err, graph.ErrNotFound, "upload")
	if _, err = d.Upload(me, young); err != nil {
		t.Errorf("a young upload: %v", err)
	}
	if _, err = d.Look(me, p.Token); err != nil {
		t.Errorf("a plan that was looked at: %v", err)
	}
	c.pass(time.Hour)
	_, err = d.Apply(t.Context(), me, p.Token, "")
	wantRule(t, "an old plan", err, graph.ErrNotFound, "import-plan")
	if got := len(files(t, dir)); got != empty {
		t.Errorf("%d files are left, want %d:\n%s", got, empty, strings.Join(files(t, dir), "\n"))
	}
}

// TestFolder holds that pieces lie under no name of a client, that they go when the
// plan is applied and when the desk closes, and that what a process that died left
// goes with the next desk, and what a living one holds stays.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	d, _ := newDesk(t, intake.Options{Dir: dir})
	empty := len(files(t, dir))
	u, err := d.Start(me, "../../../etc/people.csv", 1)
	if err != nil || u.Name != "people.csv" {
		t.Fatalf("Start = %+v, %v", u, err)
	}
	if _, err := d.Piece(me, u.Token, 1, []byte(person)); err != nil {
		t.Fatal(err)
	}
	for _, name := range files(t, dir) {
		if strings.Contains(filepath.Base(name), "people") {
			t.Errorf("%s is named as the client says", name)
		}
	}
	held := start(t, d, person)
	p, err := d.Plan(t.Context(), me, intake.Request{Options: importer.Options{Source: "crm"}, Uploads: []string{u.Token}})
	p = rest(t, d, p, err)
	p, err = d.Apply(t.Context(), me, p.Token, "")
	if p = rest(t, d, p, err); p.State != intake.Applied || p.Result.Snapshot.Revision() != 1 {
		t.Fatalf("applied: %+v", p)
	}
	if got := len(files(t, dir)); got != empty+2 { // the folder and the piece of held
		t.Errorf("%d files are left, want %d", got, empty+2)
	}

	dead := filepath.Join(dir, "kith-intake-dead")
	others := filepath.Join(dir, "kith-intake-others")
	for _, name := range []string{dead, others} {
		if err := os.Mkdir(name, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dead, "lock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	next, err := intake.New(nil, intake.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder of a process that died is left: %v", err)
	}
	if _, err := os.Stat(others); err != nil {
		t.Errorf("a folder that is being made is gone: %v", err)
	}
	if _, err := d.Upload(me, held); err != nil {
		t.Errorf("the folder of a living process was touched: %v", err)
	}
	if err := next.Close(); err != nil {
		t.Error(err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if got := files(t, dir); len(got) != 1 || got[0] != others {
		t.Errorf("after both have closed %v is left", got)
	}
	if _, err := d.Start(me, "a.csv", 1); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("Start after Close: %v", err)
	}
}

// TestExactly applies a plan of what would be another today: what was planned is
// written, change for change.
func TestExactly(t *testing.T) {
	c := &clock{now: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)}
	d, eng := newDesk(t, intake.Options{Dir: t.TempDir(), Age: 48 * time.Hour, Now: c.Now})
	p, err := d.Plan(t.Context(), me, intake.Request{Options: importer.Options{Source: "crm", Person: "Olga Own"}, Uploads: []string{start(t, d, person)}})
	p = rest(t, d, p, err)
	var planned []graph.ID
	for _, s := range p.Preview.Samples {
		planned = append(planned, s.ID)
	}
	c.pass(24 * time.Hour)
	p, err = d.Apply(t.Context(), me, p.Token, "why not")
	if p = rest(t, d, p, err); p.State != intake.Applied {
		t.Fatalf("applied: %+v", p)
	}
	s, _ := eng.Snapshot(t.Context(), "main")
	for _, id := range planned {
		if e, ok := s.Element(id); !ok || e.Kind == graph.NodePerson && e.Props.Date("confirmedOn") != graph.MustDate("2026-11-02") {
			t.Errorf("%s of the plan: %v, %v", id, e, ok)
		}
	}
	if n := len(p.Result.Commits[0].Changes); len(planned) != n || n < 3 {
		t.Errorf("%d changes were written, %d planned", n, len(planned))
	}
}

// TestAtOnce has many clients send pieces, plan, look and apply at the same time: of
// the plans over one revision one is written, and the others are told.
func TestAtOnce(t *testing.T) {
	d, eng := newDesk(t, intake.Options{Dir: t.TempDir(), Plans: 20})
	const clients = 8
	tokens := make([]string, clients)
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			u, err := d.Start(me, "people.csv", 20)
			if err != nil {
				t.Error(err)
				return
			}
			var pieces sync.WaitGroup
			for n := range 20 {
				pieces.Go(func() {
					text := "id,name\n"
					if n > 0 {
						text = fmt.Sprintf("%d-%d,Person %d %d\n", i, n, i, n)
					}
					for range 2 {
						if _, err := d.Piece(me, u.Token, n+1, []byte(text)); err != nil {
							t.Error(err)
						}
					}
				})
			}
			pieces.Wait()
			p, err := d.Plan(t.Context(), me, intake.Request{Options: importer.Options{Source: "crm"}, Uploads: []string{u.Token}})
			if err != nil {
				t.Error(err)
				return
			}
			for now, err := range d.Watch(t.Context(), me, p.Token) {
				if err != nil {
					t.Error(err)
				}
				p = now
			}
			tokens[i] = p.Token
		})
	}
	wg.Wait()
	var mu sync.Mutex
	applied, told := 0, 0
	for _, token := range tokens {
		wg.Go(func() {
			p, err := d.Apply(t.Context(), me, token, "")
			for err == nil && p.State == intake.Applying {
				p, err = d.Look(me, token)
			}
			mu.Lock()
			defer mu.Unlock()
			switch e := (*graph.Error)(nil); {
			case err == nil && p.State == intake.Applied:
				applied++
			case errors.As(err, &e) && e.Rule == "world-changed", p.State == intake.Stale:
				told++
			default:
				t.Errorf("apply: %+v, %v", p, err)
			}
		})
	}
	wg.Wait()
	s, _ := eng.Snapshot(t.Context(), "main")
	if applied != 1 || told != clients-1 || len(s.Nodes(graph.NodePerson)) != 19 {
		t.Errorf("%d applied, %d told, %d people; want 1, %d, 19", applied, told, len(s.Nodes(graph.NodePerson)), clients-1)
	}
}

// TestDiscard stops a plan that is being made, and Close one that is being written.
func TestDiscard(t *testing.T) {
	d, eng := newDesk(t, intake.Options{Dir: t.TempDir()})
	begun, end := make(chan bool), make(chan bool)
	slow := func() importer.File {
		f := importer.Bytes("people.csv", []byte(person))
		open := f.Opener
		first := true
		f.Opener = func() (io.ReadCloser, error) {
			if first {
				first = false
				begun <- true
				<-end
			}
			return open()
		}
		return f
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-begun; cancel() }()
	_, err := d.Plan(ctx, me, intake.Request{Options: importer.Options{Source: "crm"}, Files: []importer.File{slow()}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a client who leaves: %v", err)
	}
	end <- true

	go func() { <-begun }()
	p, err := d.Plan(t.Context(), me, intake.Request{Options: importer.Options{Source: "crm"}, Files: []importer.File{slow()}})
	if err != nil || p.State != intake.Planning || p.Progress.Step != importer.StepReading {
		t.Fatalf("a plan that takes long: %+v, %v", p, err)
	}
	_, err = d.Apply(t.Context(), me, p.Token, "")
	wantRule(t, "applied too early", err, graph.ErrConflict, "import-plan")
	_, err = d.Answer(t.Context(), me, p.Token, intake.Answers{})
	wantRule(t, "answered too early", err, graph.ErrConflict, "import-plan")
	if err := d.Discard(me, p.Token); err != nil {
		t.Error(err)
	}
	_, err = d.Look(me, p.Token)
	wantRule(t, "discarded", err, graph.ErrNotFound, "import-plan")
	end <- true

	q, err := d.Plan(t.Context(), me, intake.Request{Options: importer.Options{Source: "crm"}, Files: []importer.File{importer.Bytes("people.csv", []byte(person))}})
	q = rest(t, d, q, err)
	inside := make(chan bool)
	go eng.Update(context.Background(), "main", "somebody", "", func(*draft.Draft) error { inside <- true; <-end; return nil })
	<-inside
	if q, err = d.Apply(t.Context(), me, q.Token, ""); err != nil || q.State != intake.Applying {
		t.Fatalf("while somebody writes: %+v, %v", q, err)
	}
	wantRule(t, "discarded while it is written", d.Discard(me, q.Token), graph.ErrConflict, "import-plan")
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	end <- true
	if s, err := eng.Snapshot(t.Context(), "main"); err != nil || s.Revision() != 0 {
		t.Errorf("what was not written is: %v, %v", s.Revision(), err)
	}
}
