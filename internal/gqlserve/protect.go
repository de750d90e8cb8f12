package gqlserve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// DefaultContentSecurityPolicy allows a page its own scripts, styles, images,
// fonts and connections, inline styles (which SVG needs), and nothing else.
const DefaultContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// ProtectOptions says what [Protect] lets through. The zero value is right for
// a server on loopback.
type ProtectOptions struct {
	// Hosts are the names under which the server may be addressed, without a
	// port, beside the loopback names on a loopback connection. When it is
	// empty every name is accepted on a connection that is not loopback.
	Hosts []string
	// TrustedOrigins are the origins beside the server's own whose pages may send
	// requests that change something, and read the answers (cross-origin resource
	// sharing, without cookies).
	TrustedOrigins []Origin
	// Linked says to which paths a page of another site may lead a browser, as by a
	// link that somebody follows. Nil: to all.
	Linked func(path string) bool
	// HTTPS says that clients reach the server by HTTPS although it does not
	// itself speak TLS, as behind a proxy. It turns on
	// Strict-Transport-Security, which otherwise depends on the connection.
	HTTPS bool
	// ContentSecurityPolicy replaces [DefaultContentSecurityPolicy].
	ContentSecurityPolicy string
	// Log gets panics at level Error and refusals at level Warn. Nil discards.
	Log *slog.Logger
}

// Protect wraps a whole site. In this order, every request is answered with
// security headers; refused with 421 when it names a host that this server is
// not, so that a page elsewhere cannot reach a local server by DNS rebinding;
// with 400 when its path is not UTF-8 or has a NUL; and with 403 when it would
// change something and comes from a page of another site, as
// [http.CrossOriginProtection] decides, or when a page elsewhere makes a browser send
// it, by what the browser says of it (Sec-Fetch-Site), but for links that somebody
// follows. Pages of trusted origins may read what is answered, and what they may send is
// told to browsers that ask first; nobody else is offered that. A panic of the inner
// handler is logged with an id and answered with 500 and that id.
//
// Its refusals are GraphQL errors in JSON.
func Protect(next http.Handler, o ProtectOptions) http.Handler {
	p := &protected{next: next, options: o, origins: http.NewCrossOriginProtection()}
	for _, origin := range o.TrustedOrigins {
		if err := p.origins.AddTrustedOrigin(string(origin)); err != nil {
			panic(err) // of [ParseOrigin] it is one
		}
	}
	if p.options.ContentSecurityPolicy == "" {
		p.options.ContentSecurityPolicy = DefaultContentSecurityPolicy
	}
	if p.options.Log == nil {
		p.options.Log = slog.New(slog.DiscardHandler)
	}
	return p
}

type protected struct {
	next    http.Handler
	options ProtectOptions
	origins *http.CrossOriginProtection
}

func (p *protected) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.setHeaders(w.Header(), r)
	if !p.hostAllowed(r) {
		p.refuse(w, r, http.StatusMisdirectedRequest, CodeBadRequest, "this server does not go by the name in the Host header")
		return
	}
	if !utf8.ValidString(r.URL.Path) || strings.ContainsRune(r.URL.Path, 0) {
		p.refuse(w, r, http.StatusBadRequest, CodeBadRequest, "the path is malformed")
		return
	}
	if p.share(w, r) {
		return
	}
	if err := p.origins.Check(r); err != nil || !p.fetchAllowed(r) {
		p.refuse(w, r, http.StatusForbidden, CodeForbidden, "a page of another site may not do this")
		return
	}
	written := &writer{ResponseWriter: w}
	defer func() {
		value := recover()
		if value == nil {
			return
		}
		if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(value)
		}
		shown := newInternal()
		p.options.Log.ErrorContext(r.Context(), "http: panic", slog.String("id", shown.Extensions["id"].(string)),
			slog.String("error", fmt.Sprint(value)), slog.String("stack", string(debug.Stack())))
		if written.begun {
			panic(http.ErrAbortHandler) // a cut answer must not look like a whole one
		}
		writeJSON(w, http.StatusInternalServerError, shown)
	}()
	p.next.ServeHTTP(written, r)
}

func (p *protected) setHeaders(h http.Header, r *http.Request) {
	h.Set("Content-Security-Policy", p.options.ContentSecurityPolicy)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	if p.options.HTTPS || r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// preflightTime is for how many seconds a browser may take the answer to a preflight for
// that to the next.
const preflightTime = "600"

// trusted reports whether a request is of a page of a trusted origin.
func (p *protected) trusted(r *http.Request) bool {
	return slices.Contains(p.options.TrustedOrigins, Origin(r.Header.Get("Origin")))
}

// share lets a page of a trusted origin read the answer. When the request only asks
// whether another one may be sent, it has answered and returns true.
func (p *protected) share(w http.ResponseWriter, r *http.Request) bool {
	if len(p.options.TrustedOrigins) == 0 {
		return false
	}
	h := w.Header()
	h.Add("Vary", "Origin")
	if !p.trusted(r) {
		return false
	}
	h.Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		h.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
	h.Set("Access-Control-Allow-Headers", "*, Authorization")
	h.Set("Access-Control-Max-Age", preflightTime)
	w.WriteHeader(http.StatusNoContent)
	return true
}

// fetchAllowed reports whether a request is of a page of this server or of a trusted
// one, of no page, of no browser, or the following of a link. A page elsewhere cannot
// read an answer, but it could make the server work.
func (p *protected) fetchAllowed(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	if p.trusted(r) {
		return true
	}
	return (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.Header.Get("Sec-Fetch-Mode") == "navigate" &&
		r.Header.Get("Sec-Fetch-Dest") == "document" && (p.options.Linked == nil || p.options.Linked(r.URL.Path))
}

// hostAllowed reports whether the server goes by the name in the Host header.
func (p *protected) hostAllowed(r *http.Request) bool {
	host := hostname(r.Host)
	if slices.ContainsFunc(p.options.Hosts, func(known string) bool { return strings.EqualFold(known, host) }) {
		return true
	}
	if onLoopback(r.Context()) {
		return isLoopbackName(host)
	}
	return len(p.options.Hosts) == 0
}

// onLoopback reports whether a request came in on a loopback address. One that
// did not come in on any, as in a test, did not.
func onLoopback(ctx context.Context) bool {
	local, ok := ctx.Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return false
	}
	addr, err := netip.ParseAddrPort(local.String())
	return err == nil && addr.Addr().Unmap().IsLoopback()
}

func isLoopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// hostname returns a Host header without port and brackets.
func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
}

func (p *protected) refuse(w http.ResponseWriter, r *http.Request, status int, code, message string) {
	p.options.Log.WarnContext(r.Context(), "http: "+message, slog.Int("status", status),
		slog.String("method", shorten(r.Method)), slog.String("host", shorten(r.Host)), slog.String("origin", shorten(r.Header.Get("Origin"))))
	writeJSON(w, status, NewError(code, "%s", message))
}

func writeJSON(w http.ResponseWriter, status int, err *gqlerror.Error) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", string(mediaJSON)+"; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(encodeErrors(gqlerror.List{err}))
}

// writer remembers whether an answer has begun.
type writer struct {
	http.ResponseWriter
	begun bool
}

func (w *writer) WriteHeader(status int) {
	w.begun = w.begun || status >= 200 || status == http.StatusSwitchingProtocols
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// Flush implements http.Flusher.
func (w *writer) Flush() {
	w.begun = true
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Hijack implements http.Hijacker.
func (w *writer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.begun = true
	return http.NewResponseController(w.ResponseWriter).Hijack()
}
