package formats

import (
	"strings"

	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/personname"
)

// fields says under which columns a format has what it knows of a person; ""
// where it has none.
type fields struct {
	id                  string
	name                string // the whole name
	first, middle, last string
	suffix              string // Jr., PhD
	preferred           string // the given name in use
	mails               []string
	link                string
	city                string
	notes               string
	company             string // its name
	title, department   string
	level               string
	manager             string // the id of the manager's record
	managerMail         string
	managerName         string
	dotted              string // the name of a further manager
	assistant           string // the name of the assistant
	start, end          string
	relations           [][2]string // columns of a kind of relation and of the other's name
	languages, timezone string
}

// opt is cell for a column that a format may not have.
func (r *row) opt(name string) cell {
	if name == "" {
		return cell{}
	}
	return r.cell(name)
}

// nameOf returns the name of the person of a row: the parts where there are
// some, because they say which is the family name.
func (f *fields) nameOf(r *row) cell {
	given := r.opt(f.first)
	given = given.as(remark(given.text))
	if p := r.opt(f.preferred); p.text != "" {
		if strings.Contains(p.text, " ") {
			return p.as(FullName(p.text))
		}
		given = p
	}
	family := r.opt(f.last)
	if n := personname.As(FullName(r.opt(f.name).text), given.text, r.opt(f.middle).text, family.text); n != "" && (family.text != "" || r.opt(f.name).text == "") {
		c := given
		if given.text == "" {
			c = family
		}
		return c.as(f.suffixed(r, FullName(n)))
	}
	n := r.opt(f.name)
	return n.as(f.suffixed(r, FullName(n.text)))
}

// suffixed returns a name with the suffix of the row, where that tells a child from a
// parent.
func (f *fields) suffixed(r *row, name string) string {
	s := r.opt(f.suffix).text
	if name == "" || !Generation(folding.Fold(s)) || strings.HasSuffix(folding.Fold(name), " "+folding.Fold(s)) {
		return name
	}
	return name + " " + s
}

// mailsOf returns the addresses of the person of a row.
func (f *fields) mailsOf(r *row) cell {
	cells := make([]cell, len(f.mails))
	for i, m := range f.mails {
		cells[i] = r.opt(m)
	}
	return mails(cells...)
}

// keyOf returns the key of the person of a row: the id of the product, else the
// first address, else the name with the company.
func (f *fields) keyOf(r *row) cell {
	if id := r.opt(f.id); id.text != "" {
		return id
	}
	if m := f.mailsOf(r); m.text != "" {
		first, _, _ := strings.Cut(m.text, ";")
		return m.as("mail:" + strings.ToLower(first))
	}
	n := f.nameOf(r)
	if n.text == "" {
		return cell{}
	}
	return n.as("name:" + folding.Fold(n.text) + "@" + folding.Fold(r.opt(f.company).text))
}

// book finds the people of a file by what other rows call them.
type book struct {
	keys   map[string]bool
	byMail map[string]string
	byName map[string]string // "" for a name of several
	helps  map[string]string // whose assistant somebody is, by key: the key of the other
}

// index reads the people of a file into a book. use says which rows count.
func (f *fields) index(use func(*row) bool) func(*input, func(func(*row)) error) error {
	return func(in *input, each func(func(*row)) error) error {
		b := &book{keys: map[string]bool{}, byMail: map[string]string{}, byName: map[string]string{}, helps: map[string]string{}}
		in.found = b
		type help struct{ boss, assistant string }
		var helps []help
		err := each(func(r *row) {
			key := f.keyOf(r).text
			if key == "" || !use(r) {
				return
			}
			b.keys[key] = true
			for _, m := range strings.Split(f.mailsOf(r).text, ";") {
				if m != "" {
					b.byMail[strings.ToLower(m)] = key
				}
			}
			given, family := r.opt(f.first).text, r.opt(f.last).text
			for i, n := range []string{f.nameOf(r).text, personname.Join(given, "", family), FullName(r.opt(f.name).text)} {
				if n = folding.Fold(n); n == "" {
					continue
				}
				if was, twice := b.byName[n]; twice && was != key {
					b.byName[n] = ""
				} else if !twice || i == 0 {
					b.byName[n] = key
				}
			}
			if a := f.related(r, "assistant"); a.text != "" {
				helps = append(helps, help{key, a.text})
			}
		})
		for _, h := range helps {
			if key := b.byName[folding.Fold(FullName(h.assistant))]; key != "" && key != h.boss {
				b.helps[key] = h.boss
			}
		}
		return err
	}
}

