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

// Role is what a viewer may do in their workspace.
type Role uint8

// The roles; each may do what those before it may.
const (
	RoleNone   Role = iota // nothing
	RoleReader             // read
	RoleEditor             // and edit
)

// String returns the role in one lower-case word.
func (r Role) String() string {
	switch r {
	case RoleReader:
		return "reader"
	case RoleEditor:
		return "editor"
	}
	return "none"
}

// Viewer is who asks. The zero Viewer may do nothing.
type Viewer struct {
	Workspace graph.Workspace // the only one that they see
	Name      string          // the actor of their commits
	Role      Role
}

type viewerKey struct{}

// ViewerOf returns who asks in a context, and the zero Viewer when that was never
// said.
func ViewerOf(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	return v
}

// allow refuses a viewer whose role is below the wanted one.
func allow(v Viewer, wanted Role) error {
	if v.Role >= wanted {
		return nil
	}
	return &graph.Error{
		Kind: graph.ErrForbidden, Rule: "role",
		Msg: "this takes the role " + wanted.String() + ", yours is " + v.Role.String(),
	}
}

// authorize refuses an operation that its viewer may not do: whoever may not
// read does nothing, and every mutation takes an editor. It is the one door to
// all fields.
func authorize(ctx context.Context) error {
	wanted := RoleReader
	if op := graphql.GetOperationContext(ctx).Operation; op != nil && op.Operation == ast.Mutation {
		wanted = RoleEditor
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

// reading serves a page to whoever may read.
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
		if allow(ViewerOf(ctx), RoleReader) != nil {
			plainText(w, http.StatusForbidden, "you may not read this\n")
			return
		}
		page(w, r.WithContext(ctx))
	}
}
