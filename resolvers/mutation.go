package resolvers

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/importer"
	"github.com/kithgraph/kith/schema"
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
func (m *mutation) edit(ctx context.Context, in schema.Edit, do func(d *graph.Draft) (graph.ID, error), kinds ...graph.Kind) (*schema.Payload, error) {
	var about graph.ID
	run := func(d *graph.Draft) (err error) {
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
	return &schema.Payload{Input: in, Repeated: res.Repeated, Commits: res.Commits, Result: about, View: &schema.View{View: res.Snapshot.On(m.s.today())}}
}

// AddPerson adds a person, with a seat or on one.
func (m *mutation) AddPerson(ctx context.Context, in schema.AddPersonInput) (*schema.PersonPayload, error) {
	seat := in.Position
	p, err := m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		id := d.Add(in.Person)
		switch {
		case in.Seat != nil && in.Position != "":
			return "", graph.Invalid("input", nil, "give either a seat to make or a position that is there")
		case in.Seat != nil:
			var err error
			if seat, err = d.AddSeat(*in.Seat); err != nil {
				return "", err
			}
			d.Add(graph.Holds{Edge: graph.Edge{Src: id, Dst: seat, From: in.Seat.From, To: in.Seat.To}, Kind: in.Kind})
			return id, nil
		case in.Position != "":
			return id, d.Fill(in.Position, id, in.Kind, in.On)
		}
		return id, nil
	}, graph.NodePerson)
	if err != nil {
		return nil, err
	}
	if p.Seat = seat; p.Repeated && in.Seat != nil {
		p.Seat = made(p.Commits, []graph.Kind{graph.NodePosition})
	}
	return p, nil
}

// AddOrganization adds an organization.
func (m *mutation) AddOrganization(ctx context.Context, in schema.AddOrganizationInput) (*schema.OrganizationPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		id := d.Add(in.Organization)
		if in.Parent != "" {
			d.Add(graph.PartOf{Edge: graph.Edge{Src: id, Dst: in.Parent, From: in.On}})
		}
		return id, want(d, in.Parent, graph.NodeOrganization)
	}, graph.NodeOrganization)
}

// want refuses an ID that is given and not of one of the kinds.
func want(d *graph.Draft, id graph.ID, kinds ...graph.Kind) error {
	if id == "" {
		return nil
	}
	if e, ok := d.Get(id); !ok || !slices.Contains(kinds, e.Kind) {
		names := make([]string, len(kinds))
		for i, k := range kinds {
			names[i] = string(k)
		}
		return graph.NotFound(strings.Join(names, " or "), id)
	}
	return nil
}

// relink ends the open edges of a kind that begin at a node on a day and, when
// to is not empty, adds a new one.
func relink(d *graph.Draft, id graph.ID, to graph.ID, kind graph.Kind, on graph.Date, make func(graph.Edge) graph.Fact) error {
	if on == 0 {
		on = d.Today()
	}
	for _, e := range d.Out(id, kind) {
		if e.To == 0 || e.To > on {
			end(d, e, on)
		}
	}
	if to != "" {
		d.Add(make(graph.Edge{Src: id, Dst: to, From: on}))
	}
	return nil
}

// end ends a fact on a day; one that would not have begun is removed.
func end(d *graph.Draft, e graph.Element, on graph.Date) {
	if e.From != 0 && e.From >= on {
		d.Remove(e.ID)
		return
	}
	e.To = on
	d.Put(e)
}

// MoveOrganization puts an organization under another, or under none.
func (m *mutation) MoveOrganization(ctx context.Context, in schema.MoveOrganizationInput) (*schema.OrganizationPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Organization, graph.NodeOrganization); err != nil {
			return "", err
		}
		if err := want(d, in.Parent, graph.NodeOrganization); err != nil {
			return "", err
		}
		return in.Organization, relink(d, in.Organization, in.Parent, graph.EdgePartOf, in.On, func(e graph.Edge) graph.Fact { return graph.PartOf{Edge: e} })
	}, graph.NodeOrganization)
}

