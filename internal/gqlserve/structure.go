package gqlserve

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// maxIntrospectionLists is how many of the lists of types, fields and inputs
// may nest below __schema or __type. Tools need two; each further one
// multiplies the answer by the size of the schema.
const maxIntrospectionLists = 2

// workPerToken bounds the number of selections that a validator visits, which
// follows every fragment anew for every operation and every fragment that
// reaches it, in multiples of [Limits.Tokens].
const workPerToken = 5

// structure is what is known of a document before it is held against a schema.
type structure struct {
	// conditions are the variables that @skip and @include depend on.
	conditions []string
}

// checkStructure measures a parsed document. It needs no schema, and its cost
// is linear in the document's size, apart from the number of fragments times
// the number of spreads. The document's nesting must have been checked.
func checkStructure(doc *ast.QueryDocument, l Limits, introspection bool) (structure, *gqlerror.Error) {
	if len(doc.Operations) > l.Operations {
		return structure{}, overLimit(CodeValidationFailed, "operations", l.Operations,
			"the document defines more than %d operations", l.Operations)
	}
	c := counter{limits: l, introspection: introspection}
	m := measurer{fragments: make(map[string]*fragment, len(doc.Fragments))}
	w := walks{sizes: make(map[string]int, len(doc.Fragments)), spreads: make(map[string][]string, len(doc.Fragments))}
	for _, f := range doc.Fragments {
		if m.fragments[f.Name] == nil { // of two with one name the validator uses the first
			m.fragments[f.Name] = &fragment{definition: f}
			w.sizes[f.Name], w.spreads[f.Name] = c.set(f.SelectionSet)
		}
		c.directives(f.Directives)
	}
	roots := make([][]string, len(doc.Operations))
	for i, op := range doc.Operations {
		var size int
		size, roots[i] = c.set(op.SelectionSet)
		w.total += size
		c.directives(op.Directives)
		for _, v := range op.VariableDefinitions {
			c.directives(v.Directives)
		}
	}
	if c.refused != nil {
		return structure{}, c.refused
	}

	for _, f := range doc.Fragments {
		m.fragment(f.Name)
	}
	for _, op := range doc.Operations {
		size := m.set(op.SelectionSet)
		if m.refused != nil {
			break
		}
		if size.depth > l.Depth {
			return structure{}, at(overLimit(CodeValidationFailed, "depth", l.Depth,
				"the operation nests %d fields deep, which is more than %d", size.depth, l.Depth), op.Position)
		}
	}
	if m.refused != nil {
		return structure{}, m.refused
	}

	limit := workPerToken * l.Tokens
	for _, spreads := range roots {
		w.add(spreads, limit)
	}
	for _, f := range doc.Fragments {
		w.add([]string{f.Name}, limit)
	}
	if w.total > limit {
		return structure{}, overLimit(CodeValidationFailed, "fragments", limit,
			"the fragments of the document are used in too many places")
	}
	return structure{conditions: c.conditions}, nil
}

// counter visits every selection as it is written, each once.
type counter struct {
	limits        Limits
	introspection bool
	aliases       int
	conditions    []string
	refused       *gqlerror.Error
}

// set returns the number of selections in a set, nested ones included, and the
// names of the fragments they spread, in order, with repetitions.
func (c *counter) set(set ast.SelectionSet) (size int, spreads []string) {
	for _, s := range set {
		size++
		var n int
		var below []string
		switch s := s.(type) {
		case *ast.Field:
			c.field(s)
			n, below = c.set(s.SelectionSet)
		case *ast.InlineFragment:
			c.directives(s.Directives)
			n, below = c.set(s.SelectionSet)
		case *ast.FragmentSpread:
			c.directives(s.Directives)
			below = []string{s.Name}
		}
		size += n
		spreads = append(spreads, below...)
	}
	return size, spreads
}

