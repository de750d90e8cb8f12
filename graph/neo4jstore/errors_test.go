package neo4jstore_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/neo4jstore"
	"github.com/kithgraph/kith/internal/neo4jtest"
)

// refused demands that Open fails with one line that is an error and says some
// things, and that it does not give the password away.
func refused(t *testing.T, o neo4jstore.Options, want error, says ...string) {
	t.Helper()
	if o.Retry == 0 {
		o.Retry = -1
	}
	s, err := neo4jstore.Open(context.Background(), o)
	if err == nil {
		s.Close()
	}
	if err == nil || want != nil && !errors.Is(err, want) {
		t.Errorf("Open = %v, want %v", err, want)
		return
	}
	text := err.Error()
	for _, s := range says {
		if !strings.Contains(text, s) {
			t.Errorf("Open = %q, want it to say %q", text, s)
		}
	}
	if strings.Contains(text, "\n") || o.Password != "" && strings.Contains(text, o.Password) {
		t.Errorf("Open = %q, want one line without the password", text)
	}
	t.Log(text)
}

func TestOptions(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		o    neo4jstore.Options
		says string
	}{
		{"no address", neo4jstore.Options{}, "is not a URI"},
		{"no scheme", neo4jstore.Options{URI: "localhost:7687"}, "is not a URI"},
		{"the scheme of the browser", neo4jstore.Options{URI: "http://localhost:7474"}, "begins with \"http://\""},
		{"a password in the address", neo4jstore.Options{URI: "bolt://neo4j:geheim@localhost:7687", Password: "geheim"}, "must not hold a user or password"},
		{"an address that is none", neo4jstore.Options{URI: "bolt://neo4j:geheim@%zz", Password: "geheim"}, "is not a URI"},
		{"a database in the address", neo4jstore.Options{URI: "bolt://localhost:7687/crm"}, `ends in "/crm"`},
		{"the database of databases", neo4jstore.Options{URI: "bolt://h", Database: "System"}, "holds users and databases"},
		{"a user without a password", neo4jstore.Options{URI: "bolt://h", User: "u"}, "without a password"},
		{"a password twice", neo4jstore.Options{URI: "bolt://h", User: "u", Password: "geheim", PasswordFile: "f"}, "leave one out"},
		{"a password without a user", neo4jstore.Options{URI: "bolt://h", Password: "geheim"}, "without a user"},
		{"no password file", neo4jstore.Options{URI: "bolt://h", User: "u", PasswordFile: empty + "no"}, "reading the Neo4j password"},
		{"an empty password file", neo4jstore.Options{URI: "bolt://h", User: "u", PasswordFile: empty}, "is empty"},
		{"TLS without encryption", neo4jstore.Options{URI: "neo4j://h", TLS: &tls.Config{}}, "write neo4j+s://"},
		{"a negative limit", neo4jstore.Options{URI: "bolt://h", Timeout: -1}, "negative"},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, c.o, nil, c.says) })
	}
}

func TestNotTheRightServer(t *testing.T) {
	t.Run("nobody listens", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		refused(t, neo4jstore.Options{URI: "bolt://" + l.Addr().String()}, neo4jstore.ErrUnreachable, l.Addr().String())
	})
	t.Run("a web server", func(t *testing.T) {
		web := httptest.NewServer(nil)
		defer web.Close()
		refused(t, neo4jstore.Options{URI: "bolt://" + web.Listener.Addr().String(), Acquire: time.Second}, neo4jstore.ErrUnreachable, "Bolt port")
	})
	t.Run("a certificate nobody knows", func(t *testing.T) {
		web := httptest.NewTLSServer(nil)
		defer web.Close()
		refused(t, neo4jstore.Options{URI: "bolt+s://" + web.Listener.Addr().String()}, neo4jstore.ErrEncryption, "neo4j+ssc://", "certificate")
	})
	t.Run("a server that does not encrypt", func(t *testing.T) {
		refused(t, neo4jstore.Options{URI: strings.Replace(neo4jtest.Shared(t, neo4jtest.V5).URI, "bolt:", "bolt+s:", 1)}, neo4jstore.ErrEncryption, "does not encrypt")
	})
	t.Run("a server that wants encryption", func(t *testing.T) {
		web := httptest.NewTLSServer(nil)
		defer web.Close()
		refused(t, neo4jstore.Options{URI: "bolt://" + web.Listener.Addr().String()}, neo4jstore.ErrUnreachable, "encryption")
	})
	for _, agent := range []string{"Neo4j/4.4.30", "Neo4j/5.25.1", "Memgraph/2.1"} {
		t.Run(agent, func(t *testing.T) {
			refused(t, neo4jstore.Options{URI: oldServer(t, agent), Database: "neo4j"}, neo4jstore.ErrTooOld, agent, "5.26")
		})
	}
}

// oldServer starts a server that shakes hands as Neo4j 4.4 does, calls itself
// agent, and has nothing to say. It returns its address.
func oldServer(t *testing.T, agent string) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serveOld(c, agent)
		}
	}()
	return "bolt://" + l.Addr().String()
}

