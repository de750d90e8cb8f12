package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/sheet"
)

// Mapping says what the words of one source mean, where the built-in rules do
// not know or are wrong. The zero Mapping says nothing. Words are compared
// without regard to case, accents and punctuation.
type Mapping struct {
	Levels         map[string]int            // a level as the source writes it, to 1–5
	TitleLevels    map[string]int            // a whole title, to 1–5; goes before Levels
	TitleFunctions map[string]graph.Function // a whole title
	Departments    map[string]graph.Function // a department
	Channels       map[string]graph.Channel  // a channel
	Relationships  map[string]Relationship   // a kind of relationship
	Columns        map[string][]Target       // a column of a file that nobody else knows
	DayOrder       DayOrder                  // of days such as 3/4/2024; unknown asks
}

// Target is a column of docs/import.md.
type Target struct{ Table, Column string }

// Relationship says what a kind of relationship becomes.
type Relationship struct {
	Fact    graph.Kind          // KNOWS, INFLUENCES or WORKS_ON; "" leaves the rows out on purpose
	Tie     graph.TieKind       // of KNOWS; "" is ACQUAINTED
	Level   graph.TieLevel      // of KNOWS, when the row states none
	Sway    graph.InfluenceKind // of INFLUENCES; "" is SWAYS
	Weight  float64             // of INFLUENCES, when the row states none, 0 to 1
	Reverse bool                // the fact runs from the second person to the first
	scale   scale               // what the column strength holds
}

// scale says what a strength means.
type scale uint8

const (
	scaleShare  scale = iota // 0 to 1, a percentage, or a word
	scaleRank                // ranks 1, 2, 3 of a survey
	scaleMonths              // months together
	scaleFlag                // says no more than that the row is there
)

// ReadMapping reads a mapping file: JSON when the name ends in .json, else CSV
// with the columns what, from and to. See docs/import.md for both forms. The
// error names the line or the entry and what was wanted.
func ReadMapping(name string, r io.Reader) (Mapping, error) {
	var m Mapping
	if strings.EqualFold(filepath.Ext(name), ".json") {
		return m, m.readJSON(name, r)
	}
	return m, m.readCSV(name, r)
}

// mappingWhats are the sections of a mapping file, as JSON names and as words
// of the column what.
var mappingWhats = []struct {
	json, what string
	set        func(m *Mapping, from, to string) error
}{
	{"levels", "level", func(m *Mapping, from, to string) error { return setLevel(&m.Levels, from, to) }},
	{"titleLevels", "title level", func(m *Mapping, from, to string) error { return setLevel(&m.TitleLevels, from, to) }},
	{"titleFunctions", "title function", func(m *Mapping, from, to string) error { return setFunction(&m.TitleFunctions, from, to) }},
	{"departments", "department", func(m *Mapping, from, to string) error { return setFunction(&m.Departments, from, to) }},
	{"channels", "channel", func(m *Mapping, from, to string) error {
		c, ok := channelWords.parse(to)
		if !ok {
			return fmt.Errorf("%q is not a channel; write one of %s", shown(to), channelWords.values())
		}
		return put(&m.Channels, from, c)
	}},
	{"dates", "dates", func(m *Mapping, from, to string) error {
		o, ok := dayOrders[folding.Fold(to)]
		if folding.Fold(from) != "order" || !ok {
			return fmt.Errorf("%q of dates is %q; write order, and day first or month first", shown(from), shown(to))
		}
		m.DayOrder = o
		return nil
	}},
	{"relationships", "relationship", func(m *Mapping, from, to string) error {
		rel, err := parseRelationship(to)
		if err != nil {
			return err
		}
		return put(&m.Relationships, from, rel)
	}},
	{"columns", "column", func(m *Mapping, from, to string) error {
		targets, err := parseTargets(to)
		if err != nil || len(targets) == 0 {
			return err // a column that means nothing here
		}
		return put(&m.Columns, from, targets)
	}},
}

func put[V any](m *map[string]V, from string, v V) error {
	key := folding.Fold(from)
	if key == "" {
		return fmt.Errorf("the word to be mapped is empty")
	}
	if *m == nil {
		*m = map[string]V{}
	}
	if _, twice := (*m)[key]; twice {
		return fmt.Errorf("%q is mapped twice", shown(from))
	}
	(*m)[key] = v
	return nil
}

func setLevel(m *map[string]int, from, to string) error {
	n, err := strconv.Atoi(strings.TrimSpace(to))
	if err != nil || n < 0 || n > 5 {
		return fmt.Errorf("%q is not a level; write 1 (staff) to 5 (chief executive), or 0 for unknown", shown(to))
	}
	return put(m, from, n)
}

func setFunction(m *map[string]graph.Function, from, to string) error {
	f, ok := functionWords.parse(to)
	if !ok {
		return fmt.Errorf("%q is not a function; write one of %s", shown(to), functionWords.values())
	}
	return put(m, from, f)
}

