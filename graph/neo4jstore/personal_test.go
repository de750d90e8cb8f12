package neo4jstore_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// TestLogsTellNobody holds what docs/neo4j.md says of personal data against the
// servers: the settings that it names are there, and Community keeps a person whom
// kith wrote, changed and read out of all its logs, with its own settings.
func TestLogsTellNobody(t *testing.T) {
	text, err := os.ReadFile("../../docs/neo4j.md")
	if err != nil {
		t.Fatal(err)
	}
	settings := regexp.MustCompile("`((?:db|dbms|server)\\.[a-z_.]+)").FindAllStringSubmatch(string(text), -1)
	if len(settings) < 4 {
		t.Errorf("docs/neo4j.md names %d settings, want those of the query log among them", len(settings))
	}
	forEachVersion(t, func(t *testing.T, server *neo4jtest.Server) {
		for _, m := range settings {
			if strings.HasPrefix(m[1], "dbms.ssl.policy.") { // of a policy that this server has not got: see TestAccess
				continue
			}
			if got := rows(t, server, "SHOW SETTINGS $name", map[string]any{"name": m[1]}); len(got) != 1 {
				t.Errorf("docs/neo4j.md names the setting %s, and this server has none of that name", m[1])
			}
		}
		s := open(t, options(server))
		const ws = "logs"
		secret := graph.Person{Node: graph.Node{ID: "zq"}, Name: "Zephyrine Quillfeather", Notes: "is about to resign"}
		commit(t, s, ws, 0, secret)
		renamed := secret
		renamed.Location = "Ulm"
		if err := change(s, ws, 1, secret, renamed); err != nil {
			t.Fatal(err)
		}
		defer s.Drop(t.Context(), ws)
		load(t, s, ws)
		if err := change(s, ws, 1, secret, renamed); err == nil { // a write that is refused
			t.Error("a change of an old revision was taken")
		}
		logs := 0
		err := filepath.WalkDir(filepath.Join(server.Home, "logs"), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			logs++
			b, err := os.ReadFile(path)
			for _, word := range []string{"Quillfeather", "resign"} {
				if strings.Contains(string(b), word) {
					t.Errorf("%s has %q", d.Name(), word)
				}
			}
			return err
		})
		if err != nil || logs == 0 {
			t.Errorf("looking into %d logs = %v", logs, err)
		}
	})
}
