package neo4jstore_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// edgeCompany has eight of ours, each with a tie to one of theirs, and a target whom
// all of these know well. Each tie is near a line that Go and Cypher must draw alike:
//
//   - u1 and t1 met in eight workshops, the last 150 days ago, and are agreed to
//     meet every 80 days: in touch until day 160.
//   - u2 and t2 did too and agreed nothing: out of touch since day 90.
//   - u3 and t3 did too, and the agreement is with the seat of t3. t3 has an open
//     request to introduce us to the target.
//   - u4 wrote to t4 on each of 80 days and got no answer, and claims little: the
//     evidence lifts the claim over the line only with what was sent in its weight.
//   - u5 claimed to know t5 365 days ago and u6 t6 a day earlier; no contact of
//     theirs would be noticed.
//   - u7 and t7 met often ten months ago, which makes a tie that is worth less today
//     than half of what it was, and still enough. The claim of 85 days ago is not
//     yet too old for 90 days.
//   - u8 and t8 did too, with a claim of 100 days ago and an agreement of 48 days:
//     out of touch since day 96, and so worth half of what it was.
func edgeCompany(day graph.Date) *kernel.Snapshot {
	var all []graph.Element
	add := func(f graph.Fact) { all = append(all, graph.Encode(f)) }
	edge := func(src, dst graph.ID) graph.Edge {
		return graph.Edge{ID: graph.ID(fmt.Sprint("e", len(all))), Src: src, Dst: dst}
	}
	add(graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us", Ours: true})
	add(graph.Organization{Node: graph.Node{ID: "them"}, Name: "Them"})
	add(graph.Account{Node: graph.Node{ID: "account"}, Name: "Account"})
	add(graph.For{Edge: edge("account", "them")})
	add(graph.DecisionArea{Node: graph.Node{ID: "area"}, Name: "Area"})
	add(graph.For{Edge: edge("area", "account")})
	sit := func(person, org graph.ID) {
		seat := person + "-seat"
		add(graph.Person{Node: graph.Node{ID: person}, Name: string(person)})
		add(graph.Position{Node: graph.Node{ID: seat}, Title: "Seat"})
		add(graph.In{Edge: edge(seat, org)})
		add(graph.Holds{Edge: edge(person, seat)})
	}
	met := func(us, them graph.ID, ago int, channel graph.Channel) {
		i := graph.Interaction{Node: graph.Node{ID: graph.ID(fmt.Sprint("i", len(all)))}, On: day - graph.Date(ago), Channel: channel, StartedBy: graph.StartedByOurs}
		add(i)
		add(graph.Attended{Edge: edge(us, i.ID)})
		add(graph.Attended{Edge: edge(them, i.ID)})
	}
	claim := func(src, dst graph.ID, ago int, level graph.TieLevel) {
		add(graph.Knows{Edge: edge(src, dst), Judgement: graph.Judgement{On: day - graph.Date(ago)}, Level: level})
	}
	sit("target", "them")
	for i := 1; i <= 8; i++ {
		us, them := graph.ID(fmt.Sprint("u", i)), graph.ID(fmt.Sprint("t", i))
		sit(us, "us")
		sit(them, "them")
		claim(them, "target", 10, graph.TieTrusted)
		add(graph.Decides{Edge: edge(them, "area"), Part: graph.RoleDecider})
		switch i {
		case 1, 2, 3:
			for k := range 8 {
				met(us, them, 150+30*k, graph.ChannelWorkshop)
			}
		case 4:
			for k := range 80 {
				met(us, them, k, graph.ChannelMail)
			}
			claim(us, them, 50, graph.TieMet)
		case 5, 6:
			claim(us, them, 360+i, graph.TieKnows)
		case 7, 8:
			for k := range 6 {
				met(us, them, 300+5*k, graph.ChannelWorkshop)
			}
			claim(us, them, 85+15*(i-7), graph.TieMet)
		}
		if i != 5 && i != 6 {
			capture := "capture-" + us
			add(graph.Capture{Node: graph.Node{ID: capture}, Mode: graph.CaptureMailbox})
			add(graph.About{Edge: edge(capture, us)})
		}
	}
	add(graph.PairedWith{Edge: edge("u1", "t1"), CadenceDays: 80})
	add(graph.PairedWith{Edge: edge("u3", "t3-seat"), CadenceDays: 80})
	add(graph.PairedWith{Edge: edge("u8", "t8"), CadenceDays: 48})
	add(graph.Introduction{Node: graph.Node{ID: "request"}, Asked: day - 20})
	add(graph.Introducer{Edge: edge("request", "t3")})
	add(graph.Target{Edge: edge("request", "target")})
	return built(all)
}

// built makes a snapshot of elements in any order.
func built(all []graph.Element) *kernel.Snapshot {
	b := kernel.NewBuilder(len(all))
	for _, edges := range []bool{false, true} {
		for i := range all {
			if all[i].IsEdge() == edges {
				if err := b.Add(&all[i]); err != nil {
					panic(err)
				}
			}
		}
	}
	return b.Build(1, time.Time{})
}

// randomCompany invents two organizations with units, seats, vacancies, people
// who come and go, lines, ties, influences, judgements, decisions, contacts and
// requests. Everything is rare enough that reach is often thin.
func randomCompany(r *rand.Rand, day graph.Date) *kernel.Snapshot {
	var all []graph.Element
	add := func(f graph.Fact) { all = append(all, graph.Encode(f)) }
	edge := func(src, dst graph.ID) graph.Edge {
		return graph.Edge{ID: graph.ID(fmt.Sprint("e", len(all))), Src: src, Dst: dst}
	}
	some := func() graph.Date { return day - graph.Date(r.IntN(500)) }
	id := func(prefix string, n int) graph.ID { return graph.ID(fmt.Sprint(prefix, n)) }
	days := func(e graph.Edge) graph.Edge { // sometimes over, or not begun
		switch r.IntN(8) {
		case 0:
			e.To = some()
		case 1:
			e.From = day + 1
		case 2:
			e.From = some()
		}
		return e
	}
	add(graph.Organization{Node: graph.Node{ID: "us"}, Name: "Us", Ours: true})
	add(graph.Organization{Node: graph.Node{ID: "them"}, Name: "Them"})
	add(graph.Account{Node: graph.Node{ID: "account"}, Name: "Account", Tier: graph.TierKey})
	add(graph.For{Edge: edge("account", "them")})
	add(graph.Account{Node: graph.Node{ID: "branch"}, Name: "Branch"})
	add(graph.For{Edge: edge("branch", "o1")})
	for i := range 4 {
		org, up := id("o", i), graph.ID("them")
		if i == 0 {
			up = "us"
		}
		add(graph.Organization{Node: graph.Node{ID: org}, Name: string(org)})
		add(graph.PartOf{Edge: edge(org, up)})
	}
	const seats, people, areas = 30, 36, 3
	for i := range seats {
		seat := graph.Position{Node: graph.Node{ID: id("s", i)}, Title: fmt.Sprint("Seat ", i), Level: r.IntN(6)}
		if r.IntN(2) == 0 {
			seat.Occupancy = graph.OccupancyVacant
		}
		add(seat)
		add(graph.In{Edge: days(edge(seat.ID, []graph.ID{"us", "o0", "them", "o1", "o2", "o3"}[min(5, i*6/seats)]))})
		if r.IntN(6) == 0 {
			add(graph.Detail{Node: graph.Node{ID: id("d", i), From: day - graph.Date(r.IntN(60)) + 20, To: day + 30}, Property: "occupancy", Value: string(graph.OccupancyVacant)})
			add(graph.Of{Edge: edge(id("d", i), seat.ID)})
		}
		if boss := i - 1 - r.IntN(4); boss >= 0 {
			kind := graph.LineSolid
			if r.IntN(5) == 0 {
				kind = graph.LineDotted
			}
			add(graph.ReportsTo{Edge: edge(seat.ID, id("s", boss)), Kind: kind})
		}
	}
	seatOf := map[graph.ID]graph.ID{}
	for i := range people {
		add(graph.Person{Node: graph.Node{ID: id("p", i)}, Name: fmt.Sprint("Person ", i), DoNotContact: r.IntN(15) == 0, Placeholder: r.IntN(20) == 0})
		if seat := r.IntN(seats + 6); seat < seats {
			seatOf[id("p", i)] = id("s", seat)
			e := edge(id("p", i), id("s", seat))
			if r.IntN(3) == 0 { // who moved lately; others have no known beginning
				add(graph.Holds{Edge: graph.Edge{ID: e.ID + "x", Src: e.Src, Dst: id("s", r.IntN(seats)), To: some()}})
				e.From = all[len(all)-1].To + graph.Date(r.IntN(150))
			}
			add(graph.Holds{Edge: e})
		}
	}
	person := func() graph.ID { return id("p", r.IntN(people)) }
	var pairs [][2]graph.ID
	for range 110 {
		k := graph.Knows{Edge: days(edge(person(), person())), Level: graph.TieLevel([]graph.TieLevel{graph.TieNone, graph.TieMet, graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}[r.IntN(5)])}
		if k.Src == k.Dst {
			continue
		}
		if k.On = some(); r.IntN(10) == 0 {
			k.On = 0
		}
		if r.IntN(6) == 0 {
			k.ConfirmedOn = k.On + graph.Date(r.IntN(200))
		}
		if r.IntN(8) == 0 {
			k.Kind = graph.TieConflict
		}
		add(k)
		pairs = append(pairs, [2]graph.ID{k.Src, k.Dst})
		if r.IntN(3) == 0 { // and the other says something, too
			back := k
			back.Edge = days(edge(k.Dst, k.Src))
			back.On, back.Level = some(), graph.TieLevel([]graph.TieLevel{graph.TieNone, graph.TieKnows, graph.TieTrusted}[r.IntN(3)])
			add(back)
		}
	}
	for range 40 {
		f := graph.Influences{Edge: days(edge(person(), person())), Weight: []float64{0, 0.05, 0.2, 0.35, 0.4, 0.7}[r.IntN(6)], Kind: []graph.InfluenceKind{"", graph.InfluenceBacks, graph.InfluenceConflict}[r.IntN(3)]}
		if f.Src == f.Dst {
			continue
		}
		if r.IntN(3) > 0 {
			f.On = some() + graph.Date(r.IntN(20))
		}
		if r.IntN(6) == 0 {
			f.ConfirmedOn = f.On + graph.Date(r.IntN(200))
		}
		add(f)
		if r.IntN(3) == 0 { // and somebody says otherwise
			f.ID += "b"
			f.On, f.Weight, f.Kind = some(), 0.5, []graph.InfluenceKind{graph.InfluenceSways, graph.InfluenceConflict}[r.IntN(2)]
			add(f)
		}
	}
	for i := range 40 {
		a := graph.Assessment{Node: graph.Node{ID: id("j", i)}, On: some(), Stance: graph.Stances()[r.IntN(6)]}
		if r.IntN(4) == 0 {
			a.Roles = []graph.Role{[]graph.Role{graph.RoleGatekeeper, graph.RoleUser}[r.IntN(2)]}
		}
		if r.IntN(4) == 0 {
			a.Expires = day + 1 - graph.Date(r.IntN(2))
		}
		if r.IntN(5) == 0 {
			a.ConfirmedOn = a.On + graph.Date(r.IntN(200))
		}
		add(a)
		add(graph.About{Edge: edge(a.ID, person())})
		add(graph.Author{Edge: edge(a.ID, id("p", r.IntN(4)))})
		if r.IntN(2) == 0 {
			add(graph.About{Edge: edge(a.ID, []graph.ID{"account", "account", "branch", "area0"}[r.IntN(4)])})
		}
	}
	for i := range areas {
		add(graph.DecisionArea{Node: graph.Node{ID: id("area", i)}, Name: fmt.Sprint("Area ", i), State: []graph.DecisionState{"", graph.DecisionOpen, graph.DecisionDecided}[i]})
		add(graph.For{Edge: edge(id("area", i), "account")})
		for range 4 {
			by := person()
			if r.IntN(2) == 0 {
				by = id("s", r.IntN(seats))
			}
			add(graph.Decides{Edge: days(edge(by, id("area", i))), Part: []graph.Role{graph.RoleDecider, graph.RoleApprover, graph.RoleVeto, graph.RoleGatekeeper}[r.IntN(4)]})
		}
	}
	// Contacts, mostly of people who know each other, by whom they would be noticed
	// and how often they are agreed; a few are events of many people, and some stand
	// for several in a period.
	pair := func() (graph.ID, graph.ID) {
		p := pairs[r.IntN(len(pairs))]
		i := r.IntN(2)
		return p[i], p[1-i]
	}
	for i := range 120 {
		c := graph.Interaction{Node: graph.Node{ID: id("i", i)}, On: some() + graph.Date(r.IntN(3)), Channel: graph.Channels()[r.IntN(len(graph.Channels()))], Count: r.IntN(6), People: max(0, r.IntN(60)-20)}
		c.StartedBy = []graph.StartedBy{"", graph.StartedByOurs, graph.StartedByTheirs, graph.StartedByBoth}[r.IntN(4)]
		if r.IntN(3) == 0 {
			c.From = c.On - graph.Date(r.IntN(30))
		}
		present := map[graph.ID]bool{}
		if one, two := pair(); r.IntN(4) > 0 {
			present[one], present[two] = true, true
		}
		room := 2 + r.IntN(3)
		if i%30 == 0 {
			room, c.Channel, c.On = 32, graph.ChannelMeeting, day-graph.Date(r.IntN(200))
		}
		for len(present) < room {
			present[person()] = true
		}
		add(c)
		for _, who := range slices.Sorted(maps.Keys(present)) {
			add(graph.Attended{Edge: edge(who, c.ID)})
		}
	}
	for i := range 24 {
		add(graph.Capture{Node: graph.Node{ID: id("c", i)}, Mode: []graph.CaptureMode{graph.CaptureMailbox, graph.CaptureHand, graph.CaptureNone}[r.IntN(3)]})
		add(graph.About{Edge: edge(id("c", i), person())})
	}
	for range 24 {
		one, two := pair()
		add(graph.PairedWith{Edge: days(edge(one, cmp.Or(seatOf[two], two))), CadenceDays: r.IntN(5) * 30})
		one, two = pair()
		add(graph.PairedWith{Edge: days(edge(one, two)), CadenceDays: r.IntN(5) * 30})
	}
	// Who was asked for introductions, some of them often, and who must not be asked
	// or approached.
	for i := range 30 {
		in := graph.Introduction{Node: graph.Node{ID: id("n", i)}, Asked: day - graph.Date(r.IntN(150))}
		if r.IntN(3) > 0 {
			in.Declined = in.Asked + graph.Date(r.IntN(60))
		} else if r.IntN(2) == 0 {
			in.Made = in.Asked + graph.Date(r.IntN(30))
			in.Done = in.Made + graph.Date(r.IntN(30))
		}
		add(in)
		one, two := pair()
		if i%2 == 0 {
			one = id("p", 20+r.IntN(4))
		}
		add(graph.Introducer{Edge: edge(in.ID, one)})
		add(graph.Target{Edge: edge(in.ID, two)})
		one, two = pair()
		add(graph.Excludes{Edge: days(edge(one, []graph.ID{two, person(), "branch", "branch"}[r.IntN(4)])), Kind: graph.ExcludeDoNotAsk})
	}
	// Whatever has days may be over or not have begun, and is then as if it were not
	// there: somebody has died, a unit was closed, a mailbox is not read any more.
	for i := range all {
		e := &all[i]
		switch e.Kind {
		case graph.NodePerson, graph.NodeOrganization, graph.NodeAccount, graph.NodeDecisionArea, graph.NodeCapture, graph.NodeAssessment, graph.EdgePartOf, graph.EdgeFor, graph.EdgeAbout:
		default:
			continue
		}
		if e.ID == "us" || e.ID == "them" || e.ID == "account" || e.Src == "account" || r.IntN(12) > 0 {
			continue
		}
		if r.IntN(2) == 0 {
			e.To = some()
		} else {
			e.From = day + 1
		}
	}
	return built(all)
}
