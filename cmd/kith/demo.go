package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/sample"
)

func (a *app) demoCommand() *cobra.Command {
	listen, asOf := "127.0.0.1:0", ""
	once := false
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Build a sample company, report on it and serve its API",
		Long: `demo builds the sample company in an embedded store, prints what kith finds in
it, and serves the GraphQL API. The data are made up: two customers, a prospect
and our own firm, with a champion who has just moved, a decider whom only one of
us knows, a detractor with influence, a key account manager about to leave and a
vacancy. They live in a temporary folder that goes when the demo ends, unless
--store names a folder or a Neo4j server.`,
		Example: "  kith demo\n  kith demo --store ./demo-data --listen 127.0.0.1:8420\n  kith demo --once --as-of 2026-11-02",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			base, err := day("as-of", asOf)
			if err != nil {
				return err
			}
			dir := a.store
			if dir == "" {
				if dir, err = os.MkdirTemp("", "kith-demo-"); err != nil {
					return err
				}
				defer os.RemoveAll(dir)
			}
			return a.demo(cmd.Context(), dir, base, listen, once)
		},
	}
	f := cmd.Flags()
	f.StringVar(&listen, "listen", listen, "address and port; the port 0 takes a free one")
	f.StringVar(&asOf, "as-of", "", "the day on which the sample stands (default: today)")
	f.BoolVar(&once, "once", false, "print the report and end instead of serving")
	return cmd
}

func (a *app) demo(ctx context.Context, dir string, base graph.Date, listen string, once bool) error {
	st, err := a.openStore(ctx, dir, sample.Workspace, commandRetry)
	if err != nil {
		return err
	}
	eng := engine.New(st, engine.Options{Exclusive: !shared(dir), Poll: defaultPoll})
	defer eng.Close()
	start := time.Now()
	s, err := eng.Snapshot(ctx, sample.Workspace)
	if err != nil {
		return err
	}
	if s.Revision() == 0 {
		fmt.Fprintln(a.out, "building the sample company …")
		made, err := eng.Update(ctx, sample.Workspace, "demo", "the sample company", func(d *draft.Draft) error {
			return sample.Company(d, base)
		})
		if err != nil {
			return err
		}
		s = made.Snapshot
	}
	fmt.Fprintf(a.out, "%d people, %d seats, %d ties, %d contacts in %s (%.1f s)\n\n",
		s.Count(graph.NodePerson), s.Count(graph.NodePosition), s.Count(graph.EdgeKnows), s.Count(graph.NodeInteraction), dir, time.Since(start).Seconds())
	if err := a.briefing(s, base); err != nil {
		return err
	}
	if once {
		return nil
	}
	return a.serve(ctx, eng, sample.Workspace, siteFlags{listen: listen}, func(url string) {
		fmt.Fprintf(a.out, "GraphQL API: %sgraphql\nstart page:  %s\norg chart:   %sexport/orgchart.svg?account=%s\nstop with Ctrl-C\n", url, url, url, sample.Brackwell)
	})
}
