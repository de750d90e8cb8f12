// Package folding reduces text to what is compared when two spellings are to read
// the same: names in a search, words and headings in an import.
package folding

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters are those that read as others and do not decompose into them.
var letters = map[rune]string{
	'ß': "ss", 'ẞ': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ŧ': "t",
	'ı': "i", 'ĸ': "k", 'ŋ': "n", 'ς': "σ",
}

// accents are the marks that a letter reads the same without: those of Latin,
// Greek and Cyrillic, and the vowel points of Hebrew and Arabic. Elsewhere, as in
// Devanagari and kana, a mark makes another word.
var accents = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0300, Hi: 0x036f, Stride: 1}, {Lo: 0x0483, Hi: 0x0487, Stride: 1}, {Lo: 0x0591, Hi: 0x05bd, Stride: 1},
		{Lo: 0x05bf, Hi: 0x05bf, Stride: 1}, {Lo: 0x05c1, Hi: 0x05c2, Stride: 1}, {Lo: 0x05c4, Hi: 0x05c5, Stride: 1}, {Lo: 0x05c7, Hi: 0x05c7, Stride: 1},
		{Lo: 0x0610, Hi: 0x061a, Stride: 1}, {Lo: 0x064b, Hi: 0x065f, Stride: 1}, {Lo: 0x0670, Hi: 0x0670, Stride: 1},
		{Lo: 0x1ab0, Hi: 0x1aff, Stride: 1}, {Lo: 0x1dc0, Hi: 0x1dff, Stride: 1}, {Lo: 0x20d0, Hi: 0x20ff, Stride: 1}, {Lo: 0xfe20, Hi: 0xfe2f, Stride: 1},
	},
}

// Fold returns s in lower case and without accents and the characters that cannot
// be seen, letters that are written in one or two others (ß, æ, ø, đ, ł, dotless ı)
// as those, compatible forms (ﬁ, Ａ, ²) as the plain ones, "&" as the word "and",
// and each run of anything but letters, marks and digits as one space, none at the
// ends. Equal folds mean "reads the same", not "is the same". Folding what is
// folded changes nothing; the result is valid UTF-8 in form NFC. Cost: linear.
func Fold(s string) string {
	if folded(s) {
		return s
	}
	w := writer{}
	w.Grow(len(s))
	if ascii(s) {
		for _, r := range s {
			w.add(unicode.ToLower(r))
		}
		return w.String()
	}
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		if unicode.Is(accents, r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		// Lowering may decompose again: İ is i and a dot.
		for _, r := range norm.NFKD.String(string(unicode.ToLower(r))) {
			if !unicode.Is(accents, r) {
				w.add(r)
			}
		}
	}
	return norm.NFC.String(w.String())
}

// writer writes folded words.
type writer struct {
	strings.Builder
	gap bool
}

func (w *writer) add(r rune) {
	switch {
	case r == '&':
		w.gap = w.Len() > 0
		w.word("and")
		w.gap = true
	case letters[r] != "":
		w.word(letters[r])
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r):
		w.word(string(r))
	default:
		w.gap = w.Len() > 0
	}
}

func (w *writer) word(s string) {
	if w.gap {
		w.WriteByte(' ')
		w.gap = false
	}
	w.WriteString(s)
}

// folded reports whether s is plain ASCII that folds to itself; most cells do.
func folded(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ' ' && i > 0 && i < len(s)-1 && s[i-1] != ' ' {
			continue
		}
		return false
	}
	return true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
