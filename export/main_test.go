package export_test

import (
	"os"
	"testing"

	"github.com/kithgraph/kith/export/graphviz/graphviztest"
	"github.com/kithgraph/kith/internal/soak"
)

// Each property of pictures is tried on so many of them.
func init() { soak.Checks(soak.Times(30, 1000)) }

func TestMain(m *testing.M) { os.Exit(graphviztest.Main(m)) }
