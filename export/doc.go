// Package export turns a stakeholder chart into files for people: SVG pictures
// for slides, print and the browser, and text in other formats.
//
// # From data to picture
//
// A [Chart] says what to draw and nothing about where: cards, links, our team,
// findings; [Account] makes one of an account on a day. [Render] lays it out
// and writes SVG; [RenderPages] does so on several pages; [Place] only says
// where everything goes, for a browser that draws it itself, so that the screen
// and the paper show one picture. None of them changes the chart. What changes
// a chart are [Collapse], [Focus], [Diff] and [Redact], which are functions
// from charts to charts. [Text] writes DOT, GraphML, CSV, Markdown and vCard.
//
// # Diagrams
//
// TREE draws one card per seat with its reporting lines; it becomes an OVERVIEW,
// one small mark per seat below a few named boxes, above Options.MaxCards. FOCUS
// draws some people and their surroundings, DIFF what changed between two days.
// PAIR puts our team opposite theirs with a line for every tie, MATRIX their
// people by level with a column for each of ours, NETWORK who influences and
// who opposes whom.
//
// # Two profiles
//
// OFFICE files hold SVG 1.1 shapes with plain attributes, so that slide and
// drawing programs agree on them: no style sheet, script, link, image, marker
// or filter. WEB files add class names, colours for dark screens, keyboard
// focus on every card and, on request, a link.
//
// # Guarantees
//
// The same Chart and Options give the same bytes on every machine: all
// geometry is in whole tenths of a pixel, and no map is iterated. Cards never
// overlap, and no reporting line passes through a card; neither does any other
// line of a TREE. Text never leaves its card: it is measured with the metrics
// that Arial, Helvetica and Liberation Sans share, over-estimated elsewhere, and
// shortened between graphemes; it stands out from what is below it by 4.5 : 1.
// Every string passes [Clean] and one escaping sink, so names cannot bring
// markup, links or text direction overrides. What [Redact] drops leaves no
// trace.
//
// All functions are pure and safe for concurrent use. Sub-packages do what
// needs a program of its own: graphviz lays out a NETWORK by kith-graphviz, raster
// makes PNG and PDF by rsvg-convert.
package export
