package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/advice"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/levers"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// gapRule is one rule of coverage.
type gapRule struct {
	rule  analysis.Rule
	apply func(*Cover) []knows.Found
}

var gapRules = []gapRule{
	{analysis.RuleDeciderDark, deciderDark},
	{analysis.RuleDeciderThin, deciderThin},
	{analysis.RuleNeighbourhood, neighbourhoodThin},
	{analysis.RuleBrokenLadder, brokenLadder},
	{analysis.RuleFunctionDark, functionDark},
	{analysis.RuleAllThroughOne, allThroughOne},
	{analysis.RuleNoAlly, noAlly},
	{analysis.RulePairingAsleep, pairingAsleep},
	{analysis.RuleNewFace, newFace},
	{analysis.RuleUnmapped, unmapped},
	{analysis.RuleOnlyDetractor, onlyDetractor},
}

// Gaps applies the rules asked for.
func (c *Cover) Gaps(want []analysis.Rule) []knows.Found {
	var out []knows.Found
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
func stake(c *Cover, p int, matters func(graph.Role) bool) (budget float64, near, opinion bool, facts []analysis.Reason) {
	for _, pt := range c.People[p].Parts {
		if !matters(pt.Role) {
			continue
		}
		facts = append(facts, c.PartReason(p, pt))
		opinion = opinion || pt.Opinion
		if pt.Area != accounts.None {
			budget = max(budget, knows.Largest(c.Areas[pt.Area].Budget()))
			near = near || c.Near(pt.Area)
		}
	}
	return budget, near, opinion, facts
}

// DecidesOrApproves reports whether a role is one of those whom G1 is about.
func DecidesOrApproves(r graph.Role) bool { return accounts.Decides(r) || accounts.Approves(r) }

// deciderDark is G1.
func deciderDark(c *Cover) (out []knows.Found) {
	for p := range c.People {
		if !c.People[p].Deciding() || c.Depth(p) > 0 || losses.Reached(c.Reach, p, analysis.DefaultHorizon) {
			continue
		}
		budget, near, opinion, facts := stake(c, p, DecidesOrApproves)
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS2, Subjects: []graph.ID{c.Pid(p)}, Opinion: opinion, Confidence: c.Trust(p),
			Policy: say.DeciderDarkPolicy, Reasons: append(facts, c.TiesReasons(p)...),
			Sentence: say.DeciderDark(c.Who(p), what(c, p, DecidesOrApproves), lastSeen(c, p)),
		}, Budget: budget, Name: c.Who(p)}
		if near {
			f.Severity = graph.SeverityS1
		}
		if c.Main {
			f.Advise = func() *analysis.Remedy { return advice.Advise(c.Account, p) }
		}
		out = append(out, f)
	}
	return out
}

// what says what a person does in the decision that matters most: to decide comes
// before the rest, and then the greater budget: "decides ERP (2.5M EUR)".
func what(c *Cover, p int, matters func(graph.Role) bool) string {
	best, text := -1.0, say.NoPart
	for _, pt := range c.People[p].Parts {
		if !matters(pt.Role) {
			continue
		}
		weight := 0.0
		if pt.Area != accounts.None {
			weight = knows.Largest(c.Areas[pt.Area].Budget())
		}
		if accounts.Decides(pt.Role) {
			weight += math.MaxFloat32
		}
		if weight > best {
			best, text = weight, c.Does(pt)
		}
	}
	return text
}

// lastSeen tells when anybody of ours, or who was on that day, last met a person,
// or that no contact is on record and whose would not be.
func lastSeen(c *Cover, p int) (seen say.Seen) {
	if last := c.LastMeeting(c.People[p].N); last.On != 0 {
		return say.Seen{On: last.On, By: c.Name(last.Who), Left: last.Left}
	}
	for _, n := range c.Team() {
		if c.Ours(n) && c.Capture(n) == 0 {
			seen.Blind = append(seen.Blind, c.Name(n))
		}
	}
	return seen
}

// deciderThin is G2. A decider who is dark is G1's.
func deciderThin(c *Cover) (out []knows.Found) {
	for p := range c.People {
		depth := c.Depth(p)
		var want int
		matters := DecidesOrApproves
		switch {
		case c.People[p].Deciding():
			want = c.Policy.DeciderDepth
			if depth == 0 && !losses.Reached(c.Reach, p, analysis.DefaultHorizon) {
				continue
			}
		case c.People[p].Has(accounts.Voice):
			want, matters = c.Policy.InfluencerDepth, accounts.Voice
		}
		if depth >= want {
			continue
		}
		budget, _, opinion, facts := stake(c, p, matters)
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{c.Pid(p)}, Opinion: opinion, Confidence: c.Trust(p),
			Policy: say.DeciderThinPolicy(want), Reasons: append(facts, c.TiesReasons(p)...),
		}, Budget: budget, Name: c.Who(p)}
		if c.People[p].Deciding() && (depth == 0 || c.Facts.Tier == graph.TierStrategic) {
			f.Severity = graph.SeverityS2
		}
		thin := say.Thin{Who: c.Who(p), Does: what(c, p, matters), Want: want, Owners: ownerNames(c, p)}
		if depth == 0 {
			thin.Seen = lastSeen(c, p)
		}
		f.Sentence = thin.Sentence()
		if c.Main {
			f.Advise = func() *analysis.Remedy { return advice.Advise(c.Account, p) }
		}
		out = append(out, f)
	}
	return out
}

