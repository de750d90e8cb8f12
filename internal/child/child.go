// Package child runs other programs for one answer each: in a directory of its
// own, with the environment that it is given and no other, for a bounded time,
// and with bounds on what it may say.
package child

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"time"
)

// Program is a program to run and its bounds.
type Program struct {
	Name    string // in errors
	Path    string
	Args    []string
	Dir     string   // where it runs
	Env     []string // all of its environment
	Timeout time.Duration

	// Input is written to its standard input, which then stays open until the
	// program ends: a program that waits for the end of it ends with its parent.
	Input []byte

	MaxOutput int // bytes on standard output
}

// Run runs the program once and returns what it wrote to standard output. It
// kills it when ctx is done, and then fails with the error of ctx; when the time
// is over; and when it writes too much. A program that fails is quoted with the
// first line that it wrote to standard error. When Run returns, the program has
// ended.
func (p Program) Run(ctx context.Context) ([]byte, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	within, cancel := context.WithTimeout(ctx, p.Timeout)
	defer cancel()
	cmd := exec.CommandContext(within, p.Path, p.Args...)
	cmd.Dir, cmd.Env = p.Dir, p.Env
	cmd.WaitDelay = time.Second
	out, said := &bounded{most: p.MaxOutput, stop: cancel}, &bounded{most: 2000}
	cmd.Stdout, cmd.Stderr = out, said
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	if err := cmd.Start(); err != nil {
		in.Close()
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	written := make(chan struct{})
	go func() { // ends with the program, whose end closes the pipe
		in.Write(p.Input) // what a program does not read, it does not need
		close(written)
	}()
	err = cmd.Wait()
	in.Close()
	<-written
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case out.over:
		return nil, fmt.Errorf("%s wrote more than %d bytes", p.Name, p.MaxOutput)
	case within.Err() != nil:
		return nil, fmt.Errorf("%s took longer than %v", p.Name, p.Timeout)
	case err != nil:
		first, _, _ := strings.Cut(strings.TrimSpace(said.kept.String()), "\n")
		return nil, fmt.Errorf("%s: %w: %s", p.Name, err, first)
	}
	return out.kept.Bytes(), nil
}

// bounded takes a bounded number of bytes and refuses more, after calling stop
// when there is one. It does not embed the buffer, whose ReadFrom would go around
// Write.
type bounded struct {
	kept bytes.Buffer
	most int
	over bool
	stop func()
}

func (b *bounded) Write(p []byte) (int, error) {
	room := b.most - b.kept.Len()
	if len(p) <= room {
		return b.kept.Write(p)
	}
	b.over = true
	if b.stop == nil { // what is said is only cut
		b.kept.Write(p[:room])
		return len(p), nil
	}
	b.stop()
	return 0, io.ErrShortWrite
}
