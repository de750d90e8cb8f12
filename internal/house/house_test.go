package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/kithgraph/kith"
	root   = "../.."
)

// file is one file of the repository; its path is relative to the root, with
// slashes.
type file struct {
	path string
	data []byte
}

// files returns every file of the repository but those that are fetched or
// built: what git ignores is none of ours.
func files(t *testing.T) []file {
	t.Helper()
	ignored := []string{".git", ".ci/cache", "bin", "dist", "kith", "kith-graphviz"}
	built := []string{".db", ".db-wal", ".db-shm", ".test", ".prof"}
	var out []file
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (slices.Contains(ignored, rel) || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || !d.Type().IsRegular() || slices.Contains(ignored, rel): // .git is a file in a linked worktree
			return nil
		case slices.Contains(built, path.Ext(rel)):
			return nil
		}
		data, err := os.ReadFile(name)
		out = append(out, file{rel, data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// goFile is a parsed Go file.
type goFile struct {
	path      string
	dir       string
	test      bool
	generated bool
	syntax    *ast.File
	set       *token.FileSet
}

func goFiles(t *testing.T) []goFile {
	t.Helper()
	var out []goFile
	for _, f := range files(t) {
		if !strings.HasSuffix(f.path, ".go") || strings.Contains(f.path, "/testdata/") {
			continue
		}
		set := token.NewFileSet()
		syntax, err := parser.ParseFile(set, f.path, f.data, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		out = append(out, goFile{
			path: f.path, dir: path.Dir(f.path), test: strings.HasSuffix(f.path, "_test.go"),
			generated: ast.IsGenerated(syntax), syntax: syntax, set: set,
		})
	}
	if len(out) < 50 {
		t.Fatalf("found %d Go files under %s; this is not the repository", len(out), root)
	}
	return out
}
