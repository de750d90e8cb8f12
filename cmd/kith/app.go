package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kithgraph/kith/graph"
)

// app is what every command shares.
type app struct {
	env      func(string) (string, bool)
	in       io.Reader
	out, err io.Writer

	store     string
	neo4j     neo4jFlags
	workspace string
	actor     string
}

// root returns the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "kith",
		Short: "Org charts and stakeholder graphs for key account management",
		Long: `kith keeps who is who at your customers, who knows whom and how well, who backs
you and who blocks you, and answers: where are we not covered, whose departure
cuts us off, who can introduce us, what changed.

Every flag can also be set by an environment variable: --fail-on is
KITH_FAIL_ON. Flags win.`,
		Example: `  kith demo
  kith import --source crm --ours acme ./export
  kith report coverage --account "Brackwell Foods"
  kith serve`,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			return a.fromEnv(cmd)
		},
	}
	f := root.PersistentFlags()
	f.StringVar(&a.store, "store", "", "where the data are: a folder, or a Neo4j server such as neo4j+s://db.example.com (default: kith in the user's data folder)")
	f.StringVarP(&a.workspace, "workspace", "w", "main", "which workspace: a-z, 0-9, '-' and '_'")
	f.StringVar(&a.actor, "actor", "", "who is named in the history (default: the login name)")
	a.neo4j.add(f)
	root.AddCommand(
		a.demoCommand(), a.serveCommand(), a.mcpCommand(), a.importCommand(), a.addCommand(), a.exportCommand(), a.reportCommand(), a.diffCommand(),
		a.whatIfCommand(), a.undoCommand(), a.mergeCommand(), a.reviewCommand(),
		a.fsckCommand(), a.adoptCommand(), a.backupCommand(), a.restoreCommand(), a.copyCommand(), a.versionCommand(),
	)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &exitError{exitUsage, fmt.Errorf("%w\nsee: %s --help", err, cmd.CommandPath())}
	})
	return root
}

// fromEnv sets each flag that was not given from its KITH_ variable.
func (a *app) fromEnv(cmd *cobra.Command) error {
	var bad error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Changed || f.Name == "help" {
			return
		}
		name := "KITH_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if v, ok := a.env(name); ok && v != "" {
			if err := cmd.Flags().Set(f.Name, v); err != nil {
				bad = errors.Join(bad, fmt.Errorf("%s=%q: %w", name, v, err))
			}
		}
	})
	if bad != nil {
		return &exitError{exitUsage, bad}
	}
	return nil
}

// who returns the actor of a change.
func (a *app) who() string {
	if a.actor != "" {
		return a.actor
	}
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if v, ok := a.env(name); ok && v != "" {
			return v
		}
	}
	return "unknown"
}

// ws returns the workspace, checked.
func (a *app) ws() (graph.Workspace, error) {
	ws := graph.Workspace(a.workspace)
	if !ws.Valid() {
		return "", &exitError{exitUsage, fmt.Errorf("--workspace %q: 1 to 64 characters of a-z, 0-9, '-' and '_' are wanted", a.workspace)}
	}
	return ws, nil
}

// today returns the present day where the program runs.
func today() graph.Date { return graph.DateOf(time.Now()) }

// day reads a --as-of flag; empty is today.
func day(flag, value string) (graph.Date, error) {
	if value == "" {
		return today(), nil
	}
	d, err := graph.ParseDate(value)
	if err != nil {
		return 0, &exitError{exitUsage, fmt.Errorf("--%s: %w", flag, err)}
	}
	return d, nil
}

// randomID returns text for new IDs.
func randomID() string { return strings.ToLower(rand.Text()[:13]) }

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of this program",
		Example: "  kith version",
		Args:    cobra.NoArgs,
		Run:     func(*cobra.Command, []string) { fmt.Fprintf(a.out, "kith %s\n", version()) },
	}
}

// version returns that of this program.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
