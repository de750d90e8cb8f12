package review

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/internal/importer"
)

// Every sentence of a suggestion is made here.

// reasonWords are what reasons are called in the IDs of suggestions. They stay the
// same for ever.
var reasonWords = map[reason]string{
	sameMail: "mail", sameLink: "link", sameNameAndCompany: "name and company", sameNameAndDomain: "name and domain",
	sameDomain: "domain", sameName: "name", sameCore: "name without form",
}

// String says what two share: "both have the address ann@norwick.example".
func (l likeness) String() string {
	what := l.shown
	if what == "" {
		what, _, _ = strings.Cut(l.value, "\n")
	}
	var s string
	switch l.why {
	case sameMail:
		s = "both have the address " + what
	case sameLink:
		s = "both have the page " + what
	case sameNameAndCompany:
		s = "one name, and both at " + what
	case sameNameAndDomain:
		s = "one name, and both of the domain " + what
	case sameDomain:
		s = "both have the domain " + what
	case sameName:
		s = "both are called " + what
	case sameCore:
		s = "both are called " + what + " but for the legal form"
	}
	if l.sure == graph.ConfidenceLow {
		s += " (possible)"
	}
	return s
}

// duplicateSentence says it: "Ann Lee (CFO, Norwick) and A. Lee are probably one: both
// have the address …".
func (f *finder) duplicateSentence(keep, drop kernel.N, sure graph.Confidence, why []likeness) string {
	how := map[graph.Confidence]string{graph.ConfidenceHigh: "are most likely one", graph.ConfidenceMedium: "are probably one", graph.ConfidenceLow: "may be one"}
	texts := make([]string, len(why))
	for i, l := range why {
		texts[i] = l.String()
	}
	return say.Ended(fmt.Sprintf("%s and %s %s: %s", f.described(keep), f.described(drop), how[sure], strings.Join(texts, "; ")))
}

// described names a node with what tells it from its namesakes: a person by their
// seats, and by the first address where they have none.
func (f *finder) described(n kernel.N) string {
	var at []string
	if f.ever.NodeKind(n) == graph.NodePerson {
		for _, seat := range f.Seats(n) {
			at = append(at, f.seatName(seat))
		}
		if mails := f.ever.NodeProps(n).Strings("emails"); len(at) == 0 && len(mails) > 0 {
			at = mails[:1]
		}
	}
	if len(at) == 0 {
		at = []string{string(f.id(n))}
	}
	return fmt.Sprintf("%s (%s)", f.called(n), say.JoinNames(at))
}

// seatName names a seat by its title and its company.
func (f *finder) seatName(seat kernel.N) string {
	title := f.Title(seat)
	if title == "" {
		title = "a seat"
	}
	org, ok := f.OrgOf(seat)
	if !ok {
		return title
	}
	return title + " at " + f.called(f.Company(org))
}

func (f *finder) seatNames(list []held) string {
	names := make([]string, len(list))
	for i, h := range list {
		names[i] = f.seatName(h.seat)
	}
	return say.JoinNames(names)
}

func mergeDeed(drop string, dropID graph.ID, keep string, keepID graph.ID) string {
	return fmt.Sprintf("merge %s (%s) into %s (%s)", drop, dropID, keep, keepID)
}

// confirmDeed is what accepting does where all is on record.
const confirmDeed = "confirm the records"

// seatReason names the record of a seat left or taken.
func seatReason(s analysis.MoveSeat) string {
	return fmt.Sprintf("%s at %s (record %s)", cmp.Or(s.Title, "a seat"), s.Name, s.Record)
}

func titleSentence(name, was, is, company string, on graph.Date, rose bool) string {
	verb := "has another title"
	if rose {
		verb = "rose"
	}
	return say.Ended(fmt.Sprintf("%s %s at %s: %s, until then %s, since %s", name, verb, company, is, was, say.Day(on)))
}

func titleReason(was, is string, before, now int) string {
	switch {
	case before == 0 || now == 0:
		return fmt.Sprintf("the title went from %s to %s", was, is)
	case before == now:
		return fmt.Sprintf("the title went from %s to %s, level %d", was, is, now)
	}
	return fmt.Sprintf("the title went from %s to %s, level %d to %d", was, is, before, now)
}

func missingSentence(name, seats string, x importer.Sighting) string {
	return say.Ended(fmt.Sprintf("%s (%s) may have left: the files of %s named them until %s, and not on %s", name, seats, x.Source, say.Day(x.Last), say.Day(x.Gone)))
}

func missingReason(x importer.Sighting, few bool) string {
	s := fmt.Sprintf("not in the file of %s of %s", x.Source, say.Day(x.Gone))
	if !few {
		s += ", nor are more than a fifth of those whom the files before named: it may be the file"
	}
	return s
}

func vacateDeed(on graph.Date) string { return "end their seats on " + say.Day(on) }

func firstSeenSentence(name, seats string, x importer.Sighting) string {
	return say.Ended(fmt.Sprintf("%s (%s) may be new: the files of %s name them since %s, and did not on %s", name, seats, x.Source, say.Day(x.Came), say.Day(x.Before)))
}

func firstSeenReason(x importer.Sighting) string {
	return fmt.Sprintf("for the first time in the file of %s of %s", x.Source, say.Day(x.Came))
}

func beginDeed(on graph.Date) string { return "let their seats begin on " + say.Day(on) }

// The reasons for which somebody may have followed another.
const (
	sameSeatReason  = "the same seat"
	sameLevelReason = "the same level and function"
)

func sameTitleReason(title string) string { return "the same title, " + title }

func sameManagerReason(manager string) string { return "the same manager, " + manager }

func severalReason(n int) string { return fmt.Sprintf("one of %d who came", n) }

func successorSentence(name, left, seat string, same bool) string {
	if same {
		return say.Ended(fmt.Sprintf("%s followed %s as %s", name, left, seat))
	}
	return say.Ended(fmt.Sprintf("%s probably followed %s as %s", name, left, seat))
}

// oneSeatDeed says what accepting a successor on another seat does.
func oneSeatDeed(name, left string, still, open bool, leftOn, on graph.Date) string {
	var s string
	if still {
		s = fmt.Sprintf("end the seat of %s on %s, ", left, say.Day(leftOn))
	}
	if open {
		s += fmt.Sprintf("let that of %s begin on %s, ", name, say.Day(on))
	}
	return s + "make one seat of the two"
}

func strangerSentence(name string, s graph.Suggestion, where string) string {
	who := s.Mail
	if name != "" {
		who = name + " <" + s.Mail + ">"
	}
	if where != "" {
		who += " of " + where
	}
	return say.Ended(fmt.Sprintf("%s is in the mail and not here: %s", who, strangerReason(s)))
}

func strangerReason(s graph.Suggestion) string {
	return fmt.Sprintf("%s, the last on %s", say.Count(max(s.Count, 1), "message or meeting", "messages and meetings"), say.Day(s.Last))
}

func addDeed(name, where string) string {
	if name == "" {
		name = "them, once named"
	}
	if where == "" {
		return "add " + name
	}
	return fmt.Sprintf("add %s with a seat at %s", name, where)
}

func doorReason(name string, on graph.Date) string {
	return fmt.Sprintf("%s is there, and known to us, since %s", name, say.Day(on))
}

func askDeed(ask, us, target string) string {
	return fmt.Sprintf("record that %s is asked to introduce %s to %s", ask, us, target)
}
