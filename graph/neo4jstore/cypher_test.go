package neo4jstore_test

import (
	"context"
	"sync"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

// rows runs a statement as somebody would who knows nothing of kith.
func rows(t testing.TB, server *neo4jtest.Server, cypher string, args map[string]any) [][]any {
	t.Helper()
	ctx := context.Background()
	result, err := neo4j.ExecuteQuery(ctx, driverOf(server), cypher, args, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		t.Fatalf("%v, in %.60q", err, cypher)
	}
	var out [][]any
	for _, r := range result.Records {
		out = append(out, r.Values)
	}
	return out
}

// drivers holds a driver by *neo4jtest.Server: to connect takes a server longer than
// to answer most statements. It is closed with the test of the server's handle.
var drivers sync.Map

func driverOf(server *neo4jtest.Server) neo4j.DriverWithContext {
	if d, ok := drivers.Load(server); ok {
		return d.(neo4j.DriverWithContext)
	}
	d, _ := drivers.LoadOrStore(server, server.Driver())
	return d.(neo4j.DriverWithContext)
}

// count runs a statement that returns one number.
func count(t testing.TB, server *neo4jtest.Server, cypher string) int64 {
	t.Helper()
	return rows(t, server, cypher, nil)[0][0].(int64)
}
