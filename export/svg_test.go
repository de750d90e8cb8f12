package export_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func render(t testing.TB, c export.Chart, o export.Options) export.Result {
	t.Helper()
	r, err := export.Render(context.Background(), c, o)
	if err != nil {
		t.Fatalf("Render(%q, %+v): %v", c.Title, o, err)
	}
	return r
}

// signs is a small chart with every sign once.
func signs(t testing.TB) export.Chart {
	c := readOrg(t, `
Ann Archer | Chief | CHAMPION DECIDER key AK:CLOSE EV:STRONG AK=
  ~Bo Bell | Assistant | NEUTRAL GATEKEEPER AK:WORKING
  Cy Cole | Head of <Things> & "More" | SCEPTIC BUYER VETO APPROVER key spof thread EV:ACQUAINTED
    - Mar 2026 | Analyst
    # | Analyst
    % | Analyst
  Di Dean | Head of a department with a very long name indeed | DETRACTOR SIGN_OFF key +7 EV=
    Ed Eder | Expert | SUPPORTER INFLUENCER USER AK:WORKING EV:WORKING
  Fe Funk | Head | UNKNOWN INITIATOR INFORMED
  Jo Jung | Co-heads of a department | SUPPORTER AK:WORKING
  &Kai Kern | | SCEPTIC VETO key spof thread AK:CLOSE
  &Lu Lang | | key EV=
?Gil Grau | Adviser
?王 芳 | Adviser | EV:WORKING
`)
	c.Title, c.Subtitle, c.AsOf = "All signs", "One of each", "1 Mar 2026"
	c.OurName, c.TheirName = "Us", "Them"
	c.Team[0].SinglePoint = true
	for _, k := range export.LinkKinds() {
		to := map[export.LinkKind]string{
			export.LinkAlsoReports: "Ann Archer", export.LinkInfluences: "Cy Cole", export.LinkConflict: "Ann Archer",
			export.LinkKnows: "Fe Funk", export.LinkMoved: "Bo Bell", export.LinkAssists: "Di Dean",
		}[k]
		c.Links = append(c.Links, export.Link{From: idOf(t, c, "Ed Eder"), To: idOf(t, c, to), Kind: k, Weight: 0.7})
	}
	c.Findings = []export.Finding{{Text: "Di Dean is known by nobody", Warn: true}, {Text: "All else is well"}}
	c.Footnote = "Confidential"
	return c
}

func TestGolden(t *testing.T) {
	small := readOrg(t, "A B | Chief\n  C D | Head\n  E F | Head\n")
	small.Title = "Small"
	tests := []struct {
		name  string
		chart export.Chart
		opt   export.Options
	}{
		{"empty", export.Chart{Title: "Nothing"}, export.Options{}},
		{"small", small, export.Options{Page: export.PageNatural}},
		{"signs", signs(t), export.Options{}},
		{"signs-web", signs(t), export.Options{Profile: export.ProfileWeb, IDPrefix: "map2"}},
		{"signs-pair", signs(t), export.Options{Diagram: export.DiagramPair, Page: export.PageA4}},
		{"signs-overview", signs(t), export.Options{Diagram: export.DiagramOverview}},
		{"meridian", meridian(t), export.Options{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := render(t, tt.chart, tt.opt).SVG
			checkSVG(t, got, tt.opt.Profile == export.ProfileWeb)
			golden(t, tt.name+".svg", got)
		})
	}
}

// golden compares with a file in testdata, or rewrites it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	goldenIn(t, "testdata", name, got)
}

// goldenIn is golden for another folder.
func goldenIn(t *testing.T, dir, name string, got []byte) {
	t.Helper()
	file := filepath.Join(dir, name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		i := 0
		for i < min(len(got), len(want)) && got[i] == want[i] {
			i++
		}
		t.Errorf("%s differs at byte %d: got %q, want %q; run go test -update and look at it",
			name, i, excerpt(got, i), excerpt(want, i))
	}
}

func excerpt(b []byte, i int) []byte { return b[max(0, min(i-40, len(b))):min(len(b), i+80)] }

