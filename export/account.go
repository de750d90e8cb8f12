package export

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Account returns the chart of an account on the view's day: a card for each of its
// seats with everybody who holds it, vacancies and lines, how each person stands to
// us and what part they play, who of us knows them, and who is a single point of
// failure. Holders are in the order of their names. The analyses come from the
// answers that are kept; nil works them out. It fails with [graph.ErrNotFound] when
// there is no such account. Cost: that of [analysis.Stakeholders] and
// [analysis.SinglePoints].
func Account(answers *find.Keeper, v *view.View, account graph.ID) (Chart, error) {
	who, err := answers.Stakeholders(v, account)
	if err != nil {
		return Chart{}, err
	}
	points, err := answers.SinglePoints(v, analysis.SinglePointsQuery{Account: account})
	if err != nil {
		return Chart{}, err
	}
	s := v.Ever()
	n, _ := s.NodeOf(graph.NodeAccount, account)
	b := &accountChart{v: v, s: s, people: map[graph.ID]*analysis.Stakeholder{}, critical: map[graph.ID]bool{}, cardOf: map[kernel.N]string{}}
	for i := range who.People {
		b.people[who.People[i].Person] = &who.People[i]
	}
	for _, p := range points.Points {
		if p.Single {
			b.critical[p.Person] = true
		}
	}
	b.chart = Chart{
		Title:    v.Name(n) + " — stakeholder map",
		Subtitle: "Reporting lines, stance, roles and who knows whom",
		AsOf:     v.Day().Said(),
	}
	if org, ok := v.AccountOrg(n); ok {
		b.chart.TheirName = v.Name(org)
	}
	b.cards(v.AccountSeats(n))
	b.team(n)
	b.links()
	b.findings(points, who)
	return b.chart, nil
}

// accountChart is a chart under construction.
type accountChart struct {
	v        *view.View
	s        view.Ever
	people   map[graph.ID]*analysis.Stakeholder
	critical map[graph.ID]bool
	chart    Chart
	cardOf   map[kernel.N]string // the card of a seat; of a person, that of their highest seat
	seats    []kernel.N
}

// cards makes a card for each seat, in the order of level and title, so that
// siblings read from senior to junior.
func (b *accountChart) cards(seats []kernel.N) {
	b.seats = slices.Clone(seats)
	slices.SortStableFunc(b.seats, func(x, y kernel.N) int {
		return cmp.Or(cmp.Compare(b.v.Level(y), b.v.Level(x)), cmp.Compare(b.v.Title(x), b.v.Title(y)), cmp.Compare(b.s.NodeID(x), b.s.NodeID(y)))
	})
	for _, s := range b.seats {
		b.cardOf[s] = string(b.s.NodeID(s))
	}
	for _, s := range b.seats {
		b.chart.Cards = append(b.chart.Cards, b.seat(s))
	}
}

// seat returns the card of a seat.
func (b *accountChart) seat(seat kernel.N) Card {
	card := Card{
		ID: b.cardOf[seat], Title: b.v.Title(seat), Level: b.v.Level(seat), Occupancy: b.v.Occupancy(seat), PairedWith: b.paired(seat),
		Unplaced: b.v.Reporting(seat) == graph.ManagerUnknown, // drawn only without a Parent
	}
	if m, ok := b.v.Manager(seat); ok {
		card.Parent = b.cardOf[m]
	}
	for _, boss := range b.v.Lines(seat, graph.LineAssistant) {
		to, inside := b.cardOf[boss]
		if !inside {
			continue
		}
		if card.Parent == "" || card.Parent == to {
			card.Parent, card.Assistant = to, true
		}
		b.chart.Links = append(b.chart.Links, Link{From: card.ID, To: to, Kind: LinkAssists})
	}
	if since := b.v.VacantSince(seat); card.vacant() && since != 0 {
		card.Since = since.Time().Format("Jan 2006")
	}
	for _, h := range b.v.Holders(seat) {
		card.Holders = append(card.Holders, b.holder(h))
		if _, placed := b.cardOf[h]; !placed {
			b.cardOf[h] = card.ID
		}
	}
	slices.SortStableFunc(card.Holders, func(x, y Holder) int { return cmp.Compare(x.Name, y.Name) })
	return card
}

func (b *accountChart) holder(person kernel.N) Holder {
	id := b.s.NodeID(person)
	who := view.As[graph.Person](b.v, person)
	h := Holder{
		Person: string(id), Name: b.v.Name(person), Emails: who.Emails, DoNotContact: who.DoNotContact,
		PairedWith: b.paired(person), SinglePoint: b.critical[id],
	}
	p := b.people[id]
	if p == nil {
		return h
	}
	h.Stance, h.Roles, h.Key = p.Stance, p.Roles, p.Key
	h.SingleThreaded = p.DirectDepth == 1
	for _, k := range p.KnownBy {
		band := k.Band
		if !k.Working { // strong once or by claim, but out of touch: it covers nobody
			band = graph.BandAcquainted
		}
		h.KnownBy = append(h.KnownBy, Tie{Member: string(k.Person), Band: band})
	}
	return h
}

