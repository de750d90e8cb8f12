package export_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/graphviz"
	"github.com/kithgraph/kith/export/graphviz/graphviztest"
)

// galleryDir is where the pictures of docs/pictures.md are kept.
var galleryDir = filepath.Join("..", "docs", "gallery")

// exhibit is a picture of the gallery.
type exhibit struct {
	name    string
	caption string
	chart   func(t testing.TB) export.Chart
	opt     export.Options
	page    int // of a book; 0 for a single picture
}

// invented returns a maker of random charts.
func invented(n int) func(testing.TB) export.Chart {
	return func(testing.TB) export.Chart {
		c := randomChart(11, n)
		c.Title = fmt.Sprintf("An invented organisation of %s people", thousands(n))
		c.Subtitle, c.AsOf = "Names and labels are drawn at random", "22 Nov 2026"
		return c
	}
}

func thousands(n int) string {
	if n >= 1000 {
		return fmt.Sprintf("%d,%03d", n/1000, n%1000)
	}
	return fmt.Sprint(n)
}

// paired is meridian with agreed counterparts.
func paired(t testing.TB) export.Chart {
	c := meridian(t)
	for who, ours := range map[string]string{
		"Henrike Brandt": "EV", "Dr. Sunita Rao": "EV", "Gregor Haas": "AK", "Tobias Engel": "MB", "Farid Rahimi": "RS", "Matteo Ricci": "JL",
		"Johanna Sørensen": "AK",
	} {
		holder(t, &c, who).PairedWith = []string{ours}
	}
	return c
}

// focused returns the ids of a few people of a large chart.
func focused(n int) []string {
	var out []string
	for _, i := range []int{n / 3, n / 2, n - 17} {
		out = append(out, fmt.Sprint("n", i))
	}
	return out
}

var gallery = []exhibit{
	{"tree-slide", "TREE on a slide: one company of 59 people", meridian, export.Options{}, 0},
	{"tree-a4", "TREE on A4", meridian, export.Options{Page: export.PageA4}, 0},
	{"tree-a3", "TREE on A3: text of 8 pt and more", meridian, export.Options{Page: export.PageA3}, 0},
	{"tree-a1", "TREE on A1: 400 people", invented(400), export.Options{Page: export.PageA1}, 0},
	{"tree-a0", "TREE on A0: 1,000 people", invented(1000), export.Options{Page: export.PageA0}, 0},
	{"tree-natural", "TREE at its natural size", signs2, export.Options{Page: export.PageNatural}, 0},
	{"signs", "every sign once", signs2, export.Options{}, 0},
	{"shared-slide", "TREE on a slide: seats with one holder, two and twelve, a vacant one, assistants and second lines", shared, export.Options{}, 0},
	{"shared-a3", "the same on A3", shared, export.Options{Page: export.PageA3}, 0},
	{"shared-pair", "PAIR: a row for each who shares a seat", shared, export.Options{Diagram: export.DiagramPair}, 0},
	{"tree-web", "TREE for the web, on a light screen", meridian, export.Options{Profile: export.ProfileWeb}, 0},
	{"tree-redacted", "TREE for the customer: Options.Redacted", meridian, export.Options{Redacted: true}, 0},
	{"pages-1", "the first of several pages: 200 people, 40 to a page", invented(200), export.Options{}, 1},
	{"pages-3", "a later page, with the page it comes from", invented(200), export.Options{}, 3},
	{"pair-slide", "PAIR on a slide: who knows whom, and who is agreed to face whom", paired, export.Options{Diagram: export.DiagramPair}, 0},
	{"pair-a3", "PAIR on A3", paired, export.Options{Diagram: export.DiagramPair, Page: export.PageA3}, 0},
	{"pair-redacted", "PAIR for the customer", paired, export.Options{Diagram: export.DiagramPair, Redacted: true}, 0},
	{"network-slide", "NETWORK on a slide, laid out by Graphviz", influence, export.Options{Diagram: export.DiagramNetwork}, 0},
	{"network-plain", "NETWORK without Graphviz", influence, export.Options{Diagram: export.DiagramNetwork}, 0},
	{"overview-1000", "OVERVIEW on a slide: 1,000 people", invented(1000), export.Options{Diagram: export.DiagramOverview}, 0},
	{"overview-10000", "OVERVIEW on a slide: 10,000 people", invented(10_000), export.Options{Diagram: export.DiagramOverview}, 0},
	{"overview-10000-a0", "OVERVIEW on A0: 10,000 people", invented(10_000), export.Options{Diagram: export.DiagramOverview, Page: export.PageA0}, 0},
	{"focus-slide", "FOCUS on two of 59 people", meridian, export.Options{Diagram: export.DiagramFocus, Focus: []string{"p10", "p35"}}, 0},
	{"focus-10000", "FOCUS on three of 10,000 people", invented(10_000), export.Options{Diagram: export.DiagramFocus, Focus: focused(10_000)}, 0},
	{"matrix-slide", "MATRIX on a slide: their levels, our people", paired, export.Options{Diagram: export.DiagramMatrix}, 0},
	{"matrix-a3", "MATRIX on A3", paired, export.Options{Diagram: export.DiagramMatrix, Page: export.PageA3}, 0},
	{"diff-slide", "DIFF on a slide: joined, left, moved, re-labelled", changed, export.Options{Diagram: export.DiagramDiff}, 0},
	{"diff-a3", "DIFF on A3", changed, export.Options{Diagram: export.DiagramDiff, Page: export.PageA3}, 0},
}

