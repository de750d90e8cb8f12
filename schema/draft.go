package schema

import (
	"context"
	"time"

	"github.com/kithgraph/kith/graph"
)

// Draft is a workspace as some edits would make it.
type Draft struct {
	DraftID   graph.ID
	Edits     []DraftEdit
	ExpiresAt time.Time
	// Over returns the newest workspace as the edits make it, on a day; nil is today.
	Over func(context.Context, *graph.Date) (*View, error)
}

// View returns the workspace on a day as the edits make it.
func (d *Draft) View(ctx context.Context, asOf *graph.Date) (*View, error) { return d.Over(ctx, asOf) }

// DraftEdit is one edit of a draft.
type DraftEdit struct {
	Mutations []string
	Reason    string
}

// OpenDraftInput is what openDraft takes.
type OpenDraftInput struct{ Edits []*EditInput }

// UndoInDraftInput is what undoInDraft takes.
type UndoInDraftInput struct {
	DraftID graph.ID
	Edit    int // from 0
}

// ApplyDraftInput is what applyDraft takes.
type ApplyDraftInput struct{ DraftID graph.ID }

// DropDraftInput is what dropDraft takes.
type DropDraftInput struct{ DraftID graph.ID }
