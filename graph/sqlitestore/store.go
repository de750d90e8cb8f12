package sqlitestore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Options says how to open a store. The zero Options is a good default.
type Options struct {
	// ReadOnly opens the directory without taking its lock, beside the one
	// process that writes it. Apply, Redact and Drop fail with [ErrReadOnly].
	// The files must be writable nonetheless, for SQLite's own locks.
	ReadOnly bool

	// Busy is how long a write waits for another program that holds a lock on
	// the file before it fails with [engine.ErrBusy]. Default 5 s.
	Busy time.Duration

	// Readers is how many reads of one workspace run at a time; more wait.
	// Default 4.
	Readers int
}

// Store is a directory of workspaces. It implements [engine.Store] and is safe
// for concurrent use.
type Store struct {
	dir     string
	options Options
	lock    *os.File // nil when read only

	mu     sync.Mutex
	files  map[graph.Workspace]*file // guarded by mu; those that were opened
	closed bool                      // guarded by mu
}

var _ engine.Store = (*Store)(nil)

// Open opens the workspaces in a directory, which is made, readable to its owner
// alone, if it does not exist. It fails when another process writes there.
func Open(dir string, o Options) (*Store, error) {
	if o.Busy <= 0 {
		o.Busy = 5 * time.Second
	}
	if o.Readers <= 0 {
		o.Readers = 4
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, options: o, files: map[graph.Workspace]*file{}}
	if o.ReadOnly {
		if _, err := os.Stat(dir); err != nil {
			return nil, err
		}
		return s, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if s.lock, err = lockDir(dir); err != nil {
		return nil, err
	}
	if err := sweep(dir); err != nil {
		s.lock.Close()
		return nil, err
	}
	return s, nil
}

// The endings of files in the directory besides a workspace's own. Either is
// left behind only when the process ended in the middle.
const (
	dbSuffix      = ".db"
	newSuffix     = ".db.new"     // a workspace being made
	droppedSuffix = ".db.dropped" // a workspace being removed
)

// sweep removes what an unfinished making or removal left behind.
func sweep(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, path := e.Name(), filepath.Join(dir, e.Name())
		for _, tail := range tails {
			name = strings.TrimSuffix(name, tail)
		}
		if db, is := strings.CutSuffix(path, droppedSuffix); is {
			err = drop(db+dbSuffix, path)
		} else if strings.HasSuffix(name, newSuffix) || strings.HasSuffix(name, droppedSuffix) {
			err = removeFile(path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// drop removes a workspace's files, whose main file has been renamed to
// dropped. That goes last: as long as it is there, sweep knows that the others
// are to go.
func drop(path, dropped string) error {
	there, err := exists(path)
	if err == nil && !there {
		err = removeTails(path)
	}
	return errors.Join(err, removeFiles(dropped))
}

// Close releases the files and the lock of the directory. It waits for writes
// that are under way.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	files := slices.Collect(maps.Values(s.files))
	s.mu.Unlock()
	var errs []error
	for _, f := range files {
		f.write <- struct{}{}
		errs = append(errs, f.release())
		<-f.write
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return errors.Join(errs...)
}

// file returns the workspace's file for a call. It returns nil when there is
// none and create is false.
func (s *Store) file(ctx context.Context, ws graph.Workspace, create bool) (*file, error) {
	if err := engine.CheckWorkspace(ws); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, engine.ErrClosed
	}
	if f := s.files[ws]; f != nil {
		return f, nil
	}
	path := filepath.Join(s.dir, string(ws)+dbSuffix)
	if !create {
		if there, err := exists(path); !there {
			return nil, err
		}
	}
	f := &file{ws: ws, path: path, options: s.options, closed: s.isClosed, write: make(chan struct{}, 1)}
	s.files[ws] = f
	return f, nil
}

func (s *Store) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// writable returns the workspace's file for a write.
func (s *Store) writable(ctx context.Context, ws graph.Workspace, create bool) (*file, error) {
	if s.options.ReadOnly {
		return nil, ErrReadOnly
	}
	return s.file(ctx, ws, create)
}

func exists(path string) (bool, error) {
	_, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Heads returns where every workspace stands. When some files cannot
// be read it returns the others beside the error, which names them.
func (s *Store) Heads(ctx context.Context) (map[graph.Workspace]engine.Head, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.isClosed() {
		return nil, engine.ErrClosed
	}
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, err
	}
	heads := map[graph.Workspace]engine.Head{}
	var errs []error
	for _, e := range entries {
		name, is := strings.CutSuffix(e.Name(), dbSuffix)
		ws := graph.Workspace(name)
		if !is || !ws.Valid() {
			continue
		}
		f, err := s.file(ctx, ws, false)
		if err == nil && f != nil {
			var head engine.Head
			if head, err = f.head(ctx); head.Revision > 0 {
				heads[ws] = head
			}
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("workspace %s: %w", ws, err))
		}
	}
	return heads, errors.Join(errs...)
}

// Drop removes a workspace: its file is renamed, then deleted with all that
// belongs to it. Reads that are under way may go on to their end.
func (s *Store) Drop(ctx context.Context, ws graph.Workspace) error {
	f, err := s.writable(ctx, ws, false)
	if f == nil || err != nil {
		return err
	}
	if err := f.enter(ctx); err != nil {
		return err
	}
	defer f.leave()
	if err := f.release(); err != nil {
		return err
	}
	there, err := exists(f.path)
	if !there {
		return err
	}
	dropped := strings.TrimSuffix(f.path, dbSuffix) + droppedSuffix
	if err := os.Rename(f.path, dropped); err != nil {
		return err
	}
	return errors.Join(drop(f.path, dropped), syncDir(s.dir))
}

// tails are the endings of the files that SQLite keeps beside a database.
var tails = []string{"-wal", "-shm", "-journal"}

// removeTails removes what belongs to a database file, which is not there.
func removeTails(path string) error {
	var errs []error
	for _, tail := range tails {
		errs = append(errs, removeFile(path+tail))
	}
	return errors.Join(errs...)
}

// removeFiles removes a database file and what belongs to it.
func removeFiles(path string) error {
	return errors.Join(removeTails(path), removeFile(path))
}

// checkAbsent refuses to make a database at path when a WAL is there already:
// it may hold the last commits of a file that was moved away.
func checkAbsent(path string) error {
	info, err := os.Stat(path + "-wal")
	switch {
	case err == nil && info.Size() > 0:
		return fmt.Errorf("%w: %s-wal is there and %s is not: put the file back, or remove what belongs to it", engine.ErrDamaged, path, path)
	case err != nil && !errors.Is(err, os.ErrNotExist):
		return err
	}
	return removeTails(path)
}

func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
