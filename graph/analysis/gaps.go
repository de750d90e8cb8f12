package analysis

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// gapRule is one rule of coverage.
type gapRule struct {
	rule  Rule
	apply func(*cover) []found
}

var gapRules = []gapRule{
	{RuleDeciderDark, (*cover).deciderDark},
	{RuleDeciderThin, (*cover).deciderThin},
	{RuleNeighbourhood, (*cover).neighbourhoodThin},
	{RuleBrokenLadder, (*cover).brokenLadder},
	{RuleFunctionDark, (*cover).functionDark},
	{RuleAllThroughOne, (*cover).allThroughOne},
	{RuleNoAlly, (*cover).noAlly},
	{RulePairingAsleep, (*cover).pairingAsleep},
	{RuleNewFace, (*cover).newFace},
	{RuleUnmapped, (*cover).unmapped},
	{RuleOnlyDetractor, (*cover).onlyDetractor},
}

// gaps applies the rules asked for.
func (c *cover) gaps(want []Rule) []found {
	var out []found
	for _, g := range gapRules {
		if len(want) > 0 && !slices.Contains(want, g.rule) {
			continue
		}
		for _, f := range g.apply(c) {
			f.Rule, f.Robust = g.rule, true
			out = append(out, f)
		}
	}
	return out
}

// stake returns the greatest budget of the areas in which a person has a part
// that matters, and whether any of their decisions is near.
func (c *cover) stake(p int, matters func(graph.Role) bool) (budget float64, near, opinion bool, facts []Reason) {
	for _, pt := range c.people[p].parts {
		if !matters(pt.role) {
			continue
		}
		facts = append(facts, c.partReason(p, pt))
		opinion = opinion || pt.opinion
		if pt.area != none {
			budget = max(budget, largest(c.areas[pt.area].budget()))
			near = near || c.near(pt.area)
		}
	}
	return budget, near, opinion, facts
}

func decidesOrApproves(r graph.Role) bool { return decides(r) || approves(r) }

// deciderDark is G1.
func (c *cover) deciderDark() (out []found) {
	for p := range c.people {
		if !c.people[p].deciding() || c.depth(p) > 0 || c.reach.reached(p, DefaultHorizon) {
			continue
		}
		budget, near, opinion, facts := c.stake(p, decidesOrApproves)
		f := found{Finding: Finding{
			Severity: graph.SeverityS2, Subjects: []graph.ID{c.pid(p)}, Opinion: opinion, Confidence: c.trust(p),
			Policy: "a decider is reached within two handshakes", Reasons: append(facts, c.tiesReasons(p)...),
			Sentence: c.darkSentence(p),
		}, budget: budget, name: c.who(p)}
		if near {
			f.Severity = graph.SeverityS1
		}
		if c.main {
			f.advise = func() *Remedy { return c.advise(p) }
		}
		out = append(out, f)
	}
	return out
}

// what says what a person does in the decision that matters most: to decide comes
// before the rest, and then the greater budget: "decides ERP (2.5M EUR)".
func (c *cover) what(p int, matters func(graph.Role) bool) string {
	best, text := -1.0, "has no part in a decision"
	for _, pt := range c.people[p].parts {
		if !matters(pt.role) {
			continue
		}
		weight := 0.0
		if pt.area != none {
			weight = largest(c.areas[pt.area].budget())
		}
		if decides(pt.role) {
			weight += math.MaxFloat32
		}
		if weight > best {
			best, text = weight, c.does(pt)
		}
	}
	return text
}

// lastSeen says when anybody of ours, or who was on that day, last met a person,
// or that no contact is on record and whose would not be.
func (c *cover) lastSeen(p int) string {
	switch last := c.lastMeeting(c.people[p].n); {
	case last.left:
		return fmt.Sprintf("last met on %s by %s, who has left", dayText(last.on), c.name(last.who))
	case last.on != 0:
		return fmt.Sprintf("last met on %s by %s", dayText(last.on), c.name(last.who))
	}
	var blind []string
	for _, n := range c.team() {
		if c.ours(n) && c.capture(n) == 0 {
			blind = append(blind, c.name(n))
		}
	}
	if len(blind) > 0 {
		return fmt.Sprintf("no contact is on record, and contacts of %s would not be noticed", joinNames(blind))
	}
	return "no contact is on record"
}

func (c *cover) darkSentence(p int) string {
	return fmt.Sprintf("%s %s, and nobody of ours reaches them: we have no working tie to them, nor to anybody who is known to lead to them; %s.", c.who(p), c.what(p, decidesOrApproves), c.lastSeen(p))
}

// deciderThin is G2. A decider who is dark is G1's.
func (c *cover) deciderThin() (out []found) {
	for p := range c.people {
		depth := c.depth(p)
		var want int
		matters := decidesOrApproves
		switch {
		case c.people[p].deciding():
			want = c.policy.DeciderDepth
			if depth == 0 && !c.reach.reached(p, DefaultHorizon) {
				continue
			}
		case c.people[p].has(voice):
			want, matters = c.policy.InfluencerDepth, voice
		}
		if depth >= want {
			continue
		}
		budget, _, opinion, facts := c.stake(p, matters)
		f := found{Finding: Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{c.pid(p)}, Opinion: opinion, Confidence: c.trust(p),
			Policy: fmt.Sprintf("at least %d of ours with a working tie", want), Reasons: append(facts, c.tiesReasons(p)...),
		}, budget: budget, name: c.who(p)}
		if c.people[p].deciding() && (depth == 0 || c.facts.Tier == graph.TierStrategic) {
			f.Severity = graph.SeverityS2
		}
		does := c.what(p, matters)
		switch depth {
		case 0:
			f.Sentence = fmt.Sprintf("%s %s, and nobody of ours has a working tie to them; the policy wants %d; %s.", c.who(p), does, want, c.lastSeen(p))
		case 1:
			f.Sentence = fmt.Sprintf("%s %s, and only %s of ours has a working tie to them; the policy wants %d.", c.who(p), does, joinNames(c.ownerNames(p)), want)
		default:
			f.Sentence = fmt.Sprintf("%s %s, and only %d of ours have a working tie to them; the policy wants %d.", c.who(p), does, depth, want)
		}
		if c.main {
			f.advise = func() *Remedy { return c.advise(p) }
		}
		out = append(out, f)
	}
	return out
}

