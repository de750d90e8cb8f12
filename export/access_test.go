package export_test

import (
	"encoding/xml"
	"html"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
)

// views returns a picture of every diagram in both profiles.
func views(t testing.TB) map[string]export.Result {
	t.Helper()
	out := map[string]export.Result{}
	for _, v := range export.Diagrams() {
		c := paired(t)
		switch v {
		case export.DiagramNetwork:
			c = influence(t)
		case export.DiagramDiff:
			c = changed(t)
		}
		for _, p := range export.Profiles() {
			out[string(v)+" "+string(p)] = render(t, c, export.Options{Diagram: v, Profile: p})
			out[string(v)+" "+string(p)+", signs"] = render(t, signs(t), export.Options{Diagram: v, Profile: p, Page: export.PageA3})
		}
	}
	for k, r := range pagesOf(t, invented(200)(t), export.Options{Profile: export.ProfileWeb}) {
		out["page "+strconv.Itoa(k)] = r
	}
	out["linked"] = render(t, meridian(t), export.Options{Profile: export.ProfileWeb, CardURL: cardURL})
	return out
}

// TestAccessible holds every picture to a name, a description and cards that
// say who they are, and WEB pictures to lists whose items can be visited.
func TestAccessible(t *testing.T) {
	for name, r := range views(t) {
		var root element
		if err := xml.Unmarshal(r.SVG, &root); err != nil {
			t.Fatal(err)
		}
		web := strings.Contains(string(r.SVG), "<style>")
		title, desc := root.Children[0], root.Children[1]
		if title.XMLName.Local != "title" || title.Text == "" || desc.XMLName.Local != "desc" || !strings.HasSuffix(desc.Text, ".") {
			t.Errorf("%s: title %q, description %q", name, title.Text, desc.Text)
		}
		if want := title.attr("id") + " " + desc.attr("id"); root.attr("aria-labelledby") != want || root.attr("role") == "" {
			t.Errorf("%s: labelled by %q with role %q, want %q", name, root.attr("aria-labelledby"), root.attr("role"), want)
		}
		cards, stops := 0, 0
		var visit func(e, parent element)
		visit = func(e, parent element) {
			card := strings.Contains(e.attr("id"), "-c") && e.XMLName.Local == "g"
			inner := e
			if card && len(e.Children) > 0 && e.Children[0].XMLName.Local == "a" {
				inner = e.Children[0]
			}
			switch {
			case card && (len(inner.Children) < 2 || inner.Children[0].XMLName.Local != "title" || !strings.HasSuffix(inner.Children[0].Text, ".")):
				t.Errorf("%s: card %s has no sentence", name, e.attr("id"))
			case card && web && (e.attr("role") != "listitem" || parent.attr("role") != "list"):
				t.Errorf("%s: card %s has role %q in a %q", name, e.attr("id"), e.attr("role"), parent.attr("role"))
			case card && web && (e.attr("tabindex") != "") == (inner.XMLName.Local == "a"):
				t.Errorf("%s: card %s must be reached by its link or by itself", name, e.attr("id"))
			case !web && (e.attr("tabindex") != "" || e.XMLName.Local == "a"):
				t.Errorf("%s: an OFFICE picture can be visited", name)
			}
			if card {
				cards++
				if !web && e.attr("role") != "img" {
					t.Errorf("%s: card %s has role %q, want one that its sentence describes", name, e.attr("id"), e.attr("role"))
				}
			}
			if e.attr("tabindex") == "0" {
				stops++
			}
			for _, k := range e.Children {
				visit(k, e)
			}
		}
		visit(root, element{})
		want := 0
		if web && name != "linked" && cards > 0 {
			want = 1 // the page around it moves on from there
		}
		if stops != want {
			t.Errorf("%s: the tab key stops %d times, want %d", name, stops, want)
		}
		texts := regexp.MustCompile(`<text[^>]*>([^<]*)</text>`).FindSubmatch(r.SVG)
		if got := html.UnescapeString(string(texts[1])); got != title.Text {
			t.Errorf("%s: reading begins with %q, want the heading %q", name, got, title.Text)
		}
		if cards == 0 && r.Diagram != export.DiagramOverview {
			t.Errorf("%s: no cards", name)
		}
	}
}

// painted is a filled shape, where it stands on the page.
type painted struct {
	left, top, right, bottom float64
	fill                     string // #RRGGBB
}

