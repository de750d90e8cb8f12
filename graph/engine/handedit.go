package engine

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
)

// HandEdit is one thing that somebody changed in the storage behind the store's
// back, where a commit was to replace it.
type HandEdit struct {
	ID   graph.ID
	Kind graph.Kind
	// Property is the property that was changed; empty when the element is not
	// there any more: removed, or without the label or the ends that it had.
	Property string
	// Logged and Stored are its value as the log has it and as it is there, as
	// text; empty for none.
	Logged, Stored string
}

// String says in a few words what was changed.
func (h HandEdit) String() string {
	if h.Property == "" {
		return fmt.Sprintf("%s %s is not there as the log has it", h.Kind, h.ID)
	}
	return fmt.Sprintf("%s of %s %s is %s there and %s in the log", h.Property, h.Kind, h.ID, cmp.Or(h.Stored, "nothing"), cmp.Or(h.Logged, "nothing"))
}

// HandEdits is a list of them.
type HandEdits []HandEdit

// Sorted returns the list in the order of ID and property.
func (h HandEdits) Sorted() HandEdits {
	return slices.SortedFunc(slices.Values(h), func(a, b HandEdit) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Property, b.Property))
	})
}

// HandEditError refuses a commit that would overwrite what somebody changed behind
// the store's back. Nothing was written. It is a [graph.ErrConflict]; to try again
// does not help before the edit has been adopted (see [Adopt]) or undone.
type HandEditError struct {
	Workspace graph.Workspace
	Edits     HandEdits // at least one
}

// maxHandEdits is how many edits a message names.
const maxHandEdits = 5

// Error names the first of them and says what to do.
func (e *HandEditError) Error() string {
	var named []string
	for _, edit := range e.Edits[:min(len(e.Edits), maxHandEdits)] {
		named = append(named, edit.String())
	}
	if more := len(e.Edits) - maxHandEdits; more > 0 {
		named = append(named, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("workspace %s was changed in the database: %s; nothing was written: see kith adopt --dry-run, then adopt it or undo it there", e.Workspace, strings.Join(named, "; "))
}

// Unwrap makes errors.Is(err, graph.ErrConflict) true.
func (e *HandEditError) Unwrap() error { return graph.ErrConflict }
