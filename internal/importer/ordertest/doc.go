// Package ordertest holds the law of imports against any place where files are
// imported: the same files in any order, whole or split, give the same on each
// file's day, and any of them again changes nothing.
//
// Only tests import it.
package ordertest
