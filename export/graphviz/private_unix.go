//go:build unix

package graphviz

import (
	"os"
	"syscall"
)

// private reports whether a file belongs to the user of this process and nobody
// else may write to it.
func private(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o022 == 0
}
