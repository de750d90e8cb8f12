package intake

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/kithgraph/kith/internal/filelock"
)

// prefix begins the names of the folders of desks.
const prefix = "kith-intake-"

// lockName is the file of a folder that its desk has locked, from the moment on at
// which it has this name.
const lockName = "lock"

// folder is the private folder of a desk.
type folder struct {
	path string
	lock *os.File
}

// newFolder makes a folder that only this user can read, and removes those of
// processes that died.
func newFolder(parent string) (*folder, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	clean(parent)
	path, err := os.MkdirTemp(parent, prefix) // of mode 0700
	if err != nil {
		return nil, fmt.Errorf("making the folder for uploads: %w", err)
	}
	lock, err := lockIn(path)
	if err != nil {
		os.RemoveAll(path)
		return nil, fmt.Errorf("making the folder for uploads: %w", err)
	}
	return &folder{path, lock}, nil
}

func lockIn(path string) (*os.File, error) {
	fresh := filepath.Join(path, lockName+".new")
	f, err := os.OpenFile(fresh, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err = filelock.Lock(f); err == nil {
		err = os.Rename(fresh, filepath.Join(path, lockName))
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// remove removes the folder with all that it holds.
func (f *folder) remove() error {
	return errors.Join(f.lock.Close(), os.RemoveAll(f.path))
}

// young is how long a folder may have no lock: its desk is making it.
const young = time.Minute

// clean removes the folders of desks that no process holds any more. What cannot
// be removed stays: it is somebody else's.
func clean(parent string) {
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !strings.HasPrefix(e.Name(), prefix) || !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
			continue
		}
		if path := filepath.Join(parent, e.Name()); dead(path, info.ModTime()) {
			os.RemoveAll(path)
		}
	}
}

// dead reports whether nobody holds the lock of a folder.
func dead(path string, changed time.Time) bool {
	name := filepath.Join(path, lockName)
	if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return errors.Is(err, os.ErrNotExist) && time.Since(changed) > young
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return false
	}
	defer f.Close()
	return filelock.Lock(f) == nil
}
