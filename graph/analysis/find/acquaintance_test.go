package find_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

// pair is two people, in order.
type pair struct{ from, to graph.ID }

// records is what a world says of who knows whom, read from its list of facts
// without any index.
type records struct {
	met       map[pair]graph.Date // the last contact that counts, either way
	claims    map[pair]claim      // what counts of how the first knows the second
	influence map[pair]float64    // stated, and no conflict
	lines     map[pair]float64    // what a line of the day is worth from the first to the second
}

// idle are the channels on which nobody gets in touch.
var idle = []graph.Channel{graph.ChannelMassMail, graph.ChannelLike, graph.ChannelOther}

func (w *world) records() *records {
	x := &records{map[pair]graph.Date{}, map[pair]claim{}, map[pair]float64{}, map[pair]float64{}}
	rooms, on := map[graph.ID][]graph.ID{}, map[graph.ID]graph.Date{}
	boss, holder, since := map[graph.ID]graph.ID{}, map[graph.ID]graph.ID{}, map[graph.ID]graph.Date{}
	for i := range w.elements {
		e := &w.elements[i]
		switch e.Kind {
		case graph.NodeInteraction:
			day, _ := e.Props.Get("on")
			if on[e.ID] = day.(graph.Date); slices.Contains(idle, graph.Channel(e.Props.Text("channel"))) {
				on[e.ID] = 0
			}
		case graph.EdgeAttended:
			rooms[e.Dst] = append(rooms[e.Dst], e.Src)
		case graph.EdgeKnows:
			for _, p := range []pair{{e.Src, e.Dst}, {e.Dst, e.Src}} {
				if c, stands := w.tieClaim(p.from, p.to, today); stands {
					x.claims[p] = c
				}
			}
		case graph.EdgeInfluences:
			said, _ := w.counting(graph.EdgeInfluences, e.Src, e.Dst, today)
			if c, stands := newest(said); stands && !c.odds {
				x.influence[pair{e.Src, e.Dst}] = c.worth
			}
		case graph.EdgeReportsTo:
			boss[e.Src] = e.Dst
		case graph.EdgeHolds:
			if e.From <= today && (e.To == 0 || today < e.To) {
				holder[e.Dst], since[e.Dst] = e.Src, e.From
			}
		}
	}
	for id, room := range rooms {
		for _, a := range room {
			for _, b := range room {
				if p := (pair{a, b}); a != b && on[id] != 0 && on[id] <= today {
					x.met[p] = max(x.met[p], on[id])
				}
			}
		}
	}
	for seat, low := range holder {
		up, skips := boss[seat], false
		for up != "" && holder[up] == "" {
			up, skips = boss[up], true
		}
		if up == "" {
			continue
		}
		high := holder[up]
		together := float64(today+1-max(since[seat], since[up])) / 365.25
		worth := func(strength float64) float64 {
			if skips {
				strength = 0.4
			}
			return max(0.1, strength*(1-math.Exp(-3*together)))
		}
		x.lines[pair{low, high}], x.lines[pair{high, low}] = worth(0.5), worth(0.6)
	}
	return x
}

// claimed reports whether anything is said of how a pair know each other.
func (x *records) claimed(p pair) bool {
	_, said := x.claims[p]
	return said
}

// recorded reports whether anything is on record of a pair.
func (x *records) recorded(p pair) bool {
	said := x.claimed(p)
	_, sways := x.influence[p]
	_, line := x.lines[p]
	return said || sways || line || x.met[p] != 0
}

// worth returns what a pair is worth by record, given what their tie is.
func (x *records) worth(p pair, tie float64) float64 {
	if c, said := x.claims[p]; said && (c.odds || x.met[p] == 0 && today-c.said > 365) {
		tie = 0 // at odds, or never confirmed
	}
	return max(tie, min(1, x.influence[p]), x.lines[p])
}

