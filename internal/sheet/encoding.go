package sheet

import (
	"bytes"
	"fmt"
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/kithgraph/kith/internal/folding"
)

// headBytes is how much of a file is looked at to tell what it is.
const headBytes = 64 << 10

// charset is how the characters of a file are written. A nil decoder is UTF-8.
type charset struct {
	name    string
	decoder encoding.Encoding
}

var (
	utf8Text    = charset{name: "UTF-8"}
	utf16Text   = charset{"UTF-16", utf.UTF16(utf.LittleEndian, utf.UseBOM)}
	utf16LE     = charset{"UTF-16", utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)}
	utf16BE     = charset{"UTF-16", utf.UTF16(utf.BigEndian, utf.IgnoreBOM)}
	windows1252 = charset{"Windows-1252", charmap.Windows1252}
	macRoman    = charset{"MacRoman", charmap.Macintosh}
)

// reader returns r as UTF-8.
func (c charset) reader(r io.Reader) io.Reader {
	if c.decoder == nil {
		return r
	}
	return transform.NewReader(r, c.decoder.NewDecoder())
}

// namedCharset returns the charset that a person names, such as "macroman" or
// "windows-1251".
func namedCharset(name string) (charset, error) {
	switch folding.Fold(name) {
	case "macroman", "mac roman", "mac", "macintosh":
		return macRoman, nil
	case "utf 16", "utf16":
		return utf16Text, nil
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return charset{}, fmt.Errorf("%q is not an encoding; write utf-8, utf-16, windows-1252, macroman or another name of the WHATWG list", Shown(name))
	}
	if n, err := htmlindex.Name(e); err == nil && n == "utf-8" {
		return utf8Text, nil
	}
	return charset{Shown(name), e}, nil
}

// detect tells how the characters of a file are written, from all of it: the
// first byte that is not UTF-8 may be far down. Byte order marks and the shape of
// UTF-16 go first; what is not UTF-8 throughout is Windows-1252 or MacRoman,
// whichever makes words of it. Where neither clearly does it stays UTF-8, so that
// the rows in question are reported and a person says what they are. It returns
// a Problem for what is no text.
func detect(r io.Reader) (charset, *Problem, error) {
	head := make([]byte, headBytes)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return utf8Text, nil, err
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return utf8Text, nil, nil
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")):
		return utf8Text, whole("encoding", "the file is UTF-32; save it as UTF-8"), nil
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16Text, nil, nil
	}
	even, odd, control := 0, 0, 0
	for i, b := range head {
		switch {
		case b == 0 && i%2 == 0:
			even++
		case b == 0:
			odd++
		case b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f':
			control++
		}
	}
	switch {
	case odd > n/4 && even < n/50:
		return utf16LE, nil, nil
	case even > n/4 && odd < n/50:
		return utf16BE, nil, nil
	case even+odd+control > n/10:
		return utf8Text, whole("binary", "the file is not text; export it as CSV or as an Excel workbook (.xlsx)"), nil
	}
	return eightBit(io.MultiReader(bytes.NewReader(head), r))
}

func whole(rule, reason string) *Problem { return &Problem{Rule: rule, Reason: reason, File: true} }

// looked is how many bytes outside ASCII are weighed; more say nothing new.
const looked = 4096

// eightBit tells UTF-8, Windows-1252 and MacRoman apart. Bytes outside ASCII that
// mostly stand together are another script.
func eightBit(r io.Reader) (charset, *Problem, error) {
	var (
		buf          = make([]byte, headBytes)
		kept         = 0 // bytes at the start of buf that were not looked at yet
		valid        = true
		multi        = 0       // characters of several bytes
		high         [][3]byte // bytes outside ASCII that are no UTF-8, with their neighbours
		before       byte      // the byte before buf
		runs, single = 0, 0    // such bytes next to another, and alone
	)
	for {
		n, err := io.ReadAtLeast(r, buf[kept:], 1)
		end := err != nil
		if end && err != io.EOF && err != io.ErrUnexpectedEOF {
			return utf8Text, nil, err
		}
		n += kept
		i := 0
		for i < n {
			c, size := rune(buf[i]), 1
			if c >= utf8.RuneSelf {
				if !end && !utf8.FullRune(buf[i:n]) {
					break
				}
				c, size = utf8.DecodeRune(buf[i:n])
			}
			switch {
			case c == utf8.RuneError && size == 1:
				valid = false
				if len(high) < looked {
					t := [3]byte{before, buf[i], ' '}
					if i+1 < n {
						t[2] = buf[i+1]
					}
					if t[0] >= utf8.RuneSelf || t[2] >= utf8.RuneSelf {
						runs++
					} else {
						single++
					}
					high = append(high, t)
				}
			case size > 1:
				multi++
			}
			before = buf[i+size-1]
			i += size
		}
		kept = copy(buf, buf[i:n])
		if end {
			break
		}
	}
	if valid || multi > 4*len(high) || runs > single && len(high) > 3 {
		return utf8Text, nil, nil // what is no UTF-8 is reported where it stands
	}
	windows, mac := weigh(high, charmap.Windows1252), weigh(high, charmap.Macintosh)
	switch {
	case windows > mac+2:
		return windows1252, nil, nil
	case mac > windows+2:
		return macRoman, nil, nil
	}
	return utf8Text, nil, nil
}

// usual are the letters outside ASCII that names of western Europe are full of.
const usual = "äöüßéèàçñåøæóíáúÄÖÜÉÅØ"

// weigh says how well bytes read as text of a charset: letters that continue a
// word, quotes and dashes where they belong, against capitals and signs in the
// middle of a word.
func weigh(high [][3]byte, m *charmap.Charmap) int {
	sum := 0
	for _, t := range high {
		before, r, after := m.DecodeByte(t[0]), m.DecodeByte(t[1]), m.DecodeByte(t[2])
		inWord := unicode.IsLetter(before)
		next := unicode.IsLetter(after)
		for _, u := range usual {
			if r == u {
				sum += 2
			}
		}
		switch {
		case r == utf8.RuneError || unicode.IsControl(r):
			sum -= 10
		case r == 'ﬁ' || r == 'ﬂ':
			sum -= 2
		case unicode.IsUpper(r) && unicode.IsLower(before):
			sum -= 3
		case unicode.IsUpper(r) && inWord && unicode.IsLower(after):
			sum -= 2
		case unicode.IsUpper(r):
			sum++
		case unicode.Is(unicode.Lm, r): // an accent that stands alone
		case unicode.IsLetter(r) && inWord:
			sum += 2
		case unicode.IsLetter(r):
		case r == '’' && inWord && next:
			sum += 4
		case r == '“' && !inWord && next, r == '”' && inWord && !next, (r == '–' || r == '—') && !inWord && !next:
			sum += 3
		case inWord && next, inWord || next:
			sum -= 4
		}
	}
	return sum
}
