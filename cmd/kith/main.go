// Command kith keeps who is who at your customers, who knows whom and how well,
// and answers where you are not covered, whose departure cuts you off and who
// can introduce you.
//
// It is a demo, a server with a GraphQL API, an importer, reports
// for the terminal and for scripts, pictures, backups and checks. `kith help`
// lists the commands, and each explains itself with examples.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.LookupEnv, os.Stdin, os.Stdout, os.Stderr)
	if err == nil {
		return
	}
	code := 1
	if e := (*exitError)(nil); errors.As(err, &e) {
		code = e.code
	}
	stop()
	os.Exit(code)
}

// The exit codes besides 0, "done".
const (
	exitFailed  = 1 // the command failed; the reason is on standard error
	exitUsage   = 2 // the command line is wrong
	exitFinding = 3 // --fail-on: there is a finding of that severity or worse
	exitRefused = 4 // an edit was refused or an import needs an answer; nothing was written
	exitNothing = 5 // a picture was written in which there is nothing to be seen, and says so
)

// exitError ends the program with a code. Its message has been printed already
// when it has none.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// run is the program without the process: it reads only its arguments. Errors
// have been written to stderr when it returns.
func run(ctx context.Context, args []string, env func(string) (string, bool), stdin io.Reader, stdout, stderr io.Writer) error {
	stderr = inTurn(stderr) // a store says by itself what takes it long
	a := &app{env: env, in: stdin, out: stdout, err: stderr}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if e := (*exitError)(nil); errors.As(err, &e) && e.err == nil {
		return err
	}
	if err != nil {
		fmt.Fprintf(stderr, "kith: %s\n", plain(err.Error()+advice(err)))
	}
	return err
}
