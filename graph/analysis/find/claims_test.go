package find_test

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// strengthOf asks for one tie of ours on a day; false when nothing is known of it.
func strengthOf(t *testing.T, s *kernel.Snapshot, day graph.Date, ours, theirs graph.ID) (analysis.Tie, bool) {
	t.Helper()
	for _, x := range strengths(t, view.On(s, day), analysis.StrengthQuery{Person: theirs}).Ties {
		if x.From == ours {
			return x, true
		}
	}
	return analysis.Tie{}, false
}

// twoSides is one of ours and one of theirs, whose claims about each other a test
// adds.
const twoSides = `
org Us (ours)
  Seller (3 sales): Ann Lee @2020-01-01..
org Acme
  CFO (4 finance): Tom Fox @2020-01-01..
account Acme for Acme
`

// TestWhatIsSaidBack: what one side says of a tie counts for the other on the days
// on which that one says nothing, and on no other.
func TestWhatIsSaidBack(t *testing.T) {
	ours := func(level, on, days string) string {
		return fmt.Sprintf("Ann Lee -> Tom Fox: %s by=\"Ann Lee\" %s %s\n", level, on, days)
	}
	theirs := func(level, on, days string) string {
		return fmt.Sprintf("Tom Fox -> Ann Lee: %s by=\"Tom Fox\" %s %s\n", level, on, days)
	}
	for _, c := range []struct {
		name, claims string
		day          string
		level        graph.TieLevel // "" for none
		on           string
	}{
		{"only theirs", theirs("trusted", "2026-06-01", ""), "2026-06-15", graph.TieTrusted, "2026-06-01"},
		{"ours goes before a newer one of theirs", ours("met", "2024-01-01", "") + theirs("trusted", "2026-06-01", ""), "2026-06-15", graph.TieMet, "2024-01-01"},
		{"ours has ended", ours("met", "2024-01-01", "@..2025-01-01") + theirs("trusted", "2026-06-01", ""), "2026-06-15", graph.TieTrusted, "2026-06-01"},
		{"ours ends later", ours("met", "2024-01-01", "@..2026-07-01") + theirs("trusted", "2026-06-01", ""), "2026-06-15", graph.TieMet, "2024-01-01"},
		{"ours has ended by then", ours("met", "2024-01-01", "@..2026-07-01") + theirs("trusted", "2026-06-01", ""), "2026-07-01", graph.TieTrusted, "2026-06-01"},
		{"ours was not yet said", ours("met", "2026-07-01", "") + theirs("trusted", "2026-06-01", ""), "2026-06-15", graph.TieTrusted, "2026-06-01"},
		{"both have ended", ours("met", "2024-01-01", "@..2025-01-01") + theirs("trusted", "2024-06-01", "@..2025-01-01"), "2026-06-15", "", ""},
		{"of our two the newest", ours("trusted", "2024-01-01", "") + ours("met", "2025-01-01", "@2025-01-01..") + theirs("trusted", "2026-06-01", ""), "2026-06-15", graph.TieMet, "2025-01-01"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := parse(t, twoSides+c.claims).Snapshot()
			day := graph.MustDate(c.day)
			tie, ok := strengthOf(t, s, day, "ann-lee", "tom-fox")
			switch {
			case !ok:
				t.Fatal("nothing is known of the tie")
			case c.level == "" && tie.Stated != nil:
				t.Errorf("stated = %+v, want none", *tie.Stated)
			case c.level != "" && (tie.Stated == nil || tie.Stated.Level != c.level || tie.Stated.On != graph.MustDate(c.on)):
				t.Errorf("stated = %+v, want %s of %s", tie.Stated, c.level, c.on)
			}
		})
	}
}

// TestATiePassesToWhatIsSaidBack: a verdict knows the day on which a claim of
// theirs takes over from one of ours.
func TestATiePassesToWhatIsSaidBack(t *testing.T) {
	s := parse(t, twoSides+`
Ann Lee -> Tom Fox: met by="Ann Lee" 2026-06-01 @..2026-07-01
Tom Fox -> Ann Lee: trusted by="Tom Fox" 2026-06-01
`).Snapshot()
	tie, _ := strengthOf(t, s, graph.MustDate("2026-06-15"), "ann-lee", "tom-fox")
	if want := graph.MustDate("2026-07-01"); tie.Working || tie.ExpiresAt != want {
		t.Errorf("working %v until %s, want false until %s", tie.Working, tie.ExpiresAt, want)
	}
	after, _ := strengthOf(t, s, graph.MustDate("2026-07-01"), "ann-lee", "tom-fox")
	if want := graph.MustDate("2026-06-01") + 366; !after.Working || after.ExpiresAt != want {
		t.Errorf("then working %v until %s, want true until %s", after.Working, after.ExpiresAt, want)
	}
}

