package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Apply implements [engine.Store]. It takes one sync of the disk, whatever the
// size of the commit.
func (s *Store) Apply(ctx context.Context, ws graph.Workspace, expect graph.Revision, c graph.Commit) (graph.Revision, error) {
	if err := engine.CheckCommit(&c); err != nil {
		return 0, err
	}
	f, err := s.writable(ctx, ws, expect == 0)
	if err != nil {
		return 0, err
	}
	if f == nil {
		return 0, &engine.ConflictError{Expect: expect}
	}
	if err := f.enter(ctx); err != nil {
		return 0, err
	}
	defer f.leave()
	h, err := f.openLocked(ctx)
	if err != nil {
		return 0, err
	}
	if h == nil {
		if expect != 0 {
			return 0, &engine.ConflictError{Expect: expect}
		}
		if err := f.create(ctx); err != nil {
			return 0, err
		}
		if h, err = f.openLocked(ctx); err != nil {
			return 0, err
		}
	}
	err = f.transact(ctx, h, "writing to", func(tx *sql.Tx) error { return h.apply(ctx, tx, expect, &c) })
	if err != nil {
		return 0, err
	}
	return expect + 1, nil
}

// transact runs one transaction: all of it is durable when transact returns
// nil, and nothing of it is written when it fails, unless with ErrUncertain.
func (f *file) transact(ctx context.Context, h *handles, doing string, do func(tx *sql.Tx) error) error {
	tx, err := f.begin(ctx, h)
	if err != nil {
		return wrap(ctx, doing, f.path, err)
	}
	if err := do(tx); err != nil {
		if undo := tx.Rollback(); undo != nil {
			f.release() // closing the connection rolls back
		}
		return f.refused(ctx, doing, err)
	}
	if err := ctx.Err(); err != nil { // the last moment to turn back
		if undo := tx.Rollback(); undo != nil {
			f.release()
		}
		return err
	}
	if err := tx.Commit(); err != nil {
		return f.uncertain(ctx, doing, err)
	}
	return nil
}

// refused passes the errors of the contract through and wraps the others.
func (f *file) refused(ctx context.Context, doing string, err error) error {
	if errors.Is(err, graph.ErrConflict) || errors.Is(err, graph.ErrInvalid) {
		return err
	}
	return wrap(ctx, doing, f.path, err)
}

// uncertain says what an error of COMMIT itself means. A full disk and a lock
// stop it before its last page is in the WAL, so nothing is written. After any
// other error the page may be there, and yet not be seen until somebody reads
// the WAL anew; closing every connection has that done, so that Find then gives
// an answer that stays true.
func (f *file) uncertain(ctx context.Context, doing string, err error) error {
	switch code(err) {
	case codeBusy, codeLocked, codeFull:
		return wrap(ctx, doing, f.path, err)
	}
	return fmt.Errorf("%s %s: %w: %w", doing, f.path, engine.ErrUncertain, errors.Join(err, f.release()))
}

// begin begins to write. It waits for other programs that have the file locked,
// for as long as the options say.
func (f *file) begin(ctx context.Context, h *handles) (*sql.Tx, error) {
	deadline := time.Now().Add(f.options.Busy)
	for {
		// The transaction must not know the context: it would be rolled back
		// behind our back, and perhaps during COMMIT.
		tx, err := h.w.BeginTx(context.WithoutCancel(ctx), nil)
		if c := code(err); c != codeBusy && c != codeLocked || time.Now().After(deadline) {
			return tx, err
		}
		if err := pause(ctx); err != nil {
			return nil, err
		}
	}
}

