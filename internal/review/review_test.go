package review_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/orgtext"
	"github.com/kithgraph/kith/internal/review"
)

const today = "2026-03-10"

func day(s string) graph.Date { return graph.MustDate(s) }

// editing returns a draft whose new IDs are one more each.
func editing(s *kernel.Snapshot, on string) *draft.Draft {
	n := 0
	return draft.NewDraft(s, day(on), func() string {
		n++
		return fmt.Sprintf("r%d-%05d", s.Revision(), n)
	})
}

// commit returns the snapshot after a draft, which must break no rule, and how it came.
func commit(t testing.TB, d *draft.Draft) (*kernel.Snapshot, graph.Commit) {
	t.Helper()
	rev := d.Base().Revision() + 1
	changes, next, err := d.Check(rev, time.Time{})
	if err != nil {
		t.Fatalf("the draft breaks a rule: %v", err)
	}
	if len(changes) == 0 {
		return d.Base(), graph.Commit{}
	}
	if err := rules.CheckAll(next); err != nil {
		t.Fatalf("the workspace breaks a rule: %v", err)
	}
	return next, graph.Commit{Revision: rev, Changes: changes}
}

// take imports files of a day.
func take(t testing.TB, s *kernel.Snapshot, source, asOf string, files ...importer.File) (*kernel.Snapshot, []graph.Change) {
	t.Helper()
	d := editing(s, today)
	if _, err := importer.Plan(context.Background(), d, files, importer.Options{Source: source, AsOf: day(asOf)}); err != nil {
		t.Fatalf("import of %s: %v", asOf, err)
	}
	next, c := commit(t, d)
	return next, c.Changes
}

// beside returns the changes but for the days of feeds.
func beside(changes []graph.Change) (out []string) {
	for _, c := range changes {
		if c.After == nil || c.After.Kind != graph.NodeFeed {
			out = append(out, fmt.Sprintf("%+v → %+v", c.Before, c.After))
		}
	}
	return out
}

func list(t testing.TB, s *kernel.Snapshot, kinds ...graph.SuggestionKind) []review.Suggestion {
	t.Helper()
	r, err := review.List(view.On(s, day(today)), review.Query{Kinds: kinds, Since: day("2026-01-01"), Limit: review.MaxListed})
	if err != nil {
		t.Fatal(err)
	}
	if r.Total != len(r.Suggestions) {
		t.Fatalf("%d suggestions are listed, total %d", len(r.Suggestions), r.Total)
	}
	return r.Suggestions
}

