package graphviz

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/kithgraph/kith/export"
)

// worker is a running child process. It is used by one goroutine at a time.
type worker struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *io.LimitedReader
	read   *json.Decoder
	write  *json.Encoder
	said   firstBytes // on standard error
	broken bool       // must not be used again
}

// start starts a worker and waits until it is ready.
func start(ctx context.Context, opt Options) (*worker, error) {
	command := opt.Command
	if len(command) == 0 {
		if isWorker() {
			return nil, errors.New("a graphviz worker does not start workers")
		}
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("finding the program of a graphviz worker: %w", err)
		}
		command = []string{self, workerArgument}
	}
	w := &worker{cmd: exec.Command(command[0], command[1:]...)}
	w.cmd.Env = []string{workerVariable + "=1", "GOMEMLIMIT=384MiB"}
	if opt.Cache != "" {
		w.cmd.Env = append(w.cmd.Env, cacheVariable+"="+opt.Cache)
	}
	if root, ok := os.LookupEnv("SYSTEMROOT"); ok { // Windows starts nothing without it
		w.cmd.Env = append(w.cmd.Env, "SYSTEMROOT="+root)
	}
	w.cmd.Stderr = &w.said
	in, err := w.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a graphviz worker: %w", err)
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a graphviz worker: %w", err)
	}
	w.in, w.out = in, &io.LimitedReader{R: out}
	w.read, w.write = json.NewDecoder(w.out), json.NewEncoder(in)
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a graphviz worker: %w", err)
	}
	ready, err := w.wait(ctx, opt.Start, func() error { return nil })
	if err == nil && ready.Error != "" {
		err = errors.New(ready.Error)
	}
	if err != nil {
		w.kill()
		return nil, fmt.Errorf("starting a graphviz worker: %w", err)
	}
	return w, nil
}

// do has a job done.
func (w *worker) do(ctx context.Context, n export.Network, timeout time.Duration) (export.NetworkPlaces, error) {
	a, err := w.wait(ctx, timeout, func() error { return w.write.Encode(job{n, timeout}) })
	if err != nil {
		return export.NetworkPlaces{}, err
	}
	if a.Error != "" {
		return export.NetworkPlaces{}, errors.New(a.Error)
	}
	if p := a.Places; len(p.Boxes) != len(n.Boxes) || len(p.Lines) != len(n.Lines) {
		w.broken = true
		return p, fmt.Errorf("the graphviz worker placed %d boxes and %d lines instead of %d and %d",
			len(p.Boxes), len(p.Lines), len(n.Boxes), len(n.Lines))
	}
	return a.Places, nil
}

// wait sends something and waits for the answer. When ctx is done, the time is
// over or the worker fails, the worker is broken.
func (w *worker) wait(ctx context.Context, timeout time.Duration, send func() error) (answer, error) {
	type result struct {
		answer
		err error
	}
	w.out.N = maxOutput
	got := make(chan result, 1)
	go func() { // ends with the answer, or when the worker is killed
		var r result
		if r.err = send(); r.err == nil {
			r.err = w.read.Decode(&r.answer)
		}
		got <- r
	}()
	// A job ends by itself a little earlier, when it can.
	timer := time.NewTimer(timeout + timeout/10)
	defer timer.Stop()
	var cause error
	select {
	case r := <-got:
		if r.err == nil {
			return r.answer, nil
		}
		w.broken = true
		w.kill()
		return answer{}, fmt.Errorf("the graphviz worker died: %w%s", r.err, w.said.line())
	case <-ctx.Done():
		cause = ctx.Err()
	case <-timer.C:
		cause = fmt.Errorf("the graphviz worker took longer than %v", timeout)
	}
	w.broken = true
	w.kill()
	<-got
	return answer{}, cause
}

// kill ends the process and waits for it. It may be called again.
func (w *worker) kill() {
	if w.cmd.ProcessState != nil {
		return
	}
	w.in.Close()
	w.cmd.Process.Kill()
	w.cmd.Wait()
}

// firstBytes keeps the first bytes that are written to it.
type firstBytes struct{ kept []byte }

func (f *firstBytes) Write(p []byte) (int, error) {
	if room := 1024 - len(f.kept); room > 0 {
		f.kept = append(f.kept, p[:min(room, len(p))]...)
	}
	return len(p), nil
}

// line returns the first line behind a colon, or nothing.
func (f *firstBytes) line() string {
	s, _, _ := strings.Cut(strings.TrimSpace(string(f.kept)), "\n")
	if s == "" {
		return ""
	}
	return ": " + s
}
