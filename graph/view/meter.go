package view

import (
	"errors"
	"sync/atomic"

	"github.com/kithgraph/kith/graph"
)

// Meter counts what is read through views, and ends the reading when it is too much or
// when nobody waits for it any more. A nil Meter counts nothing and ends nothing. It is
// safe for concurrent use.
//
// What ends a reading is a panic with an error that [Stopped] knows, so that a question
// need not ask at each step whether to go on. Nothing is half-done by it: a view is only
// read. Whoever gives a view a meter recovers.
type Meter struct {
	most  int64
	read  atomic.Int64
	ended atomic.Pointer[stop]
}

// stop is what a reading is ended with.
type stop struct{ error }

func (s *stop) Unwrap() error { return s.error }

// NewMeter returns a meter that lets so many facts be read; see [Meter.Read].
func NewMeter(most int64) *Meter { return &Meter{most: most} }

// Stop ends what reads through the meter's views, soon, with an error. The first error
// counts.
func (m *Meter) Stop(err error) { m.ended.CompareAndSwap(nil, &stop{err}) }

// Read returns how many facts have been read: one for each list of neighbours and one
// more for each of them, five for a node with its dated properties.
func (m *Meter) Read() int64 {
	if m == nil {
		return 0
	}
	return m.read.Load()
}

// Renew begins to count anew.
func (m *Meter) Renew() { m.read.Store(0) }

// Stopped returns the error with which a meter ended a reading, given what was
// recovered, and nil when that is anything else.
func Stopped(recovered any) error {
	err, _ := recovered.(error)
	if s, ok := errors.AsType[*stop](err); ok {
		return s.error
	}
	return nil
}

// Add counts n facts that are about to be read, and returns an error when the reading
// must end.
func (m *Meter) Add(n int) error {
	if m == nil {
		return nil
	}
	if m.read.Add(int64(n)) > m.most {
		return graph.Invalid("work", nil, "this reads more than %d facts; ask for less at once, or about less", m.most)
	}
	if s := m.ended.Load(); s != nil {
		return s.error
	}
	return nil
}

// add is Add for the methods of a view, which have no error.
func (m *Meter) add(n int) {
	if m == nil {
		return
	}
	if err := m.Add(n); err != nil {
		panic(&stop{err})
	}
}

// Count counts n facts that are read otherwise than through the view, and ends the reading
// like any other.
func (v *View) Count(n int) { v.meter.add(n) }

// Weighing returns the view with each fact that is read through it counting n times, for
// one who does so much with it.
func (v *View) Weighing(n int) *View {
	w := *v
	w.weight = n - 1
	return &w
}

// Metered returns the view with a meter of what is read; nil for none.
func (v *View) Metered(m *Meter) *View {
	w := *v
	w.meter = m
	return &w
}
