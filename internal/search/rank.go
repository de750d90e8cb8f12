package search

import "strings"

// The ranks of a match, worst first; 0 is none.
const (
	MatchWords = 1 + iota // every word begins a word
	MatchStart            // the text begins with the query
	MatchWhole            // the text is the query
)

// Rank says how well a folded query matches a folded text; 0 is not at
// all. Each word of the query must begin a word of the text.
func Rank(text, query string) int {
	switch {
	case query == "" || text == "":
		return 0
	case text == query:
		return MatchWhole
	case strings.HasPrefix(text, query):
		return MatchStart
	}
	for q := range strings.SplitSeq(query, " ") {
		if begins(text, q) < 0 {
			return 0
		}
	}
	return MatchWords
}

// begins returns where in a folded text the first word begins that begins with q, and -1
// when none does.
func begins(text, q string) int {
	if strings.HasPrefix(text, q) {
		return 0
	}
	for from := 0; ; {
		i := strings.Index(text[from:], q)
		if i < 0 {
			return -1
		}
		if text[from+i-1] == ' ' {
			return from + i
		}
		from += i + 1
	}
}