func ownerNames(c *Cover, p int) []string {
	var out []string
	for _, n := range c.Owners(p) {
		out = append(out, c.Name(n))
	}
	return out
}

// neighbourhoodThin is G3.
func neighbourhoodThin(c *Cover) (out []knows.Found) {
	if c.Policy.Neighbourhood == 0 {
		return nil
	}
	for _, nb := range c.neighbourhoods() {
		if nb.Size == 0 {
			continue
		}
		share := float64(nb.Tied) / float64(nb.Size)
		thin := share < c.Policy.Neighbourhood
		one := nb.Size >= 2 && len(nb.Owners) == 1
		if !thin && !one {
			continue
		}
		n, _ := c.S.Node(nb.Person)
		p := c.At[n]
		budget, _, opinion, _ := stake(c, p, analysis.KeyRole)
		told := around(c, &nb)
		if one {
			owner, _ := c.S.Node(nb.Owners[0])
			told.Owner = c.Name(owner)
		}
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{nb.Person}, Opinion: opinion, Confidence: graph.ConfidenceMedium,
			Policy:   say.NeighbourhoodPolicy(c.Policy.Neighbourhood),
			Reasons:  aroundReasons(c, &nb, told.Reason()),
			Sentence: told.Sentence(),
		}, Budget: budget, Name: nb.Name}
		if c.Main {
			f.Advise = func() *analysis.Remedy { return explore(c, &nb, told) }
		}
		out = append(out, f)
	}
	return out
}

// maxListed bounds the ties that the facts of one finding list.
const maxListed = 20

// around gathers what is told of those around a key contact.
func around(c *Cover, nb *analysis.Neighbourhood) say.Around {
	return say.Around{Who: nb.Name, Size: nb.Size, Known: nb.Known, Tied: nb.Tied, Unknown: c.NamesOf(nb.Unknown)}
}

// aroundReasons says whom of those around a key contact we know, and by which tie.
func aroundReasons(c *Cover, nb *analysis.Neighbourhood, known string) []analysis.Reason {
	facts := []analysis.Reason{{Text: known, Record: nb.Person}}
	for _, id := range slices.Concat(nb.Supervisor, nb.Peers, nb.Reports) {
		if n, _ := c.S.Node(id); !c.quiet && len(facts) <= maxListed {
			facts = append(facts, coverReason(c, c.At[n]))
		}
	}
	return facts
}

// coverReason says by which working tie of ours somebody is covered, the strongest
// one, or that there is none.
func coverReason(c *Cover, p int) analysis.Reason {
	for _, t := range c.StrongestFirst(c.OurTiesTo(c.People[p].N)) {
		if c.Works(t) {
			return c.HopReason(knows.Hop{From: t.From, To: t.To, Kind: knows.HopTie, Tie: t})
		}
	}
	return analysis.Reason{Text: say.NoWorkingTie(c.Who(p)), Record: c.Pid(p)}
}

// explore proposes to come to know the people around a key contact, beginning with
// the one who matters most; those who must not be contacted are left out.
func explore(c *Cover, nb *analysis.Neighbourhood, told say.Around) *analysis.Remedy {
	if len(nb.Unknown) == 0 {
		return &analysis.Remedy{Text: told.SecondAround()}
	}
	var open []int
	for _, id := range nb.Unknown {
		n, _ := c.S.Node(id)
		if p := c.At[n]; !accounts.Shunned(c.Account.Reader, n) {
			open = append(open, p)
		}
	}
	if len(open) == 0 {
		return &analysis.Remedy{Text: told.Closed()}
	}
	open = c.ByWeight(open)
	rm := advice.Advise(c.Account, open[0])
	if len(open) > 1 {
		rm.Text = say.ComeToKnow(losses.Names(c.Account, open), rm.Text)
	}
	return rm
}

// brokenLadder is G4: the best ladder of an area has a hole.
func brokenLadder(c *Cover) (out []knows.Found) {
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
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{al.Area}, Policy: say.BrokenLadderPolicy,
			Confidence: graph.ConfidenceMedium,
			Sentence:   say.BrokenLadder(al.Name, c.NamesOf(slices.Concat(best.Holes...))),
		}, Budget: knows.Largest(c.Areas[k].Budget()), Name: al.Name}
		if len(hole) >= 2 {
			f.Severity = graph.SeverityS2
		}
		for _, r := range best.Rungs {
			if c.quiet {
				break
			}
			n, _ := c.S.Node(r.People[0])
			for _, id := range r.People {
				if m, _ := c.S.Node(id); c.Depth(c.At[n]) == 0 && c.Depth(c.At[m]) > 0 {
					n = m
				}
			}
			f.Reasons = append(f.Reasons, coverReason(c, c.At[n]))
		}
		if c.Main {
			f.Advise = func() *analysis.Remedy { return advice.Advise(c.Account, lowestOpen(c, hole)) }
		}
		out = append(out, f)
	}
	return out
}

