package importer

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/mailbox"
	"github.com/kithgraph/kith/internal/sheet"
)

// File is one file to import. Open may be called more than once.
type File struct {
	Name   string     // base name; says what the file holds when it is one of the known names
	Named  bool       // chosen by name, so that its header may say what it holds when its name does not
	Day    graph.Date // for which it speaks by its name, 0 where that does not say
	Opener func() (io.ReadCloser, error)
}

// dayInName finds a day in the name of a file or folder: 2026-02-01, 2026_2_1, 20260201.
var dayInName = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})([-_.]?)([0-9]{1,2})([-_.]?)([0-9]{1,2})(?:[^0-9]|$)`)

// dayOfName returns the day that a name holds, 0 for none.
func dayOfName(name string) graph.Date {
	m := dayInName.FindStringSubmatch(name)
	if m == nil || m[2] != m[4] || m[2] == "" && len(m[3]+m[5]) != 4 {
		return 0
	}
	month, _ := strconv.Atoi(m[3])
	d, err := dayAt(m[1], time.Month(month), m[5])
	if err != nil {
		return 0
	}
	return d
}

// Files returns the files behind paths, in the order of the paths: of a folder
// every table, mailbox and calendar in it (.csv, .tsv, .xlsx, .vcf, .mbox, .eml, .ics), by name; of any other path the
// file itself. Files of a product are recognised by their columns. Of other files
// in a folder only those with a known name are imported, because folders also
// hold drafts and partial exports; a file named by its own path is also
// recognised by its header. It fails on a path that cannot be read, and on a folder that
// holds none.
func Files(paths ...string) ([]File, error) {
	var out []File
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, fmt.Errorf("import: %w", err)
		}
		if !info.IsDir() {
			out = append(out, onDisk(p, true))
			continue
		}
		entries, err := os.ReadDir(p)
		if err != nil {
			return nil, fmt.Errorf("import: %w", err)
		}
		before := len(out)
		for _, e := range entries {
			if !e.IsDir() && !strings.HasSuffix(strings.ToLower(e.Name()), MappingSuffix) && slices.Contains(extensions, strings.ToLower(filepath.Ext(e.Name()))) {
				out = append(out, onDisk(filepath.Join(p, e.Name()), false))
			}
		}
		if len(out) == before {
			return nil, fmt.Errorf("import: the folder %s holds no file that ends in %s", shown(p), strings.Join(extensions, ", "))
		}
	}
	return out, nil
}

// MappingSuffix ends the name of the mapping file of a source, which lies beside
// its files: "erp.mapping.csv".
const MappingSuffix = ".mapping.csv"

// extensions are those of the files that are looked at in a folder.
var extensions = append([]string{".csv", ".tsv", ".xlsx", ".vcf"}, mailbox.Extensions()...)

func onDisk(path string, named bool) File {
	day := dayOfName(filepath.Base(path))
	if day == 0 {
		day = dayOfName(filepath.Base(filepath.Dir(path)))
	}
	return File{Name: filepath.Base(path), Named: named, Day: day, Opener: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// Bytes returns a file that holds data, recognised by its name or its header.
func Bytes(name string, data []byte) File {
	return File{Name: filepath.Base(name), Named: true, Day: dayOfName(filepath.Base(name)), Opener: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

// source is a file, or a part of one, whose table is known.
type source struct {
	name  string
	table *table
	day   graph.Date // for which it speaks
	open  func() (sheet.Rows, io.Closer, error)
	soft  bool      // its rows only add what is not there yet
	of    *product  // the file of a product that it is a part of; nil for a file of docs/import.md
	mail  *mailRows // the mailbox or calendar that it is; nil for a table
}

// dayOf returns the day for which a file speaks: the one that the options say, else
// its own or that of its name, else today.
func (im *importer) dayOf(f File) graph.Date {
	return cmp.Or(im.options.AsOf, f.Day, im.d.Today())
}

// header returns the header row, nil when there is none.
func (s source) header() ([]string, error) {
	in, closer, err := s.open()
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", s.name, err)
	}
	defer closer.Close()
	fields, _, _, err := in.Next()
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("import %s: %w", s.name, err)
	}
	return slices.Clone(fields), nil
}

// sort recognises the files and returns them by day, those of a day in the order in
// which tables build on each other, soft parts last. Files that are not imported
// are reported.
func (im *importer) sort(files []File) ([]source, error) {
	var out []source
	for _, f := range files {
		kind, err := mailKind(f)
		if err != nil {
			return nil, fmt.Errorf("import %s: %w", f.Name, err)
		}
		if kind != 0 {
			list, err := im.mail(f, kind)
			if err != nil {
				return nil, err
			}
			for i := range list {
				list[i].day = im.dayOf(f)
			}
			out = append(out, list...)
			continue
		}
		sheets, p, err := sheet.Open(sheet.Opener(f.Opener), sheet.Options{Limits: im.options.Limits, Encoding: im.options.Encoding})
		if err != nil {
			return nil, fmt.Errorf("import %s: %w", f.Name, err)
		}
		if p != nil {
			im.problem(problemOf(f.Name, nil, p))
			im.preview.Files = append(im.preview.Files, FileReport{Name: f.Name, AsOf: im.dayOf(f)})
		}
		for _, s := range sheets {
			f := f
			f.Day = cmp.Or(im.dayOfHead(f.Name, s), f.Day)
			list, err := im.recognise(f, s)
			if err != nil {
				return nil, err
			}
			for i := range list {
				list[i].day = im.dayOf(f)
			}
			out = append(out, list...)
		}
	}
	if len(out)+len(im.products)+im.ps.rows == 0 && len(files) > 0 {
		im.problem(Problem{File: files[0].Name, Rule: "unknown-file", Effect: EffectFile, Reason: "nothing that was given is a file that kith reads; name a file itself, and its columns are shown"})
	}
	slices.SortStableFunc(out, func(a, b source) int {
		switch {
		case a.day != b.day:
			return int(a.day - b.day)
		case a.table != b.table:
			return a.table.order - b.table.order
		case a.soft != b.soft && b.soft:
			return -1
		case a.soft != b.soft:
			return 1
		}
		return 0
	})
	return out, nil
}

// recognise says what a sheet holds: a file of a product by its columns,
// whatever its name, else a file of docs/import.md by its name or its columns.
func (im *importer) recognise(f File, s *sheet.Sheet) ([]source, error) {
	name := f.Name
	if s.Name != "" {
		name += ": " + s.Name
	}
	if list := im.mapped(name, s); len(list) > 0 {
		return list, nil
	}
	format, at, several := formats.Find(s)
	if format != nil {
		return im.translate(name, im.dayOf(f), f.Day, format, s, at)
	}
	t := tableNamed(f.Name)
	if s.Name != "" {
		t = tableNamed(s.Name)
	}
	var header []string
	if at < len(s.Head) {
		header = s.Head[at].Fields
	}
	if t == nil {
		like := tablesLike(header)
		leftOut := Question{Kind: AskFileLeftOut, Subject: shown(name), Count: 1}
		refused := Problem{File: name, Rule: "unknown-file", Effect: EffectFile}
		if at < len(s.Head) {
			refused.Line = s.Head[at].Line
		}
		switch {
		case f.Named && len(header) == 0:
			refused.Rule, refused.Reason = "empty-file", "the file has no header row"
			im.problem(refused)
		case f.Named && len(several) > 1:
			refused.Reason = "the header fits several kinds of file: " + formatNames(several)
			im.problem(refused)
		case f.Named && len(like) == 1:
			t = like[0]
		case f.Named && len(like) > 1:
			refused.Reason = "the header fits several files; give it the name of one of " + tableNames(like)
			im.problem(refused)
		case f.Named:
			refused.Reason = unknownFile(header)
			im.problem(refused)
		case len(like) > 0:
			leftOut.Text = fmt.Sprintf("%s looks like %s but is not named so; name the file itself to import it", shown(name), tableNames(like))
			im.ask(leftOut)
		default:
			leftOut.Text = fmt.Sprintf("%s is not a file that kith reads; it was left out", shown(name))
			im.ask(leftOut)
		}
	}
	if t == nil {
		im.preview.Files = append(im.preview.Files, FileReport{Name: name, AsOf: im.dayOf(f)})
		return nil, nil
	}
	return []source{{name: name, table: t, open: func() (sheet.Rows, io.Closer, error) { return s.From(at) }}}, nil
}

// unknownFile says that nobody knows a header, what comes closest, and what is
// there.
func unknownFile(header []string) string {
	reason := "neither the name nor the header says what the file holds; known names are " + tableNames(tables)
	if near, lacks := formats.Nearest(header); near != nil {
		reason = fmt.Sprintf("no product that kith knows writes this header; the nearest is %s", near.Name)
		if len(lacks) > 0 {
			reason += ", which also has " + strings.Join(lacks, " and ")
		}
	}
	var seen []string
	for _, h := range header[:min(len(header), 40)] {
		seen = append(seen, shown(strings.TrimSpace(h)))
	}
	if len(seen) > 0 {
		reason += "; the columns are " + strings.Join(seen, ", ") + "; say what they mean in a mapping file, which kith import --map begins"
	}
	return reason
}

func formatNames(list []*formats.Format) string {
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}
