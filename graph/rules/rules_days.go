package rules

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// This file holds the rules that keep the days of a fact within those of what it
// hangs on, so that no reading of a day has to weigh one against the other.

func checkSeatDays(c *checker) {
	for n := range c.nodesOf(graph.NodePosition) {
		if days := c.s.NodeValid(n); (c.all || c.changed.has(n)) && days != (graph.Interval{}) {
			id := c.s.NodeID(n)
			c.refuse([]graph.ID{id}, "seat %s has days of its own; end the seat, or its place in an organization", id)
		}
	}
}

// lasting are the kinds of edges that may not go on after one of their ends. A line
// may: a file names a manager whose seat it does not know any more.
var lasting = []graph.Kind{graph.EdgeHolds, graph.EdgeIn, graph.EdgePartOf, graph.EdgeWorksOn}

func checkOutlasts(c *checker) {
	if c.broke("dates") {
		return // what ends before it begins has no days
	}
	check := func(e kernel.E) {
		if !slices.Contains(lasting, c.s.EdgeKind(e)) {
			return
		}
		src, dst := c.s.Ends(e)
		for _, n := range []kernel.N{src, dst} {
			end := c.lastDay(n, c.s.EdgeKind(e))
			if to := c.s.EdgeValid(e).To; end != 0 && (to == 0 || to > end) {
				c.refuse([]graph.ID{c.s.EdgeID(e), c.s.NodeID(n)}, "%s %s goes on after %s, which ends on %s", c.s.EdgeKind(e), c.s.EdgeID(e), c.s.NodeID(n), end)
				return
			}
		}
	}
	for _, e := range c.edges {
		check(e)
	}
	if c.all {
		return // every edge has been checked
	}
	done := newSet[kernel.E](c.s.NumEdges(), len(c.nodes))
	once := func(e kernel.E) {
		if !c.held.has(e) && done.add(e) {
			check(e)
		}
	}
	for _, n := range c.nodes {
		if !c.moved.has(n) && !(c.changed.has(n) && c.s.NodeValid(n).To != 0) {
			continue
		}
		for _, k := range lasting {
			for _, h := range c.s.Out(n, k) {
				once(h.Edge())
			}
			for _, h := range c.s.In(n, k) {
				once(h.Edge())
			}
		}
	}
}

// lastDay returns the day on which a node ends, 0 for none: a seat that of its last
// place. Its places end with the organization, not with the seat.
func (c *checker) lastDay(n kernel.N, by graph.Kind) graph.Date {
	if c.s.NodeKind(n) != graph.NodePosition || by == graph.EdgeIn {
		return c.s.NodeValid(n).To
	}
	var last graph.Date
	for _, h := range c.s.Out(n, graph.EdgeIn) {
		to := c.s.EdgeValid(h.Edge()).To
		if to == 0 {
			return 0
		}
		last = max(last, to)
	}
	return last
}

func checkOneAccount(c *checker) {
	done := map[kernel.N]bool{}
	check := func(account kernel.N) {
		for _, f := range c.s.Out(account, graph.EdgeFor) {
			if org := f.Node(); !done[org] && c.s.NodeKind(org) == graph.NodeOrganization {
				done[org] = true
				c.checkAccountsOf(org)
			}
		}
	}
	for n := range c.nodesOf(graph.NodeAccount) {
		check(n)
	}
	for n := range c.nodesOf(graph.NodeDetail) {
		for _, of := range c.s.Out(n, graph.EdgeOf) {
			if c.s.NodeKind(of.Node()) == graph.NodeAccount {
				check(of.Node())
			}
		}
	}
}

// relation is what an account is to us on some days.
type relation struct {
	account kernel.N
	what    graph.Relation
	days    graph.Interval
}

func (c *checker) checkAccountsOf(org kernel.N) {
	var list []relation
	for _, f := range c.s.In(org, graph.EdgeFor) {
		if c.s.NodeKind(f.Node()) == graph.NodeAccount {
			list = append(list, c.relations(f.Node())...)
		}
	}
	for i, a := range list {
		for _, b := range list[i+1:] {
			if a.account != b.account && a.what != "" && a.what == b.what && a.days.Overlaps(b.days) {
				ids := []graph.ID{c.s.NodeID(b.account), c.s.NodeID(a.account), c.s.NodeID(org)}
				slices.Sort(ids[:2])
				ids[0], ids[1] = ids[1], ids[0]
				c.refuse(ids, "organization %s has two accounts of the relation %s on the same day: %s and %s", ids[2], a.what, ids[0], ids[1])
				return
			}
		}
	}
}

// relations returns what an account is to us on which of its days.
func (c *checker) relations(account kernel.N) []relation {
	days := c.s.NodeValid(account)
	var out []relation
	var said []graph.Interval
	for _, of := range c.s.In(account, graph.EdgeOf) {
		d := of.Node()
		if p := c.s.NodeProps(d); p.Text("property") == "relation" && c.s.NodeValid(d).Overlaps(days) {
			out = append(out, relation{account, graph.Relation(p.Text("value")), days.Intersect(c.s.NodeValid(d))})
			said = append(said, c.s.NodeValid(d))
		}
	}
	for _, rest := range days.Without(said) {
		out = append(out, relation{account, graph.Relation(c.s.NodeProps(account).Text("relation")), rest})
	}
	return out
}
