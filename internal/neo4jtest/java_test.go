package neo4jtest

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// fakeJava makes an installation of Java whose release file names a version,
// and returns its java program, which cannot run.
func fakeJava(t *testing.T, dir, version string) string {
	t.Helper()
	java := filepath.Join(dir, "bin", "java")
	if runtime.GOOS == "windows" {
		java += ".exe"
	}
	if err := os.MkdirAll(filepath.Dir(java), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(java, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	if version != "" {
		release := "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n"
		if err := os.WriteFile(filepath.Join(dir, "release"), []byte(release), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return java
}

func TestFindJava(t *testing.T) {
	dir := t.TempDir()
	var (
		java8    = fakeJava(t, filepath.Join(dir, "8"), "1.8.0_412")
		java17   = fakeJava(t, filepath.Join(dir, "17"), "17.0.15")
		java21   = fakeJava(t, filepath.Join(dir, "21"), "21")
		java25   = fakeJava(t, filepath.Join(dir, "25"), "25-ea")
		broken   = fakeJava(t, filepath.Join(dir, "broken"), "")
		notThere = filepath.Join(dir, "absent", "bin", "java")
	)
	for _, tt := range []struct {
		name       string
		wanted     []int
		candidates []string
		want       string // empty: errNoJava
	}{
		{"the only one", []int{17}, []string{java17}, java17},
		{"the preferred one, though later", []int{17, 21}, []string{java21, java17}, java17},
		{"the next best", []int{17, 21}, []string{java8, java25, java21}, java21},
		{"an early access build", []int{25}, []string{java17, java25}, java25},
		{"old numbering", []int{8}, []string{java8}, java8},
		{"broken ones are passed over", []int{17}, []string{broken, notThere, java17}, java17},
		{"none fits", []int{25}, []string{java8, java17, java21, broken}, ""},
		{"none at all", []int{17}, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := findJava(tt.wanted, tt.candidates)
			if got != tt.want || errors.Is(err, errNoJava) != (tt.want == "") {
				t.Errorf("findJava(%v, …) = %q, %v, want %q", tt.wanted, got, err, tt.want)
			}
		})
	}
}

func TestJavaCandidates(t *testing.T) {
	dir := t.TempDir()
	first := fakeJava(t, filepath.Join(dir, "first"), "17")
	second := fakeJava(t, filepath.Join(dir, "second"), "21")
	t.Setenv("JAVA_HOME", filepath.Dir(filepath.Dir(first)))
	t.Setenv("JAVA_HOME_21_X64", filepath.Dir(filepath.Dir(second)))
	t.Setenv("JAVA_HOME_22_X64", filepath.Dir(filepath.Dir(first)))
	t.Setenv("JAVA_HOME_23_X64", filepath.Join(dir, "absent"))
	t.Setenv("PATH", filepath.Dir(second))

	var got []string
	for _, java := range javaCandidates() {
		if target, err := filepath.EvalSymlinks(java); err == nil && (target == first || target == second) {
			got = append(got, target)
		}
	}
	if want := []string{first, second}; !slices.Equal(got, want) {
		t.Errorf("javaCandidates() has %q, want %q", got, want)
	}
}

func TestParseMajor(t *testing.T) {
	for _, tt := range []struct {
		version string
		want    int // 0: an error
	}{
		{"17.0.15", 17}, {"17", 17}, {"25-ea", 25}, {"25.0.3+9-LTS", 25}, {"1.8.0_412", 8}, {"11.0.2", 11},
		{"", 0}, {"x", 0}, {"1.", 0},
	} {
		if got, err := parseMajor(tt.version); got != tt.want || (err == nil) != (tt.want != 0) {
			t.Errorf("parseMajor(%q) = %d, %v, want %d", tt.version, got, err, tt.want)
		}
	}
}
