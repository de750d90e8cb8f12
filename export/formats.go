package export

// Format is a form of a chart beside a picture.
type Format string

// The formats.
const (
	FormatDOT      Format = "DOT"      // Graphviz's language, see [DOT]
	FormatGraphML  Format = "GRAPHML"  // for yEd, Gephi and others, see [GraphML]
	FormatGEXF     Format = "GEXF"     // for Gephi, see [GEXF]
	FormatCypher   Format = "CYPHER"   // statements for Neo4j, see [Cypher]
	FormatCSV      Format = "CSV"      // a table of the cards, see [CSV]
	FormatMarkdown Format = "MARKDOWN" // an outline for reading, see [Markdown]
	FormatVCard    Format = "VCARD"    // contacts, see [VCards]
)

// Formats returns the formats.
func Formats() []Format {
	return []Format{FormatDOT, FormatGraphML, FormatGEXF, FormatCypher, FormatCSV, FormatMarkdown, FormatVCard}
}

// formatLook is what is to know of a format.
type formatLook struct {
	mediaType, extension string
	write                func(Chart) (string, error)
}

var formatLooks = map[Format]formatLook{
	FormatDOT:      {"text/vnd.graphviz; charset=utf-8", "gv", DOT},
	FormatGraphML:  {"application/graphml+xml; charset=utf-8", "graphml", GraphML},
	FormatGEXF:     {"application/gexf+xml; charset=utf-8", "gexf", GEXF},
	FormatCypher:   {"application/x-cypher-query; charset=utf-8", "cypher", Cypher},
	FormatCSV:      {"text/csv; charset=utf-8; header=present", "csv", CSV},
	FormatMarkdown: {"text/markdown; charset=utf-8", "md", Markdown},
	FormatVCard:    {"text/vcard; charset=utf-8", "vcf", VCards},
}

// MediaType returns the media type of a format for HTTP, and "" for one that is
// not known.
func (f Format) MediaType() string { return formatLooks[f].mediaType }

// Extension returns the usual end of a file's name without the dot, and "" for
// a format that is not known.
func (f Format) Extension() string { return formatLooks[f].extension }

// Text returns the chart in a format. It fails for a format that is not known,
// and as [Render] does for a chart that cannot be drawn. For a customer, give
// it [Redact] of the chart.
func Text(chart Chart, f Format) (string, error) {
	look, ok := formatLooks[f]
	if !ok {
		return "", invalidOption("format %q is none of %v", f, Formats())
	}
	return look.write(chart)
}
