package graphviz

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/kithgraph/kith/export"
)

// How a worker is told from other uses of the binary: both must be there.
const (
	workerArgument = "graphviz-worker"
	workerVariable = "KITH_GRAPHVIZ_WORKER"
)

// job is what a worker is asked.
type job struct {
	Network  export.Network
	Deadline time.Duration
}

// answer is what a worker answers, first when it is ready and then to each job.
type answer struct {
	Places export.NetworkPlaces
	Error  string
}

// isWorker reports whether this process is a worker.
func isWorker() bool {
	return len(os.Args) == 2 && os.Args[1] == workerArgument && os.Getenv(workerVariable) == "1"
}

// Main serves jobs and ends the process when it was started as a worker by a
// [Layout], and otherwise does nothing. It stands first in main, before
// anything is read or opened; a program without it cannot have workers.
func Main() {
	if !isWorker() {
		return
	}
	signal.Ignore(os.Interrupt) // the parent decides when to stop
	if err := serve(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "graphviz worker:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// serve answers jobs until in ends.
func serve(ctx context.Context, in io.Reader, out io.Writer) error {
	m, err := loadCached(ctx, os.Getenv(cacheVariable))
	write := json.NewEncoder(out)
	if err != nil {
		return write.Encode(answer{Error: "loading: " + err.Error()})
	}
	defer m.runtime.Close(ctx)
	if err := write.Encode(answer{}); err != nil {
		return err
	}
	jobs := make(chan job)
	ended := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // ends when in does, and ends a job that nobody waits for
		defer cancel()
		read := json.NewDecoder(in)
		for {
			var j job
			if err := read.Decode(&j); err != nil {
				if err == io.EOF {
					err = nil
				}
				ended <- err
				return
			}
			select {
			case jobs <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case err := <-ended:
			return err
		case j := <-jobs:
			if err := write.Encode(m.answer(ctx, j)); err != nil {
				return err
			}
		}
	}
}

// answer does a job.
func (m *module) answer(ctx context.Context, j job) answer {
	ctx, cancel := context.WithTimeout(ctx, j.Deadline)
	defer cancel()
	dot, err := DOT(j.Network)
	if err != nil {
		return answer{Error: err.Error()}
	}
	text, err := m.plain(ctx, dot)
	if err != nil {
		return answer{Error: err.Error()}
	}
	places, err := placesOf(text, j.Network)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Places: places}
}
