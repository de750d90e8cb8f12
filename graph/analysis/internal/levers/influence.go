// Package levers finds who shapes the decisions of an account and whose view to
// learn or to change, from the parts in decisions, who listens to whom and how they
// stand to us; with how each of them is got at.
package levers

import (
	"slices"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/internal/accounts"
	"github.com/kithgraph/kith/graph/analysis/internal/knows"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/kernel"
	"github.com/kithgraph/kith/graph/view"
)

// Influence is the work on one influence report.
type Influence struct {
	*accounts.Account
	Limit int
	Ways  map[kernel.N]*Way
}

// Areas adds to a report who shapes each decision of the account, and all of them
// together; or one of them alone. It fails for one that is not open there.
func (in *Influence) Areas(rep *analysis.InfluenceReport, only graph.ID) error {
	var list []*accounts.Shaping
	var at []int // of the shapings, their area
	for k := range in.Account.Areas {
		if only != "" && in.Account.Areas[k].Facts.ID != only {
			continue
		}
		sh := in.Shapes(k)
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
		rep.Areas[x].Weight, rep.Areas[x].ByBudget = knows.Rounded(weights[i]), byBudget
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
func (in *Influence) weigh(list []*accounts.Shaping) (weights []float64, byBudget bool) {
	var sum float64
	byBudget = len(list) > 0
	for _, sh := range list {
		f, first := &in.Account.Areas[sh.Area].Facts, &in.Account.Areas[list[0].Area].Facts
		byBudget = byBudget && f.Budget != nil && *f.Budget > 0 && f.Currency == first.Currency
		if byBudget {
			sum += *f.Budget
		}
	}
	for _, sh := range list {
		w := 1 / float64(len(list))
		if byBudget {
			w = *in.Account.Areas[sh.Area].Facts.Budget / sum
		}
		weights = append(weights, w)
	}
	return weights, byBudget
}

// describe makes the public form of an area's influence and its findings.
func (in *Influence) describe(k int, sh *accounts.Shaping) analysis.AreaInfluence {
	ar := &in.Account.Areas[k]
	out := analysis.AreaInfluence{Area: ar.Facts.ID, Name: ar.Facts.Name, Budgets: ar.Budget(), Weight: 1}
	if sh == nil {
		out.Undecided = true
		out.Weight = 0
		out.Sentence = say.Undecided(out.Name)
		return out
	}
	stances := make([]view.Standing, len(sh.People))
	for i, n := range sh.People {
		stances[i] = in.Stance(n, []kernel.N{in.N}, ar.N)
	}
	tally := tally{}
	tally.add(sh, stances, 1)
	in.fill(&out, sh, stances, tally)
	return out
}

func (in *Influence) overall(list []*accounts.Shaping, weights []float64) analysis.AreaInfluence {
	sh := in.Together(list, weights)
	out := analysis.AreaInfluence{Name: say.AllDecisions(in.Facts.Name), Weight: 1}
	stances := make([]view.Standing, len(sh.People))
	for i, n := range sh.People {
		stances[i] = in.Stance(n, []kernel.N{in.N}, knows.Nowhere)
	}
	tally := tally{}
	for k, x := range list {
		ar := &in.Account.Areas[x.Area]
		out.Budgets = append(out.Budgets, ar.Budget()...)
		there := make([]view.Standing, len(x.People))
		for i, n := range x.People {
			there[i] = in.Stance(n, []kernel.N{in.N}, ar.N)
		}
		tally.add(x, there, weights[k])
	}
	out.Budgets = knows.SumMoney(out.Budgets)
	in.fill(&out, sh, stances, tally)
	return out
}

// tally is the share of each stance.
type tally map[graph.Stance]float64

func (t tally) add(sh *accounts.Shaping, stances []view.Standing, weight float64) {
	for i := range sh.People {
		t[stances[i].Stance] += weight * sh.All[0][i]
	}
}

func (in *Influence) fill(out *analysis.AreaInfluence, sh *accounts.Shaping, stances []view.Standing, t tally) {
	order, place := sh.Order(func(d, i int) float64 { return sh.All[d][i] })
	out.Total = len(order)
	for _, i := range order {
		if _, inside := in.At[sh.People[i]]; !inside {
			out.Outsiders++
		}
	}
	heardBy := in.heardBy(sh)
	for k, i := range order[:min(in.Limit, len(order))] {
		n := sh.People[i]
		p, inside := in.At[n]
		var parts []analysis.Part
		if inside {
			parts = slices.DeleteFunc(in.Parts(p), func(x analysis.Part) bool { return x.Area == "" || out.Area != "" && x.Area != out.Area })
		}
		out.People = append(out.People, analysis.Influencer{
			Person: in.ID(n), Name: in.Name(n),
			Influence: knows.Rounded(sh.All[0][i]), Decides: knows.Rounded(sh.Self[0][i]), Heard: knows.Rounded(sh.All[0][i] - sh.Self[0][i]),
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
			out.ByStance = append(out.ByStance, analysis.StanceShare{Stance: s, People: n, Share: knows.Rounded(share)})
		}
	}
	us, against, unknown := leaning[graph.LeaningFor], leaning[graph.LeaningAgainst], leaning[graph.LeaningUnknown]
	out.For, out.Against, out.Unknown = knows.Rounded(us), knows.Rounded(against), knows.Rounded(unknown)
	out.Best, out.Worst = knows.Rounded(us-against+unknown), knows.Rounded(us-against-unknown)
	out.Levers = in.Levers(sh, stances, out.Name)
	out.Sentence = shapeSentence(out)
}

// heardBy turns who sways whom about: for each person, who listens to them, by
// id.
func (in *Influence) heardBy(sh *accounts.Shaping) [][]analysis.Hearing {
	out := make([][]analysis.Hearing, len(sh.People))
	for b, list := range sh.Sways {
		for _, s := range list {
			if s.Weight == 0 {
				continue
			}
			i, _ := slices.BinarySearchFunc(sh.People, s.From, in.ByID)
			n := sh.People[b]
			out[i] = append(out[i], analysis.Hearing{Person: in.ID(n), Name: in.Name(n), Weight: s.Weight, Via: s.Kind, Record: s.Record})
		}
	}
	return out
}

// unknownShare is the unknown share of a decision from which its sentence says
// where to begin.
const unknownShare = 1. / 3

// shapeSentence says who leads, how it stands, and what is most in want of
// knowing.
func shapeSentence(out *analysis.AreaInfluence) string {
	told := say.Shape{What: out.Name, Share: out.People[0].Influence, For: out.For, Against: out.Against, Unknown: out.Unknown}
	for _, p := range out.People {
		if p.Rank == 1 {
			told.First = append(told.First, p.Name)
		}
	}
	if i := slices.IndexFunc(out.Levers, func(l analysis.Lever) bool { return l.Act == analysis.LeverLearn }); i >= 0 && out.Unknown >= unknownShare {
		told.Begin = out.Levers[i].Name
	}
	return told.Sentence()
}
