package schema

import (
	"errors"
	"maps"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/schema/object"
)

// Commit is a commit as clients read it.
type Commit struct{ *graph.Commit }

// Changes returns the part of the commit's changes that is asked for.
func (c *Commit) Changes(first *int, after *string, last *int, before *string) (*ChangeConnection, error) {
	return changesOf([]graph.Commit{*c.Commit}, object.Window{First: first, Last: last, After: after, Before: before})
}

// changesOf returns a part of the changes of commits.
func changesOf(commits []graph.Commit, w object.Window) (*ChangeConnection, error) {
	var changes []*Change
	for i := range commits {
		for k := range commits[i].Changes {
			changes = append(changes, &Change{&commits[i].Changes[k]})
		}
	}
	return object.Cut(changes, w)
}

// Change is a change as clients read it.
type Change struct{ c *graph.Change }

// FactID returns the id of the fact.
func (c *Change) FactID() graph.ID { return c.c.ID }

// Kind returns its kind, and "" when it has been erased.
func (c *Change) Kind() graph.Kind {
	switch {
	case c.c.After != nil:
		return c.c.After.Kind
	case c.c.Before != nil:
		return c.c.Before.Kind
	}
	return ""
}

// ChangeAction is what a commit did to a fact.
type ChangeAction string

// The actions.
const (
	ChangeCreated ChangeAction = "CREATED"
	ChangeUpdated ChangeAction = "UPDATED"
	ChangeRemoved ChangeAction = "REMOVED"
	ChangeErased  ChangeAction = "ERASED"
)

// Action returns what happened to the fact.
func (c *Change) Action() ChangeAction {
	switch {
	case c.c.Erased():
		return ChangeErased
	case c.c.Before == nil:
		return ChangeCreated
	case c.c.After == nil:
		return ChangeRemoved
	}
	return ChangeUpdated
}

// PropertyChange is one property before and after.
type PropertyChange struct {
	Name          string
	Before, After *Value
}

