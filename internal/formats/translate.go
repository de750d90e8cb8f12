package formats

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kithgraph/kith/internal/sheet"
)

// Options say what a file does not say itself.
type Options struct {
	// Ours is the name of our own company: the one that owners of accounts and
	// staff tables without a company belong to. It may be empty.
	Ours string
	// Person says whose connections or career a file holds: somebody for whom
	// the importer knows the key [Self]. Without it such ties are left out.
	Person bool
}

// Self is the key of the person whose file it is.
const Self = "@self"

// tables are the tables that formats write to, with their columns, the key first.
var tables = map[string][]string{
	"organizations":  {"id", "name", "parent_id", "website", "type", "ours", "owner", "domains", "industry", "country"},
	"people":         {"id", "name", "email", "linkedin", "location", "timezone", "languages", "notes", "do_not_contact"},
	"positions":      {"seat_id", "id", "person_id", "organization_id", "title", "department", "level", "reports_to_seat_id", "reports_to_position_id", "dotted_to_seat_id", "assistant_to_seat_id", "start", "end", "last_day"},
	"accounts":       {"organization_id", "relation", "owner_id"},
	"work":           {"person_id", "account_id", "role"},
	"decision_areas": {"id", "account_id", "name", "budget", "currency", "state", "due"},
	"decision_parts": {"decision_area_id", "person_id", "part"},
	"relationships":  {"from_person_id", "to_person_id", "kind", "level", "start", "evidence"},
	"interactions":   {"id", "person_a", "person_b", "channel", "at", "started_by"},
	"merged_records": {"id", "kind", "into_id"},
}

// order is the order of the tables in what is told.
var order = []string{"people", "organizations", "positions", "accounts", "work", "decision_areas", "decision_parts", "relationships", "interactions", "merged_records"}

// Tables returns the tables that formats write to, in the order in which they
// are told.
func Tables() []string { return slices.Clone(order) }

// cell is a value with the field of the file that it comes from, from 1; 0 for
// none.
type cell struct {
	text  string
	field int
}

// as is another text that comes from the same field.
func (c cell) as(text string) cell { return cell{text, c.field} }

func text(s string) cell { return cell{text: s} }

// values is one row of a table, by column. What is not there is empty.
type values map[string]cell

// row is one row of a file.
type row struct {
	format *Format
	at     []int
	fields []string
	line   int
}

// cell returns the cell of a column, without outer space; it is empty when the
// file has no such column.
func (r *row) cell(name string) cell {
	i := r.at[r.format.col(name)]
	if i < 0 || i >= len(r.fields) {
		return cell{}
	}
	return cell{strings.TrimSpace(r.fields[i]), i + 1}
}

// get returns the text of the cell of a column.
func (r *row) get(name string) string { return r.cell(name).text }

// first returns the first cell of several columns that is not empty.
func (r *row) first(names ...string) cell {
	for _, n := range names {
		if c := r.cell(n); c.text != "" {
			return c
		}
	}
	return cell{}
}

// input is a file as a format sees it.
type input struct {
	options Options
	format  *Format
	at      []int
	header  []string
	found   any // what Format.index found out
}

// sink takes the rows that a row of the file becomes.
type sink struct {
	want    Part // the only one whose rows are kept; the zero Part keeps none
	queue   []values
	written map[Part]int
	columns map[Part]map[string]bool      // those that are filled
	refers  map[[2]string]bool            // what soft parts speak of, by table and key
	skipped string                        // why the present row was left out
	left    map[[2]string]map[string]bool // values left out, by what they are, one and several
}

// Part is one table of a translation. The rows of a soft part only add what is
// not there yet.
type Part struct {
	Table string
	Soft  bool
}

// put adds a row to a table.
func (s *sink) put(table string, v values) { s.add(Part{table, false}, v) }

// refer adds a row about something that has a file of its own: it counts only
// where that is not known yet.
func (s *sink) refer(table string, v values) {
	key := [2]string{table, v[tables[table][0]].text}
	if !s.refers[key] {
		s.refers[key] = true
		s.add(Part{table, true}, v)
	}
}

func (s *sink) add(p Part, v values) {
	s.written[p]++
	filled := s.columns[p]
	if filled == nil {
		filled = map[string]bool{}
		s.columns[p] = filled
	}
	for name, c := range v {
		if !filled[name] && c.text != "" {
			if !slices.Contains(tables[p.Table], name) {
				panic("formats: no column " + name + " in " + p.Table)
			}
			filled[name] = true
		}
	}
	if p == s.want {
		s.queue = append(s.queue, v)
	}
}

