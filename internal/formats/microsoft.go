package formats

import "github.com/kithgraph/kith/internal/folding"

// Outlook exports contacts as CSV from the desktop program and from the web; the
// columns are those of many public fixtures ("Title" is Mr or Ms, not the job).
// Entra ID exports users from the admin center: learn.microsoft.com/entra,
// "Download a list of users", without managers; with Graph or PowerShell the
// manager can be added, by address, id or name. The bulk templates of Entra have a
// line "version:v1.0" above a header of labels with the names in brackets.
var microsoft = []*Format{{
	Name: "Outlook contacts",
	columns: columns(
		"First Name!", "Middle Name", "Last Name!", "Title", "Suffix", "Nickname", "Given Yomi", "Surname Yomi", "E-mail Address!", "E-mail 2 Address", "E-mail 3 Address", "Company!", "Job Title!", "Department", "Office Location", "Manager's Name", "Assistant's Name", "Assistant's Phone",
		"Business Phone", "Business Phone 2", "Business Fax", "Business Street", "Business City", "Business State", "Business Postal Code", "Business Country = Business Country/Region", "Home Phone", "Home Street", "Home City", "Home Country = Home Country/Region", "Mobile Phone", "Primary Phone",
		"Web Page = Personal Web Page", "Initials", "Notes", "Categories", "Birthday", "Anniversary", "Spouse", "Children", "Referred By", "Company Main Phone", "Profession", "Account", "Organizational ID Number", "Location", "Language", "Gender",
	),
	anyOf: [][]string{{"Business Phone", "Business Street", "Manager's Name", "Assistant's Name", "Middle Name", "Home Phone", "Mobile Phone"}},
	never: folded("Record ID, Connected On, Organization Name, Employee ID"),
	index: outlook.index(func(*row) bool { return true }),
	begin: outlook.contacts,
}, {
	Name: "Entra users",
	columns: columns(
		"userPrincipalName! = User principal name [userPrincipalName] Required, User principal name", "displayName! = Name [displayName] Required, Display name", "id = objectId, Object Id", "surname = Last name [surname], Last name", "givenName = First name [givenName], First name", "mail = Email", "userType = User type", "jobTitle = Job title [jobTitle], Job title", "department = Department [department]", "accountEnabled = Account enabled", "Block sign in (Yes/No) [accountEnabled] Required",
		"companyName = Company name [companyName], Company name", "city = City [city]", "country = Country or region [country]", "officeLocation = physicalDeliveryOfficeName, Office [physicalDeliveryOfficeName]", "usageLocation = Usage location [usageLocation]", "streetAddress = Street address [streetAddress]", "state = State or province [state]", "postalCode = ZIP or postal code [postalCode]",
		"telephoneNumber = Office phone [telephoneNumber]", "mobilePhone = mobile, Mobile phone [mobile]", "employeeId", "employeeHireDate", "manager id = manager.id, managerId", "manager mail = managerUserPrincipalName, manager.userPrincipalName, manager.mail, managerMail, Manager UPN, Manager email", "manager = managerDisplayName, manager.displayName, Manager name",
		"authenticationAlternativePhoneNumber", "authenticationEmail", "alternateEmailAddress", "ageGroup", "consentProvidedForMinor", "legalAgeGroupClassification", "creationType", "directorySynced", "invitationState", "identityIssuer", "createdDateTime", "Initial password [passwordProfile] Required",
	),
	never: folded("Record ID, Employee Number"),
	index: entra.index(func(r *row) bool { return entraOut(r) == "" }),
	begin: func(in *input) func(*row, *sink) { return staffRows(in, entra, asIs, entraOut) },
}}

var outlook = &fields{
	first: "First Name", middle: "Middle Name", last: "Last Name", suffix: "Suffix", mails: []string{"E-mail Address", "E-mail 2 Address", "E-mail 3 Address"}, link: "Web Page", city: "Business City", notes: "Notes",
	company: "Company", title: "Job Title", department: "Department", managerName: "Manager's Name", assistant: "Assistant's Name",
}

var entra = &fields{
	id: "id", name: "displayName", first: "givenName", last: "surname", mails: []string{"mail", "userPrincipalName"}, city: "city", company: "companyName", title: "jobTitle", department: "department",
	manager: "manager id", managerMail: "manager mail", managerName: "manager", start: "employeeHireDate",
}

// entraOut says why a user is no colleague of today; "" for one who is.
func entraOut(r *row) string {
	switch {
	case folding.Fold(r.get("userType")) == "guest":
		return "is a guest"
	case no(r.get("accountEnabled")), yes(r.get("Block sign in (Yes/No) [accountEnabled] Required")):
		return "the account is disabled"
	case r.get("givenName") == "" && r.get("surname") == "" && r.get("jobTitle") == "":
		return machine(r.get("displayName"), "")
	}
	return ""
}