// TestWhoKnowsWhomIsOneAnswer holds every answer about every ordered pair of random
// worlds against one reading of the facts: coverage and reach, introductions with
// their factors, move cards, levers and sentences.
func TestWhoKnowsWhomIsOneAnswer(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for seed := range uint64(manyWorlds) {
		w := newWorld(seed)
		x := w.records()
		s := w.snapshot(t, false)
		v := view.On(s, today)
		ours := func(id graph.ID) bool { return slices.Contains(w.ours, id) }
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("seed %d: "+format, append([]any{seed}, args...)...)
		}
		working := func(to graph.ID) (ids []graph.ID) {
			for _, o := range w.ours {
				if _, works := find.TieBetween(v, o, to); works {
					ids = append(ids, o)
				}
			}
			return ids
		}
		intros := map[graph.ID]*analysis.IntroductionsReport{}
		for _, b := range w.theirs {
			rep := introductions(t, v, analysis.IntroductionsQuery{Target: b, Limit: analysis.MaxIntroductions, Alternates: analysis.MaxAlternates})
			intros[b] = rep
			for _, in := range rep.Introductions {
				for _, route := range append([]analysis.Route{in.Route}, in.Alternates...) {
					for _, h := range route.Handshakes {
						p := pair{h.From, h.To}
						if ours(h.From) {
							continue
						}
						tie, _ := find.TieBetween(v, h.From, h.To)
						worth, got := x.worth(p, tie), h.Factors[0]
						guess := strings.Contains(got.Text, "may know")
						lifted := strings.Contains(got.Text, "; ")
						switch {
						case x.recorded(p) == (h.Basis == "implied"):
							fail("%v is %s, on record: %v", p, h.Basis, x.recorded(p))
						case x.recorded(p) && guess:
							fail("of %v, which is on record, it is said: %s", p, got.Text)
						case h.Basis == "implied" && h.To != b:
							fail("a guess leads to %s, who is not the target", h.To)
						case h.Basis != "implied" && !lifted && math.Abs(got.Value-worth) > 1e-6:
							fail("%v is worth %v (%s), want %v", p, got.Value, got.Text, worth)
						case h.Basis != "implied" && lifted && (got.Value < worth-1e-6 || got.Value > 0.4):
							fail("%v is worth %v (%s), want more than %v and at most 0.4", p, got.Value, got.Text, worth)
						}
						seen[h.Basis]++
						if lifted && h.Basis != "implied" {
							seen["lifted"]++
						}
					}
				}
			}
			for _, m := range rep.MayKnow {
				seen["may know"]++
				if x.claimed(pair{m.Person, b}) || x.met[pair{m.Person, b}] != 0 {
					fail("%s may know %s, and a tie is on record: %s", m.Person, b, m.Text)
				}
			}
		}
		for _, a := range w.theirs {
			for _, b := range w.theirs {
				p := pair{a, b}
				if a == b {
					continue
				}
				_, works := find.TieBetween(v, a, b)
				want := works && !x.claims[p].odds || x.influence[p] >= 0.35 || x.lines[p] > 0
				leads := find.Leads(v, acme, a, b)
				if want != (leads != "") {
					fail("%v: takes us on by %q, want %v", p, leads, want)
				}
				if leads == "" || len(working(a)) == 0 {
					continue
				}
				// Coverage counts the chain: introductions know it, or say why not.
				seen["leads"]++
				rep := intros[b]
				asked := slices.ContainsFunc(rep.Introductions, func(in analysis.Introduction) bool { return in.Ask == a })
				refused := slices.ContainsFunc(rep.NotAsked, func(n analysis.NotAsked) bool { return n.Person == a })
				if !asked && !refused {
					fail("%v: counts as a handshake (%s), and introductions do not know it", p, leads)
				}
			}
		}
		all := w.ask(t, s)
		for _, c := range all.Coverage.People {
			want := working(c.Person)
			if !slices.Equal(c.Owners, want) {
				fail("%s is covered by %v, want %v", c.Person, c.Owners, want)
			}
			var last graph.Date
			for _, o := range w.ours {
				last = max(last, x.met[pair{o, c.Person}])
			}
			left := w.metByGone(c.Person)
			if max(last, left) != c.LastContact {
				fail("last contact of %s on %s, want %s or %s", c.Person, c.LastContact, last, left)
			}
			if left > last {
				seen["last met by who has left"]++
			}
			for _, f := range all.Coverage.Findings {
				if (f.Rule != analysis.RuleDeciderDark && f.Rule != analysis.RuleDeciderThin) || f.Subjects[0] != c.Person {
					continue
				}
				if none := strings.Contains(f.Sentence, "no contact is on record"); none && c.LastContact != 0 {
					fail("%s, and there was one on %s", f.Sentence, c.LastContact)
				}
				if says := strings.Contains(f.Sentence, "by Gone, who has left"); c.Depth == 0 && says != (left > last) {
					fail("%s: last met by ours on %s and by who has left on %s", f.Sentence, last, left)
				}
			}
		}
		for _, card := range all.Cards {
			for _, n := range card.Neighbours {
				p := pair{card.Move.Person, n.Person}
				if known := x.recorded(p) || x.recorded(pair{p.to, p.from}); known != (n.Implied == 1) {
					fail("%v: the card says %v, on record: %v", p, n.Implied, known)
				}
				seen["neighbour"]++
			}
		}
		for _, d := range all.Influence.Areas {
			for _, l := range d.Levers {
				owners := slices.Sorted(slices.Values(l.Owners))
				if ours(l.Person) || !slices.Contains(w.theirs, l.Person) {
					continue
				}
				if !slices.Equal(owners, working(l.Person)) {
					fail("lever %s is in the hands of %v, want %v", l.Person, owners, working(l.Person))
				}
				if rep := intros[l.Person]; len(l.Owners) == 0 && (len(l.Path) > 0) != (len(rep.Introductions) > 0) {
					fail("lever %s is got at by %v; there are %d introductions", l.Person, l.Path, len(rep.Introductions))
				}
				seen["lever"]++
			}
		}
	}
	for _, what := range []string{"tie", "influence", "line", "implied", "lifted", "may know", "leads", "last met by who has left", "neighbour", "lever"} {
		if seen[what] < 10 {
			t.Errorf("only %d of %q: the test has no teeth (%v)", seen[what], what, seen)
		}
	}
}