// parseRelationship reads "KNOWS FRIEND WORKS_WELL", "INFLUENCES SWAYS
// 0.5 REVERSED", "WORKS_ON" or "IGNORE": the fact, then its words in any order.
func parseRelationship(s string) (Relationship, error) {
	fields := strings.Fields(s)
	if len(fields) == 0 {
		return Relationship{}, fmt.Errorf("the relationship says nothing; write KNOWS, INFLUENCES, WORKS_ON or IGNORE")
	}
	var rel Relationship
	switch f := strings.ToUpper(fields[0]); f {
	case "IGNORE":
	case "KNOWS", "INFLUENCES", "WORKS_ON":
		rel.Fact = graph.Kind(f)
	default:
		return rel, fmt.Errorf("%q is not a fact; write KNOWS, INFLUENCES, WORKS_ON or IGNORE", shown(fields[0]))
	}
	for _, w := range fields[1:] {
		if strings.EqualFold(w, "reversed") {
			rel.Reverse = true
			continue
		}
		if rel.Fact == graph.EdgeInfluences {
			if k, ok := influenceWords.parse(w); ok {
				rel.Sway = k
				continue
			}
			if f, err := parseShare(w); err == nil {
				rel.Weight = f
				continue
			}
		}
		if rel.Fact == graph.EdgeKnows {
			if k, ok := tieKindWords.parse(w); ok {
				rel.Tie = k
				continue
			}
			if l, ok := tieWords.parse(w); ok {
				rel.Level = l
				continue
			}
		}
		return rel, fmt.Errorf("%q says nothing about %s", shown(w), shown(fields[0]))
	}
	return rel, nil
}

func (m *Mapping) readJSON(name string, r io.Reader) error {
	var sections map[string]map[string]any
	dec := json.NewDecoder(io.LimitReader(r, 16<<20))
	dec.UseNumber()
	if err := dec.Decode(&sections); err != nil {
		return fmt.Errorf("mapping %s: %w; an object of objects is wanted", name, err)
	}
	for _, w := range mappingWhats {
		entries := sections[w.json]
		delete(sections, w.json)
		for _, from := range sortedKeys(entries) {
			if err := w.set(m, from, fmt.Sprint(entries[from])); err != nil {
				return fmt.Errorf("mapping %s: %s %q: %w", name, w.json, shown(from), err)
			}
		}
	}
	for _, s := range sortedKeys(sections) {
		return fmt.Errorf("mapping %s: %q is not a section; write levels, titleLevels, titleFunctions, departments, channels, dates, relationships or columns", name, shown(s))
	}
	return nil
}

func (m *Mapping) readCSV(name string, r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, 16<<20))
	if err != nil {
		return fmt.Errorf("mapping %s: %w", name, err)
	}
	csv := sheet.NewReader(bytes.NewReader(data), ',', sheet.Limits{})
	at := map[string]int{}
	for first := true; ; first = false {
		fields, line, p, err := csv.Next()
		switch {
		case err == io.EOF && first:
			return fmt.Errorf("mapping %s: the file is empty", name)
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("mapping %s: %w", name, err)
		case p != nil:
			return fmt.Errorf("mapping %s: line %d: %s", name, p.Line, p.Reason)
		case first:
			for i, f := range fields {
				at[folding.Fold(f)] = i
			}
			for _, c := range []string{"what", "from", "to"} {
				if _, ok := at[c]; !ok {
					return fmt.Errorf("mapping %s: the column %s is missing; what, from and to are wanted", name, c)
				}
			}
			continue
		}
		found := false
		for _, w := range mappingWhats {
			if folding.Fold(fields[at["what"]]) == w.what {
				found = true
				if err := w.set(m, fields[at["from"]], fields[at["to"]]); err != nil {
					return fmt.Errorf("mapping %s: line %d: %w", name, line, err)
				}
			}
		}
		if !found {
			return fmt.Errorf("mapping %s: line %d: %q is nothing to map; write level, title level, title function, department, channel, dates, relationship or column", name, line, shown(fields[at["what"]]))
		}
	}
}

// tieKindWords are the words for the nature of a tie.
var tieKindWords = wordTable[graph.TieKind](
	"ACQUAINTED: acquaintance", "ALLY: allied", "MENTOR: coach", "FRIEND: friends", "FAMILY: relative, spouse, sibling, parent, child", "CONFLICT: rival, enemy, dislikes",
)

// level returns the level that the mapping gives a seat, and whether it does. A
// title goes before a level of the source.
func (m *Mapping) level(title, sourceLevel string) (level int, ok bool) {
	if n, ok := m.TitleLevels[folding.Fold(title)]; ok && title != "" {
		return n, true
	}
	n, ok := m.Levels[folding.Fold(sourceLevel)]
	return n, ok && sourceLevel != ""
}

// function returns the function of a seat, and whether the mapping settles it;
// else the rules of [FunctionOf] do.
func (m *Mapping) function(title, department string) (f graph.Function, settled bool) {
	if f, ok := m.TitleFunctions[folding.Fold(title)]; ok && title != "" {
		return f, true
	}
	if f, ok := m.Departments[folding.Fold(department)]; ok && department != "" {
		return f, true
	}
	return FunctionOf(title, department), false
}

