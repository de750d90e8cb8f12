package importer

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/kithgraph/kith/graph"
	"github.com/kithgraph/kith/internal/personname"
	"github.com/kithgraph/kith/internal/sheet"
)

// rows reads the records of one file as rows of its table. The typed getters
// report what they refuse: those of a need (day, key …) drop the row, those of
// a decoration (word, optionalDay …) drop the value.
type rows struct {
	im      *importer
	in      sheet.Rows
	table   *table
	file    string
	at      []int    // field of each column, -1 when the file has none
	header  []string // as written
	fields  []string
	line    int
	bad     bool // the present row was refused
	report  *FileReport
	of      *product            // see source
	keys    map[graph.ID]string // the things that the present row names, as it names them
	feed    *feed               // whose days the rows are
	open    func() (sheet.Rows, io.Closer, error)
	orders  map[int]DayOrder // of columns
	learned map[int]bool
}

// translated are rows whose fields come from other columns of a file.
type translated interface {
	Names() []string  // the columns from which the fields of the present row come
	Header() []string // all columns of the file
}

// maxKey bounds an id of a source in bytes, so that with the name of the source
// it stays within the limit of an external id.
const maxKey = 900

// open opens a file and reads its header. It returns nil rows, with the problem
// reported, when the file cannot be read as its table.
func (im *importer) open(s source) (*rows, io.Closer, error) {
	in, f, err := s.open()
	if err != nil {
		return nil, nil, fmt.Errorf("import %s: %w", s.name, err)
	}
	r := &rows{im: im, in: in, table: s.table, file: s.name, of: s.of, open: s.open, report: &FileReport{}}
	if s.of == nil {
		im.preview.Files = append(im.preview.Files, FileReport{Name: s.name, Table: s.table.name, AsOf: im.asOf})
		r.report = &im.preview.Files[len(im.preview.Files)-1]
	}
	header, line, p, err := in.Next()
	switch {
	case p != nil:
		p.File = true
		im.problem(problemOf(s.name, nil, p))
	case err == io.EOF:
		im.problem(Problem{File: s.name, Rule: "empty-file", Effect: EffectFile, Reason: "the file has no header row"})
	case err != nil:
		f.Close()
		return nil, nil, fmt.Errorf("import %s: %w", s.name, err)
	default:
		r.line = line
		if r.match(header) {
			r.feed = im.feedOf(r)
			return r, f, nil
		}
	}
	return nil, f, nil
}

func (r *rows) match(header []string) bool {
	r.header = make([]string, len(header))
	for i, h := range header {
		r.header[i] = shown(strings.TrimSpace(h))
	}
	at, unknown, twice := r.table.match(header)
	r.at = at
	for _, i := range unknown {
		r.report.UnknownColumns = append(r.report.UnknownColumns, r.header[i])
	}
	fail := func(rule, column, reason string) bool {
		r.im.problem(Problem{File: r.file, Line: r.line, Column: column, Rule: rule, Effect: EffectFile, Reason: reason})
		return false
	}
	if len(twice) > 0 {
		return fail("column-twice", r.header[twice[0]], "the column stands twice in the header; remove one")
	}
	if name := r.table.missing(at); name != "" {
		reason := fmt.Sprintf("%s has no column %s, which %s.csv needs", shown(r.file), name, r.table.name)
		return fail("missing-column", name, reason)
	}
	return true
}

// next moves to the next readable row. It returns false at the end of the
// file; the error is what the stream said, or that ctx was done.
func (r *rows) next(ctx context.Context) (bool, error) {
	for {
		if r.report.Rows&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return false, err
			}
			r.im.tell(Progress{Step: StepReading, File: r.file, Rows: r.report.Rows})
		}
		fields, line, p, err := r.in.Next()
		switch {
		case err == io.EOF:
			return false, nil
		case err != nil:
			return false, fmt.Errorf("import %s: %w", r.file, err)
		case p != nil:
			header := r.header
			if !p.Note {
				r.report.Rows++
				if r.of != nil {
					r.of.rows++
				}
			}
			if t, ok := r.in.(translated); ok {
				header = t.Header()
			}
			r.im.problem(problemOf(r.file, header, p))
			continue
		}
		if t, ok := r.in.(translated); ok {
			r.header = t.Names()
		}
		r.report.Rows++
		r.fields, r.line, r.bad = fields, line, false
		clear(r.keys)
		return true, nil
	}
}

