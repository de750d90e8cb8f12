package export

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the number of code points that [Clean] keeps.
const MaxText = 200

// maxMarks is the number of combining marks that Clean keeps on one base
// character; real orthographies need three.
const maxMarks = 4

// Clean returns s as one line of printable text. White space and line breaks
// become single spaces, and outer spaces go. Dropped are control characters,
// invalid UTF-8, noncharacters, bidirectional overrides, embeddings and
// isolates (U+202A-202E, U+2066-2069), soft hyphens, invisible format and tag
// characters, and combining marks beyond the fourth on one base. Joiners
// U+200C and U+200D stay, for Persian, Indic scripts and emoji. The result has
// at most [MaxText] code points; what is longer ends in an ellipsis. Clean is
// idempotent.
func Clean(s string) string {
	if isCleanASCII(s) {
		return s
	}
	var b strings.Builder
	space, marks := false, 0
	for i, w := 0, 0; i < len(s); i += w {
		r := rune(s[i])
		w = 1
		if r >= utf8.RuneSelf {
			if r, w = utf8.DecodeRuneInString(s[i:]); r == utf8.RuneError && w == 1 {
				continue
			}
		}
		switch {
		case unicode.IsSpace(r):
			space, marks = b.Len() > 0, 0
			continue
		case dropped(r):
			continue
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				continue
			}
		case r != zwj && r != zwnj:
			marks = 0
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return capText(b.String())
}

// isCleanASCII reports whether Clean would return s as it is, for the common
// case of short ASCII text.
func isCleanASCII(s string) bool {
	if len(s) > MaxText {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// capText shortens s to MaxText code points, between graphemes, the last of
// them an ellipsis.
func capText(s string) string {
	if utf8.RuneCountInString(s) <= MaxText {
		return s
	}
	runes, end := 0, 0
	for end < len(s) {
		n := grapheme(s[end:])
		runes += utf8.RuneCountInString(s[end : end+n])
		if runes > MaxText-1 {
			break
		}
		end += n
	}
	return strings.TrimRight(s[:end], " ") + ellipsis
}

// dropped reports whether Clean removes r.
func dropped(r rune) bool {
	switch {
	case r == zwj || r == zwnj:
		return false
	case unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r), !isXMLChar(r):
		return true
	case r >= 0xFFF9 && r <= 0xFFFC: // annotation anchors and the object placeholder
		return true
	}
	return false
}

// isXMLChar reports whether r may appear in an XML 1.0 document and is no
// noncharacter and no control.
func isXMLChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n'
	case r >= 0x7F && r <= 0x9F:
		return false
	case r >= 0xD800 && r <= 0xDFFF, r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE:
		return false
	}
	return r <= unicode.MaxRune
}
