// Package prose finds slips in the sentences that people read: a number that does
// not go with its noun, a word said twice, a list or a sentence that breaks off.
// It is for tests.
package prose

import (
	"regexp"
	"strings"
)

var (
	// A number behind a capital letter belongs to a name: "Level 1", "Tsvi 0".

	// many are the plurals that stand behind a number.
	many = `(people|ties|working ties|others|gaps|records|promises|chains|handshakes|levels|points|pairings|contacts|reasons|accounts|seats|days|months|years|users|deciders|departures|decisions|colleagues|owners)`
	one  = `(person|tie|working tie|gap|record|promise|chain|handshake|level|point|pairing|contact|reason|account|seat|day|month|year|user|decider|departure|decision|colleague|owner)`

	slips = []*regexp.Regexp{
		regexp.MustCompile(`(^|(?:^|[^\pL])[a-z]+ |[%)] |[,;:(] ?)1 (other |working |of )?` + many + `\b`),
		regexp.MustCompile(`(^|(?:^|[^\pL])[a-z]+ |[%)] |[,;:(] ?)1 (remain|have|are|sit|hold|leave)\b`),
		regexp.MustCompile(`(^|(?:^|[^\pL])[a-z]+ |[%)] |[,;:(] ?)([2-9]|\d\d+) ` + one + `( |[.,;:)]|$)`),
		regexp.MustCompile(`(^|(?:^|[^\pL])[a-z]+ |[%)] |[,;:(] ?)([2-9]|\d\d+) other([.,;:)]|$)`),
		regexp.MustCompile(`\b(any|all|each|none|some) of (the )?1\b`),
		regexp.MustCompile(`(?i)\b(of|to) (the )?1 (person|people|working)\b`),
		regexp.MustCompile(`(^|(?:^|[^\pL])[a-z]+ |[%)] |[,;:(] ?)0 ([a-z]|of\b)`), // "no" or "none" says it
		regexp.MustCompile(`\bto 0\b`),
		regexp.MustCompile(`  |\.\.| [.,;:)]|[,;:(][.,;)]|\(\)|%!|\n`),
		regexp.MustCompile(`(^|\s)(and|or|to|of|the|a|by|with|,|;|:)[.]?$`),
		regexp.MustCompile(`\b(a an|an a)\b`),
	}
	word = regexp.MustCompile(`[\pL\d]+|[^\pL\d]+`)
)

// Slip returns the first slip in a text, "" for none.
func Slip(text string) string {
	for _, re := range slips {
		if s := re.FindString(text); s != "" {
			return s
		}
	}
	last := ""
	for _, w := range word.FindAllString(text, -1) {
		switch {
		case w == " ":
		case w == last && strings.ToLower(w) == w && w[0] >= 'a':
			return w + " " + w
		default:
			last = w
		}
	}
	return ""
}
