package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// readAll reads everything as "line: a|b|c" and "line! rule column value".
func readAll(t testing.TB, in string, limits Limits) []string {
	t.Helper()
	c := NewReader(strings.NewReader(in), ',', limits)
	var out []string
	for {
		fields, line, p, err := c.Next()
		switch {
		case err == io.EOF:
			return out
		case err != nil:
			t.Fatalf("reading %q: %v", in, err)
		case p != nil:
			s := fmt.Sprintf("%d! %s", p.Line, p.Rule)
			if p.Field != 0 {
				s += fmt.Sprintf(" field %d", p.Field)
			}
			if p.Value != "" {
				s += " " + p.Value
			}
			out = append(out, s)
		default:
			out = append(out, fmt.Sprintf("%d: %s", line, strings.Join(fields, "|")))
		}
	}
}

func TestReader(t *testing.T) {
	long := strings.Repeat("x", 40)
	tests := []struct {
		name, in string
		want     []string
	}{
		{"empty file", "", nil},
		{"last line without an end", "a,b\n1,2", []string{"1: a|b", "2: 1|2"}},
		{"byte order mark and CRLF", "\ufeffa,b\r\n1,2\r\n", []string{"1: a|b", "2: 1|2"}},
		{"quotes", "a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", []string{"1: a|b", `2: x, y|say "hi"`}},
		{"empty quoted field", "a,b\n\"\",\"\"\n", []string{"1: a|b", "2: |"}},
		{"line break in a field keeps physical line numbers", "a,b\r\n\"one\r\ntwo\",2\r\n3,4\r\n", []string{"1: a|b", "2: one\ntwo|2", "4: 3|4"}},
		{"lines without a value are skipped", "a,b\n\n,\n , \n1,2\n", []string{"1: a|b", "5: 1|2"}},
		{"too few fields", "a,b\n1\n3,4\n", []string{"1: a|b", "2! field-count", "3: 3|4"}},
		{"too many fields", "a,b\n1,2,3\n3,4\n", []string{"1: a|b", "2! field-count", "3: 3|4"}},
		{"notes below the table", "a,b,c\n1,2,3\n\nConfidential\n\"By: Ann, 9:41\"\n", []string{"1: a|b|c", "2: 1|2|3", "4! below"}},
		{"an empty line within the table", "a,b,c\n1,2,3\n\n4\n5,6,7\n", []string{"1: a|b|c", "2: 1|2|3", "4! field-count", "5: 5|6|7"}},
		{"one value at the end, no empty line above", "a,b,c\n1,2,3\n4\n", []string{"1: a|b|c", "2: 1|2|3", "3! field-count"}},
		{"one value at the end of two columns", "a,b\n1,2\n\n4\n", []string{"1: a|b", "2: 1|2", "4! field-count"}},
		{"quote inside a field", "a,b\n1,2\"x\n3,4\n", []string{"1: a|b", `2! quote "x`, "3: 3|4"}},
		{"text after a closing quote", "a,b\n\"1\"x,2\n3,4\n", []string{"1: a|b", "2! quote x,2", "3: 3|4"}},
		{"quote never closed", "a,b\n\"1,2\n3,4\n5,6\n", []string{"1: a|b", "2! quote", "3: 3|4", "4: 5|6"}},
		{"quote never closed twice", "a,b\n\"1,2\n3,\"4\n5,6\n", []string{"1: a|b", `2! quote 4`, "3! quote", "4: 5|6"}},
		{"invalid UTF-8", "a,b\n1,\xff2\n3,4\n", []string{"1: a|b", `2! utf-8 field 2 \xff2`, "3: 3|4"}},
		{"NUL", "a,b\n1,\x002\n3,4\n", []string{"1: a|b", `2! nul field 2 \u00002`, "3: 3|4"}},
		{"field too long", "a,b\n1," + long + "\n3,4\n", []string{"1: a|b", "2! field-too-long field 2 " + long, "3: 3|4"}},
		{"line too long", "a,b\n1," + strings.Repeat(long, 3) + "\n3,4\n", []string{"1: a|b", "2! line-too-long", "3: 3|4"}},
		{"record too long over several lines", "a,b\n\"" + long + "\n" + long + "\n" + long + "\",2\n3,4\n",
			[]string{"1: a|b", "2! quote", "3! field-too-long field 1 " + long, `4! quote ",2`, "5: 3|4"}},
		{"too many rows", "a,b\n1,2\n3,4\n5,6\n7,8\n", []string{"1: a|b", "2: 1|2", "3: 3|4", "4: 5|6", "5! too-many-rows"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := readAll(t, tt.in, Limits{Line: 100, Field: 30, Rows: 3}); !slices.Equal(got, tt.want) {
				t.Errorf("reading %q:\n got %q\nwant %q", tt.in, got, tt.want)
			}
		})
	}
}

