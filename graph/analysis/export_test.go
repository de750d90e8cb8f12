package analysis

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
)

// Leads says what an account's reach graph holds of one person who takes us to
// another at the plain pace: the basis; "" for none.
func Leads(v *view.View, account, from, to graph.ID) string {
	r := newReader(v)
	a, err := r.readAccount(account)
	if err != nil {
		panic(err)
	}
	rc := a.readReach()
	f, _ := r.s.Node(from)
	t, _ := r.s.Node(to)
	if h, ok := rc.hops.between(f, t); ok && h.at[plain] {
		return string(h.kind)
	}
	return ""
}

// TieBetween returns what a tie between two people is worth, and whether it works,
// whoever they are.
func TieBetween(v *view.View, from, to graph.ID) (strength float64, working bool) {
	r := newReader(v)
	f, _ := r.s.Node(from)
	t, _ := r.s.Node(to)
	ti := r.tie(f, t)
	if ti == nil {
		return 0, false
	}
	vd := r.verdict(ti)
	return vd.s, vd.working
}
