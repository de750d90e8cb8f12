package schema

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/schema/object"
)

// EditPayload is what an edit did. It shows the fact that the edit was about under the name of
// its kind.
type EditPayload struct {
	DryRun   bool // it was only tried
	InDraft  bool // it was done in a draft; nothing was written
	Repeated bool // an edit with the same idempotency key had done it
	// Refusals are why a dry run would be refused.
	Refusals []*Failure
	// Find returns the findings that came and went with the edit.
	Find    func() ([]*FindingChanges, error)
	Commits []graph.Commit // what was written, or would be; none, or one without changes, when nothing had to change
	View    *View          // the workspace, or the draft, after the edit; of a dry run as it is
	About   []About        // what it was about, each of several edits by itself; none of a dry run
}

// About is what an edit was about; what it has none of is "".
type About struct {
	Fact       graph.ID
	Seat       graph.ID // beside a person
	Suggestion graph.ID // that was decided
}

// about returns what a single edit was about.
func (p *EditPayload) about() About {
	if len(p.About) == 1 {
		return p.About[0]
	}
	return About{}
}

// Results returns what each edit was about.
func (p *EditPayload) Results() []*EditResult {
	return each(p.About, func(a *About) *EditResult { return &EditResult{p.View, *a} })
}

// EditResult is what one of several edits was about, after all of them.
type EditResult struct {
	v *View
	About
}

// Fact returns the fact.
func (r *EditResult) Fact() object.Object { return one[object.Object](in{r.v.View}, r.About.Fact) }

// Position returns the seat beside a person, or that the edit was about.
func (r *EditResult) Position() *object.Position { return seat(r.v, r.About) }

// Suggestion returns the suggestion that was decided.
func (r *EditResult) Suggestion() *object.Suggestion {
	return one[*object.Suggestion](in{r.v.View}, r.About.Suggestion)
}

// seat returns the seat that an edit was about, or the one beside a person.
func seat(v *View, a About) *object.Position {
	if s := one[*object.Position](in{v.View}, a.Fact); s != nil {
		return s
	}
	return v.PositionByID(a.Seat)
}

// Revision returns the revision that holds the edit.
func (p *EditPayload) Revision() graph.Revision { return p.View.Revision() }

// Commit returns the last commit written, and nil when nothing had to change. The
// commit of an edit with a key that came to nothing holds no more than the key.
func (p *EditPayload) Commit() *Commit {
	if n := len(p.Commits); !p.DryRun && !p.InDraft && n > 0 && len(p.Commits[n-1].Changes) > 0 {
		return &Commit{&p.Commits[n-1]}
	}
	return nil
}

// Changes returns the part of what changed that is asked for.
func (p *EditPayload) Changes(first *int, after *string, last *int, before *string) (*ChangeConnection, error) {
	return changesOf(p.Commits, object.Window{First: first, Last: last, After: after, Before: before})
}

// Findings returns the findings that came and went.
func (p *EditPayload) Findings() ([]*FindingChanges, error) { return p.Find() }

// FindingChanges are the findings about an account that come and go.
type FindingChanges struct {
	AccountID      graph.ID
	Appeared, Gone []*FindingInfo
}

// FindingsThatChange returns the findings that there are in one of two views of a day
// and not in the other, by account and by their ids. The commits lead, or would lead,
// from the one to the other; was keeps the answers about the first, and what they do
// not touch is asked of it alone. No cache may take for a fact what is so no more, or was
// only tried: that is for the names of the views.
func FindingsThatChange(ctx context.Context, was *find.Keeper, then, now *object.View, commits []graph.Commit) ([]*FindingChanges, error) {
	out := []*FindingChanges{}
	before, after := then.View, now.View
	from, to := before.Snapshot(), after.Snapshot()
	if from == to {
		return out, nil
	}
	had := map[graph.ID][]*analysis.Finding{} // found first, so that what still holds need not be found again
	for _, n := range from.Nodes(graph.NodeAccount) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		id := from.NodeID(n)
		if had[id], err = orgchart.Findings(was, before, id); err != nil {
			return nil, err
		}
	}
	is := was.Fork(from, to, commits, 0)
	compare := func(id graph.ID, found []*analysis.Finding) {
		if slices.Equal(had[id], found) { // the very same, when the account is not touched
			return
		}
		c := &FindingChanges{id, only(now, found, had[id]), only(then, had[id], found)}
		if len(c.Appeared)+len(c.Gone) > 0 {
			out = append(out, c)
		}
	}
	for _, n := range to.Nodes(graph.NodeAccount) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		id := to.NodeID(n)
		found, err := orgchart.Findings(is, after, id)
		if err != nil {
			return nil, err
		}
		compare(id, found)
		delete(had, id)
	}
	for _, id := range slices.Sorted(maps.Keys(had)) {
		compare(id, nil)
	}
	slices.SortFunc(out, func(a, b *FindingChanges) int { return cmp.Compare(a.AccountID, b.AccountID) })
	return out, nil
}

