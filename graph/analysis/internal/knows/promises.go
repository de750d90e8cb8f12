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
	Delivered graph.Date // 0 for not by the day
}

// Late reports whether a promise was kept after its day, or is overdue.
func (p *Promise) Late() bool {
	return p.Overdue || p.Delivered != 0 && p.Due != 0 && p.Delivered > p.Due
}

// PromisesOf returns the promises to which a person is a party and which are
// about an account, or about none; the earliest due first, those without a day last.
func (r *Reader) PromisesOf(person, account kernel.N) []Promise {
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
		f := view.As[graph.Commitment](r.V, n)
		r.Clock.Note(f.Promised)
		r.Clock.Note(f.Delivered)
		if f.Promised > r.Day || about > 0 && !here {
			continue
		}
		p := Promise{OpenPromise: analysis.OpenPromise{Record: f.ID, Text: f.Text, Promised: f.Promised, Due: f.Due}}
		if f.Delivered <= r.Day {
			p.Delivered = f.Delivered
		}
		p.MadeBy, p.MadeTo = r.IDs(r.Others(r.Out(n, graph.EdgePromisedBy))), r.IDs(r.Others(r.Out(n, graph.EdgePromisedTo)))
		if p.Delivered == 0 && f.Due != 0 {
			r.Clock.Note(f.Due + 1)
			p.Overdue = f.Due < r.Day
		}
		for _, h := range r.S.In(n, graph.EdgeOf) {
			until := r.S.NodeValid(h.Node()).To
			if until != 0 && until <= r.Day && r.S.NodeProps(h.Node()).Text("property") == "due" {
				p.Moved++
			}
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Promise) int {
		return cmp.Or(CompareBool(a.Due == 0, b.Due == 0), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// OpenPromises returns those that are not kept, the earliest due first.
func OpenPromises(list []Promise) (out []analysis.OpenPromise) {
	for _, p := range list {
		if p.Delivered == 0 {
			out = append(out, p.OpenPromise)
		}
	}
	return out
}
