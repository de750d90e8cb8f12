package neo4jstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// errUnfinished says that an erasure or a removal must be finished first.
var errUnfinished = errors.New("an erasure or a removal is unfinished")

// Apply implements [engine.Store]. Writers of one process queue by workspace;
// those of others are kept apart by the lock on the workspace's node. A small
// commit takes four messages to the server and back. When the answer to the last
// is lost, Apply looks for the commit itself, and says ErrUncertain only if it
// cannot. Commits with More set are staged: see staged.go.
func (s *Store) Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	return s.write(ctx, ws, expect, &c, false)
}

// Adopt implements [engine.Adopter]: it appends c to the log, and leaves the
// graph as somebody else has made it.
func (s *Store) Adopt(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	return s.write(ctx, ws, expect, &c, true)
}

// write appends a commit and carries it out, unless its changes have taken place.
func (s *Store) write(ctx context.Context, ws graph.Workspace, expect graph.Revision, c *graph.Commit, taken bool) (graph.Revision, error) {
	if err := engine.CheckCommit(c); err != nil {
		return 0, err
	}
	if err := s.enterSpace(ctx, ws); err != nil {
		return 0, err
	}
	leave, err := s.queues.enter(ctx, ws)
	if err != nil {
		return 0, err
	}
	defer leave()
	for {
		w, err := newWrite(ws, expect, c, s.groups.get(ws), taken)
		if err != nil {
			return 0, err
		}
		if err = s.foresee(ctx, w); err == nil {
			err = s.tryFor(ctx, w.patience(s.options.Timeout), "writing to workspace "+string(ws), w.texts(), func(short context.Context) error {
				err := s.transact(short, w.run)
				var lost *lostError
				if errors.As(err, &lost) {
					return s.settle(ctx, w, err)
				}
				return err
			})
		}
		var other *otherGroup
		switch {
		case err == nil:
			s.groups.landed(w)
			return expect + 1, nil
		case errors.Is(err, errUnfinished):
			err = s.finish(ctx, ws)
		case errors.As(err, &other):
			err = s.readGroup(ctx, ws, other)
		}
		if err != nil {
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
	taken  bool           // the changes have taken place
	args   map[string]any // of appendText
	steps  []*step

	derives *derivation // what follows from the changes

	// Of an edit of several commits, see staged.go.
	group *group            // what has been staged of it before; nil for nothing
	edit  string            // the id of the edit that what is made waits for; empty if it does not
	folds map[graph.ID]fold // what the elements that the commit changes have come to
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
	unmark // what was pending
)

func newWrite(ws graph.Workspace, expect graph.Revision, c *graph.Commit, g *group, taken bool) (*write, error) {
	changes := c.Changes
	if g != nil && g.head != expect { // another process has gone on, or the caller is behind
		g = nil
	}
	w := &write{ws: ws, expect: expect, group: g, taken: taken, derives: newDerivation(), args: map[string]any{
		"ws": string(ws), "expect": int64(expect), "nonce": rand.Text(), "id": c.ID, "at": c.At.UTC(),
		"actor": c.Actor, "reason": c.Reason, "more": c.More, "stage": c.More && !taken, "changes": listJSON(changes),
	}}
	var err error
	switch {
	case taken:
	case g != nil || c.More:
		err = w.stage(c)
	default:
		for i := range changes {
			if err = w.change(&changes[i], false); err != nil {
				break
			}
		}
	}
	if err == nil {
		err = w.follow(changes)
	}
	w.sort()
	return w, err
}

// listJSON returns changes as one JSON array.
func listJSON(changes []graph.Change) string {
	b := []byte{'['}
	for i := range changes {
		if i > 0 {
			b = append(b, ',')
		}
		b = changes[i].AppendJSON(b)
	}
	return string(append(b, ']'))
}

// sort puts the steps in the order in which they must be carried out.
func (w *write) sort() {
	slices.SortFunc(w.steps, func(a, b *step) int {
		return cmp.Or(cmp.Compare(a.phase, b.phase), cmp.Compare(a.text, b.text))
	})
}

// patience is how long the transaction may take: the last of a large edit has more
// to do than others.
func (w *write) patience(timeout time.Duration) time.Duration {
	rows := 0
	for _, st := range w.steps {
		rows += len(st.rows)
	}
	return timeout * time.Duration(1+rows/graph.MaxChanges)
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
	return append(texts, w.derives.texts()...)
}

// change adds what one change asks for to the steps that do it. A change of some
// properties is written as that, and names what it replaces: what somebody else
// has written there is not overwritten. Pending says that the element is there and
// hidden.
func (w *write) change(ch *graph.Change, pending bool) error {
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
		if captions[sh.kind] != nil {
			delete(was, "name") // whatever it is
		}
		if pending {
			delete(was, "from")
			delete(is, "from")
		}
		if sh.edge {
			w.add(updateEdges, sh.change, sh.kind, []any{id, was, is, string(one.Src), string(one.Dst)})
		} else {
			w.add(updateNodes, updateNodesText, "", []any{id, was, is, string(sh.kind)})
		}
		return nil
	}
	if ch.Before != nil {
		whole := sh.whole(before)
		if pending {
			whole["from"] = dusk
		}
		if sh.edge {
			w.add(removeEdges, sh.change, sh.kind, []any{id, whole, nil, string(ch.Before.Src), string(ch.Before.Dst)})
		} else {
			w.add(removeNodes, removeNodesText, "", []any{id, whole, string(sh.kind)})
		}
	}
	if ch.After == nil {
		return nil
	}
	after["kWorkspace"], after["id"] = string(w.ws), id
	if w.edit != "" {
		after["from"] = dusk
	}
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
	if err := w.derives.lost(run, w.ws); err != nil {
		return err
	}
	for _, st := range w.steps {
		if err := st.run(run, w.ws); err != nil {
			return err
		}
	}
	return w.derives.run(run, w.ws)
}

// run carries out one step, in parts that a server takes well. It refuses to
// replace what is not as the step has it.
func (st *step) run(run runner, ws graph.Workspace) error {
	var made int64
	var tied []graph.ID
	var edits engine.HandEdits
	take := func(v []any) (bool, error) {
		if st.phase == createEdges {
			n, _ := v[0].(int64)
			made += n
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
	}
	for part := range slices.Chunk(st.rows, graph.MaxChanges) {
		if err := run(st.text, map[string]any{"ws": string(ws), "rows": part}, take); err != nil {
			return err
		}
	}
	switch {
	case len(edits) > 0:
		return &engine.HandEditError{Workspace: ws, Edits: edits.Sorted()}
	case len(tied) > 0:
		slices.Sort(tied)
		return graph.Invalid("ends", tied, "%s would go while edges end there", say(len(tied), "node", "nodes"))
	case st.phase == createEdges && made != int64(len(st.rows)):
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
	var now otherGroup
	err := run(w.appendText(), w.args, func(values []any) (bool, error) {
		var ok bool
		if head, ok = values[0].(int64); !ok {
			return false, fmt.Errorf("%w: workspace %s has the head %v", engine.ErrDamaged, w.ws, values[0])
		}
		had, unfinished = values[1], values[2]
		now.edit, _ = values[3].(string)
		base, _ := values[4].(int64)
		now.base, now.head = graph.Revision(base), graph.Revision(head)
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
	case w.taken && now.edit != "":
		return fmt.Errorf("%w: a large edit of workspace %s is unfinished", engine.ErrBusy, w.ws)
	case !w.group.is(now.edit):
		return &now
	}
	return nil
}
