package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/intake"
	"github.com/kithgraph/kith/internal/picture"
	"github.com/kithgraph/kith/resolvers"
)

// defaultListen is where serve listens unless told otherwise.
const defaultListen = "127.0.0.1:8420"

func (a *app) serveCommand() *cobra.Command {
	site := siteFlags{listen: defaultListen}
	o := engine.Options{Poll: defaultPoll}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve a workspace as a GraphQL API on this machine",
		Long: `serve answers GraphQL at /graphql, pictures at /export/ and health at /healthz
and /readyz. Several of them may serve one workspace in Neo4j; each sees what the
others write within --poll and the time that one small query takes. A server that is down when serve
starts is waited for: /readyz answers 503 until then. It listens on the loopback interface only: this version has no
tokens, so whoever can reach the address can read and write everything. Pages of other
sites can not, but for those that --allow-origin names; --web serves a page from here.`,
		Example: "  kith serve\n  kith serve --listen 127.0.0.1:0 --workspace acme\n" +
			"  kith serve --allow-origin http://localhost:5173\n  kith serve --web ./dist --trusted ./dist/persisted-documents.json\n" +
			"  kith serve --store neo4j+s://db.example.com --neo4j-user kith --neo4j-password-file ./password",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Log = slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
			w, err := a.openLater(o)
			if err != nil {
				return err
			}
			defer w.Close()
			if err := w.first(cmd.Context()); absent(err) {
				fmt.Fprintf(a.err, "%s; serving without it until it is there\n", plain(err.Error()))
				ctx, stop := context.WithCancel(cmd.Context())
				var waiting sync.WaitGroup
				waiting.Go(func() { w.await(ctx, o.Log) })
				defer waiting.Wait()
				defer stop()
			} else if err != nil {
				return err
			}
			return a.serve(cmd.Context(), w.Engine, w.ws, site, func(url string) {
				fmt.Fprintf(a.out, "workspace %s: %s\nstop with Ctrl-C\n", w.ws, url)
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&site.listen, "listen", defaultListen, "address and port; the port 0 takes a free one")
	f.StringArrayVar(&site.origins, "allow-origin", nil, "pages of this origin, such as http://localhost:5173, may use the API; again for more")
	f.StringVar(&site.web, "web", "", "a folder with a page of your own to serve at /, from index.html on")
	f.StringArrayVar(&site.trusted, "trusted", nil, "a file of GraphQL documents that alone may run, as clients' tools write it; again for more")
	f.DurationVar(&o.Poll, "poll", defaultPoll, "how often to ask a Neo4j server for what other processes wrote; 0 for never")
	f.DurationVar(&o.MaxIdle, "max-idle", 0, "how long a workspace that nobody uses stays in memory; 0 for ever")
	return cmd
}

// The times in which serve looks for a store that is not there.
const (
	firstLook = 10 * time.Second // before it listens
	nextLook  = time.Second      // the pause between two looks
)

// absent reports whether an error says that the store does not answer, and may
// later.
func absent(err error) bool {
	return errors.Is(err, engine.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded)
}

// first loads the workspace, if the store answers soon.
func (w *opened) first(ctx context.Context) error {
	short, cancel := context.WithTimeout(ctx, firstLook)
	defer cancel()
	if _, err := w.Heads(short); err != nil {
		return err
	}
	_, err := w.Snapshot(ctx, w.ws)
	return err
}

// await loads the workspace as soon as the store answers. What else is wrong it
// tells the log once, and goes on: somebody may mend it.
func (w *opened) await(ctx context.Context, log *slog.Logger) {
	told := ""
	for {
		_, err := w.Snapshot(ctx, w.ws)
		if err == nil {
			log.Warn("the store is there", "workspace", w.ws)
			return
		}
		if text := err.Error(); ctx.Err() == nil && !absent(err) && text != told {
			told = text
			log.Error("the workspace cannot be loaded; trying again", "error", err)
		}
		select {
		case <-time.After(nextLook):
		case <-ctx.Done():
			return
		}
	}
}

// siteFlags say how a site is served.
type siteFlags struct {
	listen  string
	origins []string
	web     string
	trusted []string
}

// options reads what the flags name into the options of a site. The folder of the page is
// to be closed; nil for none.
func (f *siteFlags) options(o *resolvers.Options) (*os.Root, error) {
	for _, text := range f.origins {
		origin, err := gqlserve.ParseOrigin(text)
		if err != nil {
			return nil, &exitError{exitUsage, fmt.Errorf("--allow-origin: %w", err)}
		}
		o.Origins = append(o.Origins, origin)
	}
	if f.web == "" {
		return nil, nil
	}
	root, err := os.OpenRoot(f.web)
	if err != nil {
		return nil, fmt.Errorf("--web: %w", err)
	}
	o.Web = root.FS()
	return root, nil
}

// documents reads the files of documents that may run; nil for none.
func (f *siteFlags) documents() (map[string]string, error) {
	var all map[string]string
	for _, path := range f.trusted {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("--trusted: %w", err)
		}
		documents, err := gqlserve.ParseManifest(data)
		if err != nil {
			return nil, fmt.Errorf("--trusted %s: %w", path, err)
		}
		if all == nil {
			all = documents
		}
		for id, text := range documents {
			if was, ok := all[id]; ok && was != text {
				return nil, fmt.Errorf("--trusted %s: the id %s is that of another document in a file before", path, id)
			}
			all[id] = text
		}
	}
	return all, nil
}

// serve answers until ctx is done, then lets requests end for five seconds.
// It calls ready with its URL once it listens.
func (a *app) serve(ctx context.Context, eng *engine.Engine, ws graph.Workspace, site siteFlags, ready func(url string)) error {
	if err := loopback(site.listen); err != nil {
		return &exitError{exitUsage, err}
	}
	o := resolvers.Options{Workspace: ws, Actor: a.who()}
	root, err := site.options(&o)
	if err != nil {
		return err
	}
	if root != nil {
		defer root.Close()
	}
	documents, err := site.documents()
	if err != nil {
		return err
	}
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", site.listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; choose another with --listen", site.listen, err)
	}
	log := slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
	studio := picture.New()
	defer studio.Close()
	desk, err := intake.New(eng, intake.Options{})
	if err != nil {
		return errors.Join(err, ln.Close())
	}
	defer desk.Close()
	o.Studio, o.Intake, o.Log = studio, desk, log
	handler := resolvers.NewHandler(eng, o)
	if documents != nil {
		if err := handler.Trust(documents); err != nil {
			return errors.Join(fmt.Errorf("--trusted: %w", err), ln.Close())
		}
	}
	srv := gqlserve.NewHTTPServer(handler, log)
	srv.BaseContext = func(net.Listener) context.Context { return ctx }
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	ready("http://" + ln.Addr().String() + "/")
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := srv.Shutdown(grace); err != nil {
		srv.Close()
	}
	if err := <-ended; err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// loopback refuses an address that others than this machine could reach.
func loopback(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return fmt.Errorf("--listen %q: address:port is wanted", listen)
	}
	if host == "localhost" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("--listen %s is not on the loopback interface; without tokens and TLS, which this version does not have, everybody on the network could read and write; use 127.0.0.1", listen)
}
