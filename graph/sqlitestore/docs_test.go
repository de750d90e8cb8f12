package sqlitestore_test

import (
	"database/sql"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// TestDocs holds docs/storage.md against the store: its tables are those of a
// file, and its queries run.
func TestDocs(t *testing.T) {
	text := string(mustRead(t, filepath.Join("..", "..", "docs", "storage.md")))
	var blocks []string
	for _, part := range strings.Split(text, "```sql\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	if len(blocks) != 2 {
		t.Fatalf("docs/storage.md has %d blocks of SQL, want the tables and the queries", len(blocks))
	}
	dir := t.TempDir()
	s := mustOpen(t, dir)
	write(t, s, 20)
	db, err := sql.Open("sqlite", filepath.Join(dir, "acme.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	documented := filepath.Join(t.TempDir(), "documented.db")
	alter(t, documented, blocks[0])
	docs, err := sql.Open("sqlite", documented)
	if err != nil {
		t.Fatal(err)
	}
	defer docs.Close()
	if got, want := columns(t, docs), columns(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("docs/storage.md describes the columns %q, want %q", got, want)
	}
	for query := range strings.SplitSeq(strings.TrimSpace(blocks[1]), ";") {
		if strings.TrimSpace(query) == "" {
			continue
		}
		rows, err := db.Query(query)
		if err != nil {
			t.Errorf("the query of docs/storage.md fails: %v\n%s", err, query)
			continue
		}
		rows.Close()
	}
}

// columns lists the columns of all tables with their types.
func columns(t *testing.T, db *sql.DB) (out []string) {
	t.Helper()
	rows, err := db.Query(`SELECT m.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk
		FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.cid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}
