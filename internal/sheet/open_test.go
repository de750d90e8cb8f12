package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

func opener(data []byte) Opener {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
}

// read renders the first sheet of a file from its header on: "line: a|b" and
// "line! rule".
func read(t testing.TB, data []byte, o Options) (rows []string, dialect string) {
	t.Helper()
	sheets, p, err := Open(opener(data), o)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	if p != nil {
		return []string{fmt.Sprintf("%d! %s", p.Line, p.Rule)}, ""
	}
	s := sheets[0]
	in, closer, err := s.From(s.Header())
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	for {
		fields, line, p, err := in.Next()
		switch {
		case err == io.EOF:
			return rows, s.Dialect
		case err != nil:
			t.Fatal(err)
		case p != nil:
			rows = append(rows, fmt.Sprintf("%d! %s", p.Line, p.Rule))
		default:
			rows = append(rows, fmt.Sprintf("%d: %s", line, strings.Join(fields, "|")))
		}
	}
}

func encoded(t testing.TB, s string, e interface {
	Bytes([]byte) ([]byte, error)
}) []byte {
	t.Helper()
	b, err := e.Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// One table in every dialect reads as the same rows.
func TestDialects(t *testing.T) {
	const table = "id,name,city\n1,Jürgen Weiß,Köln\n2,Zoë Périer,Besançon\n3,\"Muñoz, Ana\",Málaga\n"
	want := "1: id|name|city / 2: 1|Jürgen Weiß|Köln / 3: 2|Zoë Périer|Besançon / 4: 3|Muñoz, Ana|Málaga"
	semicolons := strings.NewReplacer(",", ";", "Muñoz, Ana", "Muñoz, Ana").Replace(strings.ReplaceAll(table, "Muñoz, Ana", "Muñoz~ Ana"))
	semicolons = strings.ReplaceAll(semicolons, "~", ",")
	tabs := strings.ReplaceAll(semicolons, ";", "\t")
	shift := func(s string, by int) string { // the lines of a table that begins further down
		for i := 4; i > 0; i-- {
			s = strings.Replace(s, fmt.Sprintf("%d: ", i), fmt.Sprintf("%d: ", i+by), 1)
		}
		return s
	}
	tests := []struct {
		name string
		data []byte
		want string
		says string
	}{
		{"UTF-8", []byte(table), want, ""},
		{"UTF-8 with a mark", []byte("\ufeff" + table), want, ""},
		{"CRLF", []byte(strings.ReplaceAll(table, "\n", "\r\n")), want, ""},
		{"CR", []byte(strings.ReplaceAll(table, "\n", "\r")), want, ""},
		{"UTF-16 little-endian with a mark", encoded(t, table, utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder()), want, "UTF-16"},
		{"UTF-16 big-endian with a mark", encoded(t, table, utf.UTF16(utf.BigEndian, utf.UseBOM).NewEncoder()), want, "UTF-16"},
		{"UTF-16 little-endian", encoded(t, table, utf.UTF16(utf.LittleEndian, utf.IgnoreBOM).NewEncoder()), want, "UTF-16"},
		{"UTF-16 big-endian", encoded(t, table, utf.UTF16(utf.BigEndian, utf.IgnoreBOM).NewEncoder()), want, "UTF-16"},
		{"Windows-1252", encoded(t, table, charmap.Windows1252.NewEncoder()), want, "Windows-1252"},
		{"MacRoman with CR", encoded(t, strings.ReplaceAll(table, "\n", "\r"), charmap.Macintosh.NewEncoder()), want, "MacRoman"},
		{"semicolons", []byte(semicolons), want, "semicolons"},
		{"tabs", []byte(tabs), want, "tabs"},
		{"sep=", []byte("sep=;\r\n" + semicolons), shift(want, 1), "semicolons"},
		{"sep= in quotes, with a mark", []byte("\ufeff\"sep=;\"\n" + semicolons), shift(want, 1), "semicolons"},
		{"Windows-1252 with semicolons", encoded(t, semicolons, charmap.Windows1252.NewEncoder()), want, "Windows-1252, semicolons"},
		{"UTF-16 with tabs, as Excel writes Unicode text", encoded(t, tabs, utf.UTF16(utf.LittleEndian, utf.UseBOM).NewEncoder()), want, "UTF-16, tabs"},
		{"lines above the header", []byte("Report of today\n\"a sentence, with commas, and more\"\n\n" + table), shift(want, 3), ""},
		{"lines above the header, filled up", []byte("Report,,\n,,\n" + table), shift(want, 2), ""},
		{"HTML entities", []byte("id,name,city\n1,J&uuml;rgen Wei&szlig;,K&#246;ln\n2,Zo&#xeb; P&eacute;rier,Besan&ccedil;on\n3,\"Mu&ntilde;oz, Ana\",M&aacute;laga\n"), want, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rows, dialect := read(t, tt.data, Options{})
			if got := strings.Join(rows, " / "); got != tt.want || dialect != tt.says {
				t.Errorf("reading %q:\n got %s (%s)\nwant %s (%s)", tt.data, got, dialect, tt.want, tt.says)
			}
		})
	}
}

