package sheet

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
