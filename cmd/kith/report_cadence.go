package main

import (
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) cadenceReport(f *reportFlags) *cobra.Command {
	var q analysis.CadenceQuery
	var account, person string
	cmd := &cobra.Command{
		Use:   "cadence",
		Short: "Who waits for us, who fell silent, which accounts decline?",
		Long: `cadence holds contact against what is agreed: pairings, and everybody who decides or
approves, at the cadence of the pairing or of the policy. It lists what is overdue
(rule C1) and what is due next, ties that had a rhythm and fell silent (C2), and how
often each account is met, with a decline only where the contacts are frequent enough
to tell it from chance (C3). Where contacts would not be on record it says so.`,
		Example: "  kith report cadence\n  kith report cadence --account \"Brackwell Foods\"\n  kith report cadence --person \"Sofia Lindt\" --format csv",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			if q.Person, err = anyNamed(v, graph.NodePerson, "person", person); err != nil {
				return nil, err
			}
			rep, err := find.Cadence(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: cadenceTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "only this account, by id or name")
	fl.StringVar(&person, "person", "", "only what this one of ours is to keep up, by id or name")
	fl.IntVar(&q.Limit, "limit", analysis.DefaultCadences, "how many contacts and silent ties at most")
	return cmd
}

func cadenceTable(v *view.View, rep *analysis.CadenceReport) *table {
	t := &table{
		title:      fmt.Sprintf("Contact due: %d; ties fallen silent: %d", rep.Total, rep.SilentTotal),
		columns:    []string{"ACCOUNT", "STATE", "LAST", "DUE", "FINDING"},
		csvColumns: []string{"account", "state", "person", "ours", "cadence", "last", "due", "before", "now", "sentence", "records"}, csvRows: [][]string{},
	}
	on := func(d graph.Date) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	line := func(sentence string, records ...graph.ID) (string, string) {
		list := []graph.ID{}
		for _, id := range records {
			if id != "" {
				list = append(list, id)
				sentence += "\n· [" + string(id) + "]"
			}
		}
		return sentence, ids(list)
	}
	for _, x := range rep.Contacts {
		text, records := line(x.Sentence, x.LastRecord, x.Record)
		t.rows = append(t.rows, []string{name(v, x.Account), words(x.State), on(x.Last), on(x.Due), text})
		t.csvRows = append(t.csvRows, []string{string(x.Account), string(x.State), string(x.Person), string(x.Ours), strconv.Itoa(x.Cadence), on(x.Last), on(x.Due), "", "", x.Sentence, records})
	}
	for _, x := range rep.Silent {
		text, records := line(x.Sentence, x.LastRecord)
		t.rows = append(t.rows, []string{name(v, x.Account), "silent", on(x.Last), "", text})
		t.csvRows = append(t.csvRows, []string{string(x.Account), "SILENT", string(x.Person), string(x.Ours), "", on(x.Last), "", "", "", x.Sentence, records})
	}
	for _, x := range rep.Accounts {
		t.rows = append(t.rows, []string{name(v, x.Account), words(x.State), "", "", x.Sentence})
		t.csvRows = append(t.csvRows, []string{string(x.Account), string(x.State), "", "", "", "", "", fmt.Sprintf("%.2f", x.Before), fmt.Sprintf("%.2f", x.Now), x.Sentence, ""})
		if len(x.Left) > 0 {
			t.notes = append(t.notes, fmt.Sprintf("%s: not counted, as their contacts were not noticed all the time: %s", name(v, x.Account), nameList(v, x.Left)))
		}
	}
	return t
}
