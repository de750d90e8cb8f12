package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/importer"
)

func (a *app) importCommand() *cobra.Command {
	var o importer.Options
	var asOf, mapping, reason string
	var dryRun, mapColumns bool
	var answers, confirmed []string
	cmd := &cobra.Command{
		Use:   "import PATH...",
		Short: "Import files, with a preview of what would change",
		Long: `import takes the files that LinkedIn, Salesforce, HubSpot, Dynamics 365, Google,
Outlook, Entra, HR systems and address books export, mailboxes (mbox, EML) and
calendars (iCalendar), as they are (docs/import has a page for each), and files of the neutral form (organizations, people,
positions, relationships, interactions, assessments and more; docs/import.md has
their columns), single files or a folder. A file that nobody knows is refused
with its columns; --map begins a mapping file that says what they mean, which lies
beside the file and is read each time. Importing the same files again changes
nothing. Every row that cannot be taken is listed with file, line, column, value
and reason; with such rows nothing is written unless --accept-good-rows says to
take the rest. When much of what was known is missing from a file, import asks
before it ends anything. Exit code 4: nothing was written.`,
		Example: `  kith import --source crm --dry-run ./export
  kith import --source crm --ours acme --customer brackwell ./export
  kith import --source hr --as-of 2026-06-30 people.csv positions.csv
  kith import --source crm --accept-good-rows --mapping words.json ./export`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Source == "" {
				return &exitError{exitUsage, errors.New("--source is missing: a short name for where the files come from, such as crm; it keeps the ids of two systems apart")}
			}
			if asOf != "" {
				d, err := day("as-of", asOf)
				if err != nil {
					return err
				}
				o.AsOf = d
			}
			if mapColumns {
				return a.mapColumns(args, o)
			}
			if mapping == "" {
				mapping = a.mappingOf(o.Source, args[0])
			}
			if mapping != "" {
				f, err := os.Open(mapping)
				if err != nil {
					return err
				}
				defer f.Close()
				if o.Mapping, err = importer.ReadMapping(filepath.Base(mapping), f); err != nil {
					return err
				}
			}
			files, err := importer.Files(args...)
			if err != nil {
				return err
			}
			w, err := a.openToAdd(cmd.Context(), dryRun)
			if err != nil {
				return err
			}
			defer w.Close()
			if reason == "" {
				reason = "import from " + o.Source
			}
			for _, id := range confirmed {
				answers = append(answers, id+"=yes")
			}
			if o, err = a.answered(cmd.Context(), w, files, o, answers); err != nil {
				return err
			}
			if os.Getenv("GOGC") == "" {
				defer debug.SetGCPercent(debug.SetGCPercent(importGC))
			}
			return a.doImport(cmd.Context(), w, files, o, dryRun, reason)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Source, "source", "", "short name of the system the files come from (required)")
	f.StringVar(&asOf, "as-of", "", "the day of the files (default: the day above the table of each, else in its name or that of its folder, else today)")
	f.BoolVar(&dryRun, "dry-run", false, "show what would change and write nothing")
	f.StringArrayVar(&o.Ours, "ours", nil, "an organization that is ours, by its id in the files or by name; may be repeated")
	f.StringArrayVar(&o.Customers, "customer", nil, "an organization to make a customer account of, by its id in the files or by name; may be repeated")
	f.StringVar(&o.Person, "person", "", "whose connections or mailbox a file is: a name, an address or an id")
	f.BoolVar(&o.Subjects, "subjects", false, "keep the subjects of messages and the titles of meetings, which else are passed over")
	f.StringVar(&o.Encoding, "encoding", "", "how the characters of the files are written, such as windows-1252 or macroman (default: found out)")
	f.StringVar(&mapping, "mapping", "", "a file that says what the words and columns of the source mean (default: SOURCE.mapping.csv beside the files)")
	f.BoolVar(&mapColumns, "map", false, "begin a mapping file SOURCE.mapping.csv for a file whose columns nobody knows, and import nothing")
	f.BoolVar(&o.AcceptGoodRows, "accept-good-rows", false, "take the good rows although others are refused")
	f.BoolVar(&o.EndMissing, "end-missing", false, "positions.csv is complete: end the seats that are not in it")
	f.StringArrayVar(&answers, "answer", nil, "answer a question of the preview: ID=VALUE, or ID=WORD=VALUE where it asks about several words; may be repeated")
	f.StringArrayVar(&confirmed, "confirm", nil, "answer a question of the preview with yes, by its id: short for --answer ID=yes")
	f.StringVar(&reason, "reason", "", "why, for the history (default: import from SOURCE)")
	return cmd
}

