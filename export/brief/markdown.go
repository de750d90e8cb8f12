package brief

import (
	"bytes"
	"strings"
)

// Markdown returns the document as CommonMark with the tables of GitHub.
func (d *Document) Markdown() []byte {
	var b bytes.Buffer
	b.WriteString("# " + escape(d.title) + "\n")
	for _, x := range d.blocks {
		b.WriteByte('\n')
		switch {
		case x.Heading != "":
			b.WriteString("## " + escape(x.Heading) + "\n")
		case x.Subheading != "":
			b.WriteString("### " + escape(x.Subheading) + "\n")
		case x.Paragraph != nil:
			b.WriteString(x.Paragraph.markdown() + "\n")
		case x.List != nil:
			for _, l := range x.List {
				b.WriteString("- " + l.markdown() + "\n")
			}
		default:
			head := make([]line, len(x.Columns))
			for i, c := range x.Columns {
				head[i].Text = c
			}
			row(&b, head)
			b.WriteString(strings.Repeat("| --- ", len(x.Columns)) + "|\n")
			for _, cells := range x.Rows {
				row(&b, cells)
			}
		}
	}
	return b.Bytes()
}

func row(b *bytes.Buffer, cells []line) {
	for _, c := range cells {
		b.WriteString("| " + c.markdown() + " ")
	}
	b.WriteString("|\n")
}

func (l line) markdown() string {
	s := escape(l.Text)
	for _, id := range l.IDs {
		s += " " + code(id)
	}
	return strings.TrimSpace(s)
}

// code writes an id as code, or as text where code could not hold it.
func code(id string) string {
	if strings.ContainsAny(id, "`|\\") {
		return escape(id)
	}
	return "`" + id + "`"
}

// special are the characters that Markdown may take for markup anywhere in a
// line: of code, emphasis, links, tags, entities, tables, mathematics and
// mentions.
const special = "\\`*_[]<>&|~$@#!"

// escape returns a line that Markdown shows as it is. What makes a list, a
// heading or a rule does so at the beginning of a line only, and what makes a
// link of plain text is the end of a scheme or a leading "www".
func escape(s string) string {
	var b strings.Builder
	begun := false // behind anything but digits
	for i, r := range s {
		switch {
		case r < 0x80 && strings.ContainsRune(special, r),
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"),
			!begun && i == 0 && strings.ContainsRune("+-=", r),
			!begun && strings.ContainsRune(".)", r):
			b.WriteByte('\\')
		}
		begun = begun || r < '0' || r > '9'
		b.WriteRune(r)
	}
	return b.String()
}