// lines renders suggestions: kind, confidence, day, sentence.
func lines(list []review.Suggestion) (out []string) {
	for _, x := range list {
		on := "-"
		if x.On != 0 {
			on = x.On.String()
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", draft.SuggestionWord(x.Kind), strings.ToLower(string(x.Confidence)), on, x.Sentence))
	}
	return out
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// dump writes a whole workspace.
func dump(s *kernel.Snapshot) string {
	var b strings.Builder
	for e := range s.Elements() {
		fmt.Fprintf(&b, "%+v\n", e)
	}
	return b.String()
}

// decide carries out a decision and returns the workspace after it, and how it came.
func decide(t testing.TB, s *kernel.Snapshot, x review.Decision) (*kernel.Snapshot, graph.Commit) {
	t.Helper()
	if x.Since == 0 {
		x.Since = day("2026-01-01")
	}
	x.Who = "tess"
	d := editing(s, today)
	if _, err := review.Decide(d, x); err != nil {
		t.Fatalf("Decide(%+v): %v", x, err)
	}
	return commit(t, d)
}

const hubHeader = "Record ID,First Name,Last Name,Email,Job Title,Company Name,Associated Company IDs,LinkedIn URL\n"

// january and february are two exports of one CRM: 501 is not in the second, Ben rose,
// Cy went to Arlton, Flo is new with the title that Cy had; 501 and 506 share a name.
func january() importer.File {
	return importer.Bytes("jan.csv", []byte(hubHeader+
		"501,Ann,Lee,ann.lee@norwick.example,CFO,Norwick,9001,\n"+
		"502,Ben,Okafor,ben@norwick.example,Analyst,Norwick,9001,\n"+
		"503,Cy,Moss,cy@norwick.example,Head of Procurement,Norwick,9001,\n"+
		"504,Dan,Ruiz,dan@arlton.example,CIO,Arlton,9002,\n"+
		"505,Eva,Stone,eva@arlton.example,CEO,Arlton,9002,\n"+
		"506,Ann,Lee,a.lee@norwick.example,CFO,Norwick,9001,\n"))
}

func february() importer.File {
	return importer.Bytes("feb.csv", []byte(hubHeader+
		"502,Ben,Okafor,ben@norwick.example,Head of Finance,Norwick,9001,\n"+
		"503,Cy,Moss,cy@arlton.example,COO,Arlton,9002,\n"+
		"504,Dan,Ruiz,dan@arlton.example,CIO,Arlton,9002,\n"+
		"505,Eva,Stone,eva@arlton.example,CEO,Arlton,9002,\n"+
		"506,Ann,Lee,a.lee@norwick.example,CFO,Norwick,9001,\n"+
		"507,Flo,Hart,flo@norwick.example,Head of Procurement,Norwick,9001,\n"))
}

// exports returns the workspace after both.
func exports(t testing.TB) *kernel.Snapshot {
	s, _ := take(t, kernel.Empty(), "hub", "2026-01-31", january())
	s, _ = take(t, s, "hub", "2026-02-28", february())
	return s
}

// Two exports give who left, came, moved, rose and followed, whatever their order.
func TestTwoExports(t *testing.T) {
	want := []string{
		"duplicate-people low - Ann Lee (CFO at Norwick) and Ann Lee (CFO at Norwick) may be one: one name, and both at Norwick (possible).",
		"leaver medium 2026-02-28 Ann Lee (CFO at Norwick) may have left: the files of hub named them until 31 Jan 2026, and not on 28 Feb 2026.",
		"joiner medium 2026-02-28 Flo Hart (Head of Procurement at Norwick) may be new: the files of hub name them since 28 Feb 2026, and did not on 31 Jan 2026.",
		"move high 2026-02-28 Cy Moss went from Head of Procurement at Norwick to COO at Arlton on 28 Feb 2026.",
		"promotion high 2026-02-28 Ben Okafor rose at Norwick: Head of Finance, until then Analyst, since 28 Feb 2026.",
		"successor medium 2026-02-28 Flo Hart probably followed Cy Moss as Head of Procurement at Norwick.",
	}
	equal(t, "in order", lines(list(t, exports(t))), want)
	if got := list(t, kernel.Empty()); len(got) > 0 {
		t.Errorf("an empty workspace suggests %v", got)
	}
}

// Every suggestion that is accepted does something, and taking that back leaves the
// workspace as it was, byte for byte; the files say afterwards what they said before.
func TestAccept(t *testing.T) {
	s := world(t)
	before := dump(s)
	all := list(t, s)
	kinds := map[graph.SuggestionKind]bool{}
	for _, x := range all {
		kinds[x.Kind] = true
		t.Run(string(x.ID), func(t *testing.T) {
			next, c := decide(t, s, review.Decision{Suggestion: x.ID, Verdict: graph.VerdictAccepted, Note: "so it is"})
			if len(c.Changes) < 2 {
				t.Errorf("accepting %q changes %d facts, want the verdict and what it led to", x.Sentence, len(c.Changes))
			}
			r, err := review.List(view.On(next, day(today)), review.Query{Since: day("2026-01-01")})
			if err != nil {
				t.Fatal(err)
			}
			if slices.ContainsFunc(r.Suggestions, func(y review.Suggestion) bool { return y.ID == x.ID }) {
				t.Errorf("%q is suggested again", x.Sentence)
			}
			if len(r.Decided) != 1 || r.Decided[0].ID != x.ID || r.Decided[0].Verdict != graph.VerdictAccepted || r.Decided[0].Who != "tess" || r.Decided[0].Note != "so it is" || r.Decided[0].On != day(today) || r.Decided[0].Name+r.Decided[0].Mail != "" {
				t.Errorf("decided %+v, want %s accepted by tess", r.Decided, x.ID)
			}
			d := editing(next, today)
			if err := d.Undo(c); err != nil {
				t.Fatal(err)
			}
			if back, _ := commit(t, d); dump(back) != before {
				t.Errorf("after %q was accepted and that undone the workspace is\n%s\nbefore\n%s", x.Sentence, dump(back), before)
			}
		})
	}
	for _, k := range graph.SuggestionKinds() {
		if !kinds[k] {
			t.Errorf("the world suggests nothing of the kind %s", k)
		}
	}
}

// After anything was accepted, the files that led to it change nothing, in any order.
func TestFilesAfterAccepting(t *testing.T) {
	s := exports(t)
	for _, x := range list(t, s) {
		t.Run(string(x.ID), func(t *testing.T) {
			next, _ := decide(t, s, review.Decision{Suggestion: x.ID, Verdict: graph.VerdictAccepted})
			sure := lines(list(t, next))
			for _, again := range []struct {
				asOf string
				file importer.File
			}{{"2026-02-28", february()}, {"2026-01-31", january()}, {"2026-02-28", february()}, {"2026-03-01", february()}} {
				var changes []graph.Change
				if next, changes = take(t, next, "hub", again.asOf, again.file); len(beside(changes)) > 0 {
					t.Errorf("after %q was accepted the file of %s changes %s", x.Sentence, again.asOf, beside(changes)[0])
				}
			}
			equal(t, "after the files came again", lines(list(t, next)), sure)
		})
	}
}

// What was dismissed stays so when the files come again, and comes back when what it
// is about happens anew.
func TestDismiss(t *testing.T) {
	s := exports(t)
	for _, x := range list(t, s) {
		s, _ = decide(t, s, review.Decision{Suggestion: x.ID, Verdict: graph.VerdictDismissed, Note: "no"})
		if slices.ContainsFunc(list(t, s), func(y review.Suggestion) bool { return y.ID == x.ID }) {
			t.Errorf("%q was dismissed and is suggested", x.Sentence)
		}
	}
	if left := list(t, s); len(left) > 0 {
		t.Errorf("all was dismissed, and left is %v", lines(left))
	}
	for _, again := range []string{"2026-02-28", "2026-03-02"} {
		s, _ = take(t, s, "hub", again, february())
	}
	if left := list(t, s); len(left) > 0 {
		t.Errorf("the files again suggest %v", lines(left))
	}
	// Ben is in no file a month later: another matter than what was decided.
	s, _ = take(t, s, "hub", "2026-04-10", importer.Bytes("apr.csv", []byte(strings.ReplaceAll(string(mustRead(t, february())), "502,Ben,Okafor,ben@norwick.example,Head of Finance,Norwick,9001,\n", ""))))
	r, err := review.List(view.On(s, day("2026-04-11")), review.Query{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "after April", lines(r.Suggestions), []string{
		"leaver medium 2026-04-10 Ben Okafor (Head of Finance at Norwick) may have left: the files of hub named them until 2 Mar 2026, and not on 10 Apr 2026.",
	})
	if len(r.Decided) != 6 {
		t.Errorf("%d are remembered, want 6", len(r.Decided))
	}
}

func mustRead(t testing.TB, f importer.File) []byte {
	t.Helper()
	r, err := f.Opener()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var b strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := r.Read(buf)
		b.Write(buf[:n])
		if err != nil {
			return []byte(b.String())
		}
	}
}

// A correction does what it says.
func TestCorrect(t *testing.T) {
	s := world(t)
	of := func(kind graph.SuggestionKind) review.Suggestion {
		t.Helper()
		found := list(t, s, kind)
		if len(found) == 0 {
			t.Fatalf("no suggestion of the kind %s", kind)
		}
		return found[0]
	}
	person := func(s *kernel.Snapshot, key string) graph.ID {
		n, ok := s.ByExternalID(graph.NodePerson, "hub:"+key)
		if !ok {
			t.Fatalf("no contact %s", key)
		}
		return s.NodeID(n)
	}
	// holds renders the holdings of a person: title and days.
	holds := func(s *kernel.Snapshot, p graph.ID) (out []string) {
		n, _ := s.Node(p)
		for _, h := range s.Out(n, graph.EdgeHolds) {
			e := s.EdgeElement(h.Edge())
			out = append(out, fmt.Sprintf("%s %s..%s", s.NodeProps(h.Node()).Text("title"), e.From, e.To))
		}
		slices.Sort(out)
		return out
	}
	correct := func(kind graph.SuggestionKind, c review.Correction) *kernel.Snapshot {
		t.Helper()
		next, _ := decide(t, s, review.Decision{Suggestion: of(kind).ID, Verdict: graph.VerdictCorrected, Correction: c})
		return next
	}
	t.Run("the other stays", func(t *testing.T) {
		x := of(graph.SuggestionDuplicatePeople)
		next := correct(x.Kind, review.Correction{Keep: x.About[1]})
		if _, there := next.Node(x.About[1]); !there {
			t.Errorf("%s is gone, which was to stay", x.About[1])
		}
		if _, there := next.Node(x.About[0]); there {
			t.Errorf("%s is there, which was to go", x.About[0])
		}
	})
	t.Run("left on another day", func(t *testing.T) {
		next := correct(graph.SuggestionLeaver, review.Correction{On: day("2026-02-10")})
		equal(t, "Ann", holds(next, person(s, "501")), []string{"CFO ..2026-02-10"})
	})
	t.Run("came on another day", func(t *testing.T) {
		joiners := list(t, s, graph.SuggestionJoiner)
		if len(joiners) != 2 || joiners[1].About[0] != person(s, "507") {
			t.Fatalf("joiners %v, want Petra and Flo", lines(joiners))
		}
		next, _ := decide(t, s, review.Decision{Suggestion: joiners[1].ID, Verdict: graph.VerdictCorrected, Correction: review.Correction{On: day("2026-02-16")}})
		equal(t, "Flo", holds(next, person(s, "507")), []string{"Head of Procurement 2026-02-16.."})
		equal(t, "who came then", lines(list(t, next, graph.SuggestionJoiner)), lines(joiners[:1]))
	})
	t.Run("moved on another day", func(t *testing.T) {
		next := correct(graph.SuggestionMove, review.Correction{On: day("2026-02-14")})
		equal(t, "Cy", holds(next, person(s, "503")), []string{"COO 2026-02-14..", "Head of Procurement ..2026-02-14"})
		seat := list(t, s, graph.SuggestionMove)[0].About[1]
		v := view.On(next, day("2026-02-14"))
		n, _ := next.Node(seat)
		if o := v.Occupancy(n); o != graph.OccupancyVacant {
			t.Errorf("the seat that Cy left is %s on the day, want vacant", o)
		}
	})
	t.Run("rose on another day", func(t *testing.T) {
		next := correct(graph.SuggestionPromotion, review.Correction{On: day("2026-02-02")})
		seat, _ := next.Node(of(graph.SuggestionPromotion).About[1])
		for on, want := range map[string]string{"2026-02-01": "Analyst", "2026-02-02": "Head of Finance", "2026-03-01": "Head of Finance"} {
			if got := view.On(next, day(on)).Title(seat); got != want {
				t.Errorf("on %s Ben is %s, want %s", on, got, want)
			}
		}
		if got := list(t, next, graph.SuggestionPromotion); len(got) > 0 {
			t.Errorf("Ben rose, and is suggested again: %v", lines(got))
		}
	})
	t.Run("followed on another day", func(t *testing.T) {
		next := correct(graph.SuggestionSuccessor, review.Correction{On: day("2026-03-02")})
		equal(t, "Flo", holds(next, person(s, "507")), []string{"Head of Procurement 2026-03-02.."})
		equal(t, "Cy", holds(next, person(s, "503")), []string{"COO 2026-02-28..", "Head of Procurement ..2026-02-28"})
	})
	t.Run("a stranger with a name and a seat", func(t *testing.T) {
		next := correct(graph.SuggestionStranger, review.Correction{Name: "Nora Vale", Title: "Controller"})
		n := next.ByEmail("nora.vale@norwick.example")
		if len(n) != 1 || next.NodeProps(n[0]).Text("name") != "Nora Vale" {
			t.Fatalf("%d people have the address", len(n))
		}
		equal(t, "Nora", holds(next, next.NodeID(n[0])), []string{"Controller .."})
	})
	t.Run("another of ours asks", func(t *testing.T) {
		next := correct(graph.SuggestionIntroduction, review.Correction{Seeker: "leo-brandt"})
		n := next.Nodes(graph.NodeIntroduction)
		if len(n) != 1 || next.NodeID(next.Out(n[0], graph.EdgeSeeker)[0].Node()) != "leo-brandt" || next.NodeProps(n[0]).Date("asked") != day(today) {
			t.Errorf("%d introductions, want one that Leo Brandt seeks, asked for today", len(n))
		}
	})
}

// A decision about nothing, about what was decided or changed, and with what does not
// belong to it, is refused by rule and id, and nothing is written.
func TestRefused(t *testing.T) {
	s := exports(t)
	all := list(t, s)
	by := map[graph.SuggestionKind]graph.ID{}
	for _, x := range all {
		by[x.Kind] = x.ID
	}
	dismissed, _ := decide(t, s, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictDismissed, Note: "on leave"})
	twin := slices.IndexFunc(all, func(x review.Suggestion) bool { return x.Kind == graph.SuggestionDuplicatePeople })
	merged := editing(s, today)
	if err := merged.MergePeople(all[twin].About[0], all[twin].About[1]); err != nil {
		t.Fatal(err)
	}
	changed, _ := commit(t, merged)
	for name, c := range map[string]struct {
		in   *kernel.Snapshot
		do   review.Decision
		kind error
		rule string
		says string
	}{
		"no id":                        {s, review.Decision{Verdict: graph.VerdictAccepted}, graph.ErrInvalid, "suggestion", "not the id of a suggestion"},
		"an id of something else":      {s, review.Decision{Suggestion: "p-ann", Verdict: graph.VerdictAccepted}, graph.ErrInvalid, "suggestion", "not the id of a suggestion"},
		"an id of nothing":             {s, review.Decision{Suggestion: "leaver-0000000000000000", Verdict: graph.VerdictAccepted}, graph.ErrNotFound, "suggestion", "list them again"},
		"decided before":               {dismissed, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictAccepted}, graph.ErrConflict, "suggestion", "was dismissed by tess on 2026-03-10"},
		"decided the same before":      {dismissed, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictDismissed}, graph.ErrConflict, "suggestion", "was dismissed by tess on 2026-03-10"},
		"the world changed":            {changed, review.Decision{Suggestion: by[graph.SuggestionDuplicatePeople], Verdict: graph.VerdictAccepted}, graph.ErrNotFound, "suggestion", "what it is about may have changed"},
		"a correction of nothing":      {s, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictCorrected}, graph.ErrInvalid, "input", "on"},
		"a part that it does not take": {s, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictCorrected, Correction: review.Correction{Keep: "x"}}, graph.ErrInvalid, "input", "takes on, not keep"},
		"accepted with a part":         {s, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictAccepted, Correction: review.Correction{On: 1}}, graph.ErrInvalid, "input", "only a correction takes on"},
		"a third stays":                {s, review.Decision{Suggestion: by[graph.SuggestionDuplicatePeople], Verdict: graph.VerdictCorrected, Correction: review.Correction{Keep: "x"}}, graph.ErrInvalid, "input", "keep is x"},
		"a seat of nothing":            {s, review.Decision{Suggestion: by[graph.SuggestionSuccessor], Verdict: graph.VerdictCorrected, Correction: review.Correction{Position: "x"}}, graph.ErrNotFound, "exists", "x"},
		"a day of no year":             {s, review.Decision{Suggestion: by[graph.SuggestionJoiner], Verdict: graph.VerdictCorrected, Correction: review.Correction{On: -5}}, graph.ErrInvalid, "value", "outside the years"},
		"a verdict that is none":       {s, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: "MAYBE"}, graph.ErrInvalid, "value", "MAYBE"},
		"since after today":            {s, review.Decision{Suggestion: by[graph.SuggestionLeaver], Verdict: graph.VerdictAccepted, Since: day("2026-05-01")}, graph.ErrInvalid, "query", "after the day of the view"},
	} {
		t.Run(name, func(t *testing.T) {
			d := editing(c.in, today)
			if c.do.Since == 0 {
				c.do.Since = day("2026-01-01")
			}
			c.do.Who = "tess"
			_, err := review.Decide(d, c.do)
			var e *graph.Error
			if !errors.Is(err, c.kind) || !errors.As(err, &e) || e.Rule != c.rule || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Decide(%+v) = %v, want %v of the rule %s that says %q", c.do, err, c.kind, c.rule, c.says)
			}
		})
	}
	for name, q := range map[string]review.Query{
		"a kind that is none": {Kinds: []graph.SuggestionKind{"GOSSIP"}}, "a negative limit": {Limit: -1}, "too many": {Limit: review.MaxListed + 1}, "since after the day": {Since: day("2026-05-01")},
	} {
		if _, err := review.List(view.On(s, day(today)), q); !errors.Is(err, graph.ErrInvalid) {
			t.Errorf("List with %s: %v, want it refused", name, err)
		}
	}
}

