package export

import (
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
)

// Account returns the chart of an account on the view's day: a card for each of its
// seats with everybody who holds it, vacancies and lines, how each person stands to
// us and what part they play, who of us knows them, and who is a single point of
// failure. With a decision the parts are those in it alone. Holders are in the order of their names. The analyses come from the
// answers that are kept; nil works them out. It fails with [graph.ErrNotFound] when
// there is no such account. Cost: that of [analysis.Stakeholders] and
// [analysis.SinglePoints].
func Account(answers *find.Keeper, v *view.View, account, decision graph.ID) (Chart, error) {
	org, err := orgchart.Of(answers, v, orgchart.Query{Account: account, Decision: decision, Depth: -1})
	if err != nil {
		return Chart{}, err
	}
	return Draw(v, org), nil
}

// Draw returns an org chart as one to draw.
func Draw(v *view.View, org *orgchart.Chart) Chart {
	c := Chart{
		Title:    "Org chart",
		AsOf:     v.Day().Said(),
		Findings: findings(org),
	}
	if n, ok := v.Ever().Node(org.Organization); ok {
		c.TheirName = v.Name(n)
		c.Title, c.Name = c.TheirName, c.TheirName
	}
	if n, ok := v.Ever().Node(org.Account); ok {
		c.Name = v.Name(n)
		c.Title = c.Name + " — stakeholder map"
	}
	if n, ok := v.Ever().Node(org.Decision); ok {
		c.Decision = v.Name(n)
	}
	people := make(map[graph.ID]*orgchart.Person, len(org.People))
	for i := range org.People {
		people[org.People[i].ID] = &org.People[i]
	}
	for i := range org.Seats {
		c.Cards = append(c.Cards, card(v, &org.Seats[i], people))
	}
	for _, l := range org.Lines {
		c.Links = append(c.Links, Link{
			From: string(l.From), To: string(l.To), Kind: LinkKind(l.Kind), Weight: l.Weight,
			FromPerson: string(l.FromPerson), ToPerson: string(l.ToPerson),
		})
	}
	for _, m := range org.Team {
		c.Team = append(c.Team, Member{ID: string(m.ID), Name: m.Name, Title: m.Title, Parent: string(m.Manager), SinglePoint: m.SinglePoint})
		if ours, ok := v.Ever().Node(m.Company); ok && c.OurName == "" {
			c.OurName = v.Name(ours)
		}
	}
	return c
}

// card returns the card of a seat.
func card(v *view.View, s *orgchart.Seat, people map[graph.ID]*orgchart.Person) Card {
	c := Card{
		ID: string(s.ID), Parent: string(s.Manager), Title: s.Title, Level: s.Level, Occupancy: s.Occupancy, Assistant: s.Assistant,
		Unplaced:   s.State == graph.ManagerUnknown, // drawn only without a Parent
		PairedWith: texts(s.Facing), Roles: s.Roles, Expected: s.Expected,
	}
	if s.VacantSince != 0 {
		c.Since = s.VacantSince.Time().Format("Jan 2006")
	}
	for _, h := range s.Holders {
		c.Holders = append(c.Holders, holder(v, people[h.Person]))
	}
	return c
}

func holder(v *view.View, p *orgchart.Person) Holder {
	n, _ := v.Ever().Node(p.ID)
	h := Holder{
		Person: string(p.ID), Name: p.Name, Emails: view.As[graph.Person](v, n).Emails, DoNotContact: p.DoNotContact,
		PairedWith: texts(p.Facing), SinglePoint: p.SinglePoint,
		Stance: p.Stance, Roles: p.Roles, Key: p.Key, SingleThreaded: p.SingleThreaded(),
	}
	for _, k := range p.KnownBy {
		band := k.Band
		if !k.Working { // strong once or by claim, but out of touch: it covers nobody
			band = graph.BandAcquainted
		}
		h.KnownBy = append(h.KnownBy, Tie{Member: string(k.Person), Band: band})
	}
	return h
}

func texts(ids []graph.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}

// chartFindings is how many sentences stand below a chart.
const chartFindings = 4

// findings returns the sentences below a chart.
func findings(org *orgchart.Chart) []Finding {
	var out []Finding
	for _, f := range org.Findings {
		if f.Rule == analysis.RuleSinglePoint && len(out) < chartFindings-1 {
			out = append(out, Finding{Text: f.Sentence, Warn: true})
		}
	}
	var dark []string
	for _, p := range org.People {
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
		out = append(out, Finding{Text: text + ".", Warn: true})
	}
	return out
}
