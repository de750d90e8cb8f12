package neo4jstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// errUnfinished says that an erasure or a removal must be finished first.
var errUnfinished = errors.New("an erasure or a removal is unfinished")

// Apply implements [engine.Store]. Writers of one process queue by workspace;
// those of others are kept apart by the lock on the workspace's node. A small
// commit takes four messages to the server and back. When the answer to the last
// is lost, Apply looks for the commit itself, and says ErrUncertain only if it
// cannot.
func (s *Store) Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	w, err := s.prepare(ctx, ws, expect, &c)
	if err != nil {
		return 0, err
	}
	return s.write(ctx, w)
}

// Adopt implements [engine.Adopter]: it appends c to the log, and leaves the
// graph as somebody else has made it.
func (s *Store) Adopt(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	w, err := s.prepare(ctx, ws, expect, &c)
	if err != nil {
		return 0, err
	}
	w.steps = nil
	return s.write(ctx, w)
}

// prepare checks a commit and makes it ready for the server.
func (s *Store) prepare(ctx context.Context, ws graph.Workspace, expect graph.Revision, c *graph.Commit) (*write, error) {
	if err := engine.CheckCommit(c); err != nil {
		return nil, err
	}
	if err := s.enterSpace(ctx, ws); err != nil {
		return nil, err
	}
	return newWrite(ws, expect, c)
}

// write carries out a write that is ready.
func (s *Store) write(ctx context.Context, w *write) (graph.Revision, error) {
	ws := w.ws
	leave, err := s.queues.enter(ctx, ws)
	if err != nil {
		return 0, err
	}
	defer leave()
	doing := "writing to workspace " + string(ws)
	for {
		err := s.tryFor(ctx, s.options.Timeout, doing, w.texts(), func(short context.Context) error {
			err := s.transact(short, w.run)
			var lost *lostError
			if errors.As(err, &lost) {
				return s.settle(ctx, w, err)
			}
			return err
		})
		if !errors.Is(err, errUnfinished) {
			if err != nil {
				return 0, unwritten(err)
			}
			return w.expect + 1, nil
		}
		if err := s.finish(ctx, ws); err != nil {
			return 0, unwritten(err)
		}
	}
}

// settle finds out what became of a commit whose answer was lost: nil if it
// landed, the loss itself if it did not and may be sent again, ErrUncertain if
// that is unknown.
func (s *Store) settle(ctx context.Context, w *write, lost error) error {
	rev, err := s.Find(ctx, w.ws, w.args["id"].(string))
	switch {
	case err != nil:
		return fmt.Errorf("writing to workspace %s: %w: %s; and looking for it: %w", w.ws, engine.ErrUncertain, cause(lost), err)
	case rev == 0:
		return lost
	}
	return nil
}

// write is a commit made ready for the server.
type write struct {
	ws     graph.Workspace
	expect graph.Revision
	args   map[string]any // of appendText
	steps  []*step
}

// step is one statement over the changes of one sort.
type step struct {
	phase phase
	text  string
	kind  graph.Kind // of edges that are changed
	rows  []any
}

// phase says when a step's turn is: edges go before the nodes at their ends and
// come after them.
type phase int

const (
	eraseEdges phase = iota // of a kind that is not known any more
	removeEdges
	removeNodes
	createNodes
	updateNodes
	createEdges
	updateEdges
)