// skip says why nothing of a row is taken.
func (s *sink) skip(reason string) { s.skipped = reason }

// leave counts a value that is left out although its row is taken. The same
// value counts once.
func (s *sink) leave(value, one, several string) {
	k := [2]string{one, several}
	if s.left[k] == nil {
		s.left[k] = map[string]bool{}
	}
	s.left[k][value] = true
}

// Skipped says why rows were left out.
type Skipped struct {
	Reason string
	Count  int
	Lines  []int // the first of them
}

// skippedLines is how many lines a Skipped names.
const skippedLines = 5

// Left says which values of rows that were taken are left out.
type Left struct {
	What  string
	Count int
}

// Translation is a file of a known format as tables.
type Translation struct {
	Format  *Format
	Rows    int       // rows of the file without its header and without those that cannot be read
	Skipped []Skipped // rows of which nothing is taken, by reason
	Left    []Left    // values that are left out
	Unused  []string  // columns of the file that the format does not know
	Parts   []Part    // the tables, soft ones last

	sheet   *sheet.Sheet
	start   int // place of the header in sheet.Head
	input   *input
	columns map[Part][]string
}

// Open looks through a sheet whose header is at a place of its Head, and says
// what it comes to. It reads the sheet once or twice. A Problem means that the
// file cannot be taken without more Options.
func (f *Format) Open(ctx context.Context, s *sheet.Sheet, header int, o Options) (*Translation, *sheet.Problem, error) {
	if f.whose && !o.Person {
		return nil, &sheet.Problem{Line: s.Head[header].Line, Rule: "whose", File: true, Reason: "the file does not say whose it is; say so with --person NAME"}, nil
	}
	fields := s.Head[header].Fields
	at, _ := f.match(fields)
	t := &Translation{Format: f, sheet: s, start: header, input: &input{options: o, format: f, at: at, header: fields}, columns: map[Part][]string{}}
	for i, h := range fields {
		if !slices.Contains(at, i) && strings.TrimSpace(h) != "" {
			t.Unused = append(t.Unused, sheet.Shown(strings.TrimSpace(h)))
		}
	}
	if f.index != nil {
		err := f.index(t.input, func(take func(*row)) error { return t.each(ctx, take) })
		if err != nil {
			return nil, nil, err
		}
	}
	out := newSink(Part{})
	take := f.begin(t.input)
	skipped := map[string]*Skipped{}
	var reasons []string
	err := t.each(ctx, func(r *row) {
		t.Rows++
		out.skipped = ""
		take(r, out)
		if out.skipped == "" {
			return
		}
		k := skipped[out.skipped]
		if k == nil {
			k = &Skipped{Reason: out.skipped}
			skipped[out.skipped] = k
			reasons = append(reasons, out.skipped)
		}
		if k.Count++; len(k.Lines) < skippedLines {
			k.Lines = append(k.Lines, r.line)
		}
	})
	if err != nil {
		return nil, nil, err
	}
	for _, r := range reasons {
		t.Skipped = append(t.Skipped, *skipped[r])
	}
	for what, of := range out.left {
		l := Left{what[0], len(of)}
		if l.Count > 1 {
			l.What = what[1]
		}
		t.Left = append(t.Left, l)
	}
	slices.SortFunc(t.Left, func(a, b Left) int { return strings.Compare(a.What, b.What) })
	for _, soft := range []bool{false, true} {
		for _, name := range order {
			p := Part{name, soft}
			if out.written[p] == 0 {
				continue
			}
			t.Parts = append(t.Parts, p)
			for _, c := range tables[name] {
				if out.columns[p][c] {
					t.columns[p] = append(t.columns[p], c)
				}
			}
		}
	}
	return t, nil, nil
}

func newSink(want Part) *sink {
	return &sink{want: want, written: map[Part]int{}, columns: map[Part]map[string]bool{}, refers: map[[2]string]bool{}, left: map[[2]string]map[string]bool{}}
}

// Unreadable calls each with what is wrong with the rows that cannot be read. Who
// reads a Part gets that with the first; a file of which nothing is taken has none.
func (t *Translation) Unreadable(ctx context.Context, each func(*sheet.Problem)) error {
	return t.read(ctx, func(*row) {}, each)
}

// each calls take with every readable row of the file.
func (t *Translation) each(ctx context.Context, take func(*row)) error {
	return t.read(ctx, take, func(*sheet.Problem) {})
}

