package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/review"
)

func (a *app) reviewCommand() *cobra.Command {
	f := &reportFlags{}
	var kinds []string
	var since, account string
	var decided bool
	var limit int
	cmd := &cobra.Command{
		Use:   "review",
		Short: "List what waits to be reviewed, and decide it",
		Long: `review lists what somebody should look at: people and organizations entered twice,
strangers of a customer's domain in the mail, who left, came, moved or rose, who
probably followed whom, and introductions that could not be asked for before. Each
has an id, what speaks for it and what accepting does. Decide with accept, correct
or dismiss: what was decided does not come back until what it is about changes.
Each decision is one edit, which kith undo takes back.`,
		Example: `  kith review
  kith review --kind duplicate-people --kind stranger
  kith review --account "Brackwell Foods" --since 2026-01-01 --format json
  kith review accept duplicate-people-5k7q2v8m1c3d9f0g
  kith review correct joiner-2b6t0r4n8s1a5e7h --on 2026-02-01
  kith review dismiss leaver-9j3m7p1x5z2c6v0b --note 'on parental leave'`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q := review.Query{Limit: limit}
			for _, k := range kinds {
				q.Kinds = append(q.Kinds, graph.SuggestionKind(strings.ToUpper(strings.ReplaceAll(k, "-", "_"))))
			}
			var err error
			if q.Since, err = sinceDay(since); err != nil {
				return err
			}
			v, done, err := a.view(cmd.Context(), f)
			if err != nil {
				return err
			}
			defer done()
			if q.Account, err = anyNamed(v, graph.NodeAccount, "account", account); err != nil {
				return err
			}
			r, err := review.List(v, q)
			if err != nil {
				return err
			}
			ans := &answer{table: suggestionTable(r), report: r}
			if decided {
				ans = &answer{table: decidedTable(v, r), report: r.Decided}
			}
			return ans.write(a.out, f.format)
		},
	}
	p := cmd.Flags()
	p.StringArrayVar(&kinds, "kind", nil, "only suggestions of this kind, such as duplicate-people; may be repeated")
	p.StringVar(&account, "account", "", "only what is about this account, by id or name")
	p.StringVar(&since, "since", "", "what happened from this day on, YYYY-MM-DD (default: 90 days before)")
	p.BoolVar(&decided, "decided", false, "list what was decided instead")
	p.IntVar(&limit, "limit", review.DefaultListed, "how many at most")
	p.StringVar(&f.format, "format", formatTable, "table, json or csv")
	p.StringVar(&f.asOf, "as-of", "", "the day to look at, YYYY-MM-DD (default: today)")
	p.StringVar(&f.knownAt, "known-at", "", "believe what was recorded at this revision or on this day (default: now)")
	completing(cmd, "format", formatTable, formatJSON, formatCSV)
	var words []string
	for _, k := range graph.SuggestionKinds() {
		words = append(words, draft.SuggestionWord(k))
	}
	completing(cmd, "kind", words...)
	cmd.AddCommand(a.decideCommand("accept", graph.VerdictAccepted), a.decideCommand("correct", graph.VerdictCorrected), a.decideCommand("dismiss", graph.VerdictDismissed))
	return cmd
}

// sinceDay reads a --since flag; empty is 0, the default of a query.
func sinceDay(value string) (graph.Date, error) {
	if value == "" {
		return 0, nil
	}
	return day("since", value)
}

// suggestionTable lists what waits.
func suggestionTable(r *review.Report) *table {
	t := &table{
		title: fmt.Sprintf("To review, of what happened since %s: %d", r.Since, r.Total), columns: []string{"ID", "SURE", "ON", "SUGGESTION"},
		csvColumns: []string{"id", "kind", "confidence", "on", "sentence", "reasons", "deed"},
	}
	for i := range r.Suggestions {
		s := &r.Suggestions[i]
		on := ""
		if s.On != 0 {
			on = s.On.String()
		}
		t.rows = append(t.rows, []string{string(s.ID), strings.ToLower(string(s.Confidence)), on, s.Sentence + "\naccept: " + s.Deed})
		t.csvRows = append(t.csvRows, []string{string(s.ID), string(s.Kind), string(s.Confidence), on, s.Sentence, strings.Join(s.Reasons, "; "), s.Deed})
	}
	if n := r.Total - len(r.Suggestions); n > 0 {
		t.notes = append(t.notes, fmt.Sprintf("%d more: --limit %d lists them", n, min(r.Total, review.MaxListed)))
	}
	t.notes = append(t.notes, fmt.Sprintf("as of %s, known at revision %d", r.AsOf, r.Revision))
	return t
}

