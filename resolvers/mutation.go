package resolvers

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/review"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

type mutation struct{ s *server }

// The bounds of an idempotency key, in bytes.
const (
	minKey = 16
	maxKey = 200
)

// maxRefusals is how many broken rules one answer lists.
const maxRefusals = 20

// edit carries out a mutation, or tries it. do edits the draft and returns the ID of
// what the payload is about; it may run twice. Before it runs, the ids of the input
// are those of the workspace, see [resolve], and what the input expects is so. For an
// edit that was made before under the same key it runs over what it met then.
func (m *mutation) edit(ctx context.Context, input schema.Input, do func(d *draft.Draft) (graph.ID, error)) (*schema.Payload, error) {
	in, v := input.Common(), ViewerOf(ctx)
	key := ""
	if n := len(in.IdempotencyKey); n > 0 {
		if n < minKey || n > maxKey {
			return nil, graph.Invalid("idempotency-key", nil, "an idempotency key has %d to %d characters, not %d", minKey, maxKey, n)
		}
		// The same key names another edit in another mutation, and of another.
		key = v.Name + "\n" + graphql.GetFieldContext(ctx).Field.Name + "\n" + in.IdempotencyKey
	}
	expected, err := m.expectation(ctx, input)
	if err != nil {
		return nil, err
	}
	var about graph.ID
	run := func(d *draft.Draft) (err error) {
		if err = resolve(d, input); err != nil {
			return err
		}
		if err = expected(d); err != nil {
			return err
		}
		about, err = do(d)
		return err
	}
	switch {
	case in.DryRun:
		res, err := m.s.eng.Try(ctx, v.Workspace, key, run)
		return m.tried(ctx, in, res, err)
	case key == "":
		res, err := m.s.eng.Update(ctx, v.Workspace, v.Name, in.Reason, run)
		return m.done(ctx, in, res, about, err)
	}
	res, err := m.s.eng.UpdateOnce(ctx, v.Workspace, key, v.Name, in.Reason, run)
	return m.done(ctx, in, res, about, err)
}

// expectation returns what refuses a draft of another workspace than an input
// expects: at another revision, or with something changed that the input names.
func (m *mutation) expectation(ctx context.Context, input schema.Input) (func(d *draft.Draft) error, error) {
	in := input.Common()
	var read *kernel.Snapshot
	if r := in.ExpectedRevision; r != nil {
		var err error
		if read, err = m.s.eng.SnapshotAt(ctx, ViewerOf(ctx).Workspace, *r); err != nil {
			return nil, err
		}
	}
	return func(d *draft.Draft) error {
		now := d.Base()
		if r := in.ExpectedWorkspaceRevision; r != nil && *r != now.Revision() {
			return &unexpected{expected: *r, current: now.Revision()}
		}
		if read == nil {
			return nil
		}
		changed := unexpected{expected: *in.ExpectedRevision, current: now.Revision()}
		if err := eachID(reflect.ValueOf(input), func(_, _ string, v reflect.Value) error {
			if id := graph.ID(v.String()); id != "" && !slices.Contains(changed.ids, id) && !draft.Same(read, now, id) {
				changed.ids = append(changed.ids, id)
			}
			return nil
		}); err != nil || len(changed.ids) == 0 {
			return err
		}
		return &changed
	}, nil
}

// refusalsOf returns the broken rules of an error that refuses an edit, at most
// [maxRefusals], and none for any other error.
func refusalsOf(err error) []error {
	if list, ok := errors.AsType[graph.Errors](err); ok && len(list) > 0 {
		return list[:min(len(list), maxRefusals)].Unwrap()
	}
	if e, ok := errors.AsType[*graph.Error](err); ok {
		return []error{e}
	}
	if e, ok := errors.AsType[*unexpected](err); ok {
		return []error{e}
	}
	return nil
}

// refused adds all broken rules but the first, which it returns.
func refused(ctx context.Context, err error) error {
	list := refusalsOf(err)
	if len(list) == 0 {
		return err
	}
	for _, e := range list[1:] {
		graphql.AddError(ctx, e)
	}
	return list[0]
}

// done returns the payload of an edit that was made.
func (m *mutation) done(ctx context.Context, in *schema.Edit, res engine.Result, about graph.ID, err error) (*schema.Payload, error) {
	if err != nil {
		return nil, refused(ctx, err)
	}
	return &schema.Payload{
		Input: *in, Repeated: res.Repeated, Commits: res.Commits, Refusals: []*schema.Failure{}, Result: about,
		View: &schema.View{View: object.Of(viewing(ctx, res.Snapshot, res.Day))},
		Find: func() ([]*schema.FindingChanges, error) { return m.findings(ctx, res, in.DryRun) },
	}, nil
}

