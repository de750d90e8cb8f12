// Package resolvers is kith's HTTP side: the GraphQL roots over an engine, the
// pictures, the health checks and the start page.
//
// A request is somebody's: its [Viewer] names the one workspace that it reads and
// what it may do there, and the door to every field is in viewer.go. A query or
// mutation pins one snapshot when it begins; every field reads it, and no two of
// them can see two revisions. A mutation edits a draft, and its payload reads the
// snapshot that the edit made. All else (fields, lists, reports) are methods of the
// domain's views, bound in package schema. What an error is called is one table in
// errors.go.
package resolvers
