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

func (a *app) attentionReport(f *reportFlags) *cobra.Command {
	var q analysis.AttentionQuery
	var account, person string
	cmd := &cobra.Command{
		Use:   "attention",
		Short: "Where does our time go, and who is neglected?",
		Long: `attention counts the contact-days of the last 26 whole weeks, one of ours, one of
theirs, one day, and holds the share of each account against what is agreed, its
revenue and its tier: accounts that are neglected (rule A1) or over-served (A2), those
of ours with a favourite (A3), and accounts where nobody new was met (A4). Shares are of
all accounts, whatever is listed.`,
		Example: "  kith report attention\n  kith report attention --person \"Ben Okafor\"\n  kith report attention --account a-dunmore --format csv",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			if q.Person, err = anyNamed(v, graph.NodePerson, "person", person); err != nil {
				return nil, err
			}
			rep, err := find.Attention(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: attentionTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "list only this account, by id or name")
	fl.StringVar(&person, "person", "", "list only this one of ours, by id or name")
	fl.IntVar(&q.Limit, "limit", analysis.DefaultAttention, "how many accounts and people at most")
	return cmd
}

func attentionTable(v *view.View, rep *analysis.AttentionReport) *table {
	t := &table{
		title:      fmt.Sprintf("Contact-days from %s to before %s: %d", rep.From, rep.To, rep.ContactDays),
		columns:    []string{"WHO", "STATE", "DAYS", "FINDING"},
		csvColumns: []string{"what", "id", "state", "account", "contactDays", "share", "agreedShare", "revenueShare", "overdue", "effective", "favourite", "sentence"}, csvRows: [][]string{},
	}
	share := func(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }
	for _, x := range rep.Accounts {
		t.rows = append(t.rows, []string{name(v, x.Account), words(x.State), strconv.Itoa(x.ContactDays), x.Sentence})
		t.csvRows = append(t.csvRows, []string{"account", string(x.Account), string(x.State), string(x.Account), strconv.Itoa(x.ContactDays), share(x.Share), share(x.AgreedShare), share(x.RevenueShare), strconv.Itoa(x.Overdue), share(x.Effective), "", x.Sentence})
	}
	for _, x := range rep.People {
		t.rows = append(t.rows, []string{name(v, x.Person), "", strconv.Itoa(x.ContactDays), x.Sentence})
		for _, p := range x.Accounts {
			t.csvRows = append(t.csvRows, []string{"person", string(x.Person), "", string(p.Account), strconv.Itoa(p.ContactDays), share(p.Share), share(p.AgreedShare), share(p.RevenueShare), "", share(x.Effective), string(x.Favourite), x.Sentence})
		}
	}
	for _, f := range rep.Findings {
		if f.Remedy != nil {
			t.notes = append(t.notes, fmt.Sprintf("%s %s: %s → %s", f.Severity, f.Rule, f.Sentence, f.Remedy.Text))
		}
	}
	return t
}
