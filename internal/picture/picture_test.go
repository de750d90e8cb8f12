package picture_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/export/graphviz/graphviztest"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/picture"
	"github.com/kithgraph/kith/internal/sample"
)

var base = graph.MustDate("2026-11-02")

func TestMain(m *testing.M) { os.Exit(graphviztest.Main(m)) }

func company(t *testing.T) *view.View {
	t.Helper()
	d := draft.NewDraft(kernel.Empty(), base, func() string { panic("the sample has ids of its own") })
	if err := sample.Company(d, base); err != nil {
		t.Fatal(err)
	}
	_, s, err := d.Check(1, base.Time())
	if err != nil {
		t.Fatal(err)
	}
	return view.On(s, base)
}

// begins are the first bytes of each format.
var begins = map[picture.Format]string{
	picture.SVG: "<?xml ", picture.PNG: "\x89PNG\r\n", picture.PDF: "%PDF-", "DOT": "digraph ", "GRAPHML": "<?xml ", "GEXF": "<?xml ", "CYPHER": "CREATE CONSTRAINT ", "CSV": "", "MARKDOWN": "# ", "VCARD": "BEGIN:VCARD\r\n",
}

func TestFormatsAndViews(t *testing.T) {
	v := company(t)
	studio := picture.New()
	defer studio.Close()
	for _, format := range picture.Formats() {
		want, known := begins[format]
		if again, ok := picture.ByExtension(format.Extension()); !ok || again != format || format.MediaType() == "" || !known {
			t.Errorf("%s: extension %q means %q; media type %q", format, format.Extension(), again, format.MediaType())
		}
		f, err := studio.One(t.Context(), v, picture.Request{Account: sample.Brackwell, Format: format}, 0)
		if errors.Is(err, picture.ErrMissing) {
			t.Logf("NOT RUN: %s: %v", format, err)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if !bytes.HasPrefix(f.Body, []byte(want)) || len(f.Body) < 100 || f.Result.Seats == 0 || f.Result.SVG != nil {
			t.Errorf("%s begins with %q and has %d bytes of %d seats", format, f.Body[:min(12, len(f.Body))], len(f.Body), f.Result.Seats)
		}
	}
	for _, kind := range export.Diagrams() {
		for _, redacted := range []bool{false, true} {
			r := picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: kind, Redacted: redacted}}
			if kind == export.DiagramDiff {
				r.Before = view.On(v.Snapshot(), base-200)
			}
			f, err := studio.One(t.Context(), v, r, 0)
			if kind == export.DiagramNetwork && redacted {
				if !errors.Is(err, graph.ErrInvalid) {
					t.Errorf("a network for the customer = %v", err)
				}
				continue
			}
			if err != nil || f.Result.Diagram != kind {
				t.Errorf("%s redacted %v = %s, %v", kind, redacted, f.Result.Diagram, err)
			}
		}
	}
}

// TestFocusNames lets people and seats stand for their cards.
// TestNetwork draws a network by the program on the PATH, without it, and by a
// studio that asks for none.
func TestNetwork(t *testing.T) {
	v := company(t)
	program := graphviztest.Program(t)
	draw := func(s *picture.Studio) picture.File {
		t.Helper()
		defer s.Close()
		f, err := s.One(t.Context(), v, picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: export.DiagramNetwork}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	t.Setenv("PATH", filepath.Dir(program))
	with := draw(picture.New())
	if len(with.Result.Warnings) > 0 {
		t.Errorf("with the program: warnings %q, want none", with.Result.Warnings)
	}
	plain := draw(picture.Plain())
	t.Setenv("PATH", t.TempDir())
	without := draw(picture.New())
	for _, c := range []struct {
		f    picture.File
		want string
	}{
		{plain, "kith laid the network out by itself"},
		{without, "kith laid the network out by itself: kith-graphviz is neither beside kith nor on the PATH"},
	} {
		if w := c.f.Result.Warnings; len(w) != 1 || w[0] != c.want {
			t.Errorf("warnings %q, want %q", w, c.want)
		}
	}
	if !bytes.Equal(plain.Body, without.Body) || bytes.Equal(plain.Body, with.Body) {
		t.Error("want the same picture twice without the program, and another with it")
	}
}

func TestFocusNames(t *testing.T) {
	v := company(t)
	var got [2][]byte
	for i, id := range []graph.ID{sample.PersonID("Julia Moreau"), seatOf(t, v, sample.PersonID("Julia Moreau"))} {
		f, err := picture.Plain().One(t.Context(), v, picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: export.DiagramFocus, Focus: []string{string(id)}}}, 0)
		if err != nil {
			t.Fatal(err)
		}
		got[i] = f.Body
	}
	if !bytes.Equal(got[0], got[1]) {
		t.Error("a person and their seat give two pictures")
	}
}

