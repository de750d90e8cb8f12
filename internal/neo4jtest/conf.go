package neo4jtest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// settings returns the configuration of a server that speaks Bolt on a port of
// the loopback interface and nothing else, keeps little on disk and reports
// nothing home. Settings in extra win.
func settings(port int, auth bool, extra map[string]string) map[string]string {
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	s := map[string]string{
		"server.default_listen_address":  "127.0.0.1",
		"server.bolt.enabled":            "true",
		"server.bolt.listen_address":     address,
		"server.bolt.advertised_address": address,
		"server.http.enabled":            "false",
		"server.https.enabled":           "false",

		"dbms.security.auth_enabled": strconv.FormatBool(auth),
		// The server's own start must not lock the user out.
		"dbms.security.auth_max_failed_attempts": "0",
		"dbms.usage_report.enabled":              "false",

		"server.memory.pagecache.size":            "64m",
		"db.tx_log.preallocate":                   "false",
		"db.tx_log.rotation.size":                 "16m",
		"db.tx_log.rotation.retention_policy":     "1 files",
		"server.config.strict_validation.enabled": "true",
		// By default an orderly shutdown waits ten seconds for nothing.
		"internal.server.bolt.thread_pool_shutdown_wait_time": "1s",
	}
	maps.Copy(s, extra)
	return s
}

// planOnce keeps a server from planning a statement again when the data has
// changed and when a parameter is of another length, which takes it a second for a
// long one. Tests change the data all the time.
var planOnce = map[string]string{
	"internal.cypher.use_parameter_size": "false",
	"dbms.cypher.min_replan_interval":    "1h",
}

// writeConf writes settings to conf/neo4j.conf under home, sorted by name.
func writeConf(home string, settings map[string]string) error {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		fmt.Fprintf(&b, "%s=%s\n", name, settings[name])
	}
	dir := filepath.Join(home, "conf")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "neo4j.conf"), []byte(b.String()), 0o600)
}

// Ports are taken from below the range that systems hand to outgoing
// connections, so that one stays free while its server is down. The range is
// wide and the choice random, so that parallel test binaries do not meet.
const (
	firstPort = 20000
	lastPort  = 32000
)

// freePort returns a port of the loopback interface that nobody listens on.
func freePort() (int, error) {
	const attempts = 100
	for range attempts {
		port := firstPort + rand.IntN(lastPort-firstPort)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, fmt.Errorf("no free port between %d and %d in %d attempts", firstPort, lastPort, attempts)
}
