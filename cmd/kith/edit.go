package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// editFlags are those of the commands that edit a workspace.
type editFlags struct {
	dryRun bool
	reason string
}

func (f *editFlags) add(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "show what would change and write nothing")
	cmd.Flags().StringVar(&f.reason, "reason", "", "why, for the history")
}

// edit carries out a verb on the workspace, or shows what it would change.
func (a *app) edit(ctx context.Context, w *opened, s *kernel.Snapshot, f *editFlags, done string, verb func(d *draft.Draft) error) error {
	if f.dryRun {
		tried, err := w.Try(ctx, w.ws, "", verb)
		if err != nil {
			return notWritten(err)
		}
		n := 0
		for i := range tried.Commits {
			n += len(tried.Commits[i].Changes)
			for k := range tried.Commits[i].Changes {
				fmt.Fprintln(a.out, plain(engine.DescribeChange(&tried.Commits[i].Changes[k])))
			}
		}
		fmt.Fprintf(a.out, "workspace %s: %s; nothing was written: this was a dry run\n", w.ws, say.Count(n, "change", "changes"))
		return nil
	}
	var made engine.Result
	err := a.patiently(ctx, func() (err error) {
		made, err = w.Update(ctx, w.ws, a.who(), f.reason, verb)
		return err
	})
	if err != nil {
		return notWritten(err)
	}
	n := 0
	for i := range made.Commits {
		n += len(made.Commits[i].Changes)
	}
	fmt.Fprintf(a.out, "workspace %s: %s as revision %d, %s\n", w.ws, plain(done), made.Snapshot.Revision(), say.Count(n, "change", "changes"))
	return nil
}

// notWritten gives the refusal of an edit its exit code.
func notWritten(err error) error {
	for _, kind := range []error{graph.ErrInvalid, graph.ErrNotFound, graph.ErrConflict} {
		if errors.Is(err, kind) {
			return &exitError{exitRefused, fmt.Errorf("%w\nnothing was written", err)}
		}
	}
	return err
}

func (a *app) undoCommand() *cobra.Command {
	f := &editFlags{}
	cmd := &cobra.Command{
		Use:   "undo [REVISION]",
		Short: "Take back an edit: the last one, or the one that made a revision",
		Long: `undo takes back an edit as a new edit, which is in the history like any other and
can be undone in its turn. An import is one edit. It is refused when a fact that
the edit changed has changed since, or when something recorded since hangs on what
would go: each such fact is named. Exit code 4: refused, nothing was written.`,
		Example: "  kith undo --dry-run\n  kith undo 12 --reason 'entered by mistake'",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			rev := graph.Revision(0)
			if len(args) == 1 {
				n, err := strconv.ParseUint(args[0], 10, 64)
				if err != nil || n == 0 {
					return &exitError{exitUsage, fmt.Errorf("%q is not a revision: a number from 1 on is wanted", args[0])}
				}
				rev = graph.Revision(n)
			}
			w, s, err := a.existing(cmd.Context(), a.openFor(f.dryRun))
			if err != nil {
				return err
			}
			defer w.Close()
			if rev == 0 {
				rev = s.Revision()
			}
			group, err := w.Group(cmd.Context(), w.ws, rev)
			if err != nil {
				return notWritten(err)
			}
			return a.edit(cmd.Context(), w, s, f, fmt.Sprintf("undid revision %d", rev), func(d *draft.Draft) error { return d.Undo(group...) })
		},
	}
	f.add(cmd)
	return cmd
}

func (a *app) mergeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "merge",
		Short: "Make one person, or one organization, of two",
		Long: `merge makes one of two that are the same: all that is said of DROP is said of KEEP,
which gets every property of DROP that is not known of it, and the lists of both;
DROP disappears. Look first with --dry-run; kith undo separates the two again. Exit
code 4: refused, nothing was written.`,
		Example: "  kith merge people --dry-run p-ann-lee crm:4711\n  kith merge organizations \"Brackwell Foods\" o-brackwell-2",
	}
	cmd.AddCommand(
		a.mergeTwo("people KEEP DROP", graph.NodePerson, "Make one person of two",
			`people makes one person of two. Contacts, ties, seats and promises of both are those
of KEEP; what DROP said of others, KEEP has said. Do not contact one of them, do not
contact the other.`,
			"  kith merge people p-ann-lee \"Anne Lee\" --reason 'one and the same'",
			(*draft.Draft).MergePeople),
		a.mergeTwo("organizations KEEP DROP", graph.NodeOrganization, "Make one organization of two",
			`organizations makes one company or unit of two. The units and seats of DROP become
those of KEEP, and so do its accounts; where both have an account of one relation,
such as customer, the two accounts become one with all their decision areas,
revenues and team. KEEP stays part of what it is part of.`,
			"  kith merge organizations --dry-run \"Brackwell Foods\" o-brackwell-2",
			(*draft.Draft).MergeOrganizations),
	)
	return cmd
}

// mergeTwo returns the command that merges two of a kind.
func (a *app) mergeTwo(use string, kind graph.Kind, short, long, example string, verb func(d *draft.Draft, keep, drop graph.ID) error) *cobra.Command {
	f := &editFlags{}
	cmd := &cobra.Command{
		Use: use, Short: short, Long: long, Example: example,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, s, err := a.existing(cmd.Context(), a.openFor(f.dryRun))
			if err != nil {
				return err
			}
			defer w.Close()
			v := view.On(s, today())
			var ids [2]graph.ID
			for i, arg := range []string{"KEEP", "DROP"} {
				if ids[i], err = found(v, kind, arg, args[i], false); err != nil {
					return err
				}
			}
			return a.edit(cmd.Context(), w, s, f, fmt.Sprintf("merged %s (%s) into %s (%s)", ids[1], name(v, ids[1]), ids[0], name(v, ids[0])), func(d *draft.Draft) error { return verb(d, ids[0], ids[1]) })
		},
	}
	f.add(cmd)
	return cmd
}
