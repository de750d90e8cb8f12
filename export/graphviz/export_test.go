package graphviz

import "github.com/kithgraph/kith/export"

// HasWorker reports whether a layout with one slot has a running worker.
func HasWorker(l *Layout) bool {
	s := <-l.slots
	defer func() { l.slots <- s }()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.w != nil
}

// Places reads the plain format, for tests.
func Places(text string, n export.Network) (export.NetworkPlaces, error) { return placesOf(text, n) }
