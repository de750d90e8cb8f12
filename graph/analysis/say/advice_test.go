package say

import (
	"testing"

	"github.com/kithgraph/kith/graph/analysis"
)

// TestAdvice reads whom to appoint and every way to a person.
func TestAdvice(t *testing.T) {
	a := Advice{Owner: "Ann Lee", Who: "Tom Fox"}
	request := Proposal{Ask: "Leo Brandt", Likelihood: analysis.Possible}.Text()
	with := func(change func(*Advice)) string {
		b := a
		change(&b)
		return b.Text()
	}
	hold(t, []said{
		{a.Text(), "make Ann Lee the counterpart of Tom Fox"},
		{with(func(a *Advice) { a.Beside, a.Door = []string{"Ida Berg", "Leo Brandt"}, "Ida Berg" }), "make Ann Lee a counterpart of Tom Fox beside Ida Berg and Leo Brandt; Ida Berg can introduce them"},
		{with(func(a *Advice) { a.Paired, a.Request = true, request }), "Ann Lee, who is paired with Tom Fox, has to get in touch; ask Leo Brandt for an introduction (possible)"},
		{with(func(a *Advice) { a.Paired, a.Unseen, a.Met = true, true, true }), "ask Ann Lee, who is paired with Tom Fox, whether they are in touch; they have met before"},
		{NameSomebody("Tom Fox", "nobody has room"), "name somebody to look after Tom Fox: nobody has room"},
	})
}
