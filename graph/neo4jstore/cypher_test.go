package neo4jstore_test

import (
	"context"
	"testing"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/internal/neo4jtest"
)

// rows runs a statement as somebody would who knows nothing of kith.
func rows(t testing.TB, server *neo4jtest.Server, cypher string, args map[string]any) [][]any {
	t.Helper()
	ctx := context.Background()
	result, err := neo4j.ExecuteQuery(ctx, server.Driver(), cypher, args, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("neo4j"))
	if err != nil {
		t.Fatalf("%v, in %.60q", err, cypher)
	}
	var out [][]any
	for _, r := range result.Records {
		out = append(out, r.Values)
	}
	return out
}

// count runs a statement that returns one number.
func count(t testing.TB, server *neo4jtest.Server, cypher string) int64 {
	t.Helper()
	return rows(t, server, cypher, nil)[0][0].(int64)
}
