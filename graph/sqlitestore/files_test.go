package sqlitestore_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
)

func one(id string, es ...graph.Element) graph.Commit {
	c := graph.Commit{ID: id, At: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC), Actor: "tester"}
	for i := range es {
		c.Changes = append(c.Changes, graph.Change{ID: es[i].ID, After: &es[i]})
	}
	return c
}

func person(id graph.ID, name string) graph.Element {
	return graph.Encode(graph.Person{Node: graph.Node{ID: id, From: graph.Day(2025, 2, 1)}, Name: name})
}

func TestOneWriter(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 3)
	_, err := sqlitestore.Open(dir, sqlitestore.Options{})
	if want := fmt.Sprintf("process %d", os.Getpid()); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("second Open = %v, want an error that names the directory and %s", err, want)
	}
	r, err := sqlitestore.Open(dir, sqlitestore.Options{ReadOnly: true})
	if err != nil {
		t.Fatalf("Open for reading = %v", err)
	}
	defer r.Close()
	if _, err := r.Apply(ctx, ws, 3, one("c4")); !errors.Is(err, sqlitestore.ErrReadOnly) {
		t.Errorf("Apply = %v, want ErrReadOnly", err)
	}
	if err := r.Redact(ctx, ws, "n1"); !errors.Is(err, sqlitestore.ErrReadOnly) {
		t.Errorf("Redact = %v, want ErrReadOnly", err)
	}
	if err := r.Drop(ctx, ws); !errors.Is(err, sqlitestore.ErrReadOnly) {
		t.Errorf("Drop = %v, want ErrReadOnly", err)
	}
	for i := range 5 { // the reader follows the writer
		head := graph.Revision(3 + i)
		if heads, err := r.Heads(ctx); err != nil || heads[ws].Revision != head {
			t.Errorf("Heads() beside the writer = %v, %v, want %d", heads, err, head)
		}
		if _, err := s.Apply(ctx, ws, head, one(fmt.Sprint("d", i))); err != nil {
			t.Fatal(err)
		}
	}
	lawful(t, r)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, dir)
}

func TestReadOnlyDirectoryMustExist(t *testing.T) {
	_, err := sqlitestore.Open(filepath.Join(t.TempDir(), "none"), sqlitestore.Options{ReadOnly: true})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open = %v, want fs.ErrNotExist", err)
	}
}

func TestPermissions(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("NOT RUN: Windows has no permission bits")
	}
	dir := filepath.Join(t.TempDir(), "deep", "data")
	s := mustOpen(t, dir)
	write(t, s, 2)
	backup := filepath.Join(dir, "..", "backup.db")
	if err := s.Backup(ctx, ws, backup); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{
		".": fs.ModeDir | 0o700, "acme.db": 0o600, "acme.db-wal": 0o600, "acme.db-shm": 0o600, "kith.lock": 0o600, "../backup.db": 0o600,
	} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode() != want {
			t.Errorf("mode of %s = %v, %v, want %v", name, info.Mode(), err, want)
		}
	}
}

// TestOrdinaryTools reads a workspace as any SQLite program would, while the
// store is open.
func TestOrdinaryTools(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	tie := graph.Encode(graph.Knows{Edge: graph.Edge{ID: "k", Src: "a", Dst: "b", To: graph.Day(2026, 5, 31)}, Level: graph.TieTrusted})
	if _, err := s.Apply(ctx, ws, 0, one("c1", person("a", "Ada \"Countess\" 🙂"), person("b", "Bob"), tie)); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "acme.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, want := range map[string]string{
		`SELECT json_extract(props, '$.name') FROM node WHERE kind = 'Person' AND id = 'a'`:                           `Ada "Countess" 🙂`,
		`SELECT "from" FROM node WHERE id = 'b'`:                                                                      "2025-02-01",
		`SELECT coalesce("from", 'open') || ' to ' || "to" FROM edge`:                                                 "open to 2026-05-31",
		`SELECT a.id || ' ' || e.kind || ' ' || b.id FROM edge e JOIN node a ON a.id = src JOIN node b ON b.id = dst`: "a KNOWS b",
		`SELECT datetime(at) || ' ' || actor FROM commits WHERE rev = 1`:                                              "2026-03-01 09:00:00 tester",
		`SELECT json_extract(body, '$[1].after.props.name') FROM commits`:                                             "Bob",
		`SELECT workspace || ' ' || head || ' ' || nodes || ' ' || edges FROM meta`:                                   "acme 1 2 1",
		`PRAGMA journal_mode`: "wal",
		`PRAGMA user_version`: "1",
	} {
		var got string
		if err := db.QueryRow(query).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %q, %v, want %q", query, got, err, want)
		}
	}
}

