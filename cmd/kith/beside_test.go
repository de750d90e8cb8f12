package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadsBesideServe runs every command that only reads on a folder while kith serve
// writes to it, and again after serve was killed: each sees what was written last. A
// command that writes is refused, and names who has the folder.
func TestReadsBesideServe(t *testing.T) {
	dir := t.TempDir()
	store := filepath.Join(dir, "store")
	must(t, "demo", "--once", "--as-of", "2026-11-02", "--store", store)
	csv := filepath.Join(dir, "people.csv")
	if err := os.WriteFile(csv, []byte("id,name,organization\n1,Nora Fuchs,Brackwell Foods\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in := func(args ...string) []string { return append(args, "--store", store, "-w", "demo") }
	reads := [][]string{
		in("report", "coverage", "--account", "a-brackwell"),
		in("report", "moves", "--from", "2026-01-01"),
		in("diff", "--account", "a-brackwell", "--since", "2026-03-01"),
		in("export", "orgchart", "--account", "a-brackwell", "--as-of", "2026-11-02"),
		in("review"),
		in("fsck"),
		in("undo", "--dry-run"),
		in("import", "--dry-run", "--source", "crm", csv),
		in("add", "--dry-run", "Nora Fuchs\nHead of Tests\nBrackwell Foods\nnora.fuchs@brackwell.example"),
	}
	all := func(when, name string) {
		t.Helper()
		for _, args := range reads {
			if _, errs, err := kith(t, args...); err != nil {
				t.Errorf("%s: kith %s = %v\n%s", when, strings.Join(args, " "), err, errs)
			}
		}
		file := filepath.Join(dir, when+".kith")
		must(t, in("backup", "-o", file)...)
		if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), name) {
			t.Errorf("%s: the backup does not have %s: %v", when, name, err)
		}
		must(t, in("copy", "--to", filepath.Join(dir, "copy "+when))...)
	}
	n := serve(t, in()...)
	if _, err := n.add("Vera Lang"); err != nil {
		t.Fatal(err)
	}
	all("beside", "Vera Lang")
	for _, args := range [][]string{in("undo"), in("import", "--source", "crm", csv)} {
		if _, errs, err := kith(t, args...); err == nil || !strings.Contains(errs, "in use by process") {
			t.Errorf("kith %s beside serve = %v %s, want to hear who has the folder", strings.Join(args, " "), err, errs)
		}
	}
	if _, err := n.add("Uwe Berg"); err != nil {
		t.Errorf("serve after the readers = %v", err)
	}
	n.kill()
	all("after", "Uwe Berg")

	nowhere := filepath.Join(dir, "nowhere")
	for _, args := range [][]string{{"report", "moves"}, {"fsck"}, {"backup", "-o", filepath.Join(dir, "none.kith")}, {"export", "orgchart", "--account", "x"}} {
		if _, errs, err := kith(t, append(args, "--store", nowhere)...); err == nil || !strings.Contains(errs, "workspace main") {
			t.Errorf("kith %s of a folder that is not there = %v %s", args[0], err, errs)
		}
	}
	if _, err := os.Stat(nowhere); !os.IsNotExist(err) {
		t.Errorf("reading made the folder: %v", err)
	}
}
