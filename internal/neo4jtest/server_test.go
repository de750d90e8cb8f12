package neo4jtest_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

// query runs one auto-commit statement, without retries, and returns the first
// column of its rows.
func query(ctx context.Context, driver neo4j.DriverWithContext, cypher string, params map[string]any) ([]any, error) {
	session := driver.NewSession(ctx, neo4j.SessionConfig{DatabaseName: "neo4j"})
	defer session.Close(ctx)
	result, err := session.Run(ctx, cypher, params)
	if err != nil {
		return nil, err
	}
	records, err := result.Collect(ctx)
	if err != nil {
		return nil, err
	}
	var column []any
	for _, r := range records {
		column = append(column, r.Values[0])
	}
	return column, nil
}

// mustQuery is query for statements that have to work.
func mustQuery(t *testing.T, driver neo4j.DriverWithContext, cypher string, params map[string]any) []any {
	t.Helper()
	column, err := query(t.Context(), driver, cypher, params)
	if err != nil {
		t.Fatalf("%s: %v", cypher, err)
	}
	return column
}

// checkRows fails the test unless the first column that cypher returns prints
// as wanted, such as "[1 2]".
func checkRows(t *testing.T, driver neo4j.DriverWithContext, cypher, want string) {
	t.Helper()
	if got := fmt.Sprint(mustQuery(t, driver, cypher, nil)); got != want {
		t.Errorf("%s = %s, want %s", cypher, got, want)
	}
}

func TestSharedRunsThePinnedVersion(t *testing.T) {
	forEachVersion(t, func(t *testing.T, v neo4jtest.Version) {
		s := neo4jtest.Shared(t, v)
		checkRows(t, s.Driver(), "CALL dbms.components() YIELD name, versions, edition "+
			"WHERE name = 'Neo4j Kernel' RETURN versions[0] + ' ' + edition", fmt.Sprintf("[%s community]", v))
		if again := neo4jtest.Shared(t, v); again.PID() != s.PID() {
			t.Errorf("Shared(%s) runs as %d, then as %d, want one server", v, s.PID(), again.PID())
		}
	})
}

func TestWipe(t *testing.T) {
	forEachVersion(t, func(t *testing.T, v neo4jtest.Version) {
		s := neo4jtest.Shared(t, v)
		driver := s.Driver()
		mustQuery(t, driver, "CREATE CONSTRAINT `odd``name` FOR (p:Person) REQUIRE p.kId IS UNIQUE", nil)
		mustQuery(t, driver, "CREATE INDEX by_name FOR (p:Person) ON (p.name)", nil)
		mustQuery(t, driver, "UNWIND range(1, 6000) AS i CREATE (:Person {kId: i})-[:KNOWS]->(:Person)", nil)
		s.Wipe()
		checkRows(t, driver, "MATCH (n) RETURN count(n)", "[0]")
		checkRows(t, driver, "SHOW CONSTRAINTS YIELD name RETURN name", "[]")
		checkRows(t, driver, "SHOW INDEXES YIELD type RETURN DISTINCT type", "[LOOKUP]")
		s.Wipe() // of nothing
	})
}

// TestFaults takes one server through a crash, a freeze, an orderly end and a
// check of its files.
func TestFaults(t *testing.T) {
	forEachVersion(t, func(t *testing.T, v neo4jtest.Version) {
		t.Parallel()
		begin := time.Now()
		s := neo4jtest.Start(t, neo4jtest.Options{Version: v, Auth: true})
		t.Logf("start took %v", time.Since(begin).Round(time.Millisecond))
		driver := s.Driver()

		t.Run("a wrong password is refused", func(t *testing.T) {
			wrong, err := neo4j.NewDriverWithContext(s.URI, neo4j.BasicAuth(s.User, "not-"+s.Password, ""))
			if err != nil {
				t.Fatal(err)
			}
			defer wrong.Close(t.Context())
			_, err = query(t.Context(), wrong, "RETURN 1", nil)
			var refused *neo4j.Neo4jError
			if !errors.As(err, &refused) || refused.Code != "Neo.ClientError.Security.Unauthorized" {
				t.Errorf("query with a wrong password: %v, want Unauthorized", err)
			}
		})

		t.Run("what was acknowledged survives a kill", func(t *testing.T) {
			const writes = 50
			for i := range writes {
				mustQuery(t, driver, "CREATE (:Written {i: $i})", map[string]any{"i": i})
			}
			pid := s.PID()
			s.Kill()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			if rows, err := query(ctx, driver, "RETURN 1", nil); err == nil {
				t.Errorf("query of a killed server = %v, want an error", rows)
			}
			begin := time.Now()
			s.Restart()
			t.Logf("restart after a kill took %v", time.Since(begin).Round(time.Millisecond))
			if s.PID() == pid {
				t.Errorf("PID after Kill and Restart = %d, as before, want another", pid)
			}
			checkRows(t, driver, "MATCH (w:Written) RETURN count(DISTINCT w.i)", fmt.Sprintf("[%d]", writes))
		})

		t.Run("a frozen server keeps the connection", func(t *testing.T) {
			session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
			defer session.Close(t.Context())
			tx, err := session.BeginTransaction(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			s.Stop()
			ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
			defer cancel()
			if rows, err := query(ctx, driver, "RETURN 1", nil); err == nil {
				t.Errorf("query of a frozen server = %v, want an error", rows)
			}
			s.Cont()
			if _, err := tx.Run(t.Context(), "CREATE (:Thawed)", nil); err != nil {
				t.Fatalf("statement in the transaction from before: %v", err)
			}
			if err := tx.Commit(t.Context()); err != nil {
				t.Fatalf("commit of the transaction from before: %v", err)
			}
			checkRows(t, driver, "MATCH (n:Thawed) RETURN count(n)", "[1]")
		})

		t.Run("an orderly end leaves sound files", func(t *testing.T) {
			begin := time.Now()
			s.Shutdown()
			t.Logf("shutdown took %v", time.Since(begin).Round(time.Millisecond))
			s.Shutdown() // of a server that has ended
			s.Admin("database", "check", "neo4j")
			if !strings.Contains(s.Log(), "Stopped.") {
				t.Errorf("log after Shutdown has no %q:\n%s", "Stopped.", s.Log())
			}
		})
	})
}

func TestStartOnAnEarlierServersData(t *testing.T) {
	t.Parallel()
	home := filepath.Join(t.TempDir(), "home")
	t.Run("first", func(t *testing.T) {
		s := neo4jtest.Start(t, neo4jtest.Options{Dir: home, Auth: true})
		mustQuery(t, s.Driver(), "CREATE (:Kept)", nil)
	}) // killed here
	t.Run("second", func(t *testing.T) {
		s := neo4jtest.Start(t, neo4jtest.Options{
			Dir:      home,
			Auth:     true,
			Heap:     "256m",
			Settings: map[string]string{"db.transaction.timeout": "7s"},
		})
		checkRows(t, s.Driver(), "MATCH (n:Kept) RETURN count(n)", "[1]")
		checkRows(t, s.Driver(), "SHOW SETTINGS 'db.transaction.timeout' YIELD value RETURN value", "[7s]")
	})
}
