package export

import (
	flags "flag"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
)

func TestEveryStanceHasALook(t *testing.T) {
	colours, signs := map[string]graph.Stance{}, map[string]graph.Stance{}
	for _, s := range graph.Stances() {
		look, ok := stanceLooks[s]
		if !ok || look.sign == "" || look.glyph == nil || look.colour.light == "" || look.colour.dark == "" || look.tint.light == "" {
			t.Errorf("stance %s has no complete look: %+v", s, look)
			continue
		}
		if other, again := colours[look.colour.light]; again {
			t.Errorf("%s and %s share a colour", s, other)
		}
		if other, again := signs[look.sign]; again {
			t.Errorf("%s and %s share a sign", s, other)
		}
		colours[look.colour.light], signs[look.sign] = s, s
	}
	if len(stanceLooks) != len(graph.Stances()) {
		t.Errorf("%d looks for %d stances", len(stanceLooks), len(graph.Stances()))
	}
}

// TestPicturesSayEveryStance holds the signs of docs/pictures.md to those drawn.
// With -update it writes them.
func TestPicturesSayEveryStance(t *testing.T) {
	const name = "../docs/pictures.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var signs []string
	for _, s := range graph.Stances() {
		signs = append(signs, stanceName(s)+" "+lookOf(s).sign)
	}
	before, rest, there := strings.Cut(string(text), "| stance to us: ")
	said, after, ends := strings.Cut(rest, " — ")
	want := strings.Join(signs, ", ")
	switch {
	case !there || !ends:
		t.Errorf("docs/pictures.md does not say what the stances look like: %q", want)
	case said == want:
	case flags.Lookup("update").Value.String() == "true":
		if err := os.WriteFile(name, []byte(before+"| stance to us: "+want+" — "+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("docs/pictures.md says %q of the stances, want %q; run go test -update", said, want)
	}
}

func TestEveryRoleHasACode(t *testing.T) {
	codes := map[string]graph.Role{}
	for _, r := range graph.Roles() {
		look, ok := roleLooks[r]
		if !ok || len(look.code) != 2 || look.word == "" {
			t.Errorf("role %s has no code of two letters: %+v", r, look)
		}
		if other, again := codes[look.code]; again {
			t.Errorf("%s and %s share the code %s", r, other, look.code)
		}
		codes[look.code] = r
	}
	if len(roleLooks) != len(graph.Roles()) {
		t.Errorf("%d looks for %d roles", len(roleLooks), len(graph.Roles()))
	}
}

func TestEveryBandAndLinkHasALook(t *testing.T) {
	for _, b := range graph.Bands() {
		if look, ok := bandLooks[b]; (!ok || look.word == "" || look.width == 0) && b != graph.BandNone {
			t.Errorf("band %s has no look", b)
		}
	}
	for _, k := range LinkKinds() {
		if look, ok := linkLooks[k]; !ok || look.word == "" || look.verb == "" || look.one == "" || look.many == "" || look.width == 0 {
			t.Errorf("link %s has no look", k)
		}
	}
}

func TestNewerValuesHaveALook(t *testing.T) {
	if got := stanceName("FAN"); got != "Unknown" {
		t.Errorf("stanceName(FAN) = %q, want Unknown", got)
	}
	if got := roleLookOf("JESTER").code; got != "?" {
		t.Errorf("roleLookOf(JESTER) = %q, want ?", got)
	}
	if got := bandRank("SOULMATE"); got != 0 {
		t.Errorf("bandRank(SOULMATE) = %d, want 0", got)
	}
}

// TestContrast holds text to 4.5 : 1 and lines to 3 : 1 against what they
// stand on (WCAG 2.2, 1.4.3 and 1.4.11), on light and dark screens.
func TestContrast(t *testing.T) {
	type pair struct {
		what   string
		on, of ink
		least  float64
	}
	pairs := []pair{
		{"text", inkPaper, inkText, 7}, {"text on a card", inkCard, inkText, 7},
		{"second line", inkCard, inkSoft, 4.5}, {"legend", inkPaper, inkSoft, 4.5},
		{"count on a heading", inkBand, inkTie, 4.5}, {"second line on a heading", inkBand, inkSoft, 4.5},
		{"pill", inkPill, inkOnPill, 4.5}, {"chip", inkTie, inkOnTie, 4.5}, {"ring", inkCard, inkTie, 4.5},
		{"no contact", inkPaper, inkAlert, 4.5}, {"triangle", inkWarn, inkOnWarn, 4.5},
		{"gate", inkGate, inkGateBars, 4.5}, {"linked dots", inkInfluencer, inkOnDark, 4.5},
		{"reporting line", inkPaper, inkLine, 3}, {"border", inkPaper, inkBorder, 3},
		{"influence", inkPaper, inkInfluence, 3},
	}
	for _, s := range graph.Stances() {
		l := stanceLooks[s]
		pairs = append(pairs,
			pair{"word of " + string(s), l.tint, l.colour, 4.5},
			pair{"name on " + string(s), l.tint, inkText, 7},
			pair{"title on " + string(s), l.tint, inkSoft, 4.5},
			pair{"glyph of " + string(s), l.colour, inkOnDark, 4.5})
	}
	for _, p := range pairs {
		if got := contrast(t, p.on.light, p.of.light); got < p.least {
			t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", p.what, p.of.light, p.on.light, got, p.least)
		}
		if got := contrast(t, p.on.dark, p.of.dark); got < p.least {
			t.Errorf("%s, dark: %s on %s has contrast %.2f, want %.1f", p.what, p.of.dark, p.on.dark, got, p.least)
		}
	}
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance is the relative luminance of a colour #RRGGBB by WCAG 2.2.
func luminance(t *testing.T, s string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(s[1:], 16, 32)
	if err != nil || len(s) != 7 {
		t.Fatalf("%q is no colour", s)
	}
	part := func(shift int, weight float64) float64 {
		v := float64(n>>shift&0xff) / 255
		if v <= 0.04045 {
			return weight * v / 12.92
		}
		return weight * math.Pow((v+0.055)/1.055, 2.4)
	}
	return part(16, 0.2126) + part(8, 0.7152) + part(0, 0.0722)
}

// TestInksHaveNames holds every colour to a name of its own, which WEB files
// use as a class.
func TestInksHaveNames(t *testing.T) {
	seen := map[string]bool{}
	for _, i := range inks() {
		if seen[i.name] || !isToken(i.name) {
			t.Errorf("ink %q: want a name of its own that is a token", i.name)
		}
		seen[i.name] = true
	}
}
