package paste

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/kithgraph/kith/internal/alike"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/importer"
)

// The bounds of a signature: what is longer is a mail, or a text.
const (
	maxLines = 25
	maxLine  = 200 // bytes of a line that is read; longer ones are disclaimers
)

var (
	dividers   = regexp.MustCompile(`\s*(?:\||•|·|\t|\s{3,}|\s//\s)\s*`)
	decoration = regexp.MustCompile(`^[\s\-–—_=*~.#]+$`)
	quoting    = regexp.MustCompile(`^(?:>\s?)+`)
	urlShape   = regexp.MustCompile(`^(?i:https?://|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?$`)
	labelled   = regexp.MustCompile(`^(\p{L}[\p{L} .-]{0,14}?)\s*[:.]?\s*([+(\d].*)$`)
	valueOf    = regexp.MustCompile(`^(\p{L}[\p{L} -]{0,14}?)\s*:\s*(.+)$`)
	digits     = regexp.MustCompile(`\d`)
	phoneOnly  = regexp.MustCompile(`^\+?[\d\s()./–-]{7,}(?:\s*(?:x|ext\.?)\s*\d+)?$`)
	postcode   = regexp.MustCompile(`(?:^|[\s,])(?:\p{L}{1,2}-)?\d{4,6}\s+\p{Lu}|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b|\b[A-Z]{2}\s+\d{5}\b`)
	street     = regexp.MustCompile(`(?i)(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|gatan|gata|\bstreet|\bst\.|\broad|\brd\.?|\bavenue|\bave\.?|\blane|\bdrive|\bboulevard|\brue|\bvia|\bcalle|\bplaza|\bsquare|\bpark|\bfloor|\bsuite)`)
)

// closings are folded beginnings of lines that stand above a name.
var closings = []string{"best", "kind regards", "regards", "warm regards", "many thanks", "thanks", "thank you", "cheers", "sincerely", "yours", "mit freundlichen", "freundliche gru", "viele gru", "beste gru", "herzliche gru", "liebe gru", "mfg", "cordialement", "bien a vous", "salutations", "saludos", "un saludo", "cordiali saluti", "med vanlig", "med venlig", "hilsen", "met vriendelijke", "groeten", "sent from", "von meinem", "envoye de"}

// phoneWords are folded labels of a number; of the second kind it is none to call.
var (
	phoneWords = set("t", "p", "m", "d", "o", "c", "w", "h", "tel", "tel nr", "phone", "mobile", "mobil", "mob", "cell", "direct", "office", "telephone", "telefon", "handy", "natel", "fon", "fixe", "portable", "tel mobile", "work", "main", "switchboard", "zentrale", "durchwahl")
	faxWords   = set("f", "fax", "telefax")
	mailWords  = set("e", "email", "e mail", "mail", "courriel")
	webWords   = set("w", "web", "website", "url", "internet", "linkedin", "site", "in")
	legalForms = set("gmbh", "ag", "ltd", "limited", "inc", "llc", "llp", "plc", "sa", "sas", "sarl", "spa", "srl", "bv", "nv", "ab", "as", "asa", "oy", "oyj", "corp", "corporation", "kg", "se", "ohg", "ug", "ev", "sl", "aps", "kgaa", "holding", "holdings", "group", "gruppe", "company", "incorporated")
)

