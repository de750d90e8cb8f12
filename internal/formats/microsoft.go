package formats

import "github.com/kithgraph/kith/internal/folding"

// Outlook exports contacts as CSV from the desktop program and from the web; the
// columns are those of many public fixtures ("Title" is Mr or Ms, not the job), in
// English, German and French. In French the title and the job are both "Titre".
// Entra ID exports users from the admin center: learn.microsoft.com/entra,
// "Download a list of users", without managers; with Graph or PowerShell the
// manager can be added, by address, id or name. The bulk templates of Entra have a
// line "version:v1.0" above a header of labels with the names in brackets.
var microsoft = []*Format{{
	Name: "Outlook contacts",
	columns: columns(
		"First Name! = Vorname, Prénom", "Middle Name = Weitere Vornamen, Deuxième prénom", "Last Name! = Nachname, Nom", "Title = Anrede, Titre", "Suffix = Suffixe", "Nickname = Surnom", "Given Yomi", "Surname Yomi",
		"E-mail Address! = E-Mail-Adresse, Adresse de messagerie", "E-mail 2 Address = E-Mail 2: Adresse, Adresse de messagerie 2", "E-mail 3 Address = E-Mail 3: Adresse, Adresse de messagerie 3", "Company! = Firma, Société", "Job Title! = Position, Titre 2",
		"Department = Abteilung, Service", "Office Location = Büro, Bureau", "Manager's Name = Name des/r Vorgesetzten, Responsable", "Assistant's Name = Assistent(in), Name Assistent, Nom de l'assistant(e)", "Assistant's Phone = Telefon Assistent, Téléphone de l'assistant(e)",
		"Business Phone = Telefon geschäftlich, Téléphone (bureau)", "Business Phone 2 = Telefon geschäftlich 2, Téléphone 2 (bureau)", "Business Fax = Fax geschäftlich, Télécopie (bureau)", "Business Street = Straße geschäftlich, Rue (bureau)", "Business City = Ort geschäftlich, Ville (bureau)",
		"Business State = Region geschäftlich, Dép/Région (bureau)", "Business Postal Code = Postleitzahl geschäftlich, Code postal (bureau)", "Business Country = Business Country/Region, Land/Region geschäftlich, Pays (bureau), Pays/Région (bureau)",
		"Home Phone = Telefon (privat), Téléphone (domicile)", "Home Street = Straße privat, Rue (domicile)", "Home City = Ort privat, Ville (domicile)", "Home Country = Home Country/Region, Land/Region privat, Pays (domicile), Pays/Région (domicile)", "Mobile Phone = Mobiltelefon, Tél. mobile", "Primary Phone = Haupttelefon, Téléphone principal",
		"Web Page = Personal Web Page, Webseite, Page Web", "Initials = Initialen, Initiales", "Notes = Notizen", "Categories = Kategorien, Catégories", "Birthday = Geburtstag, Anniversaire", "Anniversary = Jahrestag, Anniversaire de mariage ou fête", "Spouse = Partner, Partner/in, Conjoint(e)", "Children = Kinder, Enfants",
		"Referred By = Empfohlen von, Recommandé par", "Company Main Phone = Telefon Firma, Téléphone société", "Profession = Beruf", "Account = Konto, Compte", "Organizational ID Number = Organisationsnr., Numéro d'identification de l'organisation", "Location = Ort, Emplacement", "Language = Sprache, Langue", "Gender = Geschlecht, Sexe",
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
