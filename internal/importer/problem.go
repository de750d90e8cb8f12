package importer

import (
	"fmt"
	"strings"

	"github.com/kithgraph/kith/internal/sheet"
)

// Effect says what became of a row that had a problem.
type Effect string

// The effects a problem can have, from the mildest to the hardest.
const (
	// EffectNote means that everything in the row was taken; the problem is worth a look.
	EffectNote Effect = "NOTE"
	// EffectPart means that the row was taken without the named value.
	EffectPart Effect = "PART"
	// EffectRow means that nothing of the row was taken.
	EffectRow Effect = "ROW"
	// EffectFile means that nothing of the file, or nothing after the named line, was taken.
	EffectFile Effect = "FILE"
)

// Problem is one thing in a file that was not taken as it stands, and why.
type Problem struct {
	File   string // base name of the file
	Line   int    // physical line, from 1; 0 when the problem is the whole file
	Column string // header name as written in the file; empty when the whole row is meant
	Value  string // what the cell held, shortened, control characters escaped
	Reason string // one sentence in lower case: what is wrong and what to do
	Rule   string // stable name of the check that failed, such as "date" or "self-manager"
	Effect Effect // what became of the row
}

// String renders p as "file:line: column "value": reason [rule]", without the
// parts that are empty.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
	}
	b.WriteString(": ")
	if p.Column != "" {
		b.WriteString(p.Column)
		if p.Value != "" {
			b.WriteString(` "` + p.Value + `"`)
		}
		b.WriteString(": ")
	}
	fmt.Fprintf(&b, "%s [%s]", p.Reason, p.Rule)
	return b.String()
}

// shown prepares a value of a file for a Problem or a Question; see [sheet.Shown].
func shown(v string) string { return sheet.Shown(v) }

// problems collects what went wrong, in the order in which it was found. It
// keeps every problem up to keptPerRule of the same rule in the same file and
// counts the rest, so that a file that is wrong in every row does not fill
// memory.
type problems struct {
	kept  []Problem
	count map[ruleKey]int
	rows  int // problems with EffectRow or EffectFile
}

type ruleKey struct{ file, rule string }

// keptPerRule is how many problems of one rule in one file are listed one by one.
const keptPerRule = 200

func (ps *problems) add(p Problem) {
	if ps.count == nil {
		ps.count = map[ruleKey]int{}
	}
	k := ruleKey{p.File, p.Rule}
	ps.count[k]++
	if p.Effect == EffectRow || p.Effect == EffectFile {
		ps.rows++
	}
	if ps.count[k] <= keptPerRule {
		ps.kept = append(ps.kept, p)
	}
}

// firstRow returns the first problem that cost a row.
func (ps *problems) firstRow() string {
	for _, p := range ps.kept {
		if p.Effect == EffectRow || p.Effect == EffectFile {
			return p.String()
		}
	}
	return ""
}
