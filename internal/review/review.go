// Package review finds what whoever keeps a workspace should look at (duplicates,
// strangers in the mail, who moved, who followed whom, new introductions) and
// carries out what they decide.
//
// A suggestion follows from the workspace on a day, and is kept nowhere; its ID says
// what it is about. What is kept is the verdict, a [graph.Suggestion] under that ID,
// in the same commit as what it led to: so it is remembered, and undone as any edit.
package review

import (
	"cmp"
	"slices"
	"sort"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// The limits of a [Query].
const (
	MaxListed     = 1000
	DefaultListed = 100
	DefaultDays   = 90 // how far back is looked, from the day of the view
)

// Query asks what there is to review.
type Query struct {
	Account graph.ID               // only what is about this account; "" for everything
	Kinds   []graph.SuggestionKind // only these; empty for all
	Since   graph.Date             // what happened from this day on; 0 for DefaultDays before the day of the view
	Limit   int                    // listed at most, 1 to MaxListed; 0 for DefaultListed
	After   Place                  // only what comes after this place; zero for all
}

// Place is where a suggestion stands in a list.
type Place struct {
	Kind       graph.SuggestionKind
	Confidence graph.Confidence
	On         graph.Date
	ID         graph.ID
}

// Place returns where the suggestion stands.
func (s *Suggestion) Place() Place { return Place{s.Kind, s.Confidence, s.On, s.ID} }

// Compare orders suggestions: by kind in the order of [graph.SuggestionKinds], then the
// surest first, then the latest, then by ID.
func (p Place) Compare(q Place) int {
	kind := func(p Place) int { return slices.Index(graph.SuggestionKinds(), p.Kind) }
	return cmp.Or(
		cmp.Compare(kind(p), kind(q)),
		cmp.Compare(sureness(q.Confidence), sureness(p.Confidence)),
		cmp.Compare(q.On, p.On),
		cmp.Compare(p.ID, q.ID),
	)
}

// Validate reports what is wrong with the query itself.
func (q Query) Validate() error {
	if q.Limit < 0 || q.Limit > MaxListed {
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxListed)
	}
	for _, k := range q.Kinds {
		if !slices.Contains(graph.SuggestionKinds(), k) {
			return graph.Invalid("query", nil, "there are no suggestions of the kind %s", graph.Quote(string(k)))
		}
	}
	return nil
}

// Report is what there is to review on a day.
type Report struct {
	AsOf        graph.Date
	Revision    graph.Revision
	Since       graph.Date
	Suggestions []Suggestion
	Total       int                // how many wait, listed or not
	Skipped     int                // how many come before those listed
	Decided     []graph.Suggestion // about what is there now, by the day, the latest first, ties by ID, at most as many as are listed
}

// Suggestion is what waits to be accepted, corrected or dismissed.
type Suggestion struct {
	ID         graph.ID
	Kind       graph.SuggestionKind
	Confidence graph.Confidence // how much speaks for it; LOW is no more than possible
	On         graph.Date       // the day of what happened; 0 for what has none
	About      []graph.ID       // the main thing first
	Sentence   string
	Reasons    []string // what speaks for it
	Deed       string   // what accepting does
	Takes      []Part   // what a correction may give

	was []graph.ID // its IDs by what those that it is about were merged of

	// do carries it out, with what a correction gives, and returns what it was done to.
	do func(d *draft.Draft, c *Correction) (graph.ID, error)
}

