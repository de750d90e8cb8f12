package export_test

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

func text(t testing.TB, c export.Chart, f export.Format) string {
	t.Helper()
	s, err := export.Text(c, f)
	if err != nil {
		t.Fatalf("Text(%s): %v", f, err)
	}
	return s
}

// TestTextGolden compares every format with a file.
func TestTextGolden(t *testing.T) {
	c := signs(t)
	c.Cards[0].Holders[0].Emails, c.Cards[0].Holders[0].Person = []string{"ann@them.example", "not an address"}, "ann"
	c.Cards[2].Level, c.Cards[2].Holders[0].DoNotContact = 3, true
	for _, f := range export.Formats() {
		golden(t, "signs."+f.Extension(), []byte(text(t, c, f)))
		golden(t, "signs-redacted."+f.Extension(), []byte(text(t, export.Redact(c), f)))
		if f.MediaType() == "" {
			t.Errorf("%s has no media type", f)
		}
	}
}

func TestTextRefuses(t *testing.T) {
	if _, err := export.Text(export.Chart{}, "PDF"); !errors.Is(err, graph.ErrInvalid) {
		t.Errorf("unknown format: %v, want %v", err, graph.ErrInvalid)
	}
	for _, f := range export.Formats() {
		if _, err := export.Text(export.Chart{Cards: []export.Card{{}}}, f); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("%s of a card without an id: %v, want %v", f, err, graph.ErrInvalid)
		}
		text(t, export.Chart{}, f)
	}
}

// TestRedactedText holds that no format depends on what a customer must not
// see.
func TestRedactedText(t *testing.T) {
	for seed := range uint64(30) {
		open := openChart(seed, 25)
		for _, f := range export.Formats() {
			a, b := text(t, export.Redact(blab(open, 1)), f), text(t, export.Redact(blab(open, 2)), f)
			if a != b {
				t.Fatalf("%s differs", f)
			}
			checkUntold(t, string(f), []byte(strings.ReplaceAll(a, "-strong", "")))
		}
	}
}

// TestDeepOutline holds that a long chain of command does not make lines of
// spaces.
func TestDeepOutline(t *testing.T) {
	var c export.Chart
	for i := range 3000 {
		k := export.Card{ID: strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/182) + strings.Repeat("z", i/26%7)}
		k.ID = k.ID + "-" + string(rune(0x4e00+i))
		if i > 0 {
			k.Parent = c.Cards[i-1].ID
		}
		c.Cards = append(c.Cards, k)
	}
	s := text(t, c, export.FormatMarkdown)
	if len(s) > 300_000 || !strings.Contains(s, "(level 3000) Name not known") {
		t.Errorf("%d bytes for 3,000 levels", len(s))
	}
}

// readVCards returns the lines of contacts, unfolded, by contact.
func readVCards(t testing.TB, s string) [][]string {
	t.Helper()
	var out [][]string
	s = strings.ReplaceAll(s, "\r\n ", "")
	for line := range strings.SplitSeq(strings.TrimSuffix(s, "\r\n"), "\r\n") {
		switch {
		case line == "BEGIN:VCARD":
			out = append(out, nil)
		case line == "END:VCARD" || line == "":
		default:
			out[len(out)-1] = append(out[len(out)-1], line)
		}
	}
	return out
}

