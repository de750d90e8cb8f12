package neo4jtest

import (
	"errors"
	"fmt"
	"testing"
)

func TestRequired(t *testing.T) {
	noJava := fmt.Errorf("installing: %w", errNoJava)
	other := errors.New("offline")
	for _, tt := range []struct {
		name string
		env  string
		v    Version
		err  error
		want bool
	}{
		{"nothing is required by default", "", V5, other, false},
		{"nothing is required by 0", "0", V5, other, false},
		{"the old line", "1", V5, other, true},
		{"the old line, for want of Java too", "1", V5, noJava, true},
		{"the new line", "1", V2026, other, true},
		{"the new line, but not for want of Java", "1", V2026, noJava, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("KITH_REQUIRE_NEO4J", tt.env)
			if got := required(tt.v, tt.err); got != tt.want {
				t.Errorf("required(%s, %v) = %t, want %t", tt.v, tt.err, got, tt.want)
			}
		})
	}
}

func TestNotRunLine(t *testing.T) {
	got := notRunLine(V5, errors.New("mvn: exit status 1: offline\r\n\nno route"))
	if want := "NOT RUN: neo4j 5.26: mvn: exit status 1: offline; no route"; got != want {
		t.Errorf("notRunLine = %q, want %q", got, want)
	}
}

func TestVersions(t *testing.T) {
	for _, v := range Versions() {
		if rel := releases[v]; rel.main == "" || len(rel.javas) == 0 {
			t.Errorf("releases[%s] = %+v, want all fields", v, rel)
		}
	}
	for v, want := range map[Version]string{V5: "5.26", V2026: "2026.08", "": "", "x": ""} {
		if got := v.Line(); got != want {
			t.Errorf("Version(%q).Line() = %q, want %q", string(v), got, want)
		}
	}
}