func set(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

// readSignature reads the signature of one person. It never returns nil without an
// error: it is the last kind that is tried.
func readSignature(text string) (*Text, error) {
	lines := linesOf(text)
	if len(lines) > maxLines || !mailIn.MatchString(text) && !digits.MatchString(text) && !strings.Contains(strings.ToLower(text), "www.") && !strings.Contains(text, "://") {
		return nil, refuse("the text is none that is known here; paste %s", wanted)
	}
	t, r := &Text{Kind: Signature}, Entry{Line: lines[0].n}
	var rest []line // what is no number, address or link
	for _, l := range lines {
		l.text = strings.TrimSpace(quoting.ReplaceAllString(l.text, ""))
		switch {
		case l.text == "" || decoration.MatchString(l.text):
		case len(l.text) > maxLine:
			t.leave(l.n, l.text, "too long for a line of a signature")
		case isClosing(l.text):
		default:
			for _, part := range dividers.Split(l.text, -1) {
				if part = clean(part); part != "" && !r.reach(t, l.n, part) {
					rest = append(rest, line{l.n, part})
				}
			}
		}
	}
	rest = r.who(rest)
	r.titleAt()
	if r.Name == "" {
		return nil, refuse("the text reads like a signature and names nobody: a line with a given and a family name is wanted; else paste a table with a header line (name, title, company, email)")
	}
	var address []string
	for _, l := range rest {
		f := folding.Fold(l.text)
		switch {
		case isAddress(l.text):
			address = append(address, strings.Trim(l.text, " ,;"))
		case r.Title == "" && isTitle(l.text) && !r.isOrganization(l.text):
			r.Title = l.text
			r.titleAt()
		case r.Organization == "" && r.isOrganization(l.text):
			r.Organization = strings.Trim(l.text, " ,;")
		case r.Department == "" && isDepartment(f):
			r.Department = l.text
		default:
			t.leave(l.n, l.text, "not understood")
		}
	}
	r.Location = strings.Join(address, ", ")
	t.Rows = []Entry{r}
	return t, nil
}

func isClosing(s string) bool {
	f := folding.Fold(s)
	return len(strings.Fields(f)) <= 5 && slices.ContainsFunc(closings, func(c string) bool { return strings.HasPrefix(f, c) }) && !mailIn.MatchString(s)
}

// reach takes a part that says how somebody is reached: addresses, numbers, links. It
// reports whether it was one.
func (r *Entry) reach(t *Text, n int, part string) bool {
	if m := valueOf.FindStringSubmatch(part); m != nil && (mailWords[folding.Fold(m[1])] || webWords[folding.Fold(m[1])]) {
		part = m[2]
	}
	if found := mailIn.FindAllString(part, -1); len(found) > 0 {
		left := strings.Trim(mailIn.ReplaceAllString(strings.ReplaceAll(part, "mailto:", ""), ""), " ,;:<>()[]")
		if f := folding.Fold(left); f == "" || mailWords[f] {
			r.addMails(part)
			return true
		}
		if entries, ok := entriesOf(part); ok && len(entries) == 1 {
			r.addMails(part)
			if r.Name == "" {
				r.Name = personName(entries[0].name)
			}
			return true
		}
		r.addMails(part)
		t.leave(n, left, "not understood")
		return true
	}
	if urlShape.MatchString(part) {
		r.addURL(part)
		return true
	}
	if phoneOnly.MatchString(part) && len(digits.FindAllString(part, -1)) >= 7 {
		r.Phones = append(r.Phones, part)
		return true
	}
	if m := labelled.FindStringSubmatch(part); m != nil && phoneOnly.MatchString(m[2]) {
		switch f := folding.Fold(m[1]); {
		case phoneWords[f]:
			r.Phones = append(r.Phones, m[2])
			return true
		case faxWords[f]:
			t.leave(n, part, "a fax number")
			return true
		}
	}
	return false
}

// who finds the name among the lines, with a title behind it, and returns the others.
// The line that shares a word with the address goes first; without an address it is
// the first line or nobody.
func (r *Entry) who(lines []line) []line {
	if r.Name != "" {
		return lines
	}
	best := -1
	for i, l := range lines {
		name, _ := nameAndTitle(l.text)
		if name == "" {
			continue
		}
		if r.mailsSay(name) {
			best = i
			break
		}
		if i == 0 {
			best = 0
		}
	}
	if best < 0 {
		return lines
	}
	r.Name, r.Title = nameAndTitle(lines[best].text)
	return slices.Delete(slices.Clone(lines), best, best+1)
}

// mailsSay reports whether an address holds a word of a name.
func (r *Entry) mailsSay(name string) bool {
	for _, m := range r.Emails {
		local, _, _ := strings.Cut(m, "@")
		for _, w := range strings.Fields(folding.Fold(name)) {
			if len(w) > 2 && strings.Contains(folding.Fold(local), w) {
				return true
			}
		}
	}
	return false
}

// nameAndTitle divides "Ida Sommer, CFO" and "Ida Sommer – CFO"; the name is "" for a
// line that begins with none.
func nameAndTitle(s string) (name, title string) {
	if n := personName(s); n != "" {
		return n, ""
	}
	for _, cut := range []string{", ", " – ", " — ", " - "} {
		before, after, ok := strings.Cut(s, cut)
		if ok && personName(before) != "" && isTitle(after) {
			return personName(before), after
		}
	}
	return "", ""
}

// particles are the folded words of names that are written small.
var particles = set("von", "van", "der", "den", "de", "da", "di", "del", "della", "du", "la", "le", "zu", "zur", "af", "av", "bin", "al", "el", "y", "e", "dos", "ter", "ten")

// personName returns a line as a name of a person, spoken order, without what stands
// behind a name; "" when it does not look like one: two to five words of letters, each
// with a capital, none of them a word of titles or companies.
func personName(s string) string {
	name := formats.FullName(s)
	if before, _, ok := strings.Cut(name, ","); ok { // degrees: FullName has turned "Family, Given"
		name = before
	}
	words := strings.Fields(name)
	if len(words) < 2 || len(words) > 5 || isTitle(name) {
		return ""
	}
	long := 0
	for _, w := range words {
		f := folding.Fold(w)
		if legalForms[f] || isDepartment(f) {
			return ""
		}
		first := []rune(w)[0]
		if strings.IndexFunc(w, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(".'’-", r)
		}) >= 0 {
			return ""
		}
		if !unicode.IsUpper(first) && unicode.IsLower(first) && !particles[f] {
			return ""
		}
		if len([]rune(strings.Trim(w, "."))) > 1 && !particles[f] {
			long++
		}
	}
	if long < 2 {
		return ""
	}
	return name
}

