package say

import "fmt"

// Advice is what to make of one of ours for a person of theirs, and how they come to
// know each other. Of the ways to that the first one is told.
type Advice struct {
	Owner, Who string
	Paired     bool     // the two are
	Unseen     bool     // their contacts would not be noticed
	Beside     []string // of ours, who are in touch with the person already

	Door    string // who of ours can introduce them; "" for nobody
	Request string // the introduction, as [Proposal.Text] writes it; "" for none
	Met     bool
}

// Text says it: "make Ann Lee the counterpart of Tom Fox; Sofia Lindt can introduce
// them".
func (a Advice) Text() string {
	s := a.appoint()
	switch {
	case a.Door != "":
		return fmt.Sprintf("%s; %s can introduce them", s, a.Door)
	case a.Request != "":
		return s + "; " + a.Request
	case a.Met:
		return s + "; they have met before"
	}
	return s
}

// appoint says what to make of the owner.
func (a Advice) appoint() string {
	switch {
	case a.Paired && a.Unseen:
		return fmt.Sprintf("ask %s, who is paired with %s, whether they are in touch", a.Owner, a.Who)
	case a.Paired:
		return fmt.Sprintf("%s, who is paired with %s, has to get in touch", a.Owner, a.Who)
	case len(a.Beside) > 0:
		return fmt.Sprintf("make %s a counterpart of %s beside %s", a.Owner, a.Who, JoinNames(a.Beside))
	}
	return fmt.Sprintf("make %s the counterpart of %s", a.Owner, a.Who)
}

// NameSomebody says that nobody can be proposed for a person: "name somebody to look
// after Tom Fox: nobody of ours is suited and may".
func NameSomebody(who, why string) string {
	return fmt.Sprintf("name somebody to look after %s: %s", who, why)
}
