package prose_test

import (
	"testing"

	"github.com/kithgraph/kith/internal/prose"
)

func TestSlip(t *testing.T) {
	for _, text := range []string{
		"Around Cy we have no working tie to any of 1 person.",
		"Of 1 person who decides we have one.",
		"1 people", "2 person.", "carries 1 other pairings", "of 3 people we have one to 0.", "0 paired today",
		"Of 4 people, 0 of them.", "We know A, B and.", "We know the the boss.", "It is , so", "It  is", "an a", "1 remain in reach",
	} {
		if prose.Slip(text) == "" {
			t.Errorf("%q has no slip", text)
		}
	}
	for _, text := range []string{
		"1 person", "2.1 people", "at most 1", "of 11 people, 1 is", "1.5M EUR", "0 % against, 10 % neutral", "100 % of it", "2016–2019", "Anna Anna Berg",
		"Of 11 people recorded at Brackwell, one of ours has a working tie to 6 and nobody to 5.", "10 points, against 60", "21 days", "Tsvi 0 introduces them", "James 1 people know",
	} {
		if s := prose.Slip(text); s != "" {
			t.Errorf("%q has the slip %q", text, s)
		}
	}
}