var (
	elements   = []string{"svg", "g", "rect", "circle", "path", "text", "title", "desc"}
	attributes = []string{
		"xmlns", "width", "height", "viewBox", "role", "aria-labelledby", "id", "font-family", "fill", "stroke",
		"stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-linecap", "transform", "d",
		"x", "y", "rx", "cx", "cy", "r", "font-size", "font-weight", "font-style", "text-anchor",
	}
	webElements   = append(slices.Clone(elements), "style", "a")
	webAttributes = append(slices.Clone(attributes), "class", "tabindex", "data-id", "href")
	cardAddress   = regexp.MustCompile(`^https://kith\.example/people/[-A-Za-z0-9%._~$&+=:@!'()*,;]*$`)
	plainValue    = regexp.MustCompile(`^[-#A-Za-z0-9 .,'()]*$`)
)

// checkSVG fails when the file is not well-formed XML, holds an element or
// attribute that its profile does not have, or repeats an id.
func checkSVG(t testing.TB, svg []byte, web bool) {
	t.Helper()
	elements, attributes := elements, attributes
	if web {
		elements, attributes = webElements, webAttributes
	}
	ids := map[string]bool{}
	d := xml.NewDecoder(bytes.NewReader(svg))
	depth := 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v", err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			depth++
			if !slices.Contains(elements, tok.Name.Local) || tok.Name.Space != "http://www.w3.org/2000/svg" {
				t.Fatalf("element %v is not allowed", tok.Name)
			}
			for _, a := range tok.Attr {
				if !slices.Contains(attributes, a.Name.Local) || a.Name.Space != "" {
					t.Fatalf("attribute %v of %s is not allowed", a.Name, tok.Name.Local)
				}
				if a.Name.Local == "href" {
					if tok.Name.Local != "a" || !cardAddress.MatchString(a.Value) {
						t.Fatalf("link %q of %s is not one to a card", a.Value, tok.Name.Local)
					}
					continue
				}
				if a.Name.Local != "data-id" && a.Name.Local != "xmlns" && !plainValue.MatchString(a.Value) {
					t.Fatalf("attribute %s=%q of %s is not plain", a.Name.Local, a.Value, tok.Name.Local)
				}
				if a.Name.Local == "id" {
					if ids[a.Value] {
						t.Fatalf("id %q occurs twice", a.Value)
					}
					ids[a.Value] = true
				}
			}
		case xml.EndElement:
			depth--
		case xml.Comment, xml.Directive:
			t.Fatalf("%T is not allowed", tok)
		case xml.ProcInst:
			if tok.Target != "xml" {
				t.Fatalf("processing instruction %q is not allowed", tok.Target)
			}
		}
	}
	if depth != 0 || len(ids) < 2 {
		t.Fatalf("depth %d at the end, %d ids", depth, len(ids))
	}
}

