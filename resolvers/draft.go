package resolvers

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/schema"
	"github.com/kithgraph/kith/schema/object"
)

// The bounds of drafts.
const (
	maxDrafts     = 100 // open at once
	maxDraftEdits = 100 // in one of them, each of up to maxEdits mutations
	draftBytes    = 4 << 20
	draftsBytes   = 64 << 20 // all together
	draftAge      = 24 * time.Hour
	maxWarm       = 8                     // of which what they come to is kept, …
	warmAnswers   = find.DefaultKept / 20 // … and so much of answers about each, see [find.Keeper.Size]
	draftSweep    = time.Minute
)

// drafts holds the workspaces that are tried out. A draft is a list of edits and nothing
// more: what it comes to over the newest workspace is worked out when somebody asks, and
// again when the workspace has moved on. It is safe for concurrent use.
type drafts struct {
	eng *engine.Engine
	now func() time.Time

	mu   sync.Mutex
	open map[graph.ID]*whatIf // guarded by mu; while there are any they are swept
	warm []*whatIf            // the one used last first; guarded by mu
}

// whatIf is a workspace as some edits would make it.
type whatIf struct {
	id   graph.ID
	ws   graph.Workspace
	used time.Time // guarded by the drafts' mu
	size int       // of the steps; guarded by the drafts' mu

	mu      sync.Mutex
	steps   []*step        // guarded by mu, as the rest
	made    int            // how many steps there have ever been
	applied graph.Revision // 0 before it is

	tried atomic.Pointer[tried] // nil when it is to be worked out; set under mu
}

// step is an edit of a draft.
type step struct {
	seed   string // what the ids of new facts follow from
	key    string // of a retry; "" for none
	reason string
	viewer string
	groups map[graph.Revision][]graph.Commit
	inputs []any
	said   []byte // the inputs as they were given
	size   int    // in bytes, with what it changed
}

// editing returns the edit, to be done once.
func (st *step) editing() *editing {
	return &editing{viewer: st.viewer, groups: st.groups, inputs: st.inputs}
}

// mutations returns the names of the mutations of which the inputs are.
func mutations(inputs []any) []string {
	out := make([]string, len(inputs))
	for i, in := range inputs {
		name := strings.TrimSuffix(reflect.TypeOf(in).Elem().Name(), "Input")
		out[i] = strings.ToLower(name[:1]) + name[1:]
	}
	return out
}

// said returns what distinguishes inputs from others.
func said(inputs []any) ([]byte, error) {
	return json.Marshal([]any{mutations(inputs), inputs})
}

// tried is what steps come to over a snapshot, when undated edits take effect on a day.
type tried struct {
	base, snap *kernel.Snapshot
	day        graph.Date
	touched    []graph.ID // in order, each once
	about      []schema.About

	once    sync.Once
	commits []graph.Commit // one, of the changes from base to snap
	answers *find.Keeper
}

// then returns what a further edit leads to.
func (t *tried) then(res engine.Result, about []schema.About) *tried {
	next := &tried{base: t.base, snap: res.Snapshot, day: t.day, touched: slices.Clip(t.touched), about: append(slices.Clip(t.about), about...)}
	known := make(map[graph.ID]bool, len(t.touched))
	for _, id := range t.touched {
		known[id] = true
	}
	for i := range res.Commits {
		for k := range res.Commits[i].Changes {
			if id := res.Commits[i].Changes[k].ID; !known[id] {
				known[id] = true
				next.touched = append(next.touched, id)
			}
		}
	}
	return next
}

// into does to a draft over base all that the steps came to.
func (t *tried) into(d *draft.Draft) {
	for _, id := range t.touched {
		if e, there := t.snap.Element(id); there {
			d.Put(e)
		} else {
			d.Remove(id)
		}
	}
}

// kept returns the changes from base and the answers about what they lead to: those about
// base that the changes do not touch, and those to come.
func (t *tried) kept(was *find.Keeper) ([]graph.Commit, *find.Keeper) {
	t.once.Do(func() {
		d := draft.NewDraft(t.base, t.day, nil)
		t.into(d)
		t.commits = []graph.Commit{{Changes: d.Changes()}}
		if was == nil {
			was = find.NewKeeper(0)
		}
		t.answers = was.Fork(t.base, t.snap, t.commits, warmAnswers)
	})
	return t.commits, t.answers
}

