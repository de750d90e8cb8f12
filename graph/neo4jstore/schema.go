package neo4jstore

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph/engine"
)

// migration takes a database from one format to the next. It may be carried out
// more than once, also by several processes at a time, and must then do no harm.
type migration func(ctx context.Context, s *Store) error

// migrations[i] takes format i+1 to format i+2. The newest format is one more
// than their number.
var migrations = []migration{toFormat2}

// setUp makes the constraints that are missing, checks that all are there, and
// brings the format up to date.
func (s *Store) setUp(ctx context.Context, steps []migration) error {
	const doing = "setting up the database"
	err := s.try(ctx, doing, func(ctx context.Context) error {
		run := s.alone(ctx, neo4j.FetchDefault)
		missing, err := missingConstraints(run)
		if err != nil || len(missing) == 0 {
			return err
		}
		for _, c := range missing {
			if err := run(c.createText(), nil, nil); err != nil {
				return err
			}
		}
		// IF NOT EXISTS says nothing when another constraint has the name.
		missing, err = missingConstraints(run)
		if err == nil && len(missing) > 0 {
			c := missing[0]
			err = fmt.Errorf("%w: the constraint or index named %s is not ours (%s): rename or drop it", ErrSchema, c.name, &c)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := s.try(ctx, doing, func(ctx context.Context) error { return checkIndexes(s.alone(ctx, neo4j.FetchDefault)) }); err != nil {
		return err
	}
	if err := s.migrate(ctx, steps); err != nil {
		return err
	}
	return s.help(ctx)
}

// help makes what only those need who ask in Cypher: indexes, and the names of all kinds
// and properties, so that a question is not warned of what no workspace has yet, nor
// planned anew when one has it. The node of the schema says which were made. Who may not
// make them does without.
func (s *Store) help(ctx context.Context) error {
	const doing = "setting up the database for questions"
	want := helpMark()
	have := ""
	err := s.ask(ctx, doing, helpText, nil, func(v []any) (bool, error) {
		have, _ = v[0].(string)
		return true, nil
	})
	if err != nil || have == want {
		return err
	}
	err = s.try(ctx, doing, func(ctx context.Context) error {
		run := s.alone(ctx, neo4j.FetchDefault)
		for _, x := range indexes() {
			if err := run(x.createText(), nil, nil); err != nil {
				return err
			}
		}
		if err := makeNames(run); err != nil {
			return err
		}
		return run(helpedText, map[string]any{"help": want}, nil)
	})
	if errors.Is(err, ErrReadOnly) || errors.Is(err, ErrForbidden) {
		return nil
	}
	return err
}

// helpMark is another one for other indexes and names.
func helpMark() string {
	h := sha256.New()
	for _, x := range indexes() {
		fmt.Fprintln(h, x.createText())
	}
	names := allNames()
	for _, what := range slices.Sorted(maps.Keys(names)) {
		fmt.Fprintln(h, what, names[what])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// newNameTexts make the database know labels, types and properties.
var newNameTexts = map[string]string{
	"label":    "UNWIND $p.names AS name CALL db.createLabel(name) RETURN count(*)",
	"type":     "UNWIND $p.names AS name CALL db.createRelationshipType(name) RETURN count(*)",
	"property": "UNWIND $p.names AS name CALL db.createProperty(name) RETURN count(*)",
}

func makeNames(run runner) error {
	names := allNames()
	for _, what := range slices.Sorted(maps.Keys(names)) {
		if err := run(newNameTexts[what], map[string]any{"names": names[what]}, nil); err != nil {
			return err
		}
	}
	return nil
}

// allNames returns every label, type and property that what is stored may have.
func allNames() map[string][]string {
	names := map[string][]string{
		"label":    {"KithNode", "KithWorkspace", "KithCommit", "KithChanges", "KithSchema"},
		"type":     {atType, withinType},
		"property": {"kWorkspace", "id", "from", "to", "name", "unit", "ours"},
	}
	for _, sh := range append(slices.Clone(nodeShapes), edgeShapes...) {
		what := "label"
		if sh.edge {
			what = "type"
		}
		names[what] = append(names[what], string(sh.kind))
		for _, f := range sh.fields {
			names["property"] = append(names["property"], f.Name)
		}
	}
	for what := range names {
		slices.Sort(names[what])
		names[what] = slices.Compact(names[what])
	}
	return names
}

// missingConstraints returns our constraints that the database does not have,
// under whatever name.
func missingConstraints(run runner) ([]constraint, error) {
	have := map[string]bool{}
	err := run("SHOW CONSTRAINTS YIELD type, entityType, labelsOrTypes, properties", nil, func(v []any) (bool, error) {
		if kind, _ := v[0].(string); !strings.HasSuffix(kind, "UNIQUENESS") {
			return true, nil
		}
		c := constraint{edge: v[1] == "RELATIONSHIP", label: strings.Join(texts(v[2]), "|"), properties: texts(v[3])}
		have[c.String()] = true
		return true, nil
	})
	var missing []constraint
	for _, c := range constraints() {
		if !have[c.String()] {
			missing = append(missing, c)
		}
	}
	return missing, err
}

// checkIndexes refuses indexes that are broken or not ready: with them a lookup
// would read the whole database.
func checkIndexes(run runner) error {
	return run("SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'kith_' AND NOT name STARTS WITH 'kith_by_' AND state <> 'ONLINE' RETURN name, state ORDER BY name", nil, func(v []any) (bool, error) {
		if v[1] == "POPULATING" {
			return false, fmt.Errorf("%w: the index %v is being built; wait for SHOW INDEXES to say ONLINE", engine.ErrBusy, v[0])
		}
		return false, fmt.Errorf("%w: the index %v is %v; drop it and start kith again", ErrSchema, v[0], v[1])
	})
}

func texts(v any) []string {
	var out []string
	list, _ := v.([]any)
	for _, x := range list {
		s, _ := x.(string)
		out = append(out, s)
	}
	return out
}

const (
	helpText      = "MATCH (s:KithSchema {one: 1}) RETURN s.help"
	helpedText    = "MATCH (s:KithSchema {one: 1}) SET s.help = $p.help"
	formatText    = "MATCH (s:KithSchema {one: 1}) RETURN s.version"
	newFormatText = "MERGE (s:KithSchema {one: 1}) ON CREATE SET s.version = $p.version, s.store = $p.store RETURN s.version"
	nextText      = "MATCH (s:KithSchema {one: 1}) SET s.lock = $p.nonce WITH s WHERE s.version = $p.version SET s.version = $p.version + 1"
)

// migrate brings an older format up to date, and refuses one that is newer than
// this program. After a crash it goes on with the step that was interrupted.
func (s *Store) migrate(ctx context.Context, steps []migration) error {
	newest := int64(len(steps) + 1)
	for {
		version, err := s.format(ctx, newest)
		switch {
		case err != nil:
			return err
		case version > newest:
			return fmt.Errorf("%w: the database is of format %d and this program knows up to %d: run the newer kith", ErrSchema, version, newest)
		case version == newest:
			return nil
		}
		if err = steps[version-1](ctx, s); err == nil {
			doing := fmt.Sprintf("migrating the database from format %d to %d", version, version+1)
			err = s.ask(ctx, doing, nextText, map[string]any{"version": version, "nonce": rand.Text()}, nil)
		}
		if err != nil {
			return err
		}
	}
}

// format returns the format of the database; a new one is of the newest.
func (s *Store) format(ctx context.Context, newest int64) (version int64, err error) {
	take := func(v []any) (bool, error) {
		var ok bool
		if version, ok = v[0].(int64); !ok || version < 1 {
			return false, fmt.Errorf("%w: the database is of format %v, which is none", ErrSchema, v[0])
		}
		return true, nil
	}
	if err := s.ask(ctx, "reading the format of the database", formatText, nil, take); err != nil || version != 0 {
		return version, err
	}
	err = s.ask(ctx, "setting up the database", newFormatText, map[string]any{"version": newest, "store": rand.Text()}, take)
	return version, err
}