func TestVCards(t *testing.T) {
	c := readOrg(t, "Ann; Archer, Jr. | Chief, all\n  - | Vacant\n  # | Secret\n  Bo | Help\n  Bo | Two\n  王芳 | Very "+strings.Repeat("lengthy ", 20)+"\n  Left\n")
	c.TheirName = `Back\slash`
	c.Cards[0].Holders[0].Emails = []string{"ann@them.example", "evil@x\r\nNOTE:x", "none"}
	c.Cards[3].Holders[0].Person, c.Cards[4].Holders[0].Person = "bo", "bo"
	c.Cards[6].Holders[0].DoNotContact = true
	s := text(t, c, export.FormatVCard)
	for line := range strings.SplitSeq(s, "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d bytes: %q", len(line), line)
		}
	}
	got := readVCards(t, s)
	want := [][]string{
		{"VERSION:4.0", `N:Jr.;Ann\; Archer\,;;;`, `FN:Ann\; Archer\, Jr.`, `ORG:Back\\slash`, `TITLE:Chief\, all`, "EMAIL:ann@them.example", "UID;VALUE=text:kith:p1"},
		{"VERSION:4.0", "N:Bo;;;;", "FN:Bo", `ORG:Back\\slash`, "TITLE:Help", "UID;VALUE=text:kith:bo"},
		{"VERSION:4.0", "N:王芳;;;;", "FN:王芳", `ORG:Back\\slash`, "TITLE:Very " + strings.TrimSpace(strings.Repeat("lengthy ", 20)), "UID;VALUE=text:kith:p6"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("contacts %q, want %q", got, want)
	}
	// Who is left out would tell the customer whom we were asked not to contact.
	redacted := text(t, export.Redact(c), export.FormatVCard)
	c.Cards[6].Holders[0].DoNotContact = false
	if got := text(t, export.Redact(c), export.FormatVCard); got != redacted || !strings.Contains(got, "FN:Left") {
		t.Errorf("redacted contacts depend on who is not to be contacted: %q and %q", redacted, got)
	}
}

// FuzzText gives hostile names to every format and reads the results with
// readers that know nothing of the writers.
func FuzzText(f *testing.F) {
	f.Add("p1", "Eva Voss", "Head of <b>", "=1+2")
	f.Add("\x00", "]]>\x01\ufffe", "&amp;\u202e\"'", "--><!--")
	f.Add("a;b", "x\r\nEND:VCARD\r\n", "![x](javascript:y) `code`", "@SUM(A1),\"\n")
	f.Add("a'", `\u0027 OR 1=1`, `\\u0027}] AS x`, `'\'`)
	f.Add("a\xff", strings.Repeat("👩‍💻", 80), "\u0301\u0301", `</data><script>`)
	f.Fuzz(func(t *testing.T, id, name, title, other string) {
		c := export.Chart{
			Title: title, Subtitle: other, AsOf: name, OurName: name, TheirName: other, Footnote: other,
			Findings: []export.Finding{{Text: name}},
			Team:     []export.Member{{ID: id + "m", Name: name, Title: title, Initials: other}},
			Cards: []export.Card{
				{ID: id + "1", Title: title, Holders: []export.Holder{{Name: name, Person: other, Emails: []string{other, name + "@" + other}, Stance: graph.Stance(other), Roles: []graph.Role{graph.Role(name)}, KnownBy: []export.Tie{{Member: id + "m", Band: graph.BandClose}}}}},
				{ID: id + "2", Parent: id + "1", Holders: []export.Holder{{Name: other}}, Title: name, Collapsed: len(name), CollapsedOn: other},
				{ID: id + "3", Parent: id + "2", Occupancy: graph.Occupancy(title), Since: other, Title: name},
			},
			Links: []export.Link{{From: id + "2", To: id + "1", Kind: export.LinkInfluences, Weight: 0.5}},
		}
		checkGraph(t, text(t, c, export.FormatGraphML), 3, 3, "graphml", "graph", "key", "data")
		checkGraph(t, text(t, c, export.FormatGEXF), 3, 3, "gexf", "meta", "description", "graph", "attributes", "attribute", "nodes", "attvalues", "attvalue", "edges")
		checkCypher(t, text(t, c, export.FormatCypher), 3, 3)
		rows, err := csv.NewReader(strings.NewReader(text(t, c, export.FormatCSV))).ReadAll()
		if err != nil || len(rows) != 4 {
			t.Fatalf("CSV: %d rows, error %v", len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Fatalf("CSV: %q may be a formula", cell)
				}
			}
		}
		if got, want := rows[1][4], export.Clean(title); strings.TrimPrefix(got, "'") != strings.TrimPrefix(want, "'") {
			t.Fatalf("CSV: title %q, want %q", got, want)
		}
		for _, contact := range readVCards(t, text(t, c, export.FormatVCard)) {
			for _, line := range contact {
				key, _, _ := strings.Cut(line, ":")
				if !slices.Contains([]string{"VERSION", "N", "FN", "ORG", "TITLE", "EMAIL", "UID;VALUE=text"}, key) || strings.ContainsAny(line, "\r\n") {
					t.Fatalf("vCard: line %q", line)
				}
			}
		}
		checkMarkdown(t, text(t, c, export.FormatMarkdown))
	})
}

