package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/assist"
	"github.com/kithgraph/kith/resolvers"
)

func (a *app) mcpCommand() *cobra.Command {
	o := engine.Options{Poll: defaultPoll}
	return &cobra.Command{
		Use:   "mcp",
		Short: "Let an assistant ask about a workspace (Model Context Protocol)",
		Long: `mcp answers an assistant over standard input and output by the Model Context
Protocol: search, person cards, chart outlines and reports, which only read, and
edits, which are tried out first and written when you say so. A program that runs an
assistant starts it; what it may cost and hold is bounded as over the API. A folder is
opened by one process at a time: beside kith serve, use a Neo4j server.`,
		Example: "  kith mcp\n  kith mcp --store neo4j+s://db.example.com --neo4j-user kith --neo4j-password-file ./password",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Log = slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
			w, err := a.openLater(o)
			if err != nil {
				return err
			}
			defer w.Close()
			if err := w.first(cmd.Context()); err != nil {
				return err
			}
			viewer := resolvers.Viewer{Workspace: w.ws, Name: a.who(), Permission: resolvers.PermissionEdit}
			site := resolvers.NewHandler(w.Engine, resolvers.Options{Workspace: w.ws, Log: o.Log})
			server := assist.Server(assistAPI{site, viewer}, version())
			err = server.Run(cmd.Context(), &mcp.IOTransport{Reader: io.NopCloser(a.in), Writer: unclosed{a.out}})
			if errors.Is(err, io.EOF) || errors.Is(err, context.Canceled) {
				return nil // the assistant has gone
			}
			return err
		},
	}
}

// assistAPI is the API for an assistant, which asks as whoever started it.
type assistAPI struct {
	site   *resolvers.Site
	viewer resolvers.Viewer
}

func (s assistAPI) Do(ctx context.Context, document string, variables map[string]any) []byte {
	return s.site.Do(ctx, s.viewer, document, variables)
}

func (s assistAPI) Schema() *ast.Schema { return s.site.Schema() }

// unclosed is a writer that nobody closes.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
