package export_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

// What may stay in a redacted chart, and what must not. A field in neither list
// fails TestEveryFieldIsJudged.
var (
	harmless = map[string][]string{
		"Chart":  {"AsOf", "OurName", "TheirName", "Elsewhere", "Redacted", "Cards", "Links", "Team"},
		"Card":   {"ID", "Parent", "Title", "Level", "Occupancy", "Since", "Holders", "Assistant", "Unplaced", "PairedWith", "Between", "Collapsed", "CollapsedOn", "ContinuedFrom", "headless", "seat"},
		"Holder": {"Person", "Name", "PairedWith", "Change"},
		"Link":   {"From", "To", "Kind"},
		"Member": {"ID", "Parent", "Name", "Title", "Initials"},
	}
	sensitive = map[string][]string{
		"Chart":  {"Title", "Name", "Subtitle", "Decision", "Stats", "Findings", "Footnote", "shown", "key"},
		"Card":   {"Marked", "Roles", "Expected"},
		"Holder": {"Stance", "Roles", "Key", "KnownBy", "Emails", "SingleThreaded", "SinglePoint", "Was", "DoNotContact"},
		"Link":   {"Weight", "FromPerson", "ToPerson"},
		"Member": {"SinglePoint"},
	}
)

func TestEveryFieldIsJudged(t *testing.T) {
	for _, v := range []any{export.Chart{}, export.Card{}, export.Holder{}, export.Link{}, export.Member{}} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			name := typ.Field(i).Name
			if slices.Contains(harmless[typ.Name()], name) == slices.Contains(sensitive[typ.Name()], name) {
				t.Errorf("%s.%s: say here whether a customer may see it", typ.Name(), name)
			}
		}
	}
}

// blab fills in everything that a customer must not see, differently for each
// seed. Every text holds the word "hush".
func blab(c export.Chart, seed uint64) export.Chart {
	r := rand.New(rand.NewPCG(seed, 3))
	word := func() string { return fmt.Sprintf("hush %d", r.IntN(1000)) }
	c.Title, c.Subtitle, c.Footnote = word(), word(), word()
	c.Stats = []export.Stat{{Value: word(), Label: word()}}[:r.IntN(2)]
	c.Findings = []export.Finding{{Text: word(), Warn: true}, {Text: word()}}[:r.IntN(3)]
	c.Cards, c.Links, c.Team = slices.Clone(c.Cards), slices.Clone(c.Links), slices.Clone(c.Team)
	for i := range c.Cards {
		k := &c.Cards[i]
		k.Marked = r.IntN(2) == 0
		k.Holders = slices.Clone(k.Holders)
		for n := range k.Holders {
			h := &k.Holders[n]
			h.Stance = append(graph.Stances(), "")[r.IntN(7)]
			h.Roles = graph.Roles()[r.IntN(5):][:r.IntN(5)]
			h.Key, h.SingleThreaded, h.SinglePoint, h.DoNotContact = r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0, r.IntN(2) == 0
			h.Emails = []string{word()}
			h.KnownBy = nil
			for range r.IntN(4) {
				h.KnownBy = append(h.KnownBy, export.Tie{Member: c.Team[r.IntN(len(c.Team))].ID, Band: graph.Bands()[r.IntN(5)]})
			}
			if h.Change != "" {
				h.Was = word()
			} else if r.IntN(4) == 0 {
				h.Change, h.Was = export.ChangeRelabelled, word()
			}
		}
	}
	for i := range c.Links {
		c.Links[i].Weight = r.Float64()
	}
	for range r.IntN(6) { // anywhere among the lines that stay
		kind := []export.LinkKind{export.LinkInfluences, export.LinkConflict, export.LinkKnows}[r.IntN(3)]
		at := r.IntN(len(c.Links) + 1)
		c.Links = slices.Insert(c.Links, at, export.Link{From: c.Cards[r.IntN(len(c.Cards))].ID, To: c.Cards[r.IntN(len(c.Cards))].ID, Kind: kind, Weight: r.Float64()})
	}
	for i := range c.Team {
		c.Team[i].SinglePoint = r.IntN(2) == 0
	}
	for i := range r.IntN(3) { // our people whom only a tie brings here
		id := fmt.Sprint("hush ", i)
		c.Team = slices.Insert(c.Team, r.IntN(len(c.Team)+1), export.Member{ID: id, Name: word()})
		for n := range c.Cards[0].Holders {
			h := &c.Cards[0].Holders[n]
			h.KnownBy = append(h.KnownBy, export.Tie{Member: id, Band: graph.BandClose})
		}
	}
	return c
}

// openChart is a random chart of what a customer may see.
func openChart(seed uint64, n int) export.Chart {
	r := rand.New(rand.NewPCG(seed, 8))
	c := export.Redact(randomChart(seed, n))
	c.Redacted, c.TheirName, c.OurName, c.AsOf = false, "Them", "Us", "1 Mar 2026"
	c.Team = []export.Member{{ID: "a", Name: "Ann"}, {ID: "b", Name: "Bo", Parent: "a"}, {ID: "c", Name: "Cy"}}
	for i := range c.Cards {
		k := &c.Cards[i]
		k.Level = r.IntN(6)
		if r.IntN(8) == 0 {
			k.PairedWith = []string{c.Team[r.IntN(2)].ID}
		}
		for r.IntN(3) == 0 { // a seat that several share
			k.Holders = append(k.Holders, export.Holder{Name: fmt.Sprint("Holder ", r.IntN(1000))})
		}
		for n := range k.Holders {
			h := &k.Holders[n]
			h.Person = fmt.Sprint("person ", r.IntN(2*n+40))
			if r.IntN(9) == 0 {
				h.Change = []export.Change{export.ChangeJoined, export.ChangeLeft, export.ChangeMoved}[r.IntN(3)]
			}
			if r.IntN(8) == 0 {
				h.PairedWith = []string{c.Team[r.IntN(2)].ID}
			}
		}
		k.Collapsed = max(0, r.IntN(12)-8)
	}
	for range 4 {
		c.Links = append(c.Links, export.Link{From: c.Cards[r.IntN(n)].ID, To: c.Cards[r.IntN(n)].ID, Kind: export.LinkAlsoReports})
	}
	return c
}

