package find_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kithgraph/kith/internal/soak"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// TestMovesByCompany: what is held elsewhere besides is no reason to have stayed.
func TestMovesByCompany(t *testing.T) {
	const firms = us + `
org Acme
  Chief Financial Officer (4 finance): %s
  Controller (2 finance): %s
  org Works
    Head of Works (3 operations): %s
  org Labs
    Head of Labs (3 operations): %s
org Bolt
  Chief Executive (5 general-management): %s
org Club
  Board Member (5): %s
  Treasurer (2): %s
account Acme for Acme
account Bolt for Bolt
area Deal for Acme: 900000 EUR open
decides Tom Fox -> Deal: decider
Ann Lee -> Tom Fox: works-well by="Ann Lee" 2026-08-01
`
	const before, after, always = "Tom Fox @2020-01-01..2026-10-01", "Tom Fox @2026-10-01..", "Tom Fox @2020-01-01.."
	knows := "; Ann Lee knows them best (strong)."
	for _, c := range []struct {
		name     string
		seats    [7]string // of the Chief Financial Officer, the Controller, the heads of Works and Labs, the Chief Executive, the Board Member and the Treasurer
		moves    []string
		sentence string
		findings []string
	}{
		{
			"leaves the customer for another and keeps a club seat", [7]string{before, "", "", "", after, always, ""},
			[]string{"CHANGED_FIRM 2026-10-01 2026-10-01"},
			"Tom Fox went from Chief Financial Officer at Acme to Chief Executive at Bolt on 1 Oct 2026" + knows, []string{"M1 S2 tom-fox", "M2 S3 tom-fox"},
		},
		{
			"leaves the customer and keeps a club seat", [7]string{before, "", "", "", "", always, ""},
			[]string{"LEFT 2026-10-01 2026-10-01"},
			"Tom Fox left as Chief Financial Officer at Acme on 1 Oct 2026, and is still Board Member at Club" + knows, []string{"M1 S2 tom-fox"},
		},
		{
			"comes to another customer within ninety days, with a club seat throughout", [7]string{"Tom Fox @2020-01-01..2026-08-10", "", "", "", after, always, ""},
			[]string{"CHANGED_FIRM 2026-10-01 2026-08-10"},
			"Tom Fox went from Chief Financial Officer at Acme to Chief Executive at Bolt on 1 Oct 2026" + knows, []string{"M1 S2 tom-fox", "M2 S3 tom-fox"},
		},
		{
			"comes to a customer besides", [7]string{"", "", "", "", after, always, ""},
			[]string{"JOINED 2026-10-01 "}, "Tom Fox also became Chief Executive at Bolt on 1 Oct 2026" + knows, []string{"M2 S3 tom-fox"},
		},
		{
			"leaves the club and stays at the customer", [7]string{always, "", "", "", "", before, ""},
			[]string{"LEFT 2026-10-01 2026-10-01"},
			"Tom Fox left as Board Member at Club on 1 Oct 2026, and is still Chief Financial Officer at Acme" + knows, nil,
		},
		{
			"rises at the customer below a club seat that ranks higher", [7]string{after, before, "", "", "", always, ""},
			[]string{"PROMOTED 2026-10-01 2026-10-01"}, "Tom Fox rose from Controller to Chief Financial Officer at Acme on 1 Oct 2026" + knows, nil,
		},
		{
			"goes to a club seat that ranks higher than that at the customer left", [7]string{before, "", "", "", "", after, always},
			[]string{"LEFT 2026-10-01 2026-10-01"},
			"Tom Fox left as Chief Financial Officer at Acme on 1 Oct 2026, and also became Board Member at Club" + knows, []string{"M1 S2 tom-fox"},
		},
		{
			"goes down at the customer and up at no company", [7]string{before, after, "", "", "", "", ""},
			[]string{"CHANGED_SEAT 2026-10-01 2026-10-01"}, "Tom Fox went from Chief Financial Officer to Controller at Acme on 1 Oct 2026" + knows, nil,
		},
		{
			"goes from one unit to another", [7]string{"", "", before, after, "", "", ""},
			[]string{"CHANGED_SEAT 2026-10-01 2026-10-01"}, "Tom Fox went from Head of Works at Works to Head of Labs at Labs within Acme on 1 Oct 2026" + knows, nil,
		},
		{
			"rises from a unit to the top", [7]string{after, "", before, "", "", "", ""},
			[]string{"PROMOTED 2026-10-01 2026-10-01"}, "Tom Fox rose from Head of Works at Works to Chief Financial Officer at Acme on 1 Oct 2026" + knows, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var seats []any
			for _, s := range c.seats {
				seats = append(seats, cmp.Or(s, "unknown"))
			}
			v := parse(t, fmt.Sprintf(firms, seats...))
			rep := moves(t, v, analysis.MovesQuery{From: today - 60})
			var got []string
			for _, m := range rep.Moves {
				got = append(got, fmt.Sprintf("%s %s %s", m.Kind, m.On, m.LeftOn))
			}
			wantLines(t, "moves", got, c.moves)
			if rep.Moves[0].Sentence != c.sentence {
				t.Errorf("sentence = %q, want %q", rep.Moves[0].Sentence, c.sentence)
			}
			wantLines(t, "findings", fired(rep.Findings), c.findings)
			card := moveCard(t, v, "tom-fox", 0)
			if left := slices.Contains(c.findings, "M1 S2 tom-fox"); left && card.Left != "account/acme" {
				t.Errorf("the card is of a leaving of %s, want Acme", card.Left)
			}
			if came := slices.Contains(c.findings, "M2 S3 tom-fox"); came != (card.Joined == "account/bolt") {
				t.Errorf("the card is of a coming to %s", card.Joined)
			}
		})
	}
}

