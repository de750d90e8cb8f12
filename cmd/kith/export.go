package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
)

func (a *app) exportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "export",
		Short:   "Write a picture of an account",
		Example: "  kith export orgchart --account \"Brackwell Foods\" -o brackwell.svg",
	}
	cmd.AddCommand(a.orgchartCommand())
	return cmd
}

func (a *app) orgchartCommand() *cobra.Command {
	var f reportFlags
	var account, file, view, page, profile string
	cmd := &cobra.Command{
		Use:   "orgchart",
		Short: "Draw an account's org chart as SVG",
		Long: `orgchart draws the seats of an account with their holders, vacancies and lines,
stance and roles, who of us knows whom, and single points of failure. --view PAIR
faces our team with theirs. The same data give the same bytes.`,
		Example: "  kith export orgchart --account \"Brackwell Foods\" -o brackwell.svg\n  kith export orgchart --account a-dunmore --view PAIR --page A3 --as-of 2026-06-30 -o pair.svg",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			v, done, err := a.view(cmd.Context(), &f)
			if err != nil {
				return err
			}
			defer done()
			id, err := named(v, graph.NodeAccount, "account", account)
			if err != nil {
				return err
			}
			chart, err := export.Account(v, id)
			if err != nil {
				return err
			}
			res, err := export.Render(cmd.Context(), chart, export.Options{
				View: export.View(strings.ToUpper(view)), Page: export.Page(strings.ToUpper(page)), Profile: export.Profile(strings.ToUpper(profile)),
			})
			if err != nil {
				return err
			}
			for _, w := range res.Warnings {
				fmt.Fprintln(a.err, plain(w))
			}
			if file == "" || file == "-" {
				_, err := a.out.Write(res.SVG)
				return err
			}
			if err := writeWhole(file, func(w io.Writer) error { _, err := w.Write(res.SVG); return err }); err != nil {
				return err
			}
			fmt.Fprintf(a.err, "wrote %s: %d seats, smallest name %.1f pt\n", file, res.Seats, res.MinTextPt)
			return nil
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "the account, by id or name")
	fl.StringVarP(&file, "output", "o", "", "the file to write; - or nothing is standard output")
	fl.StringVar(&view, "view", string(export.ViewTree), "TREE, PAIR or OVERVIEW")
	fl.StringVar(&page, "page", string(export.PageSlide), "SLIDE, A4, A3, A1, A0 or NATURAL")
	fl.StringVar(&profile, "profile", string(export.ProfileOffice), "OFFICE for slides, WEB for browsers")
	fl.StringVar(&f.asOf, "as-of", "", "the day to draw, YYYY-MM-DD (default: today)")
	fl.StringVar(&f.knownAt, "known-at", "", "draw what was recorded at this revision or on this day (default: now)")
	return cmd
}
