module github.com/kithgraph/kith/internal/web/build

go 1.26.0

require (
	github.com/evanw/esbuild v0.25.12
	github.com/vektah/gqlparser/v2 v2.5.37
)

require (
	github.com/agnivade/levenshtein v1.2.1 // indirect
	golang.org/x/sys v0.0.0-20220715151400-c0bba94af5f8 // indirect
)