func (c *cover) ownerNames(p int) []string {
	var out []string
	for _, n := range c.owners(p) {
		out = append(out, c.name(n))
	}
	return out
}

// neighbourhoodThin is G3.
func (c *cover) neighbourhoodThin() (out []found) {
	if c.policy.Neighbourhood == 0 {
		return nil
	}
	for _, nb := range c.neighbourhoods() {
		if nb.Size == 0 {
			continue
		}
		share := float64(nb.Tied) / float64(nb.Size)
		thin := share < c.policy.Neighbourhood
		one := nb.Size >= 2 && len(nb.Owners) == 1
		if !thin && !one {
			continue
		}
		n, _ := c.s.Node(nb.Person)
		p := c.at[n]
		budget, _, opinion, _ := c.stake(p, key)
		f := found{Finding: Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{nb.Person}, Opinion: opinion, Confidence: graph.ConfidenceMedium,
			Policy:   fmt.Sprintf("ties to %.0f %% of the neighbours, by more than one of ours", 100*c.policy.Neighbourhood),
			Reasons:  c.aroundReasons(&nb),
			Sentence: fmt.Sprintf("Around %s (boss, peers, reports) we have a working tie to %d of %s.", nb.Name, nb.Tied, count(nb.Size, "person", "people")),
		}, budget: budget, name: nb.Name}
		switch {
		case nb.Size == 1 && nb.Tied == 0:
			f.Sentence = ended(fmt.Sprintf("Around %s (boss, peers, reports) we have no working tie to the only person, %s", nb.Name, joinNames(c.namesOf(nb.Unknown))))
		case nb.Tied == 0:
			f.Sentence = fmt.Sprintf("Around %s (boss, peers, reports) we have no working tie to any of %d people.", nb.Name, nb.Size)
		}
		if one {
			owner, _ := c.s.Node(nb.Owners[0])
			f.Sentence = strings.TrimSuffix(f.Sentence, ".") + ", by " + c.name(owner) + " alone."
		}
		if c.main {
			f.advise = func() *Remedy { return c.explore(&nb) }
		}
		out = append(out, f)
	}
	return out
}

// maxListed bounds the ties that the facts of one finding list.
const maxListed = 20

// text counts whom of those around a key contact we know.
func (nb *Neighbourhood) text() string {
	tied := fmt.Sprintf("%d of them by a working tie", nb.Tied)
	switch {
	case nb.Tied == 0:
		tied = "but not by a working tie"
	case nb.Tied == nb.Known:
		tied = "by a working tie"
	}
	switch {
	case nb.Size == 1 && nb.Known == 0:
		return "we do not know the only person around " + nb.Name
	case nb.Size == 1:
		return fmt.Sprintf("we know the only person around %s, %s", nb.Name, tied)
	case nb.Known == 0:
		return fmt.Sprintf("we know none of %d people around %s", nb.Size, nb.Name)
	}
	return fmt.Sprintf("of %d people around %s we know %d, %s", nb.Size, nb.Name, nb.Known, tied)
}

// aroundReasons says whom of those around a key contact we know, and by which tie.
func (c *cover) aroundReasons(nb *Neighbourhood) []Reason {
	facts := []Reason{{Text: nb.text(), Record: nb.Person}}
	for _, id := range slices.Concat(nb.Supervisor, nb.Peers, nb.Reports) {
		if n, _ := c.s.Node(id); !c.quiet && len(facts) <= maxListed {
			facts = append(facts, c.coverReason(c.at[n]))
		}
	}
	return facts
}

// coverReason says by which working tie of ours somebody is covered, the strongest
// one, or that there is none.
func (c *cover) coverReason(p int) Reason {
	for _, t := range c.strongestFirst(c.ourTiesTo(c.people[p].n)) {
		if c.works(t) {
			return c.hopReason(hop{from: t.from, to: t.to, kind: hopTie, tie: t})
		}
	}
	return Reason{Text: "no working tie to " + c.who(p), Record: c.pid(p)}
}

