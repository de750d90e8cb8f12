package mailbox

import (
	"io"
	"mime"
	"net/mail"
	"slices"
	"strings"
	"unicode"
)

// Address is somebody in a header.
type Address struct {
	Name string // as it is written there; may be empty
	Mail string // in lower case
}

// addressOf returns an address in lower case; "" for what is none.
func addressOf(s string) string {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "<>"))
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || domain == "" || len(s) > 254 || strings.Contains(domain, "@") {
		return ""
	}
	if strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar }) >= 0 {
		return ""
	}
	return strings.TrimSuffix(s, ".")
}

// parser reads address fields. A name in an encoding that it does not know stays as it
// is.
var parser = mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: func(_ string, r io.Reader) (io.Reader, error) { return r, nil }}}

// maxSubject is the length of a subject in bytes.
const maxSubject = 500

// subjectOf returns a subject on one line, decoded and shortened.
func subjectOf(field string) string {
	if decoded, err := parser.WordDecoder.DecodeHeader(field); err == nil {
		field = decoded
	}
	s := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(field, "\ufffd"), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if len(s) > maxSubject {
		s = strings.TrimSpace(strings.ToValidUTF8(s[:maxSubject], ""))
	}
	return s
}

// addresses returns the people of an address field, each once. What cannot be
// read is left out, and what can is kept.
func addresses(field string) []Address {
	if strings.TrimSpace(field) == "" {
		return nil
	}
	var out []Address
	add := func(name, address string) {
		if m := addressOf(address); m != "" && !slices.ContainsFunc(out, func(a Address) bool { return a.Mail == m }) {
			out = append(out, Address{Name: strings.ToValidUTF8(strings.TrimSpace(name), "\ufffd"), Mail: m})
		}
	}
	if list, err := parser.ParseList(field); err == nil {
		for _, a := range list {
			add(a.Name, a.Address)
			if len(out) > maxPeople {
				break
			}
		}
		return out
	}
	for _, one := range split(field) {
		if a, err := parser.Parse(one); err == nil {
			add(a.Name, a.Address)
		} else if i := strings.LastIndexByte(one, '<'); i >= 0 {
			address, _, _ := strings.Cut(one[i+1:], ">")
			add(strings.Trim(one[:i], ` "'`), address)
		} else {
			add("", one)
		}
		if len(out) > maxPeople {
			break
		}
	}
	return out
}

// split divides an address field at its commas and semicolons, but for those
// within quotation marks.
func split(field string) []string {
	quoted, escaped := false, false
	return strings.FieldsFunc(field, func(r rune) bool {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		default:
			return !quoted && (r == ',' || r == ';')
		}
		return false
	})
}