// serveOld answers every message with success; see the Bolt protocol.
func serveOld(c net.Conn, agent string) {
	defer c.Close()
	if _, err := io.ReadFull(c, make([]byte, 20)); err != nil { // magic and four versions
		return
	}
	c.Write([]byte{0, 0, 4, 4})
	success := func(fields ...string) {
		m := bytes.NewBuffer([]byte{0xB1, 0x70, 0xA0 | byte(len(fields)/2)})
		for _, s := range fields {
			m.WriteByte(0x80 | byte(len(s)))
			m.WriteString(s)
		}
		c.Write(append(append([]byte{0, byte(m.Len())}, m.Bytes()...), 0, 0))
	}
	for {
		var head [2]byte
		var message []byte
		for {
			if _, err := io.ReadFull(c, head[:]); err != nil {
				return
			}
			n := int(head[0])<<8 | int(head[1])
			if n == 0 && len(message) > 0 {
				break
			}
			part := make([]byte, n)
			if _, err := io.ReadFull(c, part); err != nil {
				return
			}
			message = append(message, part...)
		}
		if message[1] == 0x01 { // HELLO
			success("server", agent, "connection_id", "bolt-1")
		} else {
			success()
		}
	}
}

// TestAccess runs a server with users, encryption and little memory, and then
// the same data read-only.
func TestAccess(t *testing.T) {
	for _, v := range neo4jtest.Versions() {
		t.Run(v.Line(), func(t *testing.T) {
			t.Parallel()
			testAccess(t, v)
		})
	}
}

func testAccess(t *testing.T, v neo4jtest.Version) {
	ctx := context.Background()
	home := t.TempDir()
	server := neo4jtest.Start(t, neo4jtest.Options{Version: v, Auth: true, TLS: true, Dir: home, Settings: map[string]string{"db.memory.transaction.max": "8m"}})
	authority, err := os.ReadFile(server.Authority)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(authority)
	at := strings.TrimPrefix(server.URI, "bolt://")
	good := options(server)

	t.Run("wrong password", func(t *testing.T) {
		o := good
		o.Password = "not-the-password"
		refused(t, o, neo4jstore.ErrLogin, "check the user and the password")
	})
	t.Run("no user", func(t *testing.T) {
		refused(t, neo4jstore.Options{URI: server.URI}, neo4jstore.ErrLogin)
	})
	t.Run("password to be changed", func(t *testing.T) {
		if _, err := neo4j.ExecuteQuery(ctx, server.Driver(), "CREATE USER new SET PASSWORD 'first-password' CHANGE REQUIRED", nil,
			neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithDatabase("system")); err != nil {
			t.Fatal(err)
		}
		refused(t, neo4jstore.Options{URI: server.URI, User: "new", Password: "first-password", Database: "neo4j"}, neo4jstore.ErrLogin, "must be changed")
	})
	t.Run("no such database", func(t *testing.T) {
		o := good
		o.Database = "nosuch"
		refused(t, o, neo4jstore.ErrNoDatabase, "nosuch", "SHOW DATABASES")
	})
	t.Run("password from a file", func(t *testing.T) {
		o := good
		o.Password, o.PasswordFile = "", filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(o.PasswordFile, []byte(good.Password+"\r\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		open(t, o)
	})
	t.Run("home database", func(t *testing.T) {
		o := good
		o.Database = ""
		commit(t, open(t, o), "home", 0, sofia)
	})
	for _, scheme := range []string{"bolt+ssc", "neo4j+ssc", "neo4j", "bolt+s", "neo4j+s"} {
		t.Run(scheme, func(t *testing.T) {
			o := good
			o.URI = scheme + "://" + at
			if strings.HasSuffix(scheme, "+s") {
				refused(t, o, neo4jstore.ErrEncryption, "certificate")
				o.TLS = &tls.Config{RootCAs: pool}
			}
			s := open(t, o)
			ws := graph.Workspace(strings.ReplaceAll(scheme, "+", "-"))
			commit(t, s, ws, 0, sofia)
			commit(t, s, ws, 1, leo)
			if got := load(t, s, ws); len(got) != 2 {
				t.Errorf("Load = %v, want two people", got)
			}
		})
	}
	s := open(t, good)
	commit(t, s, "acme", 0, sofia, leo, knows)
	t.Run("little memory", func(t *testing.T) {
		c := graph.Commit{ID: "big", At: time.Now()}
		for i := range graph.MaxChanges {
			e := graph.Encode(graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", i))}, Name: "P", Notes: strings.Repeat("x", 2000)})
			c.Changes = append(c.Changes, graph.Change{ID: e.ID, After: &e})
		}
		_, err := s.Apply(ctx, "acme", 1, c)
		if !errors.Is(err, neo4jstore.ErrMemory) || !errors.Is(err, engine.ErrBusy) || !strings.Contains(err.Error(), "db.memory.transaction.max") {
			t.Errorf("Apply = %v, want ErrMemory", err)
		}
		if rev, err := s.Find(ctx, "acme", "big"); rev != 0 || err != nil {
			t.Errorf("Find = %d, %v, want 0: nothing was written", rev, err)
		}
	})
	server.Shutdown()

	server = neo4jtest.Start(t, neo4jtest.Options{Version: v, Auth: true, Dir: home, Settings: map[string]string{"server.databases.default_to_read_only": "true"}})
	t.Run("read-only", func(t *testing.T) {
		s := open(t, options(server))
		if got := load(t, s, "acme"); len(got) != 3 {
			t.Errorf("Load = %v, want three elements", got)
		}
		e := graph.Encode(cfo)
		calls := map[string]error{"Redact": s.Redact(ctx, "acme", "sofia"), "Drop": s.Drop(ctx, "acme")}
		_, calls["Apply"] = s.Apply(ctx, "acme", 1, graph.Commit{ID: "c2", At: time.Now(), Changes: []graph.Change{{ID: "cfo", After: &e}}})
		for call, err := range calls {
			if !errors.Is(err, neo4jstore.ErrReadOnly) || errors.Is(err, engine.ErrUncertain) || !strings.Contains(err.Error(), "read_only") {
				t.Errorf("%s = %v, want ErrReadOnly", call, err)
			}
		}
	})
}
