package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/orgchart"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/picture"
	"github.com/kithgraph/kith/resolvers"
)

// whatIfFlags say what to try, and how to show what comes of it.
type whatIfFlags struct {
	account, asOf   string
	format, picture string
	apply           bool
	reason          string
}

func (a *app) whatIfCommand() *cobra.Command {
	var f whatIfFlags
	cmd := &cobra.Command{
		Use:   "whatif FILE",
		Short: "Try a reorganization out: what would change, and what would be found?",
		Long: `whatif does the edits of a file to a copy of the workspace and shows what an org chart
would be and which findings would come and go, of all accounts. Nothing is written unless
--apply is given, and then all of it as one edit, which kith undo takes back.

The file holds edits as the API takes them, in JSON: a list of objects with one field each,
which is the name of a mutation, and its input. - is standard input. #0 stands for what
the first edit made, #1 for the second:

  [{"addPosition": {"seat": {"organizationId": "o-brackwell-it", "position": {"title": "Head of Data"}}}},
   {"reportTo": {"positionId": "s-brackwell-buyer-2", "managerId": "#0"}}]

Exit code 4: an edit was refused, nothing was written.`,
		Example: "  kith whatif --account \"Brackwell Foods\" reorganization.json\n" +
			"  kith whatif --account a-brackwell -o changes.svg reorganization.json\n" +
			"  kith whatif --account a-brackwell --apply --reason 'agreed on Monday' reorganization.json",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.whatIf(cmd.Context(), &f, args[0]) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.account, "account", "", "the account whose chart is compared, by id or name")
	fl.StringVar(&f.asOf, "as-of", "", "the day to look at, YYYY-MM-DD (default: today)")
	fl.StringVar(&f.format, "format", formatTable, "table, json or csv")
	fl.StringVarP(&f.picture, "output", "o", "", "a picture of what changes, to be written: FILE.svg, .png or .pdf")
	fl.BoolVar(&f.apply, "apply", false, "write it")
	fl.StringVar(&f.reason, "reason", "", "why, for the history")
	completing(cmd, "format", formatTable, formatJSON, formatCSV)
	return cmd
}

// maxEditsFile is how large a file of edits may be, in bytes.
const maxEditsFile = 4 << 20

// editsOf reads a file of edits; - is standard input.
func (a *app) editsOf(name string) ([]any, error) {
	var in io.Reader = a.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	}
	text, err := io.ReadAll(io.LimitReader(in, maxEditsFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxEditsFile {
		return nil, &exitError{exitUsage, fmt.Errorf("%s: larger than %d bytes", name, maxEditsFile)}
	}
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	var edits []any
	if err := d.Decode(&edits); err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("%s: a list of edits in JSON is wanted, such as [{\"reportTo\": {…}}]: %w", name, err)}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, &exitError{exitUsage, fmt.Errorf("%s: something follows the list of edits", name)}
	}
	return edits, nil
}

// asked runs an operation of the API in this process and reads what a field of it answered.
func asked(ctx context.Context, site *resolvers.Site, v resolvers.Viewer, document string, variables map[string]any, into any) error {
	var a struct {
		Data   json.RawMessage
		Errors []struct {
			Message    string
			Path       []any // of what was given: variable, its name, and on
			Extensions struct{ Edit *int }
		}
	}
	if err := json.Unmarshal(site.Do(ctx, v, document, variables), &a); err != nil {
		return err
	}
	if len(a.Errors) == 0 {
		return json.Unmarshal(a.Data, into)
	}
	var list []error
	for _, e := range a.Errors {
		err := errors.New(plain(e.Message))
		if len(e.Path) > 2 && e.Path[0] == "variable" {
			err = fmt.Errorf("%s: %w", plain(where(e.Path[2:])), err)
		}
		if e.Extensions.Edit != nil {
			err = fmt.Errorf("edit %d: %w", *e.Extensions.Edit, err)
		}
		list = append(list, err)
	}
	return &exitError{exitRefused, fmt.Errorf("%w\nnothing was written", errors.Join(list...))}
}

// where says in words where something stands in a list of edits.
func where(path []any) string {
	words := []string{fmt.Sprintf("edit %v", path[0])}
	for _, p := range path[1:] {
		words = append(words, fmt.Sprint(p))
	}
	return strings.Join(words, " ")
}

// whatIfReport is what edits would come to.
type whatIfReport struct {
	Revision graph.Revision // that the edits were tried over
	AsOf     graph.Date
	*orgchart.Diff
	FindingsAppeared, FindingsGone []accountFinding
	Applied                        graph.Revision // that made them; 0 when nothing was written
}

// accountFinding is a finding with the account that it is about.
type accountFinding struct {
	Account graph.ID
	*analysis.Finding
}

