package export

import (
	"net/url"
	"slices"

	"github.com/kithgraph/kith/graph"
)

const (
	// MaxSeats is the largest number of cards in a chart.
	MaxSeats = 100_000

	// DefaultMaxCards is the number of cards up to which a TREE diagram draws
	// cards; beyond it draws an OVERVIEW.
	DefaultMaxCards = 1500

	// MaxTeam is the largest number of our people in a chart.
	MaxTeam = 10_000

	// MaxLinks is the largest number of links in a chart; a picture draws fewer.
	MaxLinks = 200_000

	// MaxCollapsed is the largest number of people that a card or a chart counts
	// instead of showing.
	MaxCollapsed = 10_000_000

	// MaxPairRows is the largest number of people on one side of a PAIR diagram.
	MaxPairRows = 400
)

// Diagram is what a picture shows.
type Diagram string

// The diagrams.
const (
	DiagramTree     Diagram = "TREE"     // cards and reporting lines; the default
	DiagramPair     Diagram = "PAIR"     // our team opposite theirs
	DiagramOverview Diagram = "OVERVIEW" // marks below named boxes
	DiagramNetwork  Diagram = "NETWORK"  // who influences and who opposes whom
	DiagramDiff     Diagram = "DIFF"     // what changed between two days, see [Diff]
	DiagramMatrix   Diagram = "MATRIX"   // their people by level, and who of ours knows them
	DiagramFocus    Diagram = "FOCUS"    // some people and their surroundings, see [Focus]
)

// Diagrams returns the diagrams.
func Diagrams() []Diagram {
	return []Diagram{DiagramTree, DiagramPair, DiagramOverview, DiagramFocus, DiagramMatrix, DiagramNetwork, DiagramDiff}
}

// Page is the size of a picture. Paper is landscape.
type Page string

// The pages.
const (
	PageSlide   Page = "SLIDE" // 13.333 × 7.5 in, 16:9; the default
	PageA4      Page = "A4"
	PageA3      Page = "A3"
	PageA1      Page = "A1"
	PageA0      Page = "A0"
	PageNatural Page = "NATURAL" // as large as the chart at its natural size
)

// Pages returns the page sizes.
func Pages() []Page { return []Page{PageSlide, PageA4, PageA3, PageA1, PageA0, PageNatural} }

// Profile is the set of SVG features that a file uses.
type Profile string

// The profiles.
const (
	ProfileOffice Profile = "OFFICE" // plain SVG 1.1 attributes; the default
	ProfileWeb    Profile = "WEB"    // class names, dark colours, focusable cards
)

// Profiles returns the profiles.
func Profiles() []Profile { return []Profile{ProfileOffice, ProfileWeb} }

// Options say how to draw a chart. The zero Options draw a TREE on a SLIDE for
// OFFICE.
type Options struct {
	Diagram Diagram
	Page    Page
	Profile Profile

	// MaxCards is the number of cards above which TREE becomes OVERVIEW, default
	// and upper bound [DefaultMaxCards]; and the number that FOCUS and DIFF keep,
	// default [CardBudget] of the page.
	MaxCards int

	// Focus is the IDs of the cards that a FOCUS diagram is about; see [Focus].
	Focus []string

	// Include is the IDs of cards, seats or people that a picture must show before
	// others where it has not room for all; at most [CardBudget] of the page makes sense.
	Include []string

	// Layers is which kinds of lines are drawn beside the reporting lines; nil for all. The
	// moves of a DIFF are drawn in any case.
	Layers []LinkKind

	// Title stands in the place of the heading; empty for the picture's own.
	Title string

	// Footnote is the last line, such as "Confidential"; empty for the chart's own.
	Footnote string

	// Network lays out a NETWORK diagram; default this package. See [ErrOwnLayout].
	Network NetworkLayout

	// Redacted draws [Redact] of the chart, for showing to the customer. A
	// NETWORK diagram is refused then.
	Redacted bool

	// CardURL makes every card of a WEB file a link to this address followed by
	// the escaped ID of the card; empty for none. It must begin with "https://"
	// and a host, and a redacted picture has no links.
	CardURL string

	// IDPrefix begins every id in the file, so that several pictures can live
	// in one page: letters, digits, '-' and '_', a letter first, at most 32;
	// default "kith".
	IDPrefix string
}

