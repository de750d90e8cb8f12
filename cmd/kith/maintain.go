package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/sqlitestore"
	"github.com/kithgraph/kith/internal/backup"
)

func (a *app) fsckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fsck",
		Short: "Check stored data against their laws and rules, and repair nothing",
		Long: `fsck reads a workspace with its whole log and reports what is wrong: an
unreadable file, a gap in the revisions, a state that is not what the log leads
to, an edge without an end, a broken rule. It changes nothing. Exit code 1 says
that something is wrong.`,
		Example: "  kith fsck\n  kith fsck --workspace demo --store ./data",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ws, err := a.ws()
			if err != nil {
				return err
			}
			dir, err := a.dataDir()
			if err != nil {
				return err
			}
			st, err := sqlitestore.Open(dir, sqlitestore.Options{})
			if err != nil {
				return err
			}
			defer st.Close()
			problems, err := check(cmd.Context(), st, ws)
			if err != nil {
				return err
			}
			for _, p := range problems {
				fmt.Fprintln(a.out, plain(p))
			}
			if len(problems) > 0 {
				return fmt.Errorf("workspace %s: %d problems; nothing was changed", ws, len(problems))
			}
			heads, err := st.Heads(cmd.Context())
			if err != nil {
				return err
			}
			fmt.Fprintf(a.out, "workspace %s: revision %d, no problems\n", ws, heads[ws])
			return nil
		},
	}
}

// check returns what is wrong with a workspace: the file, the laws, the rules.
func check(ctx context.Context, st *sqlitestore.Store, ws graph.Workspace) ([]string, error) {
	problems, err := st.Check(ctx, ws)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, p := range problems {
		out = append(out, p.String())
	}
	if len(out) > 0 {
		return out, nil // rules say little about damaged data
	}
	eng := engine.New(st, engine.Options{Exclusive: true})
	s, err := eng.Snapshot(ctx, ws)
	if err != nil {
		return nil, err
	}
	if errs, ok := graph.CheckAll(s).(graph.Errors); ok {
		for _, e := range errs {
			out = append(out, e.Error())
		}
	}
	return out, nil
}

func (a *app) backupCommand() *cobra.Command {
	var file string
	var facts bool
	cmd := &cobra.Command{
		Use:   "backup",
		Short: "Write a workspace as plain text, one fact a line, sorted",
		Long: `backup writes every fact of a workspace as one line of JSON, sorted so that one
changed fact changes one line, and then its history. The file is made whole or
not at all. Copying the files of the store by hand can damage the copy; use this.`,
		Example: "  kith backup -o acme.kith\n  kith backup --facts-only | git diff --no-index acme.kith -",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ws, err := a.ws()
			if err != nil {
				return err
			}
			eng, st, err := a.open()
			if err != nil {
				return err
			}
			defer eng.Close()
			s, err := eng.Snapshot(cmd.Context(), ws)
			if err != nil {
				return err
			}
			if s.Revision() == 0 {
				return fmt.Errorf("workspace %s is empty; there is nothing to back up", ws)
			}
			var log iter.Seq2[graph.Commit, error]
			if !facts {
				log = st.Tail(cmd.Context(), ws, 0)
			}
			if file == "" || file == "-" {
				return backup.Write(a.out, ws, s, log)
			}
			if err := writeWhole(file, func(w io.Writer) error { return backup.Write(w, ws, s, log) }); err != nil {
				return err
			}
			fmt.Fprintf(a.err, "wrote %s: workspace %s at revision %d\n", file, ws, s.Revision())
			return nil
		},
	}
	cmd.Flags().StringVarP(&file, "output", "o", "", "the file to write; - or nothing is standard output")
	cmd.Flags().BoolVar(&facts, "facts-only", false, "leave the history out")
	return cmd
}

// writeWhole makes a file that is whole or not there: it writes beside it,
// makes the bytes durable and renames. The file is readable by its owner only.
func writeWhole(file string, write func(io.Writer) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".kith-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			tmp.Close()
			os.Remove(tmp.Name())
		}
	}()
	if err := write(tmp); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Read a backup into a workspace that does not exist yet",
		Long: `restore checks the whole backup first, rules included, and writes only then. An
interrupted restore is finished by running it again. FILE - is standard input.`,
		Example: "  kith restore acme.kith --workspace acme-copy",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ws, err := a.ws()
			if err != nil {
				return err
			}
			in := a.in
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return err
				}
				defer f.Close()
				in = f
			}
			content, err := backup.Read(in)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			eng, st, err := a.open()
			if err != nil {
				return err
			}
			defer eng.Close()
			if err := backup.Restore(cmd.Context(), st, ws, content, randomID); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "workspace %s: restored %d facts\n", ws, content.Header.Facts)
			return nil
		},
	}
}
