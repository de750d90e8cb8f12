// Package raster makes PNG and PDF files of the pictures of package export with
// rsvg-convert, the converter of librsvg.
//
// It is an external program, as every desktop and server distribution has it
// (package librsvg2-bin, librsvg2-tools or librsvg); kith works without it and
// then offers SVG alone. It is run with care: on pictures of package export
// only, which refer to nothing outside; without environment, shell or file names
// of others; some at a time; with a deadline, after which it is killed; and with
// bounds on what goes in and comes out.
//
// Text is drawn in the fonts of the machine: Arial, Helvetica or Liberation
// Sans, for which pictures are measured, and others for other scripts.
package raster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/child"
)

const (
	// MaxPixels is the largest number of pixels of a PNG.
	MaxPixels = 80_000_000

	// MaxPages is the largest number of pages of a PDF.
	MaxPages = 500

	maxInput  = 64 << 20 // bytes of all pictures of a file
	maxOutput = 128 << 20
)

// ErrMissing is that rsvg-convert is not installed.
var ErrMissing = errors.New("rsvg-convert is not installed: install librsvg2-bin (Debian, Ubuntu), librsvg2-tools (Fedora) or librsvg (Alpine, Homebrew)")

// Options say how the converter is run. The zero Options are a good default.
type Options struct {
	Command string        // the program; default rsvg-convert, searched in PATH
	Timeout time.Duration // of one conversion; default 30 s
	AtOnce  int           // conversions at a time, further ones wait; default 2
}

// Converter makes files of pictures. It is safe for concurrent use.
type Converter struct {
	program string
	timeout time.Duration
	free    chan struct{}
}

// New returns a converter, or an error that wraps [ErrMissing] when the program
// is not there.
func New(opt Options) (*Converter, error) {
	name := opt.Command
	if name == "" {
		name = "rsvg-convert"
	}
	program, err := exec.LookPath(name)
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrMissing, err)
	}
	if opt.Timeout <= 0 {
		opt.Timeout = 30 * time.Second
	}
	if opt.AtOnce <= 0 {
		opt.AtOnce = 2
	}
	return &Converter{program: program, timeout: opt.Timeout, free: make(chan struct{}, opt.AtOnce)}, nil
}

// PNG returns a picture with the given width in pixels, white behind it. It
// fails with an error that wraps [graph.ErrInvalid] when the image would have
// more than [MaxPixels], with the context's error when ctx is done first, and
// when the converter fails. Cost: about 0.2 s for a slide.
func (c *Converter) PNG(ctx context.Context, picture export.Result, width int) ([]byte, error) {
	if picture.Width <= 0 || picture.Height <= 0 {
		return nil, graph.Invalid("raster-size", nil, "the picture has no size")
	}
	height := float64(width) * picture.Height / picture.Width
	if width < 1 || !(float64(width)*height <= MaxPixels) {
		return nil, graph.Invalid("raster-size", nil, "an image %d pixels wide and %.0f high is too large or empty: at most %d pixels", width, height, MaxPixels)
	}
	return c.run(ctx, []export.Result{picture}, "--format=png", "--background-color=white", "--width="+strconv.Itoa(width), "--keep-aspect-ratio")
}

// PDF returns pictures as the pages of a document, each as large as it is in
// print, with text that can be selected. It fails with an error that wraps
// [graph.ErrInvalid] without pages and with more than [MaxPages], with the
// context's error when ctx is done first, and when the converter fails. Cost:
// about 0.2 s for a slide.
func (c *Converter) PDF(ctx context.Context, pages ...export.Result) ([]byte, error) {
	if len(pages) == 0 || len(pages) > MaxPages {
		return nil, graph.Invalid("raster-pages", nil, "a document of %d pages: want 1 to %d", len(pages), MaxPages)
	}
	return c.run(ctx, pages, "--format=pdf")
}

// run runs the converter on pictures in files of their own.
func (c *Converter) run(ctx context.Context, pictures []export.Result, args ...string) ([]byte, error) {
	select {
	case c.free <- struct{}{}:
		defer func() { <-c.free }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	dir, err := os.MkdirTemp("", "kith-raster-")
	if err != nil {
		return nil, fmt.Errorf("converting a picture: %w", err)
	}
	defer os.RemoveAll(dir)
	total := 0
	for k, p := range pictures {
		if total += len(p.SVG); total > maxInput {
			return nil, graph.Invalid("raster-size", nil, "the pictures are too large to convert: at most %d MB", maxInput>>20)
		}
		name := filepath.Join(dir, strconv.Itoa(k)+".svg")
		if err := os.WriteFile(name, p.SVG, 0o600); err != nil {
			return nil, fmt.Errorf("converting a picture: %w", err)
		}
		args = append(args, strconv.Itoa(k)+".svg")
	}
	return child.Program{
		Name: "rsvg-convert", Path: c.program, Args: args, Dir: dir, Env: []string{"LC_ALL=C.UTF-8", "HOME=" + dir},
		Timeout: c.timeout, MaxOutput: maxOutput,
	}.Run(ctx)
}
