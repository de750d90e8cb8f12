package sqlitestore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// file is the file of one workspace, whether it exists or not.
type file struct {
	ws      graph.Workspace
	path    string
	options Options
	closed  func() bool // whether the store is

	write   chan struct{}           // holds one token while somebody writes, opens or closes
	handles atomic.Pointer[handles] // nil: not open; set and cleared under write
}

// handles are the open connections to a file.
type handles struct {
	r, w                                            *sql.DB // w has one connection, and is nil when read only
	insertCommit                                    *sql.Stmt
	insertNode, insertNodes, updateNode, deleteNode *sql.Stmt
	insertEdge, insertEdges, updateEdge, deleteEdge *sql.Stmt
}

// enter waits for the turn to write.
func (f *file) enter(ctx context.Context) error {
	select {
	case f.write <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if f.closed() {
		f.leave()
		return engine.ErrClosed
	}
	return nil
}

func (f *file) leave() { <-f.write }

// open returns the connections to the file, or nil when there is no file. It
// checks the file the first time.
func (f *file) open(ctx context.Context) (*handles, error) {
	if h := f.handles.Load(); h != nil {
		return h, nil
	}
	if err := f.enter(ctx); err != nil {
		return nil, err
	}
	defer f.leave()
	return f.openLocked(ctx)
}

// openLocked is open for a caller whose turn it is.
func (f *file) openLocked(ctx context.Context) (*handles, error) {
	if h := f.handles.Load(); h != nil {
		return h, nil
	}
	if there, err := exists(f.path); !there {
		return nil, err
	}
	h, err := f.connect(ctx)
	if err != nil {
		return nil, err
	}
	f.handles.Store(h)
	return h, nil
}

// release closes the connections. Reads that are under way keep theirs until
// they end.
func (f *file) release() error {
	if h := f.handles.Swap(nil); h != nil {
		return h.close()
	}
	return nil
}

// close closes the readers first: the last connection to close empties the WAL
// into the file, and it must be one that may write.
func (h *handles) close() error {
	err := h.r.Close()
	if h.w != nil {
		err = errors.Join(err, h.w.Close())
	}
	return err
}

// address returns the URI of a file with SQLite's and the driver's parameters.
func address(path string, params ...string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/…
	}
	u := url.URL{Scheme: "file", Path: p, RawQuery: strings.Join(append(params, "_error_rc=1", "_dqs=0", "_defensive=1"), "&")}
	return u.String()
}

// busy is how long SQLite itself waits for a lock; longer waits are ours, since
// they can be cancelled.
const busy = 100 * time.Millisecond

func (f *file) connect(ctx context.Context) (*handles, error) {
	timeout := fmt.Sprintf("_busy_timeout=%d", busy.Milliseconds())
	r, err := sql.Open("sqlite", address(f.path, "mode=rw", "_query_only=1", timeout))
	if err != nil {
		return nil, err
	}
	r.SetMaxOpenConns(f.options.Readers)
	r.SetMaxIdleConns(f.options.Readers)
	r.SetConnMaxIdleTime(time.Minute)
	h := &handles{r: r}
	format, err := f.inspect(ctx, r)
	if err == nil && !f.options.ReadOnly {
		err = f.connectWriter(ctx, h, format, timeout)
	}
	if err == nil {
		err = f.checkMeta(ctx, r)
	}
	if err != nil {
		h.close()
		return nil, wrap(ctx, "opening", f.path, err)
	}
	return h, nil
}

// inspect reads a file's marks without writing to it, and returns its format.
func (f *file) inspect(ctx context.Context, r *sql.DB) (format int, err error) {
	var mark, tables int
	for _, q := range []struct {
		query string
		to    *int
	}{
		{"PRAGMA application_id", &mark},
		{"PRAGMA user_version", &format},
		{"SELECT count(*) FROM sqlite_schema", &tables},
	} {
		if err := r.QueryRowContext(ctx, q.query).Scan(q.to); err != nil {
			return 0, err
		}
	}
	newest := len(migrations) + 1
	switch {
	case tables == 0:
		return 0, fmt.Errorf("%w: the file is empty: it holds no tables", engine.ErrDamaged)
	case mark != applicationID:
		return 0, fmt.Errorf("%w: this is another program's SQLite file, not a kith workspace", engine.ErrDamaged)
	case format > newest:
		return 0, fmt.Errorf("the file has format %d and this version of kith knows up to %d: use a newer kith", format, newest)
	case format < 1:
		return 0, fmt.Errorf("%w: the file has format %d, which never was", engine.ErrDamaged, format)
	case format < newest && f.options.ReadOnly:
		return 0, fmt.Errorf("%w %d: open it for writing once, which brings it up to date", ErrOldFormat, format)
	}
	return format, nil
}

