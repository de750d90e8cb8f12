package resolvers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
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

// maxEdits is how many edits one mutation does at most.
const maxEdits = 100

// Edit does several edits, or none of them.
func (m *mutation) Edit(ctx context.Context, edits []*schema.EditInput, options *schema.EditOptions) (*schema.EditPayload, error) {
	if n := len(edits); n == 0 || n > maxEdits {
		return nil, graph.Invalid("edits", nil, "%d edits were given, wanted 1 to %d", n, maxEdits)
	}
	inputs := make([]any, len(edits))
	for i := range edits {
		inputs[i] = edits[i].Given()
	}
	return m.edit(ctx, options, inputs...)
}

// editing is an edit at work: the verbs of its mutations are its methods. Each does to
// a draft what the input says, of which the ids are those of the workspace.
type editing struct {
	viewer string
	groups map[graph.Revision][]graph.Commit // the edits to be undone, by a revision that each made
	inputs []any
	about  []schema.About // what those that are done were about
}

// run does the first n inputs. It may be called again over another draft.
func (e *editing) run(d *draft.Draft, n int) error {
	e.about = e.about[:0]
	for i, in := range e.inputs[:n] {
		in = cloned(in)
		err := e.resolve(d, in)
		var about schema.About
		if err == nil {
			about, err = e.do(d, in)
		}
		if err != nil {
			return e.at(i, err)
		}
		e.about = append(e.about, about)
	}
	return nil
}

// at says of which edit an error is, where there are several.
func (e *editing) at(i int, err error) error {
	if len(e.inputs) == 1 {
		return err
	}
	return &editError{i, err}
}

// editError is an error of one of several edits.
type editError struct {
	index int
	err   error
}

func (e *editError) Error() string { return fmt.Sprintf("edit %d: %v", e.index, e.err) }

// Unwrap returns the error itself.
func (e *editError) Unwrap() error { return e.err }

// edit does what the inputs of mutations say as one commit, or tries it. The
// verbs may run twice. Before each runs, the ids of its input
// are those of the workspace, see [editing.resolve], and what the options expect is so. For an
// edit that was made before under the same key they run over what it met then.
func (m *mutation) edit(ctx context.Context, options *schema.EditOptions, inputs ...any) (*schema.EditPayload, error) {
	o, v := schema.EditOptions{}, ViewerOf(ctx)
	if options != nil {
		o = *options
	}
	key := ""
	if n := len(o.IdempotencyKey); n > 0 {
		if n < minKey || n > maxKey {
			return nil, graph.Invalid("idempotency-key", nil, "an idempotency key has %d to %d characters, not %d", minKey, maxKey, n)
		}
		// The same key names another edit in another mutation, and of another.
		key = v.Name + "\n" + graphql.GetFieldContext(ctx).Field.Name + "\n" + o.IdempotencyKey
	}
	e := &editing{viewer: v.Name, inputs: inputs, groups: map[graph.Revision][]graph.Commit{}}
	for i, in := range inputs {
		if undo, is := in.(*schema.UndoInput); is {
			group, err := m.s.eng.Group(ctx, v.Workspace, undo.Revision)
			if err != nil {
				return nil, e.at(i, err)
			}
			e.groups[undo.Revision] = group
		}
	}
	expected, err := m.expectation(ctx, o, inputs)
	if err != nil {
		return nil, err
	}
	if o.DraftID != "" {
		return m.editDraft(ctx, o, key, e, expected)
	}
	run := func(d *draft.Draft) error {
		if err := expected(d); err != nil {
			return err
		}
		return e.run(d, len(inputs))
	}
	if o.DryRun {
		res, err := m.s.eng.Try(ctx, v.Workspace, key, run)
		return m.tried(ctx, res, m.whose(ctx, e, m.anew(ctx, key), err))
	}
	var res engine.Result
	if key == "" {
		res, err = m.s.eng.Update(ctx, v.Workspace, v.Name, o.Reason, run)
	} else {
		res, err = m.s.eng.UpdateOnce(ctx, v.Workspace, key, v.Name, o.Reason, run)
	}
	return m.done(ctx, res, e.about, m.whose(ctx, e, m.anew(ctx, key), err))
}

// trial tries an edit over what another was tried over.
type trial func(run func(*draft.Draft) error) (engine.Result, error)

