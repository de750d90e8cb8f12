package mailbox

import (
	"bytes"
	"errors"
	"io"
	"net/mail"
	"strings"
	"time"
)

// kept are the fields of a header that are looked at.
var kept = map[string]bool{
	"from": true, "to": true, "cc": true, "bcc": true, "date": true, "received": true, "message-id": true, "in-reply-to": true, "references": true, "return-path": true,
	"content-type": true, "content-class": true, "auto-submitted": true, "x-autoreply": true, "x-autorespond": true, "x-autoresponder": true, "precedence": true,
	"list-id": true, "list-unsubscribe": true, "mailing-list": true, "x-failed-recipients": true, "x-gmail-labels": true, "x-spam-flag": true,
}

// kept reports whether a field of a header is looked at.
func (m *messages) kept(name string) bool { return kept[name] || m.subjects && name == "subject" }

// header is the header of a message: the fields that are looked at, by name in
// lower case. The first of several counts; To and Cc add up.
type header struct {
	line   int // on which the message begins
	fields map[string]string
	long   bool // it, or a field of it, was longer than the limits
	any    bool // has a field at all
	torn   bool // the file ends within a line of it
}

func (h *header) get(name string) string { return h.fields[name] }
func (h *header) has(name string) bool   { _, ok := h.fields[name]; return ok }

// messages reads headers one after the other and passes over everything else.
type messages struct {
	in       *lines
	alone    bool // the file is one message
	subjects bool // they are kept
	begun    bool
	at       int // line of the message that has begun; 0 for none
}

// next returns the next header; valid until the next call.
func (m *messages) next() (*header, error) {
	if err := m.seek(); err != nil {
		return nil, err
	}
	h := &header{line: m.at, fields: map[string]string{}}
	m.at = 0
	for size := 0; ; {
		text, line, cut, err := m.in.field()
		if errors.Is(err, io.EOF) {
			h.torn = m.in.torn
			return h, nil
		}
		if err != nil {
			return nil, err
		}
		if len(text) == 0 {
			if m.alone && !h.any && line < 100 {
				continue // empty lines above the message
			}
			return h, nil
		}
		name, value, ok := bytes.Cut(text, []byte(":"))
		if !ok || len(name) > 100 || bytes.ContainsAny(name, " \t") && !bytes.HasSuffix(name, []byte(" ")) {
			continue
		}
		if !h.any && m.alone {
			h.line = line
		}
		h.any = true
		key := strings.ToLower(string(bytes.TrimSpace(name)))
		if !m.kept(key) {
			continue
		}
		size += len(value)
		if h.long = h.long || cut || size > maxHeader; h.long {
			continue
		}
		was, twice := h.fields[key]
		switch {
		case !twice:
			h.fields[key] = strings.TrimSpace(string(value))
		case key == "to" || key == "cc":
			h.fields[key] = was + ", " + strings.TrimSpace(string(value))
		}
	}
}

// seek reads on to the next message: behind a line that begins one. Such a line
// stands at the beginning or below an empty line.
func (m *messages) seek() error {
	if m.alone {
		if m.begun {
			return io.EOF
		}
		m.begun, m.at = true, 1
		return nil
	}
	for empty := true; ; {
		l, _, err := m.in.next()
		if err != nil {
			return err
		}
		if empty && envelope(l) {
			m.at = m.in.n
			return nil
		}
		empty = len(l) == 0
	}
}

// Reasons for which a message is no contact.
const (
	unreadable = "headers without a sender"
	tooLong    = "headers longer than 256 KiB"
	cutOff     = "headers in which the file ends"
	dayless    = "headers without a day that can be read"
	bounce     = "bounces"
	automatic  = "automatic replies"
	byList     = "mailing lists"
	invitation = "invitations and answers to them"
	unwanted   = "spam, drafts and the bin"
	twice      = "copies of what is counted already"
	future     = "days that are still to come"
	crowd      = "more than 500 people"
)

// manyPeople is how many people a message with a way to unsubscribe may name and
// still be personal.
const manyPeople = 10

// noContact says why nobody wrote a message to somebody; "" for one that somebody did.
func noContact(h *header, from string, people int) string {
	local, _, _ := strings.Cut(from, "@")
	kind := strings.ToLower(h.get("content-type"))
	word := func(name string) string { return strings.ToLower(h.get(name)) }
	precedence := word("precedence")
	auto, _, _ := strings.Cut(word("auto-submitted"), ";")
	labels := "," + strings.ReplaceAll(word("x-gmail-labels"), " ", "") + ","
	labelled := func(l string) bool { return strings.Contains(labels, ","+l+",") }
	switch {
	case strings.HasPrefix(kind, "multipart/report"), h.has("x-failed-recipients"), local == "mailer-daemon", local == "postmaster":
		return bounce
	case auto != "" && strings.TrimSpace(auto) != "no", h.has("x-autoreply"), h.has("x-autorespond"), h.has("x-autoresponder"), precedence == "auto_reply":
		return automatic
	case h.has("return-path") && strings.Trim(h.get("return-path"), "<> ") == "":
		return bounce
	case h.has("list-id"), h.has("mailing-list"), precedence == "bulk", precedence == "list", precedence == "junk",
		h.has("list-unsubscribe") && (people > manyPeople || people == 0):
		return byList
	case strings.HasPrefix(kind, "text/calendar"), strings.Contains(word("content-class"), "calendarmessage"):
		return invitation
	case strings.HasPrefix(word("x-spam-flag"), "yes"), labelled("spam"), labelled("trash"), labelled("draft"), labelled("drafts"):
		return unwanted
	}
	return ""
}

// dayOf returns the day on which a message was written, as its sender has it;
// where that cannot be read, the day on which it was received.
func dayOf(h *header) (time.Time, bool) {
	received := h.get("received")
	if i := strings.LastIndexByte(received, ';'); i >= 0 {
		received = received[i+1:]
	}
	for _, s := range []string{h.get("date"), received} {
		if t, err := mail.ParseDate(strings.Join(strings.Fields(s), " ")); err == nil && t.Year() >= firstYear && t.Year() <= lastYear {
			return t, true
		}
	}
	return time.Time{}, false
}

// Years that a message or a meeting may have.
const firstYear, lastYear = 1970, 2200

// messageID returns the identifier of a field, without its brackets; "" for none.
func messageID(field string) string {
	if i := strings.IndexByte(field, '<'); i >= 0 {
		if id, _, ok := strings.Cut(field[i+1:], ">"); ok {
			return strings.Join(strings.Fields(id), "")
		}
	}
	id, _, _ := strings.Cut(strings.TrimSpace(field), " ")
	return id
}

// answers returns the identifier of the message that a message answers; "" for
// one that begins a thread.
func answers(h *header) string {
	if id := messageID(h.get("in-reply-to")); id != "" {
		return id
	}
	refs := h.get("references")
	if i := strings.LastIndexByte(refs, '<'); i >= 0 {
		refs = refs[i:]
	}
	return messageID(refs)
}
