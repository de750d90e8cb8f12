package neo4jstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/kithgraph/kith/graph"
)

// An edit of several commits is staged: who asks the graph in Cypher sees nothing
// of it before the last commit, and then all of it.
//
// What the edit adds is written with its commits, pending: its from is a day that never
// comes. So a question about a day leaves it out without knowing of edits, and there is
// one property to set when it is to be seen.
// What the edit changes or removes of the facts that were there before stays as it
// was; the log alone has it. The last commit gives what is pending its days and
// carries out the changes and removals, in one transaction. The workspace's node says
// which edit is staged, and after which revision it began: staged and stagedAfter.
//
// A commit that undoes another of the same edit removes what that had added and
// takes back what it had staged, so that an edit that is rolled back leaves nothing.

// holds is a condition of v, which is a fact, that it is not pending.
func holds(v string) string { return "coalesce(" + v + ".from < $dusk, true)" }

// group is a staged edit, as far as a revision.
type group struct {
	edit       string         // the id of its first commit
	base, head graph.Revision // the revision before it, and the one it has come to
	folds      map[graph.ID]fold
}

// fold is what a group does to one element: from the state before it to the one it
// has come to. An element that was not there before is in the database, marked.
type fold struct{ first, now *graph.Element }

// fresh reports whether the group has brought the element.
func (f fold) fresh() bool { return f.first == nil }

// is reports whether g is the edit of an id, and no edit is none.
func (g *group) is(edit string) bool {
	if g == nil {
		return edit == ""
	}
	return g.edit == edit
}

// after returns what an element has come to with one more change. What is erased is
// gone at once, as if it never was.
func (f fold) after(known bool, ch *graph.Change) fold {
	if !known {
		f.first = ch.Before
	}
	if ch.Erased() {
		f.first = nil
	}
	f.now = ch.After
	return f
}

// otherGroup says which edit is staged in a workspace, where another one or none was
// thought to be; none when its id is empty.
type otherGroup struct {
	edit       string
	base, head graph.Revision
}

func (o *otherGroup) Error() string { return fmt.Sprintf("the edit %q is staged", o.edit) }
func (o *otherGroup) Unwrap() error { return errStaged }

// errStaged says that what is staged is not what it was thought to be.
var errStaged = errors.New("another edit is staged")

// groups remember the edits that this process stages, by workspace.
type groups struct {
	mu sync.Mutex
	m  map[graph.Workspace]*group // guarded by mu
}

func (gs *groups) get(ws graph.Workspace) *group {
	gs.mu.Lock()
	defer gs.mu.Unlock()
	return gs.m[ws]
}

// landed notes that a write has been committed.
func (gs *groups) landed(w *write) {
	gs.mu.Lock()
	defer gs.mu.Unlock()
	switch {
	case w.edit == "":
		delete(gs.m, w.ws)
	case w.group == nil:
		if gs.m == nil {
			gs.m = map[graph.Workspace]*group{}
		}
		gs.m[w.ws] = &group{edit: w.edit, base: w.expect, head: w.expect + 1, folds: w.folds}
	default:
		w.group.head = w.expect + 1
		maps.Copy(w.group.folds, w.folds)
	}
}

func (gs *groups) set(ws graph.Workspace, g *group) {
	gs.mu.Lock()
	defer gs.mu.Unlock()
	if g == nil {
		delete(gs.m, ws)
		return
	}
	if gs.m == nil {
		gs.m = map[graph.Workspace]*group{}
	}
	gs.m[ws] = g
}

// readGroup learns from the log what an edit has staged that another process has
// begun.
func (s *Store) readGroup(ctx context.Context, ws graph.Workspace, o *otherGroup) error {
	if o.edit == "" {
		s.groups.set(ws, nil)
		return nil
	}
	g := &group{edit: o.edit, base: o.base, head: o.head, folds: map[graph.ID]fold{}}
	for c, err := range s.Tail(ctx, ws, o.base) {
		if err != nil {
			return err
		}
		if c.Revision > o.head {
			break
		}
		for i := range c.Changes {
			ch := &c.Changes[i]
			f, known := g.folds[ch.ID]
			g.folds[ch.ID] = f.after(known, ch)
		}
	}
	s.groups.set(ws, g)
	return nil
}