// AddPosition adds a seat.
func (m *mutation) AddPosition(ctx context.Context, in schema.AddPositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) { return d.AddSeat(in.Seat) }, graph.NodePosition)
}

// MovePosition puts a seat into another organization.
func (m *mutation) MovePosition(ctx context.Context, in schema.MovePositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Position, graph.NodePosition); err != nil {
			return "", err
		}
		if err := want(d, in.Organization, graph.NodeOrganization); err != nil {
			return "", err
		}
		return in.Position, relink(d, in.Position, in.Organization, graph.EdgeIn, in.On, func(e graph.Edge) graph.Fact { return graph.In{Edge: e} })
	}, graph.NodePosition)
}

// MovePerson takes a person from one seat to another.
func (m *mutation) MovePerson(ctx context.Context, in schema.MovePersonInput) (*schema.PersonPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Person, d.Move(in.Person, in.From, in.To, in.Kind, in.On)
	}, graph.NodePerson)
}

// Promote gives a seat a new title and level.
func (m *mutation) Promote(ctx context.Context, in schema.PromoteInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Position, d.Promote(in.Position, in.Title, in.Level, in.On)
	}, graph.NodePosition)
}

// FillPosition puts a person on a seat.
func (m *mutation) FillPosition(ctx context.Context, in schema.FillPositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Position, d.Fill(in.Position, in.Person, in.Kind, in.On)
	}, graph.NodePosition)
}

// VacatePosition ends who holds a seat.
func (m *mutation) VacatePosition(ctx context.Context, in schema.VacatePositionInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Position, d.Vacate(in.Position, in.Person, in.On)
	}, graph.NodePosition)
}

// ReportTo makes a seat report to another.
func (m *mutation) ReportTo(ctx context.Context, in schema.ReportToInput) (*schema.PositionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Position, d.ReportTo(in.Position, in.Manager, in.Kind, in.On)
	}, graph.NodePosition)
}

// AddAccount adds an account.
func (m *mutation) AddAccount(ctx context.Context, in schema.AddAccountInput) (*schema.AccountPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) { return d.AddAccount(in.Account, in.Organization) }, graph.NodeAccount)
}

// AddDecisionArea adds a decision area.
func (m *mutation) AddDecisionArea(ctx context.Context, in schema.AddDecisionAreaInput) (*schema.DecisionAreaPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) { return d.ForAccount(in.DecisionArea, in.Account) }, graph.NodeDecisionArea)
}

// AddRevenue adds a revenue.
func (m *mutation) AddRevenue(ctx context.Context, in schema.AddRevenueInput) (*schema.RevenuePayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) { return d.ForAccount(in.Revenue, in.Account) }, graph.NodeRevenue)
}

// AddPolicy adds a policy, of an account or wider.
func (m *mutation) AddPolicy(ctx context.Context, in schema.AddPolicyInput) (*schema.PolicyPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if in.Account == "" {
			return d.Add(in.Policy), nil
		}
		return d.ForAccount(in.Policy, in.Account)
	}, graph.NodePolicy)
}

// AssignToAccount puts one of ours on an account's team.
func (m *mutation) AssignToAccount(ctx context.Context, in schema.AssignToAccountInput) (*schema.TeamPlacePayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Person, graph.NodePerson); err != nil {
			return "", err
		}
		if err := want(d, in.Account, graph.NodeAccount); err != nil {
			return "", err
		}
		return d.Add(graph.WorksOn{Edge: graph.Edge{Src: in.Person, Dst: in.Account, From: orToday(d, in.From), To: in.To}, Role: in.Role}), nil
	}, graph.EdgeWorksOn)
}

func orToday(d *graph.Draft, day graph.Date) graph.Date {
	if day == 0 {
		return d.Today()
	}
	return day
}

func judged(d *graph.Draft, by graph.ID, on graph.Date, evidence string) (graph.Judgement, error) {
	return graph.Judgement{By: by, On: orToday(d, on), Evidence: evidence}, want(d, by, graph.NodePerson)
}

