package brief_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/export/brief"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/sample"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var base = graph.MustDate("2026-11-02")

// company returns a view of the sample company, edited; an error where the edit
// may not be made.
func company(t *testing.T, edit func(d *draft.Draft)) (*view.View, error) {
	t.Helper()
	d := draft.NewDraft(kernel.Empty(), base, nil)
	if err := sample.Company(d, base); err != nil {
		t.Fatal(err)
	}
	edit(d)
	_, s, err := d.Check(1, base.Time())
	if err != nil {
		return nil, err
	}
	return view.On(s, base), nil
}

// documents returns a handover and two move cards of a view.
func documents(t *testing.T, v *view.View) map[string]*brief.Document {
	t.Helper()
	out := map[string]*brief.Document{}
	h, err := find.Handover(v, analysis.HandoverQuery{Person: "p-ben-okafor"})
	if err != nil {
		t.Fatal(err)
	}
	out["handover"] = brief.Handover(v, h)
	for name, q := range map[string]analysis.MoveCardQuery{"movecard": {Person: "p-marta-keller"}, "vacancy": {Person: "p-irene-castell"}} {
		c, err := find.CardOfMove(v, q)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = brief.MoveCard(v, c)
	}
	return out
}

// handover is a report by hand, with everything that a document of it can say.
func handover() *analysis.HandoverReport {
	day := graph.MustDate
	loss := analysis.Loss{
		Deciders: []graph.ID{"p-oskar-lindqvist"}, People: []graph.ID{"p-callum-reid", "p-oskar-lindqvist", "p-petra-nowak"},
		Areas: []analysis.LostArea{
			{Area: "da-dunmore-signalling", Name: "Signalling renewal", Budget: []analysis.Money{{Currency: "GBP", Amount: 1600000}}},
			{Area: "da-dunmore-control", Name: "Control centre upgrade"},
		},
		RevenueExposed: []analysis.Money{{Currency: "EUR", Amount: 999.5}, {Currency: "GBP", Amount: 12000}},
	}
	return &analysis.HandoverReport{
		Envelope: analysis.Envelope{
			AsOf: base, Revision: 7, ValidUntil: day("2026-11-12"),
			DataIssues: []analysis.DataIssue{
				{Issue: "no-user", Text: "no user is recorded", Count: 2, IDs: []graph.ID{"da-dunmore-signalling", "da-dunmore-control"}},
				{Issue: "cycle", Text: "a cycle", Count: 30, IDs: []graph.ID{"s-1"}},
			},
		},
		Event: "handover:holds-1", Person: "p-ben-okafor", Name: "Ben Okafor", Sentence: "Ben Okafor leaves.",
		Accounts: []analysis.AccountHandover{{
			Account: "a-dunmore", Name: "Dunmore Rail", Level: graph.SeverityS1, Sentence: "Three ties are his alone.",
			Ties: []analysis.HandoverTie{
				{
					Tie:  analysis.Tie{From: "p-ben-okafor", To: "p-oskar-lindqvist", Band: graph.BandClose, LastContact: day("2026-10-13"), LastRecord: "i-1", Stated: &analysis.Stated{Record: "knows-1"}},
					Name: "Oskar Lindqvist", Parts: []analysis.Part{{Area: "da-dunmore-signalling", Name: "Signalling renewal", Role: graph.RoleDecider, Record: "part-1"}},
					Exclusive: true, Remedy: &analysis.Remedy{Text: "make Tomasz Wilk the counterpart", Owner: "p-tomasz-wilk"},
				},
				{
					Tie:  analysis.Tie{From: "p-ben-okafor", To: "p-petra-nowak", Band: graph.BandWorking, Cooling: true, LastRecord: "i-2"},
					Name: "Petra Nowak", Parts: []analysis.Part{{Role: graph.RoleSignOff, Record: "as-1", Opinion: true}, {Role: graph.RoleUser, Record: "as-1"}},
					SecondBest: &analysis.SecondBest{Target: "p-petra-nowak", Owner: "p-noor-haddad", Band: graph.BandAcquainted},
				},
				{Tie: analysis.Tie{From: "p-ben-okafor", To: "p-callum-reid", Band: graph.BandStrong, Unverified: true}, Name: "Callum Reid"},
			},
			Pairings: []analysis.HandoverPairing{{Record: "pair-1", Name: "Oskar Lindqvist", Cadence: 30, Proposed: "p-tomasz-wilk"}, {Record: "pair-2", Name: "Petra Nowak"}},
			Promises: []analysis.OpenPromise{
				{Record: "c-1", Text: "test protocol", MadeBy: []graph.ID{"p-ben-okafor"}, MadeTo: []graph.ID{"p-oskar-lindqvist", "p-petra-nowak"}, Due: day("2026-10-28"), Overdue: true, Moved: 1},
				{Record: "c-2", Text: "access", Due: day("2026-11-22"), Moved: 2}, {Record: "c-3", Text: "no day"},
			},
			Lost:            loss,
			BadMoments:      []analysis.MomentFlag{{Kind: analysis.MomentRenewal, Text: "the renewal is due", Record: "a-dunmore", On: day("2027-01-26")}},
			ReasonsToChange: []analysis.MomentFlag{{Kind: analysis.MomentNobody, Text: "met nobody new", Record: "i-1"}},
		}},
	}
}

