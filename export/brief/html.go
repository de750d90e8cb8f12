package brief

import (
	"bytes"
	"html/template"
)

// page has no script and nothing from elsewhere.
var page = template.Must(template.New("page").Parse(`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<title>{{.Title}}</title>
<style>
body{font:16px/1.5 Arial,Helvetica,sans-serif;color:#16202B;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem;border-top:2px solid #00677A;padding-top:.5rem}h3{font-size:1rem;margin:1.5rem 0 .5rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #C9D3DB}
code{font-size:.75rem;color:#52616E;overflow-wrap:anywhere}li{margin:.2rem 0}
@media (prefers-color-scheme:dark){body{background:#16202B;color:#E8EDF1}td,th{border-color:#3A4A5A}code{color:#A9B7C4}}
@media print{body{font-size:11pt;max-width:none;margin:0;color:#000;background:#fff}tr,li{break-inside:avoid}h2,h3{break-after:avoid}}
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
{{range .Blocks -}}
{{if .Heading}}<h2>{{.Heading}}</h2>
{{else if .Subheading}}<h3>{{.Subheading}}</h3>
{{else if .Paragraph}}<p>{{template "line" .Paragraph}}</p>
{{else if .List}}<ul>
{{range .List}}<li>{{template "line" .}}</li>
{{end}}</ul>
{{else}}<table>
<thead><tr>{{range .Columns}}<th scope="col">{{.}}</th>{{end}}</tr></thead>
<tbody>
{{range .Rows}}<tr>{{range .}}<td>{{template "line" .}}</td>{{end}}</tr>
{{end}}</tbody>
</table>
{{end}}{{end}}</main>
</body>
</html>
{{define "line"}}<bdi>{{.Text}}</bdi>{{range .IDs}} <code>{{.}}</code>{{end}}{{end}}`))

// HTML returns the document as a page of its own.
func (d *Document) HTML() []byte {
	var b bytes.Buffer
	err := page.Execute(&b, struct {
		Title  string
		Blocks []block
	}{d.title, d.blocks})
	if err != nil {
		panic(err) // a buffer takes everything, and the template fits its data
	}
	return b.Bytes()
}
