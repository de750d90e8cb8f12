package neo4jtest

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// cacheRoot returns the folder that installations live in, without making it.
func cacheRoot() (string, error) {
	if dir := os.Getenv("KITH_NEO4J_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache folder, set KITH_NEO4J_CACHE: %w", err)
	}
	return filepath.Join(dir, "kith-neo4j"), nil
}

// marker is the file in an installation that says it is complete.
const marker = "complete"

// installOnce returns root/name, filled by fill when it is not there yet. Of
// all goroutines and processes that want it one fills it and the others wait;
// installations under one root never run at the same time, because neither
// Maven nor pip is safe for that. The folder appears under its name only when
// fill has succeeded: what a failed or killed fill left is removed, at once or
// by the next caller.
func installOnce(root, name string, fill func(dir string) error) (string, error) {
	dir := filepath.Join(root, name)
	if complete(dir) {
		return dir, nil
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return "", err
	}
	unlock, err := lockedfile.MutexAt(filepath.Join(root, "lock")).Lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	if complete(dir) { // another process was faster
		return dir, nil
	}

	partial := dir + ".partial"
	defer os.RemoveAll(partial)
	for _, leftover := range []string{partial, dir} {
		if err := os.RemoveAll(leftover); err != nil {
			return "", err
		}
	}
	if err := os.Mkdir(partial, 0o755); err != nil {
		return "", err
	}
	if err := fill(partial); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(partial, marker), nil, 0o644); err != nil {
		return "", err
	}
	if err := os.Rename(partial, dir); err != nil {
		return "", err
	}
	return dir, nil
}

// complete reports whether dir is a finished installation.
func complete(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, marker))
	return err == nil
}
