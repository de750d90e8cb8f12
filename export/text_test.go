package export

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The widths are Arial's, in 1/2048: space 569, A 1366, v 1024, a 1139, V 1366,
// o 1139, s 1024; bold a 1139, v 1139.
func TestFaceWidth(t *testing.T) {
	tests := []struct {
		s    string
		face face
		want int
	}{
		{"", faceTitle, 0},
		{"Ava", face{2048, false}, 1366 + 1024 + 1139},
		{"Ava", face{2048, true}, 1479 + 1139 + 1139},
		{"a", face{10, false}, 6}, // 5.56, rounded up
		{"é", face{2048, false}, 1139},
		{"Я", face{2048, false}, 1479},
		{"佐", face{2048, false}, 2048},
		{"o\u0301", face{2048, false}, 1139}, // a combining mark takes no width
	}
	for _, tt := range tests {
		if got := tt.face.width(tt.s); got != tt.want {
			t.Errorf("width(%q, %v) = %d, want %d", tt.s, tt.face, got, tt.want)
		}
	}
}

func TestFaceFit(t *testing.T) {
	em := face{2048, false} // a width of 1 is one unit of the table
	tests := []struct {
		name, s string
		width   int
		want    string
	}{
		{"fits exactly", "aaa", 3 * 1139, "aaa"},
		{"one too many", "aaaa", 4*1139 - 1, "aa…"}, // the ellipsis takes 2048
		{"space before the ellipsis goes", "a aaaa", 1139 + 569 + 2048, "a…"},
		{"only the ellipsis", "aaaa", 2048, "…"},
		{"not even that", "aaaa", 2047, ""},
		{"nothing", "", 0, ""},
		{"a mark stays with its letter", "ae\u0301aaaaaaaa", 2*1139 + 2048, "ae\u0301…"},
		{"an emoji sequence is not cut", "👩‍💻👩‍💻👩‍💻", 8191, "👩‍💻…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, cut := em.fit(tt.s, tt.width)
			if got != tt.want || cut != (got != tt.s) {
				t.Errorf("fit(%q, %d) = %q, %v, want %q", tt.s, tt.width, got, cut, tt.want)
			}
		})
	}
}

func TestFitNeverOverflows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Clean(rapid.String().Draw(t, "s"))
		f := face{rapid.IntRange(10, 300).Draw(t, "size"), rapid.Bool().Draw(t, "bold")}
		width := rapid.IntRange(0, 4000).Draw(t, "width")
		got, cut := f.fit(s, width)
		if w := f.width(got); w > width {
			t.Fatalf("fit(%q, %d) = %q is %d wide", s, width, got, w)
		}
		if !cut && got != s {
			t.Fatalf("fit(%q, %d) = %q without saying that it cut", s, width, got)
		}
		if !utf8.ValidString(got) {
			t.Fatalf("fit(%q, %d) = %q is not valid", s, width, got)
		}
	})
}

func TestGrapheme(t *testing.T) {
	for _, tt := range []struct{ name, first, rest string }{
		{"letter", "a", "b"},
		{"marks", "e\u0301\u0323", "x"},
		{"variation selector", "✈\ufe0f", "a"},
		{"skin tone", "👍🏽", "👍"},
		{"joined emoji", "👨‍👩‍👧", "👧"},
		{"flag", "🇩🇪", "🇫🇷"},
		{"half a flag", "🇩", "x"},
		{"Hangul letters", "한", "가"},
		{"Devanagari conjunct", "क्ष", "म"},
		{"joiner before a space", "a\u200d", " b"},
		{"virama before a space", "क्", " क"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := grapheme(tt.first + tt.rest); got != len(tt.first) {
				t.Errorf("grapheme(%q) = %d bytes, want %d", tt.first+tt.rest, got, len(tt.first))
			}
		})
	}
}

func TestInitials(t *testing.T) {
	in := []string{"Eva Voss", "Erik Vogel", "Anselm Krüger", "Madonna", "Madonna", "张伟", "", "  ", "jean-luc picard", "Özil Öz", "12 34"}
	want := []string{"EV", "EO", "AK", "MA", "MD", "张", "1", "2", "JP", "ÖÖ", "3"}
	got := Initials(in)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("Initials(%q) = %q, want %q", in, got, want)
	}
}

func TestInitialsDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringMatching(`[A-Ca-c]{0,3} ?[A-Ca-c]{0,3}`), 0, 60).Draw(t, "names")
		seen := map[string]string{}
		for i, s := range Initials(names) {
			if other, again := seen[s]; again || s == "" {
				t.Fatalf("%q and %q share the initials %q", names[i], other, s)
			}
			seen[s] = names[i]
		}
	})
}

// TestWidthRuns holds the table to its form: ascending, without overlaps, and
// with both weights for every code point.
func TestWidthRuns(t *testing.T) {
	end := rune(-1)
	for _, run := range widthRuns {
		if run.first <= end {
			t.Errorf("the run at %U begins before the end %U of the run before", run.first, end)
		}
		end = run.first + rune(len(run.plain)) - 1
		if len(run.plain) != len(run.bold) {
			t.Errorf("the run at %U has %d plain widths and %d bold", run.first, len(run.plain), len(run.bold))
			continue
		}
		for k, w := range run.plain {
			if (w == 0) != (run.bold[k] == 0) && w == 0 {
				t.Errorf("%U has a width in one weight only", run.first+rune(k))
			}
		}
	}
}
