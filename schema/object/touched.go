package object

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Touched are the people, seats and accounts that changes are about.
type Touched struct {
	People, Positions, Accounts map[graph.ID]bool

	v    *view.View
	seen map[kernel.N]bool
}

// Touch returns whom changes touch, as a view sees it: what is changed; the ends of an edge; what
// something that is written belongs to; and the accounts of all these on the day. What
// has gone is touched all the same. Cost: O(changes and the edges of what they are about).
func Touch(v *view.View, changes []graph.Change) *Touched {
	t := &Touched{map[graph.ID]bool{}, map[graph.ID]bool{}, map[graph.ID]bool{}, v, map[kernel.N]bool{}}
	for i := range changes {
		for _, e := range []*graph.Element{changes[i].Before, changes[i].After} {
			switch {
			case e == nil:
			case e.IsEdge():
				t.add(e.Src)
				t.add(e.Dst)
			default:
				t.mark(e.Kind, e.ID)
				t.add(e.ID)
			}
		}
	}
	return t
}

func (t *Touched) mark(k graph.Kind, id graph.ID) {
	switch k {
	case graph.NodePerson:
		t.People[id] = true
	case graph.NodePosition:
		t.Positions[id] = true
	case graph.NodeAccount:
		t.Accounts[id] = true
	}
}

func (t *Touched) add(id graph.ID) {
	if n, ok := t.v.Snapshot().Node(id); ok {
		t.node(n)
	}
}

func (t *Touched) node(n kernel.N) {
	if t.seen[n] {
		return
	}
	t.seen[n] = true
	s := t.v.Snapshot()
	k := s.NodeKind(n)
	t.mark(k, s.NodeID(n))
	var accounts []kernel.N
	switch k {
	case graph.NodeAccount:
	case graph.NodePerson:
		accounts = t.v.AccountsOf(n)
	case graph.NodePosition:
		if org, ok := t.v.OrgOf(n); ok {
			accounts = t.v.AccountsAbove(org)
		}
	case graph.NodeOrganization:
		accounts = t.v.AccountsAbove(n)
	default: // what is written belongs to others
		for _, h := range t.v.Ever().OutAll(n) {
			t.node(h.Node())
		}
		for _, h := range t.v.Ever().In(n, graph.EdgeAttended) {
			t.node(h.Node())
		}
	}
	for _, a := range accounts {
		t.Accounts[s.NodeID(a)] = true
	}
}

// Is reports whether a person or an account is touched.
func (t *Touched) Is(id graph.ID) bool { return t.People[id] || t.Accounts[id] }
