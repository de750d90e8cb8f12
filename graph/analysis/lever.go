package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// LeverAct is what to do about the view of somebody who shapes a decision.
type LeverAct string

// The acts.
const (
	LeverLearn   LeverAct = "LEARN"   // find out how they stand: nobody knows
	LeverWin     LeverAct = "WIN"     // win them over: they are neutral
	LeverConvert LeverAct = "CONVERT" // convert them, or move them to neutral at least: they are against us
)

// Lever is somebody who is not for us yet, and what their view would move.
type Lever struct {
	Person     graph.ID
	Name       string
	Act        LeverAct
	Stance     graph.Stance
	Influence  float64    // in (0,1]
	Swing      float64    // by how much For − Against rises when they come out for us, in (0,2]; of somebody unknown, how far apart the two possible outcomes are
	ToNeutral  float64    // by how much it rises when they only become neutral; 0 unless they are against us
	Rank       int        // place by swing, from 1; of those who share one no order is certain
	Owners     []graph.ID // those of ours with a working tie to them, strongest first
	Allies     []graph.ID // champions and supporters whom they listen to and who may be contacted, by id
	Path       []graph.ID // where Owners is empty: the people of the best introduction; empty where there is none
	Likelihood Likelihood // of that introduction; "" for none
	Sentence   string
}

// way is how somebody is got at, worked out once for a report.
type way struct {
	owners     []graph.ID
	path       []graph.ID
	likelihood Likelihood
	request    string // how to come by the introduction; "" for none
	barred     bool   // must not be contacted
}

// leads reports whether anybody of ours gets to them.
func (w *way) leads() bool { return len(w.owners) > 0 || w.request != "" }

// wayTo returns how somebody is got at: by those of ours who are in touch with
// them, else by an introduction, rather by one of those to whom they listen.
func (in *influence) wayTo(n kernel.N, listens func(kernel.N) bool) *way {
	if w, known := in.ways[n]; known {
		return w
	}
	w := &way{barred: in.shunned(n)}
	in.ways[n] = w
	if w.barred {
		return w
	}
	for _, t := range in.strongestFirst(in.ourTiesTo(n)) {
		if in.works(t) && in.mayApproach(t.from, n) {
			w.owners = append(w.owners, in.id(t.from))
		}
	}
	if len(w.owners) > 0 {
		return w
	}
	t := &tour{reader: in.reader, target: n, hops: DefaultHops, from: map[kernel.N]bool{}, without: map[kernel.N]bool{}}
	t.explore()
	if found := t.propose(listens); found != nil {
		w.path, w.likelihood, w.request = found.People, found.Likelihood, t.request(found, "")
	}
	return w
}

// levers lists whose view to learn or to change, by falling swing.
func (in *influence) levers(sh *shaping, stances []view.Standing, what string) (out []Lever) {
	change := func(i int) float64 {
		switch stances[i].Stance.Info().Leaning {
		case graph.LeaningFor:
			return 0
		case graph.LeaningNeither:
			return 1
		}
		return 2
	}
	order, place := sh.order(func(d, i int) float64 { return sh.all[d][i] * change(i) })
	for k, i := range order[:min(in.limit, len(order))] {
		n := sh.people[i]
		allies := in.alliesOf(sh, i, stances)
		w := in.wayTo(n, func(ask kernel.N) bool { return slices.Contains(allies, in.id(ask)) })
		l := Lever{
			Person: in.id(n), Name: in.name(n), Act: LeverConvert, Stance: stances[i].Stance,
			Influence: rounded(sh.all[0][i]), Swing: rounded(change(i) * sh.all[0][i]), Rank: place[k],
			Owners: w.owners, Allies: allies, Path: w.path, Likelihood: w.likelihood,
		}
		switch l.Stance.Info().Leaning {
		case graph.LeaningUnknown:
			l.Act = LeverLearn
		case graph.LeaningNeither:
			l.Act = LeverWin
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
func (in *influence) alliesOf(sh *shaping, person int, stances []view.Standing) (out []graph.ID) {
	for _, s := range sh.sways[person] {
		if j, _ := slices.BinarySearchFunc(sh.people, s.from, in.byID); s.weight > 0 && stances[j].Stance.For() && !in.shunned(s.from) {
			out = append(out, in.id(s.from))
		}
	}
	return out
}

func (in *influence) leverSentence(l *Lever, w *way, what string) string {
	share := fmt.Sprintf("%s of what shapes %s is their view", percent(l.Influence), what)
	var s string
	switch l.Act {
	case LeverLearn:
		s = fmt.Sprintf("Find out how %s stands: %s", l.Name, share)
	case LeverWin:
		s = fmt.Sprintf("Win over %s, who is %s: %s", l.Name, l.Stance.Info().Is, share)
	default:
		s = fmt.Sprintf("Convert %s, %s, or at least move them to neutral: %s", l.Name, l.Stance.Info().Is, share)
	}
	switch {
	case w.barred:
		s += "; they must not be contacted"
	case len(l.Owners) > 0:
		s += "; in touch with them: " + joinNames(in.namesOf(l.Owners))
	case w.request != "":
		s += "; " + w.request
	default:
		s += "; nobody of ours gets to them"
	}
	if len(l.Allies) > 0 {
		verb := "has"
		if len(l.Allies) > 1 {
			verb = "have"
		}
		s += fmt.Sprintf("; %s, on our side, %s their ear", joinNames(in.namesOf(l.Allies)), verb)
	}
	return ended(s)
}

// remedy proposes to work on the lever.
func (l *Lever) remedy() *Remedy {
	rm := &Remedy{Text: strings.ToLower(l.Sentence[:1]) + strings.TrimSuffix(l.Sentence[1:], "."), Path: l.Path, Alternatives: l.Allies}
	switch {
	case len(l.Owners) > 0:
		rm.Owner = l.Owners[0]
	case len(l.Path) > 0:
		rm.Owner = l.Path[0]
	}
	return rm
}