// withDefaults fills in the defaults and refuses what is not a value.
func (o Options) withDefaults() (Options, error) {
	if o.Diagram == "" {
		o.Diagram = DiagramTree
	}
	if o.Page == "" {
		o.Page = PageSlide
	}
	if o.Profile == "" {
		o.Profile = ProfileOffice
	}
	if o.IDPrefix == "" {
		o.IDPrefix = "kith"
	}
	if o.MaxCards <= 0 && (o.Diagram == DiagramFocus || o.Diagram == DiagramDiff) {
		o.MaxCards = CardBudget(o.Page)
	}
	if o.MaxCards <= 0 || o.MaxCards > DefaultMaxCards {
		o.MaxCards = DefaultMaxCards
	}
	if !oneOf(o.Diagram, Diagrams()) {
		return o, invalidOption("diagram %q is none of %v", o.Diagram, Diagrams())
	}
	if !oneOf(o.Page, Pages()) {
		return o, invalidOption("page %q is none of %v", o.Page, Pages())
	}
	if !oneOf(o.Profile, Profiles()) {
		return o, invalidOption("profile %q is none of %v", o.Profile, Profiles())
	}
	for _, k := range o.Layers {
		if !oneOf(k, LinkKinds()) {
			return o, invalidOption("layer %q is none of %v", k, LinkKinds())
		}
	}
	if err := checkURL(o.CardURL); err != nil {
		return o, err
	}
	if !isToken(o.IDPrefix) || len(o.IDPrefix) > 32 {
		return o, invalidOption("id prefix %q: want a letter, then letters, digits, '-' or '_', at most 32", o.IDPrefix)
	}
	return o, nil
}

// draws reports whether lines of a kind are drawn.
func (o *Options) draws(k LinkKind) bool {
	return o.Layers == nil || k == LinkMoved || slices.Contains(o.Layers, k)
}

// invalidOption is the refusal of a value in the options.
func invalidOption(format string, args ...any) error {
	return graph.Invalid("chart-options", nil, format, args...)
}

// checkURL refuses an address that cards may not link to.
func checkURL(address string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || len(address) > 500 || Clean(address) != address {
		return invalidOption("card address %q: want https:// and a host, without a user, at most 500 bytes", address)
	}
	return nil
}

func oneOf[T comparable](v T, all []T) bool {
	for _, a := range all {
		if v == a {
			return true
		}
	}
	return false
}

// isToken reports whether s is a letter followed by letters, digits, '-' and
// '_', all ASCII.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c != '-' && c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// Result is a picture and what to know about it.
type Result struct {
	SVG     []byte
	Diagram Diagram // what was drawn: OVERVIEW when TREE was asked for and is too large

	// Width and Height are the page in pixels, 96 to the inch.
	Width, Height float64

	// MinTextPt is the size of the smallest name in points, 1/72 inch, on the
	// page as printed. Print needs about 7, and 8 is comfortable. 0 without
	// cards.
	MinTextPt float64

	Number, Of     int      // which page of how many; 0 unless [RenderPages] made it
	Seats          int      // seats of the chart, those left out included
	Collapsed      int      // people that are counted in a "+n" instead of drawn
	ShortenedNames int      // names that end in an ellipsis in the picture
	Shown          string   // who is drawn where not all are, and why: "40 of 5,000 seats: 8 with a part in a decision, …"; else empty
	Nothing        string   // why nothing is to be seen, in a sentence that the picture says too; else empty
	Warnings       []string // what is not as asked, one sentence each
}

// pageSize is a page in tenths of a pixel and the size of its furniture in
// hundredths.
type pageSize struct {
	w, h      int
	furniture int
	maxScale  int // the largest scale of a chart, in 1/10000
}

// sizeOf returns the size of a page. NATURAL has no size of its own.
func sizeOf(p Page) pageSize {
	switch p {
	case PageA4:
		return pageSize{11225, 7937, 90, 14000}
	case PageA3:
		return pageSize{15874, 11225, 115, 16000}
	case PageA1:
		return pageSize{31786, 22450, 190, 16000}
	case PageA0:
		return pageSize{44939, 31786, 240, 16000}
	}
	return pageSize{12800, 7200, 100, 14000}
}
