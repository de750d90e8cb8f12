package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// The bounds of a workbook: what it may come to unpacked, and packed.
const (
	defaultUnpacked = 1 << 30
	maxPacked       = 256 << 20
)

// workbook opens an .xlsx file: each sheet that is shown and holds something is
// a table. The lines are the rows of the sheet.
func workbook(open Opener, o Options) ([]*Sheet, *Problem, error) {
	if o.Unpacked <= 0 {
		o.Unpacked = defaultUnpacked
	}
	f, err := open()
	if err != nil {
		return nil, nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxPacked+1))
	f.Close()
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxPacked {
		return nil, whole("workbook", fmt.Sprintf("the workbook is larger than %d MiB; export it as CSV", maxPacked>>20)), nil
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, whole("workbook", "the file is damaged, or was cut off: "+Shown(err.Error())), nil
	}
	parts := map[string]*zip.File{}
	total := int64(0)
	for _, part := range z.File {
		parts[strings.TrimPrefix(part.Name, "/")] = part
		if part.UncompressedSize64 > uint64(o.Unpacked) {
			total = o.Unpacked + 1
			break
		}
		total += int64(part.UncompressedSize64)
	}
	if total > o.Unpacked {
		return nil, whole("workbook", fmt.Sprintf("the workbook comes to more than %d MiB unpacked; export it as CSV", o.Unpacked>>20)), nil
	}
	if parts["xl/workbook.xml"] == nil {
		return nil, whole("binary", "the file is an archive, not a workbook; unpack it, and import the tables in it"), nil
	}
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: o.Unpacked})
	if err != nil {
		return nil, whole("workbook", "the workbook is damaged: "+Shown(err.Error())), nil
	}
	defer book.Close()
	paths, err := sheetPaths(parts)
	if err != nil {
		return nil, whole("workbook", "the workbook is damaged: "+Shown(err.Error())), nil
	}
	props, err := book.GetWorkbookProps()
	since1904 := err == nil && props.Date1904 != nil && *props.Date1904
	var out []*Sheet
	left := o.Unpacked
	for _, name := range book.GetSheetList() {
		if visible, err := book.GetSheetVisible(name); err == nil && !visible {
			continue
		}
		bad, err := badCells(parts[paths[name]])
		if err != nil {
			return nil, whole("workbook", fmt.Sprintf("the sheet %s is damaged: %s", Shown(name), Shown(err.Error()))), nil
		}
		text, err := plain(book, name, since1904, left)
		if err != nil {
			return nil, whole("workbook", fmt.Sprintf("the sheet %s: %s", Shown(name), Shown(err.Error()))), nil
		}
		left -= int64(len(text))
		s := &Sheet{Name: name, Dialect: "workbook", Head: dialect{}.head(text[:min(len(text), headBytes)], ',', o.Limits)}
		if len(s.Head) == 0 {
			continue
		}
		s.open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil }
		s.read = func(r io.Reader) (Rows, error) {
			c := NewReader(r, ',', o.Limits)
			c.pad = true
			return &cellRows{c, bad}, nil
		}
		s.lines = func(r Rows, line int) error { return r.(*cellRows).Reader.skipTo(line) }
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, whole("empty-file", "the workbook holds no table"), nil
	}
	return out, nil, nil
}

// cellRows refuses the rows of a sheet in which a cell has no value.
type cellRows struct {
	*Reader
	bad map[int]*Problem // by row of the sheet
}

func (c *cellRows) Next() ([]string, int, *Problem, error) {
	fields, line, p, err := c.Reader.Next()
	if bad := c.bad[line]; bad != nil && p == nil && err == nil {
		return nil, line, bad, nil
	}
	return fields, line, p, err
}

// plain returns a sheet as CSV, a row a line: numbers as they are kept, days
// as YYYY-MM-DD whatever their format.
func plain(book *excelize.File, name string, since1904 bool, most int64) ([]byte, error) {
	shown, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer shown.Close()
	kept, err := book.Rows(name)
	if err != nil {
		return nil, err
	}
	defer kept.Close()
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for shown.Next() && kept.Next() {
		a, err := shown.Columns()
		if err != nil {
			return nil, err
		}
		b, err := kept.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		for i := range a {
			if i < len(b) {
				a[i] = value(a[i], b[i], since1904)
			}
			a[i] = strings.Join(strings.FieldsFunc(a[i], func(r rune) bool { return r == '\n' || r == '\r' }), " ")
		}
		for len(a) > 0 && a[len(a)-1] == "" {
			a = a[:len(a)-1]
		}
		if len(a) == 0 {
			w.Flush()
			out.WriteByte('\n')
		} else if err := w.Write(a); err != nil {
			return nil, err
		}
		if int64(out.Len()) > most {
			return nil, fmt.Errorf("it comes to more than %d bytes", most)
		}
	}
	w.Flush()
	return out.Bytes(), shown.Error()
}

