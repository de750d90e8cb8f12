package accounts

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/zones"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// The points that speak against one of ours as the counterpart of one of theirs;
// the least wins.
const (
	gapJunior     = 12 // each level by which ours is the junior
	gapSenior     = 6  // … the senior
	functionNear  = 4  // neighbouring functions
	functionFar   = 12
	tiePoints     = 20 // times strength, in favour
	noLanguage    = 30 // no shared language, where both are known
	farHours      = 3  // with more hours between the time zones …
	zoneFar       = 4  // … that is far
	veryFarHours  = 6  // with more …
	zoneVeryFar   = 8  // … very far
	LoadPoints    = 2  // times the square of the pairings carried
	soleOwnerness = 6  // already the only one with a tie to another decider here
)

// Colleague is what is known of one of ours as a counterpart.
type Colleague struct {
	Level     int
	Functions []graph.Function
	languages []string
	zone      string
	OnTeam    bool // works on the account, other than as its sponsor
	managers  []kernel.N
	soleOf    []int // deciders to whom they alone have a working tie
}

// Colleague works out once what is known of one of ours.
func (a *Account) Colleague(n kernel.N) *Colleague {
	if c, known := a.BySide[n]; known {
		return c
	}
	c := &Colleague{languages: a.S.NodeProps(n).Strings("languages"), zone: a.S.NodeProps(n).Text("timezone"), managers: managers(a.Reader, n)}
	for h := range a.Out(n, graph.EdgeHolds) {
		c.Level = max(c.Level, a.V.Level(h.Node()))
		if f := a.V.Function(h.Node()); f != "" {
			c.Functions = append(c.Functions, f)
		}
	}
	for h := range a.Out(n, graph.EdgeWorksOn) {
		c.OnTeam = c.OnTeam || h.Node() == a.N && graph.WorkRole(a.S.EdgeProps(h.Edge()).Text("role")) != graph.WorkSponsor
	}
	for i := range a.People {
		if a.People[i].Deciding() && a.Depth(i) == 1 && a.Owners(i)[0] == n {
			c.soleOf = append(c.soleOf, i)
		}
	}
	a.BySide[n] = c
	return c
}

// benchLevel is the level from which anybody of ours may be proposed as a
// counterpart, whether they work on the account or not.
const benchLevel = 3

// Bench returns those of ours at level 3 and above, by id.
func Bench(r *knows.Reader) []kernel.N {
	if r.Benched {
		return r.OurBench
	}
	r.Benched = true
	for _, org := range r.S.Nodes(graph.NodeOrganization) {
		if !r.OurOrg(org) {
			continue
		}
		for in := range r.In(org, graph.EdgeIn) {
			if r.V.Level(in.Node()) >= benchLevel {
				r.OurBench = append(r.OurBench, r.Others(r.In(in.Node(), graph.EdgeHolds))...)
			}
		}
	}
	r.OurBench = r.Distinct(r.OurBench)
	return r.OurBench
}

// Insiders returns those of ours who work on the account or have a working tie into
// it, by id.
func (a *Account) Insiders() []kernel.N {
	nodes := a.Team()
	for i := range a.People {
		nodes = append(nodes, a.Owners(i)...)
	}
	return a.Distinct(nodes)
}

// Shunned reports whether somebody must not be contacted.
func Shunned(r *knows.Reader, n kernel.N) bool { return r.S.NodeProps(n).Bool("doNotContact") }

// Fit reports whether one of ours may be anybody's counterpart.
func Fit(r *knows.Reader, n kernel.N) bool {
	return r.Ours(n) && !r.S.NodeProps(n).Bool("placeholder") && !Shunned(r, n)
}

// Bar says why one of ours must not look after or approach a person of theirs,
// whatever room they have; "" where they may. It is the one answer of pairing and
// of every remedy.
func Bar(r *knows.Reader, ours, theirs kernel.N) string {
	if Shunned(r, theirs) {
		return say.BarContact
	}
	if Forbids(r, ours, theirs) {
		return say.BarApproach
	}
	if t := r.OurTie(ours, theirs); t != nil && t.Conflict {
		return say.BarOdds
	}
	return ""
}

// BarText writes what [Bar] says with the names.
func BarText(r *knows.Reader, ours, theirs kernel.N, why string) string {
	return say.Barred(why, r.Name(ours), r.Name(theirs))
}

