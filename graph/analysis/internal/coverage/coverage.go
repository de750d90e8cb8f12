// Package coverage finds where an account is not covered: which of its people are known
// to whom of ours, by cell of level and function, by ladder from the users up and by the
// surroundings of each key contact, and which of the rules G1 to G11 fire. It works on
// an account as package accounts reads it, and lets package advice propose what to do.
package coverage

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// Answer answers for one account; which findings are robust is tried at half and
// at twice the half-lives.
func Answer(r *knows.Reader, q analysis.CoverageQuery) (*analysis.CoverageReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	a, err := accounts.ReadAccount(r, q.Account)
	if err != nil {
		return nil, err
	}
	a.Blind()
	c := &Cover{Account: a, Reach: a.ReadReach(), Main: true}
	rep := &analysis.CoverageReport{
		Account: a.ID(a.N), Policy: a.Policy,
		Cells: c.Cells(), People: c.covered(), Ladders: c.ladders(), Neighbourhoods: c.neighbourhoods(), Shape: c.shape(),
	}
	c.weigh(&rep.Shape)
	rep.Sentence = c.told(&rep.Shape).Sentence()
	findings := c.Gaps(q.Rules)
	for _, p := range []knows.Pace{knows.Halved, knows.Doubled} {
		reach := c.Reach.Paced(p)
		other := (&Cover{Account: reach.Account, Reach: reach, quiet: true}).Gaps(q.Rules)
		for i := range findings {
			f := &findings[i]
			f.Robust = f.Robust && slices.ContainsFunc(other, func(o knows.Found) bool {
				return o.Rule == f.Rule && slices.Equal(o.Subjects, f.Subjects)
			})
		}
	}
	rep.Envelope = a.Envelope(accounts.Version(&a.Policy), findings)
	return rep, nil
}

// told gathers what is told of an account as a whole.
func (c *Cover) told(sh *analysis.RelationshipShape) say.Cover {
	out := say.Cover{
		Account: c.Facts.Name, People: len(c.People), Areas: len(c.Areas),
		Ties: sh.Ties, Strong: sh.Strong, Deciding: sh.Deciding, DecidingMet: sh.DecidingMet,
	}
	for p := range c.People {
		switch c.Depth(p) {
		case 0:
		case 1:
			out.One++
		default:
			out.Two++
		}
	}
	return out
}

// weigh adds what makes the ties worth more than their number: to whom they lead,
// and how good they are.
func (c *Cover) weigh(sh *analysis.RelationshipShape) {
	for p := range c.People {
		if c.People[p].Deciding() {
			sh.Deciding++
			if c.Depth(p) > 0 {
				sh.DecidingMet++
			}
		}
		for _, t := range c.OurTiesTo(c.People[p].N) {
			if b := c.Verdict(t).Band; c.Works(t) && (b == graph.BandStrong || b == graph.BandClose) {
				sh.Strong++
			}
		}
	}
}

// Cover is the work on one coverage report.
type Cover struct {
	*accounts.Account
	Reach *accounts.Reach
	Main  bool // wants remedies
	quiet bool // a run for robustness: wants neither remedies nor the facts about each tie
}

func (c *Cover) status(s *accounts.Seat, depth int) analysis.CoverStatus {
	switch {
	case depth >= 2:
		return analysis.CoverTwoDeep
	case depth == 1:
		return analysis.CoverOneDeep
	}
	return analysis.CoverNone
}

// blankStatus is the status of a seat without a known holder.
func blankStatus(s *accounts.Seat) analysis.CoverStatus {
	if s.Occupancy == graph.OccupancyVacant {
		return analysis.CoverVacant
	}
	return analysis.CoverUnmapped
}

