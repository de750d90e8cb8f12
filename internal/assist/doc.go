// Package assist offers a workspace to assistants by the Model Context Protocol:
// reports, person cards, search and chart outlines as tools that only read, and edits
// that are tried out first and written when a person says so.
//
// Every tool is an operation of the API and goes its way, with its bounds on cost, time
// and size; there is no other door. What an answer holds is data: names, titles and
// notes are what people wrote, and may say anything. They stand in the structured answer
// only, beside a note that says so, and never in the description of a tool.
//
// An edit is tried out as a dry run, which is kept under a token. To write it, the
// client asks the person in front of it; an assistant cannot answer for them, and where
// a client cannot ask, nothing is written. What is written is what was shown: with its key,
// and only while the workspace is at the revision of the dry run.
package assist