// names notes under which key the present row names a thing.
func (r *rows) names(id graph.ID, key string) {
	if r.keys == nil {
		r.keys = map[graph.ID]string{}
	}
	if id != "" {
		r.keys[id] = key
	}
}

// keyed returns the key under which the present row names a thing. What follows
// from it stays the same when the thing becomes one with another.
func (r *rows) keyed(id graph.ID) string {
	if key, ok := r.keys[id]; ok {
		return key
	}
	return string(id)
}

// taken counts the present row as imported; soft says that it is of a soft part.
func (r *rows) taken(soft bool) {
	r.report.Taken++
	if r.of != nil {
		r.of.took(r.table.name, r.line, soft)
	}
}

// col returns the number of a column of the table.
func (r *rows) col(name string) int { return r.table.index(name) }

// has reports whether the file has a column.
func (r *rows) has(c int) bool { return r.at[c] >= 0 }

// raw returns a cell without outer white space, "" when the file lacks the column.
func (r *rows) raw(c int) string {
	if r.at[c] < 0 {
		return ""
	}
	return strings.TrimSpace(r.fields[r.at[c]])
}

// complain reports a problem with a cell of the present row.
func (r *rows) complain(c int, effect Effect, rule, reason string) {
	p := Problem{File: r.file, Line: r.line, Reason: reason, Rule: rule, Effect: effect}
	if c >= 0 {
		p.Column = r.table.columns[c].name
		if r.at[c] >= 0 {
			p.Column, p.Value = r.header[r.at[c]], shown(r.fields[r.at[c]])
		}
	}
	if effect == EffectRow {
		r.bad = true
	}
	r.im.problem(p)
}

// text returns a cell as tidy text of at most limit bytes; longer text is
// dropped with a problem.
func (r *rows) text(c, limit int) string {
	s, hidden := tidy(r.raw(c))
	if hidden {
		r.complain(c, EffectNote, "hidden-characters", "control characters or characters that reorder text were taken out")
	}
	if len(s) > limit {
		r.complain(c, EffectPart, "text-too-long", fmt.Sprintf("the text is longer than %d bytes", limit))
		return ""
	}
	return s
}

// name returns a cell that must be a name.
func (r *rows) name(c int) string { return r.nameIn(c, r.raw(c)) }

// nameIn returns a name that stands in a column.
func (r *rows) nameIn(c int, s string) string {
	s, hidden := tidy(s)
	if hidden {
		r.complain(c, EffectNote, "hidden-characters", "control characters or characters that reorder text were taken out")
	}
	switch {
	case s == "":
		r.complain(c, EffectRow, "required", "the name is empty")
	case len(s) > graph.MaxName:
		r.complain(c, EffectRow, "name", fmt.Sprintf("the name is longer than %d bytes", graph.MaxName))
	}
	return s
}

// personName returns the name of a row of people.csv: as it is written in one piece,
// else of its parts in the order in which it is spoken.
func (r *rows) personName() string {
	c := r.col("name")
	if given, family := r.raw(r.col("given_name")), r.raw(r.col("family_name")); r.raw(c) == "" && given+family != "" {
		c = r.col("family_name")
		return r.nameIn(c, personname.Join(given, "", family))
	}
	return r.name(c)
}

// key returns a cell that must be an id of the source.
func (r *rows) key(c int) string {
	s := r.optionalKey(c)
	if s == "" && !r.bad {
		r.complain(c, EffectRow, "required", "the cell is empty, an id is needed")
	}
	return s
}

// optionalKey is key for a cell that may be empty.
func (r *rows) optionalKey(c int) string {
	s := r.raw(c)
	if len(s) > maxKey {
		r.complain(c, EffectRow, "id", fmt.Sprintf("the id is longer than %d bytes", maxKey))
		return ""
	}
	if !plainText(s) {
		t, hidden := tidy(s)
		if hidden {
			r.complain(c, EffectRow, "id", "the id holds control characters")
			return ""
		}
		s = t
	}
	return s
}