// explore proposes to come to know the people around a key contact, beginning with
// the one who matters most; those who must not be contacted are left out.
func (c *cover) explore(nb *Neighbourhood) *Remedy {
	if len(nb.Unknown) == 0 {
		return &Remedy{Text: "let a second one of ours come to know the people around " + nb.Name}
	}
	var open []int
	for _, id := range nb.Unknown {
		n, _ := c.s.Node(id)
		if p := c.at[n]; !c.shunned(n) {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return &Remedy{Text: fmt.Sprintf("nothing: %s, around %s, must not be contacted", joinNames(c.namesOf(nb.Unknown)), nb.Name)}
	}
	open = c.byWeight(open)
	rm := c.advise(open[0])
	if len(open) > 1 {
		rm.Text = fmt.Sprintf("come to know %s; begin with %s: %s", joinNames(c.names(open)), c.who(open[0]), rm.Text)
	}
	return rm
}

// brokenLadder is G4: the best ladder of an area has a hole.
func (c *cover) brokenLadder() (out []found) {
	for k, al := range c.ladders() {
		if len(al.Ladders) == 0 || al.Ladders[0].Tied {
			continue
		}
		best := al.Ladders[0]
		hole := best.Holes[0]
		for _, h := range best.Holes {
			if len(h) > len(hole) {
				hole = h
			}
		}
		f := found{Finding: Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{al.Area}, Policy: "a chain of working ties from the users to the top",
			Confidence: graph.ConfidenceMedium,
			Sentence:   ended(fmt.Sprintf("On the way up from those who use %s to those who decide it we have no working tie to %s", al.Name, joinNames(c.namesOf(slices.Concat(best.Holes...))))),
		}, budget: largest(c.areas[k].budget()), name: al.Name}
		if len(hole) >= 2 {
			f.Severity = graph.SeverityS2
		}
		for _, r := range best.Rungs {
			if c.quiet {
				break
			}
			n, _ := c.s.Node(r.People[0])
			for _, id := range r.People {
				if m, _ := c.s.Node(id); c.depth(c.at[n]) == 0 && c.depth(c.at[m]) > 0 {
					n = m
				}
			}
			f.Reasons = append(f.Reasons, c.coverReason(c.at[n]))
		}
		if c.main {
			f.advise = func() *Remedy { return c.advise(c.lowestOpen(hole)) }
		}
		out = append(out, f)
	}
	return out
}

// lowestOpen returns of the people of a hole, lowest first, the first who may be
// contacted; where nobody may, the first.
func (c *cover) lowestOpen(hole []graph.ID) int {
	at := func(id graph.ID) int {
		n, _ := c.s.Node(id)
		return c.at[n]
	}
	for _, id := range hole {
		if p := at(id); !c.shunned(c.people[p].n) {
			return p
		}
	}
	return at(hole[0])
}

// usersPart is what part of the users makes a function matter: more than one in ten.
const usersPart = 10

// functionDark is G5.
func (c *cover) functionDark() (out []found) {
	users, at := 0, map[graph.Function]int{}
	for p := range c.people {
		if !c.people[p].has(func(r graph.Role) bool { return r == graph.RoleUser }) {
			continue
		}
		users++
		for _, f := range c.functionsOf(p) {
			at[f]++
		}
	}
	for _, fn := range graph.Functions() {
		var areas []int
		for k := range c.areas {
			if c.areas[k].facts.Function == fn {
				areas = append(areas, k)
			}
		}
		if len(areas) == 0 && at[fn]*usersPart <= users {
			continue
		}
		var here []int
		tied := false
		for p := range c.people {
			if slices.Contains(c.functionsOf(p), fn) {
				here = append(here, p)
				tied = tied || c.depth(p) > 0
			}
		}
		if tied || len(here) == 0 {
			continue
		}
		f := found{Finding: Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{c.id(c.n)}, Policy: "a working tie in every function that decides or uses",
			Confidence: graph.ConfidenceMedium,
			Sentence:   fmt.Sprintf("Nobody of ours has a working tie in %s, where %s", functionText(fn), count(len(here), "person sits", "people sit")),
		}, name: functionText(fn)}
		var decided []string
		for _, k := range areas {
			decided = append(decided, c.areas[k].text())
		}
		switch {
		case len(decided) == 1:
			f.Sentence += " and " + decided[0] + " is decided"
		case len(decided) > 1:
			f.Sentence += " and " + joinNames(decided) + " are decided"
		}
		f.Sentence += "."
		for _, k := range areas {
			f.Subjects = append(f.Subjects, c.areas[k].facts.ID)
			f.Reasons = append(f.Reasons, Reason{Text: c.areas[k].facts.Name + " is decided in " + functionText(fn), Record: c.areas[k].facts.ID})
			f.budget = max(f.budget, largest(c.areas[k].budget()))
		}
		if at[fn] > 0 {
			f.Reasons = append(f.Reasons, Reason{Text: usersText(at[fn], users, c.facts.Name, functionText(fn)), Record: c.id(c.n)})
		}
		for _, p := range here {
			if !c.quiet && len(f.Reasons) < maxListed {
				f.Reasons = append(f.Reasons, c.coverReason(p))
			}
		}
		top := c.foremost(here)
		f.Subjects = append(f.Subjects, c.pid(top))
		if c.main {
			f.advise = func() *Remedy { return c.advise(top) }
		}
		out = append(out, f)
	}
	return out
}

// usersText says how many users sit in a function.
func usersText(here, users int, at, fn string) string {
	if here == users {
		return fmt.Sprintf("%s of %s %s in %s", verb(users, "the only user", "all users"), at, verb(users, "sits", "sit"), fn)
	}
	return fmt.Sprintf("%d of %d users at %s %s in %s", here, users, at, verb(here, "sits", "sit"), fn)
}