// answered returns the options with answers to the questions of an import, written as
// [importer.Preview.ReadAnswer] reads them. It plans until all are taken, since an
// answer may bring up the next question.
func (a *app) answered(ctx context.Context, w *opened, files []importer.File, o importer.Options, answers []string) (importer.Options, error) {
	if len(answers) == 0 {
		return o, nil
	}
	s, err := w.Snapshot(ctx, w.ws)
	if err != nil {
		return o, err
	}
	for len(answers) > 0 {
		preview, err := importer.Plan(ctx, draft.NewDraft(s, today(), randomID), files, o)
		if preview == nil || err != nil && !errors.Is(err, importer.ErrRows) {
			return o, a.refused(err)
		}
		var now []importer.Answer
		var later []string
		for _, text := range answers {
			if answer, ok := preview.ReadAnswer(text); ok {
				now = append(now, answer)
			} else {
				later = append(later, text)
			}
		}
		if len(now) == 0 {
			return o, &exitError{exitUsage, fmt.Errorf("--answer %q: the import asks no such question; --dry-run shows the questions, each with the answer that it takes", later[0])}
		}
		if o, err = o.Answered(preview, now); err != nil {
			return o, &exitError{exitUsage, err}
		}
		answers = later
	}
	return o, nil
}

// importGC is by how many per cent the memory of an import may grow before the
// collector looks at it. A large import keeps almost all that it makes, so that half of
// Go's default saves a fifth of the memory and costs no time that could be measured: see
// docs/performance.md.
const importGC = 50

func (a *app) doImport(ctx context.Context, w *opened, files []importer.File, o importer.Options, dryRun bool, reason string) error {
	var preview *importer.Preview
	fmt.Fprintf(a.err, "reading %d files …\n", len(files))
	line := newProgress(a.err)
	defer line.wipe()
	o.Progress = line.show
	edit := func(d *draft.Draft) error {
		var err error
		if preview, err = importer.Plan(ctx, d, files, o); err == nil {
			line.show(importer.Progress{Step: importer.StepChecking})
		}
		return err
	}
	if dryRun {
		s, err := w.Snapshot(ctx, w.ws)
		if err != nil {
			return err
		}
		d := draft.NewDraft(s, today(), randomID)
		if err = edit(d); err == nil {
			_, _, err = d.Check(s.Revision()+1, s.At())
		}
		line.wipe()
		if preview != nil {
			printPreview(a.out, preview)
		}
		if err != nil {
			return a.refused(err)
		}
		fmt.Fprintln(a.out, "nothing was written: this was a dry run")
		return nil
	}
	var made engine.Result
	err := a.patiently(ctx, func() (err error) {
		made, err = w.Update(ctx, w.ws, a.who(), reason, edit)
		return err
	})
	line.wipe()
	if preview != nil {
		printPreview(a.out, preview)
	}
	switch {
	case err != nil:
		return a.refused(err)
	case len(made.Commits) == 0:
		fmt.Fprintf(a.out, "nothing to change: workspace %s stays at revision %d\n", w.ws, made.Snapshot.Revision())
	case len(o.Customers) == 0 && onlyDays(preview):
		fmt.Fprintf(a.out, "nothing new: workspace %s is at revision %d, with the day of the files\n", w.ws, made.Snapshot.Revision())
	default:
		fmt.Fprintf(a.out, "imported: workspace %s is at revision %d\n", w.ws, made.Snapshot.Revision())
	}
	return nil
}

// onlyDays reports whether an import wrote no more than that the files were read.
func onlyDays(p *importer.Preview) bool {
	for _, c := range p.Counts {
		if c.Kind != graph.NodeFeed && c.Created+c.Changed+c.Ended+c.Removed > 0 {
			return false
		}
	}
	return true
}

