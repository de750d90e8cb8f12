package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
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
	loadPoints    = 2  // times the square of the pairings carried
	soleOwnerness = 6  // already the only one with a tie to another decider here
)

// PairingPart is one reason for or against a counterpart.
type PairingPart struct {
	Name   string // "level", "function", "tie", "language", "zone", "sole", "team", "kept", "manager" or "load"
	Points int    // that it adds; below 0 in favour
	Text   string
	Record graph.ID // the record that it rests on; "" for none
}

// colleague is what is known of one of ours as a counterpart.
type colleague struct {
	level     int
	functions []graph.Function
	languages []string
	zone      string
	onTeam    bool // works on the account, other than as its sponsor
	managers  []kernel.N
	soleOf    []int // deciders to whom they alone have a working tie
}

// colleague works out once what is known of one of ours.
func (a *account) colleague(n kernel.N) *colleague {
	if c, known := a.bySide[n]; known {
		return c
	}
	c := &colleague{languages: a.s.NodeProps(n).Strings("languages"), zone: a.s.NodeProps(n).Text("timezone"), managers: a.managers(n)}
	for h := range a.out(n, graph.EdgeHolds) {
		c.level = max(c.level, a.v.Level(h.Node()))
		if f := a.v.Function(h.Node()); f != "" {
			c.functions = append(c.functions, f)
		}
	}
	for h := range a.out(n, graph.EdgeWorksOn) {
		c.onTeam = c.onTeam || h.Node() == a.n && graph.WorkRole(a.s.EdgeProps(h.Edge()).Text("role")) != graph.WorkSponsor
	}
	for i := range a.people {
		if a.people[i].deciding() && a.depth(i) == 1 && a.owners(i)[0] == n {
			c.soleOf = append(c.soleOf, i)
		}
	}
	a.bySide[n] = c
	return c
}

// candidate is one of ours who could look after one of theirs.
type candidate struct {
	n      kernel.N
	points int
}

// benchLevel is the level from which anybody of ours may be proposed as a
// counterpart, whether they work on the account or not.
const benchLevel = 3

// bench returns those of ours at level 3 and above, by id.
func (r *reader) bench() []kernel.N {
	if r.benched {
		return r.ourBench
	}
	r.benched = true
	for _, org := range r.s.Nodes(graph.NodeOrganization) {
		if !r.ourOrg(org) {
			continue
		}
		for in := range r.in(org, graph.EdgeIn) {
			if r.v.Level(in.Node()) >= benchLevel {
				r.ourBench = append(r.ourBench, r.others(r.in(in.Node(), graph.EdgeHolds))...)
			}
		}
	}
	r.ourBench = r.distinct(r.ourBench)
	return r.ourBench
}

// insiders returns those of ours who work on the account or have a working tie into
// it, by id.
func (a *account) insiders() []kernel.N {
	nodes := a.team()
	for i := range a.people {
		nodes = append(nodes, a.owners(i)...)
	}
	return a.distinct(nodes)
}

// candidates returns those of ours who could look after somebody, by points and
// id, without some of them: those who have room for it, and those who would but
// for their capacity. They are those who work on the account, have a working tie
// into it or are paired with the person, and those within the policy's gap of the
// person's level; where none of them has room, whoever else pairing would rather
// take than leave the person alone.
func (a *account) candidates(p int, without ...kernel.N) (free, full []candidate) {
	theirs := a.people[p].n
	near := a.insiders()
	for _, pr := range a.pairings(theirs) {
		near = append(near, pr.ours)
	}
	for _, n := range a.bench() {
		if level := a.people[p].level; level > 0 && levelsApart(a.level(n), level) <= a.policy.CounterpartGap {
			near = append(near, n)
		}
	}
	take := func(nodes []kernel.N, limit int) {
		for _, n := range nodes {
			if slices.Contains(without, n) || !a.fit(n) || a.bar(n, theirs) != "" {
				continue
			}
			c := candidate{n, a.points(n, p)}
			switch {
			case c.points >= limit:
			case a.room(n, theirs):
				free = append(free, c)
			default:
				full = append(full, c)
			}
		}
	}
	near = a.distinct(near)
	take(near, int(forbidden))
	if open := int(a.people[p].wanted()); len(free) == 0 && open > 0 {
		take(slices.DeleteFunc(slices.Clone(a.bench()), func(n kernel.N) bool {
			_, known := slices.BinarySearchFunc(near, n, a.byID)
			return known
		}), open)
	}
	for _, list := range [][]candidate{free, full} {
		slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Or(cmp.Compare(x.points, y.points), a.byID(x.n, y.n)) })
	}
	return free, full
}

