package folding_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/kithgraph/kith/internal/folding"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"plain text":              "plain text",
		"a  b":                    "a b",
		"Müller":                  "muller",
		"Mu\u0308ller":            "muller", // a combining accent
		"ÅSA Öberg-Łukasz":        "asa oberg lukasz",
		"Straße 12, 3. OG":        "strasse 12 3 og",
		"STRAẞE":                  "strasse",
		"  Œuvre -- Ægir ":        "oeuvre aegir",
		"Søren Đorđević":          "soren dordevic",
		"Þórður Guðmundsson":      "thordur gudmundsson",
		"Işık IŞIK İSTANBUL":      "isik isik istanbul",
		"ılık":                    "ilik",
		"Nguyễn Thị Phương":       "nguyen thi phuong",
		"Ελένη Σταύρος":           "ελενη σταυροσ",
		"Пётр":                    "петр",
		"佐藤 健":                    "佐藤 健",
		"ガス":                      "ガス", // another word than カス
		"カス":                      "カス",
		"हिन्दी":                  "हिन्दी",
		"한국":                      "한국",
		"שָׁלוֹם":                 "שלום",
		"مُحَمَّد":                "محمد",
		"zoe.carter@ACME.example": "zoe carter acme example",
		"Oﬃce Ａｂ１":                "office ab1",
		"R&D":                     "r and d",
		"Procter & Gamble":        "procter and gamble",
		"Procter and Gamble":      "procter and gamble",
		"&":                       "and",
		"C++ / Go+":               "c go",
		"SIGN_OFF":                "sign off",
		"E-Mail!":                 "e mail",
		"a\u200bb\u00adc\ufeff":   "abc", // invisible
		"a\u202eb":                "ab",
		"a\xffb\x00c":             "a b c",
		"--":                      "",
	} {
		if got := folding.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

// laws demands what holds of every text.
func laws(t interface{ Errorf(string, ...any) }, s string) {
	got := folding.Fold(s)
	if again := folding.Fold(got); again != got {
		t.Errorf("Fold(Fold(%q)) = %q, want %q", s, again, got)
	}
	if !utf8.ValidString(got) || !norm.NFC.IsNormalString(got) {
		t.Errorf("Fold(%q) = %q, want valid UTF-8 in NFC", s, got)
	}
	if strings.HasPrefix(got, " ") || strings.HasSuffix(got, " ") || strings.Contains(got, "  ") {
		t.Errorf("Fold(%q) = %q, want words with one space between", s, got)
	}
	for _, r := range got {
		if r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			t.Errorf("Fold(%q) = %q, which holds %U", s, got, r)
		}
	}
	if !utf8.ValidString(s) {
		return
	}
	forms := map[string]norm.Form{"NFD": norm.NFD, "NFKD": norm.NFKD}
	// Above U+FFFF the package norm composes what it should not.
	if !strings.ContainsFunc(s, func(r rune) bool { return r > 0xffff }) {
		forms["NFC"], forms["NFKC"] = norm.NFC, norm.NFKC
	}
	for name, form := range forms {
		if other := folding.Fold(form.String(s)); other != got {
			t.Errorf("Fold(%q) = %q, and in the form %s %q", s, got, name, other)
		}
	}
}

// TestLaws folds words of every script, in any letter case and with any marks.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Mn, unicode.Hangul, unicode.Devanagari, unicode.P, unicode.Zs, unicode.Cf), 0, 12, -1).Draw(t, "text")
		laws(t, s)
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zøæßđł]{1,6}`), 2, 4).Draw(t, "words")
		want := folding.Fold(strings.Join(words, " "))
		if got := folding.Fold(strings.ToUpper(strings.Join(words, "_"))); got != want {
			t.Errorf("%v in capitals = %q, want %q", words, got, want)
		}
		if got, and := folding.Fold(strings.Join(words, " & ")), folding.Fold(strings.Join(words, " and ")); got != and {
			t.Errorf("%v with & = %q, with and %q", words, got, and)
		}
	})
}

// TestEveryCharacter holds the laws for each character by itself and after a letter.
func TestEveryCharacter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !utf8.ValidRune(r) || r > 0x32000 && r < 0xe0000 || r > 0xe1000 { // private, or not assigned
			continue
		}
		for _, s := range []string{string(r), "a" + string(r)} {
			if got := folding.Fold(s); folding.Fold(got) != got || got != folding.Fold(norm.NFKD.String(s)) {
				t.Errorf("Fold(%q) = %q, which folds to %q; decomposed %q", s, got, folding.Fold(got), folding.Fold(norm.NFKD.String(s)))
			}
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"", "Müller & Søn", "\xff\xfe", "ﷺ", "İı", "a\u0301\u0323", strings.Repeat("\u0300", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { laws(t, s) })
}
