package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) promisesReport(f *reportFlags) *cobra.Command {
	var q analysis.PromisesQuery
	var account, person string
	var due bool
	cmd := &cobra.Command{
		Use:   "promises",
		Short: "Which promises were kept, ours and theirs, and which are due?",
		Long: `promises lists what ours promised and what they did: overdue, open, kept late or in
time, moved before or after the day, and whether the other side was told or surprised;
of those that recur, how often they came and how often they were missed. Below stand
the figures of each account, person and key account manager, a rate from five due days
on (rules K1 to K4). --due lists only what is overdue or due soon.`,
		Example: "  kith report promises --due\n  kith report promises --account \"Brackwell Foods\" --days 365\n  kith report promises --person \"Ben Okafor\" --format csv",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			if q.Person, err = anyNamed(v, graph.NodePerson, "person", person); err != nil {
				return nil, err
			}
			rep, err := find.Promises(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: promisesTable(v, rep, due), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "only this account, by id or name")
	fl.StringVar(&person, "person", "", "only what this person of either side promised or was promised, by id or name")
	fl.BoolVar(&due, "due", false, "only what is overdue or due soon")
	fl.IntVar(&q.Days, "days", analysis.DefaultPromiseDays, "how many days back due days count")
	fl.IntVar(&q.Ahead, "ahead", analysis.DefaultPromiseAhead, "how many days ahead, today among them, are soon")
	fl.IntVar(&q.Limit, "limit", analysis.DefaultPromises, "how many promises at most")
	return cmd
}

func promisesTable(v *view.View, rep *analysis.PromisesReport, due bool) *table {
	t := &table{
		title: rep.Sentence, columns: []string{"WHOSE", "STATE", "DUE", "LATE", "ACCOUNT", "PROMISE"},
		csvColumns: []string{"record", "side", "state", "due", "daysLate", "soon", "account", "madeBy", "madeTo", "promised", "delivered", "everyDays", "termsDue", "termsInTime", "termsMissed", "moved", "text", "sentence"}, csvRows: [][]string{},
	}
	for i := range rep.Promises {
		p := &rep.Promises[i]
		if due && p.State != analysis.PromiseOverdue && !p.Soon {
			continue
		}
		state := words(p.State)
		if p.Soon {
			state += ", due soon"
		}
		late := ""
		if p.DaysLate > 0 {
			late = say.Count(p.DaysLate, "day", "days")
		}
		account := ""
		if p.Account != "" {
			account = name(v, p.Account)
		}
		t.rows = append(t.rows, []string{words(p.Side), state, p.Due.String(), late, account, p.Sentence + "\n· [" + string(p.Record) + "]"})
		t.csvRows = append(t.csvRows, []string{
			string(p.Record), string(p.Side), string(p.State), p.Due.String(), strconv.Itoa(p.DaysLate), strconv.FormatBool(p.Soon), string(p.Account), ids(p.MadeBy), ids(p.MadeTo),
			p.Promised.String(), p.Delivered.String(), strconv.Itoa(p.EveryDays), strconv.Itoa(p.TermsDue), strconv.Itoa(p.TermsInTime), strconv.Itoa(p.TermsMissed), strconv.Itoa(p.Moved), p.Text, p.Sentence,
		})
	}
	for _, a := range rep.Accounts {
		t.notes = append(t.notes, strings.Join([]string{a.Name, ", what we promised: ", a.Ours.Sentence, " What they promised: ", a.Theirs.Sentence}, ""))
	}
	for _, p := range rep.People {
		if p.Tally.Due > 0 {
			t.notes = append(t.notes, p.Name+": "+p.Tally.Sentence)
		}
	}
	for _, p := range rep.Managers {
		t.notes = append(t.notes, p.Name+" as key account manager: "+p.Tally.Sentence)
	}
	t.notes = append(t.notes, findingNotes(rep.Findings)...)
	if more := rep.Total - len(rep.Promises); more > 0 {
		t.notes = append(t.notes, say.Count(more, "more promise is", "more promises are")+" not listed; raise --limit")
	}
	return t
}
