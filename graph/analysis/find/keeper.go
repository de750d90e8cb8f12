package find

import (
	"container/list"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/cadence"
	"github.com/kithgraph/kith/graph/analysis/internal/care"
	"github.com/kithgraph/kith/graph/analysis/internal/coverage"
	"github.com/kithgraph/kith/graph/analysis/internal/handover"
	"github.com/kithgraph/kith/graph/analysis/internal/influence"
	"github.com/kithgraph/kith/graph/analysis/internal/introductions"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/internal/losses"
	"github.com/kithgraph/kith/graph/analysis/internal/moves"
	"github.com/kithgraph/kith/graph/analysis/internal/pairings"
	"github.com/kithgraph/kith/graph/analysis/internal/promises"
	"github.com/kithgraph/kith/graph/analysis/internal/stakeholders"
	"github.com/kithgraph/kith/graph/analysis/internal/strength"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// DefaultKept is how many nodes the answers that are kept may have read, all
// together: 160 MB at eight bytes for each.
const DefaultKept = 20_000_000

// reportSize is what a report counts for beside what it read, in nodes.
const reportSize = 5000

// maxTouched is the number of changes from which all answers are given up instead
// of being looked through.
const maxTouched = 1000

// Keeper keeps the answers to questions about one snapshot, and takes those that
// still hold to the next one: the same question on the same day is worked out anew
// only after a commit that touches what its answer read. Whoever commits tells it
// so by [Keeper.Advance]. What questions of a day ask about who is ours they share.
//
// An answer from it is the same, byte for byte, as one of the function of its
// name. A question about another snapshot than the one it is at is worked out and
// not kept, so that nothing is ever stale. Answers are shared: the caller must not
// modify them. A Keeper is safe for concurrent use; two who ask the same at once
// may both work it out. A nil Keeper keeps nothing and works every answer out.
type Keeper struct {
	limit int // of size

	mu   sync.Mutex
	snap *kernel.Snapshot         // what the answers are about; guarded by mu
	kept map[string]*list.Element // by question; guarded by mu
	uses list.List                // the answers, the one used last first; guarded by mu
	size int                      // of all answers; guarded by mu

	circles []dayCircle // the one used last first; guarded by mu
}

// dayCircle is the circle of a day, which all questions about it share.
type dayCircle struct {
	day graph.Date
	*knows.Circle
}

// keptCircles is of how many days a circle is kept.
const keptCircles = 4

// NewKeeper returns a keeper of no answers, which is at no snapshot before
// [Keeper.Reset]. The limit is for [Keeper.Size]; DefaultKept for 0.
func NewKeeper(limit int) *Keeper {
	if limit <= 0 {
		limit = DefaultKept
	}
	return &Keeper{limit: limit, kept: map[string]*list.Element{}}
}

// answer is a report with what it read.
type answer struct {
	question string
	report   any
	read     view.Readings
}

func (a *answer) size() int { return reportSize + a.read.Nodes() }

// Snapshot returns the snapshot that the answers are about; nil for none.
func (m *Keeper) Snapshot() *kernel.Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.snap
}

// Len returns how many answers are kept.
func (m *Keeper) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.kept)
}

// Size returns how many nodes the answers have read, five thousand more counted
// for each report. One of them takes eight bytes. Who is ours, on the four days
// last asked about, is not counted: eight bytes for each person.
func (m *Keeper) Size() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.size
}

// Reset gives all answers up. Those to come are about s.
func (m *Keeper) Reset(s *kernel.Snapshot) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reset(s)
}

func (m *Keeper) reset(s *kernel.Snapshot) {
	clear(m.kept)
	m.uses.Init()
	m.snap, m.size, m.circles = s, 0, nil
}

// Advance tells that commits made one snapshot into the next. Answers that read
// nothing of what they touch hold for the next one too; the others are dropped,
// and all of them when something was erased or much changed. It does nothing when
// the answers are not about prev. Cost: O(answers · changes · log of what an
// answer read).
func (m *Keeper) Advance(prev, next *kernel.Snapshot, commits []graph.Commit) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snap != prev || prev == nil {
		return
	}
	t, ok := touchedBy(prev, next, commits)
	if !ok {
		m.reset(next)
		return
	}
	m.snap = next
	for i := range m.circles {
		m.circles[i].Circle = m.circles[i].Carried(next.NumNodes(), t.nodes)
	}
	for e := m.uses.Front(); e != nil; {
		was := e
		e = e.Next()
		if was.Value.(*answer).reads(t) {
			m.drop(was)
		}
	}
}

