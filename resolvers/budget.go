package resolvers

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/gqlserve"
)

// MaxFields is how many fields one answer may hold; of those that cost nothing ten
// count as one.
// The cost that an operation is admitted by assumes a length for lists that are not
// paged; this bounds what they turn out to hold.
const MaxFields = 200_000

// MaxRead is how many facts one answer may read, as [view.Meter] counts them: some two
// seconds of a processor.
const MaxRead = 18_000_000

// changeReads is what reading a change of the log counts for, in facts.
const changeReads = 10

// errTooLarge is what every field beyond [MaxFields] is refused with.
var errTooLarge = graph.Invalid("size", nil, "the answer holds more than %d fields; ask for fewer, or for pages", MaxFields)

// budget counts the fields of one answer.
type budget struct{ used atomic.Int64 } // in tenths of a field

type budgetKey struct{}

// withBudget makes the fields of an operation count, end when nobody waits for them, and
// wait at the gate where they are heavy.
func (s *server) withBudget(ctx context.Context) context.Context {
	b := new(budget)
	op := graphql.GetOperationContext(ctx)
	inner := op.ResolverMiddleware
	op.ResolverMiddleware = func(ctx context.Context, next graphql.Resolver) (any, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := graphql.GetFieldContext(ctx)
		if f == nil {
			return inner(ctx, next)
		}
		charge := s.charge(ctx, gqlserve.Field{Type: f.Object, Name: f.Field.Name, Argument: func(name string) any {
			return f.Field.ArgumentMap(op.Variables)[name]
		}})
		tenths := int64(10)
		if charge.Own == 0 {
			tenths = 1
		}
		if b.used.Add(tenths) > 10*MaxFields {
			return nil, errTooLarge
		}
		if charge.Own >= heavy {
			leave, err := s.gate.enter(ctx)
			if err != nil {
				return nil, err
			}
			defer leave()
		}
		return inner(ctx, next)
	}
	return context.WithValue(ctx, budgetKey{}, b)
}

// renew begins the next answer of a subscription.
func renew(ctx context.Context) {
	ctx.Value(budgetKey{}).(*budget).used.Store(0)
	pinned(ctx).meter.Renew()
}
