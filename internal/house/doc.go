// Package house holds the tests of the whole repository: which package may
// import which, what every package documents, which words stand nowhere, and
// that what is said in two languages is said alike. It has no code of its own.
//
// A new package needs its line in the table of imports_test.go.
package house
