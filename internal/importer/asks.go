package importer

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis/say"
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
		if q.word == "" {
			q.word, q.value = shown(word), strings.Trim(proposal, "?")
		}
		if len(q.Samples) < samplesKept {
			q.Samples = append(q.Samples, fmt.Sprintf("level,%s,%s (%s)", shown(word), proposal, say.Count(n, "seat", "seats")))
		}
	}
	q.Text = fmt.Sprintf("what level, 1 to 5, is meant by %s of the level column? until a mapping file says it titles decide, and mark %d of %s as staff", say.Count(len(im.grades), "word", "words"), staff, say.Count(seats, "seat", "seats"))
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
	q.Text = fmt.Sprintf("%s like a room, a shared mailbox or a service account; left out until you confirm that they are people", say.Count(len(im.notPeople), "name looks", "names look"))
	im.ask(q)
}

// leftOut reports whether a person's key is of somebody whom a question holds back.
func (im *importer) leftOut(key string) bool {
	_, ok := im.notPeople[im.mergedInto(graph.NodePerson, key)]
	return ok
}

// nameWithheld reports whether the files withhold the name of a person that is not
// there, or say that nobody is, under the key or that of a record merged with it, and
// what that says of their seat.
func (im *importer) nameWithheld(key string) (graph.Occupancy, bool) {
	o, ok := im.nobodyAt[im.mergedInto(graph.NodePerson, key)]
	return o, ok
}

// inNoCompany reports whether an organisation's key stands for none.
func (im *importer) inNoCompany(key string) bool {
	if _, known := im.find(graph.NodeOrganization, key); known {
		return false
	}
	return im.noCompany[im.mergedInto(graph.NodeOrganization, key)] || noCompanyWords[folding.Fold(key)]
}