func TestRenderIsDeterministic(t *testing.T) {
	for _, o := range []export.Options{{}, {Diagram: export.DiagramPair}, {Diagram: export.DiagramOverview}, {Profile: export.ProfileWeb, Page: export.PageA3}} {
		want := render(t, meridian(t), o).SVG
		for range 20 {
			if got := render(t, meridian(t), o).SVG; !bytes.Equal(got, want) {
				t.Fatalf("%+v: another file for the same chart", o)
			}
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("p1", "Eva Voss", "Head of <b>", "1 Mar 2026", uint8(0))
	f.Add("\x00", "]]>\x01\ufffe", "&amp;\u202e\"'", "--><!--", uint8(1))
	f.Add("a\xff", strings.Repeat("👩‍💻", 80), "\u0301\u0301", `url(javascript:alert(1))`, uint8(7))
	f.Fuzz(func(t *testing.T, id, name, title, other string, bits uint8) {
		views, profiles := export.Diagrams(), export.Profiles()
		o := export.Options{Diagram: views[int(bits>>2)%len(views)], Profile: profiles[bits&1], CardURL: cardURL, Redacted: bits&2 != 0}
		if o.Diagram == export.DiagramNetwork {
			o.Redacted = false
		}
		pages := export.Pages()
		o.Page = pages[(len(id)+len(name))%len(pages)]
		c := export.Chart{
			Title: title, Subtitle: other, AsOf: name, OurName: name, TheirName: other, Footnote: other,
			Stats:    []export.Stat{{Value: other, Label: name}},
			Findings: []export.Finding{{Text: name + other, Warn: true}},
			Team:     []export.Member{{ID: id + "m", Name: name, Title: title, Initials: other}, {ID: id + "n", Name: other}},
			Cards: []export.Card{
				{
					ID: id + "1", Title: title, ContinuedFrom: other, Level: len(name) - 3, PairedWith: []string{id + "m"},
					Holders: append([]export.Holder{{
						Person: name, Name: name, Stance: graph.Stance(other), Roles: []graph.Role{graph.Role(name)}, Key: true,
						KnownBy:    []export.Tie{{Member: id + "m", Band: graph.BandClose}, {Member: id + "n", Band: graph.Band(name)}},
						PairedWith: []string{id + "n", other},
					}}, make([]export.Holder, bits%7)...),
				},
				{
					ID: id + "2", Parent: id + "1", Title: name, Collapsed: int(bits), CollapsedOn: other, Marked: true,
					Holders: []export.Holder{{Person: other, Name: other, Stance: graph.StanceSceptic, Change: export.ChangeMoved, Was: other}},
				},
				{ID: id + "3", Parent: id + "1", Occupancy: graph.OccupancyVacant, Since: other, Title: name, Holders: []export.Holder{{Name: title, Change: export.ChangeLeft}}},
				{ID: id + "4", Parent: other, Occupancy: graph.Occupancy(title), Title: other, Holders: []export.Holder{{Name: name, Change: export.Change(other)}, {Name: other}}},
			},
			Links: []export.Link{
				{From: id + "2", To: id + "1", Kind: export.LinkInfluences, Weight: math.NaN()}, {From: name, To: other, Kind: export.LinkKind(title)},
				{From: id + "1", To: id + "4", Kind: export.LinkMoved, Weight: math.Inf(1)},
			},
			Elsewhere: int(bits) - 100,
		}
		svg := render(t, c, o).SVG
		checkSVG(t, svg, o.Profile == export.ProfileWeb)
		checkText(t, svg)
	})
}

// element is an element of a picture.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) num(t testing.TB, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(e.attr(name), 64)
	if err != nil {
		t.Fatalf("%s of %s: %v", name, e.XMLName.Local, err)
	}
	return v
}

// checkText fails when a text leaves its card, or the page when it belongs to
// no card.
func checkText(t testing.TB, svg []byte) {
	t.Helper()
	var root element
	if err := xml.Unmarshal(svg, &root); err != nil {
		t.Fatal(err)
	}
	width := root.num(t, "width")
	var visit func(e element, left, right float64)
	visit = func(e element, left, right float64) {
		for _, c := range e.Children {
			switch {
			case c.XMLName.Local == "g" && strings.HasPrefix(c.attr("transform"), "translate"):
				// The drawing's own coordinates: only cards are bounded in it.
				visit(c, -1e9, 1e9)
			case c.XMLName.Local == "g" && len(c.Children) > 1 && c.Children[0].XMLName.Local == "title":
				box := c.Children[1]
				if box.XMLName.Local != "rect" {
					visit(c, left, right)
					continue
				}
				x, w := box.num(t, "x"), box.num(t, "width")
				if len(c.Children) > 2 && c.Children[2].XMLName.Local == "rect" && c.Children[2].attr("width") == box.attr("width") {
					x = c.Children[2].num(t, "x") // the first was the second border of a collapsed card
				}
				visit(c, x, x+w)
			case c.XMLName.Local == "text":
				size := c.num(t, "font-size")
				w := export.TextWidth(c.Text, size, c.attr("font-weight") == "700")
				x := c.num(t, "x")
				switch c.attr("text-anchor") {
				case "middle":
					x -= w / 2
				case "end":
					x -= w
				}
				if x < left-0.1 || x+w > right+0.1 {
					t.Fatalf("text %q from %.1f to %.1f leaves %.1f to %.1f", c.Text, x, x+w, left, right)
				}
			default:
				visit(c, left, right)
			}
		}
	}
	visit(root, 0, width)
}

func TestTextStaysInside(t *testing.T) {
	for seed := range uint64(30) {
		for _, o := range []export.Options{
			{}, {Diagram: export.DiagramPair}, {Diagram: export.DiagramOverview}, {Page: export.PageNatural}, {Page: export.PageA0},
		} {
			c := randomChart(seed, 60)
			c.Title = strings.Repeat("A very long title ", 1+int(seed))
			c.Subtitle = strings.Repeat("and a long line below it ", int(seed))
			c.Findings = []export.Finding{{Text: strings.Repeat("a finding of many words ", int(seed)), Warn: true}, {Text: "short"}}
			for i := range c.Cards {
				k := &c.Cards[i]
				k.Collapsed = i % 3 * i
				if i%5 == 0 {
					for n := range k.Holders {
						k.Holders[n].Roles = graph.Roles()[:i%10]
					}
					k.CollapsedOn = "p. 1234567"
				}
			}
			checkText(t, render(t, c, o).SVG)
		}
	}
}

func TestRenderResult(t *testing.T) {
	c := meridian(t)
	c.Cards[5].Collapsed = 12
	r := render(t, c, export.Options{})
	if r.Diagram != export.DiagramTree || r.Width != 1280 || r.Height != 720 || r.Seats != 59+12 || r.Collapsed != 12 {
		t.Errorf("result %+v, want TREE 1280 × 720, 71 seats, 12 collapsed", r)
	}
	if r.MinTextPt < 5 || r.MinTextPt > 8 {
		t.Errorf("smallest text %.2f pt, want 5 to 8 for 59 people on a slide", r.MinTextPt)
	}
	r = render(t, c, export.Options{MaxCards: 50})
	if r.Diagram != export.DiagramOverview || len(r.Warnings) == 0 || !strings.Contains(r.Warnings[0], "too many for a tree") {
		t.Errorf("above MaxCards: view %s, warnings %q, want OVERVIEW and a reason", r.Diagram, r.Warnings)
	}
	c = readOrg(t, strings.Repeat("Habsburg-Lothringen ", 10)+"| A\n  B | B\n")
	if r := render(t, c, export.Options{}); r.ShortenedNames != 1 {
		t.Errorf("%d names shortened, want 1", r.ShortenedNames)
	}
	if r := render(t, export.Chart{}, export.Options{}); r.MinTextPt != 0 || r.Seats != 0 {
		t.Errorf("empty chart: %+v, want no seats and no text", r)
	}
}

func TestRenderRefuses(t *testing.T) {
	done, cancel := context.WithCancel(context.Background())
	cancel()
	for _, v := range export.Diagrams() {
		if _, err := export.Render(done, meridian(t), export.Options{Diagram: v}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s with a cancelled context: %v, want %v", v, err, context.Canceled)
		}
	}
	if _, err := export.Render(context.Background(), meridian(t), export.Options{Diagram: "X"}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("unknown view: %v, want %v", err, graph.ErrInvalid)
	}
}

// TestSummary holds the accessible description to the numbers of the chart.
func TestSummary(t *testing.T) {
	svg := string(render(t, meridian(t), export.Options{}).SVG)
	want := `<desc id="kith-d">Reporting lines, stance and decision roles for “Supply planning renewal” · as of 22 Nov 2026. ` +
		`Organisation chart with 59 seats, 3 vacant. 4 champions, 5 supporters, 4 neutral, 2 sceptics, 3 detractors. ` +
		`22 known by us, 3 key people known by nobody, 3 single points of failure, 1 second reporting line, 4 influence lines, 2 conflicts, 1 acquaintance.</desc>`
	if !strings.Contains(svg, want) {
		at := strings.Index(svg, "<desc")
		t.Errorf("got  %s\nwant %s", svg[at:at+strings.Index(svg[at:], "</desc>")+7], want)
	}
	card := `<title>Farid Rahimi, CISO. Neutral. Sign-off. Gatekeeper. Known by RS (working). Single-threaded. Single point of failure.</title>`
	if !strings.Contains(svg, card) {
		t.Errorf("no %s", card)
	}
}

// TestReadingOrder holds the file to pre-order: a manager, assistants, then
// each report with everybody below.
func TestReadingOrder(t *testing.T) {
	svg := string(render(t, signs(t), export.Options{}).SVG)
	at := -1
	for _, name := range []string{"Ann Archer", "Bo Bell", "Cy Cole", "Vacant since Mar 2026", "Name withheld", "Holder not known", "Di Dean", "Ed Eder", "Fe Funk", "Gil Grau", "王 芳"} {
		i := strings.Index(svg, "<title>"+name)
		if i <= at {
			t.Errorf("%s is at %d, not after what comes before (%d)", name, i, at)
		}
		at = i
	}
}

// TestLegendShowsOnlyWhatAppears looks for legend words.
func TestLegendShowsOnlyWhatAppears(t *testing.T) {
	plain := readOrg(t, "A | B | CHAMPION\n  C | D\n")
	svg := string(render(t, plain, export.Options{}).SVG)
	for word, want := range map[string]bool{
		"Champion": true, "reports to": true, "Supporter": false, "Detractor": false, "Gatekeeper": false,
		"vacant seat": false, "single point of failure": false, "influences": false, "Known by us": false, "Role": false,
	} {
		if got := strings.Contains(svg, ">"+word+"</text>"); got != want {
			t.Errorf("legend has %q: %v, want %v", word, got, want)
		}
	}
	var all strings.Builder
	for i, s := range graph.Stances() {
		fmt.Fprintf(&all, "Person %c | Seat %[1]c | %s key\n", 'A'+i, s)
	}
	full := string(render(t, readOrg(t, all.String()), export.Options{}).SVG)
	for _, s := range graph.Stances() {
		if word := string(s[:1]) + strings.ToLower(string(s[1:])); !strings.Contains(full, ">"+word+"</text>") {
			t.Errorf("no %q in a chart with every stance", word)
		}
	}
	full = string(render(t, signs(t), export.Options{}).SVG)
	for _, word := range []string{"close or strong", "working", "acquainted", "also reports to", "influences", "conflict", "knows", "seats below, not shown", "holder not known"} {
		if !strings.Contains(full, ">"+word+"</text>") {
			t.Errorf("no %q in a chart with every sign", word)
		}
	}
}

func TestWebProfile(t *testing.T) {
	svg := string(render(t, signs(t), export.Options{Profile: export.ProfileWeb}).SVG)
	for _, want := range []string{
		`role="group"`, `@media (prefers-color-scheme:dark)`, `role="list"`,
		`<g id="kith-c0" role="listitem" class="card" tabindex="0" data-id="p1">`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s", want)
		}
	}
	office := string(render(t, signs(t), export.Options{}).SVG)
	for _, not := range []string{"<style", "class=", "tabindex", "data-id", "url(", "href"} {
		if strings.Contains(office, not) {
			t.Errorf("OFFICE file holds %s", not)
		}
	}
	if !strings.Contains(office, `<g id="kith-c0" role="img">`) {
		t.Error("a card of an OFFICE file is no image with a sentence to a screen reader")
	}
}

