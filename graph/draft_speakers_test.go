package graph

import (
	"slices"
	"testing"
)

// TestSpeakers demands that every property which holds the ID of an element is
// among those that a merge of people carries over.
func TestSpeakers(t *testing.T) {
	for _, k := range slices.Concat(NodeKinds(), EdgeKinds()) {
		for _, f := range Fields(k) {
			if f.Refers && !slices.Contains(speakers, f.Name) {
				t.Errorf("property %s of %s holds an ID, and MergePeople does not know it", f.Name, k)
			}
		}
	}
}
