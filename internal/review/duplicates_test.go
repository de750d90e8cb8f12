package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/orgtext"
	"github.com/kithgraph/kith/internal/review"
)

// pairs renders duplicates: the two, how sure, and why.
func pairs(t *testing.T, text string, kind graph.SuggestionKind) (out []string) {
	t.Helper()
	for _, x := range list(t, orgtext.MustParse(text), kind) {
		about := []string{string(x.About[0]), string(x.About[1])}
		slices.Sort(about)
		out = append(out, fmt.Sprintf("%s %s: %s", strings.Join(about, " "), strings.ToLower(string(x.Confidence)), strings.Join(x.Reasons, "; ")))
	}
	slices.Sort(out)
	return out
}

// Which two people may be one, and which may not.
func TestDuplicatePeople(t *testing.T) {
	const seats = "org Norwick (COMPANY domains=norwick.example)\n  CEO (5): #a\n  CFO (4): #b\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a mail in two spellings": {`
person Ann Lee #a: emails=Ann.Lee+crm@gmail.com
person A. Lee #b: emails=annlee@googlemail.com
`, []string{"a b high: both have the address annlee@gmail.com"}},
		"a profile in two languages": {`
person Ann Lee #a: links=https://www.linkedin.com/in/ann-lee/
person Ann Lee #b: links=https://de.linkedin.com/in/Ann-Lee?trk=1
`, []string{"a b high: both have the page linkedin.com/in/ann-lee"}},
		"a mail and a name": {`
person Ann Lee #a: emails=ann@norwick.example
person Lee Ann #b: emails=ANN@norwick.example
`, []string{"a b high: both have the address ann@norwick.example; one name, and both of the domain norwick.example"}},
		"another name, one mail: a couple": {`
person Eva Meyer #a: emails=meyer@home.example
person Hans Meyer #b: emails=meyer@home.example
`, []string{"a b low: both have the address meyer@home.example (possible)"}},
		"father and son": {`
person Hans Meyer sen. #a: emails=meyer@home.example
person Hans Meyer jun. #b: emails=meyer@home.example
`, []string{"a b low: both have the address meyer@home.example (possible)"}},
		"a shared mailbox": {`
person Ann Lee #a: emails=info@norwick.example
person Ben Okafor #b: emails=info@norwick.example
`, nil},
		"a provider's domain": {`
person Ann Lee #a: emails=ann@web.de
person Ann Lee #b: emails=lee@web.de
`, nil},
		"a name in another order":  {"person Ann Lee #a\nperson \"Lee, Ann\" #b\n" + seats, []string{"a b medium: one name, and both at Norwick"}},
		"one reports to the other": {"person Ann Lee #a\nperson Ann Lee #b\n" + strings.Replace(seats, "  CFO", "    CFO", 1), nil},
		"a name in a company": {"person Ann Lee #a: emails=ann@norwick.example\nperson Ann Lee #b\n" + seats,
			[]string{"a b medium: one name, and both at Norwick"}},
		"a name in a company, and two addresses there": {"person Ann Lee #a: emails=ann@norwick.example\nperson Ann Lee #b: emails=a.lee@norwick.example\n" + seats,
			[]string{"a b low: one name, and both at Norwick (possible)"}},
		"a name in a company, and two profiles": {"person Ann Lee #a: links=https://linkedin.com/in/ann1\nperson Ann Lee #b: links=https://linkedin.com/in/ann2\n" + seats,
			[]string{"a b low: one name, and both at Norwick (possible)"}},
		"a name in a company, another initial":             {"person Ann B. Lee #a\nperson Ann C. Lee #b\n" + seats, nil},
		"a name in a company, of whom one knows the other": {"person Ann Lee #a\nperson Ann Lee #b\n" + seats + "#a -> #b: knows\n", nil},
		"a name in a company and in its subsidiary": {`
person Ann Lee #a
person Ann Lee #b
org Norwick (COMPANY)
  CEO (5): #a
  org Norwick Foods (COMPANY)
    CFO (4): #b
`, []string{"a b low: one name, and both at Norwick (possible)"}},
		"a name in two companies": {`
person Ann Lee #a
person Ann Lee #b
org Norwick (COMPANY)
  CEO (5): #a
org Arlton (COMPANY)
  CEO (5): #b
`, nil},
		"a name, and the domain of the company": {`
person Ann Lee #a: emails=ann@norwick.example
person Ann Lee #b
org Norwick (COMPANY domains=norwick.example)
  CEO (5): #b
`, []string{"a b medium: one name, and both of the domain norwick.example"}},
		"a name at a company, before and after": {`
person Ann Lee #a
person Ann Lee #b
org Norwick (COMPANY)
  CEO (5): #a @..2024-01-01
  CFO (4): #b @2024-01-01..
`, []string{"a b medium: one name, and both at Norwick"}},
		"a placeholder":       {"person Ann Lee #a: placeholder\nperson Ann Lee #b\n" + seats, nil},
		"one word is no name": {"person Ann #a\nperson Ann #b\n" + seats, nil},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, "duplicates", pairs(t, c.text, graph.SuggestionDuplicatePeople), c.want)
		})
	}
}

