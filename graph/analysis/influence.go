package analysis

import (
	"fmt"
	"math"
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// The limits of an [InfluenceQuery].
const (
	MaxInfluencers     = 200
	DefaultInfluencers = 8
)

// InfluenceQuery asks who shapes the decisions of an account, and whose mind
// would move them.
type InfluenceQuery struct {
	Account graph.ID
	Area    graph.ID // only this decision area of the account; "" for each open one and all together
	Limit   int      // people listed for each, 1 to MaxInfluencers; 0 for DefaultInfluencers
	Brokers bool     // also who stands between the others
}

// Validate reports what is wrong with the query itself.
func (q InfluenceQuery) Validate() error {
	switch {
	case q.Account == "":
		return graph.Invalid("query", nil, "influence wants an account")
	case q.Limit < 0 || q.Limit > MaxInfluencers:
		return graph.Invalid("query", nil, "limit is %d, want 1 to %d", q.Limit, MaxInfluencers)
	}
	return nil
}

// InfluenceReport says who shapes what is decided.
type InfluenceReport struct {
	Envelope
	Account graph.ID
	Overall *AreaInfluence  // all areas together; nil where nobody is known to decide any, or one area was asked for
	Areas   []AreaInfluence // by id of the area
	Brokers []Broker        // who stands between the others, most first, at most the limit; empty for more than MaxBrokerPeople and where not asked for
}

// AreaInfluence says who shapes the decision of one area, or of all together.
type AreaInfluence struct {
	Area      graph.ID // "" for all together
	Name      string   // as it is said in a sentence
	Budget    []Money  // none where unknown
	Weight    float64  // the area's share in all together, in [0,1]; 1 for all
	ByBudget  bool     // the weights follow the budgets; else the areas weigh the same, because a budget is unknown or currencies differ
	Undecided bool     // nobody is known to decide: there are no shares
	People    []Influencer
	Total     int // how many people have any influence, listed or not
	Outsiders int // of them without a seat at the account

	ByStance []StanceShare // in the order of the stances, the unknown last; only those that occur
	For      float64       // share of champions and supporters, in [0,1]
	Against  float64       // share of sceptics and detractors
	Unknown  float64       // share of those whose stance nobody knows
	Best     float64       // For − Against if all the unknown turned out to be for us, in [−1,1]
	Worst    float64       // … against us

	Levers   []Lever // whose mind to learn or to change, the greatest swing first
	Sentence string
}

// StanceShare is the share of influence of all who stand one way.
type StanceShare struct {
	Stance graph.Stance
	People int
	Share  float64 // in [0,1]
}

// Influencer is one person and their share of what shapes a decision.
type Influencer struct {
	Person       graph.ID
	Name         string
	Influence    float64 // in (0,1]: their share
	Decides      float64 // the part of it that is their own decision
	Heard        float64 // the part that reaches the deciders because others listen to them
	Rank         int     // place, from 1; of those who share one no order is certain
	HeardBy      []Hearing
	Parts        []Part       // in the area, or in any of the areas together
	Stance       graph.Stance // in the area; in all together the worst anywhere in the account
	StanceRecord graph.ID     // the assessment that says so; "" for none
	Disputed     bool         // colleagues disagree
	Outside      bool         // holds no seat at the account
}

// Hearing is somebody who listens to a person.
type Hearing struct {
	Person graph.ID
	Name   string
	Weight float64 // in (0,1], as stated or presumed
	Via    SwayKind
	Record graph.ID // the influence, the reporting line or the recorded part
}

// Broker is somebody on the shortest routes between others at the account.
type Broker struct {
	Person  graph.ID
	Name    string
	Between float64 // pairs of others whose shortest routes pass them; one with several such routes counts by the share that does
	Pairs   int     // pairs of others who are joined at all

	Sentence string
}

// Influence answers: who shapes what is decided at this account, how do they
// stand to us, and whose mind should we learn or change?
//
// Definition: the view of B is (1 − Σ L_BA)·own(B) + Σ L_BA·view(A) with L_BA =
// d·w_BA / max(1, Σ w) and d = ½, w the stated influence of A on B, else 0.3 of
// a boss on a report and of a recorded influencer or approver on a decider.
// Influence(A) is the share of the decision that comes to rest in A's own view:
// start at a decider, keep asking whose view shaped that one, and so often you
// stop at A. Shares of an area add up to one. Areas together weigh as their
// budgets. The swing of a change of A's own view by x is x·Influence(A).
//
// Shape: areas by ID; people by falling share, ties by ID, with a Rank that only
// tells apart who is ahead at d = .3, .5 and .7 alike; levers by falling swing.
// Findings: G7 for each area without an ally among those who shape it most.
//
// Units: shares in [0,1]; Best and Worst in [−1,1]; pairs of people.
//
// Errors: invalid query; not found when the account is not there or has no such
// open area.
//
// Cost: O(arcs behind the deciders · log) per area, one bounded introduction
// search per lever, and O(people · arcs) for the brokers where asked for.
//
// Source: Friedkin and Johnsen (1990), doi:10.1080/0022250X.1990.9990069; as
// PageRank walked backwards Proskurnikov, Tempo and Cao (2016),
// arXiv:1609.04598; brokers by Brandes (2001), doi:10.1080/0022250X.2001.9990249.
func Influence(v *view.View, q InfluenceQuery) (*InfluenceReport, error) {
	return answerInfluence(newReader(v), q)
}

func answerInfluence(r *reader, q InfluenceQuery) (*InfluenceReport, error) {
	if err := q.Validate(); err != nil {
		return nil, err
	}
	if q.Limit == 0 {
		q.Limit = DefaultInfluencers
	}
	a, err := r.readAccount(q.Account)
	if err != nil {
		return nil, err
	}
	in := &influence{account: a, limit: q.Limit, ways: map[kernel.N]*way{}}
	rep := &InfluenceReport{Account: a.id(a.n)}
	if n, ok := a.s.NodeOf(graph.NodeDecisionArea, q.Area); ok {
		q.Area = a.id(n) // it may be what a source calls it
	}
	if err := in.areas(rep, q.Area); err != nil {
		return nil, err
	}
	if q.Brokers {
		rep.Brokers = in.brokers()
	}
	findings := (&cover{account: a, main: true}).gaps([]Rule{RuleNoAlly})
	findings = slices.DeleteFunc(findings, func(f found) bool { return q.Area != "" && f.Subjects[0] != q.Area })
	rep.Envelope = a.envelope(a.policy.version(), findings)
	return rep, nil
}

// influence is the work on one influence report.
type influence struct {
	*account
	limit int
	ways  map[kernel.N]*way
}

func (in *influence) areas(rep *InfluenceReport, only graph.ID) error {
	var list []*shaping
	var at []int // of the shapings, their area
	for k := range in.account.areas {
		if only != "" && in.account.areas[k].facts.ID != only {
			continue
		}
		sh := in.shapes(k)
		if sh != nil {
			list, at = append(list, sh), append(at, len(rep.Areas))
		}
		rep.Areas = append(rep.Areas, in.describe(k, sh))
	}
	if only != "" {
		if len(rep.Areas) == 0 {
			return graph.NotFound("DecisionArea", only)
		}
		return nil
	}
	weights, byBudget := in.weigh(list)
	for i, x := range at {
		rep.Areas[x].Weight, rep.Areas[x].ByBudget = rounded(weights[i]), byBudget
	}
	if len(list) > 0 {
		all := in.overall(list, weights)
		all.ByBudget = byBudget
		rep.Overall = &all
	}
	return nil
}

// weigh returns the share of each area in all together: by budget where every
// budget is known in one currency, else the same for each.
func (in *influence) weigh(list []*shaping) (weights []float64, byBudget bool) {
	var sum float64
	byBudget = len(list) > 0
	for _, sh := range list {
		f, first := &in.account.areas[sh.area].facts, &in.account.areas[list[0].area].facts
		byBudget = byBudget && f.Budget != nil && *f.Budget > 0 && f.Currency == first.Currency
		if byBudget {
			sum += *f.Budget
		}
	}
	for _, sh := range list {
		w := 1 / float64(len(list))
		if byBudget {
			w = *in.account.areas[sh.area].facts.Budget / sum
		}
		weights = append(weights, w)
	}
	return weights, byBudget
}

// describe makes the public form of an area's influence and its findings.
func (in *influence) describe(k int, sh *shaping) AreaInfluence {
	ar := &in.account.areas[k]
	out := AreaInfluence{Area: ar.facts.ID, Name: ar.facts.Name, Budget: ar.budget(), Weight: 1}
	if sh == nil {
		out.Undecided = true
		out.Weight = 0
		out.Sentence = fmt.Sprintf("Nobody is recorded as deciding %s, so nothing can be said about who shapes it.", out.Name)
		return out
	}
	stances := make([]view.Standing, len(sh.people))
	for i, n := range sh.people {
		stances[i] = in.stance(n, []kernel.N{in.n}, ar.n)
	}
	tally := tally{}
	tally.add(sh, stances, 1)
	in.fill(&out, sh, stances, tally)
	return out
}

func (in *influence) overall(list []*shaping, weights []float64) AreaInfluence {
	sh := in.together(list, weights)
	out := AreaInfluence{Name: "the decisions at " + in.facts.Name, Weight: 1}
	stances := make([]view.Standing, len(sh.people))
	for i, n := range sh.people {
		stances[i] = in.stance(n, []kernel.N{in.n}, nowhere)
	}
	tally := tally{}
	for k, x := range list {
		ar := &in.account.areas[x.area]
		out.Budget = append(out.Budget, ar.budget()...)
		there := make([]view.Standing, len(x.people))
		for i, n := range x.people {
			there[i] = in.stance(n, []kernel.N{in.n}, ar.n)
		}
		tally.add(x, there, weights[k])
	}
	out.Budget = sumMoney(out.Budget)
	in.fill(&out, sh, stances, tally)
	return out
}

// tally is the share of each stance.
type tally map[graph.Stance]float64

func (t tally) add(sh *shaping, stances []view.Standing, weight float64) {
	for i := range sh.people {
		t[stances[i].Stance] += weight * sh.all[0][i]
	}
}

func (in *influence) fill(out *AreaInfluence, sh *shaping, stances []view.Standing, t tally) {
	order, place := sh.order(func(d, i int) float64 { return sh.all[d][i] })
	out.Total = len(order)
	for _, i := range order {
		if _, inside := in.at[sh.people[i]]; !inside {
			out.Outsiders++
		}
	}
	heardBy := in.heardBy(sh)
	for k, i := range order[:min(in.limit, len(order))] {
		n := sh.people[i]
		p, inside := in.at[n]
		var parts []Part
		if inside {
			parts = slices.DeleteFunc(in.parts(p), func(x Part) bool { return x.Area == "" || out.Area != "" && x.Area != out.Area })
		}
		out.People = append(out.People, Influencer{
			Person: in.id(n), Name: in.name(n),
			Influence: rounded(sh.all[0][i]), Decides: rounded(sh.self[0][i]), Heard: rounded(sh.all[0][i] - sh.self[0][i]),
			Rank: place[k], HeardBy: heardBy[i], Parts: parts,
			Stance: stances[i].Stance, StanceRecord: stances[i].Record, Disputed: stances[i].Disputed, Outside: !inside,
		})
	}
	leaning := map[graph.Leaning]float64{}
	for _, s := range graph.Stances() {
		leaning[s.Info().Leaning] += t[s]
		n := 0
		for _, i := range order {
			if stances[i].Stance == s {
				n++
			}
		}
		if share := t[s]; share > 0 {
			out.ByStance = append(out.ByStance, StanceShare{s, n, rounded(share)})
		}
	}
	us, against, unknown := leaning[graph.LeaningFor], leaning[graph.LeaningAgainst], leaning[graph.LeaningUnknown]
	out.For, out.Against, out.Unknown = rounded(us), rounded(against), rounded(unknown)
	out.Best, out.Worst = rounded(us-against+unknown), rounded(us-against-unknown)
	out.Levers = in.levers(sh, stances, out.Name)
	out.Sentence = in.shapeSentence(out)
}

// heardBy turns who sways whom about: for each person, who listens to them, by
// id.
func (in *influence) heardBy(sh *shaping) [][]Hearing {
	out := make([][]Hearing, len(sh.people))
	for b, list := range sh.sways {
		for _, s := range list {
			if s.weight == 0 {
				continue
			}
			i, _ := slices.BinarySearchFunc(sh.people, s.from, in.byID)
			n := sh.people[b]
			out[i] = append(out[i], Hearing{in.id(n), in.name(n), s.weight, s.kind, s.record})
		}
	}
	return out
}

// percent writes a share: "41 %".
func percent(x float64) string { return fmt.Sprintf("%d %%", int(math.Round(100*x))) }

// unknownShare is the unknown share of a decision from which its sentence says
// where to begin.
const unknownShare = 1. / 3

// shapeSentence says who leads, how it stands, and what is most in want of
// knowing.
func (in *influence) shapeSentence(out *AreaInfluence) string {
	var first []string
	for _, p := range out.People {
		if p.Rank == 1 {
			first = append(first, p.Name)
		}
	}
	lead := out.People[0]
	s := fmt.Sprintf("%s shapes %s most (%s)", lead.Name, out.Name, percent(lead.Influence))
	if len(first) > 1 {
		s = fmt.Sprintf("%s shape %s most, in no order that holds", joinNames(first), out.Name)
	}
	if known := 1 - out.Unknown; known < 0.005 {
		s += "; how anybody who shapes it stands to us is not known."
	} else {
		s += fmt.Sprintf("; %s of the influence is for us, %s against, %s neutral.", percent(out.For), percent(out.Against), percent(known-out.For-out.Against))
	}
	switch i := slices.IndexFunc(out.Levers, func(l Lever) bool { return l.Act == LeverLearn }); {
	case out.Unknown > 0.995 && i >= 0:
		s = ended(s + " Start with " + out.Levers[i].Name)
	case out.Unknown >= unknownShare && i >= 0:
		s += ended(fmt.Sprintf(" %s sits with people whose view of us we do not know; start with %s", percent(out.Unknown), out.Levers[i].Name))
	case out.Unknown > 0 && out.Unknown <= 0.995:
		s += fmt.Sprintf(" How %s of it stands is not known.", percent(out.Unknown))
	}
	return s
}
