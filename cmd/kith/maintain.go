package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/rules"
	"github.com/kithgraph/kith/internal/backup"
)

func (a *app) fsckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "fsck",
		Short: "Check stored data against their laws and rules, and repair nothing",
		Long: `fsck reads a workspace with its whole log and reports what is wrong: an
unreadable file, a gap in the revisions, a state that is not what the log leads
to, an edge without an end, a broken rule. It changes nothing. Exit code 1 says
that something is wrong, or that there is no such workspace. What somebody wrote
into a Neo4j database behind kith's back shows as a state that the log does not
lead to; see kith adopt.`,
		Example: "  kith fsck\n  kith fsck --workspace demo --store ./data",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := a.openToRead(cmd.Context())
			if err != nil {
				return err
			}
			defer w.Close()
			rev, noRevision := w.revision(cmd.Context())
			if errors.Is(noRevision, errNoWorkspace) {
				return noRevision // what else is wrong the check says better
			}
			problems, err := check(cmd.Context(), w)
			if err != nil {
				return err
			}
			abandoned, note, err := unfinished(cmd.Context(), w, rev, time.Now())
			if err != nil {
				return err
			}
			if abandoned {
				problems = append(problems, note)
			} else if note != "" {
				fmt.Fprintln(a.out, plain(note))
			}
			for _, p := range problems {
				fmt.Fprintln(a.out, plain(p))
			}
			if len(problems) > 0 {
				return fmt.Errorf("workspace %s: %s; nothing was changed", w.ws, say.Count(len(problems), "problem", "problems"))
			}
			if noRevision != nil {
				return noRevision
			}
			fmt.Fprintf(a.out, "workspace %s: revision %d, no problems\n", w.ws, rev)
			return nil
		},
	}
}

// errNoWorkspace: the store has no workspace of the name.
var errNoWorkspace = errors.New("there is no workspace")

// revision returns the newest revision of the workspace, which must exist. Others
// that cannot be read are in nobody's way.
func (w *opened) revision(ctx context.Context) (graph.Revision, error) {
	heads, err := w.Heads(ctx)
	if rev := heads[w.ws].Revision; rev != 0 {
		return rev, nil
	}
	if err != nil {
		return 0, err
	}
	have := "none"
	if len(heads) > 0 {
		var names []string
		for _, ws := range slices.Sorted(maps.Keys(heads)) {
			names = append(names, string(ws))
		}
		have = strings.Join(names, ", ")
	}
	return 0, fmt.Errorf("%w %s; the store has %s", errNoWorkspace, w.ws, have)
}

// unfinished says in a line whether the log ends within an edit of several commits,
// and whether that has been so for as long as its writer would not take.
func unfinished(ctx context.Context, w *opened, rev graph.Revision, now time.Time) (abandoned bool, note string, err error) {
	if rev == 0 {
		return false, "", nil // it could not be read, which has been said
	}
	for c, err := range w.store.Tail(ctx, w.ws, rev-1) {
		switch {
		case errors.Is(err, engine.ErrDamaged):
			return false, "", nil // likewise
		case err != nil:
			return false, "", err
		case !c.More:
			return false, "", nil
		}
		note = fmt.Sprintf("an edit by %s is not finished: revision %d of %s is to be followed by more; nobody is shown any of it", c.Actor, c.Revision, c.At.Format(time.DateTime))
		if now.Sub(c.At) < engine.DefaultAbandon {
			return false, note, nil
		}
		return true, "unfinished: " + note + ", and the next kith that serves the workspace or writes to it takes it back", nil
	}
	return false, "", nil
}

// A checker is a store that knows more to check about itself than the laws that
// all stores obey, which it checks too.
type checker interface {
	Check(ctx context.Context, ws graph.Workspace) ([]engine.Problem, error)
}

// check returns what is wrong with a workspace: the file, the laws, the rules.
func check(ctx context.Context, w *opened) ([]string, error) {
	var problems []engine.Problem
	var err error
	if c, ok := w.store.(checker); ok {
		problems, err = c.Check(ctx, w.ws)
	} else {
		problems, err = engine.Verify(ctx, w.store, w.ws)
	}
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
	s, err := w.Snapshot(ctx, w.ws)
	if err != nil {
		return nil, err
	}
	if errs, ok := rules.CheckAll(s).(graph.Errors); ok {
		for _, e := range errs {
			out = append(out, e.Error())
		}
	}
	return out, nil
}

func (a *app) adoptCommand() *cobra.Command {
	dryRun := false
	reason := ""
	cmd := &cobra.Command{
		Use:   "adopt",
		Short: "Record in the history what somebody changed in Neo4j behind kith's back",
		Long: `adopt compares a workspace in Neo4j with its log. What somebody changed there in
Cypher it lists, checks against the rules, and records as one edit of --actor, so
that the history tells of it and it can be undone. With a broken rule nothing is
recorded; mend the data in Cypher and try again.`,
		Example: "  kith adopt --store bolt://localhost:7687 --dry-run\n  kith adopt --store bolt://localhost:7687 --actor anna --reason 'titles mended by script'",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			w, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer w.Close()
			adopter, ok := w.store.(engine.Adopter)
			if !ok {
				return &exitError{exitUsage, errors.New("adopt is for workspaces in Neo4j; a folder of kith's is written by kith alone, see kith fsck")}
			}
			changes, _, err := engine.Drift(cmd.Context(), w.store, w.ws)
			if err != nil {
				return err
			}
			for i := range changes {
				fmt.Fprintln(a.out, plain(engine.DescribeChange(&changes[i])))
			}
			if len(changes) == 0 {
				if _, err := w.revision(cmd.Context()); err != nil {
					return err
				}
				fmt.Fprintf(a.out, "workspace %s: nothing was changed behind kith's back\n", w.ws)
				return a.mend(cmd.Context(), w, dryRun)
			}
			if dryRun {
				fmt.Fprintf(a.out, "workspace %s: %d changes; nothing was recorded: this was a dry run\n", w.ws, len(changes))
				return nil
			}
			commits, err := engine.Adopt(cmd.Context(), adopter, w.ws, engine.Adoption{Actor: a.who(), Reason: reason, Now: time.Now, NewID: randomID})
			if err != nil {
				return fmt.Errorf("workspace %s: not adopted: %w", w.ws, err)
			}
			n := 0
			for i := range commits {
				n += len(commits[i].Changes)
			}
			if n > 0 {
				fmt.Fprintf(a.out, "workspace %s: adopted %d changes as revision %d by %s\n", w.ws, n, commits[len(commits)-1].Revision, plain(a.who()))
			}
			return a.mend(cmd.Context(), w, dryRun)
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "list the changes and record nothing")
	cmd.Flags().StringVar(&reason, "reason", "changed in the database and adopted", "why, for the history")
	return cmd
}

