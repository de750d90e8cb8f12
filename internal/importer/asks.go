package importer

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
)

// askGrades asks what the words of the level column mean, and proposes of each the
// level that most titles beside it have: few words settle many titles.
func (im *importer) askGrades() {
	if len(im.grades) == 0 {
		return
	}
	seats, staff := 0, 0
	q := Question{Kind: AskSourceLevel, Subject: "levels", Count: len(im.grades)}
	for _, word := range sortedKeys(im.grades) {
		n, best := 0, 0
		for level := 5; level >= 0; level-- {
			k := im.grades[word][level]
			n += k
			if level > 0 && k > im.grades[word][best] || best == 0 && k > 0 && level > 0 {
				best = level
			}
		}
		seats += n
		staff += im.grades[word][1]
		proposal := "?"
		if best > 0 {
			proposal = fmt.Sprint(best)
		}
		if len(q.Samples) < samplesKept {
			q.Samples = append(q.Samples, fmt.Sprintf("level,%s,%s (%s)", shown(word), proposal, plural(n, "seat", "seats")))
		}
	}
	q.Text = fmt.Sprintf("what level, 1 to 5, is meant by %s of the level column? until a mapping file says it titles decide, and mark %d of %s as staff", plural(len(im.grades), "word", "words"), staff, plural(seats, "seat", "seats"))
	im.ask(q)
}

// noCompanyWords are folded names of organisations that are none.
var noCompanyWords = wordSet("unaffiliated", "independent", "self employed", "selfemployed", "freelance", "freelancer", "retired", "unemployed", "none", "no company", "n a", "private", "privat", "student",
	"selbststandig", "freiberuflich", "im ruhestand", "rentner", "retraite", "independant", "a la retraite", "sans emploi")

func wordSet(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}

// Names, and local parts of addresses, that stand for no person: whole ones, and
// what stands within one.
var (
	noPersonNames = wordSet("info", "office", "sales", "support", "helpdesk", "help desk", "service desk", "reception", "accounting", "accounts payable", "invoices", "billing", "no reply", "noreply", "do not reply",
		"donotreply", "admin", "administrator", "postmaster", "webmaster", "hr", "marketing", "it support", "kontakt", "contact", "buchhaltung", "empfang", "rechnung", "mailer daemon")
	noPersonParts = []string{"meeting room", "conference room", "board room", "boardroom", "shared mailbox", "service account", "room mailbox", "distribution list", "besprechungsraum", "konferenzraum", "salle de reunion", "test account"}
)

// looksLikeNobody reports whether a name, or what stands before the @ of an address,
// is that of a room, a shared mailbox or a service account.
func looksLikeNobody(name string, emails []string) bool {
	n := folding.Fold(name)
	if noPersonNames[n] || strings.HasPrefix(n, "svc ") || strings.HasPrefix(n, "room ") {
		return true
	}
	for _, part := range noPersonParts {
		if strings.Contains(n, part) {
			return true
		}
	}
	for _, mail := range emails {
		local, _, _ := strings.Cut(mail, "@")
		local = folding.Fold(local)
		if strings.HasPrefix(local, "svc ") || (noPersonNames[local] || strings.HasPrefix(local, "room ")) && len(strings.Fields(n)) != 2 {
			return true
		}
	}
	return false
}

// askNoPeople asks about names that look like no person.
func (im *importer) askNoPeople() {
	if len(im.notPeople) == 0 {
		return
	}
	q := Question{Kind: AskNoPerson, Subject: "people", Count: len(im.notPeople)}
	for _, key := range sortedKeys(im.notPeople) {
		if len(q.Samples) < samplesKept {
			q.Samples = append(q.Samples, fmt.Sprintf("%s %s", shown(key), shown(im.notPeople[key])))
		}
	}
	q.Text = fmt.Sprintf("%s like a room, a shared mailbox or a service account; left out until you confirm that they are people", plural(len(im.notPeople), "name looks", "names look"))
	im.ask(q)
}

// leftOut reports whether a person's key is of somebody whom a question holds back.
func (im *importer) leftOut(key string) bool { _, ok := im.notPeople[key]; return ok }

// inNoCompany reports whether an organisation's key stands for none.
func (im *importer) inNoCompany(key string) bool {
	if _, known := im.find(graph.NodeOrganization, key); known {
		return false
	}
	return im.noCompany[key] || noCompanyWords[folding.Fold(key)]
}
