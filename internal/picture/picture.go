// Package picture makes files of an account for people: its pictures as SVG, PNG
// or PDF, and the forms that other programs read. It is what the command line and
// the server share between a request and package export.
package picture

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/graphviz"
	"github.com/kithgraph/kith/export/raster"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

// Format is a kind of file: one of those below, or an [export.Format].
type Format string

// The formats of pictures.
const (
	SVG Format = "SVG" // the default
	PNG Format = "PNG" // needs rsvg-convert, see [ErrMissing]
	PDF Format = "PDF" // needs rsvg-convert; all pages in one file
)

// Formats returns every format.
func Formats() []Format {
	out := []Format{SVG, PNG, PDF}
	for _, f := range export.Formats() {
		out = append(out, Format(f))
	}
	return out
}

// Drawn reports whether files of the format are pictures.
func (f Format) Drawn() bool { return f == SVG || f == PNG || f == PDF }

// Extension returns the usual end of a file's name without the dot.
func (f Format) Extension() string {
	if f.Drawn() {
		return strings.ToLower(string(f))
	}
	return export.Format(f).Extension()
}

// MediaType returns the media type for HTTP.
func (f Format) MediaType() string {
	switch f {
	case SVG:
		return "image/svg+xml"
	case PNG:
		return "image/png"
	case PDF:
		return "application/pdf"
	}
	return export.Format(f).MediaType()
}

// ByExtension returns the format whose files end so, and false for none.
func ByExtension(end string) (Format, bool) {
	for _, f := range Formats() {
		if f.Extension() == end {
			return f, true
		}
	}
	return "", false
}

// The bounds of [Request.Width], in pixels.
const (
	MinWidth     = 16
	DefaultWidth = 2000
	MaxWidth     = 10_000
)

// ErrMissing is that the program is not installed that PNG and PDF need.
var ErrMissing = raster.ErrMissing

// MaxFocus is how many people a FOCUS diagram may be about, and how many any may be
// asked to include.
const MaxFocus = 100

// Request says what to make of an account.
type Request struct {
	Account graph.ID
	Format  Format // "" is SVG

	// Answers are the answers that are kept about the view's snapshot; nil works
	// them out.
	Answers *find.Keeper

	// Before is the earlier of the two days of a DIFF diagram, and nil for others.
	Before *view.View

	// Decision counts the parts in this open decision of the account alone; all open
	// ones without it.
	Decision graph.ID

	// Paged draws a TREE on as many pages as are comfortable to read.
	Paged bool

	// Width is how wide a PNG is, MinWidth to MaxWidth pixels; 0 for
	// DefaultWidth.
	Width int

	// Options are those of the picture. Focus and Include may name people or seats;
	// Network is set by the Studio. The forms that are no pictures heed Redacted
	// alone.
	Options export.Options
}

// File is one file of a request.
type File struct {
	Body   []byte
	Format Format
	// Result is what is to know of the picture, without the SVG; of a PDF, of its
	// first page.
	Result export.Result
}

// Studio makes files. It is safe for concurrent use. What is costly is made when
// it is first asked for: a Studio that nobody uses costs nothing.
type Studio struct {
	network export.NetworkLayout
	raster  func() (*raster.Converter, error)
	close   func() error
}

// New returns a studio; the caller closes it. It lays out networks by the program
// kith-graphviz, where that is installed, and keeps its compiled code in the user's
// directory for caches.
func New() *Studio {
	var opt graphviz.Options
	if dir, err := os.UserCacheDir(); err == nil {
		opt.Keep = filepath.Join(dir, "kith", "graphviz")
	}
	s, layout := Plain(), graphviz.New(opt)
	s.network, s.close = layout, layout.Close
	return s
}

// Plain returns a studio whose networks package export lays out, which their
// pictures say; it needs no closing.
func Plain() *Studio {
	return &Studio{
		network: plain{},
		raster:  sync.OnceValues(func() (*raster.Converter, error) { return raster.New(raster.Options{}) }),
		close:   func() error { return nil },
	}
}

// Close ends what the studio has started.
func (s *Studio) Close() error { return s.close() }

// plain is a layout that leaves every network to package export.
type plain struct{}

func (plain) LayOut(context.Context, export.Network) (export.NetworkPlaces, error) {
	return export.NetworkPlaces{}, export.ErrOwnLayout
}

// Draw makes the files of a request for an account as it is in a view: one, or
// with Paged one for each page, which come one at a time. It fails with
// [graph.ErrInvalid] for a request that makes no sense, [graph.ErrNotFound] for
// an account that is not there, [ErrMissing], and as
// package export does. The first error ends the files.
func (s *Studio) Draw(ctx context.Context, v *view.View, r Request) iter.Seq2[File, error] {
	return func(yield func(File, error) bool) {
		chart, err := s.prepare(v, &r)
		if err != nil {
			yield(File{}, err)
			return
		}
		switch r.Format {
		case SVG, PNG:
			for res, err := range render(ctx, chart, r) {
				var f File
				if err == nil {
					f, err = s.file(ctx, res, r)
				}
				if !yield(f, err) || err != nil {
					return
				}
			}
		case PDF:
			yield(s.document(ctx, chart, r))
		default:
			if r.Options.Redacted {
				chart = export.Redact(chart)
			}
			text, err := export.Text(chart, export.Format(r.Format))
			yield(File{Body: []byte(text), Format: r.Format, Result: export.Result{Seats: len(chart.Cards)}}, err)
		}
	}
}

