package neo4jstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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
		err := s.try(ctx, doing, func(short context.Context) error {
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
	must  bool // every row must find what it is about
	rows  []any
}

// phase says when a step's turn is: edges go before the nodes at their ends and
// come after them.
type phase int

const (
	removeEdges phase = iota
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
func (w *write) add(phase phase, text string, must bool, row any) {
	for _, st := range w.steps {
		if st.must == must && st.text == text {
			st.rows = append(st.rows, row)
			return
		}
	}
	w.steps = append(w.steps, &step{phase, text, must, []any{row}})
}

// change adds what one change asks for to the steps that do it.
func (w *write) change(ch *graph.Change) error {
	id := string(ch.ID)
	if ch.Erased() {
		w.add(removeEdges, removeEdgesText, false, id)
		w.add(removeNodes, removeNodesText, false, id)
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
	stays := ch.Before != nil && ch.After != nil && ch.Before.Src == ch.After.Src && ch.Before.Dst == ch.After.Dst
	switch {
	case ch.Before == nil || stays:
	case sh.edge:
		w.add(removeEdges, sh.remove, true, id)
	default:
		w.add(removeNodes, removeNodesText, true, id)
	}
	if ch.After == nil {
		return nil
	}
	row, err := sh.row(ch.After)
	switch {
	case err != nil:
		return err
	case stays && sh.edge:
		w.add(updateEdges, sh.update, true, row)
	case stays:
		w.add(updateNodes, sh.update, true, row)
	case sh.edge:
		w.add(createEdges, sh.create, true, row)
	default:
		w.add(createNodes, sh.create, true, row)
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
		var found, tied int64
		err := run(st.text, map[string]any{"ws": string(w.ws), "rows": st.rows}, func(values []any) (bool, error) {
			found, _ = values[0].(int64)
			if st.phase == removeNodes {
				tied, _ = values[1].(int64)
			}
			return true, nil
		})
		switch {
		case err != nil:
			return err
		case st.must && found != int64(len(st.rows)):
			return fmt.Errorf("%w: workspace %s: %s; has another program written to it? see kith fsck", engine.ErrDamaged, w.ws, st.missing(found))
		case tied > 0:
			return graph.Invalid("ends", nil, "%d nodes would go while edges end at them", tied)
		}
	}
	return nil
}

// missing says what is not there when a step found too little.
func (st *step) missing(found int64) string {
	n := int64(len(st.rows)) - found
	switch st.phase {
	case createEdges:
		return fmt.Sprintf("%d edges end at a node that is not there", n)
	case updateNodes, updateEdges:
		return fmt.Sprintf("%d elements are not there as the commit would change them", n)
	}
	return fmt.Sprintf("%d elements are not there, where the commit would remove them", n)
}

// append locks the workspace and appends the commit.
func (w *write) append(run runner) error {
	text := appendNext
	if w.expect == 0 {
		text = appendFirst
	}
	var head int64
	var had, unfinished any
	err := run(text, w.args, func(values []any) (bool, error) {
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