// List answers: what should I look at?
//
// Definition: the suggestions of docs/analyses.md that follow from the view and of
// which no verdict stands. A verdict settles what happened until its day. Of an account
// is what is about an organization at or below the one that it is for, somebody who
// sits there on the day, or a seat that is or was there.
//
// Shape: in the order of [Place.Compare].
//
// Errors: invalid query; no such account.
//
// Cost: O(p log p) in people and organizations, plus that of the moves since the day,
// and one bounded introduction search for each contact to whom a way may be new, at
// most [maxSearches].
func List(v *view.View, q Query) (*Report, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Limit == 0 {
		q.Limit = DefaultListed
	}
	if q.Since == 0 {
		q.Since = v.Day() - DefaultDays
	}
	f, err := newFinder(v, q)
	if err != nil {
		return nil, err
	}
	found, err := f.find(q)
	if err != nil {
		return nil, err
	}
	r := &Report{AsOf: v.Day(), Revision: v.Snapshot().Revision(), Since: q.Since, Total: len(found)}
	if q.After != (Place{}) {
		r.Skipped = sort.Search(len(found), func(i int) bool { return found[i].Place().Compare(q.After) > 0 })
	}
	r.Suggestions = found[r.Skipped:min(len(found), r.Skipped+q.Limit)]
	for _, n := range f.ever.Nodes(graph.NodeSuggestion) {
		s := view.As[graph.Suggestion](v, n)
		if s.Verdict == "" || s.On > v.Day() || len(q.Kinds) > 0 && !slices.Contains(q.Kinds, s.Kind) {
			continue
		}
		s.About = f.kept(s.About)
		if f.within(s.About) {
			r.Decided = append(r.Decided, s)
		}
	}
	slices.SortFunc(r.Decided, func(a, b graph.Suggestion) int {
		return cmp.Or(cmp.Compare(b.On, a.On), cmp.Compare(a.ID, b.ID))
	})
	r.Decided = r.Decided[:min(len(r.Decided), q.Limit)]
	return r, nil
}

// find returns what waits, in order.
func (f *finder) find(q Query) ([]Suggestion, error) {
	wants := func(kinds ...graph.SuggestionKind) bool {
		return len(q.Kinds) == 0 || slices.ContainsFunc(kinds, func(k graph.SuggestionKind) bool { return slices.Contains(q.Kinds, k) })
	}
	if wants(graph.SuggestionDuplicatePeople) {
		f.duplicatePeople()
	}
	if wants(graph.SuggestionDuplicateOrganizations) {
		f.duplicateOrganizations()
	}
	if wants(graph.SuggestionStranger) {
		f.strangers()
	}
	if wants(graph.SuggestionLeaver, graph.SuggestionJoiner, graph.SuggestionMove, graph.SuggestionPromotion, graph.SuggestionSuccessor) {
		if err := f.moves(); err != nil {
			return nil, err
		}
	}
	if wants(graph.SuggestionIntroduction) {
		if err := f.introductions(); err != nil {
			return nil, err
		}
	}
	out := slices.DeleteFunc(f.found, func(s Suggestion) bool { return !wants(s.Kind) || !f.within(texts(s.About)) || f.decided(&s) })
	slices.SortFunc(out, func(a, b Suggestion) int { return a.Place().Compare(b.Place()) })
	return slices.CompactFunc(out, func(a, b Suggestion) bool { return a.ID == b.ID }), nil
}

// sureness orders confidences.
func sureness(c graph.Confidence) int {
	return slices.Index([]graph.Confidence{graph.ConfidenceLow, graph.ConfidenceMedium, graph.ConfidenceHigh}, c)
}

// finder is the work on one list.
type finder struct {
	*view.View
	ever   view.Ever
	since  graph.Date
	found  []Suggestion
	merged map[graph.ID]graph.ID // into what each was merged; nil until it is asked for

	account kernel.N          // what is looked at, if orgs are
	orgs    map[kernel.N]bool // the organizations of the account; nil for every one
}

func newFinder(v *view.View, q Query) (*finder, error) {
	f := &finder{View: v, ever: v.Ever(), since: q.Since}
	if q.Account == "" {
		return f, nil
	}
	var err error
	if f.account, err = f.ever.Find(q.Account, graph.NodeAccount); err != nil {
		return nil, err
	}
	f.orgs = map[kernel.N]bool{}
	if org, ok := f.AccountOrg(f.account); ok {
		for _, n := range f.Subtree(org) {
			f.orgs[n] = true
		}
	}
	return f, nil
}