// moveCard is a card by hand, with everything that a document of it can say.
func moveCard() *analysis.MoveCardReport {
	day := graph.MustDate
	return &analysis.MoveCardReport{
		Envelope: analysis.Envelope{AsOf: base, Revision: 7},
		Event:    "move:holds-1>holds-2", Sentence: "Marta Keller went from Brackwell Foods to Helvar Energy.",
		Move:         analysis.Move{Person: "p-marta-keller", Name: "Marta Keller", Ended: []analysis.MoveSeat{{Record: "holds-1"}}, Began: []analysis.MoveSeat{{Record: "holds-2"}}},
		Kept:         []analysis.KeptTie{{Tie: analysis.Tie{From: "p-sofia-lindt", Band: graph.BandClose, LastRecord: "i-1"}, Name: "Sofia Lindt"}},
		Congratulate: "p-sofia-lindt", Joined: "a-helvar", Left: "a-brackwell",
		Stance: graph.StanceUnknown, StanceBefore: graph.StanceChampion, StanceRecord: "as-1",
		Neighbours: []analysis.Neighbour{
			{Person: "p-pekka-niemi", Name: "Pekka Niemi", Relation: analysis.RelationBoss, Implied: 1, Parts: []analysis.Part{{Name: "Grid", Role: graph.RoleDecider, Record: "part-1"}}},
			{Person: "p-sanna-koskela", Name: "Sanna Koskela", Relation: analysis.RelationPeer, Implied: 0.01, Tied: true},
		},
		Gained:   []analysis.Gain{{Person: "p-pekka-niemi", Name: "Pekka Niemi", Deciding: true, Parts: []analysis.Part{{Name: "Grid", Role: graph.RoleDecider, Record: "part-1"}}}, {Person: "p-hugo-ilic", Name: "Hugo Ilic"}},
		Lost:     analysis.Loss{People: []graph.ID{"p-leo-brandt"}},
		Opened:   []analysis.Finding{{Rule: analysis.RuleDeciderThin, Severity: graph.SeverityS2, Sentence: "Nobody knows Samir Haddad.", Reasons: []analysis.Reason{{Record: "f-1"}, {}, {Record: "f-2"}}}},
		Acting:   []graph.ID{"p-gregor-haas"},
		Promises: []analysis.OpenPromise{{Record: "c-1", Text: "a plan", MadeBy: []graph.ID{"p-marta-keller"}}},
		AskUntil: day("2026-10-18"),
		Recover: []analysis.RecoverStep{
			{Person: "p-greta-olsson", Name: "Greta Olsson", Why: "sits where Marta Keller sat", Ask: "p-marta-keller", Remedy: &analysis.Remedy{Text: "make Anja Petersen the counterpart"}},
			{Person: "p-leo-brandt", Name: "Leo Brandt", Why: "nothing else led to them"},
		},
	}
}