// start opens a draft.
func (k *drafts) start(ws graph.Workspace) (*whatIf, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.expire()
	if len(k.open) >= maxDrafts {
		return nil, graph.Invalid("drafts", nil, "%d drafts are open, which is the most; drop or apply one", len(k.open))
	}
	if len(k.open) == 0 {
		k.open = map[graph.ID]*whatIf{}
		time.AfterFunc(draftSweep, k.sweep)
	}
	d := &whatIf{id: graph.ID(strings.ToLower(rand.Text())), ws: ws, used: k.now()}
	k.open[d.id] = d
	return d, nil
}

// find returns a draft of a workspace, which is used by that.
func (k *drafts) find(ws graph.Workspace, id graph.ID) (*whatIf, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.expire()
	d := k.open[id]
	if d == nil || d.ws != ws {
		return nil, graph.Refuse(graph.ErrNotFound, "draft", []graph.ID{id}, "no draft has the id %s: it was dropped or nobody used it for a day, or the server was started again; open another", graph.Quote(string(id)))
	}
	d.used = k.now()
	return d, nil
}

// drop forgets a draft.
func (k *drafts) drop(d *whatIf) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.open, d.id)
	d.tried.Store(nil)
}

// expire forgets the drafts that nobody has used for long, and what those come to that
// nobody has used for a while. The caller holds mu.
func (k *drafts) expire() {
	now := k.now()
	for id, d := range k.open {
		if now.Sub(d.used) >= draftAge {
			delete(k.open, id)
		}
	}
	k.warm = slices.DeleteFunc(k.warm, func(d *whatIf) bool {
		cold := k.open[d.id] == nil || now.Sub(d.used) >= keptIdle
		if cold {
			d.tried.Store(nil)
		}
		return cold
	})
}

func (k *drafts) sweep() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.expire()
	if len(k.open) > 0 {
		time.AfterFunc(draftSweep, k.sweep)
	}
}

// keep keeps what a draft comes to.
func (k *drafts) keep(d *whatIf, t *tried) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.open[d.id] != d {
		return
	}
	d.tried.Store(t)
	if i := slices.Index(k.warm, d); i >= 0 {
		k.warm = slices.Delete(k.warm, i, i+1)
	}
	k.warm = slices.Insert(k.warm, 0, d)
	for len(k.warm) > maxWarm {
		last := len(k.warm) - 1
		k.warm[last].tried.Store(nil)
		k.warm = slices.Delete(k.warm, last, last+1)
	}
}

// grow counts bytes that are to be added to a draft, or refuses them.
func (k *drafts) grow(d *whatIf, by int) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	all := 0
	for _, other := range k.open {
		all += other.size
	}
	switch {
	case d.size+by > draftBytes:
		return graph.Invalid("drafts", nil, "the edits of a draft change %d bytes at most; apply it and go on in another", draftBytes)
	case all+by > draftsBytes:
		return graph.Invalid("drafts", nil, "the edits of all drafts change %d bytes at most; drop or apply one", draftsBytes)
	}
	d.size += by
	return nil
}

// over returns what a draft comes to over a snapshot on a day. The caller holds d.mu.
func (k *drafts) over(ctx context.Context, d *whatIf, base *kernel.Snapshot, day graph.Date) (*tried, error) {
	if err := d.still(); err != nil {
		return nil, err
	}
	t := d.tried.Load()
	if t == nil || t.base != base || t.day != day {
		var err error
		if t, err = k.play(ctx, d.steps, base, day); err != nil {
			return nil, err
		}
	}
	k.keep(d, t)
	return t, nil
}

// still refuses a draft that was applied.
func (d *whatIf) still() error {
	if d.applied == 0 {
		return nil
	}
	return graph.Refuse(graph.ErrConflict, "draft", []graph.ID{d.id}, "the draft was applied as revision %d; read the workspace, or open another", d.applied)
}