// TestAConfirmationRenewsAClaim of every kind whose age counts, and from its own
// day on.
func TestAConfirmationRenewsAClaim(t *testing.T) {
	day := graph.MustDate("2026-06-15")
	said, confirmed := day-500, day-100
	w := newClaims(1)
	w.put(graph.Knows{Edge: graph.Edge{ID: "k", Src: "o0", Dst: "t0", ConfirmedOn: confirmed}, Judgement: graph.Judgement{On: said}, Level: graph.TieTrusted})
	w.put(graph.Assessment{Node: graph.Node{ID: "as", ConfirmedOn: confirmed}, On: said, Stance: graph.StanceChampion})
	w.put(graph.Author{Edge: graph.Edge{ID: "as-by", Src: "as", Dst: "o0"}})
	w.put(graph.About{Edge: graph.Edge{ID: "as-of", Src: "as", Dst: "t0"}})
	w.put(graph.Influences{Edge: graph.Edge{ID: "i1", Src: "t1", Dst: "t0", ConfirmedOn: confirmed}, Judgement: graph.Judgement{On: said}, Weight: 0.6})
	w.put(graph.Influences{Edge: graph.Edge{ID: "i2", Src: "t1", Dst: "t0"}, Judgement: graph.Judgement{On: said + 1}, Weight: 0.2})
	s := w.snapshot(t, false)
	for _, c := range []struct {
		day     graph.Date
		on      graph.Date
		working bool
		stance  graph.Stance
		weight  float64
	}{
		{said + 1, said, true, graph.StanceChampion, 0.2},
		{said + 180, said, true, graph.StanceUnknown, 0.2},
		{confirmed - 1, said, false, graph.StanceUnknown, 0.2},
		{confirmed, confirmed, true, graph.StanceChampion, 0.6},
		{confirmed + 179, confirmed, true, graph.StanceChampion, 0.6},
		{confirmed + 180, confirmed, true, graph.StanceUnknown, 0.6},
		{confirmed + 365, confirmed, true, graph.StanceUnknown, 0.6},
		{confirmed + 366, confirmed, false, graph.StanceUnknown, 0.6},
	} {
		tie, _ := strengthOf(t, s, c.day, "o0", "t0")
		if tie.Stated == nil || tie.Stated.On != c.on || tie.Working != c.working {
			t.Errorf("on %s: said on %+v, working %v; want %s, %v", c.day, tie.Stated, tie.Working, c.on, c.working)
		}
		for _, p := range coverage(t, view.On(s, c.day), acme).People {
			if p.Person == "t0" && p.Stance != c.stance {
				t.Errorf("on %s: stance %s, want %s", c.day, p.Stance, c.stance)
			}
		}
		if got := heard(t, s, c.day)[[2]graph.ID{"t1", "t0"}]; got.Weight != c.weight {
			t.Errorf("on %s: t0 hears t1 with %v, want %v", c.day, got.Weight, c.weight)
		}
	}
}

// heard returns which stated influence of the first person on the second counts on
// a day.
func heard(t *testing.T, s *kernel.Snapshot, day graph.Date) map[[2]graph.ID]analysis.Hearing {
	t.Helper()
	rep, err := find.Influence(view.On(s, day), analysis.InfluenceQuery{Account: acme})
	if err != nil {
		t.Fatal(err)
	}
	out := map[[2]graph.ID]analysis.Hearing{}
	for _, a := range rep.Areas {
		for _, p := range a.People {
			for _, h := range p.HeardBy {
				if h.Via == analysis.SwayStated {
					out[[2]graph.ID{p.Person, h.Person}] = h
				}
			}
		}
	}
	return out
}

// claims is a workspace of three of ours and three of theirs, who all decide one
// area, about whom things are claimed.
type claims struct {
	world
	seed uint64
}

const claimants = 3

