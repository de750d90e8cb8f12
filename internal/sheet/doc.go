// Package sheet reads tables out of files as products write them: text of
// several encodings, separators and line ends, with lines above the header;
// workbooks (.xlsx); cards (vCard 3 and 4). What the columns mean is none of its
// business.
//
// [Open] says which tables a file holds, [Sheet.From] gives the rows of one.
// Text streams: memory is bounded by the limits, not by the file. A workbook is
// unpacked in memory, within [Options].Unpacked.
package sheet