// shunnedText says of somebody that they are [reader.shunned].
const shunnedText = "they must not be contacted"

// shunned reports whether somebody must not be contacted.
func (r *reader) shunned(n kernel.N) bool { return r.s.NodeProps(n).Bool("doNotContact") }

// fit reports whether one of ours may be anybody's counterpart.
func (r *reader) fit(n kernel.N) bool {
	return r.ours(n) && !r.s.NodeProps(n).Bool("placeholder") && !r.shunned(n)
}

// bar says why one of ours must not look after or approach a person of theirs,
// whatever room they have; "" where they may. It is the one answer of pairing and
// of every remedy.
func (r *reader) bar(ours, theirs kernel.N) string {
	if r.shunned(theirs) {
		return shunnedText
	}
	if r.forbids(ours, theirs) {
		return "must not approach them"
	}
	if t := r.ourTie(ours, theirs); t != nil && t.conflict {
		return "is at odds with them"
	}
	return ""
}

// barText writes what [reader.bar] says with the names.
func (r *reader) barText(ours, theirs kernel.N, why string) string {
	if why == shunnedText {
		return r.name(theirs) + " must not be contacted"
	}
	return r.name(ours) + " " + strings.Replace(why, "them", r.name(theirs), 1)
}

// mayApproach reports whether one of ours may be sent to a person of theirs.
func (r *reader) mayApproach(ours, theirs kernel.N) bool {
	return r.fit(ours) && r.bar(ours, theirs) == ""
}

// forbids reports whether one person must not ask or approach another, or the
// account where the other sits.
func (r *reader) forbids(from, to kernel.N) bool {
	for h := range r.out(from, graph.EdgeExcludes) {
		if h.Node() == to {
			return true
		}
		if r.s.NodeKind(h.Node()) == graph.NodeAccount && slices.Contains(r.accountsOf(to), h.Node()) {
			return true
		}
	}
	return false
}

// capacity returns how many pairings one of ours can carry; below 0 where nothing
// is said.
func (r *reader) capacity(ours kernel.N) int {
	if v, said := r.s.NodeProps(ours).Get("capacity"); said {
		if limit, whole := v.(int64); whole {
			return int(limit)
		}
	}
	return -1
}

// burden returns how many pairings one of ours carries, and for how many people
// this report has proposed them besides, both without a person of theirs.
func (r *reader) burden(ours, without kernel.N) (carries, proposed int) {
	list := r.charges(ours)
	paired := func(n kernel.N) bool {
		return slices.ContainsFunc(list, func(c charge) bool { return slices.Contains(c.people, n) })
	}
	for _, c := range list {
		if !slices.Contains(c.people, without) {
			carries++
		}
	}
	for _, n := range r.proposed[ours] {
		if n != without && !paired(n) {
			proposed++
		}
	}
	return carries, proposed
}

// room reports whether one of ours can take a person of theirs on, or looks after
// them already.
func (r *reader) room(ours, theirs kernel.N) bool {
	limit := r.capacity(ours)
	if limit < 0 || slices.ContainsFunc(r.pairings(theirs), func(pr pairing) bool { return pr.ours == ours }) {
		return true
	}
	carries, proposed := r.burden(ours, theirs)
	return carries+proposed < limit
}