// anew tries an edit over the newest workspace, with the new ids of a key.
func (m *mutation) anew(ctx context.Context, key string) trial {
	return func(run func(*draft.Draft) error) (engine.Result, error) {
		return m.s.eng.Try(ctx, ViewerOf(ctx).Workspace, cmp.Or(key, "whose"), run)
	}
}

// mostTries is how often edits are tried to find which of them broke rules.
const mostTries = 16

// whose says of broken rules which of several edits broke them: one with which a rule
// begins to be broken. The rules are checked on what all edits lead to, so that this takes
// trying the first so many of them, half of what is left each time, with the same new ids. Of
// what is not found by [mostTries] it is not said.
func (m *mutation) whose(ctx context.Context, e *editing, again trial, err error) error {
	_, ok := errors.AsType[graph.Errors](err)
	if _, said := errors.AsType[*editError](err); !ok || said || len(e.inputs) == 1 {
		return err
	}
	tried := map[int][]error{0: nil}
	try := func(n int) []error {
		if _, done := tried[n]; !done {
			fewer := &editing{viewer: e.viewer, groups: e.groups, inputs: e.inputs}
			_, err := again(func(d *draft.Draft) error { return fewer.run(d, n) })
			tried[n] = refusalsOf(err)
		}
		return tried[n]
	}
	list := slices.Clone(try(len(e.inputs)))
	if len(list) == 0 {
		return err // somebody has mended it meanwhile
	}
	for i, broken := range list {
		text := broken.Error()
		whole, part := 0, len(e.inputs) // it is not broken by the first so many, and is by so many
		for part-whole > 1 && ctx.Err() == nil && len(tried) <= mostTries {
			half := (whole + part) / 2
			if slices.ContainsFunc(try(half), func(b error) bool { return b.Error() == text }) {
				part = half
			} else {
				whole = half
			}
		}
		if part-whole == 1 {
			list[i] = e.at(part-1, broken)
		}
	}
	return errors.Join(list...)
}

// expectation returns what refuses a draft of another workspace than the options
// expect: at another revision, or with something changed that the inputs name.
func (m *mutation) expectation(ctx context.Context, o schema.EditOptions, inputs []any) (func(d *draft.Draft) error, error) {
	var read *kernel.Snapshot
	if r := o.ExpectedRevision; r != nil {
		var err error
		if read, err = m.s.eng.SnapshotAt(ctx, ViewerOf(ctx).Workspace, *r); err != nil {
			return nil, err
		}
	}
	return func(d *draft.Draft) error {
		now := d.Base()
		if r := o.ExpectedWorkspaceRevision; r != nil && *r != now.Revision() {
			return &unexpected{expected: *r, current: now.Revision()}
		}
		if read == nil {
			return nil
		}
		changed := unexpected{expected: *o.ExpectedRevision, current: now.Revision()}
		for _, in := range inputs {
			err := eachID(reflect.ValueOf(in), func(input, field string, v reflect.Value) error {
				kinds, _ := kindsOf(input, field)
				id, err := named(d, graph.ID(v.String()), kinds...)
				if err == nil && id != "" && !slices.Contains(changed.ids, id) && !draft.Same(read, now, id) {
					changed.ids = append(changed.ids, id)
				}
				return err
			})
			if err != nil {
				return err
			}
		}
		if len(changed.ids) == 0 {
			return nil
		}
		return &changed
	}, nil
}

// refusalsOf returns the broken rules of an error that refuses an edit, at most
// [maxRefusals], and none for any other error. Of one of several edits each says which.
func refusalsOf(err error) (out []error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		if _, is := err.(graph.Errors); !is {
			for _, e := range joined.Unwrap() {
				out = append(out, refusalsOf(e)...)
			}
			return out[:min(len(out), maxRefusals)]
		}
	}
	if e, ok := errors.AsType[*editError](err); ok {
		for _, inner := range refusalsOf(e.err) {
			out = append(out, &editError{e.index, inner})
		}
		return out
	}
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
func (m *mutation) done(ctx context.Context, res engine.Result, about []schema.About, err error) (*schema.EditPayload, error) {
	if err != nil {
		return nil, refused(ctx, err)
	}
	return &schema.EditPayload{
		Repeated: res.Repeated, Commits: res.Commits, Refusals: []*schema.Failure{}, About: about,
		View: &schema.View{View: m.s.equip(ctx, object.Of(viewing(ctx, res.Snapshot, res.Day)))},
		Find: func() ([]*schema.FindingChanges, error) {
			before, after := m.views(ctx, res)
			return m.findings(ctx, res, object.Named(before), object.Of(after))
		},
	}, nil
}