// stage makes the steps of a commit that is part of a larger edit.
func (w *write) stage(c *graph.Commit) error {
	before := map[graph.ID]fold{}
	if w.group != nil {
		before = w.group.folds
	}
	w.folds = make(map[graph.ID]fold, len(c.Changes))
	if c.More {
		if w.edit = c.ID; w.group != nil {
			w.edit = w.group.edit
		}
	}
	for i := range c.Changes {
		ch := &c.Changes[i]
		f, known := before[ch.ID]
		w.folds[ch.ID] = f.after(known, ch)
		var err error
		switch {
		case ch.Erased(), !known && ch.Before == nil:
			err = w.change(ch, false)
		case known && f.fresh():
			err = w.change(&graph.Change{ID: ch.ID, Before: f.now, After: ch.After}, true)
		default: // it stays as it is until the end, and must then be possible
			for _, e := range []*graph.Element{ch.Before, ch.After} {
				if e != nil && err == nil {
					err = storable(e)
				}
			}
		}
		if err != nil {
			return err
		}
	}
	if c.More {
		return nil
	}
	folds := maps.Clone(before)
	maps.Copy(folds, w.folds)
	return w.publish(folds, before)
}

// storable refuses an element that no fact of the database could be.
func storable(e *graph.Element) error {
	sh, err := shapeOf(e)
	if err == nil {
		_, err = sh.properties(e)
	}
	return err
}

// publish adds the steps that make the whole of an edit visible: what it does, and
// what of that is there, marked.
func (w *write) publish(all, there map[graph.ID]fold) error {
	marked := map[graph.ID][]any{} // rows of unmarkText
	row := func(id graph.ID) []any {
		if marked[id] == nil {
			marked[id] = []any{string(id), nil, map[string]any{}}
		}
		return marked[id]
	}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		f := all[id]
		_, before := there[id]
		switch {
		case !f.fresh():
			if graph.SameElement(f.first, f.now) {
				continue
			}
			if err := w.change(&graph.Change{ID: id, Before: f.first, After: f.now}, false); err != nil {
				return err
			}
		case f.now == nil || !before:
		case f.now.IsEdge():
			if edges := row(f.now.Src)[2].(map[string]any); f.now.From != 0 {
				edges[string(id)], _ = open(graph.Interval{From: f.now.From})
			}
		default:
			row(id)[1], _ = open(graph.Interval{From: f.now.From})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(marked)) {
		w.add(unmark, unmarkText, "", marked[id])
	}
	return nil
}

// publishedText says that nothing is staged any more.
const publishedText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) REMOVE w.staged, w.stagedAfter"

// unstage carries out what an edit has staged so far, whatever comes of the edit:
// an erasure looks at the facts as they are. Nothing above the store asks for one
// before such an edit is ended.
func (s *Store) unstage(ctx context.Context, ws graph.Workspace) error {
	for {
		w := &write{ws: ws, derives: newDerivation()}
		if w.group = s.groups.get(ws); w.group != nil {
			if err := w.publish(w.group.folds, w.group.folds); err != nil {
				return err
			}
			if err := w.follow(nil); err != nil {
				return err
			}
			w.sort()
		}
		err := s.foresee(ctx, w)
		if err == nil {
			err = s.tryFor(ctx, w.patience(s.options.Timeout), "writing to workspace "+string(ws), w.texts(), func(ctx context.Context) error {
				return s.transact(ctx, func(run runner) error {
					now, err := staged(run, ws)
					if err != nil || w.group == nil && now.edit == "" {
						return err
					}
					if !w.group.is(now.edit) || w.group.head != now.head {
						return &now
					}
					for _, st := range w.steps {
						if err := st.run(run, ws); err != nil {
							return err
						}
					}
					if err := w.derives.run(run, ws); err != nil {
						return err
					}
					return run(publishedText, map[string]any{"ws": string(ws)}, nil)
				})
			})
		}
		var other *otherGroup
		if errors.As(err, &other) {
			if err := s.readGroup(ctx, ws, other); err != nil {
				return err
			}
			continue
		}
		if err == nil {
			s.groups.set(ws, nil)
		}
		return err
	}
}

// staged locks a workspace and returns what is staged there.
func staged(run runner, ws graph.Workspace) (now otherGroup, err error) {
	err = run(stagedText, map[string]any{"ws": string(ws), "nonce": rand.Text()}, func(v []any) (bool, error) {
		now.edit, _ = v[0].(string)
		base, _ := v[1].(int64)
		head, _ := v[2].(int64)
		now.base, now.head = graph.Revision(base), graph.Revision(head)
		return true, nil
	})
	return now, err
}

// stagedText locks a workspace and reads what is staged.
const stagedText = "MATCH (w:KithWorkspace {kWorkspace: $p.ws}) SET w.lock = $p.nonce RETURN w.staged, w.stagedAfter, w.head"