// within reports whether one of what a suggestion is about is of the account.
func (f *finder) within(about []string) bool {
	return f.orgs == nil || slices.ContainsFunc(about, func(id string) bool {
		n, ok := f.ever.Node(graph.ID(id))
		if !ok {
			return false
		}
		switch f.ever.NodeKind(n) {
		case graph.NodeOrganization:
			return f.orgs[n]
		case graph.NodePerson:
			return slices.ContainsFunc(f.Seats(n), func(seat kernel.N) bool {
				org, ok := f.OrgOf(seat)
				return ok && f.orgs[org]
			})
		case graph.NodePosition:
			return slices.ContainsFunc(f.ever.Out(n, graph.EdgeIn), func(h kernel.Half) bool { return f.orgs[h.Node()] })
		}
		return false
	})
}

// texts returns IDs as texts.
func texts(ids []graph.ID) (out []string) {
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

func (f *finder) add(s Suggestion) { f.found = append(f.found, s) }

// decided reports whether a verdict stands that settles a suggestion: one about it, or
// about those of which what it is about was merged.
func (f *finder) decided(s *Suggestion) bool {
	for _, id := range append([]graph.ID{s.ID}, s.was...) {
		if n, ok := f.ever.NodeOf(graph.NodeSuggestion, id); ok {
			if was := view.As[graph.Suggestion](f.View, n); was.Verdict != "" && s.On <= was.On {
				return true
			}
		}
	}
	return false
}

// maxWas is how many former IDs of one suggestion are looked at.
const maxWas = 1000

// ids returns the ID of a suggestion and those that it had before what it is about was
// merged. About gives the parts of the ID, with each node by the name that it is called
// with.
func (f *finder) ids(kind graph.SuggestionKind, about func(called func(kernel.N) string) []string) (id graph.ID, was []graph.ID) {
	var nodes []kernel.N
	names := map[kernel.N][]string{}
	id = draft.SuggestionID(kind, about(func(n kernel.N) string {
		if names[n] == nil {
			nodes = append(nodes, n)
			names[n] = append([]string{string(f.id(n))}, f.ever.NodeProps(n).Strings("mergedIds")...)
		}
		return names[n][0]
	})...)
	at := map[kernel.N]int{}
	for len(was) < maxWas {
		i := slices.IndexFunc(nodes, func(n kernel.N) bool { at[n] = (at[n] + 1) % len(names[n]); return at[n] > 0 })
		if i < 0 {
			return id, was // every name was had with every other
		}
		was = append(was, draft.SuggestionID(kind, about(func(n kernel.N) string { return names[n][at[n]] })...))
	}
	return id, was
}

// kept returns the IDs with those of what was merged as that is called since, each once.
func (f *finder) kept(ids []string) (out []string) {
	for _, id := range ids {
		if _, there := f.ever.Node(graph.ID(id)); !there {
			id = string(f.keeper(graph.ID(id)))
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// keeper returns into what something that is not there was merged, else its own ID.
func (f *finder) keeper(id graph.ID) graph.ID {
	if f.merged == nil {
		f.merged = map[graph.ID]graph.ID{}
		for _, kind := range []graph.Kind{graph.NodePerson, graph.NodeOrganization, graph.NodePosition} {
			for _, n := range f.ever.Nodes(kind) {
				for _, was := range f.ever.NodeProps(n).Strings("mergedIds") {
					f.merged[graph.ID(was)] = f.id(n)
				}
			}
		}
	}
	return cmp.Or(f.merged[id], id)
}

func (f *finder) id(n kernel.N) graph.ID { return f.ever.NodeID(n) }

// called returns the name of a node, its id where it has none.
func (f *finder) called(n kernel.N) string { return cmp.Or(f.Name(n), string(f.id(n))) }

// places returns the companies in which a person sits or ever sat, by id, each with the
// organization of the first of their seats there.
func (f *finder) places(person kernel.N) (out []place) {
	for _, h := range f.ever.Out(person, graph.EdgeHolds) {
		for _, in := range f.ever.Out(h.Node(), graph.EdgeIn) {
			c := f.Company(in.Node())
			if !slices.ContainsFunc(out, func(p place) bool { return p.company == c }) {
				out = append(out, place{c, in.Node()})
			}
		}
	}
	slices.SortFunc(out, func(a, b place) int { return cmp.Compare(f.id(a.company), f.id(b.company)) })
	return out
}

// place is a company and the organization in it where somebody sits or sat.
type place struct{ company, unit kernel.N }
