package formats

import (
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/folding"
	"github.com/kithgraph/kith/internal/sheet"
)

// Format is one kind of file of one product.
type Format struct {
	Name string // "HubSpot contacts"

	columns []column
	anyOf   [][]string // of each group one column must be there
	never   []string   // folded headers of other kinds of file
	cards   bool       // reads the cards of a vCard file
	whose   bool       // says nothing without Options.Person
	begin   func(*input) func(*row, *sink)
	index   func(*input, func(func(*row)) error) error // looks through the file first
}

type column struct {
	name     string   // as the product writes it
	names    []string // folded, name first
	required bool
}

// columns builds columns from lines "Name! = alias, alias"; "!" marks a
// required one.
func columns(lines ...string) []column {
	var out []column
	for _, l := range lines {
		name, aliases, _ := strings.Cut(l, "=")
		name = strings.TrimSpace(name)
		c := column{name: strings.TrimSuffix(name, "!"), required: strings.HasSuffix(name, "!")}
		c.names = []string{folding.Fold(c.name)}
		for _, a := range strings.Split(aliases, ",") {
			if a = folding.Fold(a); a != "" && !slices.Contains(c.names, a) {
				c.names = append(c.names, a)
			}
		}
		out = append(out, c)
	}
	return out
}

// folded folds the words of a list "a, b".
func folded(list string) []string {
	var out []string
	for _, w := range strings.Split(list, ",") {
		if w = folding.Fold(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// match finds the field of each column in a header, -1 where there is none.
// Earlier names of a column go before later ones. A header that stands twice is "titre"
// and "titre 2".
func (f *Format) match(header []string) (at []int, matched int) {
	words := make([]string, len(header))
	for i, h := range header {
		words[i] = folding.Fold(h)
		if words[i] != "" && slices.Contains(words[:i], words[i]) {
			words[i] += " 2"
		}
	}
	at = make([]int, len(f.columns))
	used := make([]bool, len(header))
	for c := range f.columns {
		at[c] = -1
		for _, name := range f.columns[c].names {
			if i := slices.Index(words, name); i >= 0 && !used[i] {
				at[c], used[i] = i, true
				matched++
				break
			}
		}
	}
	return at, matched
}

// lacks returns what f needs and a header does not have; "" for nothing. A
// header of another kind lacks everything.
func (f *Format) lacks(header []string, at []int) (missing []string, other bool) {
	for c := range f.columns {
		if f.columns[c].required && at[c] < 0 {
			missing = append(missing, f.columns[c].name)
		}
	}
	for _, group := range f.anyOf {
		if !slices.ContainsFunc(group, func(name string) bool { return at[f.col(name)] >= 0 }) {
			missing = append(missing, strings.Join(group, " or "))
		}
	}
	other = slices.ContainsFunc(header, func(h string) bool { return slices.Contains(f.never, folding.Fold(h)) })
	return missing, other
}

// col returns the place of a column by name; asking for one that f does not
// have is a mistake in this package.
func (f *Format) col(name string) int {
	for c := range f.columns {
		if f.columns[c].name == name {
			return c
		}
	}
	panic("formats: " + f.Name + " has no column " + name)
}

// Recognise returns the format of a header: of those whose needs it meets the
// one that knows most of its columns. It is nil when there is none, or when two
// know as many, which are then in like.
func Recognise(header []string) (best *Format, like []*Format) {
	most := 0
	for _, f := range all {
		if f.cards {
			continue
		}
		at, n := f.match(header)
		if missing, other := f.lacks(header, at); len(missing) > 0 || other {
			continue
		}
		if n > most {
			like, most = nil, n
		}
		if n == most {
			like = append(like, f)
		}
	}
	if len(like) == 1 {
		return like[0], like
	}
	return nil, like
}

// Find returns the format of a sheet, and the place of its header in Head.
func Find(s *sheet.Sheet) (f *Format, header int, like []*Format) {
	if s.Cards {
		return vCard, 0, nil
	}
	for i, r := range s.Head {
		best, several := Recognise(r.Fields)
		if best != nil {
			return best, i, nil
		}
		if len(like) == 0 {
			like = several
		}
	}
	return nil, s.Header(), like
}

// Nearest returns the format that comes closest to a header, and what the
// header lacks; nil when no format knows two of its columns.
func Nearest(header []string) (f *Format, lacks []string) {
	most := 1
	for _, c := range all {
		if c.cards {
			continue
		}
		at, n := c.match(header)
		missing, _ := c.lacks(header, at)
		if n -= len(missing); n > most {
			f, lacks, most = c, missing, n
		}
	}
	return f, lacks
}

// all are the formats that are known.
var all = slices.Concat(linkedIn, salesforce, hubSpot, dynamics, google, microsoft, staffTables, []*Format{vCard})
