// Package formats knows the files that products export: by the columns of a
// header it tells which kind of file of which product it has, and puts its rows
// into the tables of docs/import.md.
//
// [Recognise] names the format of a header, whatever the file is called. [Format.Open]
// makes a [Translation] of a sheet: the rows of each table, one after the other,
// with the line and the column of the file from which each cell comes, so that a
// problem is shown where it stands. What is left out is counted, with the reason.
//
// Each product is one file of this package. A format is a name, the columns with
// the other names they have, and a function from a row to rows of tables. Where
// the columns are documented in public is said beside each; testdata/README.md
// lists the sources.
//
// # What holds for every format
//
// Ids are those of the product, so that the same record is found again; kinds
// that a product numbers apart stay apart. An organisation that a row only names
// is referred to by [ByName]. What a row says of a record that has a file of its
// own (the company of a contact, the owner of an account) is put into a table
// that only adds what is not there yet. Nothing is made up: a role without a
// decision, an owner without a company, a list without a name are left out, and
// that is said.
package formats
