package paste

import (
	"regexp"
	"strings"

	"github.com/kithgraph/kith/internal/formats"
)

// mailShape is what an e-mail address looks like.
const mailShape = `[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`

var (
	mailWhole = regexp.MustCompile(`^` + mailShape + `$`)
	mailIn    = regexp.MustCompile(mailShape)
	toLine    = regexp.MustCompile(`(?i)^(to|cc|bcc|from|an|von|à|de|para|an alle)\s*:\s*`)
)

// readAddresses reads a list of addresses, with names or without; nil for a text that
// holds anything else.
func readAddresses(text string) *Text {
	t := &Text{Kind: Addresses}
	seen := map[string]bool{}
	for _, l := range linesOf(text) {
		body := toLine.ReplaceAllString(l.text, "")
		entries, ok := entriesOf(body)
		if !ok {
			return nil
		}
		for _, e := range entries {
			if key := strings.ToLower(e.mail); !seen[key] {
				seen[key] = true
				name := formats.FullName(e.name)
				if name == "" {
					t.leave(l.n, e.mail, "an address without a name; write Name <address>")
					continue
				}
				t.Rows = append(t.Rows, Entry{Line: l.n, Name: name, Emails: []string{e.mail}})
			} else {
				t.leave(l.n, e.mail, "the address stands here twice")
			}
		}
	}
	if len(seen) == 0 {
		return nil
	}
	return t
}

// entry is one of a list of addresses.
type entry struct{ name, mail string }

// entriesOf divides a line into entries; false when a part of it is none.
func entriesOf(s string) (out []entry, ok bool) {
	parts, stops := divide(s)
	name := ""
	for i, p := range parts {
		if p == "" {
			continue
		}
		e, is := entryOf(p)
		switch {
		case !is && stops[i] != ',' || !is && (name != "" || mailIn.MatchString(p)):
			return nil, false
		case !is:
			name = p // the family name of "Family, Given <mail>"
			continue
		case name != "" && e.name == "":
			return nil, false
		case name != "":
			e.name, name = name+", "+e.name, ""
		}
		out = append(out, e)
	}
	return out, name == ""
}

// divide splits a list at commas and semicolons outside quotation marks and
// brackets; stops says what ended each part, 0 for the end of the line.
func divide(s string) (parts []string, stops []rune) {
	quoted, depth, from := false, 0, 0
	for i, r := range s {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '<' || r == '(':
			depth++
		case (r == '>' || r == ')') && depth > 0:
			depth--
		case depth == 0 && (r == ',' || r == ';'):
			parts, stops = append(parts, strings.TrimSpace(s[from:i])), append(stops, r)
			from = i + 1
		}
	}
	return append(parts, strings.TrimSpace(s[from:])), append(stops, 0)
}

// entryOf reads `Name <mail>`, `"Family, Given" <mail>`, `<mail>`, `mail (Name)` and
// `mail`.
func entryOf(s string) (entry, bool) {
	if i := strings.LastIndexByte(s, '<'); i >= 0 && strings.HasSuffix(s, ">") {
		mail := strings.TrimPrefix(strings.TrimSpace(s[i+1:len(s)-1]), "mailto:")
		name := clean(strings.Trim(strings.TrimSpace(s[:i]), `"'`))
		if mailWhole.MatchString(name) {
			name = ""
		}
		return entry{name, mail}, mailWhole.MatchString(mail) && !strings.ContainsAny(name, `<>"`)
	}
	if i := strings.IndexByte(s, '('); i > 0 && strings.HasSuffix(s, ")") {
		mail := strings.TrimSpace(s[:i])
		return entry{clean(s[i+1 : len(s)-1]), mail}, mailWhole.MatchString(mail)
	}
	s = strings.TrimPrefix(s, "mailto:")
	return entry{"", s}, mailWhole.MatchString(s)
}
