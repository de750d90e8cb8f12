package intake

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/importer"
)

// State says how far a plan is.
type State string

// The states of a plan.
const (
	Planning State = "PLANNING" // it is being made
	Ready    State = "READY"    // it can be applied
	Refused  State = "REFUSED"  // rows were refused, so that it cannot
	Stale    State = "STALE"    // the workspace has changed since it was made
	Failed   State = "FAILED"   // it could not be made
	Applying State = "APPLYING" // it is being written
	Applied  State = "APPLIED"  // it has been written
)

// Plan is an import that is planned, as it is at one moment.
type Plan struct {
	Token    string // of what was planned; answers make another plan under another token
	State    State
	Source   string
	Progress importer.Progress // while the state is Planning or Applying
	Revision graph.Revision    // that it was planned over; 0 while that is not known
	Preview  *importer.Preview // nil while there is none
	Failure  error             // why it failed, is stale or was not written; nil for none
	Result   engine.Result     // once it is Applied
	Expires  time.Time
}

// Request is what to import.
type Request struct {
	importer.Options
	Uploads []string        // tokens of files that have come in pieces
	Files   []importer.File // that have come otherwise
}

// plan is a plan while it is kept.
type plan struct {
	owner   Owner
	token   string // without its number
	number  int    // of the planning, from 1
	touched time.Time
	options importer.Options
	uploads []*upload
	files   []importer.File

	state    State
	progress importer.Progress
	told     time.Time // when progress was told last
	base     graph.Revision
	at       time.Time // of base
	changes  []graph.Change
	preview  *importer.Preview
	failure  error
	result   engine.Result

	stop    context.CancelFunc // ends what it is doing
	changed chan struct{}      // closed when something of it changes
}

func (p *plan) working() bool { return p.state == Planning || p.state == Applying }

// full returns the token with the number of the planning.
func (p *plan) full() string { return p.token + "." + strconv.Itoa(p.number) }

// tell wakes those who wait for a change.
func (p *plan) tell() {
	close(p.changed)
	p.changed = make(chan struct{})
}

func (d *Desk) showPlan(p *plan) Plan {
	return Plan{Token: p.full(), State: p.state, Source: p.options.Source, Progress: p.progress, Revision: p.base, Preview: p.preview, Failure: p.failure, Result: p.result, Expires: p.touched.Add(d.options.Age)}
}

// planOf finds a plan by its token of any number.
func (d *Desk) planOf(o Owner, token string) (*plan, error) {
	bare, _, _ := strings.Cut(token, ".")
	p := d.plans[bare]
	if p == nil || p.owner != o {
		return nil, d.gone("import-plan", token)
	}
	return p, nil
}

// exactly finds a plan whose token is of what was planned last, and that is not at
// work, and touches it.
func (d *Desk) exactly(o Owner, token string) (*plan, error) {
	p, err := d.planOf(o, token)
	if err != nil {
		return nil, err
	}
	if p.full() != token {
		return nil, graph.Refuse(graph.ErrConflict, "import-plan", ids(token, p.full()), "the import %s was planned anew since: look at %s", graph.Quote(token), graph.Quote(p.full()))
	}
	p.touched = d.options.Now()
	return p, nil
}

// Plan says what an import would do.
func (d *Desk) Plan(ctx context.Context, o Owner, r Request) (Plan, error) {
	if err := importer.CheckSource(r.Source); err != nil {
		return Plan{}, err
	}
	p, err := d.begin(o, r)
	if err != nil {
		return Plan{}, err
	}
	now, err := d.await(ctx, p)
	if err != nil { // nobody has its token; the uploads stay for another try
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.plans[p.token] == p {
			p.stop()
			delete(d.plans, p.token)
			d.release(p, false)
		}
	}
	return now, err
}

func (d *Desk) begin(o Owner, r Request) (*plan, error) {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if n := len(r.Uploads) + len(r.Files); n < 1 || n > d.options.Files {
		return nil, graph.Invalid("import-files", nil, "an import takes 1 to %d files, not %d", d.options.Files, n)
	}
	if len(d.plans) >= d.options.Plans {
		return nil, graph.Refuse(graph.ErrConflict, "import-count", nil, "%d imports are open, and no more may be; apply or discard some", len(d.plans))
	}
	p := &plan{owner: o, token: newToken("ip-"), touched: d.options.Now(), options: r.Options, changed: make(chan struct{})}
	for _, token := range r.Uploads {
		u, err := d.uploadOf(o, token)
		if err != nil {
			return nil, err
		}
		if slices.Contains(p.uploads, u) {
			return nil, graph.Invalid("import-files", ids(token), "the upload %s is named twice", graph.Quote(token))
		}
		f, err := d.file(u)
		if err != nil {
			return nil, err
		}
		p.uploads, p.files = append(p.uploads, u), append(p.files, f)
	}
	for _, u := range p.uploads {
		u.uses++
		u.touched = d.options.Now()
	}
	p.files = append(p.files, r.Files...)
	d.plans[p.token] = p
	d.make(p)
	return p, nil
}

