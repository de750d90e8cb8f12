package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/export/brief"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) handoverReport(f *reportFlags) *cobra.Command {
	var person, account string
	cmd := &cobra.Command{
		Use:   "handover",
		Short: "What does one of ours hand over, to whom, and when?",
		Long: `handover lists the ties, pairings and promises of one of ours who leaves or changes,
account by account: which ties nobody else has, who should take them over and how,
what hangs on them, why now is a bad moment, and why another may do better. Of
somebody who has left it says what is still to be handed over (rule M1).
--format markdown and html write it for people to read.`,
		Example: "  kith report handover --person \"Ben Okafor\"\n  kith report handover --person \"Ben Okafor\" --account \"Dunmore Rail\" --format html > handover.html",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			q := analysis.HandoverQuery{}
			var err error
			if q.Person, err = named(v, graph.NodePerson, "person", person); err != nil {
				return nil, err
			}
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			rep, err := find.Handover(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{handoverTable(v, rep), rep, &rep.Envelope, brief.Handover(v, rep)}, nil
		}),
	}
	cmd.Flags().StringVar(&person, "person", "", "one of ours, by id or name")
	cmd.Flags().StringVar(&account, "account", "", "only this account, by id or name (default: every one)")
	return cmd
}

func handoverTable(v *view.View, rep *analysis.HandoverReport) *table {
	t := &table{
		title: rep.Sentence, columns: []string{"ACCOUNT", "WHAT", "WITH", "BAND", "ONLY OURS", "NEXT BEST", "WHO TAKES OVER"},
		csvColumns: []string{"account", "what", "id", "name", "band", "exclusive", "nextBest", "nextBestBand", "proposed", "text", "on", "records"}, csvRows: [][]string{},
	}
	for i := range rep.Accounts {
		handoverRows(t, v, &rep.Accounts[i])
	}
	return t
}

func handoverRows(t *table, v *view.View, a *analysis.AccountHandover) {
	account := string(a.Account)
	for _, tie := range a.Ties {
		only, next, nextID, nextBand, proposed, text := "no", "", "", "", "", "others are enough"
		if tie.Exclusive {
			only = "yes"
		}
		if b := tie.SecondBest; b != nil {
			next = fmt.Sprintf("%s (%s)", name(v, b.Owner), words(b.Band))
			if b.Cooling {
				next = fmt.Sprintf("%s (%s, but out of touch)", name(v, b.Owner), words(b.Band))
			}
			nextID, nextBand = string(b.Owner), string(b.Band)
		}
		if tie.Remedy != nil {
			proposed, text = string(tie.Remedy.Owner), tie.Remedy.Text
		}
		records := []string{}
		if tie.LastRecord != "" {
			records = append(records, string(tie.LastRecord))
		}
		if tie.Stated != nil {
			records = append(records, string(tie.Stated.Record))
		}
		lines := []string{text}
		for _, r := range records {
			lines = append(lines, "· ["+r+"]")
		}
		t.rows = append(t.rows, []string{a.Name, "tie", tie.Name, words(tie.Band), only, next, strings.Join(lines, "\n")})
		t.csvRows = append(t.csvRows, []string{account, "tie", string(tie.To), tie.Name, string(tie.Band), only, nextID, nextBand, proposed, text, tie.LastContact.String(), strings.Join(records, " ")})
	}
	for _, p := range a.Pairings {
		who := "nobody of ours is suited"
		if p.Proposed != "" {
			who = name(v, p.Proposed)
		}
		t.rows = append(t.rows, []string{a.Name, "pairing", p.Name, "", "", "", who + "\n· [" + string(p.Record) + "]"})
		t.csvRows = append(t.csvRows, []string{account, "pairing", string(p.With), p.Name, "", "", "", "", string(p.Proposed), "", "", string(p.Record)})
	}
	for _, p := range a.Promises {
		promiseRow(t, v, a.Name, account, p)
	}
	t.notes = append(t.notes, fmt.Sprintf("%s %s", a.Level, a.Sentence))
	for _, kind := range []struct {
		note, what string
		flags      []analysis.MomentFlag
	}{{"a bad moment", "bad moment", a.BadMoments}, {"a reason to change", "reason to change", a.ReasonsToChange}} {
		for _, x := range kind.flags {
			t.notes = append(t.notes, fmt.Sprintf("%s: %s: %s [%s]", a.Name, kind.note, x.Text, x.Record))
			t.csvRows = append(t.csvRows, []string{account, kind.what, "", "", "", "", "", "", "", x.Text, x.On.String(), string(x.Record)})
		}
	}
}

// promiseRow adds a promise to a handover.
func promiseRow(t *table, v *view.View, accountName, account string, p analysis.OpenPromise) {
	t.rows = append(t.rows, []string{accountName, "promise", nameList(v, p.MadeTo), "", "", "", fmt.Sprintf("%s\n· [%s]", promiseText(v, p), p.Record)})
	t.csvRows = append(t.csvRows, []string{account, "promise", "", "", "", "", "", "", "", promiseText(v, p), p.Due.String(), string(p.Record)})
}

