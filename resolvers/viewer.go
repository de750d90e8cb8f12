package resolvers

import (
	"context"
	"errors"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/gqlserve"
)

// Permission is what a viewer may do in their workspace.
type Permission uint8

// The permissions; each allows what those before it allow.
const (
	PermissionNone Permission = iota // nothing
	PermissionRead                   // read
	PermissionEdit                   // and edit
)

// String returns the permission in one lower-case word.
func (p Permission) String() string {
	switch p {
	case PermissionRead:
		return "read"
	case PermissionEdit:
		return "edit"
	}
	return "none"
}

// Viewer is who asks. The zero Viewer may do nothing.
type Viewer struct {
	Workspace  graph.Workspace // the only one that they see
	Name       string          // the actor of their commits
	Permission Permission
}

type viewerKey struct{}

// ViewerOf returns who asks in a context, and the zero Viewer when that was never
// said.
func ViewerOf(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	return v
}

// allow refuses a viewer whose permission is below the wanted one.
func allow(v Viewer, wanted Permission) error {
	if v.Permission >= wanted {
		return nil
	}
	return &graph.Error{
		Kind: graph.ErrForbidden, Rule: "permission",
		Msg: "this takes the permission " + wanted.String() + ", yours is " + v.Permission.String(),
	}
}

// authorize refuses an operation that its viewer may not do: whoever may not
// read does nothing, and every mutation takes the permission to edit. It is the one door to
// all fields.
func authorize(ctx context.Context) error {
	wanted := PermissionRead
	if op := graphql.GetOperationContext(ctx).Operation; op != nil && op.Operation == ast.Mutation {
		wanted = PermissionEdit
	}
	return allow(ViewerOf(ctx), wanted)
}

// identify returns the context of a request in which its viewer asks.
func (s *server) identify(r *http.Request, payload map[string]any) (context.Context, error) {
	v, err := s.viewer(r, payload)
	if err != nil {
		return nil, err
	}
	return context.WithValue(r.Context(), viewerKey{}, v), nil
}

// reading serves a page to whoever may read, within the time of a request.
func (s *server) reading(page http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, err := s.identify(r, nil)
		if err != nil {
			status := http.StatusUnauthorized
			if e, ok := errors.AsType[*gqlerror.Error](err); ok && e.Extensions["code"] == gqlserve.CodeForbidden {
				status = http.StatusForbidden
			}
			plainText(w, status, "who asks is not known here, or may not\n")
			return
		}
		if allow(ViewerOf(ctx), PermissionRead) != nil {
			plainText(w, http.StatusForbidden, "you may not read this\n")
			return
		}
		ctx, cancel := context.WithTimeout(ctx, s.patient)
		defer cancel()
		page(w, r.WithContext(ctx))
	}
}