// release lets go of the uploads of a plan, and removes those that nobody else uses
// when they are used up. The caller holds mu.
func (d *Desk) release(p *plan, usedUp bool) {
	for _, u := range p.uploads {
		if u.uses--; usedUp && u.uses == 0 {
			d.dropUpload(u.token)
		}
	}
	p.uploads, p.files, p.changes = nil, nil, nil
}

// dropPlan removes a plan with its uploads and stops what it is doing. The caller
// holds mu.
func (d *Desk) dropPlan(p *plan) {
	p.stop()
	delete(d.plans, p.token)
	d.release(p, true)
	p.tell()
}

// work runs do for a plan, once fewer than Options.Running are at work. do returns
// what to note under mu. The caller holds mu.
func (d *Desk) work(p *plan, s State, do func(ctx context.Context) func()) {
	ctx, cancel := context.WithCancel(d.ctx)
	p.state, p.failure, p.stop = s, nil, cancel
	p.progress = importer.Progress{Step: importer.StepWaiting}
	p.tell()
	d.workers.Go(func() {
		defer cancel()
		select {
		case d.running <- struct{}{}:
			defer func() { <-d.running }()
		case <-ctx.Done():
		}
		note := do(ctx)
		d.mu.Lock()
		defer d.mu.Unlock()
		note()
		p.touched = d.options.Now()
		p.tell()
	})
}

// toldEvery is how often progress is told at most.
const toldEvery = 200 * time.Millisecond

func (d *Desk) progress(p *plan, pr importer.Progress) {
	d.mu.Lock()
	defer d.mu.Unlock()
	step := p.progress.Step != pr.Step
	p.progress = pr
	if now := time.Now(); step || now.Sub(p.told) >= toldEvery {
		p.told = now
		p.tell()
	}
}

// make plans, or plans anew, over the newest snapshot. The caller holds mu.
func (d *Desk) make(p *plan) {
	p.number++
	p.preview, p.changes, p.base = nil, nil, 0
	o, files := p.options, p.files
	o.Progress = func(pr importer.Progress) { d.progress(p, pr) }
	d.work(p, Planning, func(ctx context.Context) func() {
		o.Progress(importer.Progress{Step: importer.StepReading})
		snap, err := d.eng.Snapshot(ctx, p.owner.Workspace)
		var preview *importer.Preview
		var changes []graph.Change
		if err == nil {
			dr := draft.NewDraft(snap, graph.DateOf(d.options.Now()), func() string { return strings.ToLower(rand.Text()[:16]) })
			if preview, err = importer.Plan(ctx, dr, files, o); err == nil {
				o.Progress(importer.Progress{Step: importer.StepChecking})
				changes, _, err = dr.Check(snap.Revision()+1, snap.At())
			}
		}
		return func() {
			if snap != nil {
				p.base, p.at = snap.Revision(), snap.At()
			}
			switch {
			case err == nil:
				p.state, p.preview, p.changes = Ready, preview, changes
			case preview != nil && errors.Is(err, importer.ErrRows):
				p.state, p.preview, p.failure = Refused, preview, refusedRows(p, err)
			default:
				p.state, p.failure = Failed, err
			}
		}
	})
}

func refusedRows(p *plan, err error) error {
	return graph.Invalid("import-rows", ids(p.full()), "%s; mend the files, or answer that the good rows are to be taken", strings.TrimPrefix(err.Error(), importer.ErrRows.Error()+": "))
}

// await returns a plan once it is at rest, or as it is after [Patience]. A plan that
// has failed is an error.
func (d *Desk) await(ctx context.Context, p *plan) (Plan, error) {
	patience := time.NewTimer(Patience)
	defer patience.Stop()
	for {
		d.mu.Lock()
		now, working, changed := d.showPlan(p), p.working(), p.changed
		d.mu.Unlock()
		if !working {
			if now.State == Failed || now.State == Stale || now.State == Ready && now.Failure != nil {
				return Plan{}, now.Failure
			}
			return now, nil
		}
		select {
		case <-changed:
		case <-patience.C:
			return now, nil
		case <-ctx.Done():
			return Plan{}, ctx.Err()
		}
	}
}

// Answers are answers to the questions of a plan.
type Answers struct {
	Questions      []importer.Answer
	AcceptGoodRows bool // take what is good although rows were refused
}

// Answer answers questions of a plan and plans anew over the newest revision, under a
// new token; without answers it does the latter alone.
func (d *Desk) Answer(ctx context.Context, o Owner, token string, a Answers) (Plan, error) {
	p, err := d.answer(o, token, a)
	if err != nil {
		return Plan{}, err
	}
	return d.await(ctx, p)
}

