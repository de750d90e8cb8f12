package formats

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/folding"
)

// Staff tables of HR systems have no fixed columns: they are reports that
// somebody puts together. They are recognised by the names that columns have in
// BambooHR (documentation.bamboohr.com, field names), Workday (the fields of
// "Custom report" in public integration guides) and Personio (no public list of
// the labels of an export, so by the aliases of the others). SAP
// SuccessFactors has a fixed file: help.sap.com, "User data file", whose second
// row are labels.
var staffTables = []*Format{{
	Name: "SuccessFactors users",
	columns: columns(
		"USERID!", "USERNAME!", "FIRSTNAME!", "LASTNAME!", "MANAGER!", "STATUS", "MI", "EMAIL", "HR", "DEPARTMENT", "DIVISION", "LOCATION", "JOBCODE", "TITLE", "TIMEZONE", "HIREDATE", "EMPID", "GENDER", "CITY", "COUNTRY", "MATRIX_MANAGER", "CUSTOM_MANAGER", "DEFAULT_LOCALE",
		"BIZ_PHONE", "FAX", "ADDR1", "ADDR2", "STATE", "ZIP", "REVIEW_FREQ", "LAST_REVIEW_DATE",
	),
	never: folded("objectId, userPrincipalName, Record ID"),
	index: successFactors.index(func(r *row) bool { return successFactorsOut(r) == "" }),
	begin: func(in *input) func(*row, *sink) { return staffRows(in, successFactors, asIs, successFactorsOut) },
}, {
	Name: "HR staff table",
	columns: columns(
		"Employee ID = Employee #, Employee Number, Employee No, Employee No., EmployeeID, Emp ID, Worker ID, Personnel Number, Staff ID, Person Number, Personalnummer, Personal-ID, EEID",
		"Name = Full Name, Employee Name, Worker, Display Name, Legal Name, Last name First name, Name Last name First name, Preferred Full Name",
		"First Name = Legal First Name, Given Name, Legal Name - First Name, Vorname", "Middle Name = Legal Middle Name", "Last Name = Legal Last Name, Surname, Family Name, Legal Name - Last Name, Nachname", "Preferred Name = Preferred First Name, Preferred Name - First Name, Known As",
		"Work Email = Email, E-mail, Email Address, Work Email Address, Email - Work, Primary Work Email, Email - Primary Work, Company Email, Business Email",
		"Job Title = Business Title, Position, Position Title, Title, Job Profile, Job, Role, Job Information: Job Title",
		"Department = Department Name, Job Information: Department, Supervisory Organization, Team, Org Unit, Abteilung, Cost Center", "Division = Job Information: Division, Business Unit, Business Unit Name", "Location = Job Information: Location, Work Location, Office, Site, Primary Location, Work Location Name", "Company = Legal Entity, Employer, Company Name, Subcompany",
		"Level = Job Level, Grade, Pay Grade, Management Level, Career Level, Compensation Grade, Job Grade",
		"Manager ID = Manager Employee ID, Supervisor ID, Supervisor EID, Reports To ID, Mgr ID, Supervisor Employee ID, Manager Employee Number, Manager's Employee ID, Reports To Employee ID, Manager Worker ID, Supervisor EEID, Line Manager ID",
		"Manager Email = Reports To Email, Supervisor Email, Manager Work Email, Manager's Email, Line Manager Email, Email - Manager",
		"Manager Name = Manager, Reports To, Supervisor, Supervisor Name, Direct Manager, Line Manager, Worker's Manager, Reporting To, Job Information: Reporting To, Job Information: Reports To, Vorgesetzter, Manager - Level 01",
		"Matrix Manager = Dotted Line Manager, Functional Manager, Secondary Manager, Dotted-Line Manager",
		"Hire Date = Start Date, Original Hire Date, Date of Hire, Joining Date, Hired On, Hire date (Contract), Einstellungsdatum, Eintrittsdatum, Eintritt", "Termination Date = End Date, Leaving Date, Last Day of Work, Contract End, Last Day, Austrittsdatum, Austritt, Letzter Arbeitstag", "Status = Employment Status, Worker Status, Active Status, Employee Status, Employment Status: Status, Employment Status: Employment Status",
		"Employment Type = Worker Type, Employee Type, Type", "Notice",
	),
	anyOf: [][]string{
		{"Name", "Last Name"}, {"Job Title", "Department"}, {"Employee ID", "Work Email"},
		{"Manager ID", "Manager Email", "Manager Name"},
	},
	never: append(folded("Record ID, userPrincipalName, USERID, Seat ID, Person ID, Org ID, Organization ID, Organisation ID, Position ID, Row ID, AccountId, ReportsToId, ManagerId, Account Name, Contact Owner, Contact ID, Account Owner, Connected On, contactid, Organization Name, Company Domain Name, Role ID, Profile ID, Alias"),
		folding.Fold("(Do Not Modify) Contact"), folding.Fold("(Do Not Modify) Row Checksum"), folding.Fold("(Do Not Modify) Modified On"), folding.Fold("Manager's Name"), folding.Fold("Name des/r Vorgesetzten"), folding.Fold("E-Mail-Adresse"), folding.Fold("Adresse de messagerie"), folding.Fold("E-mail Address"), folding.Fold("Email Address [Required]")),
	index: hr.index(func(r *row) bool { return true }),
	begin: func(in *input) func(*row, *sink) { return staffRows(in, hr, asIs, hrOut) },
}}

