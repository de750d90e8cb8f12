// Package brief writes what there is to do about one person who moves or leaves
// as a document for people: Markdown for a ticket or a wiki, HTML for a browser
// or a printer.
//
// [Handover] writes what one of ours hands over, [MoveCard] what the move of a
// contact means. Every line ends with the ids of the records that it rests on.
//
// # Guarantees
//
// The same report gives the same bytes. An HTML document is a whole page that
// loads nothing, runs nothing and also is well-formed XML. Names, titles and
// whatever else somebody typed stay text: they become no markup, link, heading
// or list, add no line, and turn no writing direction.
//
// All functions are pure and safe for concurrent use.
package brief
