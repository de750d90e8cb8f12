package neo4jtest

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// errNoJava says that no Java of a wanted version was found or could be
// installed.
var errNoJava = errors.New("no suitable Java")

// findJava returns the path of a java program of one of the wanted major
// versions, the earliest wanted that any candidate has. It returns an error
// that wraps errNoJava when no candidate fits.
func findJava(wanted []int, candidates []string) (string, error) {
	found := make(map[int]string) // first candidate of each wanted version
	for _, java := range candidates {
		major, err := javaMajor(java)
		if err != nil || !slices.Contains(wanted, major) {
			continue
		}
		if major == wanted[0] {
			return java, nil
		}
		if found[major] == "" {
			found[major] = java
		}
	}
	for _, major := range wanted {
		if java := found[major]; java != "" {
			return java, nil
		}
	}
	return "", fmt.Errorf("%w: none of version %s among %d candidates in JAVA_HOME*, the usual folders and PATH",
		errNoJava, oneOf(wanted), len(candidates))
}

// oneOf spells a list of versions as a person would: "17 or 21".
func oneOf(versions []int) string {
	words := make([]string, len(versions))
	for i, v := range versions {
		words[i] = strconv.Itoa(v)
	}
	return strings.Join(words, " or ")
}

// javaCandidates returns the java programs of this machine: first those named
// by the environment variables JAVA_HOME*, then those in the usual folders,
// last the one on PATH. A program reached by several names is listed once.
func javaCandidates() []string {
	var homes []string
	env := os.Environ()
	slices.Sort(env)
	for _, kv := range env {
		if name, value, _ := strings.Cut(kv, "="); strings.HasPrefix(name, "JAVA_HOME") && value != "" {
			homes = append(homes, value)
		}
	}
	patterns := []string{"/usr/lib/jvm/*", "/opt/*", "/opt/*/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home"}
	if home, err := os.UserHomeDir(); err == nil {
		patterns = append(patterns, filepath.Join(home, ".sdkman/candidates/java/*"))
	}
	for _, pattern := range patterns {
		dirs, _ := filepath.Glob(pattern) // sorted; the patterns are well-formed
		homes = append(homes, dirs...)
	}

	name := "java"
	if runtime.GOOS == "windows" {
		name = "java.exe"
	}
	var javas []string
	for _, home := range homes {
		javas = append(javas, filepath.Join(home, "bin", name))
	}
	if java, err := exec.LookPath("java"); err == nil {
		javas = append(javas, java)
	}

	seen := make(map[string]bool)
	return slices.DeleteFunc(javas, func(java string) bool {
		target, err := filepath.EvalSymlinks(java)
		if err != nil || seen[target] {
			return true
		}
		seen[target] = true
		return false
	})
}

// javaMajor returns the major version of a java program: 17 for 17.0.15, 8 for
// 1.8.0. It reads the release file of the installation where there is one, and
// else runs the program.
func javaMajor(java string) (int, error) {
	target, err := filepath.EvalSymlinks(java)
	if err != nil {
		return 0, err
	}
	if f, err := os.Open(filepath.Join(filepath.Dir(target), "..", "release")); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			if v, ok := strings.CutPrefix(lines.Text(), "JAVA_VERSION="); ok {
				return parseMajor(strings.Trim(v, `"`))
			}
		}
	}
	out, err := exec.Command(java, "-version").CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("%s -version: %w", java, err)
	}
	quoted := quotedVersion.FindSubmatch(out)
	if quoted == nil {
		return 0, fmt.Errorf("%s -version names no version", java)
	}
	return parseMajor(string(quoted[1]))
}

// quotedVersion matches the version in the first line that java -version
// prints: openjdk version "17.0.15" 2025-04-15.
var quotedVersion = regexp.MustCompile(`version "([^"]+)"`)

// parseMajor returns the major version in a version of Java.
func parseMajor(version string) (int, error) {
	digits := strings.TrimPrefix(version, "1.")
	if end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		digits = digits[:end]
	}
	major, err := strconv.Atoi(digits)
	if err != nil {
		return 0, fmt.Errorf("java version %q: want a number first", version)
	}
	return major, nil
}