// related returns the name of the manager or the assistant of a row.
func (f *fields) related(r *row, what string) cell {
	c := r.opt(f.managerName)
	if what == "assistant" {
		c = r.opt(f.assistant)
	}
	for _, rel := range f.relations {
		if c.text == "" && strings.Contains(folding.Fold(r.opt(rel[0]).text), what) {
			c = r.opt(rel[1])
		}
	}
	return c
}

// managerOf returns the key of the manager of a row, by id, address or name.
func (f *fields) managerOf(r *row, b *book, out *sink) cell {
	if id := r.opt(f.manager); id.text != "" && !nobodyAbove[folding.Fold(id.text)] {
		if b == nil || b.keys[id.text] {
			return id
		}
		if key := b.byMail[strings.ToLower(id.text)]; key != "" {
			return id.as(key)
		}
		if key := b.byName[folding.Fold(FullName(id.text))]; key != "" {
			return id.as(key)
		}
		return id
	}
	if m := r.opt(f.managerMail); m.text != "" {
		if key := b.byMail[strings.ToLower(m.text)]; key != "" {
			return m.as(key)
		}
	}
	n := f.related(r, "manager")
	if n.text == "" {
		if m := r.opt(f.managerMail); m.text != "" {
			out.leave(m.text, "manager whose address nobody in the file has", "managers whose addresses nobody in the file has")
		}
		return cell{}
	}
	return b.named(n, out)
}

// departmentOf returns the department of a row, without the name of its head that
// Workday writes behind it: "Sales DE (Leo Brandt)".
func (f *fields) departmentOf(r *row, b *book) cell {
	d := r.opt(f.department)
	d = d.as(strings.TrimSuffix(d.text, " (Inherited)"))
	if i := strings.LastIndexByte(d.text, '('); b != nil && i > 0 && strings.HasSuffix(d.text, ")") {
		if _, known := b.byName[folding.Fold(FullName(d.text[i+1:len(d.text)-1]))]; known {
			return d.as(strings.TrimSpace(d.text[:i]))
		}
	}
	return d
}

// nobodyAbove are the folded words by which products say that there is no manager.
var nobodyAbove = map[string]bool{"no manager": true, "no mgr": true, "none": true, "n a": true, "no hr": true}

// named returns the key of somebody who is named: "Leo Brandt", "Brandt, Leo",
// "Leo Brandt (12)".
func (b *book) named(n cell, out *sink) cell {
	name := n.text
	if b.keys[name] {
		return n
	}
	if key := b.byMail[strings.ToLower(name)]; key != "" {
		return n.as(key)
	}
	if i := strings.LastIndexByte(name, '('); i > 0 && strings.HasSuffix(name, ")") {
		if id := strings.TrimSpace(name[i+1 : len(name)-1]); b.keys[id] {
			return n.as(id)
		}
		name = name[:i]
	}
	key, known := b.byName[folding.Fold(FullName(name))]
	switch {
	case !known:
		out.leave(name, "manager who is not in the file", "managers who are not in the file")
	case key == "":
		out.leave(name, "manager whose name several people have", "managers whose names several people have")
	}
	return n.as(key)
}

