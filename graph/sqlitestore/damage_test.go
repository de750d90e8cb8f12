package sqlitestore_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/graph/storetest"
	"github.com/kithgraph/kith/internal/soak"
)

const ws = graph.Workspace("acme")

var ctx = context.Background()

// history is a whole workspace as a store gives it.
type history struct {
	state []graph.Element
	log   []graph.Commit
}

// read reads a workspace whole, or fails as the store does.
func read(s engine.Store) (h history, err error) {
	if _, err := s.Load(ctx, ws, func(e *graph.Element) error {
		h.state = append(h.state, *e)
		return nil
	}); err != nil {
		return h, err
	}
	for c, err := range s.Tail(ctx, ws, 0) {
		if err != nil {
			return h, err
		}
		h.log = append(h.log, c)
	}
	return h, nil
}

// write makes n commits of a seeded world.
func write(t testing.TB, s engine.Store, n int) {
	t.Helper()
	var w storetest.World
	pick := rand.New(rand.NewPCG(1, 2)).IntN
	for i := range n {
		if _, err := s.Apply(ctx, ws, graph.Revision(i), w.Next(pick, 12)); err != nil {
			t.Fatal(err)
		}
	}
}

func mustOpen(t testing.TB, dir string) *sqlitestore.Store {
	t.Helper()
	s, err := sqlitestore.Open(dir, sqlitestore.Options{})
	if err != nil {
		t.Fatalf("Open(%s) = %v", dir, err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func lawful(t testing.TB, s *sqlitestore.Store) {
	t.Helper()
	problems, err := s.Check(ctx, ws)
	if err != nil || len(problems) > 0 {
		t.Errorf("Check = %v, %v, want no problems", problems, err)
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func mustWrite(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedWAL cuts and garbles the WAL of a process that was killed. What is
// left must be the commits up to some revision, whole.
func TestDamagedWAL(t *testing.T) {
	from := t.TempDir()
	s := mustOpen(t, from)
	write(t, s, 40)
	want, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	db, wal := mustRead(t, filepath.Join(from, "acme.db")), mustRead(t, filepath.Join(from, "acme.db-wal"))
	random := rand.New(rand.NewPCG(3, 4))
	lost := 0
	for trial := range soak.Times(30, 600) {
		bad := bytes.Clone(wal)
		at := random.IntN(len(bad))
		if trial%4 == 0 {
			at = len(bad) - 1 - random.IntN(4096) // the last commit
		}
		switch trial % 3 {
		case 0:
			bad = bad[:at]
		case 1:
			bad[at] ^= 1 << random.IntN(8)
		case 2:
			for i := at; i < min(at+512, len(bad)); i++ {
				bad[i] = byte(random.IntN(256))
			}
		}
		dir := t.TempDir()
		mustWrite(t, filepath.Join(dir, "acme.db"), db)
		mustWrite(t, filepath.Join(dir, "acme.db-wal"), bad)
		s := mustOpen(t, dir)
		got, err := read(s)
		if err != nil {
			if !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), "acme") {
				t.Errorf("trial %d at byte %d: %v, want ErrDamaged naming the workspace", trial, at, err)
			}
			continue
		}
		if n := len(got.log); n > len(want.log) || !reflect.DeepEqual(got.log, want.log[:n:n]) && n > 0 {
			t.Errorf("trial %d at byte %d: the log is not the first %d commits", trial, at, n)
		} else {
			lost += len(want.log) - n
		}
		lawful(t, s)
		if rev, err := s.Apply(ctx, ws, graph.Revision(len(got.log)), graph.Commit{ID: "next", At: want.log[0].At}); err != nil {
			t.Errorf("trial %d: Apply after recovery = %d, %v", trial, rev, err)
		}
		s.Close()
	}
	if lost == 0 {
		t.Error("no trial lost a commit: the damage did not reach the WAL")
	}
}

// TestDamagedFile flips bytes of a closed file and cuts it short. Whatever is
// read must be what was written, or an error that says what is wrong.
func TestDamagedFile(t *testing.T) {
	from := t.TempDir()
	s := mustOpen(t, from)
	write(t, s, 40)
	want, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	good := mustRead(t, filepath.Join(from, "acme.db"))
	random := rand.New(rand.NewPCG(5, 6))
	harmless, refused := 0, 0
	trials := soak.Times(100, 3000)
	for trial := range trials {
		bad := bytes.Clone(good)
		at := random.IntN(len(bad))
		switch {
		case trial%10 == 0:
			bad = bad[:at]
		case trial%10 == 1:
			for i := at; i < min(at+4096, len(bad)); i++ {
				bad[i] = byte(random.IntN(256))
			}
		case trial%10 == 2: // whole pages gone
			clear(bad[at/4096*4096:][:4096])
		default:
			bad[at] ^= 1 << random.IntN(8)
		}
		dir := t.TempDir()
		mustWrite(t, filepath.Join(dir, "acme.db"), bad)
		s := mustOpen(t, dir)
		got, err := read(s)
		switch {
		case err != nil && !(strings.Contains(err.Error(), "acme") && (errors.Is(err, engine.ErrDamaged) || strings.Contains(err.Error(), "format"))):
			t.Errorf("trial %d at byte %d: error %q, want ErrDamaged naming the workspace", trial, at, err)
		case err != nil:
			refused++
		case len(got.log) == 0 && len(bad) == 0:
			t.Errorf("trial %d: an empty file is taken for a workspace", trial)
		case !reflect.DeepEqual(got, want):
			t.Errorf("trial %d at byte %d: the file gives other contents than were written", trial, at)
		default:
			harmless++
		}
		if _, err := s.Check(ctx, ws); err != nil && !strings.Contains(err.Error(), "format") {
			t.Errorf("trial %d at byte %d: Check = %v, want problems, not an error", trial, at, err)
		}
		s.Close()
	}
	t.Logf("%d refused, %d harmless", refused, harmless)
	if refused < trials/3 {
		t.Errorf("only %d of %d damages were found", refused, trials)
	}
}

// TestRefusedFiles opens files that are not what they should be.
func TestRefusedFiles(t *testing.T) {
	from := t.TempDir()
	s := mustOpen(t, from)
	write(t, s, 10)
	s.Close()
	good := mustRead(t, filepath.Join(from, "acme.db"))
	execute := func(queries ...string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			mustWrite(t, path, good)
			alter(t, path, queries...)
		}
	}
	for _, c := range []struct {
		name string
		make func(t *testing.T, path string)
		want string // in the error
	}{
		{"empty file", func(t *testing.T, path string) { mustWrite(t, path, nil) }, "empty"},
		{"text file", func(t *testing.T, path string) { mustWrite(t, path, bytes.Repeat([]byte("hello\n"), 2000)) }, "not a database"},
		{"another program's database", func(t *testing.T, path string) { alter(t, path, "CREATE TABLE t (x)") }, "another program's"},
		{"newer format", execute("PRAGMA user_version = 99"), "format 99"},
		{"no format", execute("PRAGMA user_version = 0"), "format 0"},
		{"another workspace", execute("UPDATE meta SET workspace = 'else'"), `"else"`},
		{"no meta", execute("DELETE FROM meta"), "meta is empty"},
		{"no table meta", execute("DROP TABLE meta"), "meta"},
		{"head ahead of the log", execute("UPDATE meta SET head = head + 1"), "revision 11"},
		{"end of the log gone", execute("DELETE FROM commits WHERE rev = 10"), "ends at 9"},
		{"start of the log gone", execute("DELETE FROM commits WHERE rev < 3"), "begins with revision 3"},
		{"gap in the log", execute("DELETE FROM commits WHERE rev = 5"), "revision 6 follows 4"},
		{"node gone", execute("DELETE FROM node WHERE id = (SELECT min(id) FROM node)"), "rows"},
		{"edge gone", execute("DELETE FROM edge WHERE id = (SELECT min(id) FROM edge)"), "rows"},
		{"node edited", execute("UPDATE node SET props = '{}' WHERE id = (SELECT min(id) FROM node)"), "checksum"},
		{"edge moved", execute("UPDATE edge SET dst = src || 'x' WHERE id = (SELECT min(id) FROM edge)"), "checksum"},
		{"node dated", execute("UPDATE node SET \"to\" = '2026-01-01' WHERE id = (SELECT min(id) FROM node)"), "checksum"},
		{"commit edited", execute("UPDATE commits SET actor = 'nobody' WHERE rev = 4"), "revision 4"},
		{"commit's time edited", execute("UPDATE commits SET at = '2020' WHERE rev = 4"), "revision 4"},
		{"commit's body edited", execute("UPDATE commits SET body = '[]' WHERE rev = 4"), "revision 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "acme.db")
			c.make(t, path)
			before := mustRead(t, path)
			s := mustOpen(t, dir)
			_, err := read(s)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "acme") {
				t.Errorf("reading = %v, want an error that says %q and names the workspace", err, c.want)
			}
			if !errors.Is(err, engine.ErrDamaged) && c.name != "newer format" {
				t.Errorf("reading = %v, want ErrDamaged", err)
			}
			problems, err := s.Check(ctx, ws)
			if len(problems) == 0 && c.name != "newer format" || err != nil && c.name != "newer format" {
				t.Errorf("Check = %v, %v, want problems", problems, err)
			}
			s.Close()
			if after := mustRead(t, path); !bytes.Equal(before, after) && strings.Contains(c.name, "file") {
				t.Error("a file that is not ours was written to")
			}
		})
	}
}

// alter changes a file behind the store's back.
func alter(t testing.TB, path string, queries ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range queries {
		if _, err := db.Exec(q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// TestOthersAreUntouched says that one bad file is one bad workspace.
func TestOthersAreUntouched(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 3)
	mustWrite(t, filepath.Join(dir, "bad.db"), []byte("not a database at all, whatever its name"))
	mustWrite(t, filepath.Join(dir, "Not A Workspace.db"), []byte("ignored"))
	heads, err := s.Heads(ctx)
	if !errors.Is(err, engine.ErrDamaged) || !strings.Contains(fmt.Sprint(err), "workspace bad") || len(heads) != 1 || heads["acme"].Revision != 3 {
		t.Errorf("Heads() = %v, %v, want acme at 3 and an error about bad", heads, err)
	}
	lawful(t, s)
	if err := s.Drop(ctx, "bad"); err != nil {
		t.Errorf("Drop(bad) = %v", err)
	}
	if heads, err := s.Heads(ctx); err != nil || len(heads) != 1 || heads["acme"].Revision != 3 {
		t.Errorf("Heads() = %v, %v, want acme at 3", heads, err)
	}
}

// TestWritesAreRefusedAfterForeignWrites says that a commit which does not find
// what it expects changes nothing.
func TestWritesAreRefusedAfterForeignWrites(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	a := graph.Encode(graph.Person{Node: graph.Node{ID: "a"}, Name: "A"})
	b := graph.Encode(graph.Person{Node: graph.Node{ID: "b"}, Name: "B"})
	apply := func(expect graph.Revision, id string, changes ...graph.Change) error {
		_, err := s.Apply(ctx, ws, expect, graph.Commit{ID: id, Changes: changes, At: graph.Day(2026, 3, 1).Time()})
		return err
	}
	if err := apply(0, "c1", graph.Change{ID: "a", After: &a}, graph.Change{ID: "b", After: &b}); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(dir, "acme.db"), "DELETE FROM node WHERE id = 'a'")
	for name, ch := range map[string]graph.Change{
		"change of what is gone":  {ID: "a", Before: &a, After: &b},
		"removal of what is gone": {ID: "a", Before: &a},
		"addition of what is":     {ID: "b", After: &b},
	} {
		if ch.After != nil {
			after := *ch.After
			after.ID = ch.ID
			ch.After = &after
		}
		if err := apply(1, "c2", ch); !errors.Is(err, engine.ErrDamaged) {
			t.Errorf("%s: Apply = %v, want ErrDamaged", name, err)
		}
	}
	var crowd []graph.Change // rows are written several at a time
	for i := range 50 {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprintf("b%d", i))}, Name: "C"})
		if i == 30 {
			e.ID = "b"
		}
		crowd = append(crowd, graph.Change{ID: e.ID, After: &e})
	}
	if err := apply(1, "c2", crowd...); !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), " b is in the file") {
		t.Errorf("addition of fifty, of which one is: Apply = %v, want ErrDamaged that names b", err)
	}
	if heads, err := s.Heads(ctx); err != nil || heads[ws].Revision != 1 {
		t.Errorf("Heads() = %v, %v, want 1", heads, err)
	}
}

