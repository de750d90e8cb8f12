package review

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/view"
)

// Part is what a correction may give.
type Part string

// The parts of a [Correction], as they are named in the API and on the command line.
const (
	PartKeep         Part = "keep"
	PartOn           Part = "on"
	PartName         Part = "name"
	PartTitle        Part = "title"
	PartOrganization Part = "organization"
	PartPosition     Part = "position"
	PartSeeker       Part = "seeker"
)

// Correction is what is to be otherwise than suggested. What is zero stays.
type Correction struct {
	Keep         graph.ID   // of two that are one: which stays
	On           graph.Date // the day on which it happened
	Name, Title  string     // of a stranger, and of their seat
	Organization graph.ID   // where a stranger is
	Position     graph.ID   // the seat of a stranger or successor
	Seeker       graph.ID   // which of ours asks for an introduction

	Who string // decides; set by [Decide]
}

// parts returns what a correction gives.
func (c *Correction) parts() (out []Part) {
	for _, p := range []struct {
		part  Part
		given bool
	}{
		{PartKeep, c.Keep != ""}, {PartOn, c.On != 0}, {PartName, c.Name != ""}, {PartTitle, c.Title != ""},
		{PartOrganization, c.Organization != ""}, {PartPosition, c.Position != ""}, {PartSeeker, c.Seeker != ""},
	} {
		if p.given {
			out = append(out, p.part)
		}
	}
	return out
}

// Decision is what is decided about one suggestion.
type Decision struct {
	Suggestion graph.ID
	Verdict    graph.Verdict
	Correction Correction // of [graph.VerdictCorrected]: at least one part
	Since      graph.Date // as in the [Query] that listed it
	Who        string
	Note       string
}

// Decide carries a decision out on a draft: what the suggestion says, or what the
// correction makes of it, and the verdict, which is remembered. It returns what was
// done to, and "" for a suggestion that was dismissed. The suggestion is looked for
// in the base of the draft, today, so that nothing is done to a world that is not
// the one that was looked at.
//
// After a refusal the draft is to be thrown away. It refuses, under the rule suggestion: an ID of
// which no suggestion stands, with [graph.ErrNotFound]; one that was decided, with
// [graph.ErrConflict]; under the rule input a correction without a part, or with one
// that the suggestion does not take. What the verbs refuse, it refuses.
//
// Cost: that of [List] for suggestions of the kind.
func Decide(d *draft.Draft, x Decision) (graph.ID, error) {
	s, err := standing(d, x)
	if err != nil {
		return "", err
	}
	given := x.Correction.parts()
	switch {
	case x.Verdict == graph.VerdictCorrected && len(given) == 0:
		return "", graph.Invalid("input", []graph.ID{s.ID}, "say what is otherwise than %s suggests: %s", s.ID, partNames(s.Takes))
	case x.Verdict != graph.VerdictCorrected && len(given) > 0:
		return "", graph.Invalid("input", []graph.ID{s.ID}, "only a correction takes %s", partNames(given))
	}
	for _, p := range given {
		if !slices.Contains(s.Takes, p) {
			return "", graph.Invalid("input", []graph.ID{s.ID}, "%s takes %s, not %s", s.ID, partNames(s.Takes), p)
		}
	}
	var to graph.ID
	about := s.About
	if x.Verdict != graph.VerdictDismissed {
		c := x.Correction
		c.Who = x.Who
		if to, err = s.do(d, &c); err != nil {
			return "", err
		}
		if !slices.Contains(about, to) {
			about = append([]graph.ID{to}, about...)
		}
	}
	v := graph.Suggestion{Node: graph.Node{ID: s.ID}, Kind: s.Kind, Verdict: x.Verdict, Who: x.Who, Note: x.Note, About: texts(about)}
	return to, d.Decide(v, s.On)
}

// standing finds the suggestion that a decision is about.
func standing(d *draft.Draft, x Decision) (*Suggestion, error) {
	kind, ok := kindOf(x.Suggestion)
	if !ok {
		return nil, graph.Invalid("suggestion", []graph.ID{x.Suggestion}, "%s is not the id of a suggestion, such as %s-…", graph.Quote(string(x.Suggestion)), draft.SuggestionWord(graph.SuggestionDuplicatePeople))
	}
	v := view.On(d.Base(), d.Today())
	since := x.Since
	if since == 0 {
		since = d.Today() - DefaultDays
	}
	q := Query{Kinds: []graph.SuggestionKind{kind}, Since: since}
	f, err := newFinder(v, q)
	if err != nil {
		return nil, err
	}
	list, err := f.find(q)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(list, func(s Suggestion) bool { return s.ID == x.Suggestion }); i >= 0 {
		return &list[i], nil
	}
	if e, ok := d.Get(x.Suggestion); ok && e.Kind == graph.NodeSuggestion {
		if was := graph.Decode[graph.Suggestion](e); was.Verdict != "" {
			return nil, d.Decide(graph.Suggestion{Node: graph.Node{ID: x.Suggestion}, Kind: kind, Verdict: x.Verdict}, 0) // it refuses
		}
	}
	return nil, graph.Refuse(graph.ErrNotFound, "suggestion", []graph.ID{x.Suggestion}, "no suggestion %s stands of what happened since %s: what it is about may have changed; list them again", x.Suggestion, since)
}

// kindOf returns the kind that an ID of a suggestion begins with.
func kindOf(id graph.ID) (graph.SuggestionKind, bool) {
	i := strings.LastIndexByte(string(id), '-')
	for _, k := range graph.SuggestionKinds() {
		if i > 0 && string(id[:i]) == draft.SuggestionWord(k) {
			return k, true
		}
	}
	return "", false
}

func partNames(list []Part) string {
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = string(p)
	}
	return strings.Join(names, ", ")
}