func (a *app) whatIf(ctx context.Context, f *whatIfFlags, file string) error {
	on, err := day("as-of", f.asOf)
	if err != nil {
		return err
	}
	edits, err := a.editsOf(file)
	if err != nil {
		return err
	}
	w, s, err := a.existing(ctx, a.openFor(!f.apply))
	if err != nil {
		return err
	}
	defer w.Close()
	account, err := named(view.On(s, on), graph.NodeAccount, "account", f.account)
	if err != nil {
		return err
	}
	viewer := resolvers.Viewer{Workspace: w.ws, Name: a.who(), Permission: resolvers.PermissionEdit}
	site := resolvers.NewHandler(w.Engine, resolvers.Options{Workspace: w.ws})
	var opened struct{ OpenDraft struct{ DraftID graph.ID } }
	if err := asked(ctx, site, viewer, `mutation($edits: [EditInput!]) { openDraft(input: {edits: $edits}) { draftId } }`, map[string]any{"edits": edits}, &opened); err != nil {
		return err
	}
	draft := opened.OpenDraft.DraftID
	base, drafted, err := site.Draft(ctx, viewer, draft)
	if err != nil {
		return err
	}
	then, now := view.On(base, on), view.On(drafted, on)
	report, err := compared(then, now, account)
	if err != nil {
		return err
	}
	if f.picture != "" {
		if err := a.drawn(ctx, then, now, account, f.picture); err != nil {
			return err
		}
	}
	note := "nothing was written: --apply writes it"
	if f.apply {
		var applied struct {
			ApplyDraft struct{ Revision json.Number }
		}
		err := a.patiently(ctx, func() error {
			return asked(ctx, site, viewer, `mutation($id: ID!, $reason: String) { applyDraft(input: {draftId: $id}, options: {reason: $reason}) { revision } }`, map[string]any{"id": string(draft), "reason": f.reason}, &applied)
		})
		if err != nil {
			return err
		}
		n, err := applied.ApplyDraft.Revision.Int64()
		if err != nil {
			return err
		}
		report.Applied = graph.Revision(n)
		note = fmt.Sprintf("written as revision %d", n)
	}
	t := diffTable(then, now, report.Diff)
	t.title = "What would change at " + name(now, account)
	for _, list := range []struct {
		change   string
		findings []accountFinding
	}{{"finding appears", report.FindingsAppeared}, {"finding goes", report.FindingsGone}} {
		for _, x := range list.findings {
			said := [2]string{x.Sentence, ""}
			if list.change == "finding appears" {
				said = [2]string{"", x.Sentence}
			}
			t.rows = append(t.rows, []string{list.change, name(now, x.Account), said[0], said[1]})
			t.csvRows = append(t.csvRows, []string{list.change, x.ID(), name(now, x.Account), said[0], said[1]})
		}
	}
	t.notes = []string{
		fmt.Sprintf("%s over revision %d, as of %s", say.Count(len(edits), "edit", "edits"), base.Revision(), on),
		fmt.Sprintf("workspace %s: %s", w.ws, note),
	}
	return (&answer{table: t, report: report}).write(a.out, f.format)
}

// compared returns how the chart of an account differs in two views, and how the
// findings about all accounts do.
func compared(then, now *view.View, account graph.ID) (*whatIfReport, error) {
	r := &whatIfReport{Revision: then.Snapshot().Revision(), AsOf: now.Day(), FindingsAppeared: []accountFinding{}, FindingsGone: []accountFinding{}}
	var charts [2]*orgchart.Chart
	var found [2]map[string]accountFinding
	var order [2][]string
	for i, v := range []*view.View{then, now} {
		answers := find.NewKeeper(0)
		answers.Reset(v.Snapshot())
		var err error
		if charts[i], err = orgchart.Of(answers, v, orgchart.Query{Account: account, Depth: -1}); err != nil {
			return nil, err
		}
		found[i] = map[string]accountFinding{}
		for _, n := range v.Snapshot().Nodes(graph.NodeAccount) {
			id := v.Snapshot().NodeID(n)
			list, err := orgchart.Findings(answers, v, id)
			if err != nil {
				return nil, err
			}
			for _, x := range list {
				key := string(id) + " " + x.ID()
				if _, known := found[i][key]; !known {
					found[i][key] = accountFinding{id, x}
					order[i] = append(order[i], key)
				}
			}
		}
	}
	r.Diff = orgchart.Compare(charts[0], charts[1])
	only := func(i int) []accountFinding {
		out := []accountFinding{}
		for _, key := range order[i] {
			if _, too := found[1-i][key]; !too {
				out = append(out, found[i][key])
			}
		}
		slices.SortStableFunc(out, func(a, b accountFinding) int { return cmp.Compare(a.Severity, b.Severity) })
		return out
	}
	r.FindingsGone, r.FindingsAppeared = only(0), only(1)
	return r, nil
}

// drawn writes a picture of what changes between two views of an account.
func (a *app) drawn(ctx context.Context, then, now *view.View, account graph.ID, file string) error {
	format, ok := picture.ByExtension(strings.TrimPrefix(filepath.Ext(file), "."))
	if !ok || !format.Drawn() {
		return &exitError{exitUsage, fmt.Errorf("--output %s: a name that ends in .svg, .png or .pdf is wanted", file)}
	}
	r := picture.Request{Account: account, Before: then, Format: format, Width: picture.DefaultWidth, Options: export.Options{
		Diagram: export.DiagramDiff, Page: export.PageSlide, Profile: export.ProfileOffice, Title: "What would change at " + name(now, account),
	}}
	r.Answers = find.NewKeeper(0)
	r.Answers.Reset(now.Snapshot())
	studio := picture.New()
	defer studio.Close()
	drawn, err := studio.One(ctx, now, r, 0)
	if err != nil {
		return err
	}
	if err := writeWhole(file, func(w io.Writer) error { _, err := w.Write(drawn.Body); return err }); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "wrote %s: %s\n", file, drawn.Note())
	return nil
}