// pause lets a moment pass between two tries.
func pause(ctx context.Context) error {
	t := time.NewTimer(5 * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// writer carries out the changes of one commit.
type writer struct {
	node, edge   [4]*sql.Stmt // by verb
	nodes, edges int64        // how many more rows there are
	added        []row        // of one table, yet to be inserted
	args         []any
}

// The verbs of a writer.
const (
	insert     = iota
	insertMany // rowsAtOnce of them
	update
	remove
)

// rowsAtOnce is how many rows one statement inserts. The driver looks for each
// parameter among all those of the statement, so that more cost more again.
const rowsAtOnce = 8

func (h *handles) apply(ctx context.Context, tx *sql.Tx, expect graph.Revision, c *graph.Commit) error {
	m, err := readMeta(ctx, tx)
	if err != nil {
		return err
	}
	if head := graph.Revision(m.head); head != expect {
		return &engine.ConflictError{Expect: expect, Head: head}
	}
	if rev, err := find(ctx, tx, c.ID); err != nil {
		return err
	} else if rev != 0 {
		return graph.Invalid("commit", nil, "revision %d has the commit id %s already", rev, c.ID)
	}
	r, ends := recordOf(expect+1, c)
	if _, err := tx.StmtContext(ctx, h.insertCommit).Exec(r.rev, r.id, r.at, r.actor, r.reason, r.more, r.body, r.sum); err != nil {
		return err
	}
	w := writer{
		node: [4]*sql.Stmt{tx.Stmt(h.insertNode), tx.Stmt(h.insertNodes), tx.Stmt(h.updateNode), tx.Stmt(h.deleteNode)},
		edge: [4]*sql.Stmt{tx.Stmt(h.insertEdge), tx.Stmt(h.insertEdges), tx.Stmt(h.updateEdge), tx.Stmt(h.deleteEdge)},
	}
	begin := len("[")
	for i := range c.Changes {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.change(&c.Changes[i], r.body[begin:ends[i]]); err != nil {
			return err
		}
		begin = ends[i] + len(",")
	}
	if err := w.flush(); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE meta SET head = ?, nodes = nodes + ?, edges = edges + ?`, r.rev, w.nodes, w.edges)
	return err
}

// change writes one change, whose JSON is text; rows to add may wait for [writer.flush].
// What it finds in the file must be what the change says was there.
func (w *writer) change(c *graph.Change, text string) error {
	switch {
	case c.Erased():
		for _, edge := range []bool{false, true} {
			if _, err := w.delete(c.ID, edge); err != nil {
				return err
			}
		}
		return nil
	case c.After == nil:
		n, err := w.delete(c.ID, c.Before.IsEdge())
		if err == nil && n == 0 {
			err = notAsExpected(c.ID, "is not in the file, where the commit would remove it")
		}
		return err
	case c.Before == nil:
		return w.add(rowOf(c.After, propsAfter(c, text)))
	}
	return w.update(rowOf(c.After, propsAfter(c, text)))
}

func notAsExpected(id graph.ID, what string) error {
	return fmt.Errorf("%w: %s %s; has another program written to it? see kith fsck", engine.ErrDamaged, id, what)
}

// exec gives a statement the columns of rows of one table.
func (w *writer) exec(verb int, rows ...row) (sql.Result, error) {
	w.args = w.args[:0]
	for i := range rows {
		r := &rows[i]
		w.args = append(w.args, r.kind)
		if r.isEdge() {
			w.args = append(w.args, r.src, r.dst)
		}
		w.args = append(w.args, null(r.from), null(r.to), r.props, r.sum, r.id)
	}
	stmt := w.node[verb]
	if rows[0].isEdge() {
		stmt = w.edge[verb]
	}
	return stmt.Exec(w.args...)
}

// add inserts a row, together with the next ones.
func (w *writer) add(r row) error {
	if len(w.added) > 0 && w.added[0].isEdge() != r.isEdge() {
		if err := w.flush(); err != nil {
			return err
		}
	}
	w.added = append(w.added, r)
	if len(w.added) < rowsAtOnce {
		return nil
	}
	_, err := w.exec(insertMany, w.added...)
	if code(err) == codeConstraint {
		return w.flush() // it has inserted none of them: one by one they say which it is
	}
	if err == nil {
		w.count(r.isEdge(), rowsAtOnce)
		w.added = w.added[:0]
	}
	return err
}

// flush inserts the rows that wait for it.
func (w *writer) flush() error {
	for i := range w.added {
		r := &w.added[i]
		if _, err := w.exec(insert, *r); code(err) == codeConstraint {
			return notAsExpected(graph.ID(r.id), "is in the file, where the commit would add it")
		} else if err != nil {
			return err
		}
		w.count(r.isEdge(), 1)
	}
	w.added = w.added[:0]
	return nil
}

func (w *writer) update(r row) error {
	result, err := w.exec(update, r)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, notAsExpected(graph.ID(r.id), "is not in the file, where the commit would change it"))
	}
	return nil
}

func (w *writer) delete(id graph.ID, edge bool) (int64, error) {
	stmt := w.node[remove]
	if edge {
		stmt = w.edge[remove]
	}
	result, err := stmt.Exec(string(id))
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	w.count(edge, -n)
	return n, err
}

func (w *writer) count(edge bool, n int64) {
	if edge {
		w.edges += n
	} else {
		w.nodes += n
	}
}

// Redact implements [engine.Store]. It rewrites the commits that changed one of
// the elements, and leaves no copy of what they held in the file or its WAL:
// freed space is overwritten, and the WAL is emptied. It reads the whole log.
func (s *Store) Redact(ctx context.Context, ws graph.Workspace, ids ...graph.ID) error {
	f, err := s.writable(ctx, ws, false)
	if f == nil || err != nil {
		return err
	}
	if err := f.enter(ctx); err != nil {
		return err
	}
	defer f.leave()
	h, err := f.openLocked(ctx)
	if h == nil || err != nil {
		return err
	}
	gone := make(map[graph.ID]bool, len(ids))
	for _, id := range ids {
		gone[id] = true
	}
	err = f.transact(ctx, h, "erasing from", func(tx *sql.Tx) error {
		if err := redactState(ctx, tx, h, gone); err != nil {
			return err
		}
		return redactLog(ctx, tx, gone)
	})
	if err != nil {
		return err
	}
	return f.emptyWAL(ctx, h)
}

// emptyWAL copies the WAL into the file and truncates it. It fails with ErrBusy
// while another program reads an old state; the erasure then stands, and
// calling Redact again empties the WAL.
func (f *file) emptyWAL(ctx context.Context, h *handles) error {
	deadline := time.Now().Add(f.options.Busy)
	for {
		var blocked, inLog, moved int
		err := h.w.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&blocked, &inLog, &moved)
		switch {
		case err != nil && code(err) != codeBusy && code(err) != codeLocked:
			return wrap(ctx, "emptying the WAL of", f.path, err)
		case err == nil && blocked == 0:
			return nil
		case time.Now().After(deadline):
			return fmt.Errorf("erased, but the WAL of %s still holds the old text: %w: another program reads the file", f.path, engine.ErrBusy)
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

func redactState(ctx context.Context, tx *sql.Tx, h *handles, gone map[graph.ID]bool) error {
	var left []graph.ID
	rows, err := tx.QueryContext(ctx, `SELECT id, src, dst FROM edge ORDER BY id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var id, src, dst string
		if err := rows.Scan(&id, &src, &dst); err != nil {
			return err
		}
		if !gone[graph.ID(id)] && (gone[graph.ID(src)] || gone[graph.ID(dst)]) {
			left = append(left, graph.ID(id))
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(left) > 0 {
		return engine.EdgesLeft(left)
	}
	w := writer{
		node: [4]*sql.Stmt{remove: tx.Stmt(h.deleteNode)},
		edge: [4]*sql.Stmt{remove: tx.Stmt(h.deleteEdge)},
	}
	for id := range gone {
		if err := w.change(&graph.Change{ID: id}, ""); err != nil {
			return err
		}
	}
	_, err = tx.Exec(`UPDATE meta SET nodes = nodes + ?, edges = edges + ?`, w.nodes, w.edges)
	return err
}

// redactLog rewrites the commits that hold a change of one of the elements.
func redactLog(ctx context.Context, tx *sql.Tx, gone map[graph.ID]bool) error {
	for after := graph.Revision(0); ; {
		page, err := readPage(ctx, tx, after, pageText)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, r := range page {
			c, err := r.commit()
			if err != nil {
				return err
			}
			after = c.Revision
			named := func(ch graph.Change) bool { return gone[ch.ID] && !ch.Erased() }
			if !slices.ContainsFunc(c.Changes, named) {
				continue
			}
			for i := range c.Changes {
				if gone[c.Changes[i].ID] {
					c.Changes[i] = graph.Change{ID: c.Changes[i].ID}
				}
			}
			r, _ = recordOf(c.Revision, &c)
			if _, err := tx.ExecContext(ctx, `UPDATE commits SET body = ?, sum = ? WHERE rev = ?`, r.body, r.sum, r.rev); err != nil {
				return err
			}
		}
	}
}
