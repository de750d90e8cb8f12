package resolvers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/importer"
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

// edit carries out a mutation. do edits the draft and returns the ID of what
// the payload is about, of the given kinds; it may run twice. An edit that was
// made before under the same key is found again by what its commit holds.
func (m *mutation) edit(ctx context.Context, in schema.Edit, do func(d *draft.Draft) (graph.ID, error), kinds ...graph.Kind) (*schema.Payload, error) {
	var about graph.ID
	run := func(d *draft.Draft) (err error) {
		about, err = do(d)
		return err
	}
	v := ViewerOf(ctx)
	var res engine.Result
	var err error
	switch n := len(in.IdempotencyKey); {
	case n == 0:
		res, err = m.s.eng.Update(ctx, v.Workspace, v.Name, in.Reason, run)
	case n < minKey || n > maxKey:
		err = graph.Invalid("idempotency-key", nil, "an idempotency key has %d to %d characters, not %d", minKey, maxKey, n)
	default:
		// The same key names another edit in another mutation, and of another.
		key := v.Name + "\n" + graphql.GetFieldContext(ctx).Field.Name + "\n" + in.IdempotencyKey
		res, err = m.s.eng.UpdateOnce(ctx, v.Workspace, key, v.Name, in.Reason, run)
	}
	if err != nil {
		return nil, refusals(ctx, err)
	}
	if res.Repeated {
		about = made(res.Commits, kinds)
	}
	return m.payload(in, res, about), nil
}

// refusals adds all broken rules but the first, which it returns.
func refusals(ctx context.Context, err error) error {
	var list graph.Errors
	if !errors.As(err, &list) || len(list) == 0 {
		return err
	}
	for _, e := range list[1:min(len(list), maxRefusals)] {
		graphql.AddError(ctx, e)
	}
	return list[0]
}

// made returns the first element of one of the kinds that commits created, or
// else changed.
func made(commits []graph.Commit, kinds []graph.Kind) graph.ID {
	var changed graph.ID
	for i := range commits {
		for _, c := range commits[i].Changes {
			if c.After == nil || len(kinds) > 0 && !slices.Contains(kinds, c.After.Kind) {
				continue
			}
			if c.Before == nil {
				return c.ID
			}
			if changed == "" {
				changed = c.ID
			}
		}
	}
	return changed
}

func (m *mutation) payload(in schema.Edit, res engine.Result, about graph.ID) *schema.Payload {
	return &schema.Payload{Input: in, Repeated: res.Repeated, Commits: res.Commits, Result: about, View: &schema.View{View: object.Of(view.On(res.Snapshot, m.s.today()))}}
}

// AddPerson adds a person, with a seat or on one.
func (m *mutation) AddPerson(ctx context.Context, in schema.AddPersonInput) (*schema.PersonPayload, error) {
	var seat graph.ID
	p, err := m.edit(ctx, in.Edit, func(d *draft.Draft) (person graph.ID, err error) {
		person, seat, err = d.AddPerson(in.Person, draft.Place{Seat: in.Seat, Position: in.Position, Kind: in.Kind, On: in.On})
		return person, err
	}, graph.NodePerson)
	if err != nil {
		return nil, err
	}
	if p.Seat = seat; p.Repeated {
		if p.Seat = in.Position; in.Seat != nil {
			p.Seat = made(p.Commits, []graph.Kind{graph.NodePosition})
		}
	}
	return p, nil
}

// AddOrganization adds an organization.
func (m *mutation) AddOrganization(ctx context.Context, in schema.AddOrganizationInput) (*schema.OrganizationPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.AddOrganization(in.Organization, in.Parent, in.On)
	}, graph.NodeOrganization)
}

// MoveOrganization puts an organization under another, or under none.
func (m *mutation) MoveOrganization(ctx context.Context, in schema.MoveOrganizationInput) (*schema.OrganizationPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Organization, d.MoveOrganization(in.Organization, in.Parent, in.On)
	}, graph.NodeOrganization)
}

// AddPosition adds a seat.
func (m *mutation) AddPosition(ctx context.Context, in schema.AddPositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.AddSeat(in.Seat) }, graph.NodePosition)
}

// MovePosition puts a seat into another organization.
func (m *mutation) MovePosition(ctx context.Context, in schema.MovePositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.MovePosition(in.Position, in.Organization, in.On)
	}, graph.NodePosition)
}

