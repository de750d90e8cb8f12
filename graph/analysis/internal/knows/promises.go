package knows

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Promise is a promise made by the day, kept or not.
type Promise struct {
	analysis.OpenPromise
	view.Promise
	Open bool // something is still to be kept
}

// PromiseAt returns a promise with its due days from since on, and whether it was made
// by the day. The clock is told of each day on which one of them passes.
func (r *Reader) PromiseAt(n kernel.N, since graph.Date) (p Promise, made bool) {
	p.Promise = r.V.Promise(n, since)
	f := &p.Promise
	r.Clock.Note(f.Commitment.Promised)
	if f.Commitment.Promised > r.Day {
		return p, false
	}
	due, overdue := f.Awaited(r.Day), f.Overdue(r.Day)
	r.Clock.Note(f.Over)
	for i := range f.Terms {
		r.Clock.Note(f.Terms[i].Due)
		r.Clock.Note(f.Terms[i].Due + 1)
	}
	if due != 0 {
		r.Clock.Note(due + 1)
	}
	p.OpenPromise = analysis.OpenPromise{
		Record: f.ID, Text: f.Commitment.Text, Promised: f.Commitment.Promised, Due: cmp.Or(overdue, due), Overdue: overdue != 0, Moved: len(f.Moves),
		MadeBy: r.IDs(r.Parties(n, graph.EdgePromisedBy)), MadeTo: r.IDs(r.Parties(n, graph.EdgePromisedTo)),
	}
	p.Open = (f.Over == 0 || f.Over > r.Day) && (f.EveryDays > 0 || f.Kept == 0)
	return p, true
}

// Parties returns who made a promise, or to whom it was made, by id.
func (r *Reader) Parties(promise kernel.N, k graph.Kind) []kernel.N {
	var out []kernel.N
	for _, h := range r.S.Out(promise, k) {
		out = append(out, h.Node())
	}
	return r.Distinct(out)
}

// PromisesOf returns the promises to which a person is a party and which are
// about an account, or about none; the earliest due first, those without a day last.
func (r *Reader) PromisesOf(person, account kernel.N, since graph.Date) []Promise {
	var nodes []kernel.N
	for _, k := range []graph.Kind{graph.EdgePromisedBy, graph.EdgePromisedTo} {
		for _, h := range r.S.In(person, k) {
			nodes = append(nodes, h.Node())
		}
	}
	var out []Promise
	for _, n := range r.Distinct(nodes) {
		about, here := 0, false
		for h := range r.Out(n, graph.EdgeAbout) {
			if r.S.NodeKind(h.Node()) == graph.NodeAccount {
				about++
				here = here || h.Node() == account
			}
		}
		if p, made := r.PromiseAt(n, since); made && (about == 0 || here) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b Promise) int {
		x, y := a.OpenPromise.Due, b.OpenPromise.Due
		return cmp.Or(CompareBool(x == 0, y == 0), cmp.Compare(x, y), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// OpenPromises returns those that are not kept, the earliest due first.
func OpenPromises(list []Promise) (out []analysis.OpenPromise) {
	for _, p := range list {
		if p.Open {
			out = append(out, p.OpenPromise)
		}
	}
	return out
}
