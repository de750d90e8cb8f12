package schema

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/internal/review"
	"github.com/kithgraph/kith/schema/object"
)

// The parts of lists that are found as a whole for each answer. A cursor is the place of an
// item in the order of the list, so that it outlives the item, and points behind it also
// where others have come.

// part returns how many items are asked for; 0 for nil.
func part(first *int, least, most int) (int, error) {
	if first != nil && (*first < least || *first > most) {
		return 0, graph.Invalid("page", nil, "first is %d, wanted %d to %d", *first, least, most)
	}
	return or(first, 0), nil
}

// placed returns the place of a cursor, and none for nil.
func placed[P any](after *string, read func(parts []string) (P, bool)) (place P, err error) {
	if after == nil {
		return place, nil
	}
	key, err := object.OfCursor(*after)
	if err != nil {
		return place, err
	}
	place, ok := read(strings.Split(key, " "))
	if !ok {
		return place, graph.Invalid("cursor", nil, "%s is a cursor of another list", graph.Quote(*after))
	}
	return place, nil
}

// cursorOf returns the cursor of a place.
func cursorOf(parts ...any) string {
	return object.Cursor(strings.TrimSuffix(fmt.Sprintln(parts...), "\n"))
}

// pageOf returns what lies before and after the part of a list that is shown: of total
// items those after the first so many.
func pageOf[T any](shown []T, skipped, total int, cursor func(*T) string) object.PageInfo {
	p := object.PageInfo{HasPreviousPage: skipped > 0, HasNextPage: skipped+len(shown) < total}
	if n := len(shown); n > 0 {
		p.StartCursor, p.EndCursor = cursor(&shown[0]), cursor(&shown[n-1])
	}
	return p
}

// moveAt reads the place of a move.
func moveAt(parts []string) (p analysis.MovePlace, ok bool) {
	if len(parts) != 2 {
		return p, false
	}
	on, err := graph.ParseDate(parts[0])
	return analysis.MovePlace{On: on, Person: graph.ID(parts[1])}, err == nil && on != 0
}

// PageInfo says what lies before and after the moves that are listed.
func (o *MovesResult) PageInfo() object.PageInfo {
	return pageOf(o.MovesReport.Moves, o.Skipped, o.Total, func(m *analysis.Move) string {
		p := m.Place()
		return cursorOf(p.On, p.Person)
	})
}

// tieAt reads the place of a tie.
func tieAt(parts []string) (p analysis.TiePlace, ok bool) {
	if len(parts) != 3 {
		return p, false
	}
	strength, err := strconv.ParseFloat(parts[0], 64)
	return analysis.TiePlace{Strength: strength, From: graph.ID(parts[1]), To: graph.ID(parts[2])}, err == nil
}

// PageInfo says what lies before and after the ties that are listed.
func (o *StrengthResult) PageInfo() object.PageInfo {
	return pageOf(o.StrengthReport.Ties, o.Skipped, o.Total, func(t *analysis.Tie) string {
		p := t.Place()
		return cursorOf(p.Strength, p.From, p.To)
	})
}

// suggestionAt reads the place of a suggestion. One without a day is of day 0.
func suggestionAt(parts []string) (p review.Place, ok bool) {
	if len(parts) != 4 {
		return p, false
	}
	on, err := strconv.ParseInt(parts[2], 10, 32)
	p = review.Place{Kind: graph.SuggestionKind(parts[0]), Confidence: graph.Confidence(parts[1]), On: graph.Date(on), ID: graph.ID(parts[3])}
	return p, err == nil && slices.Contains(graph.SuggestionKinds(), p.Kind)
}

// PageInfo says what lies before and after the suggestions that are listed.
func (o *SuggestionsResult) PageInfo() object.PageInfo {
	return pageOf(o.Report.Suggestions, o.Skipped, o.Total, func(s *review.Suggestion) string {
		p := s.Place()
		return cursorOf(p.Kind, p.Confidence, int64(p.On), p.ID)
	})
}