// Digest returns a word that stands for changes.
func Digest(commits []graph.Commit) string {
	h := sha256.New()
	for i := range commits {
		for k := range commits[i].Changes {
			h.Write(append(commits[i].Changes[k].AppendJSON(nil), '\n'))
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:10])
}

// only returns the findings that are not among others.
func only(v *object.View, list, others []*analysis.Finding) []*FindingInfo {
	known := make(map[string]bool, len(others))
	for _, f := range others {
		known[f.ID()] = true
	}
	out := []*FindingInfo{}
	for _, f := range list {
		if id := f.ID(); !known[id] {
			known[id] = true
			out = append(out, &FindingInfo{in{v}, *f})
		}
	}
	return out
}

// Changed returns the facts that were created or changed, as they are after the edit,
// at most [MaxChanged].
func (p *EditPayload) Changed() []object.Object {
	if p.DryRun {
		return []object.Object{}
	}
	return Changed(p.View.View, p.Commits...)
}

// RemovedIDs returns the ids of the facts that were removed, at most
// [MaxChanged].
func (p *EditPayload) RemovedIDs() []graph.ID {
	out := []graph.ID{}
	for i := range p.Commits {
		if p.DryRun {
			break
		}
		for k := range p.Commits[i].Changes {
			if c := &p.Commits[i].Changes[k]; c.After == nil && len(out) < MaxChanged {
				out = append(out, c.ID)
			}
		}
	}
	return out
}

// Fact returns the fact that the edit was about, and nil when it is gone.
func (p *EditPayload) Fact() object.Object {
	return one[object.Object](in{p.View.View}, p.about().Fact)
}

// Position returns the seat that the edit was about, or the one beside a person.
func (p *EditPayload) Position() *object.Position { return seat(p.View, p.about()) }

// of returns the fact that the edit was about, and nil when it is of another
// type.
func of[T object.Object](p *EditPayload) T { return one[T](in{p.View.View}, p.about().Fact) }

// Person returns the fact that the edit was about.
func (p *EditPayload) Person() *object.Person { return of[*object.Person](p) }

// Organization returns the fact that the edit was about.
func (p *EditPayload) Organization() *object.Organization { return of[*object.Organization](p) }

// Account returns the fact that the edit was about.
func (p *EditPayload) Account() *object.Account { return of[*object.Account](p) }

// DecisionArea returns the fact that the edit was about.
func (p *EditPayload) DecisionArea() *object.DecisionArea { return of[*object.DecisionArea](p) }

// Revenue returns the fact that the edit was about.
func (p *EditPayload) Revenue() *object.Revenue { return of[*object.Revenue](p) }

// Policy returns the fact that the edit was about.
func (p *EditPayload) Policy() *object.Policy { return of[*object.Policy](p) }

// TeamPlace returns the fact that the edit was about.
func (p *EditPayload) TeamPlace() *object.TeamPlace { return of[*object.TeamPlace](p) }

// DecisionPart returns the fact that the edit was about.
func (p *EditPayload) DecisionPart() *object.DecisionPart { return of[*object.DecisionPart](p) }

// Exclusion returns the fact that the edit was about.
func (p *EditPayload) Exclusion() *object.Exclusion { return of[*object.Exclusion](p) }

// Assessment returns the fact that the edit was about.
func (p *EditPayload) Assessment() *object.Assessment { return of[*object.Assessment](p) }

// Tie returns the fact that the edit was about.
func (p *EditPayload) Tie() *object.Tie { return of[*object.Tie](p) }

// Influence returns the fact that the edit was about.
func (p *EditPayload) Influence() *object.Influence { return of[*object.Influence](p) }

// Pairing returns the fact that the edit was about.
func (p *EditPayload) Pairing() *object.Pairing { return of[*object.Pairing](p) }

// Interaction returns the fact that the edit was about.
func (p *EditPayload) Interaction() *object.Interaction { return of[*object.Interaction](p) }

// Commitment returns the fact that the edit was about.
func (p *EditPayload) Commitment() *object.Commitment { return of[*object.Commitment](p) }

// Introduction returns the fact that the edit was about.
func (p *EditPayload) Introduction() *object.Introduction { return of[*object.Introduction](p) }

// Entry returns the fact that the edit was about.
func (p *EditPayload) Entry() object.Entry { return of[object.Entry](p) }

// Capture returns the fact that the edit was about.
func (p *EditPayload) Capture() *object.Capture { return of[*object.Capture](p) }

// Viewer is who asks, and what they may do.
type Viewer struct {
	Workspace, Name                string
	ViewerCanEdit, ViewerCanImport bool
}

// OperationCost is what an operation costs, and may.
type OperationCost struct{ Cost, Limit, Remaining int }