// TestNobodyFollows: a decider has left, and nobody is known to sit where they
// sat; that no vacancy is on record closes nothing.
func TestNobodyFollows(t *testing.T) {
	text := us + `
org Acme
  Chief Financial Officer (4 finance): Tom Fox @2020-01-01..%s%s
org Club
  Board Member (5): Tom Fox @2020-01-01..
account Acme for Acme
area Deal for Acme: 900000 EUR open
decides Tom Fox -> Deal: decider
`
	for _, c := range []struct{ name, left, then, want string }{
		{"lately", "2026-10-01", "", "Who follows Tom Fox, who left the seat Chief Financial Officer on 1 Oct 2026, is not recorded; Tom Fox, who left, decides Deal (900K EUR)."},
		{"long ago", "2025-10-01", "", "Who follows Tom Fox, who left the seat Chief Financial Officer on 1 Oct 2025, is not recorded; Tom Fox, who left, decides Deal (900K EUR)."},
		{"somebody follows", "2025-10-01", ", Zed Kay @2025-10-01..", ""},
		{"he has not left", "2026-12-01", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := newFaces(coverage(t, parse(t, fmt.Sprintf(text, c.left, c.then)), "account/acme")); got != c.want {
				t.Errorf("G9 says %q, want %q", got, c.want)
			}
		})
	}
	t.Run("the seat is gone with him", func(t *testing.T) {
		s := parse(t, fmt.Sprintf(text, "2026-10-01", "")).Snapshot()
		i := slices.IndexFunc(s.Nodes(graph.NodePosition), func(n kernel.N) bool { return view.On(s, today).Title(n) == "Chief Financial Officer" })
		seat := s.NodeElement(s.Nodes(graph.NodePosition)[i])
		gone := seat
		gone.To = graph.MustDate("2026-10-01")
		next, err := s.With([]graph.Change{{ID: seat.ID, Before: &seat, After: &gone}}, s.Revision()+1, time.Unix(9, 0))
		if err != nil {
			t.Fatal(err)
		}
		want := "Tom Fox, who decides Deal (900K EUR), left as Chief Financial Officer on 1 Oct 2026, and nobody is recorded to follow."
		if got := newFaces(coverage(t, view.On(next, today), "account/acme")); got != want {
			t.Errorf("G9 says %q, want %q", got, want)
		}
	})
}

// newFaces returns what G9 says.
func newFaces(rep *analysis.CoverageReport) string {
	var got []string
	for _, f := range rep.Findings {
		if f.Rule == analysis.RuleNewFace {
			got = append(got, f.Sentence)
		}
	}
	return strings.Join(got, " ")
}

// stay is a seat held for some days, in the world of [TestMovesAreJudgedByCompany].
type stay struct {
	seat     int
	from, to graph.Date
}

// The seats of that world: three in each of four companies, by level.
const (
	moveSeats  = 12
	moveLevels = 3
)

func companyOf(seat int) int { return seat / moveLevels }

func levelOf(seat int) int { return seat % moveLevels } // 0 is not known

// heldOn returns the seats held on a day.
func heldOn(list []stay, d graph.Date) map[int]bool {
	out := map[int]bool{}
	for _, s := range list {
		if s.from <= d && d < s.to {
			out[s.seat] = true
		}
	}
	return out
}