// How one row is inserted.
const (
	insertNode = `INSERT INTO node (kind, "from", "to", props, sum, id) VALUES (?, ?, ?, ?, ?, ?)`
	insertEdge = `INSERT INTO edge (kind, src, dst, "from", "to", props, sum, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
)

// connectWriter opens the connection that writes, brings the file up to date,
// and prepares the statements.
func (f *file) connectWriter(ctx context.Context, h *handles, format int, timeout string) error {
	var err error
	h.w, err = sql.Open("sqlite", address(f.path, "mode=rw", "_txlock=immediate", timeout,
		"_journal_mode=WAL", "_synchronous=FULL", "_pragma=secure_delete(1)", "_pragma=journal_size_limit(67108864)", "_pragma=cache_size(-24000)", "_pragma=wal_autocheckpoint(8000)"))
	if err != nil {
		return err
	}
	h.w.SetMaxOpenConns(1)
	if format <= len(migrations) {
		if err := migrate(ctx, h.w, format, migrations); err != nil {
			return err
		}
	}
	for _, p := range []struct {
		to  **sql.Stmt
		sql string
	}{
		{&h.insertCommit, `INSERT INTO commits (rev, id, at, actor, reason, more, body, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`},
		{&h.insertNode, insertNode},
		{&h.insertNodes, insertNode + strings.Repeat(`, (?, ?, ?, ?, ?, ?)`, rowsAtOnce-1)},
		{&h.updateNode, `UPDATE node SET kind = ?, "from" = ?, "to" = ?, props = ?, sum = ? WHERE id = ?`},
		{&h.insertEdge, insertEdge},
		{&h.insertEdges, insertEdge + strings.Repeat(`, (?, ?, ?, ?, ?, ?, ?, ?)`, rowsAtOnce-1)},
		{&h.updateEdge, `UPDATE edge SET kind = ?, src = ?, dst = ?, "from" = ?, "to" = ?, props = ?, sum = ? WHERE id = ?`},
		{&h.deleteNode, `DELETE FROM node WHERE id = ?`},
		{&h.deleteEdge, `DELETE FROM edge WHERE id = ?`},
	} {
		if *p.to, err = h.w.PrepareContext(ctx, p.sql); err != nil {
			return err
		}
	}
	return nil
}

// meta is the row of the table meta.
type meta struct {
	workspace, store          string
	head, floor, nodes, edges int64
}

// querier is a *sql.DB or a *sql.Tx.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func readMeta(ctx context.Context, q querier) (m meta, err error) {
	err = q.QueryRowContext(ctx, `SELECT workspace, store, head, floor, nodes, edges FROM meta`).Scan(&m.workspace, &m.store, &m.head, &m.floor, &m.nodes, &m.edges)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w: the table meta is empty", engine.ErrDamaged)
	}
	return m, err
}

// checkMeta holds what the file says of itself against the ends of its log.
func (f *file) checkMeta(ctx context.Context, r *sql.DB) error {
	tx, err := r.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	m, err := readMeta(ctx, tx)
	if err != nil {
		return err
	}
	var first, last sql.NullInt64
	if err := tx.QueryRowContext(ctx, `SELECT (SELECT min(rev) FROM commits), (SELECT max(rev) FROM commits)`).Scan(&first, &last); err != nil {
		return err
	}
	switch {
	case m.workspace != string(f.ws):
		return fmt.Errorf("%w: the file holds the workspace %q under the name of %q: was it renamed? use kith restore", engine.ErrDamaged, m.workspace, f.ws)
	case m.head < m.floor || m.floor < 0:
		return fmt.Errorf("%w: the head is revision %d and the log begins after %d", engine.ErrDamaged, m.head, m.floor)
	case last.Valid && last.Int64 != m.head || !last.Valid && m.head != m.floor:
		return fmt.Errorf("%w: the head is revision %d and the log ends at %d", engine.ErrDamaged, m.head, last.Int64)
	case first.Valid && first.Int64 != m.floor+1:
		return fmt.Errorf("%w: the log begins with revision %d and should begin with %d", engine.ErrDamaged, first.Int64, m.floor+1)
	}
	return nil
}

// create makes the file of a new workspace at revision 0. It is made under
// another name and then renamed, so that there is a whole file or none.
func (f *file) create(ctx context.Context) (err error) {
	temp := strings.TrimSuffix(f.path, dbSuffix) + newSuffix
	if err := errors.Join(removeFiles(temp), checkAbsent(f.path)); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			removeFiles(temp)
			err = wrap(ctx, "making", f.path, err)
		}
	}()
	empty, err := os.OpenFile(temp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := empty.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", address(temp, "mode=rw", "_synchronous=EXTRA"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	err = initialize(ctx, db, f.ws)
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	return f.moveIn(temp)
}

// moveIn gives a finished file its name.
func (f *file) moveIn(temp string) error {
	if err := os.Rename(temp, f.path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(f.path))
}

func initialize(ctx context.Context, db *sql.DB, ws graph.Workspace) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, q := range []string{
		schema,
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", len(migrations)+1),
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES (1, ?, ?, 0, 0, 0, 0)`, string(ws), rand.Text()); err != nil {
		return err
	}
	return tx.Commit()
}