// entrust notes that a report proposes one of ours for a person of theirs: it
// takes room from what it proposes next.
func (r *reader) entrust(ours, theirs kernel.N) {
	if !slices.Contains(r.proposed[ours], theirs) {
		r.proposed[ours] = append(r.proposed[ours], theirs)
	}
}

// nobodySuited says that nobody of ours may and could look after somebody.
const nobodySuited = "nobody of ours is suited and may"

// noRoom says that nobody of ours has room, and whom to free: the one who would
// fit best and who carries so many pairings.
func (r *reader) noRoom(best kernel.N, carries int) string {
	limit := r.capacity(best)
	s := fmt.Sprintf("nobody of ours has room; free %s for it, who would fit best and ", r.name(best))
	switch {
	case limit == 0:
		return s + "is to carry no pairing"
	case carries < limit: // what is proposed takes the rest
		return s + fmt.Sprintf("is to carry at most %s, those proposed here among them", count(limit, "pairing", "pairings"))
	}
	return s + fmt.Sprintf("carries %s of at most %d", count(carries, "pairing", "pairings"), limit)
}

// points adds up what speaks against one of ours as the counterpart of a person,
// with the other pairings that they carry anywhere and those proposed.
func (a *account) points(n kernel.N, p int) (points int) {
	for _, part := range a.speaks(n, p) {
		points += part.Points
	}
	carries, proposed := a.burden(n, a.people[p].n)
	load := min(carries+proposed, 1000)
	return points + loadPoints*load*load
}

// speaks lists what speaks for and against one of ours as the counterpart of a
// person, but for the load.
func (a *account) speaks(n kernel.N, p int) []PairingPart {
	ours, theirs := a.colleague(n), &a.people[p]
	parts := []PairingPart{levelPart(ours.level, theirs.level), a.functionPart(ours.functions, theirs)}
	if t := a.ourTie(n, theirs.n); t != nil {
		if v := a.verdict(t); v.band != graph.BandNone {
			part := PairingPart{Name: "tie", Points: -int(tiePoints * v.s), Text: tieText(v), Record: v.lastRecord}
			if part.Record == "" && v.stated != nil {
				part.Record = v.stated.id
			}
			parts = append(parts, part)
		}
	}
	their := a.s.NodeProps(theirs.n).Strings("languages")
	if len(ours.languages) > 0 && len(their) > 0 && !slices.ContainsFunc(ours.languages, func(l string) bool { return slices.Contains(their, l) }) {
		parts = append(parts, PairingPart{Name: "language", Points: noLanguage, Text: "no shared language"})
	}
	if h := hoursApart(ours.zone, a.s.NodeProps(theirs.n).Text("timezone")); h > farHours {
		part := PairingPart{Name: "zone", Points: zoneFar, Text: fmt.Sprintf("%.4g hours apart", h)}
		if h > veryFarHours {
			part.Points = zoneVeryFar
		}
		parts = append(parts, part)
	}
	if slices.ContainsFunc(ours.soleOf, func(i int) bool { return i != p }) {
		parts = append(parts, PairingPart{Name: "sole", Points: soleOwnerness, Text: "already the only one with a tie to another decider here"})
	}
	return parts
}

// tieText writes how one of ours stands with a person.
func tieText(v *verdict) string {
	switch {
	case v.band == graph.BandAcquainted:
		return "acquainted with them"
	case v.cooling:
		return "a " + bandText(v.band) + " tie to them that is out of touch"
	}
	return "a " + bandText(v.band) + " tie to them"
}

func levelPart(ours, theirs int) PairingPart {
	part := PairingPart{Name: "level", Text: "level not known"}
	if ours == 0 || theirs == 0 {
		return part
	}
	switch gap := ours - theirs; {
	case gap > 0:
		part.Points, part.Text = gapSenior*gap, count(gap, "level", "levels")+" above"
	case gap < 0:
		part.Points, part.Text = -gapJunior*gap, count(-gap, "level", "levels")+" below"
	default:
		part.Text = "same level"
	}
	return part
}