// Which two organizations may be one, and which may not.
func TestDuplicateOrganizations(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a domain and a name": {`
org Norwick Inc. #a (COMPANY domains=norwick.example)
org NORWICK #b (COMPANY website="https://www.norwick.example/en")
`, []string{"a b high: both have the domain norwick.example; both are called norwick but for the legal form"}},
		"a domain, two names: a group": {`
org Norwick Foods #a (COMPANY domains=norwick.example)
org Arlton Trucks #b (COMPANY domains=norwick.example)
`, []string{"a b low: both have the domain norwick.example (possible)"}},
		"a company and its subsidiary": {`
org Norwick #a (COMPANY domains=norwick.example)
  org Norwick Foods #b (COMPANY domains=norwick.example)
`, nil},
		"units of one name in two companies": {`
org Norwick (COMPANY)
  org Sales #a (DEPARTMENT)
org Arlton (COMPANY)
  org Sales #b (DEPARTMENT)
`, nil},
		"units of one name in one": {`
org Norwick (COMPANY)
  org Sales #a (DEPARTMENT)
  org Sales #b (DEPARTMENT)
`, []string{"a b medium: both are called Sales"}},
		"a name in two countries": {`
org Norwick #a (COMPANY country=DE)
org Norwick #b (COMPANY country=FR)
`, []string{"a b low: both are called Norwick (possible)"}},
		"two legal forms": {`
org Norwick AG #a (COMPANY)
org Norwick GmbH #b (COMPANY)
`, []string{"a b low: both are called norwick but for the legal form (possible)"}},
		"one legal form and none": {`
org Norwick #a (COMPANY)
org Norwick GmbH #b (COMPANY)
`, []string{"a b medium: both are called norwick but for the legal form"}},
		"a page of LinkedIn": {`
org Norwick #a (COMPANY website="https://www.linkedin.com/company/norwick/")
org NW Holding #b (COMPANY website="https://linkedin.com/company/norwick")
`, []string{"a b high: both have the page linkedin.com/company/norwick"}},
		"two pages of LinkedIn": {`
org Norwick #a (COMPANY website="https://www.linkedin.com/company/norwick/")
org Arlton #b (COMPANY website="https://linkedin.com/company/arlton")
`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, "duplicates", pairs(t, c.text, graph.SuggestionDuplicateOrganizations), c.want)
		})
	}
}

// What many share tells nobody apart, and is not compared pair by pair.
func TestManyAlike(t *testing.T) {
	for n, want := range map[int]int{2: 1, 8: 28, 9: 0, 500: 0} {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "person Ann Lee #p%d: emails=same@norwick.example\n", i)
		}
		if got := len(list(t, orgtext.MustParse(b.String()), graph.SuggestionDuplicatePeople)); got != want {
			t.Errorf("%d people of one address: %d suggestions, want %d", n, got, want)
		}
	}
}

// A pair that was dismissed for its name comes back when it has an address in common,
// and does not come back when it loses that.
func TestDismissedForAReason(t *testing.T) {
	const text = "person Ann Lee #a: emails=%s\nperson Ann Lee #b: emails=b@norwick.example\norg Norwick (COMPANY)\n  CEO (5): #a\n  CFO (4): #b\n"
	first := list(t, orgtext.MustParse(fmt.Sprintf(text, "a@norwick.example")))
	second := list(t, orgtext.MustParse(fmt.Sprintf(text, "a@norwick.example,b@norwick.example")))
	if len(first) != 1 || len(second) != 1 || first[0].ID == second[0].ID {
		t.Errorf("for the name %v, for the address %v: want one each, of two ids", first, second)
	}
	third := list(t, orgtext.MustParse(fmt.Sprintf(text, "c@norwick.example")))
	if len(third) != 1 || third[0].ID != first[0].ID {
		t.Errorf("with another address of its own %v, want the id of %v", third, first)
	}
}

// The list is the same whichever way it is asked: kind by kind, or at once.
func TestOrder(t *testing.T) {
	s := world(t)
	all := list(t, s)
	var by []review.Suggestion
	for _, k := range graph.SuggestionKinds() {
		by = append(by, list(t, s, k)...)
	}
	equal(t, "kind by kind", lines(by), lines(all))
	equal(t, "again", lines(list(t, s)), lines(all))
	for n := 1; n <= len(all); n++ {
		r, err := review.List(view.On(s, day(today)), review.Query{Since: day("2026-01-01"), Limit: n})
		if err != nil || r.Total != len(all) {
			t.Fatalf("the first %d: total %d, %v, want %d", n, r.Total, err, len(all))
		}
		equal(t, fmt.Sprintf("the first %d", n), lines(r.Suggestions), lines(all[:n]))
	}
}
