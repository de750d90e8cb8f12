package neo4jstore

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed cypher/*.cypher
var questionFiles embed.FS

// Question is an analysis in Cypher, to be pasted into Neo4j Browser or run by
// any client: one planner's question, with the same answer as in package
// analysis but for what the header of the file leaves out.
type Question struct {
	Name       string   // "single-points"
	Question   string   // the question, one sentence
	Parameters []string // their names, in the order of the header
	Text       string   // the whole file: header, comments and statement
}

// Statement returns the question's statement without header and semicolon.
func (q Question) Statement() string {
	_, body, _ := strings.Cut(q.Text, "\n\n")
	return strings.TrimSuffix(strings.TrimSpace(body), ";")
}

// Questions returns the questions that ship with kith, by name. Each is one
// statement that reads and does not write, after a header that says what it
// answers, what its rows are, which parameters it wants and what it leaves out.
func Questions() []Question {
	var out []Question
	files, err := fs.Glob(questionFiles, "cypher/*.cypher") // sorted
	if err != nil {
		panic(err) // the pattern is well-formed
	}
	for _, file := range files {
		b, err := questionFiles.ReadFile(file)
		if err != nil {
			panic(err) // it was listed
		}
		q := Question{Name: strings.TrimSuffix(strings.TrimPrefix(file, "cypher/"), ".cypher"), Text: string(b)}
		head, _, _ := strings.Cut(q.Text, "\n\n")
		for i, line := range strings.Split(head, "\n") {
			line = strings.TrimSpace(strings.TrimPrefix(line, "//"))
			if i == 0 {
				q.Question = line
			}
			var name string
			if _, err := fmt.Sscanf(line, ":param %s =>", &name); err == nil {
				q.Parameters = append(q.Parameters, name)
			}
		}
		out = append(out, q)
	}
	return out
}