// day returns a date cell; a bad date drops the row. A month stands for its first
// day.
func (r *rows) day(c int) graph.Date { return r.dayOf(c, EffectRow) }

func (r *rows) dayOf(c int, effect Effect) graph.Date {
	s := r.raw(c)
	if t, ok := month(s); ok {
		s = t.Format(time.DateOnly)
	}
	d, err := r.read(c, func(o DayOrder) (graph.Date, *cellError) { return parseDay(s, o) })
	switch {
	case err == nil:
	case err.rule == ambiguous:
		r.im.count(AskDayOrder, r.header[r.at[c]]+" of "+r.file)
		r.bad = r.bad || effect == EffectRow // not taken, and no problem either: the question says it
	default:
		r.complain(c, effect, err.rule, err.reason)
	}
	return d
}

// period returns a cell that holds a day or a month.
func (r *rows) period(c int) (graph.Date, *cellError) {
	return r.read(c, func(o DayOrder) (graph.Date, *cellError) { return parsePeriod(r.raw(c), o) })
}

// read reads a day, in the order of the others of its column where it needs one.
func (r *rows) read(c int, parse func(DayOrder) (graph.Date, *cellError)) (graph.Date, *cellError) {
	d, err := parse(r.order(c))
	if err != nil && err.rule == ambiguous {
		r.learnOrder(c)
		d, err = parse(r.order(c))
	}
	return d, err
}

// order returns how the days of a column are written, as far as that is known.
func (r *rows) order(c int) DayOrder {
	if o := r.im.options.Mapping.DayOrder; o != OrderUnknown {
		return o
	}
	return r.orders[c]
}

// learnOrder looks through a column for days that only one order explains. Both
// in one column leave it unknown.
func (r *rows) learnOrder(c int) {
	if r.learned[c] || r.at[c] < 0 {
		return
	}
	if r.learned == nil {
		r.learned, r.orders = map[int]bool{}, map[int]DayOrder{}
	}
	r.learned[c] = true
	in, f, err := r.open()
	if err != nil {
		return // it was readable when the rows were: they say so again
	}
	defer f.Close()
	found := map[DayOrder]bool{}
	for {
		fields, _, p, err := in.Next()
		if err != nil {
			break
		}
		if p == nil && r.at[c] < len(fields) {
			found[orderOf(fields[r.at[c]])] = true
		}
	}
	if found[OrderDayFirst] != found[OrderMonthFirst] {
		r.orders[c] = OrderDayFirst
		if found[OrderMonthFirst] {
			r.orders[c] = OrderMonthFirst
		}
	}
}

// needDay is day for a cell that must not be empty.
func (r *rows) needDay(c int) graph.Date {
	d := r.day(c)
	if d == 0 && !r.bad {
		r.complain(c, EffectRow, "required", "the cell is empty, a date is needed")
	}
	return d
}

// optionalDay returns a date cell; a bad date drops the value.
func (r *rows) optionalDay(c int) graph.Date { return r.dayOf(c, EffectPart) }

// end returns the cell of the first day on which something is no longer true: a
// month stands for the day after its last, the days that products write for
// "never" are open.
func (r *rows) end(c int) graph.Date {
	if isOpenEnd(r.raw(c)) {
		return 0
	}
	if t, ok := month(r.raw(c)); ok {
		d, err := checkYear(t.AddDate(0, 1, 0))
		if err != nil {
			r.complain(c, EffectRow, err.rule, err.reason)
		}
		return d
	}
	return r.day(c)
}

// days returns the interval of two date cells and drops a row whose end is not
// after its start.
func (r *rows) days(start, end int) graph.Interval {
	return r.until(start, end, r.end(end))
}

// daysTo is days of a table that has the last day too, which counts where there is no
// end: the end is the day after it.
func (r *rows) daysTo(start, end, last int) graph.Interval {
	if r.raw(end) != "" || r.raw(last) == "" {
		return r.days(start, end)
	}
	to := r.end(last)
	if _, isMonth := month(r.raw(last)); to != 0 && !isMonth {
		to++
	}
	return r.until(start, last, to)
}

