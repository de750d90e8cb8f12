package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// A Proxy stands between a driver and a server and spoils their connections.
// One fault at a time: setting one ends the one before. Its methods fail the
// test when they cannot do their work, so they are to be called from the
// test's own goroutine.
type Proxy struct {
	URI string // address for a driver: bolt://127.0.0.1:port

	t     testing.TB
	proxy *toxiproxy.Proxy
}

// NewProxy starts a proxy before upstream, which is a server's URI or a
// host:port. It hands everything on until told otherwise, and ends with the
// test.
func NewProxy(t testing.TB, upstream string) *Proxy {
	t.Helper()
	if _, address, ok := strings.Cut(upstream, "://"); ok {
		upstream = address
	}
	port, err := freePort()
	if err != nil {
		t.Fatalf("neo4jtest.NewProxy: %v", err)
	}
	listen := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	server := toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop())
	p := &Proxy{URI: "bolt://" + listen, t: t, proxy: toxiproxy.NewProxy(server, "bolt", listen, upstream)}
	p.listen()
	t.Cleanup(p.proxy.Stop)
	return p
}

// Cut closes all connections and refuses new ones, as a server that has died
// does, until Heal.
func (p *Proxy) Cut() { p.proxy.Stop() }

// Heal ends any fault. Connections that went through one are closed, those
// made from now on are whole.
func (p *Proxy) Heal() {
	p.t.Helper()
	p.reset()
	p.listen()
}

// Latency delays everything the server sends by d, rounded down to whole
// milliseconds. Open connections are closed, so that every connection there is
// has the delay from its first byte.
func (p *Proxy) Latency(d time.Duration) {
	p.t.Helper()
	p.reset()
	p.add("latency", "downstream", fmt.Sprintf(`{"latency":%d}`, d.Milliseconds()))
	p.listen()
}

// BlackHole swallows everything in both directions while connections stay
// open and new ones are accepted, as a network does that drops packets.
// Nothing tells the two ends but their own time limits.
func (p *Proxy) BlackHole() {
	p.t.Helper()
	p.proxy.Toxics.ResetToxics(context.Background())
	p.add("timeout", "upstream", `{"timeout":0}`)
	p.add("timeout", "downstream", `{"timeout":0}`)
	p.listen()
}

// Mute swallows everything that the server sends, from now on and on the connections
// that there are, while it hears what it is sent: a connection that is half open.
func (p *Proxy) Mute() {
	p.t.Helper()
	p.proxy.Toxics.ResetToxics(context.Background())
	p.add("timeout", "downstream", `{"timeout":0}`)
	p.listen()
}

// SlowClose keeps the end of a connection from the other side for a time d, rounded
// down to whole milliseconds. Open connections are closed.
func (p *Proxy) SlowClose(d time.Duration) {
	p.t.Helper()
	p.reset()
	for _, direction := range []string{"upstream", "downstream"} {
		p.add("slow_close", direction, fmt.Sprintf(`{"delay":%d}`, d.Milliseconds()))
	}
	p.listen()
}

// Limit closes every connection when the server has sent so many bytes on it, in the
// middle of what it says. Open connections are closed.
func (p *Proxy) Limit(bytes int) {
	p.t.Helper()
	p.reset()
	p.add("limit_data", "downstream", fmt.Sprintf(`{"bytes":%d}`, bytes))
	p.listen()
}

// reset closes all connections, refuses new ones and forgets every fault.
func (p *Proxy) reset() {
	p.proxy.Stop()
	p.proxy.Toxics.ResetToxics(context.Background())
}

// listen accepts connections, if it does not do so already.
func (p *Proxy) listen() {
	p.t.Helper()
	if err := p.proxy.Start(); err != nil && !errors.Is(err, toxiproxy.ErrProxyAlreadyStarted) {
		p.t.Fatalf("neo4jtest: proxy at %s: %v", p.URI, err)
	}
}

// add adds a fault of a kind to one direction of all connections.
func (p *Proxy) add(kind, direction, attributes string) {
	p.t.Helper()
	toxic := fmt.Sprintf(`{"type":%q,"stream":%q,"attributes":%s}`, kind, direction, attributes)
	if _, err := p.proxy.Toxics.AddToxicJson(strings.NewReader(toxic)); err != nil {
		p.t.Fatalf("neo4jtest: proxy at %s: %s: %v", p.URI, kind, err)
	}
}
