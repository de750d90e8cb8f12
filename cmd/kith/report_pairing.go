package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) pairingReport(f *reportFlags) *cobra.Command {
	var account, whyNot string
	var changes bool
	cmd := &cobra.Command{
		Use:   "pairing",
		Short: "Who of ours should look after whom, level by level?",
		Long: `pairing proposes a counterpart of ours for everybody of theirs who wants one: a peer
at eye level, and for a decider somebody else day by day. It is the arrangement with
the fewest points; each row says what speaks for and against, and who would be next.
--changes leaves out what is as it should be, --why-not says of one of ours why they
are not proposed. A pairing that is asleep is rule G8.`,
		Example: "  kith report pairing --account \"Brackwell Foods\"\n  kith report pairing --account \"Brackwell Foods\" --why-not \"Erik Vinter\"\n  kith report pairing --account a-brackwell --changes --format csv",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			id, err := named(v, graph.NodeAccount, "account", account)
			if err != nil {
				return nil, err
			}
			q := analysis.PairingQuery{Account: id}
			if whyNot != "" {
				if q.WhyNot, err = named(v, graph.NodePerson, "why-not", whyNot); err != nil {
					return nil, err
				}
			}
			rep, err := find.Pairings(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: pairingTable(v, rep, changes), report: rep, env: &rep.Envelope}, nil
		}),
	}
	cmd.Flags().StringVar(&account, "account", "", "the account, by id or name")
	cmd.Flags().StringVar(&whyNot, "why-not", "", "one of ours: also how much dearer the whole would be with them")
	cmd.Flags().BoolVar(&changes, "changes", false, "only what should be other than it is")
	return cmd
}

func pairingTable(v *view.View, rep *analysis.PairingReport, changes bool) *table {
	t := &table{
		title:   fmt.Sprintf("Pairings at %s: %d points, today %d; changes: %d", name(v, rep.Account), rep.Cost, rep.PresentCost, rep.Changes),
		columns: []string{"LEVEL", "THEIRS", "FOR", "OURS", "TODAY", "CHANGE", "POINTS", "WHY"},
		csvColumns: []string{
			"level", "person", "name", "roles", "demand", "owner", "ownerName", "present", "change", "points", "parts",
			"runnerUp", "runnerUpExtra", "whyNotExtra", "whyNot", "sentence", "records",
		},
		csvRows: [][]string{},
	}
	for _, p := range rep.Pairings {
		if changes && (p.Change == analysis.PairingKept || p.Change == analysis.PairingOpen) {
			continue
		}
		level := "?"
		if p.Level > 0 {
			level = strconv.Itoa(p.Level)
		}
		today := ""
		if p.Present != "" {
			today = name(v, p.Present)
		}
		lines := []string{p.Sentence}
		var parts, records, roles []string
		for _, x := range p.Parts {
			parts = append(parts, fmt.Sprintf("%s %+d", x.Name, x.Points))
			if x.Record != "" {
				lines = append(lines, fmt.Sprintf("· %s [%s]", x.Text, x.Record))
				records = append(records, string(x.Record))
			}
		}
		var notExtra, not string
		if w := p.WhyNot; w != nil {
			lines = append(lines, "why not: "+w.Sentence)
			if not = w.Reason; w.Possible {
				notExtra = strconv.Itoa(w.Extra)
			}
		}
		for _, r := range p.Roles {
			roles = append(roles, string(r))
		}
		var next, extra string
		if p.RunnerUp != nil {
			next, extra = string(p.RunnerUp.Owner), strconv.Itoa(p.RunnerUp.Extra)
		}
		t.rows = append(t.rows, []string{level, p.Name, words(p.Demand), p.OwnerName, today, words(p.Change), strconv.Itoa(p.Points), strings.Join(lines, "\n")})
		t.csvRows = append(t.csvRows, []string{
			level, string(p.Person), p.Name, strings.Join(roles, " "), string(p.Demand), string(p.Owner), p.OwnerName, string(p.Present), string(p.Change),
			strconv.Itoa(p.Points), strings.Join(parts, "; "), next, extra, notExtra, not, p.Sentence, strings.Join(records, " "),
		})
	}
	for _, l := range rep.Levels {
		note := l.Sentence
		if len(l.Unpaired) > 0 {
			note += " Nobody today for " + nameList(v, l.Unpaired) + "."
		}
		if len(l.Apart) > 0 {
			note += " Not at eye level: " + nameList(v, l.Apart) + "."
		}
		t.notes = append(t.notes, note)
	}
	t.notes = append(t.notes, findingNotes(rep.Findings)...)
	return t
}