// What looks like an entity and is none stays.
func TestEntitiesAreWhole(t *testing.T) {
	rows, _ := read(t, []byte("id,name\n1,AT&T; R&D\n2,Fish &chips;\n3,&para &lt;b&gt;\n"), Options{})
	if got, want := strings.Join(rows, " / "), "1: id|name / 2: 1|AT&T; R&D / 3: 2|Fish &chips; / 4: 3|&para <b>"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A file whose bytes may be several things is asked about, and an answer counts.
func TestEncodingIsAskedFor(t *testing.T) {
	data := []byte("id,name\n1,Ann\xff Lee\n2,Bob\n")
	rows, _ := read(t, data, Options{})
	if got, want := strings.Join(rows, " / "), "1: id|name / 2! utf-8 / 3: 2|Bob"; got != want {
		t.Errorf("undecided: got %s, want %s", got, want)
	}
	rows, says := read(t, data, Options{Encoding: "windows-1252"})
	if got, want := strings.Join(rows, " / "), "1: id|name / 2: 1|Annÿ Lee / 3: 2|Bob"; got != want || says != "Windows-1252" && says != "windows-1252" {
		t.Errorf("answered: got %s (%s), want %s", got, says, want)
	}
	cyrillic := encoded(t, "id,name\n1,Иван Петров\n", charmap.Windows1251.NewEncoder())
	if rows, _ := read(t, cyrillic, Options{}); strings.Join(rows, " / ") != "1: id|name / 2! utf-8" {
		t.Errorf("another script: got %q, want its rows refused", rows)
	}
	if rows, _ := read(t, cyrillic, Options{Encoding: "windows-1251"}); strings.Join(rows, " / ") != "1: id|name / 2: 1|Иван Петров" {
		t.Errorf("another script, said: got %q", rows)
	}
	if rows, _ := read(t, data, Options{Encoding: "klingon"}); strings.Join(rows, "") != "0! encoding" {
		t.Errorf("an encoding that is none: got %q", rows)
	}
}

// Windows-1252 and MacRoman are told apart by single words of names.
func TestCharsetsByOneWord(t *testing.T) {
	for _, word := range []string{"Müller", "André", "Émile", "Österreich", "Ångström", "François", "Muñoz", "Søren", "Weiß", "D’Angelo Çelik", "Besançon – Köln", "Zoë Hänsel"} {
		for _, c := range []charset{windows1252, macRoman} {
			data := encoded(t, "id,name\n1,"+word+"\n", c.decoder.NewEncoder())
			rows, says := read(t, data, Options{})
			if got, want := strings.Join(rows, " / "), "1: id|name / 2: 1|"+word; got != want || says != c.name {
				t.Errorf("%s in %s: got %s (%s)", word, c.name, got, says)
			}
		}
	}
}

// The ö of Windows-1252 is no letter of MacRoman; that of MacRoman may be an š.
func TestOneLetterDecides(t *testing.T) {
	for _, c := range []struct {
		charset charset
		want    string
	}{{windows1252, "1: id|city / 2: 1|Köln"}, {macRoman, "1: id|city / 2! utf-8"}} {
		data := encoded(t, "id,city\n1,Köln\n", c.charset.decoder.NewEncoder())
		if rows, _ := read(t, data, Options{}); strings.Join(rows, " / ") != c.want {
			t.Errorf("Köln in %s: got %q, want %s", c.charset.name, rows, c.want)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	w, _ := z.Create("readme.txt")
	w.Write([]byte("hello"))
	z.Close()
	for name, data := range map[string][]byte{
		"binary":       bytes.Repeat([]byte{0, 1, 2, 3, 'a'}, 100),
		"old Excel":    []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"),
		"PDF":          []byte("%PDF-1.7\n"),
		"gzip":         []byte("\x1f\x8b\x08\x00"),
		"another zip":  packed.Bytes(),
		"torn zip":     packed.Bytes()[:packed.Len()/2],
		"calendar":     []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
		"mailbox":      []byte("From ines@norwick.example Tue Jan 20 10:00:00 2026\nFrom: x\n"),
		"web page":     []byte("<!DOCTYPE html><html></html>"),
		"UTF-32":       []byte("\xff\xfe\x00\x00a\x00\x00\x00"),
		"bomb by name": bomb(t),
	} {
		sheets, p, err := Open(opener(data), Options{Unpacked: 1 << 20})
		if err != nil || p == nil || !p.File || p.Reason == "" || len(sheets) > 0 {
			t.Errorf("%s: %d sheets, problem %+v, error %v, want a problem of the whole file", name, len(sheets), p, err)
		}
	}
}

// bomb is a workbook whose sheet comes to far more than it says on the disk.
func bomb(t testing.TB) []byte {
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, name := range []string{"xl/workbook.xml", "xl/worksheets/sheet1.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(bytes.Repeat([]byte(" "), 2<<20))
	}
	z.Close()
	return buf.Bytes()
}

// book makes a workbook of sheets of cells.
func book(t testing.TB, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func set(t testing.TB, f *excelize.File, sheet, cell string, v any) {
	t.Helper()
	if err := f.SetCellValue(sheet, cell, v); err != nil {
		t.Fatal(err)
	}
}

// A day reads as a day whatever its format, a number as it is kept, and a row
// that is shorter than the header is filled up.
func TestWorkbook(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		for i, h := range []string{"id", "name", "start", "share", "note"} {
			set(t, f, "Sheet1", fmt.Sprintf("%c2", 'A'+i), h)
		}
		set(t, f, "Sheet1", "A1", "People of today")
		set(t, f, "Sheet1", "A3", 4711)
		set(t, f, "Sheet1", "B3", "Ines Caldera")
		set(t, f, "Sheet1", "C3", 43831) // 1 January 2020
		set(t, f, "Sheet1", "D3", 0.4)
		set(t, f, "Sheet1", "A5", 42)
		set(t, f, "Sheet1", "B5", "line one\nline two")
		set(t, f, "Sheet1", "C5", 43905.5) // 15 March 2020, noon
		for cell, format := range map[string]string{"C3": "dd.mm.yyyy", "D3": "0%", "A5": "00000", "C5": "m/d/yy h:mm"} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := f.NewSheet("Empty"); err != nil {
			t.Fatal(err)
		}
		if _, err := f.NewSheet("More"); err != nil {
			t.Fatal(err)
		}
		set(t, f, "More", "A1", "id")
		set(t, f, "More", "B1", "name")
	})
	rows, _ := read(t, data, Options{})
	want := []string{"2: id|name|start|share|note", "3: 4711|Ines Caldera|2020-01-01|0.4|", "5: 00042|line one line two|2020-03-15 12:00:00||"}
	if got := strings.Join(rows, " / "); got != strings.Join(want, " / ") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(want, " / "))
	}
	sheets, _, _ := Open(opener(data), Options{})
	if len(sheets) != 2 || sheets[0].Name != "Sheet1" || sheets[1].Name != "More" {
		t.Errorf("%d sheets, want Sheet1 and More: an empty one is none", len(sheets))
	}
}