func (a *account) functionPart(ours []graph.Function, theirs *person) PairingPart {
	part := PairingPart{Name: "function", Points: functionFar, Text: "function not known"}
	for _, f := range ours {
		for _, s := range theirs.seats {
			switch g := a.seats[s].function; {
			case g == "":
			case f == g:
				return PairingPart{Name: "function", Text: "same function"}
			case f.Adjacent(g):
				part.Points, part.Text = functionNear, "neighbouring function"
			case part.Points == functionFar:
				part.Text = "other function"
			}
		}
	}
	return part
}

// advise proposes who of ours should come to know a person and by which
// introduction, without some of ours or of theirs: whoever pairing would allow and
// who has room besides what the report has proposed already.
func (a *account) advise(p int, without ...kernel.N) *Remedy {
	target := a.people[p].n
	if a.shunned(target) {
		return &Remedy{Text: a.who(p) + " must not be contacted"}
	}
	free, full := a.candidates(p, without...)
	tied := func(c candidate) bool {
		t := a.ourTie(c.n, target)
		return t != nil && a.verdict(t).working
	}
	free, full = slices.DeleteFunc(free, tied), slices.DeleteFunc(full, tied)
	if len(free) == 0 {
		why := nobodySuited
		if len(full) > 0 {
			carries, _ := a.burden(full[0].n, target)
			why = a.noRoom(full[0].n, carries)
		}
		return &Remedy{Text: "name somebody to look after " + a.who(p) + ": " + why}
	}
	var beside, doors []kernel.N // those of ours who are in touch already, the strongest first, and of them those who may be asked to introduce
	for _, t := range a.strongestFirst(a.ourTiesTo(target)) {
		if a.verdict(t).working && !slices.Contains(without, t.from) {
			beside = append(beside, t.from)
			if a.mayApproach(t.from, target) {
				doors = append(doors, t.from)
			}
		}
	}
	free = a.underAnother(free, beside)
	owner := free[0].n
	a.entrust(owner, target)
	rm := &Remedy{Owner: a.id(owner), Text: a.appoint(owner, p, beside)}
	for _, c := range free[1:min(3, len(free))] {
		rm.Alternatives = append(rm.Alternatives, a.id(c.n))
	}
	if len(doors) > 0 {
		rm.Path = []graph.ID{a.id(owner), a.id(doors[0]), a.id(target)}
		rm.Text += fmt.Sprintf("; %s can introduce them", a.name(doors[0]))
		return rm
	}
	t := &tour{reader: a.reader, target: target, hops: DefaultHorizon, from: map[kernel.N]bool{owner: true}, without: map[kernel.N]bool{}}
	for _, n := range without {
		t.without[n] = true
	}
	t.explore()
	anybody := func(kernel.N) bool { return false }
	found := t.propose(anybody)
	if found == nil {
		t.from = map[kernel.N]bool{}
		t.explore()
		found = t.propose(anybody)
	}
	if found != nil {
		rm.Path = found.People
		rm.Text += "; " + t.request(found, rm.Owner)
	} else if t := a.ourTie(owner, target); t != nil && a.verdict(t).lastContact != 0 {
		rm.Text += "; they have met before"
	}
	return rm
}