func (r *rows) until(start, end int, to graph.Date) graph.Interval {
	i := graph.Interval{From: r.day(start), To: to}
	if !r.bad && i.From != 0 && i.To != 0 && i.To <= i.From {
		r.complain(end, EffectRow, "dates", fmt.Sprintf("the end is not after the start on %s; an end is the first day on which it is no longer true", i.From))
	}
	return i
}

// number returns a whole number cell of [min, max], nil when it is empty or bad.
func (r *rows) number(c, min, max int) *int {
	if r.raw(c) == "" {
		return nil
	}
	n, err := parseInt(r.raw(c), min, max)
	if err != nil {
		r.complain(c, EffectPart, err.rule, err.reason)
		return nil
	}
	return &n
}

// share returns a cell of [0, 1], nil when it is empty or bad.
func (r *rows) share(c int) *float64 {
	if r.raw(c) == "" {
		return nil
	}
	f, err := parseShare(r.raw(c))
	if err != nil {
		r.complain(c, EffectPart, err.rule, err.reason)
		return nil
	}
	return &f
}

// money returns an amount with its currency, from the cell itself or from a
// cell of its own. An amount without a currency is dropped: it means nothing.
func (r *rows) money(amount, currency int) (*float64, string) {
	if r.raw(amount) == "" {
		return nil, ""
	}
	f, cur, err := parseMoney(r.raw(amount))
	if err != nil {
		r.complain(amount, EffectPart, err.rule, err.reason)
		return nil, ""
	}
	if own := r.raw(currency); own != "" {
		c, ok := parseCurrency(own)
		if !ok {
			r.complain(currency, EffectPart, "currency", "not a currency; write three letters such as EUR")
			return nil, ""
		}
		cur = c
	}
	if cur == "" {
		r.complain(amount, EffectPart, "currency", "the amount has no currency; fill the column currency")
		return nil, ""
	}
	return &f, cur
}

// yes returns a yes-or-no cell.
func (r *rows) yes(c int) bool {
	b, err := parseBool(r.raw(c))
	if err != nil {
		r.complain(c, EffectPart, err.rule, err.reason)
	}
	return b
}

// strings returns a list cell with tidy entries within the limits of a list.
func (r *rows) strings(c int) []string {
	var out []string
	for _, s := range list(r.raw(c)) {
		s, _ = tidy(s)
		if len(s) > graph.MaxListText || len(out) == graph.MaxList {
			r.complain(c, EffectPart, "text-too-long", fmt.Sprintf("the list is longer than %d entries of %d bytes", graph.MaxList, graph.MaxListText))
			return out
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// links returns the entries of a cell that lists links, as they are kept. What leads
// nowhere is left out, and told.
func (r *rows) links(c int) []string {
	var out []string
	for _, s := range r.strings(c) {
		if l, ok := graph.ParseLink(s); ok {
			out = append(out, l)
		} else {
			r.complain(c, EffectPart, "link", graph.Quote(s)+" is no link to a page or a mail address")
		}
	}
	return out
}

// link returns the link in a cell, "" when it is empty or leads nowhere.
func (r *rows) link(c int) string {
	s := r.text(c, graph.MaxListText)
	if s == "" {
		return ""
	}
	l, ok := graph.ParseLink(s)
	if !ok {
		r.complain(c, EffectPart, "link", "no link to a page or a mail address")
	}
	return l
}

// word returns the value of an enumeration that a cell names, "" when it is
// empty or unknown.
func word[T ~string](r *rows, c int, w words[T]) T {
	s := r.raw(c)
	if s == "" {
		return ""
	}
	v, ok := w.parse(s)
	if !ok {
		r.complain(c, EffectPart, "word", "not one of "+w.values()+", nor another word for one of them")
	}
	return v
}

// needWord is word for a cell without which the row says nothing.
func needWord[T ~string](r *rows, c int, w words[T]) T {
	v, ok := w.parse(r.raw(c))
	if !ok {
		r.complain(c, EffectRow, "word", "not one of "+w.values()+", nor another word for one of them")
	}
	return v
}

// function returns the function that a cell names.
func (r *rows) function(c int) graph.Function {
	s := r.raw(c)
	if s == "" {
		return ""
	}
	if f := FunctionOf("", s); f != "" {
		return f
	}
	r.complain(c, EffectPart, "word", "not one of "+functionWords.values()+", nor another word for one of them")
	return ""
}
