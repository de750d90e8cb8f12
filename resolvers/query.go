package resolvers

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/picture"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

type query struct{ s *server }

// View implements the field view. The operation has waited for minRevision.
func (q *query) View(ctx context.Context, asOf *graph.Date, knownAt *schema.KnownAt, draftID *graph.ID, _ *graph.Revision) (*schema.View, error) {
	return q.s.seen(ctx, asOf, knownAt, draftID)
}

// seen returns the view of a day, as it was known, or as a draft would make it.
func (s *server) seen(ctx context.Context, asOf *graph.Date, knownAt *schema.KnownAt, draftID *graph.ID) (*schema.View, error) {
	if draftID != nil {
		if knownAt != nil {
			return nil, graph.Invalid("query", nil, "knownAt and draftId were both given: a draft is of the newest revision; leave knownAt out")
		}
		return s.inDraft(ctx, *draftID, asOf)
	}
	v, err := s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return s.view(ctx, v).Asking(asOf, knownAt), nil
}

// Cost implements the field cost.
func (q *query) Cost(ctx context.Context) (*schema.OperationCost, error) {
	cost := gqlserve.Cost(ctx)
	return &schema.OperationCost{Cost: cost, Limit: q.s.limit, Remaining: q.s.limit - cost}, nil
}

// Viewer implements the field viewer.
func (q *query) Viewer(ctx context.Context) (*schema.Viewer, error) {
	v := ViewerOf(ctx)
	edits := v.Permission >= PermissionEdit
	return &schema.Viewer{Workspace: string(v.Workspace), Name: v.Name, ViewerCanEdit: edits, ViewerCanImport: edits && q.s.intake != nil}, nil
}

// Node implements the field node.
func (q *query) Node(ctx context.Context, _ graph.ID) (schema.Node, error) {
	return q.node(ctx, fmt.Sprint(sent(ctx, "id")))
}