// channel returns the channel that a word names, by the mapping or the table.
func (m *Mapping) channel(word string) (graph.Channel, bool) {
	if c, ok := m.Channels[folding.Fold(word)]; ok {
		return c, true
	}
	return channelWords.parse(word)
}

// relationship returns what a kind of relationship becomes.
func (m *Mapping) relationship(kind string) (Relationship, bool) {
	if rel, ok := m.Relationships[folding.Fold(kind)]; ok {
		return rel, true
	}
	rel, ok := relationshipWords[folding.Fold(kind)]
	return rel, ok
}

// relationshipWords are the kinds of relationship that need no mapping.
// Someone asked for advice, or named as an influence, influences the one who
// asks or names: those run in reverse.
var relationshipWords = map[string]Relationship{
	"knows":                    {Fact: graph.EdgeKnows, Level: graph.TieKnows},
	"account owner to contact": {Fact: graph.EdgeWorksOn, Level: graph.TieKnows},
	"co leads":                 {Fact: graph.EdgeKnows, Tie: graph.TieAlly, Level: graph.TieKnows, scale: scaleMonths},
	"names as friend":          {Fact: graph.EdgeKnows, Tie: graph.TieFriend, Level: graph.TieWorksWell, scale: scaleFlag},
	"friend":                   {Fact: graph.EdgeKnows, Tie: graph.TieFriend, Level: graph.TieWorksWell},
	"mentors":                  {Fact: graph.EdgeKnows, Tie: graph.TieMentor, Level: graph.TieWorksWell},
	"family":                   {Fact: graph.EdgeKnows, Tie: graph.TieFamily, Level: graph.TieTrusted},
	"ally":                     {Fact: graph.EdgeKnows, Tie: graph.TieAlly, Level: graph.TieWorksWell},
	"likes":                    {Fact: graph.EdgeKnows, Tie: graph.TieFriend, Level: graph.TieKnows, scale: scaleRank},
	"esteems":                  {Fact: graph.EdgeKnows, Tie: graph.TieAlly, Level: graph.TieKnows, scale: scaleRank},
	"dislikes":                 {Fact: graph.EdgeKnows, Tie: graph.TieConflict, Level: graph.TieKnows, scale: scaleFlag},
	"disesteems":               {Fact: graph.EdgeKnows, Tie: graph.TieConflict, Level: graph.TieKnows, scale: scaleFlag},
	"conflict":                 {Fact: graph.EdgeKnows, Tie: graph.TieConflict, Level: graph.TieKnows},
	"goes to for advice":       {Fact: graph.EdgeInfluences, Sway: graph.InfluenceSways, Weight: .5, Reverse: true, scale: scaleFlag},
	"positive influence":       {Fact: graph.EdgeInfluences, Sway: graph.InfluenceSways, Weight: .5, Reverse: true, scale: scaleRank},
	"negative influence":       {Fact: graph.EdgeInfluences, Sway: graph.InfluenceConflict, Weight: .5, Reverse: true, scale: scaleRank},
	"praises":                  {Fact: graph.EdgeInfluences, Sway: graph.InfluenceBacks, Weight: .5, scale: scaleRank},
	"blames":                   {Fact: graph.EdgeInfluences, Sway: graph.InfluenceConflict, Weight: .5, scale: scaleRank},
	"influences":               {Fact: graph.EdgeInfluences, Sway: graph.InfluenceSways, Weight: .5},
	"backs":                    {Fact: graph.EdgeInfluences, Sway: graph.InfluenceBacks, Weight: .5},
}

// tie returns the level that a strength states, on the scale of the relationship.
func (rel Relationship) tie(strength string) (graph.TieLevel, *cellError) {
	if strings.TrimSpace(strength) == "" || rel.scale == scaleFlag {
		return rel.Level, nil
	}
	switch rel.scale {
	case scaleRank:
		rank, err := parseInt(strength, 1, 3)
		if err != nil {
			return rel.Level, err
		}
		return []graph.TieLevel{graph.TieKnows, graph.TieWorksWell, graph.TieTrusted}[rank-1], nil
	case scaleMonths:
		months, err := parseNumber(strength)
		switch {
		case err != nil:
			return rel.Level, err
		case months < 1:
			return graph.TieMet, nil
		case months < 6:
			return graph.TieKnows, nil
		case months < 36:
			return graph.TieWorksWell, nil
		}
		return graph.TieTrusted, nil
	}
	level, ok, err := tieLevelOf(strength)
	if err != nil || !ok {
		return rel.Level, err
	}
	return level, nil
}

// weight returns the weight that a strength states, on the scale of the
// relationship: ranks 1, 2, 3 are .25, .5, .75.
func (rel Relationship) weight(strength string) (float64, *cellError) {
	if strings.TrimSpace(strength) == "" || rel.scale == scaleFlag {
		return rel.Weight, nil
	}
	if rel.scale == scaleRank {
		rank, err := parseInt(strength, 1, 3)
		if err != nil {
			return rel.Weight, err
		}
		return float64(rank) / 4, nil
	}
	w, err := parseShare(strength)
	if err != nil {
		return rel.Weight, err
	}
	return w, nil
}
