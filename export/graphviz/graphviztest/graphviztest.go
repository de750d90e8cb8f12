// Package graphviztest builds kith-graphviz for tests, which run it as it is.
package graphviztest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// build builds the program and returns its path.
var build = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "kith-graphviz-test-")
	if err != nil {
		return "", err
	}
	built = dir
	program := filepath.Join(dir, "kith-graphviz")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	out, err := exec.Command("go", "build", "-o", program, "github.com/kithgraph/kith/cmd/kith-graphviz").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building kith-graphviz: %w\n%s", err, out)
	}
	return program, nil
})

// built is the directory of the program, when there is one.
var built string

// Program returns the path of kith-graphviz, alone in its directory. It is built
// when it is first asked for, in a directory that [Main] removes.
func Program(t testing.TB) string {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// Main runs the tests of a package that uses [Program] and returns their exit
// code.
func Main(m *testing.M) int {
	code := m.Run()
	if built != "" {
		os.RemoveAll(built)
	}
	return code
}
