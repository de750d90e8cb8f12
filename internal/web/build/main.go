// Command build makes the web app: the types of its GraphQL operations, held against the SDL, and
// the bundle that is embedded. It is run by go generate in the folder above.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := build(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

const (
	web  = ".."       // the package
	root = "../../.." // the repository
)

func build() error {
	types, err := operations(filepath.Join(root, "schema"), filepath.Join(web, "src", "operations.graphql"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(web, "src", "types.ts"), types, 0o644); err != nil {
		return err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: absolute(web),
		EntryPoints:   []string{"src/app.ts", "src/app.css"},
		Bundle:        true,
		Outdir:        "dist",
		Format:        api.FormatESModule,
		Target:        api.ES2022,
		Charset:       api.CharsetUTF8,
		LegalComments: api.LegalCommentsNone,
		Write:         true,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("%s", strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	page, err := os.ReadFile(filepath.Join(web, "src", "index.html"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(web, "dist", "index.html"), page, 0o644)
}

func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		panic(err) // there is no working directory
	}
	return abs
}
