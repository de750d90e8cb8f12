package formats

import (
	"strings"

	"github.com/kithgraph/kith/internal/folding"
)

// The files of "Get a copy of your data". Connections.csv has lines above its
// header. The columns are those of many public fixtures; LinkedIn documents the
// archive without them.
var linkedIn = []*Format{{
	Name: "LinkedIn connections",
	columns: columns(
		"First Name!", "Last Name!", "URL", "Email Address", "Company", "Position", "Connected On!",
	),
	begin: connections,
}, {
	Name: "LinkedIn positions",
	columns: columns(
		"Company Name!", "Title!", "Description", "Location", "Started On!", "Finished On!",
	),
	whose: true,
	begin: career,
}}

// connections reads the people somebody is connected with: where they are and,
// when it is known whose file it is, that they have met.
func connections(in *input) func(*row, *sink) {
	f := &fields{first: "First Name", last: "Last Name", mails: []string{"Email Address"}, link: "URL", company: "Company", title: "Position"}
	seen := map[string]bool{}
	return func(r *row, out *sink) {
		name, key := f.nameOf(r), profile(r.cell("URL"))
		if key.text == "" {
			key = f.keyOf(r)
		}
		switch {
		case name.text == "":
			out.skip("no name")
			return
		case seen[key.text]:
			out.skip("stands in the file twice")
			return
		}
		seen[key.text] = true
		f.person(r, out, key, name)
		f.seat(r, out, nil, key, f.employer(r, out))
		switch {
		case in.options.Person:
			if in.options.Ours != "" {
				out.refer("positions", values{"seat_id": text(Self), "person_id": text(Self), "organization_id": ours(in, out, "")})
			}
			out.put("relationships", values{"from_person_id": text(Self), "to_person_id": key, "kind": text("knows"), "level": text("met"),
				"start": r.cell("Connected On"), "evidence": text("connected on LinkedIn")})
		case r.get("Connected On") != "":
			out.leave(key.text, "connection, because it is not said whose it is: say so with --person NAME", "connections, because it is not said whose they are: say so with --person NAME")
		}
	}
}

// profile returns the key of a profile: what follows /in/ in its link.
func profile(link cell) cell {
	_, slug, ok := strings.Cut(link.text, "linkedin.com/in/")
	if !ok {
		return cell{}
	}
	slug, _, _ = strings.Cut(slug, "?")
	slug = strings.ToLower(strings.Trim(slug, "/ "))
	if slug == "" {
		return cell{}
	}
	return link.as("in:" + slug)
}

// career reads the positions of the person whose archive it is.
func career(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		c := r.cell("Company Name")
		if !isCompany(c.text) {
			out.skip("no company")
			return
		}
		key := c.as(company(c.text))
		out.refer("organizations", values{"id": key, "name": c})
		out.put("positions", values{
			"seat_id":   text(Self + "/" + folding.Fold(c.text) + "/" + folding.Fold(r.get("Title")) + "/" + r.get("Started On")),
			"person_id": text(Self), "organization_id": key, "title": r.cell("Title"), "start": r.cell("Started On"), "end": r.cell("Finished On"),
		})
	}
}