// A formula without a value and an error cost their row, and say where.
func TestWorkbookFormulas(t *testing.T) {
	data := book(t, func(f *excelize.File) {
		set(t, f, "Sheet1", "A1", "id")
		set(t, f, "Sheet1", "B1", "name")
		set(t, f, "Sheet1", "A2", 1)
		if err := f.SetCellFormula("Sheet1", "B2", `CONCATENATE("a","b")`); err != nil {
			t.Fatal(err)
		}
		set(t, f, "Sheet1", "A3", 2)
		set(t, f, "Sheet1", "B3", "Ann")
	})
	rows, _ := read(t, data, Options{})
	if got, want := strings.Join(rows, " / "), "1: id|name / 2! formula / 3: 2|Ann"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The first card of a file that is cut off, and what stands between cards, cost
// themselves only.
func TestCards(t *testing.T) {
	card := func(n string) string {
		return "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:" + n + "\r\nEMAIL:" + n + "@x.example\r\nEND:VCARD\r\n"
	}
	for _, tt := range []struct{ name, in, want string }{
		{"two", card("a") + "\r\n" + card("b"), "1 a / 7 b"},
		{"cut off", card("a") + "BEGIN:VCARD\nFN:b\n", "1 a / 6! vcard"},
		{"inside another", "BEGIN:VCARD\nVERSION:4.0\nFN:x\n" + card("a"), "1! vcard / 4 a"},
		{"version 2.1", "BEGIN:VCARD\nVERSION:2.1\nFN:x\nEND:VCARD\n" + card("a"), "1! vcard / 5 a"},
		{"text between", card("a") + "hello\n" + card("b"), "1 a / 6! vcard / 7 b"},
		{"a long card", "BEGIN:VCARD\nVERSION:4.0\nNOTE:" + strings.Repeat("x", 2000) + "\nEND:VCARD\n" + card("b"), "1! line-too-long / 5 b"},
		{"a photo is no text", "BEGIN:VCARD\nVERSION:4.0\nitem1.PHOTO:" + strings.Repeat("x", 2000) + "\n " + strings.Repeat("y", 2000) + "\nFN:a\nEND:VCARD\n", "1 a"},
		{"folded", "BEGIN:VCARD\nVERSION:4.0\nFN:a\n b\nEND:VCARD\n", "1 ab"},
	} {
		sheets, p, err := Open(opener([]byte(tt.in)), Options{Limits: Limits{Line: 1000}})
		if p != nil || err != nil {
			t.Fatal(p, err)
		}
		in, closer, err := sheets[0].From(0)
		if err != nil {
			t.Fatal(err)
		}
		in.Next()
		var got []string
		for {
			fields, line, p, err := in.Next()
			if err == io.EOF {
				break
			}
			if p != nil {
				got = append(got, fmt.Sprintf("%d! %s", line, p.Rule))
				continue
			}
			got = append(got, fmt.Sprintf("%d %s", line, fields[3]))
		}
		closer.Close()
		if strings.Join(got, " / ") != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, strings.Join(got, " / "), tt.want)
		}
	}
}

