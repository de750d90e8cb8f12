package resolvers

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"iter"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/paste"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

// errNoIntake says that a server takes no files.
var errNoIntake = graph.Refuse(graph.ErrForbidden, "import", nil, "this server takes no files; use kith import")

// desk returns the desk for imports, and whose uploads and plans are meant.
func (s *server) desk(ctx context.Context) (*intake.Desk, intake.Owner, error) {
	v := ViewerOf(ctx)
	if s.intake == nil {
		return nil, intake.Owner{}, errNoIntake
	}
	return s.intake, intake.Owner{Workspace: v.Workspace, Name: v.Name}, nil
}

func uploaded(u intake.Upload, err error) (*schema.Upload, error) {
	if err != nil {
		return nil, err
	}
	return &schema.Upload{Upload: u}, nil
}

// StartUpload begins to take a file in pieces.
func (m *mutation) StartUpload(ctx context.Context, in schema.StartUploadInput) (*schema.Upload, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	return uploaded(d.Start(o, in.Name, in.Pieces))
}

// UploadPiece takes a piece of a file.
func (m *mutation) UploadPiece(ctx context.Context, in schema.UploadPieceInput) (*schema.Upload, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	data := []byte(in.Content.Text)
	if in.Content.Base64 != "" {
		if data, err = base64.StdEncoding.DecodeString(in.Content.Base64); err != nil {
			return nil, graph.Invalid("upload-piece", []graph.ID{graph.ID(in.Upload)}, "piece %d of %s is not base64: %v", in.Piece, graph.Quote(in.Upload), err)
		}
	}
	return uploaded(d.Piece(o, in.Upload, in.Piece, data))
}

// PlanImport says what an import would do.
func (m *mutation) PlanImport(ctx context.Context, in schema.PlanImportInput) (*schema.ImportPlan, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	r := intake.Request{Uploads: in.Uploads, Options: importer.Options{
		Source: in.Source, AsOf: in.AsOf, AcceptGoodRows: in.AcceptGoodRows, Ours: in.Ours, Customers: in.Customers, Person: in.Person,
		Encoding: in.Encoding, EndMissing: in.EndMissing, Stamp: in.Stamp, Subjects: in.Subjects,
	}}
	if in.Mapping != nil {
		if r.Mapping, err = importer.ReadMapping(in.Mapping.Name, strings.NewReader(in.Mapping.Content)); err != nil {
			return nil, graph.Invalid("mapping", nil, "%v", err)
		}
	}
	for _, f := range in.Files {
		r.Files = append(r.Files, importer.Bytes(f.Name, []byte(f.Content)))
	}
	return m.s.planned(ctx)(d.Plan(ctx, o, r))
}

// AnswerImport answers questions of a plan.
func (m *mutation) AnswerImport(ctx context.Context, in schema.AnswerImportInput) (*schema.ImportPlan, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	a := intake.Answers{AcceptGoodRows: in.AcceptGoodRows}
	for _, x := range in.Answers {
		a.Questions = append(a.Questions, importer.Answer{Question: x.Question, Word: x.Word, Text: x.Answer})
	}
	return m.s.planned(ctx)(d.Answer(ctx, o, in.Token, a))
}

// ApplyImport writes what was planned.
func (m *mutation) ApplyImport(ctx context.Context, in schema.ApplyImportInput) (*schema.ImportPlan, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	return m.s.planned(ctx)(d.Apply(ctx, o, in.Token, in.Reason))
}

// QuickAdd reads what somebody pasted and plans to add it.
func (m *mutation) QuickAdd(ctx context.Context, in schema.QuickAddInput) (*schema.QuickAdd, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	text, err := paste.Read(in.Text)
	if err != nil {
		return nil, err
	}
	now := viewing(ctx, pinned(ctx).snap, pinned(ctx).today)
	decisions := make([]paste.Decision, len(in.Decisions))
	for i, x := range in.Decisions {
		decisions[i] = paste.Decision{Row: x.Row, ID: graph.ID(x.ID)}
	}
	matches := paste.Find(now, text.Rows)
	ready, err := paste.Prepare(now, text.Rows, matches, decisions)
	if err != nil {
		return nil, err
	}
	out := &schema.QuickAdd{Kind: text.Kind, Left: text.Left}
	for i, r := range text.Rows {
		out.Rows = append(out.Rows, &schema.PastedRow{Entry: r, Row: i + 1, Matches: matches[i], Becomes: ready.Becomes[i], View: m.s.view(ctx, object.Of(now))})
	}
	if len(ready.Files) == 0 {
		return out, nil
	}
	out.Plan, err = m.s.planned(ctx)(d.Plan(ctx, o, intake.Request{Files: ready.Files, Options: importer.Options{
		Source: cmp.Or(in.Source, paste.Source), AsOf: in.AsOf, Ours: in.Ours, Customers: in.Customers, Same: ready.Same, Partial: true,
	}}))
	return out, err
}