// metByGone returns the last contact with a person of the one who has left us, while
// they were with us.
func (w *world) metByGone(person graph.ID) (last graph.Date) {
	rooms, until := map[graph.ID][]graph.ID{}, graph.Date(0)
	for i := range w.elements {
		switch e := &w.elements[i]; {
		case e.Kind == graph.EdgeAttended:
			rooms[e.Dst] = append(rooms[e.Dst], e.Src)
		case e.Kind == graph.EdgeHolds && e.Src == "gone":
			until = e.To
		}
	}
	for i := range w.elements {
		e := &w.elements[i]
		if e.Kind != graph.NodeInteraction || slices.Contains(idle, graph.Channel(e.Props.Text("channel"))) {
			continue
		}
		day, _ := e.Props.Get("on")
		if on := day.(graph.Date); on >= today-500 && on < until && on <= today && slices.Contains(rooms[e.ID], "gone") && slices.Contains(rooms[e.ID], person) {
			last = max(last, on)
		}
	}
	return last
}

// TestARecordLeavesNoGuess is the case of two who shared three rooms: one answer,
// and who met them last, who has left.
func TestARecordLeavesNoGuess(t *testing.T) {
	text := `
org Us (ours)
  Sales Director (4 sales): Ann Ours @2020-01-01..
  Account Manager (2 sales): Dan Left @2020-01-01..2026-10-12
org Acme
  Head of IT (3 it): Ben Theirs @2020-01-01..
  Chief Financial Officer (4 finance): Cy Decider @2020-01-01..
account Acme for Acme: key
area ERP for Acme: 1000000 EUR due=2027-01-01
decides Cy Decider -> ERP: decider
`
	for i, m := range []string{"2026-07-31", "2026-08-31", "2026-09-30"} {
		text += fmt.Sprintf("met Dan Left, Ben Theirs, Cy Decider #m%d: meeting %s\n", i, m)
	}
	text += "met Ann Ours, Ben Theirs #m8: meeting 2026-10-12\nmet Ann Ours, Ben Theirs #m9: meeting 2026-10-21\n"
	v := parse(t, text)
	rep := introductions(t, v, analysis.IntroductionsQuery{Target: "cy-decider"})
	i := slices.IndexFunc(rep.Introductions, func(in analysis.Introduction) bool { return in.Ask == "ben-theirs" })
	if i < 0 {
		t.Fatalf("introductions = %+v, want one by Ben", rep.Introductions)
	}
	if in := rep.Introductions[i]; in.Inferred || in.Handshakes[1].Basis != "tie" || in.Handshakes[1].Factors[0].Text != "tie: working" || !strings.HasSuffix(in.Sentence, "has a working tie to Cy Decider.") {
		t.Errorf("Ben leads to Cy by %+v: %s", in.Handshakes[1], in.Sentence)
	}
	cov := coverage(t, v, "account/acme")
	var thin string
	for _, f := range cov.Findings {
		if f.Rule == analysis.RuleDeciderThin || f.Rule == analysis.RuleDeciderDark {
			thin += f.Sentence
		}
	}
	if !strings.Contains(thin, "last met on 30 Sep 2026 by Dan Left, who has left.") || strings.Contains(thin, "no contact is on record") {
		t.Errorf("coverage says %q", thin)
	}
}