// lowestOpen returns of the people of a hole, lowest first, the first who may be
// contacted; where nobody may, the first.
func lowestOpen(c *Cover, hole []graph.ID) int {
	at := func(id graph.ID) int {
		n, _ := c.S.Node(id)
		return c.At[n]
	}
	for _, id := range hole {
		if p := at(id); !accounts.Shunned(c.Account.Reader, c.People[p].N) {
			return p
		}
	}
	return at(hole[0])
}

// usersPart is what part of the users makes a function matter: more than one in ten.
const usersPart = 10

// functionDark is G5.
func functionDark(c *Cover) (out []knows.Found) {
	users, at := 0, map[graph.Function]int{}
	for p := range c.People {
		if !c.People[p].Has(func(r graph.Role) bool { return r == graph.RoleUser }) {
			continue
		}
		users++
		for _, f := range functionsOf(c, p) {
			at[f]++
		}
	}
	for _, fn := range graph.Functions() {
		var areas []int
		for k := range c.Areas {
			if c.Areas[k].Facts.Function == fn {
				areas = append(areas, k)
			}
		}
		if len(areas) == 0 && at[fn]*usersPart <= users {
			continue
		}
		var here []int
		tied := false
		for p := range c.People {
			if slices.Contains(functionsOf(c, p), fn) {
				here = append(here, p)
				tied = tied || c.Depth(p) > 0
			}
		}
		if tied || len(here) == 0 {
			continue
		}
		var decided []string
		for _, k := range areas {
			decided = append(decided, c.Areas[k].Text())
		}
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{c.ID(c.N)}, Policy: say.FunctionDarkPolicy,
			Confidence: graph.ConfidenceMedium,
			Sentence:   say.FunctionDark(fn, len(here), decided),
		}, Name: say.Function(fn)}
		for _, k := range areas {
			f.Subjects = append(f.Subjects, c.Areas[k].Facts.ID)
			f.Reasons = append(f.Reasons, analysis.Reason{Text: say.DecidedIn(c.Areas[k].Facts.Name, fn), Record: c.Areas[k].Facts.ID})
			f.Budget = max(f.Budget, knows.Largest(c.Areas[k].Budget()))
		}
		if at[fn] > 0 {
			f.Reasons = append(f.Reasons, analysis.Reason{Text: say.UsersIn(fn, at[fn], users, c.Facts.Name), Record: c.ID(c.N)})
		}
		for _, p := range here {
			if !c.quiet && len(f.Reasons) < maxListed {
				f.Reasons = append(f.Reasons, coverReason(c, p))
			}
		}
		top := c.Foremost(here)
		f.Subjects = append(f.Subjects, c.Pid(top))
		if c.Main {
			f.Advise = func() *analysis.Remedy { return advice.Advise(c.Account, top) }
		}
		out = append(out, f)
	}
	return out
}

// functionsOf returns the distinct functions of a person's seats.
func functionsOf(c *Cover, p int) (out []graph.Function) {
	for _, s := range c.People[p].Seats {
		if f := c.Seats[s].Function; f != "" && !slices.Contains(out, f) {
			out = append(out, f)
		}
	}
	return out
}

// allThroughOne is G6.
func allThroughOne(c *Cover) []knows.Found {
	sh := c.shape()
	if sh.Form != analysis.FormBowTie {
		return nil
	}
	top, told := sh.OurTop, say.ThroughOne{Ours: true, Ties: sh.Ties, Share: sh.OurShare}
	if sh.TheirShare > sh.OurShare {
		top, told.Ours, told.Share = sh.TheirTop, false, sh.TheirShare
	}
	n, _ := c.S.Node(top)
	us, _ := c.S.Node(sh.OurTop)
	them, _ := c.S.Node(sh.TheirTop)
	told.Who, told.Us, told.Them = c.Name(n), c.Name(us), c.Name(them)
	f := knows.Found{Finding: analysis.Finding{
		Severity: graph.SeverityS2, Subjects: []graph.ID{c.ID(c.N), top}, Confidence: graph.ConfidenceMedium,
		Policy:   say.AllThroughOnePolicy(bowTieShare),
		Reasons:  tiesOf(c, n, told.Reason()),
		Sentence: told.Sentence(),
	}, Budget: knows.Largest(c.Revenue), Name: c.Facts.Name}
	if c.Main {
		f.Advise = func() *analysis.Remedy { return spread(c, n) }
	}
	return []knows.Found{f}
}

// tiesOf says of one person on either side how many of the working ties are
// theirs, and lists those.
func tiesOf(c *Cover, n kernel.N, text string) []analysis.Reason {
	facts := []analysis.Reason{{Text: text, Record: c.ID(n)}}
	for p := range c.People {
		for _, t := range c.OurTiesTo(c.People[p].N) {
			if (t.From == n || t.To == n) && !c.quiet && c.Works(t) && len(facts) <= maxListed {
				facts = append(facts, c.HopReason(knows.Hop{From: t.From, To: t.To, Kind: knows.HopTie, Tie: t}))
			}
		}
	}
	return facts
}

