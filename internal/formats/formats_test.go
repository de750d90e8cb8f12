package formats_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/sheet"
)

var update = flag.Bool("update", false, "write what is told and the tables into the fixtures")

// fixture is a file of a product with what it comes to.
type fixture struct {
	name    string // of the archive
	archive *txtar.Archive
	options formats.Options
}

func fixtures(t testing.TB) []fixture {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("testdata: %v, %d fixtures", err, len(paths))
	}
	var out []fixture
	for _, p := range paths {
		a, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		f := fixture{name: strings.TrimSuffix(filepath.Base(p), ".txtar"), archive: a}
		if words, ok := strings.CutPrefix(strings.TrimSpace(string(a.Comment)), "options "); ok {
			for _, w := range strings.Split(words, ", ") {
				if ours, ok := strings.CutPrefix(w, "ours "); ok {
					f.options.Ours = ours
				} else if w == "person" {
					f.options.Person = true
				} else {
					t.Fatalf("%s: unknown option %q", p, w)
				}
			}
		}
		out = append(out, f)
	}
	return out
}

func open(t testing.TB, data []byte) []*sheet.Sheet {
	t.Helper()
	sheets, p, err := sheet.Open(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, sheet.Options{})
	if p != nil || err != nil {
		t.Fatalf("Open: problem %v, error %v", p, err)
	}
	return sheets
}

