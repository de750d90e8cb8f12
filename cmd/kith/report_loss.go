package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/analysis/say"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) resilienceReport(f *reportFlags) *cobra.Command {
	q := analysis.SinglePointsQuery{Pairs: true}
	var account string
	cmd := &cobra.Command{
		Use:   "resilience",
		Short: "How many departures cut us off from each decision?",
		Long: `resilience counts for each decision area the fewest departures that cut us off, and
names the people; then the ties and the pairs of people on whom a decider hangs, and
how deep we stand with every decider: direct ties, chains of two handshakes that
share nobody, and chains of any length. --soft adds whom a way only weakens without,
--structure on whom others hang however long the chains. Rule P1, as in spof.`,
		Example: "  kith report resilience --account \"Brackwell Foods\"\n  kith report resilience --account a-brackwell --soft --structure",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = named(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			rep, err := find.SinglePoints(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: resilienceTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "the account, by id or name")
	fl.IntVar(&q.Horizon, "horizon", analysis.DefaultHorizon, "handshakes from one of ours, 1 to 3")
	fl.BoolVar(&q.Soft, "soft", false, "also without whom a way is not lost but less likely")
	fl.BoolVar(&q.Structure, "structure", false, "also on whom others hang however long the chains")
	return cmd
}

func resilienceTable(v *view.View, rep *analysis.SinglePointsReport) *table {
	t := &table{
		title:   fmt.Sprintf("How securely we hold %s, within %s", name(v, rep.Account), say.Count(rep.Horizon, "handshake", "handshakes")),
		columns: []string{"WHAT", "WHICH", "FEWEST", "FINDING"}, csvColumns: []string{"what", "which", "fewest", "people", "sentence", "records"}, csvRows: [][]string{},
	}
	add := func(what, which string, fewest int, people []graph.ID, sentence string, facts ...analysis.Reason) {
		n := ""
		if fewest > 0 {
			n = strconv.Itoa(fewest)
			if fewest > analysis.MaxDepartures {
				n = fmt.Sprintf("%d+", fewest)
			}
		}
		lines, records := reasons(facts)
		t.csvRows = append(t.csvRows, []string{what, which, n, ids(people), sentence, ids(records)})
		t.rows = append(t.rows, []string{what, which, n, strings.Join(append([]string{sentence}, lines...), "\n")})
	}
	for _, x := range rep.Areas {
		add("area", x.Name, x.Departures, x.People, x.Sentence, x.Reasons...)
	}
	for _, x := range rep.Ties {
		add("tie", name(v, x.From)+" – "+name(v, x.To), 1, []graph.ID{x.From, x.To}, x.Sentence, x.ReachLost.Reasons...)
	}
	for _, x := range rep.Pairs {
		add("pair", nameList(v, x.People[:]), 2, x.People[:], x.Sentence, x.Reasons...)
	}
	for _, x := range rep.Targets {
		add("decider", x.Name, 0, x.Critical, depthText(v, &x))
	}
	for _, x := range rep.Points {
		if len(x.Weakened) > 0 {
			add("weaker", x.Name, 1, []graph.ID{x.Person}, x.Sentence, x.Reasons...)
		}
	}
	for _, x := range rep.Structure {
		add("structure", x.Name, 1, []graph.ID{x.Person}, x.Sentence, x.ReachLost.Reasons...)
	}
	if n := len(rep.Findings); n > 0 {
		t.notes = append(t.notes, fmt.Sprintf("single points of failure: %d (kith report spof --account %s)", n, rep.Account))
	}
	return t
}

// depthText says how securely we hold somebody.
func depthText(v *view.View, x *analysis.Target) string {
	s := "Nobody of ours has a working tie to them"
	if x.DirectDepth > 0 {
		s = say.Count(x.DirectDepth, "of ours has a working tie to them", "of ours have a working tie to them")
	}
	switch {
	case x.Depth2 > 0:
		s += fmt.Sprintf("; %s of two handshakes at most, %s of any length", say.Count(x.Depth2, "separate chain", "separate chains"), structural(x.StructuralDepth))
	case x.StructuralDepth > 0:
		s += fmt.Sprintf("; no chain of two handshakes, %s of any length", structural(x.StructuralDepth))
	default:
		s += "; no chain leads to them"
	}
	if len(x.Critical) > 0 {
		s += ". All within reach pass " + nameList(v, x.Critical)
	}
	return s + "."
}

// structural writes a number of chains of which no more than three are counted.
func structural(n int) string {
	if n >= 3 {
		return "3+"
	}
	return strconv.Itoa(n)
}

func (a *app) scenarioReport(f *reportFlags) *cobra.Command {
	var q analysis.ScenarioQuery
	var account string
	var leave []string
	cmd := &cobra.Command{
		Use:   "scenario",
		Short: "If these people leave, what is lost and what remains?",
		Long: `scenario looks at an account as if some people had left, on either side: named people,
or everybody of an organization. Nobody takes their place. It lists how each decision
area comes out, how everybody who decides or approves is reached before and after,
with what to do about those who are lost, and who else is lost.`,
		Example: "  kith report scenario --account \"Dunmore Rail\" --leave \"Ben Okafor\"\n  kith report scenario --account a-brackwell --leave \"Sofia Lindt\" --leave \"Leo Brandt\" --name \"both fall out\"",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = named(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			if len(leave) == 0 {
				return nil, &exitError{exitUsage, errors.New("--leave is missing: who leaves, a person or an organization by id or name")}
			}
			q.Leave = nil
			for _, want := range leave {
				id, err := either(v, "leave", want)
				if err != nil {
					return nil, err
				}
				q.Leave = append(q.Leave, id)
			}
			rep, err := find.Scenario(v, q)
			if err != nil {
				return nil, err
			}
			return &answer{table: scenarioTable(v, rep), report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "the account, by id or name")
	fl.StringArrayVar(&leave, "leave", nil, "who leaves: a person, or an organization whose people all leave; may be repeated")
	fl.StringVar(&q.Name, "name", "", "what to call the scenario (default: the names of those who leave)")
	fl.IntVar(&q.Horizon, "horizon", analysis.DefaultHorizon, "handshakes from one of ours, 1 to 3")
	return cmd
}

// either finds a person or an organization.
func either(v *view.View, flag, want string) (graph.ID, error) {
	person, err := named(v, graph.NodePerson, flag, want)
	if err == nil {
		return person, nil
	}
	if org, oerr := named(v, graph.NodeOrganization, flag, want); oerr == nil {
		return org, nil
	}
	return "", fmt.Errorf("%w; of organizations none is meant alone", err)
}

func scenarioTable(v *view.View, rep *analysis.ScenarioReport) *table {
	t := &table{
		title:      fmt.Sprintf("%s: %s", name(v, rep.Account), rep.Name),
		columns:    []string{"WHAT", "WHICH", "BEFORE", "AFTER", "FINDING"},
		csvColumns: []string{"what", "id", "name", "state", "directBefore", "directAfter", "reachedBefore", "reachedAfter", "sentence", "owner", "records"}, csvRows: [][]string{},
	}
	for _, x := range rep.Areas {
		t.rows = append(t.rows, []string{"area", x.Name, "", words(x.State), x.Sentence})
		t.csvRows = append(t.csvRows, []string{"area", string(x.Area), x.Name, string(x.State), "", "", "", "", x.Sentence, "", ""})
	}
	for _, x := range rep.Deciders {
		state, remedy, owner := "held", "", ""
		switch {
		case x.Lost:
			state = "lost"
		case !x.Before.Reached:
			state = "not reached today"
		case x.After.DirectDepth < x.Before.DirectDepth || x.After.Depth2 < x.Before.Depth2:
			state = "thinner"
		}
		if x.Remedy != nil {
			remedy, owner = "→ "+x.Remedy.Text, string(x.Remedy.Owner)
		}
		lines := []string{state}
		if remedy != "" {
			lines = append(lines, remedy)
		}
		shown, records := reasons(x.Reasons)
		lines = append(lines, shown...)
		t.rows = append(t.rows, []string{"decider", x.Before.Name, reachText(&x.Before), reachText(&x.After), strings.Join(lines, "\n")})
		t.csvRows = append(t.csvRows, []string{
			"decider", string(x.Before.Person), x.Before.Name, state, strconv.Itoa(x.Before.DirectDepth), strconv.Itoa(x.After.DirectDepth),
			strconv.FormatBool(x.Before.Reached), strconv.FormatBool(x.After.Reached), remedy, owner, ids(records),
		})
	}
	for _, id := range rep.Lost.People {
		if slices.Contains(rep.Lost.Deciders, id) {
			continue
		}
		t.rows = append(t.rows, []string{"person", name(v, id), "reached", "not reached", "lost"})
		t.csvRows = append(t.csvRows, []string{"person", string(id), name(v, id), "lost", "", "", "true", "false", "", "", ""})
	}
	t.notes = append(t.notes, rep.Sentence)
	return t
}

// reachText says how somebody is reached.
func reachText(t *analysis.Target) string {
	switch {
	case t.DirectDepth > 0:
		return say.Count(t.DirectDepth, "tie", "ties") + ", " + say.Count(t.Depth2, "chain", "chains")
	case t.Depth2 > 0:
		return say.Count(t.Depth2, "chain", "chains")
	case t.Reached:
		return "a longer chain"
	}
	return "not reached"
}
