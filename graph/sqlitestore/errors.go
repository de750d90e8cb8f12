package sqlitestore

import (
	"context"
	"errors"
	"fmt"

	"modernc.org/sqlite"

	"github.com/kithgraph/kith/graph/engine"
)

// ErrFull says that the disk is full. Nothing was written.
var ErrFull = errors.New("the disk is full; nothing was written")

// ErrReadOnly says that the store was opened for reading.
var ErrReadOnly = errors.New("the store is open for reading only")

// ErrOldFormat says that a file must be brought up to date, which a store that is open
// for reading cannot do.
var ErrOldFormat = errors.New("the file has the old format")

// SQLite's primary result codes that mean something to a caller; the values are
// part of its interface (https://www.sqlite.org/rescode.html).
const (
	codeError      = 1 // our SQL is right, so a table or column is missing
	codeBusy       = 5
	codeLocked     = 6
	codeReadOnly   = 8
	codeInterrupt  = 9
	codeCorrupt    = 11
	codeFull       = 13
	codeCantOpen   = 14
	codeConstraint = 19
	codeNotADB     = 26
)

// code returns SQLite's primary result code in err, and 0 when there is none.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// wrap says what was being done to which file, and turns SQLite's codes into the
// errors of [engine.Store].
func wrap(ctx context.Context, doing, path string, err error) error {
	switch code(err) {
	case codeBusy, codeLocked:
		return fmt.Errorf("%s %s: %w: another program holds a lock on the file", doing, path, engine.ErrBusy)
	case codeError, codeCorrupt, codeNotADB:
		return fmt.Errorf("%s %s: %w: %w", doing, path, engine.ErrDamaged, err)
	case codeFull:
		return fmt.Errorf("%s %s: %w", doing, path, ErrFull)
	case codeReadOnly:
		return fmt.Errorf("%s %s: the file may not be written to: check its owner and permissions: %w", doing, path, err)
	case codeCantOpen:
		return fmt.Errorf("%s %s: the file cannot be opened: check its owner and permissions, and those of its folder: %w", doing, path, err)
	case codeInterrupt:
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%s %s: %w", doing, path, err)
}
