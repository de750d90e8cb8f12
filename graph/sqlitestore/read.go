package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// read runs do on one state of the file, which no write changes. It runs
// nothing when the workspace does not exist.
func (f *file) read(ctx context.Context, doing string, do func(tx *sql.Tx) error) error {
	for {
		h, err := f.open(ctx)
		if h == nil || err != nil {
			return err
		}
		tx, err := h.r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			if f.handles.Load() != h {
				continue // dropped or closed since; open tells
			}
			return wrap(ctx, doing, f.path, err)
		}
		defer tx.Rollback()
		err = do(tx)
		var ours callerError
		switch {
		case err == nil:
			return nil
		case errors.As(err, &ours):
			return ours.error
		}
		return wrap(ctx, doing, f.path, err)
	}
}

// callerError is an error of a caller's function, which goes back as it is.
type callerError struct{ error }

func (f *file) head(ctx context.Context) (head engine.Head, err error) {
	err = f.read(ctx, "reading", func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx)
		head = engine.Head{Revision: graph.Revision(m.head), Epoch: m.store}
		return err
	})
	return head, err
}

// Find implements [engine.Store].
func (s *Store) Find(ctx context.Context, ws graph.Workspace, commitID string) (rev graph.Revision, err error) {
	f, err := s.file(ctx, ws, false)
	if f == nil || err != nil {
		return 0, err
	}
	err = f.read(ctx, "reading", func(tx *sql.Tx) error {
		rev, err = find(ctx, tx, commitID)
		return err
	})
	return rev, err
}

func find(ctx context.Context, q querier, commitID string) (graph.Revision, error) {
	var rev int64
	err := q.QueryRowContext(ctx, `SELECT rev FROM commits WHERE id = ?`, commitID).Scan(&rev)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return graph.Revision(rev), err
}

// Load implements [engine.Store]. It reads a true snapshot: the span is one
// revision. It refuses a file whose rows do not match their checksums or are
// not as many as there should be.
func (s *Store) Load(ctx context.Context, ws graph.Workspace, each func(*graph.Element) error) (span engine.Span, err error) {
	f, err := s.file(ctx, ws, false)
	if f == nil || err != nil {
		return engine.Span{}, err
	}
	err = f.read(ctx, "loading", func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx)
		if err != nil {
			return err
		}
		for _, table := range []struct {
			name, query string
			rows        int64
		}{
			{"node", `SELECT id, kind, '', '', "from", "to", props, sum FROM node ORDER BY id`, m.nodes},
			{"edge", `SELECT id, kind, src, dst, "from", "to", props, sum FROM edge ORDER BY id`, m.edges},
		} {
			n, err := loadTable(ctx, tx, table.query, each)
			if err != nil {
				return err
			}
			if n != table.rows {
				return fmt.Errorf("%w: the table %s has %d rows and should have %d", engine.ErrDamaged, table.name, n, table.rows)
			}
		}
		if m.head > 0 {
			span = engine.Span{From: graph.Revision(m.head), To: graph.Revision(m.head), Epoch: m.store}
		}
		return nil
	})
	return span, err
}

func loadTable(ctx context.Context, tx *sql.Tx, query string, each func(*graph.Element) error) (n int64, err error) {
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var r row
	var e graph.Element
	for ; rows.Next(); n++ {
		if err := rows.Scan(&r.id, &r.kind, &r.src, &r.dst, &r.from, &r.to, &r.props, &r.sum); err != nil {
			return n, err
		}
		if err := r.element(&e); err != nil {
			return n, err
		}
		if err := each(&e); err != nil {
			return n, callerError{err}
		}
	}
	return n, rows.Err()
}

// Tail implements [engine.Store]. It reads the log in pages and holds nothing
// open while the caller works on one.
func (s *Store) Tail(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return s.log(ctx, ws, after, (*record).commit, pageText)
}

// Outline implements [engine.Outliner]. It checks no checksum: those cover the
// changes, which it leaves on the disk.
func (s *Store) Outline(ctx context.Context, ws graph.Workspace, after graph.Revision) iter.Seq2[graph.Commit, error] {
	return s.log(ctx, ws, after, (*record).outline, outlineText)
}

// log yields the commits after a revision, each made of a record that text selects.
func (s *Store) log(ctx context.Context, ws graph.Workspace, after graph.Revision, read func(*record) (graph.Commit, error), text string) iter.Seq2[graph.Commit, error] {
	return func(yield func(graph.Commit, error) bool) {
		for after := after; ; {
			page, err := s.page(ctx, ws, after, text)
			if err != nil {
				yield(graph.Commit{}, err)
				return
			}
			if len(page) == 0 {
				return
			}
			for i := range page {
				c, err := read(&page[i])
				page[i] = record{}
				if err == nil && c.Revision != after+1 {
					err = fmt.Errorf("%w: revision %d follows %d in the log", engine.ErrDamaged, c.Revision, after)
				}
				if err != nil {
					yield(graph.Commit{}, fmt.Errorf("reading workspace %s: %w", ws, err))
					return
				}
				after = c.Revision
				if !yield(c, nil) {
					return
				}
				if err := ctx.Err(); err != nil {
					yield(graph.Commit{}, err)
					return
				}
			}
		}
	}
}

// page returns the first records after a revision; it is empty only at the
// head.
func (s *Store) page(ctx context.Context, ws graph.Workspace, after graph.Revision, text string) (page []record, err error) {
	f, err := s.file(ctx, ws, false)
	if f == nil || err != nil {
		return nil, err
	}
	err = f.read(ctx, "reading", func(tx *sql.Tx) error {
		m, err := readMeta(ctx, tx)
		switch {
		case err != nil:
			return err
		case after >= graph.Revision(m.head):
			return nil
		case after < graph.Revision(m.floor):
			return callerError{&engine.CompactedError{Floor: graph.Revision(m.floor)}}
		}
		page, err = readPage(ctx, tx, after, text)
		if err == nil && len(page) == 0 {
			err = fmt.Errorf("%w: the log ends after revision %d and the head is %d", engine.ErrDamaged, after, m.head)
		}
		return err
	})
	return page, err
}

// A page of the log is at most so many commits, and ends with the commit that
// takes it over so many bytes.
const (
	pageCommits = 256
	pageBytes   = 4 << 20
)

// The texts of a page of the log, with the changes and without.
const (
	pageText    = `SELECT rev, id, at, actor, reason, more, body, sum FROM commits WHERE rev > ? ORDER BY rev LIMIT ?`
	outlineText = `SELECT rev, id, at, actor, reason, more, '', 0 FROM commits WHERE rev > ? ORDER BY rev LIMIT ?`
)

func readPage(ctx context.Context, q querier, after graph.Revision, text string) ([]record, error) {
	rows, err := q.QueryContext(ctx, text, int64(after), pageCommits)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var page []record
	for size := 0; size < pageBytes && rows.Next(); {
		var r record
		if err := rows.Scan(&r.rev, &r.id, &r.at, &r.actor, &r.reason, &r.more, &r.body, &r.sum); err != nil {
			return nil, err
		}
		size += len(r.body)
		page = append(page, r)
	}
	return page, rows.Err()
}