// functionsOf returns the distinct functions of a person's seats.
func (c *cover) functionsOf(p int) (out []graph.Function) {
	for _, s := range c.people[p].seats {
		if f := c.seats[s].function; f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// allThroughOne is G6.
func (c *cover) allThroughOne() []found {
	sh := c.shape()
	if sh.Form != FormBowTie {
		return nil
	}
	top, share, side := sh.OurTop, sh.OurShare, "ours"
	if sh.TheirShare > sh.OurShare {
		top, share, side = sh.TheirTop, sh.TheirShare, "theirs"
	}
	n, _ := c.s.Node(top)
	f := found{Finding: Finding{
		Severity: graph.SeverityS2, Subjects: []graph.ID{c.id(c.n), top}, Confidence: graph.ConfidenceMedium,
		Policy:   fmt.Sprintf("nobody holds %.0f %% of the ties", 100*bowTieShare),
		Reasons:  c.tiesOf(n, fmt.Sprintf("%s (%s) is on %.0f of %d working ties", c.name(n), side, math.Round(share*float64(sh.Ties)), sh.Ties)),
		Sentence: ended(fmt.Sprintf("%.0f of our %d working ties here (%.0f %%) go through %s", math.Round(share*float64(sh.Ties)), sh.Ties, 100*share, c.name(n))),
	}, budget: largest(c.revenue), name: c.facts.Name}
	if sh.Ties == 1 {
		us, _ := c.s.Node(sh.OurTop)
		them, _ := c.s.Node(sh.TheirTop)
		f.Reasons[0].Text = fmt.Sprintf("%s (%s) is on the only working tie", c.name(n), side)
		f.Sentence = ended(fmt.Sprintf("Our only working tie here is that of %s to %s", c.name(us), c.name(them)))
	}
	if c.main {
		f.advise = func() *Remedy { return c.spread(n) }
	}
	return []found{f}
}

// tiesOf says of one person on either side how many of the working ties are
// theirs, and lists those.
func (c *cover) tiesOf(n kernel.N, text string) []Reason {
	facts := []Reason{{Text: text, Record: c.id(n)}}
	for p := range c.people {
		for _, t := range c.ourTiesTo(c.people[p].n) {
			if (t.from == n || t.to == n) && !c.quiet && c.works(t) && len(facts) <= maxListed {
				facts = append(facts, c.hopReason(hop{from: t.from, to: t.to, kind: hopTie, tie: t}))
			}
		}
	}
	return facts
}

// maxSeconds is for how many people second owners are proposed at once.
const maxSeconds = 3

// spread proposes the second owners that cost least, for up to three people
// tied to one of ours alone.
func (c *cover) spread(top kernel.N) *Remedy {
	type second struct {
		person int
		candidate
	}
	rm := &Remedy{Text: "let more of ours come to know more of theirs"}
	var texts []string
	named := map[int]bool{}
	for len(texts) < maxSeconds {
		var best *second
		for p := range c.people {
			owners := c.owners(p)
			if len(owners) != 1 || named[p] || c.shunned(c.people[p].n) {
				continue
			}
			free, _ := c.candidates(p, owners[0], top)
			if len(free) > 0 && (best == nil || free[0].points < best.points) {
				best = &second{p, free[0]}
			}
		}
		if best == nil {
			break
		}
		named[best.person] = true
		c.entrust(best.n, c.people[best.person].n)
		texts = append(texts, c.name(best.n)+" for "+c.who(best.person))
		switch id := c.id(best.n); {
		case rm.Owner == "":
			rm.Owner = id
		case id != rm.Owner && !slices.Contains(rm.Alternatives, id):
			rm.Alternatives = append(rm.Alternatives, id)
		}
	}
	if len(texts) > 0 {
		rm.Text = "name " + verb(len(texts), "a second owner", "second owners") + ": " + joinNames(texts)
	}
	return rm
}

// mostHeard is how many people who sway a decision count beside its deciders.
const mostHeard = 3

// heard returns the deciders of an area, and up to three others who shape it
// most.
func (c *cover) heard(sh *shaping) []kernel.N {
	var out []kernel.N
	ar := &c.areas[sh.area]
	for _, d := range ar.deciders {
		out = append(out, c.people[d].n)
	}
	order, _ := sh.order(func(d, i int) float64 { return sh.all[d][i] })
	for _, i := range order {
		if n := sh.people[i]; len(out) < len(ar.deciders)+mostHeard && !slices.Contains(out[:len(ar.deciders)], n) {
			out = append(out, n)
		}
	}
	return out
}

// noAlly is G7.
func (c *cover) noAlly() (out []found) {
	for k := range c.areas {
		ar := &c.areas[k]
		sh := c.shapes(k)
		if sh == nil {
			continue
		}
		who := c.heard(sh)
		f := found{Finding: Finding{
			Severity: graph.SeverityS2, Subjects: []graph.ID{ar.facts.ID}, Confidence: graph.ConfidenceMedium,
			Policy: "a supporter or champion among the deciders and the three others who shape it most",
		}, budget: largest(ar.budget()), name: ar.facts.Name}
		var names, unknown []string
		found := false
		for _, n := range who {
			st := c.stance(n, []kernel.N{c.n}, ar.n)
			found = found || st.Stance.For()
			names = append(names, c.name(n))
			if !st.Stance.Known() {
				unknown = append(unknown, c.name(n))
			}
			fact := Reason{Text: c.name(n) + ": " + stanceText(st.Stance), Record: st.Record, On: st.On}
			if fact.Record == "" {
				fact.Record = c.id(n)
				f.Confidence = graph.ConfidenceLow
			}
			f.Reasons = append(f.Reasons, fact)
		}
		if found {
			continue
		}
		f.Sentence = fmt.Sprintf("Nobody among those who shape %s is known to be on our side: %s", ar.facts.Name, joinNames(names))
		switch {
		case len(unknown) == len(names) && len(names) > 1:
			f.Sentence += "; how any of them stands is not known"
		case len(unknown) > 0:
			f.Sentence += "; how " + joinNames(unknown) + " " + verb(len(unknown), "stands", "stand") + " is not known"
		}
		f.Sentence = ended(f.Sentence)
		if c.main {
			f.advise = func() *Remedy { return c.activate(k, sh, who) }
		}
		out = append(out, f)
	}
	return out
}

// triedLevers is among how many levers one is looked for to which a way leads.
const triedLevers = 5

// activate proposes an ally elsewhere in the account to whom somebody of weight
// listens, else the person whose view would move the decision most and to whom a
// way leads. Nobody who must not be contacted is asked, nor sent for.
func (c *cover) activate(k int, sh *shaping, who []kernel.N) *Remedy {
	ar := &c.areas[k]
	for _, n := range who {
		for _, s := range c.swaysOn(n) {
			if s.weight > 0 && c.stance(s.from, []kernel.N{c.n}, ar.n).Stance.For() && !c.shunned(s.from) && !c.shunned(n) && !c.forbids(s.from, n) {
				rm := &Remedy{Text: fmt.Sprintf("ask %s, who is on our side, to speak with %s", c.name(s.from), c.name(n)), Path: []graph.ID{c.id(s.from), c.id(n)}}
				if us := c.inTouch(s.from); us != nowhere {
					rm.Owner = c.id(us)
				}
				return rm
			}
		}
	}
	stances := make([]view.Standing, len(sh.people))
	for i, n := range sh.people {
		stances[i] = c.stance(n, []kernel.N{c.n}, ar.n)
	}
	in := &influence{account: c.account, limit: triedLevers, ways: map[kernel.N]*way{}}
	var best *Lever
	list := in.levers(sh, stances, ar.facts.Name)
	for i := range list {
		n, _ := c.s.Node(list[i].Person)
		switch w := in.ways[n]; {
		case w.barred:
		case w.leads():
			return list[i].remedy()
		case best == nil:
			best = &list[i]
		}
	}
	if best == nil {
		return &Remedy{Text: fmt.Sprintf("nothing: those who shape %s most must not be contacted", ar.facts.Name)}
	}
	return best.remedy()
}

// inTouch returns who of ours has the strongest working tie to a person and may
// approach them; nowhere for nobody.
func (c *cover) inTouch(n kernel.N) kernel.N {
	for _, t := range c.strongestFirst(c.ourTiesTo(n)) {
		if c.works(t) && c.mayApproach(t.from, n) {
			return t.from
		}
	}
	return nowhere
}

// pairAnew is the times of its cadence after which another pairing is proposed
// where one is asleep.
const pairAnew = 4

// pairingAsleep is G8.
func (c *cover) pairingAsleep() (out []found) {
	seen := map[graph.ID]bool{}
	for p := range c.people {
		for _, pr := range c.pairings(c.people[p].n) {
			cadence := pr.days
			if cadence == 0 {
				cadence = c.policy.CadenceDays
			}
			if cadence == 0 || seen[pr.record] {
				continue
			}
			last := pr.since
			pair := c.name(pr.ours) + " and " + c.who(p)
			since := "no contact is on record since they were paired on " + dayText(last)
			facts := []Reason{{Text: pair + ": paired, and no contact on record since", Record: pr.record, On: pr.since}}
			if last == 0 {
				since = "no contact is on record, and since when they are paired is not known"
				facts[0].Text = pair + ": paired, and no contact on record"
			}
			if t := c.tie(pr.ours, c.people[p].n); t != nil {
				if v := c.verdict(t); v.lastContact > last {
					last = v.lastContact
					since = "the last contact was on " + dayText(last)
					facts = []Reason{{Text: pair + ": the last contact", Record: v.lastRecord, On: v.lastContact}, {Text: pair + ": paired", Record: pr.record, On: pr.since}}
				}
			}
			silent := cadenceGrace * cadence // of a pairing without a beginning and without a contact
			if last != 0 {
				c.clock.Note(last + graph.Date(cadenceGrace*cadence))
				c.clock.Note(last + graph.Date(pairAnew*cadence))
				silent = int(c.day - last)
			}
			if silent < cadenceGrace*cadence {
				continue
			}
			seen[pr.record] = true
			f := found{Finding: Finding{
				Severity: graph.SeverityS3, Subjects: []graph.ID{c.pid(p), c.id(pr.ours)}, Reasons: facts,
				Policy: "contact " + everyDays(cadence), Confidence: graph.ConfidenceMedium,
				Sentence: fmt.Sprintf("%s and %s are paired to be in touch %s; %s", c.name(pr.ours), c.who(p), everyDays(cadence), since),
				Remedy:   &Remedy{Text: fmt.Sprintf("remind %s to get in touch with %s", c.name(pr.ours), c.who(p)), Owner: c.id(pr.ours)},
			}, name: c.who(p)}
			if c.capture(pr.ours) == 0 {
				f.Confidence = graph.ConfidenceLow
				f.Sentence += ", but contacts of " + c.name(pr.ours) + " would not be noticed"
				f.Remedy.Text = fmt.Sprintf("ask %s when they were last in touch with %s", c.name(pr.ours), c.who(p))
			}
			f.Sentence += "."
			may := c.mayApproach(pr.ours, c.people[p].n)
			switch {
			case c.shunned(c.people[p].n):
				f.Remedy = &Remedy{Text: fmt.Sprintf("end the pairing: %s must not be contacted", c.who(p))}
			case (!may || silent >= pairAnew*cadence) && c.main:
				asked := f.Remedy.Text
				f.advise = func() *Remedy {
					rm := c.advise(p, pr.ours)
					rm.Text = "pair anew: " + rm.Text
					if may && c.capture(pr.ours) == 0 {
						rm.Text = asked + "; else " + rm.Text
					}
					return rm
				}
			}
			out = append(out, f)
		}
	}
	return out
}

// freshDays is for how long a new holder of a seat is a new face.
const freshDays = 90

// newFace is G9.
func (c *cover) newFace() (out []found) {
	told := map[kernel.N]bool{} // who left a seat that a finding is about
	for i := range c.seats {
		s := &c.seats[i]
		last := c.lastHolder(s.n)
		parts, deciding := c.seatParts(i, last)
		if len(parts) == 0 {
			continue
		}
		f := found{Finding: Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{c.id(s.n)}, Reasons: parts, Confidence: graph.ConfidenceHigh,
			Policy: fmt.Sprintf("known within %d days of a change", freshDays),
		}, name: c.v.Title(s.n)}
		if deciding {
			f.Severity = graph.SeverityS2
		}
		for _, pt := range c.areas {
			for _, ps := range pt.seats {
				if ps.seat == i {
					f.budget = max(f.budget, largest(pt.budget()))
				}
			}
		}
		var leaver string
		if last.person != nowhere {
			leaver = c.name(last.person)
			f.Reasons = append(f.Reasons, Reason{Text: leaver + " left the seat", Record: last.record, On: last.to})
		}
		switch {
		case s.occupancy == graph.OccupancyVacant:
			f.Sentence = fmt.Sprintf("The seat %s is vacant.", c.v.Title(s.n))
			if last.to != 0 {
				f.Sentence = fmt.Sprintf("The seat %s has been vacant since %s.", c.v.Title(s.n), dayText(last.to))
			}
			f.Sentence = strings.TrimSuffix(f.Sentence, ".") + "; " + parts[0].Text + "."
			f.Reasons = append(f.Reasons, Reason{Text: c.v.Title(s.n) + " is vacant", Record: c.id(s.n), On: last.to})
			f.Remedy = &Remedy{Text: "find out who acts, and who will follow", Owner: c.keeper()}
		case c.leftOpen(i) && last.person != nowhere:
			f.Sentence = fmt.Sprintf("Who follows %s, who left the seat %s on %s, is not recorded; %s.", leaver, c.v.Title(s.n), dayText(last.to), parts[0].Text)
			f.Remedy = &Remedy{Text: "find out who acts, and who will follow", Owner: c.keeper()}
		default:
			p, since, record, kind := c.newest(i)
			if p == none || since == 0 {
				continue
			}
			c.clock.Note(since + freshDays + 1)
			if c.day-since > freshDays {
				continue
			}
			f.Subjects = append(f.Subjects, c.pid(p))
			f.Sentence = fmt.Sprintf("%s has been %s%s since %s; %s.", c.who(p), interim(kind), c.v.Title(s.n), dayText(since), parts[0].Text)
			if own, is := strings.CutPrefix(parts[0].Text, c.who(p)+" "); is {
				f.Sentence = fmt.Sprintf("%s has been %s%s since %s, and %s.", c.who(p), interim(kind), c.v.Title(s.n), dayText(since), own)
			}
			f.Reasons = append(f.Reasons, Reason{Text: c.who(p) + " took the seat", Record: record, On: since})
			if !c.quiet && c.depth(p) > 0 {
				f.Reasons = append(f.Reasons, c.coverReason(p))
			}
			f.advise = func() *Remedy { return c.welcome(p) }
		}
		switch remedy := f.advise; {
		case !c.main:
			f.advise = nil
		case last.person != nowhere && c.inTouch(last.person) != nowhere:
			f.advise = func() *Remedy {
				rm := f.Remedy
				if remedy != nil {
					rm = remedy()
				}
				rm.Text += c.byLeaver(leaver, last)
				return rm
			}
		}
		told[last.person] = true
		out = append(out, f)
	}
	for k := range c.areas {
		for h := range c.in(c.areas[k].n, graph.EdgeDecides) {
			if n := h.Node(); c.s.NodeKind(n) == graph.NodePerson && !told[n] {
				if f, ok := c.partLeft(k, h); ok {
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// partLeft is G9 for a part in a decision of somebody who left the account, and
// whose seat is gone too: nobody can follow on it.
func (c *cover) partLeft(area int, h kernel.Half) (f found, ok bool) {
	n, role := h.Node(), graph.Role(c.s.EdgeProps(h.Edge()).Text("part"))
	if _, stays := c.at[n]; stays || role == graph.RoleInformed || c.ours(n) {
		return f, false
	}
	var last kernel.Half
	var to graph.Date
	for _, seat := range c.s.Out(n, graph.EdgeHolds) {
		end := c.s.EdgeValid(seat.Edge()).To
		if end == 0 || end > c.day || end <= to {
			continue
		}
		if org, there := c.s.On(end - 1).OrgOf(seat.Node()); there && slices.Contains(c.accountsAbove(org), c.n) {
			last, to = seat, end
		}
	}
	if _, there := c.seatAt[last.Node()]; to == 0 || there {
		return f, false // a seat that is there speaks for itself
	}
	ar := &c.areas[area]
	does, title := roleVerb(role, ar.text()), c.s.On(to-1).Title(last.Node())
	f = found{Finding: Finding{
		Severity: graph.SeverityS3, Subjects: []graph.ID{ar.facts.ID, c.id(n)}, Confidence: graph.ConfidenceHigh,
		Policy: fmt.Sprintf("known within %d days of a change", freshDays),
		Reasons: []Reason{
			{Text: c.name(n) + ", who left, " + does, Record: c.s.EdgeID(h.Edge())},
			{Text: c.name(n) + " left the seat", Record: c.s.EdgeID(last.Edge()), On: to},
		},
		Sentence: fmt.Sprintf("%s, who %s, left as %s on %s, and nobody is recorded to follow.", c.name(n), does, title, dayText(to)),
		Remedy:   &Remedy{Text: "find out who follows, and who " + does + " now", Owner: c.keeper()},
	}, name: ar.facts.Name, budget: largest(ar.budget())}
	if decidesOrApproves(role) {
		f.Severity = graph.SeverityS2
	}
	if c.main && c.inTouch(n) != nowhere {
		f.Remedy.Text += c.byLeaver(c.name(n), departure{n, to, c.s.EdgeID(last.Edge())})
	}
	return f, true
}

// leftOpen reports whether nobody is known to hold a seat, by name or not, nor is it
// known to be vacant.
func (c *cover) leftOpen(i int) bool {
	return c.seats[i].occupancy == graph.OccupancyUnknown && !c.seats[i].placeholds
}

// byLeaver proposes that whoever left a seat hands us over: as long as they are
// at the account, else while their word still opens doors there.
func (c *cover) byLeaver(leaver string, last departure) string {
	until := last.to + handoverDays
	if _, stays := c.at[last.person]; stays {
		return "; ask " + leaver + " to hand us over"
	}
	if c.day > until {
		return ""
	}
	c.clock.Note(until + 1)
	return fmt.Sprintf("; ask %s by %s to hand us over", leaver, dayText(until))
}

// keeper returns who of ours keeps the account: a key account manager before
// anybody else who works on it, and of those the one of the highest level; "" for
// nobody.
func (c *cover) keeper() graph.ID {
	best, rank := nowhere, 0
	for h := range c.in(c.n, graph.EdgeWorksOn) {
		n := h.Node()
		if !c.fit(n) {
			continue
		}
		r := 1 + c.level(n)
		if graph.WorkRole(c.s.EdgeProps(h.Edge()).Text("role")) == graph.WorkKAM {
			r += 10
		}
		if best == nowhere || r > rank || r == rank && c.byID(n, best) < 0 {
			best, rank = n, r
		}
	}
	if best == nowhere {
		return ""
	}
	return c.id(best)
}

// departure is the last holding of a seat that has ended.
type departure struct {
	person kernel.N
	to     graph.Date
	record graph.ID
}

func (c *cover) lastHolder(seat kernel.N) departure {
	last := departure{person: nowhere}
	for _, h := range c.s.In(seat, graph.EdgeHolds) {
		to := c.s.EdgeValid(h.Edge()).To
		c.clock.Note(to)
		if to != 0 && to <= c.day && to > last.to {
			last = departure{h.Node(), to, c.s.EdgeID(h.Edge())}
		}
	}
	return last
}

// interim writes that a seat is held for the time being.
func interim(k graph.HoldKind) string {
	switch k {
	case graph.HoldActing:
		return "acting "
	case graph.HoldInterim:
		return "interim "
	}
	return ""
}

// welcome proposes how to meet somebody who is new on a seat: by whoever of ours
// is in touch with them already, else by a counterpart.
func (c *cover) welcome(p int) *Remedy {
	if n := c.inTouch(c.people[p].n); n != nowhere {
		return &Remedy{Owner: c.id(n), Text: fmt.Sprintf("%s, who is in touch with them, finds out what changes with %s", c.name(n), c.who(p))}
	}
	return c.advise(p)
}

// newest returns who took a seat last, when, by which record, and for how long it
// is meant.
func (c *cover) newest(seat int) (p int, since graph.Date, record graph.ID, kind graph.HoldKind) {
	p = none
	for h := range c.in(c.seats[seat].n, graph.EdgeHolds) {
		if from := c.s.EdgeValid(h.Edge()).From; from > since {
			if i, is := c.at[h.Node()]; is {
				p, since, record = i, from, c.s.EdgeID(h.Edge())
				kind = graph.HoldKind(c.s.EdgeProps(h.Edge()).Text("kind"))
			}
		}
	}
	return p, since, record, kind
}

// seatParts returns the parts in open decisions that go with a seat: its own,
// its holders', and those that its last holder had when they left at most 90
// days ago or the seat is vacant since; those that decide or approve first, then
// by budget.
func (c *cover) seatParts(i int, last departure) (facts []Reason, deciding bool) {
	s := &c.seats[i]
	type telling struct {
		Reason
		decides bool
		budget  float64
	}
	var list []telling
	add := func(f Reason, role graph.Role, area int) {
		t := telling{f, decidesOrApproves(role), 0}
		if area != none {
			t.budget = largest(c.areas[area].budget())
		}
		list = append(list, t)
		deciding = deciding || t.decides
	}
	for k := range c.areas {
		for _, ps := range c.areas[k].seats {
			if ps.seat == i && ps.role != graph.RoleInformed {
				add(Reason{Text: "whoever holds the seat " + roleVerb(ps.role, c.areas[k].text()), Record: ps.record}, ps.role, k)
			}
		}
	}
	for _, p := range s.holders {
		for _, pt := range c.people[p].parts {
			if pt.seat == none && pt.role != graph.RoleInformed {
				add(c.partReason(p, pt), pt.role, pt.area)
			}
		}
	}
	_, stays := c.at[last.person] // and keeps their own parts
	if last.person != nowhere && !stays {
		c.clock.Note(last.to + freshDays + 1)
		if c.day-last.to <= freshDays || s.occupancy == graph.OccupancyVacant || c.leftOpen(i) {
			for _, h := range c.s.Out(last.person, graph.EdgeDecides) {
				valid := c.s.EdgeValid(h.Edge())
				k := slices.IndexFunc(c.areas, func(ar area) bool { return ar.n == h.Node() })
				role := graph.Role(c.s.EdgeProps(h.Edge()).Text("part"))
				if k >= 0 && role != graph.RoleInformed && valid.Contains(last.to-1) {
					add(Reason{Text: c.name(last.person) + ", who left, " + roleVerb(role, c.areas[k].text()), Record: c.s.EdgeID(h.Edge())}, role, k)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(x, y telling) int {
		return cmp.Or(-compareBool(x.decides, y.decides), cmp.Compare(y.budget, x.budget))
	})
	for _, t := range list {
		facts = append(facts, t.Reason)
	}
	return distinctReasons(facts), deciding
}

// mappedLevel is the level from which somebody should be recorded in the function
// of a decision area.
const mappedLevel = 3

// unmapped is G10.
func (c *cover) unmapped() (out []found) {
	add := func(f found, sentence string) {
		f.Severity, f.Confidence, f.Sentence = graph.SeverityS4, graph.ConfidenceHigh, sentence
		f.Remedy = &Remedy{Text: "find out who it is", Owner: c.keeper()}
		out = append(out, f)
	}
	mapped := func(ok func(*seat) bool) bool {
		return slices.ContainsFunc(c.seats, func(s seat) bool { return ok(&s) && (len(s.holders) > 0 || s.occupancy == graph.OccupancyVacant) })
	}
	for _, e := range c.policy.Expected {
		if mapped(func(s *seat) bool { return s.function == e.Function && s.level == e.Level }) {
			continue
		}
		what := fmt.Sprintf("%s at level %d", functionText(e.Function), e.Level)
		sources := []graph.ID{c.id(c.n)}
		facts := []Reason{{Text: "expected: " + what, Record: c.policy.Sources[len(c.policy.Sources)-1]}}
		add(found{Finding: Finding{Subjects: sources, Reasons: facts, Policy: "somebody in " + what}, name: what}, "Nobody is recorded in "+what+", where the policy expects somebody.")
	}
	for k := range c.areas {
		ar := &c.areas[k]
		fn := ar.facts.Function
		if fn == "" || mapped(func(s *seat) bool { return s.function == fn && s.level >= mappedLevel }) {
			continue
		}
		add(found{Finding: Finding{
			Subjects: []graph.ID{ar.facts.ID}, Policy: "somebody at level 3 to 5 in the function of a decision area",
			Reasons: []Reason{{Text: ar.facts.Name + " is decided in " + functionText(fn), Record: ar.facts.ID}},
		}, name: ar.facts.Name, budget: largest(ar.budget())}, fmt.Sprintf("%s is decided in %s, and nobody at level 3 to 5 is recorded there.", ar.facts.Name, functionText(fn)))
	}
	for i := range c.seats {
		s := &c.seats[i]
		if len(s.holders) > 0 || s.occupancy == graph.OccupancyVacant || s.occupancy == graph.OccupancyHeld && !s.placeholds || !c.s.NodeProps(s.n).Bool("expected") {
			continue
		}
		title := c.v.Title(s.n)
		add(found{Finding: Finding{
			Subjects: []graph.ID{c.id(s.n)}, Policy: "the seat is expected to be known",
			Reasons: []Reason{{Text: "expected: " + title, Record: c.id(s.n)}},
		}, name: title}, fmt.Sprintf("Who holds the seat %s is not recorded.", title))
	}
	return out
}

// onlyDetractor is G11.
func (c *cover) onlyDetractor() (out []found) {
	against := func(p int, area kernel.N) (view.Standing, bool) {
		st := c.stance(c.people[p].n, []kernel.N{c.n}, area)
		return st, !st.Stance.Carries()
	}
	for k := range c.areas {
		ar := &c.areas[k]
		all := slices.Concat(ar.deciding(), ar.users, ar.voices)
		slices.Sort(all)
		var tied []int
		for _, p := range slices.Compact(all) {
			if c.depth(p) > 0 {
				tied = append(tied, p)
			}
		}
		if len(tied) != 1 {
			continue
		}
		if st, is := against(tied[0], ar.n); is {
			out = append(out, c.detractorFinding(ar.facts.ID, tied[0], st, largest(ar.budget()), ar.facts.Name,
				fmt.Sprintf("Of those with a part in %s we have a working tie to %s alone, %s.", ar.facts.Name, c.who(tied[0]), st.Stance.Info().Is), ar.deciding()))
		}
	}
	for p := range c.people {
		if !c.people[p].deciding() || c.depth(p) > 0 {
			continue
		}
		var via []int
		for i := range c.people {
			if c.reach.leads(c.people[i].n, c.people[p].n) && c.depth(i) > 0 {
				via = append(via, i)
			}
		}
		if len(via) != 1 {
			continue
		}
		if st, is := against(via[0], nowhere); is {
			budget, _, _, _ := c.stake(p, decidesOrApproves)
			out = append(out, c.detractorFinding(c.pid(p), via[0], st, budget, c.who(p),
				fmt.Sprintf("The only one who could take us to %s is %s, %s.", c.who(p), c.who(via[0]), st.Stance.Info().Is), []int{p}))
		}
	}
	return out
}

func (c *cover) detractorFinding(subject graph.ID, detractor int, st view.Standing, budget float64, name, sentence string, around []int) found {
	f := found{Finding: Finding{
		Severity: graph.SeverityS2, Subjects: []graph.ID{subject, c.pid(detractor)}, Confidence: graph.ConfidenceMedium,
		Reasons: append([]Reason{{Text: c.who(detractor) + ": " + stanceText(st.Stance), Record: st.Record, On: st.On}}, c.tiesReasons(detractor)...),
		Policy:  "a way that does not lead through a detractor", Sentence: sentence,
	}, budget: budget, name: name}
	if !c.main {
		return f
	}
	others := slices.DeleteFunc(slices.Clone(around), func(p int) bool { return p == detractor })
	f.Remedy = &Remedy{Text: "build a second tie beside " + c.who(detractor)}
	if p := c.foremost(others); p != none {
		f.advise = func() *Remedy { return c.advise(p, c.people[detractor].n) }
	}
	return f
}
