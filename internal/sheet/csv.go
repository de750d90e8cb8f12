package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Limits bound what a file may hold. A zero field means its default.
type Limits struct {
	Line  int // bytes of one record, quoted line breaks included; default 1 MiB
	Field int // bytes of one field; default 64 KiB
	Rows  int // records of one file without its header; default 5,000,000
}

// The defaults of Limits.
const (
	DefaultLine  = 1 << 20
	DefaultField = 64 << 10
	DefaultRows  = 5_000_000
)

func (l Limits) orDefault() Limits {
	if l.Line <= 0 {
		l.Line = DefaultLine
	}
	if l.Field <= 0 {
		l.Field = DefaultField
	}
	if l.Rows <= 0 {
		l.Rows = DefaultRows
	}
	return l
}

// Problem says why a row, or a whole file, could not be read.
type Problem struct {
	Line   int    // physical line, from 1; 0 when the whole file is meant
	Field  int    // from 1; 0 when the whole row is meant
	Value  string // what stood there, prepared by Shown
	Reason string // one sentence in lower case: what is wrong and what to do
	Rule   string // stable name of the check that failed
	File   bool   // nothing more of the file can be read
}

// Rows gives the rows of a table, the header first. A row that cannot be read
// comes back as a Problem with nil fields, and reading goes on. The fields are
// only valid until the next call; the strings in them stay valid. The error is
// io.EOF at the end and what the stream said otherwise.
type Rows interface {
	Next() (fields []string, line int, p *Problem, err error)
}

// Reader reads RFC 4180 records from a stream of unknown quality. A record
// that breaks a rule is returned as a Problem and reading goes on with the next
// physical line, so that one bad row costs one row. Memory is bounded by the
// limits whatever the input: at most one record and the bufio buffer are held.
//
// It accepts a byte order mark, CRLF and LF line ends, quoted line breaks
// (CRLF becomes LF) and skips lines without any value. Line numbers count
// physical lines. The work is linear in the input: a line is looked at again
// only after an unclosed quote swallowed it, and a line without an odd number
// of quotes never opens another such search.
type Reader struct {
	in     *bufio.Reader
	comma  byte
	limits Limits
	loose  bool // rows may have any width
	pad    bool // rows that are too short are filled up, empty fields too many cut off

	line    int        // number of the last physical line taken from in
	again   []textLine // lines to be read again after an unclosed quote
	width   int        // number of fields of the first record; 0 before it
	rows    int        // records returned
	fields  []string   // reused for every record
	text    []byte     // unquoted text of the current record
	ends    []int      // end of each field in text
	scratch []byte     // a line longer than the buffer of in
	err     error      // what ended the input
}

// textLine is one physical line without its line end.
type textLine struct {
	number  int
	text    []byte // only valid until the next line is read, unless kept
	crlf    bool
	tooLong bool
}

// NewReader returns a reader of UTF-8 text whose fields are divided by comma: an
// ASCII character, neither a quote nor a line break.
func NewReader(r io.Reader, comma byte, limits Limits) *Reader {
	c := &Reader{in: bufio.NewReaderSize(r, 64<<10), comma: comma, limits: limits.orDefault()}
	if mark, err := c.in.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		c.in.Discard(3)
	}
	return c
}

// Next returns the next record and the physical line on which it starts; see
// [Rows].
func (c *Reader) Next() (fields []string, line int, p *Problem, err error) {
	for {
		l, err := c.take()
		if err != nil {
			return nil, 0, nil, err
		}
		if l.tooLong {
			return nil, l.number, c.problem(l.number, "line-too-long", fmt.Sprintf("the line is longer than %d bytes; it was skipped", c.limits.Line)), nil
		}
		if c.blank(l.text) {
			continue
		}
		fields, p, err := c.record(l)
		if err != nil {
			return nil, 0, nil, err
		}
		if p != nil {
			return nil, l.number, p, nil
		}
		if c.rows > c.limits.Rows { // the header is not counted
			p := c.problem(l.number, "too-many-rows", fmt.Sprintf("the file has more than %d rows; split it", c.limits.Rows))
			p.File = true
			c.err, c.again = io.EOF, nil
			return nil, l.number, p, nil
		}
		c.rows++
		if c.width == 0 {
			c.width = len(fields)
		}
		if c.pad {
			fields = c.padded(fields)
		}
		if len(fields) != c.width && !c.loose {
			return nil, l.number, c.problem(l.number, "field-count", fmt.Sprintf("the row has %d fields, the header has %d; look for a missing quote or separator", len(fields), c.width)), nil
		}
		return fields, l.number, nil, nil
	}
}

