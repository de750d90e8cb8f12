package export

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fontFamily is the font list of every picture. The first three share one set
// of metrics, which is that of widthRuns.
const fontFamily = "Arial, Helvetica, 'Liberation Sans', sans-serif"

const (
	zwnj     = '\u200C'
	zwj      = '\u200D'
	ellipsis = "…"
)

// face is a text size, in tenths of a pixel, and a weight.
type face struct {
	size int
	bold bool
}

// The faces of a chart at scale 1.
var (
	faceName     = face{110, true}
	faceItalic   = face{110, false}
	faceTitle    = face{90, false}
	faceWord     = face{85, true}
	facePill     = face{75, true}
	faceHeading  = face{200, true}
	faceSubtitle = face{110, false}
	faceNumber   = face{180, true}
	faceLegend   = face{90, false}
	faceLegendB  = face{90, true}
	faceFinding  = face{95, false}
	faceSection  = face{120, true}
)

// scaled returns f at u hundredths of its size.
func (f face) scaled(u int) face { return face{f.size * u / 100, f.bold} }

// width returns the width of s in tenths of a pixel, rounded up. Kerning is
// left out, which nearly always narrows: browsers measure at most 1.5 % more,
// and a card's margin is wider than that.
func (f face) width(s string) int {
	sum := 0
	for _, r := range s {
		sum += advance(r, f.bold)
	}
	return (sum*f.size + widthUnits - 1) / widthUnits
}

// fit returns s when it is at most width wide, and otherwise its longest run
// of whole graphemes that leaves room for an ellipsis, with the ellipsis; when
// not even that has room, it returns the empty string. It also reports whether
// it shortened s. Width is in tenths of a pixel.
func (f face) fit(s string, width int) (string, bool) {
	if f.width(s) <= width {
		return s, false
	}
	budget := width*widthUnits/f.size - advance('…', f.bold)
	if budget < 0 {
		return "", true
	}
	end, sum := 0, 0
	for end < len(s) {
		n := grapheme(s[end:])
		for _, r := range s[end : end+n] {
			sum += advance(r, f.bold)
		}
		if sum > budget {
			break
		}
		end += n
	}
	return strings.TrimRight(s[:end], " ") + ellipsis, true
}

// wrapped is how well lines hold a text.
type wrapped uint8

const (
	wrappedWell   wrapped = iota // whole, and broken between words
	wrappedInWord                // whole, and broken within a word
	wrappedCut                   // with an ellipsis
)

// wrap returns s as at most most lines, the first of which is first wide and the others
// rest. It breaks at spaces, after hyphens and between the characters of scripts that are
// written without spaces; within a word only where it is wider than a line. What has no
// room is cut as by fit.
func (f face) wrap(s string, first, rest, most int) ([]string, wrapped) {
	var lines []string
	how := wrappedWell
	for width := first; ; width = rest {
		if f.width(s) <= width {
			return append(lines, s), how
		}
		if len(lines)+1 >= most {
			s, _ = f.fit(s, width)
			return append(lines, s), wrappedCut
		}
		end, between := f.breakAt(s, width)
		if end == 0 {
			return append(lines, ""), wrappedCut
		}
		if !between {
			how = wrappedInWord
		}
		lines = append(lines, strings.TrimRight(s[:end], " "))
		s = strings.TrimLeft(s[end:], " ")
	}
}

// breakAt returns the length in bytes of the longest beginning of s that is at most width
// wide and may end a line, and whether it ends between words; 0 when not even a grapheme
// has room.
func (f face) breakAt(s string, width int) (end int, between bool) {
	sum, at, good := 0, 0, 0
	before := rune(0)
	for at < len(s) {
		n := grapheme(s[at:])
		r, _ := utf8.DecodeRuneInString(s[at:])
		if at > 0 && (r == ' ' || before == ' ' || before == '-' || before == '\u2010' || unspaced(before) || unspaced(r) && unicode.IsLetter(before)) {
			good = at
		}
		for _, r := range s[at : at+n] {
			sum += advance(r, f.bold)
		}
		if (sum*f.size+widthUnits-1)/widthUnits > width {
			break
		}
		before, _ = utf8.DecodeLastRuneInString(s[at : at+n])
		at += n
	}
	if good > 0 {
		return good, true
	}
	return at, false
}

// unspaced reports whether r belongs to a script whose words are written without spaces
// between them, and may be broken before and after each character.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Yi)
}

// directed returns s for a line that is read from left to right: a text whose first letter
// belongs to a script that is read from right to left is set off as such, so that what
// stands between and after its words, an ellipsis for instance, is on their side.
func directed(s string) string {
	const rightToLeft, end = "\u2067", "\u2069"
	for _, r := range s {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Adlam) && unicode.IsLetter(r) {
			return rightToLeft + s + end
		}
		if unicode.IsLetter(r) {
			break
		}
	}
	return s
}

// advance returns the advance width of r in widthUnits of the font size.
func advance(r rune, bold bool) int {
	i := sort.Search(len(widthRuns), func(i int) bool { return widthRuns[i].first > r }) - 1
	if i >= 0 {
		run := &widthRuns[i]
		widths := run.plain
		if bold {
			widths = run.bold
		}
		if k := int(r - run.first); k < len(widths) && widths[k] > 0 {
			return int(widths[k])
		}
	}
	return fallbackWidth(r)
}

