package coverage

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/kernel"
)

// longest returns the length of the longest hole.
func longest(l *analysis.Ladder) (n int) {
	for _, h := range l.Holes {
		n = max(n, len(h))
	}
	return n
}

func (c *Cover) ladders() []analysis.AreaLadders {
	out := make([]analysis.AreaLadders, len(c.Areas))
	for k := range c.Areas {
		ar := &c.Areas[k]
		al := analysis.AreaLadders{Area: ar.Facts.ID, Name: ar.Facts.Name}
		seen := map[int]bool{}
		for _, u := range ar.Users {
			for _, s := range c.People[u].Seats {
				if seen[s] {
					continue
				}
				seen[s] = true
				if chain := c.climb(s, ar); chain != nil {
					al.Ladders = append(al.Ladders, c.ladder(chain, ar))
				}
			}
		}
		slices.SortStableFunc(al.Ladders, func(x, y analysis.Ladder) int {
			return cmp.Or(
				cmp.Compare(longest(&x), longest(&y)),
				cmp.Compare(len(x.Holes), len(y.Holes)),
				-cmp.Compare(min(len(x.Holders), 2), min(len(y.Holders), 2)),
			)
		})
		al.Secure = slices.ContainsFunc(al.Ladders, func(l analysis.Ladder) bool { return l.Tied && len(l.Holders) >= 2 })
		out[k] = al
	}
	return out
}

// climb returns the seats from a user's seat to the topmost seat above it whose
// holder decides or approves in the area. Where none lies above, the chain goes
// up to the first seat that also stands above such a seat, and down to it; nil
// where nothing joins them.
func (c *Cover) climb(from int, ar *accounts.Area) []int {
	tops := map[int]bool{}
	var topSeats []int
	for _, p := range ar.Deciding() {
		for _, s := range c.People[p].Seats {
			if !tops[s] {
				tops[s] = true
				topSeats = append(topSeats, s)
			}
		}
	}
	slices.Sort(topSeats)
	chain := append([]int{from}, c.Above(from)...)
	for i := len(chain) - 1; i >= 0; i-- {
		if tops[chain[i]] {
			return chain[:i+1]
		}
	}
	var best []int
	for _, top := range topSeats {
		down := append([]int{top}, c.Above(top)...)
		for i, s := range chain {
			j := slices.Index(down, s)
			if j < 0 {
				continue
			}
			path := slices.Clone(chain[:i+1])
			for j--; j >= 0; j-- {
				path = append(path, down[j])
			}
			if best == nil || len(path) < len(best) {
				best = path
			}
			break
		}
	}
	return best
}

func (c *Cover) ladder(chain []int, ar *accounts.Area) (l analysis.Ladder) {
	var hole []graph.ID
	var holders []kernel.N
	close := func() {
		if len(hole) > 0 {
			l.Holes = append(l.Holes, hole)
			hole = nil
		}
	}
	deciding := ar.Deciding()
	for i, s := range chain {
		st := &c.Seats[s]
		if len(st.Holders) == 0 {
			continue // withheld, unknown or one of ours: nobody to be tied to
		}
		r := analysis.Rung{Seat: c.ID(st.N), ViaVacancy: i > 0 && c.Seats[chain[i-1]].Boss == s && c.Seats[chain[i-1]].ViaVacancy}
		var owners []kernel.N
		for _, p := range st.Holders {
			r.People = append(r.People, c.Pid(p))
			owners = append(owners, c.Owners(p)...)
			r.Decides = r.Decides || slices.Contains(deciding, p)
		}
		holders = append(holders, owners...)
		r.Owners = c.IDs(c.Distinct(owners))
		r.Tied = len(r.Owners) > 0
		if r.Tied {
			close()
		} else {
			hole = append(hole, r.People[0])
		}
		l.Rungs = append(l.Rungs, r)
	}
	close()
	l.Holders = c.IDs(c.Distinct(holders))
	l.Tied = len(l.Holes) == 0
	return l
}

// neighbourhoods describes the surroundings of everybody who decides, approves,
// influences, guards the way or buys, by solid lines.
func (c *Cover) neighbourhoods() []analysis.Neighbourhood {
	below := make([][]int, len(c.Seats))
	for s := range c.Seats {
		if b := c.Seats[s].Boss; b != accounts.None {
			below[b] = append(below[b], s)
		}
	}
	var out []analysis.Neighbourhood
	for p := range c.People {
		if c.People[p].Has(analysis.KeyRole) {
			out = append(out, c.Neighbourhood(p, below))
		}
	}
	return out
}

// Neighbourhood describes the surroundings of one person, with the seats below each seat.
func (c *Cover) Neighbourhood(p int, below [][]int) analysis.Neighbourhood {
	nb := analysis.Neighbourhood{Person: c.Pid(p), Name: c.Who(p)}
	seen := map[int]bool{p: true}
	var owners, unknown []kernel.N
	take := func(list *[]graph.ID, s int) {
		for _, q := range c.Seats[s].Holders {
			if seen[q] {
				continue
			}
			seen[q] = true
			*list = append(*list, c.Pid(q))
			nb.Size++
			if c.known(q) {
				nb.Known++
			}
			if c.Depth(q) > 0 {
				nb.Tied++
				owners = append(owners, c.Owners(q)...)
			} else {
				unknown = append(unknown, c.People[q].N)
			}
		}
	}
	for _, s := range c.People[p].Seats {
		b := c.Seats[s].Boss
		if b != accounts.None {
			take(&nb.Supervisor, b)
		}
		for _, r := range below[s] {
			take(&nb.Reports, r)
		}
		if b != accounts.None {
			for _, q := range below[b] {
				if q != s && accounts.LevelsApart(c.Seats[s].Level, c.Seats[q].Level) <= accounts.PeerLevels {
					take(&nb.Peers, q)
				}
			}
		}
	}
	for _, list := range []*[]graph.ID{&nb.Supervisor, &nb.Peers, &nb.Reports} {
		slices.Sort(*list)
	}
	nb.Owners, nb.Unknown = c.IDs(c.Distinct(owners)), c.IDs(c.Distinct(unknown))
	return nb
}

// known reports whether anybody of ours is at least acquainted with a person.
func (c *Cover) known(p int) bool {
	for _, t := range c.OurTiesTo(c.People[p].N) {
		if c.Works(t) || c.Verdict(t).Band != graph.BandNone {
			return true
		}
	}
	return false
}
