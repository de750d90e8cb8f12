package export_test

import (
	"os"
	"testing"

	"github.com/kithgraph/kith/export/graphviz/graphviztest"
)

func TestMain(m *testing.M) { os.Exit(graphviztest.Main(m)) }
