package formats

import (
	"strings"

	"github.com/kithgraph/kith/internal/folding"
)

// Salesforce exports by API names (Data Loader, data export service) and by
// labels (reports). The names are those of the Object Reference and the Field
// Reference for the Salesforce Platform, developer.salesforce.com/docs: Account, Contact,
// AccountContactRelation, OpportunityContactRole, Opportunity, User,
// AccountTeamMember, Task, Event. Ids have 15 characters, or 18 of which the
// last three only say the case of the others; the first 15 are the key.
var salesforce = []*Format{{
	Name: "Salesforce accounts",
	columns: columns(
		"Id!", "Name!", "ParentId", "Type", "Industry", "Website", "OwnerId", "BillingCountry", "AnnualRevenue", "NumberOfEmployees", "AccountNumber", "Rating",
		"IsDeleted", "MasterRecordId", "CreatedById", "CreatedDate", "LastModifiedDate", "SystemModstamp", "BillingCity", "BillingStreet", "BillingState", "BillingPostalCode", "Phone", "Description", "Ownership", "AccountSource",
	),
	anyOf: [][]string{{"ParentId", "OwnerId", "BillingCountry", "AnnualRevenue", "NumberOfEmployees", "CreatedById", "SystemModstamp"}},
	never: folded("AccountId, LastName, StageName, CloseDate, Probability, WhoId, ContactId, Username, Company"),
	begin: sfAccounts,
}, {
	Name: "Salesforce contacts",
	columns: columns(
		"Id!", "LastName!", "FirstName", "MiddleName", "Salutation", "Name", "AccountId", "ReportsToId", "Email", "Title", "Department", "OwnerId", "MailingCity", "AssistantName", "LeadSource",
		"IsDeleted", "MasterRecordId", "CreatedById", "CreatedDate", "LastModifiedDate", "SystemModstamp", "HasOptedOutOfEmail", "DoNotCall", "Phone", "MobilePhone", "MailingStreet", "MailingState", "MailingPostalCode", "MailingCountry", "Birthdate", "AssistantPhone",
	),
	anyOf: [][]string{{"AccountId", "ReportsToId"}},
	never: folded("Username, ManagerId, UserRoleId, ProfileId, Company, WhoId, StageName"),
	begin: sfContacts,
}, {
	Name: "Salesforce account contact relations",
	columns: columns("Id! = Account Contact Relationship ID", "AccountId! = Account ID", "ContactId! = Contact ID", "Roles", "IsDirect = Direct", "IsActive = Active", "StartDate = Start Date", "EndDate = End Date", "IsDeleted = Deleted",
		"CreatedDate = Created Date", "LastModifiedDate = Last Modified Date", "SystemModstamp = System Modstamp"),
	anyOf: [][]string{{"Roles", "IsDirect"}},
	never: folded("OpportunityId, LastName, Username, WhoId"),
	begin: sfRelations,
}, {
	Name:    "Salesforce opportunities",
	columns: columns("Id!", "Name!", "StageName!", "AccountId!", "Amount", "CurrencyIsoCode", "CloseDate", "OwnerId", "IsClosed", "IsWon", "IsDeleted", "Type", "Probability", "CreatedDate"),
	never:   folded("ContactId, LastName, WhoId"),
	begin:   sfOpportunities,
}, {
	Name:    "Salesforce opportunity contact roles",
	columns: columns("Id = Contact Role ID", "OpportunityId! = Opportunity ID", "ContactId! = Contact ID", "Role!", "IsPrimary = Primary", "IsDeleted = Deleted", "CreatedDate = Created Date"),
	never:   folded("WhoId, StageName, LastName"),
	begin:   sfContactRoles,
}, {
	Name: "Salesforce users",
	columns: columns(
		"Id! = User ID", "LastName! = Last Name", "FirstName = First Name", "MiddleName = Middle Name", "Name = Full Name", "Username", "Email", "Title", "Department", "Division", "CompanyName = Company Name", "ManagerId = Manager ID", "IsActive = Active",
		"UserRoleId = Role ID", "ProfileId = Profile ID", "UserType = User Type", "EmployeeNumber = Employee Number", "Alias", "City", "TimeZoneSidKey = Time Zone", "LanguageLocaleKey = Language", "CreatedDate = Created Date",
	),
	anyOf: [][]string{{"Username", "ManagerId", "UserRoleId", "ProfileId"}},
	never: folded("ReportsToId, WhoId, StageName, MailingCity"),
	index: sfStaff.index(sfCounts),
	begin: sfUsers,
}, {
	Name:    "Salesforce account team members",
	columns: columns("Id = Account Team Member ID", "AccountId! = Account ID", "UserId! = User ID", "TeamMemberRole! = Team Role", "AccountAccessLevel = Account Access", "OpportunityAccessLevel", "CaseAccessLevel", "ContactAccessLevel", "Title", "IsDeleted", "CreatedDate"),
	begin: func(in *input) func(*row, *sink) {
		return func(r *row, out *sink) {
			if yes(r.get("IsDeleted")) {
				out.skip("deleted there")
				return
			}
			account := sfID(r.cell("AccountId"))
			out.refer("accounts", values{"organization_id": account, "relation": text("prospect")})
			out.put("work", values{"person_id": sfUser(in, out, r.cell("UserId")), "account_id": account, "role": r.cell("TeamMemberRole")})
		}
	},
}, {
	Name: "Salesforce tasks",
	columns: columns(
		"Id!", "WhoId!", "WhatId", "Subject!", "ActivityDate", "Status!", "Priority", "IsHighPriority", "OwnerId!", "Description", "IsDeleted", "AccountId", "IsClosed", "CreatedDate", "CompletedDateTime", "TaskSubtype", "Type",
		"CallDurationInSeconds", "CallType", "CallDisposition", "CallObject",
	),
	never: folded("StartDateTime, EndDateTime, ActivityDateTime, DurationInMinutes"),
	begin: sfTasks,
}, {
	Name: "Salesforce events",
	columns: columns(
		"Id!", "WhoId!", "WhatId", "Subject!", "ActivityDate", "StartDateTime = ActivityDateTime", "EndDateTime", "DurationInMinutes", "OwnerId!", "Description", "Location", "IsAllDayEvent", "IsPrivate", "IsDeleted", "AccountId", "Type", "EventSubtype", "CreatedDate", "ShowAs",
	),
	anyOf: [][]string{{"StartDateTime", "EndDateTime", "DurationInMinutes"}},
	never: folded("Status"),
	begin: sfEvents,
}, {
	Name: "Salesforce contacts (report)",
	columns: columns(
		"First Name", "Last Name!", "Middle Name", "Salutation", "Title", "Account Name!", "Email", "Department", "Reports To", "Contact Owner", "Contact ID", "Account ID", "Phone", "Mobile", "Mailing City", "Mailing Country = Mailing Country (text only)", "Mailing Street", "Account Owner", "Lead Source",
	),
	anyOf: [][]string{{"Contact Owner", "Contact ID", "Reports To", "Mailing City", "Mailing Country", "Account Owner", "Mailing Street", "Lead Source"}},
	never: folded("Record ID, Opportunity Name, Subject, Company, Stage, Username"),
	index: sfReport.index(func(*row) bool { return true }),
	begin: sfContactReport,
}, {
	Name: "Salesforce accounts (report)",
	columns: columns(
		"Account Name!", "Account Owner!", "Account ID", "Parent Account", "Parent Account ID", "Type", "Industry", "Website", "Billing Country = Billing Country (text only)", "Billing City", "Rating", "Last Activity", "Last Modified Date", "Annual Revenue", "Employees", "Created Date",
	),
	never: folded("Last Name, First Name, Contact Owner, Opportunity Name, Subject, Email, Reports To"),
	begin: sfAccountReport,
}}