// tried returns the payload of an edit that was only tried: nothing of it is a fact.
func (m *mutation) tried(ctx context.Context, in *schema.Edit, res engine.Result, err error) (*schema.Payload, error) {
	refusals := []*schema.Failure{}
	for _, e := range refusalsOf(err) {
		refusals = append(refusals, m.s.failure(ctx, e))
	}
	if err != nil && len(refusals) == 0 {
		return nil, err
	}
	return &schema.Payload{
		Input: *in, Commits: res.Commits, Refusals: refusals,
		View: m.s.view(ctx, object.Of(viewing(ctx, res.Before, res.Day))),
		Find: func() ([]*schema.FindingChanges, error) { return m.findings(ctx, res, in.DryRun) },
	}, nil
}

// findings returns which findings come and go with an edit.
func (m *mutation) findings(ctx context.Context, res engine.Result, tried bool) ([]*schema.FindingChanges, error) {
	was := m.s.kept.at(ViewerOf(ctx).Workspace, res.Before)
	if was == nil {
		was = find.NewKeeper(m.s.kept.size)
		was.Reset(res.Before)
	}
	return schema.FindingsThatChange(ctx, was, viewing(ctx, res.Before, res.Day), viewing(ctx, res.Snapshot, res.Day), res.Commits, tried)
}

// AddPerson adds a person, with a seat or on one.
func (m *mutation) AddPerson(ctx context.Context, in schema.AddPersonInput) (*schema.PersonPayload, error) {
	var seat graph.ID
	p, err := m.edit(ctx, &in, func(d *draft.Draft) (person graph.ID, err error) {
		person, seat, err = d.AddPerson(in.Person, draft.Place{Seat: in.Seat, Position: in.Position, Kind: in.Kind, On: in.On})
		return person, err
	})
	if err != nil {
		return nil, err
	}
	if !in.DryRun {
		p.Seat = seat
	}
	return p, nil
}

// AddPosition adds a seat.
func (m *mutation) AddPosition(ctx context.Context, in schema.AddPositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) { return d.AddSeat(in.Seat) })
}

// MovePerson takes a person from one seat to another.
func (m *mutation) MovePerson(ctx context.Context, in schema.MovePersonInput) (*schema.PersonPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return in.Person, d.Move(in.Person, in.From, in.To, in.Kind, in.On)
	})
}

// FillPosition puts a person on a seat.
func (m *mutation) FillPosition(ctx context.Context, in schema.FillPositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.Fill(in.Position, in.Person, in.Kind, in.On)
	})
}

// VacatePosition ends who holds a seat.
func (m *mutation) VacatePosition(ctx context.Context, in schema.VacatePositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.Vacate(in.Position, in.Person, in.On)
	})
}

// AssignToAccount puts one of ours on an account's team.
func (m *mutation) AssignToAccount(ctx context.Context, in schema.AssignToAccountInput) (*schema.TeamPlacePayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.AssignToAccount(graph.WorksOn{Edge: graph.Edge{Src: in.Person, Dst: in.Account, From: in.From, To: in.To}, Role: in.Role})
	})
}

// AssignDecisionPart gives a person or a seat a part in a decision.
func (m *mutation) AssignDecisionPart(ctx context.Context, in schema.AssignDecisionPartInput) (*schema.DecisionPartPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.AssignDecisionPart(graph.Decides{Edge: graph.Edge{Src: in.Holder, Dst: in.DecisionArea, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Part: in.Part})
	})
}

// Exclude forbids using a person, or approaching a person or account.
func (m *mutation) Exclude(ctx context.Context, in schema.ExcludeInput) (*schema.ExclusionPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.Exclude(graph.Excludes{Edge: graph.Edge{Src: in.Person, Dst: in.Towards, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Kind: in.Kind, Reason: in.Because})
	})
}

// StateTie states how well two people know each other.
func (m *mutation) StateTie(ctx context.Context, in schema.StateTieInput) (*schema.TiePayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.StateTie(graph.Knows{Edge: graph.Edge{Src: in.Person, Dst: in.Other, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Level: in.Level, Kind: in.Kind})
	})
}

// StateInfluence states that one person sways another.
func (m *mutation) StateInfluence(ctx context.Context, in schema.StateInfluenceInput) (*schema.InfluencePayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: in.Person, Dst: in.Other, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Weight: in.Weight, Kind: in.Kind})
	})
}