// TestTextsLikeJSON says that no text of an element is taken for the JSON around it.
func TestTextsLikeJSON(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	var before, after []graph.Change
	for i, text := range []string{`,"props":`, `,"props":{"name":"x"}}}`, `\`, `\",\"props\":`, `"`, `}}`, "props", "\u2028,\"props\":"} {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", i))}, Name: text, Links: []string{"props", text}, Notes: text})
		before = append(before, graph.Change{ID: e.ID, After: &e})
		next := graph.Encode(graph.Person{Node: graph.Node{ID: e.ID, To: graph.MustDate("2026-01-01")}, Name: "then " + text})
		after = append(after, graph.Change{ID: e.ID, Before: &e, After: &next})
	}
	for i, changes := range [][]graph.Change{before, after} {
		if _, err := s.Apply(ctx, ws, graph.Revision(i), graph.Commit{ID: fmt.Sprint("c", i), Changes: changes, At: graph.Day(2026, 3, 1).Time()}); err != nil {
			t.Fatal(err)
		}
		h, err := read(s)
		if err != nil {
			t.Fatal(err)
		}
		for j, e := range h.state {
			if want := *changes[j].After; e != want {
				t.Errorf("after commit %d, Load gives %v, want %v", i, e, want)
			}
		}
		if len(h.state) != len(changes) {
			t.Errorf("after commit %d, Load gives %d elements, want %d", i, len(h.state), len(changes))
		}
	}
	lawful(t, s)
}
