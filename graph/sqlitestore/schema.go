package sqlitestore

import (
	"context"
	"database/sql"
	"fmt"
)

// applicationID marks a SQLite file as kith's: "kith" in ASCII.
const applicationID = 0x6b697468

// schema makes the tables of the newest format. Rows of node and edge hold one
// element each; a NULL day is open. A sum is the CRC-32C of its row, see sum.go.
const schema = `
CREATE TABLE meta (
	one       INTEGER PRIMARY KEY CHECK (one = 1), -- there is one row
	workspace TEXT NOT NULL,    -- the name of the workspace
	store     TEXT NOT NULL,    -- random: tells this file from another of that name
	head      INTEGER NOT NULL, -- the newest revision
	floor     INTEGER NOT NULL, -- the log begins after this revision
	nodes     INTEGER NOT NULL, -- rows in node
	edges     INTEGER NOT NULL  -- rows in edge
);
CREATE TABLE node (
	id     TEXT PRIMARY KEY,
	kind   TEXT NOT NULL,
	"from" TEXT,          -- the first day, YYYY-MM-DD
	"to"   TEXT,          -- the day after the last
	props  TEXT NOT NULL, -- a flat JSON object
	sum    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE edge (
	id     TEXT PRIMARY KEY,
	kind   TEXT NOT NULL,
	src    TEXT NOT NULL, -- node.id
	dst    TEXT NOT NULL, -- node.id
	"from" TEXT,
	"to"   TEXT,
	props  TEXT NOT NULL,
	sum    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE commits (
	rev    INTEGER PRIMARY KEY,  -- 1, 2, 3, …
	id     TEXT NOT NULL UNIQUE, -- random, chosen by the writer
	at     TEXT NOT NULL,        -- UTC, fixed width: sorts by time
	actor  TEXT NOT NULL,
	reason TEXT NOT NULL,
	more   INTEGER NOT NULL,     -- 1: the next revision belongs to the same edit
	body   TEXT NOT NULL,        -- a JSON array of {id, before, after}
	sum    INTEGER NOT NULL
);`

// migration takes a file from one format to the next, within one transaction.
// It changes tables only; user_version is set for it.
type migration func(ctx context.Context, tx *sql.Tx) error

// migrations[i] takes format i+1 to format i+2. The newest format is one more
// than their number.
var migrations []migration

// migrate brings a file of an older format up to date, all steps in one
// transaction: after a crash the file is of the old format or of the new one.
func migrate(ctx context.Context, db *sql.DB, have int, steps []migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for v := have; v <= len(steps); v++ {
		if err := steps[v-1](ctx, tx); err != nil {
			return fmt.Errorf("from format %d to %d: %w", v, v+1, err)
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(steps)+1)); err != nil {
		return err
	}
	return tx.Commit()
}