func (c *counter) field(f *ast.Field) {
	c.directives(f.Directives)
	if f.Alias != f.Name {
		if c.aliases++; c.aliases > c.limits.Aliases {
			c.refuse(at(overLimit(CodeValidationFailed, "aliases", c.limits.Aliases,
				"the document has more than %d aliases", c.limits.Aliases), f.Position))
		}
	}
	if !c.introspection && (f.Name == "__schema" || f.Name == "__type") {
		c.refuse(at(NewError(CodeValidationFailed, "introspection is turned off"), f.Position))
	}
}

// refusedDirectives would send an answer in parts.
var refusedDirectives = []string{"defer", "stream"}

func (c *counter) directives(list ast.DirectiveList) {
	for _, d := range list {
		switch {
		case slices.Contains(refusedDirectives, d.Name):
			c.refuse(at(NewError(CodeValidationFailed, "the directive @%s is not supported", d.Name), d.Position))
		case d.Name == "skip" || d.Name == "include":
			if arg := d.Arguments.ForName("if"); arg != nil && arg.Value != nil && arg.Value.Kind == ast.Variable {
				c.conditions = append(c.conditions, arg.Value.Raw)
			}
		}
	}
}

func (c *counter) refuse(err *gqlerror.Error) {
	if c.refused == nil {
		c.refused = err
	}
}

// extent is how far a selection set reaches when fragments are followed.
type extent struct {
	depth int // fields
	lists int // lists of introspection
}

// fragment is a fragment that is measured at most once.
type fragment struct {
	definition *ast.FragmentDefinition
	extent     extent
	open, done bool
}

// measurer follows fragments, each once, and refuses cycles and introspection
// that multiplies.
type measurer struct {
	fragments map[string]*fragment
	refused   *gqlerror.Error
}

func (m *measurer) set(set ast.SelectionSet) extent {
	var e extent
	for _, s := range set {
		var below extent
		switch s := s.(type) {
		case *ast.Field:
			below = m.field(s)
		case *ast.InlineFragment:
			below = m.set(s.SelectionSet)
		case *ast.FragmentSpread:
			below = m.fragment(s.Name)
		}
		e.depth = max(e.depth, below.depth)
		e.lists = max(e.lists, below.lists)
	}
	return e
}

func (m *measurer) field(f *ast.Field) extent {
	e := m.set(f.SelectionSet)
	e.depth++
	switch f.Name {
	case "fields", "interfaces", "possibleTypes", "inputFields":
		e.lists++
	case "__schema", "__type":
		if e.lists > maxIntrospectionLists && m.refused == nil {
			m.refused = at(overLimit(CodeValidationFailed, "introspection", maxIntrospectionLists,
				"introspection nests more than %d lists", maxIntrospectionLists), f.Position)
		}
	}
	return e
}

// fragment measures the named fragment. An unknown one is left to the
// validator.
func (m *measurer) fragment(name string) extent {
	f := m.fragments[name]
	if f == nil || f.done {
		if f == nil {
			return extent{}
		}
		return f.extent
	}
	if f.open {
		if m.refused == nil {
			m.refused = at(NewError(CodeValidationFailed, "the fragment %q spreads itself", shorten(name)), f.definition.Position)
		}
		return extent{}
	}
	f.open = true
	f.extent = m.set(f.definition.SelectionSet)
	f.done = true
	return f.extent
}

// walks adds up what a validator will visit: for each start the selections of
// every fragment reached from it.
type walks struct {
	sizes   map[string]int
	spreads map[string][]string
	total   int
}

// add follows the spreads from one start and stops when the total is over the
// limit.
func (w *walks) add(start []string, limit int) {
	seen := make(map[string]bool, len(start))
	queue := slices.Clone(start)
	for i := 0; i < len(queue) && w.total <= limit; i++ {
		name := queue[i]
		if seen[name] {
			continue
		}
		seen[name] = true
		w.total += w.sizes[name]
		queue = append(queue, w.spreads[name]...)
	}
}
