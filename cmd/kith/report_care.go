package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) careReport(f *reportFlags) *cobra.Command {
	var q analysis.CareQuery
	var account string
	cmd := &cobra.Command{
		Use:   "care",
		Short: "What is open at an account, what did we deliver, and what did we grant?",
		Long: `care lists what whoever looks after an account, or inherits it, has to know: problems
that are open and for how long, value delivered and whether the client agreed to it,
currency by currency, and concessions granted, by whom and beside what colleagues
granted (rules O1 and O2).`,
		Example: "  kith report care\n  kith report care --account \"Brackwell Foods\" --days 730",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			rep, err := find.Care(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: careTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	cmd.Flags().StringVar(&account, "account", "", "only this account, by id or name (default: all with anything to tell)")
	cmd.Flags().IntVar(&q.Days, "days", analysis.DefaultCareDays, "how many days back value, concessions and closed problems count")
	return cmd
}

func careTable(v *view.View, rep *analysis.CareReport) *table {
	t := &table{
		title: rep.Sentence, columns: []string{"ACCOUNT", "WHAT", "ON", "STATE", "BY", "TEXT"},
		csvColumns: []string{"account", "what", "record", "on", "state", "by", "amount", "currency", "text"}, csvRows: [][]string{},
	}
	for i := range rep.Accounts {
		a := &rep.Accounts[i]
		add := func(what string, record graph.ID, on graph.Date, state string, by graph.ID, amount *analysis.Money, text string) {
			who, sum, currency := "", "", ""
			if by != "" {
				who = name(v, by)
			}
			shown := text
			if amount != nil {
				sum, currency = strconv.FormatFloat(amount.Amount, 'f', -1, 64), amount.Currency
				shown += ": " + say.Money([]analysis.Money{*amount})
			}
			t.rows = append(t.rows, []string{a.Name, what, on.String(), state, who, shown + "\n· [" + string(record) + "]"})
			t.csvRows = append(t.csvRows, []string{string(a.Account), what, string(record), on.String(), state, string(by), sum, currency, text})
		}
		for _, p := range a.Problems {
			add("problem", p.Record, p.Opened, "open, "+say.Count(p.DaysOpen, "day", "days"), p.Author, nil, p.Text)
		}
		for _, x := range a.Values {
			state := "not agreed"
			if x.Agreed != 0 {
				state = "agreed " + x.Agreed.String()
			}
			add("value", x.Record, x.On, state, x.Author, x.Amount, x.Text)
		}
		for _, x := range a.Concessions {
			state := "over"
			if x.InForce {
				state = "in force"
			}
			add("concession", x.Record, x.On, state, x.Author, nil, x.Text)
		}
		t.notes = append(t.notes, a.Name+": "+a.Sentence)
	}
	t.notes = append(t.notes, findingNotes(rep.Findings)...)
	return t
}
