package neo4jstore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

// must runs statements.
func must(t *testing.T, s *Store, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if err := s.alone(context.Background(), neo4j.FetchDefault)(text, nil, nil); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
}

// TestSeveralSetUpsAtOnce comes first of the tests that want servers of both
// versions, which start at once.
func TestSeveralSetUpsAtOnce(t *testing.T) {
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			s := openShared(t, v)
			must(t, s, "DROP CONSTRAINT kith_schema", "DROP CONSTRAINT kith_node_id", "DROP CONSTRAINT kith_edge_knows_id", "MATCH (s:KithSchema) DELETE s")
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					if err := s.setUp(context.Background(), migrations); err != nil {
						t.Errorf("setUp = %v", err)
					}
				})
			}
			wg.Wait()
			var n int64
			err := s.ask(context.Background(), "counting", "MATCH (s:KithSchema) RETURN count(s)", nil, func(v []any) (bool, error) {
				n, _ = v[0].(int64)
				return true, nil
			})
			if n != 1 || err != nil {
				t.Errorf("%d nodes hold the format, %v, want 1", n, err)
			}
		})
	}
}

func TestConstraintNameTaken(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	must(t, s, "DROP CONSTRAINT kith_edge_holds_id",
		"CREATE CONSTRAINT kith_edge_holds_id FOR (x:Stranger) REQUIRE x.a IS UNIQUE")
	err := s.setUp(ctx, migrations)
	if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), "kith_edge_holds_id") || !strings.Contains(err.Error(), "HOLDS") {
		t.Errorf("setUp = %v, want ErrSchema about kith_edge_holds_id", err)
	}
	// The same constraint under another name will do.
	must(t, s, "CREATE CONSTRAINT another FOR ()-[x:HOLDS]-() REQUIRE (x.kWorkspace, x.id) IS UNIQUE")
	if err := s.setUp(ctx, migrations); err != nil {
		t.Errorf("setUp with the constraint under another name = %v", err)
	}
	must(t, s, "DROP CONSTRAINT another", "DROP CONSTRAINT kith_edge_holds_id")
	if err := s.setUp(ctx, migrations); err != nil {
		t.Errorf("setUp = %v", err)
	}
}

// TestForeignSchema refuses a database in which others have taken what kith needs,
// in one line that says what to do, and is content when it is put right.
func TestForeignSchema(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	for _, c := range []struct {
		name       string
		make, mend []string
		says       string
	}{
		{"an index on the same", []string{"DROP CONSTRAINT kith_edge_knows_id", "CREATE INDEX mine FOR ()-[x:KNOWS]-() ON (x.kWorkspace, x.id)"}, []string{"DROP INDEX mine"}, "drop or rename"},
		{"an index of the name", []string{"DROP CONSTRAINT kith_edge_knows_id", "CREATE INDEX kith_edge_knows_id FOR (x:Stranger) ON (x.a)"}, []string{"DROP INDEX kith_edge_knows_id"}, "drop or rename"},
		{"an id twice", []string{"DROP CONSTRAINT kith_node_id", "CREATE (:KithNode {kWorkspace: 'twice', id: 'a'}), (:KithNode {kWorkspace: 'twice', id: 'a'})"}, []string{"MATCH (n:KithNode {kWorkspace: 'twice'}) DELETE n"}, "two facts have one id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			must(t, s, c.make...)
			err := s.setUp(ctx, migrations)
			if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("setUp = %v, want ErrSchema with %q in one line", err, c.says)
			}
			must(t, s, c.mend...)
			if err := s.setUp(ctx, migrations); err != nil {
				t.Errorf("setUp = %v when it is put right", err)
			}
		})
	}
}

func TestMigration(t *testing.T) {
	ctx := context.Background()
	s := openShared(t, neo4jtest.V5)
	must(t, s, "MATCH (s:KithSchema) SET s.version = 1")
	defer must(t, s, "MATCH (s:KithSchema) SET s.version = 2", "MATCH (m:Migrated) DELETE m")

	broken := errors.New("the machine stopped")
	fail := true
	steps := []migration{
		func(ctx context.Context, s *Store) error {
			return s.ask(ctx, "migrating", "MERGE (:Migrated {to: 2})", nil, nil)
		},
		func(ctx context.Context, s *Store) error {
			if err := s.ask(ctx, "migrating", "MERGE (:Migrated {to: 3})", nil, nil); err != nil || !fail {
				return err
			}
			return fmt.Errorf("%w: %w", ErrSchema, broken)
		},
	}
	if err := s.setUp(ctx, steps); !errors.Is(err, broken) {
		t.Fatalf("setUp with a failing step = %v", err)
	}
	if v, err := s.format(ctx, 3); v != 2 || err != nil {
		t.Errorf("after a failing second step the format is %d, %v, want 2", v, err)
	}
	fail = false
	for range 2 {
		if err := s.setUp(ctx, steps); err != nil {
			t.Fatalf("setUp = %v", err)
		}
		if v, err := s.format(ctx, 3); v != 3 || err != nil {
			t.Errorf("after the migration the format is %d, %v, want 3", v, err)
		}
	}
	err := s.setUp(ctx, nil)
	if !errors.Is(err, ErrSchema) || !strings.Contains(err.Error(), "format 3") {
		t.Errorf("setUp by an older program = %v, want ErrSchema about format 3", err)
	}
}

func TestFormatUnreadable(t *testing.T) {
	s := openShared(t, neo4jtest.V5)
	defer must(t, s, "MATCH (s:KithSchema) SET s.version = 2")
	for _, v := range []string{"'1'", "0", "-1", "1.5"} {
		must(t, s, "MATCH (s:KithSchema) SET s.version = "+v)
		if err := s.setUp(context.Background(), migrations); !errors.Is(err, ErrSchema) {
			t.Errorf("setUp with the format %s = %v, want ErrSchema", v, err)
		}
	}
}
