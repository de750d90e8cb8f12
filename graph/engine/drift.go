package engine

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
)

// Drift returns what the current state of a workspace has that its log does not
// lead to, as changes from the one to the other in the order of their IDs, and
// the revision that was held against. There is drift only when somebody has
// written to the storage behind the store's back. It fails with [ErrDamaged] when
// the state or the log cannot be read. It costs what [Verify] does.
func Drift(ctx context.Context, s Store, ws graph.Workspace) ([]graph.Change, graph.Revision, error) {
	v, rev, err := drifted(ctx, s, ws)
	if err != nil {
		return nil, 0, err
	}
	return v.drift(), rev, nil
}

// drifted is examine for a state and a log that can be held against each other.
func drifted(ctx context.Context, s Store, ws graph.Workspace) (*verifier, graph.Revision, error) {
	v, rev, err := examine(ctx, s, ws)
	if err != nil {
		return nil, 0, err
	}
	if v.broken || v.floor > 0 || len(v.problems) > 0 {
		return nil, 0, fmt.Errorf("%w: workspace %s cannot be held against its log: %s", ErrDamaged, ws, v.why())
	}
	return v, rev, nil
}

// why says in one line why the log is not to be relied on.
func (v *verifier) why() string {
	if len(v.problems) > 0 {
		return v.problems[0].String()
	}
	return fmt.Sprintf("the log begins after revision %d", v.floor)
}

// drift returns the changes that lead from the log to the loaded state.
func (v *verifier) drift() []graph.Change {
	var out []graph.Change
	for _, id := range v.ids() {
		if have, want := v.loaded[id], v.logged[id]; !graph.SameElement(have, want) {
			out = append(out, graph.Change{ID: id, Before: want, After: have})
		}
	}
	return out
}

// DescribeChange says in one line what a change does: which element of which
// kind comes, goes or changes, and which of its properties from what to what.
func DescribeChange(ch *graph.Change) string {
	switch {
	case ch.Erased():
		return fmt.Sprintf("%s erased", ch.ID)
	case ch.Before == nil:
		return fmt.Sprintf("%s %s added: %s", ch.After.Kind, ch.ID, ends(ch.After)+ch.After.Props.String())
	case ch.After == nil:
		return fmt.Sprintf("%s %s removed: %s", ch.Before.Kind, ch.ID, ends(ch.Before)+ch.Before.Props.String())
	}
	var parts []string
	add := func(name string, before, after any) {
		parts = append(parts, fmt.Sprintf("%s from %v to %v", name, shown(before), shown(after)))
	}
	b, a := ch.Before, ch.After
	if b.Kind != a.Kind {
		add("kind", string(b.Kind), string(a.Kind))
	}
	if b.Src != a.Src {
		add("start", string(b.Src), string(a.Src))
	}
	if b.Dst != a.Dst {
		add("end", string(b.Dst), string(a.Dst))
	}
	if b.From != a.From {
		add("from", b.From, a.From)
	}
	if b.To != a.To {
		add("to", b.To, a.To)
	}
	names := map[string]bool{}
	for name := range b.Props.All() {
		names[name] = true
	}
	for name := range a.Props.All() {
		names[name] = true
	}
	var sorted []string
	for name := range names {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for _, name := range sorted {
		was, _ := b.Props.Get(name)
		is, _ := a.Props.Get(name)
		if fmt.Sprint(was) != fmt.Sprint(is) {
			add(name, was, is)
		}
	}
	return fmt.Sprintf("%s %s changed: %s", a.Kind, ch.ID, strings.Join(parts, ", "))
}

// ends tells where an edge runs, and nothing of a node.
func ends(e *graph.Element) string {
	if !e.IsEdge() {
		return ""
	}
	return fmt.Sprintf("%s to %s ", e.Src, e.Dst)
}

// shown is a value in a sentence.
func shown(v any) any {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return fmt.Sprintf("%q", v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64) // not 4.2e+06
	case graph.Date:
		if v == 0 {
			return "open"
		}
	}
	return v
}

// Adopter is a store in which others can change things behind its back, and that
// can take note of it.
type Adopter interface {
	Store
	// Adopt appends c as Apply does, with the same errors, but does not carry
	// its changes out: they have taken place.
	Adopt(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error)
}

// Adoption says who adopts drift, why and when.
type Adoption struct {
	Actor, Reason string
	Now           func() time.Time // the clock
	NewID         func() string    // as in [Options.NewID]
}

// Adopt records the drift of a workspace in its log, as one edit of several
// commits if need be, so that the log leads to the current state again. It
// returns what it recorded, and nothing when there is no drift. The state must
// keep the rules: [graph.Errors] name those that it breaks, and nothing is
// recorded. It also fails as [Drift] does, and with a [*ConflictError] when
// others write at the same time; then the drift is to be looked at again.
func Adopt(ctx context.Context, s Adopter, ws graph.Workspace, a Adoption) ([]graph.Commit, error) {
	v, rev, err := drifted(ctx, s, ws)
	if err != nil {
		return nil, err
	}
	changes := v.drift()
	if len(changes) == 0 {
		return nil, nil
	}
	if v.last.More {
		return nil, fmt.Errorf("%w: a large edit of workspace %s is unfinished", ErrBusy, ws)
	}
	b := kernel.NewBuilder(len(v.loaded))
	for _, edges := range []bool{false, true} {
		for _, id := range v.ids() {
			if e := v.loaded[id]; e != nil && e.IsEdge() == edges {
				if err := b.Add(e); err != nil {
					return nil, fmt.Errorf("the state cannot be adopted: %w", err)
				}
			}
		}
	}
	at := a.Now().UTC().Round(0)
	if at.Before(v.last.At) {
		at = v.last.At
	}
	if err := rules.CheckAll(b.Build(rev, at)); err != nil {
		return nil, err
	}
	var out []graph.Commit
	graph.Order(changes)
	parts := slices.Collect(slices.Chunk(changes, graph.MaxChanges))
	for i, part := range parts {
		c := graph.Commit{ID: a.NewID(), At: at, Actor: a.Actor, Reason: a.Reason, More: i < len(parts)-1, Changes: part}
		if c.Revision, err = s.Adopt(ctx, ws, rev, c); err != nil {
			return out, err
		}
		rev = c.Revision
		out = append(out, c)
	}
	return out, nil
}
