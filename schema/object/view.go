// Package object holds what the GraphQL API hands out of a view: each node and
// edge with its facts as fields and its neighbours as methods, lists with filters,
// pages and cursors, and the search by text. The GraphQL types are these types.
package object

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/search"
)

// View is a view of a day as the API knows it: what a [view.View] answers, and the
// objects, lists and searches of this package. Objects of a view with a name have
// ids that hold it, so that whoever keeps objects by their ids never takes one of
// another day or revision for that of today.
type View struct {
	*view.View
	// Texts returns an index of the texts of the view's snapshot, nil for none: names and
	// titles are then looked for one by one, with the same finds. It is called when
	// there is something to look for. Nil has none.
	Texts func() *search.Index

	// Bands returns how well, at an account, those of ours know people who know them best;
	// whom nobody knows is left out. Nil: nobody here can say.
	Bands func(account graph.ID) (map[graph.ID]graph.Band, error)

	name string // "" of the view in which the id of an object is that of its fact
}

// Of returns v as the API knows it: as that of today, or of an edit.
func Of(v *view.View) *View { return &View{View: v} }

// Named returns v as that of its day and revision.
func Named(v *view.View) *View {
	return &View{View: v, name: fmt.Sprintf("%s %d", v.Day(), v.Snapshot().Revision())}
}

// Tried returns v as that of something that was only tried, by a word of its own
// without a space: its ids are found nowhere else.
func Tried(v *view.View, word string) *View { return &View{View: v, name: "tried " + word} }

// Drafted returns v as that of a draft on its day.
func Drafted(v *view.View, draft graph.ID) *View {
	return &View{View: v, name: fmt.Sprintf("draft %s %s", draft, v.Day())}
}

// idOf returns the id of an object in the view. No fact's id holds a space.
func (v *View) idOf(fact graph.ID) graph.ID {
	if v.name == "" {
		return fact
	}
	return graph.ID(v.name+" ") + fact
}

// named is an id that names a view: of a day and a revision, of a draft and a day, or of
// something tried.
var named = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]+|draft [0-9a-z]+ [0-9]{4}-[0-9]{2}-[0-9]{2}|tried [0-9a-f]+) ([!-~]+)$`)

// SplitID divides an id of an object into the name of its view, "" for none, and the
// id of the fact. Another text is the id of a fact as it is.
func SplitID(id graph.ID) (name string, fact graph.ID) {
	if !strings.Contains(string(id), " ") { // as almost all
		return "", id
	}
	if m := named.FindStringSubmatch(string(id)); m != nil {
		return m[1], graph.ID(m[2])
	}
	return "", id
}
