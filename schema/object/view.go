// Package object holds what the GraphQL API hands out of a view: each node and
// edge with its facts as fields and its neighbours as methods, lists with filters,
// pages and cursors, and the search by text. The GraphQL types are these types.
package object

import "github.com/kithgraph/kith/graph/view"

// View is a view of a day as the API knows it: what a [view.View] answers, and the
// objects, lists and searches of this package.
type View struct{ *view.View }

// Of returns v as the API knows it.
func Of(v *view.View) *View { return &View{v} }
