package oracle

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// pythonPeer is a library in Python.
type pythonPeer string

const (
	networkx pythonPeer = "networkx"
	pyIgraph pythonPeer = "igraph"
	pyScipy  pythonPeer = "scipy"
)

// column returns its place in a row of the table.
func (p pythonPeer) column() int { return map[pythonPeer]int{networkx: 3, pyIgraph: 4, pyScipy: 5}[p] }

// short returns how its functions in peers.py begin.
func (p pythonPeer) short() string {
	return map[pythonPeer]string{networkx: "nx", pyIgraph: "ig", pyScipy: "sp"}[p]
}

// pythonPeers is a process of testdata/peers/peers.py; nil answers nothing.
type pythonPeers struct {
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	by      map[string]string // versions
	graph   map[string]any    // what it is told of the graph
}

// startPeers starts the Python that KITH_PEERS_PYTHON names.
func startPeers() (*pythonPeers, error) {
	name := os.Getenv("KITH_PEERS_PYTHON")
	if name == "" {
		return nil, errors.New("KITH_PEERS_PYTHON names no Python that has them")
	}
	p := &pythonPeers{process: exec.Command(name, filepath.Join("testdata", "peers", "peers.py"))}
	p.process.Stderr = os.Stderr
	out, err := p.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if p.in, err = p.process.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.process.Start(); err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.read(&p.by); err != nil {
		p.in.Close()
		return nil, errors.Join(err, p.process.Wait())
	}
	return p, nil
}

func (p *pythonPeers) read(v any) error {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("reading an answer of peers.py: %w", err)
	}
	return json.Unmarshal(line, v)
}

func (p *pythonPeers) stop(t *testing.T) {
	p.in.Close()
	if err := p.process.Wait(); err != nil {
		t.Error(err)
	}
}

func (p *pythonPeers) versions() (text string) {
	if p == nil {
		return ""
	}
	for _, peer := range []pythonPeer{networkx, pyIgraph, pyScipy} {
		text += fmt.Sprintf(", %s %s", peer, p.by[string(peer)])
	}
	return text
}

// load writes the arcs to a file, to be read with the next question.
func (p *pythonPeers) load(t *testing.T, g *peerGraph) {
	t.Helper()
	if p == nil {
		return
	}
	file := filepath.Join(t.TempDir(), "arcs")
	data := make([]byte, 0, 12*len(g.arcs))
	for _, a := range g.arcs {
		for _, x := range []int32{a.From, a.To, int32(a.Price)} {
			data = binary.LittleEndian.AppendUint32(data, uint32(x))
		}
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ours, blocks := 0, []int{}
	for v, our := range g.Ours {
		switch {
		case our:
			ours++
		case !g.Carries[v]:
			blocks = append(blocks, v)
		}
	}
	p.graph = map[string]any{"file": file, "people": g.Size(), "ours": ours, "blocks": blocks}
}

// ask asks a question, and returns the time of the fastest round and the answer.
func (p *pythonPeers) ask(t *testing.T, peer pythonPeer, question string, args map[string]any) (took time.Duration, answer []float64, asked bool) {
	t.Helper()
	if p == nil {
		return 0, nil, false
	}
	q := maps.Clone(p.graph)
	maps.Copy(q, args)
	q["by"], q["question"] = peer.short(), question
	if err := json.NewEncoder(p.in).Encode(q); err != nil {
		t.Fatal(err)
	}
	var a struct {
		Seconds float64
		Answer  []float64
	}
	if err := p.read(&a); err != nil {
		t.Fatalf("%s, %s: %v", question, peer, err)
	}
	return time.Duration(a.Seconds * float64(time.Second)), a.Answer, true
}