func newClaims(seed uint64) *claims {
	w := &claims{world: world{r: rand.New(rand.NewPCG(seed, 9))}, seed: seed}
	w.put(graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us", Ours: true})
	w.put(graph.Organization{Node: graph.Node{ID: "them"}, Name: "Them"})
	w.put(graph.Account{Node: graph.Node{ID: acme}, Name: "Them"})
	w.put(graph.For{Edge: w.edge(acme, "them")})
	w.put(graph.DecisionArea{Node: graph.Node{ID: "area"}, Name: "Area"})
	w.put(graph.For{Edge: w.edge("area", acme)})
	for i := range claimants {
		for _, x := range [][2]graph.ID{{"o", "us"}, {"t", "them"}} {
			side, org := x[0], x[1]
			p, s := graph.ID(fmt.Sprint(side, i)), graph.ID(fmt.Sprint("s", side, i))
			w.put(graph.Person{Node: graph.Node{ID: p}, Name: string(p)})
			w.put(graph.Position{Node: graph.Node{ID: s}, Title: "Seat"})
			w.put(graph.In{Edge: graph.Edge{ID: "in" + s, Src: s, Dst: org}})
			w.put(graph.Holds{Edge: graph.Edge{ID: "holds" + s, Src: p, Dst: s}})
		}
		t := graph.ID(fmt.Sprint("t", i))
		w.put(graph.Decides{Edge: graph.Edge{ID: "decides" + t, Src: t, Dst: "area"}, Part: graph.RoleDecider})
	}
	return w
}

func (w *claims) put(f graph.Fact) { w.node(f) }

// random adds claims of every kind about few people, so that there are several of
// most pairs, both ways, said and confirmed and standing on all kinds of days.
func (w *claims) random() *claims {
	r := w.r
	day := func() graph.Date { return today - graph.Date(40*r.IntN(20)) + 80 }
	edge := func(src, dst graph.ID) graph.Edge {
		e := w.edge(src, dst)
		if r.IntN(3) == 0 {
			e.From = day()
		}
		if r.IntN(3) == 0 {
			if to := day(); to > e.From {
				e.To = to
			}
		}
		if r.IntN(4) == 0 {
			e.ConfirmedOn = day()
		}
		return e
	}
	say := func(by graph.ID) graph.Judgement {
		j := graph.Judgement{By: by, On: day()}
		if r.IntN(8) == 0 {
			j.On = 0
		}
		return j
	}
	one := func(side string) graph.ID { return graph.ID(fmt.Sprint(side, r.IntN(claimants))) }
	for range 24 {
		a, b := one("o"), one("t")
		if r.IntN(2) == 0 {
			a, b = b, a
		}
		w.put(graph.Knows{Edge: edge(a, b), Judgement: say(a), Level: pick(r, []graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}), Kind: pick(r, []graph.TieKind{"", graph.TieFriend, graph.TieConflict})})
	}
	for range 12 {
		if a, b := one("t"), one("t"); a != b {
			w.put(graph.Influences{Edge: edge(a, b), Judgement: say(one("o")), Weight: float64(r.IntN(5)) / 4, Kind: pick(r, []graph.InfluenceKind{"", graph.InfluenceBacks, graph.InfluenceConflict})})
		}
	}
	return w
}

// claim is what the oracle reads of an element.
type claim struct {
	graph.Element
	said  graph.Date
	worth float64
	odds  bool
}

// counting returns the claims of one kind from one person to another that were
// said by a day, those that stand on it and those that had begun to.
func (w *world) counting(k graph.Kind, src, dst graph.ID, day graph.Date) (standing []claim, known bool) {
	for _, e := range w.elements {
		if e.Kind != k || e.Src != src || e.Dst != dst {
			continue
		}
		days := map[string]graph.Date{}
		for _, name := range []string{"on", "confirmedOn"} {
			if v, ok := e.Props.Get(name); ok {
				days[name] = v.(graph.Date)
			}
		}
		c := claim{Element: e, said: days["on"]}
		if c.said == 0 {
			c.said = e.From
		}
		if c.said > day || e.From > day {
			continue
		}
		known = true
		if confirmed := days["confirmedOn"]; confirmed <= day {
			c.said = max(c.said, confirmed)
		}
		c.odds = e.Props.Text("kind") == "CONFLICT"
		if v, ok := e.Props.Get("weight"); ok {
			c.worth = v.(float64)
		} else {
			c.worth = map[string]float64{"MET": .2, "KNOWS": .4, "WORKS_WELL": .65, "TRUSTED": .85}[e.Props.Text("level")]
		}
		if c.odds {
			c.worth = 0
		}
		if e.To == 0 || day < e.To {
			standing = append(standing, c)
		}
	}
	return standing, known
}

// newest returns the claim that counts: the one said last, of one day the most
// modest.
func newest(list []claim) (claim, bool) {
	if len(list) == 0 {
		return claim{}, false
	}
	return slices.MinFunc(list, func(a, b claim) int {
		odds := 0
		if a.odds != b.odds {
			odds = 1
			if a.odds {
				odds = -1
			}
		}
		return cmp.Or(cmp.Compare(b.said, a.said), cmp.Compare(a.worth, b.worth), odds, cmp.Compare(a.ID, b.ID))
	}), true
}

// tieClaim returns the claim that counts of how one person knows another: the newest
// of their own that stand, else of those said back.
func (w *world) tieClaim(from, to graph.ID, day graph.Date) (claim, bool) {
	own, _ := w.counting(graph.EdgeKnows, from, to, day)
	if c, stands := newest(own); stands {
		return c, true
	}
	back, _ := w.counting(graph.EdgeKnows, to, from, day)
	return newest(back)
}