// checkGraph fails when a graph in XML is not well-formed, holds other elements than nodes,
// edges and those named, or another number of nodes and edges.
func checkGraph(t *testing.T, s string, nodes, edges int, elements ...string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v", elements[0], err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			switch e.Name.Local {
			case "node":
				nodes--
			case "edge":
				edges--
			default:
				if !slices.Contains(elements, e.Name.Local) {
					t.Fatalf("%s has an element %s", elements[0], e.Name.Local)
				}
			}
		}
	}
	if nodes != 0 || edges != 0 {
		t.Fatalf("%s lacks %d nodes and %d edges", elements[0], nodes, edges)
	}
}

// checkCypher fails when statements, without their literals, are others than those that make
// the nodes and lines, and when a literal could be read in two ways.
func checkCypher(t *testing.T, s string, nodes, edges int) {
	t.Helper()
	if strings.Contains(s, `\u`) {
		t.Fatalf("Cypher: a number of a character in %q", s)
	}
	bare := regexp.MustCompile(`'(?:[^'\\]|\\[\\'])*'`).ReplaceAllString(s, "''")
	lines := strings.Split(strings.TrimSuffix(bare, "\n"), "\n")
	row := regexp.MustCompile(`^  \{node: \d+(, [a-zA-Z]+: (''( \+ '')*|\d+|true))*\},?$`)
	made := regexp.MustCompile(`^UNWIND (\[\d+|\[\[.*\]) ?.*AS row MATCH \(a:ChartCard \{node: row\[0\]\}\), \(b:ChartCard \{node: row\[1\]\}\) CREATE \(a\)-\[l:[A-Z_]+\]->\(b\) SET l.weight = row\[2\];$`)
	for i, line := range lines {
		switch {
		case row.MatchString(line):
			nodes--
		case made.MatchString(line):
			edges -= strings.Count(line, "], [") + 1
		case i == 0 && strings.HasPrefix(line, "CREATE CONSTRAINT chart_card IF NOT EXISTS"), line == "UNWIND [", line == "] AS row CREATE (c:ChartCard) SET c = row;":
		default:
			t.Fatalf("Cypher: line %q", line)
		}
	}
	if nodes != 0 || edges != 0 {
		t.Fatalf("Cypher lacks %d nodes and %d edges: %s", nodes, edges, s)
	}
}

// checkMarkdown fails when a line of an outline begins as none of ours does, or
// holds a character that could be markup.
func checkMarkdown(t *testing.T, s string) {
	t.Helper()
	for line := range strings.Lines(s) {
		body := strings.TrimLeft(strings.TrimSuffix(line, "\n"), " ")
		body = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(body, "## "), "# "), "- ")
		for i := 0; i < len(body); i++ {
			if body[i] == '\\' {
				i++
				continue
			}
			if strings.IndexByte("`*_[]<>&~|!#@", body[i]) >= 0 {
				t.Fatalf("Markdown: %q in %q is not escaped", body[i], line)
			}
		}
		if strings.Contains(body, "://") || strings.Contains(body, "www.") {
			t.Fatalf("Markdown: a link in %q", line)
		}
	}
}
