package mailbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kithgraph/kith/internal/formats"
)

// Channel is how a contact took place, as a word of interactions.csv.
type Channel string

// The channels of messages and meetings.
const (
	Mail     Channel = "mail"
	MassMail Channel = "mass mail" // names more than a room holds
	Meeting  Channel = "meeting"
	Video    Channel = "video"
)

// roomLimit is how many people a message or a meeting may have and still be among
// them: beyond, one is a mass mail and the other an event.
const roomLimit = 30

// Contact is a message, or a meeting that took place.
type Contact struct {
	Line    int       // of the file, on which it begins
	Key     string    // the same in every file that has it; at most 200 bytes
	Day     time.Time // only its year, month and day mean something
	Channel Channel
	From    Address   // who wrote it or called it; of a meeting without an organiser empty
	To      []Address // the others, each once
	Subject string    // what it is about, at most 500 bytes; "" unless [Options] ask for it
	Began   string    // address of whoever began the thread or called the meeting; "" where no file says
}

// Options say whose a file is, and until when it counts.
type Options struct {
	Until    time.Time       // the last day that counts; a later one is still to come. Zero: all do
	Owner    map[string]bool // the addresses of whose mailbox or calendar it is; may be empty
	Subjects bool            // keep subjects of messages and titles of meetings
}

// Report says what became of a file.
type Report struct {
	Kind    Kind
	Found   int               // messages, or meetings
	Counted int               // of those, contacts that were returned and not skipped after
	Skipped []formats.Skipped // by reason, the most frequent first
}

// skippedLines is how many lines a reason names.
const skippedLines = 5

// Correspondence is what the files of one import have in common. It is not safe for
// concurrent use.
type Correspondence struct {
	threads map[uint64]link
	number  map[string]uint32 // of an address in people
	people  []string
	moved   map[uint64][]property // RECURRENCE-ID of the events that stand for one of a series, by UID
	seen    map[uint64]struct{}
}

// link is a message as the others of its thread see it.
type link struct {
	parent uint64 // 0 for none
	from   uint32 // in people
}

// maxThreads is how many messages are remembered for threads. Of those beyond it
// is not known who began what they answer.
const maxThreads = 4 << 20

// NewCorrespondence returns one that knows nothing.
func NewCorrespondence() *Correspondence {
	return &Correspondence{threads: map[uint64]link{}, number: map[string]uint32{}, moved: map[uint64][]property{}, seen: map[uint64]struct{}{}}
}

// Index looks through a file for what others refer to, and returns how many messages
// or events it has. It fails with what the stream or ctx says.
func (c *Correspondence) Index(ctx context.Context, kind Kind, r io.Reader) (found int, err error) {
	if kind == Calendar {
		return c.indexCalendar(ctx, r)
	}
	m := &messages{in: newLines(r), alone: kind == Message}
	for {
		if ctx.Err() != nil {
			return found, ctx.Err()
		}
		h, err := m.next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		if !h.any {
			continue
		}
		found++
		id, from := messageID(h.get("message-id")), addresses(h.get("from"))
		if id == "" || len(from) == 0 || len(c.threads) >= maxThreads {
			continue
		}
		if _, known := c.threads[hash(id)]; known {
			continue
		}
		l := link{from: c.numberOf(from[0].Mail)}
		if parent := answers(h); parent != "" {
			l.parent = hash(parent)
		}
		c.threads[hash(id)] = l
	}
}

func (c *Correspondence) numberOf(address string) uint32 {
	n, known := c.number[address]
	if !known {
		n = uint32(len(c.people))
		address = strings.Clone(address)
		c.number[address] = n
		c.people = append(c.people, address)
	}
	return n
}

// began returns who began the thread of a message; "" where its beginning is in no
// file.
func (c *Correspondence) began(from string, parent string) string {
	if parent == "" {
		return from
	}
	at := hash(parent)
	for range 1000 { // hostile messages answer each other in a circle
		l, known := c.threads[at]
		if !known {
			return ""
		}
		if l.parent == 0 {
			return c.people[l.from]
		}
		at = l.parent
	}
	return ""
}

// once reports whether a key comes for the first time.
func (c *Correspondence) once(key string) bool {
	h := hash(key)
	if _, again := c.seen[h]; again {
		return false
	}
	c.seen[h] = struct{}{}
	return true
}

func hash(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	out := uint64(0)
	for _, b := range sum[:8] {
		out = out<<8 | uint64(b)
	}
	return max(out, 1)
}

