// Command kith-graphviz places the boxes and lines of one network with Graphviz,
// for kith, which runs it: it reads a job from standard input and writes the
// answer to standard output, in the form of internal/dotwire.
//
// It is a program of its own because it imports github.com/goccy/go-graphviz,
// which is Graphviz as WebAssembly: that compiles itself when a program starts,
// does one job at a time, cannot be cancelled and may fault. Here it does one
// job and ends; kith kills it when nobody waits for it any more, and it ends by
// itself with its standard input. It sees no file, and the operating system
// limits its memory, where limit_linux.go knows how.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"

	"github.com/goccy/go-graphviz"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/internal/dotwire"
)

func main() {
	signal.Ignore(os.Interrupt) // kith decides when to stop
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run does one job.
func run(in io.Reader, out io.Writer) error {
	hideFiles()
	if err := limitMemory(); err != nil {
		return err
	}
	r := bufio.NewReader(in)
	n, err := dotwire.ReadJob(r)
	if err != nil {
		return err
	}
	go func() { // ends the program when nobody waits for it
		io.Copy(io.Discard, r)
		os.Exit(1)
	}()
	places, err := layOut(context.Background(), n)
	if err != nil {
		return err
	}
	answer, err := dotwire.AppendAnswer(nil, places)
	if err != nil {
		return err
	}
	_, err = out.Write(answer)
	return err
}

// hideFiles lets Graphviz see no file.
func hideFiles() { graphviz.SetFileSystem(nothing{}) }

// nothing is a file system without files.
type nothing struct{}

func (nothing) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// layOut places a network.
func layOut(ctx context.Context, n export.Network) (export.NetworkPlaces, error) {
	text, err := render(ctx, dot(n), "plain")
	if err != nil {
		return export.NetworkPlaces{}, fmt.Errorf("graphviz: %w", err)
	}
	return placesOf(text, n)
}

// render lays out a graph in Graphviz's language by dot and returns it in a
// format of Graphviz.
func render(ctx context.Context, dot string, format graphviz.Format) (string, error) {
	g, err := graphviz.New(ctx)
	if err != nil {
		return "", err
	}
	graph, err := graphviz.ParseBytes([]byte(dot))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := g.Render(ctx, graph, format, &out); err != nil {
		return "", err
	}
	return out.String(), nil
}