// Fork returns a keeper about a snapshot that would follow from prev by commits that
// nobody has made. It begins with the answers that [Keeper.Advance] would take there, those
// used last first, within its own limit; 0 is that of m.
func (m *Keeper) Fork(prev, next *kernel.Snapshot, commits []graph.Commit, limit int) *Keeper {
	m.mu.Lock()
	defer m.mu.Unlock()
	if limit == 0 {
		limit = m.limit
	}
	out := NewKeeper(limit)
	out.snap = next
	t, ok := touchedBy(prev, next, commits)
	if m.snap != prev || !ok {
		return out
	}
	for _, c := range m.circles {
		out.circles = append(out.circles, dayCircle{c.day, c.Carried(next.NumNodes(), t.nodes)})
	}
	for e := m.uses.Front(); e != nil; e = e.Next() {
		if a := e.Value.(*answer); !a.reads(t) && out.size+a.size() <= out.limit {
			out.kept[a.question] = out.uses.PushBack(a)
			out.size += a.size()
		}
	}
	return out
}

func (m *Keeper) drop(e *list.Element) {
	a := m.uses.Remove(e).(*answer)
	delete(m.kept, a.question)
	m.size -= a.size()
}

// touched is what commits touch.
type touched struct {
	nodes map[kernel.N]view.Aspect // by their numbers before and after
	ids   []graph.ID               // of the nodes that come, and external ones of all
	kinds []graph.Kind             // of the nodes that come or go
}

// touchedBy returns what is touched by the commits that lead from one snapshot to
// another; false when that is too much to look through, or something was erased.
func touchedBy(prev, next *kernel.Snapshot, commits []graph.Commit) (touched, bool) {
	t := touched{nodes: map[kernel.N]view.Aspect{}}
	if !prev.SameNumbers(next) {
		return t, false
	}
	see := func(id graph.ID, what view.Aspect) {
		for _, s := range [...]*kernel.Snapshot{prev, next} {
			if n, ok := s.Node(id); ok {
				t.nodes[n] |= what
			}
		}
	}
	changes := 0
	for i := range commits {
		if changes += len(commits[i].Changes); changes > maxTouched {
			return t, false
		}
		for j := range commits[i].Changes {
			c := &commits[i].Changes[j]
			if c.Erased() {
				return t, false
			}
			for _, e := range [...]*graph.Element{c.Before, c.After} {
				switch {
				case e == nil:
				case e.IsEdge():
					see(e.Src, view.Outward(e.Kind))
					see(e.Dst, view.Inward(e.Kind))
				default:
					see(e.ID, view.Self)
					if c.Before == nil {
						t.ids = append(t.ids, e.ID)
					}
					for _, x := range e.Props.Strings("externalIds") {
						_, key, _ := strings.Cut(x, ":")
						t.ids = append(t.ids, graph.ID(x), graph.ID(key))
					}
					if c.Before == nil || c.After == nil {
						t.kinds = append(t.kinds, e.Kind)
					}
				}
			}
		}
	}
	return t, knows.Rippled(prev, next, commits, t.nodes)
}

// reads reports whether an answer read something that is touched.
func (a *answer) reads(t touched) bool {
	for n, what := range t.nodes {
		if a.read.Of(n)&what != 0 {
			return true
		}
	}
	return slices.ContainsFunc(t.kinds, a.read.Listed) ||
		slices.ContainsFunc(t.ids, a.read.Missed)
}

// find returns the report kept for a question about a snapshot, nil for none, and
// the circle to answer it from. Both are nil when the answers are about another
// snapshot.
func (m *Keeper) find(question string, s *kernel.Snapshot, day graph.Date) (any, *knows.Circle) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snap != s {
		return nil, nil
	}
	if e := m.kept[question]; e != nil {
		m.uses.MoveToFront(e)
		return e.Value.(*answer).report, nil
	}
	return nil, m.circleOf(day)
}

func (m *Keeper) circleOf(day graph.Date) *knows.Circle {
	c := dayCircle{day: day}
	if i := slices.IndexFunc(m.circles, func(c dayCircle) bool { return c.day == day }); i >= 0 {
		c = m.circles[i]
		m.circles = slices.Delete(m.circles, i, i+1)
	} else {
		c.Circle = knows.NewCircle(m.snap.NumNodes())
	}
	m.circles = slices.Insert(m.circles, 0, c)
	m.circles = m.circles[:min(len(m.circles), keptCircles)]
	return c.Circle
}

// keep keeps an answer about a snapshot, if that is still the one to be at.
// Beyond the limit the answers go that were not used longest.
func (m *Keeper) keep(s *kernel.Snapshot, a *answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.snap != s {
		return
	}
	if e := m.kept[a.question]; e != nil {
		m.drop(e)
	}
	m.kept[a.question] = m.uses.PushFront(a)
	for m.size += a.size(); m.size > m.limit; {
		m.drop(m.uses.Back())
	}
}

