package kernel_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/graph/kernel"
)

// TestKeysOfOneCommit makes a commit bring many more keys than the index holds.
func TestKeysOfOneCommit(t *testing.T) {
	const people, mails = 2000, 20
	changes := make([]graph.Change, people)
	for i := range changes {
		p := graph.Person{Node: graph.Node{ID: graph.ID(fmt.Sprint("p", i))}, Name: "P"}
		for j := range mails {
			p.Emails = append(p.Emails, fmt.Sprintf("m%d.%d@x.example", i, j))
		}
		p.ExternalIDs = []string{fmt.Sprint("hr:", i)}
		e := graph.Encode(p)
		changes[i] = graph.Change{ID: e.ID, After: &e}
	}
	s, err := kernel.Empty().With(changes, 1, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range people {
		want := graph.ID(fmt.Sprint("p", i))
		if got := s.ByEmail(fmt.Sprintf("M%d.%d@X.example", i, i%mails)); len(got) != 1 || s.NodeID(got[0]) != want {
			t.Fatalf("ByEmail of %s = %v", want, got)
		}
		if n, ok := s.ByExternalID(graph.NodePerson, fmt.Sprint("hr:", i)); !ok || s.NodeID(n) != want {
			t.Fatalf("ByExternalID of %s = %v, %v", want, n, ok)
		}
	}
}

// TestKeysOverALife changes the e-mail of one person until the index has been
// made anew several times.
func TestKeysOverALife(t *testing.T) {
	s := kernel.Empty()
	person := func(mails ...string) *graph.Element {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: "p"}, Name: "P", Emails: mails})
		return &e
	}
	var before *graph.Element
	for i := range 10_000 {
		after := person(fmt.Sprintf("m%d@x.example", i))
		var err error
		if s, err = s.With([]graph.Change{{ID: "p", Before: before, After: after}}, s.Revision()+1, time.Time{}); err != nil {
			t.Fatal(err)
		}
		before = after
	}
	if got := s.ByEmail("m9999@x.example"); len(got) != 1 {
		t.Errorf("ByEmail of the present address = %v", got)
	}
	if got := s.ByEmail("m9998@x.example"); len(got) != 0 {
		t.Errorf("ByEmail of a former address = %v", got)
	}
}

// TestByEmailInOrder holds that people who share an address come by ID.
func TestByEmailInOrder(t *testing.T) {
	var changes []graph.Change
	for _, id := range []graph.ID{"c", "a", "b"} {
		e := graph.Encode(graph.Person{Node: graph.Node{ID: id}, Name: "P", Emails: []string{"Info@X.example", "info@x.example"}})
		changes = append(changes, graph.Change{ID: id, After: &e})
	}
	s, err := kernel.Empty().With(changes, 1, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	var got []graph.ID
	for _, n := range s.ByEmail("INFO@x.example") {
		got = append(got, s.NodeID(n))
	}
	if want := []graph.ID{"a", "b", "c"}; !slices.Equal(got, want) {
		t.Errorf("ByEmail = %v, want %v", got, want)
	}
}