// MovePerson takes a person from one seat to another.
func (m *mutation) MovePerson(ctx context.Context, in schema.MovePersonInput) (*schema.PersonPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Person, d.Move(in.Person, in.From, in.To, in.Kind, in.On)
	}, graph.NodePerson)
}

// Promote gives a seat a new title and level.
func (m *mutation) Promote(ctx context.Context, in schema.PromoteInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.Promote(in.Position, in.Title, in.Level, in.On)
	}, graph.NodePosition)
}

// FillPosition puts a person on a seat.
func (m *mutation) FillPosition(ctx context.Context, in schema.FillPositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.Fill(in.Position, in.Person, in.Kind, in.On)
	}, graph.NodePosition)
}

// VacatePosition ends who holds a seat.
func (m *mutation) VacatePosition(ctx context.Context, in schema.VacatePositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.Vacate(in.Position, in.Person, in.On)
	}, graph.NodePosition)
}

// ReportTo makes a seat report to another.
func (m *mutation) ReportTo(ctx context.Context, in schema.ReportToInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Position, d.ReportTo(in.Position, in.Manager, in.Kind, in.On)
	}, graph.NodePosition)
}

// AddAccount adds an account.
func (m *mutation) AddAccount(ctx context.Context, in schema.AddAccountInput) (*schema.AccountPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.AddAccount(in.Account, in.Organization) }, graph.NodeAccount)
}

// AddDecisionArea adds a decision area.
func (m *mutation) AddDecisionArea(ctx context.Context, in schema.AddDecisionAreaInput) (*schema.DecisionAreaPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.AddDecisionArea(in.DecisionArea, in.Account) }, graph.NodeDecisionArea)
}

// AddRevenue adds a revenue.
func (m *mutation) AddRevenue(ctx context.Context, in schema.AddRevenueInput) (*schema.RevenuePayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.AddRevenue(in.Revenue, in.Account) }, graph.NodeRevenue)
}

// AddPolicy adds a policy, of an account or wider.
func (m *mutation) AddPolicy(ctx context.Context, in schema.AddPolicyInput) (*schema.PolicyPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.AddPolicy(in.Policy, in.Account) }, graph.NodePolicy)
}

// AssignToAccount puts one of ours on an account's team.
func (m *mutation) AssignToAccount(ctx context.Context, in schema.AssignToAccountInput) (*schema.TeamPlacePayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.AssignToAccount(graph.WorksOn{Edge: graph.Edge{Src: in.Person, Dst: in.Account, From: in.From, To: in.To}, Role: in.Role})
	}, graph.EdgeWorksOn)
}

// AssignDecisionPart gives a person or a seat a part in a decision.
func (m *mutation) AssignDecisionPart(ctx context.Context, in schema.AssignDecisionPartInput) (*schema.DecisionPartPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.AssignDecisionPart(graph.Decides{Edge: graph.Edge{Src: in.Holder, Dst: in.DecisionArea, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Part: in.Part})
	}, graph.EdgeDecides)
}

// Exclude forbids using a person, or approaching a person or account.
func (m *mutation) Exclude(ctx context.Context, in schema.ExcludeInput) (*schema.ExclusionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.Exclude(graph.Excludes{Edge: graph.Edge{Src: in.Person, Dst: in.Towards, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Kind: in.Kind, Reason: in.Because})
	}, graph.EdgeExcludes)
}

// Assess records a judgement of a person.
func (m *mutation) Assess(ctx context.Context, in schema.AssessInput) (*schema.AssessmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.Assess(in.Assessment, in.Author, in.Person, in.Within)
	}, graph.NodeAssessment)
}

// StateTie states how well two people know each other.
func (m *mutation) StateTie(ctx context.Context, in schema.StateTieInput) (*schema.TiePayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.StateTie(graph.Knows{Edge: graph.Edge{Src: in.Person, Dst: in.Other, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Level: in.Level, Kind: in.Kind})
	}, graph.EdgeKnows)
}

// StateInfluence states that one person sways another.
func (m *mutation) StateInfluence(ctx context.Context, in schema.StateInfluenceInput) (*schema.InfluencePayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: in.Person, Dst: in.Other, From: in.From, To: in.To}, Judgement: graph.Judgement{By: in.By, On: in.On, Evidence: in.Evidence}, Weight: in.Weight, Kind: in.Kind})
	}, graph.EdgeInfluences)
}