// DiscardImport forgets an upload or a plan.
func (m *mutation) DiscardImport(ctx context.Context, in schema.DiscardImportInput) (*bool, error) {
	d, o, err := m.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	if err := d.Discard(o, in.Token); err != nil {
		return nil, err
	}
	gone := true
	return &gone, nil
}

// Upload returns a file on its way.
func (q *query) Upload(ctx context.Context, token string) (*schema.Upload, error) {
	d, o, err := q.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	return uploaded(d.Upload(o, token))
}

// ImportPlan returns a planned import.
func (q *query) ImportPlan(ctx context.Context, token string) (*schema.ImportPlan, error) {
	d, o, err := q.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	return q.s.planned(ctx)(d.Look(o, token))
}

// ImportLimits says what an import over the API may be.
func (q *query) ImportLimits(ctx context.Context) (*schema.ImportLimits, error) {
	d, _, err := q.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	l := d.Limits()
	return &schema.ImportLimits{PieceBytes: l.Piece, Pieces: l.Pieces, Bytes: float64(l.Bytes), Uploads: l.Uploads, Files: l.Files, Plans: l.Plans, Age: int(l.Age.Seconds())}, nil
}

// ImportPlan implements the subscription importPlan. It ends when the plan is neither
// being made nor written, or with the error that it is gone.
func (r *subscription) ImportPlan(ctx context.Context, token string) (<-chan *schema.ImportPlan, error) {
	d, o, err := r.s.desk(ctx)
	if err != nil {
		return nil, err
	}
	next, stop := iter.Pull2(d.Watch(ctx, o, token))
	first, err, _ := next()
	if err != nil {
		stop()
		return nil, err
	}
	events := make(chan *schema.ImportPlan)
	go func() {
		defer close(events)
		defer stop()
		now, err, more := first, error(nil), true
		for sent := 0; more; sent++ {
			var e *schema.ImportPlan
			if err == nil {
				e, err = r.s.planned(ctx)(now, nil)
			}
			if err != nil {
				feedOf(ctx).end(err, sent)
			}
			select {
			case events <- e:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
			now, err, more = next()
		}
	}()
	return events, nil
}

// planned returns a plan as the API shows it. Of an error it adds the broken rules
// but the first, which it returns.
func (s *server) planned(ctx context.Context) func(intake.Plan, error) (*schema.ImportPlan, error) {
	return func(p intake.Plan, err error) (*schema.ImportPlan, error) {
		if err != nil {
			return nil, refused(ctx, err)
		}
		out := &schema.ImportPlan{Token: p.Token, State: p.State, Preview: p.Preview, Expires: p.Expires}
		switch p.State {
		case intake.Planning, intake.Applying:
			out.Progress = &schema.ImportProgress{Progress: p.Progress}
		case intake.Applied:
			rev := p.Result.Snapshot.Revision()
			if n := len(p.Result.Commits); n > 0 {
				out.Commit, rev = &schema.Commit{Commit: &p.Result.Commits[n-1]}, p.Result.Commits[n-1].Revision
			}
			out.AppliedRevision = &rev
		}
		if p.State != intake.Planning && p.State != intake.Failed {
			out.Revision = &p.Revision
		}
		if p.Failure != nil {
			out.Failure = s.failure(ctx, p.Failure)
		}
		return out, nil
	}
}

// failure says of an error what a caller would be told of it.
func (s *server) failure(ctx context.Context, err error) *schema.Failure {
	o, part, known := outcomeOf(err)
	if !known {
		s.log.ErrorContext(ctx, "an import failed", "error", err)
		return &schema.Failure{Message: "the import failed for a reason that is not yours; it is in the log", Code: gqlserve.CodeInternal}
	}
	rule, ids := o.about(part)
	f := &schema.Failure{Message: o.message, Code: o.code, Rule: rule, IDs: ids, Retryable: o.retryable}
	if one, ok := errors.AsType[*editError](err); ok {
		f.Edit = &one.index
	}
	return f
}
