package engine_test

import (
	"testing"

	"github.com/kithgraph/kith/graph/engine"
	"github.com/kithgraph/kith/graph/storetest"
)

func TestMemory(t *testing.T) {
	storetest.Run(t, func(testing.TB) storetest.Reopener {
		m := new(engine.Memory)
		return storetest.ReopenFunc(func(testing.TB) engine.Store { return m.Open() })
	})
}

func BenchmarkMemory(b *testing.B) {
	storetest.Bench(b, func(testing.TB) storetest.Reopener {
		m := new(engine.Memory)
		return storetest.ReopenFunc(func(testing.TB) engine.Store { return m.Open() })
	})
}

func BenchmarkEngine(b *testing.B) {
	storetest.BenchEngine(b, func(testing.TB) storetest.Reopener {
		m := new(engine.Memory)
		return storetest.ReopenFunc(func(testing.TB) engine.Store { return m.Open() })
	})
}
