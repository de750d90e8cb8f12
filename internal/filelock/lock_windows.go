package filelock

import (
	"os"

	"golang.org/x/sys/windows"
)

// Lock takes the exclusive lock of f, or fails at once. Windows releases it when f
// is closed or the process ends, however it ends. The byte that is locked lies far
// behind the text, so that others can read who holds the lock.
func Lock(f *os.File) error {
	at := windows.Overlapped{OffsetHigh: 1}
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &at)
}
