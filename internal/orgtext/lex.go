package orgtext

import (
	"fmt"
	"strconv"
	"strings"
)

// token is a word, a quoted text or a mark: one of -> <-> , : ( ).
type token struct {
	text string
	kind tokenKind
}

type tokenKind uint8

const (
	word tokenKind = iota
	quoted
	mark
)

// line is one line of the source that is not blank.
type line struct {
	number int
	indent int
	tokens []token
}

func (l *line) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %w", l.number, fmt.Errorf(format, args...))
}

// lex splits the source into lines and their tokens.
func lex(text string) ([]line, error) {
	var out []line
	number := 0
	for row := range strings.Lines(text) {
		number++
		row = strings.TrimRight(row, " \r\n")
		body := strings.TrimLeft(row, " ")
		l := line{number: number, indent: len(row) - len(body)}
		if strings.ContainsRune(body, '\t') {
			return nil, l.errorf("a tab stands in it; indent and separate by spaces")
		}
		tokens, err := tokenize(body)
		if err != nil {
			return nil, l.errorf("%w", err)
		}
		if l.tokens = tokens; len(tokens) > 0 {
			out = append(out, l)
		}
	}
	return out, nil
}

func tokenize(s string) ([]token, error) {
	var out []token
	for {
		s = strings.TrimLeft(s, " ")
		if s == "" || strings.HasPrefix(s, "//") {
			return out, nil
		}
		if m := markAt(s); m != "" {
			out = append(out, token{m, mark})
			s = s[len(m):]
			continue
		}
		if s[0] == '"' {
			text, rest, err := unquote(s)
			if err != nil {
				return nil, err
			}
			out = append(out, token{text, quoted})
			s = rest
			continue
		}
		text, rest, err := wordAt(s)
		if err != nil {
			return nil, err
		}
		out = append(out, token{text, word})
		s = rest
	}
}

// markAt returns the mark at the beginning of s. A comma or colon is a mark
// only before a space or the end, so that "hr:7" and "a,b" are words.
func markAt(s string) string {
	for _, m := range []string{"->", "<->"} {
		if s == m || strings.HasPrefix(s, m+" ") {
			return m
		}
	}
	switch {
	case s[0] == '(' || s[0] == ')':
		return s[:1]
	case (s[0] == ',' || s[0] == ':') && (len(s) == 1 || s[1] == ' ' || s[1] == ')'):
		return s[:1]
	}
	return ""
}

// wordAt reads a word up to a space or mark; the value after "=" may be quoted.
func wordAt(s string) (text, rest string, err error) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ' || c == '(' || c == ')' || (c == ',' || c == ':') && markAt(s[i:]) != "":
			return s[:i], s[i:], nil
		case c == '"' && i > 0 && s[i-1] == '=':
			value, rest, err := unquote(s[i:])
			return s[:i] + value, rest, err
		}
	}
	return s, "", nil
}

func unquote(s string) (text, rest string, err error) {
	prefix, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", "", fmt.Errorf("the quoted text %s does not end", s)
	}
	if text, err = strconv.Unquote(prefix); err != nil {
		return "", "", err
	}
	return text, s[len(prefix):], nil
}