// sfID is the key of an id: its first 15 characters.
func sfID(c cell) cell {
	if len(c.text) == 18 && strings.IndexFunc(c.text, func(r rune) bool { return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z') }) < 0 {
		return c.as(c.text[:15])
	}
	return c
}

// sfMerged takes a row of a record that was merged into another, and reports whether
// it is one. Such a record is deleted, and names the one that was kept.
func sfMerged(r *row, out *sink, kind string) bool {
	into := sfID(r.cell("MasterRecordId"))
	if into.text != "" {
		out.put("merged_records", values{"id": sfID(r.cell("Id")), "kind": text(kind), "into_id": into})
	}
	return into.text != ""
}

// sfUser refers to a user by id, and returns their key: somebody of our own company,
// where Options say which that is. A queue is nobody.
func sfUser(in *input, out *sink, c cell) cell {
	key := sfID(c)
	if strings.HasPrefix(key.text, "00G") {
		return cell{}
	}
	if key.text != "" && in.options.Ours != "" {
		out.refer("positions", values{"seat_id": key, "person_id": key, "organization_id": ours(in, out, "")})
	}
	return key
}

func sfAccounts(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		if sfMerged(r, out, "organization") {
			return
		}
		if yes(r.get("IsDeleted")) {
			out.skip("deleted there")
			return
		}
		out.put("organizations", values{
			"id": sfID(r.cell("Id")), "name": r.cell("Name"), "parent_id": sfID(r.cell("ParentId")), "type": r.cell("Type"), "industry": r.cell("Industry"),
			"website": r.cell("Website"), "country": r.cell("BillingCountry"), "owner": sfUser(in, out, r.cell("OwnerId")),
		})
	}
}