// paired returns who of ours is paired with a seat or a person.
func (b *accountChart) paired(with kernel.N) []string {
	var out []string
	for h := range b.v.In(with, graph.EdgePairedWith) {
		out = append(out, string(b.s.NodeID(h.Node())))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// team makes a member of everybody of ours who knows somebody there, is paired
// with somebody or works on the account.
func (b *accountChart) team(account kernel.N) {
	ours := map[graph.ID]bool{}
	for _, p := range b.people {
		for _, k := range p.KnownBy {
			ours[k.Person] = true
		}
	}
	facing := func(ids []string) {
		for _, id := range ids {
			ours[graph.ID(id)] = true
		}
	}
	for i := range b.chart.Cards {
		facing(b.chart.Cards[i].PairedWith)
		for _, h := range b.chart.Cards[i].Holders {
			facing(h.PairedWith)
		}
	}
	for _, p := range b.v.Team(account) {
		ours[b.s.NodeID(p)] = true
	}
	ids := make([]graph.ID, 0, len(ours))
	for id := range ours {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		n, _ := b.s.Node(id)
		m := Member{ID: string(id), Name: b.v.Name(n), SinglePoint: b.critical[id]}
		for _, seat := range b.v.Seats(n) {
			m.Title = b.v.Title(seat)
			if boss, ok := b.v.Manager(seat); ok {
				for _, h := range b.v.Holders(boss) {
					if ours[b.s.NodeID(h)] {
						m.Parent = string(b.s.NodeID(h))
					}
				}
			}
			if org, ok := b.v.OrgOf(seat); ok && b.chart.OurName == "" {
				b.chart.OurName = b.v.Name(b.v.Company(org))
			}
		}
		b.chart.Team = append(b.chart.Team, m)
	}
}

func (b *accountChart) links() {
	for _, seat := range b.seats {
		for _, boss := range b.v.Lines(seat, graph.LineDotted) {
			if to, ok := b.cardOf[boss]; ok {
				b.chart.Links = append(b.chart.Links, Link{From: b.cardOf[seat], To: to, Kind: LinkAlsoReports})
			}
		}
	}
	for _, p := range b.sorted() {
		for h := range b.v.Out(p, graph.EdgeInfluences) {
			f := graph.Decode[graph.Influences](b.s.EdgeElement(h.Edge()))
			kind := LinkInfluences
			if f.Kind == graph.InfluenceConflict {
				kind = LinkConflict
			}
			b.link(p, h.Node(), kind, f.Weight)
		}
		for h := range b.v.Out(p, graph.EdgeKnows) {
			switch k := graph.Decode[graph.Knows](b.s.EdgeElement(h.Edge())); {
			case k.Kind == graph.TieConflict:
				b.link(p, h.Node(), LinkConflict, 0)
			case k.Level != graph.TieNone:
				b.link(p, h.Node(), LinkKnows, 0)
			}
		}
	}
}

// link draws a line between two people when both have a card, from and to the one
// of their highest seat.
func (b *accountChart) link(from, to kernel.N, kind LinkKind, weight float64) {
	if card, ok := b.cardOf[to]; ok {
		b.chart.Links = append(b.chart.Links, Link{
			From: b.cardOf[from], To: card, Kind: kind, Weight: weight,
			FromPerson: string(b.s.NodeID(from)), ToPerson: string(b.s.NodeID(to)),
		})
	}
}

// sorted returns the people who have a card, by ID.
func (b *accountChart) sorted() []kernel.N {
	var out []kernel.N
	for _, seat := range b.seats {
		out = append(out, b.v.Holders(seat)...)
	}
	b.v.SortByID(out)
	return slices.Compact(out)
}

// chartFindings is how many sentences stand below a chart.
const chartFindings = 4

func (b *accountChart) findings(points *analysis.SinglePointsReport, who *analysis.StakeholdersReport) {
	for _, p := range points.Points {
		if p.Single && len(b.chart.Findings) < chartFindings-1 {
			b.chart.Findings = append(b.chart.Findings, Finding{Text: p.Sentence, Warn: true})
		}
	}
	var dark []string
	for _, p := range who.People {
		if p.Neglected {
			dark = append(dark, p.Name)
		}
	}
	if len(dark) > 0 {
		text := "Nobody of ours has a working tie to "
		for i, name := range dark {
			switch {
			case i == 6:
				text += fmt.Sprintf(" and %d more", len(dark)-i)
			case i > 0:
				text += ", " + name
			default:
				text += name
			}
			if i == 6 {
				break
			}
		}
		b.chart.Findings = append(b.chart.Findings, Finding{Text: text + ".", Warn: true})
	}
}
