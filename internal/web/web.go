// Package web is the app that a browser shows: accounts, the org chart of one, what was
// found, and what has changed. It is a client of the GraphQL API and of nothing else.
//
// The sources are in src; build, a module of its own, makes the types of the operations
// from the SDL (src/types.ts) and bundles everything into dist, which is embedded, so that
// kith builds with Go alone. docs/web.md tells what is where.
package web

import (
	"embed"
	"io/fs"
)

//go:generate go run -C build .

//go:embed dist
var dist embed.FS

// Files returns the files of the app: index.html and what that loads.
func Files() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the name is right
	}
	return sub
}
