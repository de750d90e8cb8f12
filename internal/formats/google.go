package formats

import (
	"fmt"
	"strings"
)

// Google Contacts exports "Google CSV" in two generations: with given and family
// names and Organization 1 until 2024, with first and last names since. Several
// values of one kind are joined by " ::: ". Google Workspace exports users from
// the admin console, Directory > Users > Download users: support.google.com/a,
// "Add or update multiple users from a CSV file".
var google = []*Format{{
	Name: "Google contacts",
	columns: columns(append([]string{
		"First Name!", "Middle Name!", "Last Name!", "Phonetic First Name", "Phonetic Middle Name", "Phonetic Last Name", "Name Prefix", "Name Suffix", "Nickname", "File As!", "Organization Name!", "Organization Title!", "Organization Department",
		"Birthday", "Notes", "Photo", "Labels!", "Address 1 - City", "Address 1 - Country",
	}, googleValues("Label")...)...),
	never: folded("Given Name, Family Name, Record ID"),
	index: googleNew.index(func(*row) bool { return true }),
	begin: googleNew.contacts,
}, {
	Name: "Google contacts (before 2024)",
	columns: columns(append([]string{
		"Name!", "Given Name!", "Additional Name", "Family Name!", "Yomi Name", "Given Name Yomi", "Additional Name Yomi", "Family Name Yomi", "Name Prefix", "Name Suffix", "Initials", "Nickname", "Short Name", "Maiden Name", "Birthday", "Gender", "Location",
		"Notes", "Language", "Photo", "Group Membership!", "Organization 1 - Type", "Organization 1 - Name", "Organization 1 - Yomi Name", "Organization 1 - Title", "Organization 1 - Department", "Organization 1 - Location", "Address 1 - City", "Address 1 - Country",
	}, googleValues("Type")...)...),
	never: folded("Record ID"),
	index: googleOld.index(func(*row) bool { return true }),
	begin: googleOld.contacts,
}, {
	Name: "Google Workspace users",
	columns: columns(
		"First Name [Required]!", "Last Name [Required]!", "Email Address [Required]!", "Org Unit Path [Required]", "Status [READ ONLY] = New Status [UPLOAD ONLY]", "Employee ID", "Employee Type", "Employee Title", "Manager Email", "Department", "Cost Center",
		"Password [Required]", "Password Hash Function [UPLOAD ONLY]", "Last Sign In [READ ONLY]", "Recovery Email", "Home Secondary Email", "Work Secondary Email", "Recovery Phone [MUST BE IN THE E.164 FORMAT]", "Work Phone", "Home Phone", "Mobile Phone", "Work Address", "Home Address", "Building ID", "Floor Name", "Floor Section", "Email Usage [READ ONLY]",
		"Change Password at Next Sign-In", "New Primary Email [UPLOAD ONLY]", "2sv Enrolled [READ ONLY]", "2sv Enforced [READ ONLY]", "New Licenses [UPLOAD ONLY]", "Licenses [READ ONLY]", "Advanced Protection Program enrollment",
	),
	index: workspace.index(func(r *row) bool { return workspaceOut(r) == "" }),
	begin: func(in *input) func(*row, *sink) { return staffRows(in, workspace, asIs, workspaceOut) },
}}

// googleValues are the columns that come in numbered pairs.
func googleValues(kind string) []string {
	var out []string
	for i := 1; i <= 4; i++ {
		for _, what := range []string{"E-mail", "Phone", "Website", "Relation", "Event"} {
			out = append(out, fmt.Sprintf("%s %d - %s", what, i, kind), fmt.Sprintf("%s %d - Value", what, i))
		}
	}
	return out
}

var googleMails = []string{"E-mail 1 - Value", "E-mail 2 - Value", "E-mail 3 - Value", "E-mail 4 - Value"}

var googleNew = &fields{
	first: "First Name", middle: "Middle Name", last: "Last Name", suffix: "Name Suffix", mails: googleMails, link: "Website 1 - Value", city: "Address 1 - City", notes: "Notes", company: "Organization Name", title: "Organization Title", department: "Organization Department",
	relations: [][2]string{{"Relation 1 - Label", "Relation 1 - Value"}, {"Relation 2 - Label", "Relation 2 - Value"}, {"Relation 3 - Label", "Relation 3 - Value"}, {"Relation 4 - Label", "Relation 4 - Value"}},
}

var googleOld = &fields{
	name: "Name", first: "Given Name", middle: "Additional Name", last: "Family Name", suffix: "Name Suffix", mails: googleMails, link: "Website 1 - Value", city: "Address 1 - City", notes: "Notes", company: "Organization 1 - Name", title: "Organization 1 - Title", department: "Organization 1 - Department",
	relations: [][2]string{{"Relation 1 - Type", "Relation 1 - Value"}, {"Relation 2 - Type", "Relation 2 - Value"}, {"Relation 3 - Type", "Relation 3 - Value"}, {"Relation 4 - Type", "Relation 4 - Value"}},
}

var workspace = &fields{
	first: "First Name [Required]", last: "Last Name [Required]", mails: []string{"Email Address [Required]", "Work Secondary Email"}, title: "Employee Title", department: "Department", managerMail: "Manager Email",
}

// workspaceOut says why a user is no colleague of today; "" for one who is.
func workspaceOut(r *row) string {
	if strings.EqualFold(r.get("Status [READ ONLY]"), "suspended") || strings.EqualFold(r.get("Status [READ ONLY]"), "archived") {
		return "the account is suspended or archived"
	}
	return machine(r.get("First Name [Required]")+" "+r.get("Last Name [Required]"), r.get("Employee Title"))
}
