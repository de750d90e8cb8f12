package find_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func influence(t testing.TB, v *view.View, account graph.ID) *analysis.InfluenceReport {
	t.Helper()
	rep, err := find.Influence(v, analysis.InfluenceQuery{Account: account, Limit: analysis.MaxInfluencers, Brokers: true})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, rep.Envelope, v)
	areas := rep.Areas
	if rep.Overall != nil {
		areas = append(slices.Clone(areas), *rep.Overall)
	}
	for _, a := range areas {
		if a.Sentence == "" {
			t.Errorf("%s has no sentence", a.Name)
		}
		if a.Undecided {
			continue
		}
		var people, stances float64
		for _, p := range a.People {
			people += p.Influence
			if math.Abs(p.Decides+p.Heard-p.Influence) > 2e-6 {
				t.Errorf("%s: %s has %v, of which %v and %v", a.Name, p.Person, p.Influence, p.Decides, p.Heard)
			}
		}
		for _, s := range a.ByStance {
			stances += s.Share
		}
		if len(a.People) != a.Total || math.Abs(people-1) > 1e-4 || math.Abs(stances-1) > 1e-4 {
			t.Errorf("%s: %d people share %v and the stances %v, want %d and 1", a.Name, len(a.People), people, stances, a.Total)
		}
	}
	return rep
}

func influencers(a *analysis.AreaInfluence) (out []string) {
	for _, p := range a.People {
		out = append(out, fmt.Sprintf("%d %s %.4f decides %.4f %s", p.Rank, p.Person, p.Influence, p.Decides, p.Stance))
	}
	return out
}

// TestExampleInfluence: Julia decides ERP and hears Viktor (0.6, stated) and
// Margaret, who approves (0.3); Viktor hears Julia, his boss (0.3). With d = ½
// Julia keeps 1 − .3 − .15 = .55 of her view, Viktor .85 of his. Views that come
// to Julia: y = 1 + .15·(.3·y) = 1/.955, so that she has .55/.955, Viktor
// .3·.85/.955 and Margaret .15/.955.
func TestExampleInfluence(t *testing.T) {
	rep := influence(t, example(t, ""), brackwell)
	erp, logistics, renewal := &rep.Areas[0], &rep.Areas[1], &rep.Areas[2]
	wantLines(t, "ERP", influencers(erp), []string{
		"1 julia-moreau 0.5759 decides 0.5500 UNKNOWN",
		"2 viktor-stahl 0.2670 decides 0.0000 DETRACTOR",
		"3 margaret-ashby 0.1571 decides 0.0000 UNKNOWN",
	})
	wantLines(t, "Renewal", influencers(renewal), []string{ // Margaret is the boss
		"1 samir-haddad 0.8500 decides 0.8500 UNKNOWN",
		"2 margaret-ashby 0.1500 decides 0.0000 UNKNOWN",
	})
	wantLines(t, "Logistics", influencers(logistics), []string{ // y = 1/(1 − .15·.15)
		"1 johanna-berg 0.7161 decides 0.7000 UNKNOWN",
		"2 margaret-ashby 0.1535 decides 0.0000 UNKNOWN", // her place holds at d = .3 and .7 too
		"3 petra-klein 0.1304 decides 0.0000 SUPPORTER",
	})
	if got := []float64{erp.Weight, logistics.Weight, renewal.Weight}; !rep.Overall.ByBudget || math.Abs(got[0]-2.5/8.5) > 1e-6 || math.Abs(got[2]-4/8.5) > 1e-6 {
		t.Errorf("weights %v, want 2.5, 2 and 4 of 8.5M", got)
	}
	if p := rep.Overall.People[0]; p.Person != "samir-haddad" || math.Abs(p.Influence-.85*4/8.5) > 1e-6 {
		t.Errorf("overall %+v, want Samir first with .4", p)
	}
	if math.Abs(erp.Against-.2670) > 1e-4 || erp.For != 0 || math.Abs(erp.Unknown-.7330) > 1e-4 || math.Abs(erp.Best-.4660) > 1e-4 || erp.Worst != -1 {
		t.Errorf("ERP for %v, against %v, unknown %v, best %v, worst %v", erp.For, erp.Against, erp.Unknown, erp.Best, erp.Worst)
	}
	viktor := erp.People[1]
	if len(viktor.HeardBy) != 1 || viktor.HeardBy[0].Person != "julia-moreau" || viktor.HeardBy[0].Via != analysis.SwayStated || viktor.HeardBy[0].Weight != .6 {
		t.Errorf("Viktor is heard by %+v", viktor.HeardBy)
	}
	var levers []string
	for _, l := range erp.Levers {
		levers = append(levers, fmt.Sprintf("%d %s %s %.4f", l.Rank, l.Act, l.Person, l.Swing))
	}
	wantLines(t, "levers", levers, []string{
		"1 LEARN julia-moreau 1.1518", "2 CONVERT viktor-stahl 0.5340", "3 LEARN margaret-ashby 0.3141",
	})
	if l := erp.Levers[1]; math.Abs(l.ToNeutral-.2670) > 1e-4 || !slices.Equal(l.Owners, []graph.ID{"marek-dvorak"}) || len(l.Path) > 0 ||
		l.Sentence != "Convert Viktor Stahl, a detractor, or at least move them to neutral: 27 % of what shapes ERP is their view; in touch with them: Marek Dvorak." {
		t.Errorf("lever = %+v", l)
	}
	if l := logistics.Levers[0]; !slices.Equal(l.Allies, []graph.ID{"petra-klein"}) || !slices.Equal(l.Path, []graph.ID{"ben-okafor", "petra-klein", "johanna-berg"}) ||
		l.Sentence != "Find out how Johanna Berg stands: 72 % of what shapes Logistics is their view; Ben Okafor can ask Petra Klein for an introduction (a long shot); Petra Klein, on our side, has their ear." {
		t.Errorf("lever = %+v", l)
	}
	wantLines(t, "findings", fired(rep.Findings), []string{"G7 S2 area/renewal", "G7 S2 area/erp"})
	if want := "Samir Haddad shapes Renewal most (85 %); how anybody who shapes it stands to us is not known. Start with Samir Haddad."; renewal.Sentence != want {
		t.Errorf("sentence = %q, want %q", renewal.Sentence, want)
	}
	// The lines make a tree of eleven, Gregor under Samir; of Margaret's 45 pairs
	// only those below one of her three reports do not meet in her: 15 of the six
	// under Julia with her (Julia, Leo, Zoe, Bo, Viktor: 10), 3 with Johanna and 1
	// with Samir are inside.
	if b := rep.Brokers[0]; b.Person != "margaret-ashby" || b.Between != 45-10-3-1 || b.Pairs != 45 {
		t.Errorf("broker = %+v, want Margaret on 31 of 45 pairs", b)
	}
}

