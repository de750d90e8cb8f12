package neo4jtest_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

func TestProxy(t *testing.T) {
	s := neo4jtest.Shared(t, neo4jtest.V5)
	p := neo4jtest.NewProxy(t, s.URI)
	driver, err := neo4j.NewDriverWithContext(p.URI, neo4j.NoAuth(), func(c *config.Config) {
		c.ConnectionAcquisitionTimeout = 10 * time.Second
		c.SocketConnectTimeout = 10 * time.Second
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { driver.Close(context.Background()) })

	// ok checks that a query gets through. A driver whose pooled connections
	// were closed may notice only when it uses them, so it gets one attempt
	// for each that the cases below can have left.
	ok := func(t *testing.T) {
		t.Helper()
		var err error
		for range 5 {
			if _, err = query(t.Context(), driver, "RETURN 1", nil); err == nil {
				return
			}
		}
		t.Fatalf("query through the proxy: %v", err)
	}
	// refused checks that a query does not get through.
	refused := func(t *testing.T) {
		t.Helper()
		if rows, err := query(t.Context(), driver, "RETURN 1", nil); err == nil {
			t.Fatalf("query through the proxy = %v, want an error", rows)
		}
	}
	// silent checks that queries do not get through and that at last only
	// their deadline ends one: those before it may meet pooled connections
	// that were closed.
	silent := func(t *testing.T) {
		t.Helper()
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		for range 5 {
			if rows, err := query(ctx, driver, "RETURN 1", nil); err == nil {
				t.Fatalf("query through the proxy = %v, want silence", rows)
			}
			if ctx.Err() != nil {
				return
			}
		}
		t.Fatal("5 queries through the proxy failed at once, want silence")
	}

	t.Run("whole", ok)

	t.Run("cut", func(t *testing.T) {
		p.Cut()
		refused(t)
		p.Cut() // what is cut stays so
		refused(t)
		p.Heal()
		ok(t)
	})

	t.Run("slow", func(t *testing.T) {
		const delay = 150 * time.Millisecond
		p.Latency(delay)
		ok(t)
		begin := time.Now()
		ok(t)
		if took := time.Since(begin); took < delay {
			t.Errorf("query took %v behind a delay of %v", took, delay)
		}
		p.Heal()
		ok(t)
	})

	t.Run("black hole", func(t *testing.T) {
		session := driver.NewSession(t.Context(), neo4j.SessionConfig{})
		defer session.Close(t.Context())
		tx, err := session.BeginTransaction(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		p.BlackHole()
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		if _, err := tx.Run(ctx, "RETURN 1", nil); !errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Errorf("statement on an open connection into a black hole: %v before its deadline, want silence", err)
		}
		silent(t)
		p.Heal()
		ok(t)
	})

	t.Run("mute", func(t *testing.T) {
		p.Mute()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for ctx.Err() == nil {
			if rows, err := query(ctx, driver, "CREATE (:Heard)", nil); err == nil {
				t.Fatalf("query to a server that cannot be heard = %v, want silence", rows)
			}
		}
		p.Heal()
		ok(t)
	})

	t.Run("limit", func(t *testing.T) {
		p.Limit(2000)
		ok(t)
		if rows, err := query(t.Context(), driver, "RETURN $text", map[string]any{"text": strings.Repeat("x", 10_000)}); err == nil {
			t.Errorf("10,000 bytes through a limit of 2,000 = %d rows, want an error", len(rows))
		}
		p.Heal()
		ok(t)
	})

	t.Run("slow close", func(t *testing.T) {
		p.SlowClose(50 * time.Millisecond)
		ok(t)
		p.Heal()
		ok(t)
	})

	t.Run("one fault ends another", func(t *testing.T) {
		p.Cut()
		p.BlackHole()
		silent(t)
		p.Latency(time.Millisecond)
		ok(t)
		p.Heal()
		ok(t)
	})
}
