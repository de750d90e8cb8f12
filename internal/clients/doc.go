// Package clients holds the API against the clients that front ends use: Apollo Client, Relay,
// urql, graphql-codegen, graphql-ws and graphql-sse, in Node and in a browser. It has
// no code of its own.
package clients
