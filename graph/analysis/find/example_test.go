package find_test

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Ann met Leo of Acme five times in a month: she has a working tie to him.
func ExampleStakeholders() {
	b := kernel.NewBuilder(0)
	add := func(f graph.Fact) {
		e := graph.Encode(f)
		if err := b.Add(&e); err != nil {
			fmt.Println(err)
		}
	}
	for _, c := range []struct {
		org, seat, person graph.ID
		name              string
		ours              bool
	}{{"us", "kam", "ann", "Ann", true}, {"acme", "buyer", "leo", "Leo", false}} {
		add(graph.Organization{Node: graph.Node{ID: c.org}, Name: string(c.org), Ours: c.ours})
		add(graph.Position{Node: graph.Node{ID: c.seat}, Title: string(c.seat)})
		add(graph.In{Edge: graph.Edge{ID: "in-" + c.seat, Src: c.seat, Dst: c.org}})
		add(graph.Person{Node: graph.Node{ID: c.person}, Name: c.name})
		add(graph.Holds{Edge: graph.Edge{ID: "holds-" + c.person, Src: c.person, Dst: c.seat}, Kind: graph.HoldPermanent})
	}
	add(graph.Account{Node: graph.Node{ID: "account"}, Name: "Acme"})
	add(graph.For{Edge: graph.Edge{ID: "for", Src: "account", Dst: "acme"}})
	day := graph.MustDate("2026-03-02")
	for i := range 5 {
		meeting := graph.ID(fmt.Sprint("meeting-", i))
		add(graph.Interaction{Node: graph.Node{ID: meeting}, Channel: graph.ChannelMeeting, On: day - graph.Date(7*i)})
		for _, person := range []graph.ID{"ann", "leo"} {
			add(graph.Attended{Edge: graph.Edge{ID: person + "-at-" + meeting, Src: person, Dst: meeting}})
		}
	}
	r, err := find.Stakeholders(view.On(b.Build(1, day.Time()), day), "account")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range r.People {
		for _, k := range p.KnownBy {
			fmt.Println(p.Name, p.Stance, p.DirectDepth, k.Name, k.Band)
		}
	}
	// Output: Leo UNKNOWN 1 Ann STRONG
}
