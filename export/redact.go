package export

import (
	"cmp"
	"slices"
)

// Redact returns the chart for showing to the customer: who sits where, who
// reports to whom, vacancies, what is collapsed, who joined, left or moved, and
// who of us is agreed to face whom. Everything that we think, know or plan is
// dropped: who is not to be contacted, stances, roles in a decision, key people, who knows whom, single
// points of failure, influence, conflict and acquaintance, who was re-labelled,
// e-mail addresses, and all free text, because it may speak of them: Subtitle,
// Stats, Findings, Footnote and Was. Title becomes that of an organisation
// chart of TheirName. Of Team stay those who are paired with somebody.
//
// Two charts that differ in what is dropped alone give equal charts here, and
// so the same pictures and files: nothing that stays, its order included, is
// chosen by what is dropped. It must therefore come before [Collapse], [Focus] and
// pages, and Options.Redacted does so. Cost: O(cards + team).
func Redact(c Chart) Chart {
	out := Chart{
		Redacted: true, Title: "Organisation chart",
		AsOf: c.AsOf, OurName: c.OurName, TheirName: c.TheirName, Elsewhere: c.Elsewhere,
	}
	if name := Clean(c.TheirName); name != "" {
		out.Title = name + " — organisation chart"
	}
	ours := make(map[string]bool, len(c.Team))
	for _, m := range c.Team {
		ours[m.ID] = true
	}
	facing := make(map[string]bool)
	for i := range c.Cards {
		k := redactCard(&c.Cards[i])
		keep := func(with []string) []string {
			with = slices.DeleteFunc(with, func(m string) bool { return !ours[m] })
			for _, m := range with {
				facing[m] = true
			}
			return with
		}
		k.PairedWith = keep(k.PairedWith)
		for j := range k.Holders {
			k.Holders[j].PairedWith = keep(k.Holders[j].PairedWith)
		}
		out.Cards = append(out.Cards, k)
	}
	for _, l := range c.Links {
		switch l.Kind {
		case LinkAlsoReports, LinkAssists, LinkMoved:
			out.Links = append(out.Links, Link{From: l.From, To: l.To, Kind: l.Kind})
		}
	}
	for _, m := range c.Team {
		if facing[m.ID] {
			out.Team = append(out.Team, Member{ID: m.ID, Parent: m.Parent, Name: m.Name, Title: m.Title, Initials: m.Initials})
		}
	}
	return out
}

// redactCard returns what a customer may see of a card. It lists what stays, so
// that a field that is added later does not.
func redactCard(k *Card) Card {
	out := Card{
		ID: k.ID, Parent: k.Parent, Title: k.Title, Level: k.Level, Occupancy: k.Occupancy, Since: k.Since,
		Assistant: k.Assistant, Unplaced: k.Unplaced, Between: k.Between, PairedWith: slices.Clone(k.PairedWith),
		Collapsed: k.Collapsed, CollapsedOn: k.CollapsedOn, ContinuedFrom: k.ContinuedFrom,
	}
	for i := range k.Holders {
		out.Holders = append(out.Holders, redactHolder(&k.Holders[i]))
	}
	return out
}

// redactHolder is redactCard for a holder.
func redactHolder(h *Holder) Holder {
	out := Holder{Person: h.Person, Name: h.Name, PairedWith: slices.Clone(h.PairedWith)}
	switch h.Change {
	case ChangeJoined, ChangeLeft, ChangeMoved:
		out.Change = h.Change
	}
	return out
}

// redact puts the redacted chart in the place of the whole.
func (p *painter) redact() error {
	if p.opt.Diagram == DiagramNetwork {
		return invalidOption("diagram NETWORK shows influence, which a redacted picture leaves out: ask for TREE or PAIR")
	}
	c := Redact(*p.chart)
	p.chart = &c
	return nil
}

// ourName returns the heading of our side.
func (c *Chart) ourName() string { return cmp.Or(Clean(c.OurName), "Our people") }
