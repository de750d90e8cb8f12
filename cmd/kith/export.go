package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/picture"
)

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "export",
		Short:   "Write a picture of an account, or its org chart for other programs",
		Example: "  kith export orgchart --account \"Brackwell Foods\" -o brackwell.svg",
	}
	cmd.AddCommand(a.orgchartCommand())
	return cmd
}

// orgchartFlags say what to draw, in the words of the command line.
type orgchartFlags struct {
	reportFlags
	account, file, format  string
	diagram, page, profile string
	since                  string
	focus, include         []string
	decision               string
	layers                 []string
	request                picture.Request
}

func (a *app) orgchartCommand() *cobra.Command {
	var f orgchartFlags
	cmd := &cobra.Command{
		Use:   "orgchart",
		Short: "Draw an account's org chart and stakeholder map",
		Long: `orgchart draws the seats of an account with their holders, vacancies and lines,
stance and roles, who of us knows whom, and single points of failure.

  TREE      cards and reporting lines
  PAIR      our team opposite theirs, and who knows whom
  OVERVIEW  thousands of people as marks
  FOCUS     some people (--focus) and their surroundings, the rest counted
  MATRIX    their levels, and who of ours knows whom there
  NETWORK   who influences and who opposes whom
  DIFF      what changed between two days (--since and --as-of)

--redacted leaves out everything that we think, know or plan, for showing to the
customer. PNG and PDF need rsvg-convert, NETWORK is plainer without kith-graphviz.
Where not all can be drawn, those come first who are asked for (--include), who have a
part in an open decision (--decision for one alone), whom we have to know and do not,
who is against us, single points of failure and the chiefs; the picture says whom it
shows. The same data give the same bytes of SVG. Exit code 5: there is nothing to be
seen, and the picture says why.`,
		Example: "  kith export orgchart --account \"Brackwell Foods\" -o brackwell.svg\n" +
			"  kith export orgchart --account a-dunmore --diagram PAIR --page A3 --as-of 2026-06-30 -o pair.pdf\n" +
			"  kith export orgchart --account a-dunmore --diagram DIFF --since 2026-01-01 -o changes.svg\n" +
			"  kith export orgchart --account a-dunmore --paged --page A4 -o handbook.pdf\n" +
			"  kith export orgchart --account a-dunmore --format vcard -o contacts.vcf",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.orgchart(cmd, &f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.account, "account", "", "the account, by id or name")
	fl.StringVarP(&f.file, "output", "o", "", "the file to write; - or nothing is standard output")
	fl.StringVar(&f.format, "format", "", "SVG, PNG, PDF, DOT, GRAPHML, GEXF, CYPHER, CSV, MARKDOWN or VCARD (default: by the end of the file's name, else SVG)")
	fl.StringVar(&f.diagram, "diagram", string(export.DiagramTree), "TREE, PAIR, OVERVIEW, FOCUS, MATRIX, NETWORK or DIFF")
	fl.StringVar(&f.page, "page", string(export.PageSlide), "SLIDE, A4, A3, A1, A0 or NATURAL")
	fl.StringVar(&f.profile, "profile", string(export.ProfileOffice), "OFFICE for slides, WEB for browsers")
	fl.StringSliceVar(&f.focus, "focus", nil, "FOCUS: people or seats to look at, by id (default: those with a part in a decision)")
	fl.StringSliceVar(&f.include, "include", nil, "people or seats, by id, who are drawn before others where not all can be")
	fl.StringSliceVar(&f.layers, "layers", nil, "the lines to draw beside the reporting lines: also-reports, assists, influences, conflict, knows; none for none (default: all)")
	fl.StringVar(&f.request.Options.Title, "title", "", "a heading of your own")
	fl.StringVar(&f.request.Options.Footnote, "footnote", "", "the last line of the page, such as \"Confidential\"")
	fl.StringVar(&f.decision, "decision", "", "count the parts in this open decision alone, by id or name (default: in all)")
	fl.StringVar(&f.since, "since", "", "DIFF: the earlier day, YYYY-MM-DD")
	fl.BoolVar(&f.request.Options.Redacted, "redacted", false, "for the customer: without what we think, know or plan")
	fl.BoolVar(&f.request.Paged, "paged", false, "TREE on as many pages as are comfortable to read: FILE-1.svg, FILE-2.svg …, or one PDF")
	fl.IntVar(&f.request.Width, "width", picture.DefaultWidth, "PNG: how wide, in pixels")
	fl.StringVar(&f.request.Options.CardURL, "card-url", "", "WEB: make each card a link to this https:// address followed by its id")
	fl.StringVar(&f.asOf, "as-of", "", "the day to draw, YYYY-MM-DD (default: today)")
	fl.StringVar(&f.knownAt, "known-at", "", "draw what was recorded at this revision or on this day (default: now)")
	return cmd
}

func (a *app) orgchart(cmd *cobra.Command, f *orgchartFlags) error {
	toFile := f.file != "" && f.file != "-"
	r := f.request
	r.Format = picture.Format(strings.ToUpper(f.format))
	if byName, ok := picture.ByExtension(strings.TrimPrefix(filepath.Ext(f.file), ".")); ok && f.format == "" && toFile {
		r.Format = byName
	}
	r.Options.Diagram = export.Diagram(strings.ToUpper(f.diagram))
	r.Options.Page = export.Page(strings.ToUpper(f.page))
	r.Options.Profile = export.Profile(strings.ToUpper(f.profile))
	r.Options.Focus, r.Options.Include = f.focus, f.include
	if cmd.Flags().Changed("layers") {
		r.Options.Layers = layers(f.layers)
	}
	v, done, err := a.view(cmd.Context(), &f.reportFlags)
	if err != nil {
		return err
	}
	defer done()
	if f.since != "" {
		d, err := day("since", f.since)
		if err != nil {
			return err
		}
		r.Before = view.On(v.Snapshot(), d)
	}
	if r.Account, err = named(v, graph.NodeAccount, "account", f.account); err != nil {
		return err
	}
	if f.decision != "" {
		if r.Decision, err = named(v, graph.NodeDecisionArea, "decision", f.decision); err != nil {
			return err
		}
	}
	r.Answers = find.NewKeeper(0)
	r.Answers.Reset(v.Snapshot())
	studio := picture.New()
	defer studio.Close()
	written, nothing := 0, ""
	for file, err := range studio.Draw(cmd.Context(), v, r) {
		if err != nil {
			return err
		}
		nothing = file.Result.Nothing
		for _, w := range file.Result.Warnings {
			fmt.Fprintln(a.err, plain(w))
		}
		write := func(w io.Writer) error { _, err := w.Write(file.Body); return err }
		if !toFile {
			if written++; written > 1 {
				return &exitError{exitUsage, fmt.Errorf("the chart has several pages; give a file with -o, or one PDF with --format PDF")}
			}
			if err := write(a.out); err != nil {
				return err
			}
			continue
		}
		name := f.file
		if file.Result.Of > 1 && r.Format != picture.PDF {
			end := filepath.Ext(name)
			name = fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, end), file.Result.Number, end)
		}
		if err := writeWhole(name, write); err != nil {
			return err
		}
		fmt.Fprintf(a.err, "wrote %s: %s\n", name, file.Note())
	}
	if nothing != "" {
		return &exitError{exitNothing, fmt.Errorf("nothing to be seen: %s", nothing)}
	}
	return nil
}

// layers reads the words of --layers. None at all is "none".
func layers(words []string) []export.LinkKind {
	out := []export.LinkKind{}
	for _, w := range words {
		if kind := strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(w), "-", "_")); kind != "NONE" && kind != "" {
			out = append(out, export.LinkKind(kind))
		}
	}
	return out
}
