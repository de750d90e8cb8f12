package export

import (
	"encoding/csv"
	"strconv"
	"strings"
)

// csvColumns are the columns of CSV, those that say nothing sensitive first.
var csvColumns = []string{
	"id", "manager", "person", "name", "title", "level", "occupancy", "since", "assistant", "folded", "pairedWith",
	"stance", "roles", "key", "knownBy", "singleThreaded", "singlePoint",
}

// csvOpen is how many of csvColumns a customer may see.
const csvOpen = 11

// CSV returns the cards as a table with a heading, in reading order: RFC 4180,
// UTF-8, lines that end in CR LF. Lists are separated by a space, and knownBy
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
		name := ""
		if k.held() {
			name = k.Name
		}
		var ties []string
		for _, tie := range tm.ties(k) {
			ties = append(ties, tie.Member+":"+string(tie.Band))
		}
		roles := make([]string, len(k.Roles))
		for n, r := range k.Roles {
			roles[n] = string(r)
		}
		row := []string{
			k.ID, manager, k.Person, name, k.Title, positive(k.Level), string(k.Occupancy), k.Since,
			flag(k.Assistant), positive(k.Folded), strings.Join(tm.paired(k), " "),
			string(k.Stance), strings.Join(roles, " "), flag(k.Key), strings.Join(ties, " "),
			flag(k.SingleThreaded), flag(k.SinglePoint),
		}[:columns]
		for n := range row {
			row[n] = cell(row[n])
		}
		w.Write(row) // a strings.Builder takes everything
	}
	w.Flush()
	return b.String(), nil
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