// cardURL is the address of cards in tests.
const cardURL = "https://kith.example/people/"

func TestCardLinks(t *testing.T) {
	c := signs(t)
	c.Cards[1].ID = `x"/><script>alert(1)</script>`
	c.Cards[1].Parent = c.Cards[0].ID
	for _, v := range []export.Diagram{export.DiagramTree, export.DiagramPair, export.DiagramMatrix, export.DiagramNetwork, export.DiagramFocus} {
		o := export.Options{Diagram: v, Profile: export.ProfileWeb, CardURL: cardURL}
		r := render(t, c, o)
		checkSVG(t, r.SVG, true)
		if got, want := bytes.Count(r.SVG, []byte("<a class")), bytes.Count(r.SVG, []byte(`id="kith-c`)); got != want || got == 0 {
			t.Errorf("%s: %d links for %d cards", v, got, want)
		}
		if v != export.DiagramNetwork && !bytes.Contains(r.SVG, []byte(`href="https://kith.example/people/x%22%2F%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E"`)) {
			t.Errorf("%s: the link to a hostile id is not escaped", v)
		}
		o.Profile = export.ProfileOffice
		if svg := render(t, c, o).SVG; bytes.Contains(svg, []byte("href")) {
			t.Errorf("%s: an OFFICE file has links", v)
		}
	}
	for _, bad := range []string{"http://kith.example/", "javascript:alert(1)", "//kith.example", "https://", "https://u:p@kith.example/", "https://a/\x01", "https://a/" + strings.Repeat("x", 600)} {
		if _, err := export.Render(context.Background(), c, export.Options{CardURL: bad}); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("address %q: %v, want %v", bad, err, graph.ErrInvalid)
		}
	}
}

func ExampleRender() {
	chart := export.Chart{
		Title: "Two people",
		Cards: []export.Card{
			{ID: "a", Title: "Chief", Holders: []export.Holder{{Name: "Ann Archer", Stance: graph.StanceChampion}}},
			{ID: "b", Parent: "a", Title: "Head", Holders: []export.Holder{{Name: "Bo Bell"}}},
		},
	}
	r, err := export.Render(context.Background(), chart, export.Options{Page: export.PageA4})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Diagram, r.Seats, "seats,", r.MinTextPt, "pt,", bytes.Contains(r.SVG, []byte("Ann Archer")))
	// Output: TREE 2 seats, 11.55 pt, true
}
