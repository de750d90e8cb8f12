package formats

// Dynamics 365 Sales exports the columns of a view by label, with the id of the
// record under "(Do Not Modify) Contact" and the like (hidden in Excel), or, from
// Dataverse, by logical name. See learn.microsoft.com/dynamics365, the entity
// references of contact and account, and "Export to Excel".
var dynamics = []*Format{{
	Name: "Dynamics 365 contacts",
	columns: columns(
		"(Do Not Modify) Contact! = contactid", "Full Name = fullname", "First Name = firstname", "Middle Name = middlename", "Last Name = lastname", "Email = emailaddress1, E-mail", "Email Address 2 = emailaddress2", "Job Title = jobtitle", "Department",
		"Company Name = parentcustomeridname, _parentcustomerid_value@OData.Community.Display.V1.FormattedValue, Account Name", "Company Id = _parentcustomerid_value, parentcustomerid", "Manager = managername", "Assistant = assistantname", "Business Phone = telephone1", "Mobile Phone = mobilephone", "Address 1: City = address1_city",
		"Do not allow Phone Calls = donotphone", "Status = statecode, statecodename", "Owner = ownerid, _ownerid_value, owneridname", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On = modifiedon", "Created On = createdon",
	),
	anyOf: [][]string{{"Full Name", "Last Name"}},
	never: folded("accountid, (Do Not Modify) Account, Record ID, LeadId, SystemModstamp"),
	index: dynContact.index(dynActive),
	begin: func(in *input) func(*row, *sink) {
		b := in.found.(*book)
		return func(r *row, out *sink) {
			name, key := dynContact.nameOf(r), dynContact.keyOf(r)
			switch {
			case !dynActive(r):
				out.skip("not active")
				return
			case name.text == "":
				out.skip("no name")
				return
			}
			dynContact.person(r, out, key, name)
			org := r.cell("Company Id")
			if org.text != "" && guid(org.text) {
				if c := r.cell("Company Name"); isCompany(c.text) {
					out.refer("organizations", values{"id": org, "name": c})
				}
			} else if org = dynContact.employer(r, out); org.text == "" {
				if c := r.cell("Company Id"); isCompany(c.text) && !guid(c.text) {
					org = c.as(company(c.text))
					out.refer("organizations", values{"id": org, "name": c})
				}
			}
			dynContact.seat(r, out, b, key, org)
		}
	},
}, {
	Name: "Dynamics 365 accounts",
	columns: columns(
		"(Do Not Modify) Account! = accountid", "Account Name! = name", "Parent Account = parentaccountidname", "Parent Account Id = _parentaccountid_value, parentaccountid", "Website = websiteurl", "Industry = industrycodename, industrycode", "Address 1: Country/Region = address1_country", "Address 1: City = address1_city",
		"Relationship Type = customertypecodename, customertypecode", "Owner = owneridname, ownerid, _ownerid_value", "Primary Contact = primarycontactidname, primarycontactid, _primarycontactid_value", "Main Phone = telephone1", "Email (Primary Contact) (Contact)", "Annual Revenue = revenue", "Status = statecode, statecodename", "(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On = modifiedon",
	),
	anyOf: [][]string{{"(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Parent Account Id", "Website", "Relationship Type", "Owner", "Main Phone", "Primary Contact", "Address 1: City", "Status"}},
	never: folded("Id, StageName, CurrencyIsoCode, CloseDate, SystemModstamp, contactid, (Do Not Modify) Contact, Contact ID, Last Name, Full Name, fullname, lastname, Record ID, Account Owner"),
	begin: func(in *input) func(*row, *sink) {
		return func(r *row, out *sink) {
			key, name := r.cell("(Do Not Modify) Account"), r.cell("Account Name")
			switch {
			case !dynActive(r):
				out.skip("not active")
				return
			case key.text == "" || name.text == "":
				out.skip("no id or no name")
				return
			}
			parent := r.cell("Parent Account Id")
			if !guid(parent.text) {
				parent = cell{}
				if p := r.first("Parent Account", "Parent Account Id"); isCompany(p.text) {
					parent = p.as(company(p.text))
					out.refer("organizations", values{"id": parent, "name": p})
				}
			}
			o := r.cell("Owner")
			if guid(o.text) {
				out.leave(o.text, "owner of whom only the id is there", "owners of whom only the ids are there")
				o = cell{}
			}
			industry := r.cell("Industry")
			if digits(industry.text) {
				industry = cell{}
			}
			kind := r.cell("Relationship Type")
			if digits(kind.text) {
				kind = cell{}
			}
			out.put("organizations", values{
				"id": key, "name": name, "parent_id": parent, "website": r.cell("Website"), "industry": industry, "country": r.cell("Address 1: Country/Region"), "type": kind, "owner": owner(in, out, o),
			})
			if r.get("Primary Contact") != "" {
				out.leave(key.text, "primary contact, which says no part in a decision", "primary contacts, which says no part in a decision")
			}
		}
	},
}}

var dynContact = &fields{
	id: "(Do Not Modify) Contact", name: "Full Name", first: "First Name", middle: "Middle Name", last: "Last Name", mails: []string{"Email", "Email Address 2"}, city: "Address 1: City",
	company: "Company Name", title: "Job Title", department: "Department", managerName: "Manager", assistant: "Assistant",
}

// dynActive reports whether a record is in use: its state is a word, or 0.
func dynActive(r *row) bool {
	switch s := r.get("Status"); s {
	case "Inactive", "inactive", "1":
		return false
	default:
		return true
	}
}

// guid reports whether a text looks like an id of Dataverse.
func guid(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i] | 0x20
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (s[i] == '-') || !dash && !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
			return false
		}
	}
	return true
}

// digits reports whether a text is a number, as the codes of choices are.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