// contacts is how address books and CRMs are read: people at companies that are
// mostly not ours.
func (f *fields) contacts(in *input) func(*row, *sink) {
	b, _ := in.found.(*book)
	seen := map[string]bool{}
	return func(r *row, out *sink) {
		name, key := f.nameOf(r), f.keyOf(r)
		switch {
		case name.text == "":
			out.skip("no name")
			return
		case key.text == "":
			out.skip("no id")
			return
		case seen[key.text]:
			out.skip("stands in the file twice")
			return
		}
		seen[key.text] = true
		f.person(r, out, key, name)
		f.seat(r, out, b, key, f.employer(r, out))
	}
}

// person puts the person of a row.
func (f *fields) person(r *row, out *sink, key, name cell) {
	link := r.opt(f.link)
	var profiles []string
	for _, l := range list(link) {
		if strings.Contains(strings.ToLower(l), "linkedin.com/") {
			profiles = append(profiles, l)
		}
	}
	link = link.as(strings.Join(profiles, ";"))
	zone := r.opt(f.timezone)
	if !strings.Contains(zone.text, "/") {
		zone = cell{} // an offset is not where somebody is
	}
	addresses := f.mailsOf(r)
	var usable []string
	for _, m := range strings.Split(addresses.text, ";") {
		if strings.HasPrefix(strings.ToLower(m), "/o=") {
			out.leave(m, "address of an Exchange server, which is no mail address", "addresses of an Exchange server, which are no mail addresses")
		} else {
			usable = append(usable, m)
		}
	}
	out.put("people", values{
		"id": key, "name": name, "email": addresses.as(strings.Join(usable, ";")), "linkedin": link, "location": r.opt(f.city), "notes": r.opt(f.notes),
		"languages": r.opt(f.languages), "timezone": zone,
	})
}

// employer refers to the company that a row names and returns its key.
func (f *fields) employer(r *row, out *sink) cell {
	c := r.opt(f.company)
	if !isCompany(c.text) {
		return cell{}
	}
	key := c.as(company(c.text))
	out.refer("organizations", values{"id": key, "name": c})
	return key
}

// seat puts the place of a contact at an organisation: a row that names no seat,
// because the same contact at another organisation has moved.
func (f *fields) seat(r *row, out *sink, b *book, key, org cell) {
	title := r.opt(f.title)
	if org.text == "" {
		if title.text != "" {
			out.leave(key.text, "title of somebody without a company", "titles of people without a company")
		}
		return
	}
	v := values{
		"id": key, "person_id": key, "organization_id": org, "title": title, "department": f.departmentOf(r, b), "level": r.opt(f.level),
		"start": r.opt(f.start), "end": r.opt(f.end),
	}
	if b != nil {
		v["reports_to_position_id"] = f.managerOf(r, b, out)
		if d := r.opt(f.dotted); d.text != "" {
			v["dotted_to_seat_id"] = b.named(d, out)
		}
		v["assistant_to_seat_id"] = text(b.helps[key.text])
	} else {
		v["reports_to_position_id"] = r.opt(f.manager)
	}
	out.put("positions", v)
}

// owner refers to the owner of a record, who is only named, and returns their
// key: somebody of our own company, which Options say.
func owner(in *input, out *sink, c cell) cell {
	if c.text == "" {
		return c
	}
	if in.options.Ours == "" {
		out.leave(c.text, "owner, because it is not said whose they are: say so with --ours COMPANY", "owners, because it is not said whose they are: say so with --ours COMPANY")
		return cell{}
	}
	key, name := c.as("owner:"+folding.Fold(c.text)), c.as(FullName(c.text))
	v := values{"id": key, "name": name}
	if domain(c.text) != "" {
		v["email"] = c
	}
	out.refer("people", v)
	home := ours(in, out, "")
	out.refer("positions", values{"seat_id": key, "person_id": key, "organization_id": home})
	return key
}

// ours refers to our own company and returns its key.
func ours(in *input, out *sink, domain string) cell {
	key := text(company(in.options.Ours))
	out.refer("organizations", values{"id": key, "name": text(in.options.Ours), "ours": text("yes"), "domains": text(domain)})
	return key
}
