package neo4jtest

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestWriteConf(t *testing.T) {
	home := t.TempDir()
	extra := map[string]string{"db.tx_log.preallocate": "true", "db.transaction.timeout": "7s"}
	if err := writeConf(home, settings(20001, true, extra)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(home, "conf", "neo4j.conf"))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if !slices.IsSorted(lines) {
		t.Errorf("neo4j.conf is not sorted:\n%s", text)
	}
	for _, want := range []string{
		"server.bolt.listen_address=127.0.0.1:20001",
		"dbms.security.auth_enabled=true",
		"dbms.usage_report.enabled=false",
		"server.http.enabled=false",
		"db.tx_log.preallocate=true", // the caller's
		"db.transaction.timeout=7s",  // the caller's
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("neo4j.conf has no line %q:\n%s", want, text)
		}
	}
}

func TestFreePort(t *testing.T) {
	port, err := freePort()
	if err != nil {
		t.Fatal(err)
	}
	if port < firstPort || port >= lastPort {
		t.Errorf("freePort() = %d, want one of [%d, %d)", port, firstPort, lastPort)
	}
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		t.Fatalf("freePort() = %d, which is taken: %v", port, err)
	}
	l.Close()
}