// Pair makes one of ours look after a person or seat of theirs.
func (m *mutation) Pair(ctx context.Context, in schema.PairInput) (*schema.PairingPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.Pair(graph.PairedWith{Edge: graph.Edge{Src: in.Person, Dst: in.With, From: in.From, To: in.To}, Purpose: in.Purpose, CadenceDays: in.CadenceDays, Current: in.Current, Desired: in.Desired, Owner: in.Owner})
	}, graph.EdgePairedWith)
}

// LogInteraction records a contact.
func (m *mutation) LogInteraction(ctx context.Context, in schema.LogInteractionInput) (*schema.InteractionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.LogInteraction(in.Interaction, in.Attendees, in.Author)
	}, graph.NodeInteraction)
}

// Promise records a promise.
func (m *mutation) Promise(ctx context.Context, in schema.PromiseInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.Promise(graph.Commitment{Text: in.Text, Promised: in.Promised, Due: in.Due, EveryDays: in.EveryDays}, in.By, in.To, in.Account)
	}, graph.NodeCommitment)
}

// Deliver records that a promise was kept.
func (m *mutation) Deliver(ctx context.Context, in schema.DeliverInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return in.Commitment, d.Deliver(in.Commitment, in.On) }, graph.NodeCommitment)
}

// MovePromise gives a promise a new due date.
func (m *mutation) MovePromise(ctx context.Context, in schema.MovePromiseInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Commitment, d.MovePromise(in.Commitment, in.Due, in.By, in.Told, in.On)
	}, graph.NodeCommitment)
}

// AskIntroduction records that somebody was asked to introduce.
func (m *mutation) AskIntroduction(ctx context.Context, in schema.AskIntroductionInput) (*schema.IntroductionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.AskIntroduction(in.Introducer, in.Seeker, in.Target, in.Author, in.On)
	}, graph.NodeIntroduction)
}

// RecordIntroduction records a step of an introduction.
func (m *mutation) RecordIntroduction(ctx context.Context, in schema.RecordIntroductionInput) (*schema.IntroductionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Introduction, d.RecordIntroduction(in.Introduction, in.Step, in.Outcome, in.On)
	}, graph.NodeIntroduction)
}

// LogProblem records an open issue.
func (m *mutation) LogProblem(ctx context.Context, in schema.LogProblemInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.LogProblem(in.Problem, in.About, in.Author) }, graph.NodeProblem)
}

// LogConcession records an exception granted.
func (m *mutation) LogConcession(ctx context.Context, in schema.LogConcessionInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.LogConcession(in.Concession, in.About, in.Author)
	}, graph.NodeConcession)
}

// LogSignal records an outside event.
func (m *mutation) LogSignal(ctx context.Context, in schema.LogSignalInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.LogSignal(in.Signal, in.About, in.Author) }, graph.NodeSignal)
}

// LogValue records value delivered.
func (m *mutation) LogValue(ctx context.Context, in schema.LogValueInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.LogValue(in.ValueRecord, in.About, in.Author) }, graph.NodeValueRecord)
}

// PlanAction records a step of a contact plan.
func (m *mutation) PlanAction(ctx context.Context, in schema.PlanActionInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.PlanAction(in.Action, in.About, in.Author) }, graph.NodeAction)
}

// CompleteAction records that a step was done.
func (m *mutation) CompleteAction(ctx context.Context, in schema.CompleteActionInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return in.Action, d.CompleteAction(in.Action, in.On) }, graph.NodeAction)
}

// FillScorecard records the answers of one person about an account.
func (m *mutation) FillScorecard(ctx context.Context, in schema.FillScorecardInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return d.FillScorecard(in.Scorecard, in.Account, in.Author)
	}, graph.NodeScorecard)
}

// SetCapture says how contacts of one of ours are noticed.
func (m *mutation) SetCapture(ctx context.Context, in schema.SetCaptureInput) (*schema.CapturePayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return d.SetCapture(in.Person, in.Mode, in.On) }, graph.NodeCapture)
}

// SetDated gives a dated property a new value from a day on.
func (m *mutation) SetDated(ctx context.Context, in schema.SetDatedInput) (*schema.FactPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.ID, d.SetDated(in.ID, in.Property, bare(in.Value), in.On)
	})
}

