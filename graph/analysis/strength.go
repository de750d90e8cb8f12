package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/view"
)

// MaxTies bounds the ties of one [StrengthReport].
const MaxTies = 10_000

// StrengthQuery asks for the ties between our people and theirs: those of an
// account, or those of one person on either side.
type StrengthQuery struct {
	Account graph.ID   // an Account; or
	Person  graph.ID   // a Person: one of ours or of theirs; exactly one of the two
	MinBand graph.Band // the weakest band to list; "" for every tie of which anything is known
	Limit   int        // how many ties to list at most, 1 to MaxTies; 0 for MaxTies
}

// Validate reports what is wrong with the query itself.
func (q StrengthQuery) Validate() error {
	switch {
	case (q.Account == "") == (q.Person == ""):
		return graph.Invalid("query", nil, "strength wants either an account or a person")
	case q.MinBand != "" && !slices.Contains(graph.Bands(), q.MinBand):
		return graph.Invalid("query", nil, "%q is not a band", q.MinBand)
	case q.Limit < 0 || q.Limit > MaxTies:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxTies)
	}
	return nil
}

// StrengthReport lists ties.
type StrengthReport struct {
	Envelope
	Ties  []RatedTie
	Total int // how many there are, listed or not
}

// RatedTie is a tie with what there is to say of it.
type RatedTie struct {
	Tie
	Sentence string
}

// Strength answers: how well do we know these people, and who of us?
//
// Definition: with E the contacts of a pair, each weighted by channel and room
// and decayed at two paces, x = E_joint + E_in + min(E_in, E_out) +
// ¼·max(0, E_out − E_in) and access = x/(x+2); strength blends access with the
// newest claim m as (v_obs·access + v_st·m)/(v_obs + v_st), where v_st halves
// every 180 days and evidence below the claim weighs only as much as contacts
// of the person are noticed.
//
// Shape: one tie per pair of one of ours with one of theirs of which anything
// is known, from ours to theirs, strongest first, ties by ID. Findings: T1 for
// each tie that is cooling, T2 unverified, T3 disputed.
//
// Units: Access, AccessBack and Strength in [0,1); days; counts of contacts.
//
// Errors: invalid query; not found when the account or person is not there.
//
// Cost: O(contacts and claims of the people asked about), independent of the
// rest of the workspace.
//
// Source: tie-decay form of Ahmad, Porter and Beguerisse-Díaz (2018),
// arXiv:1805.00193; the constants are conventions.
func Strength(v *view.View, q StrengthQuery) (*StrengthReport, error) {
	return answerStrength(newReader(v), q)
}

