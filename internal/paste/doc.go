// Package paste reads text that somebody pasted: a table, cards (vCard), a list of
// addresses as from the To line of a mail, or the signature below one.
//
// [Read] says what kind it is and which people it holds, and what of it was not
// understood: nothing is guessed. [Find] says who of them a workspace knows already,
// and why; [Prepare] makes files of the importer's neutral form of them, which an
// import then plans. Nothing is written here.
package paste