func (t *Translation) read(ctx context.Context, take func(*row), unreadable func(*sheet.Problem)) error {
	rows, closer, err := t.sheet.From(t.start)
	if err != nil {
		return err
	}
	defer closer.Close()
	r := &row{format: t.Format, at: t.input.at}
	for first, n := true, 0; ; n++ {
		if n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		fields, line, p, err := rows.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case first:
			first = false
		case p != nil:
			unreadable(p)
		default:
			r.fields, r.line = fields, line
			take(r)
		}
	}
}

// Part returns the rows of one table, the header first. Rows of the file that
// cannot be read come back as Problems with the first part only.
func (t *Translation) Part(p Part) (*Rows, io.Closer, error) {
	rows, closer, err := t.sheet.From(t.start)
	if err != nil {
		return nil, nil, err
	}
	return &Rows{t: t, part: p, in: rows, sink: newSink(p), take: t.Format.begin(t.input), columns: t.columns[p],
		names: make([]string, len(t.columns[p])), row: row{format: t.Format, at: t.input.at}}, closer, nil
}

// Rows are the rows of one table of a translation; see [sheet.Rows].
type Rows struct {
	t       *Translation
	part    Part
	in      sheet.Rows
	sink    *sink
	take    func(*row, *sink)
	row     row
	columns []string // of the table
	fields  []string
	names   []string
	begun   bool
}

// Names returns the columns of the file from which the fields of the present
// row come, as the file writes them; valid until the next call of Next.
func (r *Rows) Names() []string { return r.names }

// Next returns the next row with the line of the file on which it stands.
func (r *Rows) Next() ([]string, int, *sheet.Problem, error) {
	for {
		if len(r.sink.queue) > 0 {
			v := r.sink.queue[0]
			r.sink.queue = r.sink.queue[1:]
			return r.fill(v), r.row.line, nil, nil
		}
		fields, line, p, err := r.in.Next()
		switch {
		case err != nil:
			return nil, 0, nil, err
		case !r.begun:
			r.begun = true
			copy(r.names, r.columns)
			return r.columns, line, nil, nil
		case p != nil && r.part == r.t.Parts[0]:
			return nil, line, p, nil
		case p != nil:
			continue
		}
		r.row.fields, r.row.line = fields, line
		r.sink.queue = r.sink.queue[:0]
		r.take(&r.row, r.sink)
	}
}

func (r *Rows) fill(v values) []string {
	r.fields = r.fields[:0]
	for i, c := range r.columns {
		x := v[c]
		r.fields = append(r.fields, x.text)
		r.names[i] = c
		if x.field > 0 && x.field <= len(r.t.input.header) {
			r.names[i] = sheet.Shown(r.t.input.header[x.field-1])
		}
	}
	return r.fields
}

// Header returns the columns of the file as it writes them.
func (r *Rows) Header() []string { return r.t.input.header }

// counted are the words for what the rows of a table are, one and several.
var counted = map[string][2]string{
	"people": {"person", "people"}, "organizations": {"company", "companies"}, "positions": {"seat", "seats"}, "accounts": {"account", "accounts"},
	"work": {"team member", "team members"}, "decision_areas": {"decision", "decisions"}, "decision_parts": {"part in a decision", "parts in decisions"},
	"relationships": {"tie", "ties"}, "interactions": {"contact made", "contacts made"}, "merged_records": {"merged record", "merged records"},
}

// Counted says how many rows of a table there are: "812 people".
func Counted(table string, n int) string {
	w, ok := counted[table]
	if !ok {
		w = [2]string{"row", "rows"}
	}
	if n == 1 {
		return "1 " + w[0]
	}
	return fmt.Sprintf("%d %s", n, w[1])
}

// String says why rows were left out: "2 skipped: no name (lines 4, 9)".
func (s Skipped) String() string {
	return fmt.Sprintf("%d skipped: %s (%s)", s.Count, s.Reason, s.where())
}

// Because says it as a part of a sentence: "no name (2, lines 4, 9)".
func (s Skipped) Because() string { return fmt.Sprintf("%s (%d, %s)", s.Reason, s.Count, s.where()) }

func (s Skipped) where() string {
	lines := make([]string, len(s.Lines))
	for i, l := range s.Lines {
		lines[i] = fmt.Sprint(l)
	}
	where := "line "
	if s.Count > 1 {
		where = "lines "
	}
	if s.Count > len(lines) {
		lines = append(lines, "…")
	}
	return where + strings.Join(lines, ", ")
}