// MayApproach reports whether one of ours may be sent to a person of theirs.
func MayApproach(r *knows.Reader, ours, theirs kernel.N) bool {
	return Fit(r, ours) && Bar(r, ours, theirs) == ""
}

// Forbids reports whether one person must not ask or approach another, or the
// account where the other sits.
func Forbids(r *knows.Reader, from, to kernel.N) bool {
	for h := range r.Out(from, graph.EdgeExcludes) {
		if h.Node() == to {
			return true
		}
		if r.S.NodeKind(h.Node()) == graph.NodeAccount && slices.Contains(r.AccountsOf(to), h.Node()) {
			return true
		}
	}
	return false
}

// Capacity returns how many pairings one of ours can carry; below 0 where nothing
// is said.
func Capacity(r *knows.Reader, ours kernel.N) int {
	if v, said := r.S.NodeProps(ours).Get("capacity"); said {
		if limit, whole := v.(int64); whole {
			return int(limit)
		}
	}
	return -1
}

// Burden returns how many pairings one of ours carries, and for how many people
// this report has proposed them besides, both without a person of theirs.
func Burden(r *knows.Reader, ours, without kernel.N) (carries, proposed int) {
	list := r.Charges(ours)
	paired := func(n kernel.N) bool {
		return slices.ContainsFunc(list, func(c knows.Charge) bool { return slices.Contains(c.People, n) })
	}
	for _, c := range list {
		if !slices.Contains(c.People, without) {
			carries++
		}
	}
	for _, n := range r.Proposed[ours] {
		if n != without && !paired(n) {
			proposed++
		}
	}
	return carries, proposed
}

// Room reports whether one of ours can take a person of theirs on, or looks after
// them already.
func Room(r *knows.Reader, ours, theirs kernel.N) bool {
	limit := Capacity(r, ours)
	if limit < 0 || slices.ContainsFunc(r.Pairings(theirs), func(pr knows.Pairing) bool { return pr.Ours == ours }) {
		return true
	}
	carries, proposed := Burden(r, ours, theirs)
	return carries+proposed < limit
}

// NoRoom says that nobody of ours has room, and whom to free: the one who would
// fit best and who carries so many pairings.
func NoRoom(r *knows.Reader, best kernel.N, carries int) string {
	return say.NoRoom(r.Name(best), Capacity(r, best), carries)
}

// Points adds up what speaks against one of ours as the counterpart of a person,
// with the other pairings that they carry anywhere and those proposed.
func (a *Account) Points(n kernel.N, p int) (points int) {
	for _, part := range a.Speaks(n, p) {
		points += part.Points
	}
	carries, proposed := Burden(a.Reader, n, a.People[p].N)
	load := min(carries+proposed, 1000)
	return points + LoadPoints*load*load
}

// Speaks lists what speaks for and against one of ours as the counterpart of a
// person, but for the load.
func (a *Account) Speaks(n kernel.N, p int) []analysis.PairingPart {
	ours, theirs := a.Colleague(n), &a.People[p]
	parts := []analysis.PairingPart{LevelPart(ours.Level, theirs.Level), a.FunctionPart(ours.Functions, theirs)}
	if t := a.OurTie(n, theirs.N); t != nil {
		if v := a.Verdict(t); v.Band != graph.BandNone {
			part := analysis.PairingPart{Name: "tie", Points: -int(tiePoints * v.S), Text: say.TieToThem(v.Band, v.Cooling), Record: v.LastRecord}
			if part.Record == "" && v.Stated != nil {
				part.Record = v.Stated.ID
			}
			parts = append(parts, part)
		}
	}
	their := a.S.NodeProps(theirs.N).Strings("languages")
	if len(ours.languages) > 0 && len(their) > 0 && !slices.ContainsFunc(ours.languages, func(l string) bool { return slices.Contains(their, l) }) {
		parts = append(parts, analysis.PairingPart{Name: "language", Points: noLanguage, Text: say.NoSharedLanguage})
	}
	if h := zones.HoursApart(ours.zone, a.S.NodeProps(theirs.N).Text("timezone")); h > farHours {
		part := analysis.PairingPart{Name: "zone", Points: zoneFar, Text: say.HoursApart(h)}
		if h > veryFarHours {
			part.Points = zoneVeryFar
		}
		parts = append(parts, part)
	}
	if slices.ContainsFunc(ours.soleOf, func(i int) bool { return i != p }) {
		parts = append(parts, analysis.PairingPart{Name: "sole", Points: soleOwnerness, Text: say.SoleElsewhere})
	}
	return parts
}

