package sheet

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Options say how files are read. The zero Options are good defaults.
type Options struct {
	Limits   Limits
	Encoding string // how the characters of text are written; "" finds out
	Unpacked int64  // bytes that a workbook may come to; default 1 GiB
}

// Opener opens a file from its beginning; it may be called more than once.
type Opener func() (io.ReadCloser, error)

// Sheet is one table of a file.
type Sheet struct {
	Name    string   // of the sheet in a workbook; "" elsewhere
	Dialect string   // how it is written, where that is worth saying: "Windows-1252, semicolons"
	Cards   bool     // the rows are the cards of a vCard file, under columns of their own, which are its Head
	Head    []Record // the first rows, where the header is looked for; at most headRows
	open    Opener   // the rows, as text
	read    func(io.Reader) (Rows, error)
	lines   func(Rows, int) error
}

// Record is one row with the line on which it starts.
type Record struct {
	Fields []string
	Line   int
}

// headRows is how many rows Head holds.
const headRows = 40

// From returns the rows from a row of Head on, which is the header, and what
// closes the file.
func (s *Sheet) From(header int) (Rows, io.Closer, error) {
	f, err := s.open()
	if err != nil {
		return nil, nil, err
	}
	rows, err := s.read(f)
	if err == nil && s.lines != nil && header < len(s.Head) {
		err = s.lines(rows, s.Head[header].Line)
	}
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return rows, f, nil
}

// Header returns the place in Head of what most likely is the header: the first
// row with two values or more, or the first row of a table of one column. It is
// len(Head) when there is none.
func (s *Sheet) Header() int {
	widest := 0
	for _, r := range s.Head {
		widest = max(widest, len(r.Fields))
	}
	for i, r := range s.Head {
		n := 0
		for _, f := range r.Fields {
			if strings.TrimSpace(f) != "" {
				n++
			}
		}
		if n >= min(2, widest) {
			return i
		}
	}
	return len(s.Head)
}

// Open says which tables a file holds. It returns a Problem for a file that
// cannot be read as any, and an error when the stream fails.
func Open(open Opener, o Options) ([]*Sheet, *Problem, error) {
	o.Limits = o.Limits.orDefault()
	head, err := headOf(open)
	if err != nil {
		return nil, nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return workbook(open, o)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		return nil, whole("binary", "the file is an old Excel file (.xls) or has a password; save it as .xlsx without one"), nil
	case bytes.HasPrefix(head, []byte("%PDF")):
		return nil, whole("binary", "the file is a PDF; export the table as CSV or .xlsx"), nil
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return nil, whole("binary", "the file is packed; unpack it first"), nil
	}
	return text(open, o)
}

func headOf(open Opener) ([]byte, error) {
	f, err := open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 512))
	return head, err
}

