package review

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	analyses "github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
)

// maxSearches is to how many contacts without a working tie a new way is looked for,
// in the order of the accounts, that of the query first, and of the contacts by ID.
const maxSearches = 200

// introductions suggests whom to ask for an introduction that could not be asked for
// before: somebody whom we know and who sits at the account since, or who sits there
// and whom we know since, can introduce us to a key contact there to whom nobody of
// ours has a working tie. Long shots, and ways with a handshake that is a guess, are
// none.
func (f *finder) introductions() error {
	doors := map[kernel.N][]kernel.N{} // by account
	fresh := map[kernel.N]graph.Date{}
	for _, person := range f.ever.Nodes(graph.NodePerson) {
		on, is := f.door(person)
		if !is {
			continue
		}
		fresh[person] = on
		for _, a := range f.AccountsOf(person) {
			doors[a] = append(doors[a], person)
		}
	}
	searches := 0
	accounts := f.ever.Nodes(graph.NodeAccount)
	if f.orgs != nil {
		accounts = slices.Concat([]kernel.N{f.account}, slices.DeleteFunc(slices.Clone(accounts), func(n kernel.N) bool { return n == f.account }))
	}
	for _, account := range accounts {
		if len(doors[account]) == 0 {
			continue
		}
		rep, err := analyses.Stakeholders(f.View, f.id(account))
		if err != nil {
			return err
		}
		known := map[graph.ID]bool{}
		for i := range rep.People {
			known[rep.People[i].Person] = len(rep.People[i].KnownBy) > 0
		}
		open := slices.ContainsFunc(doors[account], func(n kernel.N) bool { return known[f.id(n)] })
		for i := range rep.People {
			target := &rep.People[i]
			if !open || !target.Neglected || searches == maxSearches {
				continue
			}
			searches++
			ways, err := analyses.Introductions(f.View, analysis.IntroductionsQuery{Target: target.Person, Limit: analysis.MaxIntroductions, Alternates: -1})
			if err != nil {
				return err
			}
			for k := range ways.Introductions {
				way := &ways.Introductions[k]
				ask, _ := f.ever.Node(way.Ask)
				on, is := fresh[ask]
				if !is || !known[way.Ask] || way.Inferred || way.Likelihood == analysis.LongShot || !slices.Contains(doors[account], ask) {
					continue
				}
				f.introduction(way, target, on)
			}
		}
	}
	return nil
}

// door returns since when, in the days looked at, somebody of theirs holds one of their
// seats, or is known at all: by the first claim or contact on record; false when
// neither is new.
func (f *finder) door(person kernel.N) (since graph.Date, is bool) {
	note := func(on graph.Date) {
		if on >= f.since && on <= f.Day() {
			since, is = max(since, on), true
		}
	}
	for h := range f.Out(person, graph.EdgeHolds) {
		note(f.ever.EdgeValid(h.Edge()).From)
	}
	first := f.Day() + 1
	for _, h := range f.ever.In(person, graph.EdgeKnows) {
		claim := graph.Decode[graph.Knows](f.ever.EdgeElement(h.Edge()))
		first = min(first, cmp.Or(claim.From, claim.On))
	}
	for _, h := range f.ever.Out(person, graph.EdgeAttended) {
		first = min(first, f.ever.NodeProps(h.Node()).Date("on"))
	}
	note(first)
	return since, is && !f.Ours(person)
}

// introduction suggests to ask for one.
func (f *finder) introduction(way *analysis.Introduction, target *analysis.Stakeholder, on graph.Date) {
	seeker := way.People[0]
	us, _ := f.ever.Node(seeker)
	ask, _ := f.ever.Node(way.Ask)
	to, _ := f.ever.Node(target.Person)
	id, was := f.ids(graph.SuggestionIntroduction, func(called func(kernel.N) string) []string { return []string{called(ask), called(to)} })
	f.add(Suggestion{
		ID: id, was: was,
		Kind: graph.SuggestionIntroduction, Confidence: likely[way.Likelihood], On: on, About: []graph.ID{way.Ask, target.Person, seeker},
		Sentence: way.Sentence, Reasons: []string{doorReason(f.called(ask), on)}, Deed: askDeed(f.called(ask), f.called(us), target.Name), Takes: []Part{PartSeeker, PartOn},
		do: func(d *draft.Draft, c *Correction) (graph.ID, error) {
			if c.Seeker != "" {
				seeker = c.Seeker
			}
			return d.AskIntroduction(way.Ask, seeker, target.Person, "", c.On)
		},
	})
}

// likely says how sure an introduction of a likelihood is.
var likely = map[analysis.Likelihood]graph.Confidence{
	analysis.Likely: graph.ConfidenceHigh, analysis.Possible: graph.ConfidenceMedium,
}