// translated renders what is told of a file, then its tables: "line column:cell
// …", with the columns of the file that the cells come from.
func translated(t testing.TB, data []byte, o formats.Options) []txtar.File {
	t.Helper()
	s := open(t, data)[0]
	f, header, like := formats.Find(s)
	if f == nil {
		t.Fatalf("the file is not recognised; it may be %d kinds", len(like))
	}
	tr, p, err := f.Open(context.Background(), s, header, o)
	if p != nil || err != nil {
		t.Fatalf("Open: problem %v, error %v", p, err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s, %d rows\n", f.Name, tr.Rows)
	for _, x := range tr.Skipped {
		fmt.Fprintln(&b, x)
	}
	for _, l := range tr.Left {
		fmt.Fprintf(&b, "left out: %d %s\n", l.Count, l.What)
	}
	if len(tr.Unused) > 0 {
		fmt.Fprintf(&b, "unused: %s\n", strings.Join(tr.Unused, ", "))
	}
	out := []txtar.File{{Name: "told", Data: bytes.Clone(b.Bytes())}}
	for _, part := range tr.Parts {
		b.Reset()
		rows, closer, err := tr.Part(part)
		if err != nil {
			t.Fatal(err)
		}
		var columns []string
		for {
			fields, line, p, err := rows.Next()
			if err == io.EOF {
				break
			}
			if err != nil || p != nil {
				t.Fatalf("%s: problem %v, error %v", part.Table, p, err)
			}
			if columns == nil {
				columns = slices.Clone(fields)
				continue
			}
			fmt.Fprintf(&b, "%d", line)
			for i, v := range fields {
				if v == "" {
					continue
				}
				fmt.Fprintf(&b, " | %s", columns[i])
				if from := rows.Names()[i]; from != columns[i] {
					fmt.Fprintf(&b, " (%s)", from)
				}
				fmt.Fprintf(&b, ": %s", v)
			}
			fmt.Fprintln(&b)
		}
		closer.Close()
		name := part.Table
		if part.Soft {
			name += ", where not known"
		}
		out = append(out, txtar.File{Name: name, Data: bytes.Clone(b.Bytes())})
	}
	return out
}

// Every fixture is recognised and becomes the tables that it says.
func TestFixtures(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			got := translated(t, f.archive.Files[0].Data, f.options)
			if *update {
				f.archive.Files = append(f.archive.Files[:1:1], got...)
				if err := os.WriteFile("testdata/"+f.name+".txtar", txtar.Format(f.archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if len(got) != len(f.archive.Files)-1 {
				t.Errorf("%d sections, want %d", len(got), len(f.archive.Files)-1)
			}
			for i, w := range f.archive.Files[1:] {
				if i < len(got) && (got[i].Name != w.Name || !bytes.Equal(got[i].Data, w.Data)) {
					t.Errorf("%s\n got %s:\n%s\nwant %s:\n%s", f.archive.Files[0].Name, got[i].Name, got[i].Data, w.Name, w.Data)
				}
			}
		})
	}
}

// Every fixture is its own kind and no other, also when columns are missing:
// then it is its own kind or none.
func TestNeverAnotherKind(t *testing.T) {
	for _, f := range fixtures(t) {
		s := open(t, f.archive.Files[0].Data)[0]
		own, at, _ := formats.Find(s)
		if own == nil {
			t.Errorf("%s is not recognised", f.name)
			continue
		}
		if len(f.archive.Files) < 2 {
			t.Errorf("%s does not say what it comes to: run this with -update, and read that", f.name)
			continue
		}
		if want, _, _ := strings.Cut(string(f.archive.Files[1].Data), ","); own.Name != want {
			t.Errorf("%s is taken for %s, want %s", f.name, own.Name, want)
		}
		if s.Cards {
			continue
		}
		header := s.Head[at].Fields
		for i := range header {
			for j := i; j < len(header); j++ {
				rest := slices.Delete(slices.Clone(header), j, j+1)
				if i < j {
					rest = slices.Delete(rest, i, i+1)
				}
				if got, _ := formats.Recognise(rest); got != nil && got.Name != own.Name {
					t.Errorf("%s without %q and %q is taken for %s, want %s or nothing", f.name, header[i], header[j], got.Name, own.Name)
				}
			}
		}
	}
}

// Every format has a fixture, the columns of every fixture a source in
// testdata/README.md, and every product a row in the list for those who import.
func TestEveryFormatIsShown(t *testing.T) {
	read := func(path string) string {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	sources := regexp.MustCompile("`([a-z0-9_*]+)`").FindAllStringSubmatch(read("testdata/README.md"), -1)
	shown := map[string]bool{}
	for _, f := range fixtures(t) {
		if len(f.archive.Files) > 1 {
			name, _, _ := strings.Cut(string(f.archive.Files[1].Data), ",")
			shown[name] = true
		}
		if !slices.ContainsFunc(sources, func(m []string) bool {
			is, err := path.Match(m[1], f.name)
			return is && err == nil
		}) {
			t.Errorf("testdata/README.md does not say where the columns of %s are from", f.name)
		}
	}
	_, products, _ := strings.Cut(read("../../docs/import/README.md"), "\n| you have | see |\n")
	products, _, _ = strings.Cut(products, "\n\n")
	for _, name := range formats.Names() {
		if !shown[name] {
			t.Errorf("testdata has no fixture of %s", name)
		}
		if product, _, _ := strings.Cut(name, " "); !strings.Contains(products, product) {
			t.Errorf("docs/import/README.md has no row for %s", product)
		}
	}
}

// A name of a column stands for one column of a format only.
func TestColumnsAreUnambiguous(t *testing.T) {
	for _, name := range formats.Ambiguous() {
		t.Error(name)
	}
}

// Whatever a file of a known kind holds, its rows are counted, each is taken or
// skipped with a reason, and every table has the columns that it says.
func FuzzTranslate(f *testing.F) {
	for _, x := range fixtures(f) {
		f.Add(x.archive.Files[0].Data, x.options.Ours, x.options.Person)
	}
	f.Fuzz(func(t *testing.T, data []byte, ours string, person bool) {
		sheets, _, err := sheet.Open(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }, sheet.Options{Limits: sheet.Limits{Rows: 200}, Unpacked: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sheets {
			kind, header, _ := formats.Find(s)
			if kind == nil {
				if header < len(s.Head) {
					formats.Nearest(s.Head[header].Fields)
				}
				continue
			}
			tr, p, err := kind.Open(context.Background(), s, header, formats.Options{Ours: ours, Person: person})
			if err != nil {
				t.Fatal(err)
			}
			if p != nil {
				continue
			}
			taken := map[int]bool{}
			for _, part := range tr.Parts {
				rows, closer, err := tr.Part(part)
				if err != nil {
					t.Fatal(err)
				}
				width := 0
				for {
					fields, line, p, err := rows.Next()
					if err == io.EOF {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					if p != nil {
						continue
					}
					if width == 0 {
						width = len(fields)
					} else {
						taken[line] = true
					}
					if len(fields) != width || len(rows.Names()) != width {
						t.Fatalf("%s: %d fields and %d names, the header has %d", part.Table, len(fields), len(rows.Names()), width)
					}
				}
				closer.Close()
			}
			skipped := 0
			for _, k := range tr.Skipped {
				skipped += k.Count
			}
			if len(taken)+skipped < tr.Rows {
				t.Fatalf("%s: %d rows, of which %d are taken and %d skipped", kind.Name, tr.Rows, len(taken), skipped)
			}
		}
	})
}