var (
	moved = regexp.MustCompile(`^translate\(([-0-9.]+) ([-0-9.]+)\) scale\(([0-9.]+)\)$`)
	dark  = regexp.MustCompile(`\.kith ?(\.f-[a-z]+)\{fill:(#[0-9A-F]{6})\}`)
)

// TestTextStandsOut holds every text of every picture to a contrast of 4.5 : 1
// with what is painted below its middle, on light screens and on dark ones.
func TestTextStandsOut(t *testing.T) {
	for name, r := range views(t) {
		svg := string(r.SVG)
		schemes := []map[string]string{nil}
		if strings.Contains(svg, "<style>") {
			colours := map[string]string{}
			for _, m := range dark.FindAllStringSubmatch(svg, -1) {
				colours[m[1][1:]] = m[2]
			}
			if len(colours) < 5 {
				t.Fatalf("%s: no dark colours", name)
			}
			schemes = append(schemes, colours)
		}
		var root element
		if err := xml.Unmarshal(r.SVG, &root); err != nil {
			t.Fatal(err)
		}
		for _, scheme := range schemes {
			checkContrast(t, name, root, scheme)
		}
	}
}

// checkContrast walks over a picture as it is painted. Scheme has the colours
// of the classes; nil for those of the attributes.
func checkContrast(t *testing.T, name string, root element, scheme map[string]string) {
	t.Helper()
	fillOf := func(e element) string {
		fill := e.attr("fill")
		for _, class := range strings.Fields(e.attr("class")) {
			if c, ok := scheme[class]; ok {
				fill = c
			}
		}
		return fill
	}
	standard := fillOf(root)
	var below []painted
	texts := 0
	var visit func(e element, dx, dy, scale float64)
	visit = func(e element, dx, dy, scale float64) {
		if m := moved.FindStringSubmatch(e.attr("transform")); m != nil {
			dx, dy, scale = number(t, m[1]), number(t, m[2]), number(t, m[3])
		}
		at := func(x, y float64) (float64, float64) { return dx + x*scale, dy + y*scale }
		switch e.XMLName.Local {
		case "rect", "circle":
			fill := fillOf(e)
			if !strings.HasPrefix(fill, "#") {
				return
			}
			var p painted
			if e.XMLName.Local == "rect" {
				x, y := e.num(t, "x"), e.num(t, "y")
				p.left, p.top = at(x, y)
				p.right, p.bottom = at(x+e.num(t, "width"), y+e.num(t, "height"))
			} else {
				x, y, r := e.num(t, "cx"), e.num(t, "cy"), e.num(t, "r")
				p.left, p.top = at(x-r, y-r)
				p.right, p.bottom = at(x+r, y+r)
			}
			p.fill = fill
			below = append(below, p)
		case "text":
			texts++
			size := e.num(t, "font-size")
			w := export.TextWidth(e.Text, size, e.attr("font-weight") == "700")
			x := e.num(t, "x")
			switch e.attr("text-anchor") {
			case "middle":
			case "end":
				x -= w / 2
			default:
				x += w / 2
			}
			px, py := at(x, e.num(t, "y")-size*0.35)
			ink := standard
			if e.attr("fill") != "" {
				ink = fillOf(e)
			}
			i := len(below) - 1
			for ; i >= 0; i-- {
				if p := below[i]; p.left <= px && px <= p.right && p.top <= py && py <= p.bottom {
					break
				}
			}
			if i < 0 {
				t.Errorf("%s: nothing is painted below %q", name, e.Text)
				return
			}
			if got := contrastOf(t, ink, below[i].fill); got < 4.5 {
				t.Errorf("%s: %q is %s on %s, contrast %.2f", name, e.Text, ink, below[i].fill, got)
			}
		}
		for _, k := range e.Children {
			visit(k, dx, dy, scale)
		}
	}
	visit(root, 0, 0, 1)
	if texts < 10 {
		t.Errorf("%s: %d texts", name, texts)
	}
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// contrastOf is the contrast ratio of WCAG 2.2 of two colours #RRGGBB.
func contrastOf(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(s string) float64 {
		n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
		if err != nil || len(s) != 7 {
			t.Fatalf("%q is no colour", s)
		}
		sum := 0.0
		for k, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := float64(n>>(16-8*k)&0xff) / 255
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			sum += weight * v
		}
		return sum
	}
	l := []float64{luminance(a), luminance(b)}
	slices.Sort(l)
	return (l[1] + 0.05) / (l[0] + 0.05)
}