// promiseText says what was promised, by whom and for when.
func promiseText(v *view.View, p analysis.OpenPromise) string {
	s := fmt.Sprintf("%s, promised by %s", p.Text, nameList(v, p.MadeBy))
	switch {
	case p.Overdue:
		s += ", overdue since " + p.Due.String()
	case p.Due != 0:
		s += ", due " + p.Due.String()
	}
	return s
}

func (a *app) moveCardReport(f *reportFlags) *cobra.Command {
	var person, on string
	cmd := &cobra.Command{
		Use:   "movecard",
		Short: "A contact moved: what do we keep, gain and lose?",
		Long: `movecard is about one move of a contact: our ties to them now and who congratulates;
whom they put in reach where they joined; what hung on them where they left, the gaps
that opened, who acts in their place and open promises; and whom to cover anew, by
whom and how. --on names an earlier move (default: the latest within a year). Rules
M1 and M2. --format markdown and html write it for people to read.`,
		Example: "  kith report movecard --person \"Marta Keller\"\n  kith report movecard --person p-marta-keller --on 2026-09-23 --format markdown",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			q := analysis.MoveCardQuery{}
			var err error
			if q.Person, err = named(v, graph.NodePerson, "person", person); err != nil {
				return nil, err
			}
			if on != "" {
				if q.On, err = day("on", on); err != nil {
					return nil, err
				}
			}
			card, err := find.CardOfMove(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{moveCardTable(v, card), card, &card.Envelope, brief.MoveCard(v, card)}, nil
		}),
	}
	cmd.Flags().StringVar(&person, "person", "", "the contact, by id or name")
	cmd.Flags().StringVar(&on, "on", "", "the day of the move (default: the latest one in the year before --as-of)")
	return cmd
}

func moveCardTable(v *view.View, c *analysis.MoveCardReport) *table {
	t := &table{
		title: c.Sentence, columns: []string{"WHAT", "WHO", "DETAIL"},
		csvColumns: []string{"what", "id", "name", "detail", "records"}, csvRows: [][]string{},
	}
	add := func(what string, id graph.ID, who, detail string, records ...graph.ID) {
		t.csvRows = append(t.csvRows, []string{what, string(id), who, detail, ids(records)})
		for _, r := range records {
			if r != "" {
				detail += "\n· [" + string(r) + "]"
			}
		}
		t.rows = append(t.rows, []string{what, who, strings.TrimPrefix(detail, "\n")})
	}
	for _, k := range c.Kept {
		detail := words(k.Band)
		if k.LastContact != 0 {
			detail += ", last contact " + k.LastContact.String()
		}
		if k.From == c.Congratulate {
			detail += "; congratulates"
		}
		add("kept", k.From, k.Name, detail, k.LastRecord)
	}
	for _, g := range c.Gained {
		add("gained", g.Person, g.Name, "in reach by them alone"+rolesText(g.Parts))
	}
	for _, n := range c.Neighbours {
		known := "may know them by now, from working together: " + percent(n.Implied)
		if n.Implied == 1 {
			known = "they know each other, by what is on record"
		}
		add(words(n.Relation), n.Person, n.Name, known+rolesText(n.Parts))
	}
	for i, id := range c.Lost.People {
		var records []graph.ID
		if i == 0 {
			_, records = reasons(c.Lost.Reasons)
		}
		add("lost", id, name(v, id), "nothing else led to them", records...)
	}
	for _, x := range c.Lost.Areas {
		add("lost", x.Area, x.Name, "decision area cut off")
	}
	for _, x := range c.Opened {
		var records []graph.ID
		for _, fact := range x.Reasons[:min(3, len(x.Reasons))] {
			records = append(records, fact.Record)
		}
		add("gap", x.Subjects[0], name(v, x.Subjects[0]), fmt.Sprintf("%s %s %s", x.Severity, x.Rule, x.Sentence), records...)
	}
	for _, id := range c.Acting {
		add("acting", id, name(v, id), "holds a seat left for the time being")
	}
	for _, p := range c.Promises {
		add("promise", p.Record, nameList(v, p.MadeTo), promiseText(v, p), p.Record)
	}
	for _, s := range c.Recover {
		detail := s.Why
		if s.Ask != "" {
			detail += fmt.Sprintf("; until %s ask %s first", c.AskUntil, name(v, s.Ask))
		}
		if s.Remedy != nil {
			detail += "\n→ " + s.Remedy.Text
		}
		add("to do", s.Person, s.Name, detail)
	}
	t.notes = append(t.notes, findingNotes(c.Findings)...)
	return t
}

// rolesText says what somebody does in decisions: "; decider of ERP".
func rolesText(parts []analysis.Part) string {
	var out []string
	for _, p := range parts {
		s := words(p.Role)
		if p.Name != "" {
			s += " of " + p.Name
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return ""
	}
	return "; " + strings.Join(out, ", ")
}