// mapColumns begins a mapping file for the source, beside the file whose columns it
// names. It never overwrites one.
func (a *app) mapColumns(args []string, o importer.Options) error {
	if err := importer.CheckSource(o.Source); err != nil {
		return &exitError{exitUsage, err}
	}
	files, err := importer.Files(args...)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return &exitError{exitUsage, fmt.Errorf("--map takes one file, not %d", len(files))}
	}
	data, err := importer.MapColumns(files[0], o.Encoding)
	if err != nil {
		return &exitError{exitRefused, err}
	}
	name := filepath.Join(filepath.Dir(args[0]), o.Source+importer.MappingSuffix)
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		err = f.Close()
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote %s: put what each column means behind it (docs/import.md), then: kith import --source %s %s\n", plain(name), o.Source, plain(args[0]))
	return nil
}

// mappingOf returns the mapping file of a source that lies beside its files; ""
// for none.
func (a *app) mappingOf(source, path string) string {
	if importer.CheckSource(source) != nil {
		return "" // which the import says
	}
	dir := path
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		dir = filepath.Dir(path)
	}
	name := filepath.Join(dir, source+importer.MappingSuffix)
	if info, err := os.Stat(name); err != nil || info.IsDir() {
		return ""
	}
	fmt.Fprintf(a.err, "reading the columns and words of %s by %s\n", source, plain(name))
	return name
}

// refused turns the refusal of an import into its exit code.
func (a *app) refused(err error) error {
	switch {
	case errors.Is(err, importer.ErrRows):
		return &exitError{exitRefused, fmt.Errorf("%w\nnothing was written; mend the rows, or take the others with --accept-good-rows", err)}
	case errors.Is(err, graph.ErrInvalid):
		return &exitError{exitRefused, fmt.Errorf("%w\nnothing was written", err)}
	}
	return err
}

// shownProblems is how many problems a preview prints; the rest is counted.
const shownProblems = 50

func printPreview(w io.Writer, p *importer.Preview) {
	fmt.Fprintf(w, "source %s, files of %s\n", p.Source, p.AsOf)
	for _, f := range p.Files {
		fmt.Fprintf(w, "  %s: %s", plain(f.Name), plain(f.Text()))
		if f.AsOf != p.AsOf && f.AsOf != 0 {
			fmt.Fprintf(w, ", of %s", f.AsOf)
		}
		if len(f.UnknownColumns) > 0 {
			fmt.Fprintf(w, "; columns ignored: %s", plain(strings.Join(f.UnknownColumns, ", ")))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
	t := &table{columns: []string{"KIND", "NEW", "CHANGED", "ENDED", "REMOVED", "UNCHANGED"}}
	for _, c := range p.Counts {
		t.rows = append(t.rows, []string{string(c.Kind), fmt.Sprint(c.Created), fmt.Sprint(c.Changed), fmt.Sprint(c.Ended), fmt.Sprint(c.Removed), fmt.Sprint(c.Unchanged)})
	}
	if err := t.align(w); err != nil {
		return
	}
	if len(p.Problems) > 0 {
		total := 0
		for _, x := range p.Tally {
			total += x.Count
		}
		fmt.Fprintf(w, "\n%d rows or values with a problem:\n", total)
		for _, x := range p.Problems[:min(len(p.Problems), shownProblems)] {
			fmt.Fprintf(w, "  %s\n", plain(x.String()))
		}
		if len(p.Problems) > shownProblems || total > len(p.Problems) {
			for _, x := range p.Tally {
				fmt.Fprintf(w, "  %s: %s %d times\n", plain(x.File), x.Rule, x.Count)
			}
		}
	}
	for _, q := range p.Questions {
		fmt.Fprintf(w, "\nquestion %s: %s\n", plain(q.ID), plain(q.Text))
		for _, s := range q.Samples {
			fmt.Fprintf(w, "  %s\n", plain(s))
		}
		if x := q.Example(); x != "" {
			fmt.Fprintf(w, "  answer: --answer %s   (%s)\n", quoted(plain(x)), q.Takes())
		}
	}
	fmt.Fprintln(w)
}

// quoted returns a word as a shell reads it back.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