// keyOf returns a key of at most 200 printable characters of ASCII.
func keyOf(kind string, parts ...string) string {
	s := strings.Join(parts, " ")
	if len(s) > 180 || strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) >= 0 {
		sum := sha256.Sum256([]byte(s))
		s = hex.EncodeToString(sum[:])
	}
	return kind + ":" + s
}

// Reader returns the contacts of one file.
type Reader struct {
	c       *Correspondence
	options Options
	kind    Kind
	mail    *messages
	events  *events
	queue   []Contact // meetings of the present event
	found   int
	left    int
	barren  int // rules that gave no day
	skipped map[string]*formats.Skipped
}

// Open returns a reader of a file that was indexed.
func (c *Correspondence) Open(kind Kind, r io.Reader, o Options) *Reader {
	out := &Reader{c: c, options: o, kind: kind, skipped: map[string]*formats.Skipped{}}
	if kind == Calendar {
		out.events = newEvents(r)
		out.events.subjects = o.Subjects
	} else {
		out.mail = &messages{in: newLines(r), alone: kind == Message, subjects: o.Subjects}
	}
	return out
}

// Next returns the next contact; io.EOF after the last. It fails with what the
// stream or ctx says.
func (r *Reader) Next(ctx context.Context) (Contact, error) {
	for {
		if ctx.Err() != nil {
			return Contact{}, ctx.Err()
		}
		if len(r.queue) > 0 {
			x := r.queue[0]
			r.queue = r.queue[1:]
			return x, nil
		}
		if r.kind == Calendar {
			e, err := r.events.next()
			if err != nil {
				return Contact{}, err
			}
			r.meetings(e)
			continue
		}
		h, err := r.mail.next()
		if err != nil {
			return Contact{}, err
		}
		if !h.any {
			continue
		}
		r.found++
		if x, reason := r.message(h); reason != "" {
			r.Skip(reason, h.line)
		} else {
			return x, nil
		}
	}
}

// Skip counts a message or a meeting that is no contact. Whoever reads may
// skip what was returned.
func (r *Reader) Skip(reason string, line int) {
	s := r.skipped[reason]
	if s == nil {
		s = &formats.Skipped{Reason: reason}
		r.skipped[reason] = s
	}
	r.left++
	if s.Count++; len(s.Lines) < skippedLines {
		s.Lines = append(s.Lines, line)
	}
}

// Report says what became of what has been read.
func (r *Reader) Report() Report {
	out := Report{Kind: r.kind, Found: r.found, Counted: r.found - r.left}
	for _, s := range r.skipped {
		out.Skipped = append(out.Skipped, *s)
	}
	slices.SortFunc(out.Skipped, func(a, b formats.Skipped) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Reason, b.Reason)
	})
	return out
}

// message makes a contact of a header, or says why it is none.
func (r *Reader) message(h *header) (Contact, string) {
	switch {
	case h.long:
		return Contact{}, tooLong
	case h.torn:
		return Contact{}, cutOff
	}
	from := addresses(h.get("from"))
	if len(from) == 0 {
		return Contact{}, unreadable
	}
	x := Contact{Line: h.line, From: from[0], Channel: Mail, Subject: subjectOf(h.get("subject"))}
	for _, field := range []string{"to", "cc", "bcc"} {
		for _, a := range addresses(h.get(field)) {
			x.add(a)
		}
	}
	if reason := noContact(h, x.From.Mail, len(x.To)); reason != "" {
		return Contact{}, reason
	}
	var ok bool
	switch x.Day, ok = dayOf(h); {
	case !ok:
		return Contact{}, dayless
	case r.toCome(x.Day):
		return Contact{}, future
	case len(x.To) > maxPeople:
		return Contact{}, crowd
	case len(x.To)+1 > roomLimit:
		x.Channel = MassMail
	}
	id := messageID(h.get("message-id"))
	if x.Key = keyOf("mail", id); id == "" {
		parts := []string{x.Day.Format(time.RFC3339), x.From.Mail}
		for _, a := range x.To {
			parts = append(parts, a.Mail)
		}
		x.Key = keyOf("mail", parts...)
	}
	if !r.c.once(x.Key) {
		return Contact{}, twice
	}
	x.Began = r.c.began(x.From.Mail, answers(h))
	return x, ""
}

// add names somebody, once. Beyond maxPeople it only matters that there are more.
func (x *Contact) add(a Address) {
	if len(x.To) <= maxPeople && a.Mail != x.From.Mail && !slices.ContainsFunc(x.To, func(b Address) bool { return a.Mail == b.Mail }) {
		x.To = append(x.To, a)
	}
}

func (r *Reader) toCome(day time.Time) bool {
	return !r.options.Until.IsZero() && day.Format(time.DateOnly) > r.options.Until.Format(time.DateOnly)
}