func sfContacts(in *input) func(*row, *sink) {
	f := &fields{id: "Id", first: "FirstName", middle: "MiddleName", last: "LastName", name: "Name", mails: []string{"Email"}, city: "MailingCity", title: "Title", department: "Department"}
	return func(r *row, out *sink) {
		if sfMerged(r, out, "contact") {
			return
		}
		name := f.nameOf(r)
		switch {
		case yes(r.get("IsDeleted")):
			out.skip("deleted there")
			return
		case name.text == "":
			out.skip("no name")
			return
		}
		key := sfID(r.cell("Id"))
		f.person(r, out, key, name)
		if yes(r.get("HasOptedOutOfEmail")) {
			out.leave(key.text, "refusal of marketing mail, which does not forbid to talk", "refusals of marketing mail, which do not forbid to talk")
		}
		org := sfID(r.cell("AccountId"))
		if org.text == "" {
			out.leave(key.text, "seat of somebody without an account", "seats of people without an account")
			return
		}
		out.put("positions", values{
			"id": key, "person_id": key, "organization_id": org, "title": r.cell("Title"), "department": r.cell("Department"), "reports_to_position_id": sfID(r.cell("ReportsToId")),
		})
	}
}

// sfRelations reads at which further accounts a contact has a part. The direct
// one is the account of the contact itself, of which only the days are new.
func sfRelations(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		contact, account := sfID(r.cell("ContactId")), sfID(r.cell("AccountId"))
		direct := yes(r.get("IsDirect"))
		seat := sfID(r.cell("Id"))
		v := values{"person_id": contact, "organization_id": account, "start": r.cell("StartDate"), "end": r.cell("EndDate")}
		switch {
		case yes(r.get("IsDeleted")):
			out.skip("deleted there")
			return
		case direct && r.get("StartDate") == "" && r.get("EndDate") == "":
			out.skip("is the contact's own account, which the contact says")
			return
		case no(r.get("IsActive")) && r.get("EndDate") == "":
			out.skip("no longer active, and it does not say since when")
			return
		case direct:
			v["id"] = contact
			if r.get("Roles") != "" {
				out.leave(seat.text, "role that belongs to no decision", "roles that belong to no decision")
			}
		default:
			v["seat_id"], v["title"] = seat, r.cell("Roles").as(strings.ReplaceAll(r.get("Roles"), ";", ", "))
		}
		out.put("positions", v)
	}
}

func sfOpportunities(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		account := sfID(r.cell("AccountId"))
		switch {
		case yes(r.get("IsDeleted")):
			out.skip("deleted there")
			return
		case account.text == "":
			out.skip("no account")
			return
		}
		out.refer("accounts", values{"organization_id": account, "relation": text("prospect")})
		out.put("decision_areas", values{
			"id": sfID(r.cell("Id")), "account_id": account, "name": r.cell("Name"), "budget": budget(r.cell("Amount"), r.cell("CurrencyIsoCode"), out), "currency": r.cell("CurrencyIsoCode"),
			"due": r.cell("CloseDate"), "state": state(r.cell("StageName")),
		})
	}
}

// budget drops an amount of which the file does not say the currency.
func budget(amount, currency cell, out *sink) cell {
	if amount.text != "" && currency.text == "" && strings.Trim(amount.text, "0123456789.,' ") == "" {
		out.leave(amount.text, "amount without a currency", "amounts without a currency")
		return cell{}
	}
	return amount
}

// state says whether a stage of a deal is the end of it.
func state(stage cell) cell {
	s := folding.Fold(stage.text)
	switch {
	case strings.Contains(s, "closed won") || s == "won" || s == "closedwon":
		return stage.as("decided")
	case strings.Contains(s, "closed lost") || s == "lost" || s == "closedlost":
		return stage.as("dropped")
	}
	return stage.as("open")
}

func sfContactRoles(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		switch {
		case yes(r.get("IsDeleted")):
			out.skip("deleted there")
		case r.get("Role") == "" || folding.Fold(r.get("Role")) == "other":
			out.skip("says no part in the decision")
		default:
			out.put("decision_parts", values{"decision_area_id": sfID(r.cell("OpportunityId")), "person_id": sfID(r.cell("ContactId")), "part": r.cell("Role")})
		}
	}
}

var sfStaff = &fields{id: "Id", first: "FirstName", middle: "MiddleName", last: "LastName", name: "Name", mails: []string{"Email"}, city: "City", company: "CompanyName", title: "Title", department: "Department", manager: "ManagerId"}

func sfCounts(r *row) bool { return !no(r.get("IsActive")) }

