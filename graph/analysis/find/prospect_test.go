package find_test

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/view"
)

const helvar = graph.ID("account/helvar")

// withProspect returns the example with the prospect beside it.
func withProspect(t *testing.T) *view.View {
	t.Helper()
	b, err := os.ReadFile("testdata/helvar.org")
	if err != nil {
		t.Fatal(err)
	}
	return example(t, string(b))
}

// TestProspect asks everything about the prospect, where Ben knows Nadia alone.
// Each expectation was worked out on paper.
func TestProspect(t *testing.T) {
	v := withProspect(t)
	cov := coverage(t, v, helvar)
	wantLines(t, "findings", fired(cov.Findings), []string{
		"G1 S1 elena-petrova", // approves Planning, due in 126 days; Nadia leads to Pekka only
		"G2 S2 pekka-niemi",   // one introduction away
		"G4 S2 area/planning", // Sanna and Pekka
		"G7 S2 area/planning", // Pekka, and Kaisa and Elena, whom he hears: nobody knows how they stand
		"G6 S2 account/helvar ben-okafor",
	})
	if want := "Our only working tie here is that of Ben Okafor to Nadia Benali."; cov.Findings[4].Sentence != want {
		t.Errorf("sentence = %q, want %q", cov.Findings[4].Sentence, want)
	}
	for _, p := range cov.People {
		// Trusted in August, one meeting 51 days ago: (2·.259 + 3·2^(−86/180)·.85)/(2 + 3·2^(−86/180)) = .57.
		if tied := p.Person == "nadia-benali"; (p.Depth == 1) != tied || p.Reached != (tied || p.Person == "pekka-niemi") {
			t.Errorf("%s: depth %d, reached %v", p.Person, p.Depth, p.Reached)
		}
	}

	pts := wholePoints(t, v, helvar)
	wantLines(t, "points", fired(pts.Findings), []string{"P1 S1 ben-okafor pekka-niemi", "P1 S1 nadia-benali pekka-niemi"})
	if a := pts.Areas[0]; a.Departures != 1 || !slices.Equal(a.People, []graph.ID{"ben-okafor"}) {
		t.Errorf("resilience = %+v", a)
	}

	inf := influence(t, v, helvar)
	// Pekka hears Kaisa, his boss, and Elena, who approves, with .3 each; Elena
	// hears Kaisa. He keeps .7; Elena has .15·.85, Kaisa .15 + .15·.15.
	wantLines(t, "influence", influencers(&inf.Areas[0]), []string{
		"1 pekka-niemi 0.7000 decides 0.7000 UNKNOWN", "2 kaisa-virtanen 0.1725 decides 0.0000 UNKNOWN", "3 elena-petrova 0.1275 decides 0.0000 UNKNOWN",
	})
	if l := inf.Areas[0].Levers[0]; l.Act != analysis.LeverLearn || !slices.Equal(l.Path, []graph.ID{"ben-okafor", "nadia-benali", "pekka-niemi"}) {
		t.Errorf("lever = %+v, want to learn how Pekka stands, by Nadia", l)
	}

	var pairs []string
	for _, p := range pairings(t, v, helvar).Pairings {
		pairs = append(pairs, fmt.Sprintf("%s %s %s %d", p.Demand, p.Person, p.Owner, p.Points))
	}
	wantLines(t, "pairings", pairs, []string{
		"PEER kaisa-virtanen ingrid-solheim 0",
		"PEER elena-petrova priya-raman 12",  // same level, other function
		"PEER pekka-niemi ingrid-solheim 12", // a level above 6, neighbouring function 4, her second 2
		"DAILY pekka-niemi erik-vinter 12",   // other function; he works on the account
		"PEER jari-salo marek-dvorak 4",      // engineering and IT are neighbours
		"PEER nadia-benali ben-okafor 1",     // other function 12, working tie −11
		"PEER sanna-koskela marek-dvorak 6",  // neighbouring function 4, his second 2
	})

	intro := introductions(t, v, analysis.IntroductionsQuery{Target: "pekka-niemi"})
	if len(intro.Introductions) != 1 || intro.Introductions[0].Ask != "nadia-benali" || intro.Introductions[0].Inferred {
		t.Errorf("introductions to Pekka = %+v, want Nadia, who reports to him", intro.Introductions)
	}
	// Nadia knows Pekka by her line to him, and he sits beside Elena under one chief
	// executive: a long shot, and to be asked first.
	intro = introductions(t, v, analysis.IntroductionsQuery{Target: "elena-petrova"})
	if in := intro.Introductions[0]; len(intro.Introductions) != 1 || !slices.Equal(in.People, []graph.ID{"ben-okafor", "nadia-benali", "pekka-niemi", "elena-petrova"}) ||
		!in.Inferred || in.Likelihood != analysis.LongShot || in.Handshakes[1].Basis != "line" || in.Handshakes[2].Basis != "implied" {
		t.Errorf("introductions to Elena = %+v", intro.Introductions)
	}
	wantLines(t, "introductions to Elena", fired(intro.Findings), nil)
}

// TestChampionMoved is the card of Nadia's move. On 10 September Ben, who had
// claimed nothing of Petra yet, came to her by Nadia alone.
func TestChampionMoved(t *testing.T) {
	v := withProspect(t)
	card := moveCard(t, v, "nadia-benali", 0)
	if card.Left != brackwell || card.Joined != helvar || card.StanceBefore != graph.StanceChampion || card.Stance != graph.StanceUnknown {
		t.Errorf("from %s to %s, %s before and %s now", card.Left, card.Joined, card.StanceBefore, card.Stance)
	}
	if len(card.Gained) != 1 || card.Gained[0].Person != "pekka-niemi" || !card.Gained[0].Deciding || !slices.Equal(card.Lost.People, []graph.ID{"petra-klein"}) || len(card.Lost.Deciders) > 0 {
		t.Errorf("gained %+v, lost %+v; want Pekka and Petra", card.Gained, card.Lost)
	}
	if len(card.Promises) != 1 || card.Promises[0].Record != "forecast" || len(card.Recover) > 0 || card.AskUntil != 0 {
		t.Errorf("promises %+v, plan %+v until %s; Petra is in touch with Ben since, and thirty days are over", card.Promises, card.Recover, card.AskUntil)
	}
	// She was our only tie in operations; what was left that day are two of Marek's.
	wantLines(t, "opened", fired(card.Opened), []string{"G6 S2 account/brackwell marek-dvorak", "G5 S3 account/brackwell area/logistics johanna-berg"})
	if want := "Nadia Benali went from Head of Demand Planning at Brackwell to Director of Planning at Helvar on 16 Sep 2026; Ben Okafor knows them best (working)." +
		" At Brackwell nothing else led to Petra Klein. 2 gaps in our cover there opened that day. 1 promise is open with them there. At Helvar they alone put Pekka Niemi in reach." +
		" How they stand to us at Helvar is not known (champion at Brackwell)."; card.Sentence != want {
		t.Errorf("sentence = %q, want %q", card.Sentence, want)
	}
	// Nothing of it changes what stands at the account that she left.
	plain, with := coverage(t, example(t, ""), brackwell), coverage(t, v, brackwell)
	if got, want := fired(with.Findings), fired(plain.Findings); !slices.Equal(got, want) {
		t.Errorf("findings at Brackwell = %v, want %v", got, want)
	}
}