// maxSeconds is for how many people second owners are proposed at once.
const maxSeconds = 3

// spread proposes the second owners that cost least, for up to three people
// tied to one of ours alone.
func spread(c *Cover, top kernel.N) *analysis.Remedy {
	type second struct {
		person int
		advice.Candidate
	}
	rm := &analysis.Remedy{Text: say.MoreKnowMore}
	var seconds []say.SecondOwner
	named := map[int]bool{}
	for len(seconds) < maxSeconds {
		var best *second
		for p := range c.People {
			owners := c.Owners(p)
			if len(owners) != 1 || named[p] || accounts.Shunned(c.Account.Reader, c.People[p].N) {
				continue
			}
			free, _ := advice.Candidates(c.Account, p, owners[0], top)
			if len(free) > 0 && (best == nil || free[0].Points < best.Points) {
				best = &second{p, free[0]}
			}
		}
		if best == nil {
			break
		}
		named[best.person] = true
		advice.Entrust(c.Account.Reader, best.N, c.People[best.person].N)
		seconds = append(seconds, say.SecondOwner{Owner: c.Name(best.N), For: c.Who(best.person)})
		switch id := c.ID(best.N); {
		case rm.Owner == "":
			rm.Owner = id
		case id != rm.Owner && !slices.Contains(rm.Alternatives, id):
			rm.Alternatives = append(rm.Alternatives, id)
		}
	}
	if len(seconds) > 0 {
		rm.Text = say.NameSeconds(seconds)
	}
	return rm
}

// mostHeard is how many people who sway a decision count beside its deciders.
const mostHeard = 3

// heard returns the deciders of an area, and up to three others who shape it
// most.
func heard(c *Cover, sh *accounts.Shaping) []kernel.N {
	var out []kernel.N
	ar := &c.Areas[sh.Area]
	for _, d := range ar.Deciders {
		out = append(out, c.People[d].N)
	}
	order, _ := sh.Order(func(d, i int) float64 { return sh.All[d][i] })
	for _, i := range order {
		if n := sh.People[i]; len(out) < len(ar.Deciders)+mostHeard && !slices.Contains(out[:len(ar.Deciders)], n) {
			out = append(out, n)
		}
	}
	return out
}