// Nodes implements the field nodes.
func (q *query) Nodes(ctx context.Context, _ []graph.ID) ([]schema.Node, error) {
	ids := graphql.CoerceList(sent(ctx, "ids"))
	if len(ids) > schema.MaxNodes {
		return nil, graph.Invalid("page", nil, "%d ids were asked for, at most %d can be", len(ids), schema.MaxNodes)
	}
	out := make([]schema.Node, len(ids))
	for i, id := range ids {
		var err error
		if out[i], err = q.node(ctx, fmt.Sprint(id)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sent returns an argument of the field as it was sent. What takes an id otherwise
// gets that of the fact, whatever view the id names.
func sent(ctx context.Context, argument string) any {
	return graphql.GetFieldContext(ctx).Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)[argument]
}

// node returns what an id was handed out for: a view, or a fact in a view. An id that
// names no view is of a fact today.
func (q *query) node(ctx context.Context, id string) (schema.Node, error) {
	v := object.Of(viewing(ctx, pinned(ctx).snap, pinned(ctx).today))
	asOf, knownAt, fact, ok := schema.ParseID(id)
	if draftID, on, inner, is := schema.ParseDraftID(id); is {
		then, err := q.s.inDraft(ctx, draftID, &on)
		if errors.Is(err, graph.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if inner == "" {
			return then, nil
		}
		v, fact = then.View, inner
	} else if !ok {
		fact = graph.ID(id)
	} else {
		then, err := q.s.on(ctx, asOf, knownAt)
		if errors.Is(err, graph.ErrNotFound) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		if fact == "" {
			return q.s.view(ctx, then).Asking(asOf, knownAt), nil
		}
		v = object.Named(then.View) // though it be that of today by now
	}
	o, err := q.s.equip(ctx, v).Asked(fact)
	if o == nil {
		return nil, err
	}
	return o, nil
}

// People implements the field people.
func (q *query) People(ctx context.Context, first *int, after *string, last *int, before *string, filter *object.PersonFilter, orderBy *object.PersonOrder, asOf *graph.Date, knownAt *schema.KnownAt) (*object.Connection[*object.Person], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.People(first, after, last, before, filter, orderBy)
}

// Positions implements the field positions.
func (q *query) Positions(ctx context.Context, first *int, after *string, last *int, before *string, filter *object.PositionFilter, orderBy *object.PositionOrder, asOf *graph.Date, knownAt *schema.KnownAt) (*object.Connection[*object.Position], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.Positions(first, after, last, before, filter, orderBy)
}

// Organizations implements the field organizations.
func (q *query) Organizations(ctx context.Context, first *int, after *string, last *int, before *string, filter *object.OrganizationFilter, orderBy *object.OrganizationOrder, asOf *graph.Date, knownAt *schema.KnownAt) (*object.Connection[*object.Organization], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.Organizations(first, after, last, before, filter, orderBy)
}

// Accounts implements the field accounts.
func (q *query) Accounts(ctx context.Context, first *int, after *string, last *int, before *string, filter *object.AccountFilter, orderBy *object.AccountOrder, asOf *graph.Date, knownAt *schema.KnownAt) (*object.Connection[*object.Account], error) {
	v, err := q.s.on(ctx, asOf, knownAt)
	if err != nil {
		return nil, err
	}
	return v.Accounts(first, after, last, before, filter, orderBy)
}

// Rules implements the field rules.
func (q *query) Rules(context.Context) ([]*analysis.RuleInfo, error) {
	rules := analysis.Rules()
	out := make([]*analysis.RuleInfo, len(rules))
	for i := range rules {
		out[i] = &rules[i]
	}
	return out, nil
}

// SVG implements the field svg.
func (q *query) SVG(ctx context.Context, account graph.ID, diagram export.Diagram, page export.Page, profile export.Profile, focus, includeIDs []graph.ID, decisionID *graph.ID, layers []orgchart.ChartLineKind, title, footnote *string, since *graph.Date, redacted, paged bool, number int, cardURL *string, asOf *graph.Date, knownAt *schema.KnownAt, draftID *graph.ID) (*schema.PictureInfo, error) {
	v, err := q.s.seen(ctx, asOf, knownAt, draftID)
	if err != nil {
		return nil, err
	}
	r := picture.Request{Account: account, Decision: value(decisionID), Answers: v.Kept, Paged: paged, Options: export.Options{
		Diagram: diagram, Page: page, Profile: profile, Redacted: redacted, CardURL: value(cardURL), Title: value(title), Footnote: value(footnote),
	}}
	for _, id := range focus {
		r.Options.Focus = append(r.Options.Focus, string(id))
	}
	if layers != nil { // none is not all
		r.Options.Layers = []export.LinkKind{}
	}
	for _, k := range layers {
		r.Options.Layers = append(r.Options.Layers, export.LinkKind(k))
	}
	for _, id := range includeIDs {
		r.Options.Include = append(r.Options.Include, string(id))
	}
	if diagram == export.DiagramDiff {
		r.Before = v.Base
	}
	if day := value(since); day != 0 {
		r.Before = viewing(ctx, v.Snapshot(), day)
	}
	if number < 1 || number > 1 && !paged {
		return nil, graph.Invalid("query", nil, "there is no page %d", number)
	}
	file, err := q.s.studio.One(ctx, v.View.View, r, number)
	if err != nil {
		return nil, err
	}
	file.Result.SVG = file.Body
	return &schema.PictureInfo{Result: file.Result}, nil
}

// Commit implements the field commit.
func (q *query) Commit(ctx context.Context, revision graph.Revision) (*schema.Commit, error) {
	if revision == 0 || revision > pinned(ctx).snap.Revision() {
		return nil, nil
	}
	for c, err := range q.s.eng.Watch(ctx, ViewerOf(ctx).Workspace, revision-1) {
		if errors.As(err, new(*engine.CompactedError)) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		return &schema.Commit{Commit: &c}, nil
	}
	return nil, nil
}

// Changes implements the field changes: a page of the log. Revisions are dense,
// so a page is a range of them.
func (q *query) Changes(ctx context.Context, first *int, after *string, last *int, before *string) (*schema.CommitConnection, error) {
	head := pinned(ctx).snap.Revision()
	lo, hi := graph.Revision(0), head
	if after != nil {
		r, err := schema.UnmarshalRevision(*after)
		if err != nil {
			return nil, err
		}
		lo = min(r, head)
	}
	if before != nil {
		r, err := schema.UnmarshalRevision(*before)
		if err != nil {
			return nil, err
		}
		if r <= hi {
			hi = max(lo, r-min(r, 1))
		}
	}
	size, err := object.Window{First: first, Last: last}.Size()
	if err != nil {
		return nil, err
	}
	if n := graph.Revision(size); hi-lo > n {
		if last == nil {
			hi = lo + n
		} else {
			lo = hi - n
		}
	}
	c := &schema.CommitConnection{Edges: []schema.CommitEdge{}, TotalCount: int(head), PageInfo: object.PageInfo{HasPreviousPage: lo > 0, HasNextPage: hi < head}}
	if lo == hi {
		return c, nil
	}
	for commit, err := range q.s.eng.Watch(ctx, ViewerOf(ctx).Workspace, lo) {
		if err != nil {
			return nil, err
		}
		if err := pinned(ctx).meter.Add(changeReads * len(commit.Changes)); err != nil {
			return nil, err
		}
		c.Edges = append(c.Edges, schema.CommitEdge{Cursor: strconv.FormatUint(uint64(commit.Revision), 10), Node: &schema.Commit{Commit: &commit}})
		if commit.Revision >= hi {
			break
		}
	}
	c.PageInfo.StartCursor, c.PageInfo.EndCursor = strconv.FormatUint(uint64(lo+1), 10), strconv.FormatUint(uint64(hi), 10)
	return c, nil
}
