package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kithgraph/kith/export/graphviz/graphviztest"
	"github.com/kithgraph/kith/internal/soak"
)

func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){
		"kith": func() {
			err := run(context.Background(), os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)
			if err == nil {
				return
			}
			code := 1
			if e := (*exitError)(nil); errors.As(err, &e) {
				code = e.code
			}
			os.Exit(code)
		},
		"kithcode": exitCode,
	})
}

// tests are those of this package, which may build kith and kith-graphviz.
type tests struct{ *testing.M }

func (t tests) Run() int {
	code := graphviztest.Main(t.M)
	if built != "" {
		os.RemoveAll(built)
	}
	return code
}

// built is the directory of program, when there is one.
var built string

// program is the path of kith for what runs once and ends. The tests run that
// some hundred times, and as a part of a test binary with the race detector it
// takes five times as long: it is built as it is installed, but for make soak.
// What goes on at once in one process, kith serve, is part of the test binary.
var program = sync.OnceValues(func() (string, error) {
	if soak.Times(0, 1) == 1 {
		return exec.LookPath("kith")
	}
	dir, err := os.MkdirTemp("", "kith-test-")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "kith")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building kith: %w\n%s", err, out)
	}
	return path, nil
})

// exitCode runs kith and prints its exit code, for scripts that care which.
func exitCode() {
	err := run(context.Background(), os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)
	code := 0
	if e := (*exitError)(nil); errors.As(err, &e) {
		code = e.code
	} else if err != nil {
		code = 1
	}
	os.Stdout.WriteString("exit " + string(rune('0'+code)) + "\n")
}

func TestScripts(t *testing.T) {
	kith, err := program()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("KITH_STORE", e.WorkDir+"/data")
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("PATH", filepath.Dir(kith)+string(filepath.ListSeparator)+e.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// graphviz installs kith-graphviz on the script's PATH.
			"graphviz": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Setenv("PATH", filepath.Dir(graphviztest.Program(t))+string(filepath.ListSeparator)+ts.Getenv("PATH"))
			},
		},
	})
}
