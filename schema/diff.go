package schema

import (
	"context"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/orgchart"
)

// Diff returns what of a chart is not as it was on a day, or at a revision.
func (v *View) Diff(ctx context.Context, of ChartOf, since *graph.Date, sinceRevision *graph.Revision) (*ChartDiff, error) {
	drafted := v.Draft != nil && since == nil && sinceRevision == nil
	if since == nil && sinceRevision == nil && !drafted {
		return nil, graph.Invalid("query", nil, "since or sinceRevision is wanted: the day or the revision to compare with")
	}
	out := &ChartDiff{Since: or(since, v.Day()), SinceRevision: or(sinceRevision, v.Revision()), AsOf: v.Day(), Revision: v.Revision()}
	q := of.query()
	is, err := orgchart.Of(v.Kept, v.View.View, q)
	if err != nil {
		return nil, err
	}
	past := v.Base
	if !drafted {
		if past, err = v.Past(ctx, out.SinceRevision, out.Since); err != nil {
			return nil, err
		}
	}
	was, err := orgchart.Of(nil, past, q)
	if err != nil {
		return nil, err
	}
	out.Diff = orgchart.Compare(was, is)
	return out, nil
}

// ChartDiff is what of a chart is not as it was.
type ChartDiff struct {
	*orgchart.Diff
	Since, AsOf             graph.Date
	SinceRevision, Revision graph.Revision
}

// People returns what happened to people.
func (d *ChartDiff) People() []*orgchart.PersonChange { return pointers(d.Diff.People) }

// Seats returns what happened to seats.
func (d *ChartDiff) Seats() []*orgchart.SeatChange { return pointers(d.Diff.Seats) }

// LinesAdded returns the lines that are new.
func (d *ChartDiff) LinesAdded() []*orgchart.Line { return pointers(d.Diff.LinesAdded) }

// LinesRemoved returns the lines that are gone.
func (d *ChartDiff) LinesRemoved() []*orgchart.Line { return pointers(d.Diff.LinesRemoved) }

// TiesWon returns the ties that there were not.
func (d *ChartDiff) TiesWon() []*orgchart.TieChange { return pointers(d.Diff.TiesWon) }

// TiesLost returns the ties that there are no more.
func (d *ChartDiff) TiesLost() []*orgchart.TieChange { return pointers(d.Diff.TiesLost) }
