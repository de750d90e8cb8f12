package sqlitestore

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kithgraph/kith/internal/filelock"
)

const lockName = "kith.lock"

// lockDir makes the calling store the only one that may write to dir. The lock
// goes when the returned file is closed. The file itself stays: removing it
// would let two processes lock two files of one name.
func lockDir(dir string) (*os.File, error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := filelock.Lock(f); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(f, 1000))
		f.Close()
		return nil, fmt.Errorf("%s is in use by %s: only one process may write to it; stop that one, or open for reading only (%w)", dir, describe(string(holder)), err)
	}
	host, _ := os.Hostname()
	text := fmt.Sprintf("process %d (%s) on %s\n", os.Getpid(), filepath.Base(os.Args[0]), host)
	if err := f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(text), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("writing %s: %w", path, err)
	}
	return f, nil
}

// describe makes one short line of what a lock's holder wrote about itself.
func describe(holder string) string {
	holder = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, holder)
	if holder == "" {
		return "another process"
	}
	return holder
}
