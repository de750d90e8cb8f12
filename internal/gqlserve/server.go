package gqlserve

import (
	"log/slog"
	"net/http"
	"time"
)

// NewHTTPServer returns a server with the time-outs that an open port needs: a
// client has 10 s for its headers and 30 s for the whole request, 64 KiB for
// its headers, and 60 s from the end of the headers to take the answer;
// handlers that stream set their own deadlines through
// http.ResponseController. An idle connection is kept for 2 minutes. The
// server's own complaints go to the log at level Warn; a nil log discards them.
//
// The caller sets Addr or calls Serve with a listener.
func NewHTTPServer(handler http.Handler, log *slog.Logger) *http.Server {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}
