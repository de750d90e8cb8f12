package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Backup writes a whole copy of a workspace, as of one revision, to a new file,
// while reads and writes go on. The copy is one compact SQLite file; path must
// not exist yet. Copying a workspace's files by other means while a store is
// open gives a torn copy.
func (s *Store) Backup(ctx context.Context, ws graph.Workspace, path string) (err error) {
	f, err := s.file(ctx, ws, false)
	if err != nil {
		return err
	}
	if f == nil {
		return graph.NotFound("workspace", graph.ID(ws))
	}
	h, err := f.open(ctx)
	if err != nil {
		return err
	}
	if h == nil {
		return graph.NotFound("workspace", graph.ID(ws))
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return errors.Join(fmt.Errorf("backing up to %s: the file is there already", path), err)
	}
	part := path + ".part"
	out, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // SQLite fills an empty file
	if err != nil {
		return err
	}
	defer func() {
		out.Close()
		if err != nil {
			removeFiles(part)
		}
	}()
	// The connection may not write to the workspace but does to the copy.
	conn, err := h.r.Conn(ctx)
	if err != nil {
		return wrap(ctx, "backing up", f.path, err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `PRAGMA query_only = 0`); err != nil {
		return wrap(ctx, "backing up", f.path, err)
	}
	_, err = conn.ExecContext(ctx, `VACUUM INTO ?`, part)
	if _, back := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA query_only = 1`); err != nil || back != nil {
		return wrap(ctx, "backing up", f.path, errors.Join(err, back))
	}
	if err := out.Sync(); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// Restore makes a workspace of a file that [Store.Backup] wrote, under the same
// name or another. It refuses a file in which [Store.Check] finds a problem, and
// a workspace that exists.
func (s *Store) Restore(ctx context.Context, ws graph.Workspace, path string) (err error) {
	f, err := s.writable(ctx, ws, true)
	if err != nil {
		return err
	}
	if err := f.enter(ctx); err != nil {
		return err
	}
	defer f.leave()
	if there, err := exists(f.path); there || err != nil {
		return errors.Join(err, fmt.Errorf("restoring workspace %s: %w: it exists; drop it first", ws, graph.ErrConflict))
	}
	temp := strings.TrimSuffix(f.path, dbSuffix) + newSuffix
	defer func() {
		if err != nil {
			removeFiles(temp)
			err = fmt.Errorf("restoring workspace %s from %s: %w", ws, path, err)
		}
	}()
	if err := errors.Join(removeFiles(temp), checkAbsent(f.path)); err != nil {
		return err
	}
	if err := copyFile(ctx, temp, path); err != nil {
		return err
	}
	if err := f.adopt(ctx, temp); err != nil {
		return err
	}
	// The copy is checked as a workspace of a store of its own.
	trial := &Store{dir: s.dir, options: s.options, files: map[graph.Workspace]*file{}}
	trial.files[ws] = &file{ws: ws, path: temp, options: s.options, closed: trial.isClosed, write: make(chan struct{}, 1)}
	problems, err := trial.Check(ctx, ws)
	if err := errors.Join(err, trial.Close()); err != nil {
		return err
	}
	if len(problems) > 0 {
		return fmt.Errorf("%w: %d problems, the first: %s", engine.ErrDamaged, len(problems), problems[0])
	}
	return f.moveIn(temp)
}

func copyFile(ctx context.Context, to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.CopyN(out, in, 16<<20); err == io.EOF {
			return out.Sync()
		} else if err != nil {
			return err
		}
	}
}

// adopt gives the copied file at path the name of the workspace.
func (f *file) adopt(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", address(path, "mode=rw", "_synchronous=EXTRA"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if _, err = f.inspect(ctx, db); err == nil {
		_, err = db.ExecContext(ctx, `UPDATE meta SET workspace = ?`, string(f.ws))
	}
	if err = errors.Join(err, db.Close()); err != nil {
		return wrap(ctx, "opening", path, err)
	}
	return nil
}