func newWrite(ws graph.Workspace, expect graph.Revision, c *graph.Commit) (*write, error) {
	changes := c.Changes
	if changes == nil {
		changes = []graph.Change{}
	}
	body, err := json.Marshal(changes)
	if err != nil {
		return nil, graph.Invalid("commit", nil, "its changes cannot be written: %v", err)
	}
	w := &write{ws: ws, expect: expect, args: map[string]any{
		"ws": string(ws), "expect": int64(expect), "nonce": rand.Text(), "id": c.ID, "at": c.At.UTC(),
		"actor": c.Actor, "reason": c.Reason, "more": c.More, "changes": string(body),
	}}
	for i := range changes {
		if err := w.change(&changes[i]); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(w.steps, func(a, b *step) int {
		return cmp.Or(cmp.Compare(a.phase, b.phase), cmp.Compare(a.text, b.text))
	})
	return w, nil
}

// add adds a row to the step that runs a statement.
func (w *write) add(phase phase, text string, kind graph.Kind, row any) {
	for _, st := range w.steps {
		if st.phase == phase && st.text == text {
			st.rows = append(st.rows, row)
			return
		}
	}
	w.steps = append(w.steps, &step{phase, text, kind, []any{row}})
}

// texts returns the statements that a write will run.
func (w *write) texts() []string {
	texts := []string{w.appendText()}
	for _, st := range w.steps {
		texts = append(texts, st.text)
	}
	return texts
}

// change adds what one change asks for to the steps that do it. A change of some
// properties is written as that, and names what it replaces: what somebody else
// has written there is not overwritten.
func (w *write) change(ch *graph.Change) error {
	id := string(ch.ID)
	if ch.Erased() {
		w.add(eraseEdges, removeEdgesText, "", id)
		w.add(removeNodes, removeNodesText, "", []any{id, map[string]any{}, nil})
		return nil
	}
	one := ch.After
	if one == nil {
		one = ch.Before
	}
	sh, err := shapeOf(one) // a change keeps the kind
	if err != nil {
		return err
	}
	var before, after map[string]any
	if ch.Before != nil {
		if before, err = sh.properties(ch.Before); err != nil {
			return err
		}
	}
	if ch.After != nil {
		if after, err = sh.properties(ch.After); err != nil {
			return err
		}
	}
	if ch.Before != nil && ch.After != nil && ch.Before.Src == ch.After.Src && ch.Before.Dst == ch.After.Dst {
		was, is := changed(before, after)
		if sh.edge {
			w.add(updateEdges, sh.change, sh.kind, []any{id, was, is, string(one.Src), string(one.Dst)})
		} else {
			w.add(updateNodes, updateNodesText, "", []any{id, was, is, string(sh.kind)})
		}
		return nil
	}
	switch {
	case ch.Before == nil:
	case sh.edge:
		w.add(removeEdges, sh.change, sh.kind, []any{id, sh.whole(before), nil, string(ch.Before.Src), string(ch.Before.Dst)})
	default:
		w.add(removeNodes, removeNodesText, "", []any{id, sh.whole(before), string(sh.kind)})
	}
	if ch.After == nil {
		return nil
	}
	after["kWorkspace"], after["id"] = string(w.ws), id
	if sh.edge {
		w.add(createEdges, createEdgesText, "", []any{string(sh.kind), string(one.Src), string(one.Dst), after})
	} else {
		w.add(createNodes, createNodesText, "", []any{string(sh.kind), after})
	}
	return nil
}

// run appends the commit, if the head is as expected, and carries out its
// changes.
func (w *write) run(run runner) error {
	if err := w.append(run); err != nil {
		return err
	}
	for _, st := range w.steps {
		if err := st.run(run, w.ws); err != nil {
			return err
		}
	}
	return nil
}

// run carries out one step. It refuses to replace what is not as the step has it.
func (st *step) run(run runner, ws graph.Workspace) error {
	made := int64(len(st.rows))
	var tied []graph.ID
	var edits engine.HandEdits
	err := run(st.text, map[string]any{"ws": string(ws), "rows": st.rows}, func(v []any) (bool, error) {
		if st.phase == createEdges {
			made, _ = v[0].(int64)
			return true, nil
		}
		id, _ := v[0].(string)
		gone, _ := v[1].(bool)
		if wrong, ok := v[2].([]any); ok || gone {
			edits = append(edits, st.edits(graph.ID(id), gone, wrong)...)
		} else {
			tied = append(tied, graph.ID(id))
		}
		return true, nil
	})
	switch {
	case err != nil:
		return err
	case len(edits) > 0:
		return &engine.HandEditError{Workspace: ws, Edits: edits.Sorted()}
	case len(tied) > 0:
		slices.Sort(tied)
		return graph.Invalid("ends", tied, "%s would go while edges end there", say(len(tied), "node", "nodes"))
	case made != int64(len(st.rows)):
		return fmt.Errorf("%w: workspace %s: %s at a node that is not there; has another program written to it? see kith fsck", engine.ErrDamaged, ws, say(len(st.rows)-int(made), "edge ends", "edges end"))
	}
	return nil
}

// edits says what somebody has made of one element of the step: it is gone, or
// some of its properties are not as they were to be.
func (st *step) edits(id graph.ID, gone bool, wrong []any) engine.HandEdits {
	kind, before := st.kind, map[string]any{}
	for _, row := range st.rows {
		row := row.([]any)
		if row[0] != string(id) {
			continue
		}
		before, _ = row[1].(map[string]any)
		at := 3
		if st.phase == removeNodes {
			at = 2
		}
		if kind == "" {
			text, _ := row[at].(string)
			kind = graph.Kind(text)
		}
	}
	if gone {
		return engine.HandEdits{{ID: id, Kind: kind}}
	}
	var out engine.HandEdits
	for _, pair := range wrong {
		pair, _ := pair.([]any)
		if len(pair) != 2 {
			continue
		}
		property, _ := pair[0].(string)
		out = append(out, engine.HandEdit{ID: id, Kind: kind, Property: property, Logged: text(before[property]), Stored: text(pair[1])})
	}
	return out
}

// text returns a stored value as it is shown to people.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return strconv.Quote(brief(v))
	}
	return brief(v)
}

// say counts things, for a message.
func say(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// appendText returns the statement that appends the commit.
func (w *write) appendText() string {
	if w.expect == 0 {
		return appendFirst
	}
	return appendNext
}

// append locks the workspace and appends the commit.
func (w *write) append(run runner) error {
	var head int64
	var had, unfinished any
	err := run(w.appendText(), w.args, func(values []any) (bool, error) {
		var ok bool
		if head, ok = values[0].(int64); !ok {
			return false, fmt.Errorf("%w: workspace %s has the head %v", engine.ErrDamaged, w.ws, values[0])
		}
		had, unfinished = values[1], values[2]
		return true, nil
	})
	switch {
	case err != nil:
		return err
	case unfinished == true:
		return errUnfinished
	case graph.Revision(head) != w.expect:
		return &engine.ConflictError{Expect: w.expect, Head: graph.Revision(head)}
	case had != nil:
		return graph.Invalid("commit", nil, "revision %d has the commit id %s already", had, w.args["id"])
	}
	return nil
}