func TestAnotherProgramHoldsTheLock(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlitestore.Open(dir, sqlitestore.Options{Busy: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, s, 2)
	db, err := sql.Open("sqlite", filepath.Join(dir, "acme.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, ws, 2, one("c3")); !errors.Is(err, engine.ErrBusy) {
		t.Errorf("Apply beside a lock = %v, want ErrBusy", err)
	}
	if rev, err := s.Find(ctx, ws, "c3"); rev != 0 || err != nil {
		t.Errorf("Find = %d, %v, want 0: nothing was written", rev, err)
	}
	if _, err := db.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, ws, 2, one("c3")); err != nil {
		t.Errorf("Apply after the lock = %v", err)
	}
}

// TestWaitForALockIsCancelled says that a long patience does not outlast the
// context.
func TestWaitForALockIsCancelled(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlitestore.Open(dir, sqlitestore.Options{Busy: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	write(t, s, 2)
	db, err := sql.Open("sqlite", filepath.Join(dir, "acme.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := s.Apply(short, ws, 2, one("c3")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Apply = %v, want context.DeadlineExceeded", err)
	}
}

// TestRedactLeavesNoBytes looks for an erased text in every byte of every file.
func TestRedactLeavesNoBytes(t *testing.T) {
	const canary = "Zanzibar-Quokka"
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 30)
	head := graph.Revision(30)
	var before *graph.Element
	for i := range 12 { // many versions, so that freed pages hold some
		after := graph.Encode(graph.Person{
			Node: graph.Node{ID: "secret", ExternalIDs: []string{canary}}, Name: fmt.Sprint(canary, i), Notes: strings.Repeat(canary+" ", 10+i*60),
		})
		c := one(fmt.Sprint("s", i))
		c.Changes = []graph.Change{{ID: "secret", Before: before, After: &after}}
		if _, err := s.Apply(ctx, ws, head, c); err != nil {
			t.Fatal(err)
		}
		head++
		before = &after
	}
	if found := search(t, dir, canary); len(found) == 0 {
		t.Fatal("the canary is in no file before it is erased: the test looks in the wrong place")
	}
	if err := s.Redact(ctx, ws, "secret"); err != nil {
		t.Fatal(err)
	}
	if found := search(t, dir, canary); len(found) > 0 {
		t.Errorf("erased text is still in %v", found)
	}
	lawful(t, s)
	backup := filepath.Join(t.TempDir(), "b.db")
	if err := s.Backup(ctx, ws, backup); err != nil {
		t.Fatal(err)
	}
	if found := search(t, filepath.Dir(backup), canary); len(found) > 0 {
		t.Errorf("erased text is in the backup %v", found)
	}
}

func search(t *testing.T, dir, text string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if bytes.Contains(mustRead(t, filepath.Join(dir, e.Name())), []byte(text)) {
			found = append(found, e.Name())
		}
	}
	return found
}

// TestRedactBesideAReader says what happens when another program holds an old
// state: the erasure stands, and Redact says that bytes are left.
func TestRedactBesideAReader(t *testing.T) {
	const canary = "Zanzibar-Quokka"
	dir := t.TempDir()
	s, err := sqlitestore.Open(dir, sqlitestore.Options{Busy: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Apply(ctx, ws, 0, one("c1", person("a", canary))); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "acme.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := tx.QueryRow("SELECT count(*) FROM node").Scan(&n); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if err := s.Redact(ctx, ws, "a"); !errors.Is(err, engine.ErrBusy) {
		t.Errorf("Redact beside a reader = %v, want ErrBusy", err)
	}
	if h, err := read(s); err != nil || len(h.state) != 0 || !h.log[0].Changes[0].Erased() {
		t.Errorf("after Redact: %v, %v, want it erased", h, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.Redact(ctx, ws, "a"); err != nil {
		t.Errorf("Redact after the reader = %v", err)
	}
	if found := search(t, dir, canary); len(found) > 0 {
		t.Errorf("erased text is still in %v", found)
	}
}

func TestBackupAndRestore(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 25)
	want, err := read(s)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "acme backup?#%.db")
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() { // writes go on
		defer close(done)
		for i := graph.Revision(25); ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := s.Apply(ctx, ws, i, one(fmt.Sprint("more-", i))); err != nil {
				t.Errorf("Apply during Backup = %v", err)
				return
			}
		}
	}()
	err = s.Backup(ctx, ws, path)
	close(stop)
	<-done
	if err != nil {
		t.Fatalf("Backup = %v", err)
	}
	if err := s.Backup(ctx, ws, path); err == nil {
		t.Error("Backup onto a file = nil, want an error")
	}
	if err := s.Backup(ctx, "none", path+"2"); !errors.Is(err, graph.ErrNotFound) {
		t.Errorf("Backup of no workspace = %v, want graph.ErrNotFound", err)
	}

	to := mustOpen(t, t.TempDir())
	if err := to.Restore(ctx, ws, path); err != nil {
		t.Fatalf("Restore = %v", err)
	}
	got, err := read(to)
	if err != nil || !reflect.DeepEqual(got.log[:25], want.log) || !reflect.DeepEqual(got.state, want.state) {
		t.Errorf("the restored workspace is not the one backed up (%v)", err)
	}
	lawful(t, to)
	if _, err := to.Apply(ctx, ws, graph.Revision(len(got.log)), one("after-restore")); err != nil {
		t.Errorf("Apply after Restore = %v", err)
	}
	if err := to.Restore(ctx, ws, path); !errors.Is(err, graph.ErrConflict) {
		t.Errorf("Restore over a workspace = %v, want graph.ErrConflict", err)
	}
	if err := to.Restore(ctx, "other", path); err != nil {
		t.Errorf("Restore under another name = %v", err)
	}
	if heads, err := to.Heads(ctx); err != nil || heads["other"].Revision != graph.Revision(len(got.log)) {
		t.Errorf("Heads() = %v, %v, want other at %d", heads, err, len(got.log))
	}
}

func TestRestoreRefusesADamagedFile(t *testing.T) {
	s := mustOpen(t, t.TempDir())
	write(t, s, 10)
	path := filepath.Join(t.TempDir(), "b.db")
	if err := s.Backup(ctx, ws, path); err != nil {
		t.Fatal(err)
	}
	alter(t, path, "UPDATE commits SET actor = 'x' WHERE rev = 4")
	dir := t.TempDir()
	to := mustOpen(t, dir)
	if err := to.Restore(ctx, ws, path); !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), "revision 4") {
		t.Errorf("Restore = %v, want ErrDamaged about revision 4", err)
	}
	if err := to.Restore(ctx, ws, filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Restore of no file = %v, want fs.ErrNotExist", err)
	}
	if heads, err := to.Heads(ctx); err != nil || len(heads) != 0 {
		t.Errorf("Heads() = %v, %v, want none", heads, err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 { // kith.lock
		t.Errorf("a refused Restore leaves %v", entries)
	}
}

// TestSweep says what an opening does about files that a crash left behind.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 3)
	s.Close()
	for _, name := range []string{"a.db.new", "a.db.new-journal", "b.db.dropped", "b.db.dropped-wal", "b.db-wal", "b.db-shm", "acme.db.dropped", "c.db-wal", "notes.txt", "my.db.news"} {
		mustWrite(t, filepath.Join(dir, name), []byte("left behind"))
	}
	s = mustOpen(t, dir)
	lawful(t, s)
	s.Close()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if want := []string{"acme.db", "c.db-wal", "kith.lock", "my.db.news", "notes.txt"}; !reflect.DeepEqual(got, want) {
		t.Errorf("after opening the directory holds %v, want %v", got, want)
	}
}

// TestFileMovedAway says that the last commits of a file that was moved away are
// not thrown away with its WAL.
func TestFileMovedAway(t *testing.T) {
	from := t.TempDir()
	s := mustOpen(t, from)
	write(t, s, 5)
	dir := t.TempDir()
	wal := mustRead(t, filepath.Join(from, "acme.db-wal"))
	mustWrite(t, filepath.Join(dir, "acme.db-wal"), wal)
	moved := mustOpen(t, dir)
	if _, err := moved.Apply(ctx, ws, 0, one("c1")); !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), "acme.db-wal") {
		t.Errorf("Apply beside a WAL without its file = %v, want ErrDamaged naming it", err)
	}
	mustWrite(t, filepath.Join(dir, "acme.db"), mustRead(t, filepath.Join(from, "acme.db")))
	if heads, err := moved.Heads(ctx); err != nil || heads[ws].Revision != 5 {
		t.Errorf("Heads() once the file is back = %v, %v, want 5", heads, err)
	}
	lawful(t, moved)
}
