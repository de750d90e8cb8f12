package kernel

import (
	"testing"

	"github.com/kithgraph/kith/graph"
)

// TestCodeOf holds that every kind has its own code, which leads back to it, and that
// nothing else has one.
func TestCodeOf(t *testing.T) {
	seen := map[kindCode]graph.Kind{}
	for _, k := range append(graph.NodeKinds(), graph.EdgeKinds()...) {
		c := codeOf(k)
		if c == 0 || seen[c] != "" || kindOfCode[c] != k || c.isEdge() != k.IsEdge() {
			t.Errorf("codeOf(%s) = %d, which is the code of %q and stands for %q", k, c, seen[c], kindOfCode[c])
		}
		seen[c] = k
		for _, no := range []graph.Kind{k + "x", k[1:], k[:len(k)-1]} {
			if c := codeOf(no); c != 0 && kindOfCode[c] != no {
				t.Errorf("codeOf(%s) = %d, which stands for %s", no, c, kindOfCode[c])
			}
		}
	}
	if c := codeOf(""); c != 0 {
		t.Errorf("codeOf of nothing = %d, want 0", c)
	}
}
