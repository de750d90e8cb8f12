package export_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// scripts are names that people have, long ones, with what each is written in.
var scripts = []struct{ script, name string }{
	{"Latin", "Prof. Dr.-Ing. Maximilian Alexander Freiherr von Wolfenstein-Hohenlohe"},
	{"Latin, one word", "Wolfeschlegelsteinhausenbergerdorff"},
	{"Greek", "Παπαδοπούλου-Χατζηγεωργίου Αλεξάνδρα-Μαρία"},
	{"Cyrillic", "Вишневецкая-Рождественская Александра Константиновна"},
	{"Han", "欧阳修文司马相如诸葛孔明上官婉儿"},
	{"Japanese", "佐藤 さくら（カスタマーサービス統括本部）"},
	{"Hangul", "남궁민수 독고영재 황보관 선우은숙"},
	{"Arabic", "عبد الرحمن بن محمد بن عبد العزيز آل الشيخ"},
	{"Hebrew", "אברהם יצחק בן־דוד הלוי־רוזנברג (מנהל)"},
	{"Devanagari", "श्रीमती लक्ष्मीनारायण विश्वनाथन् कृष्णमूर्ति"},
	{"Thai", "กรรณิการ์ วงศ์สวัสดิ์ไพบูลย์ ณ อยุธยา"},
	{"Georgian", "გიორგი ჩოლოყაშვილი-ბაგრატიონი მუხრანელი"},
	{"emoji", "Zoë 👩🏽‍💻 O’Connor-Brzęczyszczykiewicz 🇨🇭"},
}

// scripted is a chart with a card for each script, bare, with signs and with marks.
func scripted(testing.TB) export.Chart {
	c := export.Chart{Title: "Names of the world", Subtitle: "every script", Team: []export.Member{{ID: "u", Name: "Una Ito"}, {ID: "w", Name: "Wim Oe"}}}
	c.Cards = []export.Card{{ID: "top", Title: "Managing Director", Holders: []export.Holder{{Name: "Ana Li"}}}}
	for i, s := range scripts {
		for k, h := range []export.Holder{
			{Name: s.name},
			{Name: s.name, SinglePoint: true, SingleThreaded: true, KnownBy: []export.Tie{{Member: "u", Band: graph.BandClose}, {Member: "w", Band: graph.BandWorking}}},
			{Name: s.name, SinglePoint: true, Stance: graph.StanceSceptic, Roles: []graph.Role{graph.RoleGatekeeper, graph.RoleVeto}},
		} {
			c.Cards = append(c.Cards, export.Card{ID: fmt.Sprint("s", i, "-", k), Parent: "top", Title: "Head of " + s.script, Holders: []export.Holder{h}})
		}
	}
	return c
}

// TestNamesAreWhole holds that no name of any script is cut on a card, with whatever signs,
// however small the page.
func TestNamesAreWhole(t *testing.T) {
	for _, d := range []export.Diagram{export.DiagramTree, export.DiagramFocus, export.DiagramPair} {
		r := render(t, scripted(t), export.Options{Diagram: d, Page: export.PageA1})
		if r.ShortenedNames > 0 || strings.Contains(string(r.SVG), "…</text>") {
			t.Errorf("%s: %d names are cut: %.300q", d, r.ShortenedNames, regexp.MustCompile(`>[^<]*…[^<]*</text>`).FindAll(r.SVG, 5))
		}
	}
}

// TestRightToLeft holds that a name in a script that is read from right to left is set off
// as such, with the ellipsis where it is cut, and no other is.
func TestRightToLeft(t *testing.T) {
	c := scripted(t)
	c.Cards[0].Holders[0].Name = strings.Repeat("محمد ", 39)
	svg := string(render(t, c, export.Options{Page: export.PageA1}).SVG)
	for _, m := range regexp.MustCompile(`<text[^>]*>([^<]*)</text>`).FindAllStringSubmatch(svg, -1) {
		rtl := regexp.MustCompile(`^[^\p{L}]*[\p{Arabic}\p{Hebrew}]`).MatchString(m[1])
		if set := strings.HasPrefix(m[1], "\u2067") && strings.HasSuffix(m[1], "\u2069"); set != rtl {
			t.Errorf("%q is set off from right to left: %v", m[1], set)
		}
	}
	if !strings.Contains(svg, "…\u2069</text>") {
		t.Error("no name is cut, want one of 39 words")
	}
}

// TestWrap holds, for any text and room, that lines hold all of it but spaces when it is not
// cut, that none is wider than its room, and that a word is broken only where a line has
// room for no more of it than a part.
func TestWrap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Ana", "von", "Brandt-Sørensen", "Maximilian", "明", "さくら", "محمد", "บุญ", "👩🏽‍💻", "x"}), 1, 9).Draw(rt, "words")
		s := strings.Join(words, " ")
		first := rapid.IntRange(0, 1500).Draw(rt, "first")
		rest := first + rapid.IntRange(0, 500).Draw(rt, "more")
		most := rapid.IntRange(1, 4).Draw(rt, "most")
		lines, how := export.Wrap(s, first, rest, most)
		if len(lines) > most || len(lines) == 0 {
			rt.Fatalf("%d lines, want 1 to %d", len(lines), most)
		}
		for i, line := range lines {
			room := rest
			if i == 0 {
				room = first
			}
			if w := export.TextWidth(line, 11, true); w > float64(room)/10 {
				rt.Fatalf("line %q is %v wide, want at most %v", line, w, float64(room)/10)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		whole := bare(strings.Join(lines, ""))
		switch {
		case how == "cut" && strings.HasSuffix(whole, "…") && !strings.HasPrefix(bare(s), strings.TrimSuffix(whole, "…")):
			rt.Fatalf("%q is cut to %q", s, lines)
		case how != "cut" && whole != bare(s):
			rt.Fatalf("%q became %q", s, lines)
		case how == "well" && !strings.Contains(s, "明") && !strings.Contains(s, "さ"):
			if joined := strings.ReplaceAll(strings.Join(lines, " "), "- ", "-"); joined != s {
				rt.Fatalf("%q is broken within a word: %q", s, lines)
			}
		}
	})
}