func signs2(t testing.TB) export.Chart { return signs(t) }

func changed(t testing.TB) export.Chart { return export.Diff(meridian(t), meridianLater(t)) }

// largest is the size of a picture that is kept in the gallery; of larger ones
// only the sum is.
const largest = 150_000

// TestGallery draws every picture of the gallery and compares the sums of all
// and the bytes of those that are kept. With -update it rewrites them; `make
// gallery` makes PNG of them in two engines.
func TestGallery(t *testing.T) {
	layout := graphviz.New(graphviz.Options{Program: graphviztest.Program(t)})
	defer layout.Close()
	var sums strings.Builder
	seen := map[export.Diagram]bool{}
	sizes := map[export.Page]bool{}
	for _, e := range gallery {
		if e.opt.Diagram == export.DiagramNetwork && e.name != "network-plain" {
			e.opt.Network = layout
		}
		r := draw(t, e)
		checkSVG(t, r.SVG, e.opt.Profile == export.ProfileWeb)
		checkText(t, r.SVG)
		seen[r.Diagram] = true
		if e.opt.Page == "" {
			e.opt.Page = export.PageSlide
		}
		sizes[e.opt.Page] = true
		fmt.Fprintf(&sums, "%x  %s.svg\n", sha256.Sum256(r.SVG), e.name)
		if len(r.SVG) <= largest {
			goldenIn(t, galleryDir, e.name+".svg", r.SVG)
		}
		if *update && os.Getenv("KITH_GALLERY_ALL") != "" { // for make gallery
			if err := os.WriteFile(filepath.Join(os.Getenv("KITH_GALLERY_ALL"), e.name+".svg"), r.SVG, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	goldenIn(t, galleryDir, "SHA256SUMS", []byte(sums.String()))
	for _, v := range export.Diagrams() {
		if !seen[v] {
			t.Errorf("the gallery has no %s", v)
		}
	}
	for _, p := range export.Pages() {
		if !sizes[p] {
			t.Errorf("the gallery has no page %s", p)
		}
	}
	goldenIn(t, galleryDir, "README.md", captions())
}

// draw draws an exhibit.
func draw(t testing.TB, e exhibit) export.Result {
	if e.page > 0 {
		return pagesOf(t, e.chart(t), e.opt)[e.page-1]
	}
	return render(t, e.chart(t), e.opt)
}

// captions returns the page that shows the gallery.
func captions() []byte {
	var b bytes.Buffer
	b.WriteString(`# Gallery

Every diagram and page, drawn twice: by Chromium on the left and by librsvg, which
makes PNG and PDF here, on the right. ` + "`make gallery`" + ` makes them anew, and a test
holds the SVG files to their bytes. The people are invented. See
[pictures](../pictures.md) for what the signs mean.

`)
	for _, e := range gallery {
		fmt.Fprintf(&b, "## %s\n\n", e.caption)
		fmt.Fprintf(&b, "![Chromium: %s](%s.chromium.png) ![librsvg: %s](%s.librsvg.png)\n\n", e.caption, e.name, e.caption, e.name)
		if e.name == "tree-web" {
			b.WriteString("The same file on a dark screen:\n\n![Chromium, dark](tree-web.dark.png)\n\n")
		}
	}
	b.WriteString("## Without colour\n\nTwo of the pictures in grey, and as eyes without the green or the red receptors see them.\n\n")
	for _, name := range []string{"tree-slide", "network-slide"} {
		for _, kind := range []string{"grey", "deuteranopia", "protanopia"} {
			fmt.Fprintf(&b, "![%s: %s](%s.%s.png)\n", name, kind, name, kind)
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
