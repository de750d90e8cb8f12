// Package advice proposes who of ours should look after somebody of theirs and by
// whose introduction, from the pairings, the room that ours have and the ties on
// record. Every remedy that names a counterpart is made here.
package advice

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/introductions"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/matching"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
)

// Candidate is one of ours who could look after one of theirs.
type Candidate struct {
	N      kernel.N
	Points int
}

// Candidates returns those of ours who could look after somebody, by points and
// id, without some of them: those who have room for it, and those who would but
// for their capacity. They are those who work on the account, have a working tie
// into it or are paired with the person, and those within the policy's gap of the
// person's level; where none of them has room, whoever else pairing would rather
// take than leave the person alone.
func Candidates(a *accounts.Account, p int, without ...kernel.N) (free, full []Candidate) {
	theirs := a.People[p].N
	near := a.Insiders()
	for _, pr := range a.Pairings(theirs) {
		near = append(near, pr.Ours)
	}
	for _, n := range accounts.Bench(a.Reader) {
		if level := a.People[p].Level; level > 0 && accounts.LevelsApart(a.Level(n), level) <= a.Policy.CounterpartGap {
			near = append(near, n)
		}
	}
	take := func(nodes []kernel.N, limit int) {
		for _, n := range nodes {
			if slices.Contains(without, n) || !accounts.Fit(a.Reader, n) || accounts.Bar(a.Reader, n, theirs) != "" {
				continue
			}
			c := Candidate{n, a.Points(n, p)}
			switch {
			case c.Points >= limit:
			case accounts.Room(a.Reader, n, theirs):
				free = append(free, c)
			default:
				full = append(full, c)
			}
		}
	}
	near = a.Distinct(near)
	take(near, int(matching.Forbidden))
	if open := int(Wanted(&a.People[p])); len(free) == 0 && open > 0 {
		take(slices.DeleteFunc(slices.Clone(accounts.Bench(a.Reader)), func(n kernel.N) bool {
			_, known := slices.BinarySearchFunc(near, n, a.ByID)
			return known
		}), open)
	}
	for _, list := range [][]Candidate{free, full} {
		slices.SortStableFunc(list, func(x, y Candidate) int { return cmp.Or(cmp.Compare(x.Points, y.Points), a.ByID(x.N, y.N)) })
	}
	return free, full
}

// Entrust notes that a report proposes one of ours for a person of theirs: it
// takes room from what it proposes next.
func Entrust(r *knows.Reader, ours, theirs kernel.N) {
	if !slices.Contains(r.Proposed[ours], theirs) {
		r.Proposed[ours] = append(r.Proposed[ours], theirs)
	}
}

// Advise proposes who of ours should come to know a person and by which
// introduction, without some of ours or of theirs: whoever pairing would allow and
// who has room besides what the report has proposed already.
func Advise(a *accounts.Account, p int, without ...kernel.N) *analysis.Remedy {
	target := a.People[p].N
	if accounts.Shunned(a.Reader, target) {
		return &analysis.Remedy{Text: say.Shunned(a.Who(p))}
	}
	free, full := Candidates(a, p, without...)
	tied := func(c Candidate) bool {
		t := a.OurTie(c.N, target)
		return t != nil && a.Verdict(t).Working
	}
	free, full = slices.DeleteFunc(free, tied), slices.DeleteFunc(full, tied)
	if len(free) == 0 {
		why := say.NobodySuited
		if len(full) > 0 {
			carries, _ := accounts.Burden(a.Reader, full[0].N, target)
			why = accounts.NoRoom(a.Reader, full[0].N, carries)
		}
		return &analysis.Remedy{Text: say.NameSomebody(a.Who(p), why)}
	}
	var beside, doors []kernel.N // those of ours who are in touch already, the strongest first, and of them those who may be asked to introduce
	for _, t := range a.StrongestFirst(a.OurTiesTo(target)) {
		if a.Verdict(t).Working && !slices.Contains(without, t.From) {
			beside = append(beside, t.From)
			if accounts.MayApproach(a.Reader, t.From, target) {
				doors = append(doors, t.From)
			}
		}
	}
	free = underAnother(a, free, beside)
	owner := free[0].N
	Entrust(a.Reader, owner, target)
	rm := &analysis.Remedy{Owner: a.ID(owner)}
	paired := slices.ContainsFunc(a.Pairings(target), func(pr knows.Pairing) bool { return pr.Ours == owner })
	told := say.Advice{
		Owner: a.Name(owner), Who: a.Who(p), Beside: a.NamesOf(a.IDs(beside)),
		Paired: paired, Unseen: paired && a.Capture(owner) == 0,
	}
	for _, c := range free[1:min(3, len(free))] {
		rm.Alternatives = append(rm.Alternatives, a.ID(c.N))
	}
	if len(doors) > 0 {
		rm.Path = []graph.ID{a.ID(owner), a.ID(doors[0]), a.ID(target)}
		told.Door = a.Name(doors[0])
		rm.Text = told.Text()
		return rm
	}
	t := &introductions.Tour{Reader: a.Reader, Target: target, Hops: analysis.DefaultHorizon, From: map[kernel.N]bool{owner: true}, Without: map[kernel.N]bool{}}
	for _, n := range without {
		t.Without[n] = true
	}
	t.Explore()
	anybody := func(kernel.N) bool { return false }
	found := t.Propose(anybody)
	if found == nil {
		t.From = map[kernel.N]bool{}
		t.Explore()
		found = t.Propose(anybody)
	}
	if found != nil {
		rm.Path = found.People
		told.Request = t.Request(found, rm.Owner)
	} else if t := a.OurTie(owner, target); t != nil && a.Verdict(t).LastContact != 0 {
		told.Met = true
	}
	rm.Text = told.Text()
	return rm
}

// underAnother puts the first candidate who has no manager in common with those
// who are in touch already before the others, where they are nearly as good: what
// happens to one team then leaves the other tie.
func underAnother(a *accounts.Account, list []Candidate, beside []kernel.N) []Candidate {
	k := slices.IndexFunc(list, func(c Candidate) bool {
		return !slices.ContainsFunc(beside, func(n kernel.N) bool { return a.SameManager(c.N, n) })
	})
	if len(beside) == 0 || k <= 0 || list[k].Points > list[0].Points+accounts.NearlyAsGood {
		return list
	}
	return slices.Concat(list[k:k+1], list[:k], list[k+1:])
}

// The points of a pairing besides those of every counterpart.
const (
	KeepPoints   = -10 // the two are paired today
	OffTeam      = 12  // day by day, but does not work on the account
	openDecider  = 60  // nobody for a decider or approver
	openVoice    = 40  // … an influencer or gatekeeper
	openUser     = 25  // … a buyer, user or initiator
	openNobody   = 8   // … somebody without a part in a decision
	pairingLevel = 3   // from which somebody is paired without a part in a decision
)

// Wanted is what it costs to leave a person without a counterpart; 0 for
// somebody who wants none.
func Wanted(p *accounts.Person) int32 {
	switch {
	case p.Deciding():
		return openDecider
	case p.Has(accounts.Voice):
		return openVoice
	case p.Has(func(r graph.Role) bool { return r == graph.RoleBuyer }):
		return openUser
	case p.Level >= pairingLevel && p.Has(func(r graph.Role) bool { return r == graph.RoleUser || r == graph.RoleInitiator }):
		return openUser
	case p.Level >= pairingLevel:
		return openNobody
	}
	return 0
}
