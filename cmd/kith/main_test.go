package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kithgraph/kith/export/graphviz/graphviztest"
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

// tests are those of this package, which may build kith-graphviz.
type tests struct{ *testing.M }

func (t tests) Run() int { return graphviztest.Main(t.M) }

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
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("KITH_STORE", e.WorkDir+"/data")
			e.Setenv("HOME", e.WorkDir)
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
