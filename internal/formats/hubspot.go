package formats

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/folding"
)

// HubSpot exports the properties that somebody chooses, by label, and the id
// that it gives each object of a kind: contact 501 is not company 501. See
// knowledge.hubspot.com, "Export records" and the lists of default contact,
// company and deal properties. Ids and names of associations are divided by ";".
var hubSpot = []*Format{{
	Name: "HubSpot contacts",
	columns: columns(
		"Record ID! = Record ID - Contact, hs_object_id", "First Name = firstname", "Last Name = lastname", "Email = Work email", "Phone Number", "Contact owner = hubspot owner id", "Lead Status", "Buying Role = hs_buying_role", "Job Title = jobtitle", "Company Name = Company",
		"Associated Company", "Associated Company IDs = Associated Company ID", "Primary Company = Associated Company (Primary), Primary associated company", "Primary Company ID = Associated Company IDs (Primary), Primary Associated Company ID, associatedcompanyid", "Create Date", "Last Activity Date", "Lifecycle Stage", "LinkedIn URL = LinkedIn profile URL, hs_linkedin_url", "City", "Country/Region", "Time Zone", "Preferred language",
		"Marketing contact status", "Last Modified Date", "Mobile Phone Number", "Merged contact IDs = hs_calculated_merged_vids", "Merged record IDs = Merged object IDs, hs_merged_object_ids",
	),
	anyOf: [][]string{{"First Name", "Last Name", "Email"}, {"Email", "Job Title", "Company Name", "Contact owner", "Lead Status", "Associated Company", "Associated Company IDs", "Primary Company", "Primary Company ID", "Lifecycle Stage", "Buying Role"}},
	never: folded("Deal Name, Company owner, Company Domain Name, Deal Stage, Ticket name, Id, AccountId"),
	index: hubIDs,
	begin: hubContacts,
}, {
	Name: "HubSpot companies",
	columns: columns(
		"Record ID! = Record ID - Company, hs_object_id", "Company name! = Name", "Company Domain Name = Domain, Domain name", "Website URL = Website", "Company owner = hubspot owner id", "Industry", "Country/Region = Country", "City", "Parent Company = Parent company name", "Parent Company ID = Parent Company IDs, Associated Parent Company IDs",
		"Lifecycle Stage", "Create Date", "Last Activity Date", "Phone Number", "Type", "Number of Employees", "Annual Revenue", "Associated Contact", "Associated Contact IDs", "LinkedIn Company Page", "Merged company IDs", "Merged record IDs = Merged object IDs, hs_merged_object_ids",
	),
	anyOf: [][]string{{"Company Domain Name", "Company owner", "Website URL", "Industry", "Lifecycle Stage", "Parent Company ID", "Create Date", "Type"}},
	never: folded("First Name, Last Name, Email, Job Title, Contact owner, Deal Name, Deal Stage, Ticket name, firstname, lastname"),
	begin: hubCompanies,
}, {
	Name: "HubSpot deals",
	columns: columns(
		"Record ID! = Record ID - Deal, hs_object_id", "Deal Name! = dealname", "Deal Stage = dealstage", "Pipeline", "Amount", "Currency = Deal currency code", "Close Date = closedate", "Deal owner = hubspot owner id", "Create Date", "Last Activity Date", "Associated Company", "Associated Company IDs = Associated Company ID", "Primary Company = Associated Company (Primary), Primary associated company", "Primary Company ID = Associated Company IDs (Primary), Primary Associated Company ID, hs_primary_associated_company",
		"Associated Contact", "Associated Contact IDs = Associated Contact ID", "Deal Type", "Deal probability",
	),
	never: folded("Ticket name"),
	index: hubIDs,
	begin: hubDeals,
}}

