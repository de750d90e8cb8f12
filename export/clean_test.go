package export_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kithgraph/kith/export"
)

func TestClean(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", "Eva Voss", "Eva Voss"},
		{"empty", "", ""},
		{"outer and inner space", "  Eva \t\r\n Voss ", "Eva Voss"},
		{"unicode space", "Eva\u00a0\u2003Voss\u2028", "Eva Voss"},
		{"controls", "E\x00v\x07a\x7f\u0085", "Eva"},
		{"overrides and isolates", "a\u202eb\u2066c\u2069d\u202c", "abcd"},
		{"invalid UTF-8", "a\xffb\xc3", "ab"},
		{"noncharacters", "a\ufffeb\ufdd0c\U0001ffffd", "abcd"},
		{"soft hyphen, mark, tag", "a\u00adb\ufeffc\U000e0041d", "abcd"},
		{"joiners stay", "\U0001f469\u200d\U0001f4bb می\u200cروم", "\U0001f469\u200d\U0001f4bb می\u200cروم"},
		{"stacked marks", "o" + strings.Repeat("\u0301", 50) + "k", "o" + strings.Repeat("\u0301", 4) + "k"},
		{"markup is text", "<b>&amp;", "<b>&amp;"},
		{"replacement character stays", "a\ufffdb", "a\ufffdb"},
		{"long", strings.Repeat("é", 300), strings.Repeat("é", 199) + "…"},
		{"200 stay", strings.Repeat("é", 200), strings.Repeat("é", 200)},
		{"cut between graphemes", strings.Repeat("x", 197) + "👩‍💻👩‍💻", strings.Repeat("x", 197) + "…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := export.Clean(tt.in); got != tt.want {
				t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"Eva Voss", "a\u202eb", "\xff\xfe", strings.Repeat("👩‍💻", 90), "o\u0301\u0301\u0301\u0301\u0301\u0301", " \u00a0 "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := export.Clean(s)
		if again := export.Clean(got); again != got {
			t.Errorf("Clean(%q) = %q, and cleaned again %q", s, got, again)
		}
		if n := utf8.RuneCountInString(got); n > export.MaxText {
			t.Errorf("Clean(%q) has %d code points, want at most %d", s, n, export.MaxText)
		}
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\n\r\t\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") {
			t.Errorf("Clean(%q) = %q is not one clean line", s, got)
		}
	})
}
