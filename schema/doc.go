// Package schema is the GraphQL schema and what gqlgen makes of it.
//
// The *.graphqls files are the API: they describe every type, field, argument
// and value, and they are what clients are compiled against. Each GraphQL type is
// a Go type: this package names them (bind.go), and its *.generated.go walk
// them. Only Query, Mutation and Subscription have resolvers, in package
// resolvers; the rest are fields and methods of the domain's views.
//
// To change the API, change a *.graphqls file and run go generate. It first writes
// what follows from the types and the domain: inputs.graphqls, edits.generated.go
// and the passages that are marked as generated.
package schema

//go:generate go run ../internal/generate -root ..
//go:generate go tool gqlgen generate
