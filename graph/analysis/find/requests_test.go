package find_test

import (
	"fmt"
	"testing"

	"github.com/kithgraph/kith/graph/analysis"
)

// TestNotAsked: whoever could lead to Julia and must not be asked is named with
// the reason and the record.
func TestNotAsked(t *testing.T) {
	for _, c := range []struct{ name, more, want string }{
		{"asked three times", "intro Ben Okafor -> Gregor Haas via Leo Brandt #i1: 2026-08-12 done=2026-09-02\nintro Ben Okafor -> Zoe Carter via Leo Brandt #i2: 2026-09-02\nintro Ben Okafor -> Bo Lang via Leo Brandt #i3: 2026-10-25",
			"leo-brandt was asked 3 times since 12 Aug 2026 (i3)"},
		{"an open ask", "intro Ben Okafor -> Julia Moreau via Leo Brandt #i1: 2026-08-01 accepted=2026-08-03", "leo-brandt was asked for this on 1 Aug 2026, and the answer is open (i1)"},
		{"must not be contacted", "person Leo Brandt: doNotContact", "leo-brandt must not be contacted (leo-brandt)"},
		{"not towards the target", "excludes Leo Brandt -> Julia Moreau #x1: do-not-ask", "leo-brandt is not to be asked for this (x1)"},
		{"not towards the account", "excludes Leo Brandt -> Brackwell #x1: do-not-ask", "leo-brandt is not to be asked for this (x1)"},
		{"not after a refusal", "intro Ben Okafor -> Julia Moreau via Leo Brandt: 2026-08-01 declined=2026-08-03", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, n := range introductions(t, example(t, c.more), analysis.IntroductionsQuery{Target: "julia-moreau"}).NotAsked {
				got = append(got, fmt.Sprintf("%s %s (%s)", n.Person, n.Reason, n.Record))
			}
			want := []string{"viktor-stahl is a detractor (assess/marek-dvorak/viktor-stahl/account/brackwell)"}
			if c.want != "" {
				want = append([]string{c.want}, want...)
			}
			wantLines(t, "not asked", got, want)
		})
	}
}

// TestRequests tells the life of each introduction to Julia as far as the day.
func TestRequests(t *testing.T) {
	v := example(t, `
intro Ben Okafor -> Julia Moreau via Petra Klein #r1: 2026-01-10 accepted=2026-01-12 made=2026-01-20 done=2026-02-01 outcome="met for lunch"
intro Sofia Lindt -> Julia Moreau via Leo Brandt #r2: 2026-02-10 declined=2026-02-12
intro Sofia Lindt -> Julia Moreau via Zoe Carter #r3: 2026-10-01 accepted=2026-10-02 made=2026-11-20
intro Sofia Lindt -> Julia Moreau via Bo Lang #r4: 2026-10-20
intro Sofia Lindt -> Julia Moreau via Margaret Ashby #r5: 2026-11-01
intro Sofia Lindt -> Julia Moreau via Gregor Haas #r6: 2026-03-01 made=2026-03-05
`)
	rep := introductions(t, v, analysis.IntroductionsQuery{Target: "julia-moreau", Limit: analysis.MaxIntroductions})
	var got []string
	for _, r := range rep.Requests {
		got = append(got, fmt.Sprintf("%s %s %s %v: %s", r.Record, r.Step, r.On, r.Open, r.Sentence))
	}
	wantLines(t, "requests", got, []string{
		"r4 ASKED 2026-10-20 true: Bo Lang was asked on 20 Oct 2026 to introduce Sofia Lindt; no answer yet.",
		"r3 ACCEPTED 2026-10-02 true: Zoe Carter was asked on 1 Oct 2026 to introduce Sofia Lindt; promised on 2 Oct 2026, not made yet.",
		"r6 MADE 2026-03-05 false: Gregor Haas was asked on 1 Mar 2026 to introduce Sofia Lindt; made on 5 Mar 2026, what came of it is not recorded.",
		"r2 DECLINED 2026-02-12 false: Leo Brandt was asked on 10 Feb 2026 to introduce Sofia Lindt; declined on 12 Feb 2026.",
		"r1 DONE 2026-02-01 false: Petra Klein was asked on 10 Jan 2026 to introduce Ben Okafor; done on 1 Feb 2026: met for lunch.",
	})
	for _, in := range rep.Introductions {
		if want := map[string]int{"petra-klein": 1, "gregor-haas": 1}[string(in.Ask)]; in.Made != want {
			t.Errorf("%s made %d introductions, want %d", in.Ask, in.Made, want)
		}
	}
}
