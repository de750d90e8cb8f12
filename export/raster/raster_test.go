package raster_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/raster"
	"github.com/kithgraph/kith/graph"
)

func TestMain(m *testing.M) {
	for _, a := range os.Args[1:] { // this program as a converter that misbehaves
		switch a {
		case "0.svg":
			switch os.Getenv("HOME")[:1] + misbehave() {
			case "/fail":
				fmt.Fprintln(os.Stderr, "Error reading SVG\nmore")
				os.Exit(1)
			case "/sleep":
				time.Sleep(time.Hour)
			case "/flood":
				for {
					if _, err := os.Stdout.Write(make([]byte, 1<<20)); err != nil {
						os.Exit(0)
					}
				}
			}
		}
	}
	os.Exit(m.Run())
}

// misbehave is told by the picture, the only thing that a converter is given.
func misbehave() string {
	b, _ := os.ReadFile("0.svg")
	return string(b)
}

func picture(t testing.TB) export.Result {
	t.Helper()
	r, err := export.Render(t.Context(), export.Chart{Title: "Two", Cards: []export.Card{
		{ID: "a", Title: "Chief", Holders: []export.Holder{{Name: "Ann Archer", Stance: graph.StanceChampion}}}, {ID: "b", Parent: "a", Holders: []export.Holder{{Name: "Bo Bell"}}},
	}}, export.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func converter(t *testing.T) *raster.Converter {
	t.Helper()
	c, err := raster.New(raster.Options{})
	if err != nil {
		t.Skipf("NOT RUN: %v", err)
	}
	return c
}

func TestPNG(t *testing.T) {
	c := converter(t)
	data, err := c.PNG(t.Context(), picture(t), 640)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 640 || b.Dy() != 360 {
		t.Errorf("%d × %d pixels, want 640 × 360", b.Dx(), b.Dy())
	}
	white, green := 0, 0
	for y := range 360 {
		for x := range 640 {
			switch c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA); c {
			case color.NRGBA{255, 255, 255, 255}:
				white++
			case color.NRGBA{0xE6, 0xF4, 0xEC, 255}: // a champion's card
				green++
			}
		}
	}
	if white < 640*360/2 || green < 500 {
		t.Errorf("%d white and %d green pixels of %d", white, green, 640*360)
	}
}

func TestPDF(t *testing.T) {
	c := converter(t)
	data, err := c.PDF(t.Context(), picture(t), picture(t), picture(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(data, []byte("%PDF-")) || bytes.Count(data, []byte("/Type /Page\n"))+bytes.Count(data, []byte("/Type /Page ")) != 3 {
		t.Errorf("no document of three pages: %q…", data[:min(40, len(data))])
	}
	// 13.333 × 7.5 inches are 960 × 540 points.
	if !bytes.Contains(data, []byte("/MediaBox [ 0 0 960 540 ]")) {
		t.Errorf("no page of 960 × 540 points")
	}
}

func TestRefuses(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c, err := raster.New(raster.Options{Command: self, Timeout: 400 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	good := picture(t)
	for _, width := range []int{-1, 0, 1 << 20, 1 << 30} {
		if _, err := c.PNG(t.Context(), good, width); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("width %d: %v, want %v", width, err, graph.ErrInvalid)
		}
	}
	if _, err := c.PNG(t.Context(), export.Result{}, 100); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("no picture: %v, want %v", err, graph.ErrInvalid)
	}
	if _, err := c.PDF(t.Context()); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("no pages: %v, want %v", err, graph.ErrInvalid)
	}
	if _, err := c.PDF(t.Context(), make([]export.Result, raster.MaxPages+1)...); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("too many pages: %v, want %v", err, graph.ErrInvalid)
	}
	huge := good
	huge.SVG = make([]byte, 65<<20)
	if _, err := c.PDF(t.Context(), huge); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("too large: %v, want %v", err, graph.ErrInvalid)
	}
	for how, says := range map[string]string{"fail": "Error reading SVG", "sleep": "longer than 400ms", "flood": "wrote more than"} {
		bad := good
		bad.SVG = []byte(how)
		opt := raster.Options{Command: self, Timeout: 400 * time.Millisecond}
		if how == "flood" {
			opt.Timeout = 0
		}
		c, err := raster.New(opt)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.PDF(t.Context(), bad); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want an error that says %q", how, err, says)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.PDF(ctx, good); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, want %v", err, context.Canceled)
	}
	if _, err := raster.New(raster.Options{Command: "no-such-program"}); !errors.Is(err, raster.ErrMissing) {
		t.Errorf("no program: %v, want %v", err, raster.ErrMissing)
	}
}
