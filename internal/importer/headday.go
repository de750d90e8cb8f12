package importer

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/formats"
	"github.com/kithgraph/kith/internal/sheet"
)

// asOfLabels are the folded words with which a report says, above its table, of which
// day it is.
var asOfLabels = func() [][]string {
	var out [][]string
	for _, label := range strings.Split("as of, as of date, as at, effective, effective as of, effective date, report effective date, report date, reporting date, "+
		"report run on, run date, run on, date of report, exported, exported on, exported at, export date, generated, generated on, created on, snapshot date, "+
		"valid as of, valid on, data as of, date, stand, stichtag, datum, erstellt am, exportiert am, exportdatum, export vom, date d export, exporte le, etat au, au", ", ") {
		out = append(out, strings.Fields(folding.Fold(label)))
	}
	return out
}()

// dayOfHead returns the day that the rows above a table say it is of, 0 for none. A day
// that can be read in two ways is told, and not taken.
func (im *importer) dayOfHead(name string, s *sheet.Sheet) graph.Date {
	if s.Cards {
		return 0
	}
	_, header, _ := formats.Find(s)
	for _, r := range s.Head[:min(header, len(s.Head))] {
		for i, cell := range r.Fields {
			rest, labelled := afterLabel(cell)
			if !labelled {
				continue
			}
			if rest == "" {
				if next := slices.IndexFunc(r.Fields[i+1:], func(c string) bool { return strings.TrimSpace(c) != "" }); next >= 0 {
					rest = strings.TrimSpace(r.Fields[i+1+next])
				}
			}
			switch day, err := parseDay(rest, OrderUnknown); {
			case rest == "":
			case err == nil && day != 0:
				return day
			case err != nil && err.rule == ambiguous:
				im.problem(Problem{File: name, Line: r.Line, Column: strings.TrimSpace(cell), Value: shown(rest), Rule: ambiguous, Effect: EffectNote,
					Reason: "the day of the file may have the day or the month first, and was not taken; --as-of says it"})
			}
		}
	}
	return 0
}

// afterLabel returns what follows in a cell on words that say that a day comes.
func afterLabel(cell string) (rest string, labelled bool) {
	if label, rest, ok := strings.Cut(cell, ":"); ok {
		words := strings.Fields(folding.Fold(label))
		if slices.ContainsFunc(asOfLabels, func(l []string) bool { return slices.Equal(l, words) }) {
			return strings.TrimSpace(rest), true
		}
	}
	words := strings.Fields(cell)
	best := -1
	for _, l := range asOfLabels {
		if len(l) > best && len(l) <= len(words) && slices.Equal(strings.Fields(folding.Fold(strings.Join(words[:len(l)], " "))), l) {
			best = len(l)
		}
	}
	if best < 0 {
		return "", false
	}
	return strings.Join(words[best:], " "), true
}