// decidedTable lists what was decided.
func decidedTable(v *view.View, r *review.Report) *table {
	t := &table{title: fmt.Sprintf("Decided by %s: %d", r.AsOf, len(r.Decided)), columns: []string{"ID", "VERDICT", "ON", "BY", "ABOUT"}}
	for i := range r.Decided {
		s := &r.Decided[i]
		var about []graph.ID
		for _, id := range s.About {
			about = append(about, graph.ID(id))
		}
		what := nameList(v, about)
		if s.Note != "" {
			what += "\nnote: " + s.Note
		}
		t.rows = append(t.rows, []string{string(s.ID), strings.ToLower(string(s.Verdict)), s.On.String(), s.Who, what})
	}
	t.notes = append(t.notes, fmt.Sprintf("as of %s, known at revision %d", r.AsOf, r.Revision))
	return t
}

// decideCommand returns the command for one verdict.
func (a *app) decideCommand(use string, verdict graph.Verdict) *cobra.Command {
	f := &editFlags{}
	x := review.Decision{Verdict: verdict}
	var since, on, keep, organization, position, seeker string
	cmd := &cobra.Command{
		Use:  use + " ID",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			x.Suggestion, x.Who = graph.ID(args[0]), a.who()
			var err error
			if x.Since, err = sinceDay(since); err != nil {
				return err
			}
			if on != "" {
				if x.Correction.On, err = day("on", on); err != nil {
					return err
				}
			}
			w, s, err := a.existing(cmd.Context(), a.openFor(f.dryRun))
			if err != nil {
				return err
			}
			defer w.Close()
			v := view.On(s, today())
			for _, ref := range []struct {
				flag, value string
				kind        graph.Kind
				to          *graph.ID
			}{
				{"organization", organization, graph.NodeOrganization, &x.Correction.Organization},
				{"position", position, graph.NodePosition, &x.Correction.Position},
				{"seeker", seeker, graph.NodePerson, &x.Correction.Seeker},
				{"keep", keep, keptKind(x.Suggestion), &x.Correction.Keep},
			} {
				if ref.value != "" {
					if *ref.to, err = found(v, ref.kind, "--"+ref.flag, ref.value, false); err != nil {
						return err
					}
				}
			}
			if f.reason == "" {
				f.reason = "review: " + use
			}
			return a.edit(cmd.Context(), w, s, f, fmt.Sprintf("%s %s", strings.ToLower(string(verdict)), x.Suggestion), func(d *draft.Draft) error {
				_, err := review.Decide(d, x)
				return err
			})
		},
	}
	f.add(cmd)
	p := cmd.Flags()
	p.StringVar(&x.Note, "note", "", "why, kept with the decision")
	p.StringVar(&since, "since", "", "as it was given to the list (default: 90 days before)")
	switch verdict {
	case graph.VerdictAccepted:
		cmd.Short = "Do what a suggestion says, and remember that"
		cmd.Example = "  kith review accept --dry-run duplicate-people-5k7q2v8m1c3d9f0g\n  kith review accept successor-0d4g8k2n6r1t5w9z"
	case graph.VerdictDismissed:
		cmd.Short = "Remember that a suggestion is not to be done"
		cmd.Example = "  kith review dismiss leaver-9j3m7p1x5z2c6v0b --note 'on parental leave'"
	case graph.VerdictCorrected:
		cmd.Short = "Do what a suggestion says with something else in it, and remember that"
		cmd.Example = `  kith review correct duplicate-people-5k7q2v8m1c3d9f0g --keep crm:4711
  kith review correct joiner-2b6t0r4n8s1a5e7h --on 2026-02-01
  kith review correct stranger-7f1h5l9p3s8v2y6b --name 'Jane Doe' --title CFO`
		p.StringVar(&keep, "keep", "", "of two that are one: which stays")
		p.StringVar(&on, "on", "", "the day on which it happened, YYYY-MM-DD")
		p.StringVar(&x.Correction.Name, "name", "", "of a stranger: the name")
		p.StringVar(&x.Correction.Title, "title", "", "of a stranger: the title of the seat")
		p.StringVar(&organization, "organization", "", "of a stranger: where they are")
		p.StringVar(&position, "position", "", "the seat of a stranger or successor")
		p.StringVar(&seeker, "seeker", "", "of an introduction: which of ours asks")
	}
	cmd.Long = cmd.Short + ".\nThe suggestion is looked for as kith review lists it today. Exit code 4: refused,\nnothing was written."
	return cmd
}

// keptKind returns of which kind are the two that a suggestion takes for one.
func keptKind(suggestion graph.ID) graph.Kind {
	if strings.HasPrefix(string(suggestion), draft.SuggestionWord(graph.SuggestionDuplicateOrganizations)+"-") {
		return graph.NodeOrganization
	}
	return graph.NodePerson
}