func sfUsers(in *input) func(*row, *sink) {
	short := func(c cell) cell { return sfID(c) }
	return staffRows(in, sfStaff, short, func(r *row) string {
		if !sfCounts(r) {
			return "the user is not active"
		}
		if t := r.get("UserType"); t != "" && folding.Fold(t) != "standard" {
			return "the user is no employee"
		}
		return ""
	})
}

// sfTasks reads calls and mails that took place. What is still to be done, and a
// task that is neither, is no contact.
func sfTasks(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		subject, subtype := folding.Fold(r.get("Subject")), folding.Fold(r.get("TaskSubtype")+" "+r.get("Type"))
		channel, started := "", ""
		switch {
		case strings.Contains(subtype, "call") || r.get("CallType") != "" || strings.HasPrefix(subject, "call"):
			channel = "call"
		case strings.Contains(subtype, "email") || strings.HasPrefix(subject, "email"):
			channel = "mail"
		case strings.Contains(subtype, "meeting"):
			channel = "meeting"
		}
		switch folding.Fold(r.get("CallType")) {
		case "inbound":
			started = "theirs"
		case "outbound":
			started = "ours"
		}
		switch status := folding.Fold(r.get("Status")); {
		case yes(r.get("IsDeleted")):
			out.skip("deleted there")
		case status != "completed" && !yes(r.get("IsClosed")):
			out.skip("still to be done")
		case channel == "":
			out.skip("neither a call nor a mail")
		default:
			sfContactMade(in, r, out, channel, started, r.first("CompletedDateTime", "ActivityDate", "CreatedDate"))
		}
	}
}

func sfEvents(in *input) func(*row, *sink) {
	return func(r *row, out *sink) {
		if yes(r.get("IsDeleted")) {
			out.skip("deleted there")
			return
		}
		channel := "meeting"
		if strings.Contains(folding.Fold(r.get("Type")+" "+r.get("Subject")), "call") {
			channel = "call"
		}
		sfContactMade(in, r, out, channel, "", r.first("StartDateTime", "ActivityDate"))
	}
}

func sfContactMade(in *input, r *row, out *sink, channel, started string, at cell) {
	who := sfID(r.cell("WhoId"))
	switch {
	case !strings.HasPrefix(who.text, "003"):
		out.skip("with nobody who is a contact")
	case at.text == "":
		out.skip("no day")
	default:
		out.put("interactions", values{"id": sfID(r.cell("Id")), "person_a": sfUser(in, out, r.cell("OwnerId")), "person_b": who, "channel": text(channel), "at": at, "started_by": text(started)})
	}
}

var sfReport = &fields{id: "Contact ID", first: "First Name", middle: "Middle Name", last: "Last Name", mails: []string{"Email"}, city: "Mailing City", company: "Account Name", title: "Title", department: "Department", managerName: "Reports To"}

func sfContactReport(in *input) func(*row, *sink) {
	b := in.found.(*book)
	seen := map[string]bool{}
	return func(r *row, out *sink) {
		name, key := sfReport.nameOf(r), sfReport.keyOf(r)
		switch {
		case name.text == "":
			out.skip("no name") // the totals and the notes below a report too
			return
		case seen[key.text]:
			out.skip("stands in the file twice")
			return
		}
		seen[key.text] = true
		sfReport.person(r, out, sfID(key), name)
		org := cell{}
		if id := sfID(r.cell("Account ID")); id.text != "" {
			org = id
			out.refer("organizations", values{"id": id, "name": r.cell("Account Name")})
		} else {
			org = sfReport.employer(r, out)
		}
		if org.text == "" {
			return
		}
		manager := cell{}
		if n := r.cell("Reports To"); n.text != "" {
			manager = sfID(b.named(n, out))
		}
		out.put("positions", values{
			"id": sfID(key), "person_id": sfID(key), "organization_id": org, "title": r.cell("Title"), "department": r.cell("Department"), "reports_to_position_id": manager,
		})
	}
}

func sfAccountReport(in *input) func(*row, *sink) {
	seen := map[string]bool{}
	return func(r *row, out *sink) {
		name := r.cell("Account Name")
		key := sfID(r.cell("Account ID"))
		if key.text == "" && name.text != "" {
			key = name.as(company(name.text))
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
		parent := sfID(r.cell("Parent Account ID"))
		if p := r.cell("Parent Account"); parent.text == "" && p.text != "" {
			parent = p.as(company(p.text))
			out.refer("organizations", values{"id": parent, "name": p})
		}
		out.put("organizations", values{
			"id": key, "name": name, "parent_id": parent, "type": r.cell("Type"), "industry": r.cell("Industry"), "website": r.cell("Website"), "country": r.cell("Billing Country"), "owner": owner(in, out, r.cell("Account Owner")),
		})
	}
}
