package find

import (
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/view"
)

// Leads says what an account's reach graph holds of one person who takes us to
// another at the plain pace: the basis; "" for none.
func Leads(v *view.View, account, from, to graph.ID) string {
	r := knows.NewReader(v)
	a, err := accounts.ReadAccount(r, account)
	if err != nil {
		panic(err)
	}
	rc := a.ReadReach()
	f, _ := r.S.Node(from)
	t, _ := r.S.Node(to)
	if h, ok := rc.Hops.Between(f, t); ok && h.At[knows.Plain] {
		return string(h.Kind)
	}
	return ""
}

// TieBetween returns what a tie between two people is worth, and whether it works,
// whoever they are.
func TieBetween(v *view.View, from, to graph.ID) (strength float64, working bool) {
	r := knows.NewReader(v)
	f, _ := r.S.Node(from)
	t, _ := r.S.Node(to)
	ti := r.Tie(f, t)
	if ti == nil {
		return 0, false
	}
	vd := r.Verdict(ti)
	return vd.S, vd.Working
}