// A line of 50 MB in a file costs a row, however the file is written.
func TestOpenHugeLine(t *testing.T) {
	for name, data := range map[string][]byte{
		"table": slicesJoin("id,name\n1,", strings.Repeat("x", 50<<20), "\n2,Ann\n"),
		"cards": slicesJoin("BEGIN:VCARD\nVERSION:4.0\nFN:", strings.Repeat("x", 50<<20), "\nEND:VCARD\n"),
	} {
		rows, _ := read(t, data, Options{})
		if len(rows) < 2 || !strings.HasSuffix(rows[1], "! line-too-long") {
			t.Errorf("%s: got %d rows, want the second refused for its length", name, len(rows))
		}
	}
}

func slicesJoin(parts ...string) []byte { return []byte(strings.Join(parts, "")) }

// Whatever the bytes, reading ends, says where it is and gives rows of one width
// that are UTF-8.
func FuzzOpen(f *testing.F) {
	f.Add([]byte("id;name\r\n1;\"a\"\r\n"))
	f.Add([]byte("sep=\t\n\"a\tb\n"))
	f.Add([]byte("\xff\xfei\x00d\x00"))
	f.Add([]byte("\x8a\x8b,\xe4\r\xff"))
	f.Add([]byte("BEGIN:VCARD\nVERSION:3.0\nN:a;b\\;c;;\nitem1.EMAIL;TYPE=\"x\":y\n z\nEND:VCARD\nBEGIN:VCARD\n"))
	f.Add(book(f, func(x *excelize.File) { set(f, x, "Sheet1", "A1", "id"); set(f, x, "Sheet1", "B1", 1.5) }))
	f.Fuzz(func(t *testing.T, data []byte) {
		// A hang is a failure too, and says where it hangs.
		hang := time.AfterFunc(20*time.Second, func() { panic(fmt.Sprintf("reading %q hangs", data)) })
		defer hang.Stop()
		sheets, p, err := Open(opener(data), Options{Limits: Limits{Line: 256, Field: 64, Rows: 50}, Unpacked: 1 << 20})
		if err != nil {
			t.Fatalf("Open: %v", err)
		}
		if p != nil && (p.Reason == "" || p.Rule == "" || !p.File) {
			t.Fatalf("bad problem %+v", p)
		}
		for _, s := range sheets {
			for at := range min(len(s.Head), 3) {
				in, closer, err := s.From(at)
				if err != nil {
					t.Fatalf("From(%d): %v", at, err)
				}
				last, width := 0, 0
				for {
					fields, line, p, err := in.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						t.Fatalf("Next: %v", err)
					}
					if line < last {
						t.Fatalf("line %d comes after line %d", line, last)
					}
					last = line
					if p != nil {
						continue
					}
					if width == 0 {
						width = len(fields)
					}
					if len(fields) != width {
						t.Fatalf("%d fields, the header has %d", len(fields), width)
					}
					for _, x := range fields {
						if strings.ToValidUTF8(x, "?") != x {
							t.Fatalf("field %q is not UTF-8", x)
						}
					}
				}
				closer.Close()
			}
		}
	})
}