func TestSways(t *testing.T) {
	base := us + "org Acme\n  CEO (5): Ida Boss\n    CFO (4): Tom Fox\n  Clerk (1): Zed Kay\naccount Acme for Acme\narea X for Acme: open\ndecides Tom Fox -> X: decider\n"
	for _, c := range []struct {
		name, more string
		want       []string
	}{
		{"a boss is presumed", "", []string{"1 tom-fox 0.8500 decides 0.8500 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN"}},
		{"what is stated of the boss counts instead; at d = .7 she leads", "influences Ida Boss -> Tom Fox: 0.8 sways", []string{"1 tom-fox 0.6000 decides 0.6000 UNKNOWN", "1 ida-boss 0.4000 decides 0.0000 UNKNOWN"}},
		{"a boss at odds with the report is not heard", "influences Ida Boss -> Tom Fox: 0.8 conflict", []string{"1 tom-fox 1.0000 decides 1.0000 UNKNOWN"}},
		{"an ended influence is none", "influences Zed Kay -> Tom Fox: 0.8 sways @2020-01-01..2026-10-26", []string{"1 tom-fox 0.8500 decides 0.8500 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN"}},
		{"a weak influence stays weak", "influences Ida Boss -> Tom Fox: 0.1 sways", []string{"1 tom-fox 0.9500 decides 0.9500 UNKNOWN", "2 ida-boss 0.0500 decides 0.0000 UNKNOWN"}},
		{"more than one is shared out; at d = .7 each has .35", "influences Ida Boss, Zed Kay -> Tom Fox: 1 sways", []string{"1 tom-fox 0.5000 decides 0.5000 UNKNOWN", "1 ida-boss 0.2500 decides 0.0000 UNKNOWN", "1 zed-kay 0.2500 decides 0.0000 UNKNOWN"}},
		{"a recorded influencer is presumed to be heard", "decides Zed Kay -> X: influencer", []string{"1 tom-fox 0.7000 decides 0.7000 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN", "2 zed-kay 0.1500 decides 0.0000 UNKNOWN"}},
		{"so is one by opinion", "assess Ann Lee -> Zed Kay in X: influencer 2026-10-01", []string{"1 tom-fox 0.7000 decides 0.7000 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN", "2 zed-kay 0.1500 decides 0.0000 UNKNOWN"}},
		{"a user is not", "decides Zed Kay -> X: user", []string{"1 tom-fox 0.8500 decides 0.8500 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN"}},
		{"two deciders share the decision", "decides Zed Kay -> X: decider", []string{"1 zed-kay 0.5000 decides 0.5000 UNKNOWN", "2 tom-fox 0.4250 decides 0.4250 UNKNOWN", "3 ida-boss 0.0750 decides 0.0000 UNKNOWN"}},
		{"one of ours sways nobody", "influences Ann Lee -> Tom Fox: 1 sways", []string{"1 tom-fox 0.8500 decides 0.8500 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN"}},
		{"views go round in a circle", "influences Tom Fox -> Ida Boss: 1 sways", []string{"1 tom-fox 0.9189 decides 0.8500 UNKNOWN", "2 ida-boss 0.0811 decides 0.0000 UNKNOWN"}},
		{"an expired judgement is unknown", "assess Ann Lee -> Tom Fox in Acme: champion 2026-04-29", []string{"1 tom-fox 0.8500 decides 0.8500 UNKNOWN", "2 ida-boss 0.1500 decides 0.0000 UNKNOWN"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rep := influence(t, parse(t, base+c.more), "account/acme")
			wantLines(t, "people", influencers(&rep.Areas[0]), c.want)
		})
	}
	t.Run("an outsider", func(t *testing.T) {
		rep := influence(t, parse(t, base+"org Bank\n  Adviser: Ida Ash\n    Aide: Pia Orr\ninfluences Ida Ash -> Tom Fox: 0.7 sways\ninfluences Pia Orr -> Ida Ash: 0.2 sways\n"), "account/acme")
		if a := rep.Areas[0]; a.Outsiders != 2 || !a.People[1].Outside || a.People[1].Person != "ida-ash" {
			t.Errorf("people %+v, %d outsiders; want Ida and Pia", a.People, a.Outsiders)
		}
	})
	t.Run("nobody decides", func(t *testing.T) {
		rep := influence(t, parse(t, base+"area Y for Acme: open\ndecides Zed Kay -> Y: user\n"), "account/acme")
		if a := rep.Areas[1]; !a.Undecided || a.Weight != 0 || len(a.People) > 0 || rep.Areas[0].Weight != 1 {
			t.Errorf("area = %+v, want it undecided", a)
		}
		if i := slices.IndexFunc(rep.DataIssues, func(d analysis.DataIssue) bool { return d.Issue == "decider-unknown" }); i < 0 {
			t.Errorf("data issues %+v, want decider-unknown", rep.DataIssues)
		}
	})
	t.Run("who must not be contacted", func(t *testing.T) {
		rep := influence(t, parse(t, base+"person Tom Fox: doNotContact\n"), "account/acme")
		if l := rep.Areas[0].Levers[0]; l.Person != "tom-fox" || len(l.Owners)+len(l.Path) > 0 || l.Sentence != "Find out how Tom Fox stands: 85 % of what shapes X is their view; they must not be contacted." {
			t.Errorf("lever = %+v", l)
		}
	})
	t.Run("areas weigh the same where a budget is unknown", func(t *testing.T) {
		rep := influence(t, parse(t, base+"area Y for Acme: 7 EUR open\ndecides Zed Kay -> Y: decider\n"), "account/acme")
		if rep.Areas[0].Weight != .5 || rep.Areas[1].ByBudget || rep.Overall.ByBudget {
			t.Errorf("weights %v and %v, want one half each", rep.Areas[0].Weight, rep.Areas[1].Weight)
		}
	})
	t.Run("areas weigh the same in two currencies", func(t *testing.T) {
		rep := influence(t, parse(t, base+"area Y for Acme: 7 EUR open\narea Z for Acme: 9 GBP open\ndecides Zed Kay -> Y, Z: decider\n"), "account/acme")
		if rep.Overall.ByBudget || math.Abs(rep.Areas[2].Weight-1./3) > 1e-6 {
			t.Errorf("weights %+v", rep.Areas)
		}
	})
	t.Run("one area alone", func(t *testing.T) {
		v := example(t, "")
		rep, err := find.Influence(v, analysis.InfluenceQuery{Account: brackwell, Area: "area/erp", Limit: 1})
		if err != nil || len(rep.Areas) != 1 || rep.Overall != nil || len(rep.Areas[0].People) != 1 || rep.Areas[0].Total != 3 {
			t.Errorf("%+v, %v; want ERP alone with one of three", rep, err)
		}
		if _, err := find.Influence(v, analysis.InfluenceQuery{Account: brackwell, Area: "area/none"}); !errors.Is(err, graph.ErrNotFound) {
			t.Errorf("error %v, want not found", err)
		}
	})
}