// labelWords are the words by which a picture names what a customer must not
// see.
var labelWords = []string{
	"Champion", "Supporter", "Neutral", "Sceptic", "Detractor", "Stance", "stance", "champions", "detractors",
	"Decider", "Approver", "Veto", "Sign-off", "Buyer", "User", "Influencer", "Gatekeeper", "Initiator", "Informed",
	"influence", "conflict", "opposes", "knows", "Knows", "known by", "Known by", "contact", "Key person", "key person",
	"Single", "single", "re-labelled", "close", "strong", "working", "acquainted", "Relationship", "hush",
}

// TestRedactedPicturesDependOnNothingSensitive renders, for two charts that
// differ in nothing but what is sensitive, every diagram, profile and page, and
// every other form, and wants the same bytes without a word of it.
func TestRedactedPicturesDependOnNothingSensitive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 90).Draw(t, "n")
		open := openChart(rapid.Uint64().Draw(t, "seed"), n)
		// The titles of randomChart hold no label word.
		a, b := blab(open, rapid.Uint64().Draw(t, "a")), blab(open, rapid.Uint64().Draw(t, "b"))
		o := export.Options{
			Diagram: rapid.SampledFrom(export.Diagrams()).Draw(t, "diagram"), Page: rapid.SampledFrom(export.Pages()).Draw(t, "page"),
			Profile: rapid.SampledFrom(export.Profiles()).Draw(t, "profile"), CardURL: cardURL, Redacted: true,
			MaxCards: rapid.SampledFrom([]int{0, 10, 40}).Draw(t, "most"),
		}
		if rapid.Bool().Draw(t, "focus") {
			o.Focus = []string{open.Cards[n/2].ID}
		}
		ra, errA := export.Render(context.Background(), a, o)
		rb, errB := export.Render(context.Background(), b, o)
		if o.Diagram == export.DiagramNetwork {
			if !errors.Is(errA, graph.ErrInvalid) || !errors.Is(errB, graph.ErrInvalid) {
				t.Fatalf("a redacted NETWORK: %v and %v, want %v", errA, errB, graph.ErrInvalid)
			}
			return
		}
		if errA != nil || errB != nil {
			t.Fatalf("errors %v and %v", errA, errB)
		}
		if !reflect.DeepEqual(ra, rb) {
			t.Fatalf("%+v: the pictures differ", o)
		}
		checkUntold(t, string(o.Diagram), ra.SVG)
	})
}

// checkUntold fails when a file names what a customer must not see.
func checkUntold(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, file []byte) {
	t.Helper()
	for _, word := range labelWords {
		if i := bytes.Index(file, []byte(word)); i >= 0 {
			t.Errorf("%s says %q: …%s…", what, word, excerpt(file, i))
			return
		}
	}
}

func TestRedactedPages(t *testing.T) {
	open := openChart(5, 200)
	a := pagesOf(t, blab(open, 1), export.Options{Redacted: true})
	b := pagesOf(t, blab(open, 2), export.Options{Redacted: true})
	if !reflect.DeepEqual(a, b) || len(a) < 4 {
		t.Errorf("%d and %d pages, which differ", len(a), len(b))
	}
	for _, r := range a {
		checkUntold(t, "a page", r.SVG)
	}
}

// TestRedactedDiff holds the same for what changed between two days.
func TestRedactedDiff(t *testing.T) {
	for seed := range uint64(20) {
		before, after := openChart(seed, 40), openChart(seed+100, 45)
		var want []byte
		for k := range uint64(3) {
			d := export.Diff(blab(before, k), blab(after, k+50))
			r := render(t, d, export.Options{Diagram: export.DiagramDiff, Redacted: true})
			checkUntold(t, "DIFF", r.SVG)
			if k == 0 {
				want = r.SVG
			} else if !bytes.Equal(r.SVG, want) {
				t.Fatalf("seed %d: the pictures differ", seed)
			}
		}
	}
}

// TestRedactKeeps holds what is left for the customer to see.
func TestRedactKeeps(t *testing.T) {
	c := meridian(t)
	c.Cards[2].PairedWith = []string{"EV"}
	r := render(t, c, export.Options{Redacted: true, Profile: export.ProfileWeb})
	svg := string(r.SVG)
	for _, want := range []string{"Meridian Foods SE — organisation chart", ">59</text>", "as of 22 Nov 2026", "Vacant since Mar 2026", "<title>Marc-Olivier Tessier, Chief Financial Officer. Paired with EV.</title>", "also reports to"} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(svg, "data-id") {
		t.Error("a redacted picture has ids of ours")
	}
	pair := string(render(t, c, export.Options{Redacted: true, Diagram: export.DiagramPair}).SVG)
	for _, want := range []string{"who faces whom", "Eva Voss", ">paired</text>", "1 of our people (Kestrel Systems)"} {
		if !strings.Contains(pair, want) {
			t.Errorf("PAIR: no %q", want)
		}
	}
	if strings.Contains(pair, "Anselm") {
		t.Error("PAIR names one of ours who is paired with nobody")
	}
	once := export.Redact(c)
	if again := export.Redact(once); !reflect.DeepEqual(again, once) {
		t.Error("redacting twice gives another chart")
	}
}