// text opens a file of characters.
func text(open Opener, o Options) ([]*Sheet, *Problem, error) {
	cs, p, err := charsetOf(open, o)
	if p != nil || err != nil {
		return nil, p, err
	}
	f, err := open()
	if err != nil {
		return nil, nil, err
	}
	head := make([]byte, headBytes)
	n, err := io.ReadFull(cs.reader(f), head)
	f.Close()
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, nil, err
	}
	head = bytes.TrimPrefix(head[:n], []byte("\xef\xbb\xbf"))
	start := strings.ToUpper(string(bytes.TrimLeft(head[:min(len(head), 200)], " \t\r\n")))
	switch {
	case strings.HasPrefix(start, "BEGIN:VCARD"):
		return cards(open, cs, o)
	case strings.HasPrefix(start, "BEGIN:VCALENDAR"):
		return nil, whole("unknown-file", "the file is a calendar (iCalendar) and no table"), nil
	case strings.HasPrefix(start, "FROM ") && strings.Contains(start, "@"):
		return nil, whole("unknown-file", "the file is a mailbox (mbox) and no table"), nil
	case strings.HasPrefix(start, "<!DOCTYPE") || strings.HasPrefix(start, "<HTML"):
		return nil, whole("unknown-file", "the file is a web page; export the table as CSV or .xlsx"), nil
	}
	d := dialect{charset: cs, comma: ','}
	d.cr = bytes.IndexByte(head, '\n') < 0 && bytes.IndexByte(bytes.TrimRight(head, "\r"), '\r') >= 0
	if d.cr {
		head = bytes.ReplaceAll(head, []byte{'\r'}, []byte{'\n'})
	}
	if n == headBytes {
		if i := bytes.LastIndexByte(head, '\n'); i > 0 {
			head = head[:i+1]
		}
	}
	s := &Sheet{open: open}
	if first, _, _ := strings.Cut(string(head[:min(len(head), 32)]), "\n"); true {
		first = strings.Trim(first, "\"\r")
		if c, ok := strings.CutPrefix(strings.ToLower(first), "sep="); ok && len(c) == 1 && separator(c[0]) {
			d.comma, d.sep = c[0], true
		}
	}
	if !d.sep {
		d.comma = commaOf(head, o.Limits)
	}
	s.Head = d.head(head, d.comma, o.Limits)
	s.Dialect = d.String()
	s.read = func(r io.Reader) (Rows, error) { return NewReader(d.reader(r), d.comma, o.Limits), nil }
	s.lines = func(r Rows, line int) error { return r.(*Reader).skipTo(line) }
	return []*Sheet{s}, nil, nil
}

func charsetOf(open Opener, o Options) (charset, *Problem, error) {
	if o.Encoding != "" {
		cs, err := namedCharset(o.Encoding)
		if err != nil {
			return cs, whole("encoding", err.Error()), nil
		}
		return cs, nil, nil
	}
	f, err := open()
	if err != nil {
		return utf8Text, nil, err
	}
	defer f.Close()
	return detect(f)
}

// dialect is how a text file is written.
type dialect struct {
	charset charset
	comma   byte
	sep     bool // the first line says which the separator is
	cr      bool // lines end with CR alone
}

// separators are the characters that divide fields, the usual one first, with
// their names.
var separators = []struct {
	char byte
	name string
}{{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}}

func separator(c byte) bool {
	for _, s := range separators {
		if s.char == c {
			return true
		}
	}
	return false
}

// String names what is unusual about d.
func (d dialect) String() string {
	var parts []string
	if d.charset.decoder != nil {
		parts = append(parts, d.charset.name)
	}
	for _, s := range separators[1:] {
		if s.char == d.comma {
			parts = append(parts, s.name)
		}
	}
	return strings.Join(parts, ", ")
}

func (d dialect) reader(r io.Reader) io.Reader {
	r = d.charset.reader(r)
	if d.cr {
		r = crReader{r}
	}
	return r
}

// crReader puts LF for CR.
type crReader struct{ r io.Reader }

func (c crReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// head returns the first rows of a text, whatever their width.
func (d dialect) head(text []byte, comma byte, limits Limits) []Record {
	c := NewReader(bytes.NewReader(text), comma, limits)
	c.loose = true
	if d.sep {
		c.take()
	}
	var out []Record
	for len(out) < headRows {
		fields, line, p, err := c.Next()
		if err != nil {
			return out
		}
		if p == nil {
			out = append(out, Record{append([]string(nil), fields...), line})
		}
	}
	return out
}

// commaOf finds what divides the fields: the separator by which most rows come
// to one width, the wider where they are as many.
func commaOf(head []byte, limits Limits) byte {
	best, most, wide := byte(','), 0, 0
	for _, s := range separators {
		widths := map[int]int{}
		for _, r := range (dialect{}).head(head, s.char, limits) {
			widths[len(r.Fields)]++
		}
		n, width := 0, 0
		for w, count := range widths {
			if w > 1 && (count > n || count == n && w > width) {
				n, width = count, w
			}
		}
		if n > most || n == most && n > 0 && width > wide {
			best, most, wide = s.char, n, width
		}
	}
	return best
}

// skipTo drops the lines above one.
func (c *Reader) skipTo(line int) error {
	for c.line < line-1 {
		if _, err := c.take(); err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
	return nil
}