// tried returns the payload of an edit that was only tried: nothing of it is a fact.
func (m *mutation) tried(ctx context.Context, res engine.Result, err error) (*schema.EditPayload, error) {
	refusals := []*schema.Failure{}
	for _, e := range refusalsOf(err) {
		refusals = append(refusals, m.s.failure(ctx, e))
	}
	if err != nil && len(refusals) == 0 {
		return nil, err
	}
	return &schema.EditPayload{
		DryRun: true, Commits: res.Commits, Refusals: refusals,
		View: m.s.view(ctx, object.Of(viewing(ctx, res.Before, res.Day))),
		Find: func() ([]*schema.FindingChanges, error) {
			before, after := m.views(ctx, res)
			return m.findings(ctx, res, object.Named(before), object.Tried(after, schema.Digest(res.Commits)))
		},
	}, nil
}

// views returns the views of the workspace before an edit and after it.
func (m *mutation) views(ctx context.Context, res engine.Result) (before, after *view.View) {
	return viewing(ctx, res.Before, res.Day), viewing(ctx, res.Snapshot, res.Day)
}

// findings returns which findings come and go with an edit of the workspace.
func (m *mutation) findings(ctx context.Context, res engine.Result, before, after *object.View) ([]*schema.FindingChanges, error) {
	was := m.s.kept.at(ViewerOf(ctx).Workspace, res.Before)
	if was == nil {
		was = find.NewKeeper(m.s.kept.size)
		was.Reset(res.Before)
	}
	return schema.FindingsThatChange(ctx, was, before, after, res.Commits)
}

// made returns what an edit was about that made a fact.
func made(id graph.ID, err error) (schema.About, error) { return schema.About{Fact: id}, err }

func (e *editing) addPerson(d *draft.Draft, in *schema.AddPersonInput) (schema.About, error) {
	at := draft.Place{Kind: in.Kind, On: in.On}
	if in.Place != nil {
		at.Seat, at.Position = in.Place.Seat, in.Place.PositionID
	}
	person, seat, err := d.AddPerson(in.Person, at)
	return schema.About{Fact: person, Seat: seat}, err
}

func (e *editing) addPosition(d *draft.Draft, in *schema.AddPositionInput) (schema.About, error) {
	return made(d.AddSeat(in.Seat))
}

func (e *editing) movePerson(d *draft.Draft, in *schema.MovePersonInput) (schema.About, error) {
	return schema.About{Fact: in.PersonID}, d.Move(in.PersonID, in.FromPositionID, in.ToPositionID, in.Kind, in.On)
}

func (e *editing) fillPosition(d *draft.Draft, in *schema.FillPositionInput) (schema.About, error) {
	return schema.About{Fact: in.PositionID}, d.Fill(in.PositionID, in.PersonID, in.Kind, in.On)
}

func (e *editing) vacatePosition(d *draft.Draft, in *schema.VacatePositionInput) (schema.About, error) {
	return schema.About{Fact: in.PositionID}, d.Vacate(in.PositionID, in.PersonID, in.On)
}

func (e *editing) assignToAccount(d *draft.Draft, in *schema.AssignToAccountInput) (schema.About, error) {
	return made(d.AssignToAccount(graph.WorksOn{Edge: graph.Edge{Src: in.PersonID, Dst: in.AccountID, From: in.From, To: in.To}, Role: in.Role}))
}

func (e *editing) assignDecisionPart(d *draft.Draft, in *schema.AssignDecisionPartInput) (schema.About, error) {
	return made(d.AssignDecisionPart(graph.Decides{Edge: graph.Edge{Src: in.HolderID, Dst: in.DecisionAreaID, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.ByID, On: in.On, Evidence: in.Evidence}, Part: in.Part}))
}

func (e *editing) exclude(d *draft.Draft, in *schema.ExcludeInput) (schema.About, error) {
	return made(d.Exclude(graph.Excludes{Edge: graph.Edge{Src: in.PersonID, Dst: in.TowardsID, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.ByID, On: in.On, Evidence: in.Evidence}, Kind: in.Kind, Reason: in.Because}))
}

