// Package object holds what the GraphQL API hands out of a view: each node and
// edge with its facts as fields and its neighbours as methods, lists with filters,
// pages and cursors, and the search by text. The GraphQL types are these types.
package object

import (
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/search"
)

// View is a view of a day as the API knows it: what a [view.View] answers, and the
// objects, lists and searches of this package.
type View struct {
	*view.View
	// Texts returns an index of the texts of the view's snapshot, nil for none: names and
	// titles are then looked for one by one, with the same finds. It is called when
	// there is something to look for. Nil has none.
	Texts func() *search.Index
}

// Of returns v as the API knows it, without an index.
func Of(v *view.View) *View { return &View{View: v} }