// compareWeight orders people by how much they matter: whether they decide or approve, the
// greatest budget of what they have a part in, how near the nearest of those
// decisions is, and their level.
func (a *account) compareWeight(x, y int) int {
	budget := func(p int) (most float64) {
		for _, pt := range a.people[p].parts {
			if pt.area != none && pt.role != graph.RoleInformed {
				most = max(most, largest(a.areas[pt.area].budget()))
			}
		}
		return most
	}
	due := func(p int) graph.Date {
		nearest := graph.Date(math.MaxInt32)
		for _, pt := range a.people[p].parts {
			if pt.area != none && pt.role != graph.RoleInformed && a.areas[pt.area].facts.Due != 0 && !a.past(a.areas[pt.area].facts.Due) {
				nearest = min(nearest, a.areas[pt.area].facts.Due)
			}
		}
		return nearest
	}
	return cmp.Or(
		-compareBool(a.people[x].deciding(), a.people[y].deciding()),
		cmp.Compare(budget(y), budget(x)),
		cmp.Compare(due(x), due(y)),
		cmp.Compare(a.people[y].level, a.people[x].level),
		cmp.Compare(x, y),
	)
}

// byWeight returns people, those who matter most first.
func (a *account) byWeight(list []int) []int {
	list = slices.Clone(list)
	slices.SortFunc(list, a.compareWeight)
	return list
}

// foremost returns of some people the one who matters most, of those who may be
// contacted where there is any; none for nobody.
func (a *account) foremost(list []int) int {
	if len(list) == 0 {
		return none
	}
	list = a.byWeight(list)
	return list[max(0, slices.IndexFunc(list, func(p int) bool { return !a.shunned(a.people[p].n) }))]
}

// appoint says what to make of one of ours for a person, beside those who are in
// touch with them already.
func (a *account) appoint(owner kernel.N, p int, beside []kernel.N) string {
	paired := slices.ContainsFunc(a.pairings(a.people[p].n), func(pr pairing) bool { return pr.ours == owner })
	switch {
	case paired && a.capture(owner) == 0:
		return fmt.Sprintf("ask %s, who is paired with %s, whether they are in touch", a.name(owner), a.who(p))
	case paired:
		return fmt.Sprintf("%s, who is paired with %s, has to get in touch", a.name(owner), a.who(p))
	case len(beside) > 0:
		return fmt.Sprintf("make %s a counterpart of %s beside %s", a.name(owner), a.who(p), joinNames(a.namesOf(a.ids(beside))))
	}
	return "make " + a.name(owner) + " the counterpart of " + a.who(p)
}

// nearlyAsGood is how many points more somebody under another manager may cost as
// a second counterpart.
const nearlyAsGood = 6

// underAnother puts the first candidate who has no manager in common with those
// who are in touch already before the others, where they are nearly as good: what
// happens to one team then leaves the other tie.
func (a *account) underAnother(list []candidate, beside []kernel.N) []candidate {
	k := slices.IndexFunc(list, func(c candidate) bool {
		return !slices.ContainsFunc(beside, func(n kernel.N) bool { return a.sameManager(c.n, n) })
	})
	if len(beside) == 0 || k <= 0 || list[k].points > list[0].points+nearlyAsGood {
		return list
	}
	return slices.Concat(list[k:k+1], list[:k], list[k+1:])
}

// managers returns who holds the nearest seats above the seats of one of ours by
// solid lines, vacant seats skipped, by id.
func (r *reader) managers(n kernel.N) []kernel.N {
	var out []kernel.N
	seen := map[kernel.N]bool{}
	var climb func(seat kernel.N)
	climb = func(seat kernel.N) {
		for h := range r.out(seat, graph.EdgeReportsTo) {
			up := h.Node()
			if graph.LineKind(r.s.EdgeProps(h.Edge()).Text("kind")) != graph.LineSolid || seen[up] {
				continue
			}
			seen[up] = true
			holders := r.others(r.in(up, graph.EdgeHolds))
			if len(holders) == 0 {
				climb(up)
			}
			out = append(out, holders...)
		}
	}
	for h := range r.out(n, graph.EdgeHolds) {
		climb(h.Node())
	}
	return r.distinct(out)
}

// sameManager reports whether two of ours have a manager in common.
func (a *account) sameManager(x, y kernel.N) bool {
	under := a.colleague(y).managers
	return slices.ContainsFunc(a.colleague(x).managers, func(n kernel.N) bool { return slices.Contains(under, n) })
}