func (e *editing) stateTie(d *draft.Draft, in *schema.StateTieInput) (schema.About, error) {
	return made(d.StateTie(graph.Knows{Edge: graph.Edge{Src: in.PersonID, Dst: in.OtherID, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.ByID, On: in.On, Evidence: in.Evidence}, Level: in.Level, Kind: in.Kind}))
}

func (e *editing) stateInfluence(d *draft.Draft, in *schema.StateInfluenceInput) (schema.About, error) {
	return made(d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: in.PersonID, Dst: in.OtherID, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.ByID, On: in.On, Evidence: in.Evidence}, Weight: in.Weight, Kind: in.Kind}))
}

func (e *editing) pair(d *draft.Draft, in *schema.PairInput) (schema.About, error) {
	return made(d.Pair(graph.PairedWith{Edge: graph.Edge{Src: in.PersonID, Dst: in.WithID, From: in.From, To: in.To}, Purpose: in.Purpose, CadenceDays: in.CadenceDays, Current: in.Current, Desired: in.Desired, Owner: in.OwnerID}))
}

func (e *editing) promise(d *draft.Draft, in *schema.PromiseInput) (schema.About, error) {
	return made(d.Promise(graph.Commitment{Text: in.Text, Promised: in.Promised, Due: in.Due, EveryDays: in.EveryDays}, in.ByID, in.ToID, in.AccountID))
}

func (e *editing) setDated(d *draft.Draft, in *schema.SetDatedInput) (schema.About, error) {
	return schema.About{Fact: in.ID}, d.SetDated(in.ID, in.Property, bare(in.Value), in.On)
}

func (e *editing) updateFact(d *draft.Draft, in *schema.UpdateFactInput) (schema.About, error) {
	kind, patch := patchOf(&in.Patch)
	if err := e.resolvePatch(d, kind, patch); err != nil {
		return schema.About{}, err
	}
	return schema.About{Fact: in.ID}, d.Update(in.ID, kind, patch, in.On)
}

func (e *editing) confirmFacts(d *draft.Draft, in *schema.ConfirmFactsInput) (schema.About, error) {
	return schema.About{}, d.Confirm(in.IDs, cmp.Or(in.By, e.viewer), in.On)
}

func (e *editing) endFact(d *draft.Draft, in *schema.EndFactInput) (schema.About, error) {
	return schema.About{Fact: in.ID}, d.End(in.ID, in.On)
}

func (e *editing) removeFact(d *draft.Draft, in *schema.RemoveFactInput) (schema.About, error) {
	return schema.About{}, d.RemoveFact(in.ID)
}

func (e *editing) undo(d *draft.Draft, in *schema.UndoInput) (schema.About, error) {
	return schema.About{}, d.Undo(e.groups[in.Revision]...)
}

func (e *editing) acceptSuggestion(d *draft.Draft, in *schema.AcceptSuggestionInput) (schema.About, error) {
	return e.decide(d, review.Decision{Suggestion: in.SuggestionID, Verdict: graph.VerdictAccepted, Since: in.Since, Note: in.Note})
}

func (e *editing) correctSuggestion(d *draft.Draft, in *schema.CorrectSuggestionInput) (schema.About, error) {
	return e.decide(d, review.Decision{Suggestion: in.SuggestionID, Verdict: graph.VerdictCorrected, Since: in.Since, Note: in.Note, Correction: review.Correction{
		Keep: in.KeepID, On: in.On, Name: in.Name, Title: in.Title, Organization: in.OrganizationID, Position: in.PositionID, Seeker: in.SeekerID,
	}})
}

func (e *editing) dismissSuggestion(d *draft.Draft, in *schema.DismissSuggestionInput) (schema.About, error) {
	return e.decide(d, review.Decision{Suggestion: in.SuggestionID, Verdict: graph.VerdictDismissed, Since: in.Since, Note: in.Note})
}

func (e *editing) decide(d *draft.Draft, x review.Decision) (schema.About, error) {
	x.Who = e.viewer
	fact, err := review.Decide(d, x)
	return schema.About{Fact: fact, Suggestion: x.Suggestion}, err
}
