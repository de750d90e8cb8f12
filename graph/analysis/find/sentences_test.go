package find_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/internal/prose"
	"github.com/kithgraph/kith/internal/soak"
)

// texts calls f with every text of a report that is read: all with a space in it.
func texts(v reflect.Value, f func(string)) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); strings.Contains(s, " ") {
			f(s)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			texts(v.Elem(), f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				texts(v.Field(i), f)
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), f)
		}
	}
}

// soundly demands of one report that its texts read well and contradict nothing
// that it says itself.
func soundly(t *testing.T, where string, part any) (read int) {
	t.Helper()
	texts(reflect.ValueOf(part), func(s string) {
		read++
		if slip := prose.Slip(s); slip != "" {
			t.Errorf("%s: %q in %q", where, slip, s)
		}
	})
	rep, is := part.(*analysis.CoverageReport)
	if !is {
		return read
	}
	people := map[graph.ID]analysis.CoveredPerson{}
	deciding := false
	for _, p := range rep.People {
		people[p.Person] = p
		deciding = deciding || slices.ContainsFunc(p.Parts, func(x analysis.Part) bool { return x.Role == graph.RoleDecider })
	}
	if strings.Contains(rep.Sentence, "nothing to look at") && (deciding || slices.ContainsFunc(rep.Findings, func(f analysis.Finding) bool {
		return f.Rule == analysis.RuleDeciderDark || f.Rule == analysis.RuleDeciderThin
	})) {
		t.Errorf("%s: %q beside somebody who decides", where, rep.Sentence)
	}
	if strings.Contains(rep.Sentence, "Nobody of ours has a working tie") != (rep.Shape.Ties == 0 && len(rep.People) > 0) {
		t.Errorf("%s: %q with %d ties", where, rep.Sentence, rep.Shape.Ties)
	}
	for _, x := range rep.DataIssues {
		if x.Issue == "areas-unknown" && strings.Contains(x.Text, "nothing to look at") && deciding {
			t.Errorf("%s: %q beside somebody who decides", where, x.Text)
		}
	}
	for _, f := range rep.Findings {
		p, about := people[f.Subjects[0]]
		if !about {
			continue
		}
		if strings.Contains(f.Sentence, "no contact is on record") && p.LastContact != 0 && f.Rule != analysis.RulePairingAsleep {
			t.Errorf("%s: %q, and the last contact was on %s", where, f.Sentence, p.LastContact)
		}
		if none := strings.Contains(f.Sentence, "nobody of ours has a working tie to them"); none && p.Depth > 0 {
			t.Errorf("%s: %q, and %d have", where, f.Sentence, p.Depth)
		}
		if strings.Contains(f.Sentence, "nobody of ours reaches them") && p.Reached {
			t.Errorf("%s: %q, and they are reached", where, f.Sentence)
		}
	}
	return read
}

// TestSentencesOfRandomWorlds reads everything that is said of random worlds.
func TestSentencesOfRandomWorlds(t *testing.T) {
	t.Parallel()
	read := 0
	n := soak.Times(20, 240)
	for seed := range uint64(n) {
		for _, w := range []*world{newWorld(seed), newBurdenedWorld(seed)} {
			w.ask(t, w.snapshot(t, false)).each(func(name string, part any, _ *analysis.Envelope) { read += soundly(t, name, part) })
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	}
	if read < 80*n {
		t.Errorf("only %d texts read", read)
	}
}

// TestWhoDecidesByOpinion: where somebody decides in a colleague's judgement alone
// and no decision is recorded, nothing says that there was nobody to look at.
func TestWhoDecidesByOpinion(t *testing.T) {
	rep := coverage(t, parse(t, `
org Us (ours)
  Seller (4 sales): Ann Ours
org Acme
  Chief Financial Officer (4 finance): Cy Boss
    Head of IT (3 it): Ben Theirs
account Acme for Acme: key
assess Ann Ours -> Cy Boss in Acme: neutral roles=decider 2026-10-20
`), "account/acme")
	wantLines(t, "findings", fired(rep.Findings), []string{"G1 S2 cy-boss", "G3 S3 cy-boss"})
	soundly(t, "coverage", rep)
	if want := "Nobody of ours has a working tie to any of the 2 people recorded at Acme. We have none to the only person who decides or approves. No open decision is recorded; who decides is a colleague's judgement."; rep.Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Sentence, want)
	}
	if want := "Around Cy Boss (boss, peers, reports) we have no working tie to the only person, Ben Theirs."; rep.Findings[1].Sentence != want {
		t.Errorf("sentence = %q, want %q", rep.Findings[1].Sentence, want)
	}
}