// AssignDecisionPart gives a person or a seat a part in a decision.
func (m *mutation) AssignDecisionPart(ctx context.Context, in schema.AssignDecisionPartInput) (*schema.DecisionPartPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Holder, graph.NodePerson, graph.NodePosition); err != nil {
			return "", err
		}
		if err := want(d, in.DecisionArea, graph.NodeDecisionArea); err != nil {
			return "", err
		}
		j, err := judged(d, in.By, in.On, in.Evidence)
		return d.Add(graph.Decides{Edge: graph.Edge{Src: in.Holder, Dst: in.DecisionArea, From: orToday(d, in.From), To: in.To}, Judgement: j, Part: in.Part}), err
	}, graph.EdgeDecides)
}

// Exclude forbids using a person, or approaching a person or account.
func (m *mutation) Exclude(ctx context.Context, in schema.ExcludeInput) (*schema.ExclusionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Person, graph.NodePerson); err != nil {
			return "", err
		}
		if err := want(d, in.Towards, graph.NodePerson, graph.NodeAccount); err != nil {
			return "", err
		}
		j, err := judged(d, in.By, in.On, in.Evidence)
		return d.Add(graph.Excludes{Edge: graph.Edge{Src: in.Person, Dst: in.Towards, From: orToday(d, in.From), To: in.To}, Judgement: j, Kind: in.Kind, Reason: in.Because}), err
	}, graph.EdgeExcludes)
}

// Assess records a judgement of a person.
func (m *mutation) Assess(ctx context.Context, in schema.AssessInput) (*schema.AssessmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Within, graph.NodeAccount, graph.NodeDecisionArea); err != nil {
			return "", err
		}
		return d.Assess(in.Assessment, in.Author, in.Person, in.Within)
	}, graph.NodeAssessment)
}

// StateTie states how well two people know each other.
func (m *mutation) StateTie(ctx context.Context, in schema.StateTieInput) (*schema.TiePayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		j, err := judged(d, in.By, in.On, in.Evidence)
		if err != nil {
			return "", err
		}
		return d.StateTie(graph.Knows{Edge: graph.Edge{Src: in.Person, Dst: in.Other, From: in.From, To: in.To}, Judgement: j, Level: in.Level, Kind: in.Kind})
	}, graph.EdgeKnows)
}

// StateInfluence states that one person sways another.
func (m *mutation) StateInfluence(ctx context.Context, in schema.StateInfluenceInput) (*schema.InfluencePayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		j, err := judged(d, in.By, in.On, in.Evidence)
		if err != nil {
			return "", err
		}
		return d.StateInfluence(graph.Influences{Edge: graph.Edge{Src: in.Person, Dst: in.Other, From: in.From, To: in.To}, Judgement: j, Weight: in.Weight, Kind: in.Kind})
	}, graph.EdgeInfluences)
}

// Pair makes one of ours look after a person or seat of theirs.
func (m *mutation) Pair(ctx context.Context, in schema.PairInput) (*schema.PairingPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Owner, graph.NodePerson); err != nil {
			return "", err
		}
		return d.Pair(graph.PairedWith{Edge: graph.Edge{Src: in.Person, Dst: in.With, From: in.From, To: in.To}, Purpose: in.Purpose, CadenceDays: in.CadenceDays, Current: in.Current, Desired: in.Desired, Owner: in.Owner})
	}, graph.EdgePairedWith)
}

// author says who wrote a node, when that is known.
func author(d *graph.Draft, node, by graph.ID) error {
	if by != "" {
		d.Add(graph.Author{Edge: graph.Edge{Src: node, Dst: by}})
	}
	return want(d, by, graph.NodePerson)
}

// LogInteraction records a contact.
func (m *mutation) LogInteraction(ctx context.Context, in schema.LogInteractionInput) (*schema.InteractionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		id, err := d.LogInteraction(in.Interaction, in.Attendees...)
		if err != nil {
			return "", err
		}
		return id, author(d, id, in.Author)
	}, graph.NodeInteraction)
}

