package sheet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a word to what is compared: lower case, accents dropped, and
// anything but letters, digits and & + as one space.
func Fold(s string) string {
	if plainFolded(s) {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case r == 'ß':
			b.WriteString("ss")
			space = false
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '&' || r == '+':
			b.WriteRune(unicode.ToLower(r))
			space = false
			continue
		}
		if !space && b.Len() > 0 {
			b.WriteByte(' ')
			space = true
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

// plainFolded reports whether Fold would return s as it is.
func plainFolded(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ' ' && i > 0 && i < len(s)-1 && s[i-1] != ' ' {
			continue
		}
		return false
	}
	return true
}

// shownLength is the number of runes of a bad value that a message repeats.
const shownLength = 60

// Shown prepares a value of a file for a message: at most
// shownLength runes, and nothing that could act on a terminal or reorder text.
func Shown(v string) string {
	var b strings.Builder
	n := 0
	for i, r := range v {
		if n == shownLength {
			b.WriteString("…")
			break
		}
		n++
		switch {
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(v[i:]); size == 1 {
				fmt.Fprintf(&b, `\x%02x`, v[i])
				continue
			}
			b.WriteRune(r)
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
