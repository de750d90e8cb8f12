// Package gqlserve is everything between net/http and a generated
// [graphql.ExecutableSchema] that makes a GraphQL server safe and conformant.
// It knows nothing of what the schema is about.
//
// [NewHandler] serves one endpoint: GraphQL over HTTP by POST and by GET for
// queries, subscriptions as server-sent events (graphql-sse) and over a websocket
// (graphql-transport-ws). [Protect] wraps the whole site: host check, cross-origin
// protection and sharing, security headers, no panic in an answer; [Compress] wraps
// that. [NewHTTPServer] sets the timeouts that a server on an
// open port needs.
//
// # The way of a request
//
// Nothing is done for a caller before it has paid for it with something
// cheaper:
//
//  1. method and Accept header; then [Options.Authenticate];
//  2. media type, size of the body, UTF-8, depth and number of JSON values;
//  3. the document's tokens are counted and its brackets matched without
//     recursion, since a parser that recurses dies of a deep document and
//     takes the process with it;
//  4. it is parsed, and its structure is measured: operations, aliases, depth,
//     fragment cycles, all in time linear in its size;
//  5. it is validated by the rules of the specification, where the rules whose
//     cost is quadratic or exponential are replaced by bounded ones, and no
//     message suggests a name;
//  6. variables are coerced and the cost of the one operation that will run is
//     computed, each fragment once;
//  7. [Options.AroundOperation] may pin what the operation reads, or refuse;
//  8. it runs.
//
// A document that passed steps 3 to 5 is remembered by its text. [Limits] says
// what each bound is.
//
// # Errors
//
// A request that does not run is answered with errors and without data. Every
// error carries extensions.code; the codes are Apollo's. An error that nobody
// gave a code is a fault of the server: it is logged with an id, and the
// caller gets that id and the code INTERNAL_SERVER_ERROR only.
package gqlserve
