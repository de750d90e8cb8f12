package importer

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
)

// cellError says why a cell was refused: a rule name and one sentence.
type cellError struct{ rule, reason string }

func (e *cellError) Error() string { return e.reason }

func refuse(rule, format string, args ...any) *cellError {
	return &cellError{rule, fmt.Sprintf(format, args...)}
}

// parseDay reads YYYY-MM-DD, or a timestamp whose day is taken as it is
// written. An empty cell is the zero date.
func parseDay(s string) (graph.Date, *cellError) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	day := s
	if len(day) > 10 && (day[10] == 'T' || day[10] == ' ') {
		day = day[:10]
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, refuse("date", "not a day; write YYYY-MM-DD")
	}
	return checkYear(t)
}

func checkYear(t time.Time) (graph.Date, *cellError) {
	if y := t.Year(); y < graph.MinYear || y > graph.MaxYear {
		return 0, refuse("date", "date in year %d; years run from %d to %d", y, graph.MinYear, graph.MaxYear)
	}
	return graph.DateOf(t), nil
}

// parsePeriod reads a day, or a month YYYY-MM, which stands for its last day.
func parsePeriod(s string) (graph.Date, *cellError) {
	s = strings.TrimSpace(s)
	if len(s) != len("2006-01") {
		return parseDay(s)
	}
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, refuse("date", "not a month; write YYYY-MM or YYYY-MM-DD")
	}
	return checkYear(t.AddDate(0, 1, -1))
}

// parseInt reads a whole number of [min, max]. Spaces and apostrophes between
// digits are ignored; an empty cell is an error, so ask first.
func parseInt(s string, min, max int) (int, *cellError) {
	n, err := strconv.Atoi(ungroup(s))
	if err != nil {
		return 0, refuse("number", "not a whole number")
	}
	if n < min || n > max {
		return 0, refuse("number", "out of range; write a number from %d to %d", min, max)
	}
	return n, nil
}

// parseShare reads a number of [0, 1], or a percentage such as "40 %".
func parseShare(s string) (float64, *cellError) {
	s = ungroup(s)
	scale := 1.0
	if p, ok := strings.CutSuffix(s, "%"); ok {
		s, scale = p, 100
	}
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	if err != nil || math.IsNaN(f) {
		return 0, refuse("number", "not a number")
	}
	if f /= scale; f < 0 || f > 1 {
		return 0, refuse("number", "out of range; write a number from 0 to 1 or a percentage")
	}
	return f, nil
}

// parseNumber reads a decimal number, point or comma.
func parseNumber(s string) (float64, *cellError) {
	f, err := strconv.ParseFloat(strings.Replace(ungroup(s), ",", ".", 1), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, refuse("number", "not a number")
	}
	return f, nil
}

// ungroup drops spaces (also the narrow and unbreakable ones) and apostrophes,
// which some countries write between groups of digits.
func ungroup(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\'' || r == '’' {
			return -1
		}
		return r
	}, s)
}

// moneyFactor are the words that may follow an amount.
var moneyFactor = []struct {
	suffix string
	factor float64
}{{"bn", 1e9}, {"mrd", 1e9}, {"mio", 1e6}, {"m", 1e6}, {"k", 1e3}}

// currencySign are signs that may stand before or after an amount and name its currency.
var currencySign = []struct{ sign, currency string }{{"€", "EUR"}, {"£", "GBP"}, {"$", "USD"}, {"¥", "JPY"}}

