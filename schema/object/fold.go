package object

import (
	"strings"
	"unicode"
)

// accented lists, after each plain letter, the lower-case letters that are it
// with accents: the Latin, modern Greek and Cyrillic ones.
var accented = []string{
	"aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
	"bḃḅḇ",
	"cçćĉċčḉ",
	"dďđḋḍḏḑḓ",
	"eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
	"fḟ",
	"gĝğġģǧǵḡ",
	"hĥħȟḣḥḧḩḫẖ",
	"iìíîïĩīĭįıǐȉȋḭḯỉị",
	"jĵǰ",
	"kķǩḱḳḵ",
	"lĺļľłḷḹḻḽ",
	"mḿṁṃ",
	"nñńņňǹṅṇṉṋ",
	"oòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
	"pṕṗ",
	"rŕŗřȑȓṙṛṝṟ",
	"sśŝşšșṡṣṥṧṩ",
	"tţťțŧṫṭṯṱẗ",
	"uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
	"vṽṿ",
	"wŵẁẃẅẇẉẘ",
	"xẋẍ",
	"yýÿŷȳẏẙỳỵỷỹ",
	"zźżžẑẓẕ",
	"αά", "εέ", "ηή", "ιΐίϊ", "οό", "σς", "υΰϋύ", "ωώ",
	"гѓ", "еѐё", "иѝ", "кќ", "уў", "ії",
}

// spelledOut holds the letters that read as two.
var spelledOut = map[rune]string{'ß': "ss", 'æ': "ae", 'ǣ': "ae", 'ǽ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d"}

var plainLetter = map[rune]rune{}

func init() {
	for _, row := range accented {
		letters := []rune(row)
		for _, r := range letters[1:] {
			plainLetter[r] = letters[0]
		}
	}
}

// Fold returns s in the form in which names are compared in searches: lower
// case, without accents, each run of anything but letters and digits one space,
// none at the ends. Equal folds mean "reads the same", not "is the same".
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		r = unicode.ToLower(r)
		switch {
		case unicode.Is(unicode.Mn, r): // a combining accent
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if plain, ok := plainLetter[r]; ok {
			r = plain
		}
		if two, ok := spelledOut[r]; ok {
			b.WriteString(two)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// foldMatch says how well a folded query matches a folded text; 0 is not at
// all. Each word of the query must begin a word of the text.
func foldMatch(text, query string) int {
	switch {
	case query == "" || text == "":
		return 0
	case text == query:
		return matchWhole
	case strings.HasPrefix(text, query):
		return matchStart
	}
	for _, q := range strings.Fields(query) {
		if !strings.HasPrefix(text, q) && !strings.Contains(text, " "+q) {
			return 0
		}
	}
	return matchWords
}

// The ranks of a match, worst first.
const (
	matchWords = 1 + iota // every word begins a word
	matchStart            // the text begins with the query
	matchWhole            // the text is the query
)