// A line of 50 MB must cost one row, and no more memory than the limit.
func TestReaderHugeLine(t *testing.T) {
	huge := io.MultiReader(strings.NewReader("a,b\n1,"), io.LimitReader(repeat('x'), 50<<20), strings.NewReader("\n3,4\n"))
	c := NewReader(huge, ',', Limits{})
	var got []string
	for {
		fields, line, p, err := c.Next()
		if err != nil {
			break
		}
		if p != nil {
			got = append(got, fmt.Sprintf("%d! %s", p.Line, p.Rule))
			continue
		}
		got = append(got, fmt.Sprintf("%d: %s", line, strings.Join(fields, "|")))
	}
	if want := []string{"1: a|b", "2! line-too-long", "3: 3|4"}; !slices.Equal(got, want) {
		t.Errorf("reading a line of 50 MB: got %q, want %q", got, want)
	}
	if cap(c.scratch) > 2*DefaultLine {
		t.Errorf("reading a line of 50 MB keeps %d bytes, want at most %d", cap(c.scratch), 2*DefaultLine)
	}
}

// repeat is an endless stream of one byte.
type repeat byte

func (b repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

// Lines that an unclosed quote swallowed are given back, each once.
func TestReaderGivesLinesBack(t *testing.T) {
	in := strings.Repeat("\"a\n", 1000) + strings.Repeat("b\n", 1000)
	got := readAll(t, in, Limits{})
	if len(got) != 2000 || got[0] != "1! quote a" || got[999] != "1000! quote" || got[1999] != "2000: b" {
		t.Errorf("reading 2000 lines, of which 1000 open a quote: got %d rows and problems (%q … %q), want 2000", len(got), got[0], got[len(got)-1])
	}
}

func TestReaderStreamError(t *testing.T) {
	broken := errors.New("broken pipe")
	c := NewReader(io.MultiReader(strings.NewReader("a,b\n1,2\n3"), iotest.ErrReader(broken)), ',', Limits{})
	for range 2 {
		if _, _, _, err := c.Next(); err != nil {
			t.Fatalf("next: %v", err)
		}
	}
	if _, _, _, err := c.Next(); !errors.Is(err, broken) {
		t.Errorf("next after the stream broke: got error %v, want %v", err, broken)
	}
}

// What encoding/csv accepts in strict mode is read the same way, whatever the
// chunks in which it comes.
func TestReaderAgreesWithEncodingCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		field := rapid.StringOfN(rapid.RuneFrom([]rune("ab,\"\n é")), 0, 6, -1)
		var buf bytes.Buffer
		w := csv.NewWriter(&buf)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		for range rapid.IntRange(1, 6).Draw(t, "rows") {
			row := make([]string, width)
			for i := range row {
				row[i] = field.Draw(t, "field")
			}
			w.Write(row)
		}
		w.Flush()
		want, err := csv.NewReader(bytes.NewReader(buf.Bytes())).ReadAll()
		if err != nil {
			t.Skip("encoding/csv refuses it")
		}
		c := NewReader(iotest.OneByteReader(bytes.NewReader(buf.Bytes())), ',', Limits{})
		for _, row := range want {
			if !slices.ContainsFunc(row, func(f string) bool { return strings.Trim(f, " \t") != "" }) {
				if len(row) > 1 || row[0] == "" || strings.Trim(row[0], " ") == "" {
					continue // a row without a value; ours skips those that are not quoted
				}
			}
			for {
				got, _, p, err := c.Next()
				if p != nil || err != nil {
					t.Fatalf("reading %q: problem %v, error %v, want %q", buf.String(), p, err, row)
				}
				if !slices.ContainsFunc(got, func(f string) bool { return strings.Trim(f, " \t") != "" }) {
					continue
				}
				if !slices.Equal(got, row) {
					t.Fatalf("reading %q: got %q, want %q", buf.String(), got, row)
				}
				break
			}
		}
	})
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{"", "a,b\n1,2\n", "\ufeffa,\"b\"\r\n\"1\n2\",\"\"\"\"\r\n", "a\n\"\"x\n\"", "a,b\n\xff,\x00\n", "\"a\n\"b\n\"c", ",,,\n", "\r\n\r"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := NewReader(bytes.NewReader(data), ',', Limits{Line: 64, Field: 32, Rows: 50})
		last, width, steps := 0, 0, 0
		for {
			fields, line, p, err := c.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("next: %v", err)
			}
			if steps++; steps > bytes.Count(data, []byte("\n"))+1 {
				t.Fatalf("reading %q gives more rows than lines", data)
			}
			if line <= last {
				t.Fatalf("reading %q: line %d comes after line %d", data, line, last)
			}
			last = line
			if p != nil {
				if !utf8.ValidString(p.Value) || strings.ContainsAny(p.Value, "\x00\n\x1b") || p.Rule == "" || p.Line != line {
					t.Fatalf("reading %q: bad problem %+v", data, p)
				}
				continue
			}
			if width == 0 {
				width = len(fields)
			}
			if len(fields) != width {
				t.Fatalf("reading %q: %d fields, the header has %d", data, len(fields), width)
			}
			for _, s := range fields {
				if !utf8.ValidString(s) || len(s) > 32 || strings.IndexByte(s, 0) >= 0 {
					t.Fatalf("reading %q: field %q got through", data, s)
				}
			}
		}
	})
}
