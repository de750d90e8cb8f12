package draft

import (
	"strings"

	"github.com/kithgraph/kith/graph"
)

// SuggestionID returns the ID of a suggestion: its kind in words, and a digest of
// what it is about. The same parts give the same ID in every workspace and on every
// run, so that what was decided is found again.
func SuggestionID(k graph.SuggestionKind, about ...string) graph.ID {
	return graph.ID(SuggestionWord(k) + "-" + strings.ToLower(string(appendDigest(nil, string(k), about))))
}

// SuggestionWord returns a kind of suggestion as it stands before the ID of one:
// "duplicate-people".
func SuggestionWord(k graph.SuggestionKind) string {
	return strings.ReplaceAll(strings.ToLower(string(k)), "_", "-")
}

// Decide records the verdict about a suggestion, under its ID. Happened is the day of
// what it is about, 0 for what has none: a verdict settles what happened until its
// day, and is given once, so that another about the same is refused with
// [graph.ErrConflict]. Who a stranger is, is forgotten.
func (d *Draft) Decide(s graph.Suggestion, happened graph.Date) error {
	return d.verb(func() error {
		if s.ID == "" || s.Verdict == "" {
			return graph.Invalid("input", []graph.ID{s.ID}, "a verdict, and the id of the suggestion that it is about, are wanted")
		}
		s.On, s.Name, s.Mail = d.orToday(s.On), "", ""
		if e, ok := d.Get(s.ID); ok {
			if e.Kind != graph.NodeSuggestion {
				return graph.NotFound(string(graph.NodeSuggestion), s.ID)
			}
			was := graph.Decode[graph.Suggestion](e)
			if was.Verdict != "" && happened <= was.On {
				return graph.Refuse(graph.ErrConflict, "suggestion", []graph.ID{s.ID}, "%s was %s by %s on %s; undo that to decide anew", s.ID, strings.ToLower(string(was.Verdict)), was.Who, was.On)
			}
			s.Node = was.Node
		}
		d.Add(s)
		return nil
	})
}
