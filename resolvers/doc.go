// Package resolvers is kith's HTTP side: the GraphQL roots over an engine, the
// pictures, the health checks and the start page.
//
// A query or mutation pins one snapshot when it begins; every field reads it,
// and no two of them can see two revisions. A mutation edits a draft, and its
// payload reads the snapshot that the edit made. All else (fields, lists,
// reports) are methods of the domain's views, bound in package schema.
package resolvers