// TestGolden holds the documents of reports made by hand.
func TestGolden(t *testing.T) {
	v, err := company(t, func(*draft.Draft) {})
	if err != nil {
		t.Fatal(err)
	}
	gone, stranger := handover(), &analysis.MoveCardReport{Event: "move:>holds-1", Sentence: "Kim Lee joined.", Empty: true, Stance: graph.StanceUnknown, StanceBefore: graph.StanceUnknown}
	gone.Gone, gone.Accounts[0].Ties = true, nil
	stranger.Move.Name, stranger.AsOf = "Kim Lee", base
	for name, d := range map[string]*brief.Document{
		"handover": brief.Handover(v, handover()), "gone": brief.Handover(v, gone),
		"movecard": brief.MoveCard(v, moveCard()), "stranger": brief.MoveCard(v, stranger),
	} {
		for ext, got := range map[string][]byte{".md": d.Markdown(), ".html": d.HTML()} {
			file := filepath.Join("testdata", name+ext)
			if *update {
				if err := os.WriteFile(file, got, 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs; run go test -update and read it", file)
			}
		}
	}
}

// hostile are names that would be something else than a name in Markdown or HTML.
var hostile = []string{
	`<script>alert(1)</script>`, `</h1><img src=x onerror=alert(1)>`, `"><a href="javascript:alert(1)">x</a>`,
	`[x](javascript:alert(1))`, `![x](http://h.example/x.png)`, `a | b | c`, "`code` ``x``", `**bold** _it_ ~~no~~`,
	"two\nlines", "x\r\n\r\n# heading", "\x00# heading", "- item", "1. item", "12) item", "+ item", "=====", "---", "> quote",
	`&lt;b&gt; &#x3C;`, `https://h.example/?a=b`, `WWW.h.example`, `a@h.example`, "a\u202Eb\u2066c\u200Fd", `$x$ \ #1 !`, "    code", "\xff\xfe",
	"{{.Title}}", "]]>", "<!--", "\u2028x", "ZW\u200DJ",
}

// TestHostileText holds that whatever somebody is called or has promised, the
// documents have the same shape as for anybody else, and say it.
func TestHostileText(t *testing.T) {
	name := func(d *draft.Draft, text string) {
		for _, id := range []graph.ID{"p-ben-okafor", "p-marta-keller", "p-oskar-lindqvist", "p-pekka-niemi", "p-irene-castell"} {
			must(t, draft.Edit(d, id, func(p *graph.Person) { p.Name = text }))
		}
		must(t, draft.Edit(d, "a-dunmore", func(a *graph.Account) { a.Name = text }))
		must(t, draft.Edit(d, "da-dunmore-signalling", func(a *graph.DecisionArea) { a.Name = text }))
	}
	promise := func(d *draft.Draft, text string) {
		must(t, draft.Edit(d, "c-05-signalling-test-protocol", func(c *graph.Commitment) { c.Text = text }))
		odd := d.Add(graph.Commitment{Node: graph.Node{ID: "c`|\\<b>*"}, Text: text, Promised: base})
		d.Add(graph.PromisedBy{Edge: graph.Edge{ID: "odd-by", Src: odd, Dst: "p-ben-okafor"}})
		d.Add(graph.PromisedTo{Edge: graph.Edge{ID: "odd-to", Src: odd, Dst: "p-petra-nowak"}})
	}
	for _, c := range []struct {
		where    string
		put      func(d *draft.Draft, text string)
		said     []string // the documents that say it
		recorded int      // how many such texts can be recorded there; the rules refuse the others
	}{
		{"name", name, []string{"handover", "movecard", "vacancy"}, len(hostile) - 4},
		{"promise", promise, []string{"handover"}, len(hostile) - 1},
	} {
		t.Run(c.where, func(t *testing.T) {
			shapes, recorded := map[string]string{}, -1
			for _, text := range append([]string{"Somebody Else"}, hostile...) {
				v, err := company(t, func(d *draft.Draft) { c.put(d, text) })
				if err != nil {
					continue
				}
				recorded++
				for kind, d := range documents(t, v) {
					html, shown := parse(t, d.HTML())
					shape := html + shapeOf(t, d.Markdown())
					if recorded == 0 {
						shapes[kind] = shape
					} else if shape != shapes[kind] {
						t.Errorf("%q changes the shape of the %s", text, kind)
					}
					if want := visible(text); slices.Contains(c.said, kind) && !strings.Contains(shown, want) {
						t.Errorf("the page of the %s does not say %q", kind, want)
					}
				}
			}
			if recorded != c.recorded {
				t.Errorf("%d hostile texts were recorded, want %d", recorded, c.recorded)
			}
		})
	}
}

var (
	codeSpan = regexp.MustCompile("`[^`]*`")
	escaped  = regexp.MustCompile(`\\[!-/:-@\[-` + "`" + `{-~]`)
	opening  = regexp.MustCompile(`^(#+ |- |\| )?`)
	markup   = regexp.MustCompile("[`*_<>\\[\\]~$&@#!\\\\]|://|(?i:www\\.)")
	block    = regexp.MustCompile(`^ |^[-+=]|^[0-9]+[.)]`)
)

// shapeOf returns how each line of Markdown begins and how many cells it has. It
// fails where anything in a line could be markup.
func shapeOf(t *testing.T, md []byte) string {
	t.Helper()
	var shape strings.Builder
	for _, l := range strings.Split(string(md), "\n") {
		bare := codeSpan.ReplaceAllString(escaped.ReplaceAllString(l, "E"), "C")
		begin := opening.FindString(bare)
		fmt.Fprintf(&shape, "%s%d\n", begin, strings.Count(bare, "|"))
		rest := strings.TrimPrefix(bare, begin)
		if m := markup.FindString(rest); m != "" {
			t.Errorf("%q is markup in %s", m, l)
		}
		if begin != "| " && block.MatchString(rest) {
			t.Errorf("a block begins in %s", l)
		}
	}
	return shape.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// visible is what a page shows of a name, worked out another way than it does.
func visible(name string) string {
	name = regexp.MustCompile(`[\p{Cf}\x00]`).ReplaceAllStringFunc(strings.ToValidUTF8(name, ""), func(s string) string {
		if s == "\u200D" || s == "\u200C" {
			return s
		}
		return ""
	})
	return strings.Join(strings.Fields(name), " ")
}

// parse reads a page as XML, and returns its elements and its text. It fails for
// an element or attribute that the pages do not have.
func parse(t *testing.T, page []byte) (elements, text string) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(page))
	var b, all strings.Builder
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return all.String(), b.String()
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, page)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			all.WriteString(tok.Name.Local + " ")
			if !slices.Contains(strings.Fields("html head meta title style body main h1 h2 h3 p ul li table thead tbody tr th td bdi code"), tok.Name.Local) {
				t.Errorf("an element %s", tok.Name.Local)
			}
			for _, a := range tok.Attr {
				if !slices.Contains(strings.Fields("lang charset name content http-equiv scope"), a.Name.Local) {
					t.Errorf("an attribute %s=%q", a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			b.Write(tok)
		case xml.Comment, xml.ProcInst:
			t.Errorf("there is %q", tok)
		}
	}
}
