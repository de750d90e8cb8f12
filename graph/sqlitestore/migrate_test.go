package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// TestMigrate takes a file through two invented formats, with a failure in the
// middle the first time.
func TestMigrate(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	step := func(query string) migration {
		return func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, query)
			return err
		}
	}
	reopen := func() *Store {
		s, err := Open(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	s := reopen()
	at := graph.Day(2026, 3, 1).Time()
	if _, err := s.Apply(ctx, "acme", 0, graph.Commit{ID: "c1", At: at}); err != nil {
		t.Fatal(err)
	}
	s.Close()

	was := migrations
	defer func() { migrations = was }()
	broken := errors.New("broken")
	migrations = append(was, step("ALTER TABLE meta ADD COLUMN colour TEXT"), func(context.Context, *sql.Tx) error { return broken })
	s = reopen()
	if _, err := s.Find(ctx, "acme", "c1"); !errors.Is(err, broken) || !strings.Contains(err.Error(), "from format 2 to 3") {
		t.Errorf("Find with a broken migration = %v, want it to say which", err)
	}
	s.Close()
	r, err := Open(dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Find(ctx, "acme", "c1"); !errors.Is(err, ErrOldFormat) || !strings.Contains(err.Error(), "old format 1") {
		t.Errorf("Find for reading in an old format = %v, want a refusal that says so", err)
	}
	r.Close()

	migrations[len(migrations)-1] = step("UPDATE meta SET colour = 'green'")
	for range 2 { // the second time there is nothing to do
		s = reopen()
		if rev, err := s.Find(ctx, "acme", "c1"); rev != 1 || err != nil {
			t.Errorf("Find after migration = %d, %v, want 1", rev, err)
		}
		s.Close()
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "acme.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var colour string
	var format int
	if err := db.QueryRow("SELECT colour, (SELECT user_version FROM pragma_user_version) FROM meta").Scan(&colour, &format); err != nil || colour != "green" || format != len(migrations)+1 {
		t.Errorf("after migration colour = %q and format = %d, %v, want green and %d", colour, format, err, len(migrations)+1)
	}
	migrations = was
	s = reopen()
	if _, err := s.Find(ctx, "acme", "c1"); err == nil || errors.Is(err, engine.ErrDamaged) {
		t.Errorf("Find in a newer format = %v, want a refusal that is no damage", err)
	}
}
