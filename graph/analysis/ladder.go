package analysis

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// AreaLadders says whether a decision area is secure from bottom to top.
type AreaLadders struct {
	Area    graph.ID
	Name    string
	Secure  bool     // a ladder is tied on every rung, by at least two of ours
	Ladders []Ladder // one per user, the best first
}

// Ladder is the chain of occupied seats from a user to the top of a decision.
type Ladder struct {
	Rungs   []Rung       // from the user upwards
	Holes   [][]graph.ID // runs of people next to each other without a working tie, lowest first
	Holders []graph.ID   // those of ours who hold its ties, by id
	Tied    bool         // no holes
}

// Rung is one occupied seat of a ladder.
type Rung struct {
	Seat       graph.ID
	People     []graph.ID // its holders
	Owners     []graph.ID // those of ours with a working tie to any of them
	Tied       bool
	Decides    bool // a holder decides or approves here
	ViaVacancy bool // vacant seats lie between it and the rung below
}

// longest returns the length of the longest hole.
func (l *Ladder) longest() (n int) {
	for _, h := range l.Holes {
		n = max(n, len(h))
	}
	return n
}

func (c *cover) ladders() []AreaLadders {
	out := make([]AreaLadders, len(c.areas))
	for k := range c.areas {
		ar := &c.areas[k]
		al := AreaLadders{Area: ar.facts.ID, Name: ar.facts.Name}
		seen := map[int]bool{}
		for _, u := range ar.users {
			for _, s := range c.people[u].seats {
				if seen[s] {
					continue
				}
				seen[s] = true
				if chain := c.climb(s, ar); chain != nil {
					al.Ladders = append(al.Ladders, c.ladder(chain, ar))
				}
			}
		}
		slices.SortStableFunc(al.Ladders, func(x, y Ladder) int {
			return cmp.Or(
				cmp.Compare(x.longest(), y.longest()),
				cmp.Compare(len(x.Holes), len(y.Holes)),
				-cmp.Compare(min(len(x.Holders), 2), min(len(y.Holders), 2)),
			)
		})
		al.Secure = slices.ContainsFunc(al.Ladders, func(l Ladder) bool { return l.Tied && len(l.Holders) >= 2 })
		out[k] = al
	}
	return out
}

// climb returns the seats from a user's seat to the topmost seat above it whose
// holder decides or approves in the area. Where none lies above, the chain goes
// up to the first seat that also stands above such a seat, and down to it; nil
// where nothing joins them.
func (c *cover) climb(from int, ar *area) []int {
	tops := map[int]bool{}
	var topSeats []int
	for _, p := range ar.deciding() {
		for _, s := range c.people[p].seats {
			if !tops[s] {
				tops[s] = true
				topSeats = append(topSeats, s)
			}
		}
	}
	slices.Sort(topSeats)
	chain := append([]int{from}, c.above(from)...)
	for i := len(chain) - 1; i >= 0; i-- {
		if tops[chain[i]] {
			return chain[:i+1]
		}
	}
	var best []int
	for _, top := range topSeats {
		down := append([]int{top}, c.above(top)...)
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

func (c *cover) ladder(chain []int, ar *area) (l Ladder) {
	var hole []graph.ID
	var holders []kernel.N
	close := func() {
		if len(hole) > 0 {
			l.Holes = append(l.Holes, hole)
			hole = nil
		}
	}
	deciding := ar.deciding()
	for i, s := range chain {
		st := &c.seats[s]
		if len(st.holders) == 0 {
			continue // withheld, unknown or one of ours: nobody to be tied to
		}
		r := Rung{Seat: c.id(st.n), ViaVacancy: i > 0 && c.seats[chain[i-1]].boss == s && c.seats[chain[i-1]].viaVacancy}
		var owners []kernel.N
		for _, p := range st.holders {
			r.People = append(r.People, c.pid(p))
			owners = append(owners, c.owners(p)...)
			r.Decides = r.Decides || slices.Contains(deciding, p)
		}
		holders = append(holders, owners...)
		r.Owners = c.ids(c.distinct(owners))
		r.Tied = len(r.Owners) > 0
		if r.Tied {
			close()
		} else {
			hole = append(hole, r.People[0])
		}
		l.Rungs = append(l.Rungs, r)
	}
	close()
	l.Holders = c.ids(c.distinct(holders))
	l.Tied = len(l.Holes) == 0
	return l
}

// peerLevels is by how many levels peers differ at most.
const peerLevels = 1

// Neighbourhood is who sits around a key contact and whom of them we know.
type Neighbourhood struct {
	Person     graph.ID
	Name       string
	Supervisor []graph.ID // holders of the seat above, over vacancies
	Peers      []graph.ID // under the same seat, at most a level apart
	Reports    []graph.ID
	Size       int        // how many people that is
	Known      int        // with a tie of ours of at least the band ACQUAINTED
	Tied       int        // with a working tie of ours
	Owners     []graph.ID // those of ours who hold these ties, by id
	Unknown    []graph.ID // the people without a working tie, by id
}

// neighbourhoods describes the surroundings of everybody who decides, approves,
// influences, guards the way or buys, by solid lines.
func (c *cover) neighbourhoods() []Neighbourhood {
	below := make([][]int, len(c.seats))
	for s := range c.seats {
		if b := c.seats[s].boss; b != none {
			below[b] = append(below[b], s)
		}
	}
	var out []Neighbourhood
	for p := range c.people {
		if c.people[p].has(key) {
			out = append(out, c.neighbourhood(p, below))
		}
	}
	return out
}

func (c *cover) neighbourhood(p int, below [][]int) Neighbourhood {
	nb := Neighbourhood{Person: c.pid(p), Name: c.who(p)}
	seen := map[int]bool{p: true}
	var owners, unknown []kernel.N
	take := func(list *[]graph.ID, s int) {
		for _, q := range c.seats[s].holders {
			if seen[q] {
				continue
			}
			seen[q] = true
			*list = append(*list, c.pid(q))
			nb.Size++
			if c.known(q) {
				nb.Known++
			}
			if c.depth(q) > 0 {
				nb.Tied++
				owners = append(owners, c.owners(q)...)
			} else {
				unknown = append(unknown, c.people[q].n)
			}
		}
	}
	for _, s := range c.people[p].seats {
		b := c.seats[s].boss
		if b != none {
			take(&nb.Supervisor, b)
		}
		for _, r := range below[s] {
			take(&nb.Reports, r)
		}
		if b != none {
			for _, q := range below[b] {
				if q != s && levelsApart(c.seats[s].level, c.seats[q].level) <= peerLevels {
					take(&nb.Peers, q)
				}
			}
		}
	}
	for _, list := range []*[]graph.ID{&nb.Supervisor, &nb.Peers, &nb.Reports} {
		slices.Sort(*list)
	}
	nb.Owners, nb.Unknown = c.ids(c.distinct(owners)), c.ids(c.distinct(unknown))
	return nb
}

// levelsApart is 0 where either level is unknown.
func levelsApart(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return max(a-b, b-a)
}

// known reports whether anybody of ours is at least acquainted with a person.
func (c *cover) known(p int) bool {
	for _, t := range c.ourTiesTo(c.people[p].n) {
		if c.works(t) || c.verdict(t).band != graph.BandNone {
			return true
		}
	}
	return false
}