// play does steps one after the other, each as an edit by itself. One that is refused
// is a conflict: it was possible over an earlier snapshot, or before another was taken out.
func (k *drafts) play(ctx context.Context, steps []*step, base *kernel.Snapshot, day graph.Date) (*tried, error) {
	t := &tried{base: base, snap: base, day: day}
	for i, st := range steps {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e := st.editing()
		res, err := k.eng.TryOver(t.snap, day, st.seed, e.all)
		if err != nil {
			return nil, unfit(i, base, err)
		}
		t = t.then(res, e.about)
	}
	return t, nil
}

// unfit says which edit of a draft is refused, and why.
func unfit(i int, base *kernel.Snapshot, err error) error {
	list := refusalsOf(err)
	if len(list) == 0 {
		return err
	}
	var ids []graph.ID
	if e, ok := errors.AsType[*graph.Error](list[0]); ok {
		ids = e.IDs
	}
	return &editError{i, graph.Refuse(graph.ErrConflict, "draft", ids, "edit %d of the draft does not fit the workspace at revision %d: %v; take it out by undoInDraft, or drop the draft", i, base.Revision(), list[0])}
}

// all does all inputs.
func (e *editing) all(d *draft.Draft) error { return e.run(d, len(e.inputs)) }

// current returns the snapshot that a field reads: that of the operation, but the newest
// one where an earlier field of it may have written.
func (s *server) current(ctx context.Context) (*kernel.Snapshot, error) {
	if graphql.HasOperationContext(ctx) && graphql.GetOperationContext(ctx).Operation.Operation == ast.Mutation {
		return s.eng.Snapshot(ctx, ViewerOf(ctx).Workspace)
	}
	return pinned(ctx).snap, nil
}

// inDraft returns the view of a draft on a day.
func (s *server) inDraft(ctx context.Context, id graph.ID, asOf *graph.Date) (*schema.View, error) {
	d, err := s.drafts.find(ViewerOf(ctx).Workspace, id)
	if err != nil {
		return nil, err
	}
	base, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	t, err := s.drafts.over(ctx, d, base, pinned(ctx).today)
	info := s.info(d)
	d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.viewOfDraft(ctx, info, t, value(asOf)), nil
}

// viewOfDraft returns what a draft comes to as a view of a day, 0 for today.
func (s *server) viewOfDraft(ctx context.Context, info *schema.Draft, t *tried, day graph.Date) *schema.View {
	if day == 0 {
		day = pinned(ctx).today
	}
	_, answers := t.kept(s.kept.at(ViewerOf(ctx).Workspace, t.base))
	return &schema.View{
		View: object.Drafted(viewing(ctx, t.snap, day), info.DraftID), Kept: answers, Past: s.past,
		Draft: info, Base: viewing(ctx, t.base, day),
	}
}

// info returns what is told of a draft. The caller holds d.mu.
func (s *server) info(d *whatIf) *schema.Draft {
	out := &schema.Draft{DraftID: d.id, Edits: make([]schema.DraftEdit, len(d.steps)), ExpiresAt: s.now().Add(draftAge).UTC()}
	for i, st := range d.steps {
		out.Edits[i] = schema.DraftEdit{Mutations: mutations(st.inputs), Reason: st.reason}
	}
	out.Over = func(ctx context.Context, asOf *graph.Date) (*schema.View, error) { return s.inDraft(ctx, d.id, asOf) }
	return out
}

