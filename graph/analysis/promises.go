package analysis

import (
	"cmp"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// OpenPromise is a promise that has not been kept by the day.
type OpenPromise struct {
	Record   graph.ID
	Text     string
	By, To   []graph.ID // by id
	Promised graph.Date
	Due      graph.Date // 0 for none said
	Overdue  bool       // due before the day
	Moved    int        // how often the due day was moved
}

// promise is a promise made by the day, kept or not.
type promise struct {
	OpenPromise
	delivered graph.Date // 0 for not by the day
}

// late reports whether a promise was kept after its day, or is overdue.
func (p *promise) late() bool {
	return p.Overdue || p.delivered != 0 && p.Due != 0 && p.delivered > p.Due
}

// promisesOf returns the promises to which a person is a party and which are
// about an account, or about none; the earliest due first, those without a day last.
func (r *reader) promisesOf(person, account kernel.N) []promise {
	var nodes []kernel.N
	for _, k := range []graph.Kind{graph.EdgePromisedBy, graph.EdgePromisedTo} {
		for _, h := range r.s.In(person, k) {
			nodes = append(nodes, h.Node())
		}
	}
	var out []promise
	for _, n := range r.distinct(nodes) {
		about, here := 0, false
		for h := range r.out(n, graph.EdgeAbout) {
			if r.s.NodeKind(h.Node()) == graph.NodeAccount {
				about++
				here = here || h.Node() == account
			}
		}
		f := view.As[graph.Commitment](r.v, n)
		r.clock.Note(f.Promised)
		r.clock.Note(f.Delivered)
		if f.Promised > r.day || about > 0 && !here {
			continue
		}
		p := promise{OpenPromise: OpenPromise{Record: f.ID, Text: f.Text, Promised: f.Promised, Due: f.Due}}
		if f.Delivered <= r.day {
			p.delivered = f.Delivered
		}
		p.By, p.To = r.ids(r.others(r.out(n, graph.EdgePromisedBy))), r.ids(r.others(r.out(n, graph.EdgePromisedTo)))
		if p.delivered == 0 && f.Due != 0 {
			r.clock.Note(f.Due + 1)
			p.Overdue = f.Due < r.day
		}
		for _, h := range r.s.In(n, graph.EdgeOf) {
			until := r.s.NodeValid(h.Node()).To
			if until != 0 && until <= r.day && r.s.NodeProps(h.Node()).Text("property") == "due" {
				p.Moved++
			}
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b promise) int {
		return cmp.Or(compareBool(a.Due == 0, b.Due == 0), cmp.Compare(a.Due, b.Due), cmp.Compare(a.Record, b.Record))
	})
	return out
}

// openPromises returns those that are not kept, the earliest due first.
func openPromises(list []promise) (out []OpenPromise) {
	for _, p := range list {
		if p.delivered == 0 {
			out = append(out, p.OpenPromise)
		}
	}
	return out
}