// list splits the ids or names of a list.
func list(c cell) []string {
	var out []string
	for _, s := range strings.Split(c.text, ";") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// hubMerged takes the ids of the records that were merged into that of a row, which
// may have the time of that behind a colon.
func hubMerged(r *row, out *sink, kind string, columns ...string) {
	for _, name := range columns {
		c := r.cell(name)
		for _, x := range list(c) {
			id, _, _ := strings.Cut(x, ":")
			if id = strings.TrimSpace(id); id != "" && id != r.get("Record ID") {
				out.put("merged_records", values{"id": c.as(id), "kind": text(kind), "into_id": r.cell("Record ID")})
			}
		}
	}
}

func hubContacts(in *input) func(*row, *sink) {
	f := &fields{id: "Record ID", first: "First Name", last: "Last Name", mails: []string{"Email"}, link: "LinkedIn URL", city: "City", company: "Company Name", title: "Job Title", timezone: "Time Zone", languages: "Preferred language"}
	return func(r *row, out *sink) {
		name, key := f.nameOf(r), r.cell("Record ID")
		switch {
		case key.text == "":
			out.skip("no id")
			return
		case name.text == "":
			out.skip("no name")
			return
		}
		f.person(r, out, key, name)
		hubMerged(r, out, "contact", "Merged contact IDs", "Merged record IDs")
		f.seat(r, out, nil, key, hubCompany(in, r, out, r.cell("Company Name")))
		if r.get("Buying Role") != "" {
			out.leave(key.text, "buying role that belongs to no decision", "buying roles that belong to no decision")
		}
		if r.get("Contact owner") != "" {
			out.leave(r.get("Contact owner"), "owner of contacts, which does not say whom they know", "owners of contacts, which does not say whom they know")
		}
	}
}

// hubIDs finds the ids of the companies that some rows only name.
func hubIDs(in *input, each func(func(*row)) error) error {
	ids := map[string]string{}
	in.found = ids
	return each(func(r *row) {
		for _, c := range [][2]string{{"Associated Company IDs", "Associated Company"}, {"Primary Company ID", "Primary Company"}} {
			keys, names := list(r.cell(c[0])), list(r.cell(c[1]))
			for i, k := range keys {
				if len(names) == len(keys) {
					ids[folding.Fold(names[i])] = k
				}
			}
		}
	})
}

// hubCompany refers to the company with which a record is associated: the primary
// one, else the first, by id, or else by name.
func hubCompany(in *input, r *row, out *sink, named cell) cell {
	ids, associated := r.cell("Associated Company IDs"), r.cell("Associated Company")
	if len(list(ids)) > 1 || len(list(ids)) == 0 && len(list(associated)) > 1 {
		out.leave(r.get("Record ID"), "further company, of which it does not say what they do there", "further companies, of which it does not say what they do there")
	}
	if id, name := r.cell("Primary Company ID"), r.cell("Primary Company"); id.text != "" || name.text != "" {
		if name.text == "" { // it stands among the others, by its place or alone
			keys, names := list(ids), list(associated)
			if i := slices.Index(keys, id.text); i >= 0 && len(names) == len(keys) {
				name = associated.as(names[i])
			} else if len(names) == 1 {
				name = associated
			}
		}
		ids, associated = id, name
	}
	keys, all := list(ids), list(associated)
	if len(keys) > 0 {
		name := named
		if len(all) > 0 {
			name = associated.as(all[0])
		}
		if name.text == "" {
			name = ids.as(keys[0])
		}
		key := ids.as(keys[0])
		out.refer("organizations", values{"id": key, "name": name})
		return key
	}
	name := named
	if len(all) > 0 {
		name = associated.as(all[0])
	}
	if !isCompany(name.text) {
		return cell{}
	}
	key := name.as(company(name.text))
	if id := in.found.(map[string]string)[folding.Fold(name.text)]; id != "" {
		key = name.as(id)
	}
	out.refer("organizations", values{"id": key, "name": name})
	return key
}

// hubStages say what a lifecycle stage makes of a company.
var hubStages = map[string]string{
	"customer": "customer", "evangelist": "customer", "subscriber": "prospect", "lead": "prospect", "marketing qualified lead": "prospect", "marketingqualifiedlead": "prospect",
	"sales qualified lead": "prospect", "salesqualifiedlead": "prospect", "opportunity": "prospect",
}

func hubCompanies(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		key, name := r.cell("Record ID"), r.cell("Company name")
		switch {
		case key.text == "":
			out.skip("no id")
			return
		case name.text == "":
			out.skip("no name")
			return
		}
		hubMerged(r, out, "organization", "Merged company IDs", "Merged record IDs")
		kind := r.cell("Lifecycle Stage").as(hubStages[folding.Fold(r.get("Lifecycle Stage"))])
		if t := folding.Fold(r.get("Type")); kind.text == "" && (t == "prospect" || t == "partner" || t == "vendor") {
			kind = r.cell("Type")
		}
		parents := r.cell("Parent Company ID")
		parent := cell{}
		if ids := list(parents); len(ids) > 0 {
			parent = parents.as(ids[0])
		} else if p := r.cell("Parent Company"); isCompany(p.text) {
			parent = p.as(company(p.text))
			out.refer("organizations", values{"id": parent, "name": p})
		}
		out.put("organizations", values{
			"id": key, "name": name, "domains": r.cell("Company Domain Name"), "website": r.cell("Website URL"), "industry": r.cell("Industry"), "country": r.cell("Country/Region"),
			"parent_id": parent, "type": kind, "owner": owner(in, out, r.cell("Company owner")),
		})
	}
}

func hubDeals(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		key, name := r.cell("Record ID"), r.cell("Deal Name")
		if key.text == "" || name.text == "" {
			out.skip("no id or no name")
			return
		}
		org := hubCompany(in, r, out, cell{})
		if org.text == "" {
			out.skip("no company")
			return
		}
		out.refer("accounts", values{"organization_id": org, "relation": text("prospect")})
		out.put("decision_areas", values{
			"id": key, "account_id": org, "name": name, "budget": budget(r.cell("Amount"), r.cell("Currency"), out), "currency": r.cell("Currency"), "due": r.cell("Close Date"), "state": state(r.cell("Deal Stage")),
		})
		if r.get("Associated Contact IDs") != "" || r.get("Associated Contact") != "" {
			out.leave(key.text, "deal with contacts of which it does not say what part they have", "deals with contacts of which it does not say what part they have")
		}
	}
}
