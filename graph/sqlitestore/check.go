package sqlitestore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
)

// Check reads a whole workspace and returns what is wrong with it: what SQLite's
// own integrity_check finds (law "file"), and what [engine.Verify] finds. It
// repairs nothing.
func (s *Store) Check(ctx context.Context, ws graph.Workspace) ([]engine.Problem, error) {
	f, err := s.file(ctx, ws, false)
	if f == nil || err != nil {
		return nil, err
	}
	var problems []engine.Problem
	err = f.read(ctx, "checking", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `PRAGMA integrity_check`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return err
			}
			if line != "ok" {
				problems = append(problems, engine.Problem{Law: "file", Detail: fmt.Sprintf("%s: %s", f.path, line)})
			}
		}
		return rows.Err()
	})
	if errors.Is(err, engine.ErrDamaged) {
		return append(problems, engine.Problem{Law: "file", Detail: err.Error()}), nil
	}
	if err != nil {
		return nil, err
	}
	more, err := engine.Verify(ctx, s, ws)
	return append(problems, more...), err
}
