package export

import (
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
)

// csvColumns are the columns of CSV, those that say nothing sensitive first.
var csvColumns = []string{
	"id", "manager", "person", "name", "title", "level", "occupancy", "since", "assistant", "assists", "alsoReportsTo", "collapsed", "pairedWith",
	"stance", "roles", "key", "knownBy", "singleThreaded", "singlePoint",
}

// csvOpen is how many of csvColumns a customer may see.
const csvOpen = 13

// CSV returns the seats as a table with a heading, in reading order, a row for each
// holder of a seat and one for a seat without: RFC 4180, UTF-8, lines that end in
// CR LF. Lists are separated by a space, and knownBy
// holds "member:BAND". Words are spelled as in the API. A cell that a
// spreadsheet would take for a formula, because it begins with one of = + - @,
// begins with an apostrophe. A redacted chart has the columns up to pairedWith
// only. It refuses what [Render] refuses.
func CSV(chart Chart) (string, error) {
	if err := chart.check(); err != nil {
		return "", err
	}
	t, tm := newTree(chart.Cards), newTeam(chart.Team)
	columns := len(csvColumns)
	if chart.Redacted {
		columns = csvOpen
	}
	lines := secondLines(&chart)
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	w.Write(csvColumns[:columns])
	for _, i := range t.order {
		k := &chart.Cards[i]
		manager := ""
		if boss := t.nodes[i].parent; boss >= 0 {
			manager = chart.Cards[boss].ID
		}
		for _, e := range k.entries() {
			w.Write(csvRow(tm, k, e, manager, lines[k.ID])[:columns]) // a strings.Builder takes everything
		}
	}
	w.Flush()
	return b.String(), nil
}

// secondLines returns whom each card assists and to whom it also reports, by IDs of cards.
func secondLines(chart *Chart) map[string]map[LinkKind][]string {
	out := map[string]map[LinkKind][]string{}
	for _, l := range chart.Links {
		if l.Kind != LinkAssists && l.Kind != LinkAlsoReports {
			continue
		}
		if out[l.From] == nil {
			out[l.From] = map[LinkKind][]string{}
		}
		if list := out[l.From][l.Kind]; !slices.Contains(list, l.To) {
			out[l.From][l.Kind] = append(list, l.To)
		}
	}
	return out
}

// csvRow returns the row of one on a card.
func csvRow(tm *team, k *Card, e occupant, manager string, lines map[LinkKind][]string) []string {
	var ties, roles []string
	for _, tie := range tm.ties(e.Holder) {
		ties = append(ties, tie.Member+":"+string(tie.Band))
	}
	for _, r := range e.Roles {
		roles = append(roles, string(r))
	}
	facing := tm.paired(append(slices.Clip(k.PairedWith), e.PairedWith...))
	row := []string{
		k.ID, manager, e.Person, e.Name, k.Title, positive(k.Level), string(k.Occupancy), k.Since,
		flag(k.Assistant), strings.Join(lines[LinkAssists], " "), strings.Join(lines[LinkAlsoReports], " "), positive(k.Collapsed), strings.Join(facing, " "),
		string(e.Stance), strings.Join(roles, " "), flag(e.Key), strings.Join(ties, " "),
		flag(e.SingleThreaded), flag(e.SinglePoint),
	}
	for n := range row {
		row[n] = cell(row[n])
	}
	return row
}

// cell returns s as a cell that no spreadsheet takes for a formula.
func cell(s string) string {
	s = Clean(s)
	if s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}

// positive returns n as a decimal number, and "" for 0 and less.
func positive(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func flag(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
