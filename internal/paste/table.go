package paste

import (
	"context"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/personname"
	"github.com/kithgraph/kith/internal/sheet"
)

// columns are the columns of a pasted table that is of no product, by the folded
// words of its header.
var columns = map[string]func(*Entry, string){}

func init() {
	for words, set := range map[string]func(*Entry, string){
		"name, full name, contact, contact name, person, display name, nom, nom complet, kontakt, vollstandiger name":   func(r *Entry, s string) { r.Name = formats.FullName(s) },
		"title, job title, position, role, function, funktion, titel, poste, titre, rolle, jobtitle":                    func(r *Entry, s string) { r.Title = s },
		"department, dept, division, abteilung, bereich, departement, service, unit, team":                              func(r *Entry, s string) { r.Department = s },
		"company, organization, organisation, account, firma, unternehmen, societe, entreprise, employer, company name": func(r *Entry, s string) { r.Organization = s },
		"manager, reports to, boss, supervisor, vorgesetzter, vorgesetzte, superieur, manager name":                     func(r *Entry, s string) { r.Manager = formats.FullName(s) },
		"email, e mail, mail, email address, e mail address, work email, courriel":                                      func(r *Entry, s string) { r.addMails(s) },
		"phone, telephone, tel, mobile, phone number, telefon, handy, cell, mobile phone, work phone":                   func(r *Entry, s string) { r.Phones = append(r.Phones, s) },
		"linkedin, linkedin url, profile, link":                                                                         func(r *Entry, s string) { r.Links = append(r.Links, s) },
		"website, url, web, site, homepage":                                                                             func(r *Entry, s string) { r.addURL(s) },
		"location, city, office, address, standort, ort, ville, adresse, stadt":                                         func(r *Entry, s string) { r.Location = s },
		"notes, note, comment, comments, remarks, notizen, bemerkung":                                                   func(r *Entry, s string) { r.Notes = s },
	} {
		for _, w := range strings.Split(words, ", ") {
			columns[w] = set
		}
	}
}

// parts of names, which two columns hold.
var (
	givenWords  = map[string]bool{"first name": true, "given name": true, "firstname": true, "vorname": true, "prenom": true}
	familyWords = map[string]bool{"last name": true, "family name": true, "surname": true, "lastname": true, "nachname": true, "name family": true}
)

func (r *Entry) addMails(s string) {
	for _, m := range mailIn.FindAllString(s, -1) {
		if !slices.ContainsFunc(r.Emails, func(x string) bool { return strings.EqualFold(x, m) }) {
			r.Emails = append(r.Emails, m)
		}
	}
}

func (r *Entry) addURL(s string) {
	if strings.Contains(strings.ToLower(s), "linkedin.com/") {
		r.Links = append(r.Links, s)
	} else if r.Website == "" {
		r.Website = s
	}
}

// readCards reads vCard; nil for anything else.
func readCards(text string) (*Text, error) {
	if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "BEGIN:VCARD") {
		return nil, nil
	}
	return readSheet(text, Cards)
}

var ruler = regexp.MustCompile(`^\|?[\s:|-]*-{2,}[\s:|-]*$`)

// readTable reads a table; nil for a text that is none.
func readTable(text string) (*Text, error) { return readSheet(unbar(text), Table) }

// unbar makes a table with tabs of one that is drawn with bars, as in Markdown; any
// other text stays as it is. Lines keep their numbers.
func unbar(text string) string {
	lines := strings.Split(text, "\n")
	drawn := false
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		if !strings.Contains(l, "|") && !ruler.MatchString(l) {
			return text
		}
		drawn = drawn || ruler.MatchString(l) || strings.HasPrefix(l, "|") && strings.HasSuffix(l, "|")
	}
	if !drawn {
		return text
	}
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if ruler.MatchString(l) {
			lines[i] = ""
			continue
		}
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(l, "|"), "|"), "|")
		for j, c := range cells {
			c = strings.ReplaceAll(clean(c), `"`, `""`)
			if cells[j] = c; strings.Contains(c, `""`) {
				cells[j] = `"` + c + `"`
			}
		}
		lines[i] = strings.Join(cells, "\t")
	}
	return strings.Join(lines, "\n")
}

// readSheet reads what package sheet reads: of a product by its format, else by the
// words of the header. It returns nil for a text without a header.
func readSheet(text string, kind Kind) (*Text, error) {
	open := func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
	sheets, p, err := sheet.Open(open, sheet.Options{Encoding: "utf-8"})
	if p != nil && kind == Cards {
		return nil, refuse("%s", p.Reason)
	}
	if err != nil || p != nil || len(sheets) == 0 {
		return nil, err
	}
	s := sheets[0]
	t := &Text{Kind: kind}
	for at, head := range s.Head {
		if known(head.Fields) && !slices.ContainsFunc(head.Fields, unknown) {
			return t, t.table(s, at)
		}
	}
	if format, at, _ := formats.Find(s); format != nil {
		tr, p, err := format.Open(context.Background(), s, at, formats.Options{})
		if err == nil && p == nil {
			return t, errors.Join(t.problems(s, at), t.translated(tr))
		}
	}
	for at, head := range s.Head {
		if known(head.Fields) {
			return t, t.table(s, at)
		}
	}
	return nil, nil
}