// stamped is a pointer to a report.
type stamped[R any] interface {
	*R
	Restamp(graph.Revision, time.Time)
}

// ask answers from what is kept, or works the answer out and keeps it. An analysis
// is known by the type of its report.
func ask[Q, R any, P stamped[R]](m *Keeper, v *view.View, q Q, work func(*knows.Reader, Q) (*R, error)) (*R, error) {
	if m == nil || v.Hides() { // what one may see is not kept for another
		return work(knows.NewReader(v), q)
	}
	s := v.Snapshot()
	question := fmt.Sprintf("%T on %v: %#v", (*R)(nil), v.Day(), q)
	kept, circle := m.find(question, s, v.Day())
	if kept, is := kept.(*R); is {
		r := *kept
		P(&r).Restamp(s.Revision(), s.At())
		return &r, nil
	}
	t := view.NewTrace(s.NumNodes())
	rd := knows.NewReader(v.Traced(t))
	rd.Circle = circle
	r, err := work(rd, q)
	if err != nil {
		return nil, err
	}
	m.keep(s, &answer{question, r, t.Pack()})
	return r, nil
}

// Strength is [Strength], kept.
func (m *Keeper) Strength(v *view.View, q analysis.StrengthQuery) (*analysis.StrengthReport, error) {
	return ask(m, v, q, strength.Answer)
}

// Stakeholders is [Stakeholders], kept.
func (m *Keeper) Stakeholders(v *view.View, account graph.ID) (*analysis.StakeholdersReport, error) {
	return ask(m, v, account, stakeholders.Answer)
}

// Coverage is [Coverage], kept.
func (m *Keeper) Coverage(v *view.View, q analysis.CoverageQuery) (*analysis.CoverageReport, error) {
	return ask(m, v, q, coverage.Answer)
}

// SinglePoints is [SinglePoints], kept.
func (m *Keeper) SinglePoints(v *view.View, q analysis.SinglePointsQuery) (*analysis.SinglePointsReport, error) {
	return ask(m, v, q, losses.Answer)
}

// Scenario is [Scenario], kept.
func (m *Keeper) Scenario(v *view.View, q analysis.ScenarioQuery) (*analysis.ScenarioReport, error) {
	return ask(m, v, q, losses.AnswerScenario)
}

// Introductions is [Introductions], kept.
func (m *Keeper) Introductions(v *view.View, q analysis.IntroductionsQuery) (*analysis.IntroductionsReport, error) {
	return ask(m, v, q, introductions.Answer)
}

// Moves is [Moves], kept.
func (m *Keeper) Moves(v *view.View, q analysis.MovesQuery) (*analysis.MovesReport, error) {
	return ask(m, v, q, moves.Answer)
}

// CardOfMove is [CardOfMove], kept.
func (m *Keeper) CardOfMove(v *view.View, q analysis.MoveCardQuery) (*analysis.MoveCardReport, error) {
	return ask(m, v, q, moves.AnswerCard)
}

// Handover is [Handover], kept.
func (m *Keeper) Handover(v *view.View, q analysis.HandoverQuery) (*analysis.HandoverReport, error) {
	return ask(m, v, q, handover.Answer)
}

// Influence is [Influence], kept.
func (m *Keeper) Influence(v *view.View, q analysis.InfluenceQuery) (*analysis.InfluenceReport, error) {
	return ask(m, v, q, influence.Answer)
}

// Pairings is [Pairings], kept.
func (m *Keeper) Pairings(v *view.View, q analysis.PairingQuery) (*analysis.PairingReport, error) {
	return ask(m, v, q, pairings.Answer)
}

// Promises is [Promises], kept.
func (m *Keeper) Promises(v *view.View, q analysis.PromisesQuery) (*analysis.PromisesReport, error) {
	return ask(m, v, q, promises.Answer)
}

// Cadence is [Cadence], kept.
func (m *Keeper) Cadence(v *view.View, q analysis.CadenceQuery) (*analysis.CadenceReport, error) {
	return ask(m, v, q, cadence.Answer)
}

// Care is [Care], kept.
func (m *Keeper) Care(v *view.View, q analysis.CareQuery) (*analysis.CareReport, error) {
	return ask(m, v, q, care.Answer)
}

// Attention is [Attention], kept.
func (m *Keeper) Attention(v *view.View, q analysis.AttentionQuery) (*analysis.AttentionReport, error) {
	return ask(m, v, q, cadence.AnswerAttention)
}
