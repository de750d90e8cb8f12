package importer_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

var update = flag.Bool("update", false, "rewrite the wanted outcomes in testdata")

// editing returns a draft over s whose new IDs are numbered.
func editing(s *kernel.Snapshot, today string) *draft.Draft {
	n := 0
	return draft.NewDraft(s, graph.MustDate(today), func() string {
		n++
		return fmt.Sprintf("new%05d", n)
	})
}

// commit returns the snapshot after a draft, which must break no rule.
func commit(t testing.TB, d *draft.Draft) *kernel.Snapshot {
	t.Helper()
	changes, next, err := d.Check(d.Base().Revision()+1, time.Time{})
	if err != nil {
		t.Fatalf("the import breaks a rule: %v", err)
	}
	if len(changes) == 0 {
		return d.Base()
	}
	return next
}

// Each archive in testdata/plan holds the files of one or more imports, one
// after the other, with their options and what is to come of them. Files and
// outcomes are named "1/people.csv", "1/options", "1/want", "2/…". An import is
// run a second time and must change nothing.
func TestPlan(t *testing.T) {
	archives, err := filepath.Glob("testdata/plan/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("testdata/plan: %v, %d archives", err, len(archives))
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s := kernel.Empty()
			for step := 1; ; step++ {
				prefix := fmt.Sprintf("%d/", step)
				var files []importer.File
				options, want, found := importer.Options{Source: "t", AcceptGoodRows: true}, -1, false
				for i, f := range a.Files {
					name, mine := strings.CutPrefix(f.Name, prefix)
					switch {
					case !mine:
						continue
					case name == "options":
						options = parseOptions(t, string(f.Data))
					case name == "want":
						want = i
					default:
						files = append(files, importer.Bytes(name, f.Data))
					}
					found = true
				}
				if !found {
					break
				}
				d := editing(s, "2024-06-30")
				p, err := importer.Plan(context.Background(), d, files, options)
				if err != nil {
					t.Fatalf("step %d: %v", step, err)
				}
				before := s
				s = commit(t, d)
				got := outcome(p, before, s)
				if want < 0 {
					a.Files = append(a.Files, txtar.File{Name: prefix + "want"})
					want = len(a.Files) - 1
				}
				if *update {
					a.Files[want].Data = []byte(got)
				} else if string(a.Files[want].Data) != got {
					t.Errorf("step %d:\n--- got\n%s--- want\n%s", step, got, a.Files[want].Data)
				}
				again := editing(s, "2024-06-30")
				if _, err := importer.Plan(context.Background(), again, files, options); err != nil {
					t.Fatalf("step %d again: %v", step, err)
				}
				if changes := again.Changes(); len(changes) > 0 {
					t.Errorf("step %d again changes %d facts, want none; the first is %+v", step, len(changes), changes[0])
				}
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func parseOptions(t *testing.T, text string) importer.Options {
	o := importer.Options{Source: "t", AcceptGoodRows: true}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "source":
			o.Source = value
		case "asof":
			o.AsOf = graph.MustDate(value)
		case "ours":
			o.Ours = append(o.Ours, value)
		case "end-missing":
			o.EndMissing = true
		case "confirm":
			o.Confirmed = append(o.Confirmed, value)
		case "stamp":
			o.Stamp = true
		case "map":
			m, err := importer.ReadMapping("map.csv", strings.NewReader("what,from,to\n"+strings.ReplaceAll(value, "; ", "\n")))
			if err != nil {
				t.Fatal(err)
			}
			o.Mapping = m
		default:
			t.Fatalf("unknown option %q", line)
		}
	}
	return o
}

// outcome writes a preview, and what the import did to the graph.
func outcome(p *importer.Preview, before, after *kernel.Snapshot) string {
	var b strings.Builder
	for _, f := range p.Files {
		fmt.Fprintf(&b, "file %s: %s %d/%d", f.Name, f.Table, f.Taken, f.Rows)
		if len(f.UnknownColumns) > 0 {
			fmt.Fprintf(&b, " ignored %s", strings.Join(f.UnknownColumns, ", "))
		}
		b.WriteByte('\n')
	}
	for _, c := range p.Counts {
		fmt.Fprintf(&b, "count %s: created %d, changed %d, ended %d, removed %d, unchanged %d\n", c.Kind, c.Created, c.Changed, c.Ended, c.Removed, c.Unchanged)
	}
	for _, x := range p.Problems {
		fmt.Fprintf(&b, "problem %s %s\n", x.Effect, x)
	}
	for _, q := range p.Questions {
		fmt.Fprintf(&b, "question %s %d of %d: %s\n", q.Kind, q.Count, q.Of, q.Text)
		for _, s := range q.Samples {
			fmt.Fprintf(&b, "  %s\n", s)
		}
	}
	old := facts(before)
	for _, f := range facts(after) {
		if i, ok := slices.BinarySearch(old, f); ok {
			old = slices.Delete(old, i, i+1)
			continue
		}
		fmt.Fprintf(&b, "+ %s\n", f)
	}
	for _, f := range old {
		fmt.Fprintf(&b, "- %s\n", f)
	}
	return b.String()
}

// facts writes every element of a snapshot on a line of its own, sorted. Nodes
// are named by the keys of their sources.
func facts(s *kernel.Snapshot) []string {
	name := func(id graph.ID) string {
		e, _ := s.Element(id)
		var keys []string
		for _, x := range e.Props.Strings("externalIds") {
			_, key, _ := strings.Cut(x, ":")
			keys = append(keys, key)
		}
		if len(keys) > 0 {
			return strings.Join(keys, "=")
		}
		if d := e.Props.Text("property"); d != "" {
			return d
		}
		return strings.ToLower(string(e.Kind))
	}
	var out []string
	for e := range s.Elements() {
		if e.Kind == graph.EdgeOf || e.Kind == graph.EdgeFor || e.Kind == graph.NodeFeed {
			continue // said by the line of the detail or account itself; of feeds the counts say enough
		}
		line := string(e.Kind) + " " + name(e.ID)
		if e.IsEdge() {
			line = fmt.Sprintf("%s %s → %s", e.Kind, name(e.Src), name(e.Dst))
		}
		for _, k := range []graph.Kind{graph.EdgeOf, graph.EdgeFor} {
			if n, ok := s.Node(e.ID); ok {
				for _, h := range s.Out(n, k) {
					line += fmt.Sprintf(" %s %s", k, name(s.NodeID(h.Node())))
				}
			}
		}
		if e.From != 0 || e.To != 0 {
			line += fmt.Sprintf(" [%s, %s)", e.From, e.To)
		}
		for n, v := range e.Props.All() {
			switch n {
			case "externalIds", "confirmedBy", "confirmedOn", "seen":
				continue // seen is looked at by the tests of what follows from it
			case "property":
				continue
			case "by", "owner":
				v = name(graph.ID(v.(string)))
			}
			line += fmt.Sprintf(" %s=%v", n, v)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

const (
	orgs   = "id,name,ours\nus,Fjord,yes\nacme,Acme,\n"
	people = "id,name\np1,Ann Lee\np2,Bob Ray\n"
	seats  = "id,person_id,organization_id,title,start\n"
)

func plan(t *testing.T, o importer.Options, files ...importer.File) (*importer.Preview, *draft.Draft, error) {
	t.Helper()
	d := editing(kernel.Empty(), "2024-06-30")
	p, err := importer.Plan(context.Background(), d, files, o)
	return p, d, err
}

// A refused row fails the import, unless the options accept the good ones.
func TestPlanWantsGoodRows(t *testing.T) {
	files := []importer.File{
		importer.Bytes("organizations.csv", []byte(orgs)), importer.Bytes("people.csv", []byte(people)),
		importer.Bytes("positions.csv", []byte(seats+"s1,p1,acme,CEO,3024-01-01\ns2,p2,acme,CFO,2020-01-01\n")),
	}
	p, _, err := plan(t, importer.Options{Source: "t"}, files...)
	if !errors.Is(err, importer.ErrRows) || p == nil || len(p.Problems) != 1 {
		t.Fatalf("Plan of a bad row = %+v, %v, want the preview with ErrRows", p, err)
	}
	want := `import: rows were refused: 1 of them, the first: positions.csv:2: start "3024-01-01": date in year 3024; years run from 1900 to 2200 [date]`
	if err.Error() != want {
		t.Errorf("Plan of a bad row: error %q, want %q", err, want)
	}
	p, d, err := plan(t, importer.Options{Source: "t", AcceptGoodRows: true}, files...)
	if err != nil || len(p.Problems) != 1 {
		t.Fatalf("Plan that accepts good rows = %+v, %v, want one problem and no error", p, err)
	}
	if got := commit(t, d).Count(graph.NodePosition); got != 1 {
		t.Errorf("Plan that accepts good rows makes %d seats, want 1", got)
	}
}

// Bytes that are no text cost their rows and nothing else.
func TestPlanBadBytes(t *testing.T) {
	p, d, err := plan(t, importer.Options{Source: "t", AcceptGoodRows: true},
		importer.Bytes("people.csv", []byte("id,name\np1,Ann\xff Lee\np2,Bob\x00Ray\np3,Cyd Orr\n\"p4,Dan\np5,Eve \"E\" Fox\np6\n")))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range p.Problems {
		got = append(got, fmt.Sprintf("%d %s %s %s", x.Line, x.Rule, x.Column, x.Value))
	}
	want := []string{`2 utf-8 name Ann\xff Lee`, `3 nul name Bob\u0000Ray`, `5 quote  E" Fox`, `6 quote  "E" Fox`, `7 field-count  `}
	if !slices.Equal(got, want) {
		t.Errorf("problems of bad bytes:\n got %q\nwant %q", got, want)
	}
	if n := commit(t, d).Count(graph.NodePerson); n != 1 {
		t.Errorf("bad bytes leave %d people, want 1", n)
	}
}

func TestPlanRefusesFiles(t *testing.T) {
	tests := []struct{ name, file, data, want string }{
		{"missing column", "people.csv", "id,email\n1,a@b.c\n", `people.csv:1: name or given_name or family_name: people.csv has no column name or given_name or family_name, which people.csv needs [missing-column]`},
		{"one of two columns", "pairings.csv", "our_person_id\n1\n", `pairings.csv:1: their_person_id or their_seat_id: pairings.csv has no column their_person_id or their_seat_id, which pairings.csv needs [missing-column]`},
		{"column twice", "people.csv", "id,name,Name\n1,Ann,Bob\n", `people.csv:1: Name: the column stands twice in the header; remove one [column-twice]`},
		{"empty file", "people.csv", "", `people.csv: the file has no header row [empty-file]`},
		{"ambiguous header", "list.csv", "id,name\n1,Ann\n", `list.csv:1: the header fits several files; give it the name of one of organizations.csv, people.csv [unknown-file]`},
		{"unknown file", "weather.csv", "day,rain\n1,2\n", `weather.csv:1: neither the name nor the header says what the file holds; known names are organizations.csv, people.csv, positions.csv, accounts.csv, work.csv, decision_areas.csv, decision_parts.csv, relationships.csv, influences.csv, interactions.csv, assessments.csv, pairings.csv, commitments.csv, policies.csv, exclusions.csv, introductions.csv, identity_candidates.csv, merged_records.csv; the columns are day, rain; say what they mean in a mapping file, which kith import --map begins [unknown-file]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, d, err := plan(t, importer.Options{Source: "t", AcceptGoodRows: true}, importer.Bytes(tt.file, []byte(tt.data)))
			if err != nil || len(p.Problems) != 1 || p.Problems[0].String() != tt.want || p.Problems[0].Effect != importer.EffectFile {
				t.Errorf("Plan = %+v, %v, want the problem %q of effect FILE", p.Problems, err, tt.want)
			}
			if n := len(d.Changes()); n != 0 {
				t.Errorf("Plan of a refused file changes %d facts, want none", n)
			}
		})
	}
}

func TestPlanRefusesSources(t *testing.T) {
	for _, s := range []string{"", "a:b", "a b", "é", strings.Repeat("x", 65)} {
		if _, _, err := plan(t, importer.Options{Source: s}); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("Plan of source %q: error %v, want an invalid one", s, err)
		}
	}
}

func TestPlanStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := importer.Plan(ctx, editing(kernel.Empty(), "2024-06-30"), []importer.File{importer.Bytes("people.csv", []byte(people))}, importer.Options{Source: "t"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Plan with a cancelled context: error %v, want it cancelled", err)
	}
	broken := errors.New("disk on fire")
	_, _, err = plan(t, importer.Options{Source: "t"}, importer.File{Name: "people.csv", Opener: func() (io.ReadCloser, error) { return nil, broken }})
	if !errors.Is(err, broken) {
		t.Errorf("Plan of a file that does not open: error %v, want %v", err, broken)
	}
}

// A folder takes the files of known names; a file named by its path is
// recognised by its header.
func TestFiles(t *testing.T) {
	dir := t.TempDir()
	for name, data := range map[string]string{"people.csv": people, "people_old.csv": "id,name,email\np9,Old Hand,\n", "notes.txt": "x", "weather.csv": "day,rain\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	count := func(paths ...string) (int, []string) {
		files, err := importer.Files(paths...)
		if err != nil {
			t.Fatal(err)
		}
		p, d, err := plan(t, importer.Options{Source: "t", AcceptGoodRows: true}, files...)
		if err != nil {
			t.Fatal(err)
		}
		var asked []string
		for _, q := range p.Questions {
			asked = append(asked, string(q.Kind)+" "+q.Subject)
		}
		return commit(t, d).Count(graph.NodePerson), asked
	}
	if n, asked := count(dir); n != 2 || !slices.Equal(asked, []string{"FILE_LEFT_OUT people_old.csv", "FILE_LEFT_OUT weather.csv"}) {
		t.Errorf("a folder gives %d people and asks %q, want 2 and two files left out", n, asked)
	}
	if n, asked := count(filepath.Join(dir, "people_old.csv")); n != 1 || len(asked) != 0 {
		t.Errorf("a file by its path gives %d people and asks %q, want 1 and nothing", n, asked)
	}
	if _, err := importer.Files(filepath.Join(dir, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Files of a path that is not there: error %v, want that it does not exist", err)
	}
}

// A rule that is broken in every row is listed up to a limit and counted.
func TestPlanCountsProblems(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,name\n")
	for range 1000 {
		b.WriteString("p1,\n")
	}
	p, _, err := plan(t, importer.Options{Source: "t", AcceptGoodRows: true}, importer.Bytes("people.csv", []byte(b.String())))
	if err != nil || len(p.Problems) != 200 || len(p.Tally) != 1 || p.Tally[0].Count != 1000 {
		t.Errorf("a thousand empty names: %d problems listed, tally %+v, error %v, want 200 listed and 1000 counted", len(p.Problems), p.Tally, err)
	}
}