func (d *Desk) answer(o Owner, token string, a Answers) (*plan, error) {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	p, err := d.exactly(o, token)
	if err != nil {
		return nil, err
	}
	if p.working() || p.state == Applied {
		return nil, graph.Refuse(graph.ErrConflict, "import-plan", ids(token), "the import %s is %s; it takes no answers", graph.Quote(token), stateWords[p.state])
	}
	options := p.options
	if len(a.Questions) > 0 {
		preview := p.preview
		if preview == nil {
			preview = &importer.Preview{}
		}
		if options, err = options.Answered(preview, a.Questions); err != nil {
			return nil, err
		}
	}
	options.AcceptGoodRows = options.AcceptGoodRows || a.AcceptGoodRows
	p.options = options
	d.make(p)
	return p, nil
}

// stateWords say in which state a plan is that something cannot be done to.
var stateWords = map[State]string{Planning: "still being planned", Applying: "being written", Applied: "written"}

// Look returns a plan as it is now, by its token or an earlier one.
func (d *Desk) Look(o Owner, token string) (Plan, error) {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return Plan{}, err
	}
	p, err := d.planOf(o, token)
	if err != nil {
		return Plan{}, err
	}
	p.touched = d.options.Now()
	return d.showPlan(p), nil
}

// Watch returns a plan as it is now and whenever it changes, until it is neither
// being made nor written. It ends with an error when the plan is gone, or ctx is done.
func (d *Desk) Watch(ctx context.Context, o Owner, token string) iter.Seq2[Plan, error] {
	return func(yield func(Plan, error) bool) {
		for {
			d.mu.Lock()
			p, err := d.planOf(o, token)
			if err != nil {
				d.mu.Unlock()
				yield(Plan{}, err)
				return
			}
			now, working, changed := d.showPlan(p), p.working(), p.changed
			d.mu.Unlock()
			if !yield(now, nil) || !working {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				yield(Plan{}, ctx.Err())
				return
			}
		}
	}
}

// errStale says that a workspace is not as it was when an import was planned.
var errStale = errors.New("the workspace has changed since the import was planned")

// Apply writes what was planned, as one edit. It fails with [graph.ErrConflict] of the
// rule world-changed when the workspace is at another revision than the plan was made
// over: Answer plans anew. Applying a plan twice writes it once.
func (d *Desk) Apply(ctx context.Context, o Owner, token, reason string) (Plan, error) {
	p, err := d.apply(o, token, reason)
	if err != nil {
		return Plan{}, err
	}
	return d.await(ctx, p)
}

func (d *Desk) apply(o Owner, token, reason string) (*plan, error) {
	err := d.enter()
	defer d.mu.Unlock()
	if err != nil {
		return nil, err
	}
	p, err := d.exactly(o, token)
	if err != nil {
		return nil, err
	}
	switch p.state {
	case Applying, Applied:
		return p, nil
	case Planning:
		return nil, graph.Refuse(graph.ErrConflict, "import-plan", ids(token), "the import %s is %s; wait until it is ready", graph.Quote(token), stateWords[p.state])
	case Refused, Stale, Failed:
		return nil, p.failure
	}
	if reason == "" {
		reason = "import from " + p.options.Source
	}
	d.work(p, Applying, func(ctx context.Context) func() {
		d.progress(p, importer.Progress{Step: importer.StepWriting})
		write := func(dr *draft.Draft) error {
			if base := dr.Base(); base.Revision() != p.base || !base.At().Equal(p.at) {
				return errStale
			}
			for i := range p.changes {
				if c := &p.changes[i]; c.After == nil {
					dr.Remove(c.ID)
				} else {
					dr.Put(*c.After)
				}
			}
			return nil
		}
		var result engine.Result
		var err error
		if len(p.changes) == 0 { // nothing to write, and so nothing to write twice
			result, err = d.eng.Update(ctx, o.Workspace, o.Name, reason, write)
		} else {
			result, err = d.eng.UpdateOnce(ctx, o.Workspace, "import\n"+token, o.Name, reason, write)
		}
		stale := errors.Is(err, errStale)
		if stale {
			err = d.worldChanged(ctx, p)
		}
		return func() {
			switch {
			case err == nil:
				p.state, p.result = Applied, result
				d.release(p, true)
			case stale:
				p.state, p.failure, p.changes = Stale, err, nil
			default:
				p.state, p.failure = Ready, err // what was planned still stands
			}
		}
	})
	return p, nil
}

// worldChanged says what came after the revision over which a plan was made.
func (d *Desk) worldChanged(ctx context.Context, p *plan) error {
	since := ""
	if next, err := d.eng.Group(ctx, p.owner.Workspace, p.base+1); err == nil && len(next) > 0 {
		c := next[len(next)-1]
		since = fmt.Sprintf("; revision %d, by %s", c.Revision, graph.Quote(c.Actor))
		if c.Reason != "" {
			since += " (" + graph.Quote(c.Reason) + ")"
		}
		since += ", came first"
	}
	now := p.base
	if s, err := d.eng.Snapshot(ctx, p.owner.Workspace); err == nil {
		now = s.Revision()
	}
	return graph.Refuse(graph.ErrConflict, "world-changed", ids(p.full()), "the import %s was planned over revision %d, and the workspace is at revision %d%s; plan it anew, look at it and apply that", graph.Quote(p.full()), p.base, now, since)
}