// UpdateFact changes properties of one fact.
func (m *mutation) UpdateFact(ctx context.Context, in schema.UpdateFactInput) (*schema.FactPayload, error) {
	kind, patch, err := patch(&in)
	if err != nil {
		return nil, err
	}
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return in.ID, d.Update(in.ID, kind, patch, in.On) })
}

// ConfirmFacts records that facts were found to be still true.
func (m *mutation) ConfirmFacts(ctx context.Context, in schema.ConfirmFactsInput) (*schema.EditPayload, error) {
	by := cmp.Or(in.By, ViewerOf(ctx).Name)
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return "", d.Confirm(in.IDs, by, in.On) })
}

// EndFact ends a fact on a day.
func (m *mutation) EndFact(ctx context.Context, in schema.EndFactInput) (*schema.FactPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return in.ID, d.End(in.ID, in.On) })
}

// RemoveFact removes what should never have been written.
func (m *mutation) RemoveFact(ctx context.Context, in schema.RemoveFactInput) (*schema.EditPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return "", d.RemoveFact(in.ID) })
}

// MergePeople makes one person of two.
func (m *mutation) MergePeople(ctx context.Context, in schema.MergePeopleInput) (*schema.PersonPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return in.Keep, d.MergePeople(in.Keep, in.Drop) }, graph.NodePerson)
}

// MergeOrganizations makes one organization of two.
func (m *mutation) MergeOrganizations(ctx context.Context, in schema.MergeOrganizationsInput) (*schema.OrganizationPayload, error) {
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) {
		return in.Keep, d.MergeOrganizations(in.Keep, in.Drop)
	}, graph.NodeOrganization)
}

// Undo takes back the edit that made a revision.
func (m *mutation) Undo(ctx context.Context, in schema.UndoInput) (*schema.EditPayload, error) {
	group, err := m.s.eng.Group(ctx, ViewerOf(ctx).Workspace, in.Revision)
	if err != nil {
		return nil, err
	}
	return m.edit(ctx, in.Edit, func(d *draft.Draft) (graph.ID, error) { return "", d.Undo(group...) })
}

// maxFiles is how many files one import takes.
const maxFiles = 20

// ImportFiles previews or carries out an import.
func (m *mutation) ImportFiles(ctx context.Context, in schema.ImportFilesInput) (*schema.ImportPayload, error) {
	if len(in.Files) == 0 || len(in.Files) > maxFiles {
		return nil, graph.Invalid("input", nil, "%d files were given, 1 to %d are wanted", len(in.Files), maxFiles)
	}
	o := importer.Options{Source: in.Source, AsOf: in.AsOf, AcceptGoodRows: in.AcceptGoodRows, Ours: in.Ours, EndMissing: in.EndMissing, Confirmed: in.Confirmed, Stamp: in.Stamp, Person: in.Person}
	if in.Mapping != nil {
		var err error
		if o.Mapping, err = importer.ReadMapping(in.Mapping.Name, strings.NewReader(in.Mapping.Content)); err != nil {
			return nil, graph.Invalid("mapping", nil, "%v", err)
		}
	}
	files := make([]importer.File, len(in.Files))
	for i, f := range in.Files {
		files[i] = importer.Bytes(f.Name, []byte(f.Content))
	}
	var preview *importer.Preview
	plan := func(d *draft.Draft) (graph.ID, error) {
		var err error
		preview, err = importer.Plan(ctx, d, files, o)
		return "", err
	}
	if !in.Apply {
		snap := pinned(ctx).snap
		d := draft.NewDraft(snap, m.s.today(), m.s.newID)
		_, err := plan(d)
		if err == nil {
			_, _, err = d.Check(snap.Revision()+1, snap.At())
		}
		if err != nil && !refused(err, preview) {
			return nil, refusals(ctx, err)
		}
		p := m.payload(in.Edit, engine.Result{Snapshot: snap}, "")
		p.Preview = preview
		return p, nil
	}
	p, err := m.edit(ctx, in.Edit, plan)
	if refused(err, preview) {
		p, err = m.payload(in.Edit, engine.Result{Snapshot: pinned(ctx).snap}, ""), nil
	}
	if err != nil {
		return nil, err
	}
	p.Preview = preview
	return p, nil
}

// refused reports whether an import was refused for its rows: that is an answer,
// which the preview explains, and no error.
func refused(err error, preview *importer.Preview) bool {
	return preview != nil && errors.Is(err, importer.ErrRows)
}