// TestClaimsAgainstBruteForce holds which claim counts, the band of every tie and
// every share of influence, on many days and with the facts in any order, against
// the definition worked out claim by claim.
func TestClaimsAgainstBruteForce(t *testing.T) {
	var own, back, none, hearings int
	for seed := range uint64(60) {
		w := newClaims(seed).random()
		plain, shuffled := w.snapshot(t, false), w.snapshot(t, true)
		for range 3 {
			day := today - graph.Date(w.r.IntN(500)) + 60
			got := map[[2]graph.ID]analysis.Tie{}
			report := strengths(t, view.On(plain, day), analysis.StrengthQuery{Account: acme})
			same(t, seed, "strength shuffled", strengths(t, view.On(shuffled, day), analysis.StrengthQuery{Account: acme}), report)
			for _, x := range report.Ties {
				got[[2]graph.ID{x.From, x.To}] = x
			}
			for i := range claimants {
				for j := range claimants {
					pair := [2]graph.ID{graph.ID(fmt.Sprint("o", i)), graph.ID(fmt.Sprint("t", j))}
					ours, knownOurs := w.counting(graph.EdgeKnows, pair[0], pair[1], day)
					theirs, knownTheirs := w.counting(graph.EdgeKnows, pair[1], pair[0], day)
					want, stands := newest(ours)
					switch {
					case stands:
						own++
					case len(theirs) > 0:
						want, stands = newest(theirs)
						back++
					default:
						none++
					}
					x, there := got[pair]
					if there != (knownOurs || knownTheirs) {
						t.Fatalf("seed %d, %s, %v: known %v, want %v", seed, day, pair, there, knownOurs || knownTheirs)
					}
					if !there {
						continue
					}
					if stands != (x.Stated != nil) || stands && (x.Stated.Record != want.ID || x.Stated.On != want.said) {
						t.Fatalf("seed %d, %s, %v: stated %+v, want %v %+v", seed, day, pair, x.Stated, stands, want)
					}
					// Nobody's contacts would be noticed, and there are none: a tie is worth what is claimed.
					band := graph.BandNone
					for _, b := range []struct {
						at   float64
						band graph.Band
					}{{.1, graph.BandAcquainted}, {.35, graph.BandWorking}, {.6, graph.BandStrong}, {.8, graph.BandClose}} {
						if stands && want.worth >= b.at {
							band = b.band
						}
					}
					working := stands && want.worth >= .35 && day-want.said <= 365
					if x.Band != band || x.Working != working {
						t.Fatalf("seed %d, %s, %v: %s, working %v; want %s, %v for %+v", seed, day, pair, x.Band, x.Working, band, working, want)
					}
				}
			}
			hearings += w.holdInfluence(t, plain, day)
			same(t, seed, "influence shuffled", influence(t, view.On(shuffled, day), acme), influence(t, view.On(plain, day), acme))
		}
	}
	if own < 500 || back < 200 || none < 200 || hearings < 200 {
		t.Errorf("%d own claims, %d back, %d none, %d hearings: the test has no teeth", own, back, none, hearings)
	}
}

// holdInfluence holds what is heard and the shares against the definition.
func (w *claims) holdInfluence(t *testing.T, s *kernel.Snapshot, day graph.Date) (hearings int) {
	t.Helper()
	got := heard(t, s, day)
	weight := [claimants][claimants]float64{} // of the first on the second
	for a := range claimants {
		for b := range claimants {
			pair := [2]graph.ID{graph.ID(fmt.Sprint("t", a)), graph.ID(fmt.Sprint("t", b))}
			standing, _ := w.counting(graph.EdgeInfluences, pair[0], pair[1], day)
			want, _ := newest(standing)
			weight[a][b] = want.worth
			if h := got[pair]; h.Weight != want.worth || want.worth > 0 && h.Record != want.ID {
				t.Fatalf("seed %d, %s, %v: heard %+v, want %v by %s", w.seed, day, pair, h, want.worth, want.ID)
			}
			if want.worth > 0 {
				hearings++
			}
		}
	}
	// Walk back from the deciders, who share the decision alike.
	share, at := [claimants]float64{}, [claimants]float64{}
	for i := range at {
		at[i] = 1. / claimants
	}
	for range 80 {
		next := [claimants]float64{}
		for b := range claimants {
			var sum float64
			for a := range claimants {
				sum += weight[a][b]
			}
			own := 1.
			for a := range claimants {
				pull := .5 * weight[a][b] / max(1, sum)
				own -= pull
				next[a] += at[b] * pull
			}
			share[b] += at[b] * own
		}
		at = next
	}
	for _, p := range influence(t, view.On(s, day), acme).Areas[0].People {
		if i := int(p.Person[1] - '0'); math.Abs(p.Influence-share[i]) > 1e-6 {
			t.Fatalf("seed %d, %s: influence of %s = %v, want %v", w.seed, day, p.Person, p.Influence, share[i])
		}
	}
	return hearings
}
