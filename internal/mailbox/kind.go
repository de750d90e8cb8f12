package mailbox

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
)

// Kind is the kind of a file; the zero Kind is none of those that are read here.
type Kind uint8

// The kinds of file.
const (
	Mbox     Kind = iota + 1 // messages, each below a line "From …"
	Message                  // one message (EML)
	Calendar                 // iCalendar
)

// HeadBytes is how much of a file KindOf wants to see.
const HeadBytes = 4 << 10

// KindOf says what a file is: by how it begins, else by the end of its name.
func KindOf(name string, head []byte) Kind {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), "\r\n")
	first, _, _ := bytes.Cut(head, []byte("\n"))
	switch {
	case strings.HasPrefix(strings.ToUpper(string(bytes.TrimLeft(first, " \t"))), "BEGIN:VCALENDAR"):
		return Calendar
	case envelope(first):
		return Mbox
	case messageHead(head):
		return Message
	}
	switch strings.ToLower(filepath.Ext(name)) {
	case ".mbox":
		return Mbox
	case ".eml":
		return Message
	case ".ics":
		return Calendar
	}
	return 0
}

// Extensions are the ends of the names of the files that are read here.
func Extensions() []string { return []string{".mbox", ".eml", ".ics"} }

// dated is the time and the year that end the line above a message of an mbox.
var dated = regexp.MustCompile(`[0-9]:[0-9]{2}.*\b(19|20)[0-9]{2}\b`)

// envelope reports whether a line begins a message of an mbox: "From", who sent
// it, and when. A sentence of a body that begins with "From" has no such end.
func envelope(line []byte) bool {
	return bytes.HasPrefix(line, []byte("From ")) && dated.Match(line[:min(len(line), 300)])
}

// messageHead reports whether a file begins as a message does: with fields, and
// among them who wrote it, and when or under which number.
func messageHead(head []byte) bool {
	from, other := false, false
	for _, l := range bytes.Split(head, []byte("\n")) {
		l = bytes.TrimRight(l, "\r")
		if len(l) == 0 {
			break
		}
		if l[0] == ' ' || l[0] == '\t' {
			continue
		}
		name, _, ok := bytes.Cut(l, []byte(":"))
		if !ok && len(l) < 998 || ok && bytes.ContainsAny(name, " \t,;\"") {
			return false
		}
		switch strings.ToLower(string(name)) {
		case "from":
			from = true
		case "date", "message-id", "received", "mime-version":
			other = true
		}
	}
	return from && other
}