func answerStrength(r *reader, q StrengthQuery) (*StrengthReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	var (
		list   []*tie
		policy string
	)
	if q.Account != "" {
		a, err := r.readAccount(q.Account)
		if err != nil {
			return nil, err
		}
		policy = a.policy.version()
		a.blind()
		for i := range a.people {
			list = append(list, r.ourTiesTo(a.people[i].n)...)
		}
	} else {
		n, ok := r.s.NodeOf(graph.NodePerson, q.Person)
		if !ok {
			return nil, graph.NotFound("Person", q.Person)
		}
		if !r.ours(n) {
			list = append(list, r.ourTiesTo(n)...)
		} else {
			for _, back := range r.tiesTo(n) {
				if !r.ours(back.from) {
					list = append(list, r.tie(n, back.from))
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b *tie) int {
		return cmp.Or(cmp.Compare(r.verdict(b).s, r.verdict(a).s), r.byID(a.from, b.from), r.byID(a.to, b.to))
	})
	rep := &StrengthReport{}
	var findings []found
	least := max(0, slices.Index(graph.Bands(), q.MinBand))
	limit := q.Limit
	if limit == 0 {
		limit = MaxTies
	}
	for _, t := range list {
		vd := r.verdict(t)
		if slices.Index(graph.Bands(), vd.band) < least {
			continue
		}
		if rep.Total++; len(rep.Ties) < limit {
			rep.Ties = append(rep.Ties, RatedTie{r.export(t), r.tieSentence(t)})
			findings = append(findings, r.tieFindings(t)...)
		}
	}
	rep.Envelope = r.envelope(policy, findings)
	return rep, nil
}

func (r *reader) tieSentence(t *tie) string {
	v := r.verdict(t)
	s := fmt.Sprintf("%s and %s: %s.", r.name(t.from), r.name(t.to), bandText(v.band))
	if v.lastContact != 0 {
		s += fmt.Sprintf(" %s in six months, last on %s%s.", upper(some(v.recent, "contact", "contacts")), dayText(v.lastContact), t.written(r.day))
	} else {
		s += " No contact on record."
	}
	switch {
	case v.unverified:
		s += fmt.Sprintf(" The claim of %s is more than a year old and was never confirmed by a contact.", dayText(v.stated.on))
	case v.working && v.expires != 0:
		s += fmt.Sprintf(" Without contact it stops counting as working on %s.", dayText(v.expires))
	case v.cooling:
		s += " Out of touch: it does not count as working."
	case v.dormant:
		s += fmt.Sprintf(" It was %s once.", bandText(v.peakBand))
	}
	return s
}

// written says who began what was written in six months, where that is known.
func (e *evidence) written(day graph.Date) string {
	var by [directions]int
	for _, c := range e.contacts {
		if cl, _ := weigh(c.channel); cl == classText && c.on <= day && c.on > day-recentDays {
			by[c.dir]++
		}
	}
	switch {
	case by[sent] > 0 && by[got] > 0:
		return "; both sides write"
	case by[sent] > 0 && by[joint] == 0:
		return "; what ours wrote was not answered in kind"
	case by[got] > 0 && by[joint] == 0:
		return "; only they write"
	}
	return ""
}

func (r *reader) tieFindings(t *tie) []found {
	v := r.verdict(t)
	pair := r.name(t.from) + " and " + r.name(t.to)
	base := found{Finding: Finding{Subjects: []graph.ID{r.id(t.to), r.id(t.from)}, Reasons: r.tieReasons(t), Robust: v.robust, Confidence: v.confidence}, name: pair}
	if len(base.Reasons) == 0 {
		return nil
	}
	var out []found
	add := func(rule Rule, severity graph.Severity, policy, remedy, sentence string) {
		f := base
		f.Rule, f.Severity, f.Policy, f.Sentence = rule, severity, policy, sentence
		f.Remedy = &Remedy{Text: remedy}
		if r.fit(t.from) {
			f.Remedy.Owner = r.id(t.from)
		}
		if why := r.bar(t.from, t.to); why != "" && rule == RuleTieCooling {
			f.Remedy = &Remedy{Text: "leave it: " + r.barText(t.from, t.to, why)}
		}
		out = append(out, f)
	}
	if v.cooling {
		add(RuleTieCooling, graph.SeverityS3, fmt.Sprintf("contact within %d days", max(minContactWindow, cadenceGrace*t.cadence)),
			"get in touch again", r.coolSentence(t))
	}
	if v.unverified {
		add(RuleTieUnverified, graph.SeverityS4, fmt.Sprintf("a claim stands for %d days without contact", statementLife),
			"ask whether it is still true", fmt.Sprintf("%s, but that was said on %s and no contact is on record.", r.claimText(t, v.stated), dayText(v.stated.on)))
	}
	if v.disagreement {
		what := "more"
		if v.access < v.stated.worth() {
			what = "less"
		}
		add(RuleTieDisputed, graph.SeverityS3, fmt.Sprintf("access and claim differ by at most %.2f", disagreementGap),
			"ask for a fresh judgement", fmt.Sprintf("%s; the contacts on record say %s.", r.claimText(t, v.stated), what))
	}
	return out
}

// coolSentence says of a tie that is strong enough since when it is out of touch.
func (r *reader) coolSentence(t *tie) string {
	v := r.verdict(t)
	s := fmt.Sprintf("%s has a %s tie to %s that does not count any more: ", r.name(t.from), bandText(v.band), r.name(t.to))
	if v.lastContact == 0 {
		return s + fmt.Sprintf("it was claimed on %s, and no contact is on record.", dayText(v.stated.on))
	}
	return s + fmt.Sprintf("the last contact was on %s.", dayText(v.lastContact))
}

// tieReasons returns the records that a tie's verdict rests on.
func (r *reader) tieReasons(t *tie) (facts []Reason) {
	v := r.verdict(t)
	if v.lastContact != 0 {
		facts = append(facts, Reason{
			Text:   fmt.Sprintf("%s and %s: last contact %s, %s in 180 days", r.name(t.from), r.name(t.to), dayText(v.lastContact), some(v.recent, "contact", "contacts")),
			Record: v.lastRecord, On: v.lastContact,
		})
	}
	if st := v.stated; st != nil {
		facts = append(facts, Reason{
			Text: r.claimText(t, st), Record: st.id, On: st.on,
		})
	}
	return facts
}

// claimText says who claims what of a tie: "Ann Lee says: trusted by Tom Fox".
func (r *reader) claimText(t *tie, st *statement) string {
	what := levelText(st.level, r.name(t.to))
	if st.conflict {
		what = "at odds with " + r.name(t.to)
	}
	by, known := r.s.Node(st.by)
	switch {
	case !known:
		return fmt.Sprintf("it is said of %s: %s", r.name(t.from), what)
	case by == t.from:
		return fmt.Sprintf("%s says: %s", r.name(by), what)
	}
	return fmt.Sprintf("%s says of %s: %s", r.name(by), r.name(t.from), what)
}