// fallbackWidth over-estimates the advance width of a code point that is not
// in widthRuns, in widthUnits, from its script: fonts differ, and a line that
// is a little short is better than one that leaves its card.
func fallbackWidth(r rune) int {
	const em = widthUnits
	switch {
	case r == zwj, r == zwnj, unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case r == 0xFDFD: // a whole sentence in one code point
		return 14 * em
	case r >= 0x12000 && r <= 0x1254F: // cuneiform
		return 6 * em
	case unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi):
		if r >= 0xFF61 && r <= 0xFFDC {
			return em * 6 / 10
		}
		return em
	case r >= 0x3000 && r <= 0x33FF, r >= 0xFE30 && r <= 0xFE6F, r >= 0xFF00 && r <= 0xFFEF:
		return em
	case unicode.In(r, unicode.Arabic):
		if r >= 0xFDF0 && r <= 0xFDFC {
			return 3 * em
		}
		return em * 7 / 10
	case unicode.In(r, unicode.Hebrew):
		return em * 7 / 10
	case unicode.In(r, unicode.Thai, unicode.Lao):
		return em * 3 / 4
	case r >= 0x10D0 && r <= 0x10FF: // the letters of Georgian that are no capitals
		return em * 3 / 4
	case unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian):
		if unicode.IsUpper(r) || unicode.IsTitle(r) {
			return em * 6 / 5
		}
		return em * 19 / 20
	case unicode.In(r, unicode.Devanagari):
		return em * 3 / 4
	case unicode.In(r, unicode.Bengali, unicode.Gujarati, unicode.Gurmukhi):
		return em * 11 / 10
	case r < 0x1000, r >= 0x2000 && r < 0x2C00:
		return em * 3 / 2
	case r >= 0x1F000 && r <= 0x1FAFF: // emoji
		return em * 7 / 5
	}
	return 2 * em
}

// grapheme returns the length in bytes of the first grapheme of s, which must
// not be empty: a base character with its combining marks, variation
// selectors, emoji modifiers and joined characters; a pair of regional
// indicators; a syllable of Hangul letters; CR LF does not occur in clean
// text. It keeps together at least what Unicode Annex 29 keeps together in
// names and titles.
func grapheme(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if isRegional(r) {
		if r2, n2 := utf8.DecodeRuneInString(s[n:]); isRegional(r2) {
			n += n2
		}
	}
	for n < len(s) {
		next, w := utf8.DecodeRuneInString(s[n:])
		switch {
		case unicode.Is(unicode.M, next), next == zwnj, isModifier(next), isJamo(r) && isJamo(next):
			n += w
		case next == zwj:
			n += w
			if r2, w2 := utf8.DecodeRuneInString(s[n:]); w2 > 0 && !unicode.IsSpace(r2) {
				n += w2
			}
		case isVirama(r) && unicode.IsLetter(next):
			n += w
		default:
			return n
		}
		r = next
	}
	return n
}

func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }
func isModifier(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }
func isJamo(r rune) bool     { return r >= 0x1100 && r <= 0x11FF }

// isVirama reports whether r joins the consonants around it into one written
// unit.
func isVirama(r rune) bool {
	switch r {
	case 0x094D, 0x09CD, 0x0A4D, 0x0ACD, 0x0B4D, 0x0C4D, 0x0CCD, 0x0D4D, 0x1039, 0x17D2:
		return true
	}
	return false
}

// Initials returns one or two letters for each name, in the order of names:
// the first letter of the first and the last word where that is free, and
// otherwise another letter or a digit, so that no two are alike for up to some
// hundred names. A name without a letter gets a number. Cost: O(n·len(name)).
func Initials(names []string) []string {
	taken := make(map[string]bool, len(names))
	out := make([]string, len(names))
	for i, name := range names {
		for _, c := range initialChoices(Clean(name)) {
			if !taken[c] {
				out[i] = c
				break
			}
		}
		for k := 1; out[i] == ""; k++ {
			if c := decimal(k); !taken[c] {
				out[i] = c
			}
		}
		taken[out[i]] = true
	}
	return out
}

// initialChoices returns the marks for a name, best first.
func initialChoices(name string) []string {
	var words [][]rune
	for _, w := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) }) {
		if letters := []rune(strings.ToUpper(w)); len(letters) > 0 && unicode.IsLetter(letters[0]) {
			words = append(words, letters)
		}
	}
	if len(words) == 0 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	if unicode.In(first[0], unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) {
		return []string{string(first[:1]), string(last[len(last)-1:])}
	}
	var out []string
	if len(words) > 1 {
		out = append(out, string([]rune{first[0], last[0]}))
	}
	for _, w := range [][]rune{last, first} {
		for _, r := range w[1:] {
			if unicode.IsLetter(r) {
				out = append(out, string([]rune{first[0], r}))
			}
		}
	}
	for d := '2'; d <= '9'; d++ {
		out = append(out, string([]rune{first[0], d}))
	}
	return out
}