// LevelPart is what speaks against a pair by their levels, 0 for unknown.
func LevelPart(ours, theirs int) analysis.PairingPart {
	if ours == 0 || theirs == 0 {
		return analysis.PairingPart{Name: "level", Text: say.LevelUnknown}
	}
	gap := ours - theirs
	return analysis.PairingPart{Name: "level", Points: max(gapSenior*gap, -gapJunior*gap), Text: say.LevelGap(gap)}
}

// FunctionPart is what speaks against a pair by the functions of one of ours and of a
// person's seats, those taken that are nearest.
func (a *Account) FunctionPart(ours []graph.Function, theirs *Person) analysis.PairingPart {
	part := analysis.PairingPart{Name: "function", Points: functionFar, Text: say.FunctionUnknown}
	for _, f := range ours {
		for _, s := range theirs.Seats {
			switch g := a.Seats[s].Function; {
			case g == "":
			case f == g:
				return analysis.PairingPart{Name: "function", Text: say.FunctionSame}
			case f.Adjacent(g):
				part.Points, part.Text = functionNear, say.FunctionNear
			case part.Points == functionFar:
				part.Text = say.FunctionOther
			}
		}
	}
	return part
}

// CompareWeight orders people by how much they matter: whether they decide or approve, the
// greatest budget of what they have a part in, how near the nearest of those
// decisions is, and their level.
func (a *Account) CompareWeight(x, y int) int {
	budget := func(p int) (most float64) {
		for _, pt := range a.People[p].Parts {
			if pt.Area != None && pt.Role != graph.RoleInformed {
				most = max(most, knows.Largest(a.Areas[pt.Area].Budget()))
			}
		}
		return most
	}
	due := func(p int) graph.Date {
		nearest := graph.Date(math.MaxInt32)
		for _, pt := range a.People[p].Parts {
			if pt.Area != None && pt.Role != graph.RoleInformed && a.Areas[pt.Area].Facts.Due != 0 && !past(a.Reader, a.Areas[pt.Area].Facts.Due) {
				nearest = min(nearest, a.Areas[pt.Area].Facts.Due)
			}
		}
		return nearest
	}
	return cmp.Or(
		-knows.CompareBool(a.People[x].Deciding(), a.People[y].Deciding()),
		cmp.Compare(budget(y), budget(x)),
		cmp.Compare(due(x), due(y)),
		cmp.Compare(a.People[y].Level, a.People[x].Level),
		cmp.Compare(x, y),
	)
}

// ByWeight returns people, those who matter most first.
func (a *Account) ByWeight(list []int) []int {
	list = slices.Clone(list)
	slices.SortFunc(list, a.CompareWeight)
	return list
}

// Foremost returns of some people the one who matters most, of those who may be
// contacted where there is any; none for nobody.
func (a *Account) Foremost(list []int) int {
	if len(list) == 0 {
		return None
	}
	list = a.ByWeight(list)
	return list[max(0, slices.IndexFunc(list, func(p int) bool { return !Shunned(a.Reader, a.People[p].N) }))]
}

// NearlyAsGood is how many points more somebody under another manager may cost as
// a second counterpart.
const NearlyAsGood = 6

// managers returns who holds the nearest seats above the seats of one of ours by
// solid lines, vacant seats skipped, by id.
func managers(r *knows.Reader, n kernel.N) []kernel.N {
	var out []kernel.N
	seen := map[kernel.N]bool{}
	var climb func(seat kernel.N)
	climb = func(seat kernel.N) {
		for h := range r.Out(seat, graph.EdgeReportsTo) {
			up := h.Node()
			if graph.LineKind(r.S.EdgeProps(h.Edge()).Text("kind")) != graph.LineSolid || seen[up] {
				continue
			}
			seen[up] = true
			holders := r.Others(r.In(up, graph.EdgeHolds))
			if len(holders) == 0 {
				climb(up)
			}
			out = append(out, holders...)
		}
	}
	for h := range r.Out(n, graph.EdgeHolds) {
		climb(h.Node())
	}
	return r.Distinct(out)
}

// SameManager reports whether two of ours have a manager in common.
func (a *Account) SameManager(x, y kernel.N) bool {
	under := a.Colleague(y).managers
	return slices.ContainsFunc(a.Colleague(x).managers, func(n kernel.N) bool { return slices.Contains(under, n) })
}
