package resolvers

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"iter"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/gqlserve"
	"github.com/kithgraph/kith/internal/picture"
	"github.com/kithgraph/kith/internal/web"
	"github.com/kithgraph/kith/schema"
)

// orgchart answers a file of an account: /export/orgchart.svg, .png, .pdf, .gv,
// .graphml, .gexf, .cypher, .csv, .md or .vcf, with ?account=ID and what else the command line
// takes: asOf, knownAt, draft, diagram, page, profile, focus (again for each), since,
// redacted, paged, number (of the page; without it all come, one after another) and
// width.
func (s *server) orgchart(w http.ResponseWriter, r *http.Request) {
	defer s.stopped(w, "chart", "drawn")
	tag, has := s.hasFile(w, r)
	if has {
		return
	}
	leave, err := s.gateOf(r.URL.Query()).enter(r.Context())
	if err != nil {
		s.refuse(w, "chart", "drawn", err)
		return
	}
	defer leave()
	v, q, number, err := s.asked(r)
	if err != nil {
		s.refuse(w, "chart", "drawn", err)
		return
	}
	if q.Paged && number == 0 && q.Format != picture.PDF {
		s.sendPages(w, r, s.studio.Draw(r.Context(), v, q))
		return
	}
	file, err := s.studio.One(r.Context(), v, q, number)
	if err != nil {
		s.refuse(w, "chart", "drawn", err)
		return
	}
	name := ""
	if !file.Format.Drawn() {
		name = "orgchart." + file.Format.Extension()
	}
	sendFile(w, r, tag, file.Format.MediaType(), name, file.Body)
}

// refuse answers that a file cannot be had: what it is, and what could not be done
// with it.
func (s *server) refuse(w http.ResponseWriter, what, done string, err error) {
	if errors.Is(err, picture.ErrMissing) {
		plainText(w, http.StatusNotImplemented, "PNG and PDF need rsvg-convert, which this server does not have; SVG works\n")
		return
	}
	out, _, known := outcomeOf(err)
	if !known {
		s.log.Error("a file cannot be had", "file", what, "error", err)
		plainText(w, http.StatusInternalServerError, "the "+what+" could not be "+done+"\n")
		return
	}
	if out.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", strconv.Itoa(gateRetry))
	}
	plainText(w, out.status, out.message+"\n")
}

// stopped answers a request whose reading was ended ([view.Meter]); any other panic goes
// on.
func (s *server) stopped(w http.ResponseWriter, what, done string) {
	value := recover()
	if value == nil {
		return
	}
	err := view.Stopped(value)
	if err == nil {
		panic(value)
	}
	s.refuse(w, what, done, err)
}

// sendPages sends every page as a part of multipart/mixed (RFC 2046) as soon as it
// is drawn. When one fails the body ends without its last boundary, by which the
// reader knows.
func (s *server) sendPages(w http.ResponseWriter, r *http.Request, pages iter.Seq2[picture.File, error]) {
	var parts *multipart.Writer
	for file, err := range pages {
		if err != nil && parts == nil {
			s.refuse(w, "chart", "drawn", err)
			return
		}
		if err != nil {
			if r.Context().Err() == nil { // the reader is still there
				s.log.Error("drawing a page", "error", err)
			}
			return
		}
		if parts == nil {
			parts = multipart.NewWriter(w)
			w.Header().Set("Content-Type", "multipart/mixed; boundary="+parts.Boundary())
			w.Header().Set("Cache-Control", "no-cache")
		}
		name := fmt.Sprintf("orgchart-%d.%s", file.Result.Number, file.Format.Extension())
		part, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type": {file.Format.MediaType()}, "Content-Disposition": {`attachment; filename="` + name + `"`},
		})
		if err == nil {
			_, err = part.Write(file.Body)
		}
		if err == nil {
			err = http.NewResponseController(w).Flush()
		}
		if err != nil || r.Context().Err() != nil {
			return // the reader has gone
		}
	}
	if parts != nil {
		parts.Close()
	}
}

