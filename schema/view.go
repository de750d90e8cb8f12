package schema

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema/object"
)

// View is the workspace on one day, as it was known at one revision.
type View struct {
	*object.View
	Kept *find.Keeper // where the answers to analyses are kept; nil: nowhere
	// Past returns the view of a day at another revision.
	Past func(context.Context, graph.Revision, graph.Date) (*view.View, error)
	// What was asked for: a day, and what to believe. Nil for today, and for all that is
	// known.
	asOf    *graph.Date
	knownAt *KnownAt
	// Draft is what the view is of, and Base the same day without it; nil for what is
	// recorded.
	Draft *Draft
	Base  *view.View
}

// Asking returns v as the answer to these arguments of the field view.
func (v *View) Asking(asOf *graph.Date, knownAt *KnownAt) *View {
	v.asOf, v.knownAt = asOf, knownAt
	return v
}

// The id of a view is the mark, then todayName, or the day that was asked for, or the day and
// the revision, as a name of [object.Named] has them, where the revision was. Of a draft it is
// the draft and the day.
const (
	viewMark  = "view "
	todayName = "today"
)

// ID names what was asked for, and so stays the same while the workspace goes on.
func (v *View) ID() graph.ID {
	switch {
	case v.Draft != nil:
		return graph.ID(viewMark + "draft " + string(v.Draft.DraftID) + " " + v.Day().String())
	case v.knownAt != nil:
		return graph.ID(fmt.Sprintf("%s%s %d", viewMark, v.Day(), v.Snapshot().Revision()))
	case v.asOf != nil:
		return graph.ID(viewMark + v.asOf.String())
	}
	return viewMark + todayName
}

// ParseID reads the id of a view, or of a fact in a view: the day of the view and what it
// believes, as arguments of the field view, and the id of the fact, "" for the view itself.
// It is not ok for the id of a fact alone.
func ParseID(id string) (asOf *graph.Date, knownAt *KnownAt, fact graph.ID, ok bool) {
	name, fact := object.SplitID(graph.ID(id))
	rest, isView := strings.CutPrefix(id, viewMark)
	if isView {
		name, fact = rest, ""
	}
	if isView && name == todayName {
		return nil, nil, "", true
	}
	first, second, pinned := strings.Cut(name, " ")
	day, err := graph.ParseDate(first)
	if err != nil || day == 0 || !pinned && !isView {
		return nil, nil, "", false
	}
	if !pinned {
		return &day, nil, "", true
	}
	rev, err := UnmarshalRevision(second)
	if err != nil {
		return nil, nil, "", false
	}
	return &day, &KnownAt{Revision: &rev}, fact, true
}

// ParseDraftID is [ParseID] for what is in a draft.
func ParseDraftID(id string) (draft graph.ID, day graph.Date, fact graph.ID, ok bool) {
	name, fact := object.SplitID(graph.ID(id))
	if rest, is := strings.CutPrefix(id, viewMark); is {
		name, fact = rest, ""
	}
	rest, ok := strings.CutPrefix(name, "draft ")
	word, on, _ := strings.Cut(rest, " ")
	d, err := graph.ParseDate(on)
	return graph.ID(word), d, fact, ok && err == nil && d != 0
}

// ElementID is ID, for the interface [Node].
func (v *View) ElementID() graph.ID { return v.ID() }

// AsOf returns the day looked at.
func (v *View) AsOf() graph.Date { return v.Day() }

// KnownAt returns when the revision was recorded.
func (v *View) KnownAt() time.Time { return v.Snapshot().At() }

// Revision returns the revision believed.
func (v *View) Revision() graph.Revision { return v.Snapshot().Revision() }

// Node returns the fact that an id stands for, and nil when there is none. It
// refuses an id of a source that stands for several.
func (v *View) Node(id graph.ID) (object.Object, error) { return v.Asked(id) }

// askedOf is Node for a node of one kind.
func askedOf[T object.Object](v *View, k graph.Kind, id graph.ID) (T, error) {
	o, err := v.Asked(id, k)
	found, _ := o.(T)
	return found, err
}

// MaxNodes is how many ids can be asked for at once.
const MaxNodes = 1000

// Nodes returns the facts with the given ids, in their order.
func (v *View) Nodes(ids []graph.ID) ([]object.Object, error) {
	if len(ids) > MaxNodes {
		return nil, graph.Invalid("page", nil, "%d ids were asked for, at most %d can be", len(ids), MaxNodes)
	}
	out := make([]object.Object, len(ids))
	for i, id := range ids {
		var err error
		if out[i], err = v.Node(id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Person returns a person, and nil when there is none with the id.
func (v *View) Person(id graph.ID) (*object.Person, error) {
	return askedOf[*object.Person](v, graph.NodePerson, id)
}

// Position returns a seat, and nil when there is none with the id.
func (v *View) Position(id graph.ID) (*object.Position, error) {
	return askedOf[*object.Position](v, graph.NodePosition, id)
}

// Organization returns an organization, and nil when there is none with the id.
func (v *View) Organization(id graph.ID) (*object.Organization, error) {
	return askedOf[*object.Organization](v, graph.NodeOrganization, id)
}

// Account returns an account, and nil when there is none with the id.
func (v *View) Account(id graph.ID) (*object.Account, error) {
	return askedOf[*object.Account](v, graph.NodeAccount, id)
}

// DecisionArea returns a decision area, and nil when there is none with the id.
func (v *View) DecisionArea(id graph.ID) (*object.DecisionArea, error) {
	return askedOf[*object.DecisionArea](v, graph.NodeDecisionArea, id)
}
