package export

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/kithgraph/kith/internal/personname"
)

// VCards returns the people of the chart as contacts in vCard 4.0 (RFC 6350):
// name, organisation, title and e-mail
// addresses, one contact per person, in reading order. Left out are vacant
// seats, names that are withheld or not known, and people with DoNotContact.
// Nothing that we think of somebody is in it. It refuses what [Render] refuses.
func VCards(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	v := &vcards{}
	seen := make(map[string]bool)
	for _, i := range newTree(chart.Cards).order {
		k := &chart.Cards[i]
		for n, h := range k.present() {
			name := Clean(h.Name)
			id := cmp.Or(h.Person, k.ID+strings.Repeat("'", n))
			if name == "" || h.DoNotContact || seen[id] {
				continue
			}
			seen[id] = true
			v.contact(id, name, Clean(k.Title), Clean(chart.TheirName), h.Emails)
		}
	}
	return v.String(), nil
}

// vcards writes contacts.
type vcards struct{ strings.Builder }

func (v *vcards) contact(id, name, title, org string, emails []string) {
	v.line("BEGIN:VCARD")
	v.line("VERSION:4.0")
	given, family := personname.Split(name)
	v.line("N:" + vcardText(family) + ";" + vcardText(given) + ";;;")
	v.line("FN:" + vcardText(name))
	if org != "" {
		v.line("ORG:" + vcardText(org))
	}
	if title != "" {
		v.line("TITLE:" + vcardText(title))
	}
	for _, e := range emails {
		if e = Clean(e); isAddress(e) {
			v.line("EMAIL:" + vcardText(e))
		}
	}
	v.line("UID;VALUE=text:kith:" + vcardText(Clean(id)))
	v.line("END:VCARD")
}

// isAddress reports whether s looks like an e-mail address.
func isAddress(s string) bool {
	name, domain, found := strings.Cut(s, "@")
	return found && name != "" && domain != "" && !strings.ContainsAny(s, " <>\"")
}

// vcardText escapes what separates values and lines.
func vcardText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `,`, `\,`, `;`, `\;`).Replace(s)
}

// maxVCardLine is the length at which a line is folded, in bytes.
const maxVCardLine = 75

// line writes a line, folded between characters.
func (v *vcards) line(s string) {
	room := maxVCardLine
	for len(s) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		v.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], maxVCardLine-1
	}
	v.WriteString(s + "\r\n")
}