// noAlly is G7.
func noAlly(c *Cover) (out []knows.Found) {
	for k := range c.Areas {
		ar := &c.Areas[k]
		sh := c.Shapes(k)
		if sh == nil {
			continue
		}
		who := heard(c, sh)
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS2, Subjects: []graph.ID{ar.Facts.ID}, Confidence: graph.ConfidenceMedium,
			Policy: say.NoAllyPolicy,
		}, Budget: knows.Largest(ar.Budget()), Name: ar.Facts.Name}
		var names, unknown []string
		found := false
		for _, n := range who {
			st := c.Stance(n, []kernel.N{c.N}, ar.N)
			found = found || st.Stance.For()
			names = append(names, c.Name(n))
			if !st.Stance.Known() {
				unknown = append(unknown, c.Name(n))
			}
			fact := analysis.Reason{Text: say.Stands(c.Name(n), say.Stance(st.Stance)), Record: st.Record, On: st.On}
			if fact.Record == "" {
				fact.Record = c.ID(n)
				f.Confidence = graph.ConfidenceLow
			}
			f.Reasons = append(f.Reasons, fact)
		}
		if found {
			continue
		}
		f.Sentence = say.NoAlly(ar.Facts.Name, names, unknown)
		if c.Main {
			f.Advise = func() *analysis.Remedy { return activate(c, k, sh, who) }
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
func activate(c *Cover, k int, sh *accounts.Shaping, who []kernel.N) *analysis.Remedy {
	ar := &c.Areas[k]
	for _, n := range who {
		for _, s := range c.SwaysOn(n) {
			if s.Weight > 0 && c.Stance(s.From, []kernel.N{c.N}, ar.N).Stance.For() && !accounts.Shunned(c.Account.Reader, s.From) && !accounts.Shunned(c.Account.Reader, n) && !accounts.Forbids(c.Account.Reader, s.From, n) {
				rm := &analysis.Remedy{Text: say.AskAlly(c.Name(s.From), c.Name(n)), Path: []graph.ID{c.ID(s.From), c.ID(n)}}
				if us := inTouch(c, s.From); us != knows.Nowhere {
					rm.Owner = c.ID(us)
				}
				return rm
			}
		}
	}
	stances := make([]view.Standing, len(sh.People))
	for i, n := range sh.People {
		stances[i] = c.Stance(n, []kernel.N{c.N}, ar.N)
	}
	in := &levers.Influence{Account: c.Account, Limit: triedLevers, Ways: map[kernel.N]*levers.Way{}}
	var best *analysis.Lever
	list := in.Levers(sh, stances, ar.Facts.Name)
	for i := range list {
		n, _ := c.S.Node(list[i].Person)
		switch w := in.Ways[n]; {
		case w.Barred:
		case w.Leads():
			return levers.Remedy(&list[i])
		case best == nil:
			best = &list[i]
		}
	}
	if best == nil {
		return &analysis.Remedy{Text: say.NobodyToMove(ar.Facts.Name)}
	}
	return levers.Remedy(best)
}

// inTouch returns who of ours has the strongest working tie to a person and may
// approach them; nowhere for nobody.
func inTouch(c *Cover, n kernel.N) kernel.N {
	for _, t := range c.StrongestFirst(c.OurTiesTo(n)) {
		if c.Works(t) && accounts.MayApproach(c.Account.Reader, t.From, n) {
			return t.From
		}
	}
	return knows.Nowhere
}

// pairAnew is the times of its cadence after which another pairing is proposed
// where one is asleep.
const pairAnew = 4

// pairingAsleep is G8.
func pairingAsleep(c *Cover) (out []knows.Found) {
	seen := map[graph.ID]bool{}
	for p := range c.People {
		for _, pr := range c.Pairings(c.People[p].N) {
			cadence := pr.Days
			if cadence == 0 {
				cadence = c.Policy.CadenceDays
			}
			if cadence == 0 || seen[pr.Record] {
				continue
			}
			last := pr.Since
			told := say.Asleep{Ours: c.Name(pr.Ours), Theirs: c.Who(p), Days: cadence, Paired: pr.Since, Unnoticed: c.Capture(pr.Ours) == 0}
			var facts []analysis.Reason
			if t := c.Tie(pr.Ours, c.People[p].N); t != nil {
				if v := c.Verdict(t); v.LastContact > last {
					last, told.Contact = v.LastContact, v.LastContact
					facts = append(facts, analysis.Reason{Text: told.ContactReason(), Record: v.LastRecord, On: v.LastContact})
				}
			}
			facts = append(facts, analysis.Reason{Text: told.PairedReason(), Record: pr.Record, On: pr.Since})
			silent := knows.CadenceGrace * cadence // of a pairing without a beginning and without a contact
			if last != 0 {
				c.Clock.Note(last + graph.Date(knows.CadenceGrace*cadence))
				c.Clock.Note(last + graph.Date(pairAnew*cadence))
				silent = int(c.Day - last)
			}
			if silent < knows.CadenceGrace*cadence {
				continue
			}
			seen[pr.Record] = true
			f := knows.Found{Finding: analysis.Finding{
				Severity: graph.SeverityS3, Subjects: []graph.ID{c.Pid(p), c.ID(pr.Ours)}, Reasons: facts,
				Policy: say.PairingAsleepPolicy(cadence), Confidence: graph.ConfidenceMedium,
				Sentence: told.Sentence(),
				Remedy:   &analysis.Remedy{Text: told.Remind(), Owner: c.ID(pr.Ours)},
			}, Name: c.Who(p)}
			if told.Unnoticed {
				f.Confidence = graph.ConfidenceLow
			}
			may := accounts.MayApproach(c.Account.Reader, pr.Ours, c.People[p].N)
			switch {
			case accounts.Shunned(c.Account.Reader, c.People[p].N):
				f.Remedy = &analysis.Remedy{Text: told.End()}
			case (!may || silent >= pairAnew*cadence) && c.Main:
				f.Advise = func() *analysis.Remedy {
					rm := advice.Advise(c.Account, p, pr.Ours)
					rm.Text = told.Anew(rm.Text, may)
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
func newFace(c *Cover) (out []knows.Found) {
	told := map[kernel.N]bool{} // who left a seat that a finding is about
	for i := range c.Seats {
		s := &c.Seats[i]
		last := lastHolder(c, s.N)
		parts, deciding := seatParts(c, i, last)
		if len(parts) == 0 {
			continue
		}
		title, part := c.V.Title(s.N), parts[0].Text
		f := knows.Found{Finding: analysis.Finding{
			Severity: graph.SeverityS3, Subjects: []graph.ID{c.ID(s.N)}, Reasons: parts, Confidence: graph.ConfidenceHigh,
			Policy: say.NewFacePolicy(freshDays),
		}, Name: title}
		if deciding {
			f.Severity = graph.SeverityS2
		}
		for _, pt := range c.Areas {
			for _, ps := range pt.Seats {
				if ps.Seat == i {
					f.Budget = max(f.Budget, knows.Largest(pt.Budget()))
				}
			}
		}
		var leaver string
		if last.person != knows.Nowhere {
			leaver = c.Name(last.person)
			f.Reasons = append(f.Reasons, analysis.Reason{Text: say.LeftSeat(leaver), Record: last.record, On: last.to})
		}
		switch {
		case s.Occupancy == graph.OccupancyVacant:
			f.Sentence = say.VacantSeat(title, last.to, part)
			f.Reasons = append(f.Reasons, analysis.Reason{Text: say.SeatIsVacant(title), Record: c.ID(s.N), On: last.to})
			f.Remedy = &analysis.Remedy{Text: say.FindFollower, Owner: keeper(c)}
		case leftOpen(c, i) && last.person != knows.Nowhere:
			f.Sentence = say.FollowerUnknown(leaver, title, last.to, part)
			f.Remedy = &analysis.Remedy{Text: say.FindFollower, Owner: keeper(c)}
		default:
			p, since, record, kind := newest(c, i)
			if p == accounts.None || since == 0 {
				continue
			}
			c.Clock.Note(since + freshDays + 1)
			if c.Day-since > freshDays {
				continue
			}
			f.Subjects = append(f.Subjects, c.Pid(p))
			f.Sentence = say.Newcomer{Who: c.Who(p), Title: title, Kind: kind, Since: since, Part: part}.Sentence()
			f.Reasons = append(f.Reasons, analysis.Reason{Text: say.TookSeat(c.Who(p)), Record: record, On: since})
			if !c.quiet && c.Depth(p) > 0 {
				f.Reasons = append(f.Reasons, coverReason(c, p))
			}
			f.Advise = func() *analysis.Remedy { return welcome(c, p) }
		}
		switch remedy := f.Advise; {
		case !c.Main:
			f.Advise = nil
		case last.person != knows.Nowhere && inTouch(c, last.person) != knows.Nowhere:
			f.Advise = func() *analysis.Remedy {
				rm := f.Remedy
				if remedy != nil {
					rm = remedy()
				}
				rm.Text = byLeaver(c, rm.Text, last)
				return rm
			}
		}
		told[last.person] = true
		out = append(out, f)
	}
	for k := range c.Areas {
		for h := range c.In(c.Areas[k].N, graph.EdgeDecides) {
			if n := h.Node(); c.S.NodeKind(n) == graph.NodePerson && !told[n] {
				if f, ok := partLeft(c, k, h); ok {
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// partLeft is G9 for a part in a decision of somebody who left the account, and
// whose seat is gone too: nobody can follow on it.
func partLeft(c *Cover, area int, h kernel.Half) (f knows.Found, ok bool) {
	n, role := h.Node(), graph.Role(c.S.EdgeProps(h.Edge()).Text("part"))
	if _, stays := c.At[n]; stays || role == graph.RoleInformed || c.Ours(n) {
		return f, false
	}
	var last kernel.Half
	var to graph.Date
	for _, seat := range c.S.Out(n, graph.EdgeHolds) {
		end := c.S.EdgeValid(seat.Edge()).To
		if end == 0 || end > c.Day || end <= to {
			continue
		}
		if org, there := c.S.On(end - 1).OrgOf(seat.Node()); there && slices.Contains(c.AccountsAbove(org), c.N) {
			last, to = seat, end
		}
	}
	if _, there := c.SeatAt[last.Node()]; to == 0 || there {
		return f, false // a seat that is there speaks for itself
	}
	ar := &c.Areas[area]
	told := say.PartLeft{Who: c.Name(n), Does: say.RoleVerb(role, ar.Text()), Title: c.S.On(to - 1).Title(last.Node()), On: to}
	f = knows.Found{Finding: analysis.Finding{
		Severity: graph.SeverityS3, Subjects: []graph.ID{ar.Facts.ID, c.ID(n)}, Confidence: graph.ConfidenceHigh,
		Policy: say.NewFacePolicy(freshDays),
		Reasons: []analysis.Reason{
			{Text: say.LeaverDoes(told.Who, told.Does), Record: c.S.EdgeID(h.Edge())},
			{Text: say.LeftSeat(told.Who), Record: c.S.EdgeID(last.Edge()), On: to},
		},
		Sentence: told.Sentence(),
		Remedy:   &analysis.Remedy{Text: told.Remedy(), Owner: keeper(c)},
	}, Name: ar.Facts.Name, Budget: knows.Largest(ar.Budget())}
	if DecidesOrApproves(role) {
		f.Severity = graph.SeverityS2
	}
	if c.Main && inTouch(c, n) != knows.Nowhere {
		f.Remedy.Text = byLeaver(c, f.Remedy.Text, departure{n, to, c.S.EdgeID(last.Edge())})
	}
	return f, true
}

// leftOpen reports whether nobody is known to hold a seat, by name or not, nor is it
// known to be vacant.
func leftOpen(c *Cover, i int) bool {
	return c.Seats[i].Occupancy == graph.OccupancyUnknown && !c.Seats[i].Placeholds
}

// byLeaver adds to a remedy that whoever left a seat hands us over: as long as they are
// at the account, else while their word still opens doors there.
func byLeaver(c *Cover, remedy string, last departure) string {
	until := last.to + HandoverDays
	if _, stays := c.At[last.person]; stays {
		return say.HandUsOver(remedy, c.Name(last.person), 0)
	}
	if c.Day > until {
		return remedy
	}
	c.Clock.Note(until + 1)
	return say.HandUsOver(remedy, c.Name(last.person), until)
}

// keeper returns who of ours keeps the account: a key account manager before
// anybody else who works on it, and of those the one of the highest level; "" for
// nobody.
func keeper(c *Cover) graph.ID {
	best, rank := knows.Nowhere, 0
	for h := range c.In(c.N, graph.EdgeWorksOn) {
		n := h.Node()
		if !accounts.Fit(c.Account.Reader, n) {
			continue
		}
		r := 1 + c.Level(n)
		if graph.WorkRole(c.S.EdgeProps(h.Edge()).Text("role")) == graph.WorkKAM {
			r += 10
		}
		if best == knows.Nowhere || r > rank || r == rank && c.ByID(n, best) < 0 {
			best, rank = n, r
		}
	}
	if best == knows.Nowhere {
		return ""
	}
	return c.ID(best)
}

// departure is the last holding of a seat that has ended.
type departure struct {
	person kernel.N
	to     graph.Date
	record graph.ID
}

func lastHolder(c *Cover, seat kernel.N) departure {
	last := departure{person: knows.Nowhere}
	for _, h := range c.S.In(seat, graph.EdgeHolds) {
		to := c.S.EdgeValid(h.Edge()).To
		c.Clock.Note(to)
		if to != 0 && to <= c.Day && to > last.to {
			last = departure{h.Node(), to, c.S.EdgeID(h.Edge())}
		}
	}
	return last
}

// welcome proposes how to meet somebody who is new on a seat: by whoever of ours
// is in touch with them already, else by a counterpart.
func welcome(c *Cover, p int) *analysis.Remedy {
	if n := inTouch(c, c.People[p].N); n != knows.Nowhere {
		return &analysis.Remedy{Owner: c.ID(n), Text: say.Welcome(c.Name(n), c.Who(p))}
	}
	return advice.Advise(c.Account, p)
}

// newest returns who took a seat last, when, by which record, and for how long it
// is meant.
func newest(c *Cover, seat int) (p int, since graph.Date, record graph.ID, kind graph.HoldKind) {
	p = accounts.None
	for h := range c.In(c.Seats[seat].N, graph.EdgeHolds) {
		if from := c.S.EdgeValid(h.Edge()).From; from > since {
			if i, is := c.At[h.Node()]; is {
				p, since, record = i, from, c.S.EdgeID(h.Edge())
				kind = graph.HoldKind(c.S.EdgeProps(h.Edge()).Text("kind"))
			}
		}
	}
	return p, since, record, kind
}

// seatParts returns the parts in open decisions that go with a seat: its own,
// its holders', and those that its last holder had when they left at most 90
// days ago or the seat is vacant since; those that decide or approve first, then
// by budget.
func seatParts(c *Cover, i int, last departure) (facts []analysis.Reason, deciding bool) {
	s := &c.Seats[i]
	type telling struct {
		analysis.Reason
		decides bool
		budget  float64
	}
	var list []telling
	add := func(f analysis.Reason, role graph.Role, area int) {
		t := telling{f, DecidesOrApproves(role), 0}
		if area != accounts.None {
			t.budget = knows.Largest(c.Areas[area].Budget())
		}
		list = append(list, t)
		deciding = deciding || t.decides
	}
	for k := range c.Areas {
		for _, ps := range c.Areas[k].Seats {
			if ps.Seat == i && ps.Role != graph.RoleInformed {
				add(analysis.Reason{Text: say.SeatDoes(say.RoleVerb(ps.Role, c.Areas[k].Text())), Record: ps.Record}, ps.Role, k)
			}
		}
	}
	for _, p := range s.Holders {
		for _, pt := range c.People[p].Parts {
			if pt.Seat == accounts.None && pt.Role != graph.RoleInformed {
				add(c.PartReason(p, pt), pt.Role, pt.Area)
			}
		}
	}
	_, stays := c.At[last.person] // and keeps their own parts
	if last.person != knows.Nowhere && !stays {
		c.Clock.Note(last.to + freshDays + 1)
		if c.Day-last.to <= freshDays || s.Occupancy == graph.OccupancyVacant || leftOpen(c, i) {
			for _, h := range c.S.Out(last.person, graph.EdgeDecides) {
				valid := c.S.EdgeValid(h.Edge())
				k := slices.IndexFunc(c.Areas, func(ar accounts.Area) bool { return ar.N == h.Node() })
				role := graph.Role(c.S.EdgeProps(h.Edge()).Text("part"))
				if k >= 0 && role != graph.RoleInformed && valid.Contains(last.to-1) {
					add(analysis.Reason{Text: say.LeaverDoes(c.Name(last.person), say.RoleVerb(role, c.Areas[k].Text())), Record: c.S.EdgeID(h.Edge())}, role, k)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(x, y telling) int {
		return cmp.Or(-knows.CompareBool(x.decides, y.decides), cmp.Compare(y.budget, x.budget))
	})
	for _, t := range list {
		facts = append(facts, t.Reason)
	}
	return accounts.DistinctReasons(facts), deciding
}

// mappedLevel is the level from which somebody should be recorded in the function
// of a decision area.
const mappedLevel = 3

// unmapped is G10.
func unmapped(c *Cover) (out []knows.Found) {
	add := func(f knows.Found, sentence string) {
		f.Severity, f.Confidence, f.Sentence = graph.SeverityS4, graph.ConfidenceHigh, sentence
		f.Remedy = &analysis.Remedy{Text: say.FindOutWho, Owner: keeper(c)}
		out = append(out, f)
	}
	mapped := func(ok func(*accounts.Seat) bool) bool {
		return slices.ContainsFunc(c.Seats, func(s accounts.Seat) bool {
			return ok(&s) && (len(s.Holders) > 0 || s.Occupancy == graph.OccupancyVacant)
		})
	}
	for _, e := range c.Policy.Expected {
		if mapped(func(s *accounts.Seat) bool { return s.Function == e.Function && s.Level == e.Level }) {
			continue
		}
		what := say.Place(e.Function, e.Level)
		sources := []graph.ID{c.ID(c.N)}
		facts := []analysis.Reason{{Text: say.Expected(what), Record: c.Policy.Sources[len(c.Policy.Sources)-1]}}
		add(knows.Found{Finding: analysis.Finding{Subjects: sources, Reasons: facts, Policy: say.UnmappedPlacePolicy(e.Function, e.Level)}, Name: what}, say.UnmappedPlace(e.Function, e.Level))
	}
	for k := range c.Areas {
		ar := &c.Areas[k]
		fn := ar.Facts.Function
		if fn == "" || mapped(func(s *accounts.Seat) bool { return s.Function == fn && s.Level >= mappedLevel }) {
			continue
		}
		add(knows.Found{Finding: analysis.Finding{
			Subjects: []graph.ID{ar.Facts.ID}, Policy: say.UnmappedAreaPolicy(mappedLevel),
			Reasons: []analysis.Reason{{Text: say.DecidedIn(ar.Facts.Name, fn), Record: ar.Facts.ID}},
		}, Name: ar.Facts.Name, Budget: knows.Largest(ar.Budget())}, say.UnmappedArea(ar.Facts.Name, fn, mappedLevel))
	}
	for i := range c.Seats {
		s := &c.Seats[i]
		if len(s.Holders) > 0 || s.Occupancy == graph.OccupancyVacant || s.Occupancy == graph.OccupancyHeld && !s.Placeholds || !c.S.NodeProps(s.N).Bool("expected") {
			continue
		}
		title := c.V.Title(s.N)
		add(knows.Found{Finding: analysis.Finding{
			Subjects: []graph.ID{c.ID(s.N)}, Policy: say.UnmappedSeatPolicy,
			Reasons: []analysis.Reason{{Text: say.Expected(title), Record: c.ID(s.N)}},
		}, Name: title}, say.UnmappedSeat(title))
	}
	return out
}

// onlyDetractor is G11.
func onlyDetractor(c *Cover) (out []knows.Found) {
	against := func(p int, area kernel.N) (view.Standing, bool) {
		st := c.Stance(c.People[p].N, []kernel.N{c.N}, area)
		return st, !st.Stance.Carries()
	}
	for k := range c.Areas {
		ar := &c.Areas[k]
		all := slices.Concat(ar.Deciding(), ar.Users, ar.Voices)
		slices.Sort(all)
		var tied []int
		for _, p := range slices.Compact(all) {
			if c.Depth(p) > 0 {
				tied = append(tied, p)
			}
		}
		if len(tied) != 1 {
			continue
		}
		if st, is := against(tied[0], ar.N); is {
			out = append(out, detractorFinding(c, ar.Facts.ID, tied[0], st, knows.Largest(ar.Budget()), ar.Facts.Name,
				say.OnlyTieInto(ar.Facts.Name, c.Who(tied[0]), st.Stance), ar.Deciding()))
		}
	}
	for p := range c.People {
		if !c.People[p].Deciding() || c.Depth(p) > 0 {
			continue
		}
		var via []int
		for i := range c.People {
			if c.Reach.Leads(c.People[i].N, c.People[p].N) && c.Depth(i) > 0 {
				via = append(via, i)
			}
		}
		if len(via) != 1 {
			continue
		}
		if st, is := against(via[0], knows.Nowhere); is {
			budget, _, _, _ := stake(c, p, DecidesOrApproves)
			out = append(out, detractorFinding(c, c.Pid(p), via[0], st, budget, c.Who(p),
				say.OnlyWayTo(c.Who(p), c.Who(via[0]), st.Stance), []int{p}))
		}
	}
	return out
}

func detractorFinding(c *Cover, subject graph.ID, detractor int, st view.Standing, budget float64, name, sentence string, around []int) knows.Found {
	f := knows.Found{Finding: analysis.Finding{
		Severity: graph.SeverityS2, Subjects: []graph.ID{subject, c.Pid(detractor)}, Confidence: graph.ConfidenceMedium,
		Reasons: append([]analysis.Reason{{Text: say.Stands(c.Who(detractor), say.Stance(st.Stance)), Record: st.Record, On: st.On}}, c.TiesReasons(detractor)...),
		Policy:  say.OnlyDetractorPolicy, Sentence: sentence,
	}, Budget: budget, Name: name}
	if !c.Main {
		return f
	}
	others := slices.DeleteFunc(slices.Clone(around), func(p int) bool { return p == detractor })
	f.Remedy = &analysis.Remedy{Text: say.SecondTie(c.Who(detractor))}
	if p := c.Foremost(others); p != accounts.None {
		f.Advise = func() *analysis.Remedy { return advice.Advise(c.Account, p, c.People[detractor].N) }
	}
	return f
}
