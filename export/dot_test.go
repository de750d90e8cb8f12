package export_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

func TestDOT(t *testing.T) {
	c := readOrg(t, "A \"x\" \\N & Co;} | Chief | CHAMPION\n  - Mar 2026 | Head\n  C | Head\n")
	c.Title, c.AsOf = "Map", "1 Mar 2026"
	c.Links = []export.Link{
		{From: "p3", To: "p1", Kind: export.LinkInfluences},
		{From: "p3", To: "p2", Kind: export.LinkConflict},
		{From: "p3", To: "nobody", Kind: export.LinkConflict},
	}
	got, err := export.DOT(c)
	if err != nil {
		t.Fatal(err)
	}
	want := `digraph kith {
	label="Map\nas of 1 Mar 2026";
	labelloc=t;
	rankdir=TB;
	node [shape=box, style="rounded,filled", fillcolor="#FFFFFF", color="#7C8A99", fontname="Helvetica"];
	edge [color="#5B6B7B", dir=none];
	n0 [label="A &quot;x&quot; &#92;N &amp; Co;}\nChief", tooltip="A &quot;x&quot; &#92;N &amp; Co;}, Chief. Champion.", fillcolor="#E6F4EC", color="#1E7B4F"];
	n1 [label="Vacant since Mar 2026\nHead", tooltip="Vacant since Mar 2026, Head.", style="rounded,dashed"];
	n2 [label="C\nHead", tooltip="C, Head."];
	n0 -> n1;
	n0 -> n2;
	n2 -> n0 [constraint=false, style=dashed, dir=forward, arrowhead=normal, color="#6B3FA0", tooltip="influences"];
	n2 -> n1 [constraint=false, style=dashed, dir=forward, arrowhead=tee, color="#B3261E", tooltip="conflict"];
}
`
	if got != want {
		t.Errorf("DOT =\n%s\nwant\n%s", got, want)
	}
	if _, err := export.DOT(export.Chart{Cards: []export.Card{{}}}); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("a card without id: %v, want %v", err, graph.ErrInvalid)
	}
}

// FuzzDOT holds that no text ends its quoted string: outside of quotes, only
// what this package writes remains.
func FuzzDOT(f *testing.F) {
	f.Add(`a"]; evil [label="`, `\`, "x\\\"")
	f.Fuzz(func(t *testing.T, name, title, other string) {
		c := export.Chart{Title: other, Cards: []export.Card{
			{ID: "1", Title: title, Holders: []export.Holder{{Name: name}, {Name: other}}},
			{ID: "2", Parent: "1", Occupancy: graph.OccupancyVacant, Since: other},
		}}
		got, err := export.DOT(c)
		if err != nil {
			t.Fatal(err)
		}
		var outside strings.Builder
		for i, part := range strings.Split(got, `"`) {
			if i%2 == 0 {
				outside.WriteString(part)
			} else if strings.ContainsRune(strings.ReplaceAll(part, `\n`, ""), '\\') {
				t.Fatalf("a backslash in %q", part)
			}
		}
		const want = "digraph kith {\n\tlabel=;\n\tlabelloc=t;\n\trankdir=TB;\n" +
			"\tnode [shape=box, style=, fillcolor=, color=, fontname=];\n\tedge [color=, dir=none];\n" +
			"\tn0 [label=, tooltip=];\n\tn1 [label=, tooltip=, style=];\n\tn0 -> n1;\n}\n"
		if outside.String() != want {
			t.Fatalf("outside of quotes:\n%s\nwant\n%s", outside.String(), want)
		}
	})
}
