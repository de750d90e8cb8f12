package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// snapshot is what one system says on one day: the files of one export.
type snapshot struct {
	day   string
	files []importer.File
}

// failer is a test, or a run of a property.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// imported returns the workspace after imports.
func imported(t failer, s *kernel.Snapshot, list ...snapshot) *kernel.Snapshot {
	t.Helper()
	for _, x := range list {
		d := editing(s, "2027-01-01")
		if _, err := importer.Plan(context.Background(), d, x.files, importer.Options{Source: "x", AsOf: graph.MustDate(x.day), AcceptGoodRows: true}); err != nil {
			t.Fatalf("as of %s: %v", x.day, err)
		}
		changes, next, err := d.Check(s.Revision()+1, time.Time{})
		if err != nil {
			t.Fatalf("as of %s: the import breaks a rule: %v", x.day, err)
		}
		if len(changes) > 0 {
			s = next
		}
	}
	return s
}

// on says what is true on a day, one fact a line, sorted: names, titles and what
// else is dated, who sits where, who reports to whom, what is part of what.
func on(s *kernel.Snapshot, day graph.Date) []string {
	name := func(id graph.ID) string {
		e, _ := s.Element(id)
		if keys := e.Props.Strings("externalIds"); len(keys) > 0 {
			return string(e.Kind) + " " + strings.Join(keys, "=")
		}
		return string(e.Kind)
	}
	dated := func(n kernel.N) map[string]string {
		out := map[string]string{}
		for _, h := range s.In(n, graph.EdgeOf) {
			if e, _ := s.Element(s.NodeID(h.Node())); e.At(day) {
				out[e.Props.Text("property")] = e.Props.Text("value")
			}
		}
		return out
	}
	var out []string
	for e := range s.Elements() {
		if !e.At(day) || e.Kind == graph.NodeFeed || e.Kind == graph.NodeDetail || e.Kind == graph.EdgeOf {
			continue
		}
		line := name(e.ID)
		was := map[string]string{}
		if e.IsEdge() {
			line = fmt.Sprintf("%s %s → %s", e.Kind, name(e.Src), name(e.Dst))
		} else {
			n, _ := s.Node(e.ID)
			was = dated(n)
		}
		for _, f := range graph.Fields(e.Kind) {
			switch f.Name {
			case "externalIds", "confirmedOn", "confirmedBy", "seen":
				continue
			}
			v, _ := e.Props.Get(f.Name)
			if list, ok := v.([]string); ok {
				slices.Sort(list)
			}
			text := ""
			if v != nil {
				text = fmt.Sprint(v)
			}
			if x, ok := was[f.Name]; ok {
				text = x
			}
			if text != "" {
				line += fmt.Sprintf(" %s=%s", f.Name, text)
			}
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// seatFile draws rows of seats that one system may have on a day. Of a row each
// cell may be empty, and a column may be missing.
func seatFile(t *rapid.T, day string, starts bool) [][]string {
	header := []string{"seat_id", "organization_id"}
	optional := map[string]*rapid.Generator[string]{
		"person_id": oneOf("p1", "p2", "p3", ""), "title": oneOf("CEO", "CFO", "Head of Sales", ""), "department": oneOf("Sales", "Finance", ""),
		"reports_to_seat_id": oneOf("boss", "chief", ""), "dotted_to_seat_id": oneOf("boss", "boss;chief", ""), "occupancy": oneOf("", "", "vacant"), "level": oneOf("", "A"),
	}
	for _, c := range sorted(optional) {
		if rapid.IntRange(0, 3).Draw(t, "has "+c) > 0 {
			header = append(header, c)
		}
	}
	if starts {
		header = append(header, "start")
	}
	rows := [][]string{header}
	for _, seat := range []string{"s1", "s2", "s3"} {
		if rapid.IntRange(0, 4).Draw(t, "row of "+seat) == 0 {
			continue
		}
		row := []string{seat, rapid.SampledFrom([]string{"acme", "north"}).Draw(t, "organisation")}
		for _, c := range header[2:] {
			if c == "start" {
				row = append(row, rapid.SampledFrom([]string{"", "2020-01-01", "2026-01-20", "2026-02-10"}).Draw(t, "start"))
				continue
			}
			row = append(row, optional[c].Draw(t, c))
		}
		rows = append(rows, row)
	}
	t.Logf("as of %s: %v", day, rows)
	return rows
}

func sorted[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func csvOf(name string, rows [][]string) importer.File {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(strings.Join(r, ",") + "\n")
	}
	return importer.Bytes(name, []byte(b.String()))
}

// ground are the things that the drawn files speak of.
func ground() snapshot {
	return snapshot{"2025-01-01", []importer.File{
		importer.Bytes("organizations.csv", []byte("id,name\nacme,Acme\nnorth,North\n")),
		importer.Bytes("people.csv", []byte("id,name\np1,Ann Lee\np2,Bob Ray\np3,Cyd Orr\np4,Dan Poe\np5,Eve Fox\n")),
		importer.Bytes("positions.csv", []byte("seat_id,organization_id,person_id\nboss,acme,p4\nchief,north,p5\n")),
	}}
}

// The law of observations: the same files in any order, whole or split, give the
// same on each file's day, and any of them again changes nothing.
func TestTheOrderOfFilesChangesNothing(t *testing.T) {
	days := []string{"2026-01-15", "2026-01-31", "2026-02-15", "2026-02-28", "2026-03-31"}
	rapid.Check(t, func(t *rapid.T) {
		starts := rapid.Bool().Draw(t, "starts")
		var list []snapshot
		var split []snapshot
		n := rapid.IntRange(2, len(days)).Draw(t, "files")
		for _, day := range days[:n] {
			rows := seatFile(t, day, starts)
			list = append(list, snapshot{day, []importer.File{csvOf("positions.csv", rows)}})
			cut := rapid.IntRange(1, len(rows)).Draw(t, "cut")
			for _, part := range [][][]string{rows[1:cut], rows[cut:]} {
				split = append(split, snapshot{day, []importer.File{csvOf("positions.csv", append([][]string{rows[0]}, part...))}})
			}
		}
		base := imported(t, kernel.Empty(), ground())
		want := imported(t, base, list...)
		for name, other := range map[string][]snapshot{"in another order": rapid.Permutation(list).Draw(t, "order"), "split, in another order": rapid.Permutation(split).Draw(t, "order of parts")} {
			got := imported(t, base, other...)
			for _, day := range days[:n] {
				d := graph.MustDate(day)
				if a, b := on(want, d), on(got, d); !slices.Equal(a, b) {
					t.Fatalf("%s: on %s\n%s\nwant\n%s", name, day, diffLines(b, a), strings.Join(a, "\n"))
				}
			}
			for _, x := range other {
				again := imported(t, got, x)
				if again != got {
					t.Fatalf("%s: the file of %s again changes something: %v", name, x.day, diffLines(facts(again), facts(got)))
				}
			}
		}
	})
}

// diffLines writes the lines of one of two sorted lists alone.
func diffLines(a, b []string) string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, "+ "+x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			out = append(out, "- "+x)
		}
	}
	return strings.Join(out, "\n")
}