// A mender is a store that derives more from the facts than it reads back.
type mender interface {
	Mend(ctx context.Context, ws graph.Workspace) (mended int, err error)
}

// mend puts right what a store derives from the facts of a workspace.
func (a *app) mend(ctx context.Context, w *opened, dryRun bool) error {
	m, ok := w.store.(mender)
	if !ok || dryRun {
		return nil
	}
	n, err := m.Mend(ctx, w.ws)
	if err == nil && n > 0 {
		fmt.Fprintf(a.out, "workspace %s: %s of what is derived for Cypher put right\n", w.ws, say.Count(n, "piece", "pieces"))
	}
	return err
}

func (a *app) copyCommand() *cobra.Command {
	to, name := "", ""
	cmd := &cobra.Command{
		Use:   "copy",
		Short: "Copy a workspace with its history to another store, and verify the copy",
		Long: `copy takes a workspace from --store to --to, a folder or a Neo4j server, with its
whole history: the same revisions, times and names. It then holds the two against
each other, commit by commit and state against log. An interrupted copy is
continued by running it again. The Neo4j flags are for whichever side is a server;
between two servers that need different ones, copy by way of a folder.`,
		Example: "  kith copy --to neo4j+s://db.example.com --neo4j-user kith --neo4j-password-file ./password\n" +
			"  kith copy --store bolt://localhost:7687 --to ./data --to-workspace acme-2026",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ws, err := a.ws()
			if err != nil {
				return err
			}
			target := ws
			if name != "" {
				target = graph.Workspace(name)
			}
			switch {
			case to == "":
				return &exitError{exitUsage, errors.New("--to is missing: the folder or the address of the server to copy to")}
			case !target.Valid():
				return &exitError{exitUsage, fmt.Errorf("--to-workspace %q: 1 to 64 characters of a-z, 0-9, '-' and '_' are wanted", name)}
			}
			place, err := a.place()
			if err != nil {
				return err
			}
			if place == to {
				return &exitError{exitUsage, errors.New("--to is where the workspace is already; copy to another store, or use kith backup and kith restore")}
			}
			return a.copy(cmd.Context(), place, to, ws, target)
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the folder or the address of the server to copy to (required)")
	cmd.Flags().StringVar(&name, "to-workspace", "", "the name of the copy (default: the same)")
	return cmd
}

func (a *app) copy(ctx context.Context, place, to string, ws, target graph.Workspace) error {
	source, err := a.storeToRead(ctx, place, ws)
	if err != nil {
		return err
	}
	defer source.Close()
	heads, err := source.Heads(ctx)
	if err != nil {
		return err
	}
	if heads[ws].Revision == 0 {
		return fmt.Errorf("workspace %s is empty; there is nothing to copy", ws)
	}
	sink, err := a.openStore(ctx, to, target, commandRetry)
	if err != nil {
		return err
	}
	defer sink.Close()
	shown := time.Now()
	rev, err := backup.Copy(ctx, backup.Place{Store: source, Workspace: ws}, backup.Place{Store: sink, Workspace: target}, func(done graph.Revision) {
		if time.Since(shown) > 2*time.Second {
			shown = time.Now()
			fmt.Fprintf(a.err, "%d of %d revisions\n", done, heads[ws].Revision)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "workspace %s: copied to %s as %s up to revision %d, and verified equal\n", ws, plain(to), target, rev)
	return nil
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
			w, err := a.openToRead(cmd.Context())
			if errors.Is(err, errNoWorkspace) {
				err = fmt.Errorf("workspace %s is empty; there is nothing to back up", a.workspace)
			}
			if err != nil {
				return err
			}
			defer w.Close()
			s, err := w.Snapshot(cmd.Context(), w.ws)
			if err != nil {
				return err
			}
			if s.Revision() == 0 {
				return fmt.Errorf("workspace %s is empty; there is nothing to back up", w.ws)
			}
			var log iter.Seq2[graph.Commit, error]
			if !facts {
				log = w.store.Tail(cmd.Context(), w.ws, 0)
			}
			if file == "" || file == "-" {
				return backup.Write(a.out, w.ws, s, log)
			}
			if err := writeWhole(file, func(f io.Writer) error { return backup.Write(f, w.ws, s, log) }); err != nil {
				return err
			}
			fmt.Fprintf(a.err, "wrote %s: workspace %s at revision %d\n", file, w.ws, s.Revision())
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
			w, err := a.open(cmd.Context())
			if err != nil {
				return err
			}
			defer w.Close()
			if err := backup.Restore(cmd.Context(), w.store, w.ws, content, randomID); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "workspace %s: restored %d facts\n", w.ws, content.Header.Facts)
			return nil
		},
	}
}