// Promise records a promise.
func (m *mutation) Promise(ctx context.Context, in schema.PromiseInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return d.Promise(graph.Commitment{Text: in.Text, Promised: in.Promised, Due: in.Due, EveryDays: in.EveryDays}, in.By, in.To, in.Account)
	}, graph.NodeCommitment)
}

// Deliver records that a promise was kept.
func (m *mutation) Deliver(ctx context.Context, in schema.DeliverInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) { return in.Commitment, d.Deliver(in.Commitment, in.On) }, graph.NodeCommitment)
}

// MovePromise gives a promise a new due date.
func (m *mutation) MovePromise(ctx context.Context, in schema.MovePromiseInput) (*schema.CommitmentPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Commitment, d.MovePromise(in.Commitment, in.Due, in.By, in.Told, in.On)
	}, graph.NodeCommitment)
}

// AskIntroduction records that somebody was asked to introduce.
func (m *mutation) AskIntroduction(ctx context.Context, in schema.AskIntroductionInput) (*schema.IntroductionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		for _, p := range []graph.ID{in.Introducer, in.Seeker, in.Target} {
			if err := want(d, p, graph.NodePerson); err != nil {
				return "", err
			}
		}
		id := d.Add(graph.Introduction{Asked: orToday(d, in.On)})
		d.Add(graph.Introducer{Edge: graph.Edge{Src: id, Dst: in.Introducer}})
		d.Add(graph.Seeker{Edge: graph.Edge{Src: id, Dst: in.Seeker}})
		d.Add(graph.Target{Edge: graph.Edge{Src: id, Dst: in.Target}})
		return id, author(d, id, in.Author)
	}, graph.NodeIntroduction)
}

// RecordIntroduction records a step of an introduction.
func (m *mutation) RecordIntroduction(ctx context.Context, in schema.RecordIntroductionInput) (*schema.IntroductionPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		on := orToday(d, in.On)
		return in.Introduction, graph.Edit(d, in.Introduction, func(x *graph.Introduction) {
			switch in.Step {
			case graph.IntroductionAsked:
				x.Asked = on
			case graph.IntroductionAccepted:
				x.Accepted = on
			case graph.IntroductionDeclined:
				x.Declined = on
			case graph.IntroductionMade:
				x.Made = on
			case graph.IntroductionDone:
				x.Done = on
			}
			if in.Outcome != "" {
				x.Outcome = in.Outcome
			}
		})
	}, graph.NodeIntroduction)
}

// record adds a written node about people, accounts or decision areas.
func (m *mutation) record(ctx context.Context, in schema.Edit, make func(d *graph.Draft) graph.Fact, about []graph.ID, by graph.ID) (*schema.RecordPayload, error) {
	return m.edit(ctx, in, func(d *graph.Draft) (graph.ID, error) {
		id := d.Add(make(d))
		for _, a := range about {
			if err := want(d, a, graph.NodePerson, graph.NodeAccount, graph.NodeDecisionArea); err != nil {
				return "", err
			}
			d.Add(graph.About{Edge: graph.Edge{Src: id, Dst: a}})
		}
		return id, author(d, id, by)
	}, graph.NodeProblem, graph.NodeConcession, graph.NodeSignal, graph.NodeValueRecord, graph.NodeAction, graph.NodeScorecard)
}

// LogProblem records an open issue.
func (m *mutation) LogProblem(ctx context.Context, in schema.LogProblemInput) (*schema.RecordPayload, error) {
	return m.record(ctx, in.Edit, func(d *graph.Draft) graph.Fact {
		p := in.Problem
		p.On = orToday(d, p.On)
		p.From = orDay(p.From, p.On)
		return p
	}, in.About, in.Author)
}

func orDay(a, b graph.Date) graph.Date {
	if a == 0 {
		return b
	}
	return a
}

// LogConcession records an exception granted.
func (m *mutation) LogConcession(ctx context.Context, in schema.LogConcessionInput) (*schema.RecordPayload, error) {
	return m.record(ctx, in.Edit, func(d *graph.Draft) graph.Fact {
		c := in.Concession
		c.On = orToday(d, c.On)
		return c
	}, in.About, in.Author)
}

