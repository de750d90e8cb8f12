package resolvers

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
)

// MaxFields is how many fields one answer may hold; of those that cost nothing ten
// count as one.
// The cost that an operation is admitted by assumes a length for lists that are not
// paged; this bounds what they turn out to hold.
const MaxFields = 200_000

// errTooLarge is what every field beyond [MaxFields] is refused with.
var errTooLarge = graph.Invalid("size", nil, "the answer holds more than %d fields; ask for fewer, or for pages", MaxFields)

// budget counts the fields of one answer.
type budget struct{ used atomic.Int64 } // in tenths of a field

type budgetKey struct{}

// withBudget makes the fields of an operation count.
func withBudget(ctx context.Context) context.Context {
	b := new(budget)
	op := graphql.GetOperationContext(ctx)
	inner := op.ResolverMiddleware
	op.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		tenths := int64(10)
		if f := graphql.GetFieldContext(ctx); f != nil && fieldCost(f.Object, f.Field.Name) == 0 {
			tenths = 1
		}
		if b.used.Add(tenths) > 10*MaxFields {
			return nil, errTooLarge
		}
		return inner(ctx, next)
	}
	return context.WithValue(ctx, budgetKey{}, b)
}

// renew begins the next answer of a subscription.
func renew(ctx context.Context) { ctx.Value(budgetKey{}).(*budget).used.Store(0) }