// One is Draw for the only file of a request, or for the page with the given
// number from 1; 0 is the only file.
func (s *Studio) One(ctx context.Context, v *view.View, r Request, number int) (File, error) {
	n, of := 0, 0
	for f, err := range s.Draw(ctx, v, r) {
		if err != nil {
			return File{}, err
		}
		n, of = n+1, f.Result.Of
		if number == 0 || n == number {
			return f, nil
		}
	}
	return File{}, graph.Invalid("query", nil, "there is no page %d of %d", number, max(n, of))
}

// prepare checks a request, fills in what it leaves out and makes the chart.
func (s *Studio) prepare(v *view.View, r *Request) (export.Chart, error) {
	o := &r.Options
	if r.Format == "" {
		r.Format = SVG
	}
	if r.Width == 0 {
		r.Width = DefaultWidth
	}
	if o.Diagram == "" {
		o.Diagram = export.DiagramTree
	}
	invalid := func(format string, args ...any) (export.Chart, error) {
		return export.Chart{}, graph.Invalid("query", nil, format, args...)
	}
	switch {
	case r.Account == "":
		return invalid("an account is wanted: its id")
	case !slices.Contains(Formats(), r.Format):
		return invalid("format %q is none of %v", r.Format, Formats())
	case r.Width < MinWidth || r.Width > MaxWidth:
		return invalid("a width of %d pixels is not between %d and %d", r.Width, MinWidth, MaxWidth)
	case o.Diagram == export.DiagramDiff && r.Before == nil:
		return invalid("a DIFF diagram wants the earlier of its two days")
	case o.Diagram != export.DiagramDiff && r.Before != nil:
		return invalid("an earlier day is for the DIFF diagram, and %s is asked for", o.Diagram)
	case o.Diagram != export.DiagramFocus && len(o.Focus) > 0:
		return invalid("people to look at are for the FOCUS diagram, and %s is asked for", o.Diagram)
	case len(o.Focus) > MaxFocus || len(o.Include) > MaxFocus:
		return invalid("%d people to look at or to include are more than %d", max(len(o.Focus), len(o.Include)), MaxFocus)
	}
	o.Network = s.network
	chart, err := export.Account(r.Answers, v, r.Account, r.Decision)
	if err != nil {
		return chart, err
	}
	if r.Before != nil {
		before, err := export.Account(r.Answers, r.Before, r.Account, "")
		if err != nil {
			return chart, err
		}
		chart = export.Diff(before, chart)
	}
	if o.Focus, err = cards(&chart, o.Focus); err != nil {
		return chart, err
	}
	o.Include, err = cards(&chart, o.Include)
	return chart, err
}

// cards returns the ids of the cards that people or seats stand for.
func cards(chart *export.Chart, names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		found := false
		for i := range chart.Cards {
			c := &chart.Cards[i]
			if name != "" && (c.ID == name || slices.ContainsFunc(c.Holders, func(h export.Holder) bool { return h.Person == name })) {
				out, found = append(out, c.ID), true
			}
		}
		if !found {
			return nil, graph.NotFound("person or seat of the account", graph.ID(name))
		}
	}
	return out, nil
}

// render draws the one picture or the pages of a request.
func render(ctx context.Context, chart export.Chart, r Request) iter.Seq2[export.Result, error] {
	if r.Paged {
		return export.RenderPages(ctx, chart, r.Options)
	}
	return func(yield func(export.Result, error) bool) { yield(export.Render(ctx, chart, r.Options)) }
}

// file makes a file of one picture.
func (s *Studio) file(ctx context.Context, res export.Result, r Request) (File, error) {
	f := File{Body: res.SVG, Format: r.Format, Result: res}
	f.Result.SVG = nil
	if r.Format == SVG {
		return f, nil
	}
	c, err := s.raster()
	if err == nil {
		f.Body, err = c.PNG(ctx, res, r.Width)
	}
	return f, err
}

// document makes a PDF of all pages.
func (s *Studio) document(ctx context.Context, chart export.Chart, r Request) (File, error) {
	c, err := s.raster()
	if err != nil {
		return File{}, err
	}
	var pages []export.Result
	for res, err := range render(ctx, chart, r) {
		if err != nil {
			return File{}, err
		}
		if len(pages) == raster.MaxPages {
			return File{}, graph.Invalid("query", nil, "more than %d pages; choose a larger page, or SVG", raster.MaxPages)
		}
		pages = append(pages, res)
	}
	f := File{Format: PDF, Result: pages[0]}
	f.Result.SVG = nil
	f.Body, err = c.PDF(ctx, pages...)
	return f, err
}

// Note says in one line what is to know of a file, for whoever asked for it.
func (f *File) Note() string {
	var b bytes.Buffer
	if r := &f.Result; r.Diagram != "" {
		fmt.Fprintf(&b, "%s, %d seats, smallest name %.1f pt", r.Diagram, r.Seats, r.MinTextPt)
		if r.Of > 1 {
			fmt.Fprintf(&b, ", page %d of %d", r.Number, r.Of)
		}
		if r.Collapsed > 0 {
			fmt.Fprintf(&b, ", %d counted and not drawn", r.Collapsed)
		}
		if r.Shown != "" {
			fmt.Fprintf(&b, "; %s", r.Shown)
		}
		if r.ShortenedNames > 0 {
			fmt.Fprintf(&b, ", %d names shortened", r.ShortenedNames)
		}
	} else {
		fmt.Fprintf(&b, "%d seats", f.Result.Seats)
	}
	return b.String()
}
