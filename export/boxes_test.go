package export_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
)

// TestTextBoxes measures every text of the gallery's cards, and names of all scripts, as
// Chromium sets them: a text lies inside its card, no two of a card overlap, and none is
// wider than the layout thinks. It runs with the images of the gallery only: the fonts of
// machines differ.
func TestTextBoxes(t *testing.T) {
	if os.Getenv("KITH_GALLERY_PNG") == "" {
		t.Skip("set KITH_GALLERY_PNG=1, and install chromium, fonts-liberation, fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji")
	}
	pictures := map[string][]byte{}
	for _, e := range gallery {
		if e.opt.Diagram != export.DiagramOverview && e.opt.Page != export.PageA0 {
			pictures[e.name] = draw(t, e).SVG
		}
	}
	for _, d := range []export.Diagram{export.DiagramTree, export.DiagramPair} {
		pictures["scripts, "+string(d)] = render(t, scripted(t), export.Options{Diagram: d, Page: export.PageA1}).SVG
	}
	for name, svg := range pictures {
		cards := boxesOf(t, svg)
		if len(cards) == 0 {
			t.Errorf("%s: no card is measured", name)
		}
		for _, k := range cards {
			for i, a := range k.Texts {
				if pill := strings.HasPrefix(a.Text, "from p. "); !pill && !k.Box.holds(a.box) { // a pill stands on the edge
					t.Errorf("%s: %q at %v leaves its card at %v", name, a.Text, a.box, k.Box)
				}
				if want := export.TextWidth(strings.Trim(a.Text, "\u2067\u2069"), a.Size, a.Bold); a.Length > 1.02*want+0.5 {
					t.Errorf("%s: %q is %.1f wide, more than the %.1f of the layout", name, a.Text, a.Length, want)
				}
				for _, b := range k.Texts[:i] {
					if a.overlaps(b.box) {
						t.Errorf("%s: %q at %v is set over %q at %v", name, a.Text, a.box, b.Text, b.box)
					}
				}
			}
		}
	}
}

// box is a rectangle in the units of a picture's drawing.
type box struct{ X, Y, W, H float64 }

const slack = 0.8 // of a pixel

func (b box) holds(o box) bool {
	return o.X >= b.X-slack && o.Y >= b.Y-slack && o.X+o.W <= b.X+b.W+slack && o.Y+o.H <= b.Y+b.H+slack
}

// overlaps reports whether two lines of text share more than the room above and below
// their letters, which fonts of some scripts have much of.
func (b box) overlaps(o box) bool {
	return b.X+slack < o.X+o.W && o.X+slack < b.X+b.W && b.Y+0.3*b.H < o.Y+0.7*o.H && o.Y+0.3*o.H < b.Y+0.7*b.H
}

// measured is a card as a browser sets it.
type measured struct {
	Box   box
	Texts []struct {
		box
		Text         string
		Size, Length float64
		Bold         bool
	}
}

// measure is what the browser runs: it leaves the boxes of cards and of their texts as JSON
// in the page.
const measure = `
const box = e => { const b = e.getBBox(); return {X: b.x, Y: b.y, W: b.width, H: b.height} };
const cards = [...document.querySelectorAll('g[id]')].map(g => {
  const rects = [...g.querySelectorAll('rect')].map(box).sort((a, b) => b.W * b.H - a.W * a.H);
  const texts = [...g.querySelectorAll('text')].map(e => ({...box(e), Text: e.textContent, Length: e.getComputedTextLength(),
    Size: parseFloat(e.getAttribute('font-size')), Bold: e.getAttribute('font-weight') == '700'}));
  return {Box: rects[0], Texts: texts};
}).filter(k => k.Box && k.Box.W > 50 && k.Texts.length);
document.body.innerHTML = '<pre id="out"></pre>';
document.getElementById('out').textContent = '<<<' + JSON.stringify(cards) + '>>>';
`

// boxesOf returns the cards of a picture as Chromium sets them.
func boxesOf(t *testing.T, svg []byte) []measured {
	t.Helper()
	dir := t.TempDir()
	page := filepath.Join(dir, "a.html")
	_, picture, _ := bytes.Cut(svg, []byte("?>"))
	if err := os.WriteFile(page, fmt.Appendf(nil, "<!doctype html><meta charset=utf-8><body>%s<script>%s</script>", picture, measure), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--user-data-dir="+dir, "--dump-dom", "file://"+page).Output()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	_, rest, _ := strings.Cut(html.UnescapeString(string(out)), "<<<")
	text, _, _ := strings.Cut(rest, ">>>")
	var cards []measured
	if err := json.Unmarshal([]byte(text), &cards); err != nil {
		t.Fatalf("what Chromium measured: %v: %.200s", err, text)
	}
	return cards
}