// sendFile answers a file that no page may run: to be looked at, or to be saved
// under a name. The tag is that of [server.hasFile]; without one it is that of the body.
func sendFile(w http.ResponseWriter, r *http.Request, tag, mediaType, name string, body []byte) {
	if tag == "" {
		tag = gqlserve.ETag(string(body))
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	if gqlserve.NotModified(w, r, tag) {
		return
	}
	if name != "" {
		h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	w.Write(body)
}

// asked reads what file of what is asked for, and the number of the page.
func (s *server) asked(r *http.Request) (*view.View, picture.Request, int, error) {
	var q picture.Request
	format, ok := picture.ByExtension(strings.TrimPrefix(r.PathValue("file"), "orgchart."))
	if !ok || !strings.HasPrefix(r.PathValue("file"), "orgchart.") {
		return nil, q, 0, graph.NotFound("file", graph.ID(r.PathValue("file")))
	}
	ctx, err := s.pin(r.Context())
	if err != nil {
		return nil, q, 0, err
	}
	v, q, err := s.pictured(ctx, r.URL.Query())
	if err != nil {
		return nil, q, 0, err
	}
	q.Format = format
	number, err := count(r.URL.Query(), "number")
	return v, q, number, err
}

// pictured reads what to draw from the parameters of a request.
func (s *server) pictured(ctx context.Context, q url.Values) (*view.View, picture.Request, error) {
	r := picture.Request{Account: graph.ID(q.Get("account")), Decision: graph.ID(q.Get("decision")), Options: export.Options{
		Diagram: export.Diagram(strings.ToUpper(q.Get("diagram"))), Page: export.Page(strings.ToUpper(q.Get("page"))),
		Profile: export.Profile(strings.ToUpper(q.Get("profile"))), Focus: q["focus"], Include: q["include"],
		Title: q.Get("title"), Footnote: q.Get("footnote"),
	}}
	if list, given := q["layers"]; given {
		r.Options.Layers = []export.LinkKind{}
		for _, k := range list {
			if k != "" {
				r.Options.Layers = append(r.Options.Layers, export.LinkKind(strings.ToUpper(k)))
			}
		}
	}
	v, err := s.viewOf(ctx, q)
	if err != nil {
		return nil, r, err
	}
	r.Answers = v.Kept
	if r.Options.Diagram == export.DiagramDiff {
		r.Before = v.Base
	}
	since, err := graph.ParseDate(q.Get("since"))
	if err != nil {
		return nil, r, err
	}
	if since != 0 {
		r.Before = viewing(ctx, v.Snapshot(), since)
	}
	if r.Width, err = count(q, "width"); err != nil {
		return nil, r, err
	}
	for name, to := range map[string]*bool{"redacted": &r.Options.Redacted, "paged": &r.Paged} {
		if text := q.Get(name); text != "" {
			if *to, err = strconv.ParseBool(text); err != nil {
				return nil, r, graph.Invalid("query", nil, "%s is %q, want true or false", name, text)
			}
		}
	}
	return v.View.View, r, nil
}

// viewOf returns the view that the parameters asOf, knownAt and draft name.
func (s *server) viewOf(ctx context.Context, q url.Values) (*schema.View, error) {
	var known *schema.KnownAt
	if text := q.Get("knownAt"); text != "" {
		k, err := knownAt(text)
		if err != nil {
			return nil, err
		}
		known = k
	}
	day, err := graph.ParseDate(q.Get("asOf"))
	if err != nil {
		return nil, err
	}
	var draftID *graph.ID
	if id := graph.ID(q.Get("draft")); id != "" {
		draftID = &id
	}
	return s.seen(ctx, &day, known, draftID)
}

// knownAt reads a revision in decimal digits or a moment in RFC 3339.
func knownAt(text string) (*schema.KnownAt, error) {
	if r, err := schema.UnmarshalRevision(text); err == nil {
		return &schema.KnownAt{Revision: &r}, nil
	}
	if t, err := schema.UnmarshalTime(text); err == nil {
		return &schema.KnownAt{Time: &t}, nil
	}
	return nil, graph.Invalid("query", nil, "knownAt is %s, want a revision in decimal digits or a moment in RFC 3339", graph.Quote(text))
}

// count reads a parameter that counts something; absent is 0.
func count(q url.Values, name string) (int, error) {
	text := q.Get(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, graph.Invalid("query", nil, "%s is %q, want a number", name, text)
	}
	return n, nil
}

// startPage has no script and nothing from elsewhere.
var startPage = template.Must(template.New("start").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>kith: {{.Workspace}}</title>
<style>
body{font:16px/1.5 Arial,Helvetica,sans-serif;color:#16202B;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}a{color:#00677A}
pre{background:#F3F6F8;padding:1rem;overflow:auto;border-radius:4px}td,th{text-align:left;padding:.2rem 1rem .2rem 0}
@media (prefers-color-scheme:dark){body{background:#16202B;color:#E8EDF1}a{color:#6FC3D1}pre{background:#223040}}
</style></head><body><main>
<h1>kith: workspace {{.Workspace}}</h1>
<p>Revision {{.Revision}}, {{.People}} people on {{.Seats}} seats, {{.Ties}} stated ties.</p>
<p><a href="/app/">Open the app</a></p>
<h2>Accounts</h2>
{{if .Accounts}}<table><tr><th>Account</th><th>Pictures</th></tr>
{{range .Accounts}}<tr><td><a href="/app/#/chart/{{.ID}}">{{.Name}}</a></td><td><a href="/export/orgchart.svg?account={{.ID}}&amp;profile=WEB">org chart</a> · <a href="/export/orgchart.svg?account={{.ID}}&amp;diagram=PAIR&amp;profile=WEB">who knows whom</a> · <a href="/export/orgchart.svg?account={{.ID}}&amp;diagram=NETWORK&amp;profile=WEB">influence</a> · <a href="/export/orgchart.svg?account={{.ID}}&amp;diagram=MATRIX&amp;profile=WEB">levels</a> · <a href="/export/orgchart.md?account={{.ID}}">outline</a></td></tr>
{{end}}</table>{{else}}<p>None yet. Import some: <code>kith import --source crm --customer NAME FOLDER</code></p>{{end}}
{{if .More}}<p>and {{.More}} more</p>{{end}}
<h2>GraphQL</h2>
<p>POST to <code>/graphql</code>, for instance:</p>
<pre>curl http://{{.Host}}/graphql -H 'Content-Type: application/json' \
  -d '{"query":"{ view { revision accounts(first: 5) { nodes { id name } } moves(from: \"2026-01-01\") { moves { sentence } } } }"}'</pre>
</main></body></html>
`))

// appPolicy lets the app run its own script, ask its own server and nothing else.
const appPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// app serves the web app.
func (s *server) app() http.Handler {
	files := gqlserve.Files(web.Files())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", appPolicy)
		files.ServeHTTP(w, r)
	})
}

// maxListed is how many accounts the start page lists.
const maxListed = 100

// start answers the start page.
func (s *server) start(w http.ResponseWriter, r *http.Request) {
	ws := ViewerOf(r.Context()).Workspace
	snap, err := s.eng.Snapshot(r.Context(), ws)
	if err != nil {
		s.log.Error("the start page", "error", err)
		plainText(w, http.StatusServiceUnavailable, "the workspace cannot be read\n")
		return
	}
	type account struct{ ID, Name string }
	v := view.On(snap, s.today())
	var list []account
	accounts := snap.Nodes(graph.NodeAccount)
	for _, n := range accounts[:min(len(accounts), maxListed)] {
		list = append(list, account{string(snap.NodeID(n)), v.Name(n)})
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	startPage.Execute(w, map[string]any{
		"Workspace": string(ws), "Revision": strconv.FormatUint(uint64(snap.Revision()), 10), "Host": r.Host,
		"People": snap.Count(graph.NodePerson), "Seats": snap.Count(graph.NodePosition), "Ties": snap.Count(graph.EdgeKnows),
		"Accounts": list, "More": len(accounts) - len(list),
	})
}