// value chooses between a cell as it is shown and as it is kept.
func value(shown, kept string, since1904 bool) string {
	n, err := strconv.ParseFloat(kept, 64)
	switch {
	case shown == kept || err != nil || math.IsNaN(n) || math.IsInf(n, 0):
		return shown
	case shown == "TRUE" || shown == "FALSE":
		return shown
	case strings.Trim(shown, "0123456789") == "" && shown != "":
		return shown // a number with leading zeros
	}
	if n >= 1 && n < 2958466 {
		if t, err := excelize.ExcelDateToTime(n, since1904); err == nil && dateLike(shown, t) {
			if t = t.Round(time.Second); t.Hour()+t.Minute()+t.Second() > 0 {
				return t.Format("2006-01-02 15:04:05")
			}
			return t.Format(time.DateOnly)
		}
	}
	if strings.ContainsAny(kept, "eE") {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return kept
}

// dateLike reports whether a number is shown as the day t: beside its year stands
// its month or its day, or a word.
func dateLike(shown string, t time.Time) bool {
	groups := strings.FieldsFunc(shown, func(r rune) bool { return r < '0' || r > '9' })
	word := strings.ContainsFunc(shown, unicode.IsLetter)
	for i, year := range groups {
		if year != t.Format("2006") && year != t.Format("06") {
			continue
		}
		for j, g := range groups {
			if n, err := strconv.Atoi(g); i != j && err == nil && (n == t.Day() || n == int(t.Month())) {
				return true
			}
		}
		if word {
			return true
		}
	}
	return false
}

// sheetPaths returns the parts of the sheets of a workbook by name.
func sheetPaths(parts map[string]*zip.File) (map[string]string, error) {
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	var book struct {
		Sheets struct {
			Sheet []struct {
				Name string `xml:"name,attr"`
				ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
				Old  string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
			} `xml:"sheet"`
		} `xml:"sheets"`
	}
	for name, into := range map[string]any{"xl/workbook.xml": &book, "xl/_rels/workbook.xml.rels": &rels} {
		if parts[name] == nil {
			continue
		}
		r, err := parts[name].Open()
		if err != nil {
			return nil, err
		}
		err = xml.NewDecoder(r).Decode(into)
		r.Close()
		if err != nil {
			return nil, err
		}
	}
	out := map[string]string{}
	for _, s := range book.Sheets.Sheet {
		for _, r := range rels.Relationship {
			if r.ID == s.ID || r.ID == s.Old && s.Old != "" {
				if p, absolute := strings.CutPrefix(r.Target, "/"); absolute {
					out[s.Name] = p
				} else {
					out[s.Name] = path.Join("xl", r.Target)
				}
			}
		}
	}
	return out, nil
}

// badCells finds the cells of a sheet that hold a formula without its value, or
// an error such as #REF!; the first of each row.
func badCells(part *zip.File) (map[int]*Problem, error) {
	out := map[int]*Problem{}
	if part == nil {
		return out, nil
	}
	r, err := part.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	type cell struct {
		ref, kind       string
		formula, valued bool
	}
	var c cell
	row, inValue := 0, false
	var text strings.Builder
	for {
		t, err := d.RawToken()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				row++
				for _, a := range t.Attr {
					if n, err := strconv.Atoi(a.Value); a.Name.Local == "r" && err == nil {
						row = n
					}
				}
			case "c":
				c = cell{}
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "r":
						c.ref = a.Value
					case "t":
						c.kind = a.Value
					}
				}
			case "f":
				c.formula = true
			case "v", "is":
				c.valued, inValue = true, true
				text.Reset()
			}
		case xml.CharData:
			if inValue && text.Len() < 100 {
				text.Write(t)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "is":
				inValue = false
			case "c":
				field, atRow, err := excelize.CellNameToCoordinates(c.ref)
				if err != nil {
					atRow, field = row, 0
				}
				switch {
				case out[atRow] != nil:
				case c.formula && (!c.valued || text.Len() == 0 && c.kind != "str"):
					out[atRow] = &Problem{Line: atRow, Field: field, Rule: "formula", Reason: fmt.Sprintf("the cell %s holds a formula without its value; open the workbook in Excel, save it, or export it as CSV", Shown(c.ref))}
				case c.kind == "e":
					out[atRow] = &Problem{Line: atRow, Field: field, Value: Shown(text.String()), Rule: "formula", Reason: fmt.Sprintf("the cell %s holds an error; mend the formula", Shown(c.ref))}
				}
			}
		}
	}
}
