package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
)

// diffFlags say what to compare with what.
type diffFlags struct {
	reportFlags
	account, organization string
	since                 string
	sinceRevision         uint64
}

func (a *app) diffCommand() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff",
		Short: "What has changed on an org chart between two days or revisions?",
		Long: `diff compares the org chart of an account, or of an organization, with an earlier
one: who joined, left, moved and was re-labelled, which seats came, went and report
elsewhere, which lines came and went, and which working ties of ours were won and
lost. kith export orgchart --diagram DIFF draws it.`,
		Example: "  kith diff --account \"Brackwell Foods\" --since 2026-06-01\n" +
			"  kith diff --account a-dunmore --since 2026-01-01 --as-of 2026-06-30 --format json\n" +
			"  kith diff --organization o-brackwell-it --since-revision 41",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.diff(cmd.Context(), &f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.account, "account", "", "the account, by id or name")
	fl.StringVar(&f.organization, "organization", "", "the organization, by id or name, with its units")
	fl.StringVar(&f.since, "since", "", "the earlier day, YYYY-MM-DD (default: that of --as-of)")
	fl.Uint64Var(&f.sinceRevision, "since-revision", 0, "what was recorded at this revision (default: that of --known-at)")
	fl.StringVar(&f.format, "format", formatTable, "table, json or csv")
	fl.StringVar(&f.asOf, "as-of", "", "the day to look at, YYYY-MM-DD (default: today)")
	fl.StringVar(&f.knownAt, "known-at", "", "believe what was recorded at this revision or on this day (default: now)")
	completing(cmd, "format", formatTable, formatJSON, formatCSV)
	return cmd
}

func (a *app) diff(ctx context.Context, f *diffFlags) error {
	if f.since == "" && f.sinceRevision == 0 {
		return &exitError{exitUsage, fmt.Errorf("--since or --since-revision is missing: the day or the revision to compare with")}
	}
	now, w, err := a.opened(ctx, &f.reportFlags)
	if err != nil {
		return err
	}
	defer w.Close()
	before, since := now.Snapshot(), now.Day()
	if f.since != "" {
		if since, err = day("since", f.since); err != nil {
			return err
		}
	}
	if f.sinceRevision != 0 {
		if before, err = w.SnapshotAt(ctx, w.ws, graph.Revision(f.sinceRevision)); err != nil {
			return err
		}
	}
	q := orgchart.Query{Depth: -1}
	if f.account != "" || f.organization == "" {
		if q.Account, err = named(now, graph.NodeAccount, "account", f.account); err != nil {
			return err
		}
	}
	if f.organization != "" {
		if q.Organization, err = named(now, graph.NodeOrganization, "organization", f.organization); err != nil {
			return err
		}
	}
	then := view.On(before, since)
	var charts [2]*orgchart.Chart
	for i, v := range []*view.View{then, now} {
		if charts[i], err = orgchart.Of(nil, v, q); err != nil {
			return err
		}
	}
	d := orgchart.Compare(charts[0], charts[1])
	ans := answer{table: diffTable(then, now, d), report: struct {
		Since         graph.Date
		SinceRevision graph.Revision
		AsOf          graph.Date
		Revision      graph.Revision
		*orgchart.Diff
	}{since, before.Revision(), now.Day(), now.Snapshot().Revision(), d}}
	ans.table.title = "What has changed at " + name(now, max(q.Account, q.Organization))
	ans.table.notes = []string{fmt.Sprintf("since %s at revision %d; as of %s, known at revision %d", since, before.Revision(), now.Day(), now.Snapshot().Revision())}
	return ans.write(a.out, f.format)
}

// diffTable shows a difference a change a row.
func diffTable(then, now *view.View, d *orgchart.Diff) *table {
	t := &table{columns: []string{"CHANGE", "WHO OR WHAT", "BEFORE", "AFTER"}, csvColumns: []string{"change", "id", "name", "before", "after"}, csvRows: [][]string{}}
	add := func(change string, id graph.ID, called, before, after string) {
		t.rows = append(t.rows, []string{strings.ToLower(change), called, before, after})
		t.csvRows = append(t.csvRows, []string{change, string(id), called, before, after})
	}
	seat := func(v *view.View, id graph.ID) string {
		if id == "" {
			return ""
		}
		return "under " + name(v, id)
	}
	for _, p := range d.People {
		before, after := placeWords(then, p.Before), placeWords(now, p.After)
		add(string(p.Kind), p.Person, p.Name, strings.Join(before, ", "), strings.Join(after, ", "))
		if p.Before != nil && p.After != nil { // people read what is different
			row := t.rows[len(t.rows)-1]
			row[2], row[3] = strings.Join(without(before, after), ", "), strings.Join(without(after, before), ", ")
		}
	}
	for _, s := range d.Seats {
		add("seat "+strings.ToLower(string(s.Kind)), s.Seat, s.Title, seat(then, s.ManagerBefore), seat(now, s.ManagerAfter))
	}
	for _, l := range d.LinesAdded {
		add("line added", l.Record, name(now, l.From)+" – "+name(now, l.To), "", words(l.Kind))
	}
	for _, l := range d.LinesRemoved {
		add("line removed", l.Record, name(then, l.From)+" – "+name(then, l.To), words(l.Kind), "")
	}
	for _, k := range d.TiesWon {
		add("tie won", k.Theirs, name(now, k.Ours)+" – "+name(now, k.Theirs), words(k.Before), words(k.After))
	}
	for _, k := range d.TiesLost {
		add("tie lost", k.Theirs, name(then, k.Ours)+" – "+name(then, k.Theirs), words(k.Before), words(k.After))
	}
	return t
}

// placeWords says what a difference compares of somebody's place, that which is read first
// before what may be cut; nil for no place.
func placeWords(v *view.View, p *orgchart.Place) []string {
	if p == nil {
		return nil
	}
	stance := p.Stance
	if stance == "" {
		stance = graph.StanceUnknown
	}
	parts := []string{"stance " + words(stance)}
	for _, r := range p.Roles {
		parts = append(parts, words(r))
	}
	parts = append(parts, p.Title)
	if p.Manager != "" {
		parts = append(parts, "under "+name(v, p.Manager))
	}
	return parts
}

// without returns those of some parts that are not among others.
func without(parts, others []string) []string {
	var out []string
	for _, s := range parts {
		if !slices.Contains(others, s) {
			out = append(out, s)
		}
	}
	return out
}
