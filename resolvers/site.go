package resolvers

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/export"
	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/schema"
)

// orgchart draws an account: ?account=ID, and asOf, knownAt, view, page and
// profile as in the command line.
func (s *server) orgchart(w http.ResponseWriter, r *http.Request) {
	svg, err := s.draw(r)
	if err != nil {
		out, _, known := outcomeOf(err)
		if !known {
			s.log.Error("drawing an org chart", "error", err)
			plainText(w, http.StatusInternalServerError, "the chart could not be drawn\n")
			return
		}
		plainText(w, out.status, out.message+"\n")
		return
	}
	sum := sha256.Sum256(svg)
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Write(svg)
}

func (s *server) draw(r *http.Request) ([]byte, error) {
	ctx, err := s.pin(r.Context())
	if err != nil {
		return nil, err
	}
	q := r.URL.Query()
	day, err := graph.ParseDate(q.Get("asOf"))
	if err != nil {
		return nil, err
	}
	var known *schema.KnownAt
	if text := q.Get("knownAt"); text != "" {
		k, err := schema.UnmarshalKnownAt(text)
		if err != nil {
			return nil, err
		}
		known = &k
	}
	v, err := s.on(ctx, &day, known)
	if err != nil {
		return nil, err
	}
	account := graph.ID(q.Get("account"))
	if account == "" {
		return nil, graph.Invalid("query", nil, "the parameter account is missing: the id of an account")
	}
	chart, err := export.Account(v, account)
	if err != nil {
		return nil, err
	}
	res, err := export.Render(ctx, chart, export.Options{
		View: export.View(strings.ToUpper(q.Get("view"))), Page: export.Page(strings.ToUpper(q.Get("page"))), Profile: export.Profile(strings.ToUpper(q.Get("profile"))),
	})
	return res.SVG, err
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
<h2>Accounts</h2>
{{if .Accounts}}<table><tr><th>Account</th><th>Pictures</th></tr>
{{range .Accounts}}<tr><td>{{.Name}}</td><td><a href="/export/orgchart.svg?account={{.ID}}&amp;profile=WEB">org chart</a> · <a href="/export/orgchart.svg?account={{.ID}}&amp;view=PAIR&amp;profile=WEB">who knows whom</a></td></tr>
{{end}}</table>{{else}}<p>None yet. Import some: <code>kith import --source crm --customer NAME FOLDER</code></p>{{end}}
{{if .More}}<p>and {{.More}} more</p>{{end}}
<h2>GraphQL</h2>
<p>POST to <code>/graphql</code>, for instance:</p>
<pre>curl http://{{.Host}}/graphql -H 'Content-Type: application/json' \
  -d '{"query":"{ view { revision accounts(first: 5) { nodes { id name } } moves(from: \"2026-01-01\") { moves { sentence } } } }"}'</pre>
</main></body></html>
`))

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
	v := snap.On(s.today())
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