// OpenDraft implements the field openDraft.
func (m *mutation) OpenDraft(ctx context.Context, in schema.OpenDraftInput) (*schema.Draft, error) {
	d, err := m.s.drafts.start(ViewerOf(ctx).Workspace)
	if err != nil {
		return nil, err
	}
	if in.Edits != nil {
		if _, err := m.Edit(ctx, in.Edits, &schema.EditOptions{DraftID: d.id}); err != nil {
			m.s.drafts.drop(d)
			return nil, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return m.s.info(d), nil
}

// UndoInDraft implements the field undoInDraft.
func (m *mutation) UndoInDraft(ctx context.Context, in schema.UndoInDraftInput) (*schema.Draft, error) {
	d, err := m.s.drafts.find(ViewerOf(ctx).Workspace, in.DraftID)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.still(); err != nil {
		return nil, err
	}
	if in.Edit < 0 || in.Edit >= len(d.steps) {
		return nil, graph.Invalid("draft", []graph.ID{d.id}, "the draft has no edit %d: it has %d, counted from 0", in.Edit, len(d.steps))
	}
	if err := m.s.drafts.grow(d, -d.steps[in.Edit].size); err != nil {
		return nil, err
	}
	d.steps = slices.Delete(slices.Clone(d.steps), in.Edit, in.Edit+1)
	d.tried.Store(nil)
	return m.s.info(d), nil
}

// DropDraft implements the field dropDraft.
func (m *mutation) DropDraft(ctx context.Context, in schema.DropDraftInput) (*bool, error) {
	d, err := m.s.drafts.find(ViewerOf(ctx).Workspace, in.DraftID)
	if err != nil {
		return nil, err
	}
	m.s.drafts.drop(d)
	gone := true
	return &gone, nil
}

// editDraft does an edit in a draft.
func (m *mutation) editDraft(ctx context.Context, o schema.EditOptions, key string, e *editing, expected func(*draft.Draft) error) (*schema.EditPayload, error) {
	k, ws := m.s.drafts, ViewerOf(ctx).Workspace
	d, err := k.find(ws, o.DraftID)
	if err != nil {
		return nil, err
	}
	base, err := m.s.eng.Snapshot(ctx, ws)
	if err != nil {
		return nil, err
	}
	st := &step{key: key, reason: o.Reason, viewer: e.viewer, groups: e.groups, inputs: e.inputs}
	if st.said, err = said(e.inputs); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	i := -1
	if key != "" {
		i = slices.IndexFunc(d.steps, func(s *step) bool { return s.key == key })
	}
	if i >= 0 && !o.DryRun {
		return m.repeatedInDraft(ctx, d, i, st, base)
	}
	before, err := k.over(ctx, d, base, pinned(ctx).today)
	if err != nil {
		return nil, err
	}
	st.seed = fmt.Sprintf("%s %d", d.id, d.made)
	if _, err = m.s.eng.TryOver(base, before.day, "", expected); err != nil && len(refusalsOf(err)) == 0 {
		return nil, err
	}
	res := engine.Result{Before: before.snap, Snapshot: before.snap, Day: before.day}
	if err == nil {
		again := func(run func(*draft.Draft) error) (engine.Result, error) {
			return m.s.eng.TryOver(before.snap, before.day, st.seed, run)
		}
		res, err = again(e.all)
		err = m.whose(ctx, e, again, err)
	}
	if o.DryRun {
		p, err := m.tried(ctx, res, err)
		if err != nil {
			return nil, err
		}
		p.View = m.s.viewOfDraft(ctx, m.s.info(d), before, 0)
		p.Find = m.findingsInDraft(ctx, p.View, before, object.Tried(viewing(ctx, res.Snapshot, res.Day), schema.Digest(res.Commits)), res)
		return p, nil
	}
	if err != nil {
		return nil, refused(ctx, err)
	}
	if len(d.steps) >= maxDraftEdits {
		return nil, graph.Invalid("drafts", nil, "a draft has %d edits at most; apply it and go on in another, or do several as one by edit", maxDraftEdits)
	}
	st.size = len(st.said)
	for i := range res.Commits {
		for k := range res.Commits[i].Changes {
			st.size += len(res.Commits[i].Changes[k].AppendJSON(nil))
		}
	}
	if err := k.grow(d, st.size); err != nil {
		return nil, err
	}
	after := before.then(res, e.about)
	d.steps, d.made = append(slices.Clip(d.steps), st), d.made+1
	k.keep(d, after)
	return m.doneInDraft(ctx, d, before, after, res, e.about), nil
}

// repeatedInDraft answers as the edit of a draft did that was done before. The caller
// holds d.mu.
func (m *mutation) repeatedInDraft(ctx context.Context, d *whatIf, i int, asked *step, base *kernel.Snapshot) (*schema.EditPayload, error) {
	if err := d.still(); err != nil {
		return nil, err
	}
	st := d.steps[i]
	if !bytes.Equal(st.said, asked.said) || st.reason != asked.reason {
		return nil, graph.Refuse(graph.ErrConflict, "idempotency-key", nil, "this key was used for another edit, which is edit %d of the draft; use a new key for each edit", i)
	}
	before, err := m.s.drafts.play(ctx, d.steps[:i], base, pinned(ctx).today)
	if err != nil {
		return nil, err
	}
	e := st.editing()
	res, err := m.s.eng.TryOver(before.snap, before.day, st.seed, e.all)
	if err != nil {
		return nil, unfit(i, base, err)
	}
	p := m.doneInDraft(ctx, d, before, before.then(res, e.about), res, e.about)
	p.Repeated = true
	return p, nil
}

// doneInDraft returns the payload of an edit that led a draft from one state to another.
// The caller holds d.mu.
func (m *mutation) doneInDraft(ctx context.Context, d *whatIf, before, after *tried, res engine.Result, about []schema.About) *schema.EditPayload {
	info := m.s.info(d)
	was, is := m.s.viewOfDraft(ctx, info, before, 0), m.s.viewOfDraft(ctx, info, after, 0)
	return &schema.EditPayload{
		InDraft: true, Commits: res.Commits, Refusals: []*schema.Failure{}, About: about, View: is,
		Find: m.findingsInDraft(ctx, was, before, is.View, res),
	}
}

// findingsInDraft returns how the findings about a draft change with an edit that leads
// from one view to another.
func (m *mutation) findingsInDraft(ctx context.Context, was *schema.View, before *tried, is *object.View, res engine.Result) func() ([]*schema.FindingChanges, error) {
	return func() ([]*schema.FindingChanges, error) {
		commits, answers := before.kept(nil)
		then := object.Tried(was.View.View, schema.Digest(commits))
		return schema.FindingsThatChange(ctx, answers, then, is, res.Commits)
	}
}

// ApplyDraft implements the field applyDraft.
func (m *mutation) ApplyDraft(ctx context.Context, in schema.ApplyDraftInput, options *schema.EditOptions) (*schema.EditPayload, error) {
	o, v := schema.EditOptions{}, ViewerOf(ctx)
	if options != nil {
		o = *options
	}
	if o.IdempotencyKey != "" || o.DraftID != "" {
		return nil, graph.Invalid("draft", nil, "a draft is applied once, by its id: leave the options idempotencyKey and draftId out")
	}
	d, err := m.s.drafts.find(v.Workspace, in.DraftID)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.steps) == 0 {
		return nil, graph.Invalid("draft", []graph.ID{d.id}, "nothing was done in the draft")
	}
	var inputs []any
	for _, st := range d.steps {
		inputs = append(inputs, st.inputs...)
	}
	expected, err := m.expectation(ctx, o, inputs)
	if err != nil {
		return nil, err
	}
	var about []schema.About
	run := func(e *draft.Draft) error {
		if err := expected(e); err != nil {
			return err
		}
		t, err := m.s.drafts.play(ctx, d.steps, e.Base(), e.Today())
		if err != nil {
			return err
		}
		t.into(e)
		about = t.about
		return nil
	}
	if o.DryRun {
		if err := d.still(); err != nil {
			return nil, err
		}
		res, err := m.s.eng.Try(ctx, v.Workspace, "", run)
		return m.tried(ctx, res, err)
	}
	res, err := m.s.eng.UpdateOnce(ctx, v.Workspace, v.Name+"\napplyDraft\n"+string(d.id), v.Name, o.Reason, run)
	if err == nil {
		d.applied = res.Snapshot.Revision()
		d.tried.Store(nil)
	}
	return m.done(ctx, res, about, err)
}

// Draft returns the newest snapshot of a viewer's workspace, and what the edits of a
// draft make of it today, for a program that reads both. Errors: [graph.ErrNotFound], and
// [graph.ErrConflict] when an edit no longer fits.
func (s *Site) Draft(ctx context.Context, v Viewer, id graph.ID) (base, drafted *kernel.Snapshot, err error) {
	d, err := s.server.drafts.find(v.Workspace, id)
	if err != nil {
		return nil, nil, err
	}
	if base, err = s.server.eng.Snapshot(ctx, v.Workspace); err != nil {
		return nil, nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	t, err := s.server.drafts.over(ctx, d, base, s.server.today())
	if err != nil {
		return nil, nil, err
	}
	return base, t.snap, nil
}
