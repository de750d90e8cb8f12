//go:build !windows

package filelock

import (
	"os"
	"syscall"
)

// Lock takes the exclusive lock of f, or fails at once. The kernel releases it
// when f is closed or the process ends, however it ends.
func Lock(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