// unknown reports whether a cell of a header is none of the columns.
func unknown(field string) bool {
	w := folding.Fold(field)
	return w != "" && columns[w] == nil && !givenWords[w] && !familyWords[w]
}

// known reports whether a row is a header: it has two columns that are known, and
// one that says who is meant.
func known(fields []string) bool {
	n, who := 0, false
	for _, f := range fields {
		w := folding.Fold(f)
		if w != "" && !unknown(f) {
			n++
		}
		who = who || familyWords[w] || givenWords[w] || columns[w] != nil && (w == "email" || strings.Contains(w, "mail") || strings.Contains(w, "name") || w == "contact" || w == "person" || w == "nom" || w == "kontakt")
	}
	return n >= 2 && who
}

// table takes the rows below a header.
func (t *Text) table(s *sheet.Sheet, at int) error {
	rows, closer, err := s.From(at)
	if err != nil {
		return err
	}
	defer closer.Close()
	var header []string
	for {
		fields, n, p, err := rows.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case p != nil:
			t.leave(p.Line, p.Value, p.Reason)
			continue
		case header == nil:
			header = slices.Clone(fields)
			for _, h := range header {
				if unknown(h) {
					t.leave(n, h, "a column that is not known here; its cells were left out")
				}
			}
			continue
		}
		r := Entry{Line: n}
		var given, family string
		for i, f := range fields {
			if f = clean(f); f == "" || i >= len(header) {
				continue
			}
			switch w := folding.Fold(header[i]); {
			case givenWords[w]:
				given = f
			case familyWords[w]:
				family = f
			case columns[w] != nil:
				columns[w](&r, f)
			}
		}
		if r.Name == "" {
			r.Name = formats.FullName(personname.Join(given, "", family))
		}
		t.add(r, strings.Join(fields, " "))
	}
}

func (t *Text) add(r Entry, whole string) {
	switch {
	case r.Name == "" && clean(whole) == "":
	case r.Name == "":
		t.leave(r.Line, whole, "the row names nobody")
	default:
		t.Rows = append(t.Rows, r)
	}
}

// problems tells the rows that cannot be read.
func (t *Text) problems(s *sheet.Sheet, at int) error {
	rows, closer, err := s.From(at)
	if err != nil {
		return err
	}
	defer closer.Close()
	for {
		_, _, p, err := rows.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case p != nil:
			t.leave(p.Line, p.Value, p.Reason)
		}
	}
}

// translated takes the people of a file of a product, with their seats.
func (t *Text) translated(tr *formats.Translation) error {
	rows := map[string]*Entry{} // by key
	var order []string
	companies, seats := map[string]string{}, map[string]string{} // name by key; key of the holder by row
	managers := map[string]string{}
	take := func(p formats.Part) error {
		in, closer, err := tr.Part(p)
		if err != nil {
			return err
		}
		defer closer.Close()
		var header []string
		for {
			fields, n, problem, err := in.Next()
			switch {
			case err == io.EOF:
				return nil
			case err != nil:
				return err
			case problem != nil:
				continue // told by problems
			case header == nil:
				header = slices.Clone(fields)
				continue
			}
			get := func(name string) string {
				if i := slices.Index(header, name); i >= 0 {
					return clean(fields[i])
				}
				return ""
			}
			switch p.Table {
			case "people":
				key := get("id")
				if rows[key] != nil {
					continue
				}
				r := &Entry{Line: n, Name: get("name"), Location: get("location"), Notes: get("notes")}
				r.addMails(get("email"))
				for _, l := range strings.Split(get("linkedin"), ";") {
					if l != "" {
						r.Links = append(r.Links, l)
					}
				}
				rows[key], order = r, append(order, key)
			case "organizations":
				companies[get("id")] = get("name")
			case "positions":
				if r := rows[get("person_id")]; r != nil {
					r.Title, r.Department, r.Organization = get("title"), get("department"), get("organization_id")
					seats[get("id")] = get("person_id")
					managers[get("person_id")] = get("reports_to_position_id")
				}
			}
		}
	}
	for _, name := range []string{"people", "organizations", "positions"} {
		for _, p := range tr.Parts {
			if p.Table == name && (!p.Soft || name == "organizations") {
				if err := take(p); err != nil {
					return err
				}
			}
		}
	}
	for _, key := range order {
		r := rows[key]
		if boss := rows[seats[managers[key]]]; boss != nil {
			r.Manager = boss.Name
		}
		r.Organization = companies[r.Organization]
		t.add(*r, r.Name)
	}
	for _, s := range tr.Skipped {
		for _, n := range s.Lines {
			t.leave(n, "", s.Reason)
		}
	}
	for _, l := range tr.Left {
		t.leave(0, l.What, "left out")
	}
	return nil
}
