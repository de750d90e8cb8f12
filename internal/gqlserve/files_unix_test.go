//go:build unix

package gqlserve_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/kithgraph/kith/internal/gqlserve"
)

// What is no regular file is not waited for.
func TestFilesServesNoPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a := do(t, gqlserve.Files(os.DirFS(dir)), httptest.NewRequest("GET", "/pipe.txt", nil)); a.status != 404 {
		t.Errorf("a pipe = %d, want 404", a.status)
	}
}
