package importer

import "github.com/kithgraph/kith/graph"

// Same says that a key of the source stands for something that is there already:
// somebody decided so.
type Same struct {
	Kind graph.Kind
	Key  string
	ID   graph.ID
}

// same takes down what keys stand for. What is not there is an error of kind
// [graph.ErrNotFound].
func (im *importer) same() error {
	for _, s := range im.options.Same {
		if e, ok := im.d.Get(s.ID); !ok || e.Kind != s.Kind {
			return graph.NotFound(string(s.Kind), s.ID)
		}
		im.stands(s.Kind, s.Key, s.ID)
	}
	return nil
}