// Cells builds the matrix. Somebody with several seats in a cell counts once in
// it.
func (c *Cover) Cells() []analysis.CoverageCell {
	type place struct {
		level    int
		function graph.Function
	}
	at := map[place]*analysis.CoverageCell{}
	counted := map[place]map[int]bool{}
	cell := func(p place) *analysis.CoverageCell {
		if at[p] == nil {
			at[p] = &analysis.CoverageCell{Level: p.level, Function: p.function}
			counted[p] = map[int]bool{}
		}
		return at[p]
	}
	for i := range c.Seats {
		s := &c.Seats[i]
		p := place{s.Level, s.Function}
		k := cell(p)
		base := analysis.CoverageSeat{Seat: c.ID(s.N), Title: c.V.Title(s.N)}
		if len(s.Holders) == 0 {
			if s.Occupancy == graph.OccupancyHeld && !s.Placeholds {
				continue // one of ours sits there
			}
			base.Status = blankStatus(s)
			k.Seats = append(k.Seats, base)
			if base.Status == analysis.CoverVacant {
				k.Vacant++
			} else {
				k.Unmapped++
			}
			continue
		}
		for _, h := range s.Holders {
			cs := base
			cs.Person, cs.Name = c.Pid(h), c.Who(h)
			cs.Roles, cs.Opinion = c.People[h].Roles()
			cs.Owners, cs.Depth = c.IDs(c.Owners(h)), c.Depth(h)
			cs.Status = c.status(s, cs.Depth)
			k.Seats = append(k.Seats, cs)
			if counted[p][h] {
				continue
			}
			counted[p][h] = true
			switch cs.Status {
			case analysis.CoverTwoDeep:
				k.TwoDeep++
			case analysis.CoverOneDeep:
				k.OneDeep++
			default:
				k.None++
			}
		}
	}
	for _, e := range c.Policy.Expected {
		if k := cell(place{e.Level, e.Function}); len(k.Seats) == 0 {
			k.Unmapped++
		}
	}
	var out []analysis.CoverageCell
	for _, k := range at {
		out = append(out, *k)
	}
	order := func(f graph.Function) int {
		if f == "" {
			return len(graph.Functions())
		}
		return slices.Index(graph.Functions(), f)
	}
	slices.SortFunc(out, func(x, y analysis.CoverageCell) int {
		return cmp.Or(cmp.Compare(y.Level, x.Level), cmp.Compare(order(x.Function), order(y.Function)))
	})
	return out
}

func (c *Cover) covered() []analysis.CoveredPerson {
	out := make([]analysis.CoveredPerson, len(c.People))
	for i := range c.People {
		p := &c.People[i]
		st := c.Stance(p.N, []kernel.N{c.N}, knows.Nowhere)
		cp := analysis.CoveredPerson{
			Person: c.Pid(i), Name: c.Who(i), Level: p.Level, Parts: c.Parts(i),
			Stance: st.Stance, StanceRecord: st.Record, StanceDispute: st.Disputed,
			Owners: c.IDs(c.Owners(i)), Depth: c.Depth(i), Reached: losses.Reached(c.Reach, i, analysis.DefaultHorizon), LastContact: c.LastMeeting(p.N).On,
		}
		for _, s := range p.Seats {
			cp.Seats = append(cp.Seats, c.ID(c.Seats[s].N))
		}
		out[i] = cp
	}
	return out
}

// The shares that make a form.
const (
	bowTieShare      = 0.70
	diamondShare     = 0.40
	diamondFunctions = 4
)

func (c *Cover) shape() analysis.RelationshipShape {
	sh := analysis.RelationshipShape{Form: analysis.FormNone}
	ours := map[kernel.N]int{}
	linked := map[graph.Function]bool{}
	top := 0
	for i := range c.People {
		d := c.Depth(i)
		if d == 0 {
			continue
		}
		sh.Ties += d
		sh.TheirPeople++
		if d > top {
			top, sh.TheirTop = d, c.Pid(i)
		}
		for _, n := range c.Owners(i) {
			ours[n]++
		}
		for _, s := range c.People[i].Seats {
			linked[c.Seats[s].Function] = true
		}
	}
	if sh.Ties == 0 {
		return sh
	}
	sh.TheirShare = knows.Rounded(float64(top) / float64(sh.Ties))
	var nodes []kernel.N
	for n := range ours {
		nodes = append(nodes, n)
	}
	top = 0
	for _, n := range c.Distinct(nodes) {
		if ours[n] > top {
			top, sh.OurTop = ours[n], c.ID(n)
		}
	}
	sh.OurPeople, sh.OurShare = len(ours), knows.Rounded(float64(top)/float64(sh.Ties))
	for _, f := range graph.Functions() {
		if linked[f] {
			sh.Functions = append(sh.Functions, f)
		}
	}
	switch {
	case sh.OurShare >= bowTieShare || sh.TheirShare >= bowTieShare:
		sh.Form = analysis.FormBowTie
	case sh.OurShare <= diamondShare && sh.TheirShare <= diamondShare && len(sh.Functions) >= diamondFunctions:
		sh.Form = analysis.FormDiamond
	default:
		sh.Form = analysis.FormMixed
	}
	return sh
}

// HandoverDays is for how long after leaving somebody's word still opens doors
// where they were.
const HandoverDays = 30