// padded brings a row to the width of the header, where that loses nothing.
func (c *Reader) padded(fields []string) []string {
	for len(fields) > c.width && fields[len(fields)-1] == "" {
		fields = fields[:len(fields)-1]
	}
	for len(fields) < c.width {
		fields = append(fields, "")
	}
	c.fields = fields
	return fields
}

// blank reports whether a line holds nothing but separators and spaces, as
// spreadsheets write below their last row.
func (c *Reader) blank(text []byte) bool {
	for _, b := range text {
		if b != c.comma && b != ' ' && b != '\t' {
			return false
		}
	}
	return true
}

// take returns the next physical line: one to be read again, or a new one.
func (c *Reader) take() (textLine, error) {
	if len(c.again) > 0 {
		l := c.again[0]
		c.again = c.again[1:]
		return l, nil
	}
	if c.err != nil {
		return textLine{}, c.err
	}
	text, err := c.in.ReadSlice('\n')
	tooLong := false
	if errors.Is(err, bufio.ErrBufferFull) {
		c.scratch = append(c.scratch[:0], text...)
		for errors.Is(err, bufio.ErrBufferFull) {
			text, err = c.in.ReadSlice('\n')
			if tooLong = tooLong || len(c.scratch)+len(text) > c.limits.Line; !tooLong {
				c.scratch = append(c.scratch, text...)
			}
		}
		text = c.scratch
	}
	if err != nil {
		c.err = err
		if len(text) == 0 {
			return textLine{}, err
		}
		if !errors.Is(err, io.EOF) {
			return textLine{}, err // a torn last line is not a row
		}
	}
	c.line++
	l := textLine{number: c.line, tooLong: tooLong || len(text) > c.limits.Line+2}
	if l.tooLong {
		return l, nil
	}
	text = bytes.TrimSuffix(text, []byte("\n"))
	l.text = bytes.TrimSuffix(text, []byte("\r"))
	l.crlf = len(l.text) < len(text)
	return l, nil
}

// record parses the record that starts with l, taking more lines while a quote is open.
func (c *Reader) record(l textLine) ([]string, *Problem, error) {
	if bytes.IndexByte(l.text, '"') < 0 {
		return c.plain(l)
	}
	c.text, c.ends = c.text[:0], c.ends[:0]
	start, taken, size := l.number, []textLine(nil), len(l.text)
	rest := l.text
	inField := false // a quote is open
	for {
		var ok bool
		if rest, ok, inField = c.scan(rest, inField); !ok {
			c.again = append(taken, c.again...)
			return nil, c.quoteProblem(start, rest), nil
		}
		if !inField {
			break
		}
		more, err := c.take()
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, nil, err
		}
		size += len(more.text) + 1
		if err != nil || more.tooLong || size > c.limits.Line {
			if err == nil {
				taken = append(taken, keep(more))
			}
			c.again = append(taken, c.again...)
			return nil, c.problem(start, "quote", `a quote is opened and never closed; double the quotes inside a quoted field`), nil
		}
		more = keep(more)
		taken = append(taken, more)
		c.text = append(c.text, '\n')
		rest = more.text
	}
	all := string(c.text)
	return c.split(all, start)
}

// keep copies the text of a line, which take would overwrite.
func keep(l textLine) textLine {
	l.text = bytes.Clone(l.text)
	return l
}