// LogSignal records an outside event.
func (m *mutation) LogSignal(ctx context.Context, in schema.LogSignalInput) (*schema.RecordPayload, error) {
	return m.record(ctx, in.Edit, func(d *graph.Draft) graph.Fact {
		s := in.Signal
		s.On = orToday(d, s.On)
		return s
	}, in.About, in.Author)
}

// LogValue records value delivered.
func (m *mutation) LogValue(ctx context.Context, in schema.LogValueInput) (*schema.RecordPayload, error) {
	return m.record(ctx, in.Edit, func(d *graph.Draft) graph.Fact {
		v := in.ValueRecord
		v.On = orToday(d, v.On)
		return v
	}, in.About, in.Author)
}

// PlanAction records a step of a contact plan.
func (m *mutation) PlanAction(ctx context.Context, in schema.PlanActionInput) (*schema.RecordPayload, error) {
	return m.record(ctx, in.Edit, func(*graph.Draft) graph.Fact { return in.Action }, in.About, in.Author)
}

// CompleteAction records that a step was done.
func (m *mutation) CompleteAction(ctx context.Context, in schema.CompleteActionInput) (*schema.RecordPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		return in.Action, graph.Edit(d, in.Action, func(a *graph.Action) { a.Done = orToday(d, in.On) })
	}, graph.NodeAction)
}

// FillScorecard records the answers of one person about an account.
func (m *mutation) FillScorecard(ctx context.Context, in schema.FillScorecardInput) (*schema.RecordPayload, error) {
	return m.record(ctx, in.Edit, func(d *graph.Draft) graph.Fact {
		s := in.Scorecard
		s.On = orToday(d, s.On)
		return s
	}, []graph.ID{in.Account}, in.Author)
}

// SetCapture says how contacts of one of ours are noticed.
func (m *mutation) SetCapture(ctx context.Context, in schema.SetCaptureInput) (*schema.CapturePayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		if err := want(d, in.Person, graph.NodePerson); err != nil {
			return "", err
		}
		on := orToday(d, in.On)
		for _, about := range d.In(in.Person, graph.EdgeAbout) {
			if c, ok := d.Get(about.Src); ok && c.Kind == graph.NodeCapture && (c.To == 0 || c.To > on) {
				if c.From != 0 && c.From >= on {
					if err := d.RemoveNode(c.ID); err != nil {
						return "", err
					}
					continue
				}
				c.To = on
				d.Put(c)
			}
		}
		id := d.Add(graph.Capture{Node: graph.Node{From: on}, Mode: in.Mode})
		d.Add(graph.About{Edge: graph.Edge{Src: id, Dst: in.Person}})
		return id, nil
	}, graph.NodeCapture)
}

// SetDated gives a dated property a new value from a day on.
func (m *mutation) SetDated(ctx context.Context, in schema.SetDatedInput) (*schema.FactPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		var v graph.Value
		if in.Value != nil {
			v = in.Value.Value
		}
		if e, ok := d.Get(in.ID); ok {
			if f, ok := graph.FieldOf(e.Kind, in.Property); ok {
				var err error
				if v, err = valueOf(f, v); err != nil {
					return "", err
				}
			}
		}
		return in.ID, d.SetDated(in.ID, in.Property, v, in.On)
	})
}

// UpdateFact changes properties of one fact.
func (m *mutation) UpdateFact(ctx context.Context, in schema.UpdateFactInput) (*schema.FactPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		e, ok := d.Get(in.ID)
		if !ok {
			return "", graph.NotFound("fact", in.ID)
		}
		given, err := patch(&in, e.Kind)
		if err != nil {
			return "", err
		}
		err = put(&e, given, func(f graph.Field, v graph.Value) (bool, error) {
			if in.On == 0 || !f.Dated {
				return false, nil
			}
			return true, d.SetDated(in.ID, f.Name, v, in.On)
		})
		if err != nil {
			return "", err
		}
		// SetDated may have put the owner; keep what it wrote.
		if now, ok := d.Get(in.ID); ok && in.On != 0 {
			for name := range given {
				if f, ok := graph.FieldOf(e.Kind, name); ok && f.Dated {
					v, _ := now.Props.Get(name)
					if e.Props, err = e.Props.With(name, v); err != nil {
						return "", err
					}
				}
			}
		}
		d.Put(e)
		return in.ID, nil
	})
}

