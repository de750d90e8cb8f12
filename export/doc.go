// Package export turns a stakeholder chart into files for people: SVG pictures
// for slides, print and the browser, and Graphviz text.
//
// # From data to picture
//
// A [Chart] says what to draw and nothing about where: cards, links, our team,
// findings. [Place] decides where everything goes on a [Page]; [Render] places
// and writes SVG. Both read a Chart and never change it. The browser draws what
// Place returns, so that the screen and the paper show one picture. [Fold]
// makes a smaller chart of a large one, and [DOT] writes Graphviz text.
//
// # Three views
//
// TREE draws one card per seat with its reporting lines. PAIR puts our team
// opposite theirs with a line for every tie. OVERVIEW draws one small mark per
// seat below a few named boxes; TREE becomes OVERVIEW by itself above
// Options.MaxCards.
//
// # Two profiles
//
// OFFICE files hold SVG 1.1 shapes with plain attributes, so that slide and
// drawing programs agree on them: no style sheet, script, link, image, marker
// or filter. WEB files add class names, colours for dark screens and keyboard
// focus on every card.
//
// # Guarantees
//
// The same Chart and Options give the same bytes on every machine: all
// geometry is in whole tenths of a pixel, and no map is iterated. Cards never
// overlap. Text never leaves its card: it is measured with the metrics that
// Arial, Helvetica and Liberation Sans share, over-estimated elsewhere, and
// shortened between graphemes. Every string passes [Clean] and one escaping
// sink, so names cannot bring markup, links or text direction overrides.
//
// All functions are pure and safe for concurrent use.
package export