// plain splits a line without quotes.
func (c *Reader) plain(l textLine) ([]string, *Problem, error) {
	c.ends = c.ends[:0]
	all := string(l.text)
	c.fields = c.fields[:0]
	for {
		i := strings.IndexByte(all, c.comma)
		if i < 0 {
			break
		}
		c.fields = append(c.fields, all[:i])
		all = all[i+1:]
	}
	c.fields = append(c.fields, all)
	return c.check(l.number)
}

// scan appends the fields of rest to c.text and c.ends. It returns what it
// could not read when a quote stands where none may, and whether a quote is
// still open at the end of the line.
func (c *Reader) scan(rest []byte, open bool) (left []byte, ok, stillOpen bool) {
	for {
		if !open {
			if len(rest) == 0 || rest[0] != '"' {
				i := bytes.IndexByte(rest, c.comma)
				field := rest
				if i >= 0 {
					field = rest[:i]
				}
				if q := bytes.IndexByte(field, '"'); q >= 0 {
					return rest[q:], false, false
				}
				c.text = append(c.text, field...)
				c.ends = append(c.ends, len(c.text))
				if i < 0 {
					return nil, true, false
				}
				rest = rest[i+1:]
				continue
			}
			rest, open = rest[1:], true
		}
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			c.text = append(c.text, rest...)
			return nil, true, true
		}
		c.text = append(c.text, rest[:i]...)
		rest = rest[i+1:]
		switch {
		case len(rest) == 0:
			c.ends = append(c.ends, len(c.text))
			return nil, true, false
		case rest[0] == '"':
			c.text = append(c.text, '"')
			rest = rest[1:]
		case rest[0] == c.comma:
			c.ends = append(c.ends, len(c.text))
			rest, open = rest[1:], false
		default:
			return rest, false, false
		}
	}
}

// split cuts the text of a quoted record at c.ends.
func (c *Reader) split(all string, line int) ([]string, *Problem, error) {
	c.fields = c.fields[:0]
	from := 0
	for _, end := range c.ends {
		c.fields = append(c.fields, all[from:end])
		from = end
	}
	return c.check(line)
}

// entity is a character as HTML writes it. Without the semicolon it is text:
// the "AT&T", "R&D" and "a&b" of tables.
var entity = regexp.MustCompile(`&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// unescape puts characters for the HTML entities that some products write.
func unescape(f string) string { return entity.ReplaceAllStringFunc(f, html.UnescapeString) }

// check refuses records whose fields are too long, not UTF-8 or hold a NUL.
func (c *Reader) check(line int) ([]string, *Problem, error) {
	for i, f := range c.fields {
		if strings.IndexByte(f, '&') >= 0 {
			f = unescape(f)
			c.fields[i] = f
		}
		rule, reason := "", ""
		switch {
		case len(f) > c.limits.Field:
			rule, reason = "field-too-long", fmt.Sprintf("the field is longer than %d bytes", c.limits.Field)
		case !utf8.ValidString(f):
			rule, reason = "utf-8", "the field is not UTF-8; save the file as UTF-8, or say how it is written with --encoding windows-1252, macroman or another name"
		case strings.IndexByte(f, 0) >= 0:
			rule, reason = "nul", "the field holds a NUL character; the file may be damaged or UTF-16"
		default:
			continue
		}
		p := c.problem(line, rule, reason)
		p.Field, p.Value = i+1, Shown(f)
		return nil, p, nil
	}
	return c.fields, nil, nil
}

func (c *Reader) problem(line int, rule, reason string) *Problem {
	return &Problem{Line: line, Reason: reason, Rule: rule}
}

func (c *Reader) quoteProblem(line int, left []byte) *Problem {
	p := c.problem(line, "quote", `a quote stands inside a field; put the field in quotes and double those inside it`)
	p.Value = Shown(string(left[:min(len(left), 4*shownLength)]))
	return p
}