// wantMoves judges a person's moves day by day from the sets of companies held.
func wantMoves(list []stay, first, to graph.Date) (rows []string) {
	type event struct {
		on, left     graph.Date
		out, in      map[int]bool
		ended, began map[int]bool
		before       map[int]bool
	}
	companies := func(seats map[int]bool) map[int]bool {
		out := map[int]bool{}
		for s := range seats {
			out[companyOf(s)] = true
		}
		return out
	}
	without := func(a, b map[int]bool) map[int]bool {
		out := maps.Clone(a)
		maps.DeleteFunc(out, func(x int, _ bool) bool { return b[x] })
		return out
	}
	var events []*event
	var last *event
	for d := first; d < to; d++ {
		before, after := heldOn(list, d-1), heldOn(list, d)
		e := &event{on: d, left: d, before: before,
			out: without(companies(before), companies(after)), in: without(companies(after), companies(before)),
			ended: without(before, after), began: without(after, before)}
		if len(e.ended)+len(e.began) == 0 {
			continue
		}
		events = append(events, e)
		if last != nil && len(last.out) > 0 && len(last.in) == 0 && len(e.in) > 0 && len(e.out) == 0 && d-last.on <= 90 {
			// The seats of what was left go over to this day.
			e.left, e.before = last.on, maps.Clone(before)
			for s := range last.ended {
				if last.out[companyOf(s)] {
					e.ended[s], e.before[s] = true, true
					delete(last.ended, s)
				}
			}
			e.ended, e.began = without(e.ended, e.began), without(e.began, e.ended)
			e.out, e.in = without(last.out, e.in), without(e.in, last.out)
			last.out = nil
			last = e
		} else if len(e.out)+len(e.in) > 0 {
			last = e
		}
	}
	for _, e := range events {
		if len(e.ended)+len(e.began) == 0 {
			continue
		}
		kind := analysis.MoveChangedSeat
		for s := range e.began {
			top := 0
			for b := range e.before {
				if companyOf(b) == companyOf(s) {
					top = max(top, levelOf(b))
				}
			}
			if top > 0 && levelOf(s) > top {
				kind = analysis.MovePromoted
			}
		}
		switch {
		case len(e.out) > 0 && len(e.in) > 0:
			kind = analysis.MoveChangedFirm
		case len(e.out) > 0:
			kind = analysis.MoveLeft
		case len(e.in) > 0:
			kind, e.left = analysis.MoveJoined, 0
		}
		rows = append(rows, fmt.Sprint(kind, " ", e.on, " ", e.left, " ", slices.Sorted(maps.Keys(e.ended)), " ", slices.Sorted(maps.Keys(e.began))))
	}
	return rows
}

// TestMovesAreJudgedByCompany holds moves against sets of companies, day by day.
func TestMovesAreJudgedByCompany(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 9))
	seen := map[analysis.MoveKind]int{}
	gaps := 0
	for i := range soak.Times(900, 6000) {
		var list []stay
		var b strings.Builder
		holders := make([]string, moveSeats)
		for range 1 + r.IntN(6) {
			s := stay{seat: r.IntN(moveSeats), from: today - graph.Date(r.IntN(20)*20)}
			s.to = s.from + graph.Date(1+r.IntN(10))*20
			if slices.ContainsFunc(list, func(x stay) bool { return x.seat == s.seat && x.from < s.to && s.from < x.to }) {
				continue
			}
			list = append(list, s)
			if holders[s.seat] != "" {
				holders[s.seat] += ", "
			}
			holders[s.seat] += fmt.Sprintf("Pat Roe @%s..%s", s.from, s.to)
		}
		for s := range moveSeats {
			if s%moveLevels == 0 {
				fmt.Fprintf(&b, "org Firm %c\n", 'A'+companyOf(s))
			}
			level := ""
			if levelOf(s) > 0 {
				level = fmt.Sprintf(" (%d)", levelOf(s))
			}
			fmt.Fprintf(&b, "  Seat %02d%s: %s\n", s, level, cmp.Or(holders[s], "unknown"))
		}
		v := parse(t, us+b.String())
		rep := moves(t, v, analysis.MovesQuery{From: today - 1000})
		var got []string
		for _, m := range rep.Moves {
			if m.Person != "pat-roe" {
				continue
			}
			seats := func(list []analysis.MoveSeat) (out []int) {
				for _, s := range list {
					var n int
					if _, err := fmt.Sscanf(s.Title, "Seat %d", &n); err != nil {
						t.Fatal(err)
					}
					out = append(out, n)
				}
				slices.Sort(out)
				return out
			}
			got = append(got, fmt.Sprint(m.Kind, " ", m.On, " ", m.LeftOn, " ", seats(m.Ended), " ", seats(m.Began)))
			seen[m.Kind]++
			if m.LeftOn != 0 && m.LeftOn < m.On {
				gaps++
			}
		}
		slices.Reverse(got)
		if want := wantMoves(list, today-1000, today+1); !slices.Equal(got, want) {
			t.Fatalf("case %d, %v:\n%s\nwant\n%s", i, list, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for _, k := range analysis.MoveKinds() {
		if seen[k] < 50 {
			t.Errorf("only %d moves are %s: the test has no teeth", seen[k], k)
		}
	}
	if gaps < 50 {
		t.Errorf("only %d moves over a gap: the test has no teeth", gaps)
	}
}
