package main

import (
	"strings"
	"testing"
)

func TestAlign(t *testing.T) {
	tab := &table{columns: []string{"A", "B"}, rows: [][]string{{"佐藤", "one\ntwo"}, {"x", "\x1b[31mred\u202e"}}}
	var b strings.Builder
	if err := tab.align(&b); err != nil {
		t.Fatal(err)
	}
	want := "A     B\n佐藤  one\n      two\nx     \uFFFD[31mred\uFFFD\n"
	if b.String() != want {
		t.Errorf("align =\n%q, want\n%q", b.String(), want)
	}
}

func TestCSVGuardsFormulas(t *testing.T) {
	tab := &table{columns: []string{"A"}, rows: [][]string{{"=1+1"}, {"-x"}, {"fine, too"}}}
	var b strings.Builder
	if err := tab.csv(&b); err != nil {
		t.Fatal(err)
	}
	if want := "A\n'=1+1\n'-x\n\"fine, too\"\n"; b.String() != want {
		t.Errorf("csv = %q, want %q", b.String(), want)
	}
}

func TestCut(t *testing.T) {
	for in, want := range map[string]string{"short": "short", "0123456789": "0123456789", "0123456789a": "012345678…", "佐藤佐藤佐藤": "佐藤佐藤…"} {
		if got := cut(in, 10); got != want {
			t.Errorf("cut(%q, 10) = %q, want %q", in, got, want)
		}
	}
}

func TestLowerKeys(t *testing.T) {
	type inner struct{ ID, AsOf string }
	type outer struct {
		inner
		Names  []string
		hidden int
	}
	var b strings.Builder
	if err := (&answer{report: outer{inner{"x", "d"}, nil, 1}}).write(&b, formatJSON); err != nil {
		t.Fatal(err)
	}
	if want := "{\n  \"id\": \"x\",\n  \"asOf\": \"d\",\n  \"names\": []\n}\n"; b.String() != want {
		t.Errorf("JSON = %q, want %q", b.String(), want)
	}
}
