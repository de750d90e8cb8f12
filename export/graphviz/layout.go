package graphviz

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/internal/child"
	"github.com/kithgraph/kith/internal/dotwire"
)

// The bounds of a network that Graphviz is given; of larger ones the picture is
// laid out by package export.
const (
	MaxBoxes = dotwire.MaxBoxes
	MaxLines = dotwire.MaxLines
)

// programName is the name of the program.
const programName = "kith-graphviz"

// ErrClosed is that a layout was closed.
var ErrClosed = errors.New("the network layout is closed")

// Options say how the program is run. The zero Options are a good default.
type Options struct {
	// Program is the path of kith-graphviz; default the one beside this program,
	// else the one on the PATH.
	Program string

	// Keep is a directory of this user in which compiled code is kept from one process to
	// the next, made with mode 0700; "" keeps it for this layout alone. One that others may
	// read or write is not used.
	Keep string

	Timeout time.Duration // of one run; default 2 min, which is an error
	AtOnce  int           // runs at a time, further ones wait; default 2
}

// Layout is an [export.NetworkLayout] by Graphviz. It is safe for concurrent
// use.
type Layout struct {
	opt  Options
	free chan struct{} // holds a token for each run

	mu     sync.Mutex
	dir    string // of the runs; "" before the first
	closed bool
}

// New returns a layout, which costs nothing before it is used. The caller closes
// it.
func New(opt Options) *Layout {
	if opt.Timeout <= 0 {
		opt.Timeout = 2 * time.Minute
	}
	if opt.AtOnce <= 0 {
		opt.AtOnce = 2
	}
	return &Layout{opt: opt, free: make(chan struct{}, opt.AtOnce)}
}

// LayOut places a network. It fails with [export.ErrOwnLayout] for a network of
// more than [MaxBoxes] or [MaxLines] and when the program is not installed, with
// the context's error when ctx is done first, with [ErrClosed], and when the
// program fails, takes longer than Options.Timeout or answers nonsense. Cost: a
// process, which takes 0.7 s where no compiled code is kept and else 0.1 s, and some
// hundredths of a second for a usual network.
func (l *Layout) LayOut(ctx context.Context, n export.Network) (export.NetworkPlaces, error) {
	if len(n.Boxes) > MaxBoxes || len(n.Lines) > MaxLines {
		return export.NetworkPlaces{}, fmt.Errorf("%w: %d people and %d lines are more than Graphviz is given, which is %d and %d",
			export.ErrOwnLayout, len(n.Boxes), len(n.Lines), MaxBoxes, MaxLines)
	}
	job, err := dotwire.AppendJob(nil, n)
	if err != nil {
		return export.NetworkPlaces{}, err
	}
	program := l.opt.Program
	if program == "" {
		self, err := os.Executable()
		if err != nil {
			return export.NetworkPlaces{}, fmt.Errorf("looking for %s: %w", programName, err)
		}
		if program = find(self); program == "" {
			return export.NetworkPlaces{}, fmt.Errorf("%w: %s is neither beside kith nor on the PATH", export.ErrOwnLayout, programName)
		}
	}
	select {
	case l.free <- struct{}{}:
		defer func() { <-l.free }()
	case <-ctx.Done():
		return export.NetworkPlaces{}, ctx.Err()
	}
	dir, err := l.directory()
	if err != nil {
		return export.NetworkPlaces{}, err
	}
	run := func(code string) ([]byte, error) {
		return child.Program{
			Name: programName, Path: program, Dir: dir, Env: environment(code),
			Timeout: l.opt.Timeout, Input: job, MaxOutput: dotwire.MaxAnswer,
		}.Run(ctx)
	}
	code := dir
	if private(l.opt.Keep) {
		code = l.opt.Keep
	}
	answer, err := run(code)
	if code != dir && errors.As(err, new(*exec.ExitError)) {
		answer, err = run(dir) // what is kept may be damaged: once more without it
		if err == nil {
			os.RemoveAll(code)
		}
	}
	if err != nil {
		return export.NetworkPlaces{}, err
	}
	return dotwire.ParseAnswer(answer, n)
}

// Close waits for the runs, removes what they left, and makes further layouts
// fail with [ErrClosed]. It may be called again.
func (l *Layout) Close() error {
	for range cap(l.free) {
		l.free <- struct{}{}
		defer func() { <-l.free }()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	if l.dir == "" {
		return nil
	}
	return os.RemoveAll(l.dir)
}

// directory returns the directory in which the program runs, which is made for
// the first run, with mode 0700. The program leaves there, for the next run,
// WebAssembly that it compiled: nobody else may write to it.
func (l *Layout) directory() (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return "", ErrClosed
	}
	if l.dir == "" {
		dir, err := os.MkdirTemp("", "kith-graphviz-")
		if err != nil {
			return "", fmt.Errorf("a directory for %s: %w", programName, err)
		}
		l.dir = dir
	}
	return l.dir, nil
}

// private makes a directory, when there is none, and reports whether it is one that nobody
// else can get into. What another user owns with that mode cannot be used by this one.
func private(dir string) bool {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return false
	}
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && info.Mode().Perm() == 0o700
}

// environment returns all that the program knows of this one's.
func environment(dir string) []string {
	env := []string{"TMPDIR=" + dir}
	if root, ok := os.LookupEnv("SYSTEMROOT"); ok { // Windows starts nothing without it
		env = append(env, "SYSTEMROOT="+root, "TMP="+dir)
	}
	return env
}

// find returns the path of the program beside a program, or beside what it is a
// link to, or on the PATH, or "".
func find(self string) string {
	beside := []string{self}
	if target, err := filepath.EvalSymlinks(self); err == nil {
		beside = append(beside, target)
	}
	for _, b := range beside {
		if path, err := exec.LookPath(filepath.Join(filepath.Dir(b), programName)); err == nil {
			return path
		}
	}
	path, err := exec.LookPath(programName)
	if err != nil { // also when it is found in the current directory
		return ""
	}
	return path
}