// TestKeptAnswers holds that a picture asks the answers that are kept, and is the
// same without them.
func TestKeptAnswers(t *testing.T) {
	v := company(t)
	answers := find.NewKeeper(0)
	answers.Reset(v.Snapshot())
	draw := func(a *find.Keeper, before *view.View) []byte {
		r := picture.Request{Account: sample.Brackwell, Answers: a, Before: before}
		if before != nil {
			r.Options.Diagram = export.DiagramDiff
		}
		f, err := picture.Plain().One(t.Context(), v, r, 0)
		if err != nil {
			t.Fatal(err)
		}
		return f.Body
	}
	earlier := view.On(v.Snapshot(), base-200)
	if !bytes.Equal(draw(answers, nil), draw(nil, nil)) || !bytes.Equal(draw(answers, earlier), draw(nil, earlier)) {
		t.Error("kept answers give another picture")
	}
	if got := answers.Len(); got != 4 {
		t.Errorf("%d answers are kept, want two for each of two days", got)
	}
	draw(answers, nil)
	if got := answers.Len(); got != 4 {
		t.Errorf("%d answers are kept after the same picture, want 4", got)
	}
}

func seatOf(t *testing.T, v *view.View, person graph.ID) graph.ID {
	t.Helper()
	for e := range v.Snapshot().Elements() {
		if e.Kind == graph.EdgeHolds && e.Src == person && e.At(base) {
			return e.Dst
		}
	}
	t.Fatalf("%s holds no seat", person)
	return ""
}

func TestPages(t *testing.T) {
	v := company(t)
	r := picture.Request{Account: sample.Brackwell, Paged: true, Options: export.Options{Page: export.PageA4}}
	n := 0
	var second []byte
	for f, err := range picture.Plain().Draw(t.Context(), v, r) {
		if n++; err != nil || f.Result.Number != n || f.Result.Of < 2 {
			t.Fatalf("page %d = %+v, %v", n, f.Result, err)
		}
		if n == 2 {
			second = f.Body
		}
	}
	f, err := picture.Plain().One(t.Context(), v, r, 2)
	if err != nil || !bytes.Equal(f.Body, second) {
		t.Errorf("page 2 alone differs, %v", err)
	}
	if _, err := picture.Plain().One(t.Context(), v, r, n+1); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("page %d of %d = %v", n+1, n, err)
	}
}

func TestRefusals(t *testing.T) {
	v := company(t)
	for name, c := range map[string]struct {
		r    picture.Request
		want error
	}{
		"no account":              {picture.Request{}, graph.ErrInvalid},
		"no such account":         {picture.Request{Account: "nowhere"}, graph.ErrNotFound},
		"no such format":          {picture.Request{Account: sample.Brackwell, Format: "GIF"}, graph.ErrInvalid},
		"too wide":                {picture.Request{Account: sample.Brackwell, Format: picture.PNG, Width: 1 << 20}, graph.ErrInvalid},
		"a difference from what":  {picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: export.DiagramDiff}}, graph.ErrInvalid},
		"two days of one picture": {picture.Request{Account: sample.Brackwell, Before: v}, graph.ErrInvalid},
		"people of a tree":        {picture.Request{Account: sample.Brackwell, Options: export.Options{Focus: []string{"x"}}}, graph.ErrInvalid},
		"nobody to look at":       {picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: export.DiagramFocus, Focus: []string{"nobody"}}}, graph.ErrNotFound},
		"too many to look at":     {picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: export.DiagramFocus, Focus: make([]string, picture.MaxFocus+1)}}, graph.ErrInvalid},
		"pages of a pair":         {picture.Request{Account: sample.Brackwell, Paged: true, Options: export.Options{Diagram: export.DiagramPair}}, graph.ErrInvalid},
		"no such view":            {picture.Request{Account: sample.Brackwell, Options: export.Options{Diagram: "CUBE"}}, graph.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := picture.Plain().One(t.Context(), v, c.r, 0); !errors.Is(err, c.want) {
				t.Errorf("One = %v, want %v", err, c.want)
			}
		})
	}
}