// titleWords are folded words of titles that the rules of levels do not know.
var titleWords = set("manager", "head", "director", "officer", "president", "lead", "leader", "engineer", "consultant", "analyst", "assistant", "partner", "specialist", "coordinator", "architect", "buyer", "controller", "counsel", "advisor", "associate", "executive", "administrator", "developer", "scientist", "representative",
	"leiter", "leiterin", "leitung", "geschaftsfuhrer", "geschaftsfuhrerin", "referent", "referentin", "einkaufer", "einkauferin", "berater", "beraterin", "vorstand", "prokurist", "prokuristin", "sachbearbeiter", "sachbearbeiterin", "assistenz", "directeur", "directrice", "responsable", "chef", "cheffe", "chargee", "charge", "ingenieur", "ingenieurin", "acheteur", "gerant")

func isTitle(s string) bool {
	for _, w := range strings.Fields(folding.Fold(s)) {
		if titleWords[w] {
			return true
		}
	}
	return importer.LevelOf(s) > 0
}

func isDepartment(folded string) bool {
	for _, p := range []string{"department", "dept", "abteilung", "division", "team ", "bereich", "departement", "service "} {
		if strings.HasPrefix(folded, p) || strings.HasSuffix(folded, " "+strings.TrimSpace(p)) {
			return true
		}
	}
	return false
}

// titleAt divides "CFO at Norwick Inc." and "CFO, Norwick Inc.".
func (r *Entry) titleAt() {
	for _, cut := range []string{" at ", " bei ", " chez ", " @ ", ", "} {
		title, org, ok := strings.Cut(r.Title, cut)
		if ok && r.Organization == "" && isTitle(title) && r.isOrganization(org) {
			r.Title, r.Organization = title, org
			return
		}
	}
}

// isOrganization reports whether a line has the legal form of a company, or the name
// that the domain of the address has.
func (r *Entry) isOrganization(s string) bool {
	words := strings.Fields(folding.Fold(s))
	if len(words) == 0 || len(words) > 8 || mailIn.MatchString(s) {
		return false
	}
	if last := words[len(words)-1]; legalForms[last] && len(words) > 1 {
		return true
	}
	joined := strings.Join(words, "")
	for _, m := range r.Emails {
		_, domain, _ := strings.Cut(strings.ToLower(m), "@")
		if alike.PublicDomain(domain) {
			continue
		}
		parts := strings.Split(domain, ".")
		label := strings.ReplaceAll(folding.Fold(parts[max(0, len(parts)-2)]), " ", "")
		if len(label) > 3 && (strings.HasPrefix(joined, label) || strings.HasPrefix(label, joined) && len(joined) > 3) {
			return true
		}
	}
	return false
}

func isAddress(s string) bool {
	return digits.MatchString(s) && (postcode.MatchString(s) || street.MatchString(s))
}
