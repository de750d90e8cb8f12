package object

import "strings"

// rank says how well a folded query matches a folded text; 0 is not at
// all. Each word of the query must begin a word of the text.
func rank(text, query string) int {
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
