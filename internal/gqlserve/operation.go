package gqlserve

import (
	"context"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
)

// document is a document that is valid for the schema. It is shared by the
// operations that run it and must not be modified.
type document struct {
	query      *ast.QueryDocument
	conditions []string
}

// operation is one that may run.
type operation struct {
	context *graphql.OperationContext
	cost    int
}

func (op *operation) kind() ast.Operation { return op.context.Operation.Operation }

// prepare does steps 3 to 6 of the package's documentation.
func (h *Handler) prepare(ctx context.Context, p params, header http.Header) (*operation, gqlerror.List) {
	remember, refused := h.known(&p)
	if refused != nil {
		return nil, gqlerror.List{refused}
	}
	if p.query == "" {
		return nil, gqlerror.List{NewError(CodeBadRequest, "the request has no query")}
	}
	doc, errs := h.document(p.query)
	if errs != nil {
		return nil, errs
	}
	if remember != "" {
		h.queries.add(remember, p.query, len(p.query))
	}

	def := doc.query.Operations.ForName(p.operation)
	if def == nil {
		if p.operation == "" {
			return nil, gqlerror.List{NewError(CodeValidationFailed, "the document has several operations; operationName must name one")}
		}
		return nil, gqlerror.List{NewError(CodeValidationFailed, "the document has no operation named %q", shorten(p.operation))}
	}
	variables, refused := coerceVariables(h.schema.Schema(), def, p.variables)
	if refused == nil {
		refused = checkConditions(def, doc.conditions, variables)
	}
	if refused != nil {
		return nil, gqlerror.List{refused}
	}
	cost := operationCost(ctx, doc.query, def, variables, &h.options)
	if limit := h.options.Limits.Cost; cost > limit {
		err := overLimit(CodeValidationFailed, "cost", limit, "the operation costs %d, which is more than %d", cost, limit)
		err.Extensions["cost"] = cost
		return nil, gqlerror.List{at(err, def.Position)}
	}
	now := h.options.Now()
	return &operation{cost: cost, context: &graphql.OperationContext{
		RawQuery:               p.query,
		Variables:              variables,
		OperationName:          p.operation,
		Doc:                    doc.query,
		Extensions:             p.extensions,
		Headers:                header,
		Operation:              def,
		DisableIntrospection:   h.options.DisableIntrospection,
		RecoverFunc:            h.recovered,
		ResolverMiddleware:     func(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) },
		RootResolverMiddleware: func(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) },
		Stats:                  graphql.Stats{OperationStart: now},
	}}, nil
}

// document returns the document of a query, from memory where it is known.
func (h *Handler) document(query string) (*document, gqlerror.List) {
	if doc, ok := h.documents.get(query); ok {
		return doc, nil
	}
	tokens, refused := checkTokens(query, h.options.Limits)
	if refused != nil {
		return nil, gqlerror.List{refused}
	}
	parsed, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		return nil, gqlerror.List{lexError(err)}
	}
	if len(parsed.Operations) == 0 {
		return nil, gqlerror.List{NewError(CodeValidationFailed, "the document has no operation")}
	}
	structure, refused := checkStructure(parsed, h.options.Limits, !h.options.DisableIntrospection)
	if refused != nil {
		return nil, gqlerror.List{refused}
	}
	if errs := validate(h.schema.Schema(), parsed, h.rules, h.options.Limits.RequestErrors); errs != nil {
		return nil, errs
	}
	doc := &document{query: parsed, conditions: structure.conditions}
	// A long text in few tokens weighs as much as the tokens it could have been.
	h.documents.add(query, doc, tokens+len(query)/256)
	return doc, nil
}

// run is an operation while it runs. It is not safe for concurrent use.
type run struct {
	h         *Handler
	op        *operation
	ctx       context.Context
	cancel    context.CancelFunc
	responses graphql.ResponseHandler
	ended     bool
	observed  Observation
	start     time.Time
}

// begin does step 7 and starts step 8. The caller must call end on the run.
// When the errors are not nil the operation did not start.
func (h *Handler) begin(ctx context.Context, op *operation, transport string, start time.Time) (*run, gqlerror.List) {
	r := &run{h: h, op: op, start: start, cancel: func() {}, observed: Observation{
		Transport: transport, Kind: string(op.kind()), Name: op.context.OperationName, Cost: op.cost,
	}}
	if r.observed.Name == "" {
		r.observed.Name = op.context.Operation.Name
	}
	r.ctx = context.WithValue(graphql.WithOperationContext(ctx, op.context), costKey{}, op.cost)
	if op.kind() != ast.Subscription {
		r.ctx, r.cancel = context.WithTimeout(r.ctx, h.options.Limits.QueryTime)
	}
	if err := r.dispatch(); err != nil {
		errs := gqlerror.List{err}
		r.observe(errs)
		return r, errs
	}
	return r, nil
}

func (r *run) dispatch() (refused *gqlerror.Error) {
	defer func() {
		if value := recover(); value != nil {
			refused = r.h.present(r.ctx, r.h.recovered(r.ctx, value))
		}
	}()
	if around := r.h.options.AroundOperation; around != nil {
		ctx, err := around(r.ctx)
		if err != nil {
			return r.h.present(r.ctx, err)
		}
		r.ctx = ctx
	}
	r.responses, r.ctx = r.h.executor.DispatchOperation(r.ctx, r.op.context)
	return nil
}

// next returns the next answer, and nil after the last one. An answer that
// ends a subscription with an error, because it could not start or may not go
// on, has errors and no data. It waits for the next event of a subscription
// until the run's context is done.
func (r *run) next() *graphql.Response {
	if r.ended {
		return nil
	}
	response := r.respond()
	if response == nil {
		r.ended = true
		return nil
	}
	if len(response.Data) == 0 || r.op.kind() != ast.Subscription {
		r.ended = true
	}
	if most := r.h.options.Limits.FieldErrors; len(response.Errors) > most {
		response.Errors = response.Errors[:most]
	}
	r.observed.Events++
	r.observe(response.Errors)
	return response
}

func (r *run) respond() (response *graphql.Response) {
	defer func() {
		if value := recover(); value != nil {
			response = &graphql.Response{Errors: gqlerror.List{r.h.present(r.ctx, r.h.recovered(r.ctx, value))}}
		}
	}()
	response = r.responses(r.ctx)
	if response == nil || len(response.Data) == 0 || r.op.kind() != ast.Subscription || r.h.options.CheckEvent == nil {
		return response
	}
	if err := r.h.options.CheckEvent(r.ctx); err != nil {
		return &graphql.Response{Errors: gqlerror.List{r.h.present(r.ctx, err)}}
	}
	return response
}

func (r *run) observe(errs gqlerror.List) {
	if r.observed.Errors += len(errs); len(errs) > 0 && r.observed.Code == "" {
		r.observed.Code = codeOf(errs[0])
	}
}

// end releases the run and reports it.
func (r *run) end() {
	r.cancel()
	if r.h.options.Observe != nil {
		r.observed.Duration = r.h.options.Now().Sub(r.start)
		r.h.options.Observe(r.ctx, r.observed)
	}
}

// observeRefused reports a request that had no operation to run.
func (h *Handler) observeRefused(ctx context.Context, transport string, start time.Time, errs gqlerror.List) {
	if h.options.Observe == nil {
		return
	}
	o := Observation{Transport: transport, Errors: len(errs), Duration: h.options.Now().Sub(start)}
	if len(errs) > 0 {
		o.Code = codeOf(errs[0])
	}
	h.options.Observe(ctx, o)
}
