package levers

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/introductions"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Way is how somebody is got at, worked out once for a report.
type Way struct {
	owners     []graph.ID
	path       []graph.ID
	likelihood analysis.Likelihood
	request    string // how to come by the introduction; "" for none
	Barred     bool   // must not be contacted
}

// Leads reports whether anybody of ours gets to them.
func (w *Way) Leads() bool { return len(w.owners) > 0 || w.request != "" }

// wayTo returns how somebody is got at: by those of ours who are in touch with
// them, else by an introduction, rather by one of those to whom they listen.
func (in *Influence) wayTo(n kernel.N, listens func(kernel.N) bool) *Way {
	if w, known := in.Ways[n]; known {
		return w
	}
	w := &Way{Barred: accounts.Shunned(in.Account.Reader, n)}
	in.Ways[n] = w
	if w.Barred {
		return w
	}
	for _, t := range in.StrongestFirst(in.OurTiesTo(n)) {
		if in.Works(t) && accounts.MayApproach(in.Account.Reader, t.From, n) {
			w.owners = append(w.owners, in.Id(t.From))
		}
	}
	if len(w.owners) > 0 {
		return w
	}
	t := &introductions.Tour{Reader: in.Reader, Target: n, Hops: analysis.DefaultHops, From: map[kernel.N]bool{}, Without: map[kernel.N]bool{}}
	t.Explore()
	if found := t.Propose(listens); found != nil {
		w.path, w.likelihood, w.request = found.People, found.Likelihood, t.Request(found, "")
	}
	return w
}

// Levers lists whose view to learn or to change, by falling swing.
func (in *Influence) Levers(sh *accounts.Shaping, stances []view.Standing, what string) (out []analysis.Lever) {
	change := func(i int) float64 {
		switch stances[i].Stance.Info().Leaning {
		case graph.LeaningFor:
			return 0
		case graph.LeaningNeither:
			return 1
		}
		return 2
	}
	order, place := sh.Order(func(d, i int) float64 { return sh.All[d][i] * change(i) })
	for k, i := range order[:min(in.Limit, len(order))] {
		n := sh.People[i]
		allies := in.alliesOf(sh, i, stances)
		w := in.wayTo(n, func(ask kernel.N) bool { return slices.Contains(allies, in.Id(ask)) })
		l := analysis.Lever{
			Person: in.Id(n), Name: in.Name(n), Act: analysis.LeverConvert, Stance: stances[i].Stance,
			Influence: knows.Rounded(sh.All[0][i]), Swing: knows.Rounded(change(i) * sh.All[0][i]), Rank: place[k],
			Owners: w.owners, Allies: allies, Path: w.path, Likelihood: w.likelihood,
		}
		switch l.Stance.Info().Leaning {
		case graph.LeaningUnknown:
			l.Act = analysis.LeverLearn
		case graph.LeaningNeither:
			l.Act = analysis.LeverWin
		default:
			l.ToNeutral = l.Influence
		}
		l.Sentence = in.leverSentence(&l, w, what)
		out = append(out, l)
	}
	return out
}

// alliesOf returns the champions and supporters to whom a person who shapes a
// decision listens and who may be contacted, by id.
func (in *Influence) alliesOf(sh *accounts.Shaping, person int, stances []view.Standing) (out []graph.ID) {
	for _, s := range sh.Sways[person] {
		if j, _ := slices.BinarySearchFunc(sh.People, s.From, in.ByID); s.Weight > 0 && stances[j].Stance.For() && !accounts.Shunned(in.Account.Reader, s.From) {
			out = append(out, in.Id(s.From))
		}
	}
	return out
}

func (in *Influence) leverSentence(l *analysis.Lever, w *Way, what string) string {
	return say.Lever{
		Act: l.Act, Name: l.Name, Stance: l.Stance, Influence: l.Influence, What: what,
		Shunned: w.Barred, Owners: in.NamesOf(l.Owners), Request: w.request, Allies: in.NamesOf(l.Allies),
	}.Sentence()
}

// Remedy proposes to work on the lever.
func Remedy(l *analysis.Lever) *analysis.Remedy {
	rm := &analysis.Remedy{Text: say.LeverRemedy(l.Sentence), Path: l.Path, Alternatives: l.Allies}
	switch {
	case len(l.Owners) > 0:
		rm.Owner = l.Owners[0]
	case len(l.Path) > 0:
		rm.Owner = l.Path[0]
	}
	return rm
}
