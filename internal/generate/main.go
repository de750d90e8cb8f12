// Command generate writes what is said once into the other places where it must
// stand: the inputs and patches of facts, from the types of the schema; the Go
// structs of the mutations' inputs, from the schema; the reports of analyses in a
// view, from both; the whole schema as one file; and what a stance or a rule is, into the schema, the documents and
// the questions in Cypher. go generate ./schema runs it before gqlgen.
//
// A file of its own begins with a notice. Elsewhere it replaces what stands
// between two comments, "generated: NAME" and "end of NAME".
package main

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	root := flag.String("root", ".", "the root of the repository")
	flag.Parse()
	files, err := generate(*root)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err == nil {
			err = write(filepath.Join(*root, name), files[name])
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

// generate returns what the generated files are to hold, by their names below the
// root.
func generate(root string) (map[string]string, error) {
	s, err := readSDL(root)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	if out[inputsFile], err = s.inputs(); err != nil {
		return nil, err
	}
	if out[structsFile], err = s.structs(); err != nil {
		return nil, err
	}
	if out[verbsFile], err = s.verbs(root); err != nil {
		return nil, err
	}
	if out[reportsFile], err = s.reports(root); err != nil {
		return nil, err
	}
	for _, p := range passages {
		text, read := out[p.file]
		if !read {
			b, err := os.ReadFile(filepath.Join(root, p.file))
			if err != nil {
				return nil, err
			}
			text = string(b)
		}
		if out[p.file], err = replace(text, p); err != nil {
			return nil, err
		}
	}
	if out[wholeFile], err = whole(root, out); err != nil {
		return nil, err
	}
	return out, nil
}

// write writes a file that is not so already: what is up to date keeps its time.
func write(name, text string) error {
	if old, err := os.ReadFile(name); err == nil && string(old) == text {
		return nil
	}
	return os.WriteFile(name, []byte(text), 0o644)
}
