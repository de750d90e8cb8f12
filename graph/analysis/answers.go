package analysis

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/kithgraph/kith/graph"
)

// DefaultAnswers is how many answers are kept where nothing is said.
const DefaultAnswers = 1000

// maxTouched is the number of changes in a commit from which all answers are
// given up instead of being looked through.
const maxTouched = 1000

// Answers keeps the answers to questions about one workspace until something
// that they read changes: the same question on the same day is worked out anew
// only after a commit that touches it. Whoever commits tells it so by
// [Answers.Advance]; where a commit is missed the next question is worked out
// anew, and nothing is ever stale.
//
// An answer from it is the same, byte for byte, as one of the function of its
// name. It is shared: the caller must not modify it. Answers is safe for
// concurrent use; two who ask the same at once may both work it out. Answers that
// are worked out share what is known of people, such as who is ours; that is
// carried over commits too.
type Answers struct {
	limit int

	mu   sync.Mutex
	kept map[question]*answer
	used uint64 // counts the uses, to find the answer that was not used longest

	snap    *graph.Snapshot // of which the circles are; nil for none
	circles []dayCircle     // the one used last first
}

// dayCircle is the circle of a day.
type dayCircle struct {
	day graph.Date
	*circle
}

// keptCircles is of how many days a circle is kept.
const keptCircles = 4

// circleOf returns the circle of a day that all questions about a snapshot share;
// a new one that nobody shares when there was a later snapshot.
func (m *Answers) circleOf(s *graph.Snapshot, day graph.Date) *circle {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.snap == nil || m.snap != s && m.snap.Revision() <= s.Revision():
		m.snap, m.circles = s, nil
	case m.snap != s:
		return nil
	}
	i := slices.IndexFunc(m.circles, func(c dayCircle) bool { return c.day == day })
	c := dayCircle{day, nil}
	if i >= 0 {
		c = m.circles[i]
		m.circles = slices.Delete(m.circles, i, i+1)
	} else {
		c.circle = newCircle(s.NumNodes())
	}
	m.circles = slices.Insert(m.circles, 0, c)
	m.circles = m.circles[:min(len(m.circles), keptCircles)]
	return c.circle
}

// NewAnswers returns a store of at most so many answers, DefaultAnswers for 0.
func NewAnswers(limit int) *Answers {
	if limit <= 0 {
		limit = DefaultAnswers
	}
	return &Answers{limit: limit, kept: map[question]*answer{}}
}

// question is what was asked on which day.
type question struct {
	analysis string
	day      graph.Date
	query    string
}

// answer is a report with what it read.
type answer struct {
	report   any
	revision graph.Revision // the newest one for which it holds
	read     []touch        // by node
	kinds    []graph.Kind   // of which it listed the nodes
	used     uint64
}

// Len returns how many answers are kept.
func (m *Answers) Len() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.kept)
}

// Advance tells that changes made one snapshot into the next one. Answers that
// read nothing of what they touch hold for the next one too; the others are
// dropped, and so are those of revisions before. Cost: O(answers · changes · log
// of what an answer read).
func (m *Answers) Advance(prev, next *graph.Snapshot, changes []graph.Change) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var nodes []touch
	var kinds []graph.Kind
	ok := len(changes) <= maxTouched
	if ok {
		nodes, kinds, ok = touched(prev, next, changes)
	}
	if !ok {
		clear(m.kept)
		m.snap, m.circles = nil, nil
		return
	}
	if m.snap == prev {
		m.snap = next
		for i := range m.circles {
			m.circles[i].circle = m.circles[i].carried(next.NumNodes(), nodes)
		}
	}
	for q, a := range m.kept {
		switch {
		case a.revision >= next.Revision():
		case a.revision != prev.Revision() || a.reads(nodes, kinds):
			delete(m.kept, q)
		default:
			a.revision = next.Revision()
		}
	}
}

// touched returns what of which nodes changes touch, and the kinds of which nodes
// come or go; false when that is too much to follow.
func touched(prev, next *graph.Snapshot, changes []graph.Change) (nodes []touch, kinds []graph.Kind, ok bool) {
	see := func(id graph.ID, what aspect) {
		for _, s := range []*graph.Snapshot{prev, next} {
			if n, ok := s.Node(id); ok {
				nodes = append(nodes, touch{n, what})
			}
		}
	}
	pairs := make([][2]*graph.Element, len(changes))
	for i := range changes {
		c := &changes[i]
		before, after := c.Before, c.After
		if c.Erased() {
			if e, ok := prev.Element(c.ID); ok {
				before = &e
			}
		}
		pairs[i] = [2]*graph.Element{before, after}
		for _, e := range pairs[i] {
			switch {
			case e == nil:
			case e.IsEdge():
				see(e.Src, outward(e.Kind))
				see(e.Dst, inward(e.Kind))
			default:
				see(e.ID, self)
				if before == nil || after == nil {
					kinds = append(kinds, e.Kind)
				}
			}
		}
	}
	more, ok := rippled(prev, next, pairs)
	return append(nodes, more...), kinds, ok
}

