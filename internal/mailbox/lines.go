package mailbox

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// Limits of what is read; see the package documentation.
const (
	maxLine   = 64 << 10  // bytes of a line, and of a field with the lines that continue it
	maxHeader = 256 << 10 // bytes of a header or an event
	maxPeople = 500       // people of a message or a meeting
	maxSeries = 5000      // meetings of a series
)

// lines reads lines of any length and counts them.
type lines struct {
	in   *bufio.Reader
	n    int  // of the line last read
	torn bool // that line has no end: the file ends in it
	buf  []byte
}

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 64<<10)} }

// next returns the next line without its end, valid until the next call. Of a
// line longer than maxLine it returns the beginning, and cut.
func (l *lines) next() (line []byte, cut bool, err error) {
	part, err := l.in.ReadSlice('\n')
	if err == nil && len(part) <= maxLine {
		l.n++
		return l.trim(part), false, nil
	}
	l.buf = l.buf[:0]
	for {
		room := maxLine + len("\r\n") - len(l.buf)
		cut = cut || len(part) > room
		l.buf = append(l.buf, part[:min(len(part), room)]...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case err == nil, errors.Is(err, io.EOF) && len(l.buf) > 0: // the end comes with the next call
			l.n++
			l.torn = err != nil
			line = l.trim(l.buf)
			return line[:min(len(line), maxLine)], cut || len(line) > maxLine, nil
		default:
			return nil, false, err
		}
		part, err = l.in.ReadSlice('\n')
	}
}

func (l *lines) trim(line []byte) []byte {
	if l.n == 1 {
		line = bytes.TrimPrefix(line, []byte("\xef\xbb\xbf"))
	}
	return bytes.TrimRight(line, "\r\n")
}

// continued reports whether the line that comes next continues this one.
func (l *lines) continued() bool {
	b, err := l.in.Peek(1)
	return err == nil && (b[0] == ' ' || b[0] == '\t')
}

// field returns the next line with the lines that continue it, valid until the
// next call of next or field, and the number of its first line. What is longer
// than maxLine comes back cut.
func (l *lines) field() (text []byte, line int, cut bool, err error) {
	text, cut, err = l.next()
	if err != nil {
		return nil, 0, false, err
	}
	line = l.n
	if len(text) == 0 || !l.continued() {
		return text, line, cut, nil
	}
	text = bytes.Clone(text)
	for l.continued() {
		more, c, err := l.next()
		if err != nil {
			return nil, 0, false, err
		}
		if cut = cut || c || len(text)+len(more) > maxLine; !cut {
			text = append(text, more...)
		}
	}
	return text, line, cut, nil
}