var successFactors = &fields{
	id: "USERID", first: "FIRSTNAME", middle: "MI", last: "LASTNAME", mails: []string{"EMAIL"}, city: "LOCATION", title: "TITLE", department: "DEPARTMENT", manager: "MANAGER", dotted: "MATRIX_MANAGER", start: "HIREDATE",
}

// successFactorsOut says why a row is no colleague of today; "" for one who is.
func successFactorsOut(r *row) string {
	switch folding.Fold(r.get("STATUS")) {
	case "inactive", "f", "t", "d":
		return "has left, and the file does not say when"
	case "status":
		return "is the row of labels"
	}
	return ""
}

var hr = &fields{
	id: "Employee ID", name: "Name", first: "First Name", middle: "Middle Name", last: "Last Name", preferred: "Preferred Name", mails: []string{"Work Email"}, city: "Location", company: "Company", title: "Job Title", department: "Department", level: "Level",
	manager: "Manager ID", managerMail: "Manager Email", managerName: "Manager Name", dotted: "Matrix Manager", start: "Hire Date", end: "Termination Date",
}

// hrOut says why a row says nothing; "" for one that does.
func hrOut(r *row) string {
	status := folding.Fold(r.get("Status"))
	if strings.Contains(folding.Fold(r.get("Name")), " terminated") { // Workday writes it behind the name
		status = "terminated"
	}
	switch status {
	case "terminated", "inactive", "left", "former", "ausgetreten", "ausgeschieden", "inaktiv", "resigned":
		if r.get("Termination Date") == "" {
			return "has left, and the file does not say when"
		}
	}
	return ""
}

func asIs(c cell) cell { return c }

// machines are the folded words in the name of an account that is no person.
var machines = folded("room, meeting, conference, boardroom, mailbox, postbox, shared, service, svc, noreply, no reply, scanner, printer, helpdesk, support, info, reception, admin, administrator, test, raum, besprechung, sitzungssaal, salle, reunion, projector, beamer, calendar, kiosk, booking, sync, robot, bot, system")

// machine says that a name is that of a room, a shared mailbox or a service
// account; "" for a person. Who has a job is a person.
func machine(name, title string) string {
	if title != "" {
		return ""
	}
	words := strings.Fields(folding.Fold(name))
	if len(words) == 0 {
		return "no name"
	}
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(machines, w) }) {
		return "a room, a shared mailbox or a service account, by its name"
	}
	return ""
}

// staffRows is how directories and HR tables are read: people of ours, each with
// a seat. out says why a row is left out. Where the rows name no company, it is
// the one of Options.Ours, or else the domain of most addresses.
func staffRows(in *input, f *fields, short func(cell) cell, out func(*row) string) func(*row, *sink) {
	b := in.found.(*book)
	seen := map[string]bool{}
	mainDomain := b.domain()
	return func(r *row, s *sink) {
		name, key := f.nameOf(r), short(f.keyOf(r))
		reason := out(r)
		switch {
		case reason != "":
			s.skip(reason)
			return
		case name.text == "":
			s.skip("no name")
			return
		case key.text == "":
			s.skip("neither an id nor an address")
			return
		case seen[key.text]:
			s.skip("stands in the file twice")
			return
		}
		seen[key.text] = true
		f.person(r, s, key, name)
		org := r.opt(f.company)
		home := domain(f.mailsOf(r).text)
		switch {
		case isCompany(org.text):
			org = org.as(company(org.text))
			s.refer("organizations", values{"id": org, "name": r.opt(f.company), "ours": text("yes"), "domains": text(home)})
		case in.options.Ours != "":
			org = ours(in, s, mainDomain)
		case mainDomain != "":
			org = text(company(mainDomain))
			s.refer("organizations", values{"id": org, "name": text(mainDomain), "ours": text("yes"), "domains": text(mainDomain)})
		default:
			s.leave(key.text, "seat, because the file names no company: say it with --ours COMPANY", "seats, because the file names no company: say it with --ours COMPANY")
			return
		}
		v := values{
			"seat_id": key, "person_id": key, "organization_id": org, "title": r.opt(f.title), "department": f.departmentOf(r, b), "level": r.opt(f.level),
			"reports_to_seat_id": short(f.managerOf(r, b, s)), "start": r.opt(f.start), "last_day": r.opt(f.end),
		}
		if d := r.opt(f.dotted); d.text != "" && !nobodyAbove[folding.Fold(d.text)] {
			if b.keys[d.text] {
				v["dotted_to_seat_id"] = short(d)
			} else {
				v["dotted_to_seat_id"] = short(b.named(d, s))
			}
		}
		s.put("positions", v)
	}
}

// domain returns the domain that most addresses of the file have, the first by
// the alphabet among equals; "" for none.
func (b *book) domain() string {
	count := map[string]int{}
	best := ""
	for m := range b.byMail {
		if d := domain(m); d != "" {
			count[d]++
		}
	}
	for d, n := range count {
		if best == "" || n > count[best] || n == count[best] && d < best {
			best = d
		}
	}
	return best
}