// reads reports whether an answer read something that is touched, or listed one
// of the kinds.
func (a *answer) reads(nodes []touch, kinds []graph.Kind) bool {
	return slices.ContainsFunc(kinds, func(k graph.Kind) bool { return slices.Contains(a.kinds, k) }) ||
		slices.ContainsFunc(nodes, func(x touch) bool {
			i, found := slices.BinarySearchFunc(a.read, x.node, func(t touch, n graph.N) int { return cmp.Compare(t.node, n) })
			return found && a.read[i].what&x.what != 0
		})
}

// find returns the report kept for a question as of a revision, nil for none.
func (m *Answers) find(q question, revision graph.Revision) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.kept[q]
	if a == nil || a.revision != revision {
		return nil
	}
	m.used++
	a.used = m.used
	return a.report
}

// keep keeps a report, unless there is a newer one; beyond the limit the one that
// was not used longest goes.
func (m *Answers) keep(q question, a *answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if have := m.kept[q]; have != nil && have.revision > a.revision {
		return
	}
	m.used++
	a.used = m.used
	m.kept[q] = a
	if len(m.kept) <= m.limit {
		return
	}
	var oldest question
	least := m.used
	for q, a := range m.kept {
		if a.used < least {
			oldest, least = q, a.used
		}
	}
	delete(m.kept, oldest)
}

// stamp writes under which revision an answer was given.
func (e *Envelope) stamp(revision graph.Revision, at time.Time) { e.Revision, e.KnownAt = revision, at }

// stamped is a pointer to a report.
type stamped[R any] interface {
	*R
	stamp(graph.Revision, time.Time)
}

// ask answers from what is kept, or works the answer out and keeps it.
func ask[Q, R any, P stamped[R]](m *Answers, analysis string, v *graph.View, q Q, work func(*reader, Q) (*R, error)) (*R, error) {
	s := v.Snapshot()
	key := question{analysis, v.Day(), fmt.Sprintf("%#v", q)}
	if kept, is := m.find(key, s.Revision()).(*R); is {
		r := *kept
		P(&r).stamp(s.Revision(), s.At())
		return &r, nil
	}
	t := &trace{}
	rd := readerOn(source{s, t}, v.Day())
	rd.circle = m.circleOf(s, v.Day())
	r, err := work(rd, q)
	if err != nil {
		return nil, err
	}
	m.keep(key, &answer{report: r, revision: s.Revision(), read: t.list(), kinds: t.kinds})
	return r, nil
}

// Strength is [Strength], kept.
func (m *Answers) Strength(v *graph.View, q StrengthQuery) (*StrengthReport, error) {
	return ask(m, "strength", v, q, answerStrength)
}

// Stakeholders is [Stakeholders], kept.
func (m *Answers) Stakeholders(v *graph.View, account graph.ID) (*StakeholdersReport, error) {
	return ask(m, "stakeholders", v, account, answerStakeholders)
}

// Coverage is [Coverage], kept.
func (m *Answers) Coverage(v *graph.View, q CoverageQuery) (*CoverageReport, error) {
	return ask(m, "coverage", v, q, answerCoverage)
}

// SinglePoints is [SinglePoints], kept.
func (m *Answers) SinglePoints(v *graph.View, q SinglePointsQuery) (*SinglePointsReport, error) {
	return ask(m, "single points", v, q, answerSinglePoints)
}

// Scenario is [Scenario], kept.
func (m *Answers) Scenario(v *graph.View, q ScenarioQuery) (*ScenarioReport, error) {
	return ask(m, "scenario", v, q, answerScenario)
}

// Introductions is [Introductions], kept.
func (m *Answers) Introductions(v *graph.View, q IntroductionsQuery) (*IntroductionsReport, error) {
	return ask(m, "introductions", v, q, answerIntroductions)
}

// Moves is [Moves], kept.
func (m *Answers) Moves(v *graph.View, q MovesQuery) (*MovesReport, error) {
	return ask(m, "moves", v, q, answerMoves)
}

// CardOfMove is [CardOfMove], kept.
func (m *Answers) CardOfMove(v *graph.View, q MoveCardQuery) (*MoveCard, error) {
	return ask(m, "move card", v, q, answerCardOfMove)
}

// Handover is [Handover], kept.
func (m *Answers) Handover(v *graph.View, q HandoverQuery) (*HandoverReport, error) {
	return ask(m, "handover", v, q, answerHandover)
}

// Influence is [Influence], kept.
func (m *Answers) Influence(v *graph.View, q InfluenceQuery) (*InfluenceReport, error) {
	return ask(m, "influence", v, q, answerInfluence)
}

// Pairings is [Pairings], kept.
func (m *Answers) Pairings(v *graph.View, q PairingQuery) (*PairingReport, error) {
	return ask(m, "pairings", v, q, answerPairings)
}