// parseMoney reads an amount such as 1,234,567.89, 1.234.567,89, 1 234 567,
// 2.5M or €3k, and returns it in units of its currency, and the currency when
// the cell names one by sign or by three letters. A lone separator followed by
// three digits groups thousands: 1,234 and 1.234 are both one thousand.
func parseMoney(s string) (amount float64, currency string, cerr *cellError) {
	s = ungroup(s)
	for _, c := range currencySign {
		if strings.Contains(s, c.sign) {
			s, currency = strings.Replace(s, c.sign, "", 1), c.currency
			break
		}
	}
	if currency == "" && len(s) > 3 {
		if c, ok := parseCurrency(s[:3]); ok {
			s, currency = s[3:], c
		} else if c, ok := parseCurrency(s[len(s)-3:]); ok && !strings.EqualFold(c, "mio") && !strings.EqualFold(c, "mrd") {
			s, currency = s[:len(s)-3], c
		}
	}
	factor := 1.0
	for _, f := range moneyFactor {
		if n, ok := cutSuffixFold(s, f.suffix); ok {
			s, factor = n, f.factor
			break
		}
	}
	plain, ok := decimalPoint(s)
	if !ok {
		return 0, "", refuse("money", "not an amount; write 1234567.89")
	}
	f, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, "", refuse("money", "not an amount; write 1234567.89")
	}
	f *= factor
	if math.Abs(f) > 1e15 {
		return 0, "", refuse("money", "out of range; amounts run to 1e15")
	}
	return f, currency, nil
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if n := len(s) - len(suffix); n >= 0 && strings.EqualFold(s[n:], suffix) {
		return s[:n], true
	}
	return s, false
}

// decimalPoint rewrites an amount with a decimal point and without grouping.
func decimalPoint(s string) (string, bool) {
	sign := ""
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		sign, s = s[:1], s[1:]
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && c != '.' && c != ',' {
			return "", false
		}
	}
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return sign + s, s != ""
	}
	whole, part := s[:last], s[last+1:]
	sep := s[last]
	grouped := strings.ContainsAny(whole, ".,")
	if len(part) == 3 && whole != "" && whole != "0" && (!grouped || strings.IndexByte(whole, sep) >= 0) {
		whole, part = s, "" // the last separator groups thousands too
	} else if strings.IndexByte(whole, sep) >= 0 {
		return "", false // the same sign cannot group and divide
	}
	groups := strings.FieldsFunc(whole, func(r rune) bool { return r == '.' || r == ',' })
	for i, g := range groups {
		if len(groups) > 1 && (i > 0 && len(g) != 3 || len(g) > 3) {
			return "", false
		}
	}
	plain := sign + strings.Join(groups, "")
	if part != "" {
		plain += "." + part
	}
	return plain, plain != sign
}

// parseCurrency reads a three-letter currency code.
func parseCurrency(s string) (string, bool) {
	if len(s) != 3 {
		return "", false
	}
	for i := range 3 {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return "", false
		}
	}
	return strings.ToUpper(s), true
}

// boolWords are the words of a yes-or-no cell.
var boolWords = map[string]bool{
	"1": true, "yes": true, "y": true, "true": true, "t": true, "x": true, "ja": true, "oui": true,
	"0": false, "no": false, "n": false, "false": false, "f": false, "nein": false, "non": false,
}

// parseBool reads a yes-or-no cell; an empty cell is no.
func parseBool(s string) (bool, *cellError) {
	w := folding.Fold(s)
	if w == "" {
		return false, nil
	}
	b, ok := boolWords[w]
	if !ok {
		return false, refuse("yes-no", "neither yes nor no")
	}
	return b, nil
}

// list splits a cell that holds several values, on ";" or "|" and, when
// neither occurs, on ",". Empty values are dropped.
func list(s string) []string {
	sep := ","
	if strings.ContainsAny(s, ";|") {
		sep = ";|"
	}
	var out []string
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(sep, r) }) {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// tidy prepares a text cell for a fact: outer space off, runs of white space
// (line breaks too) to one space, and the invisible characters that reorder
// text taken out. changed is true when such a character was there.
func tidy(s string) (text string, changed bool) {
	if plainText(s) {
		return s, false
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f, r == 0xfeff, r == 0x2028, r == 0x2029:
			changed = true
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String(), changed
}

// plainText reports whether tidy would return s as it is; most cells pass.
func plainText(s string) bool {
	for i := range len(s) {
		c := s[i]
		if c > 0x20 && c < 0x7f || c == 0x20 && i > 0 && i < len(s)-1 && s[i-1] != 0x20 {
			continue
		}
		return false
	}
	return true
}
