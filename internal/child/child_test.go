package child_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/child"
)

// TestMain makes this program the child that the tests run, by its argument.
func TestMain(m *testing.M) {
	if len(os.Args) != 3 || os.Args[1] != "child" {
		os.Exit(m.Run())
	}
	switch os.Args[2] {
	case "echo": // reads the input, and whether it has ended
		in := make([]byte, 5)
		_, err := io.ReadFull(os.Stdin, in)
		dir, _ := os.Getwd()
		fmt.Printf("%s %v %q %s", in, err, os.Environ(), dir)
	case "deaf":
		fmt.Print("done")
	case "fail":
		fmt.Fprintln(os.Stderr, "no such thing\ngoroutine 1"+strings.Repeat(" at", 1<<20))
		os.Exit(3)
	case "sleep":
		fmt.Fprint(os.Stderr, "zzz")
		time.Sleep(time.Hour)
	case "wait": // for the end of the input
		io.Copy(io.Discard, os.Stdin)
	case "flood":
		for {
			os.Stdout.Write(make([]byte, 1<<16))
		}
	}
	os.Exit(0)
}

// program returns this program as a child.
func program(t *testing.T, how string) child.Program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return child.Program{
		Name: "childling", Path: self, Args: []string{"child", how}, Dir: t.TempDir(), Env: []string{"A=b"},
		Timeout: time.Minute, MaxOutput: 1000,
	}
}

func TestRun(t *testing.T) {
	p := program(t, "echo")
	p.Input = []byte("hello")
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.Run(t.Context())
	if err != nil || !strings.HasPrefix(string(out), `hello <nil> ["A=b"`) || strings.HasSuffix(string(out), " "+dir) {
		t.Errorf("Run = %q, %v, want the input, no environment but A, and a directory other than %s", out, err, dir)
	}
	p = program(t, "deaf")
	p.Input = make([]byte, 1<<20) // more than a pipe holds
	if out, err := p.Run(t.Context()); err != nil || string(out) != "done" {
		t.Errorf("a program that does not read its input: Run = %q, %v", out, err)
	}
}

func TestRunFails(t *testing.T) {
	for how, says := range map[string]string{
		"fail": "childling: exit status 3: no such thing", "sleep": "childling took longer than 300ms",
		"wait": "childling took longer than 300ms", "flood": "childling wrote more than 1000 bytes",
	} {
		p := program(t, how)
		if strings.Contains(says, "longer") {
			p.Timeout = 300 * time.Millisecond
		}
		if out, err := p.Run(t.Context()); err == nil || err.Error() != says {
			t.Errorf("%s: Run = %q, %v, want the error %q", how, out, err, says)
		}
	}
	p := program(t, "echo")
	p.Path = "/nonexistent"
	if _, err := p.Run(t.Context()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no program: %v, want %v", err, os.ErrNotExist)
	}
}

// TestRunCancelled holds that a program ends with its context, and that the error
// is that of the context.
func TestRunCancelled(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := program(t, "sleep").Run(ctx); err != context.DeadlineExceeded {
		t.Errorf("Run = %v, want %v", err, context.DeadlineExceeded)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := program(t, "sleep").Run(ctx); err != context.Canceled {
		t.Errorf("Run = %v, want %v", err, context.Canceled)
	}
}
