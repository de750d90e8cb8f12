package export_test

import (
	"os"
	"testing"

	"github.com/kithgraph/kith/export/graphviz"
)

func TestMain(m *testing.M) {
	graphviz.Main()
	os.Exit(m.Run())
}