// Properties returns the properties that differ, by name.
func (c *Change) Properties() []PropertyChange {
	before, after := properties(c.c.Before), properties(c.c.After)
	var names []string
	for _, m := range []map[string]graph.Value{before, after} {
		for name := range m {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	out := []PropertyChange{}
	for _, name := range slices.Compact(names) {
		b, hasB := before[name]
		a, hasA := after[name]
		if hasA && hasB && same(a, b) {
			continue
		}
		p := PropertyChange{Name: name}
		if hasB {
			p.Before = &Value{b}
		}
		if hasA {
			p.After = &Value{a}
		}
		out = append(out, p)
	}
	return out
}

func same(a, b graph.Value) bool {
	x, list := a.([]string)
	y, both := b.([]string)
	if list || both {
		return list && both && slices.Equal(x, y)
	}
	return a == b
}

// properties returns what an element says, its days and ends included.
func properties(e *graph.Element) map[string]graph.Value {
	out := map[string]graph.Value{}
	if e == nil {
		return out
	}
	for name, v := range e.Props.All() {
		out[name] = v
	}
	for name, d := range map[string]graph.Date{"from": e.From, "to": e.To} {
		if d != 0 {
			out[name] = d
		}
	}
	if e.IsEdge() {
		out["source"], out["destination"] = string(e.Src), string(e.Dst)
	}
	return out
}

// The lists of history.
type (
	ChangeConnection = object.Connection[*Change]
	ChangeEdge       = object.ConnectionEdge[*Change]
)

// CommitConnection is a part of the log. The cursor of a commit is its
// revision.
type CommitConnection struct {
	Edges      []CommitEdge
	PageInfo   object.PageInfo
	TotalCount int
}

// Nodes returns the commits.
func (c *CommitConnection) Nodes() []*Commit {
	out := make([]*Commit, len(c.Edges))
	for i, e := range c.Edges {
		out[i] = e.Node
	}
	return out
}

// CommitEdge is one commit in the log.
type CommitEdge struct {
	Cursor string // the revision in decimal digits
	Node   *Commit
}

// CommitEvent is a commit that has come, and the workspace after it.
type CommitEvent struct {
	Commit *Commit
	View   *View

	touched *object.Touched // once it is asked for
}

// Touched returns whom the commit touched.
func (e *CommitEvent) Touched() *object.Touched {
	if e.touched == nil {
		e.touched = object.Touch(e.View.View.View, e.Commit.Commit.Changes)
	}
	return e.touched
}

// Actor returns who did it.
func (e *CommitEvent) Actor() string { return e.Commit.Actor }

// Reason returns why.
func (e *CommitEvent) Reason() string { return e.Commit.Reason }

// PersonIDs returns the people whom the commit touched.
func (e *CommitEvent) PersonIDs() []graph.ID { return firstIDs(e.Touched().People) }

// PositionIDs returns the seats that it touched.
func (e *CommitEvent) PositionIDs() []graph.ID { return firstIDs(e.Touched().Positions) }

// AccountIDs returns the accounts that it touched.
func (e *CommitEvent) AccountIDs() []graph.ID { return firstIDs(e.Touched().Accounts) }

// firstIDs returns ids in their order, at most [MaxNodes].
func firstIDs(set map[graph.ID]bool) []graph.ID {
	ids := slices.Sorted(maps.Keys(set))
	return append([]graph.ID{}, ids[:min(len(ids), MaxNodes)]...)
}

// RemovedIDs returns the facts that it removed, in the commit's order.
func (e *CommitEvent) RemovedIDs() []graph.ID {
	out := []graph.ID{}
	for i := range e.Commit.Commit.Changes {
		if c := &e.Commit.Commit.Changes[i]; c.After == nil && len(out) < MaxNodes {
			out = append(out, c.ID)
		}
	}
	return out
}

// Changes reports whether the commit changes a fact of one of the kinds.
func (e *CommitEvent) Changes(kinds []graph.Kind) bool {
	return slices.ContainsFunc(e.Commit.Commit.Changes, func(c graph.Change) bool {
		return slices.Contains(kinds, (&Change{&c}).Kind())
	})
}

// FindingsAbout returns what there is to act on at an account, none where there is no such
// account. Errors and cost are those of [orgchart.Findings].
func FindingsAbout(answers *find.Keeper, v *view.View, account graph.ID) ([]*analysis.Finding, error) {
	found, err := orgchart.Findings(answers, v, account)
	if errors.Is(err, graph.ErrNotFound) {
		return nil, nil
	}
	return found, err
}

// FindingEvent says that the findings about an account are no longer those that they were.
type FindingEvent struct {
	Revision                graph.Revision
	Appeared, Changed, Gone []*FindingInfo
}

// FindingsSince returns how findings in one view differ from those in an earlier one, and
// nil where they do not.
func FindingsSince(before, now *object.View, had, found []*analysis.Finding) *FindingEvent {
	e := &FindingEvent{now.Snapshot().Revision(), only(now, found, had), []*FindingInfo{}, only(before, had, found)}
	said := make(map[string]*analysis.Finding, len(had))
	for _, f := range had {
		said[f.ID()] = f
	}
	for _, f := range found {
		if was := said[f.ID()]; was != nil && (was.Sentence != f.Sentence || was.Severity != f.Severity) {
			e.Changed = append(e.Changed, &FindingInfo{in{now}, *f})
		}
	}
	if len(e.Appeared)+len(e.Changed)+len(e.Gone) == 0 {
		return nil
	}
	return e
}

// Revision returns the revision of the commit.
func (e *CommitEvent) Revision() graph.Revision { return e.Commit.Revision }

// MaxChanged bounds how many changed facts an event or a payload lists.
const MaxChanged = 100

// Changed returns the facts that the commit created or changed and that are
// still there, in the commit's order, at most [MaxChanged].
func (e *CommitEvent) Changed() []object.Object { return Changed(e.View.View, *e.Commit.Commit) }

// Changed returns the facts that a commit created or changed, as a view sees
// them: those that are there, in the commit's order, at most [MaxChanged].
func Changed(v *object.View, commits ...graph.Commit) []object.Object {
	out := []object.Object{}
	for i := range commits {
		for k := range commits[i].Changes {
			c := &commits[i].Changes[k]
			if o, ok := v.Object(c.ID); ok && c.After != nil && len(out) < MaxChanged {
				out = append(out, o)
			}
		}
	}
	return out
}
