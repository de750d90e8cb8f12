package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/analysis"
	"github.com/kithgraph/kith/graph/analysis/find"
	"github.com/kithgraph/kith/graph/view"
)

func (a *app) influenceReport(f *reportFlags) *cobra.Command {
	var q analysis.InfluenceQuery
	var account, area string
	var levers bool
	cmd := &cobra.Command{
		Use:   "influence",
		Short: "Who shapes the decisions, and whose mind would move them?",
		Long: `influence shares each decision out among those whose view shapes it: start at a
decider, keep asking whose view shaped that one, and so often you end at somebody.
People of one rank come in no order that holds. --levers lists whose mind to learn
or to change instead, with who can reach them; --brokers also names who stands
between the others. A decision area without an ally is rule G7.`,
		Example: "  kith report influence --account \"Brackwell Foods\"\n  kith report influence --account a-brackwell --area \"ERP integration\" --levers",
		Args:    cobra.NoArgs,
		RunE: a.reporting(f, func(v *view.View) (*answer, error) {
			var err error
			if q.Account, err = named(v, graph.NodeAccount, "account", account); err != nil {
				return nil, err
			}
			if area != "" {
				if q.Area, err = named(v, graph.NodeDecisionArea, "area", area); err != nil {
					return nil, err
				}
			}
			rep, err := find.Influence(v, q)
			if err != nil {
				return nil, err
			}
			t := influenceTable(rep)
			if levers {
				t = leverTable(v, rep)
			}
			t.title = fmt.Sprintf(t.title, name(v, q.Account))
			for _, b := range rep.Brokers {
				t.notes = append(t.notes, b.Sentence)
			}
			t.notes = append(t.notes, findingNotes(rep.Findings)...)
			return &answer{table: t, report: rep, env: &rep.Envelope}, nil
		}),
	}
	fl := cmd.Flags()
	fl.StringVar(&account, "account", "", "the account, by id or name")
	fl.StringVar(&area, "area", "", "only this decision area, by id or name (default: each, and all together)")
	fl.IntVar(&q.Limit, "limit", analysis.DefaultInfluencers, "how many people for each decision")
	fl.BoolVar(&levers, "levers", false, "list whose mind to learn or to change")
	fl.BoolVar(&q.Brokers, "brokers", false, "also who stands between the others")
	return cmd
}

// shaped returns the decisions of a report, all together first.
func shaped(rep *analysis.InfluenceReport) []analysis.AreaInfluence {
	if rep.Overall == nil {
		return rep.Areas
	}
	return append([]analysis.AreaInfluence{*rep.Overall}, rep.Areas...)
}

// decision names a decision in a table, on the first of its rows.
func decision(ar *analysis.AreaInfluence, row int) string {
	switch {
	case row > 0:
		return ""
	case ar.Area == "":
		return "(all together)"
	}
	return ar.Name
}

func influenceTable(rep *analysis.InfluenceReport) *table {
	t := &table{
		title: "Who shapes the decisions at %s", columns: []string{"DECISION", "RANK", "PERSON", "SHARE", "OWN", "STANCE", "PART, AND HEARD BY"},
		csvColumns: []string{"area", "decision", "rank", "person", "name", "share", "decides", "heard", "stance", "stanceRecord", "heardBy", "records"}, csvRows: [][]string{},
	}
	for _, ar := range shaped(rep) {
		for i, p := range ar.People {
			var heard, by, records []string
			for _, part := range p.Parts {
				heard = append(heard, fmt.Sprintf("· %s [%s]", words(part.Role), part.Record))
				records = append(records, string(part.Record))
			}
			for _, h := range p.HeardBy {
				line := fmt.Sprintf("· %s, %.2f, %s", h.Name, h.Weight, strings.ToLower(string(h.Via)))
				if h.Record != "" {
					line += " [" + string(h.Record) + "]"
					records = append(records, string(h.Record))
				}
				heard, by = append(heard, line), append(by, string(h.Person))
			}
			rank, own := strconv.Itoa(p.Rank), ""
			if p.Decides > 0 {
				own = percent(p.Decides)
			}
			t.rows = append(t.rows, []string{decision(&ar, i), rank, p.Name, percent(p.Influence), own, stance(p.Stance), strings.Join(heard, "\n")})
			t.csvRows = append(t.csvRows, []string{
				string(ar.Area), ar.Name, rank, string(p.Person), p.Name, share(p.Influence), share(p.Decides), share(p.Heard),
				string(p.Stance), string(p.StanceRecord), strings.Join(by, " "), strings.Join(records, " "),
			})
		}
		t.notes = append(t.notes, ar.Sentence)
	}
	return t
}

func leverTable(v *view.View, rep *analysis.InfluenceReport) *table {
	t := &table{
		title: "Whose mind to learn or to change at %s", columns: []string{"DECISION", "RANK", "PERSON", "STANCE", "SWING", "WHAT TO DO"},
		csvColumns: []string{"area", "decision", "rank", "act", "person", "name", "stance", "swing", "toNeutral", "owners", "allies", "path", "likelihood", "sentence"}, csvRows: [][]string{},
	}
	for _, ar := range shaped(rep) {
		for i, l := range ar.Levers {
			rank := strconv.Itoa(l.Rank)
			t.rows = append(t.rows, []string{decision(&ar, i), rank, l.Name, stance(l.Stance), fmt.Sprintf("%.0f points", 100*l.Swing), l.Sentence})
			t.csvRows = append(t.csvRows, []string{
				string(ar.Area), ar.Name, rank, string(l.Act), string(l.Person), l.Name, string(l.Stance), share(l.Swing), share(l.ToNeutral),
				ids(l.Owners), ids(l.Allies), ids(l.Path), string(l.Likelihood), l.Sentence,
			})
		}
		if ar.Undecided {
			t.notes = append(t.notes, ar.Sentence)
		}
	}
	return t
}

// findingNotes lists findings below a table of something else, each with the first
// few records that it rests on.
func findingNotes(list []analysis.Finding) []string {
	var out []string
	for _, f := range list {
		s := fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Sentence)
		if f.Remedy != nil && f.Remedy.Text != "" {
			s += " → " + f.Remedy.Text
		}
		if _, records := reasons(f.Reasons); len(records) > 0 {
			s += " [" + ids(records[:min(3, len(records))]) + "]"
		}
		out = append(out, s)
	}
	return out
}

// ids joins ids for a cell.
func ids(list []graph.ID) string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return strings.Join(out, " ")
}

// nameList joins the names of nodes.
func nameList(v *view.View, list []graph.ID) string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = name(v, id)
	}
	return strings.Join(out, ", ")
}

// percent writes a share for people, share for machines.
func percent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }

func share(x float64) string { return fmt.Sprintf("%.4f", x) }

// words writes a value of an enumeration: "long shot".
func words[T ~string](v T) string { return strings.ToLower(strings.ReplaceAll(string(v), "_", " ")) }

// stance writes a stance; that it is unknown stands out.
func stance(s graph.Stance) string {
	if !s.Known() {
		return "?"
	}
	return s.Info().Word
}