// world is a workspace that suggests something of every kind: the two exports, two
// companies that are one, a stranger in the mail, and somebody whom Ann of ours knows
// and who came to an account.
func world(t testing.TB) *kernel.Snapshot {
	t.Helper()
	s := orgtext.MustParse(`
org Us (ours)
  Head of Sales (3 sales): Leo Brandt
    Account Manager (2 sales): Nora Quist
org Brackwell (COMPANY domains=brackwell.example)
  Chief Executive (5 general-management): Tom Fox
    Chief Financial Officer (4 finance): Petra Blum @2026-02-01..
org Brackwell Ltd (COMPANY domains=brackwell.example)
account Brackwell for Brackwell: relation=customer
area ERP for Brackwell: finance 2_500_000 EUR open 2026-12-01
decides Tom Fox -> ERP: decider
Nora Quist -> Petra Blum: trusted by="Nora Quist" 2025-12-01
Petra Blum -> Tom Fox: trusted by="Nora Quist" 2026-02-20
assess Nora Quist -> Petra Blum in ERP: supporter 2026-02-20
met Nora Quist, Petra Blum: meal 2026-02-20
`)
	s, _ = take(t, s, "hub", "2026-01-31", january())
	s, _ = take(t, s, "hub", "2026-02-28", february())
	d := editing(s, today)
	if err := d.Update(organization(t, s, "9001"), graph.NodeOrganization, draft.Patch{"domains": []any{"norwick.example"}}, 0); err != nil {
		t.Fatal(err)
	}
	s, _ = commit(t, d)
	s, _ = take(t, s, "mail", "2026-03-05", importer.Bytes("a.mbox", []byte(message("1", "ben@norwick.example", "nora.vale@norwick.example", "3 Mar 2026")+message("2", "nora.vale@norwick.example", "ben@norwick.example", "4 Mar 2026"))))
	return s
}

func organization(t testing.TB, s *kernel.Snapshot, key string) graph.ID {
	t.Helper()
	n, ok := s.ByExternalID(graph.NodeOrganization, "hub:"+key)
	if !ok {
		t.Fatalf("no company %s", key)
	}
	return s.NodeID(n)
}

func message(id, from, to, on string) string {
	return fmt.Sprintf("From - Tue Jan 20 10:00:00 2026\nFrom: %s\nTo: %s\nDate: %s 10:00:00 +0100\nMessage-ID: <%s>\nSubject: secret\n\nsecret\n\n", from, to, on, id)
}
