package review

import (
	"cmp"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/draft"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
	"github.com/kithgraph/kith/internal/alike"
)

// strangers suggests to add those whom mail names, who wait in the workspace and whom
// nobody has become with their address.
func (f *finder) strangers() {
	var list []graph.Suggestion
	for _, n := range f.ever.Nodes(graph.NodeSuggestion) {
		if s := view.As[graph.Suggestion](f.View, n); s.Kind == graph.SuggestionStranger && s.Verdict == "" && s.Mail != "" && s.Last <= f.Day() {
			list = append(list, s)
		}
	}
	if len(list) == 0 {
		return
	}
	known := map[string]bool{}
	for _, n := range f.ever.Nodes(graph.NodePerson) {
		for _, m := range f.ever.NodeProps(n).Strings("emails") {
			known[alike.Mail(m)] = true
		}
	}
	for _, s := range list {
		if !known[alike.Mail(s.Mail)] {
			f.stranger(s)
		}
	}
}

func (f *finder) stranger(s graph.Suggestion) {
	org, there := kernel.N(0), false
	for _, id := range f.kept(s.About) {
		org, there = f.ever.NodeOf(graph.NodeOrganization, graph.ID(id))
	}
	x := Suggestion{
		ID: s.ID, Kind: s.Kind, Confidence: graph.ConfidenceMedium, On: s.Last, Reasons: []string{strangerReason(s)},
		Takes: []Part{PartName, PartTitle, PartOrganization, PartPosition, PartOn},
	}
	if s.Count < 2 {
		x.Confidence = graph.ConfidenceLow
	}
	name := cmp.Or(s.Name, nameOf(s.Mail))
	where := ""
	if there {
		where = f.called(org)
		x.About = []graph.ID{f.id(org)}
	}
	x.Sentence, x.Deed = strangerSentence(name, s, where), addDeed(name, where)
	x.do = func(d *draft.Draft, c *Correction) (graph.ID, error) {
		p := graph.Person{Name: cmp.Or(c.Name, name), Emails: []string{s.Mail}}
		at := draft.Place{Position: c.Position, On: c.On}
		if c.Position == "" {
			seat := &draft.Seat{Organization: c.Organization, Position: graph.Position{Title: c.Title}, From: c.On}
			if seat.Organization == "" && there {
				seat.Organization = f.id(org)
			}
			if seat.Organization == "" {
				return "", graph.Invalid("input", []graph.ID{s.ID}, "the organization of %s is gone: say where they are", s.ID)
			}
			at = draft.Place{Seat: seat}
		}
		if p.Name == "" {
			return "", graph.Invalid("input", []graph.ID{s.ID}, "the mail has no name for %s: say what they are called", s.ID)
		}
		person, _, err := d.AddPerson(p, at)
		return person, err
	}
	f.add(x)
}

// nameOf returns the name that an address shows: "Jane Doe" of jane.doe@…; "" where
// it shows none.
func nameOf(mail string) string {
	local, _, _ := strings.Cut(alike.Mail(mail), "@")
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' })
	if len(words) < 2 {
		return ""
	}
	for i, w := range words {
		if len(w) < 2 || strings.ContainsAny(w, "0123456789") {
			return ""
		}
		r := []rune(w)
		words[i] = strings.ToUpper(string(r[:1])) + string(r[1:])
	}
	return strings.Join(words, " ")
}