// ConfirmFacts records that facts were found to be still true.
func (m *mutation) ConfirmFacts(ctx context.Context, in schema.ConfirmFactsInput) (*schema.EditPayload, error) {
	if len(in.IDs) == 0 || len(in.IDs) > schema.MaxNodes {
		return nil, graph.Invalid("input", nil, "%d ids were given, 1 to %d are wanted", len(in.IDs), schema.MaxNodes)
	}
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		for _, id := range in.IDs {
			e, ok := d.Get(id)
			if !ok {
				return "", graph.NotFound("fact", id)
			}
			by := graph.Value(in.By)
			if in.By == "" {
				by = ViewerOf(ctx).Name
			}
			var err error
			if e.Props, err = e.Props.With("confirmedOn", orToday(d, in.On)); err == nil {
				e.Props, err = e.Props.With("confirmedBy", by)
			}
			if err != nil {
				return "", err
			}
			d.Put(e)
		}
		return "", nil
	})
}

// EndFact ends a fact on a day.
func (m *mutation) EndFact(ctx context.Context, in schema.EndFactInput) (*schema.FactPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		e, ok := d.Get(in.ID)
		if !ok {
			return "", graph.NotFound("fact", in.ID)
		}
		on := orToday(d, in.On)
		if e.From != 0 && e.From >= on && !e.IsEdge() {
			return in.ID, d.RemoveNode(in.ID)
		}
		end(d, e, on)
		return in.ID, nil
	})
}

// RemoveFact removes what should never have been written.
func (m *mutation) RemoveFact(ctx context.Context, in schema.RemoveFactInput) (*schema.EditPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		e, ok := d.Get(in.ID)
		switch {
		case !ok:
			return "", graph.NotFound("fact", in.ID)
		case e.IsEdge():
			d.Remove(in.ID)
			return "", nil
		}
		return "", d.RemoveNode(in.ID)
	})
}

// MergePeople makes one person of two.
func (m *mutation) MergePeople(ctx context.Context, in schema.MergePeopleInput) (*schema.PersonPayload, error) {
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) { return in.Keep, d.MergePeople(in.Keep, in.Drop) }, graph.NodePerson)
}

// Undo takes back the edit that made a revision.
func (m *mutation) Undo(ctx context.Context, in schema.UndoInput) (*schema.EditPayload, error) {
	group, err := m.s.eng.Group(ctx, ViewerOf(ctx).Workspace, in.Revision)
	if err != nil {
		return nil, err
	}
	return m.edit(ctx, in.Edit, func(d *graph.Draft) (graph.ID, error) {
		for i := range group {
			if err := d.Undo(&group[len(group)-1-i]); err != nil {
				return "", err
			}
		}
		return "", nil
	})
}

// maxFiles is how many files one import takes.
const maxFiles = 20

// ImportFiles previews or carries out an import.
func (m *mutation) ImportFiles(ctx context.Context, in schema.ImportFilesInput) (*schema.ImportPayload, error) {
	if len(in.Files) == 0 || len(in.Files) > maxFiles {
		return nil, graph.Invalid("input", nil, "%d files were given, 1 to %d are wanted", len(in.Files), maxFiles)
	}
	o := importer.Options{Source: in.Source, AsOf: in.AsOf, AcceptGoodRows: in.AcceptGoodRows, Ours: in.Ours, EndMissing: in.EndMissing, Confirmed: in.Confirmed, Stamp: in.Stamp}
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
	plan := func(d *graph.Draft) (graph.ID, error) {
		var err error
		preview, err = importer.Plan(ctx, d, files, o)
		return "", err
	}
	if !in.Apply {
		snap := pinned(ctx).snap
		d := graph.NewDraft(snap, m.s.today(), m.s.newID)
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