// Pair makes one of ours look after a person or seat of theirs.
func (m *mutation) Pair(ctx context.Context, in schema.PairInput) (*schema.PairingPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.Pair(graph.PairedWith{Edge: graph.Edge{Src: in.Person, Dst: in.With, From: in.From, To: in.To}, Purpose: in.Purpose, CadenceDays: in.CadenceDays, Current: in.Current, Desired: in.Desired, Owner: in.Owner})
	})
}

// Promise records a promise.
func (m *mutation) Promise(ctx context.Context, in schema.PromiseInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return d.Promise(graph.Commitment{Text: in.Text, Promised: in.Promised, Due: in.Due, EveryDays: in.EveryDays}, in.By, in.To, in.Account)
	})
}

// SetDated gives a dated property a new value from a day on.
func (m *mutation) SetDated(ctx context.Context, in schema.SetDatedInput) (*schema.FactPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		return in.ID, d.SetDated(in.ID, in.Property, bare(in.Value), in.On)
	})
}

// UpdateFact changes properties of one fact.
func (m *mutation) UpdateFact(ctx context.Context, in schema.UpdateFactInput) (*schema.FactPayload, error) {
	kind, patch, err := patch(&in)
	if err != nil {
		return nil, err
	}
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) {
		if err := resolvePatch(d, kind, patch); err != nil {
			return "", err
		}
		return in.ID, d.Update(in.ID, kind, patch, in.On)
	})
}

// ConfirmFacts records that facts were found to be still true.
func (m *mutation) ConfirmFacts(ctx context.Context, in schema.ConfirmFactsInput) (*schema.EditPayload, error) {
	by := cmp.Or(in.By, ViewerOf(ctx).Name)
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) { return "", d.Confirm(in.IDs, by, in.On) })
}

// EndFact ends a fact on a day.
func (m *mutation) EndFact(ctx context.Context, in schema.EndFactInput) (*schema.FactPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) { return in.ID, d.End(in.ID, in.On) })
}

// RemoveFact removes what should never have been written.
func (m *mutation) RemoveFact(ctx context.Context, in schema.RemoveFactInput) (*schema.EditPayload, error) {
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) { return "", d.RemoveFact(in.ID) })
}

// Undo takes back the edit that made a revision.
func (m *mutation) Undo(ctx context.Context, in schema.UndoInput) (*schema.EditPayload, error) {
	group, err := m.s.eng.Group(ctx, ViewerOf(ctx).Workspace, in.Revision)
	if err != nil {
		return nil, err
	}
	return m.edit(ctx, &in, func(d *draft.Draft) (graph.ID, error) { return "", d.Undo(group...) })
}

// AcceptSuggestion does what was suggested.
func (m *mutation) AcceptSuggestion(ctx context.Context, in schema.AcceptSuggestionInput) (*schema.SuggestionPayload, error) {
	return m.decide(ctx, &in, func() review.Decision {
		return review.Decision{Suggestion: in.Suggestion, Verdict: graph.VerdictAccepted, Since: in.Since, Note: in.Note}
	})
}

// CorrectSuggestion does what was suggested otherwise.
func (m *mutation) CorrectSuggestion(ctx context.Context, in schema.CorrectSuggestionInput) (*schema.SuggestionPayload, error) {
	return m.decide(ctx, &in, func() review.Decision {
		return review.Decision{Suggestion: in.Suggestion, Verdict: graph.VerdictCorrected, Since: in.Since, Note: in.Note, Correction: review.Correction{
			Keep: in.Keep, On: in.On, Name: in.Name, Title: in.Title, Organization: in.Organization, Position: in.Position, Seeker: in.Seeker,
		}}
	})
}

// DismissSuggestion remembers that a suggestion is not to be done.
func (m *mutation) DismissSuggestion(ctx context.Context, in schema.DismissSuggestionInput) (*schema.SuggestionPayload, error) {
	return m.decide(ctx, &in, func() review.Decision {
		return review.Decision{Suggestion: in.Suggestion, Verdict: graph.VerdictDismissed, Since: in.Since, Note: in.Note}
	})
}

// decide carries out a decision, read once the ids of the input are resolved.
func (m *mutation) decide(ctx context.Context, in schema.Input, decision func() review.Decision) (*schema.SuggestionPayload, error) {
	p, err := m.edit(ctx, in, func(d *draft.Draft) (graph.ID, error) {
		x := decision()
		x.Who = ViewerOf(ctx).Name
		return review.Decide(d, x)
	})
	if err != nil {
		return nil, err
	}
	if !in.Common().DryRun {
		p.Decided = decision().Suggestion
	}
	return p, nil
}
