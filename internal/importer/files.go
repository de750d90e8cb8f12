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
)

// File is one file to import. Open may be called more than once.
type File struct {
	Name   string     // base name; says what the file holds when it is one of the known names
	Named  bool       // chosen by name, so that its header may say what it holds when its name does not
	Day    graph.Date // for which it speaks, 0 where neither it nor its name says
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
// every *.csv in it, by name; of any other path the file itself. In a folder
// only files with a known name are imported, because folders also hold drafts
// and partial exports; a file named by its own path is also recognised by its
// header. It fails on a path that cannot be read.
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
		for _, e := range entries {
			if !e.IsDir() && strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
				out = append(out, onDisk(filepath.Join(p, e.Name()), false))
			}
		}
	}
	return out, nil
}

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

// source is a file whose table is known.
type source struct {
	File
	table *table
}

// dayOf returns the day for which a file speaks: the one that the options say, else
// its own, else today.
func (im *importer) dayOf(f File) graph.Date {
	return cmp.Or(im.options.AsOf, f.Day, im.d.Today())
}

// sort recognises the files and returns them by day, those of a day in the order in
// which tables build on each other. Files that are not imported are reported.
func (im *importer) sort(files []File) ([]source, error) {
	var out []source
	for _, f := range files {
		report := FileReport{Name: f.Name, AsOf: im.dayOf(f)}
		t := tableNamed(f.Name)
		if t == nil {
			header, err := im.header(f)
			if err != nil {
				return nil, err
			}
			like := tablesLike(header)
			leftOut := Question{Kind: AskFileLeftOut, Subject: shown(f.Name), Count: 1}
			refused := Problem{File: f.Name, Rule: "unknown-file", Effect: EffectFile}
			switch {
			case f.Named && len(like) == 1:
				t = like[0]
			case f.Named && len(like) > 1:
				refused.Reason = "the header fits several files; give it the name of one of " + tableNames(like)
				im.problem(refused)
			case f.Named:
				refused.Reason = "neither the name nor the header says what the file holds; known names are " + tableNames(tables)
				im.problem(refused)
			case len(like) > 0:
				leftOut.Text = fmt.Sprintf("%s looks like %s but is not named so; name the file itself to import it", shown(f.Name), tableNames(like))
				im.ask(leftOut)
			default:
				leftOut.Text = fmt.Sprintf("%s is not a file that kith reads; it was left out", shown(f.Name))
				im.ask(leftOut)
			}
		}
		if t == nil {
			im.preview.Files = append(im.preview.Files, report)
			continue
		}
		out = append(out, source{f, t})
	}
	slices.SortStableFunc(out, func(a, b source) int {
		return cmp.Or(int(im.dayOf(a.File)-im.dayOf(b.File)), a.table.order-b.table.order)
	})
	return out, nil
}

// header returns the header row of a file, nil when it has none.
func (im *importer) header(f File) ([]string, error) {
	r, err := f.Opener()
	if err != nil {
		return nil, fmt.Errorf("import %s: %w", f.Name, err)
	}
	defer r.Close()
	fields, _, _, err := newCSVReader(r, f.Name, im.options.Limits).next()
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("import %s: %w", f.Name, err)
	}
	return slices.Clone(fields), nil
}
